"""The pages of the public site: each answers one address with plain HTML that needs no script."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from datasette.utils.asgi import Response

from mingzhang.core.model.disclosures.coverage import Coverage
from mingzhang.core.model.disclosures.disclosure import UNKNOWN_STATEMENT
from mingzhang.datasette_config import queries, words
from mingzhang.datasette_config.grid import Mark, anchor, draw, sentences
from mingzhang.datasette_config.render import Missing, handled, page, shared, site_database, static_file
from mingzhang.datasette_config.shared import key, shared_findings
from mingzhang.datasette_config.views.bodies import side_by_side
from mingzhang.datasette_config.views.sheets import download, form_of
from mingzhang.datasette_config.views.taking import as_printed, listed_disclosures, listed_findings, listed_items, listed_rules

Row = dict[str, Any]


def _filters(request: Any, *names: str) -> dict[str, str]:
    return {name: (request.args.get(name) or "").strip()[:100] for name in names}


def page_number(request: Any) -> int:
    """The page of a list that is asked for, 1 if that is no number."""
    text = request.args.get("page") or "1"
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


async def start_context(datasette: Any, db: Any) -> Row:
    """What the start page shows."""
    return {
        **shared(datasette),
        "counts": await queries.overview(db),
        "newest": await queries.newest(db),
        "provinces": await queries.provinces(db),
        "database": db.name,
    }


async def start(datasette: Any, request: Any) -> Response:
    """The start page. Datasette's own view, which stays where others' databases are served too, would count every table first."""
    return await page(datasette, request, "index.html", **await start_context(datasette, await site_database(datasette)))


async def disclosures(datasette: Any, request: Any) -> Response:
    """A list of disclosures, by words of the body, year, kind, level and division."""
    db = await site_database(datasette)
    filters = _filters(request, "q", "year", "kind", "level", "division")
    if form := form_of(request):
        return await download(listed_disclosures((await queries.disclosures(db, filters, 1, queries.ALL))[0]), form)
    number = page_number(request)
    found, more, total = await queries.disclosures(db, filters, number)
    return await page(
        datasette, request, "mz_disclosures.html",
        found=found, more=more, total=total, number=number, filters=filters, years=await queries.years(db),
        divisions=await queries.divisions(db),
    )  # fmt: skip


async def disclosure(datasette: Any, request: Any) -> Response:
    """A disclosure in its current edition."""
    db = await site_database(datasette)
    who = await queries.disclosure(db, request.url_vars["slug"])
    if who is None:
        raise Missing("没有这份公开件")
    return await _document_page(datasette, request, db, who["current_document"], who)


async def document(datasette: Any, request: Any) -> Response:
    """One document: an older edition, or a file that was not checked."""
    db = await site_database(datasette)
    return await _document_page(datasette, request, db, request.url_vars["sha"], None)


async def _document_page(datasette: Any, request: Any, db: Any, sha: str, who: Row | None) -> Response:
    doc = await queries.document(db, sha)
    if doc is None:
        raise Missing("没有这份文件")
    who = who or await queries.identity(db, doc)
    ledger = await queries.ledger_of(db, sha)
    outcomes = Counter(row["outcome"] for row in ledger)
    tables = await queries.tables(db, sha)
    once = {row["key"]: row["words"] for row in await shared_findings(db)} if who else {}
    found = [{**f, "shared": once.get(key({**who, **f})) if who else None} for f in await queries.findings_of(db, sha)]
    strip = (await side_by_side(datasette, db, {"keys": [who["key"]]}))[1] if who and doc["is_current"] else []
    return await page(
        datasette, request, "mz_disclosure.html", strip=strip,
        doc=doc, who=who, ledger=ledger, outcomes=outcomes, comparisons=sum(row["comparisons"] for row in ledger),
        undecided=[row for row in ledger if row["outcome"] in ("not_evaluable", "crashed")],
        tables=tables, recognised=sum(t["statement"] not in (None, UNKNOWN_STATEMENT) for t in tables),
        little=Coverage(doc["cells_understood"] or 0, doc["cells_numeric"] or 0).is_low, contents=await queries.contents(db, sha),
        sections=await queries.section_titles(db, sha), findings=found,
        editions=await queries.editions(db, who["key"]) if who else [],
        coverage={
            "cells": words.percent(doc["cells_understood"], doc["cells_numeric"]),
            "prose": words.percent(doc["prose_understood"], doc["prose_numbers"]),
        },
    )  # fmt: skip


def _cited_cell(request: Any) -> tuple[int, int] | None:
    """The cell that an answer cites: ``c=r3c2``."""
    m = re.fullmatch(r"r(\d{1,6})c(\d{1,6})", request.args.get("c") or "", re.ASCII)
    return (int(m[1]), int(m[2])) if m else None


def _cited_text(request: Any, sections: list[Row]) -> tuple[int, str] | None:
    """The section and the text that an answer cites: ``t=3:120-168``, characters of the section's text."""
    m = re.fullmatch(r"(\d{1,6}):(\d{1,8})-(\d{1,8})", request.args.get("t") or "", re.ASCII)
    text = next((s["text"][int(m[2]) : int(m[3])] for s in sections if s["ordinal"] == int(m[1])), "") if m else ""
    return (int(m[1]), text) if m and text else None


