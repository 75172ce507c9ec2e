"""From words of the prose to canonical subjects, and to the places in statements that hold the same fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model.disclosure import RowKind, Section, Statement
from ..model.reference import References
from ..model.region import Region, SubjectWord
from ..model.text import label_key

_ECONOMIC = ("basic",)
_GENERAL = ("general", "general_scale", "general_structure", "general_items", "fiscal_totals")


@dataclass(frozen=True, slots=True)
class Linked:
    """A subject as far as it is known."""

    id: str | None
    text: str
    path: tuple[str, ...] = ()
    code: str | None = None
    where: tuple[str, ...] = ()


def _forms(key: str) -> list[str]:
    """The words of a lead, and what is left of them behind a body (…局), a possessive (…的) or a year."""
    forms = [key]
    for pattern in (
        r"^.*的",
        r"^.*?(?:[局委院厅会站所处中心]|部门|单位|本级|办公室|街道办事处|[乡镇])(?=\S{2})",
        r"^(?:本年|当年|年初|全年|本级|其中|共|安排|预算)",
    ):
        shorter = re.sub(pattern, "", key)
        if shorter and shorter != key:
            forms += [shorter, re.sub(r"^\d{4}年度?", "", shorter)]
    return list(dict.fromkeys(forms))


class Subjects:
    """The subjects of one disclosure: the pack's words, and the classification names of its own statements."""

    def __init__(self, region: Region, references: References, statements: Sequence[Statement], year: int | None) -> None:
        self._words = region.subjects
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

    def link(self, text: str, section: Section, path: re.Match[str] | None) -> Linked:
        """The subject of a text in a section; a classification path in the sentence wins."""
        if path is not None:
            return self._path(path, section)
        key = label_key(text)
        if not key:
            return Linked(None, text)
        for form in _forms(key):
            if word := self._word(form, section):
                return Linked(word.id, text, where=word.where)
        # 办公费 in the section on basic expenditure is an economic item; elsewhere it may be a project's.
        kind, table = ("economic", self._economic) if section.id in _ECONOMIC else ("functional", self._functional)
        codes = table.get(key) or (table.get(key + "支出") if len(key) > 3 else None)
        if not codes:
            return Linked(None, text)
        code = min(codes, key=len)
        return Linked(f"{kind}:{code}", text, code=code, where=self._where(kind, code, section))

    def _word(self, key: str, section: Section) -> SubjectWord | None:
        scoped = [w for w in self._words if section.id in w.sections]
        free = [w for w in self._words if not w.sections]
        for group in (scoped, free):
            exact = next((w for w in group if key in w.words), None)
            if exact:
                return exact
        return None

    def _path(self, m: re.Match[str], section: Section) -> Linked:
        names = tuple(re.sub(r"^\d+[.、]", "", n) for n in (m["class"], m["group"], m["item"]) if n)
        printed = [m["c1"] or m["c1b"], m["c2"], m["c3"]]
        code = self._code_of(names, printed)
        text = "/".join(names)
        if code is None:
            return Linked(None, text, names)
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

    @staticmethod
    def _where(kind: str, code: str, section: Section) -> tuple[str, ...]:
        if kind == "economic":
            return (f"basic_expenditure:economic:{code}:total",)
        if section.id is None:
            return (f"general_expenditure:functional:{code}:total", f"expenditure:functional:{code}:total")
        if section.id in _GENERAL:
            return (f"general_expenditure:functional:{code}:total", f"fiscal_income_expenditure:functional:{code}:general")
        return (f"expenditure:functional:{code}:total", f"income_expenditure:functional:{code}:total")
