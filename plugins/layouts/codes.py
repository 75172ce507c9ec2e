"""The classification code of a row (科目编码), however its columns print it."""

from __future__ import annotations

import re

from ... import CodeTable, Column, StatementTemplate, TableView
from .columns import CODE_ROLES, LABEL_ROLES

_CLASS_DIGITS = 3
_MISPRINTED = "?"
_CODE = re.compile(r"\d{3}(?:\d{2}){0,3}")


def code_of(view: TableView, r: int, block: list[Column], economic: bool) -> str | None:
    """The full code of a row from split columns (类/款/项), one column, or the unit-code column of economic tables."""
    split = [view.text(r, c.index) for c in block if c.measure in ("@class", "@group", "@item")]
    joined = ""
    for level, part in enumerate(split):
        if not part:
            break
        if not part.isdigit():
            return None
        part = part.zfill(2) if level else part
        # A column may repeat the code so far (20805 in the 款 column).
        joined = part if joined and part.startswith(joined) and len(part) > len(joined) else joined + part
    whole = next((t for c in block if c.measure == "@code" and (t := view.text(r, c.index)).isdigit()), "")
    if economic:
        longer = next(
            (t for c in block if c.measure == "@unit_code" and re.fullmatch(r"[35]\d{2}(?:\d{2}){0,2}", t := view.text(r, c.index))), ""
        )
        if longer and longer.startswith(joined):
            joined = longer
    if split and split[0] and len(split[0]) != _CLASS_DIGITS:
        return f"{_MISPRINTED}{joined}"
    return joined or whole or None


def mended(code: str | None, label: str, table: CodeTable) -> str | None:
    """A code whose 类 is misprinted (7 for 210), by its name and its other levels; None if that leaves no one code."""
    if code is None or _CODE.fullmatch(code):
        return code
    tail = code.lstrip(_MISPRINTED)[-4:]
    fitting = {c for c in table.codes(label) if c.endswith(tail)}
    return next(iter(fitting)) if len(fitting) == 1 else None


def unit_code(view: TableView, r: int, block: list[Column], code: str | None) -> str | None:
    """The code of the unit (单位代码) of a row; None where the column holds its classification code."""
    text = next((view.text(r, c.index) for c in block if c.measure == "@unit_code"), "")
    return text if text.isdigit() and text != code else None


def classification(view: TableView, template: StatementTemplate) -> str:
    """What the codes are of: as their first digit says (2 functional, 3 economic), the pack, else the table's header.

    Tables of one title list either (财政拨款支出预算表 by 功能科目 here, by 经济分类 there).
    """
    codes = [t for c in view.columns if c.measure in ("@class", "@code") for r in range(len(view.body)) if (t := view.text(r, c.index))]
    first = {t[0] for t in codes if _CODE.fullmatch(t)}
    if len(first) == 1 and (by_code := {"2": "functional", "3": "economic"}.get(first.pop())):
        return by_code
    head = "".join(p for c in view.columns if c.measure in CODE_ROLES or c.measure in LABEL_ROLES for p in c.path)
    return template.classification or ("economic" if "经济分类" in head else "functional")