def _marks(datasette: Any, evidence: list[Row], chosen: str | None, cited: tuple[int, int] | None) -> dict[tuple[int, int], Mark]:
    finding_path = shared(datasette)["finding_path"]
    by_cell: dict[tuple[int, int], list[Row]] = {}
    for e in evidence:
        if e["grid_row"] is not None:
            by_cell.setdefault((e["grid_row"], e["grid_column"]), []).append(e)
    marks = {
        cell: Mark(tuple({finding_path(e): e["message"] for e in listed}.items()), chosen=any(e["fingerprint"] == chosen for e in listed))
        for cell, listed in by_cell.items()
    }
    return marks if cited is None else {**marks, cited: marks.get(cited, Mark())._replace(chosen=True)}


async def _drawn(datasette: Any, db: Any, table: Row, chosen: str | None = None, cited: tuple[int, int] | None = None) -> Row:
    evidence = await queries.marks(db, table["id"])
    head, body = draw(table, _marks(datasette, evidence, chosen, cited))
    return {**table, "head": head, "body": body, "notes": json.loads(table["notes"]), "evidence": evidence}


async def table(datasette: Any, request: Any) -> Response:
    """One table as it was printed, the cells that findings rest on or an answer cites marked."""
    db = await site_database(datasette)
    found = await queries.table(db, request.url_vars["id"])
    if found is None:
        raise Missing("没有这张表")
    if form := form_of(request):
        return await download(as_printed(found), form)
    chosen = (request.args.get("f") or "").replace("-", ":", 1) or None
    doc = await queries.document(db, found["document"])
    assert doc is not None
    drawn = await _drawn(datasette, db, found, chosen, _cited_cell(request))
    before, after = await queries.neighbours(db, found)
    about = next((e for e in drawn["evidence"] if e["fingerprint"] == chosen), None)
    return await page(
        datasette, request, "mz_table.html",
        table=drawn, doc=doc, who=await queries.identity(db, doc), before=before, after=after, about=about,
    )  # fmt: skip


async def all_tables(datasette: Any, request: Any) -> Response:
    """All tables of a document on one page, to be printed or searched."""
    db = await site_database(datasette)
    doc = await queries.document(db, request.url_vars["sha"])
    if doc is None:
        raise Missing("没有这份文件")
    tables = [await _drawn(datasette, db, t) for t in await queries.tables(db, doc["sha256"], grids=True)]
    return await page(datasette, request, "mz_tables.html", tables=tables, doc=doc, who=await queries.identity(db, doc))


