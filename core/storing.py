"""Results into a database as they come, or nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from .errors import UsageError
from .model.result import DocumentResult
from .model.rule import rule_set_version
from .pipeline import Options
from .plugins import Plugins
from .store.writer import StoreError, close_store, open_store, save, save_rules, save_run


@contextmanager
def storing(path: Path | None, plugins: Plugins, options: Options) -> Iterator[Callable[[DocumentResult], None]]:
    """A function that stores a result; each file is one transaction. Raises UsageError if the database cannot be used."""
    if path is None:
        yield lambda result: None
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = open_store(path, plugins)
    except (StoreError, OSError) as error:
        raise UsageError(str(error)) from error
    save_rules(db, plugins.rules)
    run = save_run(
        db,
        {
            "version": version("mingzhang"),
            "select": list(options.selection.select),
            "ignore": list(options.selection.ignore),
            "engine": options.engine,
            "region": options.region,
            "vocabulary": plugins.vocabulary.digest,
            "rule_set": rule_set_version(plugins.rules),
            "rules": {r.id: r.version for r in plugins.rules},
            "packs": {r.id: r.version for r in plugins.regions.values()},
        },
    )
    try:
        yield lambda result: (save(db, result, run), None)[1]
    finally:
        close_store(db)
