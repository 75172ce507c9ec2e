"""The manifest of a run (运行清单): what went in, with what it was checked, and a digest of what came of each file.

With it somebody else gets the same result, or sees where not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..messages import tr
from ..model.checks.across import PREFIX
from ..model.results.result import DocumentResult, RunResult
from ..store.kept import content_of

SCHEMA = "mingzhang.manifest/1"


def manifest(run: RunResult, paths: Sequence[Path], recipe: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest of a run over these paths; JSON types only."""
    files = [{"path": r.path, "sha256": r.sha256 or None, "status": str(r.status), "result": result_digest(r)} for r in run.documents]
    return {"schema": SCHEMA, "paths": [str(p) for p in paths], "recipe": dict(recipe), "files": files}


def result_digest(result: DocumentResult) -> str:
    """A digest of what was found in a file. What rules over several disclosures say is left out: it depends on what else there is."""
    alone = replace(
        result,
        path="",
        findings=tuple(f for f in result.findings if not f.rule.startswith(PREFIX)),
        ledger=tuple(row for row in result.ledger if not row.rule.startswith(PREFIX)),
        compared=False,
    )
    return hashlib.sha256(content_of(alone).encode()).hexdigest()


def read_manifest(path: Path) -> dict[str, Any]:
    """A manifest from its file. Raises UsageError if it is none."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(tr(f"{path}: cannot be read as a manifest: {error}", f"{path}：不能作为运行清单读取：{error}")) from error
    shape = {"paths": list, "recipe": dict, "files": list}
    if not isinstance(found, dict) or found.get("schema") != SCHEMA or not all(isinstance(found.get(k), t) for k, t in shape.items()):
        raise UsageError(tr(f"{path}: is no manifest of a run ({SCHEMA})", f"{path}：不是运行清单（{SCHEMA}）"))
    return found


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """In one line each, where a run differs from an earlier one: software and rules first, then file by file."""
    before, after = then["recipe"], now["recipe"]
    changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    if changed:
        yield tr(f"checked with something else: {', '.join(changed)}", f"核对条件不同：{'、'.join(changed)}")
    old, new = _by_path(then["files"]), _by_path(now["files"])
    for path, file in old.items():
        here = new.get(path)
        if here is None:
            yield tr(f"{path}: missing", f"{path}：缺少")
        elif here["sha256"] != file["sha256"]:
            yield tr(f"{path}: the content is another", f"{path}：内容不同")
        elif here["result"] != file["result"]:
            yield tr(f"{path}: the content is the same, the result is another", f"{path}：内容相同，结果不同")
    for path in new.keys() - old.keys():
        yield tr(f"{path}: was not there", f"{path}：当时没有")


def _by_path(files: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(f["path"]): f for f in files}
