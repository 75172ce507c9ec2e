"""The reference data that ships: classification codes and administrative divisions.

The tables stand in ``rules/data``. ``valid_from`` and ``valid_to`` are the fiscal years for which a row is
known to hold: a name that was in use earlier or later, but is not certain for those years, is left open by
leaving the years out, so that a code is unknown then and not wrong. Each row says where it comes from.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from .. import CodeName, CodeTable, Division, References


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in ``rules/data`` (file name without suffix), header words as keys."""
    text = files(__package__).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def year_or_none(text: str) -> int | None:
    """A fiscal year, None where the table leaves it blank. Raises ValueError for anything else."""
    return int(text) if text else None


def _codes(name: str) -> CodeTable:
    return CodeTable(
        tuple(
            CodeName(row["code"], row["name"], year_or_none(row["valid_from"]), year_or_none(row["valid_to"]), row["source"])
            for row in read_rows(name)
        )
    )


@cache
def load_references() -> References:
    """Functional and economic classification (部门预算支出经济分类) and GB/T 2260 divisions with the bodies that have no code there, read once."""
    divisions = {
        row["code"]: Division(row["code"], row["name"], year_or_none(row["valid_from"]), year_or_none(row["valid_to"]))
        for row in read_rows("divisions")
    }
    uncoded = {row["name"]: row["code"] for row in read_rows("uncoded")}
    return References(_codes("functional"), _codes("economic"), divisions, uncoded)
