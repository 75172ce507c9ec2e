"""Answers to questions: the query form, and the answer with values and citations."""

from __future__ import annotations

from collections.abc import Mapping
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
    """A question understood: an intent with its slots. Validated against :class:`AskedWords` before anything is looked up."""

    intent: str
    subjects: tuple[str, ...] = ()
    """Ids of what is asked for, such as target:three_public."""
    bodies: tuple[str, ...] = ()
    """Names of bodies as stored."""
    years: tuple[int, ...] = ()
    kind: str | None = None
    """budget or final; None for what there is."""


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What the slots of a query form may hold for one database: names and ids, never text or numbers of documents."""

    intents: tuple[str, ...]
    subjects: Mapping[str, str]
    """Id → its Chinese term."""
    bodies: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...] = ("budget", "final")
    schema: Mapping[str, Any] = field(default_factory=dict)
    """The JSON Schema of a query (``core/schemas/query.json``) with the measures and bodies of this database, for a model that fills it."""


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
    """Fills a query for a question that the built-in grammar does not understand, or returns None.

    It never writes SQL or numbers: the form is validated, and the answer is made from the database as for any question.
    """

    id: str

    def understand(self, question: str, words: AskedWords) -> QueryForm | Mapping[str, Any] | None:
        """A query of the algebra as JSON (``words.schema``), the short form of one, or None for what is not understood."""
        ...
