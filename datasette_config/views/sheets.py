"""Downloads of what is on the screen: the same address with ``form=csv``, ``json`` or ``xlsx``, all rows of it, headers in Chinese."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from datasette.utils.asgi import Response

from mingzhang.core.model.documents.privacy import mask
from mingzhang.plugins.exporters.csv import safe_cell

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cell = str | int | Decimal | None
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_000
"""Characters that a cell of a spreadsheet holds (32,767), with room for the mark that it was cut."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to take away. A cell is text, a number or None for what is not known."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def form_of(request: Any) -> str | None:
    """The form of file that is asked for, None for the page."""
    form = request.args.get("form")
    return form if form in FORMS else None


async def download(sheet: Sheet, form: str) -> Response:
    """The file, with a name that says what it is. A long one is made in a thread: pages go on meanwhile."""
    made = await asyncio.to_thread({"csv": as_csv, "json": as_json, "xlsx": as_xlsx}[form], sheet)
    name = quote(_NO_NAME.sub("_", mask(sheet.title))[:80] + f".{form}")
    headers = {"content-disposition": f"attachment; filename=\"mingzhang.{form}\"; filename*=UTF-8''{name}"}
    return Response(made, headers=headers, content_type=FORMS[form])


def unlike(header: Iterable[str]) -> tuple[str, ...]:
    """Names of columns, those that are there already or empty told apart by their number."""
    found: list[str] = []
    for n, text in enumerate(header, 1):
        name = " ".join(text.split()) or f"第{n}列"
        found.append(name if name not in found else f"{name}（第{n}列）")
    return tuple(found)


def as_csv(sheet: Sheet) -> bytes:
    """CSV with a byte order mark for Excel; no cell begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[safe_cell(str(c) if isinstance(c, Decimal) else c) for c in row] for row in (sheet.header, *sheet.rows)])
    return out.getvalue().encode("utf-8-sig")


def as_json(sheet: Sheet) -> bytes:
    """A title and rows as objects; decimals are strings, as printed."""
    rows = [dict(zip(sheet.header, (_plain(c) for c in row), strict=True)) for row in sheet.rows]
    return json.dumps({"名称": mask(sheet.title), "行": rows}, ensure_ascii=False, indent=1).encode()


def _plain(cell: Cell) -> Any:
    return cell if cell is None or isinstance(cell, int) else mask(str(cell))


_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}" Target="{target}"/></Relationships>"""
_WORKBOOK = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_SHEET = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" state="frozen"/></sheetView></sheetViews><sheetData>{rows}</sheetData></worksheet>"""


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook of one sheet (ECMA-376), its first row and column frozen; text is text and can be no formula. The same rows give the same bytes."""
    name = escape(re.sub(r"[\[\]:*?/\\']", "_", _NOT_XML.sub("", sheet.title))[:31] or "表", {'"': "&quot;"})
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS.format(type="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": _WORKBOOK.format(name=name),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(type="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _SHEET.format(rows="".join(_rows((sheet.header, *sheet.rows)))),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _rows(rows: Iterable[Sequence[Cell]]) -> Iterable[str]:
    for row in rows:
        yield "<row>" + "".join(map(_cell, row)) + "</row>"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, int | Decimal) and len(str(cell)) <= 15:
        return f"<c><v>{cell:f}</v></c>" if isinstance(cell, Decimal) else f"<c><v>{cell}</v></c>"
    text = _NOT_XML.sub("", mask(str(cell)))
    text = text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + "……（过长，已截断）"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
