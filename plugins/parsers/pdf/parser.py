"""PDF with a text layer: two engines behind one parser."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from .... import (
    BBox,
    Block,
    Document,
    Page,
    ReadOptions,
    Said,
    SlowError,
    Source,
    Table,
    TableStatus,
    UnreadableError,
    in_english,
    said,
    said_together,
)
from ..ocr.engine import SECONDS_A_PAGE, is_installed
from .account import account, aside_words, set_aside, withhold
from .blocks import blocks_of
from .engines import fast
from .engines.plumber import PlumberFile
from .grids.grid import Alignment
from .grids.page import NO_TEXT, PageContent
from .grids.tagged import TaggedReader
from .grids.unruled import find_unruled
from .ink.file import PdfFile
from .ink.picture import Pictures

ENGINES = ("auto", "fast", "pdfplumber")
REST_UNREAD = said("the rest of the table on the next page could not be read", "表格在下一页的其余部分没有读出")
_FOOTER = 3
"""Lines that may stand below the last table of a page."""
SCAN = said(
    "scan: no page has a text layer; reading it needs OCR (install the extra [ocr])", "扫描件：各页都没有文字层，需要文字识别（安装 [ocr]）"
)
NOTHING_SEEN = said("scan: no page has a text layer, and OCR found no text on them", "扫描件：各页都没有文字层，文字识别也没有认出文字")


class PdfParser:
    """Reads PDF: lines and tables of every page, with their places.

    ``options.engine``: ``fast`` (pypdfium2), ``pdfplumber``, or ``auto``, which is fast and gives single pages
    to pdfplumber where what PDFium says does not fit together.
    Pages without a text layer are read by OCR where the extra [ocr] is installed.
    Raises UnreadableError for files that are empty, damaged, protected by a password, or a scan that cannot be read;
    SlowError for a scan, if not ``options.patient``.
    """

    id = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def accepts(self, source: Source) -> bool:
        return b"%PDF-" in source.head(1024) or (source.size == 0 and source.suffix in self.suffixes)

    def parse(self, source: Source, options: ReadOptions) -> Document:
        if options.engine not in ENGINES:
            raise ValueError(f"unknown engine {options.engine!r}: one of {', '.join(ENGINES)}")
        blocks: list[Block] = []
        pages: list[Page] = []
        slow: list[int] = []
        seen: list[int] = []
        tagged = TaggedReader()
        open_end: Alignment | None = None
        with _rare_collections():
            for content in _recognised(source, _contents(source, options.engine, tagged), patient=options.patient):
                if not blocks and not content.letters:
                    content.grids.clear()  # rules alone, before anything was read: an ornament
                tagged.read(content)
                find_unruled(content, options.vocabulary, open_end)
                open_end = content.open_alignment
                account(content)
                withhold(content)
                made = blocks_of(content, len(blocks))
                if made and isinstance(made[0], Table) and made[0].status is TableStatus.UNREAD and made[0].continues:
                    _mark_cut(blocks)
                blocks += made
                pages.append(
                    Page(
                        content.number, content.width, content.height, content.rotation, content.problem, content.doubt, set_aside(content)
                    )
                )
                if content.engine == "pdfplumber":
                    slow.append(content.number)
                elif content.engine == "ocr":
                    seen.append(content.number)
        if not blocks and any(p.problem and p.problem.startswith(NO_TEXT) for p in pages):
            raise UnreadableError(NOTHING_SEEN if is_installed() else SCAN)
        return Document(
            source.name, source.sha256, self.id, tuple(blocks), tuple(pages), _engine(slow, seen, len(pages)), source.size,
            lines_are_physical=True, problems=_problems(pages, bool(blocks)),
        )  # fmt: skip

    def pictures(self, source: Source, pages: Sequence[int], covered: Mapping[int, Sequence[BBox]]) -> dict[int, bytes]:
        """PNG files of pages by their number, the covered boxes blacked out."""
        from .ink.picture import page_pictures

        return page_pictures(source, pages, covered)


def _mark_cut(blocks: list[Block]) -> None:
    """Says of the last table of a page, perhaps above a footer, that its rest could not be read."""
    for at in range(len(blocks) - 1, max(-1, len(blocks) - 1 - _FOOTER), -1):
        table = blocks[at]
        if isinstance(table, Table):
            if table.status is TableStatus.READ:
                blocks[at] = replace(table, status=TableStatus.PARTIAL, problem=REST_UNREAD)
            return


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Lets the garbage collector run rarely: a document is many small values without cycles, and looking through all
    of them every 700 new ones takes an eighth of the time."""
    threshold = gc.get_threshold()
    gc.set_threshold(max(threshold[0], 100_000), *threshold[1:])
    try:
        yield
    finally:
        gc.set_threshold(*threshold)


