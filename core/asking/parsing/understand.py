"""A question read whole: the query, the disclosures that it means, what was read another way, and what was not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...store.lexicon import normal
from ..algebra.query import Form, Measure, Operation, Query
from ..items import Item, resolve
from ..queries import Issue, Issuer, Queries
from ..words.lexicon import Sense
from . import near
from .choose import choose_issues
from .compose import compose, default_measures
from .frame import Frame, frame_of, wanted_unit
from .naming import NAMES, Named, find_named
from .pieces import Piece, candidates, cut

_MOST_PARTS = 8
"""Names that one part may stand for; of more none is meant."""
_LAYERS = 2
_IN_UNIT = re.compile(r"(?:多少|几)(?P<u>万?[份家场次套台户件起种班名人本册期个]|班次|人次)")
"""A count in a unit: 多少份, 几场."""
_SHOWN = 6
"""Disclosures that stand for too many."""
_NARROW = 50
"""Disclosures whose own names are searched for parts of them."""
_ONE_EACH = frozenset({Operation.RANK, Operation.SUM, Operation.MEAN, Operation.DIFFERENCE, Operation.FILTER})
_EVERYONE = frozenset(
    {Operation.FINDINGS, Operation.COUNT_FINDINGS, Operation.RANK_FINDINGS, Operation.UNEVALUABLE, Operation.CHECKED, Operation.RULES, Operation.COVER,
     Operation.DEFINE, Operation.RANK, Operation.SUM, Operation.MEAN, Operation.FILTER, Operation.CONTENTS,
     Operation.OVER_POSTS, Operation.LARGEST_PROJECT}
)  # fmt: skip
_COUNTED_ALL = frozenset({Operation.FINDINGS, Operation.COUNT_FINDINGS, Operation.RANK_FINDINGS, Operation.CHECKED, Operation.UNEVALUABLE})
"""Asked of everybody, these count every disclosure, and not the latest of each body alone."""
_HARMLESS = re.compile(r"[的了吗呢啊吧呀么嘛哦]+")


@dataclass(frozen=True, slots=True)
class Own:
    """A name in the disclosures in question, what it stands for, and the unit of its figure where it has one."""

    name: str
    sense: Sense
    unit: str | None = None


@dataclass(slots=True)
class Reading:
    """A question as it was understood."""

    question: str
    text: str
    query: Query
    frame: Frame
    named: Named
    issues: list[Issue]
    candidates: list[Issue]
    """Disclosures of the bodies in any year and kind: what is covered."""
    items: dict[str, Item] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """Words that were read another way than written."""
    unread: list[str] = field(default_factory=list)
    """Words that carry meaning and were not read."""
    crowded: bool = False
    """More disclosures than one question may be about."""
    spoken: dict[str, str] = field(default_factory=dict)
    instead: Query | None = None
    """What was asked, where another year's document is asked for what it says of the year before."""

    @property
    def several(self) -> bool:
        return self.query.scope.everyone or len(self.query.scope.issuers) > 1


def understand(question: str, queries: Queries, previous: Query | None = None) -> Reading:
    """Read a question against the data, after the query of the question before it if there was one."""
    text = normal(question)
    names, spoken = names_in(text, queries)
    pieces = cut(text, names)
    if (longer := _with_organ_word(text, pieces, queries)) is not None:
        text, names, spoken, pieces = longer
    fixed, notes = _repaired(text, pieces, names, queries)
    if fixed:
        pieces = cut(text, names, fixed)
    frame = frame_of(text, pieces)
    several = _several(frame)
    named = find_named(pieces, queries, several=several, text=text)
    own = _own(text, frame, named, queries, previous) if frame.unread or len(named.issuers) == 1 else []
    if own and named.issuers:
        names = _held(names, own)
        pieces = cut(text, names, fixed)
        frame = frame_of(text, pieces)
    for _ in range(_LAYERS if own else 0):  # a project, and then what of it
        more = _parts(text, pieces, own)
        if not more:
            break
        fixed = [*fixed, *more]
        pieces = cut(text, names, fixed)
        frame = frame_of(text, pieces)
    if len(named.issuers) == 1 and not frame.has("all", "who", "group"):
        several = False  # 万里街道: the name of an organ is that of one body
    several = several or len(named.issuers) > 1
    if frame.has("unread_files"):
        named.unknown = None
    if frame.unread and (slips := near.by_slip(text, pieces)):
        notes = [*notes, *(_note(p, word) for p, word in slips)]
        pieces = cut(text, names, [*fixed, *(p for p, _ in slips)])
        frame = frame_of(text, pieces)
    _settled_by_year(named, frame, queries)
    query = compose(frame, named, several, previous)
    return complete(question, text, query, frame, named, notes, spoken, queries)


