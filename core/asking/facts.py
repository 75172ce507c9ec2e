"""Figures of the data for what was asked: the table's value first, the prose where the tables have none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..model.documents.figure import MONEY_UNITS
from ..model.documents.privacy import mask
from ..model.results.answer import Citation
from .items import Item, column_places
from .queries import Issue, Queries, Row
from .words.targets import BY_ID, HEADCOUNTS, Place

_COUNTED = frozenset({"cars", "houses", "furniture", "other_assets", "own_assets", "offices"})
_MOST_CITATIONS = 3
_FEW = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of one disclosure; ``added`` if it is the sum of its citations; ``keys`` are its places in findings.

    ``formula`` is how a figure that no document prints follows from printed ones.
    """

    issue: Issue
    subject: str
    name: str
    text: str
    unit: str | None
    citations: tuple[Citation, ...]
    keys: frozenset[str] = frozenset()
    added: bool = False
    formula: str = ""

    @property
    def value(self) -> Decimal:
        return Decimal(self.text)

    @property
    def decimals(self) -> int:
        return len(self.text.partition(".")[2])

    @property
    def printed(self) -> str:
        return f"{self.text}{self.unit or ''}"

    @property
    def where(self) -> str:
        """Where it stands: tables or sections, pages if there are pages."""
        places = []
        for c in self.citations:
            place = c.table or (f"文字“{c.section}”" if c.section else "文字说明")
            places.append(f"{place}第{c.page}页" if c.page else place)
        return "、".join(dict.fromkeys(places))


def subject_name(subject: str, items: Mapping[str, Item]) -> str:
    """The subject as people read it."""
    kind, _, id = subject.partition(":")
    if kind == "target":
        return BY_ID[id].name
    if kind == "headcount":
        return HEADCOUNTS[id][0]
    return items[subject].label if subject in items else id


