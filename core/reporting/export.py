"""Exports: what an exporter writes, whoever wrote the exporter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlite_utils import Database

from ..model.results.exporter import ExporterWithOptions
from ..plugins.guests import hosted
from ..plugins.manager import Plugins


def exported(plugins: Plugins, form: str, db: Database, target: Path, options: Mapping[str, str]) -> list[Path]:
    """The files that an exporter wrote. Raises OSError as it does, and GuestError for anything else."""
    exporter = plugins.exporters[form]

    def export() -> list[Path]:
        written = exporter.export(db, target, options) if isinstance(exporter, ExporterWithOptions) else exporter.export(db, target)
        return [Path(path) for path in written]

    return hosted(
        f"exporter {form}",
        export,
        home=type(exporter).__module__,
        limited=False,  # a large database takes its time, and Ctrl-C ends it
        passes=(OSError,),
    )
