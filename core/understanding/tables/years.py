"""Columns whose head names a year: 2024年预算数 beside 2025年预算数, 上年 beside 本年.

The figures of another year are measures of their own (``prior_year.total``, ``year_2022.total``), so that nothing that looks
for this year's finds them, and their own columns still add up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ...model.disclosures.column import PRIOR_YEAR, Column, dated_measure
from ...model.documents.text import label_key

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMBER = r"(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
_AFTER = r"(?:年度|年(?=年)|年(?!度|[初末终底])|(?=年[初末终底]|预算|决算|执行))"
_LEADING = re.compile(rf"^[（]?{_NUMBER}(?:{_AFTER}|$)[）]?(.*)$")
_BEHIND = re.compile(rf"^(.*)（{_NUMBER}(?:年度?)?）$")
_SPOKEN = re.compile(r"^(本年度?|今年|当年|本期|上一?年度?|去年|上期|前年)(.*)$")
_SPOKEN_BEHIND = re.compile(r"^(.*)（(本年度?|今年|当年|上一?年度?|去年|前年)）$")
_OFFSETS = {"本": 0, "今": 0, "当": 0, "上": -1, "去": -1, "前": -2}
_CARRIED = re.compile(r"结转|结余")
"""What is carried over is named after the year that it comes from: 2024年结转 is money of this year's table."""

_PLAIN = (
    (re.compile(r"(?:年初|部门)?预算(?:数|额|金额|安排数?)?|安排数"), "预算数"),
    (re.compile(r"决算(?:数|额|金额)?"), "决算数"),
    (re.compile(r"(?:预算|预计|全年|实际)?(?:执行|完成)(?:数|额|金额|情况)?"), "执行数"),
    (re.compile(r"(?:数|额|金额)?"), "金额"),
)
"""What a head says beside its year, where that is only the kind of figure, in the packs' words."""


@dataclass(frozen=True, slots=True)
class DatedPath:
    """A header path in the packs' words: label keys without years, the year that they named, and whether as a number.

    ``year`` is the difference to the disclosure's (0 this year, -1 the year before) where the head says 上年 or 本年, and the
    year itself where it prints one; None where it names none.
    """

    keys: tuple[str, ...]
    year: int | None = None
    printed: bool = False
    bare: bool = False
    """Whether the innermost word is nothing but the year."""


def dated_path(path: Iterable[str], known: Callable[[str], bool]) -> DatedPath:
    """A header path with its year taken out. A word that the pack knows as it is (上年结转, 本年收入) names no year."""
    keys: list[str] = []
    year, printed, bare = None, False, False
    for key in map(label_key, path):
        found = None if known(key) else _dated(key)
        if found is None:
            keys.append(key)
            bare = False
            continue
        rest, year, printed = found
        bare = not rest
        keys.append(_plain(rest))
    return DatedPath(tuple(keys), year, printed, bare)


def _dated(key: str) -> tuple[str, int, bool] | None:
    """What a word says beside its year, the year, and whether it is printed as a number."""
    if m := _LEADING.match(key):
        return m[2], int(m[1].translate(_DIGITS)), True
    if m := _BEHIND.match(key):
        return m[1], int(m[2].translate(_DIGITS)), True
    if m := _SPOKEN.match(key):
        spoken, rest = m[1], m[2]
    elif m := _SPOKEN_BEHIND.match(key):
        rest, spoken = m[1], m[2]
    else:
        return None
    return (rest, _OFFSETS[spoken[0]], False) if not _CARRIED.search(rest) else None


def _plain(rest: str) -> str:
    return next((word for pattern, word in _PLAIN if pattern.fullmatch(rest)), rest)


def with_years(columns: Sequence[Column], dated: Sequence[DatedPath], blocks: Sequence[int], fiscal_year: int | None) -> list[Column]:
    """The columns of other years as measures of their own.

    ``blocks`` number the side-by-side lists that the columns stand in. A printed year counts where its block has figures of
    another year beside it: a table that names one year alone may have kept the head of last year's form, and which year its
    figures are of is not for the head to decide.
    """
    out = []
    for column, path, block in zip(columns, dated, blocks, strict=True):
        period = ""
        if path.year is not None and not column.is_role and not _is_carried(column):
            beside = [(c, p) for c, p, b in zip(columns, dated, blocks, strict=True) if b == block and not c.is_role]
            if not path.printed or _contrast(column, path, beside, fiscal_year):
                period = _period(path, fiscal_year)
        out.append(replace(column, measure=column.measure and dated_measure(column.measure, period), period=period))
    return out


def _is_carried(column: Column) -> bool:
    return any(_CARRIED.search(p) for p in column.path)


def _contrast(column: Column, path: DatedPath, beside: Sequence[tuple[Column, DatedPath]], fiscal_year: int | None) -> bool:
    """Whether a column beside this one says another year, or has the same measure and says none."""
    undated = any(its.year is None and other.measure and other.measure == column.measure for other, its in beside)
    return undated or any(its.year is not None and _absolute(its, fiscal_year) != path.year for _, its in beside)


def _absolute(path: DatedPath, fiscal_year: int | None) -> int | None:
    if path.printed or path.year is None:
        return path.year
    return None if fiscal_year is None else fiscal_year + path.year


def _period(path: DatedPath, fiscal_year: int | None) -> str:
    """ "" for this year, ``prior_year`` for the one before, ``year_2022`` for another."""
    year = path.year
    assert year is not None
    if path.printed and fiscal_year is None:
        return f"year_{year}"
    offset = year - (fiscal_year or 0) if path.printed else year
    if offset in (0, -1):
        return PRIOR_YEAR if offset else ""
    return f"year_{fiscal_year + offset}" if fiscal_year is not None else "year_before_prior"
