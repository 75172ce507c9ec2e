"""The tables of the database as the first migration makes them.

Amounts of money are whole 分 in ``*_fen`` (INTEGER), beside the decimal as a plain string, its unit and decimals;
what is absent is NULL. Places: ``page`` and ``line`` from 1, ``bbox`` JSON ``[x0, top, x1, bottom]``,
``grid_row`` and ``grid_column`` from 0 in the grid of the table. Documents are keyed by SHA-256, so shards of
several machines merge by copying rows.
"""

from __future__ import annotations

from ..model.checks.shared import ENOUGH

_PLACE = """
    page INTEGER, bbox TEXT, sheet TEXT, line INTEGER, column_no INTEGER, block INTEGER"""

_CELL = """
    table_id TEXT REFERENCES tables(id) ON DELETE CASCADE, grid_row INTEGER, grid_column INTEGER"""

_DOCUMENT = "document TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE"

TABLES: tuple[str, ...] = (
    """CREATE TABLE rules (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, severity TEXT NOT NULL, version TEXT NOT NULL, page TEXT NOT NULL,
    basis TEXT NOT NULL, scope TEXT NOT NULL)""",
    """CREATE TABLE terms (
    region TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (region, id)) WITHOUT ROWID""",
    """CREATE TABLE runs (
    id TEXT PRIMARY KEY, settings TEXT NOT NULL, started_at TEXT NOT NULL)""",
    """CREATE TABLE disclosures (
    key TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, division_code TEXT, division_name TEXT, province_code TEXT, prefecture_code TEXT,
    body TEXT, short_names TEXT NOT NULL, fiscal_year INTEGER, kind TEXT, level TEXT NOT NULL, region TEXT NOT NULL,
    current_document TEXT REFERENCES documents(sha256) ON DELETE SET NULL)""",
    """CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY, disclosure TEXT REFERENCES disclosures(key), path TEXT NOT NULL, parser TEXT, engine TEXT,
    region TEXT, pack_version TEXT, status TEXT NOT NULL CHECK (status IN ('checked', 'unrecognised', 'unreadable')),
    reason TEXT, pages INTEGER, tables INTEGER NOT NULL, facts INTEGER NOT NULL, claims INTEGER NOT NULL,
    findings INTEGER NOT NULL, comparisons INTEGER NOT NULL, undecided INTEGER NOT NULL,
    cells_understood INTEGER, cells_numeric INTEGER, prose_understood INTEGER, prose_numbers INTEGER,
    size INTEGER NOT NULL, signed_on TEXT, remarks TEXT NOT NULL, required TEXT NOT NULL, problems TEXT NOT NULL,
    page_sizes TEXT NOT NULL, is_current INTEGER NOT NULL, edition INTEGER, run TEXT REFERENCES runs(id),
    digest TEXT NOT NULL, checked_at TEXT NOT NULL)""",
    f"""CREATE TABLE files (
    path TEXT NOT NULL, {_DOCUMENT}, PRIMARY KEY (path, document)) WITHOUT ROWID""",
    """CREATE TABLE provenance (
    document TEXT PRIMARY KEY REFERENCES documents(sha256) ON DELETE CASCADE, source_url TEXT, publisher TEXT,
    fetched_at TEXT, approved_on TEXT, published_on TEXT)""",
    f"""CREATE TABLE tables (
    id TEXT PRIMARY KEY, {_DOCUMENT}, ordinal INTEGER NOT NULL, statement TEXT, statement_ordinal INTEGER,
    number TEXT, title TEXT, unit TEXT, maker TEXT, status TEXT NOT NULL, problem TEXT, page INTEGER, page_end INTEGER,
    block INTEGER, header_rows INTEGER NOT NULL, rows INTEGER NOT NULL, columns INTEGER NOT NULL, required INTEGER NOT NULL,
    grid TEXT NOT NULL, spans TEXT NOT NULL, cells TEXT NOT NULL, notes TEXT NOT NULL, UNIQUE (document, ordinal))""",
    f"""CREATE TABLE sections (
    {_DOCUMENT}, ordinal INTEGER NOT NULL, section_id TEXT, part TEXT, headings TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, places TEXT NOT NULL, page INTEGER, block INTEGER, PRIMARY KEY (document, ordinal))""",
    f"""CREATE TABLE line_items (
    {_DOCUMENT}, ordinal INTEGER NOT NULL, disclosure TEXT NOT NULL REFERENCES disclosures(key), statement TEXT NOT NULL,
    row_ordinal INTEGER NOT NULL, parent_row INTEGER, detail INTEGER NOT NULL, row_kind TEXT NOT NULL, code TEXT,
    row_key TEXT NOT NULL, row_name TEXT NOT NULL, project TEXT, unit_code TEXT, side TEXT, measure TEXT NOT NULL,
    column_label TEXT NOT NULL, amount_fen INTEGER, value TEXT NOT NULL, text TEXT NOT NULL, unit TEXT,
    decimals INTEGER NOT NULL, ambiguous INTEGER NOT NULL, {_PLACE}, {_CELL}, PRIMARY KEY (document, ordinal))""",
    f"""CREATE TABLE claims (
    {_DOCUMENT}, ordinal INTEGER NOT NULL, disclosure TEXT NOT NULL REFERENCES disclosures(key), section_ordinal INTEGER,
    section_id TEXT, section TEXT, subject TEXT, subject_text TEXT NOT NULL, sentence TEXT NOT NULL, start INTEGER NOT NULL,
    code TEXT, path TEXT NOT NULL, value TEXT, unit TEXT, decimals INTEGER, text TEXT, value_fen INTEGER,
    share TEXT, change TEXT, change_unit TEXT, change_fen INTEGER, rate TEXT, direction TEXT, rate_direction TEXT, base TEXT,
    base_value TEXT, base_unit TEXT, base_fen INTEGER, same_as TEXT NOT NULL, reason TEXT, {_PLACE}, PRIMARY KEY (document, ordinal))""",
    f"""CREATE TABLE indicators (
    {_DOCUMENT}, ordinal INTEGER NOT NULL, disclosure TEXT NOT NULL REFERENCES disclosures(key), project TEXT,
    level1 TEXT NOT NULL, level2 TEXT NOT NULL, level3 TEXT NOT NULL, target TEXT NOT NULL, comparator TEXT,
    target_value TEXT, target_unit TEXT, actual TEXT, actual_value TEXT, actual_unit TEXT, weight TEXT, score TEXT,
    deviation TEXT, {_PLACE}, {_CELL}, PRIMARY KEY (document, ordinal))""",
    f"""CREATE TABLE headcounts (
    {_DOCUMENT}, ordinal INTEGER NOT NULL, disclosure TEXT NOT NULL REFERENCES disclosures(key), category TEXT NOT NULL,
    value TEXT NOT NULL, unit TEXT, text TEXT NOT NULL, change TEXT, section TEXT, sentence TEXT NOT NULL, {_PLACE},
    PRIMARY KEY (document, ordinal))""",
    f"""CREATE TABLE contents (
    {_DOCUMENT}, ordinal INTEGER NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, is_table INTEGER NOT NULL, part TEXT,
    {_PLACE}, PRIMARY KEY (document, ordinal))""",
    f"""CREATE TABLE unread (
    {_DOCUMENT}, ordinal INTEGER NOT NULL, text TEXT NOT NULL, where_found TEXT NOT NULL, reason TEXT NOT NULL, {_PLACE},
    PRIMARY KEY (document, ordinal))""",
    f"""CREATE TABLE findings (
    fingerprint TEXT NOT NULL, {_DOCUMENT}, ordinal INTEGER NOT NULL, disclosure TEXT REFERENCES disclosures(key),
    rule TEXT NOT NULL REFERENCES rules(id), title TEXT NOT NULL, severity TEXT NOT NULL, certainty TEXT NOT NULL,
    message TEXT NOT NULL, formula TEXT, expected TEXT, actual TEXT, difference TEXT, unit TEXT, address TEXT NOT NULL,
    members TEXT NOT NULL, related_documents TEXT NOT NULL, PRIMARY KEY (fingerprint, document))""",
    f"""CREATE TABLE evidence (
    finding TEXT NOT NULL, document TEXT NOT NULL, ordinal INTEGER NOT NULL, role TEXT NOT NULL, other_document TEXT,
    table_title TEXT, section TEXT, section_ordinal INTEGER, row_label TEXT, column_label TEXT, text TEXT NOT NULL,
    {_PLACE}, {_CELL}, PRIMARY KEY (finding, document, ordinal),
    FOREIGN KEY (finding, document) REFERENCES findings(fingerprint, document) ON DELETE CASCADE)""",
    f"""CREATE TABLE ledger (
    {_DOCUMENT}, rule TEXT NOT NULL REFERENCES rules(id), outcome TEXT NOT NULL, reason TEXT, comparisons INTEGER NOT NULL,
    seconds REAL NOT NULL, PRIMARY KEY (document, rule))""",
    """CREATE TABLE search_entries (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE, kind TEXT NOT NULL,
    ref TEXT, title TEXT NOT NULL)""",
    "CREATE VIRTUAL TABLE search USING fts5(text, tokenize = 'unicode61')",
)

INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "disclosures": (("body", "fiscal_year"), ("division_code",), ("province_code", "prefecture_code"), ("fiscal_year", "kind")),
    "documents": (("disclosure",), ("status",)),
    "files": (("document",),),
    "tables": (("statement",),),
    "line_items": (("disclosure", "statement", "measure"), ("statement", "measure", "code"), ("code",), ("table_id",)),
    "claims": (("disclosure", "subject"), ("subject",)),
    "indicators": (("disclosure",), ("table_id",)),
    "headcounts": (("disclosure", "category"),),
    "findings": (("document",), ("rule",), ("disclosure",), ("severity",)),
    "evidence": (("table_id",), ("document",)),
    "ledger": (("rule", "outcome"),),
    "search_entries": (("document",),),
}

SHARED_FINDINGS = f"""CREATE VIEW shared_findings AS
    WITH layouts AS (
        SELECT p.region, p.fiscal_year, p.kind, p.level, count(*) AS documents
        FROM disclosures p JOIN documents d ON d.sha256 = p.current_document AND d.status = 'checked'
        GROUP BY p.region, p.fiscal_year, p.kind, p.level HAVING count(*) >= {ENOUGH})
    SELECT l.region, l.fiscal_year, l.kind, l.level, f.rule, f.address, f.title, f.severity, f.certainty, f.message,
        f.fingerprint, min(f.document) AS document, count(DISTINCT f.document) AS found_in, l.documents
    FROM layouts l
    JOIN disclosures p ON p.region = l.region AND p.fiscal_year IS l.fiscal_year AND p.kind IS l.kind AND p.level = l.level
    JOIN findings f ON f.document = p.current_document
    GROUP BY l.region, l.fiscal_year, l.kind, l.level, f.rule, f.address
    HAVING count(DISTINCT f.document) * 2 > l.documents"""
