"""What a parser is: a named function from a file to a Document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from .document import BBox, Document
from .vocabulary import Vocabulary


class UnreadableError(Exception):
    """The file cannot be read. The message is one line for people: what, and what to do."""

    @property
    def words(self) -> str:
        """The message, in both languages where its author gave it so."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


class SlowError(Exception):
    """Reading the file takes ``seconds`` more than reading usually may, such as recognising the text of pictures.

    A parser raises it before it starts, and only if it was not asked to be patient (:attr:`ReadOptions.patient`);
    it is then called again with enough time.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"needs {seconds:.0f} seconds more")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its content, and the name under which the user knows it."""

    path: Path
    name: str
    sha256: str
    size: int

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    def head(self, size: int = 4096) -> bytes:
        with self.path.open("rb") as f:
            return f.read(size)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a parser may use: the words of the regions, which engine it shall take, and whether it has all the time."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    engine: str = "auto"
    patient: bool = True
    """False: raise :class:`SlowError` instead of starting what takes seconds a page."""


@runtime_checkable
class Parser(Protocol):
    """Reads one format.

    ``accepts`` looks at suffix and content (a PDF named .txt is a PDF); ``parse`` raises
    :class:`UnreadableError` with one clear line, and never returns an empty Document silently.
    """

    id: str
    suffixes: tuple[str, ...]

    def accepts(self, source: Source) -> bool: ...

    def parse(self, source: Source, options: ReadOptions) -> Document: ...


@runtime_checkable
class ShowsPages(Protocol):
    """A parser whose files have pages that can be shown as pictures."""

    def pictures(self, source: Source, pages: Sequence[int], covered: Mapping[int, Sequence[BBox]]) -> dict[int, bytes]:
        """PNG files by page number (from 1); the ``covered`` boxes of a page are blacked out.

        Raises :class:`UnreadableError`; a page that cannot be drawn is left out.
        """
        ...
