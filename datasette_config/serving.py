"""The site of one database: made and served by one function each, with nothing to set up."""

from __future__ import annotations

import ipaddress
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from datasette import __version__
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import parse_metadata

from mingzhang.core.messages import tr
from mingzhang.core.publish.publish import PUBLIC
from mingzhang.core.store.schema import MEANINGS
from mingzhang.datasette_config import plugin
from mingzhang.datasette_config.door import Application, Door, Rate, allowed
from mingzhang.datasette_config.render import static_version

HERE = Path(__file__).resolve().parent
Row = dict[str, Any]
PUBLIC_TABLES = frozenset(MEANINGS) - {"runs", "search", "search_entries", "lexicon", "pictures"}
"""What the public may open as a table; the site itself reads the others."""
_AT_ONCE = 200
"""Connections at a time; more are told to come again."""
_OF_SQLITE = ("sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema")
_CONFIGURATION_KEYS = ("allow", "plugins", "settings", "permissions")
_TABLE_CONFIGURATION_KEYS = ("facets", "size", "sort", "sort_desc", "sortable_columns", "label_column", "hidden", "fts_table", "allow")


def configuration(name: str) -> Row:
    """``datasette.yaml`` with its database section under the name of the served database."""
    found: Row = parse_metadata((HERE / "datasette.yaml").read_text(encoding="utf-8"))
    found["databases"] = {name: found["databases"]["mingzhang"]}
    return found


def _arguments(name: str, limits: Row) -> Row:
    """Datasette 0.65 takes everything as metadata; 1.0 takes what configures and what describes apart."""
    whole = configuration(name)
    settings = {**whole.pop("settings", {}), **limits.get("settings", {})}
    whole["plugins"] = {**whole.get("plugins", {}), **limits.get("plugins", {})}
    for table in limits.get("denied", ()):
        whole["databases"][name]["tables"].setdefault(table, {})["allow"] = False
    if __version__.startswith("0."):
        return {"settings": settings, "metadata": whole}
    database = whole["databases"][name]
    tables = database.get("tables", {})
    config_tables = {t: {k: v for k, v in about.items() if k in _TABLE_CONFIGURATION_KEYS} for t, about in tables.items()}
    metadata_tables = {t: {k: v for k, v in about.items() if k not in _TABLE_CONFIGURATION_KEYS} for t, about in tables.items()}
    config = {k: v for k, v in whole.items() if k in _CONFIGURATION_KEYS}
    config["databases"] = {name: {"queries": database.get("queries", {}), "tables": config_tables}}
    metadata = {k: v for k, v in whole.items() if k not in _CONFIGURATION_KEYS and k != "databases"}
    described = {k: v for k, v in database.items() if k not in ("queries", "tables")}
    metadata["databases"] = {name: {**described, "tables": metadata_tables}}
    return {"settings": settings, "config": config, "metadata": metadata}


