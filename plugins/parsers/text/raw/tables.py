"""Tables in the raw text of a PDF, whose empty cells are lost: read only where one reading is left.

A table is looked for between a title with its unit line and the next title, heading or note. Its header is put
together from known words; an amount has a column only where the header or the table's own sums leave one reading,
else its cell is ``ambiguous``. What is not read at all stays as an ``unread`` table with its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..... import Block, Paragraph, Vocabulary, label_key, said
from .grid import Draft, build, draft, names_of, unread
from .head import Line
from .rows import is_number, is_page_number, lacks_digits, page_numbers, usual_decimals

_UNIT = re.compile(r"单位[:：]?(?:人民币)?(?:亿元|万元|千元|百元|元)$")
_NUMBER_LINE = re.compile(
    r"^(?:公开|附)?表(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:-\d{1,2})?[:：]?$|^公开[\d一二三四五六七八九十]{1,3}表$"
)
_TITLE_SHAPE = re.compile(r"表(?:（[^（）]*）)*$")
_NOT_TITLE = re.compile(r"^第[一二三四五六七八九十]+部分|[。；，！？]|^(?:备注|注|说明)[:：]|见附表|如下|下表")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_NOTE = re.compile(r"^(?:备注|注|说明|注释)\d*[:：]")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_BARE_HEADING = re.compile(r"(?:情况|编制|预算|决算)说明$|^名词解释$")
_HEADING_WORDS = re.compile(r"情况|说明|关于|概况|事项|解释")
_PROSE = re.compile(r"[。；]|，.*，|，.{15}")
_GROUPED = re.compile(r"(?<=\d)，(?=\d{3})")
_YEAR_LINE = re.compile(r"^[（(]?\d{4}年?度?[)）]?$")
_MAKER = re.compile(r"^(?:编制|填报|公开|预算|编报)?(?:单位|部门)(?:名称)?[:：]")
_FORM_WORDS = re.compile(r"[一二三]级指标")
_LONGEST_TITLE = 45
_FORM = said("raw text of a PDF: a form whose cells are broken over lines", "PDF 转出的纯文本：表格的单元格被拆成多行")
_NO_GRID = said("a title and a unit line, but no lines of a table", "只有表名和单位行，没有表格的各行")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Blocks ``start`` up to ``end`` are the lines of a table or a form."""

    start: int
    end: int
    form: bool = False


def loose_tables(blocks: list[Block], vocabulary: Vocabulary) -> list[Block]:
    """Blocks with the tables that could be found between their titles. Titles and unit lines stay paragraphs."""
    stretches = list(_Finder(blocks, vocabulary).stretches())
    drafts: dict[int, Draft] = {}
    for s in stretches:
        if not s.form and s.end > s.start:
            drafts[s.start] = draft(_lines(blocks[s.start : s.end]), blocks[s.start].place, vocabulary.headers)
    names = names_of(drafts.values())
    out: list[Block] = []
    at = 0
    for s in stretches:
        out += blocks[at : s.start]
        at = s.end
        if s.start in drafts:
            out.append(build(drafts[s.start], names))
        else:
            place = blocks[min(s.start, len(blocks) - 1)].place
            out.append(unread(_lines(blocks[s.start : s.end]), place, _FORM if s.form else _NO_GRID, whole_lines=True))
    return out + blocks[at:]


def _lines(blocks: Sequence[Block]) -> list[Line]:
    return [Line(b.place.line or 0, tuple(b.text.split())) for b in blocks if isinstance(b, Paragraph) and b.text.strip()]


