"""The header of a table in raw text: its words, put together from broken lines, and the columns that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..... import label_key, squeeze

_LONGEST = 14
"""Most broken pieces that one header word is put together from."""
_CODE_WORD = re.compile(r"(?:编码|代码)(?:（类款项）)?$")
_LABEL_WORD = re.compile(r"(?:编码|代码)(?:（类款项）)?$|名称|^(?:科目|项目|单位)$|^(?:支出|收入)?(?:功能|经济)分类|[行栏]次$")
_PROJECT_WORD = re.compile(r"^项目(?:名称)?$")
_TOTAL_WORD = re.compile(r"(?:合计|总计|小计)数?$")
_SIDES = re.compile(r"^([^支]{0,8}收入)(.{0,8}支出)$")
_LEVELS = ("类", "款", "项")


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line of the text: its number and its words, parted at white space."""

    number: int
    tokens: tuple[str, ...]

    @property
    def key(self) -> str:
        return label_key("".join(self.tokens))


@dataclass(frozen=True, slots=True)
class Piece:
    """A token of the header with the line that it stands on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Word:
    """A header word put together of pieces."""

    text: str
    line: int

    @property
    def is_label(self) -> bool:
        return bool(_LABEL_WORD.search(label_key(self.text)))

    @property
    def is_project(self) -> bool:
        return bool(_PROJECT_WORD.match(label_key(self.text)))


def is_total_word(text: str) -> bool:
    """Whether a column or row so named is a total of others."""
    return bool(_TOTAL_WORD.search(label_key(text)))


def parts_of_total(amounts: Sequence[str]) -> bool:
    """Whether a header lists one total first and then nothing but its parts."""
    return len(amounts) > 1 and is_total_word(amounts[0]) and not any(map(is_total_word, amounts[1:]))


@dataclass(frozen=True, slots=True)
class CodedHead:
    """Code column(s), name column(s), then amounts. ``upper`` are the group heads above, ``levels`` 类 款 项."""

    upper: tuple[Word, ...]
    levels: int
    labels: tuple[Word, ...]
    amounts: tuple[Word, ...]
    orphans: tuple[Piece, ...] = ()
    """Pieces under the header that are none of its words: the beginning of a name of the first row."""

    @property
    def project(self) -> int | None:
        """Index in ``labels`` of the project column."""
        return next((i for i, w in enumerate(self.labels[1:], 1) if w.is_project), None)

    @property
    def columns(self) -> int:
        return self.levels + len(self.labels) - 1 + len(self.amounts)


@dataclass(frozen=True, slots=True)
class SidedHead:
    """Two lists side by side, each a label column and its amounts."""

    groups: tuple[Word, Word]
    labels: tuple[Word, Word]
    amounts: tuple[tuple[Word, ...], tuple[Word, ...]]

    @property
    def columns(self) -> int:
        return 2 + len(self.amounts[0]) + len(self.amounts[1])


@dataclass(frozen=True, slots=True)
class AcrossHead:
    """Items as columns, one of them divided: ``top`` heads, the ``group``-th of them over ``inner`` ones."""

    top: tuple[Word, ...]
    group: int
    inner: tuple[Word, ...]

    @property
    def columns(self) -> int:
        return len(self.top) - 1 + len(self.inner)


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The tokens of lines, one after another."""
    return [Piece(t, line.number) for line in lines for t in line.tokens]


def _join(pieces: Sequence[Piece]) -> Word:
    return Word(squeeze("".join(p.text for p in pieces)), pieces[0].line)


def _may_join(left: Piece, right: Piece, known: frozenset[str]) -> bool:
    """Two whole words beside each other on a line are two columns, not one broken word."""
    if left.line != right.line:
        return True
    keys = label_key(left.text), label_key(right.text)
    return not all(len(k) > 1 and k in known for k in keys)


def split_words(pieces: Sequence[Piece], known: frozenset[str]) -> list[Word] | None:
    """The pieces as known header words, or None where none or more than one shortest reading is left."""
    count = len(pieces)
    best: list[tuple[int, int, int]] = [(0, 1, 0)]  # words used, ways, start of the last word
    for end in range(1, count + 1):
        options: list[tuple[int, int, int]] = []
        text = ""
        for start in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
            if start < end - 1 and not _may_join(pieces[start], pieces[start + 1], known):
                break
            text = label_key(pieces[start].text) + text
            used, ways, _ = best[start]
            if text in known and ways:
                options.append((used + 1, ways, start))
        fewest = min((o[0] for o in options), default=0)
        shortest = [o for o in options if o[0] == fewest]
        best.append((fewest, sum(o[1] for o in shortest), shortest[0][2]) if shortest else (0, 0, 0))
    if count and best[count][1] != 1:
        return None
    words: list[Word] = []
    end = count
    while end:
        start = best[end][2]
        words.append(_join(pieces[start:end]))
        end = start
    return words[::-1]


