"""What the lists of the site are as tables to take away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from mingzhang.datasette_config import words
from mingzhang.datasette_config.views.sheets import Cell, Sheet, unlike

Row = dict[str, Any]
_WHO = ("地区", "单位", "年度", "类别", "层级")


def _who(r: Row) -> list[Cell]:
    return [r["division_name"], r["body"], r["fiscal_year"], words.KIND.get(r["kind"], ""), words.LEVEL.get(r["level"], "")]


def number(text: str | None) -> Cell:
    """A printed decimal as a number, any other text as it is."""
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return text


def listed_disclosures(found: Iterable[Row]) -> Sheet:
    """Disclosures with what came of each."""
    header = (*_WHO, "官方原文", "公开日期", "核对处数", "无法核对的规则", "提示条数")
    return Sheet(
        "公开件", header, [[*_who(r), r["source_url"], r["published_on"], r["comparisons"], r["undecided"], r["findings"]] for r in found]
    )


def listed_findings(found: Iterable[Row]) -> Sheet:
    """Findings with their figures; the notice stands in every row, because rows are cut out and passed on."""
    header = (*_WHO, "程度", "把握", "规则", "提示", "算式", "实际", "应为", "差额", "金额单位", "答复", "说明")
    rows = [
        [
            *_who(r), words.SEVERITY.get(r["severity"], r["severity"]), words.CERTAINTY.get(r["certainty"], r["certainty"]), r["title"], r["message"],
            r["formula"], number(r["actual"]), number(r["expected"]), number(r["difference"]), r["unit"],
            words.STATE.get(r.get("state") or "", ""), words.NOTICE,
        ]
        for r in found
    ]  # fmt: skip
    return Sheet("比对提示", header, rows)


def listed_items(title: str, found: Iterable[Row]) -> Sheet:
    """Figures of statements: table, row, column, number, unit, text as printed, page."""
    header = ("表", "编码", "行", "栏目", "数值", "单位", "原文", "页")
    rows: list[list[Cell]] = [
        [
            " ".join(p for p in (r["number"], r["title"]) if p),
            r["code"],
            r["project"] or r["row_name"],
            r["column_label"],
            number(r["value"]),
            r["unit"],
            r["text"],
            r["page"],
        ]
        for r in found
    ]
    return Sheet(title, header, rows)


def listed_rules(found: Iterable[Row]) -> Sheet:
    """Rules with their numbers."""
    header = ("规则", "级别", "状态", "核对处数", "核对份数", "不符份数", "无法核对份数")
    rows: list[list[Cell]] = [
        [
            r["title"],
            words.SEVERITY.get(r["severity"], ""),
            words.RULE_STATE.get(r["state"], ""),
            r["comparisons"],
            r["evaluated"],
            r["failed"],
            r["undecided"],
        ]
        for r in found
    ]
    return Sheet("规则", header, rows)


def as_printed(table: Row) -> Sheet:
    """A table as it was printed: its first row of cells is the header, columns of one name are told apart by their number."""
    grid: list[list[str]] = json.loads(table["grid"])
    width = max(map(len, grid), default=0)
    lines = [[*line, *[""] * (width - len(line))] for line in grid]
    return Sheet(" ".join(p for p in (table["number"], table["title"]) if p) or "表", unlike(lines[0] if lines else ()), lines[1:])
