"""Captions: number, title, maker and unit of a table, from the lines above it.

A caption is known by what it says: the words of the vocabulary, once number, ordinal, body and year before them are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model.documents.document import Paragraph
from ..model.documents.text import label_key, squeeze
from ..model.documents.titles import NUMBER, split_number, strip_ordinal, title_key
from ..model.documents.vocabulary import Vocabulary

_MAKER = r"(?:编制单位|编制部门|填报单位|填报部门|公开部门|公开单位|部门名称|单位名称|预算单位|编报单位|部门|单位)"
_MONEY = r"(?:人民币)?(亿元|万元|千元|百元|元)"
_UNIT_LINE = re.compile(rf"^(?:{_MAKER}[:：]?(?P<maker>.*?))?(?:货币|金额|计量)?单位[:：]?(?:人民币)?[:：]?{_MONEY}$")
_BARE_UNIT = re.compile(rf"^(?:货币|金额|计量)?单位[:：]{_MONEY}$")
_UNIT_BEHIND = re.compile(rf"（(?:(?:货币|金额|计量)?单位[:：]?)?{_MONEY}）$")
_MAKER_WORD = re.compile(_MAKER)
_MAKER_LINE = re.compile(rf"^{_MAKER}[:：](?P<maker>.*)$")
_NUMBER = re.compile(rf"^(?P<number>{NUMBER})[:：]?$")
_ANY_NUMBER = re.compile(NUMBER)
_YEAR_LINE = re.compile(r"^[（(]?\d{4}年?度?[)）]?$|^[（(]?续表?[)）]?$")
_UNDER_NUMBER = re.compile(r"^[^\d，。；：、]{0,40}20\d\d年度?$")
"""The body and the year on a line of their own between the number and the title."""
_AGAIN = re.compile(r"^[（(]?续")
_NOT_A_TITLE = re.compile(r"^第[一二三四五六七八九十]+部分|[。；，！？]|^(?:备注|注|说明)[:：]|见附表|如下|下表")
_TITLE_SHAPE = re.compile(r"表(?:（[^（）]*）)*$")
_LISTED = re.compile(r"^(?:[-·•]|[一二三四五六七八九十]+、|\d{1,2}[.．、]|《|（[一二三四五六七八九十]+）)")
_OPEN_END = re.compile(r"(?:\d{1,4}|\d{4}年度?|部门|单位|本级)$")
"""How a line ends that leaves its title to the next one."""
_COVER_TITLE = re.compile(r"(?:部门|单位)(?:预算|决算)(?:公开)?$")
"""How the title of the whole document ends, which no title of a table goes on."""
_MAX_TITLE = 45
_MOST_LINES = 3
"""Over how many lines a title may wrap."""
_FARTHEST = 9
_LIST_OF_TITLES = 3


@dataclass(slots=True)
class Caption:
    """What was found above a table, and how many of the lines before it belong to it."""

    number: str | None = None
    title: str | None = None
    unit: str | None = None
    maker: str | None = None
    maker_word: str | None = None
    known: bool = False
    """The title has words of the vocabulary; else it only looks like one."""
    lines: int = 0

    def take_maker(self, line: str, name: str | None) -> None:
        """The name behind 编制单位：, and that word: some say 部门 nowhere else."""
        word = _MAKER_WORD.match(line)
        self.maker, self.maker_word = name or None, word[0] if word and name else None

    @property
    def found(self) -> bool:
        return bool(self.title or self.number or self.unit)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in a caption: its label key, what is shown, and the paragraph or row that it is of."""

    key: str
    shown: str
    owner: int


def pieces_of(texts: Sequence[str]) -> list[Piece]:
    """The pieces of paragraphs or rows: what tabs set apart."""
    return [Piece(label_key(t), squeeze(t), i) for i, text in enumerate(texts) for t in re.split(r"\t+", text) if squeeze(t)]