def levels_at(pieces: Sequence[Piece]) -> tuple[int, int] | None:
    """Where 类 款 (项) stand one after another: index and how many they are."""
    for i in range(len(pieces) - 1):
        if (pieces[i].text, pieces[i + 1].text) == _LEVELS[:2]:
            return i, 3 if i + 2 < len(pieces) and pieces[i + 2].text == _LEVELS[2] else 2
    return None


def _code_word_at(pieces: Sequence[Piece], known: frozenset[str]) -> int | None:
    for start in range(len(pieces)):
        text = ""
        for piece in pieces[start : start + _LONGEST]:
            text += label_key(piece.text)
            if text in known and _CODE_WORD.search(text):
                return start
    return None


def _upper(pieces: Sequence[Piece]) -> tuple[Word, ...]:
    """Group heads above the columns: 项目 and what stands beside it, else all as one."""
    if not pieces:
        return ()
    text = ""
    for i, piece in enumerate(pieces[:-1]):
        text += label_key(piece.text)
        if text == "项目" and len({p.line for p in pieces}) == 1:
            return _join(pieces[: i + 1]), _join(pieces[i + 1 :])
    return (_join(pieces),)


def coded_head(lines: Sequence[Line], known: frozenset[str]) -> CodedHead | None:
    """The header of a table with code columns, None if its columns cannot be told for certain."""
    pieces = pieces_of(lines)
    found = levels_at(pieces)
    tail: list[Piece] = []
    levels = 1
    if found:
        at, levels = found
        pieces, tail = pieces[:at], pieces[at + levels :]
    start = _code_word_at(pieces, known)
    if start is None:
        return None
    words = split_words(pieces[start:] + tail, known)
    orphans: list[Piece] = []
    if words is None and tail:
        words, orphans = split_words(pieces[start:], known), tail
    if not words:
        return None
    first_amount = next((i for i, w in enumerate(words) if not w.is_label), len(words))
    labels, amounts = words[:first_amount], words[first_amount:]
    if not amounts or any(w.is_label for w in amounts) or not 2 <= len(labels) <= 3:
        return None
    codes = [w for w in labels if _CODE_WORD.search(label_key(w.text))]
    unsupported = any(re.search(r"单位|次$", w.text) for w in labels) or (len(labels) == 3 and not labels[2].is_project)
    if codes != labels[:1] or unsupported:
        return None
    return CodedHead(_upper(pieces[:start]), levels, tuple(labels), tuple(amounts), tuple(orphans))


def sided_head(lines: Sequence[Line], known: frozenset[str]) -> SidedHead | None:
    """The header of two lists side by side (收入 | 支出), None if it is not surely one."""
    if not lines or not (m := _SIDES.match(lines[0].key)):
        return None
    words = split_words(pieces_of(lines[1:]), known)
    if not words or any(re.search(r"[行栏]次$|编码|代码", w.text) for w in words):
        return None
    labels = [i for i, w in enumerate(words) if w.is_label]
    if len(labels) != 2 or labels[0] != 0 or labels[1] < 2 or labels[1] == len(words) - 1:
        return None
    groups = (Word(m[1], lines[0].number), Word(m[2], lines[0].number))
    middle = labels[1]
    return SidedHead(groups, (words[0], words[middle]), (tuple(words[1:middle]), tuple(words[middle + 1 :])))


def across_head(lines: Sequence[Line], known: frozenset[str]) -> AcrossHead | None:
    """The header of a table with items as columns (三公经费), None if it is not surely one.

    The inner heads are printed behind the upper ones; which they belong to is certain if the letters of each
    of them stand in just one upper head (公务用车购置费 in 公务用车购置及运行费).
    """
    words = split_words(pieces_of(lines), known)
    if not words or any(w.is_label for w in words) or not is_total_word(words[0].text):
        return None
    readings: list[AcrossHead] = []
    for cut in range(2, len(words)):
        top, inner = words[:cut], words[cut:]
        named = [w.text for w in inner if not is_total_word(w.text)]
        owners = [i for i, w in enumerate(top) if named and all(_letters_in(name, w.text) for name in named)]
        if len(named) > 1 and len(owners) == 1 and len(inner) - len(named) <= 1 and not any(is_total_word(w.text) for w in top[1:]):
            readings.append(AcrossHead(tuple(top), owners[0], tuple(inner)))
    return readings[0] if len(readings) == 1 else None


def _letters_in(short: str, long: str) -> bool:
    letters = iter(long)
    return short != long and all(c in letters for c in short)
