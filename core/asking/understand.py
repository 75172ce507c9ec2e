"""A question becomes a query form: what it names, what it asks of it, which disclosures it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model.documents.figure import MONEY_UNITS
from . import cues
from .forms import Form
from .lexicon import Item, Lexicon, base_lexicon, normal
from .linking import Linked, close_items, link, near_words
from .names import overlap
from .queries import Issue, Queries, Row
from .scope import Scope, choose_issues, find_scope
from .targets import SUBJECTS

_MANY = 200
_FEW = 10
_LISTED = 20
_LOOSE_SUBJECT = 6
_INDICATOR = 0.75
_CUE_WORDS = re.compile(
    "|".join(p.pattern for p in (cues.GROWTH, cues.RANKING, cues.SUM, cues.MEAN, cues.COMPARISON, cues.ACROSS, cues.FINAL_SOFT))
)
_ASKING = re.compile(
    "哪些|哪个|哪份|哪|什么|有没有|有无|有|没|吗|呢|多少|几条|几个|几|是|的|了|文件|单位|部门|请问|请|在|里|中|和|与|，|。|？|！|、|："
)
_BOUGHT = (("货物", "procurement_goods"), ("工程", "procurement_works"), ("服务", "procurement_services"))
_MEASURED = ("figure", "growth", "share", "reason", "exists", "agreement", "ranking", "sum", "mean", "comparison", "per_head")


@dataclass(slots=True)
class Reading:
    """A question as it was understood."""

    question: str
    linked: Linked
    all_issues: list[Issue]
    scope: Scope
    issues: list[Issue]
    form: Form
    items: dict[str, Item] = field(default_factory=dict)
    claim: Row | None = None
    soft_final: bool = False
    near: list[str] = field(default_factory=list)
    candidates: list[Issue] = field(default_factory=list)
    """Disclosures of the bodies in any year and kind: what is covered."""


def understand(question: str, queries: Queries) -> Reading:
    """Read a question against the data."""
    issues = queries.issues()
    lexicon = base_lexicon(issues)
    first = link(question, lexicon)
    across = bool(cues.ACROSS.search(first.text))
    scope = find_scope(first, issues, across)
    across = across or bool(first.of("province") and _across(first))
    scope = find_scope(first, issues, across)
    wanted = _catalog_issues(queries, first, scope, issues)
    lexicon.add_items(queries.catalog(wanted))
    lexicon.add_spoken(queries.claimed(wanted), queries.targeted(wanted))
    lexicon.add_subjects(queries.spoken(wanted))
    linked = link(question, lexicon)
    scope = find_scope(linked, issues, across)
    subjects, claim = _subjects(linked, lexicon, queries, _of(issues, scope))
    if not subjects and len(wanted) < len(issues) and linked.content:
        linked, subjects = _named_elsewhere(question, linked, lexicon, queries, issues)
    weak = all(s.startswith(("headcount:", "subject:")) for s in subjects)
    if weak and claim is None and (indicator := _indicator(linked, queries, _of(issues, scope))):
        subjects = [f"indicator:{indicator['level3']}"]
    if not scope.issuers and not scope.unknown and not scope.readings:
        holders = _holders(queries, issues, subjects, lexicon)
        scope.issuers, scope.readings = ([], holders) if len(holders) > _FEW else (holders, [])
    kind, soft_final = _kind(linked)
    if subjects and all(s.startswith("project:") and not lexicon.items[s].places for s in subjects):
        kind = None  # a form names budget and result of a project side by side
    years = _years(linked, _of(issues, scope) or issues)
    intent = _intent(linked, subjects, claim, scope, across)
    if intent == "figure" and len(scope.issuers) > _LISTED:
        intent = "ranking"
    several = across or len(scope.issuers) > 1
    chosen = choose_issues(issues, scope.issuers, years, kind, one_each=several)
    if soft_final and any(i.kind == "final" for i in chosen):
        chosen = [i for i in chosen if i.kind == "final"]
    form = Form(
        intent, tuple(i.key for i in chosen), tuple(_default(subjects, claim, linked, intent)), years, kind, linked.base_year, several,
        bool(cues.LOWEST.search(linked.masked)), bool(cues.TRUE_RATE.search(linked.masked)),
    )  # fmt: skip
    near = [] if form.subjects or not _left(linked) else near_words("".join(linked.runs), _asked_words(lexicon))
    return Reading(question, linked, issues, scope, chosen, form, lexicon.items, claim, soft_final, near, _of(issues, scope))


def _named_elsewhere(
    question: str, linked: Linked, lexicon: Lexicon, queries: Queries, issues: Sequence[Issue]
) -> tuple[Linked, list[str]]:
    """Items of the classification that only other documents print: they are known, and absent from these."""
    lexicon.add_items([r for r in queries.catalog(issues[:_MANY]) if r["row_kind"] != "project"])
    again = link(question, lexicon)
    names = [(i.id, n) for i in lexicon.items.values() for n in i.names]
    found = again.ids("item") or [s for run in again.runs for s in close_items(run, names)]
    return (again, list(dict.fromkeys(found))) if found else (linked, [])


def _indicator(linked: Linked, queries: Queries, mine: Sequence[Issue]) -> Row | None:
    """The performance indicator whose name the question repeats."""
    if not mine or len(mine) > _MANY:
        return None
    best: tuple[float, int, Row] | None = None
    for row in queries.indicators(mine, main=False):
        name = normal(re.sub(r"[（(].*?[)）]", "", row["level3"]))
        score = overlap(name, linked.text)
        if len(name) >= 5 and score >= _INDICATOR and (best is None or (score, len(name)) > best[:2]):
            best = (score, len(name), row)
    return best[2] if best else None


def _asked_words(lexicon: Lexicon) -> list[str]:
    """Words for what can be asked of a body: not the names of bodies."""
    return [
        w for w, entries in lexicon.words.items() if len(w) >= 4 and "多少" not in w and any(k in ("target", "item") for k, _ in entries)
    ]


def _catalog_issues(queries: Queries, linked: Linked, scope: Scope, issues: Sequence[Issue]) -> list[Issue]:
    """The disclosures whose items the question may name: those in scope; of many, those that hold its words."""
    mine = _of(issues, scope)
    wanted = mine or list(issues)
    if len(wanted) <= _MANY:
        return wanted
    holding = {key for run in linked.runs for key in queries.holding(run)}
    return [i for i in wanted if i.key in holding][:_MANY] or wanted[:_MANY]


def _of(issues: Sequence[Issue], scope: Scope) -> list[Issue]:
    wanted = set(scope.issuers)
    return [i for i in issues if i.issuer in wanted]


def _subjects(linked: Linked, lexicon: Lexicon, queries: Queries, mine: Sequence[Issue]) -> tuple[list[str], Row | None]:
    """What the question asks for: exact words first, then a claim in the document's own words, then shortened names."""
    exact: list[str] = []
    for m in linked.mentions:
        if m.ids("target"):
            exact += [f"target:{id}" for id in m.ids("target")]
        elif m.ids("headcount"):
            exact += [f"headcount:{id}" for id in m.ids("headcount")]
        else:
            exact += m.ids("item")
    claim = _loose_claim(linked, queries, mine)
    if claim is not None and not any(s.startswith("project:") for s in exact):
        return [f"claim:{claim['subject_text']}"], claim
    if "target:procurement" in exact:
        exact += [f"target:{id}" for word, id in _BOUGHT if word in linked.masked]
    found = list(dict.fromkeys(exact))
    if not found or all(s.startswith("headcount:") for s in found):
        names = [(i.id, n) for i in lexicon.items.values() for n in i.names]
        for run in linked.runs:
            found += close_items(run, names)
    return list(dict.fromkeys(found)), None


