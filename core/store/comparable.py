"""What rules over several disclosures want, out of the database: the figures of what was stored in earlier runs."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from ..model.checks.across import AcrossRule, ComparableDisclosure, ComparableFigure, Wanted, plain_name
from ..model.checks.finding import Evidence, Role
from ..model.checks.rule import Rule
from ..model.disclosures.disclosure import Identity, Kind, Level
from ..model.documents.document import Place
from ..model.documents.figure import Figure

_PLACES = "{0}.page, {0}.bbox, {0}.sheet, {0}.line, {0}.column_no, {0}.block"


def stored_disclosures(
    db: Database, rules: Iterable[Rule], division: str | None, body: str, at_hand: Container[str] = ()
) -> Iterator[ComparableDisclosure]:
    """What is wanted of the current editions of a body, by code of its division and name (see :func:`plain_name`).

    Documents that are ``at_hand`` already are left out.
    """
    wanted = tuple({w: None for r in rules if isinstance(r, AcrossRule) for w in r.wanted})
    rows = db.execute(
        """SELECT c.current_document, c.body, c.division_code, c.division_name, c.region, c.fiscal_year, c.kind, c.level
        FROM disclosures c WHERE c.division_code IS ? AND c.current_document IS NOT NULL AND c.fiscal_year IS NOT NULL
        AND c.kind IS NOT NULL ORDER BY c.key""",
        [division],
    ).fetchall()
    for document, name, code, division_name, region, year, kind, level in rows:
        if document not in at_hand and plain_name(name or "") == body:
            who = Identity(name, code, division_name, region, year, Kind(kind), Level(level))
            terms = dict(db.execute("SELECT id, name FROM terms WHERE region = ?", [region]).fetchall())
            figures = [f for w in wanted for f in (*_printed(db, document, w, terms), *_stated(db, document, w, terms))]
            yield ComparableDisclosure(document, who, tuple(dict.fromkeys(figures)))


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
