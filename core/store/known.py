"""What is known of a file from earlier runs: its result, or why it must be checked again."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache

from sqlite_utils import Database

from ..model.documents.said import Said, said
from ..model.results.result import DocumentResult, DocumentStatus
from .kept import result_of

_REASONS: dict[tuple[str, ...], Said] = {
    ("version", "software", "plugins"): said("the program or a plugin changed", "程序或插件有变化"),
    ("rule_set", "rules"): said("the rules changed", "规则有变化"),
    ("packs", "vocabulary"): said("a region's pack changed", "地区包有变化"),
    ("select", "ignore", "severities"): said("other rules were asked for", "选用的规则不同"),
    ("engine", "region", "keep_personal", "choices"): said("other options were given", "选项不同"),
}
"""Settings of a run, and what is said where they are not those of the run that checked a file."""
_LIMITS = ("timeout", "memory")
_CHANGED = said("the content changed", "内容有变化")
_OLDER = said("it was stored by an older version", "由旧版本存入")


def stored_result(db: Database, path: str, sha256: str, run: str) -> tuple[Said | None, DocumentResult | None]:
    """Why a file must be checked again (None for one that was never checked), or its result.

    A file that could not be read is read again only with other limits, software or plugins.
    """
    row = db.execute(
        """SELECT d.run, d.status, k.content FROM documents d LEFT JOIN kept k ON k.document = d.sha256 WHERE d.sha256 = ?""", [sha256]
    ).fetchone()
    if row is None:
        return (_CHANGED if db.execute("SELECT 1 FROM files WHERE path = ?", [path]).fetchone() else None), None
    before, status, content = row
    why = _why(db, before, run, limits=status == DocumentStatus.UNREADABLE) if content is not None else _OLDER
    if why is not None:
        return why, None
    try:
        return None, result_of(content, path)
    except (ValueError, TypeError, KeyError, zlib.error):  # another version kept other things
        return _OLDER, None


def kept_result(db: Database, document: str) -> DocumentResult | None:
    """The result of a stored document under its first path."""
    row = db.execute(
        "SELECT k.content, d.path FROM kept k JOIN documents d ON d.sha256 = k.document WHERE k.document = ?", [document]
    ).fetchone()
    return None if row is None else result_of(*row)


def files_together(db: Database, result: DocumentResult) -> dict[str, list[str]]:
    """The other files that were checked with this one, each with the paths under which it was met."""
    rows = db.execute(
        """SELECT d.sha256, f.path FROM documents d JOIN files f ON f.document = d.sha256 WHERE d.together = ? AND d.sha256 <> ?
        ORDER BY f.path""",
        [result.together, result.sha256],
    ).fetchall()
    found: dict[str, list[str]] = {}
    for sha256, path in rows:
        found.setdefault(sha256, []).append(path)
    return found


def _why(db: Database, before: str | None, now: str, *, limits: bool) -> Said | None:
    """Why what a run found does not hold in another."""
    if before == now:
        return None
    then, today = _settings(db, before), _settings(db, now)
    if then is None or today is None:
        return _OLDER
    for names, words in _REASONS.items():
        if any(then.get(n) != today.get(n) for n in names):
            return words
    return said("other limits were given", "时间或内存限制不同") if limits and any(then.get(n) != today.get(n) for n in _LIMITS) else None


_read = lru_cache(maxsize=64)(json.loads)


def _settings(db: Database, run: str | None) -> dict[str, object] | None:
    row = db.execute("SELECT settings FROM runs WHERE id = ?", [run]).fetchone()
    return None if row is None else _read(row[0])
