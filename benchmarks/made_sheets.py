"""Writes the tables of a disclosure as a workbook, one sheet a table, as bureaus print them: narrow columns, wrapped
heads, rows that do not grow with their text, fitted to the width of the page."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_AMOUNT = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)\.\d\d")
_PLAIN, _HEAD, _TEXT, _MONEY = range(4)
_EDGES = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
_LOOKS = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="{amounts}" fontId="0" fillId="0" borderId="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
)


def write_xlsx(blocks: list[dict[str, Any]], path: Path, font: str = "Noto Sans CJK SC") -> Path:
    """Writes the workbook. Returns the path."""
    sheets: list[str] = []
    caption: list[str] = []
    for block in blocks:
        if block["t"] == "table":
            sheets.append(_sheet(block, caption))
            caption = []
        elif block["t"] == "unit":
            caption.append(block["right"])
        elif block["t"] in ("pb", "title"):
            caption = [block["text"]] if block["text"] else []
    grouped = any("," in text and _AMOUNT.fullmatch(text) for b in blocks if b["t"] == "table" for row in b["grid"] for text in row)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _parts(sheets, font, 4 if grouped else 2).items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)
    return path


def _parts(sheets: list[str], font: str, amounts: int) -> dict[str, str]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers)
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
        + "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        + f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {_MAIN}><fonts count="1"><font><sz val="9"/><name val="{font}"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        f'<borders count="2"><border/><border>{_EDGES}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="4">{_LOOKS.format(amounts=amounts)}</cellXfs></styleSheet>',
    }
    return parts | {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, 1)}


def _sheet(block: dict[str, Any], caption: list[str]) -> str:
    grid, heads = block["grid"], block["header_rows"]
    rows = [f'<row r="{r}">{_cell(r, 0, _PLAIN, text)}</row>' for r, text in enumerate(caption, 1)]
    above = len(caption)
    for r, row in enumerate(grid):
        looks = [_HEAD if r < heads else _MONEY if _AMOUNT.fullmatch(t) else _TEXT for t in row]
        rows.append(f'<row r="{above + r + 1}">{"".join(_cell(above + r + 1, c, looks[c], t) for c, t in enumerate(row))}</row>')
    merged = [f"{_name(c)}{above + r + 1}:{_name(c + m - 1)}{above + r + n}" for r, c, n, m in block["spans"]]
    columns = "".join(f'<col min="{c + 1}" max="{c + 1}" width="{_width(grid[heads:], c)}" customWidth="1"/>' for c in range(len(grid[0])))
    merges = f'<mergeCells count="{len(merged)}">{"".join(f"<mergeCell ref={m!r}/>" for m in merged)}</mergeCells>' if merged else ""
    turned = "landscape" if block["landscape"] else "portrait"
    return (
        f'<worksheet {_MAIN}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>{merges}"
        '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>'
        f'<pageSetup orientation="{turned}" paperSize="9" fitToHeight="0" fitToWidth="1"/></worksheet>'
    )


def _width(rows: list[list[str]], column: int) -> float:
    """A column as wide as its longest amount or name, within limits; an empty one is narrow."""
    longest = max((sum(1.9 if ord(sign) > 0x2E80 else 1.0 for sign in row[column]) for row in rows), default=0.0)
    return round(min(26.0, max(5.0, 1.9 * longest if longest < 10 else longest + 2)), 1)


def _name(column: int) -> str:
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)


def _cell(row: int, column: int, look: int, text: str) -> str:
    at = f'r="{_name(column)}{row}" s="{look}"'
    if not text:
        return f"<c {at}/>"
    if look == _MONEY:
        return f"<c {at}><v>{text.replace(',', '')}</v></c>"
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
