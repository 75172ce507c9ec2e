"""Page furniture out, broken lines together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..model.documents.document import Block, Page, Paragraph, Place
from ..model.documents.text import join_lines, squeeze

_PAGE_NUMBER = re.compile(r"^(?:[-—–－~·]*\s*\d{1,4}\s*[-—–－~·]*|第\s*\d+\s*页(?:[,，/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+|[ivxIVX]{1,6})$")
_TERMINAL = re.compile(r"[。！？；;]”?$")
_LEADERS = re.compile(r"(?:(?<!…)…{2,}+|(?<![.·])[.·]{6,}+)\s*+\d{0,3}$")
"""The dots behind an entry of the contents."""
_HEADING_START = re.compile(
    r"^[-·•]?\s*(?:第[一二三四五六七八九十]+[部章节]分?|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]{1,3}、|"
    r"[（(]\d{1,2}[)）]|\d{1,2}\s*[、.．](?!\d)|[①-⑳]|(?:公开|附)?表\s*[\d一二三四五六七八九十]|目\s*录$|附件)"
)
_LABEL_START = re.compile(r"^(?!.{0,12}[（(][类款项][）)])[\u4e00-\u9fff“”][\u4e00-\u9fff“”（）]{1,13}[:：]")
_PATH_END = re.compile(r"[（(]项[^）)]{0,4}[）)][:：]?$")
_OPEN_REASON = re.compile(r"原因(?:是|为)?[:：]$")
_INSIDE_PATH = re.compile(r"^[（(][类款项]")
_CONTINUING_LABEL = re.compile(r"^(?:其中|主要原因|原因|分别)")
_CAPTION = re.compile(r"(?:编制|填报|金额)?(?:单位|部门)[:：]|表$")
_CAPTION_LINE = re.compile(r"单位[:：]|^(?:公开|附)?表[\d一二三四五六七八九十]|公开\d+表|表$")
_FULL = 0.93
_WHOLE_HEADING = re.compile(r"(?:情况|说明|部分|[：:]|表)$")
_REST_OF_HEADING = re.compile(r"^[^。；，,：:、\d]{1,30}(?:情况|说明)$")


def _width(text: str) -> int:
    """Columns a text takes: East Asian wide characters count two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def drop_furniture(blocks: Sequence[Block], pages: Sequence[Page]) -> list[Block]:
    """Without page numbers, and without headers and footers that most pages repeat in the same place.

    Without a layout (text files) only a number alone on a line is taken for a page number where the
    numbers of such lines rise through the document.
    """
    heights = {p.number: p.height for p in pages}
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    margins: dict[int, tuple[str, int]] = {}
    for i, b in enumerate(blocks):
        if isinstance(b, Paragraph) and b.place.bbox and b.place.page in heights:
            height = heights[b.place.page]
            _, top, _, bottom = b.place.bbox
            in_margin = bottom < 0.12 * height or top > 0.88 * height
            # A caption stands in the same place on every page too, and is no page header.
            if in_margin and not _CAPTION_LINE.search(squeeze(b.text)):
                key = (re.sub(r"\d+", "#", squeeze(b.text)), round((top if top < height / 2 else top - height) / 8))
                margins[i] = key
                seen[key].add(b.place.page)
    kept: list[Block] = []
    for i, b in enumerate(blocks):
        if i in margins:
            text, _ = margins[i]
            repeated = len(seen[margins[i]]) >= max(3, len(pages) // 2) and len(text) < 60
            if repeated or _PAGE_NUMBER.match(b.text.strip()):  # type: ignore[union-attr]
                continue
        elif isinstance(b, Paragraph) and b.place.page is None and _is_rising_number(blocks, i):
            continue
        kept.append(b)
    return kept


def _is_rising_number(blocks: Sequence[Block], index: int) -> bool:
    """A line that is only a number, in a text where such lines are the ascending page numbers."""
    block = blocks[index]
    if not isinstance(block, Paragraph) or not re.fullmatch(r"[-—]?\s*\d{1,3}\s*[-—]?", block.text.strip()):
        return False
    before = blocks[index - 1] if index else None
    return not (isinstance(before, Paragraph) and squeeze(before.text) in ("表", "附表", "公开表"))


def _full_lines(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Indexes of physical lines that fill their page's or text's usual width, so that the next continues them."""
    boxed = [i for i, p in enumerate(paragraphs) if p.place.bbox]
    full: set[int] = set()
    by_page: dict[int | None, list[int]] = defaultdict(list)
    for i in boxed:
        by_page[paragraphs[i].place.page].append(i)
    rights = [round(p.place.bbox[2]) for p in paragraphs if p.place.bbox and len(squeeze(p.text)) > 20]
    common = Counter(r // 12 for r in rights).most_common(1)
    usual = (common[0][0] + 1) * 12 if common else 0
    for i in boxed:
        box = paragraphs[i].place.bbox
        if box and box[2] >= usual - 30 and len(squeeze(paragraphs[i].text)) > 12:
            full.add(i)
    loose = [i for i in range(len(paragraphs)) if not paragraphs[i].place.bbox]
    if loose:
        widths = sorted(_width(paragraphs[i].text.strip()) for i in loose)
        widest = widths[int(len(widths) * 0.9)] if widths else 0
        full |= {i for i in loose if widest >= 40 and _width(paragraphs[i].text.strip()) >= _FULL * widest}
    return full


def _flush_lines(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Indexes of lines that start at the left margin where paragraphs are indented: they continue one."""
    by_page: dict[int | None, list[int]] = defaultdict(list)
    for i, p in enumerate(paragraphs):
        if p.place.bbox:
            by_page[p.place.page].append(i)
    flush: set[int] = set()
    for lines in by_page.values():
        starts = Counter(round(paragraphs[i].place.bbox[0]) for i in lines)  # type: ignore[index]
        margin = min(starts)
        indented = sum(n for x, n in starts.items() if 14 <= x - margin <= 48)
        if indented * 5 >= len(lines):
            flush |= {i for i in lines if paragraphs[i].place.bbox[0] - margin < 6}  # type: ignore[index]
    return flush


def _centred_lines(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Indexes of lines that stand in the middle of the text of their page, clear of both margins: titles."""
    by_page: dict[int | None, list[int]] = defaultdict(list)
    for i, p in enumerate(paragraphs):
        if p.place.bbox:
            by_page[p.place.page].append(i)
    centred: set[int] = set()
    for lines in by_page.values():
        boxes = {i: box for i in lines if (box := paragraphs[i].place.bbox)}
        left, right = min(b[0] for b in boxes.values()), max(b[2] for b in boxes.values())
        for i, (x0, _, x1, _) in boxes.items():
            if min(x0 - left, right - x1) > _CLEAR and abs((x0 - left) - (right - x1)) < _OFF_CENTRE:
                centred.add(i)
    return centred


_CLEAR = 56
"""Points that a centred line keeps from both margins: more than the indent of a paragraph."""
_OFF_CENTRE = 12


def _is_heading_like(text: str) -> bool:
    return bool(_HEADING_START.match(text)) and len(text) <= 60 and not re.search(r"[。；，,]|[（(][类款项]", text)


def _continues(before: str, after: str, *, full: bool, flush: bool, in_front_matter: bool) -> bool:
    """Whether ``after`` goes on with the paragraph that ends in the line ``before``.

    ``full``: the line before fills its width; ``flush``: the line after is not indented where paragraphs are.
    """
    if _LEADERS.search(before):
        return False
    if flush and not in_front_matter and not _HEADING_START.match(after) and not (_LABEL_START.match(after) and not full):
        return True
    if _PATH_END.search(before) or (full and _OPEN_REASON.search(before) and not _HEADING_START.match(after)):
        return True
    if _HEADING_START.match(after) or _TERMINAL.search(before) or before.endswith(("：", ":")):
        # A wrapped line may begin with what looks like numbering only if the sentence is open and wrapped.
        return False
    if full or _INSIDE_PATH.match(after):
        return True
    if _is_heading_like(before) and len(before) >= 18 and len(after) <= 8 and not _LABEL_START.match(after):
        return not _CAPTION.search(before)
    if _is_heading_like(before) and len(before) >= 18 and not _WHOLE_HEADING.search(before) and _REST_OF_HEADING.match(after):
        return True
    if in_front_matter or _is_heading_like(before) or _CAPTION.search(before):
        return False
    if _LABEL_START.match(after) and not _CONTINUING_LABEL.match(after):
        return False
    return len(before) > 14 and bool(re.search(r"[，,、：:；。（(《]|[\d%]$", before) or len(before) > 28)


def join_paragraphs(blocks: Sequence[Block], physical: bool) -> list[Block]:
    """Lines that belong to one paragraph as one, each keeping the place of its first line.

    ``physical``: paragraphs are lines of a page. Also mends paragraphs that a page end cut in two.
    """
    out: list[Block] = []
    run: list[Paragraph] = []
    front = True

    def flush() -> None:
        nonlocal front
        full = _full_lines(run) if physical else set()
        flush_left = _flush_lines(run) if physical else set()
        centred = _centred_lines(run) if physical else set()
        current: list[Paragraph] = []
        for i, p in enumerate(run):
            text = p.text.strip()
            if re.match(r"^第一部分|^一、", text):
                front = False
            if (
                current
                and not p.heading
                and not (i - 1 in centred and i not in centred)
                and _continues(current[-1].text.strip(), text, full=(i - 1) in full, flush=i in flush_left, in_front_matter=front)
            ):
                current.append(p)
            else:
                if current:
                    out.append(_merge(current))
                current = [p]
        if current:
            out.append(_merge(current))
        run.clear()

    for block in blocks:
        if isinstance(block, Paragraph):
            run.append(block)
        else:
            flush()
            out.append(block)
    flush()
    return out


def _merge(lines: list[Paragraph]) -> Paragraph:
    if len(lines) == 1:
        return lines[0]
    printed = None
    if any(p.printed for p in lines):
        printed = join_lines("\n".join(p.printed or p.text for p in lines))
    boxes = [p.place.bbox for p in lines if p.place.bbox and p.place.page == lines[0].place.page]
    box = None
    if boxes:
        box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    place = replace(lines[0].place, bbox=box) if box else lines[0].place
    sure = min((p.confidence for p in lines if p.confidence is not None), default=None)
    return Paragraph(join_lines("\n".join(p.text for p in lines)), place, printed, lines[0].heading, sure)


def renumber(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with their ordinal in the document as ``place.block`` (from 0), cells too."""
    out: list[Block] = []
    for n, b in enumerate(blocks):
        if isinstance(b, Paragraph):
            out.append(replace(b, place=replace(b.place, block=n)))
        else:
            cells = tuple(replace(c, place=_in_block(c.place, n)) for c in b.cells)
            out.append(replace(b, place=replace(b.place, block=n), cells=cells))
    return out


def _in_block(place: Place, block: int) -> Place:
    return replace(place, block=block)