"""As :func:`mingzhang.core.model.checks.shared.shared_findings`, over the current editions of the whole database.

The other columns are those of the document with the least hash, as SQLite has it for a lone ``min``.
"""

PUBLISHING: tuple[str, ...] = (
    """CREATE TABLE replies (
    finding TEXT NOT NULL, ordinal INTEGER NOT NULL, state TEXT NOT NULL
    CHECK (state IN ('open', 'confirmed', 'explained', 'corrected', 'withdrawn')),
    said_on TEXT NOT NULL, said_by TEXT, text TEXT NOT NULL, PRIMARY KEY (finding, ordinal)) WITHOUT ROWID""",
    """CREATE TABLE published (
    address TEXT PRIMARY KEY, first_on TEXT NOT NULL, withdrawn_on TEXT, reason TEXT) WITHOUT ROWID""",
)

PICTURES = """CREATE TABLE pictures (
    document TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE, page INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
    webp BLOB NOT NULL, PRIMARY KEY (document, page))"""

KEPT: tuple[str, ...] = (
    "CREATE TABLE kept (document TEXT PRIMARY KEY REFERENCES documents(sha256) ON DELETE CASCADE, content BLOB NOT NULL) WITHOUT ROWID",
    f"""CREATE TABLE listed_units (
    {_DOCUMENT}, ordinal INTEGER NOT NULL, plain_name TEXT NOT NULL, PRIMARY KEY (document, ordinal)) WITHOUT ROWID""",
    """CREATE TABLE uncompared (
    division_code TEXT NOT NULL, plain_name TEXT NOT NULL, PRIMARY KEY (division_code, plain_name)) WITHOUT ROWID""",
    "CREATE INDEX idx_listed_units_plain_name ON listed_units (plain_name)",
    "ALTER TABLE disclosures ADD COLUMN plain_name TEXT",
    "CREATE INDEX idx_disclosures_plain_name ON disclosures (division_code, plain_name)",
)

MEANINGS: dict[str, str] = {
    "rules": "The rules of the runs, with page, basis and scope.",
    "terms": "The Chinese term of every canonical id, by region.",
    "lexicon": "The words that questions can use: names of bodies, divisions, items and projects, with how often they occur.",
    "issuers": "The bodies that disclosed something, each with what it is called inside its division.",
    "runs": "Runs of `check`, with their settings.",
    "disclosures": "Who disclosed what for which year; `current_document` is the edition in force.",
    "documents": "Files by SHA-256: what became of each, and what of it was understood.",
    "files": "Under which paths a document was met.",
    "provenance": "Source address, publisher and dates of a document, as a manifest states them.",
    "tables": "Tables as they were read, with their grids (JSON); `cells`: row, column, page, box, sheet, line, column_no, ambiguous, confidence, what is empty at the end left out.",
    "sections": "The prose by its headings.",
    "line_items": "Figures of statements: statement, row, measure (`prior_year.…` of the year before), value, place.",
    "claims": "What sentences state: subject, value, share, change, rate, base, reason, place.",
    "indicators": "Rows of performance forms.",
    "headcounts": "People and posts.",
    "contents": "The entries of the list of contents.",
    "unread": "Numbers that became no fact, and why.",
    "findings": "What rules found, by fingerprint.",
    "evidence": "The operands of findings, each with its place and text.",
    "ledger": "One row for every document and rule: its outcome.",
    "search_entries": "What the full-text index `search` points at.",
    "search": "The full-text index (FTS5).",
    "replies": "What bodies and reviewers said of findings (待核, 核实, 已说明, 已更正, 撤回), by fingerprint.",
    "published": "Addresses that were ever published; those withdrawn with date and reason.",
    "pictures": "Pictures (WebP) of pages on which findings rest; size in points. Published databases only.",
    "kept": "What the report of a run said of a document (compressed JSON), for later runs. Working databases only.",
    "listed_units": "The budget units that a department's document lists, by plain name.",
    "uncompared": "Bodies of which something new was stored and not yet compared with their other disclosures.",
    "shared_findings": "A view: findings that most documents of one region, year, kind and level have.",
}
"""What each table and view holds, for the reference."""
