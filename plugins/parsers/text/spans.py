"""Columns of rows whose merged cells were written once: only where the rows about them leave one reading.

In the text that a word processor writes with one cell a line, a cell merged over columns is one line, a cell merged over
rows is a blank line in the lower rows. A row with as many cells as the widest has certain columns; a shorter one has
them where there is one way to spread its cells over the row below (heads) or over the columns of amounts (totals).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice, product

Spot = tuple[int, int]
"""First column and number of columns of a cell."""

_AMOUNT = re.compile(r"^[-+△(（]?\d[\d,，]*\.\d+[)）]?%?$")
_NUMBER = re.compile(r"^[-+△(（]?[\d,，]+(?:\.\d+)?[)）]?%?$")
_CODE = re.compile(r"^\d{2,3}$|^\d{5}$|^\d{7}$")
_LABELS = "项目"
"""The head of everything that is no amount."""
_LEVELS = ("类", "款", "项")
"""Heads of the columns of codes: they share one head."""
_CODES = re.compile(r"编码|代码")
_NOTHING = ("", "-", "—", "--", "——")


def spots(rows: Sequence[Sequence[str]]) -> list[tuple[Spot, ...] | None]:
    """For every row the columns of its cells, None where more than one reading is left."""
    texts = [[t.strip() for t in row] for row in rows]
    width = max(map(len, texts))
    found: list[tuple[Spot, ...] | None] = [tuple((c, 1) for c in range(width)) if len(row) == width else None for row in texts]
    amounts = next((r for r, row in enumerate(texts) if any(_AMOUNT.match(t) for t in row)), len(texts))
    head = _first_of_body(texts, amounts)
    body = _Body.of([texts[r] for r in range(head, len(texts)) if found[r] is not None], width)
    for r in range(head, len(texts)):
        if found[r] is None:
            found[r] = _total(texts[r], body) or _totals(texts[r], body)
    for r in range(head - 1, -1, -1):
        if found[r] is None:
            below = found[r + 1] if r + 1 < head else None
            found[r] = _over(texts[r], texts[r + 1], below, body) if below else _over_codes(texts[r], body)
    return found


@dataclass(frozen=True, slots=True)
class _Body:
    """What the rows below the heads say of the columns."""

    rows: tuple[Sequence[str], ...]
    """Those with all their cells."""
    width: int
    amounts: tuple[int, ...]
    """Columns that print amounts."""
    lists: tuple[int, ...]
    """Columns in which a list begins: words, and no words in the column before (two lists side by side have two)."""

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], width: int) -> _Body:
        amounts = tuple(c for c in range(width) if any(_AMOUNT.match(row[c]) for row in rows))
        words = [any(re.search("[\u4e00-\u9fff]", row[c]) for row in rows) for c in range(width)]
        return cls(tuple(rows), width, amounts, tuple(c for c in range(width) if words[c] and not (c and words[c - 1])))


def _first_of_body(texts: list[list[str]], amounts: int) -> int:
    """The first row below the heads: at the latest the first with an amount, sooner where a code begins a row."""
    return next((r for r, row in enumerate(texts[:amounts]) if row and (_CODE.match(row[0]) or re.match(r"^\d{3}\D", row[0]))), amounts)


def _over(row: Sequence[str], below: Sequence[str], spots_below: tuple[Spot, ...], body: _Body) -> tuple[Spot, ...] | None:
    """Heads over the heads below them: a blank below belongs to the cell above it alone, words below may share a cell."""
    pairs = list(zip(spots_below, below, strict=True))
    runs = [(filled, list(group)) for filled, group in groupby(pairs, key=lambda pair: bool(pair[1]))]
    blanks = sum(len(group) for filled, group in runs if not filled)
    if len(row) == 2 and row[0] == _LABELS and body.amounts and any(column == body.amounts[0] for column, _ in spots_below[1:]):
        return ((0, body.amounts[0]), (body.amounts[0], body.width - body.amounts[0]))
    choices = [_ways(group, body.lists) if filled else {len(group): [[pair] for pair in group]} for filled, group in runs]
    wanted = len(row)
    if not blanks <= wanted <= len(below):
        return None
    fitting = [chosen for chosen in islice(product(*choices), _MOST_READINGS) if sum(chosen) == wanted]
    if len(fitting) != 1:
        return None
    parts = [part for ways, count in zip(choices, fitting[0], strict=True) for part in ways[count]]
    return tuple((part[0][0][0], sum(size for (_, size), _ in part)) for part in parts)


_MOST_READINGS = 4096


def _ways(group: list[tuple[Spot, str]], lists_at: Sequence[int]) -> dict[int, list[list[tuple[Spot, str]]]]:
    """How heads that stand together may share the cells above them: number of cells → the heads of each.

    All under one, each under its own, the same words some times over, or the lists of a table with lists side by side.
    """
    ways = {len(group): [[pair] for pair in group], 1: [group]}
    for times in range(2, len(group)):
        if _repeats(group, times):
            size = len(group) // times
            ways[times] = [group[i : i + size] for i in range(0, len(group), size)]
    levels = next((n for n in (3, 2) if [text for _, text in group[:n]] == list(_LEVELS[:n])), 0)
    if levels and len(group) > levels:
        ways.setdefault(2, [group[:levels], group[levels:]])
        ways.setdefault(1 + len(group) - levels, [group[:levels], *([pair] for pair in group[levels:])])
    lists = _lists(group, lists_at)
    if lists:
        ways.setdefault(len(lists), lists)
    return ways


def _lists(group: Sequence[tuple[Spot, str]], lists_at: Sequence[int]) -> list[list[tuple[Spot, str]]]:
    """The heads of each list of a table with lists side by side."""
    starts = [i for i, ((column, _), _) in enumerate(group) if column in lists_at]
    if not starts or starts[0]:
        return []
    return [list(group[a:b]) for a, b in zip(starts, [*starts[1:], len(group)], strict=True)]


def _repeats(group: Sequence[tuple[Spot, str]], times: int) -> bool:
    """Whether the words say the same some times over, as under 收入 and 支出."""
    size, rest = divmod(len(group), times)
    texts = [text for _, text in group]
    return not rest and size > 1 and all(texts[i] == texts[i % size] for i in range(len(texts)))


def _over_codes(row: Sequence[str], body: _Body) -> tuple[Spot, ...] | None:
    """One row of heads whose first stands over the columns of codes."""
    missing = body.width - len(row)
    codes = 0
    while codes < body.width and all(r[codes] == "" or _CODE.match(r[codes]) for r in body.rows) and any(r[codes] for r in body.rows):
        codes += 1
    if not row or not _CODES.search(row[0]) or codes != missing + 1:
        return None
    return ((0, codes), *((c + missing, 1) for c in range(1, len(row))))


def _total(row: Sequence[str], body: _Body) -> tuple[Spot, ...] | None:
    """A row whose label is merged over the columns before the amounts: the amounts stand right, each in a column of amounts."""
    missing = body.width - len(row)
    if not row or not row[0] or _NUMBER.match(row[0]) or not body.amounts or missing >= body.amounts[0]:
        return None
    numbers = [c + missing for c in range(1, len(row)) if row[c] not in _NOTHING]
    if not numbers or any(c < body.amounts[0] or not _NUMBER.match(row[c - missing]) for c in numbers):
        return None
    return ((0, missing + 1), *((c + missing, 1) for c in range(1, len(row))))


def _totals(row: Sequence[str], body: _Body) -> tuple[Spot, ...] | None:
    """The totals of lists side by side: a label and an amount for each list, whose only amount stands last."""
    starts = [amount - (body.amounts[0] if not n else amount - body.amounts[n - 1] - 1) for n, amount in enumerate(body.amounts)]
    if len(starts) < 2 or starts[0] or len(row) != 2 * len(starts) or body.amounts[-1] != body.width - 1:
        return None
    labels, numbers = row[::2], row[1::2]
    if any(not t or _NUMBER.match(t) for t in labels) or any(t not in _NOTHING and not _NUMBER.match(t) for t in numbers):
        return None
    return tuple(spot for start, amount in zip(starts, body.amounts, strict=True) for spot in ((start, amount - start), (amount, 1)))