async def prose(datasette: Any, request: Any) -> Response:
    """The prose of a document by section, what a finding rests on or an answer cites marked."""
    db = await site_database(datasette)
    doc = await queries.document(db, request.url_vars["sha"])
    if doc is None:
        raise Missing("没有这份文件")
    chosen = (request.args.get("f") or "").replace("-", ":", 1)
    about = await queries.finding(db, chosen, doc["sha256"]) if chosen else None
    marked: dict[int, list[str]] = {}
    for e in await queries.evidence_of(db, about) if about else []:
        if e["section_ordinal"] is not None:
            marked.setdefault(e["section_ordinal"], []).append(e["text"])
    sections = await queries.sections(db, doc["sha256"])
    if cited := _cited_text(request, sections):
        marked.setdefault(cited[0], []).extend(cited[1].split("\n"))
    for s in sections:
        s["paragraphs"] = sentences(s["text"], s["places"], tuple(marked.get(s["ordinal"], ())))
    return await page(
        datasette, request, "mz_prose.html", sections=sections, doc=doc, who=await queries.identity(db, doc), about=about, marked=marked
    )


def evidence_address(path: Any, e: Row) -> str | None:
    """Where an evidence can be seen: its cell in its table, or its sentence; None if the place is not known."""
    of = e["finding"].replace(":", "-", 1)
    if e["table_id"]:
        spot = "" if e["grid_row"] is None else "#" + anchor(e["grid_row"], e["grid_column"])
        return f"{path('/mz/table/' + e['table_id'], f=of)}{spot}"
    if e["section_ordinal"] is not None:
        return f"{path('/mz/prose/' + e['document'], f=of)}#s{e['section_ordinal']}"
    if e["section"] == "目录":
        return f"{path('/mz/document/' + e['document'])}#contents"
    return None


async def finding(datasette: Any, request: Any) -> Response:
    """A finding with its formula, and every operand with its place."""
    db = await site_database(datasette)
    found = await queries.finding(db, request.url_vars["fingerprint"].replace("-", ":", 1), request.args.get("document"))
    if found is None:
        gone = await queries.withdrawn(db, f"/mz/finding/{request.url_vars['fingerprint']}")
        if gone is not None:
            return await page(datasette, request, "mz_withdrawn.html", status=410, gone=gone)
        raise Missing("没有这条提示；可能已不在现有文件中")
    doc = await queries.document(db, found["document"])
    assert doc is not None
    rule = await queries.one(db, "SELECT * FROM rules WHERE id = :id", {"id": found["rule"]})
    evidence = await queries.evidence_of(db, found)
    path = shared(datasette)["mz_path"]
    for e in evidence:
        e["address"] = evidence_address(path, e)
    pictures = await queries.pictures_of(db, found["document"], [e["page"] for e in evidence if e["page"] and not e["other_document"]])
    for p in pictures:
        p["boxes"] = [_box(e, p) for e in evidence if e["page"] == p["page"] and e["bbox"] and not e["other_document"]]
    others = [m for m in json.loads(found["members"]) if m != found["fingerprint"]]
    members = [await queries.finding(db, m) or {"fingerprint": m, "message": m} for m in others]
    return await page(
        datasette, request, "mz_finding.html",
        finding=found, doc=doc, who=await queries.identity(db, doc), evidence=evidence, rule=rule, members=members, replies=await queries.replies_to(db, found["fingerprint"]), pictures=pictures,
        basis=[b for b in json.loads(rule["basis"]) if not b["convention"]] if rule else [],
    )  # fmt: skip


def _box(e: Row, picture: Row) -> Row:
    """Where an evidence stands on the picture of its page, with a little room around it."""
    x0, top, x1, bottom = json.loads(e["bbox"])
    room = 2.0
    return {
        "x": max(0, x0 - room),
        "y": max(0, top - room),
        "width": min(picture["width"], x1 - x0 + 2 * room),
        "height": bottom - top + 2 * room,
        "role": e["role"],
    }