def claim_subjects(subject: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Subjects of claims, and texts of claims without a known subject, that speak about ``subject``."""
    kind, _, id = subject.partition(":")
    if kind == "target":
        return BY_ID[id].subjects, BY_ID[id].texts
    if kind == "subject":
        return ((id,), ())
    return ((subject,), ()) if kind in ("functional", "economic") else ((), ())


def find_facts(queries: Queries, issues: Sequence[Issue], subject: str, items: Mapping[str, Item], column: str | None = None) -> list[Fact]:
    """One fact for every disclosure that has the figure, in the order of ``issues``."""
    kind, _, id = subject.partition(":")
    if kind == "headcount":
        return _headcounts(queries, issues, subject)
    if kind == "claim":
        return _claimed(queries, issues, subject)
    if kind == "indicator":
        return _indicated(queries, issues, subject)
    item = items.get(subject) or Item(subject, id, BY_ID[id].places if kind == "target" else ())
    places = column_places(item, column)
    found = _from_tables(queries, issues, subject, places, items) if places else {}
    missing = [i for i in issues if i.key not in found]
    if missing and column is None:
        found |= _from_prose(queries, missing, subject, items)
    return [found[i.key] for i in issues if i.key in found]


def _from_tables(
    queries: Queries, issues: Sequence[Issue], subject: str, places: Sequence[Place], items: Mapping[str, Item]
) -> dict[str, Fact]:
    by_issue: dict[str, list[Row]] = defaultdict(list)
    if len(issues) <= _FEW:
        for row in queries.items(issues, places):
            by_issue[row["disclosure"]].append(row)
    else:  # of many the first place of each is enough: the next ones are looked up for those that lack it
        for place in places:
            for row in queries.items([i for i in issues if i.key not in by_issue], [place]):
                by_issue[row["disclosure"]].append(row)
    facts = {}
    for issue in issues:
        if rows := by_issue.get(issue.key):
            facts[issue.key] = _fact(issue, subject, rows, items)
    return facts


def _fact(issue: Issue, subject: str, rows: Sequence[Row], items: Mapping[str, Item]) -> Fact:
    """The fact of the first place; other places that print the same amount are cited too."""
    is_project = subject.startswith("project:")
    first = [r for r in rows if is_project or r["rank"] == rows[0]["rank"]]
    parts: dict[tuple[str, str | None], Row] = {}
    for row in first:
        parts.setdefault((row["row_key"], row["unit_code"]), row)
    name = subject_name(subject, items)
    keys = frozenset(f"{r['statement']}/{r['row_kind']}:{r['row_key']}" for r in rows) | frozenset(
        f"prose/{s}" for s in claim_subjects(subject)[0]
    )
    summed = list(parts.values())
    if len(summed) > 1:
        total = sum((Decimal(r["value"]) for r in summed), Decimal(0))
        return Fact(issue, subject, name, f"{total:f}", summed[0]["unit"], tuple(map(item_citation, summed)), keys, added=True)
    best = summed[0]
    same = [r for r in rows if r["amount_fen"] == best["amount_fen"] and r["statement"] != best["statement"]]
    cited = {r["statement"]: r for r in [best, *same]}
    return Fact(issue, subject, name, best["value"], best["unit"], tuple(map(item_citation, list(cited.values())[:_MOST_CITATIONS])), keys)


def _from_prose(queries: Queries, issues: Sequence[Issue], subject: str, items: Mapping[str, Item]) -> dict[str, Fact]:
    subjects, texts = claim_subjects(subject)
    if not subjects and not texts:
        return {}
    id = subject.partition(":")[2]
    target = BY_ID.get(id) if subject.startswith("target:") else None
    order = target.sections if target else ()
    counted = id in _COUNTED or subject.startswith("subject:")
    best: dict[str, tuple[tuple[int, int], Row]] = {}
    for row in queries.claims(issues, subjects, texts):
        if row["value"] is None or not (counted or row["unit"] in MONEY_UNITS):
            continue
        if row["subject"] is None and order and row["section_id"] not in order:
            continue
        rank = (order.index(row["section_id"]) if row["section_id"] in order else len(order), row["ordinal"])
        if row["disclosure"] not in best or rank < best[row["disclosure"]][0]:
            best[row["disclosure"]] = (rank, row)
    name = subject_name(subject, items)
    keys = frozenset(f"prose/{s}" for s in subjects)
    by_key = {i.key: i for i in issues}
    return {k: Fact(by_key[k], subject, name, r["value"], r["unit"], (claim_citation(r),), keys) for k, (_, r) in best.items()}


def _headcounts(queries: Queries, issues: Sequence[Issue], subject: str) -> list[Fact]:
    category = subject.partition(":")[2]
    rows = {r["disclosure"]: r for r in reversed(queries.headcounts(issues)) if r["category"] == category}
    return [
        Fact(
            i, subject, HEADCOUNTS[category][0], rows[i.key]["value"], _people(rows[i.key]["unit"], category),
            (claim_citation(rows[i.key]),), frozenset({f"staff/{category}"}),
        )
        for i in issues
        if i.key in rows
    ]  # fmt: skip


def _claimed(queries: Queries, issues: Sequence[Issue], subject: str) -> list[Fact]:
    """Figures that the prose states under these very words."""
    words = subject.partition(":")[2]
    found: dict[str, Fact] = {}
    by_key = {i.key: i for i in issues}
    for r in queries.loose_claims(issues):
        if r["subject_text"] == words and r["disclosure"] not in found:
            keys = frozenset({f"prose/{r['subject'] or words}"})
            found[r["disclosure"]] = Fact(by_key[r["disclosure"]], subject, words, r["value"], r["unit"], (claim_citation(r),), keys)
    return [found[i.key] for i in issues if i.key in found]


def _indicated(queries: Queries, issues: Sequence[Issue], subject: str) -> list[Fact]:
    """Target values of a performance indicator."""
    name = subject.partition(":")[2]
    found: dict[str, Fact] = {}
    by_key = {i.key: i for i in issues}
    for r in queries.indicators(issues):
        if r["level3"] == name and r["target_value"] and r["disclosure"] not in found:
            cited = (indicator_citation(r),)
            found[r["disclosure"]] = Fact(by_key[r["disclosure"]], subject, f"指标“{name}”", r["target_value"], r["target_unit"], cited)
    return [found[i.key] for i in issues if i.key in found]


def _people(unit: str | None, category: str) -> str:
    return "名" if category.startswith("posts") else unit if unit not in (None, "名", "个") else "人"


def item_citation(row: Row) -> Citation:
    """The cell of a line item."""
    label = " ".join(p for p in (row["code"], row["project"] or row["row_name"]) if p)
    return Citation(
        row["document"], row["page"], _title(row), None, label or None, row["column_label"] or None, mask(row["text"]), row["source_url"]
    )


def claim_citation(row: Row) -> Citation:
    """The sentence of a claim or a headcount."""
    return Citation(row["document"], row["page"], None, row["section"], None, None, mask(row["sentence"]), row["source_url"])


def indicator_citation(row: Row) -> Citation:
    """The row of a performance indicator."""
    path = "/".join(p for p in (row["level1"], row["level2"], row["level3"]) if p)
    return Citation(row["document"], row["page"], _title(row), None, path, "指标值", mask(row["target"]), row["source_url"])


def section_citation(row: Row, text: str) -> Citation:
    """A sentence of a section."""
    return Citation(row["document"], row["page"], None, row["title"] or None, None, None, mask(text), row["source_url"])


def _title(row: Row) -> str | None:
    return " ".join(p for p in (row["number"], row["title"]) if p) or None
