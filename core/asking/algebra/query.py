"""The query algebra: a scope, measures and an operation; closed, validated, written as JSON (``core/schemas/query.json``).

A measure may stand under another: the share of something in a whole, something a head, its change. A scope may hold a
condition, which is a measure compared with an amount or with what a body has; so expressions nest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from ..words.targets import BY_ID, HEADCOUNTS


class QueryError(ValueError):
    """A query that the algebra does not have. The message is one line."""


class Operation(StrEnum):
    """What is done with the measures over the scope."""

    VALUE = "value"
    EXISTS = "exists"
    SUM = "sum"
    MEAN = "mean"
    DIFFERENCE = "difference"
    RANK = "rank"
    TREND = "trend"
    FILTER = "filter"
    WHY = "why"
    AGREE = "agree"
    TRUTH = "truth"
    OVER_POSTS = "over_posts"
    PROJECTS = "projects"
    LARGEST_PROJECT = "largest_project"
    PROJECT_DETAIL = "project_detail"
    INDICATORS = "indicators"
    ASPECT = "aspect"
    FINDINGS = "findings"
    COUNT_FINDINGS = "count_findings"
    RANK_FINDINGS = "rank_findings"
    UNEVALUABLE = "unevaluable"
    CHECKED = "checked"
    RULES = "rules"
    PARTS = "parts"
    CONTENTS = "contents"
    DEFINE = "define"
    COVER = "cover"
    PASSAGE = "passage"
    NONE = "none"


class Form(StrEnum):
    """What is taken of a measure: its amount, or what follows from it."""

    AMOUNT = "amount"
    CHANGE = "change"
    RATE = "rate"
    SHARE = "share"
    PER_HEAD = "per_head"


_MEASURE = re.compile(r"(?:target|headcount|subject):[\w.\-:]+|(?:functional|economic):\d{3,9}|(?:project|claim|indicator):.+", re.DOTALL)
_COLUMNS = (None, "basic", "project")
_COMPARATORS = ("gt", "ge", "lt", "le", "eq", "ne", "between", "absent")
"""``absent``: the disclosure does not print the measure at all, which is no zero."""
_KINDS = (None, "budget", "final")
_LEVELS = (None, "unit", "department")
_ENDS = ("high", "low")
_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: ``id`` as target:three_public, ``plus`` others added to it, ``column`` of its row, ``form`` and what it is ``by``."""

    id: str
    plus: tuple[str, ...] = ()
    column: str | None = None
    form: Form = Form.AMOUNT
    by: str | None = None

    def __post_init__(self) -> None:
        for id in (self.id, *self.plus, *([self.by] if self.by else [])):
            kind, _, rest = id.partition(":")
            if not _MEASURE.fullmatch(id):
                raise QueryError(f"not a measure: {id!r}")
            if (kind == "target" and rest not in BY_ID) or (kind == "headcount" and rest not in HEADCOUNTS):
                raise QueryError(f"unknown measure {id!r}")
        if self.column not in _COLUMNS:
            raise QueryError(f"unknown column {self.column!r}")


@dataclass(frozen=True, slots=True)
class Condition:
    """A measure compared with an amount (``value`` in ``unit``), with what the body ``than`` has, or with an ``other`` measure."""

    measure: Measure
    comparator: str
    value: str | None = None
    unit: str | None = None
    than: tuple[str, str] | None = None
    other: Measure | None = None
    upper: str | None = None
    """The upper end of between."""

    def __post_init__(self) -> None:
        if self.comparator not in _COMPARATORS:
            raise QueryError(f"unknown comparator {self.comparator!r}")
        if sum(x is not None for x in (self.value, self.than, self.other)) != 1:
            raise QueryError("a condition compares with an amount, with a body or with another measure")
        if (self.comparator == "between") != (self.upper is not None):
            raise QueryError("between has two ends, and nothing else has")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which disclosures: ``issuers`` are (code of the division, body); none of them and ``everyone`` means all."""

    issuers: tuple[tuple[str, str], ...] = ()
    everyone: bool = False
    minus: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()
    relative: tuple[int, ...] = ()
    """Years from the latest of the data: 0, -1."""
    kind: str | None = None
    level: str | None = None
    where: Condition | None = None

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise QueryError(f"unknown kind {self.kind!r}")
        if self.level not in _LEVELS:
            raise QueryError(f"unknown level {self.level!r}")
        if any(not 1990 <= y <= 2100 for y in self.years):
            raise QueryError(f"not fiscal years: {self.years}")


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood."""

    operation: Operation
    scope: Scope = field(default_factory=Scope)
    measures: tuple[Measure, ...] = ()
    end: str = "high"
    top: int | None = None
    condition: Condition | None = None
    direction: str | None = None
    base_year: int | None = None
    stated: tuple[tuple[str, str], ...] = ()
    """Amounts that the question itself names, with units: premises to be checked."""
    topic: str | None = None
    """A term to define, words for a kind of finding, a passage, an aspect, a detail of a project."""
    severity: str | None = None
    unit: str | None = None
    """The unit that is asked for: 人, 辆, 平方米; None for money or whatever there is."""
    counting: bool = False

    def __post_init__(self) -> None:
        if self.end not in _ENDS:
            raise QueryError(f"unknown end {self.end!r}")
        if self.severity is not None and self.severity not in _SEVERITIES:
            raise QueryError(f"unknown severity {self.severity!r}")

    def with_form(self, form: Form, by: str | None = None) -> Query:
        """The query with every measure taken in another form."""
        return replace(self, measures=tuple(replace(m, form=form, by=by) for m in self.measures))


