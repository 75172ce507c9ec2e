"""XLSX: an own walk over SpreadsheetML, so that a cell's text is what its number format prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from .... import Document, ReadOptions, Source, UnreadableError, said
from .number_format import BUILT_IN, GENERAL, render
from .package import PART_LIMIT, Package, local_name, looks_like
from .sheet import Merge, Sheet
from .sheets import SheetReader

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_YES = ("1", "true")
_ROW_LIMIT = 1_048_576
_MERGE_LIMIT = 100_000


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for c in letters:
        number = number * 26 + ord(c) - 64
    return number - 1


def _position(reference: str) -> tuple[int, int] | None:
    m = _REFERENCE.match(reference)
    return (int(m[2]) - 1, column_number(m[1])) if m and int(m[2]) else None


def _merge(reference: str) -> Merge | None:
    first, _, last = reference.partition(":")
    a, b = _position(first), _position(last or first)
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) if a and b and a != b else None


def _string(element: etree._Element) -> str:
    """Text of a string item: its runs, without the phonetic ones."""
    parts = [t.text or "" for t in element.iter(S + "t") if (p := t.getparent()) is not None and p.tag != S + "rPh"]
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1].upper() != "000D" else "\n", "".join(parts))


@dataclass(slots=True)
class _Formats:
    """Cell formats by index: the number format's code, and whether the cell has rules around it."""

    codes: list[str] = field(default_factory=list)
    ruled: list[bool] = field(default_factory=list)

    @classmethod
    def load(cls, root: etree._Element) -> _Formats:
        own = {f.get("numFmtId", ""): f.get("formatCode", GENERAL) for f in root.iterfind(f"{S}numFmts/{S}numFmt")}
        borders = [_is_ruled(b) for b in root.iterfind(f"{S}borders/{S}border")]
        formats = cls()
        for xf in root.iterfind(f"{S}cellXfs/{S}xf"):
            number, border = xf.get("numFmtId", "0"), xf.get("borderId", "0")
            formats.codes.append(own.get(number) or BUILT_IN.get(int(number) if number.isdigit() else 0, GENERAL))
            formats.ruled.append(border.isdigit() and int(border) < len(borders) and borders[int(border)])
        return formats

    def code(self, index: int) -> str:
        return self.codes[index] if index < len(self.codes) else GENERAL

    def is_ruled(self, index: int) -> bool:
        return index < len(self.ruled) and self.ruled[index]


def _is_ruled(border: etree._Element) -> bool:
    """Rules at a side, or above and below. One of the two alone belongs to the row beyond it."""
    sides = {local_name(s.tag) for s in border if s.get("style") not in (None, "none")}
    return bool(sides & {"left", "right", "start", "end"}) or {"top", "bottom"} <= sides


Seen = tuple[bool, Sheet]
"""A sheet, and whether a reader of the workbook sees it."""


