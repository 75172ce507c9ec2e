"""DOCX: an own walk over WordprocessingML.

Text is what a reader sees: insertions in, deletions out, the result of a field but not its instruction,
automatic numbers as printed. Headers, footers and footnotes are furniture of a page and stay out.
"""

from __future__ import annotations

from lxml import etree

from .... import Block, Document, Paragraph, Place, ReadOptions, Source, Table, UnreadableError, as_typed, said
from .content import ContentCell, Grid, Line
from .merge import is_caption, kept_lines, model_cells, tidy
from .numbering import Numbering, W
from .package import Package, local_name, looks_like
from .styles import OFF, Styles, grid_count, properties_of, value

_NOT_TEXT = frozenset(
    "pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr rubyPr customXmlPr smartTagPr ctrlPr fldData ffData proofErr rt del moveFrom "  # noqa: SIM905
    "instrText delText delInstrText softHyphen footnoteReference endnoteReference commentReference annotationRef footnoteRef endnoteRef "
    "bookmarkStart bookmarkEnd".split(" ")
)
# Ticks and boxes of forms, by font and code; other symbols of private fonts are kept as their code.
_SYMBOLS = {
    "wingdings": {0xFC: "√", 0xFB: "×", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□"},
    "wingdings 2": {0x50: "√", 0x4F: "×", 0x52: "☑", 0x51: "☒", 0xA3: "□", 0x2A: "□"},
}
_DELETED_MARK = f"{W}pPr/{W}rPr/{W}del"
_CONTINUED = ("", "continue")
_ONLY_PICTURES = said(
    "the file has pictures alone, no text; save it as PDF and read that with OCR",
    "文件里只有图片，没有文字，请另存为 PDF 后用文字识别（OCR）读取",
)
_PICTURE_SIDE = 2_500_000
"""EMU (7 cm): a picture at least this wide and high can be a scanned table; a seal or a logo is smaller."""


class _Walk:
    """One pass over a document's body."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._fields: list[bool] = []
        """For each open field, whether its instruction is still being read."""
        self._floating: list[Line | Grid] = []
        self._carried = ""
        self._style = ""
        """Of the paragraph being read."""
        self.hidden = self.pictures = self.objects = self.chunks = 0

    def content(self, container: etree._Element, in_cell: bool = False) -> list[Line | Grid]:
        """Paragraphs and tables under an element, in order."""
        found: list[Line | Grid] = []
        for element in container:
            name = local_name(element.tag)
            if name == "p":
                found += self._paragraph(element, in_cell)
            elif name == "tbl":
                found.append(self._table(element))
            elif name == "AlternateContent":
                found += self.content(_chosen(element), in_cell)
            elif name == "altChunk":
                self.chunks += 1
            elif name not in _NOT_TEXT:  # sdt, customXml, ins, ...: wrappers
                found += self.content(element, in_cell)
        if self._carried:  # nothing follows that it could be joined to
            found.append(Line(self._carried))
            self._carried = ""
        return found

    def _paragraph(self, p: etree._Element, in_cell: bool) -> list[Line | Grid]:
        pieces: list[str] = []
        outer, self._floating = self._floating, []
        marks = properties_of(p, "pPr")
        style = marks.get("pStyle") or self._styles.default
        around, self._style = self._style, style
        self._runs(p, pieces)
        self._style = around
        # An instruction ends with its paragraph: a field that is never closed must not swallow the rest.
        self._fields = [False] * len(self._fields)
        text = self._carried + "".join(pieces)
        self._carried = ""
        if "rPr" in marks and p.find(_DELETED_MARK) is not None:
            self._carried = text  # the paragraph mark is deleted: the next paragraph goes on here
            floating, self._floating = self._floating, outer
            return floating
        number = self._number(p, "numPr" in marks, style) if in_cell or text.strip() else ""
        level = marks.get("outlineLvl")
        heading = style in self._styles.headings if level is None else level.isdigit() and int(level) < 9
        lines: list[Line | Grid] = [Line(t, heading) for t in (number + text).split("\n")]
        floating, self._floating = self._floating, outer
        return lines + floating

    def _number(self, p: etree._Element, own: bool, style: str) -> str:
        number, depth = self._styles.numbers.get(style, (None, None))
        if number is not None and depth is None:
            depth = self._numbering.level_of_style(number, style)
        if own and (listed := value(p, "pPr/numPr/numId")) is not None:
            number, depth = listed, None
        if own and (level := value(p, "pPr/numPr/ilvl")) is not None and level.isdigit():
            depth = int(level)
        return "" if number is None or number == "0" else self._numbering.next(number, depth or 0)

    def _runs(self, element: etree._Element, pieces: list[str]) -> None:
        for child in element:
            name = local_name(child.tag)
            if name == "r":
                if self._is_hidden(child):
                    self.hidden += any(t.text for t in child.iterchildren(W + "t"))
                    self._runs_hidden(child)
                else:
                    self._runs(child, pieces)
            elif name == "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif name in _NOT_TEXT:
                continue
            elif name in ("drawing", "pict", "object"):
                self._drawing(child)
            elif name == "AlternateContent":
                self._runs(_chosen(child), pieces)
            elif any(self._fields):
                self._runs(child, [])
            elif name == "t":
                pieces.append((child.text or "").replace("\n", " "))
            elif name in ("tab", "ptab"):
                pieces.append("\t")
            elif name in ("br", "cr"):
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "sym":
                pieces.append(_symbol(child))
            else:
                self._runs(child, pieces)

    def _is_hidden(self, run: etree._Element) -> bool:
        """Whether a run is hidden: by itself, by its style, or by that of its paragraph."""
        marks = properties_of(run, "rPr")
        if "vanish" in marks:
            return marks["vanish"] not in OFF
        return marks.get("rStyle") in self._styles.hidden or self._style in self._styles.hidden

    def _runs_hidden(self, run: etree._Element) -> None:
        for child in run.iterchildren(W + "fldChar"):
            self._field(child.get(W + "fldCharType"))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawing(self, element: etree._Element) -> None:
        """Text boxes are read after their paragraph; pictures and embedded objects are counted."""
        boxes = [b for b in _within(element) if local_name(b.tag) == "txbxContent"]
        for box in boxes:
            fields, self._fields = self._fields, []
            self._floating += self.content(box)
            self._fields = fields
        if local_name(element.tag) == "object":
            self.objects += 1
        elif not boxes:
            self.pictures += _is_large_picture(element)

    def _table(self, tbl: etree._Element) -> Grid:
        cells: list[ContentCell] = []
        above: dict[int, ContentCell] = {}
        row = 0
        for tr in _children(tbl, "tr"):
            marks = properties_of(tr, "trPr")
            if "del" in marks:
                continue
            if marks.get("hidden", "off") not in OFF:
                self.hidden += 1
                continue
            position = grid_count(marks.get("gridBefore"), 0)
            here: dict[int, ContentCell] = {}
            for tc in _children(tr, "tc"):
                marks = properties_of(tc, "tcPr")
                end = position + max(1, grid_count(marks.get("gridSpan"), 1))
                cell = ContentCell(row, position, end, content=self.content(tc, in_cell=True))
                position = end
                if not _joined(marks, cell, above, here):
                    here[cell.start] = cell
                    cells.append(cell)
            above = here
            row += 1
        for cell in cells:
            cell.lines, kept = _flatten(cell.content)
            cell.content = list(kept)
        widths = {i: int(g.get(W + "w", "")) for i, g in enumerate(tbl.iterfind(f"{W}tblGrid/{W}gridCol")) if g.get(W + "w", "").isdigit()}
        return Grid(row, cells, kept_lines(cells, widths))


def _joined(marks: dict[str, str], cell: ContentCell, above: dict[int, ContentCell], here: dict[int, ContentCell]) -> bool:
    """Join a cell to the one to the left (hMerge) or above (vMerge) if it is a continuation. ``here``: by first grid line."""
    if marks.get("hMerge", "restart") in _CONTINUED and here:
        left = list(here.values())[-1]
        if left.row == cell.row and left.end == cell.start:
            left.end = cell.end
            left.content += cell.content
            return True
    upper = above.get(cell.start)
    if marks.get("vMerge", "restart") in _CONTINUED and upper is not None and upper.end == cell.end:
        upper.rowspan = cell.row - upper.row + 1
        upper.content += [c for c in cell.content if isinstance(c, Grid) or c.text.strip()]
        here[cell.start] = upper
        return True
    return False


def _flatten(content: list[Line | Grid]) -> tuple[list[str], list[Grid]]:
    """The lines of a cell, small tables inside it included, and the tables that are large enough to stand alone."""
    lines: list[str] = []
    grids: list[Grid] = []
    for item in content:
        if isinstance(item, Line):
            lines.append(item.text)
        elif item.rows > 1 and item.width > 1:
            grids.append(item)
        else:
            for cell in item.cells:
                lines += cell.lines
                grids += [g for g in cell.content if isinstance(g, Grid)]
    return lines, grids


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls and tracked insertions."""
    found: list[etree._Element] = []
    for child in element:
        if child.tag == W + name:
            found.append(child)
        elif local_name(child.tag) not in _NOT_TEXT and child.tag not in (W + "p", W + "tbl"):
            found += _children(child, name)
    return found


def _chosen(alternate: etree._Element) -> etree._Element:
    """The branch of mc:AlternateContent that has text, the first choice if none has."""
    branches = [c for c in alternate if local_name(c.tag) in ("Choice", "Fallback")]
    return next((b for b in branches if any(t.text for t in b.iter(W + "t"))), branches[0] if branches else alternate)


def _within(element: etree._Element) -> list[etree._Element]:
    """Elements under a drawing down to its text boxes, alternatives read once."""
    found: list[etree._Element] = []
    for child in element:
        found.append(child)
        name = local_name(child.tag)
        if name == "AlternateContent":
            found += _within(_chosen(child))
        elif name != "txbxContent":
            found += _within(child)
    return found


def _is_large_picture(drawing: etree._Element) -> bool:
    if not any(local_name(e.tag) in ("blip", "imagedata") for e in drawing.iter("{*}blip", "{*}imagedata")):
        return False
    sizes = [(e.get("cx", "0"), e.get("cy", "0")) for e in drawing.iter("{*}extent")]
    return not sizes or all(v.isdigit() and int(v) >= _PICTURE_SIDE for v in sizes[0])


def _symbol(sym: etree._Element) -> str:
    try:
        code = int(sym.get(W + "char", ""), 16)
        font = sym.get(W + "font", "").lower()
        return _SYMBOLS.get(font, {}).get(code & 0xFF) or chr(code)
    except (ValueError, OverflowError):
        return ""


class _Blocks:
    """Numbers blocks in reading order and gives each its place."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    def add(self, content: list[Line | Grid]) -> None:
        for item in content:
            if isinstance(item, Grid):
                self._add_grid(item)
            elif printed := tidy(item.text):
                text = tidy(as_typed(printed))
                place = Place(block=len(self.blocks))
                self.blocks.append(Paragraph(text, place, printed if printed != text else None, item.heading))

    def _add_grid(self, grid: Grid) -> None:
        inner = [g for c in grid.cells for g in c.content if isinstance(g, Grid)]
        if grid.width <= 1 and (inner or len(grid.cells) <= 1):  # a frame around text or tables, not a table
            for cell in grid.cells:
                self.add([*map(Line, cell.lines), *cell.content])
            return
        texts = [text for cell in grid.cells if (text := " ".join(cell.lines).strip())]
        if grid.rows == 1 and not inner and is_caption(texts):  # 编制单位 and 单位：万元 kept apart by a table
            self.add([Line("\t".join(texts))])
            return
        number = len(self.blocks)
        cells = model_cells(list(grid.cells), grid.columns, lambda r, c: Place(block=number, line=r + 1, column=c + 1))
        self.blocks.append(Table(cells, grid.rows, grid.width, Place(block=number)))
        self.add(list(inner))


class DocxParser:
    """Reads DOCX."""

    id = "docx"
    suffixes: tuple[str, ...] = (".docx", ".docm", ".dotx")

    def accepts(self, source: Source) -> bool:
        return looks_like(source, "word/", self.suffixes)

    def parse(self, source: Source, options: ReadOptions) -> Document:
        with Package(source.path) as package:
            main = package.main_part("word/document.xml")
            parts = {kind: target for kind, target in package.relations(main).values() if target in package}
            styles = Styles.load(package.xml(parts["styles"])) if "styles" in parts else Styles()
            numbering = Numbering(package.xml(parts["numbering"]) if "numbering" in parts else None)
            body = package.xml(main).find(W + "body")
            if body is None:
                raise UnreadableError(
                    said(
                        "the file has no text (word/document.xml has no body); perhaps it is no Word document",
                        "文件里没有正文（word/document.xml 没有 body），可能不是 Word 文档",
                    )
                )
            walk = _Walk(styles, numbering)
            blocks = _Blocks()
            blocks.add(walk.content(body))
        if not blocks.blocks:
            raise UnreadableError(_ONLY_PICTURES if walk.pictures else said("the file has no text", "文件里没有文字"))
        return Document(source.name, source.sha256, self.id, tuple(blocks.blocks), size=source.size, problems=_problems(walk))


def _problems(walk: _Walk) -> tuple[str, ...]:
    found = [
        (walk.pictures, "large pictures; text in them is not read", "幅较大的图片，图中文字未读取"),
        (walk.objects, "embedded objects (such as workbooks), not read", "个嵌入对象（如 Excel 表），其内容未读取"),
        (walk.chunks, "embedded pieces of other documents, not read", "个嵌入的外部文档片段，其内容未读取"),
        (walk.hidden, "hidden texts, not read", "处隐藏文字，未读取"),
    ]
    return tuple(said(f"the file has {n} {english}", f"文件中有 {n} {chinese}") for n, english, chinese in found if n)