def _settled_by_year(named: Named, frame: Frame, queries: Queries) -> None:
    """Of bodies that share a name the one that has the year asked for."""
    if named.readings and frame.years:
        having = list(dict.fromkeys(i.issuer for i in queries.issues(named.readings) if i.year in frame.years))
        if len(having) == 1:
            named.issuers, named.readings = list(dict.fromkeys((*named.issuers, *having))), []
            named.at |= {i: named.at.get(i, 0) for i in having}


def complete(
    question: str, text: str, query: Query, frame: Frame, named: Named, notes: list[str], spoken: dict[str, str], queries: Queries
) -> Reading:
    """A query with the disclosures that it means."""
    if not _without_total(frame):
        query = default_measures(query, named.issuers)
    if named.readings and query.operation in _EVERYONE and not named.unknown:
        # The bodies of a province have which years: all of them are meant.
        named.issuers, named.readings = list(dict.fromkeys((*named.issuers, *named.readings))), []
        query = replace(query, scope=replace(query.scope, issuers=tuple(named.issuers)))
    issuers = list(query.scope.issuers)
    holders: list[Issuer] = []
    if not issuers and not query.scope.everyone and not named.readings and not named.unknown:
        holders = _holders(query, queries)
        issuers = holders if len(holders) == 1 else []
    everyone = query.scope.everyone or (
        not issuers and (query.operation in _EVERYONE or query.topic == "whose" or (query.topic == "duties" and bool(_unread(frame))))
    )
    if everyone and not query.scope.everyone:
        query = replace(query, scope=replace(query.scope, everyone=True))
    found, crowded = _issues(query, issuers, everyone, queries)
    if not issuers and not everyone and not named.readings and not named.unknown:
        everybody, crowded = _issues(query, [], True, queries)
        bodies = list(dict.fromkeys(i.issuer for i in everybody))
        if len(bodies) == 1:
            issuers, found = bodies, everybody
        named.readings = holders or ([] if crowded else bodies)
        if len(bodies) != 1:
            found = [i for i in everybody if i.issuer in holders] if holders else everybody
    minus = set(query.scope.minus)
    found = [i for i in found if i.issuer not in minus]
    chosen = _chosen(query, found, issuers, everyone, frame.has("levels"))
    if not chosen and found and query.scope.years and not frame.years:
        asked = "、".join(f"{y}年" for y in query.scope.years)
        query = replace(query, scope=replace(query.scope, years=()))
        chosen = _chosen(query, found, issuers, everyone)
        notes = [*notes, f"没有{asked}的公开件，以下是最近一年的。"] if chosen else notes
    instead = None
    if not chosen and found and len(frame.years) == 1 and query.operation is Operation.VALUE:
        instead = query
        query, chosen, notes = _from_the_year_after(query, found, issuers, frame.years[0], notes)
    if "本级" in text and query.scope.level is None and any(i.level == "unit" for i in found) and not any("本级" in b for _, b in issuers):
        query = replace(query, scope=replace(query.scope, level="unit"))
        chosen = _chosen(query, found, issuers, everyone)
    if issuers and not query.scope.issuers:
        query = replace(query, scope=replace(query.scope, issuers=tuple(issuers)))
    conditions = [c.measure for c in (query.condition, query.scope.where) if c]
    items = resolve([*query.measures, *conditions], queries, spoken)
    unread = [w for w in _unread(frame) if not any(w in body for _, body in query.scope.issuers)]  # the prefecture before a county
    return Reading(
        question, text, query, frame, named, chosen, found, items, notes, unread, crowded, spoken, instead if instead is not query else None
    )