class _Workbook:
    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main_part("xl/workbook.xml")
        if main.endswith(".bin"):
            raise UnreadableError(
                said("XLSB (a binary workbook) cannot be read; save it as XLSX", "XLSB（二进制工作簿）不能读取，请用原软件另存为 XLSX")
            )
        self._root = package.xml(main)
        self._relations = package.relations(main)
        parts = {kind: target for kind, target in self._relations.values() if target in package}
        self._formats = _Formats.load(package.xml(parts["styles"])) if "styles" in parts else _Formats()
        self._strings: list[str] = []
        if "sharedStrings" in parts:
            for item in package.stream(parts["sharedStrings"], ("si",), PART_LIMIT):
                self._strings.append(_string(item))
                _forget(item)
        properties = self._root.find(S + "workbookPr")
        self._date1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.problems: list[str] = []

    def sheets(self) -> Iterator[Seen]:
        for s in self._root.iterfind(f"{S}sheets/{S}sheet"):
            kind, target = self._relations.get(s.get(_RELATION, ""), ("", ""))
            name = s.get("name", "")
            if kind != "worksheet":
                self.problems.append(
                    said(
                        f"the sheet {name!r} is no sheet of cells ({kind or 'missing'}), not read",
                        f"工作表“{name}”不是单元格表（{kind or '缺失'}），未读取",
                    )
                )
                continue
            yield s.get("state", "visible") == "visible", self._sheet(target, Sheet(name))

    def _sheet(self, part: str, sheet: Sheet) -> Sheet:
        next_row = 0
        for element in self._package.stream(part, ("row", "mergeCell", "col")):
            name = local_name(element.tag)
            if name == "row":
                given = element.get("r", "")
                row = int(given) - 1 if given.isdigit() and 0 < int(given) <= _ROW_LIMIT else next_row
                next_row = row + 1
                self._row(element, row, sheet)
                if element.get("hidden") in _YES or element.get("ht") == "0":
                    sheet.hidden_rows.add(row)
            elif name == "mergeCell" and len(sheet.merges) < _MERGE_LIMIT and (merge := _merge(element.get("ref", ""))):
                sheet.merges.append(merge)
            elif name == "col" and (element.get("hidden") in _YES or element.get("width") == "0"):
                first, last = element.get("min", "1"), element.get("max", "1")
                if first.isdigit() and last.isdigit():
                    sheet.hidden_columns.append((int(first) - 1, int(last) - 1))
            _forget(element)
        return sheet

    def _row(self, element: etree._Element, row: int, sheet: Sheet) -> None:
        column = 0
        for c in element.iterchildren(S + "c"):
            position = _position(c.get("r", ""))
            column = position[1] if position else column
            style = c.get("s", "0")
            index = int(style) if style.isdigit() else 0
            value = c.find(S + "v")
            empty = value is None or (value.text is None and c.get("t") != "str")
            unread = empty and c.find(S + "f") is not None
            sheet.put(row, column, self._text(c, value, index), ruled=self._formats.is_ruled(index), unread=unread)
            column += 1

    def _text(self, c: etree._Element, value: etree._Element | None, index: int) -> str:
        kind = c.get("t", "n")
        if kind == "inlineStr":
            inline = c.find(S + "is")
            return "" if inline is None else _string(inline)
        raw = "" if value is None else value.text or ""
        if kind == "s":
            return self._strings[int(raw)] if raw.strip().isdigit() and int(raw) < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE" if raw else ""
        if kind == "d":
            return raw.removesuffix("T00:00:00")
        if kind in ("str", "e") or not raw.strip():
            return raw
        return render(raw, self._formats.code(index), date1904=self._date1904)


def _forget(element: etree._Element) -> None:
    """Free what a stream has read."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def read_sheets(sheets: Iterable[Seen], problems: list[str], source: Source, parser: str) -> Document:
    """The Document of a workbook. Hidden sheets, rows and columns are no data; what they hold is counted and said."""
    reader = SheetReader()
    hidden: list[Sheet] = []
    for seen, sheet in sheets:
        if not seen:
            hidden += [sheet] if sheet.texts else []
            continue
        if lines := sheet.drop_hidden():
            problems.append(
                said(
                    f"{lines} hidden rows and columns of the sheet {sheet.name!r} are not read",
                    f"工作表“{sheet.name}”有 {lines} 个隐藏的行或列，未读取",
                )
            )
        if lost := sum(map(len, sheet.unread.values())):
            problems.append(
                said(
                    f"{lost} formulas of the sheet {sheet.name!r} have no stored result; open the workbook in its program and save it",
                    f"工作表“{sheet.name}”有 {lost} 个公式没有保存计算结果，未能读取；请用原软件打开并保存一次",
                )
            )
        reader.add(sheet)
    if hidden:
        names = "、".join(s.name for s in hidden)
        cells = sum(len(c) for s in hidden for c in s.texts.values())
        problems.append(
            said(
                f"{len(hidden)} hidden sheets ({names}; {cells} cells) are not read",
                f"有 {len(hidden)} 个隐藏的工作表（{names}，共 {cells} 个单元格），未读取",
            )
        )
    if not reader.blocks:
        raise UnreadableError(said("the workbook shows nothing", "工作簿里没有内容"))
    return Document(source.name, source.sha256, parser, tuple(reader.blocks), size=source.size, problems=tuple(problems))


class XlsxParser:
    """Reads XLSX."""

    id = "xlsx"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm", ".xltx")

    def accepts(self, source: Source) -> bool:
        return looks_like(source, "xl/", self.suffixes)

    def parse(self, source: Source, options: ReadOptions) -> Document:
        with Package(source.path) as package:
            book = _Workbook(package)
            return read_sheets(book.sheets(), book.problems, source, self.id)
