"""Which of a table's first rows are its header."""

from __future__ import annotations

import re

from ..model.documents.document import Table
from ..model.documents.figure import parse_figure
from ..model.documents.text import label_key, squeeze, strip_numbering
from ..model.documents.vocabulary import Vocabulary

_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$|^\d{2}$")
_TOTALS = frozenset({"合计", "总计", "收入总计", "支出总计", "本年收入", "本年支出", "收入合计", "支出合计"})
_MOST_HEADER_ROWS = 6
_LINE_NUMBERS = re.compile(r"^(?:栏次|行次)$")


def _is_known(text: str, vocabulary: Vocabulary) -> bool:
    key = label_key(text)
    return key in vocabulary.headers or label_key(strip_numbering(key)) in vocabulary.headers


def _is_line_numbers(filled: list[str]) -> bool:
    """1, 2, 3 … across a row (栏次), printed under the headings of final accounts."""
    digits = [t for t in filled if t.isdigit()]
    return (
        len(digits) >= 3
        and len(digits) >= len(filled) - 2
        and [int(t) for t in digits] == list(range(int(digits[0]), int(digits[0]) + len(digits)))
        and int(digits[0]) <= 2
    )


def _is_body(texts: list[str], below: bool, vocabulary: Vocabulary) -> bool:
    """Whether a row begins the body: an amount, a code, a total on its own, or words that head nothing."""
    filled = [t for t in texts if t]
    if not filled:
        return False
    if _is_line_numbers(filled):
        return False
    if any(parse_figure(t) for t in filled) or any(_CODE.match(squeeze(t)) for t in filled):
        return not any(_LINE_NUMBERS.match(squeeze(t)) for t in filled)
    if len(filled) == 1 and below and label_key(filled[0]) in _TOTALS:
        return True
    if re.match(r"^\d{3}(?:\d{2}){0,2}(?![\d年])|^一、", squeeze(filled[0])):
        return True
    known = sum(_is_known(t, vocabulary) for t in filled)
    return below and bool(vocabulary.headers) and known == 0 and len(filled) <= 2


def _heads_below(grid: list[list[str]], vocabulary: Vocabulary) -> bool:
    """Whether the first filled row has words of column heads, so that the rows above it are only its caption."""
    row = next(([t for t in row if t.strip()] for row in grid if any(t.strip() for t in row)), [])
    return sum(_is_known(t, vocabulary) for t in row) > 1


def count_header_rows(table: Table, vocabulary: Vocabulary) -> int:
    """How many leading rows are header, 0 for a form.

    Rows of the caption count as header. Merged cells that reach into the next row pull it into the header.
    """
    grid = table.grid()
    start = table.caption_rows if _heads_below(grid[table.caption_rows :], vocabulary) else 0
    reach = 0
    for index, row in enumerate(grid[: start + _MOST_HEADER_ROWS + 1]):
        if index < start:
            continue
        texts = [t.strip() for t in row]
        filled = [t for t in texts if t]
        if index >= reach and _is_body(texts, index > start, vocabulary):
            return index
        if index >= start + _MOST_HEADER_ROWS:
            break
        if filled:
            deepest = max((c.row + c.rowspan for c in table.cells if c.row == index and c.rowspan < table.rows), default=0)
            if not any(parse_figure(t) for t in filled):
                reach = max(reach, min(deepest, start + _MOST_HEADER_ROWS))
    known = [i for i, row in enumerate(grid[: start + _MOST_HEADER_ROWS]) if sum(_is_known(t, vocabulary) for t in row if t.strip()) > 1]
    return (known[-1] + 1) if known else 0
