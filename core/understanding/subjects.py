"""From words of the prose to canonical subjects, and to the places in statements that hold the same fact."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..model.disclosure import Kind, RowKind, Section, Statement
from ..model.reference import References
from ..model.region import Region, SubjectWord
from ..model.text import label_key

_ECONOMIC = ("basic",)
_ONE_FUND = ("government_fund", "state_capital", "carryover")
_BY_CLASS = ("general_structure", "general_items", "fiscal_totals")
"""Sections that list functional classes: a name that differs in one character from one of the tables is that one misprinted."""
_GENERAL = ("general", "general_scale", "general_structure", "general_items", "fiscal_totals")


@dataclass(frozen=True, slots=True)
class Linked:
    """A subject as far as it is known."""

    id: str | None
    text: str
    path: tuple[str, ...] = ()
    code: str | None = None
    where: tuple[str, ...] = ()


_TAIL = re.compile(r"(?:共计|合计|总计|总额|数额|金额|数|支出决算数|支出决算|预算数|决算数|资金|安排)+$")
SAME = "="
"""The attribute of words that state the subject's own value again."""
ACTUAL = "actual"
"""The attribute of 决算数 beside a budget: the subject's own value in the tables of a final account."""
BASE = "base"
"""The attribute of words that state what the subject's change is counted from."""
_BUDGETED = re.compile(r"(?:(?P<initial>年初)|(?P<year>全年|调整后?|财政拨款)?)(?:支出|收入)?(?<!公共)(?<!基金)(?<!经营)预算数?(?:安排)?$")
"""In a final account, what was budgeted is no value of the subject itself."""
_YEAR = re.compile(r"^\d{4}年度?")
_HEADS = (
    re.compile(r"^.*的"),
    re.compile(r"^.*?(?:[局委院厅会站所处]|中心|部门|单位|本级|办公室|办事处|[乡镇])(?=\S{2})"),
    re.compile(r"^(?:本年|当年|年初|全年|本级|其中|共|安排|预算)"),
)


@lru_cache(maxsize=1 << 13)
def _forms(key: str) -> tuple[str, ...]:
    """The words of a lead as printed; without 合计, 数 … behind; and what stands behind a body (…局), a 的 or a year."""
    forms = [key, _TAIL.sub("", key)]
    for pattern in _HEADS:
        shorter = _YEAR.sub("", pattern.sub("", key))
        if shorter and shorter != key:
            forms += [shorter, _TAIL.sub("", shorter)]
    return tuple(f for f in dict.fromkeys(forms) if f)


