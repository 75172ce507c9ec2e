"""Legal bases (依据) of the rules, as constants. The data stand in ``rules/data/legal.csv``.

Years are fiscal years: a text in force since October 2020 is cited from the budget of 2021 on, since only
the fiscal year of a document is known for certain, not the day on which it was published.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from .. import Basis
from .references import read_rows, year_or_none


@cache
def legal_bases() -> dict[str, Basis]:
    """Every basis by its id."""
    return {
        row["id"]: Basis(
            row["document"],
            row["article"],
            year_or_none(row["valid_from"]),
            year_or_none(row["valid_to"]),
            convention=bool(row["convention"]),
        )
        for row in read_rows("legal")
    }


L14: Final = legal_bases()["L14"]
"""预算法 art. 14: publication within 20 days of approval, operating costs explained, procurement published."""

L27: Final = legal_bases()["L27"]
"""预算法 art. 27: expenditure by functional and by economic class."""

R6: Final = legal_bases()["R6"]
"""预算法实施条例 art. 6: functional class to 项, basic expenditure by economic class to 款."""

M143: Final = legal_bases()["M143"]
"""财预〔2016〕143号: the statements and explanations that local bodies publish."""

M10: Final = legal_bases()["M10"]
"""财预〔2020〕10号: weights of performance indicators, from memory."""

DIR: Final = legal_bases()["DIR"]
"""财政预决算领域基层政务公开标准目录: the list of what is published at the grass roots."""

T: Final = legal_bases()["T"]
"""The final-account template with its filling notes."""

CODES: Final = legal_bases()["CODES"]
"""政府收支分类科目 of the year."""

D15: Final = legal_bases()["D15"]
"""政府信息公开条例 art. 15: privacy of third parties."""

GB9704: Final = legal_bases()["GB9704"]
"""GB/T 9704—2012 7.2.5: how the number of an official document is written."""

P: Final = legal_bases()["P"]
"""Practice of checkers and auditors; no source text."""

CONVENTION: Final = legal_bases()["CONVENTION"]
"""A convention for which no source text was found."""
