"""The site of one database: made and served by one function each, with nothing to set up."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from datasette import __version__
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import parse_metadata

from mingzhang.datasette_config import plugin

HERE = Path(__file__).resolve().parent
_CONFIGURATION_KEYS = ("allow", "plugins", "settings", "permissions")
_TABLE_CONFIGURATION_KEYS = ("facets", "size", "sort", "sort_desc", "sortable_columns", "label_column", "hidden", "fts_table")


def configuration(name: str) -> dict[str, Any]:
    """``datasette.yaml`` with its database section under the name of the served database."""
    found: dict[str, Any] = parse_metadata((HERE / "datasette.yaml").read_text(encoding="utf-8"))
    found["databases"] = {name: found["databases"]["mingzhang"]}
    return found


def _arguments(name: str) -> dict[str, Any]:
    """Datasette 0.65 takes everything as metadata; 1.0 takes what configures and what describes apart."""
    whole = configuration(name)
    settings = whole.pop("settings", {})
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


def build(db_path: Path) -> Datasette:
    """The site as a Datasette application. The database is opened immutable: nothing can be written.

    Raises ValueError if ``db_path`` is no database of mingzhang.
    """
    check_database(db_path)
    if not any(getattr(p, "__file__", None) == plugin.__file__ for p in pm.get_plugins()):
        pm.register(plugin, name="mingzhang")
    return Datasette(
        [],
        immutables=[str(db_path)],
        template_dir=str(HERE / "templates"),
        **_arguments(db_path.stem),
    )


def serve(db_path: Path, host: str = "127.0.0.1", port: int = 8001) -> None:
    """Serve the site until interrupted."""
    import uvicorn
    from datasette import handle_exception

    handle_exception.rich = None  # it would print every 404 as a page of traceback
    uvicorn.run(build(db_path).app(), host=host, port=port, log_level="warning", lifespan="on")
