"""The page of a body: what it published year by year, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response

from mingzhang.core.asking.queries import Issue
from mingzhang.core.store.writer import StoreError
from mingzhang.datasette_config import queries, words
from mingzhang.datasette_config.render import Missing, handled, page, shared, site_database
from mingzhang.datasette_config.views import charts
from mingzhang.datasette_config.views.figures import disputed, gather
from mingzhang.datasette_config.views.sheets import Sheet, download, form_of, unlike

Row = dict[str, Any]
_CHARTED = (("target:expenditure_total", "支出总额"), ("target:three_public", "“三公”经费"))
_A_YEAR = 5
"""Findings of one disclosure that the page of a body names; the rest stand on the page of the disclosure."""
_MOST_RELATED = 200


async def of_body(db: Any, division: str, body: str) -> list[Row]:
    """The disclosures of a body with what came of each, the newest year first."""
    return await queries.rows(
        db,
        """SELECT p.*, d.sha256, d.comparisons, d.undecided, d.findings, s.source_url, s.published_on FROM disclosures p
        JOIN documents d ON d.sha256 = p.current_document LEFT JOIN provenance s ON s.document = d.sha256
        WHERE p.body = :body AND coalesce(p.division_code, '') = :division
        ORDER BY p.fiscal_year DESC, p.kind DESC, p.level""",
        {"body": body, "division": division},
    )


async def _findings(db: Any, published: Sequence[Row]) -> dict[str, list[Row]]:
    """Document → its findings, the gravest first."""
    return {p["sha256"]: await queries.findings_of(db, p["sha256"]) for p in published}


async def _related(db: Any, division: str, body: str) -> tuple[list[Row], list[Row]]:
    """The units that the body's documents list, and the bodies whose documents list it, as far as they published something."""
    if "listed_units" not in await db.table_names():  # a database of an older version
        return [], []
    params = {"body": body, "division": division, "limit": _MOST_RELATED}
    units = await queries.rows(
        db,
        """SELECT DISTINCT u.body, u.division_code FROM disclosures p JOIN listed_units l ON l.document = p.current_document
        JOIN disclosures u ON u.division_code = p.division_code AND u.plain_name = l.plain_name
        WHERE p.body = :body AND p.division_code = :division AND u.body <> p.body ORDER BY u.body LIMIT :limit""",
        params,
    )
    above = await queries.rows(
        db,
        """SELECT DISTINCT u.body, u.division_code FROM disclosures p JOIN listed_units l ON l.plain_name = p.plain_name
        JOIN documents d ON d.sha256 = l.document AND d.is_current JOIN disclosures u ON u.key = d.disclosure
        WHERE p.body = :body AND p.division_code = :division AND u.division_code = p.division_code AND u.body <> p.body
        ORDER BY u.body LIMIT :limit""",
        params,
    )
    return units, above


def _label(issue: Issue, levels: bool) -> str:
    """预算, or 部门预算 where the body has disclosures of several levels."""
    return (words.LEVEL.get(issue.level, "") if levels else "") + issue.kind_word


def columns(issues: Sequence[Issue]) -> list[Row]:
    """Years with how many disclosures each has, for the head of the table."""
    years: dict[int | None, int] = {}
    for i in issues:
        years[i.year] = years.get(i.year, 0) + 1
    return [{"year": f"{y} 年" if y else "年度不明", "span": n} for y, n in years.items()]


def _charts(issues: Sequence[Issue], labels: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    found = []
    for subject, title in _CHARTED:
        row = next((r for r in rows if r["subject"] == subject), None)
        if row is None:
            continue
        groups: dict[str, list[Any]] = {}
        for issue, label, cell in zip(issues, labels, row["cells"], strict=True):
            year = f"{issue.year} 年" if issue.year else "年度不明"
            groups.setdefault(year, []).append((issue.kind or "other", label, cell["value"] if cell else None))
        if drawn := charts.bars(list(groups.items())):
            found.append({**drawn, "title": title})
    return found


async def side_by_side(datasette: Any, db: Any, issues_of: Row) -> tuple[list[Issue], list[Row]]:
    """:func:`gather` in a thread of Datasette; cells have the address of their place and of a finding that rests on them."""
    try:
        issues, rows = await db.execute_fn(lambda connection: gather(connection, issues_of))
    except StoreError:
        raise Missing("数据太多，这一页没有在时限内读完") from None
    path, finding_path = shared(datasette)["mz_path"], shared(datasette)["finding_path"]
    found = {i.document: await queries.findings_of(db, i.document) for i in issues}
    for row in rows:
        for issue, cell in zip(issues, row["cells"], strict=True):
            if cell:
                cell["address"] = cell["spot"].address(path)
                doubt = disputed(cell, [(f["address"], f["fingerprint"]) for f in found[issue.document]])
                cell["finding"] = finding_path({"fingerprint": doubt}) if doubt else None
    return issues, rows


def taken_away(title: str, labels: Sequence[str], rows: Sequence[Row]) -> Sheet:
    """The figures side by side as a table to take away: as printed, their units beside them."""
    header = unlike(("项目", *(part for label in labels for part in (label, f"{label} 单位"))))
    return Sheet(
        title, header, [[r["name"], *(part for c in r["cells"] for part in ((c["text"], c["unit"]) if c else (None, None)))] for r in rows]
    )


async def body(datasette: Any, request: Any) -> Response:
    """A body: its years side by side, findings by year, documents with their originals, units or department."""
    db = await site_database(datasette)
    division, name = request.url_vars["division"].replace("-", ""), unquote(request.url_vars["body"])
    published = await of_body(db, division, name)
    if not published:
        raise Missing("没有这个单位的公开件")
    issues, rows = await side_by_side(datasette, db, {"issuers": [(division, name)]})
    labels = [_label(i, len({i.level for i in issues}) > 1) for i in issues]
    if form := form_of(request):
        return await download(
            taken_away(f"{name}各年数字", [f"{i.year or '年度不明'}{text}" for i, text in zip(issues, labels, strict=True)], rows), form
        )
    units, above = await _related(db, division, name)
    return await page(
        datasette, request, "mz_body.html",
        who=published[0], published=published, issues=list(zip(issues, labels, strict=True)), years=columns(issues), rows=rows,
        charts=_charts(issues, labels, rows), findings=await _findings(db, published), most=_A_YEAR, units=units, above=above,
        comparisons=sum(p["comparisons"] for p in published), total=sum(p["findings"] for p in published),
    )  # fmt: skip


ROUTES = [(r"^/mz/body/(?P<division>\d{6}|-)/(?P<body>[^/]+)$", handled(body))]
