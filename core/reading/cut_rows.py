"""Rows that a page break cuts: the rest on top of a page goes to the row that began at the end of the page before.

A cut shows in the drawing, or in the text: nothing closes the row (word processors close both pieces, browsers neither),
or what the rest says stands under texts beside which it had no room. What says nothing is the rest of a row if one
of the pieces is lower than any whole row of the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from ..model.documents.document import BBox, Cell, Table
from ..model.documents.figure import parse_figure
from ..model.documents.text import join_lines, label_key, squeeze, strip_numbering

_SENTENCE_ENDS = ("。", "；", "！", "？", ";", ":", "：")
_UNIT = re.compile(r"[（(《“‘]*(?:[A-Za-z0-9.,/%+-]+|.)[）)》”’。，；：！？、,.;:%]*")
"""What stands on one line: it is not parted where a line ends."""
_CODE = re.compile(r"\d{3}(?:\d\d){0,2}$")
_NOTE = re.compile(r"(?:备注|注|说明)[:：\d]")
TOTALS = frozenset({"合计", "总计", "收入总计", "支出总计", "收入合计", "支出合计"})
_SLACK = 0.15
"""Widths of a character by which the room beside a text may be misjudged."""
_PROSE = 30
"""Characters: a longer text is prose, not a label."""
_PIECE = re.compile(r"-?[\d,]*\.?\d*")
_WIDE = 0.75
"""Widths of a character: beside a number with more room the next digit would have stood."""
_SEEN = 3
"""So many numbers with decimals show how a table prints them."""
_LOWER = 0.5
"""Points by which a piece of a row is lower than whole rows at least."""


def with_rest(first: Table, second: Table, at: int) -> Table | None:
    """The first table with row ``at`` of the second added to its last row, if that is the rest of it; None if not.

    Both tables have the same columns; rows of the second before ``at`` repeat what was printed before.
    """
    if second.rows <= at or not first.pages or not second.pages or first.pages[-1] == second.pages[0]:
        return None
    last, rest = _ending(first), [c for c in second.cells if c.row == at]
    if [(c.column, c.colspan) for c in last] != [(c.column, c.colspan) for c in rest]:
        return None
    if any(c.rowspan > 1 and c.text.strip() for c in rest):
        return None
    said = [(a, b) for a, b in zip(last, rest, strict=True) if b.text.strip()]
    cut = [(a, b) for a, b in said if _is_cut_number((*first.cells, *second.cells), a, b)]
    said = [pair for pair in said if pair not in cut]
    if any(_is_number(a) or (a.text.strip() and _is_number(b)) or _is_next_item(a, b) for a, b in said):
        return None
    if cut and all(_breaks_off(a, b) for a, b in said):
        return _with(first, last, rest, broken={id(a) for a, _ in cut})
    if cut:
        return None
    open_end = (first.open_bottom or second.open_top) and not first.open_top
    if not (open_end or (_is_lower(first, second, at) if not said else _goes_on(first, last, said) or _lacks_code(first, last, rest))):
        return None
    return _with(first, last, rest)


def _with(table: Table, last: Sequence[Cell], rest: Sequence[Cell], broken: Collection[int] = ()) -> Table:
    """The table with the rest of its last row; ``broken`` are the cells (by ``id``) whose number goes on."""
    joined = {id(a): _joined(a, b, "" if id(a) in broken else "\n") for a, b in zip(last, rest, strict=True)}
    return replace(table, cells=tuple(joined.get(id(c), c) for c in table.cells))


def _ending(table: Table) -> list[Cell]:
    """The cells that reach the end of a table, by column."""
    return sorted((c for c in table.cells if c.row + c.rowspan == table.rows), key=lambda c: c.column)


def _joined(cell: Cell, rest: Cell, between: str) -> Cell:
    text = rest.text if not cell.text else join_lines(f"{cell.text}{between}{rest.text}") if rest.text else cell.text
    printed = None
    if cell.printed is not None or rest.printed is not None:
        printed = (cell.printed or cell.text) + (rest.printed or rest.text)
    scores = [c.confidence for c in (cell, rest) if c.confidence is not None]
    place = cell.place if cell.text or not rest.text else rest.place
    sure = min(scores) if scores else None
    return replace(cell, text=text, printed=printed, place=place, confidence=sure, room=rest.room)


def _is_number(cell: Cell) -> bool:
    """Whether a cell prints a number or a code and nothing else: it is whole, while 2024年 may go on with 12月."""
    return bool(re.fullmatch(r"(?=.*\d)[\d.,，%（）()△▲-]+", squeeze(cell.text)))


def _is_cut_number(cells: Sequence[Cell], cell: Cell, rest: Cell) -> bool:
    """Whether two pieces are one number that was too wide for its cell (4,912.3 over 8): only as one it is printed as the
    others of its table are, and nothing more had room beside the first piece."""
    above, below = squeeze(cell.text), squeeze(rest.text)
    if not (_PIECE.fullmatch(above) and _PIECE.fullmatch(below)) or cell.room is None or cell.room > _WIDE:
        return False
    whole = parse_figure(above + below)
    column = [squeeze(c.text) for c in cells if c.column == cell.column and c is not cell and c is not rest]
    numbers = [t for t in column if t.isdigit()]
    if numbers and all(map(_CODE.match, numbers)):
        return _CODE.match(above + below) is not None and None in (_CODE.match(above), _CODE.match(below))
    printed = Counter(
        f.decimals for c in cells if c is not cell and c is not rest and "." in c.text and (f := parse_figure(c.text.strip()))
    )
    part = parse_figure(above)
    if whole is None or printed.total() < _SEEN:
        return False
    usual = printed.most_common(1)[0][0]
    return whole.decimals == usual and (part is None or part.decimals != usual)


def _is_figure(cell: Cell) -> bool:
    return parse_figure(cell.text.strip()) is not None


def _goes_on(table: Table, last: Sequence[Cell], said: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether all that a row says are words that go on with texts which break off above it.

    A row of its own can look so by chance: a label that happens to fill its cell, over one without a figure. So the row
    that is cut must have figures beside, or begin before the texts that go on (a form's labels; not with a label of
    several rows), or several texts go on at once (a head), or the text be prose, or the column list items that the rest does
    not begin as.
    """
    for cell, rest in said:
        if not _breaks_off(cell, rest) or cell.text.endswith(_SENTENCE_ENDS) or _is_number(rest) or _is_item(rest.text):
            return False
    if any(_is_figure(c) for c in last) or (last[0].text.strip() and last[0].rowspan == 1 and said[0][0] is not last[0]):
        return True
    if len(said) > 1:
        return True
    return all(len(cell.text) > _PROSE or _lists_items(table, cell) for cell, _ in said)


