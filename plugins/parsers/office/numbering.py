"""Numbers that a word processor prints before paragraphs (一、 （二） 3.) without them being in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_PLACEHOLDER = re.compile(r"%([1-9])")
_MAX = 9999


def _chinese(n: int, digits: str = _DIGITS, ten: str = "十", hundred: str = "百", thousand: str = "千") -> str:
    """一, 十一, 一百零二, 一千二百三十四."""
    out, gap = "", False
    for value, word in ((1000, thousand), (100, hundred), (10, ten), (1, "")):
        digit, n = divmod(n, value)
        if digit:
            out += (digits[0] if gap and out else "") + (digits[digit] + word)
            gap = False
        else:
            gap = bool(out)
    return out.removeprefix(digits[1]) if out.startswith(digits[1] + ten) and digits is _DIGITS else out


def _roman(n: int) -> str:
    out = ""
    for value, word in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        out += word * (n // value)
        n %= value
    return out


def _letter(n: int) -> str:
    return chr(64 + (n - 1) % 26 + 1) * ((n - 1) // 26 + 1)


def _enclosed(n: int, first: int, count: int) -> str:
    return chr(first + n - 1) if n <= count else str(n)


def format_number(n: int, kind: str) -> str:
    """A counter in a numbering format of WordprocessingML; plain digits for a format that is not known."""
    if not 0 < n <= _MAX:
        return "" if kind in ("bullet", "none") else str(n)
    match kind:
        case "bullet" | "none":
            return ""
        case "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand" | "japaneseCounting":
            return _chinese(n)
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return _chinese(n, _LEGAL, "拾", "佰", "仟")
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join("〇一二三四五六七八九"[int(d)] for d in str(n))
        case "ideographTraditional":
            return _STEMS[(n - 1) % 10]
        case "ideographZodiac":
            return _BRANCHES[(n - 1) % 12]
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return _enclosed(n, 0x2460, 20)
        case "decimalEnclosedParen":
            return _enclosed(n, 0x2474, 20)
        case "decimalEnclosedFullstop":
            return _enclosed(n, 0x2488, 20)
        case "upperRoman" | "lowerRoman":
            return _roman(n) if kind == "upperRoman" else _roman(n).lower()
        case "upperLetter" | "lowerLetter":
            return _letter(n) if kind == "upperLetter" else _letter(n).lower()
        case "decimalZero":
            return f"{n:02d}"
        case _:
            return str(n)


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _Number:
    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


def _read_level(element: etree._Element) -> _Level:
    level = _Level()
    for child in element:
        value = child.get(VAL, "")
        match child.tag:
            case t if t == W + "start":
                level.start = int(value) if value.isdigit() else 1
            case t if t == W + "numFmt":
                level.kind = value
            case t if t == W + "lvlText":
                level.text = value
            case t if t == W + "suff":
                level.suffix = value
            case t if t == W + "isLgl":
                level.legal = value not in ("0", "false", "off")
            case t if t == W + "pStyle":
                level.style = value
    return level


class Numbering:
    """The counters of a document. :meth:`next` is called once for each numbered paragraph, in order."""

    def __init__(self, root: etree._Element | None = None) -> None:
        self._numbers: dict[str, _Number] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        for a in root.iterchildren(W + "abstractNum"):
            abstract[a.get(W + "abstractNumId", "")] = {
                int(v.get(W + "ilvl", "0")): _read_level(v) for v in a.iterchildren(W + "lvl") if v.get(W + "ilvl", "0").isdigit()
            }
        for n in root.iterchildren(W + "num"):
            reference = n.find(W + "abstractNumId")
            key = "" if reference is None else reference.get(VAL, "")
            number = _Number(key, dict(abstract.get(key, {})))
            for override in n.iterchildren(W + "lvlOverride"):
                depth = override.get(W + "ilvl", "0")
                start, level = override.find(W + "startOverride"), override.find(W + "lvl")
                if level is not None and depth.isdigit():
                    number.levels[int(depth)] = _read_level(level)
                if start is not None and depth.isdigit() and start.get(VAL, "").isdigit():
                    number.starts[int(depth)] = int(start.get(VAL, "1"))
            self._numbers[n.get(W + "numId", "")] = number

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level that a numbering gives to a paragraph style."""
        found = self._numbers.get(number)
        return next((d for d, v in found.levels.items() if v.style == style), None) if found else None

    def next(self, number: str, depth: int) -> str:
        """The printed number of the next paragraph of a list, with a space after it where one is due."""
        found = self._numbers.get(number)
        if found is None or depth not in found.levels:
            return ""
        counts = self._counts[found.abstract]
        level = found.levels[depth]
        if depth in found.starts and (number, depth) not in self._started:
            self._started.add((number, depth))
            counts[depth] = found.starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]

        def value(m: re.Match[str]) -> str:
            d = int(m[1]) - 1
            named = found.levels.get(d, level)
            return format_number(counts.get(d, named.start), "decimal" if level.legal and named.kind != "bullet" else named.kind)

        if level.kind == "bullet":
            return ""
        text = _PLACEHOLDER.sub(value, level.text)
        return text + (" " if text and text[-1].isascii() and level.suffix != "nothing" else "")
