"""Writing to the database: one file in one transaction, and nothing if nothing changed."""

from __future__ import annotations

import hashlib
import sqlite3
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from ..model.checks.across import plain_name
from ..model.checks.rule import Rule
from ..model.disclosures.disclosure import Identity
from ..model.documents.privacy import mask
from ..model.results.result import DocumentResult, Provenance
from .columns import Row, Rows, as_json, document_key
from .editions import settle_editions
from .lexicon import count_words, spoken_in, spoken_issuer
from .migrations import SCHEMA_VERSION, migrations
from .prepared import Prepared, prepare, unpacked

if TYPE_CHECKING:
    from ..plugins.manager import Plugins

# Rows of a document, in an order in which they can be deleted; evidence goes with its findings.
_DOCUMENT_TABLES = (
    "search_entries", "findings", "ledger", "kept", "listed_units", "unread", "contents", "headcounts", "indicators", "claims", "line_items",
    "sections", "tables",
)  # fmt: skip


_WAIT = 60.0
"""Seconds that a write waits for another program to end its own."""
_FOR_NOW = ("locked", "busy", "readonly", "read-only", "full", "disk I/O", "unable to open", "malformed")
"""In what SQLite says of a database that is one and cannot be written now."""


class StoreError(Exception):
    """The file is not a database that can be used. The message is one line for people."""


class StoreUnavailableError(StoreError):
    """The database cannot be written now: it is locked, read-only, damaged, or the disk is full. When that is mended, the same can be done again."""


def open_store(path: Path | str, plugins: Plugins | None = None) -> Database:
    """The database at ``path`` (``:memory:`` for none), made or brought up to date, ready to be written.

    Plugins may add tables after the migrations; one that fails is named in a warning and survived.
    Raises :class:`StoreError` if the file is no SQLite database or was made by a newer version.
    """
    try:
        db = Database(path if str(path) == ":memory:" else sqlite3.connect(path, timeout=_WAIT), execute_plugins=False)
        db.execute("PRAGMA foreign_keys = on")
        if "_sqlite_migrations" in db.table_names():
            newer = {m.name for m in migrations.applied(db)} - {m.name for m in migrations._migrations}
            if newer:
                raise StoreError(
                    f"{path}: made by a newer mingzhang ({', '.join(sorted(newer))}); install that version or use another file"
                )
        if "_sqlite_migrations" not in db.table_names() or migrations.pending(db):
            with writing(db):  # of two programs that make a database at the same time the second finds it made
                migrations.apply(db)
        if db.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,):
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except sqlite3.DatabaseError as error:
        if any(word in str(error) for word in _FOR_NOW):
            raise StoreUnavailableError(f"{path}: cannot be written now ({error})") from error
        raise StoreError(f"{path}: cannot be used as a database ({error}); name another file with --db") from error
    if plugins is not None:
        _prepare(db, plugins)
    return db


def _prepare(db: Database, plugins: Plugins) -> None:
    before = plugins.errors
    plugins.hooks.call("prepare_store", db.atomic, db=db)
    for name, words in plugins.errors.items():
        if name not in before:
            warnings.warn(f"plugin {name}: prepare_store failed ({words})", stacklevel=3)


