"""Reference data: classification codes and administrative divisions, with validity and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


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
