"""``mingzhang publish``: a new database with only what may be public, put in place when it is whole."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlite_utils import Database

from ..plugins.manager import Plugins
from ..store.writer import StoreError, open_store
from .copying import copy_all
from .pictures import Picture, pictures_of
from .register import register
from .selection import Selection, chosen_findings

PUBLIC = 0x6D7A7075
"""``PRAGMA application_id`` of a published database ("mzpu"): a site for the public opens no other."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication holds, and what stayed behind: counts of rows."""

    documents: int
    disclosures: int
    findings: int
    findings_held: int
    withdrawn: int
    """Addresses that were public before this publication and are not any more."""
    without_name: int
    """Files that could not even be opened: nothing but their path is known, so they are not published."""
    pictures: int = 0
    """Pages that were drawn."""


def publish(
    working: Path, public: Path, selection: Selection = Selection.CERTAIN, on: date | None = None, plugins: Plugins | None = None
) -> Published:
    """Write ``public`` from ``working``, and note in ``working`` what was published.

    With ``plugins`` the pages on which findings rest are drawn from the files, where these still are as they were. ``on`` is the day that withdrawals are dated by (today). The same content gives the same bytes.
    Raises :class:`StoreError`, in one line for people, if the working database is missing or public itself, or if ``public`` cannot be written.
    """
    if not working.is_file():
        raise StoreError(f"{working}: no such database; make one with: mingzhang check PATH --db {working}")
    if public.exists() and public.samefile(working):
        raise StoreError(f"{public}: this is the working database; name another file for the public one")
    db = open_store(working)
    try:
        if is_public(db):
            raise StoreError(f"{working}: this is a published database; publish from the working one")
        if public.exists() and not _may_replace(public):
            raise StoreError(f"{public}: there is another file of this name, which is no published database; name another")
        chosen = chosen_findings(db, selection)
        withdrawn = register(db, chosen, on or datetime.now(UTC).date())
        total, without_name = db.execute(
            "SELECT (SELECT count(*) FROM findings), (SELECT count(*) FROM documents WHERE sha256 LIKE 'path:%')"
        ).fetchone()
        pictures = pictures_of(db, chosen, plugins) if plugins is not None else iter(())
        documents, disclosures, drawn = _write(working, public, chosen, pictures)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{public}: cannot be published ({error})") from error
    finally:
        db.close()
    return Published(documents, disclosures, len(chosen), total - len(chosen), withdrawn, without_name, drawn)


def is_public(db: Database) -> bool:
    """Whether a database was made by :func:`publish`."""
    return bool(db.execute("PRAGMA application_id").fetchone()[0] == PUBLIC)


def _may_replace(path: Path) -> bool:
    """Only an earlier publication is replaced: never a working database or anything else of the operator's."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return is_public(Database(connection, execute_plugins=False))
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def _write(working: Path, public: Path, chosen: list[tuple[str, str]], pictures: Iterable[Picture]) -> tuple[int, int, int]:
    """The database under a name of its own beside ``public``, then put in its place; documents, disclosures and pictures in it."""
    handle, name = tempfile.mkstemp(prefix=f".{public.name}.", dir=public.parent)
    os.close(handle)
    made = Path(name)
    try:
        made.unlink()
        db = open_store(made)
        try:
            with db.atomic():
                copy_all(db, working, chosen)
                for p in pictures:
                    db.execute("INSERT INTO pictures VALUES (?, ?, ?, ?, ?)", [p.document, p.page, p.width, p.height, p.webp])
            db.execute("DETACH DATABASE working")
            db.execute("UPDATE _sqlite_migrations SET applied_at = ''")
            db.conn.commit()
            for statement in ("ANALYZE main", f"PRAGMA application_id = {PUBLIC}", "PRAGMA journal_mode = delete", "VACUUM main"):
                db.execute(statement).fetchall()
            counts = db.execute(
                "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM disclosures), (SELECT count(*) FROM pictures)"
            ).fetchone()
        finally:
            db.close()
        made.chmod(0o644)
        made.replace(public)
    finally:
        made.unlink(missing_ok=True)
    return int(counts[0]), int(counts[1]), int(counts[2])
