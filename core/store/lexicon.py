"""The words that questions can use, kept beside the data: names of bodies, divisions, organs, items, projects, indicators, subjects.

A word is counted by the documents that bring it, so that it goes with the last of them and the order of storing does not show.
A question looks up its own pieces in it and costs the same whatever else is stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..model.documents.text import as_typed, squeeze
from .names import PROVINCES, contractions, division_forms, organ_of
from .simplified import simplified
from .sounds import sound_of

if TYPE_CHECKING:
    from sqlite_utils import Database

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
    plain = simplified(squeeze(as_typed(text))).translate(_ASCII_MARKS)
    return _YEAR_IN_WORDS.sub(lambda m: m[0].translate(_DIGITS), _DROPPED.sub("", plain)).lower()


Issuer = tuple[str | None, str | None, str, tuple[str, ...]]
"""Code and name of the division, body, short names."""

Words = list[tuple[str, str, str, str]]
"""Word, kind, meaning and sound of the words that a document brings."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What of a document questions can name: its issuer and the rows that hold names, with these columns at least."""

    issuer: Issuer | None
    """None if the document was not checked or names no body."""
    line_items: Iterable[Mapping[str, Any]] = ()
    claims: Iterable[Mapping[str, Any]] = ()
    indicators: Iterable[Mapping[str, Any]] = ()
    sections: Iterable[Mapping[str, Any]] = ()
    terms: Mapping[str, str] = field(default_factory=dict)

    def words(self) -> Words:
        """The words, each once."""
        listed = {(normal(word)[:_LONGEST], kind, meaning) for word, kind, meaning in _words(self)}
        return [(w, kind, meaning, sound_of(w) if kind in _SOUNDING else "") for w, kind, meaning in sorted(listed) if len(w) >= 2]


def spoken_in(db: Database, document: str) -> Spoken:
    """What of a stored document questions can name."""
    row = db.execute(
        """SELECT i.division_code, i.division_name, i.body, i.short_names, i.region FROM documents d JOIN disclosures i ON i.key = d.disclosure
        WHERE d.sha256 = ? AND d.status = 'checked' AND i.body IS NOT NULL""",
        [document],
    ).fetchone()
    if row is None:
        return Spoken(None)
    code, division, body, shorts, region = row
    return Spoken(
        (code, division, body, tuple(json.loads(shorts))),
        _listed(db, "line_items", ("row_kind", "code", "row_name", "project", "statement"), document),
        _listed(db, "claims", ("subject", "code", "path", "subject_text"), document),
        _listed(db, "indicators", ("project", "level3"), document),
        _listed(db, "sections", ("part", "text"), document),
        dict(db.execute("SELECT id, name FROM terms WHERE region = ?", [region]).fetchall()),
    )


def spoken_issuer(disclosure: Mapping[str, Any] | None) -> Issuer | None:
    """The issuer in a row of ``disclosures``."""
    if disclosure is None or not disclosure["body"]:
        return None
    shorts = tuple(json.loads(disclosure["short_names"]))
    return disclosure["division_code"], disclosure["division_name"], disclosure["body"], shorts


def _listed(db: Database, table: str, columns: tuple[str, ...], document: str) -> list[dict[str, Any]]:
    rows = db.execute(f"SELECT DISTINCT {', '.join(columns)} FROM {table} WHERE document = ?", [document]).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def count_words(db: Database, words: Words, issuer: Issuer | None, step: int) -> None:
    """Count the words of a document and its issuer in (``step`` 1) or out (-1)."""
    if step > 0:
        db.conn.executemany(
            "INSERT INTO lexicon (word, kind, meaning, sound, documents) VALUES (?, ?, ?, ?, 1) "
            "ON CONFLICT (word, kind, meaning) DO UPDATE SET documents = documents + 1",
            words,
        )
    else:
        keys = [w[:3] for w in words]
        db.conn.executemany("UPDATE lexicon SET documents = documents - 1 WHERE word = ? AND kind = ? AND meaning = ?", keys)
        db.conn.executemany("DELETE FROM lexicon WHERE word = ? AND kind = ? AND meaning = ? AND documents <= 0", keys)
    if issuer is not None:
        _count_issuer(db, issuer, step)


def rebuild_lexicon(db: Database) -> None:
    """Count the words of all documents anew: after a migration, or when shards were merged by copying rows."""
    db.execute("DELETE FROM lexicon")
    db.execute("DELETE FROM issuers")
    for (document,) in db.execute("SELECT sha256 FROM documents ORDER BY sha256").fetchall():
        spoken = spoken_in(db, document)
        count_words(db, spoken.words(), spoken.issuer, 1)


def _count_issuer(db: Database, issuer: Issuer, step: int) -> None:
    code, division, body, _ = issuer
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


def _words(spoken: Spoken) -> Iterator[Word]:
    if spoken.issuer is None:
        return
    code, division, body, shorts = spoken.issuer
    yield from _issuer_words(body, division, PROVINCES.get((code or "")[:2]), shorts)
    yield from _item_words(spoken)
    yield from _said_words(spoken)
    for section in spoken.sections:
        if section["part"] == "glossary":
            for term in _GLOSS.findall(section["text"]):
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


def _item_words(spoken: Spoken) -> Iterator[Word]:
    columns = ("row_kind", "code", "row_name", "project", "statement")
    for kind, code, name, project, statement in {tuple(row[c] for c in columns) for row in spoken.line_items}:
        if kind == "project" and project:
            yield from _project_words(project)
        elif kind in ("functional", "economic") and code and not (project and statement == "project_expenditure"):
            yield from ((name, kind, f"{kind}:{code}"), (name.replace("、", ""), kind, f"{kind}:{code}"), (code, kind, f"{kind}:{code}"))


def _project_words(name: str) -> Iterator[Word]:
    """A project's name, and without the year at its beginning, which a question says apart."""
    for word in (name, name.replace("、", ""), _YEAR_FIRST.sub("", name)):
        if len(word) >= 4:
            yield word, "project", f"project:{name}"


def _said_words(spoken: Spoken) -> Iterator[Word]:
    """Items that only the prose names, what else it speaks about by the pack's own terms, and what the forms name."""
    columns = ("subject", "code", "path", "subject_text")
    for subject, code, path, text in {tuple(row[c] for c in columns) for row in spoken.claims}:
        if subject is None:
            continue
        kind, name = subject.partition(":")[0], spoken.terms.get(subject)
        if kind in ("functional", "economic") and code:
            names = json.loads(path)
            yield (names[-1] if names else text), kind, subject
            yield code, kind, subject
        elif name and ":" not in subject:
            yield name, "subject", f"subject:{subject}"
    for project, name in {(row["project"], row["level3"]) for row in spoken.indicators}:
        if project:
            yield from _project_words(project)
        if len(normal(name)) >= 4:
            yield name, "indicator", f"indicator:{name}"
