"""Drawing a generated document as DOCX: real tables with ruled borders and merged cells.

The package is written directly, so the same document gives the same bytes on every machine.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from ...model.generated.blocks import Block, Drawable, Heading, PageBreak, Para, TableBlock

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TEXT_WIDTH = 9638
"""Width between the margins of A4, in twentieths of a point."""
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MARGINS = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
_FIXED = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_DOCUMENT}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_DOCUMENT}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="SimSun"/>'
        '<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style></w:styles>'
    ),
}


def render_docx(document: Drawable, path: Path) -> Path:
    """Write the document to ``path``. Returns the path."""
    parts = {name: _HEADER + content for name, content in _FIXED.items()}
    body = "".join(_body(document.blocks))
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr>'
    parts["word/document.xml"] = f"{_HEADER}<w:document {_W}><w:body>{body}{section}</w:body></w:document>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return path


def _body(blocks: tuple[Block, ...]) -> Iterator[str]:
    broken = False
    for block in blocks:
        if isinstance(block, PageBreak):
            broken = True
            continue
        if isinstance(block, TableBlock):
            yield from _table(block, broken)
        elif isinstance(block, Heading):
            yield _paragraph(block.text, "center" if block.level <= 1 else "left", bold=True, new_page=broken)
        elif isinstance(block, Para):
            yield _paragraph(block.text, block.align, new_page=broken)
        broken = False


def _paragraph(text: str, align: str = "left", *, bold: bool = False, new_page: bool = False, size: int | None = None) -> str:
    """A paragraph; tabs in ``text`` become tab stops."""
    properties = ("<w:pageBreakBefore/>" if new_page else "") + (f'<w:jc w:val="{align}"/>' if align != "left" else "")
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in text.split("\t"))
    shown = f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{runs}</w:r>" if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{shown}</w:p>"


def _table(block: TableBlock, new_page: bool) -> Iterator[str]:
    """Caption, grid, notes."""
    caption = [(block.number, "left"), (block.title, "center"), (block.subtitle, "center")]
    caption.append(("\t".join(t for t in (block.left, block.unit) if t), "left" if block.left else "right"))
    for text, align in caption:
        if text:
            yield _paragraph(text, align, bold=align == "center", new_page=new_page)
            new_page = False
    yield _grid(block)
    for note in block.notes or ("",):
        yield _paragraph(note)


def _grid(block: TableBlock) -> str:
    widths = _widths(block)
    edges = "".join(f'<w:{e} w:val="single" w:sz="4" w:color="000000"/>' for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    spans = {(r, c): (rowspan, colspan) for r, c, rowspan, colspan in block.spans}
    below = {(r + i, c): colspan for (r, c), (rowspan, colspan) in spans.items() for i in range(1, rowspan)}
    rows = []
    for r, row in enumerate(block.grid):
        cells, c = [], 0
        while c < len(row):
            rowspan, colspan = spans.get((r, c), (1, below.get((r, c), 1)))
            merge = '<w:vMerge w:val="restart"/>' if rowspan > 1 else "<w:vMerge/>" if (r, c) in below else ""
            merge = (f'<w:gridSpan w:val="{colspan}"/>' if colspan > 1 else "") + merge
            text = "" if (r, c) in below else row[c]
            width = sum(widths[c : c + colspan])
            look = _paragraph(text, "center" if r < block.header_rows else "left", size=14 if block.width > 9 else 18)
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}</w:tcPr>{look}</w:tc>')
            c += colspan
        head = "<w:trPr><w:tblHeader/></w:trPr>" if r < block.header_rows else ""
        rows.append(f"<w:tr>{head}{''.join(cells)}</w:tr>")
    properties = f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _widths(block: TableBlock) -> list[int]:
    """Column widths that follow the texts."""
    return [int(_TEXT_WIDTH * share) for share in column_shares(block)]


def column_shares(block: TableBlock) -> list[float]:
    """The share of the width that every column gets: by its longest unmerged text, within limits."""
    if block.widths:
        whole = sum(block.widths)
        return [w / whole for w in block.widths]
    merged = {(r, c) for r, c, _, colspan in block.spans if colspan > 1}
    wanted = []
    for c in range(block.width):
        longest = 2.0
        for r, row in enumerate(block.grid):
            if (r, c) not in merged:
                wide = sum(1.0 if ord(sign) > 0x2E80 else 0.58 for sign in row[c])
                longest = max(longest, wide / 3 if r < block.header_rows else min(12.0, wide))
        wanted.append(longest + 0.8)
    whole = sum(wanted)
    return [w / whole for w in wanted]
