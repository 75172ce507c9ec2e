"""What the pages ask of the database. Everything is parameterised; personal numbers come out masked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mingzhang.core.model.documents.text import as_typed
from mingzhang.core.store.names import PROVINCES
from mingzhang.datasette_config.shared import KEY_SQL, kept, keys_json

PAGE_SIZE = 50
ALL = 200_000
"""Rows of a list that is taken away whole."""
Row = dict[str, Any]

_DISCLOSURES = """SELECT p.*, d.sha256, d.status, d.pages, d.tables, d.facts, d.claims, d.cells_understood, d.cells_numeric,
    d.prose_understood, d.prose_numbers, d.checked_at, s.source_url, s.publisher, s.published_on, s.approved_on,
    d.comparisons, d.undecided, d.findings
    FROM disclosures p JOIN documents d ON d.sha256 = p.current_document LEFT JOIN provenance s ON s.document = d.sha256"""


async def rows(db: Any, sql: str, params: dict[str, Any] | None = None) -> list[Row]:
    """The rows of a query as dictionaries."""
    return [dict(r) for r in (await db.execute(sql, params or {})).rows]


async def one(db: Any, sql: str, params: dict[str, Any] | None = None) -> Row | None:
    """The first row, None if there is none."""
    found = await rows(db, sql, params)
    return found[0] if found else None


def _all(sql: str) -> Callable[[Any], list[Row]]:
    return lambda connection: [dict(row) for row in connection.execute(sql).fetchall()]


_OVERVIEW = """SELECT count(*) FILTER (WHERE status = 'checked') AS checked, count(*) FILTER (WHERE status = 'unrecognised') AS unrecognised,
    count(*) FILTER (WHERE status = 'unreadable') AS unreadable, coalesce(sum(facts) FILTER (WHERE is_current), 0) AS facts,
    (SELECT count(*) FROM disclosures) AS disclosures, (SELECT count(DISTINCT body) FROM disclosures) AS bodies,
    coalesce(sum(comparisons) FILTER (WHERE is_current), 0) AS comparisons,
    coalesce(sum(undecided) FILTER (WHERE is_current), 0) AS undecided FROM documents"""
_SEVERITIES = (
    "SELECT severity, count(*) AS n FROM findings f JOIN documents d ON d.sha256 = f.document WHERE d.is_current GROUP BY severity"
)


async def overview(db: Any) -> Row:
    """Counts for the start page; findings stand beside the number of documents checked."""
    counts = (await kept(db, "overview", _all(_OVERVIEW)))[0]
    by = {r["severity"]: r["n"] for r in await kept(db, "severities", _all(_SEVERITIES))}
    return {**counts, "severities": {s: by.get(s, 0) for s in ("error", "warning", "info")}}


async def newest(db: Any, limit: int = 10) -> list[Row]:
    """Disclosures by date of publication where it is known, else by the time of checking."""
    order = f"ORDER BY coalesce(s.published_on, d.checked_at) DESC, p.key LIMIT {int(limit)}"
    return await kept(db, f"newest {limit}", _all(f"{_DISCLOSURES} {order}"))


_DIVISIONS = """SELECT division_code, division_name, count(*) AS disclosures, count(DISTINCT body) AS bodies, min(fiscal_year) AS first_year,
    max(fiscal_year) AS last_year FROM disclosures GROUP BY division_code, division_name ORDER BY division_code"""


async def divisions(db: Any) -> list[Row]:
    """Divisions that have disclosures, with counts."""
    return await kept(db, "divisions", _all(_DIVISIONS))


_PROVINCES = """SELECT province_code, count(*) AS disclosures, count(DISTINCT coalesce(division_code, '') || body) AS bodies,
    min(fiscal_year) AS first_year, max(fiscal_year) AS last_year FROM disclosures GROUP BY province_code ORDER BY province_code"""


async def provinces(db: Any) -> list[Row]:
    """Provinces that have disclosures, with counts; those whose place is not known come under none."""
    found = await kept(db, "provinces", _all(_PROVINCES))
    return [{**r, "name": PROVINCES.get((r["province_code"] or "")[:2], "地区不明")} for r in found]


async def years(db: Any) -> list[int]:
    """Fiscal years that have disclosures, newest first."""
    sql = "SELECT DISTINCT fiscal_year AS y FROM disclosures WHERE fiscal_year IS NOT NULL ORDER BY 1 DESC"
    return [r["y"] for r in await kept(db, "years", _all(sql))]


def _where(filters: dict[str, str], allowed: dict[str, str], words: str) -> tuple[str, dict[str, Any]]:
    """Conditions of a list: exact ones by column, and every word of ``q`` in one of the texts."""
    conditions, params = [], {}
    for name, column in allowed.items():
        if filters.get(name):
            conditions.append(f"{column} = :{name}")
            params[name] = filters[name]
    for n, word in enumerate(as_typed(filters.get("q", "")).split()[:8]):
        conditions.append(f"instr({words}, :word{n}) > 0")
        params[f"word{n}"] = word
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), params


def _offset(page: int, size: int) -> dict[str, int]:
    return {"limit": size + 1, "offset": (page - 1) * size}


async def disclosures(db: Any, filters: dict[str, str], page: int, size: int = PAGE_SIZE) -> tuple[list[Row], bool, int]:
    """A page of disclosures, whether there are more, and how many in all."""
    allowed = {"year": "p.fiscal_year", "kind": "p.kind", "level": "p.level", "division": "p.division_code"}
    words = "p.body || ' ' || p.short_names || ' ' || coalesce(p.division_name, '') || ' ' || coalesce(p.fiscal_year, '')"
    where, params = _where(filters, allowed, words)
    order = "ORDER BY p.fiscal_year DESC, p.division_code, p.body, p.kind LIMIT :limit OFFSET :offset"
    found = await rows(db, f"{_DISCLOSURES}{where} {order}", {**params, **_offset(page, size)})
    total = await one(db, f"SELECT count(*) AS n FROM disclosures p{where}", params)
    return found[:size], len(found) > size, total["n"] if total else 0


async def findings(
    db: Any, filters: dict[str, str], page: int, without: list[Row] | None = None, size: int = PAGE_SIZE
) -> tuple[list[Row], bool, Row]:
    """A page of findings of current editions, whether there are more, and counts beside the documents checked.

    ``without`` are findings that most documents of a layout share and that are said once elsewhere.
    """
    allowed = {
        "severity": "f.severity",
        "rule": "f.rule",
        "certainty": "f.certainty",
        "year": "p.fiscal_year",
        "kind": "p.kind",
        "division": "p.division_code",
    }
    where, params = _where(filters, allowed, "coalesce(p.body, '') || ' ' || coalesce(p.division_name, '') || ' ' || f.message")
    where = (where + " AND" if where else " WHERE") + " d.is_current"
    if without:
        where += f" AND {KEY_SQL} NOT IN (SELECT value FROM json_each(:without))"
        params["without"] = keys_json(without)
    source = "FROM findings f JOIN documents d ON d.sha256 = f.document LEFT JOIN disclosures p ON p.key = f.disclosure"
    found = await rows(
        db,
        f"""SELECT f.*, p.body, p.fiscal_year, p.kind, p.level, p.slug, p.division_code, p.division_name {source}{where}
        ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, p.fiscal_year DESC, p.key, f.ordinal
        LIMIT :limit OFFSET :offset""",
        {**params, **_offset(page, size)},
    )
    total = await one(db, f"SELECT count(*) AS n, count(DISTINCT f.document) AS documents {source}{where}", params)
    await _tell_states(db, found)
    return found[:size], len(found) > size, total or {"n": 0, "documents": 0}


async def disclosure(db: Any, slug: str) -> Row | None:
    """A disclosure by the last part of its address."""
    return await one(db, "SELECT * FROM disclosures WHERE slug = :slug", {"slug": slug})


async def document(db: Any, sha256: str) -> Row | None:
    """A document with its provenance, by its SHA-256."""
    found = await one(
        db,
        """SELECT d.*, s.source_url, s.publisher, s.fetched_at, s.approved_on, s.published_on FROM documents d
        LEFT JOIN provenance s ON s.document = d.sha256 WHERE d.sha256 = :sha""",
        {"sha": sha256},
    )
    if found is not None:
        for column in ("remarks", "required", "problems"):
            found[column] = json.loads(found[column])
    return found


async def identity(db: Any, document: Row) -> Row | None:
    """The disclosure of a document."""
    return await one(db, "SELECT * FROM disclosures WHERE key = :key", {"key": document["disclosure"]}) if document["disclosure"] else None


async def editions(db: Any, key: str) -> list[Row]:
    """All documents of a disclosure."""
    return await rows(
        db,
        """SELECT d.sha256, d.edition, d.is_current, d.parser, d.facts, d.checked_at, s.published_on FROM documents d
        LEFT JOIN provenance s ON s.document = d.sha256 WHERE d.disclosure = :key ORDER BY d.edition""",
        {"key": key},
    )


async def tables(db: Any, document: str, grids: bool = False) -> list[Row]:
    """The tables of a document in order, with the number of findings that rest on each."""
    columns = ", grid, spans, cells, notes" if grids else ""
    return await rows(
        db,
        f"""SELECT id, document, ordinal, statement, number, title, unit, maker, status, problem, page, page_end, header_rows, rows,
        columns, required{columns}, (SELECT count(DISTINCT e.finding) FROM evidence e WHERE e.table_id = tables.id) AS findings
        FROM tables WHERE document = :document ORDER BY ordinal""",
        {"document": document},
    )


async def table(db: Any, id: str) -> Row | None:
    """One table with its grid."""
    return await one(db, "SELECT * FROM tables WHERE id = :id", {"id": id})


async def neighbours(db: Any, table: Row) -> tuple[Row | None, Row | None]:
    """The tables before and after a table."""
    sql = "SELECT id, number, title FROM tables WHERE document = :document AND ordinal = :ordinal"
    before = await one(db, sql, {"document": table["document"], "ordinal": table["ordinal"] - 1})
    after = await one(db, sql, {"document": table["document"], "ordinal": table["ordinal"] + 1})
    return before, after


async def marks(db: Any, table: str) -> list[Row]:
    """Evidence that stands in a table."""
    return await rows(
        db,
        """SELECT e.grid_row, e.grid_column, e.role, f.fingerprint, f.message, f.severity FROM evidence e
        JOIN findings f ON f.fingerprint = e.finding AND f.document = e.document
        WHERE e.table_id = :table ORDER BY f.ordinal, e.ordinal""",
        {"table": table},
    )


async def sections(db: Any, document: str) -> list[Row]:
    """The prose of a document by section."""
    found = await rows(db, "SELECT * FROM sections WHERE document = :document ORDER BY ordinal", {"document": document})
    for section in found:
        section["places"] = json.loads(section["places"])
        section["headings"] = json.loads(section["headings"])
    return found


async def section_titles(db: Any, document: str) -> list[Row]:
    """The sections of a document that hold something, without their texts."""
    return await rows(
        db,
        "SELECT ordinal, title, page FROM sections WHERE document = :document AND (title <> '' OR text <> '') ORDER BY ordinal",
        {"document": document},
    )


async def contents(db: Any, document: str) -> list[Row]:
    """The lines of the table of contents."""
    return await rows(db, "SELECT * FROM contents WHERE document = :document ORDER BY ordinal", {"document": document})


async def findings_of(db: Any, document: str) -> list[Row]:
    """The findings of a document, the gravest first."""
    found = await rows(
        db,
        """SELECT * FROM findings WHERE document = :document
        ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, ordinal""",
        {"document": document},
    )
    await _tell_states(db, found)
    return found


async def _tell_states(db: Any, found: list[Row]) -> None:
    """Put into findings where each stands after the latest word on it: who reads a list must see that a body has answered."""
    if not found or "replies" not in await db.table_names():
        return
    said = await rows(
        db,
        """SELECT finding, state FROM replies WHERE finding IN (SELECT value FROM json_each(:findings)) AND state <> 'open'
        ORDER BY said_on, ordinal""",
        {"findings": json.dumps([f["fingerprint"] for f in found])},
    )
    states = {r["finding"]: r["state"] for r in said}
    for f in found:
        f["state"] = states.get(f["fingerprint"])


async def ledger_of(db: Any, document: str) -> list[Row]:
    """The ledger of a document with the titles of the rules."""
    return await rows(
        db,
        """SELECT l.*, r.title FROM ledger l LEFT JOIN rules r ON r.id = l.rule WHERE l.document = :document
        ORDER BY CASE l.outcome WHEN 'fail' THEN 0 WHEN 'pass' THEN 1 WHEN 'crashed' THEN 2 WHEN 'not_evaluable' THEN 3 ELSE 4 END,
        l.rule""",
        {"document": document},
    )


async def finding(db: Any, fingerprint: str, document: str | None = None) -> Row | None:
    """A finding: that of the document, else that of the current edition, else of the newest that has it."""
    return await one(
        db,
        """SELECT f.*, d.is_current, d.edition FROM findings f JOIN documents d ON d.sha256 = f.document
        WHERE f.fingerprint = :fingerprint AND (:document IS NULL OR f.document = :document)
        ORDER BY d.is_current DESC, d.edition DESC LIMIT 1""",
        {"fingerprint": fingerprint, "document": document},
    )


async def evidence_of(db: Any, finding: Row) -> list[Row]:
    """The evidence of a finding in order."""
    return await rows(
        db,
        "SELECT * FROM evidence WHERE finding = :finding AND document = :document ORDER BY ordinal",
        {"finding": finding["fingerprint"], "document": finding["document"]},
    )


async def replies_to(db: Any, fingerprint: str) -> list[Row]:
    """What was said of a finding by the body or a reviewer, the latest first; nothing in a database without such a table."""
    if "replies" not in await db.table_names():
        return []
    return await rows(
        db,
        "SELECT state, said_on, said_by, text FROM replies WHERE finding = :finding AND state <> 'open' ORDER BY said_on DESC, ordinal DESC",
        {"finding": fingerprint},
    )


async def pictures_of(db: Any, document: str, pages: list[int]) -> list[Row]:
    """Which of the pages have pictures, with their sizes in points."""
    if not pages or "pictures" not in await db.table_names():
        return []
    listed = ",".join(str(int(p)) for p in sorted(set(pages)))
    return await rows(
        db,
        f"SELECT page, width, height FROM pictures WHERE document = :document AND page IN ({listed}) ORDER BY page",
        {"document": document},
    )


async def picture(db: Any, document: str, page: int) -> bytes | None:
    """The picture of a page."""
    if "pictures" not in await db.table_names():
        return None
    found = (await db.execute("SELECT webp FROM pictures WHERE document = :d AND page = :p", {"d": document, "p": page})).rows
    return bytes(found[0][0]) if found else None


async def withdrawn(db: Any, address: str) -> Row | None:
    """When and why what stood at an address was withdrawn; None if nothing ever did."""
    if "published" not in await db.table_names():
        return None
    return await one(
        db, "SELECT withdrawn_on, reason FROM published WHERE address = :address AND withdrawn_on IS NOT NULL", {"address": address}
    )


_RULES = """WITH counted AS (
    SELECT l.rule, count(*) FILTER (WHERE l.outcome IN ('pass', 'fail')) AS evaluated, count(*) FILTER (WHERE l.outcome = 'fail') AS failed,
    count(*) FILTER (WHERE l.outcome = 'not_evaluable') AS undecided, count(*) FILTER (WHERE l.outcome = 'crashed') AS crashed,
    sum(l.comparisons) AS comparisons FROM documents d CROSS JOIN ledger l ON l.document = d.sha256 WHERE d.is_current GROUP BY l.rule)
    SELECT r.*, coalesce(c.evaluated, 0) AS evaluated, coalesce(c.failed, 0) AS failed, coalesce(c.undecided, 0) AS undecided,
    coalesce(c.crashed, 0) AS crashed, coalesce(c.comparisons, 0) AS comparisons
    FROM rules r LEFT JOIN counted c ON c.rule = r.id ORDER BY r.id"""


def _rules(connection: Any) -> list[Row]:
    found = [dict(row) for row in connection.execute(_RULES).fetchall()]
    for r in found:
        r["basis"] = json.loads(r["basis"])
        r["scope"] = json.loads(r["scope"])
        r["measured"] = json.loads(r["measured"]) if r.get("measured") else None
        r["state"] = r.get("state") or "in_force"
    return found


async def rules(db: Any) -> list[Row]:
    """All rules with what came of them in current editions: a row of the ledger for each document, so it is counted once."""
    return await kept(db, "rules", _rules)


async def items_of(db: Any, document: str) -> list[Row]:
    """Every figure of the statements of a document, with its table."""
    return await rows(
        db,
        """SELECT l.code, l.row_name, l.project, l.column_label, l.value, l.unit, l.text, l.page, t.number, t.title FROM line_items l
        LEFT JOIN tables t ON t.id = l.table_id WHERE l.document = :document ORDER BY l.ordinal""",
        {"document": document},
    )


async def not_checked(db: Any) -> list[Row]:
    """Documents that were not checked, with the reason."""
    return await rows(
        db, "SELECT path, status, reason, tables, size, sha256 FROM documents WHERE status != 'checked' ORDER BY status, path LIMIT 500"
    )
