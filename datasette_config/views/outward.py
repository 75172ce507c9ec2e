"""What programs of others read: a feed of what is new and what was put right, the addresses of the site, and who may fetch what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from datasette.utils.asgi import Response

from mingzhang.datasette_config import queries, words
from mingzhang.datasette_config.render import Missing, absolute, body_address, handled, shared, site_database

Row = dict[str, Any]
_NEW = 50
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
AT_ONCE = 20_000
"""Addresses in one list; the protocol allows 50,000 and 50 MB."""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LISTS: dict[str, str] = {
    "disclosures": "SELECT slug FROM disclosures ORDER BY slug",
    "bodies": "SELECT DISTINCT division_code, body FROM disclosures WHERE body IS NOT NULL ORDER BY division_code, body",
    "places": """SELECT DISTINCT code FROM (SELECT division_code AS code FROM disclosures UNION SELECT prefecture_code FROM disclosures
        UNION SELECT province_code FROM disclosures) WHERE code IS NOT NULL ORDER BY code""",
    "findings": """SELECT f.fingerprint FROM findings f JOIN documents d ON d.sha256 = f.document AND d.is_current ORDER BY f.fingerprint""",
    "rules": "SELECT id FROM rules ORDER BY id",
}


def _address(kind: str, row: Row) -> str:
    if kind == "disclosures":
        return f"/mz/disclosure/{row['slug']}"
    if kind == "bodies":
        return body_address(row)
    if kind == "places":
        return f"/mz/place/{row['code']}"
    return f"/mz/finding/{row['fingerprint'].replace(':', '-', 1)}" if kind == "findings" else f"/mz/rule/{row['id']}"


def _absolute(datasette: Any, request: Any, address: str) -> str:
    return absolute(datasette, request, shared(datasette)["mz_path"](address))


def _xml(text: str, kind: str = "application/xml") -> Response:
    return Response(_XML + text, content_type=f"{kind}; charset=utf-8")


async def sitemap(datasette: Any, request: Any) -> Response:
    """The lists of addresses, one for each kind of page and each :data:`AT_ONCE` of them."""
    db = await site_database(datasette)
    listed = []
    for kind, sql in _LISTS.items():
        total = await queries.one(db, f"SELECT count(*) AS n FROM ({sql})")
        pages = range(1, ((total["n"] if total else 0) + AT_ONCE - 1) // AT_ONCE + 1)
        listed += [_absolute(datasette, request, f"/mz/sitemap/{kind}/{n}.xml") for n in pages]
    body = "".join(f"<sitemap><loc>{escape(a)}</loc></sitemap>" for a in listed)
    return _xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</sitemapindex>')


async def addresses(datasette: Any, request: Any) -> Response:
    """The addresses of one kind of page."""
    db = await site_database(datasette)
    kind, number = request.url_vars["kind"], int(request.url_vars["number"])
    if kind not in _LISTS or number < 1:
        raise Missing("没有这份网址清单")
    found = await queries.rows(db, f"{_LISTS[kind]} LIMIT :limit OFFSET :offset", {"limit": AT_ONCE, "offset": (number - 1) * AT_ONCE})
    if not found:
        raise Missing("没有这份网址清单")
    body = "".join(f"<url><loc>{escape(_absolute(datasette, request, _address(kind, row)))}</loc></url>" for row in found)
    return _xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>')


async def robots(datasette: Any, request: Any) -> Response:
    """Pages may be read by programs; questions, searches, downloads and Datasette's own tables may not be walked."""
    path = shared(datasette)["mz_path"]
    db = await site_database(datasette)
    closed = [
        path("/-/"),
        path("/mz/ask"),
        path("/mz/search"),
        path("/mz/compare"),
        path("/" + quote(db.name)) + "$",
        path("/" + quote(db.name)) + "/",
        "/*form=",
    ]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed), f"Sitemap: {_absolute(datasette, request, '/sitemap.xml')}"]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


