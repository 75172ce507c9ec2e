"""Two or more disclosures side by side: what is different in kind is said before any number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from datasette.utils.asgi import Response

from mingzhang.core.asking.queries import Issue
from mingzhang.core.model.documents.figure import MONEY_UNITS
from mingzhang.datasette_config import queries, words
from mingzhang.datasette_config.render import Missing, handled, page, site_database
from mingzhang.datasette_config.views.bodies import side_by_side, taken_away
from mingzhang.datasette_config.views.sheets import download, form_of

Row = dict[str, Any]
MOST = 4
"""Disclosures beside each other."""
_OFFERED = 60


def cautions(issues: Sequence[Issue]) -> list[str]:
    """Why the numbers may differ without anything being wrong, the weightiest first."""
    found = []
    if len({i.level for i in issues}) > 1:
        found.append("一份是部门的汇总，一份是单位自己的账，总数不能直接相比，这里不计算差额。")
    if len({i.kind for i in issues}) > 1:
        found.append("一份是预算（年初计划），一份是决算（实际结果），数字不同本属正常。")
    if len({i.year for i in issues}) > 1:
        found.append("年度不同：机构、职能和科目可能有变动。")
    if len({i.issuer for i in issues}) > 1:
        found.append("单位不同：职能、人数和所属单位不同，多少不说明好坏。")
    if len({i.region for i in issues}) > 1:
        found.append("所在地区的报表样式不同，同名的数字口径可能不同。")
    return found


def difference(first: Row | None, second: Row | None) -> Row | None:
    """The second less the first, in their unit or in 万元 where they have two, and the change as a share of the first if that is positive.

    None if one is not known or not of a kind with the other.
    """
    if not first or not second or first["value"] is None or second["value"] is None:
        return None
    units = {first["unit"], second["unit"]}
    if len(units) == 1:
        a, b, unit = Decimal(first["text"]), Decimal(second["text"]), first["unit"]
    elif units <= set(MONEY_UNITS):
        a, b, unit = first["value"], second["value"], "万元"
    else:
        return None
    share = None if a <= 0 else ((b - a) / a * 100).quantize(Decimal("0.1"))
    return {"amount": b - a, "unit": unit, "share": share}


async def _chosen(db: Any, slugs: Sequence[str]) -> list[Row]:
    found = [await queries.disclosure(db, slug) for slug in slugs]
    return [row for row in found if row]


async def _offers(db: Any, who: Row) -> tuple[list[Row], list[Row]]:
    """Other disclosures of the body, and those of other bodies of its division for the same year, kind and level."""
    params = {**{k: who[k] for k in ("key", "body", "division_code", "fiscal_year", "kind", "level")}, "limit": _OFFERED}
    own = await queries.rows(
        db,
        """SELECT * FROM disclosures WHERE body = :body AND division_code IS :division_code AND key <> :key
        ORDER BY fiscal_year DESC, kind, level LIMIT :limit""",
        params,
    )
    others = await queries.rows(
        db,
        """SELECT * FROM disclosures WHERE division_code = :division_code AND fiscal_year IS :fiscal_year AND kind IS :kind AND level = :level
        AND body <> :body ORDER BY body LIMIT :limit""",
        params,
    )
    return own, others


async def compare(datasette: Any, request: Any) -> Response:
    """The disclosures of ``d`` (slugs, several times) side by side; of one, what it can be laid beside."""
    db = await site_database(datasette)
    chosen = await _chosen(db, list(dict.fromkeys(request.args.getlist("d")))[:MOST])
    if not chosen:
        raise Missing("没有要对照的公开件；请先打开一份公开件，再选“与另一份对照”")
    own, others = await _offers(db, chosen[0]) if len(chosen) == 1 else ([], [])
    issues, rows = await side_by_side(datasette, db, {"keys": [c["key"] for c in chosen]}) if len(chosen) > 1 else ([], [])
    labels = [f"{i.body} {i.year or '年度不明'}{words.LEVEL.get(i.level, '')}{i.kind_word}" for i in issues]
    if form := form_of(request):
        return await download(taken_away("对照 " + "、".join(labels), labels, rows), form)
    alike = len(issues) == 2 and len({i.level for i in issues}) == 1
    for row in rows:
        row["difference"] = difference(*row["cells"]) if alike else None
    return await page(
        datasette, request, "mz_compare.html", chosen=chosen, own=own, others=others, rows=rows, issues=list(zip(issues, labels, strict=True)),
        cautions=cautions(issues), alike=alike, slugs=[c["slug"] for c in chosen],
    )  # fmt: skip


ROUTES = [(r"^/mz/compare$", handled(compare))]
