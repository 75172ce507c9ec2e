"""HTML: a page written for a disclosure, or one saved from a site with everything around the article."""

from __future__ import annotations

import codecs
import email
import email.policy
import re

from lxml import etree
from lxml import html as lxml_html

from .... import Block, Document, Paragraph, Place, ReadOptions, Source, Table, UnreadableError, as_typed, label_key, parse_figure, said
from ..office.content import ContentCell, Grid, Line
from ..office.css import PageStyle
from ..office.merge import is_caption, kept_lines, model_cells, tidy
from ..office.package import EMPTY
from .article import ATTACHMENT, take_article

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes of a page."""
_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]*>")
_MARKUP = re.compile(rb"<(?:p|div|span|h[1-6]|br|section|article|title|style|font|center)\b", re.IGNORECASE)
_MHTML = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?content-type:\s*multipart/related", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]*?charset\s*+=\s*+[\"']?\s*+([\w-]+)", re.IGNORECASE)
_DATA_ADDRESS = re.compile(r"data:[\w/+.;=-]{1,80},[A-Za-z0-9+/=%\s]{200,}")
"""Pictures inside the page: megabytes that are no text."""
_PAGE_DIRECTIVE = re.compile(r"<%@[^<>]{0,400}%>")
"""Instructions to the server that were not carried out."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WHITE = re.compile(r"[ \t\r\n\f]+")
_NOT_SHOWN = frozenset(
    "script style noscript template head nav aside button select option datalist svg math object embed audio video canvas map frameset "  # noqa: SIM905
    "noframes input textarea colgroup col".split(" ")
)
_FURNITURE = frozenset(("nav", "header", "footer", "aside"))
_BLOCKS = frozenset(
    "address article blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "  # noqa: SIM905
    "hgroup hr html li main menu ol p pre section summary ul caption legend tr td th tbody thead tfoot".split(" ")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROW_GROUPS = frozenset(("thead", "tbody", "tfoot", "form", "tr"))
"""Where rows stand in a table; old pages put a form between."""
_IN_A_FRAME = said(
    "the page has no text; what it shows is a page inside it: save that", "网页里没有文字，内容在内嵌的子页面里，请保存那个页面"
)
_TITLE_LENGTH = 60


def _starts_as_page(head: bytes) -> bool:
    """Whether the first thing that is no white space, XML declaration or comment is a tag with which pages begin."""
    head = head.lstrip()
    if declaration := _XML.match(head):
        head = head[declaration.end() :].lstrip()
    while head.startswith(b"<!--") and (end := head.find(b"-->")) > 0:
        head = head[end + 3 :].lstrip()
    return bool(_START.match(head))


def decode(data: bytes) -> tuple[str, bool]:
    """The text of a page, and whether every byte could be read.

    A byte order mark wins; then UTF-8 if it fits (browsers save pages in UTF-8 and leave the old
    declaration in), then what the page declares, then GB18030.
    """
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            return text, "\ufffd" not in text
    found = _CHARSET.search(data[:8192])
    declared = found[1].decode("ascii").lower() if found else "gb18030"
    for encoding in ("utf-8", "gb18030" if declared in ("gb2312", "gbk", "utf-8") else declared, "gb18030"):
        try:
            return data.decode(encoding), True
        except (UnicodeDecodeError, LookupError):
            continue
    # a page of which a few bytes are broken: the encoding that breaks fewest
    tried = [data.decode(e, "replace") for e in ("utf-8", "gb18030")]
    return min(tried, key=lambda t: t.count("\ufffd")), False


def _unpack_mhtml(data: bytes) -> bytes:
    """The first HTML part of a page saved as a single file."""
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return body
    raise UnreadableError(said("the archived page (MHTML) has no HTML part", "网页归档（MHTML）里没有 HTML 部分"))


class _Walk:
    """One pass over the body of a page."""

    def __init__(self, style: PageStyle) -> None:
        self._style = style
        self.skipped = self.pictures = self.frames = self.attachments = 0

    def content(self, element: etree._Element) -> list[Line | Grid]:
        """Lines and tables under an element, in order."""
        out: list[Line | Grid] = []
        pieces: list[str] = []
        self._into(element, out, pieces, heading=False, pre=False)
        _flush(out, pieces, heading=False)
        return out

    def _into(self, element: etree._Element, out: list[Line | Grid], pieces: list[str], *, heading: bool, pre: bool) -> None:
        apart = self._style.side_by_side(element)
        _add_text(pieces, element.text, pre)
        for child in element:
            tag = str(child.tag).lower().rpartition(":")[2]
            if not self._is_shown(child, tag):
                pass
            elif tag == "br":
                pieces.append("\n")
            elif tag == "table":
                _flush(out, pieces, heading)
                self._add_table(child, out)
            elif tag in _BLOCKS and not apart:
                _flush(out, pieces, heading)
                inner = heading or tag in _HEADINGS or child.get("role") == "heading"
                self._into(child, out, pieces, heading=inner, pre=pre or tag == "pre")
                _flush(out, pieces, inner)
            else:
                if (apart or self._style.at_right(child)) and "".join(pieces).strip():
                    pieces.append("\t")
                self._count(child, tag)
                self._into(child, out, pieces, heading=heading, pre=pre)
            _add_text(pieces, child.tail, pre)

    def _is_shown(self, element: etree._Element, tag: str) -> bool:
        if self._style.hides(element):
            return False
        furniture = tag in _FURNITURE and not (tag in ("header", "footer") and _is_of_article(element))
        if furniture:
            self.skipped += bool("".join(str(t) for t in element.itertext()).strip())
        self.frames += tag == "iframe"
        return not furniture and tag not in _NOT_SHOWN and tag != "iframe"

    def sees(self, element: etree._Element) -> bool:
        """Whether a reader of the page sees an element, whatever stands around it."""
        return str(element.tag) not in _NOT_SHOWN and element.tag != "iframe" and not self._style.hides(element)

    def _count(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self.attachments += bool(ATTACHMENT.search(element.get("href", "")))
        elif tag == "img":
            sizes = [int(v) for v in (element.get("width", ""), element.get("height", "")) if v.isdigit()]
            self.pictures += bool(sizes) and min(sizes) >= 200

    def _add_table(self, table: etree._Element, out: list[Line | Grid]) -> None:
        """A table of data, or, where a table only lays out the page, its content."""
        for child in table:  # a caption, and what stands in a table but in no cell of it
            if child.tag not in _ROW_GROUPS and self._is_shown(child, str(child.tag)):
                out += self.content(child)
        grid = self._grid(table)
        inner = [g for c in grid.cells for g in c.content if isinstance(g, Grid)]
        figures = sum(parse_figure(" ".join(c.lines)) is not None for c in grid.cells)
        layout = grid.width <= 1 or table.get("role") == "presentation" or (bool(inner) and figures < 2)
        if layout:
            for cell in grid.cells:
                out += cell.content
            return
        top = grid.rows and [c for c in grid.cells if c.row == 0]
        while top and grid.rows > 1 and _is_above(top, grid.width):
            out += _above(top)
            grid = _without_first_row(grid)
            top = [c for c in grid.cells if c.row == 0]
        if grid.rows == 1 and is_caption([t for c in grid.cells if (t := " ".join(c.lines).strip())]):
            out += _above(grid.cells)
            return
        out.append(grid)

    def _grid(self, table: etree._Element) -> Grid:
        rows = [r for r in _rows(table) if not self._style.hides(r)]
        cells: list[ContentCell] = []
        running: list[tuple[int, int, int]] = []
        """Cells from rows above: first and last grid line, last row."""
        for number, tr in enumerate(rows):
            running = [s for s in running if s[2] >= number]
            position = 0
            for td in tr:
                if td.tag not in ("td", "th") or self._style.hides(td):
                    continue
                while overlap := next((s for s in running if s[0] <= position < s[1]), None):
                    position = overlap[1]
                down = _span(td, "rowspan", 65534) or len(rows)
                width = _span(td, "colspan", 1000) or 1
                width = min([width, *(s[0] - position for s in running if s[0] > position)])
                content = self.content(td)
                cell = ContentCell(number, position, position + width, rowspan=min(down, len(rows) - number), content=content)
                cell.lines = [i.text for i in content if isinstance(i, Line)]
                cells.append(cell)
                if cell.rowspan > 1:
                    running.append((cell.start, cell.end, number + cell.rowspan - 1))
                position = cell.end
        return _compact(cells)


def _compact(cells: list[ContentCell]) -> Grid:
    """Rows in which no cell begins fall away; small tables inside a cell become lines of it."""
    for cell in cells:
        kept: list[Line | Grid] = []
        for item in cell.content:
            if isinstance(item, Grid) and (item.rows < 2 or item.width < 2):
                kept += [Line(t) for c in item.cells for t in c.lines]
            else:
                kept.append(item)
        cell.content = kept
        cell.lines = [i.text for i in kept if isinstance(i, Line)]
    rows = sorted({c.row for c in cells})
    index = {r: i for i, r in enumerate(rows)}
    for cell in cells:
        cell.rowspan = sum(cell.row <= r < cell.row + cell.rowspan for r in rows) if cell.rowspan > 1 else 1
        cell.row = index[cell.row]
    return Grid(len(rows), cells, kept_lines(cells))


def _is_above(row: list[ContentCell], width: int) -> bool:
    """Whether the first row of a table is a title over its whole width, or its unit line."""
    texts = [t for c in row if (t := " ".join(c.lines).strip())]
    if any(c.rowspan > 1 for c in row) or any(isinstance(i, Grid) for c in row for i in c.content):
        return False
    if len(row) == 1:
        return len(texts) == 0 or (len(texts[0]) <= _TITLE_LENGTH and "。" not in texts[0])
    return is_caption(texts)


def _above(row: list[ContentCell]) -> list[Line | Grid]:
    if len(row) == 1:
        return [i for i in row[0].content if isinstance(i, Line)]
    return [Line("\t".join(t for c in row if (t := " ".join(c.lines).strip())))]


def _without_first_row(grid: Grid) -> Grid:
    cells = [c for c in grid.cells if c.row > 0]
    for c in cells:
        c.row -= 1
    return Grid(grid.rows - 1, cells, kept_lines(cells))


def _rows(table: etree._Element) -> list[etree._Element]:
    """Rows of a table, the foot last, without those of tables inside it."""
    body: list[etree._Element] = []
    foot: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            body.append(child)
        elif child.tag == "tfoot":
            foot += _rows(child)
        elif child.tag in _ROW_GROUPS:
            body += _rows(child)
    return body + foot


def _span(cell: etree._Element, name: str, limit: int) -> int:
    value = re.match(r"\s*(\d{1,9})", cell.get(name, "1"))
    return min(int(value[1]), limit) if value else 1


def _is_of_article(element: etree._Element) -> bool:
    """A header or footer of the article, not of the site."""
    if any(e.tag in ("article", "main") for e in element.iterancestors()):
        return True
    return element.tag == "header" and any(True for _ in element.iter("h1"))


def _add_text(pieces: list[str], text: str | None, pre: bool) -> None:
    if text:
        pieces.append(text.replace("\r\n", "\n") if pre else _WHITE.sub(" ", text))


def _flush(out: list[Line | Grid], pieces: list[str], heading: bool) -> None:
    out.extend(Line(line, heading) for line in "".join(pieces).split("\n") if line.strip())
    pieces.clear()


def _says(content: list[Line | Grid], title: str) -> bool:
    """Whether one of the first lines is the title."""
    wanted = label_key(title)
    return any(isinstance(i, Line) and wanted in label_key(i.text) for i in content[:12])


def _blocks(content: list[Line | Grid]) -> list[Block]:
    blocks: list[Block] = []
    todo = list(reversed(content))
    while todo:
        item = todo.pop()
        number = len(blocks)
        if isinstance(item, Grid):
            cells = model_cells(list(item.cells), item.columns, lambda r, c, n=number: Place(block=n, line=r + 1, column=c + 1))  # type: ignore[misc]
            blocks.append(Table(cells, item.rows, item.width, Place(block=number)))
            todo += reversed([g for c in item.cells for g in c.content if isinstance(g, Grid)])
        elif printed := tidy(item.text):
            text = tidy(as_typed(printed))
            blocks.append(Paragraph(text, Place(block=number), printed if printed != text else None, item.heading))
    return blocks


def _parse(text: str) -> etree._Element:
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(
            _DECLARATION.sub("", _PAGE_DIRECTIVE.sub("", _DATA_ADDRESS.sub("data:,", text.replace("\x00", "")))), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(said("the page is no HTML, or damaged", "网页内容不是 HTML，或已损坏")) from error
    if any(e.level_name == "FATAL" for e in parser.error_log):  # what follows the place was not read
        raise UnreadableError(
            said("tags of the page are nested too deeply, or a piece is too long", "网页的标签嵌套过深或某一段过长，不予读取")
        )
    return root


class HtmlParser:
    """Reads HTML and pages saved as a single file (MHTML)."""

    id = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")

    def accepts(self, source: Source) -> bool:
        head = source.head(8192)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            head = head.decode("utf-16", "replace").encode()
        head = head.removeprefix(codecs.BOM_UTF8)
        if _starts_as_page(head) or _MHTML.match(head):
            return True
        return source.suffix in self.suffixes and (not head.strip() or (b"\x00" not in head and bool(_MARKUP.search(head))))

    def parse(self, source: Source, options: ReadOptions) -> Document:
        if source.size > SIZE_LIMIT:
            size, most = source.size >> 20, SIZE_LIMIT >> 20
            raise UnreadableError(said(f"the page has {size} MB, more than {most} MB", f"网页有 {size} MB，超过上限 {most} MB，不予读取"))
        data = source.path.read_bytes()
        if not data.strip():
            raise UnreadableError(EMPTY)
        text, whole = decode(_unpack_mhtml(data) if _MHTML.match(data[:8192]) else data)
        root = _parse(text)
        walk = _Walk(PageStyle.of(str(s.text or "") for s in root.iter("style")))
        article = take_article(root, walk.sees)
        content = walk.content(root)
        if article.dropped and article.title and content and not _says(content, article.title):
            content.insert(0, Line(article.title, heading=True))
        blocks = _blocks(content)
        if not blocks:
            raise UnreadableError(_IN_A_FRAME if walk.frames else said("the page has no text", "网页里没有文字"))
        problems = (
            []
            if whole
            else [
                said(
                    "a few bytes of the page do not fit its encoding; \ufffd stands for them",
                    "网页有个别字节不符合其编码，已用“\ufffd”代替",
                )
            ]
        )
        counted = [
            (walk.pictures, "large pictures; text in them is not read", "幅较大的图片，图中文字未读取"),
            (walk.frames, "pages inside it (iframe), not read", "个内嵌的子页面（iframe），未读取"),
            (walk.attachments, "links to attachments, to be downloaded apart", "个附件链接，附件须另行下载"),
            (walk.skipped + article.dropped, "menus, heads or feet of the site, not read", "处导航、页眉或页脚，未读取"),
        ]
        problems += [said(f"the page has {n} {english}", f"网页中有 {n} {chinese}") for n, english, chinese in counted if n]
        return Document(
            source.name,
            source.sha256,
            self.id,
            tuple(blocks),
            size=source.size,
            problems=tuple(problems),
            published_on=article.published_on,
            publisher=article.publisher,
        )
