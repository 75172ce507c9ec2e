"""From words of the prose to canonical subjects, and to the places in statements that hold the same fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ...model.disclosures.claim import Section
from ...model.disclosures.disclosure import Kind, RowKind, Statement
from ...model.disclosures.link import Link
from ...model.disclosures.reference import References
from ...model.disclosures.region import Region, SubjectWord, spoken_key
from ...model.documents.figure import Figure
from ...model.documents.text import label_key
from .near_names import one_character_off, with_left_out
from .paths import ClassPath

_ECONOMIC = ("basic",)
_ONE_FUND = ("government_fund", "state_capital", "carryover")
_ALL_FUNDS = ("overview_totals", "income", "expenditure")
"""Sections on what comes in and goes out from all funds."""
_BY_CLASS = ("general", "general_structure", "general_items", "fiscal_totals")
"""Sections that list functional classes: a name that differs in one character from one of the tables is that one misprinted."""
_BY_NAME = (None, "expenditure", "overview_totals", *_BY_CLASS)
"""Sections in which a class is meant by its whole name (农林水支出) where no table names it."""
_GENERAL = ("general", "general_scale", "general_structure", "general_items", "fiscal_totals")


@dataclass(frozen=True, slots=True)
class Linked:
    """A subject as far as it is known."""

    id: str | None
    text: str
    path: tuple[str, ...] = ()
    code: str | None = None
    where: tuple[str, ...] = ()
    link: Link = Link.NAME


_TAIL = re.compile(
    r"(?:共计|合计|总计|总额|数额|金额|数|预算数|(?<=费)预算支出|(?<=出)预算|(?<=费)预算|决算数?|汇总|类科目|科目|资金|安排)+$"
)
_SUMMED = re.compile(r"(?:共计|合计|总计)$")
_YEARS = re.compile(r"20\d\d年度?")
_BRACKET = re.compile(r"（[^（）]*）$")
_SPENDING = re.compile(r"(?<=[费置护待])支出$")
_CODED = re.compile(
    r"^(?=\d|.*（\d)(?P<code>\d{3}(?:\d{2}){0,2})?(?P<name>[\u4e00-\u9fff（）]+?)(?:（(?P<behind>\d{3}(?:\d{2}){0,2})）)?(?:\d{4}年.*)?$"
)
SAME = "="
"""The attribute of words that state the subject's own value again."""
ACTUAL = "actual"
"""The attribute of 决算数 beside a budget: the subject's own value in the tables of a final account."""
COMPLETION = "completion"
"""The attribute of 完成预算的…%."""
BUDGETED = "budgeted"
"""The attribute of 预算数: a budget's own value, in a final account what was planned."""
AMOUNT = "amount"
"""The attribute of an amount right behind a count: 在建工程1项20.00万元."""
BASE = "base"
"""The attribute of words that state what the subject's change is counted from."""
_BUDGETED = re.compile(
    r"(?:(?P<initial>年初)|(?P<year>全年|调整后?|财政拨款)?)(?:支出|收入)?(?<!公共)(?<!基金)(?<!经营)预算(?:数|合计|总计)?(?:安排)?$"
)
"""In a final account, what was budgeted is no value of the subject itself."""
_YEAR = re.compile(r"^\d{4}年度?")
_HEAD_ENDS = re.compile(
    r"的|[局委院厅会站所处]|中心|部门|单位|本级|办公室|办事处|(?<!城)乡|镇|[市县州省](?!场)|(?<![社地])区|(?<=^本)年|(?<=^当)年"
)
"""Where the words for whose something is may end: 虚构县虚构局的…, 虚构中心医院…."""
_A_PART = re.compile(r"(?<!及)(?<!和)(?:下属|所属|直属|二级|各(?:部门|单位))|本级$")
"""Heads that speak of a part of the body: 下属单位支出预算 is not the body's."""
_OPENERS = re.compile(r"^(?:本年|当年|年初|全年|其中|共|安排|预算|和|及|以及|[本我]?(?:部门|单位)(?=.{3}))+")
_LONGEST_HEAD = 40


