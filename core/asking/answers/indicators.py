"""Answers about performance indicators, and what a final account states beside its results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from ...model.documents.privacy import mask
from ...model.results.answer import Answer
from ...store.lexicon import normal
from ..algebra.query import Measure
from ..facts import claim_citation, claim_subjects, indicator_citation
from ..measured import base_facts
from ..parsing.understand import Reading, fill
from ..queries import Queries, Row
from .absent import no_figure
from .draft import Draft

_MOST_LISTED = 20
_WHOLE = ("grand_both", "fiscal_both", "fiscal_total", "general_total", "performance_projects")


def indicator(reading: Reading, queries: Queries) -> Answer:
    """Targets (and results) of the performance indicators of one name."""
    named = [m.id for m in reading.query.measures if m.id.startswith("indicator:")]
    projects = {m.id.partition(":")[2] for m in reading.query.measures if m.id.startswith("project:")}
    said = 0
    names = {_lean(id.partition(":")[2]) for id in named}
    by_key = {i.key: i for i in reading.issues}
    draft = Draft()
    for row in queries.indicators(reading.issues, main=True):
        issue = by_key[row["disclosure"]]
        if projects and row["project"] not in projects:
            continue
        if (names and _lean(row["level3"]) not in names) or not row["target"] or not row["level3"]:
            continue
        said += 1
        if said > _MOST_LISTED:
            continue
        draft.cite((indicator_citation(row),))
        where = f"项目“{row['project']}”" if row["project"] else "整体绩效目标"
        value = row["target_value"] if row["target_value"] and row["target_value"] in row["target"] else row["target"]
        draft.value(mask(value), row["target_unit"] if value == row["target_value"] else None, issue, row["level3"])
        done = f"，实际完成值{mask(row['actual'])}" if row["actual"] else ""
        draft.say(f"{issue.label}：{where}的指标“{row['level3']}”指标值为{mask(row['target'])}{done}。")
    if not draft.lines:
        return no_figure(reading, queries)
    if reading.query.counting and not named:
        draft.value(str(said), "个", None, "绩效指标")
        draft.lines.insert(0, f"共列有{said}个绩效指标{f'，以下是前{_MOST_LISTED}个' if said > _MOST_LISTED else ''}。")
    return draft.answer(reading.query, queries)


def _lean(name: str) -> str:
    return normal(re.sub(r"[（(].*?[)）]", "", name))


def aspects(reading: Reading, queries: Queries) -> Answer:
    """Budget and difference that a final account states beside the result (年初预算数, 全年预算数, 预决算差异率)."""
    asked = [m.id for m in reading.query.measures if m.id.startswith("target:")]
    subjects = [x for s in asked for x in claim_subjects(s)[0]]
    if not subjects or "target:budget_total" in asked:
        subjects += _WHOLE
    wanted = [f"{s}.{a}" for s in subjects for a in ("initial_budget", "year_budget", "actual", "variance_rate")]
    by_key = {i.key: i for i in reading.issues}
    draft = Draft()
    planned: dict[str, Row] = {}
    for row in queries.claims(reading.issues, wanted):
        if row["value"] is None:
            continue
        issue = by_key[row["disclosure"]]
        if str(row["subject"]).endswith("_budget"):
            planned.setdefault(issue.key, row)
        draft.cite((claim_citation(row),))
        draft.value(row["value"], row["unit"], issue, row["subject_text"])
        given = f"（文件所写原因：“{mask(row['reason'])}”）" if row["reason"] and row["subject"].endswith("variance_rate") else ""
        draft.say(f"{issue.label}：{mask(row['subject_text'])}{row['value']}{row['unit'] or ''}{given}。")
    if not draft.lines:
        return _budget_itself(reading, queries)
    if "完成" in reading.text or "百分之" in reading.text:
        _completed(reading, queries, draft, planned)
    return draft.answer(reading.query, queries)


def _completed(reading: Reading, queries: Queries, draft: Draft, planned: Mapping[str, Row]) -> None:
    """How much of what was planned was spent: the final account's own figure ÷ the budget that it states."""
    fill(reading, reading.query.measures, queries)
    for m in reading.query.measures[:1]:
        for fact in base_facts(queries, [i for i in reading.issues if i.key in planned and i.kind == "final"], m, reading.items):
            row = planned[fact.issue.key]
            budget = Decimal(row["value"])
            if row["unit"] == fact.unit and budget:
                word = "年初预算" if str(row["subject"]).endswith("initial_budget") else "预算"
                text = draft.derived(fact.value / budget * 100, 2, "%", f"完成{word}", f"{fact.text}÷{row['value']}", [fact], fact.issue)
                draft.say(f"{fact.name}{draft.fact(fact)}，完成{word}的{text}。")


def _budget_itself(reading: Reading, queries: Queries) -> Answer:
    """A budget is asked for that no final account repeats: the budget itself, if it is there, says it."""
    budgets = [i for i in reading.issues if i.kind == "budget"]
    measures = reading.query.measures or (Measure("target:budget_total"),)
    fill(reading, measures, queries)
    facts = [f for m in measures for f in base_facts(queries, budgets, m, reading.items)]
    if not facts or reading.query.topic == "variance_rate":
        return no_figure(reading, queries)
    draft = Draft()
    for fact in facts:
        draft.say(f"{fact.issue.label}：{fact.name}{draft.fact(fact)}。")
    return draft.answer(reading.query, queries)
