"""Search: the bodies, places and disclosures that words name, and where the rest of the words stand in the text."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

from mingzhang.core.asking.parsing.sought import Sought, sought
from mingzhang.core.asking.queries import Queries
from mingzhang.core.model.documents.figure import MONEY_UNITS
from mingzhang.core.model.documents.privacy import mask
from mingzhang.core.model.documents.text import as_typed, squeeze
from mingzhang.core.store.names import PROVINCES
from mingzhang.core.store.search import indexed_texts, match_query
from mingzhang.core.store.writer import StoreError
from mingzhang.datasette_config import queries
from mingzhang.datasette_config.grid import anchor
from mingzhang.datasette_config.pages import page_number
from mingzhang.datasette_config.render import handled, page, shared, site_database
from mingzhang.datasette_config.views.places import names, rank

Row = dict[str, Any]
A_PAGE = 20
COUNTED = 1000
"""Places that are counted; of more it is said that there are more."""
_BODIES = 24
_DISCLOSURES = 12
_PLACES = 8
_AROUND = 32
"""Characters of a snippet on each side of the word."""
_READ = COUNTED // 4
SECONDS = 2.0


def _linked(connection: sqlite3.Connection, search: str) -> Sought:
    try:
        return sought(search, Queries(Database(connection, execute_plugins=False), SECONDS))
    except StoreError:
        return Sought(words=tuple(as_typed(search).split()))
    finally:
        connection.set_progress_handler(None, 0)


def _scope(s: Sought) -> tuple[str, Row]:
    """The conditions on a disclosure ``p`` for the bodies, years and kind that are named, with their parameters."""
    params: Row = {}
    where = ["1"]
    if s.issuers:
        where.append(
            "(p.body, coalesce(p.division_code, '')) IN (SELECT json_extract(value, '$[1]'), json_extract(value, '$[0]') FROM json_each(:issuers))"
        )
        params["issuers"] = json.dumps([list(i) for i in s.issuers], ensure_ascii=False)
    if s.years:
        where.append("p.fiscal_year IN (SELECT value FROM json_each(:years))")
        params["years"] = json.dumps(s.years)
    if s.kind:
        where.append("p.kind = :kind")
        params["kind"] = s.kind
    return " AND ".join(where), params


async def _disclosures(db: Any, s: Sought) -> tuple[list[Row], int]:
    """The disclosures of the bodies, years and kind that are named, the newest first, and how many in all."""
    if not s.scoped:
        return [], 0
    where, params = _scope(s)
    bodies = ""
    if s.issuers:  # a row value in a list has no index: the names narrow it first
        bodies = " AND p.body IN (SELECT json_extract(value, '$[1]') FROM json_each(:issuers))"
    found = f"FROM disclosures p JOIN documents d ON d.sha256 = p.current_document WHERE {where}{bodies}"
    total = await queries.one(db, f"SELECT count(*) AS n {found}", params)
    columns = "p.*, d.comparisons, d.undecided, d.findings, NULL AS published_on"
    order = "ORDER BY p.fiscal_year DESC, p.division_code, p.body, p.kind"
    listed = await queries.rows(db, f"SELECT {columns} {found} {order} LIMIT {_DISCLOSURES}", params)
    return listed, total["n"] if total else 0


_HITS = """FROM search s JOIN search_entries e ON e.id = s.rowid JOIN documents d ON d.sha256 = e.document AND d.is_current
    LEFT JOIN disclosures p ON p.key = d.disclosure WHERE search MATCH :match AND {where}"""
_HIT_COLUMNS = "e.kind, e.ref, e.title, e.document, s.text, p.body, p.division_code, p.fiscal_year, p.kind AS disclosure_kind, p.slug"


async def in_text(db: Any, s: Sought, number: int) -> tuple[list[Row], int, bool]:
    """A page of the places where all the words stand, each with a snippet, how many were counted, and whether there may be more.

    The index knows no marks: it takes 49.85 for 4985. Places of a number are therefore read before they are counted, :data:`_READ` at most.
    """
    match = match_query(" ".join(s.words))
    if match is None:
        return [], 0, False
    where, params = _scope(s)
    source = _HITS.format(where=where)
    params |= {"match": match, "limit": A_PAGE, "offset": (number - 1) * A_PAGE}
    page_of = f"SELECT {_HIT_COLUMNS} {source} ORDER BY s.rowid LIMIT :limit OFFSET :offset"
    if any(c.isdigit() for word in s.words for c in word):
        read = await queries.rows(db, page_of, {**params, "limit": _READ, "offset": 0})
        held = [hit for hit in read if _snipped(hit, s.words)]
        return held[(number - 1) * A_PAGE : number * A_PAGE], len(held), len(read) == _READ
    total = await queries.one(db, f"SELECT count(*) AS n FROM (SELECT 1 {source} LIMIT {COUNTED + 1})", params)
    found = await queries.rows(db, page_of, params)
    for hit in found:
        _snipped(hit, s.words)
    n = total["n"] if total else 0
    return found, min(n, COUNTED), n > COUNTED


def _snipped(hit: Row, words: Sequence[str]) -> Row | None:
    """The hit with its snippet, None if the words do not stand there as they are written."""
    hit["snippet"] = snippet(indexed_texts(hit.pop("text")), words)
    return hit if hit["snippet"] else None


def snippet(texts: Sequence[str], words: Sequence[str]) -> list[tuple[str, bool]]:
    """The words with what stands around the first of them: pieces of text, and whether a piece is one of the words."""
    wanted = [w for w in (squeeze(as_typed(word)).lower() for word in words) if w]
    if not wanted:
        return []
    pattern = re.compile("|".join(map(_pattern, sorted(wanted, key=len, reverse=True))))
    holding = [t for t in texts if pattern.search(t)]
    if not holding:
        return []
    best = max(holding, key=lambda t: sum(w in t for w in wanted))
    first = pattern.search(best)
    assert first is not None
    start, end = max(0, first.start() - _AROUND), min(len(best), first.end() + 2 * _AROUND)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for m in pattern.finditer(best, start, end):
        pieces += [(best[at : m.start()], False), (m[0], True)]
        at = m.end()
    return [(text, marked) for text, marked in [*pieces, (best[at:end], False), ("…" if end < len(best) else "", False)] if text]


def _pattern(word: str) -> str:
    """A number is not found inside a longer one."""
    before = r"(?<![\d.])" if word[0].isdigit() else ""
    return before + re.escape(word) + (r"(?!\.?\d)" if word[-1].isdigit() else "")


_CELLS = """FROM line_items l CROSS JOIN documents d ON d.sha256 = l.document AND d.is_current JOIN disclosures p ON p.key = l.disclosure
    LEFT JOIN tables t ON t.id = l.table_id WHERE {where}"""
_CELL_COLUMNS = """l.document, l.table_id, l.grid_row, l.grid_column, l.code, l.row_name, l.project, l.column_label, l.text, l.unit, t.number, t.title,
    p.body, p.division_code, p.fiscal_year, p.kind AS disclosure_kind, p.slug"""


async def in_cells(db: Any, s: Sought, number: int) -> tuple[list[Row], int, bool]:
    """A page of the cells of a code of the classification (its totals) or of an amount as printed, how many were counted, and whether there are more."""
    if s.code:
        where, params = "l.code = :code AND l.measure = 'total'", {"code": s.code}
    elif s.amount:
        where, params = amount_condition(*s.amount)
    else:
        return [], 0, False
    source = _CELLS.format(where=where)
    total = await queries.one(db, f"SELECT count(*) AS n FROM (SELECT 1 {source} LIMIT {COUNTED + 1})", params)
    page_of = {**params, "limit": A_PAGE, "offset": (number - 1) * A_PAGE}
    order = "ORDER BY p.fiscal_year DESC, p.body, l.document, l.ordinal"
    found = await queries.rows(db, f"SELECT {_CELL_COLUMNS} {source} {order} LIMIT :limit OFFSET :offset", page_of)
    n = total["n"] if total else 0
    return found, min(n, COUNTED), n > COUNTED


def amount_condition(printed: str, unit: str | None) -> tuple[str, Row]:
    """The condition for an amount in any unit of money, or in one: by whole 分, which the published database has an index for."""
    params: Row = {}
    parts = []
    for n, (name, factor) in enumerate(MONEY_UNITS.items()):
        fen = Decimal(printed) * factor * 100
        if unit in (None, name) and fen == fen.to_integral_value() and abs(fen) < 10**18:
            params[f"unit{n}"], params[f"fen{n}"] = name, int(fen)
            parts.append(f"(l.amount_fen = :fen{n} AND l.unit = :unit{n})")
    every = ", ".join(f":{name}" for name in params if name.startswith("fen"))
    return f"l.amount_fen IN ({every}) AND ({' OR '.join(parts) or '0'})", params


async def _places(db: Any, s: Sought) -> list[tuple[str, str]]:
    """Code and name of the places that are named, of which there is something: divisions of the bodies, provinces, prefectures by the reference data."""
    codes: dict[str, str] = {}
    if s.places:
        divisions = {code for code, _ in s.issuers if code}
        provinces = {c[:2] + "0000" for c in divisions}
        listed = next((sorted(found) for found in (divisions, provinces) if len(found) == 1), sorted(divisions)[:_PLACES])
        codes = dict.fromkeys(listed, "")
    for word in s.words:
        if len(word) >= 2 and not s.issuers:
            codes |= {c: n for c, n in names().items() if rank(c) == "prefecture" and n.startswith(word)}
    found = []
    for code, name in codes.items():
        condition = {"province": "province_code = :code", "prefecture": "province_code = :province AND prefecture_code = :code"}
        where = condition.get(rank(code), "division_code = :code")
        row = await queries.one(
            db,
            f"SELECT division_name FROM disclosures WHERE {where} ORDER BY division_code <> :code LIMIT 1",
            {"code": code, "province": code[:2] + "0000"},
        )
        if row:
            found.append(
                (code, name or (PROVINCES.get(code[:2]) if rank(code) == "province" else row["division_name"]) or "名称未登记的地区")
            )
    return found


async def search(datasette: Any, request: Any) -> Response:
    """What words name, and where they stand."""
    db = await site_database(datasette)
    q = mask(" ".join((request.args.get("q") or "").split())[:100])
    number = page_number(request)
    s: Sought = await db.execute_fn(lambda connection: _linked(connection, q)) if q else Sought()
    path = shared(datasette)["mz_path"]
    disclosures, of_disclosures = await _disclosures(db, s)
    cells, of_cells, more_cells = await in_cells(db, s, number)
    for c in cells:
        spot = anchor(c["grid_row"], c["grid_column"]) if c["grid_row"] is not None else None
        c["address"] = (
            path(f"/mz/table/{c['table_id']}", c=spot) + (f"#{spot}" if spot else "")
            if c["table_id"]
            else path(f"/mz/document/{c['document']}")
        )
    hits, of_hits, more_hits = await in_text(db, s, number)
    for h in hits:
        address = {"disclosure": f"/mz/disclosure/{h['slug']}", "table": f"/mz/table/{h['ref']}", "section": f"/mz/prose/{h['document']}"}
        h["address"] = path(address[h["kind"]]) + (f"#s{h['ref']}" if h["kind"] == "section" else "")
    return await page(
        datasette, request, "mz_search.html",
        q=q, sought=s, number=number, places=await _places(db, s) if q else [],
        bodies=[{"division_code": code, "body": name} for code, name in s.issuers[:_BODIES]],
        disclosures=disclosures, of_disclosures=of_disclosures, cells=cells, of_cells=of_cells, hits=hits, of_hits=of_hits, more_cells=more_cells, more_hits=more_hits,
        more=max(of_hits, of_cells) > number * A_PAGE,
    )  # fmt: skip


ROUTES = [(r"^/mz/search$", handled(search))]