def looks_like_title(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line (label key) reads as the title of a table."""
    if len(line) > _MAX_TITLE or _NOT_A_TITLE.search(line):
        return False
    return bool(_TITLE_SHAPE.search(line)) or vocabulary.known_title(line) is not None


def _beside_number(line: str) -> tuple[str | None, str]:
    """The number of a table that stands on one line with the maker or the unit, and the rest of the line."""
    for m in _ANY_NUMBER.finditer(line):
        rest = line[: m.start()] + line[m.end() :]
        at_edge = m.start() == 0 or m.end() == len(line)
        if _UNIT_LINE.match(rest) or (at_edge and _MAKER_LINE.match(rest)):
            return m[0], rest
    return None, line


class _Reader:
    """Reads the pieces before a table upward: unit, maker, number, title in the order that the document prints."""

    def __init__(self, pieces: Sequence[Piece], vocabulary: Vocabulary, inside: bool) -> None:
        self.inside = inside
        self.pieces, self.lines, self.vocabulary = pieces, [p.key for p in pieces], vocabulary
        self.caption = Caption()

    def read(self) -> int:
        """Index of the first piece of the caption."""
        at = len(self.lines) - 1
        while at >= 0:
            took = self._wrapped_maker(at) if at == len(self.lines) - 1 else 0
            took = took or self._beside(at) or (0 if self.caption.title else self._number(at) or self._title(at)) or self._above(at)
            if not took:
                break
            at -= took
            if self.caption.title and self.caption.number and self.caption.unit and not self.inside:
                break
        return at + 1

    def _beside(self, at: int) -> int:
        """A line with the unit, the maker or the year, perhaps with the number."""
        if self.caption.title and self.caption.number:
            return 0
        took = self._unit(at) if self.caption.unit is None else 0
        if not took and self.caption.maker is None:
            number, rest = _beside_number(self.lines[at])
            if m := _MAKER_LINE.match(rest):
                self.caption.take_maker(rest, m["maker"])
                self.caption.number = self.caption.number or number
                took = 1
        return took or int(self.caption.title is None and bool(_YEAR_LINE.match(self.lines[at])))

    def _unit(self, at: int) -> int:
        """Take a unit line that ends at ``at``, possibly broken over lines above; how many lines it took."""
        for take in range(1, min(3, at + 1) + 1):
            number, joined = _beside_number("".join(self.lines[at - take + 1 : at + 1]))
            m = _UNIT_LINE.match(joined)
            if m and (take == 1 or not _BARE_UNIT.match(self.lines[at])):
                self.caption.unit = m[m.lastindex or 2]
                self.caption.number = self.caption.number or number
                if m["maker"] and not self.caption.maker:
                    self.caption.take_maker(joined, m["maker"])
                return take
        return 0

    def _wrapped_maker(self, at: int) -> int:
        """Take a maker and a unit line where the rest of the body's name wrapped below them, directly above the table."""
        if at < 2 or len(self.lines[at]) > 16 or re.search(r"[。，；：:\d]|表$", self.lines[at]):
            return 0
        unit, maker = _BARE_UNIT.match(self.lines[at - 1]), _MAKER_LINE.match(self.lines[at - 2])
        if not unit or not maker:
            return 0
        self.caption.unit, self.caption.maker = unit[1], maker["maker"] + self.lines[at]
        return 3

    def _number(self, at: int) -> int:
        if self.caption.number:
            return 0
        if m := _NUMBER.match(self.lines[at]):
            self.caption.number = m["number"]
            return 1
        if at > 0 and (m := _NUMBER.match(self.lines[at - 1] + self.lines[at])) and len(self.lines[at - 1]) <= 3:
            self.caption.number = m["number"]
            return 2
        return 0

    def _above(self, at: int) -> int:
        """The number directly above the title, perhaps with the body and the year between them; inside a grid these alone too."""
        if not self.caption.title:
            return 0
        took = 0 if self.caption.number else self._number(at)
        line = strip_ordinal(self.lines[at])
        if not took and (_UNDER_NUMBER.match(line) or self.vocabulary.ends_like_body(line)):
            above = 0 if self.caption.number or not at else self._number(at - 1)
            took = 1 + above if above or (self.inside and not at) else 0
        return took

    def _title(self, at: int) -> int:
        took = self._known_title(at)
        self.caption.known = bool(took)
        return took or self._unknown_title(at)

    def _known_title(self, at: int) -> int:
        """A title with words of the vocabulary that ends at ``at``, with the lines above it that belong to it."""
        best, core = 0, 0
        for take in range(1, min(_MOST_LINES, at + 1) + 1):
            lines = self.lines[at - take + 1 : at + 1]
            joined = "".join(lines)
            if len(joined) > _MAX_TITLE + 20 or _NOT_A_TITLE.search(joined) or (take > 1 and not self._goes_on(lines[0])):
                break
            known = self.vocabulary.known_title(joined)
            if known and (not best or len(known) > core or self._begins(lines[0], at - take)):
                best, core = take, len(known)
        return self._take("".join(self.lines[at - best + 1 : at + 1]), at - best + 1, best) if best else 0

    def _begins(self, line: str, above: int) -> bool:
        """Whether the line before a title is its beginning: it has the number, or stands under it, or leaves the title open."""
        under = above >= 0 and _NUMBER.match(self.lines[above])
        return self.inside or bool(under or _OPEN_END.search(line) or split_number(line)[0])

    def _goes_on(self, line: str) -> bool:
        """Whether a line may be the beginning of a title that wraps."""
        return not (_TITLE_SHAPE.search(line) or _NUMBER.match(line) or _MAKER_LINE.match(line) or _AGAIN.match(line))

    def _unknown_title(self, at: int) -> int:
        """A line that only looks like a title, perhaps broken before its last characters."""
        line, above = self.lines[at], self.lines[at - 1] if at else ""
        broken = at > 0 and len(line) <= 8 and not _LISTED.match(line) and self._goes_on(above) and len(above) >= 8
        broken = broken and not _COVER_TITLE.search(above)
        if broken and looks_like_title(above + line, self.vocabulary):
            return self._take(above + line, at - 1, 2)
        return self._take(line, at, 1) if looks_like_title(line, self.vocabulary) else 0

    def _take(self, joined: str, first: int, count: int) -> int:
        """Take a title of ``count`` lines without the number and ordinal before it; 0 if it is a line of a list of titles."""
        number, rest = split_number(joined)
        if number and not re.search("表", rest):
            number, rest = None, joined
        rest = strip_ordinal(rest)
        if self._is_listed(rest, first):
            return 0
        self.caption.number = self.caption.number or number
        if self.caption.unit is None and (m := _UNIT_BEHIND.search(rest)):
            self.caption.unit = m[1]
        self.caption.title = _as_shown(rest, "".join(p.shown for p in self.pieces[first : first + count]))
        return count

    def _is_listed(self, title: str, first: int) -> bool:
        """Whether a title is the last of a list of titles (the contents): others stand directly above it, nothing below."""
        if self.caption.unit or self.caption.number or first + 1 < len(self.lines):
            return False
        keys = {title_key(line) for line in self.lines[max(0, first - 6) : first] if looks_like_title(line, self.vocabulary)}
        above = self.lines[max(0, first - _LIST_OF_TITLES + 1) : first]
        listed = len(above) == _LIST_OF_TITLES - 1 and all(looks_like_title(line, self.vocabulary) for line in above)
        return listed and title_key(title) not in keys


def read_caption(pieces: Sequence[Piece], vocabulary: Vocabulary, *, inside: bool = False) -> tuple[Caption, int]:
    """The caption at the end of the pieces, and the index of its first piece; ``inside`` a grid or a box."""
    reader = _Reader(pieces, vocabulary, inside)
    first = reader.read()
    return reader.caption, first


def find_caption(before: list[Paragraph], vocabulary: Vocabulary) -> Caption:
    """The caption in the paragraphs before a table (nearest last).

    Reads upward and stops at the first line that is none of unit, maker, number and title.
    """
    near = before[-_FARTHEST:]
    pieces = pieces_of([p.text for p in near])
    caption, first = read_caption(pieces, vocabulary)
    if not caption.found:
        return Caption()
    caption.lines = len(near) - pieces[first].owner
    return caption


def _as_shown(title: str, shown: str) -> str:
    """The title with the quotes and brackets that it prints."""
    return next((shown[cut:] for cut in range(len(shown)) if label_key(shown[cut:]) == title), title)
