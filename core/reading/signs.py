"""Signs of loss: a unit that no digits stand before, where a figure belongs.

Whoever loses digits does not know it; the unit behind them is often printed in another font and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.documents.document import Cell, Document, Paragraph, Table
from ..model.documents.said import Said, said
from ..model.documents.text import squeeze

_CHANGE = "增长|下降|上升|降低|增加|减少|提高|占|占比|比例|达|达到|完成|约|约占|为"
_AMOUNT = "增加|减少|支出|收入|预算|预算数|决算|决算数|安排|拨款|为|共|共计|合计|总计|结转|结余"
_COUNT = "编制|编制数|实有|保有量|保有量为|购置|实际在职|在职人员|退休人员"
_END = r"(?=[，。；、,;（(）)]|$)"
_IN_SENTENCE = re.compile(rf"(?:(?:{_CHANGE})[%％]|(?<!单位)(?:{_AMOUNT})(?:万元|亿元)|(?:{_COUNT})[人辆]){_END}")
_SENTENCE = re.compile(r"[，。；]")
_ALONE = re.compile(r"^[≥≤><=＞＜＝]{0,2}(?P<unit>[%％]|亿元|万元|元|人|辆)$")
_UNITS = re.compile(r"单位$")


def signs_of_loss(document: Document) -> tuple[Said, ...]:
    """One line for every page on which units stand without digits; none for documents without pages."""
    found: dict[int, int] = {}
    for block in document.blocks if document.pages else ():
        for page in _in_text(block) if isinstance(block, Paragraph) else _in_table(block):
            found[page] = found.get(page, 0) + 1
    return tuple(
        said(
            f"page {page}: {count} units stand without digits before them: left blank, or lost in reading",
            f"第 {page} 页：{count} 处单位前没有数字：原文空着，或读取时丢失",
        )
        for page, count in sorted(found.items())
    )


def _in_text(line: Paragraph) -> Iterator[int]:
    """The page of a sentence, once for every unit without digits."""
    text = squeeze(line.text)
    if line.place.page is not None and _SENTENCE.search(text):
        yield from (line.place.page for _ in _IN_SENTENCE.finditer(text))


def _in_table(table: Table) -> Iterator[int]:
    """The pages of cells below the head that hold nothing but a unit, where other cells of their column have figures before it."""
    if not table.header_rows:
        return
    columns: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.text.strip():
            columns.setdefault(cell.column, []).append(cell)
    filled = {(c.row, c.column): c for cells in columns.values() for c in cells}
    for column, cells in columns.items():
        body = [c for c in cells if c.row >= table.header_rows]
        alone = [(c, m["unit"]) for c in body if (m := _ALONE.match(squeeze(c.text)))]
        if not alone or any(_UNITS.search(squeeze(c.text)) for c in cells if c.row < table.header_rows):
            continue
        for cell, unit in alone:
            left = filled.get((cell.row, column - 1))
            beside = left is not None and any(map(str.isdigit, left.text))
            if cell.place.page is not None and not beside and any(re.search(rf"\d\s*{unit}$", c.text.strip()) for c in body):
                yield cell.place.page
