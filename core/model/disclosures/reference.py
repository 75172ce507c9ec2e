"""Reference data: classification codes and administrative divisions, with validity and source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class CodeName:
    """A name of a classification code (科目) and the fiscal years for which it holds."""

    code: str
    name: str
    valid_from: int | None = None
    valid_to: int | None = None
    source: str = ""

    def in_force(self, year: int | None) -> bool:
        return year is None or ((self.valid_from is None or year >= self.valid_from) and (self.valid_to is None or year <= self.valid_to))


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A classification: code → names over time. What is not in it is unknown, not wrong."""

    entries: tuple[CodeName, ...] = ()
    _by_code: dict[str, list[CodeName]] = field(default_factory=dict, compare=False, repr=False)
    _by_name: dict[str, list[CodeName]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for e in self.entries:
            self._by_code.setdefault(e.code, []).append(e)
            self._by_name.setdefault(e.name, []).append(e)

    def names(self, code: str, year: int | None = None) -> list[str]:
        """Names of a code in a year (all years if None)."""
        return [e.name for e in self._by_code.get(code, ()) if e.in_force(year)]

    def codes(self, name: str, year: int | None = None) -> list[str]:
        """Codes that bear a name in a year."""
        return [e.code for e in self._by_name.get(name, ()) if e.in_force(year)]


_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|"
    "东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|塔吉克|怒族|鄂温克族|德昂族|"
    "保安族|裕固族|鄂伦春族|独龙族|门巴族|珞巴族|基诺族|各族"
)
_AUTONOMOUS = re.compile(rf"^(.{{2,12}}?)(?:{_PEOPLES}){{1,4}}自治([县州旗])$")


def short_division(name: str) -> str | None:
    """The short name of an autonomous county, prefecture or banner (某某彝族自治县: 某某县); None for others."""
    m = _AUTONOMOUS.match(name)
    return m[1] + m[2] if m else None


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division (行政区划): GB/T 2260 code, name, and validity years."""

    code: str
    name: str
    valid_from: int | None = None
    valid_to: int | None = None

    @property
    def prefecture(self) -> str:
        return self.code[:4] + "00"

    @property
    def province(self) -> str:
        return self.code[:2] + "0000"

    @property
    def rank(self) -> int:
        """0 province, 1 prefecture, 2 county."""
        return 0 if self.code.endswith("0000") else 1 if self.code.endswith("00") else 2


_LONGEST_DIVISION_NAME = 20


@dataclass(frozen=True, slots=True)
class References:
    """Reference data: functional and economic classification, divisions by code. A plugin registers its own; rules and layouts see all."""

    functional: CodeTable = field(default_factory=CodeTable)
    economic: CodeTable = field(default_factory=CodeTable)
    divisions: dict[str, Division] = field(default_factory=dict)
    uncoded: dict[str, str] = field(default_factory=dict)
    """Names with which bodies begin that have no code of their own, and the code of the division in which they lie."""
    provinces: list[Division] = field(init=False, default_factory=list, compare=False, repr=False)
    _by_name: dict[str, list[Division]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for division in self.divisions.values():
            self._by_name.setdefault(division.name, []).append(division)
            if not division.rank:
                self.provinces.append(division)
        for division in self.divisions.values():
            # A short name is a name of its own: what it covers of a text is as long as it is.
            if (short := short_division(division.name)) and short not in self._by_name:
                self._by_name[short] = [replace(division, name=short)]

    def divisions_at_start(self, text: str) -> list[Division]:
        """Divisions whose name begins a text, the longest names first."""
        longest = min(len(text), _LONGEST_DIVISION_NAME)
        return [d for size in range(longest, 1, -1) for d in self._by_name.get(text[:size], ())]

    @classmethod
    def merged(cls, parts: Iterable[References]) -> References:
        """One of all; of two divisions with one code the first registered stays."""
        functional: list[CodeName] = []
        economic: list[CodeName] = []
        divisions: dict[str, Division] = {}
        uncoded: dict[str, str] = {}
        for part in parts:
            functional += part.functional.entries
            economic += part.economic.entries
            divisions = {**part.divisions, **divisions}
            uncoded = {**part.uncoded, **uncoded}
        return cls(CodeTable(tuple(functional)), CodeTable(tuple(economic)), divisions, uncoded)

    def uncoded_at_start(self, text: str) -> tuple[str, Division] | None:
        """The longest name without a code that begins a text, and the division in which its bodies lie."""
        found = max((n for n in self.uncoded if text.startswith(n)), key=len, default=None)
        division = self.divisions.get(self.uncoded[found]) if found else None
        return (found, division) if found and division else None
