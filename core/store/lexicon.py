"""The words that questions can use, kept beside the data: names of bodies, divisions, organs, items, projects, indicators, subjects.

A word is counted by the documents that bring it, so that it goes with the last of them and the order of storing does not show.
A question looks up its own pieces in it and costs the same whatever else is stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from ..model.documents.text import as_typed, squeeze
from .names import PROVINCES, contractions, division_forms, organ_of
from .sounds import sound_of

TABLES = (
    """CREATE TABLE lexicon (
    word TEXT NOT NULL, kind TEXT NOT NULL, meaning TEXT NOT NULL, sound TEXT NOT NULL, documents INTEGER NOT NULL,
    PRIMARY KEY (word, kind, meaning)) WITHOUT ROWID""",
    "CREATE INDEX idx_lexicon_sound ON lexicon (sound) WHERE sound <> ''",
    """CREATE TABLE issuers (
    division_code TEXT NOT NULL, body TEXT NOT NULL, organ TEXT NOT NULL, division_name TEXT, province TEXT, documents INTEGER NOT NULL,
    PRIMARY KEY (division_code, body)) WITHOUT ROWID""",
    "CREATE INDEX idx_issuers_organ ON issuers (organ, division_name)",
    "CREATE INDEX idx_issuers_division ON issuers (division_name, organ)",
    "CREATE INDEX idx_issuers_body ON issuers (body)",
    "CREATE INDEX idx_issuers_province ON issuers (province)",
    "CREATE INDEX idx_line_items_project ON line_items (project) WHERE project IS NOT NULL",
    "CREATE INDEX idx_indicators_level3 ON indicators (level3)",
    "CREATE INDEX idx_indicators_project ON indicators (project) WHERE project IS NOT NULL",
)

Word = tuple[str, str, str]
"""Word as it is looked up, kind, meaning: ("医保局", "organ", "医疗保障局")."""

_DROPPED = re.compile("[“”\"'‘’《》（）()【】\\[\\]〔〕]")
_ASCII_MARKS = str.maketrans({"?": "？", "!": "！", ",": "，", ";": "；", ":": "：", "％": "%"})
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR_IN_WORDS = re.compile("[〇零一二三四五六七八九]{4}(?=年)")
_YEAR_FIRST = re.compile(r"^20\d\d年度?")
_GLOSS = re.compile(r"(?:^|\n)[^\S\n]*(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．][^\S\n]*)?([^：:\n。]{2,30})[：:]")
_SOUNDING = frozenset({"body", "division", "organ"})
_LONGEST = 60


def normal(text: str) -> str:
    """A question or a name with one way to write it: no spaces, quotes or brackets, half-width digits, years in digits."""
    plain = squeeze(as_typed(text)).translate(_ASCII_MARKS)
    return _YEAR_IN_WORDS.sub(lambda m: m[0].translate(_DIGITS), _DROPPED.sub("", plain)).lower()


def count_words(db: Database, document: str, step: int) -> None:
    """Count the words of a stored document in (``step`` 1) or out (-1)."""
    words = sorted({(normal(w)[:_LONGEST], kind, meaning) for w, kind, meaning in _words(db, document) if len(normal(w)) >= 2})
    if step > 0:
        db.conn.executemany(
            "INSERT INTO lexicon (word, kind, meaning, sound, documents) VALUES (?, ?, ?, ?, 1) "
            "ON CONFLICT (word, kind, meaning) DO UPDATE SET documents = documents + 1",
            [(w, kind, meaning, sound_of(w) if kind in _SOUNDING else "") for w, kind, meaning in words],
        )
    else:
        db.conn.executemany("UPDATE lexicon SET documents = documents - 1 WHERE word = ? AND kind = ? AND meaning = ?", words)
        db.conn.executemany("DELETE FROM lexicon WHERE word = ? AND kind = ? AND meaning = ? AND documents <= 0", words)
    _count_issuer(db, document, step)


def rebuild_lexicon(db: Database) -> None:
    """Count the words of all documents anew: after a migration, or when shards were merged by copying rows."""
    db.execute("DELETE FROM lexicon")
    db.execute("DELETE FROM issuers")
    for (document,) in db.execute("SELECT sha256 FROM documents ORDER BY sha256").fetchall():
        count_words(db, document, 1)


def _count_issuer(db: Database, document: str, step: int) -> None:
    found = _issuer(db, document)
    if found is None:
        return
    code, division, body, _ = found
    key = (code or "", body)
    if step > 0:
        province = PROVINCES.get((code or "")[:2])
        organ = organ_of(body, tuple(d for d in (division, province) if d))
        db.execute(
            "INSERT INTO issuers (division_code, body, organ, division_name, province, documents) VALUES (?, ?, ?, ?, ?, 1) "
            "ON CONFLICT (division_code, body) DO UPDATE SET documents = documents + 1",
            [*key, organ, division, province],
        )
    else:
        db.execute("UPDATE issuers SET documents = documents - 1 WHERE division_code = ? AND body = ?", key)
        db.execute("DELETE FROM issuers WHERE division_code = ? AND body = ? AND documents <= 0", key)


def _issuer(db: Database, document: str) -> tuple[str | None, str | None, str, list[str]] | None:
    row = db.execute(
        """SELECT i.division_code, i.division_name, i.body, i.short_names FROM documents d JOIN disclosures i ON i.key = d.disclosure
        WHERE d.sha256 = ? AND d.status = 'checked' AND i.body IS NOT NULL""",
        [document],
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2], json.loads(row[3]))


def _words(db: Database, document: str) -> Iterator[Word]:
    """The words of a document, from its rows."""
    issuer = _issuer(db, document)
    if issuer is None:
        return
    code, division, body, shorts = issuer
    province = PROVINCES.get((code or "")[:2])
    yield from _issuer_words(body, division, province, shorts)
    yield from _item_words(db, document)
    yield from _said_words(db, document)
    for (text,) in db.execute("SELECT text FROM sections WHERE document = ? AND part = 'glossary'", [document]).fetchall():
        for term in _GLOSS.findall(text):
            yield term, "term", normal(term)


def _issuer_words(body: str, division: str | None, province: str | None, shorts: Iterable[str]) -> Iterator[Word]:
    yield body, "body", body
    for short in shorts:
        if len(short) >= 4:
            yield short, "body", body
    for form in division_forms(division) if division else ():
        yield form, "division", division or ""
    for form in division_forms(province) if province else ():
        yield form, "province", province or ""
    organ = organ_of(body, tuple(d for d in (division, province) if d))
    for form in contractions(organ):
        yield form, "organ", organ


def _item_words(db: Database, document: str) -> Iterator[Word]:
    rows = db.execute(
        """SELECT DISTINCT row_kind, code, row_name, project, statement FROM line_items
        WHERE document = ? AND row_kind IN ('functional', 'economic', 'project')""",
        [document],
    ).fetchall()
    for kind, code, name, project, statement in rows:
        if kind == "project" and project:
            yield from _project_words(project)
        elif kind != "project" and code and not (project and statement == "project_expenditure"):
            yield from ((name, kind, f"{kind}:{code}"), (name.replace("、", ""), kind, f"{kind}:{code}"), (code, kind, f"{kind}:{code}"))


def _project_words(name: str) -> Iterator[Word]:
    """A project's name, and without the year at its beginning, which a question says apart."""
    for word in (name, name.replace("、", ""), _YEAR_FIRST.sub("", name)):
        if len(word) >= 4:
            yield word, "project", f"project:{name}"


def _said_words(db: Database, document: str) -> Iterator[Word]:
    """Items that only the prose names, what else it speaks about by the pack's own terms, and what the forms name."""
    rows = db.execute(
        """SELECT DISTINCT c.subject, c.code, c.path, c.subject_text, n.name FROM claims c
        JOIN documents d ON d.sha256 = c.document JOIN disclosures i ON i.key = d.disclosure
        LEFT JOIN terms n ON n.region = i.region AND n.id = c.subject WHERE c.document = ? AND c.subject IS NOT NULL""",
        [document],
    ).fetchall()
    for subject, code, path, text, name in rows:
        kind = subject.partition(":")[0]
        if kind in ("functional", "economic") and code:
            names = json.loads(path)
            yield (names[-1] if names else text), kind, subject
            yield code, kind, subject
        elif name and ":" not in subject:
            yield name, "subject", f"subject:{subject}"
    for project, name in db.execute("SELECT DISTINCT project, level3 FROM indicators WHERE document = ?", [document]).fetchall():
        if project:
            yield from _project_words(project)
        if len(normal(name)) >= 4:
            yield name, "indicator", f"indicator:{name}"