def _from_the_year_after(
    query: Query, found: Sequence[Issue], issuers: Sequence[Issuer], year: int, notes: list[str]
) -> tuple[Query, list[Issue], list[str]]:
    """A year that is not there, from what the next one's document says of its change: 2021 of a budget of 2022."""
    plain = len(query.measures) == 1 and query.measures[0].form is Form.AMOUNT
    after = replace(query.scope, years=(year + 1,), relative=())
    later = _chosen(replace(query, scope=after), found, issuers, False) if plain else []
    if not later:
        return query, [], notes
    changed = replace(query, scope=after, measures=(replace(query.measures[0], form=Form.CHANGE),), base_year=year)
    return changed, later, [*notes, f"没有{year}年的公开件，以下由{year + 1}年文件所写的增减推算。"]


def names_in(text: str, queries: Queries) -> tuple[dict[str, tuple[Sense, ...]], dict[str, str]]:
    """Names of the data that stand in the question, and what subjects are called."""
    names: dict[str, list[Sense]] = {}
    spoken: dict[str, str] = {}
    for title, id in _rule_titles(queries).items():
        if title in text:
            names.setdefault(title, []).append(("rule_title", id))
    for row in queries.lookup(candidates(text)):
        names.setdefault(row["word"], []).append((row["kind"], row["meaning"]))
        if row["kind"] in ("subject", "functional", "economic") and not row["word"].isdigit():
            spoken.setdefault(row["meaning"], row["word"])
    return {w: tuple(s) for w, s in names.items()}, spoken


_SHORTEST_TITLE = 6
"""Characters of the title of a rule that is known by it alone: 三公经费 is a subject first."""


def _rule_titles(queries: Queries) -> dict[str, str]:
    """Titles of rules as a question writes them → their ids."""
    return {t: id for title, id in queries.rule_titles().items() if len(t := normal(title)) >= _SHORTEST_TITLE}


def _repaired(text: str, pieces: Sequence[Piece], names: dict[str, tuple[Sense, ...]], queries: Queries) -> tuple[list[Piece], list[str]]:
    """Pieces for what sounds like a word, each said in a note."""
    if all(p.senses for p in pieces):
        return [], []
    found = near.by_sound(text, pieces, queries)
    return [p for p, _ in found], [_note(p, word) for p, word in found]


def _note(piece: Piece, word: str) -> str:
    return f"把“{piece.text}”读作“{word}”。"


def _several(frame: Frame) -> bool:
    """Whether the question is about several bodies without naming each: all of them, who, or the organ of no place and its sum."""
    if frame.has("all", "who", "group") and not (frame.says("who", "document") and not frame.has("finding", "agree", "extreme")):
        return True
    types = {t for p in frame.pieces for t in p.types}
    return "organ" in types and not types & {"body", "division"} and frame.has("sum", "mean", "rank", "extreme", "top")


def _own(text: str, frame: Frame, named: Named, queries: Queries, previous: Query | None) -> list[Own]:
    """What the disclosures in question name; where no body is named, of those that hold the words that were not read."""
    issuers = named.issuers or (list(previous.scope.issuers) if previous else [])
    if issuers:
        issues = queries.issues(issuers)
    else:
        issues = queries.issues(limit=_NARROW + 1)
        if len(issues) > _NARROW:
            runs = [p.text for p in frame.unread if len(p.text) >= 2]
            issues = queries.issues(keys=sorted({k for r in runs for k in queries.holding(r)}))
    return _own_names(issues[:_NARROW], queries, frame) if issues else []


def _held(names: dict[str, tuple[Sense, ...]], own: Sequence[Own]) -> dict[str, tuple[Sense, ...]]:
    """The names of the data without projects and indicators that only others have."""
    mine = {o.sense for o in own}
    kept = {w: tuple(s for s in senses if s[0] not in ("project", "indicator") or s in mine) for w, senses in names.items()}
    printed: dict[str, set[Sense]] = {}
    for o in own:
        if o.sense[0] in ("functional", "economic"):
            printed.setdefault(normal(o.name), set()).add(o.sense)
    for word in kept.keys() & printed.keys():  # what the documents in question print beside a code is what the word means in them
        kept[word] = tuple(s for s in kept[word] if s[0] not in ("functional", "economic", "measure") or s in printed[word])
    return {w: senses for w, senses in kept.items() if senses}