def _breaks_off(cell: Cell, rest: Cell) -> bool:
    """Whether what the rest begins with had no room beside the last line of a cell: a character, or a word or number,
    with the brackets and punctuation that are not parted from it."""
    begin = _UNIT.match(squeeze(rest.text))
    if cell.room is None or begin is None:
        return False
    apart = 0.25 if begin[0][0] < "\u2000" <= cell.text[-1:] else 0.0  # word processors set letters and digits apart from CJK
    return sum(0.9 if c == "%" else 0.5 if c < "\u2000" else 1.0 for c in begin[0]) + apart > cell.room - _SLACK


def _lacks_code(table: Table, last: Sequence[Cell], rest: Sequence[Cell]) -> bool:
    """Whether, in a table whose rows begin with codes, a row is a label alone: the rest of the label of the coded row above."""
    said = [(a, b) for a, b in zip(last, rest, strict=True) if b.text.strip()]
    first = [c for c in table.cells if c.column == 0 and c.row >= 1 and c.text.strip()]
    coded = sum(bool(_CODE.match(squeeze(c.text))) for c in first)
    if len(said) != 1 or coded < 3 or coded < 0.8 * len(first) or not _CODE.match(squeeze(last[0].text)):
        return False
    cell, label = said[0]
    if cell is last[0] or not cell.text.strip() or _is_figure(cell) or _is_number(label) or _is_item(label.text):
        return False
    return any(_is_figure(c) for c in last[1:]) and label_key(label.text) not in {*TOTALS, "小计"} and not _NOTE.match(squeeze(label.text))


def _is_item(text: str) -> bool:
    """Whether a text begins as an item of a list (三、, （二）, 其中：)."""
    key = label_key(text)
    return strip_numbering(key) != key


def _is_next_item(cell: Cell, rest: Cell) -> bool:
    """Whether two labels are items of a list: one below the other, however the drawing of the page leaves its edge open."""
    short = max(len(squeeze(cell.text)), len(squeeze(rest.text))) <= _PROSE
    return short and _is_item(cell.text) and _is_item(rest.text)


def _lists_items(table: Table, cell: Cell) -> bool:
    """Whether a cell is an item of a list, and most of its column too."""
    texts = [c.text for c in table.cells if c.column == cell.column and c.colspan == cell.colspan and c.text.strip()]
    return _is_item(cell.text) and 2 * sum(map(_is_item, texts)) > len(texts)


def _is_lower(first: Table, second: Table, at: int) -> bool:
    """Whether one of the two pieces is lower than every whole row of the table."""
    ours, theirs = _heights(first), _heights(second)
    pieces = [h for h in (ours.pop(first.rows - 1, None), theirs.pop(at, None)) if h is not None]
    whole = [*ours.values(), *theirs.values()]
    return bool(pieces and whole) and min(pieces) < min(whole) - _LOWER


def _heights(table: Table) -> dict[int, float]:
    """Heights of the rows of a table as people see them: also where it is printed sideways."""
    rows: dict[int, list[BBox]] = {}
    for cell in table.cells:
        if cell.rowspan == 1 and cell.place.bbox is not None:
            rows.setdefault(cell.row, []).append(cell.place.bbox)
    for low, high in ((1, 3), (0, 2)):
        if all(abs(b[high] - b[low] - (row[0][high] - row[0][low])) < _LOWER for row in rows.values() for b in row):
            return {at: row[0][high] - row[0][low] for at, row in rows.items()}
    return {}
