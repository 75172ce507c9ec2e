"""Three public expenses by fund against the expenditure of each fund."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, Reason, RowKind, Scope, Severity, TableStatus, Undecided, Verdict, rule
from ..legal import M143
from ..tested import at_most, read_table

_FUNDS = (("general", "general_expenditure"), ("fund", "government_fund"), ("state_capital", "state_capital"))


@rule(
    id="xinjiang.three-public-funds",
    title="“三公”经费的资金来源",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
)
def three_public_funds(disclosure: Disclosure) -> Iterator[Verdict]:
    """财政拨款“三公”经费表按资金来源分列的合计，不大于该项预算的支出合计。

    新疆 2024 年起的“三公”经费表分列一般公共预算、政府性基金、国有资本经营预算三项来源。

    无法判断：“三公”经费表没有分列来源，或相应的支出表缺失、没有读全、没有合计。

    错例：“三公”经费表合计行政府性基金 2.00，政府性基金预算支出合计 1.50。
    正例：政府性基金预算支出合计 20.00。
    """
    public = read_table(disclosure, "three_public")
    if isinstance(public, Undecided):
        yield public
        return
    totals = {i.measure: i for i in public.items if i.row.kind is RowKind.ITEM and i.row.key == "total"}
    if not any(totals.get(measure) for measure, _ in _FUNDS):
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{public.title}没有分列资金来源")
        return
    for measure, id in _FUNDS:
        part = totals.get(measure)
        if part is None or not part.figure.value:
            continue
        table = disclosure.statement(id)
        whole = next((i for i in table.items if i.row.kind is RowKind.TOTAL and i.measure == "total"), None) if table else None
        if table is None or whole is None or table.table.status is not TableStatus.READ:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{disclosure.statement_name(id)}没有合计，或没有读全")
            continue
        yield from at_most(disclosure, [part], whole, f"three_public+{id}/{measure}")
