"""Rules over several disclosures of one run or database: the figures that are kept of each, and how they are compared.

Whole disclosures of a large run do not fit into memory, so a rule says beforehand which figures it wants (:class:`Wanted`);
of every disclosure only these are kept (:class:`ComparableDisclosure`). A rule then looks at one disclosure in the light of its peers.
"""

from __future__ import annotations

import inspect
import pickle
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..disclosures.body import body_key
from ..disclosures.claim import Claim, Direction
from ..disclosures.disclosure import Disclosure, Identity, Kind, Level, LineItem, RowKind, Statement
from ..documents.document import Place, TableStatus
from ..documents.figure import Figure, Interval
from .compare import item_at
from .finding import Evidence, Reason, Severity, Undecided
from .rule import Basis, Check, Rule, Scope
from .verdicts import Verdict

PREFIX = "across."
"""Ids of rules over several disclosures begin with this."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that a comparison needs: the subject of claims, and the places of statements that hold the same fact.

    ``functional:*`` and places like ``general_expenditure:functional:*:total`` mean every 项 (a code of seven digits).
    """

    subject: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparableFigure:
    """One figure of a disclosure. ``printed`` is true if a statement prints it, false if the prose states it.

    ``change`` is signed; ``base`` is the base that the sentence names for it.
    """

    subject: str
    name: str
    figure: Figure
    evidence: Evidence
    printed: bool
    change: Figure | None = None
    base: str | None = None

    def prior(self) -> Interval | None:
        """What the figure was before the change, as an interval."""
        if self.change is None or not self.figure.is_money:
            return None
        moved = self.change.in_unit(self.figure.unit or "") if self.change.is_money else self.change
        return self.figure.interval() - moved.interval()


@dataclass(frozen=True, slots=True)
class ComparableDisclosure:
    """What is kept of a disclosure. ``units`` are the budget units that a department lists, if it lists all it counts."""

    document: str
    identity: Identity
    figures: tuple[ComparableFigure, ...]
    units: tuple[str, ...] = ()

    def figure(self, subject: str) -> ComparableFigure | None:
        """The figure of a subject: as a statement prints it, else as the prose states it first."""
        found = [f for f in self.figures if f.subject == subject]
        return next((f for f in found if f.printed), found[0] if found else None)

    def changed(self) -> Iterator[ComparableFigure]:
        """The figures for which the prose states a change, each subject once."""
        seen: set[str] = set()
        for f in self.figures:
            if f.change is not None and f.subject not in seen:
                seen.add(f.subject)
                yield f


@dataclass(frozen=True, slots=True)
class PackedDisclosure:
    """A :class:`ComparableDisclosure` as small as it gets, for runs of very many files."""

    document: str
    identity: Identity
    units: tuple[str, ...]
    content: bytes

    @classmethod
    def of(cls, kept: ComparableDisclosure) -> PackedDisclosure:
        return cls(kept.document, kept.identity, kept.units, zlib.compress(pickle.dumps(kept.figures, pickle.HIGHEST_PROTOCOL)))

    def unpacked(self) -> ComparableDisclosure:
        return ComparableDisclosure(self.document, self.identity, pickle.loads(zlib.decompress(self.content)), self.units)


@dataclass(frozen=True, slots=True)
class Peers:
    """The other disclosures that are at hand: of the same body (``same``), and of others by name."""

    same: tuple[ComparableDisclosure, ...] = ()
    others: dict[str, tuple[ComparableDisclosure, ...]] = field(default_factory=dict)

    def of(self, year: int | None, kind: Kind | None, level: Level | None) -> ComparableDisclosure | None:
        """The disclosure of the same body with this year, kind and level; the last of several editions."""
        return _last(self.same, year, kind, level)

    def called(self, body: str, year: int | None, kind: Kind | None) -> ComparableDisclosure | None:
        """The unit's disclosure of another body."""
        return _last(self.others.get(plain_name(body), ()), year, kind, Level.UNIT)


def _last(found: Iterable[ComparableDisclosure], year: int | None, kind: Kind | None, level: Level | None) -> ComparableDisclosure | None:
    matching = [k for k in found if (k.identity.fiscal_year, k.identity.kind, k.identity.level) == (year, kind, level)]
    return matching[-1] if matching else None


AcrossCheck = Callable[[ComparableDisclosure, Peers], Iterator[Verdict]]


def alone(disclosure: Disclosure) -> Iterator[Verdict]:
    """What a rule over several disclosures says of one: nothing to compare it with."""
    yield Undecided(Reason.OTHER_DOCUMENT_MISSING, "没有同一单位的其他公开件可比")


@dataclass(frozen=True, slots=True)
class AcrossRule(Rule):
    """A rule over several disclosures. ``compare`` yields verdicts on its first argument; its docstring is the public page."""

    compare: AcrossCheck = field(default=lambda this, peers: iter(()))
    wanted: tuple[Wanted, ...] = ()

    @property
    def page(self) -> str:
        return inspect.getdoc(self.compare) or ""

    @property
    def home(self) -> str:
        return self.compare.__module__