class Subjects:
    """The subjects of one disclosure: the pack's words, and the classification names of its own statements."""

    def __init__(
        self, region: Region, references: References, statements: Sequence[Statement], year: int | None, kind: Kind | None = None
    ) -> None:
        self._words = region.subjects
        self._attributes = region.attributes
        self._sections = {s.id: s for s in region.sections}
        self._references = references
        self._year = year
        self._final = kind is Kind.FINAL
        self._functional: dict[str, set[str]] = {}
        self._economic: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        for statement in statements:
            for row in statement.rows:
                if row.code and row.kind in (RowKind.FUNCTIONAL, RowKind.ECONOMIC, RowKind.PROJECT):
                    name = label_key(row.name)
                    table = self._economic if row.kind is RowKind.ECONOMIC else self._functional
                    table.setdefault(name, set()).add(row.code)
                    self._names.setdefault(row.code, set()).add(name)

    def link(self, text: str, section: Section, path: re.Match[str] | None) -> Linked:
        """The subject of a text in a section; a classification path in the sentence wins."""
        if path is not None:
            return self._path(path, section)
        key = label_key(text)
        if not key:
            return Linked(None, text)
        if section.id in _ECONOMIC and (codes := self._economic.get(key) or self._economic.get(_TAIL.sub("", key))):
            # 公务用车运行维护费 in the section on basic expenditure is that section's item.
            return self._coded("economic", codes, text, section)
        if self._final and (budgeted := self._budgeted(key, text, section)):
            return budgeted
        for form in _forms(key):
            if word := self._word(form, section):
                return Linked(word.id, text, where=self._places(word, section))
        if split := self._split(key, section):
            held, attribute = split
            return (
                replace(held, text=text)
                if attribute == SAME
                else Linked(f"{held.id}.{attribute}", text, where=held.where if attribute == ACTUAL else ())
            )
        # 办公费 in the section on basic expenditure is an economic item; elsewhere it may be a project's.
        kind, table = ("economic", self._economic) if section.id in _ECONOMIC else ("functional", self._functional)
        bare = _TAIL.sub("", key)
        codes = table.get(key) or table.get(bare) or (table.get(bare + "支出") if len(bare) > 3 else None)
        if not codes and section.id in _BY_CLASS and not self._references.functional.codes(bare):
            codes = _near(bare, table)
        return self._coded(kind, codes, text, section) if codes else Linked(None, text)

    def _coded(self, kind: str, codes: set[str], text: str, section: Section) -> Linked:
        code = min(codes, key=len)
        return Linked(f"{kind}:{code}", text, code=code, where=self._where(kind, code, section))

    @staticmethod
    def _places(word: SubjectWord, section: Section) -> tuple[str, ...]:
        """Where the tables hold a word's value, as far as the section speaks of those tables."""
        if section.id in _ONE_FUND and section.id not in word.sections:
            # Where a section speaks of one fund, words that hold everywhere mean that fund's part.
            return ()
        if section.id in _ECONOMIC:
            return tuple(w for w in word.where if w.startswith(("basic_expenditure:", "general_expenditure:")))
        return word.where

    def _budgeted(self, key: str, text: str, section: Section) -> Linked | None:
        """A subject of a final account with 预算 behind it: what was planned for it (三公经费支出预算为…，支出决算为…)."""
        m = _BUDGETED.search(key)
        if m is None or not m.start() or self.attribute(key):
            return None
        held = self.link(key[: m.start()], section, None)
        if held.id is None or "." in held.id:
            return None
        return Linked(f"{held.id}.{'initial_budget' if m['initial'] else 'year_budget'}", text)

    def _split(self, key: str, section: Section) -> tuple[Linked, str] | None:
        """A subject with an attribute word behind it, and the attribute's id: 三公经费年初预算."""
        for word in sorted(self._attributes, key=len, reverse=True):
            if key.endswith(word) and len(key) > len(word) + 1:
                held = self.link(key.removesuffix(word), section, None)
                if held.id:
                    return held, self._attributes[word]
        return None

    def held(self, text: str, section: Section) -> Linked | None:
        """The subject that an attribute word behind it is about, None if the text has no such word."""
        split = self._split(label_key(text), section)
        return split[0] if split else None

    def attribute(self, text: str) -> str | None:
        """The id of an attribute word (价值, 决算数), None if it is none."""
        key = label_key(text)
        return self._attributes.get(key) or self._attributes.get(_TAIL.sub("", key))

    def _word(self, key: str, section: Section) -> SubjectWord | None:
        scoped = [w for w in self._words if section.id in w.sections]
        free = [w for w in self._words if not w.sections]
        for group in (scoped, free):
            exact = next((w for w in group if key in w.words), None)
            if exact:
                return exact
        # Words that hold in this section only may stand behind other words that ran into them.
        return next((w for w in scoped if any(len(word) > 4 and key.endswith(word) for word in w.words)), None)

    def _path(self, m: re.Match[str], section: Section) -> Linked:
        names = tuple(re.sub(r"^\d+[.、]", "", n) for n in (m["class"], m["group"], m["item"]) if n)
        printed = [m["c1"] or m["c1b"], m["c2"], m["c3"]]
        code = self._code_of(names, printed)
        text = "/".join(names)
        if code is None:
            # 类, 款 and 项 are printed as such: the item is known by its names although no table gives its code.
            return Linked(f"function:{text}" if len(names) > 1 else None, text, names)
        return Linked(f"functional:{code}", text, names, code, self._where("functional", code, section))

    def _code_of(self, names: tuple[str, ...], printed: list[str | None]) -> str | None:
        """The code of a path: as printed, else the one code of the statements whose names fit."""
        given = [p for p in printed[: len(names)] if p]
        if len(given) == len(names):
            code = ""
            for part in given:
                code = part if part.startswith(code) and len(part) > len(code) else code + part
            return code
        size = 1 + 2 * len(names)
        last = label_key(names[-1])
        codes = {c for n in (last, last + "支出") for c in self._functional.get(n, ()) if len(c) == size}
        if len(codes) > 1 and len(names) > 1:
            codes = {c for c in codes if self._fits(c, names)} or codes
        if not codes:
            known = {c for c in self._references.functional.codes(last, self._year) if len(c) == size}
            codes = {c for c in known if self._fits(c, names)}
        if not codes and not self._references.functional.codes(last):
            codes = {c for c in _near(last, self._functional) if len(c) == size and self._fits(c, names)}
        return next(iter(codes)) if len(codes) == 1 else None

    def _fits(self, code: str, names: tuple[str, ...]) -> bool:
        """Whether the names of a code's ancestors are those of the path."""
        for i, name in enumerate(names[:-1]):
            ancestor = code[: 3 + 2 * i]
            known = self._names.get(ancestor, set()) | set(map(label_key, self._references.functional.names(ancestor)))
            key = label_key(name)
            if not any(k in (key, key + "支出") for k in known):
                return False
        return True

    def other(self, text: str, section: Section, spoken: bool) -> Linked:
        """An amount whose words the pack does not know, in a section that says what such amounts are.

        An amount without words of its own (合计42.55万元) is the section's total if the section has stated nothing before
        (``spoken``).
        """
        word = self._sections.get(section.id or "")
        if word is None:
            return Linked(None, text)
        if _TAIL.sub("", label_key(text)):
            return Linked(word.others, text)
        total = next((w for w in self._words if w.id == word.total and section.id in ("", *w.sections)), None) or next(
            (w for w in self._words if w.id == word.total), None
        )
        if total is None or spoken:
            return Linked(None, text)
        return Linked(total.id, text or total.name, where=self._places(total, section))

    def _where(self, kind: str, code: str, section: Section) -> tuple[str, ...]:
        if kind == "economic":
            return (f"basic_expenditure:economic:{code}:total",)
        if (word := self._sections.get(section.id or "")) and word.items:
            places = (item.partition(":") for item in word.items)
            return tuple(f"{statement}:functional:{code}:{measure}" for statement, _, measure in places)
        if section.id is None:
            return (f"general_expenditure:functional:{code}:total", f"expenditure:functional:{code}:total")
        if section.id in _GENERAL:
            return (f"general_expenditure:functional:{code}:total", f"fiscal_income_expenditure:functional:{code}:general")
        return (f"expenditure:functional:{code}:total", f"income_expenditure:functional:{code}:total")


_SHORTEST_NEAR = 5


def _near(name: str, table: Mapping[str, set[str]]) -> set[str]:
    """Codes of the one name of a table that differs from ``name`` in one character; none if two do or the name is short."""
    if len(name) < _SHORTEST_NEAR:
        return set()
    near = [n for n in table if len(n) == len(name) and sum(a != b for a, b in zip(n, name, strict=True)) == 1]
    near += [n for n in table if n == f"{name}支出"] if not near else []
    return set(table[near[0]]) if len(near) == 1 else set()