def _contents(source: Source, engine: str, tagged: TaggedReader) -> Iterator[PageContent]:
    """The pages of a file, one at a time; ``tagged`` has had each before the next is read."""
    reference = PlumberFile(source.path)
    try:
        with PdfFile(source) as file:
            for index in range(len(file)):
                if engine == "pdfplumber":
                    yield reference.read_page(index + 1) or _lost(
                        file, index, "pdfplumber", said("pdfplumber cannot read it", "pdfplumber 不能读取")
                    )
                    continue
                try:
                    with file.page(index) as (page, textpage):
                        content = fast.read_page(page, textpage, index + 1, goes_on=tagged.is_open)
                except fast.PAGE_ERRORS as error:
                    content = _lost(file, index, "fast", str(error))
                yield content if engine == "fast" or content.doubt is None else _better(content, reference.read_page(index + 1))
    finally:
        reference.close()


def _lost(file: PdfFile, index: int, engine: str, reason: str) -> PageContent:
    width, height = file.size(index)
    problem = said(f"the page cannot be read ({in_english(reason)})", f"这一页不能读取（{reason}）")
    return PageContent(index + 1, width, height, 0, engine, problem=problem, doubt=reason)


def _better(first: PageContent, other: PageContent | None) -> PageContent:
    """Of a doubtful page the reading with more text in it; the reference if they are equal."""
    if other is None or other.letters < first.letters:
        return first
    other.doubt = first.doubt
    return other


def _told(page: PageContent) -> tuple[int, int, int]:
    return page.letters, page.tabled, sum(bool(c.text) for g in page.grids for c in g.cells)


def _engine(slow: list[int], seen: list[int], pages: int) -> str:
    """The engines that read the file; of those that read some pages alone, which."""
    if len(seen) == pages:
        return "ocr"
    if len(slow) == pages:
        return "pdfplumber"
    parts = [f"{name}({','.join(f'p{n}' for n in numbers)})" for name, numbers in (("pdfplumber", slow), ("ocr", seen)) if numbers]
    return "+".join(["fast", *parts])


def _recognised(source: Source, contents: Iterable[PageContent], *, patient: bool) -> Iterator[PageContent]:
    """The pages, those that are pictures read by OCR if it is installed.

    Raises SlowError after the last page if there are such pages and nobody is patient.
    """
    waiting = 0
    with Pictures(source) as pictures:
        for content in contents:
            if not _is_picture(content) or not is_installed():
                yield content
            elif not patient:
                waiting += 1
            else:
                yield _by_ocr(pictures, content)
    if waiting:
        raise SlowError(waiting * SECONDS_A_PAGE)


def _is_picture(content: PageContent) -> bool:
    return bool(content.problem and content.problem.startswith(NO_TEXT))


def _by_ocr(pictures: Pictures, content: PageContent) -> PageContent:
    from ..ocr.page import DPI, read_picture

    try:
        image = pictures.draw(content.number, DPI / 72)
    except UnreadableError as error:
        content.problem = error.words
        return content
    seen = read_picture(image, content.number, content.width, content.height)
    seen.doubt = content.problem
    return seen


def _problems(pages: list[Page], has_text: bool) -> tuple[str, ...]:
    """What of the file was not read, in words: one line for all pages with the same problem."""
    if not has_text:
        return (said("no page has any text", "各页都没有文字"),)
    kinds: dict[str, list[int]] = {}
    for page in pages:
        if page.problem:
            kinds.setdefault(page.problem, []).append(page.number)
    lines = [_of_pages(numbers, _advised(problem)) for problem, numbers in kinds.items()]
    return (*lines, *aside_words(pages))


def _of_pages(numbers: list[int], problem: str) -> Said:
    english, chinese = ", ".join(map(str, numbers)), "、".join(map(str, numbers))
    return said(f"page {english}: {in_english(problem)}", f"第 {chinese} 页：{problem}")


def _advised(problem: str) -> str:
    if problem.startswith(NO_TEXT) and not is_installed():
        return said_together((problem, said("reading it needs OCR (install the extra [ocr])", "需要文字识别（安装 [ocr]）")))
    return problem


__all__ = ["ENGINES", "SCAN", "PdfParser", "UnreadableError"]