async def picture(datasette: Any, request: Any) -> Response:
    """The picture of a page, as it was drawn when the database was published."""
    db = await site_database(datasette)
    data = await queries.picture(db, request.url_vars["sha"], int(request.url_vars["page"]))
    if data is None:
        raise Missing("没有这一页的图片")
    return Response(data, headers={"cache-control": "public, max-age=86400"}, content_type="image/webp")


async def findings(datasette: Any, request: Any) -> Response:
    """A list of findings of current editions, with filters."""
    db = await site_database(datasette)
    filters = _filters(request, "q", "severity", "certainty", "rule", "year", "kind", "division")
    number = page_number(request)
    filters["shared"] = "1" if request.args.get("shared") == "1" else ""
    once = [] if filters["shared"] or filters["q"] or filters["division"] or filters["certainty"] else await _said_once(db, filters)
    if form := form_of(request):
        return await download(listed_findings((await queries.findings(db, filters, 1, None, queries.ALL))[0]), form)
    found, more, total = await queries.findings(db, filters, number, once)
    return await page(
        datasette, request, "mz_findings.html",
        found=found, more=more, total=total, number=number, filters=filters, years=await queries.years(db), once=once,
        divisions=await queries.divisions(db), rules=await queries.rules(db), counts=await queries.overview(db),
    )  # fmt: skip


async def _said_once(db: Any, filters: dict[str, str]) -> list[Row]:
    """What most documents of a layout share, of the year, kind, severity and rule that are asked for."""
    asked = {"severity": "severity", "rule": "rule", "year": "fiscal_year", "kind": "kind"}
    found = await shared_findings(db)
    return [r for r in found if all(not filters[name] or str(r[column]) == filters[name] for name, column in asked.items())]


async def rules(datasette: Any, request: Any) -> Response:
    """All rules: what each asserts, on which basis, and how often it could be evaluated."""
    db = await site_database(datasette)
    if form := form_of(request):
        return await download(listed_rules(await queries.rules(db)), form)
    return await page(datasette, request, "mz_rules.html", rules=await queries.rules(db), counts=await queries.overview(db))


async def items(datasette: Any, request: Any) -> Response:
    """All figures that were read in the tables of a document, to take away."""
    db = await site_database(datasette)
    doc = await queries.document(db, request.url_vars["sha"])
    if doc is None:
        raise Missing("没有这份文件")
    who = await queries.identity(db, doc)
    found = await queries.items_of(db, doc["sha256"])
    return await download(listed_items(f"{who['body'] if who else ''}明细项", found), form_of(request) or "csv")


async def not_checked(datasette: Any, request: Any) -> Response:
    """Files that were not checked, each with its reason."""
    db = await site_database(datasette)
    return await page(datasette, request, "mz_not_checked.html", found=await queries.not_checked(db))


START = (r"^/$", handled(start))
ROUTES = [
    (r"^/mz/disclosures$", handled(disclosures)),
    (r"^/mz/disclosure/(?P<slug>[0-9A-Za-z_-]+)$", handled(disclosure)),
    (r"^/mz/document/(?P<sha>[0-9a-f]{64})$", handled(document)),
    (r"^/mz/document/(?P<sha>[0-9a-f]{64})/tables$", handled(all_tables)),
    (r"^/mz/document/(?P<sha>[0-9a-f]{64})/items$", handled(items)),
    (r"^/mz/table/(?P<id>[0-9a-f]{16}-\d+)$", handled(table)),
    (r"^/mz/prose/(?P<sha>[0-9a-f]{64})$", handled(prose)),
    (r"^/mz/finding/(?P<fingerprint>[0-9A-Za-z-]+)$", handled(finding)),
    (r"^/mz/findings$", handled(findings)),
    (r"^/mz/picture/(?P<sha>[0-9a-f]{64})/(?P<page>\d{1,5})\.webp$", handled(picture)),
    (r"^/mz/rules$", handled(rules)),
    (r"^/mz/not-checked$", handled(not_checked)),
    (r"^/mz/static/(?P<name>[\w.-]+)$", handled(static_file)),
]
