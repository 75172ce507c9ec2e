"""Named migrations of the database; each runs once, in its own transaction, in the order of this file."""

from __future__ import annotations

import json

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from ..model.checks.across import plain_name
from .columns import as_json, short_cell
from .lexicon import TABLES as LEXICON
from .lexicon import rebuild_lexicon
from .schema import INDEXES, KEPT, PICTURES, PUBLISHING, SHARED_FINDINGS, TABLES

migrations = Migrations("mingzhang")


@migrations()
def m001_initial(db: Database) -> None:
    """Tables and indexes of the first version."""
    for statement in TABLES:
        db.execute(statement)
    for table, groups in INDEXES.items():
        for columns in groups:
            db.execute(f"CREATE INDEX idx_{table}_{'_'.join(columns)} ON {table} ({', '.join(columns)})")


@migrations()
def m002_together(db: Database) -> None:
    """Several files of one disclosure: which of them carries the findings of all."""
    db.execute("ALTER TABLE documents ADD COLUMN together TEXT")


@migrations()
def m003_shared_findings(db: Database) -> None:
    """A view of what most documents of one region and layout share."""
    db.execute(SHARED_FINDINGS)


@migrations()
def m004_compared(db: Database) -> None:
    """What a document says without its peers: rules over several disclosures come after it was stored."""
    db.execute("ALTER TABLE documents ADD COLUMN own_digest TEXT")


@migrations()
def m005_document_type(db: Database) -> None:
    """What kind of document a file is, and how many of its tables are known."""
    db.execute("ALTER TABLE documents ADD COLUMN document_type TEXT")
    db.execute("ALTER TABLE documents ADD COLUMN tables_recognised INTEGER")


@migrations()
def m006_lexicon(db: Database) -> None:
    """The words that questions can use, and the bodies with what they are called inside their divisions."""
    for statement in LEXICON:
        db.execute(statement)
    rebuild_lexicon(db)


@migrations()
def m007_publishing(db: Database) -> None:
    """Which rules are in force, what bodies and reviewers say of findings, and which addresses were ever published."""
    db.execute("ALTER TABLE rules ADD COLUMN state TEXT NOT NULL DEFAULT 'in_force'")
    for statement in PUBLISHING:
        db.execute(statement)


@migrations()
def m008_pictures(db: Database) -> None:
    """Pictures of pages with evidence, in a published database only."""
    db.execute(PICTURES)


@migrations()
def m009_kept(db: Database) -> None:
    """What a report says of a file, for runs in which it did not change; the plain names of bodies, and the units that departments list."""
    for statement in KEPT:
        db.execute(statement)
    # Nobody looks for a rule in it, and a document touched a page of it for every rule.
    db.execute("DROP INDEX idx_ledger_rule_outcome")
    for key, body in db.execute("SELECT key, body FROM disclosures").fetchall():
        db.execute("UPDATE disclosures SET plain_name = ? WHERE key = ?", [plain_name(body or ""), key])


@migrations()
def m010_measured(db: Database) -> None:
    """What was measured of each rule."""
    db.execute("ALTER TABLE rules ADD COLUMN measured TEXT")


@migrations()
def m011_smaller(db: Database) -> None:
    """Tables without an index of their own beside the key, where rows are small; cells without what is empty."""
    for table in ("ledger", "contents"):
        (made,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
        db.execute(f"{made.replace(table, f'new_{table}', 1)} WITHOUT ROWID")
        db.execute(f"INSERT INTO new_{table} SELECT * FROM {table}")
        db.execute(f"DROP TABLE {table}")
        db.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    for id, cells in db.execute("SELECT id, cells FROM tables").fetchall():
        short = as_json([short_cell(cell) for cell in json.loads(cells)])
        if short != cells:
            db.execute("UPDATE tables SET cells = ? WHERE id = ?", [short, id])


SCHEMA_VERSION = len(migrations._migrations)
"""The version of the tables, one more with every migration: ``PRAGMA user_version`` of a database."""
