"""Which bodies a question names, by the pieces that are names of divisions, organs and bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...store.names import is_own_level
from ..queries import Issuer, IssuerRow, Queries
from ..words.lexicon import FILLER
from .pieces import Piece

_PLACE = re.compile(r"[一-鿿]{2,10}?(?:自治区|自治州|自治县|省|市|县|州|旗)|[一-鿿]{2,6}?区")
_NO_PLACE = re.compile(r"地区|社区|辖区|小区|全[县市区省]|本[县市区省]|[各哪我这那几某][个家]?[县市区省州]|上市|城市|市场|门市|超市")
_ORGAN = re.compile(
    r"(?:卫健委|发改委|住建委|经信委|国资委|政法委|农委|教委|纪委监委|纪委|监委|编办|团委|妇联|残联|总工会|文联|科协|工商联|红十字会|人大|政协|消防队|城管)|"
    r"[一-鿿]{2,14}?(?:局|厅|公安(?:局|厅)?|委员会|[卫发改健]委|教委|人民法院|法院|检察院|大学|学院|学校|中学|小学|幼儿园|医院|办事处|街道办|党校|研究所|管理处|服务中心|图书馆|文化馆|博物馆|公司|镇政府|县委|市委|政府)"
)
_SOFT = re.compile(
    r"^(?:有没有|没有|请问|请|麻烦|帮我|查一下|看一下|告诉我|我想知道|想知道|一下|关于|那么|那|在|对|的|里|中|上|有|是|和|与|跟|以及|及|各|每|分别|其中|了|又|还|这|个|份|家|几|按|从|本|该|问)+"
)
_RANKS = {
    "省": re.compile(r"\d\d0000"),
    "市": re.compile(r"\d{4}00"),
    "县": re.compile(r"\d{4}(?!00)\d\d"),
    "区": re.compile(r"\d{4}(?!00)\d\d"),
}
"""Word before an organ → codes (GB/T 2260) of the divisions that it means."""
NAMES = ("body", "division", "organ", "province")


@dataclass(slots=True)
class Named:
    """Issuers that a question names. ``unknown`` is a name that the data do not hold; ``readings`` ask back; ``minus`` are left out."""

    issuers: list[Issuer] = field(default_factory=list)
    minus: list[Issuer] = field(default_factory=list)
    named: bool = False
    unknown: str | None = None
    readings: list[Issuer] = field(default_factory=list)
    at: dict[Issuer, int] = field(default_factory=dict)
    """Where in the question each stands."""
    many: bool = False
    """A province or an organ alone names all of its bodies where several are asked for."""


@dataclass(slots=True)
class _Group:
    start: int
    text: str
    bodies: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    own: bool = False
    out: bool = False
    rank: str | None = None
    """省, 市, 县 or 区 right before an organ: 省检察院."""


def find_named(pieces: Sequence[Piece], queries: Queries, *, several: bool, text: str) -> Named:
    """The issuers that the pieces name; ``several``: the question asks about several bodies, so one name need not settle which."""
    groups = _groups(pieces)
    unknown = unknown_issuer(pieces, text)
    named = Named(named=bool(groups))
    if unknown and not any(g.bodies for g in groups):
        return Named(unknown=unknown)
    matched = [(group, _matching(group, queries)) for group in groups]
    settled = {code for _, found in matched if len(found) == 1 for code, _ in found}
    for group, found in matched:
        if not found:
            return Named(unknown=group.text)
        if len(found) > 1 and not group.divisions and settled:
            found = [f for f in found if f[0] in settled] or found  # 高院与检察院: both of one place
        wide = not group.divisions and not group.bodies
        if len(found) > 1 and not (several and (wide or len(groups) == 1)) and not group.out:
            named.readings += found
            continue
        named.many = named.many or len(found) > 1
        (named.minus if group.out else named.issuers).extend(found)
        named.at |= {i: group.start for i in found if i not in named.at}
    named.issuers = list(dict.fromkeys(i for i in named.issuers if i not in named.minus))
    return named


def _groups(pieces: Sequence[Piece]) -> list[_Group]:
    """Pieces that belong together: 甲县和乙市医保局 are two divisions with one organ; 除了 takes what follows out."""
    groups: list[_Group] = []
    waiting: list[_Group] = []
    provinces: tuple[str, ...] = ()
    out = False
    for n, p in enumerate(pieces):
        if "except" in p.types:
            out = True
        elif out and ("except_end" in p.types or "mark" in p.types):
            out = False
        if not p.types & set(NAMES):
            continue
        own = n + 1 < len(pieces) and pieces[n + 1].text == "本级"
        if names := p.values("body"):
            groups.append(_Group(p.start, p.text, bodies=names, provinces=provinces, own=own or "本级" in p.text, out=out))
            waiting = []
        elif names := p.values("division"):
            waiting.append(_Group(p.start, p.text, divisions=names, provinces=provinces, own=own, out=out))
            groups.append(waiting[-1])
        elif names := p.values("organ"):
            for g in waiting:
                g.organs, g.text, g.own = names, g.text + p.text, g.own or own
            if not waiting:
                before = pieces[n - 1] if n else None
                rank = before.text[-1] if before is not None and before.text[-1:] in _RANKS and not before.types & set(NAMES) else None
                groups.append(_Group(p.start, p.text, organs=names, provinces=provinces, own=own, out=out, rank=rank))
            waiting = []
        else:
            provinces = p.values("province")
            groups.append(_Group(p.start, p.text, provinces=provinces, out=out))
    return _without_bare_provinces(groups)


def _without_bare_provinces(groups: list[_Group]) -> list[_Group]:
    """A province before a division or an organ only says which; alone it names all of its bodies."""
    rest = [g for g in groups if g.bodies or g.divisions or g.organs]
    return rest or groups


def _matching(group: _Group, queries: Queries) -> list[Issuer]:
    rows = queries.named_issuers(group.bodies, group.divisions, group.organs, group.provinces)
    if group.rank:
        rows = [r for r in rows if _RANKS[group.rank].fullmatch(r.division_code)] or rows
    if not group.bodies:
        rows = _one_of_family(rows, own=group.own)
    return [(r.division_code, r.body) for r in rows]


def _one_of_family(rows: Sequence[IssuerRow], own: bool) -> list[IssuerRow]:
    """Of a body and its 本级 the one that the question names: without the word, the body itself if it is there."""
    families: dict[tuple[str, str], list[IssuerRow]] = {}
    for r in rows:
        families.setdefault((r.division_code, r.organ), []).append(r)
    chosen = []
    for members in families.values():
        fitting = [m for m in members if is_own_level(m.body) == own]
        chosen += fitting or members
    return chosen


def unknown_issuer(pieces: Sequence[Piece], text: str) -> str | None:
    """A place or a body that the question names and the data do not hold: it has characters that no piece covers."""
    masked = list(text)
    open_characters = [False] * len(text)
    for p in pieces:
        if p.senses and FILLER not in p.senses:
            masked[p.start : p.end] = " " * (p.end - p.start)
        elif not p.senses:
            open_characters[p.start : p.end] = [True] * (p.end - p.start)
    shown = "".join(masked)
    for p in pieces:
        if p.values("organ"):
            before = _before(shown, p.start)
            if _is_rank(pieces, p.start):
                continue
            if len(before) >= 2 and any(open_characters[p.start - len(before) : p.start]) and not _NO_PLACE.search(before):
                return before + p.text
    for m in re.finditer(r"[^\s，。？！；：]+", shown):
        piece = _SOFT.sub("", m[0])
        start = m.end() - len(piece)
        organ, place = _ORGAN.match(piece), _PLACE.match(piece)
        for found in (place if place and not _NO_PLACE.search(place[0]) else None, organ):
            if found and open_characters[start + found.end() - 1] and not _is_rank(pieces, start + found.end()):
                return organ[0] if organ else found[0]
    return None


def _is_rank(pieces: Sequence[Piece], end: int) -> bool:
    """Whether 省, 市, 县 or 区 alone stands before a position, behind words that name no place: 同样是省检察院."""
    at = next((n for n, p in enumerate(pieces) if p.end == end and not p.senses), None)
    if at is None or pieces[at].text not in _RANKS or end not in {p.start for p in pieces if "organ" in p.types}:
        return False
    before = pieces[at - 1] if at else None
    return before is None or "mark" in before.types or (before.is_filler and len(before.text) >= 2)


def _before(shown: str, end: int) -> str:
    """The words that no piece covers right before something; 和 at the beginning of a question joins nothing."""
    piece = re.split(r"[\s，。？！；：]", shown[:end])[-1]
    return piece if piece == shown[:end] and piece.startswith("和") else _SOFT.sub("", piece)
