"""All SQL of the chat: fixed statements, values only as parameters, a read-only connection, a time limit."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from ..store.search import match_query
from ..store.writer import StoreError
from .names import PROVINCES
from .targets import Place

Row = dict[str, Any]
SECONDS = 10.0
_STEPS = 20_000

_CURRENT = "JOIN documents o ON o.sha256 = {0}.document AND o.is_current"
_THESE = "{0}.disclosure IN (SELECT value FROM json_each(:disclosures))"
_SOURCE = "LEFT JOIN provenance s ON s.document = {0}.document"

_ISSUES = """SELECT i.key, i.body, i.division_code, i.division_name, i.short_names, i.fiscal_year, i.kind, i.level, i.region,
i.current_document AS document, s.source_url
FROM disclosures i JOIN documents o ON o.sha256 = i.current_document AND o.is_current AND o.status = 'checked'
LEFT JOIN provenance s ON s.document = o.sha256
WHERE i.body IS NOT NULL ORDER BY i.division_code, i.body, i.fiscal_year, i.kind, i.level, i.key"""

_ITEM = """l.disclosure, l.document, l.ordinal, l.statement, l.row_kind, l.row_key, l.code, l.row_name, l.project, l.unit_code, l.side, l.detail,
l.measure, l.column_label, l.amount_fen, l.value, l.text, l.unit, l.page, l.table_id, l.grid_row, t.number, t.title, s.source_url"""

ITEMS = f"""SELECT p.key AS rank, {_ITEM}
FROM json_each(:places) p CROSS JOIN json_each(:disclosures) d
JOIN line_items l ON l.disclosure = d.value AND l.statement = json_extract(p.value, '$[0]') AND l.measure = json_extract(p.value, '$[3]')
AND l.row_kind = json_extract(p.value, '$[1]') AND l.row_key = json_extract(p.value, '$[2]')
{_CURRENT.format("l")} LEFT JOIN tables t ON t.id = l.table_id {_SOURCE.format("l")}
ORDER BY l.disclosure, p.key, l.ordinal"""

PROJECTS = f"""SELECT 0 AS rank, {_ITEM}
FROM line_items l {_CURRENT.format("l")} LEFT JOIN tables t ON t.id = l.table_id {_SOURCE.format("l")}
WHERE {_THESE.format("l")} AND l.statement = 'project_expenditure' AND l.measure = 'total' AND l.row_kind = 'project'
ORDER BY l.amount_fen DESC, l.disclosure, l.ordinal"""

_CATALOG = f"""SELECT DISTINCT l.row_kind, l.code, l.row_name, l.project, l.statement, l.row_key
FROM line_items l {_CURRENT.format("l")}
WHERE {_THESE.format("l")} AND l.row_kind IN ('functional', 'economic', 'project')
ORDER BY l.row_kind, l.code, l.project, l.row_name, l.statement, l.row_key"""

_CLAIMED = f"""SELECT DISTINCT c.subject, c.code, c.path, c.subject_text FROM claims c {_CURRENT.format("c")}
WHERE {_THESE.format("c")} AND c.code IS NOT NULL AND c.subject IS NOT NULL ORDER BY c.subject, c.subject_text"""

_SPOKEN = f"""SELECT DISTINCT c.subject, n.name, c.same_as FROM claims c {_CURRENT.format("c")}
JOIN disclosures i ON i.key = c.disclosure JOIN terms n ON n.region = i.region AND n.id = c.subject
WHERE {_THESE.format("c")} AND c.code IS NULL AND c.value IS NOT NULL ORDER BY c.subject, n.name, c.same_as"""

_TARGETED = f"""SELECT DISTINCT n.project FROM indicators n {_CURRENT.format("n")}
WHERE {_THESE.format("n")} AND n.project IS NOT NULL ORDER BY n.project"""

CLAIMS = f"""SELECT c.*, s.source_url FROM claims c {_CURRENT.format("c")} {_SOURCE.format("c")}
WHERE {_THESE.format("c")} AND (c.subject IN (SELECT value FROM json_each(:subjects))
OR (c.subject IS NULL AND c.subject_text IN (SELECT value FROM json_each(:texts))))
ORDER BY c.disclosure, c.ordinal"""

LOOSE_CLAIMS = f"""SELECT c.*, s.source_url FROM claims c {_CURRENT.format("c")} {_SOURCE.format("c")}
WHERE {_THESE.format("c")} AND c.value IS NOT NULL AND length(c.subject_text) >= 3 AND c.code IS NULL
AND coalesce(c.subject, '') NOT IN (SELECT value FROM json_each(:known))
ORDER BY c.disclosure, c.ordinal"""

HEADCOUNTS = f"""SELECT h.*, s.source_url FROM headcounts h {_CURRENT.format("h")} {_SOURCE.format("h")}
WHERE {_THESE.format("h")} ORDER BY h.disclosure, h.ordinal"""

INDICATORS = f"""SELECT n.*, t.number, t.title, s.source_url FROM indicators n {_CURRENT.format("n")}
LEFT JOIN tables t ON t.id = n.table_id {_SOURCE.format("n")}
WHERE {_THESE.format("n")} ORDER BY n.disclosure, n.ordinal"""

FINDINGS = f"""SELECT f.*, r.title AS rule_title FROM findings f {_CURRENT.format("f")} JOIN rules r ON r.id = f.rule
WHERE {_THESE.format("f")}
ORDER BY f.disclosure, CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.ordinal"""

_EVIDENCE = """SELECT e.*, s.source_url FROM evidence e LEFT JOIN provenance s ON s.document = e.document
WHERE e.finding = :finding AND e.document = :document ORDER BY e.ordinal"""

_OPERANDS = f"""SELECT e.finding, e.document, e.table_title, e.row_label, e.section FROM evidence e
JOIN findings f ON f.fingerprint = e.finding AND f.document = e.document {_CURRENT.format("f")}
WHERE {_THESE.format("f")} AND e.row_label IS NOT NULL AND (e.role IN ('actual', 'expected') OR f.members <> '[]')
ORDER BY e.finding, e.document, e.ordinal"""

SECTIONS = """SELECT x.*, o.disclosure, s.source_url FROM sections x JOIN documents o ON o.sha256 = x.document AND o.is_current
LEFT JOIN provenance s ON s.document = x.document
WHERE o.disclosure IN (SELECT value FROM json_each(:disclosures)) ORDER BY o.disclosure, x.ordinal"""

FORMS = """SELECT t.*, o.disclosure, s.source_url FROM tables t JOIN documents o ON o.sha256 = t.document AND o.is_current
LEFT JOIN provenance s ON s.document = t.document
WHERE o.disclosure IN (SELECT value FROM json_each(:disclosures)) AND t.statement IN (SELECT value FROM json_each(:statements))
ORDER BY o.disclosure, t.ordinal"""

_LEDGER = f"""SELECT r.outcome, count(*) AS n, sum(r.comparisons) AS comparisons FROM ledger r {_CURRENT.format("r")}
WHERE o.disclosure IN (SELECT value FROM json_each(:disclosures)) GROUP BY r.outcome ORDER BY r.outcome"""

_FOUND = """SELECT DISTINCT o.disclosure FROM search x JOIN search_entries e ON e.id = x.rowid
JOIN documents o ON o.sha256 = e.document AND o.is_current WHERE search MATCH :words ORDER BY o.disclosure LIMIT 200"""


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
    def issuer(self) -> tuple[str | None, str]:
        """Who published it: two bodies of one name in two divisions are two."""
        return (self.division_code, self.body)

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

    def issues(self) -> list[Issue]:
        """Every disclosure with a checked current document."""
        rows = self._run(_ISSUES, {}, main=False)
        return [
            Issue(
                r["key"], r["body"], r["division_code"], r["division_name"], tuple(json.loads(r["short_names"])), r["fiscal_year"], r["kind"],
                r["level"], r["region"], r["document"], r["source_url"],
            )
            for r in rows
        ]  # fmt: skip

    def catalog(self, issues: Iterable[Issue]) -> list[Row]:
        """Functional and economic items and projects that the disclosures name."""
        return self._run(_CATALOG, {"disclosures": _keys(issues)}, main=False)

    def claimed(self, issues: Iterable[Issue]) -> list[Row]:
        """Classification items that the prose speaks about."""
        return self._run(_CLAIMED, {"disclosures": _keys(issues)}, main=False)

    def spoken(self, issues: Iterable[Issue]) -> list[Row]:
        """Other subjects of the prose with their terms and the places where statements print the same."""
        return self._run(_SPOKEN, {"disclosures": _keys(issues)}, main=False)

    def targeted(self, issues: Iterable[Issue]) -> list[str]:
        """Projects that have performance targets."""
        return [r["project"] for r in self._run(_TARGETED, {"disclosures": _keys(issues)}, main=False)]

    def items(self, issues: Iterable[Issue], places: Sequence[Place]) -> list[Row]:
        """Line items at any of the places; ``rank`` is the number of the place."""
        return self._run(ITEMS, {"disclosures": _keys(issues), "places": _json(places)})

    def projects(self, issues: Iterable[Issue]) -> list[Row]:
        """Projects with their amounts, the largest first."""
        return self._run(PROJECTS, {"disclosures": _keys(issues)})

    def claims(self, issues: Iterable[Issue], subjects: Sequence[str], texts: Sequence[str] = ()) -> list[Row]:
        return self._run(CLAIMS, {"disclosures": _keys(issues), "subjects": _json(subjects), "texts": _json(texts)}, main=self.sql is None)

    def loose_claims(self, issues: Iterable[Issue], known: Iterable[str]) -> list[Row]:
        """Claims about other subjects than the ``known`` ones and those of the classification."""
        return self._run(LOOSE_CLAIMS, {"disclosures": _keys(issues), "known": _json(known)}, main=False)

    def headcounts(self, issues: Iterable[Issue]) -> list[Row]:
        return self._run(HEADCOUNTS, {"disclosures": _keys(issues)}, main=self.sql is None)

    def indicators(self, issues: Iterable[Issue], *, main: bool | None = None) -> list[Row]:
        return self._run(INDICATORS, {"disclosures": _keys(issues)}, main=self.sql is None if main is None else main)

    def findings(self, issues: Iterable[Issue], *, main: bool = False) -> list[Row]:
        return self._run(FINDINGS, {"disclosures": _keys(issues)}, main=main)

    def operands(self, issues: Iterable[Issue]) -> list[Row]:
        """Rows of tables that findings are about: the faulty side, and every operand of findings with one common cause."""
        return self._run(_OPERANDS, {"disclosures": _keys(issues)}, main=False)

    def evidence(self, finding: Row) -> list[Row]:
        return self._run(_EVIDENCE, {"finding": finding["fingerprint"], "document": finding["document"]}, main=False)

    def sections(self, issues: Iterable[Issue]) -> list[Row]:
        return self._run(SECTIONS, {"disclosures": _keys(issues)}, main=self.sql is None)

    def forms(self, issues: Iterable[Issue], *statements: str) -> list[Row]:
        """Tables of some statements with their grids."""
        return self._run(FORMS, {"disclosures": _keys(issues), "statements": _json(statements)}, main=self.sql is None)

    def ledger(self, issues: Iterable[Issue]) -> list[Row]:
        return self._run(_LEDGER, {"disclosures": _keys(issues)}, main=False)

    def holding(self, words: str) -> list[str]:
        """Keys of disclosures in which the words occur; 200 at most."""
        match = match_query(words)
        return [] if match is None else [r["disclosure"] for r in self._run(_FOUND, {"words": match}, main=False)]

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
