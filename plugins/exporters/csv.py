"""CSV for spreadsheets: Chinese headers, a byte order mark for Excel, no cell that runs as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ... import mask
from .sheets import SHEETS

if TYPE_CHECKING:
    from sqlite_utils import Database

_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?$")


def safe_cell(value: Any) -> Any:
    """A value as a cell: personal numbers masked; an apostrophe before text that a spreadsheet would run."""
    if not isinstance(value, str):
        return "" if value is None else value
    if _NUMBER.match(value):
        return mask(value)
    text = mask(value)
    return "'" + text if _FORMULA.match(text) or (text[:1] in "\t\r\n" and text) else text


class CsvExporter:
    """One CSV file for each of documents, line items, findings, evidence and ledger."""

    id = "csv"
    title = "CSV（电子表格）"
    options = MappingProxyType({"sheets": f"which files, commas between: {', '.join(s.name for s in SHEETS)}"})

    def export(self, db: Database, target: Path, options: Mapping[str, str] = MappingProxyType({})) -> list[Path]:
        """Write the files into the directory ``target`` (made if it is not there); returns them."""
        chosen = options.get("sheets", ",".join(s.name for s in SHEETS)).split(",")
        if unknown := sorted(set(chosen) - {s.name for s in SHEETS}):
            raise ValueError(f"no file {unknown[0]!r}; there are: {', '.join(s.name for s in SHEETS)}")
        target.mkdir(parents=True, exist_ok=True)
        written = []
        for sheet in (s for s in SHEETS if s.name in chosen):
            path = target / f"{sheet.name}.csv"
            part = path.with_suffix(".csv.part")
            with part.open("w", encoding="utf-8-sig", newline="") as f:
                writer = csv.writer(f)
                writer.writerow(sheet.columns)
                writer.writerows([safe_cell(v) for v in row] for row in db.execute(sheet.sql))
            part.replace(path)
            written.append(path)
        return written
