"""What a rule yields when something disagrees: the rule says what differs, the engine knows which rule it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..disclosures.claim import Claim
from ..disclosures.disclosure import LineItem
from ..documents.figure import Figure
from .finding import Certainty, Evidence, Finding, Passed, Severity, Undecided
from .relation import Relation


@dataclass(frozen=True, slots=True)
class Failed:
    """A rule's verdict: this disagrees with that. Made with :func:`fail`; the fields are those of the finding that comes of it."""

    message: str
    address: str
    evidence: tuple[Evidence, ...]
    tested: tuple[Relation, ...] = ()
    formula: str | None = None
    expected: Decimal | None = None
    actual: Decimal | None = None
    decimals: int = 2
    unit: str | None = None
    severity: Severity | None = None
    certainty: Certainty = Certainty.CERTAIN
    cause: str | None = None
    compares: bool | None = None


Verdict = Failed | Passed | Undecided | Finding
"""What a rule yields, any number of times. A :class:`Finding` is what it yielded before there was :func:`fail`, and warns."""


def fail(
    message: str,
    *,
    evidence: Evidence | Iterable[Evidence],
    address: str | None = None,
    tested: Relation | Iterable[Relation] = (),
    formula: str | None = None,
    expected: Figure | Decimal | None = None,
    actual: Figure | Decimal | None = None,
    decimals: int = 2,
    unit: str | None = None,
    severity: Severity | None = None,
    certainty: Certainty = Certainty.CERTAIN,
    cause: str | None = None,
    compares: bool | None = None,
) -> Failed:
    """What differs. The engine adds the rule's id and title, and its severity where none is given.

    ``address`` is canonical (statement + row + measure, or section + subject + measure), never a page, line or value; without one it
    is that of the figure that ``tested`` is about. ``tested``: the relations that do not hold; a rule that compares figures and hands
    over none is ``suspected`` at most. ``compares=False``: this finding rests on words, though its rule compares figures.
    ``expected`` only where the faulty side is determined. A :class:`Figure` brings its unit along. ``severity`` may be milder than
    the rule's, never harsher. Findings with one ``cause`` are said as one, where no figures tell that they belong together.

    Raises ValueError without evidence, or if no address is given and none follows from ``tested``.
    """
    evidence = (evidence,) if isinstance(evidence, Evidence) else tuple(evidence)
    tested = (tested,) if isinstance(tested, Relation) else tuple(tested)
    if not evidence:
        raise ValueError("a finding needs evidence: where its figures or words stand")
    address = address or _subject(tested)
    if not address:
        raise ValueError("a finding needs an address: statement/row/measure or section/subject/measure")
    for figure in (expected, actual):
        if isinstance(figure, Figure):
            unit = unit or figure.unit
    return Failed(
        message, address, evidence, tested, formula, _value(expected), _value(actual), decimals, unit, severity, certainty, cause, compares
    )


def _value(number: Figure | Decimal | None) -> Decimal | None:
    return number.value if isinstance(number, Figure) else number


def _subject(tested: tuple[Relation, ...]) -> str:
    """The address of the figure that the first relation is about."""
    if not tested:
        return ""
    first = tested[0].rate or tested[0].left[0]
    if isinstance(first, LineItem):
        return f"{first.statement}/{first.row.address}/{first.measure}"
    return f"{first.source.address}/{first.part}" if isinstance(first.source, Claim) else ""
