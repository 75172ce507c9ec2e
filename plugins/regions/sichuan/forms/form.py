"""The form of a Sichuan budget: who speaks, and how its tables are numbered and named."""

from __future__ import annotations

from dataclasses import dataclass

from .....core.testkit import Books
from .....core.testkit import names as n


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one year: a unit's or a department's."""

    books: Books
    level: str
    name: str
    short: str

    @property
    def year(self) -> int:
        return self.books.year

    @property
    def word(self) -> str:
        return "单位" if self.level == "unit" else "部门"

    @property
    def unit_code(self) -> str:
        return self.books.body.unit_code + "001"

    def titles(self) -> list[tuple[str, str, str]]:
        """Statement, number and title of every table, in order."""
        w = self.word
        found = [
            (n.INCOME_EXPENDITURE, "表1", f"{w}收支总表"),
            (n.INCOME, "表1-1", f"{w}收入总表"),
            (n.EXPENDITURE, "表1-2", f"{w}支出总表"),
            (n.FISCAL, "表2", "财政拨款收支预算总表"),
            (n.FISCAL_ECONOMIC, "表2-1", f"财政拨款支出预算表（{'部门' if w == '部门' else ''}经济分类科目）"),
            (n.GENERAL, "表3", "一般公共预算支出预算表"),
            (n.BASIC, "表3-1", "一般公共预算基本支出预算表"),
            (n.PROJECT, "表3-2", "一般公共预算项目支出预算表"),
            (n.THREE_PUBLIC, "表3-3", "一般公共预算“三公”经费支出预算表"),
            (n.FUND, "表4", "政府性基金支出预算表"),
            (n.FUND_THREE_PUBLIC, "表4-1", "政府性基金预算“三公”经费支出预算表"),
            (n.STATE_CAPITAL, "表5", "国有资本经营预算支出预算表"),
            (n.PROJECT_TARGETS, "表6-1", f"{w}预算项目支出绩效目标表"),
        ]
        if self.level == "department":
            found += [(n.OVERALL_TARGETS, "表7", "部门整体支出绩效目标表"), (n.PROCUREMENT, "表8", "政府采购预算表")]
        return found
