"""What the result of a file depends on besides its content: where all of it is the same, so is the result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..model.checks.rule import rule_set_version
from ..plugins.manager import Plugins
from .options import Options

_PACKAGE = Path(__file__).resolve().parents[2]
_SUFFIXES = frozenset({".py", ".tsv", ".csv", ".toml", ".json", ".txt"})


def recipe(plugins: Plugins, options: Options) -> dict[str, Any]:
    """Versions and digests of software, plugins, rules and packs, and the options that change results; JSON types only."""
    folders = [options.plugins_dir] if options.plugins_dir is not None else []
    selection = options.selection
    return {
        "version": version("mingzhang"),
        "software": _digest_of(_PACKAGE / name for name in ("core", "plugins", "rules")),
        "plugins": [*([p.name, p.version] for p in plugins.list()), _digest_of(folders)],
        "rule_set": rule_set_version(plugins.rules),
        "rules": {r.id: r.version for r in plugins.rules},
        "packs": {r.id: r.version for r in plugins.regions.values()},
        "vocabulary": plugins.vocabulary.digest,
        "select": list(selection.select),
        "ignore": list(selection.ignore),
        "severities": {rule: str(severity) for rule, severity in sorted(selection.severities.items())},
        "engine": options.engine,
        "region": options.region,
        "choices": str(options.choices),
        "keep_personal": options.keep_personal,
        "timeout": options.timeout,
        "memory": options.memory,
    }


def _digest_of(folders: Iterable[Path]) -> str:
    return _digest(tuple(folders))


@lru_cache(maxsize=8)
def _digest(folders: tuple[Path, ...]) -> str:
    """Of the names and contents of the files that are software or its data."""
    total = hashlib.sha256()
    for folder in folders:
        for file in sorted(f for f in folder.rglob("*") if f.suffix in _SUFFIXES and f.is_file()):
            total.update(f"{file.relative_to(folder)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]
