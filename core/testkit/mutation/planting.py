"""Planted errors: where a document can be changed, into what, and what the change contradicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from ...model.generated.blocks import Block, Para, Slot, TableBlock
from ...model.generated.facts import Fact, Generated
from .copying import COPIES, Copy, copied_in_prose, copied_in_table
from .mutate import new_amount, new_change, new_count, new_percent, swapped_direction

KINDS: dict[str, str] = {
    "table_child": "表内明细金额",
    "table_parent": "表内上级科目金额",
    "table_total": "表内合计金额",
    "table_amount": "表内金额",
    "form_amount": "绩效表内金额",
    "prose_amount": "文字说明中的金额",
    "prose_change": "文字说明中的增减额",
    "rate": "增减率或执行率",
    "share": "占比",
    "direction": "增减方向词",
    "count": "数量",
    "staff_over_posts": "编制数少于在职人数",
    "code_name": "科目名称",
    "title": "表名",
    "unit": "表的金额单位",
    "contents_removed": "目录缺项",
    "contents_renumbered": "目录序号",
    "empty_table_filled": "注明空表的表中有数",
    "mobile_number": "手机号码",
    "weight": "指标权重",
    "score": "自评得分",
    **COPIES,
}
"""Kinds of changes and what is changed, or how; ``table_amount`` in documents that were not generated, where the level is not known."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a change stands, without pages: table title with row and column, or section heading."""

    table: str | None = None
    row: str | None = None
    column: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change by plan. ``block``, ``cell`` and ``start`` address it in the blocks; ``new`` None removes the block.

    ``determined``: the document itself shows that something is wrong, because another print contradicts it.
    """

    kind: str
    block: int
    cell: tuple[int, int] | None
    start: int | None
    old: str
    new: str | None
    determined: bool
    spot: Spot

    @property
    def description(self) -> str:
        """What was done, in words for people."""
        s = self.spot
        where = f"《{s.table}》" if s.table else f"“{s.section}”" if s.section else "封面"
        if s.row:
            where += f"“{s.row}”行"
        if s.column:
            where += f"“{s.column}”列"
        what = KINDS[self.kind]
        if self.new is None:
            return f"{where}{what}：删去“{self.old}”"
        return f"{where}{what}：{f'“{self.old}”改为' if self.old else '填入'}“{self.new}”"

    @property
    def address(self) -> tuple[int, tuple[int, int] | None, int | None]:
        return self.block, self.cell, self.start


def changes(generated: Generated, seed: int = 0, kinds: Iterable[str] | None = None) -> list[Change]:
    """Every change that can be planted, one for each place and kind, with new values drawn from ``seed``.

    Raises ValueError for a kind that is not in KINDS.
    """
    wanted = set(KINDS if kinds is None else kinds)
    if unknown := wanted - set(KINDS):
        raise ValueError(f"no such kind of change: {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    found = []
    facts = {(f.table, f.at): f for f in generated.facts}
    names = _names(generated)
    for i, block in enumerate(generated.blocks):
        r = Random(f"{seed}/{i}")
        if isinstance(block, Para):
            found += list(_in_prose(generated, i, block, r))
        elif isinstance(block, TableBlock):
            found += list(_in_table(i, block, facts, names, r))
            found += list(_around_table(i, block, r))
        found += list(_copies(i, block, facts, Random(f"copy/{seed}/{i}")))
    return [c for c in found if c.kind in wanted and c.new != c.old]


def choose(generated: Generated, count: int, seed: int = 0, kinds: Iterable[str] | None = None) -> list[Change]:
    """``count`` determined changes of different kinds in different blocks; copied figures only where ``kinds`` names them.

    Raises ValueError if the document has fewer.
    """
    r = Random(f"choose/{seed}")
    by_kind: dict[str, list[Change]] = {}
    for c in changes(generated, seed, [k for k in KINDS if k not in COPIES] if kinds is None else kinds):
        if c.determined:
            by_kind.setdefault(c.kind, []).append(c)
    chosen: list[Change] = []
    order = sorted(by_kind)
    r.shuffle(order)
    for kind in order:
        free = [c for c in by_kind[kind] if c.block not in {d.block for d in chosen}]
        if free and len(chosen) < count:
            chosen.append(r.choice(free))
    if len(chosen) < count:
        raise ValueError(f"{generated.stem} offers {len(chosen)} changes of different kinds, {count} were asked for")
    return sorted(chosen, key=lambda c: (c.block, c.cell or (-1, -1), c.start or 0))


def apply(generated: Generated, planned: Iterable[Change]) -> Generated:
    """The document with the changes made; facts of changed cells say what is printed now.

    Raises ValueError if two changes address one place or one does not fit the document.
    """
    blocks: list[Block | None] = list(generated.blocks)
    facts = list(generated.facts)
    seen = set()
    for c in planned:
        if c.address in seen:
            raise ValueError(f"two changes at one place: {c.description}")
        seen.add(c.address)
        block = blocks[c.block]
        if block is None:
            raise ValueError(f"the place of this change was removed: {c.description}")
        blocks[c.block] = _applied(block, c)
        if c.kind.startswith(("table_", *COPIES)) and isinstance(block, TableBlock) and c.cell and c.new:
            printed = Decimal(c.new.replace(",", "")).quantize(Decimal("0.01"))
            facts = [replace(f, value=printed) if (f.table, f.at) == (block.title, c.cell) else f for f in facts]
    return replace(generated, blocks=tuple(b for b in blocks if b is not None), facts=tuple(facts))


def _applied(block: Block, c: Change) -> Block | None:
    if c.new is None:
        if isinstance(block, Para) and block.text == c.old:
            return None
        raise ValueError(f"this change does not fit the document: {c.description}")
    if isinstance(block, Para) and c.start is not None:
        return replace(block, text=_spliced(block.text, c, c.new), slots=())
    if isinstance(block, TableBlock):
        if c.cell is not None and c.start is not None:
            row, column = c.cell
            grid = [list(line) for line in block.grid]
            grid[row][column] = _spliced(grid[row][column], c, c.new)
            return replace(block, grid=tuple(tuple(line) for line in grid))
        if c.kind == "title" and block.title == c.old:
            return replace(block, title=c.new)
        if c.kind == "unit" and block.unit == c.old:
            return replace(block, unit=c.new)
    raise ValueError(f"this change does not fit the document: {c.description}")


def _spliced(text: str, c: Change, new: str) -> str:
    start = c.start or 0
    if text[start : start + len(c.old)] != c.old:
        raise ValueError(f"the document does not print {c.old!r} there: {c.description}")
    return text[:start] + new + text[start + len(c.old) :]


Facts = dict[tuple[str, tuple[int, int]], Fact]
"""What a table's title and a cell's place are known to hold."""


def _copies(i: int, block: Block, facts: Facts, r: Random) -> Iterator[Change]:
    found: Iterator[Copy] = iter(())
    if isinstance(block, Para):
        found = copied_in_prose(block, r)
    elif isinstance(block, TableBlock):
        found = copied_in_table(block, r)
    for kind, slot, at, old, new in found:
        spot = _spot(block, at, facts) if isinstance(block, TableBlock) and at else Spot(section=getattr(block, "section", None))
        yield Change(kind, i, at, slot.start, old, new, slot.determined, spot)


def _names(generated: Generated) -> list[str]:
    """Names of codes that the document prints: what a wrong name is taken from."""
    found: dict[str, None] = {}
    for block in generated.blocks:
        if isinstance(block, TableBlock):
            for slots in block.slots.values():
                found.update({s.text: None for s in slots if s.kind == "code_name" and s.determined})
    return list(found)


_PROSE: dict[str, tuple[str, Callable[[str, Random], str]]] = {
    "amount": ("prose_amount", new_amount),
    "change": ("prose_change", new_change),
    "rate": ("rate", new_percent),
    "share": ("share", new_percent),
    "count": ("count", new_count),
    "direction": ("direction", lambda text, _: swapped_direction(text)),
}


def _in_prose(generated: Generated, i: int, block: Para, r: Random) -> Iterator[Change]:
    spot = Spot(section=block.section)
    for slot in block.slots:
        if slot.kind in _PROSE:
            kind, make = _PROSE[slot.kind]
            yield Change(kind, i, None, slot.start, slot.text, make(slot.text, r), slot.determined, spot)
        elif slot.kind == "posts":
            fewer = str(generated.people.staff - r.randint(1, 3))
            yield Change("staff_over_posts", i, None, slot.start, slot.text, fewer, True, spot)
        elif slot.kind in ("contents", "contents_section"):
            yield Change("contents_removed", i, None, None, block.text, None, True, spot)
            number, sign, _ = slot.text.partition("、")
            if sign:
                other = "三十" if "十" in number else f"{number}十"
                yield Change("contents_renumbered", i, None, slot.start, number, other, True, spot)


_TOTALS = ("income_total", "expenditure_total", "total", "current_income", "current_expenditure")
_FORMS = ("project_targets", "overall_targets", "self_evaluation")


def _in_table(i: int, block: TableBlock, facts: Facts, names: list[str], r: Random) -> Iterator[Change]:
    for (row, column), slots in block.slots.items():
        spot = _spot(block, (row, column), facts)
        for slot in slots:
            change = _of_slot(i, block, (row, column), slot, spot, facts, names, r)
            if change is not None:
                yield change


def _spot(block: TableBlock, at: tuple[int, int], facts: Facts) -> Spot:
    fact = facts.get((block.title or "", at))
    label = row_label(block, at[0]) if fact is None or fact.side != "income" else fact.name
    return Spot(block.title, label, column_label(block, at[1]))


def _of_slot(
    i: int, block: TableBlock, at: tuple[int, int], slot: Slot, spot: Spot, facts: Facts, names: list[str], r: Random
) -> Change | None:
    def made(kind: str, new: str) -> Change:
        return Change(kind, i, at, slot.start, slot.text, new, slot.determined, spot)

    grouped = any("," in s.text for slots in block.slots.values() for s in slots if s.kind == "amount")
    if slot.kind == "amount":
        if block.statement in _FORMS:
            return made("form_amount", new_amount(slot.text, r, grouped))
        fact = facts.get((block.title or "", at))
        level = "table_child"
        if fact is None or fact.row_kind in ("total", "unit") or fact.row in _TOTALS:
            level = "table_total"
        elif fact.row_kind in ("functional", "economic") and len(fact.row) in (3, 5) and _has_children(block, fact):
            level = "table_parent"
        return made(level, new_amount(slot.text, r, grouped))
    if slot.kind == "code_name":
        here = {t for line in block.grid for t in line}
        others = [name for name in names if name != slot.text and name in here] or [name for name in names if name != slot.text]
        return made("code_name", r.choice(others)) if others else None
    if slot.kind == "weight":
        return made("weight", str(int(slot.text) + 5))
    if slot.kind == "score":
        number = slot.text.removesuffix("分")
        new = new_amount(number, r) if "." in number else new_count(number, r)
        return made("score", new + slot.text[len(number) :])
    if slot.kind == "rate":
        return made("rate", new_percent(slot.text.removesuffix("%"), r) + "%")
    if slot.kind == "phone":
        return Change("mobile_number", i, at, slot.start, "", "154" + f"{r.randint(0, 999):08d}", True, spot)
    return None


def _has_children(block: TableBlock, fact: Fact) -> bool:
    """Whether the table prints rows under the fact's code."""
    return sum(1 for name in block.rows.values() if name.startswith(fact.row) and not name.startswith(f"{fact.row} ")) > 0


