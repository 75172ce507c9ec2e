"""What the chat reads from the database: fixed statements on a read-only connection, with a time limit."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from ..store.names import PROVINCES
from ..store.search import match_query
from ..store.writer import StoreError
from . import statements as s
from .words.targets import Place

Row = dict[str, Any]
Issuer = tuple[str, str]
"""Code of the division ("" if unknown) and body: two bodies of one name in two divisions are two."""
SECONDS = 10.0
MOST = 5000
"""Disclosures that one question may be about."""
_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class IssuerRow:
    """A body with what it is called inside its division."""

    division_code: str
    body: str
    organ: str
    division_name: str | None
    province: str | None


@dataclass(frozen=True, slots=True)
class Issue:
    """A disclosure as its current document states it."""

    key: str
    body: str
    division_code: str | None
    division_name: str | None
    short_names: tuple[str, ...]
    year: int | None
    kind: str | None
    level: str
    region: str
    document: str
    source_url: str | None

    @property
    def province(self) -> str | None:
        return PROVINCES.get((self.division_code or "")[:2])

    @property
    def issuer(self) -> Issuer:
        """Who published it."""
        return (self.division_code or "", self.body)

    @property
    def kind_word(self) -> str:
        return {"budget": "预算", "final": "决算"}.get(self.kind or "", "公开件")

    @property
    def edition(self) -> str:
        """Year, level and kind in words: 2024年单位预算."""
        level = {"department": "部门", "unit": "单位"}.get(self.level, "")
        return f"{self.year or '年度不明的'}{'年' if self.year else ''}{level}{self.kind_word}"

    @property
    def label(self) -> str:
        return self.body + self.edition


class Queries:
    """What the chat reads from the database. The statement that the answer rests on stays in ``sql`` and ``params``."""

    def __init__(self, db: Database, seconds: float = SECONDS) -> None:
        self._db = db
        self.sql: str | None = None
        self.params: dict[str, Any] = {}
        end = time.monotonic() + seconds
        db.conn.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)

    def lookup(self, pieces: Iterable[str]) -> list[Row]:
        """Words of the lexicon among the pieces: word, kind, meaning."""
        return self._run(s.LOOKED_UP, {"pieces": _json(pieces)}, main=False)

    def sounding(self, sounds: Iterable[str]) -> list[Row]:
        """Names that sound so."""
        return self._run(s.SOUNDING, {"sounds": _json(sounds)}, main=False)

    def named_issuers(
        self, bodies: Sequence[str] = (), divisions: Sequence[str] = (), organs: Sequence[str] = (), provinces: Sequence[str] = ()
    ) -> list[IssuerRow]:
        """Bodies that fit all of what is given; all of them, at most one more than :data:`MOST`, if nothing is."""
        given = {"body": bodies, "division_name": divisions, "organ": organs, "province": provinces}
        wanted = {k: list(v) for k, v in given.items() if v}
        where = " AND ".join(f"i.{k} IN (SELECT value FROM json_each(:{k}))" for k in wanted) or "1"
        rows = self._run(s.ISSUERS.format(where), {k: _json(v) for k, v in wanted.items()}, main=False)
        return [IssuerRow(**r) for r in rows]

    def issues(
        self, issuers: Sequence[Issuer] | None = None, years: Sequence[int] = (), kind: str | None = None, keys: Sequence[str] | None = None,
        limit: int = MOST,
    ) -> list[Issue]:  # fmt: skip
        """Disclosures with a checked current document: of the issuers, years and kind that are given, ``limit`` at most."""
        where, params = _chosen(years, kind)
        source = "disclosures i"
        if issuers is not None:
            source = s.OF_ISSUERS
            params["issuers"] = _json(list(i) for i in issuers)
        if keys is not None:
            where += " AND i.key IN (SELECT value FROM json_each(:keys))"
            params["keys"] = _json(keys)
        rows = self._run(s.ISSUES.format(source=source, where=where), {**params, "limit": limit}, main=False)
        found = [
            Issue(
                r["key"], r["body"], r["division_code"], r["division_name"], tuple(json.loads(r["short_names"])), r["fiscal_year"], r["kind"],
                r["level"], r["region"], r["document"], r["source_url"],
            )
            for r in rows
        ]  # fmt: skip
        return sorted(found, key=lambda i: (i.division_code or "", i.body, i.year or 0, i.kind or "", i.level, i.key))

    def is_crowded(self, years: Sequence[int] = (), kind: str | None = None, limit: int = MOST) -> bool:
        """Whether there are more disclosures than so many; it costs no more than to count these."""
        where, params = _chosen(years, kind)
        return bool(self._run(s.CROWD.format(where=where), {**params, "limit": limit + 1}, main=False)[0]["n"] > limit)

    def numbers(self, years: Sequence[int] = (), kind: str | None = None) -> list[Row]:
        """How many disclosures there are of every year and kind."""
        where, params = _chosen(years, kind)
        return self._run(s.NUMBERS.format(where=where), params)

    def number_of_issuers(self) -> int:
        return int(self._run(s.NUMBER_OF_ISSUERS, {}, main=False)[0]["n"])

    def catalog(self, issues: Iterable[Issue]) -> list[Row]:
        """Functional and economic items and projects that the disclosures name."""
        return self._run(s.CATALOG, {"disclosures": _keys(issues)}, main=False)

    def targeted(self, issues: Iterable[Issue]) -> list[str]:
        """Projects that have performance targets."""
        return [r["project"] for r in self._run(s.TARGETED, {"disclosures": _keys(issues)}, main=False)]

    def holders(self, kind: str, name: str) -> list[str]:
        """Keys of disclosures that hold a project, a code of the classification or a claim; 50 at most."""
        return [r["disclosure"] for r in self._run(s.HOLDERS[kind], {"name": name}, main=False)]

    def project_places(self, project: str) -> list[Place]:
        """Places of a project in the statements."""
        return [(r["statement"], "project", r["row_key"], "total") for r in self._run(s.PROJECT_PLACES, {"project": project}, main=False)]

    def items(self, issues: Iterable[Issue], places: Sequence[Place]) -> list[Row]:
        """Line items at any of the places; ``rank`` is the number of the place."""
        return self._run(s.ITEMS, {"disclosures": _keys(issues), "places": _json(places)})

    def projects(self, issues: Iterable[Issue]) -> list[Row]:
        """Projects with their amounts, the largest first."""
        return self._run(s.PROJECTS, {"disclosures": _keys(issues)})

    def rows_under(self, issue: Issue, statements: Sequence[str], kind: str, code: str) -> list[Row]:
        """The rows of the classification right under a code ("" for the 类), of the first of the statements that has any."""
        for statement in statements:
            rows = [
                r
                for r in self.rows_of(issue, statement)
                if r["row_kind"] == kind and (r["code"] or "").startswith(code) and len(r["code"] or "") > len(code)
            ]
            shortest = min((len(r["code"]) for r in rows), default=0)
            found = {r["code"]: r for r in reversed(rows) if len(r["code"]) == shortest}
            if found:
                return list(found.values())
        return []

    def shares(self, issue: Issue, section: str) -> list[Row]:
        """The claims of a section that state a share: what a total is made of."""
        return self._run(s.SHARES, {"disclosures": _keys([issue]), "section": section})

    def rows_of(self, issue: Issue, statement: str) -> list[Row]:
        """The totals of the rows of a statement."""
        return self._run(s.ROWS_OF, {"disclosure": issue.key, "statement": statement})

    def claims(self, issues: Iterable[Issue], subjects: Sequence[str], texts: Sequence[str] = ()) -> list[Row]:
        return self._run(
            s.CLAIMS, {"disclosures": _keys(issues), "subjects": _json(subjects), "texts": _json(texts)}, main=self.sql is None
        )

    def loose_claims(self, issues: Iterable[Issue]) -> list[Row]:
        """Claims whose subject no pack knows, or that belong to one project."""
        return self._run(s.LOOSE_CLAIMS, {"disclosures": _keys(issues)}, main=False)

    def headcounts(self, issues: Iterable[Issue]) -> list[Row]:
        return self._run(s.HEADCOUNTS, {"disclosures": _keys(issues)}, main=self.sql is None)

    def indicators(self, issues: Iterable[Issue], *, main: bool | None = None) -> list[Row]:
        return self._run(s.INDICATORS, {"disclosures": _keys(issues)}, main=self.sql is None if main is None else main)

    def findings(self, issues: Iterable[Issue], *, main: bool = False) -> list[Row]:
        return self._run(s.FINDINGS, {"disclosures": _keys(issues)}, main=main)

    def operands(self, issues: Iterable[Issue]) -> list[Row]:
        """Rows of tables that findings are about: the faulty side, and every operand of findings with one common cause."""
        return self._run(s.OPERANDS, {"disclosures": _keys(issues)}, main=False)

    def evidence(self, finding: Row) -> list[Row]:
        return self._run(s.EVIDENCE, {"finding": finding["fingerprint"], "document": finding["document"]}, main=False)

    def sections(self, issues: Iterable[Issue]) -> list[Row]:
        return self._run(s.SECTIONS, {"disclosures": _keys(issues)}, main=self.sql is None)

    def forms(self, issues: Iterable[Issue], *statements: str) -> list[Row]:
        """Tables of some statements with their grids."""
        return self._run(s.FORMS, {"disclosures": _keys(issues), "statements": _json(statements)}, main=self.sql is None)

    def glossary(self, issues: Iterable[Issue]) -> list[Row]:
        """The sections 名词解释."""
        return self._run(s.GLOSSARY, {"disclosures": _keys(issues)}, main=self.sql is None)

    def codes(self, codes: Iterable[str]) -> list[Row]:
        """Names that are printed beside codes of the classification."""
        return self._run(s.CODES, {"codes": _json(codes)}, main=self.sql is None)

    def term_names(self, ids: Iterable[str]) -> dict[str, str]:
        """What the packs call subjects."""
        return {r["id"]: r["name"] for r in self._run(s.TERM_NAMES, {"ids": _json(ids)}, main=False)}

    def unevaluable(self, issues: Iterable[Issue]) -> list[Row]:
        """Rules that could not be evaluated, with the reason."""
        return self._run(s.UNEVALUABLE, {"disclosures": _keys(issues)})

    def checked(self, issues: Iterable[Issue], *, main: bool = False) -> dict[str, Row]:
        """Disclosure → what was compared and what could not be."""
        return {r["disclosure"]: r for r in self._run(s.CHECKED, {"disclosures": _keys(issues)}, main=main)}

    def rules(self, *, main: bool = True) -> list[Row]:
        return self._run(s.RULES, {}, main=main)

    def rule_titles(self) -> dict[str, str]:
        """Title of a rule → its id."""
        return {r["title"]: r["id"] for r in self._run(s.RULE_TITLES, {}, main=False)}

    def not_checked(self) -> list[Row]:
        """Files that were not checked, by status and kind of document."""
        return self._run(s.NOT_CHECKED, {})

    def holding(self, words: str) -> list[str]:
        """Keys of disclosures in which the words occur; 50 at most."""
        match = match_query(words)
        return [] if match is None else [r["disclosure"] for r in self._run(s.FOUND, {"words": match}, main=False)]

    def note(self, sql: str, issues: Iterable[Issue]) -> None:
        """Name the statement on which an answer rests that was read in passing."""
        self.sql, self.params = sql, {"disclosures": _keys(issues)}

    def _run(self, sql: str, params: dict[str, Any], *, main: bool = True) -> list[Row]:
        try:
            rows = list(self._db.query(sql, params))
        except sqlite3.OperationalError as error:
            if "interrupt" in str(error):
                raise StoreError("the question took too long; name a body and a year") from error
            raise StoreError(f"the database cannot be read ({error})") from error
        if main:
            self.sql, self.params = sql, params
        return rows


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _keys(issues: Iterable[Issue]) -> str:
    return _json(i.key for i in issues)


def _chosen(years: Sequence[int], kind: str | None) -> tuple[str, dict[str, Any]]:
    """The condition for years and kind, with its parameters."""
    where, params = "", {}
    if years:
        where += " AND i.fiscal_year IN (SELECT value FROM json_each(:years))"
        params["years"] = _json(years)
    if kind:
        where += " AND i.kind = :kind"
        params["kind"] = kind
    return where, params
