"""What rules over several disclosures want, out of the database: the figures of what was stored in earlier runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from ..model.checks.across import AcrossRule, ComparableDisclosure, ComparableFigure, Wanted
from ..model.checks.finding import Evidence, Role
from ..model.checks.rule import Rule
from ..model.disclosures.disclosure import Identity, Kind, Level
from ..model.documents.document import Place
from ..model.documents.figure import Figure

_PLACES = "{0}.page, {0}.bbox, {0}.sheet, {0}.line, {0}.column_no, {0}.block"


@dataclass(frozen=True, slots=True)
class StoredDisclosure:
    """A document in the database that rules over several disclosures may look at, or the lead of several that are one."""

    document: str
    identity: Identity
    is_current: bool
    compared: bool
    """Whether more is stored of it than it says itself."""


def stored_of(db: Database, division: str | None, name: str) -> list[StoredDisclosure]:
    """The stored documents of a body, by code of its division and plain name, in an order that does not depend on that of storing."""
    rows = db.execute(
        """SELECT d.sha256, c.body, c.division_code, c.division_name, c.region, c.fiscal_year, c.kind, c.level,
        c.current_document IS d.sha256, d.digest <> d.own_digest
        FROM disclosures c JOIN documents d ON d.disclosure = c.key AND (d.together IS NULL OR d.together = d.sha256)
        WHERE c.division_code IS ? AND c.plain_name = ? AND c.fiscal_year IS NOT NULL AND c.kind IS NOT NULL AND d.status = 'checked'
        ORDER BY c.key, d.sha256""",
        [division, name],
    ).fetchall()
    return [
        StoredDisclosure(document, Identity(body, code, where, region, year, Kind(kind), Level(level)), bool(current), bool(more))
        for document, body, code, where, region, year, kind, level, current, more in rows
    ]


def comparable_in(db: Database, stored: StoredDisclosure, rules: Iterable[Rule]) -> ComparableDisclosure:
    """What is wanted of a stored disclosure, wherever in its files it stands."""
    wanted = {w: None for r in rules if isinstance(r, AcrossRule) for w in r.wanted}
    terms = dict(db.execute("SELECT id, name FROM terms WHERE region = ?", [stored.identity.region]).fetchall())
    found = db.execute(
        "SELECT sha256 FROM documents WHERE sha256 = :lead OR together = :lead ORDER BY sha256 <> :lead, sha256", {"lead": stored.document}
    ).fetchall()
    files = [file for (file,) in found]
    figures = [f for w in wanted for read in (_printed, _stated) for file in files for f in read(db, file, w, terms)]
    return ComparableDisclosure(stored.document, stored.identity, tuple(dict.fromkeys(figures)), listed_units(db, stored.document))


def listed_units(db: Database, document: str) -> tuple[str, ...]:
    """The units that a document lists, by plain name."""
    rows = db.execute("SELECT plain_name FROM listed_units WHERE document = ? ORDER BY ordinal", [document]).fetchall()
    return tuple(name for (name,) in rows)


def departments_of(db: Database, division: str | None, name: str) -> list[str]:
    """Plain names of the bodies of a division that list this one among their units."""
    rows = db.execute(
        """SELECT DISTINCT c.plain_name FROM listed_units u JOIN documents d ON d.sha256 = u.document JOIN disclosures c ON c.key = d.disclosure
        WHERE u.plain_name = ? AND c.division_code IS ? ORDER BY c.plain_name""",
        [name, division],
    ).fetchall()
    return [body for (body,) in rows]


def _printed(db: Database, document: str, wanted: Wanted, terms: dict[str, str]) -> Iterator[ComparableFigure]:
    for place in wanted.places:
        statement, _, where = place.partition(":")
        row, _, measure = where.rpartition(":")
        kind, _, key = row.partition(":")
        every = key == "*"
        found = db.execute(
            f"""SELECT i.row_key, i.row_name, i.code, i.value, i.unit, i.text, i.decimals, i.column_label, t.number, t.title,
            (SELECT max(o.decimals) FROM line_items o WHERE o.document = i.document AND o.statement = i.statement
             AND o.unit IN ('元', '千元', '万元', '亿元')), {_PLACES.format("i")}
            FROM line_items i LEFT JOIN tables t ON t.id = i.table_id WHERE i.document = ? AND i.statement = ? AND i.measure = ?
            AND i.row_kind = ? AND (i.row_key = ? OR (? AND length(i.code) = 7)) ORDER BY i.ordinal""",
            [document, statement, measure, kind, key or "total", every],
        ).fetchall()
        for row_key, name, code, value, unit, text, decimals, column, number, title, most, *where_it_is in found:
            subject = wanted.subject.replace("*", row_key)
            label = " ".join(p for p in (code, name) if p)
            shown = " ".join(p for p in (number, title) if p)
            figure = Figure(Decimal(value), unit, max(decimals, most or 0), text)
            evidence = Evidence(Role.OPERAND, text, _place(where_it_is), table=shown, row=label, column=column, document=document)
            yield ComparableFigure(subject, label if every else terms.get(subject, subject), figure, evidence, True)
            if not every:
                break
        if found:
            return


def _stated(db: Database, document: str, wanted: Wanted, terms: dict[str, str]) -> Iterator[ComparableFigure]:
    every = wanted.subject.endswith(":*")
    pattern = wanted.subject.replace("*", "???????") if every else wanted.subject
    rows = db.execute(
        f"""SELECT c.subject, c.subject_text, c.path, c.value, c.unit, c.decimals, c.text, c.change, c.change_unit, c.direction, c.base,
        c.sentence, c.section, {_PLACES.format("c")} FROM claims c
        WHERE c.document = ? AND c.subject GLOB ? AND c.value IS NOT NULL ORDER BY c.ordinal""",
        [document, pattern],
    ).fetchall()
    for subject, words, path, value, unit, decimals, text, change, change_unit, direction, base, sentence, section, *place in rows:
        names = json.loads(path)
        if every and len(names) != 3:
            continue
        name = names[-1] if names else terms.get(subject, words)
        figure = Figure(Decimal(value), unit, decimals, text)
        evidence = Evidence(Role.OPERAND, sentence, _place(place), section=section, document=document)
        yield ComparableFigure(subject, name, figure, evidence, False, _change(change, change_unit, direction), base)


def _change(change: str | None, unit: str | None, direction: str | None) -> Figure | None:
    if change is None:
        return None
    value = Decimal(change)
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Figure(-value if direction == "down" else value, unit, decimals, change)


def _place(columns: list[Any]) -> Place:
    page, bbox, sheet, line, column, block = columns
    return Place(page, tuple(json.loads(bbox)) if bbox else None, sheet, line, column, block)
