"""Captions: number, title, maker and unit of a table, from the lines above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model.disclosures.region import title_key
from ..model.documents.document import Paragraph, Table
from ..model.documents.text import label_key, squeeze
from ..model.documents.vocabulary import Vocabulary

_MAKER = r"(?:编制单位|编制部门|填报单位|填报部门|公开部门|公开单位|部门名称|单位名称|预算单位|编报单位|部门|单位)"
_MONEY = r"(?:人民币)?(亿元|万元|千元|百元|元)"
_UNIT_LINE = re.compile(rf"^(?:{_MAKER}[:：]?(?P<maker>.*?))?(?:货币|金额)?单位[:：]?(?:人民币)?[:：]?{_MONEY}$")
_BARE_UNIT = re.compile(rf"^(?:货币|金额)?单位[:：]{_MONEY}$")
_MAKER_WORD = re.compile(_MAKER)
_MAKER_LINE = re.compile(rf"^{_MAKER}[:：](?P<maker>.*)$")
_ORDINAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[-－–.]\d{1,2})?"
_NUMBER = re.compile(rf"^(?P<number>(?:公开|附)?表{_ORDINAL}|公开{_ORDINAL}表|附件?{_ORDINAL})[:：]?$")
_NUMBER_THEN_TITLE = re.compile(rf"^(?P<number>(?:公开|附)?表{_ORDINAL}|公开{_ORDINAL}表)[:：]?(?P<title>(?![-\d]).*表.*)$")
_YEAR_LINE = re.compile(r"^[（(]?\d{4}年?度?[)）]?$")
_NOT_A_TITLE = re.compile(r"^第[一二三四五六七八九十]+部分|[。；，！？]|^(?:备注|注|说明)[:：]|见附表|如下|下表")
_TITLE_SHAPE = re.compile(r"表(?:（[^（）]*）)*$")
_LISTED = re.compile(r"^(?:[-·•]|[一二三四五六七八九十]+、|\d{1,2}[.．、]|《|（[一二三四五六七八九十]+）)")
_MAX_TITLE = 45
_FARTHEST = 9


@dataclass(slots=True)
class Caption:
    """What was found above a table, and how many of the lines before it belong to it."""

    number: str | None = None
    title: str | None = None
    unit: str | None = None
    maker: str | None = None
    maker_word: str | None = None
    lines: int = 0

    def take_maker(self, line: str, name: str | None) -> None:
        """The name behind 编制单位：, and that word: some say 部门 nowhere else."""
        word = _MAKER_WORD.match(line)
        self.maker, self.maker_word = name or None, word[0] if word and name else None

    @property
    def found(self) -> bool:
        return bool(self.title or self.number or self.unit)


def looks_like_title(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line (label key) reads as the title of a table."""
    if len(line) > _MAX_TITLE or _NOT_A_TITLE.search(line):
        return False
    return title_key(line) in vocabulary.titles or bool(_TITLE_SHAPE.search(line))


def _unit(caption: Caption, lines: list[str], at: int) -> int:
    """Take a unit line that ends at ``at``, possibly broken over lines above; how many lines it took."""
    for take in (1, 2, 3):
        if take > at + 1:
            break
        joined = "".join(lines[at - take + 1 : at + 1])
        m = _UNIT_LINE.match(joined)
        if m and (take == 1 or not _BARE_UNIT.match(lines[at])):
            caption.unit = m[m.lastindex or 2]
            if m["maker"] and not caption.maker:
                caption.take_maker(joined, m["maker"])
            return take
    return 0


def _wrapped_maker(caption: Caption, lines: list[str], at: int) -> int:
    """Take a maker and a unit line where the rest of the body's name wrapped below them, directly above the table."""
    if at < 2 or len(lines[at]) > 16 or re.search(r"[。，；：:\d]|表$", lines[at]):
        return 0
    unit, maker = _BARE_UNIT.match(lines[at - 1]), _MAKER_LINE.match(lines[at - 2])
    if not unit or not maker:
        return 0
    caption.unit, caption.maker = unit[1], maker["maker"] + lines[at]
    return 3