class _Finder:
    """Finds the stretches of lines that are tables."""

    def __init__(self, blocks: Sequence[Block], vocabulary: Vocabulary) -> None:
        self.blocks = blocks
        self.vocabulary = vocabulary
        self.keys = [_GROUPED.sub("", label_key(b.text)) if isinstance(b, Paragraph) else "" for b in blocks]

    def stretches(self) -> list[_Stretch]:
        found: list[_Stretch] = []
        at = 0
        while at < len(self.keys):
            start = self._form_start(at)
            form = start is not None
            if start is None:
                start = self._table_start(at)
            if start is None:
                at += 1
                continue
            end = self._end(start, form=form)
            found.append(_Stretch(start, end, form))
            at = max(end, at + 1)
        return found

    def _is_title(self, at: int) -> bool:
        key = self.keys[at]
        if not key or len(key) > _LONGEST_TITLE or _NOT_TITLE.search(key):
            return False
        return bool(_TITLE_SHAPE.search(key)) or self.vocabulary.known_title(key) is not None

    def _is_known_title(self, at: int) -> bool:
        return self._is_title(at) and self.vocabulary.known_title(self.keys[at]) is not None

    def _unit_line(self, at: int) -> int | None:
        """Index behind the unit line that ends at ``at`` or breaks into the line after it."""
        if _UNIT.search(self.keys[at]):
            return at + 1
        if at + 1 < len(self.keys) and len(self.keys[at + 1]) <= 8 and _UNIT.search(self.keys[at] + self.keys[at + 1]):
            return at + 2
        return None

    def _table_start(self, title: int) -> int | None:
        """Index of the first line under a title and its unit line."""
        if not self._is_title(title):
            return None
        for at in range(title + 1, min(title + 5, len(self.keys))):
            if (behind := self._unit_line(at)) is not None:
                return behind
            if self._is_title(at) or _PROSE.search(self.keys[at]):
                break
        return self._start_without_unit(title)

    def _start_without_unit(self, title: int) -> int | None:
        """The line under a known title that stands over known header words although no unit line is printed there."""
        if not self._is_known_title(title):
            return None
        start = title + 1
        while start < len(self.keys) and (_YEAR_LINE.match(self.keys[start]) or _MAKER.match(self.keys[start])):
            start += 1
        lines = _lines(self.blocks[start : start + 3])
        heads = [t for line in lines for t in line.tokens if len(label_key(t)) > 1 and label_key(t) in self.vocabulary.headers]
        return start if len(heads) > 1 and not any(_PROSE.search(line.key) for line in lines) else None

    def _form_start(self, title: int) -> int | None:
        """The first line of a performance form under its title."""
        if not self._is_known_title(title) or "绩效" not in self.keys[title]:
            return None
        start = title + 1
        while start < len(self.keys) and _YEAR_LINE.match(self.keys[start]):
            start += 1
        end = self._end(start, form=True)
        return start if any(_FORM_WORDS.search(k) for k in self.keys[start:end]) else None

    def _end(self, start: int, *, form: bool) -> int:
        end = next((at for at in range(start, len(self.keys)) if self._stops(at, form=form)), len(self.keys))
        return end if form else self._without_page_number(start, end)

    def _stops(self, at: int, *, form: bool) -> bool:
        key = self.keys[at]
        if not key or _PART.match(key) or _NOTE.match(key) or _BARE_HEADING.search(key):
            return True
        if _NUMBER_LINE.match(key) or self._is_known_title(at) or self._table_head_follows(at):
            return True
        heading = _HEADING.match(key) and len(key) <= 40 and _HEADING_WORDS.search(key) and not _ends_in_number(self.blocks[at])
        if heading:
            return True
        return not form and bool(_PROSE.search(key))

    def _table_head_follows(self, at: int) -> bool:
        return self._is_title(at) and any(_UNIT.search(k) for k in self.keys[at + 1 : at + 4])

    def _without_page_number(self, start: int, end: int) -> int:
        """``end`` before page numbers at the end of a table."""
        lines = _lines(self.blocks[start:end])
        taken = page_numbers(lines)
        complete = len(lines) > 1 and usual_decimals(lines[:-1]) and is_page_number(lines[-1])
        while lines and (lines[-1] in taken or (complete and not lacks_digits(lines[-2], usual_decimals(lines)))):
            lines.pop()
            end -= 1
            complete = False
        return end


def _ends_in_number(block: Block) -> bool:
    return isinstance(block, Paragraph) and is_number(block.text.split()[-1])
