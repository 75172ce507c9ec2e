"""A conversation: what was asked and understood so far, so that 那某某局呢 or 按人均算 can take it up. Kept in a file, or by the site."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..model.results.answer import Answer, Answerer, AnswerStatus
from .ask import answer_question
from .queries import Queries

SCHEMA = "mingzhang.session/1"
_TOGETHER = re.compile("它们|他们|她们|这些|这几|那几|两者|两个|两项|两家|俩|三个|三者|加起来|加一起|加一块|合计|总共|平均|差多少|相差")
"""What speaks of several of the questions before."""
_KEPT = 50
"""Turns of a conversation that are kept."""
EXPORT = ("导出", "导出csv", "下载", "存成表", "导成表", "存成csv", "导出表格")
"""What asks for the figures of the last answer as a table."""


@dataclass(slots=True)
class Session:
    """Questions with the queries that they were understood as; ``last`` is the answer before, for export."""

    turns: list[dict[str, Any]] = field(default_factory=list)
    last: Answer | None = None

    @property
    def previous(self) -> dict[str, Any] | None:
        """The query that a follow-up takes up."""
        return self.turns[-1]["query"] if self.turns else None

    def ask(self, question: str, queries: Queries, answerers: Callable[[], Sequence[Answerer]] | None = None) -> Answer:
        """Answer a question after those before it."""
        previous = _gathered(self.turns) if _TOGETHER.search(question) else self.previous
        answer = answer_question(question, queries, answerers, previous)
        if answer.status in (AnswerStatus.ANSWERED, AnswerStatus.NOT_IN_DATA) or (answer.query.get("measures") and not self.turns):
            self.turns = [*self.turns, {"question": question, "query": answer.query}][-_KEPT:]
        if answer.status is AnswerStatus.ANSWERED:
            self.last = answer
        return answer


def _gathered(turns: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The last questions as one: the measures that were asked of the same bodies, or the bodies that were asked for the same."""
    queries = [t["query"] for t in reversed(turns)]
    if not queries:
        return None
    last = queries[0]
    whole = {**last, "measures": list(last.get("measures", ())), "scope": dict(last.get("scope") or {})}
    issuers = list(whole["scope"].get("issuers", ()))
    for q in queries[1:]:
        scope = q.get("scope") or {}
        if q.get("intent") not in ("value", "exists") or not q.get("measures"):
            break
        same_bodies = scope.get("issuers") == (last.get("scope") or {}).get("issuers")
        if same_bodies and q["measures"] == last.get("measures"):
            whole["scope"]["years"] = sorted({*whole["scope"].get("years", ()), *scope.get("years", ())})
        elif same_bodies:
            whole["measures"] = [m for m in q["measures"] if m not in whole["measures"]] + whole["measures"]
        elif q["measures"] == last.get("measures"):
            issuers = [i for i in scope.get("issuers", ()) if i not in issuers] + issuers
        else:
            break
    whole["scope"]["issuers"] = issuers
    return whole


def read_session(path: Path) -> Session:
    """The session of a file; a new one if there is none. Raises UsageError for a file that is no session."""
    if not path.exists():
        return Session()
    try:
        data = json.loads(path.read_text("utf-8"))
        turns = data["turns"]
        if data["schema"] != SCHEMA or not all(isinstance(t["question"], str) and isinstance(t["query"], dict) for t in turns):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: not a session of mingzhang; name another file or delete it") from error
    return Session(list(turns))


def write_session(session: Session, path: Path) -> None:
    """Write a session for the next question."""
    path.write_text(json.dumps({"schema": SCHEMA, "turns": session.turns}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def values_csv(answer: Answer) -> str:
    """The figures of an answer as CSV: measure, value, unit, body, year, kind, and the print that each comes from."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("measure", "value", "unit", "body", "fiscal_year", "kind", "derived_from"))
    for v in answer.values:
        writer.writerow(
            (
                v.measure,
                v.value,
                v.unit or "",
                v.body or "",
                v.fiscal_year or "",
                v.kind or "",
                " ".join(str(n + 1) for n in v.derived_from),
            )
        )
    return out.getvalue()
