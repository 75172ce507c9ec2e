"""Questions in plain Chinese: one question, one database, one answer, the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..model.results.answer import Answer, Answerer, AnswerStatus
from ..store.reader import open_for_reading
from . import cues
from .answers import absent, across, other, people, projects, remarks, single
from .backends import fill_form
from .queries import Queries
from .understand import Reading, understand

SCHEMA = "mingzhang.answer/1"
_LONGEST = 500
_STATUS = {"answered": "回答", "clarify": "请说明", "not_in_data": "资料中没有", "refused": "不能回答"}


def _figure(reading: Reading, queries: Queries) -> Answer:
    """A project that no statement shows has its figures in its own form."""
    only_forms = any(s.startswith("project:") and not reading.items[s].places for s in reading.form.subjects)
    return projects.detail(reading, queries) if only_forms else single.figure(reading, queries)


_HANDLERS: dict[str, Callable[[Reading, Queries], Answer]] = {
    "figure": _figure,
    "growth": single.growth,
    "share": single.share,
    "reason": single.reason,
    "exists": single.exists,
    "agreement": single.agreement,
    "headcount": people.headcount,
    "over_posts": people.over_posts,
    "per_head": across.per_head,
    "ranking": across.ranking,
    "sum": across.total,
    "mean": across.mean,
    "comparison": across.comparison,
    "largest_project": projects.largest,
    "projects": projects.listed,
    "project_detail": projects.detail,
    "findings": remarks.findings,
    "finding_search": remarks.search,
    "claim": other.claim,
    "indicator": other.indicator,
    "aspect": other.aspects,
    "passage": other.passage,
    "count": other.count,
}
_NEEDS_SUBJECT = frozenset({"figure", "growth", "share", "exists", "agreement", "ranking", "sum", "mean", "comparison"})
_ONE_BY_ONE = frozenset(
    {"growth", "share", "reason", "exists", "agreement", "projects", "project_detail", "passage", "indicator", "aspect", "claim"}
)
_MOST = 20
_EVERYONE = frozenset({"count", "findings", "finding_search"})


def ask_database(question: str, db: Path, answerers: Callable[[], Sequence[Answerer]] | None = None) -> Answer:
    """Answer a question from a database, which is opened read-only.

    Raises :class:`mingzhang.core.store.writer.StoreError` if there is no database of mingzhang at ``db``, or the
    question takes too long.
    """
    store = open_for_reading(db)
    try:
        return answer_question(question, Queries(store), answerers)
    finally:
        store.conn.close()


def answer_question(question: str, queries: Queries, answerers: Callable[[], Sequence[Answerer]] | None = None) -> Answer:
    """Answer a question from an open database.

    ``answerers`` gives those of plugins; it is called only if the built-in grammar does not understand the question.
    """
    if refused := cues.refusal(question):
        return absent.refused(refused[1], refused[0])
    reading = understand(question[:_LONGEST], queries)
    said: dict[str, Any] = {}
    if answerers is not None and reading.form.intent == "none" and not reading.scope.unknown:
        filled = fill_form(reading, queries, answerers())
        reading = filled.reading or reading
        said = filled.said
    answer = _early(reading, queries) or _HANDLERS[reading.form.intent](reading, queries)
    return replace(answer, query={**answer.query, **said}) if said else answer


def _early(reading: Reading, queries: Queries) -> Answer | None:
    """What keeps a question from being looked up: nobody named, two readings, nothing there."""
    form, scope = reading.form, reading.scope
    if scope.unknown:
        return absent.unknown_body(reading, queries)
    if reading.near and form.intent in ("none", *_NEEDS_SUBJECT):
        return absent.did_you_mean(reading, queries)
    if cues.WAGE.search(reading.linked.text):
        return absent.no_figure(
            reading, queries, reading.issues, (), "（文件只有按科目合计的经费，人员经费含社会保险等，不能得出平均工资）"
        )
    if scope.readings:
        return absent.which_body(reading, queries)
    if scope.issuers and not reading.issues and form.intent != "count":
        return absent.no_issue(reading, queries)
    if form.intent == "none":
        return absent.no_figure(reading, queries, reading.issues, ())
    if not scope.issuers and form.intent in _EVERYONE:
        return _everyone(reading, queries)
    if not scope.issuers:
        return absent.which_body(reading, queries)
    if form.intent in _ONE_BY_ONE and len(reading.issues) > _MOST:
        return absent.which_body(reading, queries)
    if form.intent in _NEEDS_SUBJECT and not form.subjects:
        return absent.no_figure(reading, queries, reading.issues, ())
    return None


def _everyone(reading: Reading, queries: Queries) -> Answer | None:
    """Counts and findings without a body are about all."""
    if not reading.issues:
        reading.issues = list(reading.all_issues)
    return _HANDLERS[reading.form.intent](reading, queries) if reading.issues else absent.which_body(reading, queries)


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as the contract mingzhang.answer/1 has it."""
    return {
        "schema": SCHEMA,
        "status": str(answer.status),
        "answer": answer.answer,
        "values": [{**asdict(v), "derived_from": list(v.derived_from)} for v in answer.values],
        "citations": [asdict(c) for c in answer.citations],
        "findings": list(answer.findings),
        "query": answer.query,
        "sql": answer.sql,
        "params": answer.params,
        "chart": answer.chart,
        "suggestions": list(answer.suggestions),
    }


def print_answer(console: Console, answer: Answer) -> None:
    """The answer at a terminal: words, where they come from, what else could be asked."""
    style = {AnswerStatus.ANSWERED: "green", AnswerStatus.CLARIFY: "yellow"}.get(answer.status, "red")
    console.print(f"[bold {style}]{_STATUS[answer.status]}[/]：{escape(answer.answer)}", soft_wrap=True)
    if answer.citations:
        grid = Table("序", "表／章节", "行", "列", "页", "原文", title="出处", title_justify="left", box=None, header_style="dim")
        for n, c in enumerate(answer.citations, 1):
            cells = (c.table or c.section or "", c.row or "", c.column or "", str(c.page or ""), c.text)
            grid.add_row(str(n), *map(escape, cells))
        console.print(grid)
        for url in dict.fromkeys(c.source_url for c in answer.citations if c.source_url):
            console.print(f"[dim]来源：{escape(url)}[/]", soft_wrap=True)
    if answer.findings:
        console.print(f"[dim]疑点编号：{'、'.join(answer.findings)}[/]", soft_wrap=True)
    for problem in answer.query.get("answerer_problems", ()):
        console.print(f"[dim]插件：{escape(problem)}[/]", soft_wrap=True)
    for suggestion in answer.suggestions:
        console.print(f"[dim]可以问：{escape(suggestion)}[/]", soft_wrap=True)


__all__ = ["answer_json", "answer_question", "ask_database", "print_answer"]
