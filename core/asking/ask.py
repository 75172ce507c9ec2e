"""Questions in plain Chinese: one question, one database, one answer, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ..model.results.answer import Answer, Answerer, AnswerStatus
from ..store.reader import open_for_reading
from .algebra.query import Operation, Query, QueryError, query_from_json
from .answers import absent, across, agreement, collection, figures, indicators, parts, people, projects, remarks, terms
from .backends import fill_query
from .parsing.understand import Reading, understand
from .queries import Queries
from .refusals import refusal

SCHEMA = "mingzhang.answer/1"
_LONGEST = 500

_HANDLERS: dict[Operation, Callable[[Reading, Queries], Answer]] = {
    **across.HANDLERS,
    Operation.VALUE: figures.value,
    Operation.EXISTS: figures.exists,
    Operation.WHY: figures.reason,
    Operation.AGREE: agreement.agreement,
    Operation.TRUTH: agreement.truth,
    Operation.OVER_POSTS: people.over_posts,
    Operation.PROJECTS: projects.listed,
    Operation.LARGEST_PROJECT: projects.largest,
    Operation.PROJECT_DETAIL: projects.detail,
    Operation.INDICATORS: indicators.indicator,
    Operation.ASPECT: indicators.aspects,
    Operation.FINDINGS: remarks.findings,
    Operation.COUNT_FINDINGS: remarks.count,
    Operation.RANK_FINDINGS: remarks.rank,
    Operation.CONTENTS: remarks.contents,
    Operation.UNEVALUABLE: collection.unevaluable,
    Operation.CHECKED: collection.checked,
    Operation.RULES: collection.rules,
    Operation.COVER: collection.cover,
    Operation.PASSAGE: collection.passage,
    Operation.DEFINE: terms.define,
    Operation.PARTS: parts.parts,
}
_ANYWHERE = frozenset({Operation.COVER, Operation.RULES, Operation.DEFINE})
"""What can be answered without a disclosure."""
_FINDING = frozenset({Operation.FINDINGS, Operation.COUNT_FINDINGS, Operation.RANK_FINDINGS, Operation.RULES, Operation.DEFINE})
"""What reads the words that were not read itself."""
_ONE_BY_ONE = frozenset(
    {Operation.VALUE, Operation.EXISTS, Operation.WHY, Operation.AGREE, Operation.TRUTH, Operation.PROJECTS, Operation.PROJECT_DETAIL,
     Operation.INDICATORS, Operation.ASPECT, Operation.PASSAGE}
)  # fmt: skip
_MOST = 20
_NO_WAGE = re.compile(
    r"(?:平均|人均|每[名个人位]).{0,10}(?:工资(?!福利)|薪|年薪|月薪)|(?:工资|薪酬|薪水|年薪|月薪).{0,6}(?:平均|人均)|[局院处科所厅部]长.{0,6}(?:工资|薪)|一个人.{0,4}(?:工资|薪)"
)


def ask_database(
    question: str, db: Path, answerers: Callable[[], Sequence[Answerer]] | None = None, previous: dict[str, Any] | None = None
) -> Answer:
    """Answer a question from a database, which is opened read-only.

    Raises :class:`mingzhang.core.store.writer.StoreError` if there is no database of mingzhang at ``db``, or the
    question takes too long.
    """
    store = open_for_reading(db)
    try:
        return answer_question(question, Queries(store), answerers, previous)
    finally:
        store.conn.close()


def answer_question(
    question: str, queries: Queries, answerers: Callable[[], Sequence[Answerer]] | None = None, previous: dict[str, Any] | None = None
) -> Answer:
    """Answer a question from an open database.

    ``answerers`` gives those of plugins; it is called only if the built-in grammar does not understand the question.
    ``previous`` is the query of the question before it, which a follow-up takes up.
    """
    if refused := refusal(question):
        return absent.refused(refused[1], refused[0])
    reading = understand(question[:_LONGEST], queries, _previous(previous))
    said: dict[str, Any] = {}
    if answerers is not None and _lost(reading):
        filled = fill_query(reading, queries, answerers())
        reading = filled.reading or reading
        said = filled.said
    answer = _early(reading, queries) or _HANDLERS[_operation(reading)](reading, queries)
    if reading.instead is not None and not any("推算" in v.measure for v in answer.values):
        reading.query, reading.issues, reading.notes = reading.instead, [], []
        answer = absent.no_issue(reading, queries)
    answer = _with_notes(answer, reading)
    return replace(answer, query={**answer.query, **said}) if said else answer


def _operation(reading: Reading) -> Operation:
    """A project that no statement shows has its figures in its own form."""
    q = reading.query
    only_forms = bool(q.measures) and all(m.id.startswith("project:") and not reading.items[m.id].places for m in q.measures)
    return Operation.PROJECT_DETAIL if only_forms and q.operation in (Operation.VALUE, Operation.EXISTS) else q.operation


def _previous(given: dict[str, Any] | None) -> Query | None:
    """The query before, as an answer shows it; None where it says nothing that can be taken up."""
    if not given or given.get("intent") in (None, "none"):
        return None
    try:
        return query_from_json({k: v for k, v in given.items() if k not in ("refused", "answerer", "answerer_problems", "unread")})
    except QueryError:
        return None


def _lost(reading: Reading) -> bool:
    """Whether the grammar did not understand the question: nothing measured, or its words not read."""
    q = reading.query
    return (
        not reading.named.unknown
        and not q.measures
        and q.operation
        in (Operation.VALUE, Operation.EXISTS, Operation.WHY, Operation.DIFFERENCE, Operation.RANK, Operation.SUM, Operation.MEAN)
    )


def _early(reading: Reading, queries: Queries) -> Answer | None:
    """What keeps a question from being looked up: nobody named, two readings, nothing there, words not read."""
    query, named = reading.query, reading.named
    if reading.frame.has("outside") and not reading.frame.meant:
        return absent.outside(reading, queries)
    if named.unknown:
        return absent.unknown_body(reading, queries)
    if _NO_WAGE.search(reading.text):
        why = "（文件只有按科目合计的经费，人员经费含社会保险等，不能得出平均工资）"
        return absent.no_figure(reading, queries, why, names=("工资",))
    if reading.frame.has("outside") and query.operation is not Operation.FINDINGS:
        return absent.outside(reading, queries)
    if reading.frame.has("part_year"):
        return absent.no_figure(reading, queries, "（公开件只有全年的预算、决算）", names=(_part_of_year(reading),))
    if reading.frame.has("judge") and query.operation not in _FINDING:
        return absent.no_judgement(reading, queries)
    if _lost(reading) and not reading.frame.unread and (reading.issues or named.readings) and _only_names(reading):
        return absent.which_measure(reading, queries)
    if _hangs(reading) or _lost(reading):
        return absent.not_understood(reading, queries)
    if query.scope.years and not reading.issues and not reading.candidates and not query.scope.issuers and not named.readings:
        return absent.no_issue(reading, queries)
    if reading.crowded and query.operation not in _ANYWHERE:
        return absent.crowded(reading, queries)
    if named.readings and query.operation not in _ANYWHERE and len(named.readings) != 1:
        return absent.which_body(reading, queries)
    if not reading.issues and query.operation not in _ANYWHERE:
        return absent.no_issue(reading, queries) if reading.candidates or query.scope.issuers else absent.which_body(reading, queries)
    if query.operation in _ONE_BY_ONE and len(reading.issues) > _MOST:
        return absent.which_body(reading, queries)
    return None


def _part_of_year(reading: Reading) -> str:
    return "、".join(p.text for p in reading.frame.pieces if "part_year" in p.types)


def _only_names(reading: Reading) -> bool:
    """Whether the question names a body, an organ or a year and nothing else."""
    return any(p.types & {"body", "division", "organ", "year", "kind"} for p in reading.frame.pieces) and not set(reading.frame.signs) - {
        "kind",
        "yes_no",
    }


def _hangs(reading: Reading) -> bool:
    """Whether words that were not read stand where they say what is asked: right behind the last measure, or for it."""
    if reading.query.operation in _FINDING or not reading.unread:
        return False
    frame = reading.frame
    if not frame.meant:
        return (
            (reading.query.topic != "unread" and reading.query.operation
            not in (Operation.UNEVALUABLE, Operation.CHECKED, Operation.OVER_POSTS, Operation.PASSAGE, Operation.CONTENTS))
            or len("".join(reading.unread)) >= 3
        )
    last = max(m.end for m in frame.meant)
    gap = frame.text[last : last + 1]
    after = [p for p in frame.unread if len(p.text) >= 2 and p.start in (last, last + 1 if gap == "的" else last)]
    return bool(after)


def _with_notes(answer: Answer, reading: Reading) -> Answer:
    """What was read another way than written, and what was not read, said first."""
    first = "".join(reading.notes)
    words = [w for w in reading.unread if w not in answer.answer]
    if words and answer.status is AnswerStatus.CLARIFY:
        first += f"没有找到{'、'.join(f'“{w}”' for w in words)}。"
    if words and answer.status is AnswerStatus.ANSWERED and reading.query.operation not in _FINDING:
        first += f"没有找到{'、'.join(f'“{w}”' for w in words)}的数据，以下只回答其余部分。"
    if reading.frame.left_over and answer.status is AnswerStatus.ANSWERED:
        first += f"问题中的{'、'.join(f'“{w}”' for w in reading.frame.left_over)}没有读懂，以下只回答其余部分。"
    query = {**answer.query, "unread": reading.unread} if reading.unread else answer.query
    return replace(answer, answer=first + answer.answer, query=query) if first or reading.unread else answer


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


__all__ = ["answer_json", "answer_question", "ask_database"]
