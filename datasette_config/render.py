"""From data to a response: templates that are found wherever the plugin is loaded from, and what all pages share."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from datasette.utils.asgi import Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from mingzhang.core.model.documents.privacy import mask
from mingzhang.datasette_config import words

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
SITE_TABLES = frozenset({"documents", "disclosures", "ledger", "evidence"})
_CONTENT_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml; charset=utf-8"}

View = Callable[[Any, Any], Awaitable[Response]]
"""A page: of the Datasette and the request."""

_environments: weakref.WeakKeyDictionary[Environment, Environment] = weakref.WeakKeyDictionary()


class Missing(Exception):
    """There is no such page; the message says in Chinese what is not there."""


async def find_database(datasette: Any) -> Any | None:
    """The database of mingzhang that this Datasette serves, None if it serves none."""
    for name, db in datasette.databases.items():
        if name not in {"_internal", "_memory"} and set(await db.table_names()) >= SITE_TABLES:
            return db
    return None


async def site_database(datasette: Any) -> Any:
    """Like :func:`find_database`, but there must be one: raises :class:`Missing`."""
    db = await find_database(datasette)
    if db is None:
        raise Missing("这里没有明账的数据库")
    return db


def _environment(datasette: Any, request: Any) -> Environment:
    modern = hasattr(datasette, "get_jinja_environment")
    base = datasette.get_jinja_environment(request) if modern else datasette.jinja_env
    if base not in _environments:
        _environments[base] = base.overlay(loader=ChoiceLoader([base.loader, FileSystemLoader(str(TEMPLATES))]))
    return _environments[base]


def static_version(name: str) -> str:
    """A part of the address of a static file that changes with its content."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def shared(datasette: Any) -> dict[str, Any]:
    """What every template may use: words, addresses, the notice."""

    def path(address: str, **query: Any) -> str:
        given = {k: v for k, v in query.items() if v not in (None, "", [])}
        return str(datasette.urls.path(address)) + ("?" + urlencode(given, doseq=True) if given else "")

    return {
        "words": words,
        "notice": words.NOTICE,
        "mz_path": path,
        "ask_path": path("/mz/ask"),
        "css_address": path("/mz/static/site.css", v=static_version("site.css")),
        "finding_path": lambda f: path("/mz/finding/" + f["fingerprint"].replace(":", "-")),
        "body_address": body_address,
        "body_path": lambda p: path(body_address(p)),
        "place_path": lambda code: path(f"/mz/place/{code}") if code else path("/mz/disclosures"),
        "plain_name": lambda name: Path(name or "").name,
    }


def body_address(p: Mapping[str, Any]) -> str:
    """The address of the page of a body: of a row with its division and its name."""
    return f"/mz/body/{p['division_code'] or '-'}/{quote(p['body'], safe='')}"


async def page(datasette: Any, request: Any, template: str, status: int = 200, **context: Any) -> Response:
    """A page of the site as a response."""
    found = _environment(datasette, request).get_template(template)
    db = await find_database(datasette)
    common = {**shared(datasette), "database": db.name if db else None, "canonical": canonical(datasette, request)}
    html = await datasette.render_template(found, {**common, **context}, request=request)
    return Response.html(html, status=status)


_SAYS_WHAT = ("page", "q", "d", "severity", "certainty", "rule", "year", "kind", "level", "division", "shared")
"""What in an address says which page it is; the rest only marks a place on it."""


def canonical(datasette: Any, request: Any) -> str:
    """The one absolute address of a page, however it was reached."""
    given = [(name, value) for name in _SAYS_WHAT for value in request.args.getlist(name) if value and mask(value) == value]
    return absolute(datasette, request, request.path.split("?")[0] + (f"?{urlencode(given)}" if given else ""))


def absolute(datasette: Any, request: Any, address: str) -> str:
    """An address with its host: the one that the site was started for, else the one that the reader asked; a proxy may hide that it was https."""
    of_site = (datasette.plugin_config("mingzhang") or {}).get("address")
    return of_site.rstrip("/") + address if of_site else str(datasette.absolute_url(request, address))


async def static_file(datasette: Any, request: Any) -> Response:
    """A file of ``static/``: the site needs no mount."""
    name = request.url_vars["name"]
    path = STATIC / name
    if path.parent != STATIC or not path.is_file() or path.suffix not in _CONTENT_TYPES:
        raise Missing("没有这个文件")
    headers = {"cache-control": "public, max-age=86400"}
    return Response(path.read_text(encoding="utf-8"), headers=headers, content_type=_CONTENT_TYPES[path.suffix])


def handled(view: View) -> View:
    """The view, with a page of the site where something is missing."""

    async def answer(datasette: Any, request: Any) -> Response:
        try:
            return await view(datasette, request)
        except Missing as missing:
            return await page(datasette, request, "mz_missing.html", status=404, message=str(missing))

    return answer