def _loose_claim(linked: Linked, queries: Queries, mine: Sequence[Issue]) -> Row | None:
    """A claim whose subject no pack knows and whose words the question repeats."""
    if not mine or len(mine) > _MANY:
        return None
    best: tuple[float, int, Row] | None = None
    for row in queries.loose_claims(mine, SUBJECTS):
        words = row["subject_text"]
        if len(words) < _LOOSE_SUBJECT or row["section_id"] == "staff" or not _of_asked_kind(linked, row):
            continue
        score = overlap(words, linked.text)
        if score >= 0.7 and overlap(words, linked.masked) >= 0.4 and (best is None or (score, len(words)) > best[:2]):
            best = (score, len(words), row)
    return best[2] if best else None


def _of_asked_kind(linked: Linked, row: Row) -> bool:
    """People where people are asked for, money where money is."""
    people = (row["unit"] or "").endswith(("人", "名", "人次"))
    if cues.ASKS_PEOPLE.search(linked.text):
        return people
    return row["unit"] in MONEY_UNITS if cues.ASKS_MONEY.search(linked.text) else True


def _holders(queries: Queries, issues: Sequence[Issue], subjects: Sequence[str], lexicon: Lexicon) -> list[tuple[str | None, str]]:
    """Who has the project that a question without a body names."""
    projects = [s for s in subjects if s.startswith("project:")]
    if not projects:
        return []
    places = [p for s in projects for p in lexicon.items[s].places]
    having = {r["disclosure"] for r in queries.items(list(issues)[:_MANY], places)}
    queries.sql = None
    return list(dict.fromkeys(i.issuer for i in issues if i.key in having))


def _kind(linked: Linked) -> tuple[str | None, bool]:
    """Budget or final account as the question says it; the second is true where it only says 花了."""
    if cues.BOTH_KINDS.search(linked.text) or aspect(linked):
        return None, False
    if cues.FINAL_HARD.search(linked.text):
        return "final", False
    soft = bool(cues.FINAL_SOFT.search(linked.text))
    return ("budget" if "预算" in linked.masked and not soft else None), soft


