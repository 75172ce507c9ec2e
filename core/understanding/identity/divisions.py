"""Where a body is: the nearest coded division of its name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...model.disclosures.reference import Division, References

_ORGANISATION = re.compile(
    r"^(?:中国共产党|中共|中国人民政治协商会议|政协|中国共产主义青年团|共青团|中国国民党革命委员会|民革|中国民主同盟|民盟|九三学社|国家税务总局|国家统计局)"
)
_NUMBERED_PART = re.compile(r"^第[一二三四五六七八九十]+师")
"""A part of a body without a code that has none either (兵团第几师)."""
_PROVINCE = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$")
_STEM = re.compile(r"(?:地区|[市县州盟旗区])$")


def short_body(name: str, references: References) -> str:
    """The name without the names of ancestors of a division that is unique by itself.

    Provinces and prefectures before a county or a prefecture-level city are dropped; a district (区) keeps
    them, since districts of many cities share a name, and so do the municipalities.
    """
    for _ in range(2):
        for division in (d for d in references.divisions_at_start(name) if d.rank < 2):
            rest = name[len(division.name) :]
            following = [d for d in references.divisions_at_start(rest) if d.rank > division.rank and d.code.startswith(_stem(division))]
            if following and not any(d.name.endswith("区") and d.rank == 2 for d in following) and division.code[:2] not in _MUNICIPALITIES:
                name = rest
                break
    return name


_MUNICIPALITIES = ("11", "12", "31", "50")


def _stem(division: Division) -> str:
    return division.code[:2] if division.rank == 0 else division.code[:4]


def find_division(names: list[str], body: str | None, text: str, references: References) -> Division | None:
    """The nearest coded division of a body: the longest chain of division names at the start of its name.

    A name that several divisions bear is resolved by the document's other words, or left open.
    """
    if body is None:
        return None
    best: list[Division] = []
    for name in dict.fromkeys([*names, body]):
        rest, chain, scope = _ORGANISATION.sub("", name), None, ""
        if uncoded := references.uncoded_at_start(rest):
            rest, chain = _NUMBERED_PART.sub("", rest.removeprefix(uncoded[0])), [uncoded[1]]
            scope = _stem(chain[0])
        elif province := _short_province(rest, references) if not references.divisions_at_start(rest) else None:
            rest, scope, chain = rest[len(_PROVINCE.sub("", province.name)) :], province.code[:2], [province]
        while True:
            options = [d for d in references.divisions_at_start(rest) if d.code.startswith(scope)]
            if not options:
                break
            longest = max(len(d.name) for d in options)
            options = [d for d in options if len(d.name) == longest]
            rest = rest[longest:]
            chain = options
            if len(options) != 1:
                break
            scope = _stem(options[0]) if options[0].rank < 2 else options[0].code
        if chain and (not best or (len(chain) == 1 and (len(best) > 1 or chain[0].rank > best[0].rank))):
            best = chain
    if not best:
        best = _by_stem(body, text, references)
    if len(best) > 1:
        named = [d for d in best if _named_above(d, text, references.divisions)]
        best = named or best
    return best[0] if len(best) == 1 else None


def _by_stem(body: str, text: str, references: References) -> list[Division]:
    """The division of a name that leaves its 市 or 县 out (温宿…湿地公园), if the document prints the full name of it.

    Of a county and the prefecture of the same name the prefecture is meant.
    """
    rest = _ORGANISATION.sub("", body)
    found = [
        d
        for d in references.divisions.values()
        if len(d.name) > 2 and (d.name.endswith("地区") or not d.name.endswith("区")) and rest.startswith(_STEM.sub("", d.name))
    ]
    found = [d for d in found if d.name in text]
    if len({d.prefecture for d in found}) > 1:
        return found
    top = min((d.rank for d in found), default=0)
    return [d for d in found if d.rank == top]


def _short_province(name: str, references: References) -> Division | None:
    """The province whose name stands in its short form (without 省, 自治区) before a place in it."""
    for d in references.provinces:
        rest = name.removeprefix(_PROVINCE.sub("", d.name))
        if rest != name and any(o.code.startswith(d.code[:2]) and o.rank for o in references.divisions_at_start(rest)):
            return d
    return None


def _named_above(division: Division, text: str, divisions: Mapping[str, Division]) -> bool:
    above = [divisions.get(division.prefecture), divisions.get(division.province)]
    return any(a is not None and (a.name in text or a.name.rstrip("省市") in text) for a in above)
