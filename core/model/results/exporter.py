"""What an exporter is: a named function from a database to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from sqlite_utils import Database


@runtime_checkable
class Exporter(Protocol):
    """Writes the content of a database in another form.

    ``export`` writes to ``target`` (a directory, or a file where the form is one) and returns what it wrote.
    """

    id: str
    title: str

    def export(self, db: Database, target: Path) -> list[Path]: ...
