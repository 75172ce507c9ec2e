"""A question cut into pieces over the lexicon: the cut that leaves the least uncovered, with the fewest pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..words.lexicon import FILLER, Sense, longest_word, shared_words

_SINCE = re.compile(r"(?<!\d)(?P<y>20\d\d)年?(?:以后|之后|以来|起)|(?<!\d)(?P<b>20\d\d)年?(?:以前|之前)")
_YEAR = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:财政年度|年度|年底|年末|年初|年内|年全年|年|财年)?(?!\d)|(?<!\d)(?P<s>[12]\d)(?:财年|年度|年底|年)"
)
_SHORT_YEAR = re.compile(r"(?<![一二三四五六七八九十百第])(?P<d>[一二])(?P<u>[零〇一二三四五六七八九])年(?![级期间来内多])")
"""二一年, 一七年."""
_BASE_YEAR = re.compile(
    r"(?:比|较|相较于?|相比于?|对比)(?P<y>20\d\d)年?度?|"
    r"(?<![年度\d])(?:跟|和|与|同)(?P<z>20\d\d)年?度?(?=的?(?:相比|比|一样|持平|怎么|咋|差|有什么变化|变化))"
)
_BASE_BEFORE = re.compile(
    r"(?:和|跟|与|同)(?:去年|上年度?|上一年度?|头一年|头年|前一年)(?=的?(?:相比|比|一样|持平|差|怎么|变化|有什么变化|有变化|不同))"
)
_RANGE = re.compile(r"(?<!\d)(?P<a>20\d\d)年?(?:到|至|-|—|~)(?P<b>20\d\d)年?(?:这几年)?")
_AMOUNT = re.compile(
    r"(?<![\d.])(?P<n>\d+(?:,\d{3})*(?:\.\d+)?)(?P<u>亿元|亿|万元|万块|万人|万|千元|元|块钱|块|%|个百分点|人|名|辆|平方米|条|处|个)"
)
_NUMBER = re.compile(r"(?<![\d.a-z])\d{1,5}(?:\.\d+)?(?![\d.a-z])")
_NUMBER_WORDS = re.compile(r"(?P<n>[一两二三四五六七八九十百千]+)(?P<u>亿元|亿|万元|万块|万|块钱|成多|成|人|辆|条|倍)(?![家个])")
_SPAN = re.compile(r"(?:这|近|前后|过去|最近|连续)?[两二三四五六七八九十](?:个)?年(?:来|间|内|里|时间)?(?!级|期|以)")
_FRACTION = re.compile(
    r"(?P<h>一半|半数|对半)|(?P<d>[二三四五六七八九十])分之(?P<n>[一二两三四五六七八九])|百分之(?P<p>[一二三四五六七八九十]{1,3}|\d{1,3}(?:\.\d+)?)(?!几|多少)"
)
_TOP = re.compile(r"前(?P<n>[一二两三四五六七八九十]|\d{1,2})(?:名|位|家|个|甲|大|强)?")
_LAST = re.compile(r"(?:倒数|(?<!往)(?<!之)(?<!以)后)(?P<n>[一二两三四五六七八九十]|\d{1,2})(?:名|位|家|个)?(?!年)")
_GROUP = re.compile(
    r"(?:这|那|全部|所有)?(?P<n>[两二三四五六七八九十]|\d{1,3})(?:"
    r"(?:家|个单位|个部门|份(?:文件|公开件|预算|决算)?|个局|个县|个地方|个市|个县市|个机关)(?:单位|局|部门)?"
    r"|(?:个|家)(?=[一-鿿]{1,5}(?:局|厅|院|委|街道|学校|中学|医院)))"
)
"""五家单位, 五个医保局: the organ stays a word of its own."""
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_DIGIT_OF = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "〇": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MARKS = "，。？！、；：,.?!;:~—…-\0"
_MANY_YEARS = 15
_JOINTS = "的和与跟及或同了在"
_UNKNOWN, _NAME, _WORD, _SINGLE, _FILLER = 1.0, 0.5, 0.55, 0.8, 0.35


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the question and what they can stand for; ``senses`` is empty for what was not understood."""

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]

    def values(self, *types: str) -> tuple[str, ...]:
        """What the piece stands for as one of the types."""
        return tuple(v for t, v in self.senses if t in types)

    @property
    def types(self) -> frozenset[str]:
        return frozenset(t for t, _ in self.senses)

    @property
    def is_filler(self) -> bool:
        return bool(self.senses) and all(s == FILLER for s in self.senses)


def chinese_number(text: str) -> int | None:
    """Digits, or a number below ten thousand in words: 十二, 三百五十, 一千, 两千三百."""
    if text.isdigit():
        return int(text)
    total, digit = 0, None
    for c in text:
        if c in _STEPS:
            total += (1 if digit is None else digit) * _STEPS[c]
            digit = None
        elif c in _DIGITS and digit in (None, 0):
            digit = _DIGITS[c]
        else:
            return None
    return total + (digit or 0) if text else None


def candidates(text: str) -> list[str]:
    """Every run of characters that may be a name, to be looked up: two characters or more, none over a mark."""
    found = []
    for start in range(len(text)):
        for end in range(start + 2, min(len(text), start + 60) + 1):
            if text[end - 1] in _MARKS:
                break
            found.append(text[start:end])
    return list(dict.fromkeys(found))


