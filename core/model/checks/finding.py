"""What rules say: findings with evidence, and one outcome for every document × rule."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ..disclosures.claim import Claim, Section
from ..disclosures.contents import ContentsEntry
from ..disclosures.disclosure import Identity, Indicator, LineItem
from ..documents.document import Place
from ..documents.figure import Figure, plain
from ..results.words import SEVERITY
from .relation import Relation


class Severity(StrEnum):
    """疑点（数据不符）, 需说明, 提示: what the difference calls for, not what it proves."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        return ("info", "warning", "error").index(self.value)

    @property
    def label(self) -> str:
        return SEVERITY[self.value]


class Certainty(StrEnum):
    """Whether the finding rests on figures that were surely read and surely comparable."""

    CERTAIN = "certain"
    SUSPECTED = "suspected"


class Role(StrEnum):
    """What an evidence is in the finding's formula."""

    ACTUAL = "actual"
    EXPECTED = "expected"
    OPERAND = "operand"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Evidence:
    """An operand of a finding (依据): its place, and its text as printed."""

    role: Role
    text: str
    place: Place
    table: str | None = None
    section: str | None = None
    row: str | None = None
    column: str | None = None
    document: str | None = None
    """sha256; None means the document under check."""

    @classmethod
    def of_item(cls, item: LineItem, title: str, role: Role = Role.OPERAND) -> Evidence:
        return cls(role, item.figure.text, item.place, table=title, row=item.row.label, column=item.column_label)

    @classmethod
    def of_claim(cls, claim: Claim, role: Role = Role.OPERAND) -> Evidence:
        return cls(role, claim.sentence, claim.place, section=claim.section.title)

    @classmethod
    def of_text(cls, section: Section, start: int, text: str, role: Role = Role.OPERAND) -> Evidence:
        return cls(role, text, section.place_at(start), section=section.title)

    @classmethod
    def of_entry(cls, entry: ContentsEntry, role: Role = Role.OPERAND) -> Evidence:
        return cls(role, "、".join(p for p in (entry.number, entry.title) if p), entry.place, section="目录")

    @classmethod
    def of_indicator(cls, indicator: Indicator, title: str, role: Role = Role.OPERAND) -> Evidence:
        return cls(role, indicator.target, indicator.place, table=title, row="/".join(p for p in indicator.levels if p), column="指标值")


@dataclass(frozen=True, slots=True)
class Finding:
    """What disagrees with what (疑点). A rule makes it without ``fingerprint``; the core adds that.

    ``address`` is canonical (statement + row + measure, or section + subject + measure): never a page,
    line or value. ``expected`` is None unless the faulty side is determined.
    """

    rule: str
    title: str
    severity: Severity
    message: str
    address: str
    evidence: tuple[Evidence, ...]
    certainty: Certainty = Certainty.CERTAIN
    formula: str | None = None
    expected: Decimal | None = None
    actual: Decimal | None = None
    decimals: int = 2
    unit: str | None = None
    fingerprint: str = ""
    members: tuple[str, ...] = ()
    """Fingerprints of the findings that this one stands for (one cause, one finding)."""
    related_documents: tuple[str, ...] = ()
    cause: str | None = None
    """Findings of one document with the same cause are said as one, where no figures tell it (names moved by a row)."""
    tested: tuple[Relation, ...] = ()
    """The relations that do not hold; the engine finds findings of one cause by them and drops them then."""

    @property
    def difference(self) -> Decimal | None:
        """actual − expected, None where not numeric or not determined."""
        if self.expected is None or self.actual is None:
            return None
        return self.actual - self.expected

    def as_text(self, value: Decimal | None) -> str | None:
        """A decimal as the contract prints it."""
        if value is None:
            return None
        exponent = value.as_tuple().exponent
        return plain(value, max(self.decimals, -exponent if isinstance(exponent, int) and exponent < 0 else 0))


def fingerprint(rule: str, identity: Identity, address: str, ordinal: int) -> str:
    """``1:`` + hash of rule, division, body, year, kind, level, address and ordinal.

    The same disclosure as text, PDF and DOCX gives the same fingerprints, so decisions on findings last.
    """
    content = "\x1f".join((rule, identity.key, address, str(ordinal)))
    return "1:" + hashlib.sha256(content.encode()).hexdigest()[:24]


class Outcome(StrEnum):
    """What became of a rule on a document: a row of the ledger.

    Any finding makes it ``fail``, else any comparison that held ``pass``, else anything undecided ``not_evaluable``, else it is
    ``not_applicable``; a rule that raised ``crashed``.
    """

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_EVALUABLE = "not_evaluable"
    CRASHED = "crashed"


class Reason(StrEnum):
    """Why a comparison could not be made, for :class:`Undecided`. The words beside it say what exactly is missing."""

    OUT_OF_SCOPE = "out_of_scope"
    NOT_SELECTED = "not_selected"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    TABLE_NOT_READ = "table_not_read"
    TABLE_MISSING = "table_missing"
    COLUMN_UNKNOWN = "column_unknown"
    BASE_UNKNOWN = "base_unknown"
    UNIT_UNKNOWN = "unit_unknown"
    """A table prints no unit, and its amounts do not settle it."""
    CODE_UNKNOWN = "code_unknown"
    IDENTITY_UNKNOWN = "identity_unknown"
    NOT_RECOGNISED = "not_recognised"
    DATES_UNKNOWN = "dates_unknown"
    """The manifest does not state when the document was approved or published."""
    NOT_COMPARABLE = "not_comparable"
    """The figures have no unit in common."""
    RULE_ERROR = "rule_error"
    READING_UNCERTAIN = "reading_uncertain"
    """What disagrees speaks rather against our reading than against the document."""
    OTHER_DOCUMENT_MISSING = "other_document_missing"
    """A rule over several disclosures: the one to compare with is not at hand."""
    CHECKED_TOGETHER = "checked_together"
    """The file is a part of a disclosure of several files; the ledger of another one holds the outcome."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A rule's verdict: this many comparisons held. The ledger adds them up, so yield one for each that was made.

    ``tested``: the relations that held, where they are of figures.
    """

    comparisons: int = 1
    tested: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule's verdict: this could not be compared, and why."""

    reason: Reason
    words: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The outcome of one rule on one document."""

    document: str
    rule: str
    outcome: Outcome
    reason: str | None = None
    comparisons: int = 0
    seconds: float = 0.0


def money_text(figure: Figure) -> str:
    """A figure in a sentence: value with its unit, as printed where it can be."""
    return str(figure)
