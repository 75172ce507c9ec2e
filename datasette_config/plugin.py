"""The Datasette plugin of the site.

Loaded by the entry point of the installed package, or with ``--plugins-dir``: Datasette then loads each file of this
folder by its path, so the imports here are absolute. Only hooks are used that 0.65 and 1.0 both have; skip_csrf is
of 0.65 alone, because 1.0 asks for no token.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape
from pluggy import HookimplMarker

from mingzhang.core.model.documents.privacy import mask
from mingzhang.datasette_config import chat, words
from mingzhang.datasette_config.pages import ROUTES, START, start_context
from mingzhang.datasette_config.render import find_database, shared
from mingzhang.datasette_config.views import bodies, compare, finding, outward, places, rulebook

hookimpl = HookimplMarker("datasette")

_LABELS: dict[str, dict[str, str]] = {
    "kind": words.KIND,
    "level": words.LEVEL,
    "severity": words.SEVERITY,
    "certainty": words.CERTAINTY,
    "outcome": words.OUTCOME,
    "role": words.ROLE,
}


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """The pages under /mz/, and the questions; the start page where the site is all that is served."""
    alone = (datasette.plugin_config("mingzhang") or {}).get("alone")
    return [
        *([START] if alone else []),
        *ROUTES,
        *chat.ROUTES,
        *bodies.ROUTES,
        *places.ROUTES,
        *rulebook.ROUTES,
        *finding.ROUTES,
        *compare.ROUTES,
        *outward.ROUTES,
    ]


@hookimpl
def skip_csrf(datasette: Any, scope: dict[str, Any]) -> bool:
    """A question needs no token: it changes nothing, and who sends it is told by its origin."""
    return scope["path"] in (chat.CHAT, str(datasette.urls.path(chat.CHAT)))


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Mask personal numbers in every text that leaves a database of mingzhang: pages, CSV, JSON and SQL alike."""
    conn.create_function("mask", 1, lambda text: mask(text) if isinstance(text, str) else text, deterministic=True)
    ours = conn.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('ledger', 'evidence', 'disclosures')")
    if ours.fetchone()[0] == 3:
        conn.text_factory = lambda raw: mask(str(raw, "utf-8", "replace"))


@hookimpl
def extra_template_vars(datasette: Any, template: str) -> Callable[[], Any]:
    """Words and addresses for the site's frame; the numbers of the start page."""

    async def variables() -> dict[str, Any]:
        if template == "index.html":
            db = await find_database(datasette)
            if db is not None:
                return {**await start_context(datasette, db), "mz_ready": True}
        return {**shared(datasette)}

    return variables


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """The ways from Datasette's own pages back to the site."""
    path = shared(datasette)["mz_path"]
    return [
        {"href": path("/"), "label": "首页"},
        {"href": path("/mz/disclosures"), "label": "公开件"},
        {"href": path("/mz/findings"), "label": "比对提示"},
        {"href": path("/mz/rules"), "label": "规则"},
    ]


@hookimpl
def render_cell(value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """In Datasette's tables: links from keys to the pages of the site, and Chinese terms beside coded values."""
    if not isinstance(value, str) or table is None:
        return None
    path = shared(datasette)["mz_path"]
    if column in ("document", "sha256", "current_document") and len(value) == 64:
        return _link(path(f"/mz/document/{value}"), value[:12] + "…")
    if (table, column) == ("tables", "id") or column == "table_id":
        return _link(path(f"/mz/table/{value}"), value)
    if column in ("fingerprint", "finding") and value.startswith("1:"):
        return _link(path(f"/mz/finding/{value.replace(':', '-', 1)}"), value)
    if (table, column) == ("disclosures", "slug"):
        return _link(path(f"/mz/disclosure/{value}"), value)
    if column in _LABELS and value in _LABELS[column]:
        return Markup('<span lang="zh-CN">{}</span> <small>{}</small>').format(_LABELS[column][value], value)
    return None


def _link(address: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, escape(text))
