"""Which disclosures a question is about: bodies, years, budget or final account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .lexicon import organ
from .linking import Linked, unknown_issuer
from .names import is_own_level
from .queries import Issue

Issuer = tuple[str | None, str]


@dataclass(slots=True)
class Scope:
    """Issuers that the question means; ``unknown`` is a name that the data do not hold; ``readings`` ask back."""

    issuers: list[Issuer] = field(default_factory=list)
    named: bool = False
    unknown: str | None = None
    readings: list[Issuer] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    provinces: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    text: str = ""


def find_scope(linked: Linked, issues: Sequence[Issue], across: bool) -> Scope:
    """The issuers of a question. ``across``: it asks about several bodies, so one name need not settle which."""
    groups = _groups(linked)
    unknown = unknown_issuer(linked)
    everyone = list(dict.fromkeys(i.issuer for i in issues))
    if not groups:
        if unknown:
            return Scope(unknown=unknown)
        return Scope(everyone if len(everyone) == 1 or across else [], named=False)
    if unknown and not any(g.bodies for g in groups):
        return Scope(unknown=unknown)
    chosen: list[Issuer] = []
    for group in groups:
        matching = _matching(group, issues)
        if not matching:
            return Scope(unknown=group.text)
        several = across and not group.divisions and not group.bodies
        if len(matching) > 1 and not several and not (across and len(groups) == 1):
            return Scope(named=True, readings=matching)
        chosen += matching
    return Scope(list(dict.fromkeys(chosen)), named=True)


def _groups(linked: Linked) -> list[_Group]:
    """Mentions that belong together: 甲县和乙市医保局 are two divisions with one organ."""
    groups: list[_Group] = []
    open_groups: list[_Group] = []
    provinces: tuple[str, ...] = ()
    for m in linked.mentions:
        if m.ids("body"):
            groups.append(_Group(provinces, bodies=m.ids("body"), text=m.text))
            open_groups = []
        elif m.ids("division"):
            group = _Group(provinces, divisions=m.ids("division"), text=m.text)
            groups.append(group)
            open_groups.append(group)
        elif m.ids("organ"):
            for group in open_groups:
                group.organs, group.text = m.ids("organ"), group.text + m.text
            if not open_groups:
                groups.append(_Group(provinces, organs=m.ids("organ"), text=m.text))
            open_groups = []
        elif m.ids("province"):
            provinces = m.ids("province")
    if not groups and provinces:
        groups.append(_Group(provinces, text="".join(provinces)))
    _own_level(linked, groups)
    return groups


def _own_level(linked: Linked, groups: list[_Group]) -> None:
    """本级 behind a name is a part of the name."""
    for group in groups:
        at = linked.text.find(group.text)
        if at >= 0 and linked.text[at + len(group.text) :].startswith("本级"):
            group.text += "（本级）"


def _matching(group: _Group, issues: Iterable[Issue]) -> list[Issuer]:
    found: dict[Issuer, Issue] = {}
    for i in issues:
        if group.provinces and i.province not in group.provinces:
            continue
        if group.bodies and i.body not in group.bodies:
            continue
        if group.divisions and i.division_name not in group.divisions:
            continue
        if group.organs and organ(i) not in group.organs:
            continue
        found[i.issuer] = i
    return _one_of_family(found, own="本级" in group.text)


def _one_of_family(found: dict[Issuer, Issue], own: bool) -> list[Issuer]:
    """Of a body and its 本级 the one that the question names: without the word, the body itself if it is there."""
    families: dict[tuple[str | None, str], list[Issuer]] = defaultdict(list)
    for issuer, issue in found.items():
        families[issue.division_code, organ(issue)].append(issuer)
    chosen = []
    for members in families.values():
        fitting = [m for m in members if is_own_level(m[1]) == own]
        chosen += fitting or members
    return chosen


def choose_issues(
    issues: Sequence[Issue], issuers: Iterable[Issuer], years: Sequence[int], kind: str | None, *, one_each: bool
) -> list[Issue]:
    """The disclosures of the issuers: the years asked for, else the latest of each; the kind asked for, else what there is.

    ``one_each``: one disclosure an issuer, a budget before a final account, as sums and rankings need it.
    """
    chosen: list[Issue] = []
    for issuer in issuers:
        mine = [i for i in issues if i.issuer == issuer and (kind is None or i.kind == kind)]
        wanted = years or [max((i.year for i in mine if i.year), default=0)]
        fitting = [i for i in mine if (i.year or 0) in wanted]
        fitting = _one_level(fitting)
        if one_each and fitting:
            last = max(i.year or 0 for i in fitting)
            fitting = sorted((i for i in fitting if (i.year or 0) == last), key=lambda i: (i.kind != "budget", i.key))[:1]
        chosen += fitting
    return _without_own_units(chosen) if one_each else chosen


def _one_level(issues: list[Issue]) -> list[Issue]:
    """Of a department's and a unit's disclosure of one year and kind the department's."""
    departments = {(i.year, i.kind) for i in issues if i.level == "department"}
    return [i for i in issues if i.level == "department" or (i.year, i.kind) not in departments]


def _without_own_units(issues: list[Issue]) -> list[Issue]:
    """A department already holds its units: they are not counted beside it."""
    departments = [i for i in issues if i.level == "department"]

    def inside(i: Issue) -> bool:
        return any(
            d is not i and d.division_code == i.division_code and d.year == i.year and i.body.startswith(d.body) for d in departments
        )

    return [i for i in issues if i.level == "department" or not inside(i)]


def display(issuer: Issuer, issues: Iterable[Issue]) -> str:
    """The body, with its province where another body has the same name."""
    same = {i.division_code for i in issues if i.body == issuer[1]}
    mine = next((i for i in issues if i.issuer == issuer), None)
    return f"{mine.province}{issuer[1]}" if mine and mine.province and len(same) > 1 else issuer[1]
