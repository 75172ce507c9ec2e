"""A kind of variation: a change of a document's form that leaves its facts as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from .facts import Generated

Vary = Callable[[Generated, Random], Generated]
"""A document → the same document in another form; itself where it has nothing of the kind."""
Draw = Callable[[Generated, Path], Path]
"""A document and a path without suffix → the file that it was written to."""
FAMILIES = ("wording", "captions", "tables", "pages", "files")


@dataclass(frozen=True, slots=True)
class Variation:
    """A kind of variation (变体).

    ``id`` in lower case with hyphens, ``title`` in Chinese, ``family`` one of :data:`FAMILIES`. ``vary`` changes blocks, ``draw`` writes the file
    in a form of its own (None: as text). Raises ValueError for another family.
    """

    id: str
    title: str
    family: str
    vary: Vary | None = None
    draw: Draw | None = None

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise ValueError(f"{self.id}: the family is one of {', '.join(FAMILIES)}, not {self.family!r}")
