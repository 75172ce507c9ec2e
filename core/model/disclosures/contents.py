"""The document's own table of contents."""

from __future__ import annotations

from dataclasses import dataclass

from ..documents.document import Place


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents (目录): what the document says that it contains, to compare with what it does."""

    ordinal: int
    number: str
    title: str
    is_table: bool
    place: Place
    part: str | None = None
    statement: str | None = None
    """The statement that the title names, where the pack knows it."""
