"""Stretches of the prose that say themselves what their numbers are: the fields of a project, a form whose grid was lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .tokens import Token

PEOPLE = frozenset({"人", "名", "户", "人次", "万人", "万人次"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of a section's text. ``name`` is what its numbers belong to (a project).

    ``subject`` gives the subject of a number by its token and the words before it, None where it is open; ``held`` are the
    offsets of numbers that other facts hold.
    """

    start: int
    end: int
    name: str
    subject: Callable[[Token, str], str | None]
    held: frozenset[int] = field(default_factory=frozenset)