def measure_json(m: Measure) -> dict[str, Any]:
    """A measure as JSON."""
    return {"id": m.id, "plus": list(m.plus), "column": m.column, "form": str(m.form), "by": m.by}


def _condition_json(c: Condition | None) -> dict[str, Any] | None:
    if c is None:
        return None
    than = list(c.than) if c.than else None
    return {
        "measure": measure_json(c.measure),
        "comparator": c.comparator,
        "value": c.value,
        "unit": c.unit,
        "than": than,
        "other": measure_json(c.other) if c.other else None,
    }


def query_json(q: Query) -> dict[str, Any]:
    """A query as JSON, every key there; ``intent`` names the operation, as the contract of answers has it."""
    s = q.scope
    return {
        "intent": str(q.operation),
        "scope": {
            "issuers": [list(i) for i in s.issuers], "everyone": s.everyone, "minus": [list(i) for i in s.minus], "years": list(s.years),
            "relative": list(s.relative), "kind": s.kind, "level": s.level, "where": _condition_json(s.where),
        },
        "measures": [measure_json(m) for m in q.measures],
        "end": q.end, "top": q.top, "condition": _condition_json(q.condition), "direction": q.direction, "base_year": q.base_year,
        "stated": [list(s) for s in q.stated], "topic": q.topic, "severity": q.severity, "unit": q.unit, "counting": q.counting,
    }  # fmt: skip


def query_from_json(given: Mapping[str, Any]) -> Query:
    """The query that JSON writes. Raises QueryError for anything that the algebra does not have."""
    try:
        return _query(given)
    except QueryError:
        raise
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise QueryError(f"not a query: {error}") from None


def _query(given: Mapping[str, Any]) -> Query:
    known = {
        "intent",
        "scope",
        "measures",
        "end",
        "top",
        "condition",
        "direction",
        "base_year",
        "stated",
        "topic",
        "severity",
        "unit",
        "counting",
    }
    if unknown := set(given) - known:
        raise QueryError(f"unknown key {min(unknown)!r}")
    s = given.get("scope") or {}
    scope = Scope(
        tuple((str(a), str(b)) for a, b in s.get("issuers", ())), bool(s.get("everyone", False)), tuple((str(a), str(b)) for a, b in s.get("minus", ())),
        tuple(int(y) for y in s.get("years", ())), tuple(int(y) for y in s.get("relative", ())), s.get("kind"), s.get("level"), _condition(s.get("where")),
    )  # fmt: skip
    top, base = given.get("top"), given.get("base_year")
    return Query(
        Operation(given["intent"]), scope, tuple(_measure(m) for m in given.get("measures", ())), given.get("end") or "high",
        None if top is None else int(top), _condition(given.get("condition")), given.get("direction"), None if base is None else int(base),
        tuple((str(a), str(b)) for a, b in given.get("stated", ())), given.get("topic"), given.get("severity"), given.get("unit"),
        bool(given.get("counting", False)),
    )  # fmt: skip


def _measure(m: Mapping[str, Any]) -> Measure:
    return Measure(str(m["id"]), tuple(map(str, m.get("plus", ()))), m.get("column"), Form(m.get("form") or "amount"), m.get("by"))


def _condition(c: Mapping[str, Any] | None) -> Condition | None:
    if c is None:
        return None
    than = c.get("than")
    other = c.get("other")
    body = (str(than[0]), str(than[1])) if than else None
    return Condition(
        _measure(c["measure"]), c["comparator"], c.get("value"), c.get("unit"), body, _measure(other) if other else None, c.get("upper")
    )