_UNCROSSED = ("state_capital", "carryover", "fund_three_public", "procurement")


def _around_table(i: int, block: TableBlock, r: Random) -> Iterator[Change]:
    """Title, unit, and a number in a table that says it is empty."""
    if block.title and block.number:
        for old, new in (("情况表", "明细表"), ("总表", "汇总表"), ("明细表", "情况表"), ("表", "一览表")):
            if old in block.title:
                yield Change("title", i, None, None, block.title, block.title.replace(old, new), True, Spot(block.title))
                break
    filled = any(s.kind == "amount" for slots in block.slots.values() for s in slots)
    if block.unit and "万元" in block.unit:
        certain = filled and block.statement not in _UNCROSSED
        yield Change("unit", i, None, None, block.unit, block.unit.replace("万元", "元"), certain, Spot(block.title))
    if block.notes and not filled and block.columns:
        column = min(block.columns)
        at = (len(block.grid) - 1, column)
        spot = Spot(block.title, row_label(block, at[0]), column_label(block, column))
        yield Change("empty_table_filled", i, at, 0, "", f"{r.randint(2, 90)}.{r.randint(10, 99)}", True, spot)


def row_label(block: TableBlock, row: int) -> str:
    """A row as people name it."""
    return block.rows.get(row) or next((t for t in block.grid[row] if t), f"第{row + 1}行")


def column_label(block: TableBlock, column: int) -> str | None:
    """A column as people name it; a form has none beside those that it names itself."""
    if column in block.columns:
        return block.columns[column]
    if not block.header_rows:
        return None
    for row in range(block.header_rows - 1, -1, -1):
        for c in range(column, -1, -1):
            if block.grid[row][c]:
                return block.grid[row][c]
            if not any(r == row and k <= c < k + w for r, k, _, w in block.spans):
                break
    return f"第{column + 1}列"
