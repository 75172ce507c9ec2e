"""Columns of a statement: what they carry, and of which year."""

from __future__ import annotations

import re
from dataclasses import dataclass

PRIOR_YEAR = "prior_year"
"""What a measure of the year before begins with."""
UNNAMED = "@unnamed"
"""The role of labels whose head is not known: whose amounts stand beside them is open."""
ROLES = {
    "@class": "类",
    "@group": "款",
    "@item": "项",
    "@code": "科目编码",
    "@name": "科目名称",
    "@label": "项目（行的名称）",
    "@unit_name": "单位名称",
    "@unit_code": "单位代码",
    "@project": "项目名称（项目支出）",
    "@line": "行次",
    "@side_income": "收支表的收入栏",
    "@side_expenditure": "收支表的支出栏",
}
"""The roles that a region file may give to a header word."""
OWN_MEASURES = {"total": "合计", "budget": "预算数"}
"""Measures that the core itself gives to columns."""
_PERIOD = re.compile(r"(?:prior_year|year_before_prior|year_(\d{4}))\.(.+)")


def dated_measure(measure: str, period: str) -> str:
    """A measure in the figures of a period: ``prior_year.total``; those of the disclosure's own year have no period."""
    return f"{period}.{measure}" if period else measure


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a statement: its header path as printed, and the measure or role it carries.

    ``measure`` starts with ``@`` for roles (``@class``, ``@group``, ``@item``, ``@name``, …) and is None
    where no header word is known. Where the head names another year than the disclosure's, ``period`` says which
    (``prior_year``, ``year_2022``), and the measure begins with it: ``prior_year.total``.
    """

    index: int
    path: tuple[str, ...]
    measure: str | None
    period: str = ""

    @property
    def is_role(self) -> bool:
        """Whether it carries names or codes, not figures."""
        return self.measure is not None and self.measure.startswith("@")

    @property
    def is_unnamed(self) -> bool:
        """Whether it holds labels under a head that nobody knows."""
        return self.measure == UNNAMED

    @property
    def undated(self) -> str | None:
        """The measure without the period."""
        return self.measure.removeprefix(f"{self.period}.") if self.measure and self.period else self.measure

    def dated(self, measure: str) -> str:
        """A measure in the figures of the column's year, where a layout gives it one of its own."""
        return dated_measure(measure, self.period)

    @property
    def label(self) -> str:
        """The header path as one text, repeats dropped."""
        return "/".join(dict.fromkeys(p for p in self.path if p))


def spoken_period(measure: str) -> tuple[str, str]:
    """上年 (前年, 2022年) and the measure without it; an empty text for one of the disclosure's own year."""
    m = _PERIOD.fullmatch(measure)
    if m is None:
        return "", measure
    return (f"{m[1]}年" if m[1] else "上年" if measure.startswith(PRIOR_YEAR) else "前年"), m[2]
