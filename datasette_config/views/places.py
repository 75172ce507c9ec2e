"""The page of a place (province, prefecture, county): which bodies published what for which year, findings beside the number checked."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from datasette.utils.asgi import Response

from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.store.names import PROVINCES
from mingzhang.datasette_config import queries
from mingzhang.datasette_config.pages import page_number
from mingzhang.datasette_config.render import Missing, handled, page, site_database

Row = dict[str, Any]
A_PAGE = 100
"""Bodies on a page."""
UNNAMED = "名称未登记的地区"
_COUNTED = """count(DISTINCT coalesce(p.division_code, '') || p.body) AS bodies, count(*) AS disclosures, min(p.fiscal_year) AS first_year, max(p.fiscal_year) AS last_year,
    sum(d.comparisons) AS comparisons, sum(d.findings) AS findings"""
_CHECKED = "FROM disclosures p JOIN documents d ON d.sha256 = p.current_document"


@cache
def names() -> dict[str, str]:
    """Code (GB/T 2260) → name, of the reference data."""
    return {code: division.name for code, division in default_plugins().references.divisions.items()}


def rank(code: str) -> str:
    """province, prefecture or county: what a code of GB/T 2260 names."""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def name_of(code: str, printed: str | None = None) -> str:
    """What a place is called: as the documents print it, else as the reference data have it."""
    if printed:
        return printed
    if code[2:4] == "90" and rank(code) == "prefecture":
        return "省（自治区）直辖县级行政区"
    return PROVINCES.get(code[:2], UNNAMED) if rank(code) == "province" else names().get(code, UNNAMED)


def within(code: str) -> tuple[str, Row]:
    """The condition for the disclosures of a place and all below it, with its parameters: it uses an index."""
    params = {"code": code, "province": code[:2] + "0000"}
    conditions = {"province": "p.province_code = :province", "prefecture": "p.province_code = :province AND p.prefecture_code = :code"}
    return conditions.get(rank(code), "p.division_code = :code"), params


def above(code: str) -> list[str]:
    """The codes of the places that hold this one, the largest first."""
    return [c for c in dict.fromkeys((code[:2] + "0000", code[:4] + "00")) if c != code]


async def _below(db: Any, code: str) -> list[Row]:
    """The places inside a province or a prefecture, with counts."""
    if rank(code) == "county":
        return []
    by = "p.prefecture_code" if rank(code) == "province" else "p.division_code"
    where, params = within(code)
    found = await queries.rows(
        db,
        f"""SELECT {by} AS code, min(CASE WHEN p.division_code = {by} THEN p.division_name END) AS printed, {_COUNTED} {_CHECKED}
        WHERE {where} AND p.division_code <> :code AND {by} IS NOT NULL GROUP BY {by} ORDER BY {by}""",
        params,
    )
    return [{**r, "name": name_of(r["code"], r["printed"])} for r in found]


async def _bodies(db: Any, code: str, number: int) -> tuple[list[Row], bool]:
    """A page of the bodies of the place itself, each with its disclosures by year, and whether there are more."""
    names = await queries.rows(
        db,
        "SELECT DISTINCT body FROM disclosures WHERE division_code = :code AND body IS NOT NULL ORDER BY body LIMIT :limit OFFSET :offset",
        {"code": code, "limit": A_PAGE + 1, "offset": (number - 1) * A_PAGE},
    )
    listed = [r["body"] for r in names[:A_PAGE]]
    found = await queries.rows(
        db,
        f"""SELECT p.body, p.division_code, p.fiscal_year, p.kind, p.level, p.slug, d.comparisons, d.findings {_CHECKED}
        WHERE p.division_code = :code AND p.body IN (SELECT value FROM json_each(:bodies))
        ORDER BY p.body, p.fiscal_year, p.kind, p.level""",
        {"code": code, "bodies": json.dumps(listed, ensure_ascii=False)},
    )
    bodies: dict[str, Row] = {}
    for r in found:
        b = bodies.setdefault(r["body"], {"body": r["body"], "division_code": code, "comparisons": 0, "findings": 0, "by_year": {}})
        b["by_year"].setdefault(r["fiscal_year"], []).append(r)
        b["comparisons"] += r["comparisons"]
        b["findings"] += r["findings"]
    return list(bodies.values()), len(names) > A_PAGE


async def place(datasette: Any, request: Any) -> Response:
    """A province, prefecture or county."""
    db = await site_database(datasette)
    code, number = request.url_vars["code"], page_number(request)
    where, params = within(code)
    counts = await queries.one(db, f"SELECT {_COUNTED} {_CHECKED} WHERE {where}", params)
    if not counts or not counts["disclosures"]:
        raise Missing("没有这个地区的公开件")
    printed = await queries.one(
        db, "SELECT division_name FROM disclosures WHERE division_code = :code AND division_name IS NOT NULL LIMIT 1", {"code": code}
    )
    bodies, more = await _bodies(db, code, number)
    return await page(
        datasette, request, "mz_place.html",
        code=code, name=name_of(code, printed["division_name"] if printed else None), rank=rank(code), counts=counts, more=more, number=number,
        above=[(c, name_of(c)) for c in above(code) if name_of(c) != UNNAMED], below=await _below(db, code), bodies=bodies,
        years=sorted({y for b in bodies for y in b["by_year"]}, key=lambda y: y or 0),
    )  # fmt: skip


ROUTES = [(r"^/mz/place/(?P<code>\d{6})$", handled(place))]
