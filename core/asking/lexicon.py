"""The words that a question can use: built from the database, and the few that all documents share."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..model.documents.text import as_typed, squeeze
from .names import PROVINCES, contractions, division_forms, organ_of
from .queries import Issue, Row
from .targets import HEADCOUNTS, SUBJECTS, TARGETS, Place

_DROPPED = re.compile("[“”\"'‘’《》（）()【】\\[\\]〔〕]")
_ASCII_MARKS = str.maketrans({"?": "？", "!": "！", ",": "，", ";": "；", ":": "：", "％": "%"})
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR_IN_WORDS = re.compile("[〇零一二三四五六七八九]{4}(?=年)")
_YEAR_FIRST = re.compile(r"^20\d\d年度?")
_CJK = re.compile("[一-鿿]")
_FUNCTIONAL = (
    "expenditure",
    "general_expenditure",
    "income_expenditure",
    "fiscal_income_expenditure",
    "government_fund",
    "state_capital",
    "income",
)
_ECONOMIC = ("basic_expenditure", "fiscal_economic")

Entry = tuple[str, str]
"""Kind of a word and what it stands for: ("target", "three_public"), ("division", "某县"), ("item", "functional:2080505")."""


def normal(text: str) -> str:
    """A question or a name with one way to write it: no spaces, quotes or brackets, half-width digits, years in digits."""
    plain = squeeze(as_typed(text)).translate(_ASCII_MARKS)
    return _YEAR_IN_WORDS.sub(lambda m: m[0].translate(_DIGITS), _DROPPED.sub("", plain)).lower()


@dataclass(slots=True)
class Item:
    """A functional or economic item or a project of the data (``id`` functional:CODE, economic:CODE, project:NAME)."""

    id: str
    name: str
    places: tuple[Place, ...]
    names: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        return self.id.partition(":")[0]

    @property
    def code(self) -> str | None:
        return None if self.kind in ("project", "subject") else self.id.partition(":")[2]

    @property
    def label(self) -> str:
        if self.kind == "subject":
            return self.name
        return f"{self.code} {self.name}" if self.code else f"项目“{self.name}”"


@dataclass(slots=True)
class Lexicon:
    """Words → entries. ``items`` are those of the documents in question."""

    issues: list[Issue]
    words: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    items: dict[str, Item] = field(default_factory=dict)

    def add(self, word: str, kind: str, id: str) -> None:
        if len(key := normal(word)) >= 2 and (kind, id) not in self.words[key]:
            self.words[key].append((kind, id))

    def add_items(self, catalog: Sequence[Row]) -> None:
        """Take in the items that documents print."""
        for item in _items(catalog):
            self.items[item.id] = item
            for name in item.names:
                self._add_name(name, item)
            if item.code and len(item.code) >= 3:
                self.add(item.code, "item", item.id)

    def add_spoken(self, claimed: Sequence[Row], projects: Iterable[str]) -> None:
        """Take in items that only the prose names, and projects that only have targets."""
        for row in claimed:
            kind, _, code = row["subject"].partition(":")
            if kind not in ("functional", "economic") or row["subject"] in self.items:
                continue
            path = json.loads(row["path"])
            name = path[-1] if path else row["subject_text"]
            wanted = _FUNCTIONAL if kind == "functional" else _ECONOMIC
            self.items[row["subject"]] = Item(row["subject"], name, tuple((s, kind, code, "total") for s in wanted), frozenset((name,)))
            self.add(name, "item", row["subject"])
            self.add(code, "item", row["subject"])
        for project in projects:
            id = f"project:{project}"
            if id not in self.items and len(_CJK.findall(project)) >= 4:
                self.items[id] = Item(id, project, (), frozenset((project,)))
                self._add_name(project, self.items[id])

    def add_subjects(self, spoken: Sequence[Row]) -> None:
        """Take in what else the prose speaks about, by the region packs' own terms."""
        for row in spoken:
            if row["subject"] not in SUBJECTS:
                id = f"subject:{row['subject']}"
                places = tuple(p for w in json.loads(row["same_as"]) if (p := _place(w)))
                self.items.setdefault(id, Item(id, row["name"], places, frozenset((row["name"],))))
                self.add(row["name"], "item", id)

    def _add_name(self, name: str, item: Item) -> None:
        """A name, and a project's also without the year at its beginning, which a question says apart."""
        for word in dict.fromkeys((name, name.replace("、", ""))):
            self.add(word, "item", item.id)
        if item.kind == "project" and (lean := _YEAR_FIRST.sub("", name)) != name and len(lean) >= 4:
            self.add(lean, "item", item.id)


def base_lexicon(issues: list[Issue]) -> Lexicon:
    """Bodies, divisions and organs of the data, and the words that all documents share."""
    lexicon = Lexicon(issues)
    for code, name in PROVINCES.items():
        if any((i.division_code or "").startswith(code) for i in issues):
            for form in division_forms(name):
                lexicon.add(form, "province", name)
    for name in dict.fromkeys(i.division_name for i in issues if i.division_name):
        for form in division_forms(name):
            lexicon.add(form, "division", name)
    for issue in issues:
        lexicon.add(issue.body, "body", issue.body)
        for short in issue.short_names:
            if len(short) >= 4:
                lexicon.add(short, "body", issue.body)
    for name in dict.fromkeys(map(organ, issues)):
        for form in contractions(name):
            lexicon.add(form, "organ", name)
    for target in TARGETS:
        for word in target.words:
            lexicon.add(word, "target", target.id)
    for category, (_, words) in HEADCOUNTS.items():
        for word in words:
            lexicon.add(word, "headcount", category)
    return lexicon


def organ(issue: Issue) -> str:
    """What the body is called inside its division."""
    return organ_of(issue.body, tuple(d for d in (issue.division_name, issue.province) if d))


def _items(catalog: Iterable[Row]) -> list[Item]:
    names: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[Place]] = defaultdict(list)
    for row in catalog:
        kind, code = row["row_kind"], row["code"]
        if kind == "project" and row["project"]:
            id = f"project:{row['project']}"
            names[id].append(row["project"])
            places[id].append((row["statement"], "project", row["row_key"], "total"))
        elif kind in ("functional", "economic") and code and not (row["project"] and row["statement"] == "project_expenditure"):
            id = f"{kind}:{code}"
            names[id].append(row["row_name"])
            wanted = _FUNCTIONAL if kind == "functional" else _ECONOMIC
            places[id] = [(s, kind, row["row_key"], "total") for s in wanted]
    return [Item(id, _best(found), tuple(dict.fromkeys(places[id])), frozenset(n for n in found if n)) for id, found in names.items()]


def _place(where: str) -> Place | None:
    """statement:row:measure of a claim, the row total or kind:key."""
    parts = where.split(":")
    if len(parts) == 3:
        return (parts[0], parts[1], parts[1], parts[2])
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def _best(names: Sequence[str]) -> str:
    """The name that most rows print, the shortest of equals."""
    return min(dict.fromkeys(names), key=lambda n: (-names.count(n), len(n), n))
