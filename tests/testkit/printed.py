"""What a generated document prints, taken from its blocks only: an independent reading for the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingzhang.core.testkit import Generated, Para, TableBlock

CENT = Decimal("0.01")


def number(text: str) -> Decimal | None:
    """A printed amount, None for anything else."""
    compact = text.replace(",", "")
    return Decimal(compact) if re.fullmatch(r"-?\d+(\.\d+)?", compact) else None


def amount(text: str) -> Decimal:
    """A printed amount, blank as nothing."""
    return number(text) or Decimal(0)


def tables(g: Generated, statement: str) -> list[TableBlock]:
    return [b for b in g.blocks if isinstance(b, TableBlock) and b.statement == statement]


def table(g: Generated, statement: str) -> TableBlock:
    found = tables(g, statement)
    assert len(found) == 1
    return found[0]


def body(block: TableBlock) -> list[tuple[str, ...]]:
    return list(block.grid[block.header_rows :])


def prose(g: Generated) -> str:
    return "\n".join(b.text for b in g.blocks if isinstance(b, Para))


def coded_rows(block: TableBlock, columns: int = 3) -> Iterator[tuple[str, list[Decimal]]]:
    """Code (the first ``columns`` cells joined) and amounts of every coded row."""
    for row in body(block):
        code = "".join(row[:columns])
        if code.isdigit():
            yield code, [amount(c) for c in row[columns + 1 :]]


def total_row(block: TableBlock) -> list[Decimal]:
    row = next(r for r in body(block) if any(c in ("合计", "收入总计", "总计") for c in r))
    at = next(i for i, c in enumerate(row) if c in ("合计", "收入总计", "总计"))
    return [amount(c) for c in row[at + 1 :]]


def agree(total: Decimal, parts: list[Decimal], rounding: bool) -> bool:
    """Whether printed parts add up to a printed total: exactly, or as far as rounding allows."""
    allowed = CENT / 2 * (len(parts) + 1) if rounding else Decimal(0)
    return abs(total - sum(parts, Decimal(0))) <= allowed