def _number(caption: Caption, lines: list[str], at: int) -> int:
    if m := _NUMBER.match(lines[at]):
        caption.number = m["number"]
        return 1
    if at > 0 and (m := _NUMBER.match(lines[at - 1] + lines[at])) and len(lines[at - 1]) <= 3:
        caption.number = m["number"]
        return 2
    return 0


def _title(caption: Caption, lines: list[str], at: int, vocabulary: Vocabulary) -> int:
    line = lines[at]
    if m := _NUMBER_THEN_TITLE.match(line):
        caption.number, caption.title = m["number"], m["title"]
        return 1
    broken = at > 0 and len(line) <= 8 and not _LISTED.match(line) and not _NUMBER.match(lines[at - 1])
    broken = broken and len(lines[at - 1]) >= 8 and looks_like_title(lines[at - 1] + line, vocabulary)
    if broken and not looks_like_title(lines[at - 1], vocabulary) and title_key(line) not in vocabulary.titles:
        caption.title = lines[at - 1] + line
        return 2
    if looks_like_title(line, vocabulary):
        caption.title = line
        return 1
    return 0


def find_caption(before: list[Paragraph], vocabulary: Vocabulary) -> Caption:
    """The caption in the paragraphs before a table (nearest last).

    Reads upward: unit and maker, title, number. Stops at the first line that is none of them.
    """
    pieces: list[str] = []
    shown: dict[str, str] = {}
    owner: list[int] = []
    for i, paragraph in enumerate(before[-_FARTHEST:]):
        for piece in re.split(r"\t+", paragraph.text):
            if squeeze(piece):
                pieces.append(label_key(piece))
                shown[pieces[-1]] = squeeze(piece)
                owner.append(i)
    count = len(before[-_FARTHEST:])
    caption, at, top = Caption(), len(pieces) - 1, count
    while at >= 0:
        took = _wrapped_maker(caption, pieces, at) if at == len(pieces) - 1 else 0
        if not took and caption.unit is None and caption.number is None:
            took = _unit(caption, pieces, at)
        if not took and caption.maker is None and caption.number is None and (m := _MAKER_LINE.match(pieces[at])):
            caption.take_maker(pieces[at], m["maker"])
            took = 1
        if not took and caption.title is None and _YEAR_LINE.match(pieces[at]):
            took = 1
        if not took and caption.number is None:
            took = _number(caption, pieces, at)
        if not took and caption.title is None:
            took = _title(caption, pieces, at, vocabulary)
            if took and not caption.number and at - took >= 0:
                took += _number(caption, pieces, at - took)
        if not took:
            break
        at -= took
        top = owner[at + 1]
        if caption.title and caption.number and caption.unit:
            break
    if not caption.found:
        return Caption()
    caption.lines = count - top
    caption.title = _as_shown(caption.title, shown)
    return caption


def _as_shown(title: str | None, shown: dict[str, str]) -> str | None:
    """The title with the quotes and brackets that it prints, in one line."""
    if title is None or title in shown:
        return shown.get(title) if title else None
    head = next((k for k in shown if title.startswith(k) and title[len(k) :] in shown), None)
    if head is not None:
        return shown[head] + shown[title[len(head) :]]
    tail = next((k for k in shown if k.endswith(title)), None)
    if tail is None:
        return title
    for cut in range(len(shown[tail])):
        if label_key(shown[tail][cut:]) == title:
            return shown[tail][cut:]
    return title


def title_in_first_row(table: Table, vocabulary: Vocabulary) -> str | None:
    """The title that is drawn as the first row of the table itself."""
    first = [c for c in table.cells if c.row == 0 and c.text.strip()]
    if len(first) == 1 and first[0].column == 0 and table.columns > 1 and looks_like_title(label_key(first[0].text), vocabulary):
        return squeeze(first[0].text)
    return None
