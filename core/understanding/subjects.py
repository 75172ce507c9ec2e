"""From words of the prose to canonical subjects, and to the places in statements that hold the same fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..model.disclosure import RowKind, Section, Statement
from ..model.reference import References
from ..model.region import Region, SubjectWord
from ..model.text import label_key
from .paths import ClassPath

_ECONOMIC = ("basic",)
_ONE_FUND = ("government_fund", "state_capital", "carryover")
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
BASE = "base"
"""The attribute of words that state what the subject's change is counted from."""
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


_SHORTEST = 6


def _shortened(text: str, name: str) -> bool:
    """Whether a text is a name with characters left out: 机关事业单位职业年金 for 机关事业单位职业年金缴费支出."""
    rest = iter(name)
    return len(text) >= _SHORTEST and all(c in rest for c in text)


def _ancestors(code: str) -> list[str]:
    """The codes above a code, from the outermost: 208, 20805 of 2080505."""
    return [code[:size] for size in (3, 5) if size < len(code)]


class Subjects:
    """The subjects of one disclosure: the pack's words, and the classification names of its own statements."""

    def __init__(self, region: Region, references: References, statements: Sequence[Statement], year: int | None) -> None:
        self._words = region.subjects
        self._attributes = region.attributes
        self._sections = {s.id: s for s in region.sections}
        self._references = references
        self._year = year
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

    def link(self, text: str, section: Section, path: ClassPath | None) -> Linked:
        """The subject of a text in a section; a classification path in the sentence wins."""
        if path is not None:
            found = self._path(path, section)
            if found.id or path.whole:
                return found
        key = label_key(text).replace("收、支", "收支").replace("收入、支出", "收入支出")
        if not key:
            return Linked(None, text)
        for form in _forms(key):
            if word := self._word(form, section):
                # Where a section speaks of one fund, words that hold everywhere mean that fund's part.
                elsewhere = section.id in _ONE_FUND and section.id not in word.sections
                return Linked(word.id, text, where=() if elsewhere else word.where)
        if split := self._split(key, section):
            held, attribute = split
            return replace(held, text=text) if attribute == SAME else Linked(f"{held.id}.{attribute}", text)
        # 办公费 in the section on basic expenditure is an economic item; elsewhere it may be a project's.
        kind, table = ("economic", self._economic) if section.id in _ECONOMIC else ("functional", self._functional)
        bare = _TAIL.sub("", key)
        codes = table.get(key) or table.get(bare) or (table.get(bare + "支出") if len(bare) > 3 else None)
        if not codes:
            return Linked(None, text)
        code = min(codes, key=len)
        return Linked(f"{kind}:{code}", text, code=code, where=self._where(kind, code, section))

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

    def _path(self, path: ClassPath, section: Section) -> Linked:
        code = path.code or self._code_of(path)
        text = "/".join(path.names)
        if code is None:
            return Linked(None, text, path.names)
        return Linked(f"functional:{code}", text, path.names, code, self._where("functional", code, section))

    def _code_of(self, path: ClassPath) -> str | None:
        """The one code of the statements whose names fit those of a path; else the one of the classification."""
        last = label_key(path.names[-1])
        forms = (last, last + "支出", last.removesuffix("支出"))
        codes = {c for n in forms for c in self._functional.get(n, ()) if len(c) == path.size}
        if len(codes) > 1 and len(path.names) > 1:
            codes = {c for c in codes if self._fits(c, path)} or codes
        if not codes:
            known = {c for n in forms for c in self._references.functional.codes(n, self._year) if len(c) == path.size}
            codes = {c for c in known if self._fits(c, path)} if path.whole or len(path.names) > 1 else set()
        if not codes and not path.whole:
            codes = self._run_together(last, path)
        if not codes and len(path.names) > 1:
            codes = {c for n, found in self._functional.items() if _shortened(last, n) for c in found if len(c) == path.size}
            codes = {c for c in codes if self._fits(c, path)}
        return next(iter(codes)) if len(codes) == 1 else None

    def _run_together(self, text: str, path: ClassPath) -> set[str]:
        """Codes of the statements whose name stands behind that of an ancestor: 人大事务行政运行（项）."""
        found = set()
        for name, codes in self._functional.items():
            above = text.removesuffix(name)
            if above != text and above:
                found |= {c for c in codes if len(c) == path.size and any(above in self._called(a) for a in _ancestors(c))}
        return found

    def _called(self, code: str) -> set[str]:
        """The names of a code in the statements and in the classification."""
        return self._names.get(code, set()) | set(map(label_key, self._references.functional.names(code)))

    def _fits(self, code: str, path: ClassPath) -> bool:
        """Whether the names of a path before its last one are those of the code's ancestors.

        A mark may be wrong (行政事业单位养老支出（类）): a name may be any ancestor's, in order.
        """
        ancestors = [self._called(a) for a in _ancestors(code)]
        for name in map(label_key, path.names[:-1]):
            at = next((n for n, known in enumerate(ancestors) if {name, name + "支出"} & known), None)
            if at is None:
                return False
            ancestors = ancestors[at + 1 :]
        return True

    def other(self, text: str, section: Section) -> Linked:
        """An amount whose words the pack does not know, in a section that says what such amounts are."""
        word = self._sections.get(section.id or "")
        return Linked(word.others if word and text else None, text)

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
