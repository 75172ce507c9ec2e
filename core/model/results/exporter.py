"""What an exporter is: a named function from a database to files."""

from __future__ import annotations

from collections.abc import Mapping
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


@runtime_checkable
class ExporterWithOptions(Protocol):
    """An exporter that can be told how: ``mingzhang export --option NAME=VALUE``.

    ``options`` names what it takes, each with what it means; ``export`` gets those that were given, as texts, and raises
    ValueError with one line for a value that it cannot use.
    """

    id: str
    title: str
    options: Mapping[str, str]

    def export(self, db: Database, target: Path, options: Mapping[str, str] = ...) -> list[Path]: ...