def across(
    id: str,
    title: str,
    severity: Severity,
    basis: Iterable[Basis],
    wanted: Iterable[Wanted],
    *,
    scope: Scope | None = None,
    version: str = "1",
    compares: bool = True,
) -> Callable[[AcrossCheck], AcrossRule]:
    """Make the decorated generator an :class:`AcrossRule`. Raises ValueError as :func:`mingzhang.rule` does."""
    if not id.startswith(PREFIX):
        raise ValueError(f"rule id {id!r}: rules over several disclosures are called {PREFIX}…")
    check: Check = alone

    def decorate(compare: AcrossCheck) -> AcrossRule:
        where = scope or Scope()
        return AcrossRule(
            id, title, severity, tuple(basis), check, where, version, compares=compares, compare=compare, wanted=tuple(wanted)
        )

    return decorate


def comparable_of(disclosure: Disclosure, rules: Iterable[Rule]) -> ComparableDisclosure | None:
    """What the rules over several disclosures want of one; None if nobody wants anything or its body is unknown."""
    wanted = {w: None for r in rules if isinstance(r, AcrossRule) for w in r.wanted}
    who = disclosure.identity
    if not wanted or not who.body or who.fiscal_year is None or who.kind is None:
        return None
    figures = tuple(f for w in wanted for f in (*_printed(disclosure, w), *_stated(disclosure, w)))
    return ComparableDisclosure(disclosure.document.sha256, who, tuple(dict.fromkeys(figures)), tuple(_units(disclosure)))


def _printed(disclosure: Disclosure, wanted: Wanted) -> Iterator[ComparableFigure]:
    """The figure as the first statement that has it prints it."""
    for place in wanted.places:
        id, _, where = place.partition(":")
        for statement in disclosure.all_of(id):
            if statement.table.status is not TableStatus.READ:
                continue
            if ":*:" in where:
                yield from _items(disclosure, statement, wanted, where)
                return
            if item := item_at(statement, where):
                yield _of_item(disclosure, statement, wanted.subject, disclosure.name(wanted.subject), item)
                return


def _items(disclosure: Disclosure, statement: Statement, wanted: Wanted, where: str) -> Iterator[ComparableFigure]:
    measure = where.rpartition(":")[2]
    for item in statement.find(measure, RowKind.FUNCTIONAL):
        if item.row.code and len(item.row.code) == 7:
            yield _of_item(disclosure, statement, wanted.subject.replace("*", item.row.code), item.row.label, item)


def _of_item(disclosure: Disclosure, statement: Statement, subject: str, name: str, item: LineItem) -> ComparableFigure:
    decimals = item.figure.precision(statement.decimals if item.figure.is_money else None)
    figure = Figure(item.figure.value, item.figure.unit, decimals, item.figure.text)
    return ComparableFigure(subject, name, figure, _at(disclosure, Evidence.of_item(item, statement.title)), True)


def _stated(disclosure: Disclosure, wanted: Wanted) -> Iterator[ComparableFigure]:
    """The figures as the prose states them, those with a change before those without."""
    every = wanted.subject.endswith(":*")
    head = wanted.subject[:-1]
    found = [
        c
        for c in disclosure.claims
        if c.value is not None
        and c.subject
        and (c.subject == wanted.subject or (every and c.subject.startswith(head) and len(c.path) == 3))
    ]
    for claim in found:
        assert claim.value is not None
        name = claim.path[-1] if claim.path else disclosure.subject_name(claim)
        evidence = _at(disclosure, Evidence.of_claim(claim))
        yield ComparableFigure(claim.subject or "", name, claim.value, evidence, False, _signed(claim), claim.base)


def _signed(claim: Claim) -> Figure | None:
    if claim.change is None:
        return None
    value = -claim.change.value if claim.direction is Direction.DOWN else claim.change.value
    return Figure(value, claim.change.unit, claim.change.decimals, claim.change.text)


def _at(disclosure: Disclosure, evidence: Evidence) -> Evidence:
    """The evidence with its file, for it will be read beside other files."""
    p = evidence.place
    sha = p.document or disclosure.document.sha256
    place = Place(p.page, p.bbox, p.sheet, p.line, p.column, p.block)
    return Evidence(evidence.role, evidence.text, place, evidence.table, evidence.section, evidence.row, evidence.column, sha)


_LISTED = re.compile(
    r"(?:包括|分别(?:是|为)|如下)[:：](?P<names>[^。\n]*)(?P<lines>(?:\n[（(]?[\d一二三四五六七八九十]{1,3}[）)]?[.、．]?[^\n。]{3,40}[。；]?(?=\n|$))*)"
)
_NUMBER = re.compile(r"^[（(]?[\d一二三四五六七八九十]{1,3}[）).、．]+")


def plain_name(body: str) -> str:
    """A body's name as it is compared: 某局本级 is 某局（本级）, all prints of one name are one."""
    return body_key(re.sub(r"[（）()\s]", "", body))


def _units(disclosure: Disclosure) -> Iterator[str]:
    """The names that are listed where the number of budget units is stated, if they are as many (本级 may come on top)."""
    for claim in disclosure.claims:
        if claim.subject != "units" or claim.value is None or claim.section.part == "glossary":
            continue
        for m in _LISTED.finditer(claim.section.text):
            names = [plain_name(n) for n in _names(m["names"], m["lines"])]
            more = len(names) - int(claim.value.value)
            if len(names) > 1 and (more == 0 or (more == 1 and re.search(r"本级|本部|机关$", "\n".join(names)))):
                yield from names
                return


def _names(inline: str, lines: str) -> list[str]:
    if lines:
        return [_NUMBER.sub("", line).strip("。；，") for line in lines.strip().split("\n")]
    return [n for n in (_NUMBER.sub("", part).strip("等") for part in re.split(r"[、，,；;]", inline)) if n]