def check_database(path: Path) -> None:
    """Raises ValueError, in one line for people, if ``path`` is no database of mingzhang."""
    how = f"make one with: mingzhang check PATH --db {path}"
    if not path.is_file():
        raise ValueError(f"{path}: no such database; {how}")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("SELECT 1 FROM disclosures, documents, ledger LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise ValueError(f"{path}: not a database of mingzhang ({error}); {how}") from error
    finally:
        connection.close()


def build(db_path: Path, public: bool = False, about: dict[str, str] | None = None) -> Datasette:
    """The site as a Datasette application, which only reads. A working database may be written by `check` meanwhile; only a published
    copy is opened immutable.

    ``public``: only what a published database may answer; no SQL of the reader's, nothing of the tables that are not data.
    ``about``: who runs the site (``operator``) and how to reach them (``contact``), for the page that says so; where it is reached (``address``).
    Raises ValueError if ``db_path`` is no database of mingzhang, or, for the public, not a published one.
    """
    check_database(db_path)
    if public:
        check_public(db_path)
    if not any(getattr(p, "__file__", None) == plugin.__file__ for p in pm.get_plugins()):
        pm.register(plugin, name="mingzhang")
    return Datasette(
        [] if public else [str(db_path)],
        immutables=[str(db_path)] if public else [],
        template_dir=str(HERE / "templates"),
        **_arguments(
            db_path.stem, {**(_public_limits(db_path) if public else {}), "plugins": {"mingzhang": {**(about or {}), "alone": True}}}
        ),
    )


def check_public(path: Path) -> None:
    """Raises ValueError, in one line for people, if ``path`` was not made by ``mingzhang publish``."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != PUBLIC:
            raise ValueError(
                tr(
                    f"{path}: a working database, which holds what is not public; make the public one with: mingzhang publish {path} public.db",
                    f"{path}：这是工作库，含有不公开的内容；先生成公开库：mingzhang publish {path} public.db",
                )
            )


def _public_limits(path: Path) -> Row:
    """Settings and permissions of the public site, over those of ``datasette.yaml``."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    return {
        "settings": {
            "default_allow_sql": False, "allow_csv_stream": True, "allow_download": True, "sql_time_limit_ms": 1500, "facet_time_limit_ms": 200,
            "max_returned_rows": 500, "max_csv_mb": 50, "num_sql_threads": 6, "suggest_facets": False, "cache_size_kb": 65_536,
        },
        "denied": sorted({*names, *_OF_SQLITE} - PUBLIC_TABLES),
    }  # fmt: skip


def application(
    db_path: Path, proxies: Iterable[str] = (), each_second: float = 10, burst: int = 120, about: dict[str, str] | None = None
) -> Application:
    """The public site as an ASGI application: Datasette behind its door, answers compressed.

    Raises ValueError if ``db_path`` is no published database.
    """
    from starlette.middleware.gzip import GZipMiddleware

    made = build(db_path, public=True, about=about)
    stat = db_path.stat()
    who = sorted((about or {}).items())
    edition = f"{version('mingzhang')} {__version__} {stat.st_size} {stat.st_mtime_ns} {static_version('site.css')} {who}"
    inner: Application = GZipMiddleware(made.app(), minimum_size=1000)
    return Door(inner, lambda: _own_scripts(made, db_path.stem), edition, Rate(each_second, burst), proxies)


async def _own_scripts(made: Datasette, name: str) -> list[str]:
    """What Datasette's own pages carry inside them: one of each kind and each table, asked for without anything of a reader's."""
    await made.invoke_startup()
    database = configuration(name)["databases"][name]
    addresses = [
        "/",
        f"/{name}",
        f"/{name}/none",
        *(f"/{name}/{t}?_size=0" for t in sorted(PUBLIC_TABLES)),
        *(f"/{name}/{q}" for q in database["queries"]),
    ]
    return allowed([(await made.client.get(address)).text for address in addresses])


def serve(
    db_path: Path, host: str = "127.0.0.1", port: int = 8001, public: bool = False, proxies: Iterable[str] = (),
    about: dict[str, str] | None = None,
) -> None:  # fmt: skip
    """Serve the site until interrupted. Raises ValueError for a database that may not be served so, or not to that address."""
    import uvicorn
    from datasette import handle_exception

    handle_exception.rich = None  # it would print every 404 as a page of traceback
    if not public and not is_loopback(host):
        raise ValueError(
            tr(
                f"{host}: a working database is served to this machine alone; publish it, then: mingzhang serve --public --host {host}",
                f"{host}：工作库只供本机查看；先用 mingzhang publish 生成公开库，再运行 mingzhang serve --public --host {host}",
            )
        )
    app: Any = application(db_path, proxies, about=about) if public else build(db_path, about=about).app()
    uvicorn.run(
        app, host=host, port=port, log_level="warning", lifespan="on", server_header=False, proxy_headers=False,
        limit_concurrency=_AT_ONCE, timeout_keep_alive=15, h11_max_incomplete_event_size=32_768,
    )  # fmt: skip


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address; a name other than localhost may be anything."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
