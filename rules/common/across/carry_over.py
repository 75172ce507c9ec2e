"""What was left at the end of a year and what the next one begins with."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Certainty,
    ComparableDisclosure,
    Kind,
    Passed,
    Peers,
    Reason,
    Relation,
    Role,
    Scope,
    Severity,
    Undecided,
    Verdict,
    Wanted,
    across,
    compare_same,
    fail,
)
from ...legal import P
from .figures import as_operand, as_term, called, in_unit

_PAIRS = (("opening_balance", "closing_balance", "结转和结余"), ("fiscal_opening", "fiscal_closing", "财政拨款结转和结余"))
_WANTED = (
    Wanted("opening_balance", ("income_expenditure:item:opening_balance:total",)),
    Wanted("closing_balance", ("income_expenditure:item:closing_balance:total",)),
    Wanted("fiscal_opening"),
    Wanted("fiscal_closing"),
)


@across(
    id="across.carry-over",
    title="年初结转和结余与上年年末数",
    severity=Severity.INFO,
    basis=[P],
    wanted=_WANTED,
    scope=Scope(kinds=frozenset({"final"})),
)
def carry_over(this: ComparableDisclosure, peers: Peers) -> Iterator[Verdict]:
    """决算的年初结转和结余等于上一年度决算的年末结转和结余。

    以前年度调整、财政收回、机构划转都会使两者不同，所以只作提示。

    无法判断：没有上一年度的决算公开件，或有一方没有写明。

    错例：2024 年决算年初结转和结余 0.00 万元，2023 年决算年末结转和结余 12.00 万元。
    正例：两者均为 12.00 万元。
    """
    who = this.identity
    before = peers.of((who.fiscal_year or 0) - 1, Kind.FINAL, who.level)
    if before is None:
        yield Undecided(Reason.OTHER_DOCUMENT_MISSING, f"没有 {(who.fiscal_year or 0) - 1} 年度的决算公开件")
        return
    for opening, closing, name in _PAIRS:
        now, then = this.figure(opening), before.figure(closing)
        if now is None or then is None:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"没有写明年初或上年年末{name}")
            continue
        same = in_unit(then.figure, now.figure.unit)
        tested = Relation.same(as_term(now), as_term(then))
        if compare_same(now.figure, same).verdict is not Agreement.DIFFERENT:
            yield Passed(1, (tested,))
            continue
        yield fail(
            f"年初{name} {now.figure}，{called(before.identity)}的年末{name} {then.figure}，不一致。以前年度调整、收回会有此差异。",
            certainty=Certainty.SUSPECTED,
            address=f"across/{opening}",
            formula=f"{now.figure.text} ≠ {then.figure.text}",
            actual=now.figure,
            evidence=(as_operand(now.evidence, Role.ACTUAL), then.evidence),
            tested=tested,
        )
