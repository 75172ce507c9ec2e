"""What a figure is made of: the items right under it in its statement, the largest first."""

from __future__ import annotations

import re
from decimal import Decimal

from ...model.results.answer import Answer
from ..facts import Fact, claim_citation, item_citation
from ..items import measure_name
from ..parsing.understand import Reading
from ..queries import Issue, Queries, Row
from .absent import no_figure
from .draft import Draft
from .figures import value

_MOST = 12
_THREE = ("abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception")


def parts(reading: Reading, queries: Queries) -> Answer:
    """The parts of a measure, or of all spending, in each disclosure; the measure itself where it has none."""
    draft = Draft()
    id = reading.query.measures[0].id if reading.query.measures else ""
    for issue in reading.issues:
        for name, rows in _of_level(reading, queries, issue, id) or _groups(queries, issue, id):
            facts = _facts(issue, rows, low=reading.query.end == "low")
            if not facts:
                continue
            whole = measure_name(reading.query.measures[0], reading.items) if id else "支出"
            if reading.frame.has("extreme"):
                best = facts[0]
                word = "最小" if reading.query.end == "low" else "最大"
                draft.say(
                    f"{issue.label}：{whole}{name}中{word}的一项是{draft.word(best.name, issue, f'{word}的一项')}，{draft.fact(best)}。"
                )
            listed = "；".join(f"{f.name}{draft.fact(f, where=False)}" for f in facts[:_MOST])
            draft.say(f"{issue.label}：{whole}{name}：{listed}。")
        if id == "target:income_total":
            _sources(queries, draft, issue)
    if not draft.lines:
        return value(reading, queries) if reading.query.measures else no_figure(reading, queries)
    draft.suggestions = [f"{i.label}有哪些疑点？" for i in reading.issues[:1]]
    return draft.answer(reading.query, queries)


def _sources(queries: Queries, draft: Draft, issue: Issue) -> None:
    """Where the income comes from, as the prose states it with shares."""
    rows = [r for r in queries.shares(issue, "income") if Decimal(r["value"])]
    said = []
    for r in rows:
        draft.cite((claim_citation(r),))
        draft.value(r["value"], r["unit"], issue, r["subject_text"])
        draft.value(r["share"], "%", issue, f"{r['subject_text']}占比")
        said.append(f"{r['subject_text']}{r['value']}{r['unit'] or ''}，占{r['share']}%")
    if said:
        draft.say(f"{issue.label}的收入：{'；'.join(said)}。")


_LEVELS = ((re.compile(r"项级|[个一哪]项(?!目)|项科目"), 7), (re.compile(r"款级|[个一哪]款|款科目"), 5), (re.compile(r"类级|[个一哪]类|类科目|大类"), 3))
"""Words for a level of the classification → digits of its codes."""


def _of_level(reading: Reading, queries: Queries, issue: Issue, id: str) -> list[tuple[str, list[Row]]]:
    """All items of a level of the classification, where the question names one and speaks of all spending."""
    size = next((n for pattern, n in _LEVELS if pattern.search(reading.text)), None)
    if size is None or id.partition(":")[2] not in ("", "budget_total", "expenditure_total", "general_total"):
        return []
    for statement in ("expenditure", "general_expenditure", "income_expenditure"):
        rows = [r for r in queries.rows_of(issue, statement) if r["row_kind"] == "functional" and len(r["code"] or "") == size]
        if rows:
            word = {7: "项", 5: "款", 3: "类"}[size]
            return [(f"按{word}级科目", rows)]
    return []


def _groups(queries: Queries, issue: Issue, id: str) -> list[tuple[str, list[Row]]]:
    """Lists of rows that make up a measure, each with what it is arranged by."""
    kind, _, key = id.partition(":")
    if kind in ("functional", "economic"):
        statements = ("expenditure", "general_expenditure") if kind == "functional" else ("basic_expenditure",)
        return [("", queries.rows_under(issue, statements, kind, key))]
    if key == "three_public":
        return [("", [r for r in queries.rows_of(issue, "three_public") if r["row_key"] in _THREE])]
    if key == "personnel":
        return [("", [r for c in ("301", "303") for r in queries.rows_under(issue, ("basic_expenditure",), "economic", c)])]
    if key in ("public", "operating_costs"):
        return [("", queries.rows_under(issue, ("basic_expenditure",), "economic", "302"))]
    if key == "basic":
        return [("按经济分类", queries.rows_under(issue, ("basic_expenditure",), "economic", ""))]
    if key == "project":
        return [("按项目", [r for r in queries.projects([issue]) if r["amount_fen"] is not None])]
    if key in ("", "budget_total", "expenditure_total", "fiscal_total", "general_total"):
        functional = queries.rows_under(issue, ("expenditure", "general_expenditure"), "functional", "")
        return [("按功能分类", functional), ("按经济分类（基本支出）", queries.rows_under(issue, ("basic_expenditure",), "economic", ""))]
    return []


def _facts(issue: Issue, rows: list[Row], *, low: bool) -> list[Fact]:
    ordered = sorted(
        (r for r in rows if r["amount_fen"] is not None), key=lambda r: (r["amount_fen"] if low else -r["amount_fen"], r["ordinal"])
    )
    return [
        Fact(issue, f"{r['row_kind']}:{r['row_key']}", r["project"] or " ".join(p for p in (r["code"], r["row_name"]) if p), r["value"], r["unit"], (item_citation(r),))
        for r in ordered
    ]  # fmt: skip