@lru_cache(maxsize=1 << 13)
def _forms(key: str) -> tuple[str, ...]:
    """The words of a lead as printed; without 合计, 数 … behind; and what stands behind a body (…局), a 的 or a year."""
    forms = [key, _SUMMED.sub("", key), _TAIL.sub("", key)]
    heads = [m.end() for m in _HEAD_ENDS.finditer(key, 0, _LONGEST_HEAD) if m.end() < len(key) - 1]
    heads = [end for end in heads if not _A_PART.search(key[:end])]
    opener = _OPENERS.match(key)
    for end in [*heads, *([opener.end()] if opener else [])]:
        rest = key[end:]
        shorter = _OPENERS.sub("", _YEAR.sub("", rest)) or rest
        for form in (rest, shorter):
            forms += [form, _TAIL.sub("", form)]
    forms += [_SPENDING.sub("", f) for f in forms]
    forms += [_BRACKET.sub("", f) for f in forms if f.endswith("）")]
    if (dateless := _YEARS.sub("", key)) != key:
        forms.append(dateless)
    return tuple(f for f in dict.fromkeys(forms) if f)


class Subjects:
    """The subjects of one disclosure: the pack's words, and the classification names of its own statements."""

    def __init__(
        self, region: Region, references: References, statements: Sequence[Statement], year: int | None, kind: Kind | None = None
    ) -> None:
        self._region = region
        self._words = region.subjects
        self._by_section: dict[str | None, list[tuple[str, int, SubjectWord]]] = {}
        own = "year_budget" if kind is Kind.FINAL else SAME
        self._attributes = {word: own if id == BUDGETED else id for word, id in region.attributes.items()}
        self._longest_first = sorted(self._attributes, key=len, reverse=True)
        self._sections = {s.id: s for s in region.sections}
        self._references = references
        self._year = year
        self._final = kind is Kind.FINAL
        self._one_scope = _have_one_scope(statements)
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

    def link(self, text: str, section: Section, path: ClassPath | None, figure: Figure | None = None) -> Linked:
        """The subject of a text in a section; a classification path in the sentence wins.

        ``figure`` is the number that the text stands before: some words name one thing in money and another in cars.
        """
        if path is not None:
            found = self._path(path, section)
            if found.id or (path.whole and not path.chained):
                return found
        key = spoken_key(label_key(text))
        if not key:
            return Linked(None, text, link=Link.NONE)
        if coded := self._item(key, text, section):
            return coded
        if self._final and (budgeted := self._budgeted(key, text, section, figure)):
            return budgeted
        # A class or an item by its whole name, before a name that only ends like a subject (城乡社区支出).
        named = None if self._word(key, section, figure) else self._named(key, section)
        if named:
            return self._coded(*named, text, section)
        for form in _forms(key):
            if word := self._word(form, section, figure):
                return Linked(word.id, text, where=self._places(word, section))
        if split := self._split(key, section, figure):
            held, attribute = split
            if attribute == SAME:
                return replace(held, text=text)
            return Linked(f"{held.id}.{attribute}", text, where=held.where if attribute == ACTUAL else (), link=held.link)
        return Linked(None, text, link=Link.NONE)

    def _item(self, key: str, text: str, section: Section) -> Linked | None:
        """An item with its printed code, or an economic item in the section that lists these."""
        if section.id not in _ECONOMIC:
            code = self._printed_code(key)
            if code and code[0] == "3":
                return self._economic_class(code, text)
            return replace(self._coded("functional", {code}, text, section), link=Link.CODE) if code else None
        # 公务用车运行维护费 in the section on basic expenditure is that section's item.
        bare = _TAIL.sub("", key)
        codes = self._economic.get(key) or self._economic.get(bare)
        if not codes:
            codes = {c for c in self._references.economic.codes(bare, self._year) if re.fullmatch(r"3\d{4}", c)}
            codes = codes if len(codes) == 1 else set()
        return self._coded("economic", codes, text, section) if codes else None

    def _named(self, key: str, section: Section) -> tuple[str, set[str]] | None:
        """The kind and the codes of a class or an item by its name.

        办公费 in the section on basic expenditure is an economic item; elsewhere it may be a project's.
        """
        kind, table = ("economic", self._economic) if section.id in _ECONOMIC else ("functional", self._functional)
        bare = _TAIL.sub("", key)
        codes = table.get(key) or table.get(bare)
        if not codes and len(bare) > 3:
            codes = table.get(f"{bare}支出") or table.get(bare.removesuffix("支出"))
        if not codes and section.id in _BY_CLASS:
            codes = set() if self._references.functional.codes(bare) else one_character_off(bare, table)
            codes = codes or {c for c in self._references.functional.codes(bare, self._year) if len(c) == 3}
        if not codes and section.id in _BY_NAME and bare.endswith("支出") and not self._functional:
            codes = {c for c in self._references.functional.codes(bare, self._year) if len(c) == 3}  # prose alone names classes too
        return (kind, codes) if codes else None

    def _coded(self, kind: str, codes: set[str], text: str, section: Section) -> Linked:
        code = min(codes, key=len)
        alike = sum(len(c) == len(code) for c in codes) > 1 or not self._is_name_of(code, text)
        return Linked(f"{kind}:{code}", text, code=code, where=self._where(kind, code, section), link=Link.GUESSED if alike else Link.NAME)

    def _is_name_of(self, code: str, text: str) -> bool:
        """Whether a text is a name of a code as the tables or the classification print it, 支出 and 合计 aside."""
        known = self._called(code) | set(map(label_key, self._references.economic.names(code)))
        bare = {_bare_name(name) for name in known}
        return any(_bare_name(form) in bare for form in _forms(spoken_key(label_key(text))))

    def _places(self, word: SubjectWord, section: Section) -> tuple[str, ...]:
        """Where the tables hold a word's value, as far as the section speaks of those tables."""
        if section.id in _ONE_FUND and section.id not in word.sections:
            # Where a section speaks of one fund, words that hold everywhere mean that fund's part.
            return ()
        if section.id in _ECONOMIC:
            return tuple(w for w in word.where if w.startswith(("basic_expenditure:", "general_expenditure:")))
        if section.id in _ALL_FUNDS and not self._one_scope and all(w.startswith("basic_expenditure:") for w in word.where):
            # 人员支出 of all that is spent is not that of the general budget's basic spending.
            return ()
        return word.where

    def _budgeted(self, key: str, text: str, section: Section, figure: Figure | None) -> Linked | None:
        """A subject of a final account with 预算 behind it: what was planned for it (三公经费支出预算为…，支出决算为…)."""
        m = _BUDGETED.search(key)
        if m is None or not m.start() or self.attribute(key):
            return None
        held = self.link(key[: m.start()], section, None, figure)
        if held.id is None or "." in held.id:
            return None
        return Linked(f"{held.id}.{'initial_budget' if m['initial'] else 'year_budget'}", text)

    def _split(self, key: str, section: Section, figure: Figure | None = None) -> tuple[Linked, str] | None:
        """A subject with an attribute word behind it, and the attribute's id: 三公经费年初预算."""
        for word in self._longest_first:
            if key.endswith(word) and len(key) > len(word) + 1:
                held = self.link(key.removesuffix(word), section, None, figure)
                if held.id:
                    return held, self._attributes[word]
        return None

    def held(self, text: str, section: Section, figure: Figure | None = None) -> Linked | None:
        """The subject that an attribute word behind it is about, None if the text has no such word."""
        key = label_key(text)
        if split := self._split(key, section, figure):
            return split[0]
        m = _BUDGETED.search(key) if self._final else None
        held = self.link(key[: m.start()], section, None, figure) if m and m.start() else None
        return held if held and held.id else None

    def behind(self, text: str, totals: Sequence[str], section: Section, figure: Figure) -> Linked | None:
        """A part by its bare name, behind the totals that its sentence has stated: 支出预算…万元，其中基本支出…万元."""
        for total in reversed(totals):
            for place in (replace(section, id=s.id) for s in self._sections.values() if total in s.behind):
                for form in _forms(spoken_key(label_key(text))):
                    word = self._word(form, place, figure)
                    if word and place.id in word.sections:
                        return Linked(word.id, text, where=self._places(word, place), link=Link.INHERITED)
        return None

    def part_of(self, found: Linked, text: str, totals: Sequence[str], section: Section, figure: Figure) -> Linked:
        """What a bare name links to, with the part that it may be of a total before it.

        Where the section gives the name another meaning, both are possible, and either may be as the tables have it.
        """
        part = self.behind(text, totals, section, figure)
        if part is None or part.id == found.id or found.link in (Link.CODE, Link.PATH):
            return found
        return part if found.id is None else replace(part, where=(*part.where, *found.where))

    def under(self, linked: Linked, named: Sequence[str]) -> str | None:
        """What a subject is called where the sentence has named others before it."""
        under = next((w.under for w in self._words if w.id == linked.id and w.under), {})
        return next((under[subject] for subject in reversed(named) if subject in under), None)

    def attribute(self, text: str) -> str | None:
        """The id of an attribute word (价值, 决算数), None if it is none."""
        key = label_key(text)
        return self._attributes.get(key) or self._attributes.get(_TAIL.sub("", key))

    def _word(self, key: str, section: Section, figure: Figure | None) -> SubjectWord | None:
        def counts(word: SubjectWord) -> bool:
            if not word.units or figure is None:
                return not word.units
            return figure.unit in word.units or (figure.is_money and "money" in word.units)

        named = [w for w in self._region.speaking(key) if counts(w)]
        for group in ([w for w in named if section.id in w.sections], [w for w in named if not w.sections]):
            # Words that name a unit say more than those for any figure.
            if group:
                return min(group, key=lambda w: not w.units)
        # Words that hold in this section only may stand behind other words that ran into them.
        behind = [(len(word), -n, w) for word, n, w in self._endings(section.id) if key.endswith(word) and counts(w)]
        return max(behind, key=lambda b: b[:2])[2] if behind else None

    def _endings(self, section: str | None) -> list[tuple[str, int, SubjectWord]]:
        """The longer words of the subjects that hold in one section."""
        if section not in self._by_section:
            scoped = [w for w in self._words if section in w.sections]
            self._by_section[section] = [(word, n, w) for n, w in enumerate(scoped) for word in map(spoken_key, w.words) if len(word) > 4]
        return self._by_section[section]

    def _path(self, path: ClassPath, section: Section) -> Linked:
        text = "/".join(path.names)
        if path.code and path.code[0] == "3" and section.id not in _ECONOMIC:
            return self._economic_class(path.code, text)
        code = path.code or self._code_of(path)
        if code is None and len(path.names) == 1 and (economic := self._economic_step(path, section)):
            found = replace(self._coded("economic", {economic}, text, section), link=Link.PATH)
            # Elsewhere 办公费 is that of another table (机关运行经费), or of a project.
            return found if section.id in (*_ECONOMIC, None) else replace(found, where=())
        if code is None and path.chained:
            return Linked(None, text)
        if code is None:
            # 类, 款 and 项 are printed as such: the item is known by its names although no table gives its code.
            return Linked(f"function:{text}" if len(path.names) > 1 else None, text, path.names)
        named = self._is_called(code, label_key(path.names[-1]))
        link = Link.GUESSED if not named else Link.CODE if path.code else Link.PATH
        return Linked(f"functional:{code}", text, path.names, code, self._where("functional", code, section), link)

    def _is_called(self, code: str, own: str) -> bool:
        """Whether a printed name is that of a code, alone or behind that of what is above it (人大事务行政运行)."""
        for name in map(_bare_name, self._called(code)):
            above = _bare_name(own).removesuffix(name)
            if not above or (above != _bare_name(own) and any(above in called for a in _ancestors(code) for called in self._called(a))):
                return True
        return False

    def _economic_step(self, path: ClassPath, section: Section) -> str | None:
        """The economic 类 or 款 that a single step names: 办公费（款）支出. 住房公积金, which is an item too, only where such are listed."""
        size = {"类": 3, "款": 5}.get(path.marks[0])
        name = label_key(path.names[0])
        for form in dict.fromkeys((name, name.removesuffix("支出"))):
            codes = self._economic.get(form) or set(self._references.economic.codes(form, self._year))
            codes = {c for c in codes if len(c) == size and c.startswith("3")}
            if len(codes) == 1 and (section.id in _ECONOMIC or not self._references.functional.codes(form)):
                return codes.pop()
        return None

    def _code_of(self, path: ClassPath) -> str | None:
        """The one code of the statements whose names fit those of a path; else the one of the classification."""
        last = label_key(path.names[-1])
        forms = dict.fromkeys((last, f"{last}支出", last.removesuffix("支出")))
        codes = {c for n in forms for c in self._functional.get(n, ()) if len(c) == path.size}
        if len(codes) > 1 and len(path.names) > 1:
            codes = {c for c in codes if self._fits(c, path)} or codes
        if not codes and (path.whole or len(path.names) > 1):
            known = {c for n in forms for c in self._references.functional.codes(n, self._year) if len(c) == path.size}
            codes = {c for c in known if self._fits(c, path)}
        if not codes and not path.whole:
            codes = self._run_together(last, path)
        if not codes and len(path.names) > 1 and not self._references.functional.codes(last):
            codes = {c for c in one_character_off(last, self._functional) if len(c) == path.size and self._fits(c, path)}
            codes = codes or {c for c in with_left_out(last, self._functional) if len(c) == path.size and self._fits(c, path)}
        return next(iter(codes)) if len(codes) == 1 else None

    def _run_together(self, text: str, path: ClassPath) -> set[str]:
        """Codes of the statements whose name stands behind that of an ancestor: 人大事务行政运行（项）."""
        found = set()
        for name, codes in self._functional.items():
            above = text.removesuffix(name)
            if above != text and above:
                found |= {c for c in codes if len(c) == path.size and any(above in self._called(a) for a in _ancestors(c))}
        return found

    @staticmethod
    def _economic_class(code: str, text: str) -> Linked:
        """A printed economic code where all that is spent is listed, basic and for projects: 商品和服务支出（302）."""
        return Linked(f"economic:{code}", text, code=code, where=(f"general_economic:economic:{code}:total",), link=Link.CODE)

    def _printed_code(self, key: str) -> str | None:
        """The code that stands before a name, or in brackets behind it, where the name is that code's."""
        m = _CODED.match(key)
        code = (m["code"] or m["behind"]) if m else None
        return code if m and code and self._bears(code, m["name"]) else None

    def _bears(self, code: str, name: str) -> bool:
        """Whether a printed code has the name beside it, in the tables or in the classification."""
        known = self._called(code)
        return bool({name, f"{name}支出", name.removesuffix("支出")} & known)

    def _called(self, code: str) -> set[str]:
        """The names of a code in the statements and in the classification."""
        return self._names.get(code, set()) | set(map(label_key, self._references.functional.names(code)))

    def _fits(self, code: str, path: ClassPath) -> bool:
        """Whether the names of a path before its last one are those of the code's ancestors.

        A mark may be wrong (行政事业单位养老支出（类）): a name may be any ancestor's, in order.
        """
        ancestors = [self._called(a) for a in _ancestors(code)]
        for name in map(label_key, path.names[:-1]):
            at = next((n for n, known in enumerate(ancestors) if {name, f"{name}支出"} & known), None)
            if at is None:
                return False
            ancestors = ancestors[at + 1 :]
        return True

    def other(self, text: str, section: Section, spoken: bool) -> Linked:
        """An amount whose words the pack does not know, in a section that says what such amounts are.

        An amount without words of its own (合计42.55万元) is the section's total if the section has stated nothing before
        (``spoken``).
        """
        word = self._sections.get(section.id or "")
        if word is None:
            return Linked(None, text)
        key = label_key(text)
        if _TAIL.sub("", key):
            return Linked(word.others, text)
        if key and (known := self._word(key, section, None)):
            # 共计 may be a word of the pack.
            return Linked(known.id, text, where=self._places(known, section))
        total = next((w for w in self._words if w.id == word.total and section.id in ("", *w.sections)), None) or next(
            (w for w in self._words if w.id == word.total), None
        )
        if total is None or spoken:
            return Linked(None, text)
        return Linked(total.id, total.name, where=self._places(total, section))

    def _where(self, kind: str, code: str, section: Section) -> tuple[str, ...]:
        if kind == "economic":
            return (f"basic_expenditure:economic:{code}:total",)
        if (word := self._sections.get(section.id or "")) and word.items:
            places = (item.partition(":") for item in word.items)
            return tuple(f"{statement}:functional:{code}:{measure}" for statement, _, measure in places)
        if section.id is None:
            return (f"general_expenditure:functional:{code}:total", f"expenditure:functional:{code}:total")
        if section.id == "fiscal_totals":
            # What the treasury pays may come from more than the general budget.
            measures = ("total", "general")
            fiscal = tuple(f"fiscal_income_expenditure:functional:{code}:{m}" for m in measures)
            return (f"general_expenditure:functional:{code}:total", *fiscal)
        if section.id in _GENERAL:
            return (f"general_expenditure:functional:{code}:total", f"fiscal_income_expenditure:functional:{code}:general")
        return (f"expenditure:functional:{code}:total", f"income_expenditure:functional:{code}:total")


def _have_one_scope(statements: Sequence[Statement]) -> bool:
    """Whether all basic spending is that of the general budget, as far as both tables say."""
    amounts = []
    for id, measure in (("expenditure", "basic"), ("basic_expenditure", "total")):
        items = [i for s in statements if s.id == id for i in s.find(measure, RowKind.TOTAL)]
        amounts += [i.figure.in_unit("元").value for i in items[:1] if i.figure.is_money]
    return len(amounts) < 2 or amounts[0] == amounts[1]


def _bare_name(name: str) -> str:
    """A name of the classification without what is often left out behind it."""
    return _TAIL.sub("", name).removesuffix("支出")


def _ancestors(code: str) -> list[str]:
    """The codes above a code, from the outermost: 208, 20805 of 2080505."""
    return [code[:size] for size in (3, 5) if size < len(code)]
