"""Answers to questions: the query form, and the answer with values and citations."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable


class AnswerStatus(StrEnum):
    """answered, clarify (two readings), not_in_data, or refused."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NOT_IN_DATA = "not_in_data"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class QueryForm:
    """A question understood: an intent with its slots. Validated before any SQL is made of it."""

    intent: str
    bodies: tuple[str, ...] = ()
    """Disclosure body names as stored."""
    year: int | None = None
    kind: str | None = None
    statement: str | None = None
    row: str | None = None
    measure: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of the answer; ``derived_from`` are the ordinals of the citations that it comes from."""

    value: str
    unit: str | None
    body: str | None
    fiscal_year: int | None
    kind: str | None
    measure: str
    derived_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value was printed."""

    document: str
    page: int | None
    table: str | None
    section: str | None
    row: str | None
    column: str | None
    text: str
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What people get for a question."""

    status: AnswerStatus
    answer: str
    values: tuple[Value, ...] = ()
    citations: tuple[Citation, ...] = ()
    findings: tuple[str, ...] = ()
    query: dict[str, Any] = field(default_factory=dict)
    sql: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    chart: dict[str, Any] | None = None
    suggestions: tuple[str, ...] = ()


@runtime_checkable
class Answerer(Protocol):
    """Turns a question into a query form, or None if it does not understand it. Never writes SQL or numbers."""

    id: str

    def understand(self, question: str, lexicon: Any) -> QueryForm | None: ...
