"""Where a change can be seen, as data: whether a finding shows it, be it of this tool or of another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ...model.generated.blocks import Para
from ...model.generated.facts import Generated
from .planting import Change


class Shown(Protocol):
    """What a mark looks at of an evidence; the evidence of a finding, or one of a published result."""

    @property
    def text(self) -> str: ...
    @property
    def table(self) -> str | None: ...
    @property
    def section(self) -> str | None: ...
    @property
    def row(self) -> str | None: ...
    @property
    def column(self) -> str | None: ...


class Said(Protocol):
    """What a mark looks at of a finding."""

    @property
    def message(self) -> str: ...
    @property
    def evidence(self) -> Iterable[Shown]: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A changed place and what is printed there now.

    ``around`` is the print with the characters about it, for prose; ``value`` what a message must name to show it.
    """

    kind: str
    table: str | None
    row: str | None
    column: str | None
    section: str | None
    printed: str | None
    around: str | None
    value: str


def mark_of(change: Change, clean: Generated) -> Mark:
    """The mark of a change to a clean document."""
    s, block = change.spot, clean.blocks[change.block]
    around = None
    if isinstance(block, Para):
        start = change.start or 0
        before = re.split("[。；;：]", block.text[max(0, start - 4) : start])[-1]  # evidence is a sentence
        around = (before + (change.new or "") + block.text[start + len(change.old) :][:2]).rstrip("。；;")
    value = change.new if change.new is not None else (change.old.partition("、")[2] or change.old).strip("《》")
    return Mark(change.kind, s.table, s.row, s.column, s.section, change.new, around, value)


def shows(finding: Said, mark: Mark) -> bool:
    """Whether the finding has the changed place among its evidence, or its message names the changed value."""
    if any(_at(e, mark) for e in finding.evidence):
        return True
    # A short number stands in many sentences by chance.
    return len(mark.value) > 3 and _holds(finding.message, mark.value)


def _at(evidence: Shown, mark: Mark) -> bool:
    if mark.kind.startswith("contents"):
        # What was taken out has no place, and of two numbers out of order either may be the wrong one: the list is the place.
        return evidence.section == "目录"
    if mark.kind in ("title", "unit"):
        return any(_same(name, t) for name in (evidence.table, evidence.text) for t in (mark.table, mark.printed))
    if mark.around is not None:
        return _plain(mark.around) in _plain(evidence.text)
    if not _same(evidence.table, mark.table):
        return False
    if mark.kind == "mobile_number":  # printed masked
        return _plain(evidence.text).endswith((mark.printed or "")[-4:])
    row = mark.row is not None and _same(evidence.row, mark.row)
    return _holds(evidence.text, mark.printed or "") or (row and (evidence.column is None or _same(evidence.column, mark.column)))


def _plain(text: str) -> str:
    return re.sub(r"[\s,，]", "", text)


def _same(a: str | None, b: str | None) -> bool:
    """Names of one thing: one may be written at greater length (a code before a name, a level before a column)."""
    if not a or not b:
        return False
    a, b = _plain(a), _plain(b)
    return a in b or b in a


def _holds(text: str, value: str) -> bool:
    """Whether the text has the value, and not as a part of a longer number."""
    text, value = _plain(text), _plain(value)
    forms = {value}
    if re.fullmatch(r"-?\d+(\.\d+)?", value):
        number = Decimal(value)
        forms |= {f"{number:f}", f"{number.normalize():f}", f"{number:.2f}"}
    return any(v and re.search(_whole(v), text) for v in forms)


def _whole(value: str) -> str:
    before = r"(?<![\d.])" if value[0].isdigit() else ""
    after = r"(?!\d|\.\d)" if value[-1].isdigit() else ""
    return before + re.escape(value) + after