def cut(text: str, names: Mapping[str, tuple[Sense, ...]], fixed: Iterable[Piece] = ()) -> list[Piece]:
    """The pieces of a normalised question. ``names`` are those of the data, ``fixed`` pieces that were found in another way."""
    spans: dict[int, list[tuple[float, Piece]]] = {}
    for piece in [*_numbers(text), *fixed]:
        spans.setdefault(piece.start, []).append((_NAME - 0.2 + 0.3 * ("number" in piece.types), piece))
    shared, longest = shared_words(), max([longest_word(), *map(len, names)])
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + longest) + 1):
            word = text[start:end]
            senses = names.get(word, ()) + shared.get(word, ())
            if senses:
                spans.setdefault(start, []).append((_cost(word, senses, word in names), Piece(start, end, word, senses)))
    return _merge(_best(text, spans), text)


def _cost(word: str, senses: tuple[Sense, ...], is_name: bool) -> float:
    if is_name:
        return _NAME
    if senses[0] == FILLER or (FILLER in senses and len(word) == 1):
        return _FILLER + 0.02 * (senses[0] != FILLER)
    return _SINGLE if len(word) == 1 else _WORD


def _best(text: str, spans: Mapping[int, list[tuple[float, Piece]]]) -> list[Piece]:
    """The cheapest way from the end to the beginning; of equals the one whose first piece is longer."""
    cost = [0.0] * (len(text) + 1)
    step: list[Piece | None] = [None] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        character = text[start]
        free = 0.0 if character in _MARKS else _UNKNOWN
        cost[start] = free + cost[start + 1]
        for price, piece in sorted(spans.get(start, ()), key=lambda s: -s[1].end):
            if price + cost[piece.end] < cost[start] - 1e-9:
                cost[start], step[start] = price + cost[piece.end], piece
    found, at = [], 0
    while at < len(text):
        taken = step[at]
        piece = taken or Piece(at, at + 1, text[at], (("mark", ""),) if text[at] in _MARKS else ())
        found.append(piece)
        at = piece.end
    return found


def _merge(pieces: list[Piece], text: str) -> list[Piece]:
    """Characters that were not understood and stand together are one piece, with a filler of one character inside them."""
    merged: list[Piece] = []
    for n, given in enumerate(pieces):
        inside = 0 < n < len(pieces) - 1 and not pieces[n - 1].senses and not pieces[n + 1].senses
        p = Piece(given.start, given.end, given.text, ()) if inside and given.is_filler and given.text not in _JOINTS else given
        if merged and not p.senses and not merged[-1].senses and merged[-1].end == p.start:
            merged[-1] = Piece(merged[-1].start, p.end, text[merged[-1].start : p.end], ())
        else:
            merged.append(p)
    return merged


def _numbers(text: str) -> list[Piece]:
    found = [_piece(m, "base", m["y"] or m["z"]) for m in _BASE_YEAR.finditer(text)]
    found += [_piece(m, "base", "previous") for m in _BASE_BEFORE.finditer(text)]
    for m in _RANGE.finditer(text):
        last = min(int(m["b"]), int(m["a"]) + 20)
        found.append(_piece(m, "years", ",".join(str(y) for y in range(int(m["a"]), last + 1))))
    for m in _SINCE.finditer(text):
        years = range(int(m["y"]), int(m["y"]) + _MANY_YEARS) if m["y"] else range(int(m["b"]) - _MANY_YEARS, int(m["b"]) + 1)
        found.append(_piece(m, "years", ",".join(map(str, years))))
    found += [_piece(m, "year", m["y"] or f"20{m['s']}") for m in _YEAR.finditer(text)]
    found += [_piece(m, "year", f"20{_DIGIT_OF[m['d']]}{_DIGIT_OF[m['u']]}") for m in _SHORT_YEAR.finditer(text)]
    found += [_piece(m, "amount", f"{m['n'].replace(',', '')} {m['u']}") for m in _AMOUNT.finditer(text)]
    found += [_piece(m, "number", m[0]) for m in _NUMBER.finditer(text)]
    for m in _NUMBER_WORDS.finditer(text):
        if (n := chinese_number(m["n"])) is not None and m["u"] not in ("人", "辆"):
            found.append(_piece(m, "amount", f"{n} {m['u']}"))
    found += [_piece(m, "trend", "trend") for m in _SPAN.finditer(text)]
    found += [_piece(m, "amount", f"{_percent(m)} %") for m in _FRACTION.finditer(text) if _percent(m) is not None]
    for pattern, type in ((_TOP, "top"), (_LAST, "last"), (_GROUP, "group")):
        found += [_piece(m, type, str(chinese_number(m["n"]))) for m in pattern.finditer(text)]
    return found


def _percent(m: re.Match[str]) -> Decimal | None:
    """一半, 三分之一, 百分之五十 in percent, to two decimals."""
    if m["h"]:
        return Decimal(50)
    if m["p"]:
        return Decimal(m["p"]) if m["p"][0].isdigit() else (None if (n := chinese_number(m["p"])) is None else Decimal(n))
    whole, part = chinese_number(m["d"]), chinese_number(m["n"])
    return None if not whole or part is None else (Decimal(part * 100) / whole).quantize(Decimal("0.01"))


def _piece(m: re.Match[str], type: str, value: str) -> Piece:
    return Piece(m.start(), m.end(), m[0], ((type, value),))


MONEY = {"亿元": Decimal(10000), "亿": Decimal(10000), "万元": Decimal(1), "万块": Decimal(1), "万": Decimal(1), "千元": Decimal("0.1"),
         "元": Decimal("0.0001"), "块钱": Decimal("0.0001"), "块": Decimal("0.0001")}  # fmt: skip
"""Unit of an amount in a question → in 万元."""


def amount(value: str) -> tuple[Decimal, str]:
    """The amount of a piece and its unit: money in 万元, 成 in percent."""
    number, _, unit = value.partition(" ")
    if unit in MONEY:
        return Decimal(number) * MONEY[unit], "万元"
    if unit.startswith("成"):
        return Decimal(number) * 10, "%"
    if unit == "倍":
        return Decimal(number) * 100, "%"
    return Decimal(number), unit
