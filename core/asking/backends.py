"""Answerers of plugins: they fill the algebra for a question that the built-in grammar does not understand.

What they fill in is checked like anything from outside; nothing of it reaches SQL but as a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from .. import schemas
from ..messages import tr
from ..model.results.answer import Answerer, AskedWords, QueryForm
from ..plugins.guests import GuestError, hosted, one_line
from .algebra.query import Measure, Operation, Query, QueryError, Scope, query_from_json
from .parsing.frame import frame_of
from .parsing.naming import Named
from .parsing.pieces import cut
from .parsing.understand import Reading, complete
from .queries import Issue, Issuer, Queries
from .words.lexicon import item_names
from .words.targets import BY_ID, HEADCOUNTS

_SOME = 2000
"""Disclosures whose names are given to answerers."""
FIGURE = "figure"
"""The name of the operation value in the short form, as it always was."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The question as an answerer understood it (None: nobody did), and what the answer says about that."""

    reading: Reading | None = None
    said: dict[str, Any] = field(default_factory=dict)


def asked_words(queries: Queries) -> AskedWords:
    """What a query may hold for this database."""
    issues = queries.issues(limit=_SOME)
    subjects = {f"target:{t.id}": t.name for t in BY_ID.values()}
    subjects |= {f"headcount:{id}": name for id, (name, _) in HEADCOUNTS.items()}
    subjects |= item_names()
    for row in queries.catalog(issues[:50]):
        kind = row["row_kind"]
        id = f"project:{row['project']}" if kind == "project" else f"{kind}:{row['code']}"
        if (row["project"] if kind == "project" else row["code"]) is not None:
            subjects.setdefault(id, row["project"] or row["row_name"])
    issuers = list(dict.fromkeys(i.issuer for i in issues))
    operations = tuple(sorted({str(o) for o in Operation if o is not Operation.NONE} | {FIGURE}))
    return AskedWords(
        intents=operations,
        subjects=subjects,
        bodies=tuple(dict.fromkeys(i.body for i in issues)),
        years=tuple(sorted({i.year for i in issues if i.year})),
        schema=_schema(subjects, issuers),
    )


def _schema(subjects: Mapping[str, str], issuers: Sequence[Issuer]) -> dict[str, Any]:
    """The published schema of a query, with the measures and bodies that this database has and no others."""
    schema = schemas.load("query")
    schema["$defs"]["measure"]["properties"]["id"] = {"enum": list(subjects)}
    schema["$defs"]["issuers"]["items"] = {"enum": [list(i) for i in issuers]}
    return schema


def fill_query(reading: Reading, queries: Queries, answerers: Sequence[Answerer]) -> Filled:
    """Ask the answerers in turn; the first query that is valid is used, one that is not is named and passed over."""
    if not answerers:
        return Filled()
    words = asked_words(queries)
    problems: list[str] = []
    for answerer in answerers:
        try:
            ask = partial(answerer.understand, reading.question, words)
            given = hosted(f"the answerer {answerer.id!r}", ask, home=type(answerer).__module__)
            if given is None:
                continue
            found = _reading(reading, _checked(given, words, queries.issues(limit=_SOME)), queries)
        except QueryError as error:
            problems.append(
                tr(
                    f"the answerer {answerer.id!r} filled in a form that is not valid: {error}",
                    f"答复插件 {answerer.id!r} 填的查询单无效：{error}",
                )
            )
        except GuestError as error:
            problems.append(tr(f"the answerer {answerer.id!r} failed ({error})", f"答复插件 {answerer.id!r} 出错（{error}）"))
        except Exception as error:  # slots of other types than they are declared with
            problems.append(
                tr(
                    f"the answerer {answerer.id!r} filled in a form that is not valid: {one_line(error)}",
                    f"答复插件 {answerer.id!r} 填的查询单无效：{one_line(error)}",
                )
            )
        else:
            return Filled(found, {"answerer": answerer.id, **({"answerer_problems": problems} if problems else {})})
    return Filled(None, {"answerer_problems": problems} if problems else {})


def _checked(given: QueryForm | Mapping[str, Any], words: AskedWords, issues: Sequence[Issue]) -> Query:
    """The query of a form or of JSON of the algebra. Raises QueryError for what the database does not have."""
    if isinstance(given, QueryForm):
        return _of_form(given, words, issues)
    if not isinstance(given, Mapping):
        raise QueryError(f"{type(given).__name__} is no query")
    query = query_from_json(given)
    issuers = {i.issuer for i in issues}
    if unknown := [i for i in (*query.scope.issuers, *query.scope.minus) if i not in issuers]:
        raise QueryError(f"no body {unknown[0][1]!r}")
    conditions = [c for c in (query.condition, query.scope.where) if c]
    measures = [*query.measures, *(c.measure for c in conditions), *(c.other for c in conditions if c.other)]
    if unknown_ids := [id for m in measures for id in (m.id, *m.plus, *([m.by] if m.by else [])) if id not in words.subjects]:
        raise QueryError(f"no subject {unknown_ids[0]!r}")
    return query


def _of_form(given: QueryForm, words: AskedWords, issues: Sequence[Issue]) -> Query:
    for what, values, allowed in (
        ("intent", (given.intent,), words.intents),
        ("subject", given.subjects, words.subjects),
        ("body", given.bodies, words.bodies),
        ("year", given.years, words.years),
        ("kind", (given.kind,) if given.kind else (), words.kinds),
    ):
        if unknown := [v for v in values if v not in allowed]:
            raise QueryError(f"no {what} {unknown[0]!r}")
    issuers = list(dict.fromkeys(i.issuer for i in issues if i.body in given.bodies))
    scope = Scope(tuple(issuers), years=given.years, kind=given.kind)
    operation = Operation.VALUE if given.intent == FIGURE else Operation(given.intent)
    return Query(operation, scope, tuple(Measure(s) for s in given.subjects))


def _reading(reading: Reading, query: Query, queries: Queries) -> Reading:
    """The question with a query that somebody else filled in."""
    frame = frame_of(reading.text, [p for p in cut(reading.text, {}) if p.senses])
    issuers = list(query.scope.issuers)
    found = complete(
        reading.question, reading.text, query, frame, Named(issuers=issuers, named=bool(issuers)), [], dict(reading.spoken), queries
    )
    return replace(found, unread=[])
