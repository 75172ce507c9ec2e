"""Answerers of plugins: they fill the query form of a question that the built-in grammar does not understand.

What they fill in is checked like anything from outside; nothing of it reaches SQL but as a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..messages import tr
from ..model.results.answer import Answerer, AskedWords, QueryForm
from ..plugins.checks import one_line
from .forms import INTENTS, Form, FormError
from .queries import Issue, Queries
from .scope import Scope, choose_issues
from .targets import BY_ID, HEADCOUNTS
from .understand import Reading


@dataclass(frozen=True, slots=True)
class Filled:
    """The question as an answerer understood it (None: nobody did), and what the answer says about that."""

    reading: Reading | None = None
    said: dict[str, Any] = field(default_factory=dict)


def asked_words(reading: Reading) -> AskedWords:
    """What a form may hold for this database."""
    subjects = {f"target:{t.id}": t.name for t in BY_ID.values()}
    subjects |= {f"headcount:{id}": name for id, (name, _) in HEADCOUNTS.items()}
    subjects |= {id: item.name for id, item in reading.items.items()}
    issues = reading.all_issues
    return AskedWords(
        intents=tuple(sorted(INTENTS - {"none"})),
        subjects=subjects,
        bodies=tuple(dict.fromkeys(i.body for i in issues)),
        years=tuple(sorted({i.year for i in issues if i.year})),
    )


def fill_form(reading: Reading, queries: Queries, answerers: Sequence[Answerer]) -> Filled:
    """Ask the answerers in turn; the first form that is valid is used, one that is not is named and passed over."""
    words = asked_words(reading)
    problems: list[str] = []
    for answerer in answerers:
        try:
            form = answerer.understand(reading.question, words)
            if form is None:
                continue
            found = _reading(reading, form, words, queries.issues())
        except FormError as error:
            problems.append(
                tr(
                    f"the answerer {answerer.id!r} filled in a form that is not valid: {error}",
                    f"答复插件 {answerer.id!r} 填的查询单无效：{error}",
                )
            )
        except Exception as error:  # an answerer is somebody else's code
            problems.append(
                tr(f"the answerer {answerer.id!r} failed ({one_line(error)})", f"答复插件 {answerer.id!r} 出错（{one_line(error)}）")
            )
        else:
            return Filled(found, {"answerer": answerer.id, **({"answerer_problems": problems} if problems else {})})
    return Filled(None, {"answerer_problems": problems} if problems else {})


def _reading(reading: Reading, given: QueryForm, words: AskedWords, issues: Sequence[Issue]) -> Reading:
    """The question with the slots of a form. Raises FormError for what the database does not have."""
    if not isinstance(given, QueryForm):
        raise FormError(f"{type(given).__name__} is no QueryForm")
    for what, values, allowed in (
        ("intent", (given.intent,), words.intents),
        ("subject", given.subjects, words.subjects),
        ("body", given.bodies, words.bodies),
        ("year", given.years, words.years),
        ("kind", (given.kind,) if given.kind else (), words.kinds),
    ):
        if unknown := [v for v in values if v not in allowed]:
            raise FormError(f"no {what} {unknown[0]!r}")
    issuers = list(dict.fromkeys(i.issuer for i in issues if i.body in given.bodies))
    if not issuers:
        everyone = list(dict.fromkeys(i.issuer for i in issues))
        issuers = everyone if len(everyone) == 1 else []
    several = len(issuers) > 1
    chosen = choose_issues(issues, issuers, given.years, given.kind, one_each=several)
    form = Form(given.intent, tuple(i.key for i in chosen), given.subjects, given.years, given.kind, across=several)
    return replace(
        reading,
        form=form,
        scope=Scope(issuers, named=bool(given.bodies)),
        issues=chosen,
        near=[],
        candidates=[i for i in issues if i.issuer in issuers],
    )
