"""The tables of a document as one HTML page: the picture of the page beside the cells as they were read.

The page needs nothing from anywhere else. Personal numbers are masked in the text; the pictures come with their boxes
blacked out (see :func:`mingzhang.core.run.private_boxes.private_boxes`).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

from ..model.documents.document import SURE, BBox, Cell, Document, Page, Table, TableStatus
from ..model.documents.figure import parse_figure
from ..model.documents.privacy import mask
from ..plugins.manager import Plugins
from ..run.options import Options
from ..run.pipeline import page_pictures
from ..run.private_boxes import private_boxes
from .page_style import SCRIPT, STYLE

_STATUS = {TableStatus.READ: "已读", TableStatus.PARTIAL: "部分读出", TableStatus.UNREAD: "未能读出"}
_NOTICE = "本页由程序生成，显示读到的内容，供与原页核对；未经认定，不代表违法违纪。"


def tables_page(path: Path, document: Document, plugins: Plugins, options: Options) -> str:
    """The page of a file that was read, with pictures where its format has pages."""
    pages = pages_with_tables(document)
    if not pages:
        return tables_html(document, {})
    pictures, problem = page_pictures((path, document.parser, pages, private_boxes(document)), plugins, options)
    if problem:
        document = replace(document, problems=(*document.problems, f"没有原页图：{problem}"))
    return tables_html(document, pictures)


def pages_with_tables(document: Document) -> list[int]:
    """Numbers of the pages on which a table stands."""
    return sorted({p for t in document.tables for p in t.pages})


def tables_html(document: Document, pictures: Mapping[int, bytes]) -> str:
    """The page. ``pictures`` are PNG files by page number; pages without one show the cells alone."""
    pages = {p.number: p for p in document.pages}
    name = escape(Path(document.path).name)
    tables = list(document.tables)
    entries = "".join(f'<li><a href="#t{n}">{escape(_caption(t))}</a></li>' for n, t in enumerate(tables))
    sections = "".join(_section(n, t, pages, pictures) for n, t in enumerate(tables))
    problems = "".join(f'<p class="problem">{escape(p)}</p>' for p in document.problems)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{name} 的表格</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>'
        f"<header><h1>{name}</h1><p>{len(tables)} 张表。指向或点按单元格，左侧原页上标出它的位置；点按原页上的方框，右侧标出单元格。</p>"
        f"{problems}<nav><ol>{entries}</ol></nav></header><main>{sections}</main><footer><p>{_NOTICE}</p></footer>"
        f"<script>{SCRIPT}</script></body></html>\n"
    )


def _caption(table: Table) -> str:
    return " ".join(p for p in (table.number, table.title or "（无题名）") if p)


def _section(number: int, table: Table, pages: Mapping[int, Page], pictures: Mapping[int, bytes]) -> str:
    facts = [
        f"单位：{table.unit}" if table.unit else "",
        f"第 {'、'.join(map(str, table.pages))} 页" if table.pages else f"工作表 {table.place.sheet}" if table.place.sheet else "",
        f"{table.rows} 行 {table.columns} 列",
        _STATUS[table.status] + (f"：{table.problem}" if table.problem else ""),
    ]
    shown = "".join(_picture(number, table, pages[p], pictures[p]) for p in table.pages if p in pages and p in pictures)
    notes = "".join(f'<p class="note">{escape(mask(n.text))}</p>' for n in table.notes)
    left = f'<div class="pages">{shown}</div>' if shown else ""
    return (
        f'<section id="t{number}" class="{table.status}{"" if shown else " alone"}"><h2>{escape(_caption(table))}</h2>'
        f'<p class="facts">{escape("　".join(f for f in facts if f))}</p>'
        f'<div class="pair">{left}<div class="grid"><table>{_rows(number, table)}</table>{notes}</div></div></section>'
    )


def _picture(number: int, table: Table, page: Page, png: bytes) -> str:
    boxes = "".join(
        _box(number, cell, cell.place.bbox, page) for cell in table.cells if cell.place.page == page.number and cell.place.bbox is not None
    )
    data = base64.b64encode(png).decode("ascii")
    return f'<figure><div><img alt="第 {page.number} 页" src="data:image/png;base64,{data}">{boxes}</div><figcaption>第 {page.number} 页</figcaption></figure>'


def _box(number: int, cell: Cell, box: BBox, page: Page) -> str:
    left, top = 100 * box[0] / page.width, 100 * box[1] / page.height
    width, height = 100 * (box[2] - box[0]) / page.width, 100 * (box[3] - box[1]) / page.height
    style = f"left:{left:.2f}%;top:{top:.2f}%;width:{width:.2f}%;height:{height:.2f}%"
    return f'<i data-cell="{_id(number, cell)}" style="{style}"></i>'


def _id(number: int, cell: Cell) -> str:
    return f"{number}-{cell.row}-{cell.column}"


def _rows(number: int, table: Table) -> str:
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    out = []
    for row in range(table.rows):
        cells = sorted(by_row.get(row, []), key=lambda c: c.column)
        out.append("<tr>" + "".join(_cell(number, c, header=row < table.header_rows) for c in cells) + "</tr>")
    return "".join(out)


def _cell(number: int, cell: Cell, *, header: bool) -> str:
    tag = "th" if header else "td"
    kinds = ["number"] if parse_figure(cell.text) is not None and not header else []
    titles = [_where(cell)]
    if cell.ambiguous:
        kinds.append("ambiguous")
        titles.append("不能确定属于哪一列，不作为依据")
    if cell.confidence is not None:
        kinds += ["unsure"] if cell.confidence < SURE else []
        titles.append(f"识别可信度 {cell.confidence}")
    spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")
    title = "；".join(t for t in titles if t)
    return (
        f'<{tag} tabindex="0" data-cell="{_id(number, cell)}"{spans} class="{" ".join(kinds)}" title="{escape(title)}">'
        f"{escape(mask(cell.text))}</{tag}>"
    )


def _where(cell: Cell) -> str:
    p = cell.place
    parts = [f"第 {p.page} 页" if p.page else "", f"第 {p.line} 行" if p.line else "", f"{p.sheet} 表" if p.sheet else ""]
    return "，".join([x for x in parts if x] + [f"表中第 {cell.row + 1} 行第 {cell.column + 1} 列"])
