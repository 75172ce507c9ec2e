"""Planted errors that look right: the figure that stands beside the right one, last year's, or the right digits in a wrong unit.

They are what people who fill in a template make, and what a check that looks for another reading of a sentence may excuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from ...model.generated.blocks import Para, Slot, TableBlock

COPIES: dict[str, str] = {
    "neighbour_copied": "抄成了相邻的金额",
    "column_copied": "抄成了同一行另一列的金额",
    "last_year_copied": "抄成了上年的金额",
    "wrong_scale": "金额单位写错",
}
"""Kinds of copied errors and what was done."""

_FAR = Decimal("0.02")
"""A copied figure differs from the right one by at least this share (and by 0.5), or the copy is no error to find."""
_FALL = re.compile(r"减少|下降|降低|减支")

Copy = tuple[str, Slot, tuple[int, int] | None, str, str]
"""Kind, the slot it strikes, its cell (of a table), what is taken out and what is put in."""


def copied_in_prose(block: Para, r: Random) -> Iterator[Copy]:
    """An amount of the paragraph for its neighbour, the year before for this one, 亿元 or 元 for 万元."""
    amounts = [s for s in block.slots if s.kind == "amount"]
    for i, slot in enumerate(amounts):
        others = [o.text for o in (*amounts[max(0, i - 1) : i], *amounts[i + 1 : i + 2]) if _differ(slot.text, o.text)]
        if others:
            yield "neighbour_copied", slot, None, slot.text, r.choice(others)
        end = slot.start + len(slot.text)
        if block.text[end : end + 2] == "万元" and _number(slot.text):
            yield "wrong_scale", slot, None, f"{slot.text}万元", slot.text + r.choice(("亿元", "元"))
        if (before := _last_year(block, slot)) and _differ(slot.text, before):
            yield "last_year_copied", slot, None, slot.text, before


def _last_year(block: Para, slot: Slot) -> str | None:
    """What the year before was, where the next words state the change in the same sentence."""
    change = next((s for s in block.slots if s.start > slot.start), None)
    if change is None or change.kind not in ("change", "direction"):
        return None
    if change.kind == "direction":
        change = next((s for s in block.slots if s.start > change.start), None)
    if change is None or change.kind != "change":
        return None
    between = block.text[slot.start : change.start]
    if "。" in between or "上年" not in between:
        return None
    value, by = _number(slot.text), _number(change.text)
    before = value + by if _FALL.search(between) else value - by
    return f"{before:.2f}" if before > 0 else None


def copied_in_table(block: TableBlock, r: Random) -> Iterator[Copy]:
    """An amount of a row above or below, or of another column of its row."""
    amounts = {at: s for at, slots in block.slots.items() for s in slots if s.kind == "amount" and s.start == 0}
    for (row, column), slot in amounts.items():
        near = [amounts[at].text for at in ((row - 1, column), (row + 1, column)) if at in amounts]
        if near := [t for t in near if _differ(slot.text, t)]:
            yield "neighbour_copied", slot, (row, column), slot.text, r.choice(near)
        beside = [s.text for (y, x), s in amounts.items() if y == row and x != column and _differ(slot.text, s.text)]
        if beside:
            yield "column_copied", slot, (row, column), slot.text, r.choice(beside)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _differ(a: str, b: str) -> bool:
    one, other = _number(a), _number(b)
    return other != 0 and abs(one - other) >= max(Decimal("0.5"), abs(one) * _FAR)
