"""Relations between printed figures, as rules test them: what must add up, be one figure, or be a percentage.

A rule hands the relation that it tested to the engine with its verdict, broken or not. The engine looks for the
smallest repair in those of one document (``core/checking/repair.py``); a rule needs to know nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..disclosures.claim import Claim
from ..disclosures.disclosure import LineItem
from ..documents.figure import Figure

ClaimPart = Literal["value", "change", "rate", "share", "base_value"]
_PART_NAMES = {"change": "增减额", "rate": "增减率", "share": "占比", "base_value": "基数"}


@dataclass(frozen=True, slots=True)
class Print:
    """A printed figure that is not a cell of a statement: ``source`` (a claim, a row of a form …) and which of its figures.

    One object as ``source`` with one ``part`` is one print, in whichever relation it stands. ``sign`` is −1 where
    the figure is taken off. ``label`` says where it stands; a claim needs none.
    """

    source: object
    part: str
    figure: Figure
    label: str = ""
    sign: int = 1

    @classmethod
    def of_claim(cls, claim: Claim, part: ClaimPart = "value", figure: Figure | None = None, sign: int = 1) -> Print:
        """A figure of a claim, ``figure`` where the rule read it with a unit or a sign of its own.

        Raises ValueError if the claim does not state it.
        """
        stated = figure or getattr(claim, part)
        if stated is None:
            raise ValueError(f"the claim states no {part}")
        return cls(claim, part, stated, "", sign)

    @property
    def found_at(self) -> str:
        """How people find it."""
        if isinstance(self.source, Claim):
            return f"“{self.source.section.title}”所称{self.source.subject_text}{_PART_NAMES.get(self.part, '')}"
        return self.label

    @classmethod
    def less(cls, item: LineItem) -> Print:
        """A cell of a statement that is taken off."""
        return cls(item, "", item.figure, "", -1)


Printed = LineItem | Print


class RelationKind(StrEnum):
    """What a relation asserts."""

    SUM = "sum"
    SAME = "same"
    RATIO = "ratio"
    AT_MOST = "at_most"
    ONE_OF = "one_of"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a rule tested: Σ ``left`` = Σ ``right`` (or ≤, or one of it); or all of ``left`` are one figure; or ``rate`` = left ÷ right in %."""

    kind: RelationKind
    left: tuple[Printed, ...]
    right: tuple[Printed, ...] = ()
    rate: Print | None = None

    @classmethod
    def sum(cls, whole: Printed | Sequence[Printed], parts: Sequence[Printed]) -> Relation:
        """The whole (or the sum of several) is the sum of the parts."""
        return cls(RelationKind.SUM, _all(whole), tuple(parts))

    @classmethod
    def same(cls, *prints: Printed) -> Relation:
        """All are prints of one figure."""
        return cls(RelationKind.SAME, prints)

    @classmethod
    def at_most(cls, part: Printed | Sequence[Printed], whole: Printed | Sequence[Printed]) -> Relation:
        """The first (or the sum of several) is not greater than the second."""
        return cls(RelationKind.AT_MOST, _all(part), _all(whole))

    @classmethod
    def one_of(cls, printed: Printed, others: Sequence[Printed]) -> Relation:
        """The first is the same figure as one of several that may differ from each other."""
        return cls(RelationKind.ONE_OF, (printed,), tuple(others))

    @classmethod
    def ratio(cls, rate: Print, top: Sequence[Printed], bottom: Sequence[Printed]) -> Relation:
        """A printed percentage is the sum of ``top`` ÷ the sum of ``bottom``."""
        return cls(RelationKind.RATIO, tuple(top), tuple(bottom), rate)


def _all(printed: Printed | Sequence[Printed]) -> tuple[Printed, ...]:
    return (printed,) if isinstance(printed, (LineItem, Print)) else tuple(printed)
