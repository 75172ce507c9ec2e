"""Rules: a generator of verdicts, with what it asserts, on which basis and for which documents."""

from __future__ import annotations

import hashlib
import inspect
import math
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from types import ModuleType

from ..disclosures.disclosure import Disclosure, Identity
from .finding import Severity
from .verdicts import Verdict

Check = Callable[[Disclosure], Iterator[Verdict]]

_RULE_ID = re.compile(r"^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)+$")


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from (依据), as data.

    ``document`` is a title or 文号; ``convention`` marks a rule for which no text was found. A basis is
    cited only for documents whose fiscal year lies in ``valid_from``–``valid_to``.
    """

    document: str
    article: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    convention: bool = False

    def in_force(self, year: int | None) -> bool:
        """Whether the basis covers a fiscal year; an unknown year is covered by none with limits."""
        if year is None:
            return self.valid_from is None and self.valid_to is None
        return (self.valid_from is None or year >= self.valid_from) and (self.valid_to is None or year <= self.valid_to)

    def __str__(self) -> str:
        return self.document + self.article


@dataclass(frozen=True, slots=True)
class Scope:
    """Which disclosures a rule is about; an empty field does not restrict."""

    regions: frozenset[str] = field(default_factory=frozenset)
    kinds: frozenset[str] = field(default_factory=frozenset)
    levels: frozenset[str] = field(default_factory=frozenset)
    years: tuple[int | None, int | None] = (None, None)

    def covers(self, who: Identity) -> bool:
        first, last = self.years
        year = who.fiscal_year
        return (
            (not self.regions or who.region in self.regions)
            and (not self.kinds or who.kind in self.kinds)
            and (not self.levels or who.level in self.levels)
            and (first is None or (year is not None and year >= first))
            and (last is None or (year is not None and year <= last))
        )


class RuleState(StrEnum):
    """How far a rule may be believed: a draft (试行) that nothing was measured of, one that is suspected (存疑) of raising findings
    without cause, or one in force (生效)."""

    DRAFT = "draft"
    SUSPECTED = "suspected"
    IN_FORCE = "in_force"


MOST_FALSE = 0.05
"""The share of false findings over which a rule is suspected until it is mended."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How well a rule works (实测): what it noticed, and what it raised without cause.

    On generated disclosures: ``noticed`` of ``tried`` changes of the kinds that it notices at all; ``alone``: that no other rule noticed;
    ``alarms``: errors and warnings on ``documents`` unchanged documents. On real ones: errors and warnings that a reader with the page
    beside them would sign (``signed``) or not (``unsigned``), last read on ``read_on`` (ISO date).
    """

    noticed: int
    tried: int
    alone: int
    documents: int
    alarms: int
    signed: int = 0
    unsigned: int = 0
    read_on: str | None = None

    @property
    def is_suspected(self) -> bool:
        """Whether more than one finding in twenty is false, as far as so few documents can say (lower end of Wilson's interval)."""
        read = self.signed + self.unsigned
        return max(wilson_low(self.alarms, self.documents), wilson_low(self.unsigned, read)) > MOST_FALSE


def wilson_low(part: int, whole: int, z: float = 1.96) -> float:
    """The lower end of Wilson's score interval of a share, 0 of nothing (E. B. Wilson, JASA 22, 1927; z = 1.96 for 95 %)."""
    if not whole:
        return 0.0
    share = min(part, whole) / whole
    middle = share + z * z / (2 * whole)
    spread = z * math.sqrt((share * (1 - share) + z * z / (4 * whole)) / whole)
    return max(0.0, (middle - spread) / (1 + z * z / whole))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule (规则). ``page`` is its public page: the docstring of its check."""

    id: str
    title: str
    severity: Severity
    basis: tuple[Basis, ...]
    check: Check
    scope: Scope = field(default_factory=Scope)
    version: str = "1"
    measured: Measured | None = None
    """What this version was measured to notice, where it was."""
    compares: bool = True
    """Whether it compares printed figures: then a finding without the relation that it tested is suspected at most."""

    def __post_init__(self) -> None:
        if not _RULE_ID.match(self.id):
            raise ValueError(f"rule id {self.id!r}: use words in lower case joined by dots, e.g. 'sum.rows'")
        if not self.page:
            raise ValueError(f"rule {self.id}: the docstring of its check is its public page and must not be empty")
        if not self.basis:
            raise ValueError(f"rule {self.id}: give a basis, or Basis('convention', convention=True)")

    @property
    def page(self) -> str:
        return inspect.getdoc(self.check) or ""

    @property
    def home(self) -> str:
        """The module that the rule is written in."""
        return self.check.__module__

    @property
    def state(self) -> RuleState:
        """How far it may be believed, by what was measured of this version."""
        if self.measured is None or not (self.measured.documents or self.measured.signed or self.measured.unsigned):
            return RuleState.DRAFT
        return RuleState.SUSPECTED if self.measured.is_suspected else RuleState.IN_FORCE


def rule_set_version(rules: Iterable[Rule]) -> str:
    """The version of a set of rules (规则集版本): the same for the same rules of the same versions, whatever their order."""
    content = "\n".join(sorted(f"{r.id} {r.version}" for r in rules))
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def rule(
    id: str,
    title: str,
    severity: Severity,
    basis: Iterable[Basis],
    *,
    scope: Scope | None = None,
    version: str = "1",
    compares: bool = True,
) -> Callable[[Check], Rule]:
    """Make the decorated generator a :class:`Rule`.

    ``compares=False`` for a rule about words, codes, names, or what is there and what is not: its findings need no relation to be certain.

    Raises ValueError at import if the id, the basis or the docstring is missing or malformed.
    """

    def decorate(check: Check) -> Rule:
        return Rule(id, title, severity, tuple(basis), check, scope or Scope(), version, compares=compares)

    return decorate


def collect_rules(package: ModuleType) -> list[Rule]:
    """Every Rule defined in the modules of a package and its sub-packages, in order of module name.

    Raises ValueError if two rules have one id.
    """
    found: dict[str, Rule] = {}
    for info in sorted(pkgutil.walk_packages(package.__path__, f"{package.__name__}."), key=lambda m: m.name):
        module = import_module(info.name)
        for value in vars(module).values():
            if isinstance(value, Rule) and value.home == module.__name__:
                if value.id in found:
                    raise ValueError(f"two rules are called {value.id}")
                found[value.id] = value
    return list(found.values())
