"""What the site says of itself: each rule with what was measured of it, how everything is checked, and what the words mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from datasette.utils.asgi import Response

from mingzhang.datasette_config import queries
from mingzhang.datasette_config.pages import page_number
from mingzhang.datasette_config.render import Missing, handled, page, site_database
from mingzhang.datasette_config.views.glossary import TERMS

Row = dict[str, Any]
_COUNTS = ("noticed", "tried", "alarms", "signed", "unsigned")


def measured(rules: Iterable[Row]) -> Row:
    """What was measured of rules together; ``documents`` is how many unchanged documents the rule that saw most of them was tried on.

    ``never`` counts the rules of which nothing was measured at all.
    """
    listed = [r["measured"] for r in rules]
    known = [m for m in listed if m]
    sums: Row = {name: sum(m[name] for m in known) for name in _COUNTS}
    return {
        **sums,
        "rules": len(listed),
        "never": len(listed) - len(known),
        "tried_rules": sum(m["tried"] > 0 for m in known),
        "read_rules": sum(m["signed"] + m["unsigned"] > 0 for m in known),
        "documents": max((m["documents"] for m in known), default=0),
        "read_on": max((m["read_on"] for m in known if m["read_on"]), default=None),
    }


async def rule(datasette: Any, request: Any) -> Response:
    """A rule: what it checks, on which basis, how well it works, and what it found."""
    db = await site_database(datasette)
    found = next((r for r in await queries.rules(db) if r["id"] == request.url_vars["id"]), None)
    if found is None:
        raise Missing("没有这条规则")
    number = page_number(request)
    findings, more, total = await queries.findings(db, {"rule": found["id"]}, number)
    return await page(
        datasette,
        request,
        "mz_rule.html",
        rule=found,
        findings=findings,
        more=more,
        number=number,
        total=total,
        counts=await queries.overview(db),
    )


async def about(datasette: Any, request: Any) -> Response:
    """What is checked and how, how well, what it cannot do, who runs it, how to report an error or answer."""
    db = await site_database(datasette)
    rules = await queries.rules(db)
    return await page(
        datasette, request, "mz_about.html", rules=rules, states=Counter(r["state"] for r in rules), measured=measured(rules),
        counts=await queries.overview(db), by=datasette.plugin_config("mingzhang") or {},
    )  # fmt: skip


async def glossary(datasette: Any, request: Any) -> Response:
    """The words of budgets and of this site."""
    return await page(datasette, request, "mz_glossary.html", terms=TERMS)


ROUTES = [
    (r"^/mz/rule/(?P<id>[a-z0-9_.-]+)$", handled(rule)),
    (r"^/mz/about$", handled(about)),
    (r"^/mz/glossary$", handled(glossary)),
]
