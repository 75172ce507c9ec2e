"""Doubt about our own reading: where a table or a rule disagrees all over, one broken reading is likelier than many broken facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from ...model.checks.finding import Certainty, Evidence, Finding, LedgerRow, Outcome, Reason, Role, Severity, fingerprint
from ...model.checks.relation import Relation
from ...model.disclosures.disclosure import Disclosure, LineItem, Statement
from ...model.documents.figure import parse_figure
from .links import weakest_link

DOUBTFUL = "reading.doubtful"
"""The id of what is said of our own reading: for the operator, counted, never published."""
_TITLE = "读取存疑"
_FEWEST = 3
"""So many disagreements of different causes may be one broken reading; fewer are judged one by one."""
_Key = TypeVar("_Key", bound=Hashable)
_SHARE = Fraction(1, 5)
"""And so much of all that was compared."""


@dataclass(frozen=True, slots=True)
class Tested:
    """What findings rest on, taken before findings of one cause are merged: the relations of each fingerprint, and those that hold."""

    broken: Mapping[str, tuple[Relation, ...]]
    held: Sequence[Relation]

    @classmethod
    def of(cls, findings: Iterable[Finding], held: Sequence[Relation]) -> Tested:
        return cls({f.fingerprint: f.tested for f in findings}, held)

    def behind(self, finding: Finding) -> tuple[Relation, ...]:
        """The relations behind a finding and those that it stands for."""
        prints = dict.fromkeys((finding.fingerprint, *finding.members))
        return tuple(r for p in prints for r in self.broken.get(p, ()))


def with_doubts(
    findings: Sequence[Finding], ledger: Sequence[LedgerRow], tested: Tested, disclosure: Disclosure
) -> tuple[list[Finding], list[LedgerRow]]:
    """Findings and ledger, those that rather speak against our reading replaced by one line for each table or rule.

    ``findings`` are those after causes were merged: what one printed figure explains counts once.
    """
    compared = {row.rule: row.comparisons for row in ledger}
    tables = _in_doubt(findings, lambda f: _table_of(tested.behind(f)), lambda t: _comparisons(tested, t))
    rules = _in_doubt(findings, lambda f: _rule_of(f, tested), lambda rule: compared.get(rule, 0))
    doubted: dict[str, str] = {}
    for finding in findings:
        # Where an amount of the table has no place, a sum may lack just that one.
        table = _table_of(tested.behind(finding))
        if table is not None and not is_whole(disclosure.statements[table]) and finding not in (listed := tables.setdefault(table, [])):
            listed.append(finding)
    for table, members in tables.items():
        doubted |= dict.fromkeys((f.fingerprint for f in members), f"table:{table}")
    for rule, members in rules.items():
        doubted |= {f.fingerprint: f"rule:{rule}" for f in members if f.fingerprint not in doubted}
    if not doubted:
        return list(findings), list(ledger)
    kept = [f for f in findings if f.fingerprint not in doubted]
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if key := doubted.get(finding.fingerprint):
            groups[key].append(finding)
    said = [_said(key, members, disclosure) for key, members in groups.items()]
    return [*kept, *said], _ledger(ledger, kept, groups)


def is_whole(statement: Statement) -> bool:
    """Whether every amount below the heads of a table became a line item; sums of other tables prove nothing."""
    placed = {(i.cell.row, i.cell.column) for i in statement.items}
    roles = {c.index for c in statement.columns if c.measure is not None and c.measure.startswith("@")}
    return all(
        (cell.row, cell.column) in placed or cell.column in roles or not _is_amount(cell.text)
        for cell in statement.table.cells
        if cell.row >= statement.table.header_rows
    )


def _is_amount(text: str) -> bool:
    """Whether a cell prints an amount that is not zero, no code or ordinal."""
    figure = parse_figure(text) if "." in text or "," in text else None
    return figure is not None and figure.value != 0


def _in_doubt(
    findings: Sequence[Finding], key_of: Callable[[Finding], _Key | None], comparisons: Callable[[_Key], int]
) -> dict[_Key, list[Finding]]:
    groups: dict[_Key, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is not Severity.INFO and (key := key_of(finding)) is not None:
            groups[key].append(finding)
    return {k: m for k, m in groups.items() if len(m) >= _FEWEST and Fraction(len(m), max(len(m), comparisons(k))) >= _SHARE}


def _table_of(relations: Sequence[Relation]) -> int | None:
    """The one table that relations are inside of, None if they connect it with something else."""
    tables = {p.table if isinstance(p, LineItem) else None for r in relations for p in (*r.left, *r.right)}
    return next(iter(tables)) if len(tables) == 1 else None


def _comparisons(tested: Tested, table: int) -> int:
    """How many sums inside a table were tested."""
    return sum(_table_of((r,)) == table for r in (*tested.held, *(r for rs in tested.broken.values() for r in rs)))


def _rule_of(finding: Finding, tested: Tested) -> str | None:
    """The rule of a finding that rests on a link that is not exact; comparisons over exact links are exempt."""
    relations = tested.behind(finding)
    return finding.rule if relations and not weakest_link(relations).exact else None


def _said(key: str, members: Sequence[Finding], disclosure: Disclosure) -> Finding:
    """One line about our reading that stands for several findings."""
    kind, _, rest = key.partition(":")
    title = disclosure.statements[int(rest)].title if kind == "table" else members[0].title
    what = f"“{title}”内有 {len(members)} 处合计不符" if kind == "table" else f"“{title}”在本文件中有 {len(members)} 处不符"
    evidence = [replace(e, role=Role.CONTEXT) for f in members for e in f.evidence[:1]]
    address = f"reading/{disclosure.statements[int(rest)].id if kind == 'table' else rest}"
    return Finding(
        rule=DOUBTFUL,
        title=_TITLE,
        severity=Severity.INFO,
        certainty=Certainty.SUSPECTED,
        message=f"{what}，更可能是本系统没有读对，不作为疑点，请对照原文。",
        address=address,
        evidence=tuple(evidence[:8]) or (Evidence(Role.CONTEXT, title, disclosure.document.blocks[0].place),),
        fingerprint=fingerprint(DOUBTFUL, disclosure.identity, address, 0),
        members=tuple(sorted({m for f in members for m in (f.fingerprint, *f.members)})),
    )


def _ledger(ledger: Sequence[LedgerRow], kept: Sequence[Finding], groups: Mapping[str, Sequence[Finding]]) -> list[LedgerRow]:
    """The ledger, where a rule whose findings are all doubted is not evaluable."""
    lost = Counter(f.rule for members in groups.values() for f in members)
    left = Counter(f.rule for f in kept)
    out = []
    for row in ledger:
        if lost[row.rule] and not left[row.rule] and row.outcome is Outcome.FAIL:
            row = replace(row, outcome=Outcome.NOT_EVALUABLE, reason=f"{Reason.READING_UNCERTAIN}（{lost[row.rule]} 处）")
        out.append(row)
    return out
