"""Measures of the data: their names, and the places of the statements where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .algebra.query import Measure
from .queries import Queries
from .words.lexicon import item_names
from .words.targets import BY_ID, HEADCOUNTS, Place

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
_SUFFIXES = {
    "value": "价值",
    "amount": "涉及金额",
    "year_budget": "全年预算数",
    "initial_budget": "年初预算数",
    "actual": "决算数",
    "variance_rate": "预决算差异率",
    "executed": "全年执行数",
}
"""What the suffix of a subject says."""
_COLUMN_NAMES = {"basic": "基本支出", "project": "项目支出"}


@dataclass(frozen=True, slots=True)
class Item:
    """A measure with its name and places; ``name`` is as the data print it."""

    id: str
    name: str
    places: tuple[Place, ...] = ()

    @property
    def kind(self) -> str:
        return self.id.partition(":")[0]

    @property
    def label(self) -> str:
        """The measure as people read it."""
        if self.kind in ("functional", "economic"):
            code = self.id.partition(":")[2]
            return f"{code} {self.name}" if self.name != code else code
        return f"项目“{self.name}”" if self.kind == "project" else self.name


def resolve(measures: Iterable[Measure], queries: Queries, spoken: Mapping[str, str]) -> dict[str, Item]:
    """Measure id → item, for every id of the measures. ``spoken`` are names of subjects by id, as the lexicon has them."""
    ids = list(dict.fromkeys(id for m in measures for id in (m.id, *m.plus, *([m.by] if m.by else []))))
    codes = [id.partition(":")[2] for id in ids if id.startswith(("functional:", "economic:"))]
    printed: dict[str, list[str]] = {}
    for row in queries.codes(codes) if codes else ():
        printed.setdefault(f"{row['row_kind']}:{row['code']}", []).append(row["row_name"])
    subjects = [id.partition(":")[2] for id in ids if id.startswith("subject:")]
    named = dict(spoken)
    for id, name in (queries.term_names([s.partition(".")[0] for s in subjects]) if subjects else {}).items():
        for subject in (s for s in subjects if s.partition(".")[0] == id):
            suffix = subject.partition(".")[2]
            named[f"subject:{subject}"] = name + _SUFFIXES.get(suffix, suffix)
    queries.sql = None
    spoken = named
    return {id: _item(id, queries, printed, spoken) for id in ids}


def _item(id: str, queries: Queries, printed: Mapping[str, list[str]], spoken: Mapping[str, str]) -> Item:
    kind, _, rest = id.partition(":")
    if kind == "target":
        return Item(id, BY_ID[rest].name, BY_ID[rest].places)
    if kind == "headcount":
        return Item(id, HEADCOUNTS[rest][0])
    if kind in ("functional", "economic"):
        names = printed.get(id, [])
        name = next((n for n in (spoken.get(id), item_names().get(id)) if n in names), None)
        wanted = _FUNCTIONAL if kind == "functional" else _ECONOMIC
        best = name or (min(names, key=lambda n: (-names.count(n), len(n), n)) if names else item_names().get(id) or spoken.get(id, rest))
        return Item(id, best, tuple((s, kind, rest, "total") for s in wanted))
    if kind == "project":
        return Item(id, rest, tuple(queries.project_places(rest)))
    return Item(id, spoken.get(id, rest))


def column_places(item: Item, column: str | None) -> tuple[Place, ...]:
    """The places of an item in another column: 基本支出 or 项目支出 of a functional item."""
    return tuple((s, k, key, column) for s, k, key, _ in item.places) if column else item.places


def measure_name(m: Measure, items: Mapping[str, Item]) -> str:
    """What a measure is called, without its form."""
    name = "、".join(items[id].label for id in (m.id, *m.plus))
    if m.plus:
        name += "合计"
    return f"{name}中的{_COLUMN_NAMES[m.column]}" if m.column else name