def close_store(db: Database) -> None:
    """Close after writing: statistics for the query planner, and one file that can be copied or opened read-only.

    While another program has the database open it stays in the mode in which both can work.
    """
    with suppress(sqlite3.OperationalError):
        if db.journal_mode == "wal":
            db.execute("PRAGMA busy_timeout = 1000")
            db.execute("PRAGMA optimize")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            db.execute("PRAGMA journal_mode = delete").fetchall()
    db.close()


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that waits for its turn at once: one that begins with reading could not wait later."""
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.conn.execute("COMMIT")


def save_rules(db: Database, rules: Iterable[Rule]) -> None:
    """Write the loaded rules with their public pages; rows that are the same are left alone."""
    with writing(db):
        for rule in rules:
            _upsert(db, "rules", rule_row(rule), "id")


def rule_row(rule: Rule) -> Row:
    """A rule as the database holds it."""
    scope = rule.scope
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": str(rule.severity),
        "version": rule.version,
        "state": str(rule.state),
        "measured": None if rule.measured is None else as_json(asdict(rule.measured)),
        "page": rule.page,
        "basis": as_json(
            [
                {
                    "document": b.document,
                    "article": b.article,
                    "valid_from": b.valid_from,
                    "valid_to": b.valid_to,
                    "convention": b.convention,
                }
                for b in rule.basis
            ]
        ),
        "scope": as_json(
            {
                "regions": sorted(scope.regions),
                "kinds": sorted(str(k) for k in scope.kinds),
                "levels": sorted(str(x) for x in scope.levels),
                "years": list(scope.years),
            }
        ),
    }


def save_run(db: Database, settings: Mapping[str, Any]) -> str:
    """Write what a run was asked for (rules selected, versions) and return its id, the same for the same settings."""
    run = run_id(settings)
    text = _settings_text(settings)
    with writing(db):
        db.execute("INSERT OR IGNORE INTO runs (id, settings, started_at) VALUES (?, ?, ?)", [run, text, _now()])
    return run


def run_id(settings: Mapping[str, Any]) -> str:
    """The id of the runs with these settings."""
    return hashlib.sha256(_settings_text(settings).encode()).hexdigest()[:16]


def _settings_text(settings: Mapping[str, Any]) -> str:
    return as_json({k: settings[k] for k in sorted(settings)})


def save(db: Database, result: DocumentResult, run: str | None = None, *, keep_personal: bool = False) -> bool:
    """Write one file in one transaction; True if the database changed.

    The same result a second time changes nothing, times apart; what rules over several disclosures said of an unchanged document
    stays (:func:`mingzhang.core.store.compared.save_compared`). A result without ``meta`` leaves the provenance that is stored. A second
    path of the same content is listed in ``files``; the document keeps its first path. Personal data are starred out in what is stored
    unless ``keep_personal``. Raises what SQLite raises, and then nothing of the file is written.
    """
    (error,) = save_all(db, [result], run, keep_personal=keep_personal)
    if isinstance(error, Exception):
        raise error
    return error


def save_all(
    db: Database, results: Sequence[DocumentResult], run: str | None = None, *, keep_personal: bool = False
) -> list[bool | Exception]:
    """Write several files in one transaction, each as :func:`save` does: whether the database changed, or why a file could not be written.

    One transaction for several writes the pages of the indexes once. Raises what SQLite raises where nothing could be written.
    """
    done: list[bool | Exception] = []
    writes: list[tuple[int, _Write]] = []
    for number, result in enumerate(results):
        try:
            write = _write_of(db, result, run, keep_personal=keep_personal)
        except Exception as error:  # its rows could not be made
            done.append(error)
            continue
        done.append(False)
        if write is not None:
            writes.append((number, write))
    if not writes:
        return done
    prepare_writing(db)
    with writing(db):
        for number, write in writes:
            try:
                with writing(db):
                    done[number] = write.written(db)
            except Exception as error:
                if len(writes) == 1 or not db.conn.in_transaction:
                    raise
                done[number] = error
    return done


@dataclass(frozen=True, slots=True)
class _Write:
    """What is to be written of a file."""

    result: DocumentResult
    prepared: Prepared
    key: str
    own: str
    """The digest of what the document says itself."""
    remarks: str
    run: str | None

    def written(self, db: Database) -> bool:
        """Write it, in the transaction that is open; whether the database changed."""
        key, document, disclosures = self.key, self.prepared.document, set()
        before = db.conn.total_changes
        stored = db.execute("SELECT own_digest, disclosure FROM documents WHERE sha256 = ?", [key]).fetchone()
        if stored is None or stored[0] != self.own:
            disclosures |= {stored[1] if stored else None, document["disclosure"]}
            more = {"path": self.result.path, "remarks": self.remarks, "run": self.run, "digest": self.own, "own_digest": self.own}
            _replace(db, self.result.path, {**document, **more}, self.prepared)
            keep(db, key, self.prepared.kept)
            if self.result.identity is not None:
                note_uncompared(db, self.result.identity)
        db.execute("UPDATE documents SET run = ?1 WHERE sha256 = ?2 AND run IS NOT ?1", [self.run, key])
        if _save_path(db, self.result, key, self.remarks):
            disclosures.add(document["disclosure"])
        for disclosure in sorted(d for d in disclosures if d):
            settle_editions(db, disclosure)
        return db.conn.total_changes != before


def _write_of(db: Database, result: DocumentResult, run: str | None, *, keep_personal: bool) -> _Write | None:
    """What is to be written of a file, None if all of it is stored."""
    prepared = unpacked(result.prepared) if result.prepared else prepare(result, keep_personal=keep_personal)
    shown: Callable[[str], str] = str if keep_personal else mask
    key = document_key(result)
    own = _digest({**prepared.document, "remarks": ""}, prepared.digest)
    remarks = shown(as_json(result.summary.remarks))
    if _is_stored(db, result, key, {"own_digest": own, "run": run, "remarks": remarks}):
        return None
    return _Write(result, prepared, key, own, remarks, run)


def touch(db: Database, result: DocumentResult, *, keep_personal: bool = False) -> bool:
    """Write what may be new of a file that is stored already: its path, its provenance, remarks. True if the database changed."""
    shown: Callable[[str], str] = str if keep_personal else mask
    key, remarks = document_key(result), shown(as_json(result.summary.remarks))
    if _is_stored(db, result, key, {"remarks": remarks}):
        return False
    prepare_writing(db)
    with writing(db):
        before = db.conn.total_changes
        if _save_path(db, result, key, remarks) and result.identity is not None:
            settle_editions(db, result.identity.key)
        return db.conn.total_changes != before


def _save_path(db: Database, result: DocumentResult, key: str, remarks: str) -> bool:
    """Write the path, the remarks and the provenance of a stored document; whether the provenance changed."""
    db.execute("UPDATE documents SET remarks = ?1 WHERE sha256 = ?2 AND remarks IS NOT ?1", [remarks, key])
    db.execute("INSERT OR IGNORE INTO files (path, document) VALUES (?, ?)", [result.path, key])
    return result.meta is not None and _save_provenance(db, key, result.meta)


def note_uncompared(db: Database, who: Identity) -> None:
    """Remember that a body has something new: its disclosures are compared when the run ends, or the next one does."""
    body = [who.division_code or "", plain_name(who.body or "")]
    db.execute("INSERT OR IGNORE INTO uncompared (division_code, plain_name) VALUES (?, ?)", body)


def keep(db: Database, key: str, content: bytes) -> None:
    """What a report says of the document, for runs in which it did not change."""
    db.execute("INSERT OR REPLACE INTO kept (document, content) VALUES (?, ?)", [key, content])


def prepare_writing(db: Database) -> None:
    """The mode in which others can read while this program writes; only now, so that a run that changes nothing leaves the file as it is."""
    if not db.memory:
        with suppress(sqlite3.OperationalError):  # another program has it open in the other mode
            db.enable_wal()
            db.execute("PRAGMA synchronous = normal")  # in this mode a power cut costs the last files, and they are checked again


def _is_stored(db: Database, result: DocumentResult, key: str, columns: Mapping[str, str | None]) -> bool:
    """Whether all of a result is there: these columns of the document, its path, and its provenance if it has one."""
    found = db.execute(
        f"""SELECT 1 FROM documents d JOIN files f ON f.document = d.sha256 LEFT JOIN provenance s ON s.document = d.sha256
        WHERE d.sha256 = :key {"".join(f"AND d.{c} IS :{c} " for c in columns)} AND f.path = :path AND (:no_meta OR (s.document IS NOT NULL
        AND s.source_url IS :source_url AND s.publisher IS :publisher AND s.fetched_at IS :fetched_at
        AND s.approved_on IS :approved_on AND s.published_on IS :published_on))""",
        {**_provenance_row(key, result.meta or Provenance()), **columns, "key": key, "path": result.path, "no_meta": result.meta is None},
    ).fetchone()
    return found is not None


def _replace(db: Database, path: str, document: Row, prepared: Prepared) -> None:
    key, rows = document["sha256"], prepared.rows
    if not key.startswith("path:"):
        db.execute("DELETE FROM documents WHERE sha256 = ?", [f"path:{path}"])
    _clear(db, key)
    if prepared.disclosure is not None:
        _upsert(db, "disclosures", prepared.disclosure, "key")
        _save_terms(db, prepared.disclosure["region"], prepared.names)
    first_path = db.execute("SELECT path FROM documents WHERE sha256 = ?", [key]).fetchone()
    written = {**document, "path": first_path[0] if first_path else document["path"], "is_current": 0, "checked_at": _now()}
    _upsert(db, "documents", written, "sha256")
    insert_stub_rules(db, rows)
    for table, listed in rows.items():
        if table == "search_entries":
            _insert_search(db, listed)
        else:
            insert(db, table, listed)
    count_words(db, prepared.words, spoken_issuer(prepared.disclosure), 1)


def _clear(db: Database, key: str) -> None:
    """Delete the rows of a document, and count its words out."""
    before = spoken_in(db, key)
    count_words(db, before.words(), before.issuer, -1)
    db.execute("DELETE FROM search WHERE rowid IN (SELECT id FROM search_entries WHERE document = ?)", [key])
    for table in _DOCUMENT_TABLES:
        db.execute(f"DELETE FROM {table} WHERE document = ?", [key])


def remove_document(db: Database, key: str) -> None:
    """Take a document out of a database: it turned out to belong into another one."""
    prepare_writing(db)
    with writing(db):
        row = db.execute("SELECT disclosure FROM documents WHERE sha256 = ?", [key]).fetchone()
        _clear(db, key)
        db.execute("UPDATE disclosures SET current_document = NULL WHERE current_document = ?", [key])
        db.execute("DELETE FROM documents WHERE sha256 = ?", [key])
        if row is not None and row[0]:
            settle_editions(db, row[0])


def _save_terms(db: Database, region: str, names: Mapping[str, str]) -> None:
    known = dict(db.execute("SELECT id, name FROM terms WHERE region = ?", [region]).fetchall())
    for id, name in names.items():
        if known.get(id) != name:
            _upsert(db, "terms", {"region": region, "id": id, "name": name}, "region, id")


def insert_stub_rules(db: Database, rows: Rows) -> None:
    """Rules that nobody saved yet, so that nothing refers to a rule that is not there."""
    titles = {row["rule"]: row["rule"] for row in rows["ledger"]} | {row["rule"]: row["title"] for row in rows["findings"]}
    db.conn.executemany(
        "INSERT OR IGNORE INTO rules (id, title, severity, version, page, basis, scope) VALUES (?, ?, 'info', '', '', '[]', '{}')",
        list(titles.items()),
    )


def _insert_search(db: Database, rows: list[Row]) -> None:
    first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM search_entries").fetchone()[0]
    numbered = [{**row, "id": id} for id, row in enumerate(rows, first)]
    db.conn.executemany("INSERT INTO search_entries (id, document, kind, ref, title) VALUES (:id, :document, :kind, :ref, :title)", numbered)
    db.conn.executemany("INSERT INTO search (rowid, text) VALUES (:id, :text)", numbered)


def insert(db: Database, table: str, rows: list[Row]) -> None:
    """Insert rows of the same columns."""
    if rows:
        columns = list(rows[0])
        marks = ", ".join(f":{c}" for c in columns)
        db.conn.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _upsert(db: Database, table: str, row: Row, key: str) -> None:
    """Insert, or update where a value differs: a row that stays the same counts as no change."""
    others = [c for c in row if c not in key.split(", ")]
    db.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{c}' for c in row)}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in others)} "
        f"WHERE {' OR '.join(f'{table}.{c} IS NOT excluded.{c}' for c in others)}",
        row,
    )


def _save_provenance(db: Database, document: str, meta: Provenance) -> bool:
    before = db.conn.total_changes
    _upsert(db, "provenance", _provenance_row(document, meta), "document")
    return db.conn.total_changes != before


def _provenance_row(document: str, meta: Provenance) -> Row:
    return {
        "document": document,
        "source_url": meta.source_url,
        "publisher": meta.publisher,
        "fetched_at": meta.fetched_at,
        "approved_on": meta.approved_on,
        "published_on": meta.published_on,
    }


def _digest(document: Row, rows: str) -> str:
    """Of everything that is stored of a file but its path and times; ``rows``: the digest of its other rows."""
    content = as_json([{k: v for k, v in document.items() if k != "path"}, rows])
    return hashlib.sha256(content.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
