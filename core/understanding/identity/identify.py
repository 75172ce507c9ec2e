"""The identity of a disclosure: body, division, year, kind and level, from what the document prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from ...model.disclosures.disclosure import Identity, Level
from ...model.disclosures.reference import Division, References
from ...model.disclosures.region import Region, region_of_division
from ...model.documents.document import Document
from ...model.documents.text import squeeze
from .divisions import find_division
from .document_type import is_covered, type_of
from .kinds import kind_and_level
from .names import best_name, candidates
from .years import fiscal_year, signed_on

NATIONAL = "national"
_LEAST, _LEAST_UNDER_A_TITLE = 1500, 300
"""How many characters of prose make a disclosure without tables; fewer do under a title that names the body."""
_SPEAKS = re.compile(r"(?:部门|单位|收支)(?:预算|决算)|预算公开|决算公开|收支总")


def _short_names(document: Document, body: str | None, division: Division | None) -> tuple[str, ...]:
    """Other names of the body in the prose: a known contraction of it, used at the start of sentences."""
    if body is None or division is None:
        return ()
    stem = re.sub(
        r"(?:彝族|藏族|羌族|回族|蒙古|哈萨克|柯尔克孜|维吾尔|塔吉克|锡伯|土家族|苗族)*自治[县州旗]$|[省市县区旗州]$", "", division.name
    )
    found: Counter[str] = Counter()
    pattern = re.compile(
        rf"(?:^|[。，；：、])(?:\d{{4}}年度?，?)?({re.escape(stem)}[\u4e00-\u9fff]{{0,3}}?[\u4e00-\u9fff]{{2,6}}局)(?=\d|总|编|预算|有|所|按|无|安排)"
    )
    for p in document.paragraphs:
        found.update(pattern.findall(squeeze(p.text)))
    tail = body[-1]
    return tuple(
        n for n, count in found.most_common(3) if n != body and n[-1] == tail and count > 1 and set(n) <= set(body) | set("医保人社住建")
    )


def identify(document: Document, regions: Mapping[str, Region], references: References, force_region: str | None = None) -> Identity | None:
    """The identity of a disclosure, or None if the document is none.

    A disclosure has a kind, and a recognised statement or a body with a year.
    """
    nature = type_of(document)
    if not is_covered(nature):
        return None
    names = candidates(document, frozenset().union(*(r.organs for r in regions.values())))
    body, other = best_name(names, references)
    text = "".join(squeeze(p.text) for p in document.paragraphs)[:20000]
    division = find_division([n.text for n in names], body, text, references)
    kind, level = kind_and_level(document, body)
    year = fiscal_year(document)
    of_division = region_of_division(division.code if division else None, regions.values())
    region = regions.get(force_region or "") or of_division or regions[NATIONAL]
    recognised = sum(1 for t in document.tables if t.title and (region.template(t.title) or regions[NATIONAL].template(t.title)))
    speaks = bool(_SPEAKS.search(text[:6000])) or nature.type is not None
    long_enough = len(text) >= (_LEAST_UNDER_A_TITLE if nature.type and any(n.place == "cover" for n in names) else _LEAST)
    if kind is None or body is None or not (recognised >= 2 or (speaks and year is not None and (recognised or long_enough))):
        return None
    return Identity(
        body=body,
        division_code=division.code if division else None,
        division_name=references.divisions[division.code].name if division else None,
        region=region.id,
        fiscal_year=year,
        kind=kind,
        level=level or region.level or Level.UNIT,
        short_names=_short_names(document, body, division),
        signed_on=signed_on(document),
        other_body=other,
    )