async def _news(db: Any) -> list[Row]:
    """What is new: disclosures, answers to findings, findings that were withdrawn; the latest first."""
    found = [
        {"on": r["published_on"] or r["checked_at"], "address": f"/mz/disclosure/{r['slug']}", "title": _title(r), "text": _count(r)}
        for r in await queries.newest(db, _NEW)
    ]
    tables = set(await db.table_names())
    if "replies" in tables:
        said = await queries.rows(
            db,
            """SELECT r.finding, r.state, r.said_on, r.said_by, r.text, f.title FROM replies r
            LEFT JOIN findings f ON f.fingerprint = r.finding WHERE r.state <> 'open' ORDER BY r.said_on DESC LIMIT :limit""",
            {"limit": _NEW},
        )
        found += [
            {
                "on": r["said_on"], "address": f"/mz/finding/{r['finding'].replace(':', '-', 1)}",
                "title": f"{words.STATE.get(r['state'], '')}：{r['title'] or '比对提示'}", "text": r["text"] or "",
            }
            for r in said
        ]  # fmt: skip
    if "published" in tables:
        gone = await queries.rows(
            db,
            "SELECT address, withdrawn_on, reason FROM published WHERE withdrawn_on IS NOT NULL ORDER BY withdrawn_on DESC LIMIT :limit",
            {"limit": _NEW},
        )
        found += [{"on": r["withdrawn_on"], "address": r["address"], "title": "撤回一条提示", "text": r["reason"] or ""} for r in gone]
    return sorted(found, key=lambda n: (n["on"][:10], n["address"]), reverse=True)[:_NEW]


def _title(r: Row) -> str:
    level, kind = words.LEVEL.get(r["level"], ""), words.KIND.get(r["kind"], "公开件")
    return f"{r['body'] or '（单位不明）'} {r['fiscal_year'] or '年度不明'}年{level}{kind}"


def _count(r: Row) -> str:
    return f"已核对 {r['comparisons']} 处，提示 {r['findings']} 条，{r['undecided']} 项规则无法核对。{words.NOTICE}"


async def feed(datasette: Any, request: Any) -> Response:
    """An Atom feed (RFC 4287) of what is new, and of corrections, ours too."""
    db = await site_database(datasette)
    news = await _news(db)
    here = escape(_absolute(datasette, request, "/mz/feed.xml"))
    home = escape(_absolute(datasette, request, "/"))
    entries = "".join(_entries(datasette, request, news))
    updated = _moment(news[0]["on"]) if news else "1970-01-01T00:00:00Z"
    return _xml(
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><title>明账：新公开件、答复和更正</title><subtitle>{words.NOTICE}</subtitle>'
        f'<id>{here}</id><link rel="self" href="{here}"/><link href="{home}"/><author><name>明账</name></author><updated>{updated}</updated>{entries}</feed>',
        "application/atom+xml",
    )


def _moment(on: str) -> str:
    """The beginning of a day, as the protocol has it; of a date that is not whole, the beginning of time."""
    return f"{on[:10] if _DAY.match(on) else '1970-01-01'}T00:00:00Z"


def _entries(datasette: Any, request: Any, news: Iterable[Row]) -> Iterable[str]:
    for n in news:
        address = escape(_absolute(datasette, request, n["address"]), {'"': "&quot;"})
        yield (
            f'<entry><id>{address}#{_moment(n["on"])[:10]}</id><title>{escape(n["title"])}</title><link href="{address}"/>'
            f"<updated>{_moment(n['on'])}</updated><summary>{escape(n['text'])}</summary></entry>"
        )


ROUTES = [
    (r"^/sitemap\.xml$", handled(sitemap)),
    (r"^/robots\.txt$", handled(robots)),
    (r"^/mz/sitemap/(?P<kind>[a-z]+)/(?P<number>\d{1,4})\.xml$", handled(addresses)),
    (r"^/mz/feed\.xml$", handled(feed)),
]
