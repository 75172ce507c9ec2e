"""Composing a document: prose with marked numbers, tables whose figures are facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ...model.generated.blocks import Block, Heading, PageBreak, Para, Slot, Span, TableBlock
from ...model.generated.facts import Fact
from ..books.money import Style, growth, percent, wan
from .slots import mark, unmark

Figures = Mapping[int, tuple[str, int | None]]
"""Column → measure and amount in 元 (None: a blank)."""


@dataclass(slots=True)
class Draft:
    """A table under construction. Header texts and spans are given, rows are added."""

    statement: str | None
    header: Sequence[Sequence[str]]
    spans: Sequence[Span] = ()
    title: str | None = None
    number: str | None = None
    subtitle: str | None = None
    left: str | None = None
    unit: str | None = None
    landscape: bool = False
    widths: tuple[float, ...] = ()
    header_rows: int | None = None
    style: Style = field(default_factory=Style)
    columns: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    grid: list[list[str]] = field(default_factory=list)
    added_spans: list[Span] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.grid = [list(row) for row in self.header]

    @property
    def next_row(self) -> int:
        return len(self.grid)

    def merge(self, row: int, column: int, rowspan: int = 1, colspan: int = 1) -> None:
        """Merge cells of rows already added, or about to be."""
        if rowspan * colspan > 1:
            self.added_spans.append((row, column, rowspan, colspan))

    def row(
        self,
        texts: Sequence[str],
        figures: Figures | None = None,
        key: tuple[str, str, str] | None = None,
        side: str | None = None,
        determined: bool = True,
        as_items: bool = False,
        label: str | None = None,
    ) -> int:
        """Add a row; ``figures`` fill cells and become facts of the row ``key`` (kind, key, name). Returns its index.

        ``as_items``: the columns are items (三公), each figure is a row of its own with the measure total.
        ``label``: how people name the row, where its first text does not say it.
        """
        at = self.next_row
        cells = list(texts)
        for column, (measure, amount) in (figures or {}).items():
            shown = self.style.cell(amount)
            if not shown:
                cells[column] = ""
                continue
            cells[column] = mark("amount", shown, determined)
            if key is not None and amount is not None:
                kind, row, name = ("item", measure, self.columns.get(column, "")) if as_items else key
                printed = self.style.value(amount)
                place = (self.title or "", (at, column))
                self.facts.append(
                    Fact(self.statement or "", kind, row, name, "total" if as_items else measure, printed, self.style.unit, *place, side)
                )
        if label:
            self.names[at] = label
        elif key is not None:
            shown = "".join(texts[:3])
            self.names[at] = f"{key[1]} {key[2]}" if key[1].isdigit() and key[1] in shown else key[2]
        self.grid.append(cells)
        return at

    def block(self) -> TableBlock:
        """The finished table. Raises ValueError if its rows are not of one width."""
        width = len(self.grid[0])
        if any(len(r) != width for r in self.grid):
            raise ValueError(f"rows of {self.title} differ in width: {sorted({len(r) for r in self.grid})}")
        plain: list[tuple[str, ...]] = []
        slots: dict[tuple[int, int], tuple[Slot, ...]] = {}
        for r, row in enumerate(self.grid):
            texts = []
            for c, marked in enumerate(row):
                text, found = unmark(marked)
                texts.append(text)
                if found:
                    slots[r, c] = found
            plain.append(tuple(texts))
        return TableBlock(
            tuple(plain),
            len(self.header) if self.header_rows is None else self.header_rows,
            (*self.spans, *self.added_spans),
            self.title,
            self.number,
            self.subtitle,
            self.left,
            self.unit,
            tuple(self.notes),
            self.statement,
            self.landscape,
            self.widths,
            slots,
            dict(self.names),
            dict(self.columns),
        )


@dataclass(slots=True)
class Writer:
    """Collects blocks and facts. ``style`` is how the prose prints amounts."""

    style: Style
    rate_style: Style = field(default_factory=Style)
    blocks: list[Block] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    section: str = ""

    def heading(self, text: str, level: int = 1) -> None:
        self.section = text
        self.blocks.append(Heading(text, level))

    def p(self, marked: str, align: str = "left") -> None:
        """A paragraph of marked text."""
        text, slots = unmark(marked)
        self.blocks.append(Para(text, slots, self.section, align))

    def page(self) -> None:
        self.blocks.append(PageBreak())

    def table(self, draft: Draft) -> None:
        self.blocks.append(draft.block())
        self.facts.extend(draft.facts)

    def amount(self, amount: int, determined: bool = True) -> str:
        """An amount with its unit, marked."""
        return f"{mark('amount', self.style.amount(amount), determined)}万元"

    def count(self, number: int, determined: bool = True) -> str:
        return mark("count", str(number), determined)

    def percent(self, value: Decimal, kind: str = "rate", determined: bool = True) -> str:
        return f"{mark(kind, self.rate_style.number(value), determined)}%"

    def share(self, part: int, whole: int) -> str:
        """占X%."""
        return f"占{self.percent(percent(part, whole), 'share')}"

    def change(self, now: int, before: int, comma: str = "，", rate: bool = True) -> str:
        """增加X万元，增长Y% as the templates word it; nothing changed is an increase of 0.00.

        A change is determined only by the rate beside it, and a rate of nothing says nothing.
        """
        nothing = wan(abs(now - before)) == 0
        up = now >= before or nothing
        certain = rate and before != 0 and not nothing
        words = ("增加", "增长") if up else ("减少", "下降")
        amount = mark("change", self.style.amount(abs(now - before)), certain)
        text = f"{mark('direction', words[0], certain)}{amount}万元"
        if rate:
            text += f"{comma}{words[1]}{self.percent(growth(now, before), determined=before != 0)}"
        return text


def code_name(name: str, determined: bool = True) -> str:
    """The name printed for a code, marked; determined if the document prints it for that code elsewhere too."""
    return mark("code_name", name, determined)