def _parts(text: str, pieces: Sequence[Piece], own: Sequence[Own]) -> list[Piece]:
    """Pieces for names of which the question says a part; those in the unit that is asked for first."""
    asked = _IN_UNIT.search(text)
    if asked:
        fitting = [(o.name, o.sense) for o in own if o.unit and (o.unit.endswith(asked["u"]) or asked["u"].endswith(o.unit))]
        found = near.by_part(text, pieces, fitting, least=3)
        if found and len(found) <= _MOST_PARTS:
            return _joined([p for pieces_of_one in found for p in pieces_of_one])
    found = near.by_part(text, pieces, [(o.name, o.sense) for o in own])
    if found:
        return _joined([p for pieces_of_one in found for p in pieces_of_one]) if len(found) <= _MOST_PARTS else []
    unit = "人" if re.search("多少人|人数|几人", text) else "%" if "率" in text else None
    said = near.by_word(text, pieces, [(o.name, o.sense) for o in own if unit and (o.unit or "").endswith(unit)])
    return said if all(len(p.senses) <= _MOST_PARTS for p in said) else []


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of the same characters as one with all their senses."""
    senses: dict[tuple[int, int], dict[Sense, None]] = {}
    for p in pieces:
        senses.setdefault((p.start, p.end), {}).update(dict.fromkeys(p.senses))
    return [Piece(p.start, p.end, p.text, tuple(senses.pop((p.start, p.end)))) for p in pieces if (p.start, p.end) in senses]


def _own_names(issues: Sequence[Issue], queries: Queries, frame: Frame) -> list[Own]:
    """What the disclosures name: items, projects, indicators with figures of the kind asked for, claims in their own words."""
    money = wanted_unit(frame) == "元" and not _IN_UNIT.search(frame.text)
    names: dict[Own, None] = {}
    for row in queries.catalog(issues):
        if row["project"]:
            names[Own(row["project"], ("project", f"project:{row['project']}"))] = None
        elif row["code"]:
            names[Own(row["row_name"], (row["row_kind"], f"{row['row_kind']}:{row['code']}"))] = None
    for project in queries.targeted(issues):
        names[Own(project, ("project", f"project:{project}"))] = None
    for row in queries.indicators(issues, main=False):
        in_money = (row["target_unit"] or "").endswith("元")
        if row["level3"] and (in_money or not money):
            name = re.sub(r"[（(].*?[)）]", "", row["level3"])
            names[Own(name, ("indicator", f"indicator:{row['level3']}"), row["target_unit"])] = None
    for row in queries.loose_claims(issues):
        if row["section_id"] != "staff" and not (row["subject"] or "").startswith("project_"):
            names[Own(row["subject_text"], ("measure", f"claim:{row['subject_text']}"), row["unit"])] = None
    return sorted(names, key=lambda o: (o.name, o.sense, o.unit or ""))


def _holders(query: Query, queries: Queries) -> list[Issuer]:
    """Who has the project, the item or the subject that a question without a body names."""
    keys: list[str] = []
    for m in query.measures:
        kind, _, rest = m.id.partition(":")
        if kind in ("project", "indicator"):
            keys += queries.holders(kind, rest)
        elif kind in ("functional", "economic") and len(rest) >= 7:
            keys += queries.holders("code", rest)
    return list(dict.fromkeys(i.issuer for i in queries.issues(keys=keys))) if keys else []


def _issues(query: Query, issuers: Sequence[Issuer], everyone: bool, queries: Queries) -> tuple[list[Issue], bool]:
    if issuers:
        return queries.issues(issuers), False
    if not everyone:
        return [], False
    years = query.scope.years if not query.scope.relative else ()
    if queries.is_crowded(years, query.scope.kind):
        return queries.issues(None, years, query.scope.kind, limit=_SHOWN), True
    return queries.issues(None, years, query.scope.kind), False


def _chosen(query: Query, found: Sequence[Issue], issuers: Sequence[Issuer], everyone: bool, both_levels: bool = False) -> list[Issue]:
    scope = query.scope
    latest = max((i.year for i in found if i.year), default=None)
    relative = () if everyone and scope.relative == (0,) else scope.relative  # this year is the latest of each
    years = tuple(dict.fromkeys([*scope.years, *((latest + r) for r in relative if latest)]))
    who = list(issuers) or (list(dict.fromkeys(i.issuer for i in found)) if everyone else [])
    if query.operation is Operation.TREND:
        chosen = choose_issues(
            found, who, years or sorted({i.year for i in found if i.year}), scope.kind, one_each=False, level=scope.level
        )
        return sorted(chosen, key=lambda i: (i.issuer, i.year or 0, i.kind or ""))
    whole = query.operation in (Operation.COVER, Operation.DEFINE) or (query.operation in _COUNTED_ALL and everyone)
    if whole and not years:
        return [i for i in found if i.issuer in set(who) and scope.kind in (None, i.kind)]
    one_each = query.operation in _ONE_EACH and (len(who) > 1)
    if both_levels:
        each = [choose_issues(found, who, years, scope.kind, one_each=False, level=level) for level in ("department", "unit")]
        return [i for issues in each for i in issues]
    return choose_issues(found, who, years, scope.kind, one_each=one_each, level=scope.level)


def _without_total(frame: Frame) -> bool:
    """Whether something that was not read stands where the measure would."""
    return (
        any(len(p.text) >= 2 for p in frame.unread)
        or frame.has("project", "indicator", "count", "rule")
        or not (
            frame.has(
                "kind",
                "spent",
                "how_much",
                "change",
                "share",
                "difference",
                "per_head",
                "why",
                "sum",
                "rank",
                "extreme",
                "more",
                "compare",
                "mean",
                "trend",
            )
        )
    )


_Cut = tuple[str, dict[str, tuple[Sense, ...]], dict[str, str], list[Piece]]
"""A question, the names of the data in it, what subjects are called, and its pieces."""


def _with_organ_word(text: str, pieces: list[Piece], queries: Queries) -> _Cut | None:
    """The question with the word that ends the name of an organ, where people leave it out behind a place: 甲县医保 for 甲县医保局."""
    for place, rest in pairwise(pieces):
        if "division" not in place.types or rest.senses or not 2 <= len(rest.text) <= 4:
            continue
        for word in ("局", "委", "办", "院"):
            longer = f"{text[: rest.end]}{word}{text[rest.end :]}"
            names, spoken = names_in(longer, queries)
            found = cut(longer, names)
            if any(p.end == rest.end + 1 and p.types & {"organ", "body"} for p in found):
                return longer, names, spoken, found
    return None


def _unread(frame: Frame) -> list[str]:
    """Runs of two characters or more that no piece covers, with the fillers between them."""
    found: list[str] = []
    last = -1
    for p in frame.pieces:
        if p.senses:
            continue
        words = _HARMLESS.sub("", p.text)
        gap = frame.text[last : p.start] if last >= 0 else ""
        if found and last >= 0 and p.start - last <= 1 and not set(gap) & set("，。？！、；："):
            found[-1] += gap + words
        elif words:
            found.append(words)
        last = p.end
        following = next((q for q in frame.pieces if q.start == p.end), None)
        if found and words and following is not None and following.types & {"share", "rate"}:
            found[-1] += following.text  # 报销比例 is one word, whatever 比例 is alone
    found += [p.text for p in frame.unread if p not in frame.pieces]
    return [w for w in found if len(w) >= 2]


def all_names() -> Sequence[str]:
    """Types of pieces that name bodies."""
    return NAMES


def fill(reading: Reading, measures: Sequence[Measure], queries: Queries) -> None:
    """Names and places of measures that came in later."""
    reading.items |= resolve([m for m in measures if m.id not in reading.items], queries, reading.spoken)