def aspect(linked: Linked) -> str | None:
    """年初预算数, 全年预算数 or 差异率, which final accounts state beside the result."""
    return next((suffix for pattern, suffix in cues.ASPECTS if pattern.search(linked.text)), None)


def _years(linked: Linked, issues: Sequence[Issue]) -> tuple[int, ...]:
    latest = max((i.year for i in issues if i.year), default=None)
    relative = [latest + r for r in linked.relative] if latest else []
    return tuple(dict.fromkeys([*linked.years, *relative]))


def _intent(linked: Linked, subjects: Sequence[str], claim: Row | None, scope: Scope, across: bool) -> str:
    text = linked.masked
    several = across or len(scope.issuers) > 1 or len(scope.readings) > 1
    if cues.OVER_POSTS.search(linked.text):
        return "over_posts"
    if cues.COUNT.search(linked.text) and not subjects:
        return "count"
    if cues.AGREEMENT.search(text) and (subjects or claim is not None):
        return "claim" if claim is not None else "agreement"
    if cues.FINDINGS.search(text) and not cues.REASON.search(text):
        return "finding_search" if finding_words(linked) or subjects else "findings"
    if cues.PER_HEAD.search(linked.text):
        return "per_head"
    if cues.LARGEST_PROJECT.search(linked.text):
        return "largest_project"
    if cues.PROJECTS.search(linked.text):
        return "projects"
    if cues.REASON.search(text):
        return "reason"
    if several and cues.SHARE.search(linked.text) and subjects:
        return "share"
    if several and (found := _across(linked)):
        return found
    return _single(linked, subjects, claim)


def finding_words(linked: Linked) -> str:
    """What kind of finding a question describes: 类级科目汇总 of 存在类级科目汇总错误."""
    text = linked.masked
    for pattern in (cues.ACROSS, cues.COMPARISON, cues.RANKING, cues.FINDINGS, cues.ABOUT_FINDINGS, _ASKING):
        text = pattern.sub(" ", text)
    return "".join(piece for piece in text.split() if len(piece) >= 2)


def _across(linked: Linked) -> str | None:
    text = linked.masked
    if cues.MEAN.search(linked.text):
        return "mean"
    if cues.RANKING.search(text):
        return "ranking"
    if cues.SUM.search(linked.text):
        return "sum"
    return "comparison" if cues.COMPARISON.search(linked.text) else None


def _single(linked: Linked, subjects: Sequence[str], claim: Row | None) -> str:
    text = linked.masked
    if aspect(linked) and not any(s.startswith("project:") for s in subjects):
        return "aspect"
    if claim is not None:
        return "claim"
    if any(s.startswith("indicator:") for s in subjects):
        return "indicator"
    if any(p.search(linked.text) for p, _ in cues.PASSAGES) and not any(
        s.startswith(("functional", "economic", "project")) for s in subjects
    ):
        return "passage"
    if any(s.startswith("project:") for s in subjects) and (cues.DETAIL.search(text) or cues.PEOPLE_PLANNED.search(text)):
        return "project_detail"
    if len(linked.years) > 1 and (cues.COMPARISON.search(text) or cues.WHICH_YEAR.search(text)):
        return "growth"
    if not subjects and cues.TARGETS.search(linked.text):
        return "indicator"
    measured = bool(subjects) or _asks_for_total(linked)
    if cues.SHARE.search(linked.text) and subjects:
        return "share"
    if measured and (cues.GROWTH.search(text) or linked.has_base):
        return "growth"
    if subjects and all(s.startswith("headcount:") for s in subjects):
        return "headcount"
    if not subjects and not _left(linked) and cues.HOW_MANY_PEOPLE.search(linked.text):
        return "headcount"
    if subjects and cues.EXISTS.search(text):
        return "exists"
    return "figure" if measured else "none"


def _asks_for_total(linked: Linked) -> bool:
    """A question about a budget without saying what of it: the total is meant."""
    return not _left(linked) and any(w in linked.text for w in ("预算", "决算", "多少钱", "花"))


def _left(linked: Linked) -> list[str]:
    """What a question says beyond names and words of asking."""
    rest = (_CUE_WORDS.sub(" ", piece) for piece in linked.content)
    return [w for piece in rest for w in piece.split() if len(w) >= 2]


def _default(subjects: Sequence[str], claim: Row | None, linked: Linked, intent: str) -> list[str]:
    """The subjects of the form; where none is named, those that the intent stands for."""
    if claim is not None:
        return [f"claim:{claim['subject_text']}"]
    if intent == "headcount" and not subjects:
        return ["headcount:present", "headcount:active"]
    if intent == "per_head":
        return [s for s in subjects if not s.startswith("headcount:")] or ["target:public"]
    if not subjects and intent in _MEASURED and _asks_for_total(linked):
        return ["target:budget_total"]
    return list(subjects)
