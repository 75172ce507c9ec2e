"""XLS and ET: read with xlrd, the number formats applied as in XLSX."""

from __future__ import annotations

import importlib
import os
import struct
from collections.abc import Iterator
from typing import Any

from .... import Document, ReadOptions, Source, UnreadableError, said
from . import ole
from .number_format import BUILT_IN, GENERAL, render
from .package import EMPTY, PROTECTED, damaged
from .sheet import Sheet
from .xlsx import Seen, read_sheets

_SIZE_LIMIT = 64 * 1024 * 1024
_BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
"""Starts of workbooks that stand alone, not in a compound file."""
_XML_2003 = b'progid="Excel.Sheet"'
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_LOCAL_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Ids of dates whose print depends on the country; xlrd knows only the American one."""
_MISSING = said(
    "reading XLS needs xlrd: install mingzhang[office] (pip install 'mingzhang[office]'), or save the file as XLSX",
    "读取 XLS 需要 xlrd：请安装 mingzhang[office]（pip install 'mingzhang[office]'），或先把文件另存为 XLSX",
)


class XlsParser:
    """Reads XLS and ET."""

    id = "xls"
    suffixes: tuple[str, ...] = (".xls", ".xlt", ".et")

    def accepts(self, source: Source) -> bool:
        head = source.head(1024)
        if head.startswith(ole.MAGIC):
            names = ole.root_names(source.path)
            if "WordDocument" in names:
                return False
            return bool(names & {"Workbook", "Book"}) or source.suffix in self.suffixes
        if head.startswith(_BIFF) or (_XML_2003 in head and head.lstrip().startswith(b"<?xml")):
            return True
        return not head and source.suffix in self.suffixes

    def parse(self, source: Source, options: ReadOptions) -> Document:
        head = source.head(1024)
        if not head:
            raise UnreadableError(EMPTY)
        if _XML_2003 in head:
            raise UnreadableError(
                said("an XML Spreadsheet 2003 cannot be read; save it as XLSX", "XML 电子表格 2003 不能读取，请用原软件另存为 XLSX")
            )
        if source.size > _SIZE_LIMIT:
            size, most = source.size >> 20, _SIZE_LIMIT >> 20
            raise UnreadableError(
                said(
                    f"the file has {size} MB, more than {most} MB; save it as XLSX",
                    f"文件有 {size} MB，超过上限 {most} MB，不予读取；请另存为 XLSX",
                )
            )
        if head.startswith(ole.MAGIC) and "EncryptedPackage" in ole.root_names(source.path):
            raise UnreadableError(PROTECTED)
        book = _open(source)
        problems: list[str] = []
        try:
            return read_sheets(_sheets(book, problems), problems, source, self.id)
        except (IndexError, KeyError, ValueError, struct.error, AssertionError, AttributeError) as error:
            raise damaged("its sheets are not whole", "工作表内容不完整") from error
        finally:
            book.release_resources()


def _open(source: Source) -> Any:
    try:
        xlrd: Any = importlib.import_module("xlrd")
    except ImportError as error:
        raise UnreadableError(_MISSING) from error
    with open(os.devnull, "w") as silent:  # noqa: PTH123
        try:
            book = xlrd.open_workbook(str(source.path), formatting_info=True, logfile=silent)
            if book.biff_version < 80 and book.codepage in (None, 367, 1252):  # saved without saying that it is Chinese
                book = xlrd.open_workbook(str(source.path), formatting_info=True, logfile=silent, encoding_override="gb18030")
        except Exception as error:  # xlrd raises whatever a damaged record makes it
            if "encrypted" in str(error).lower() or "password" in str(error).lower():
                raise UnreadableError(PROTECTED) from error
            raise damaged("it is no whole XLS workbook", "不是完整的 XLS 工作簿") from error
    return book


def _sheets(book: Any, problems: list[str]) -> Iterator[Seen]:
    formats = [_format(book, xf) for xf in book.xf_list]
    for sheet in book.sheets():
        made = Sheet(sheet.name)
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                cell = sheet.cell(row, column)
                code, ruled = formats[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(formats) else (GENERAL, False)
                made.put(row, column, _text(cell, code, bool(book.datemode)), ruled=ruled)
        made.merges += [(r0, c0, r1 - 1, c1 - 1) for r0, r1, c0, c1 in sheet.merged_cells if r1 > r0 and c1 > c0]
        made.hidden_rows |= {r for r, i in sheet.rowinfo_map.items() if i.hidden or i.height == 0}
        made.hidden_columns += [(c, c) for c, i in sheet.colinfo_map.items() if i.hidden or i.width == 0]
        yield sheet.visibility == 0, made
    if others := list(getattr(book, "_all_sheets_map", ())).count(-1):
        problems.append(said(f"{others} sheets of charts or macros are not read", f"工作簿有 {others} 个图表或宏工作表，未读取"))


def _format(book: Any, xf: Any) -> tuple[str, bool]:
    """The number format code of a cell format, and whether it draws rules around the cell."""
    found = book.format_map.get(xf.format_key)
    code = GENERAL if found is None else found.format_str
    if xf.format_key in _LOCAL_FORMATS:
        code = BUILT_IN[xf.format_key]
    b = xf.border
    return code, bool(b.left_line_style or b.right_line_style or (b.top_line_style and b.bottom_line_style))


def _text(cell: Any, code: str, date1904: bool) -> str:
    """The print of a cell, by xlrd's cell types: 1 text, 2 number, 3 date, 4 boolean, 5 error."""
    match cell.ctype:
        case 2 | 3:
            return render(float(cell.value), code, date1904=date1904)
        case 4:
            return "TRUE" if cell.value else "FALSE"
        case 5:
            return _ERRORS.get(cell.value, "#ERROR")
        case 1:
            return str(cell.value)
        case _:
            return ""
