"""The exporters that ship: CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

from ... import Exporter, hookimpl
from .csv import CsvExporter
from .json import JsonExporter


@hookimpl
def register_exporters() -> list[Exporter]:
    """CSV and JSON."""
    return [CsvExporter(), JsonExporter()]
