"""Amounts of the prose against the tables."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Claim,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    Kind,
    LineItem,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    fail,
    item_at,
    rule,
)
from ...legal import M143
from ...numbers import as_said

# What a final account calls 本年 stands in rows of its own beside the 总计.
_THIS_YEAR = {
    "income_total": "income_expenditure:item:current_income:total",
    "expenditure_total": "income_expenditure:item:current_expenditure:total",
    "fiscal_income": "fiscal_income_expenditure:item:current_income:total",
    "fiscal_spending": "fiscal_income_expenditure:item:current_expenditure:total",
    "general_total": "fiscal_income_expenditure:item:current_expenditure:general",
}

_THREE_PUBLIC = ("three_public", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception")
_COLUMNS = {"year_budget": "budget", "actual": "total"}


@rule(id="prose.amount", title="文字说明金额与表格", severity=Severity.ERROR, basis=[M143])
def prose_amount(disclosure: Disclosure) -> Iterator[Verdict]:
    """文字说明中某一事项的金额，与报表中同一事项的金额一致。

    同一事项在几张表中都有时，与各表均不符才报告；两张以上的表彼此一致时，给出应有数。

    无法判断：相应的表缺失、没有读全，或该处为空白；应有同一事项的另一张表没有找到或没有读全而其余各表口径可能不同。

    错例：文字称一般公共预算基本支出 1051.79 万元，表中为 416.59 万元。
    正例：文字与表均为 416.59 万元。
    """
    for claim in disclosure.claims:
        if claim.value is None or not _where(disclosure, claim) or not (claim.value.is_money or claim.value.unit is None):
            continue
        places = list(_places(disclosure, claim))
        if not places:
            printed = disclosure.all_of(*(w.partition(":")[0] for w in _where(disclosure, claim)))
            whole = all(s.table.status is TableStatus.READ for s in printed)
            reason = Reason.TABLE_MISSING if not printed else Reason.NOTHING_TO_COMPARE if whole else Reason.TABLE_NOT_READ
            blank = "（表中为空白）" if printed and whole else ""
            yield Undecided(reason, f"{disclosure.subject_name(claim)}{blank}")
            continue
        for verdict in _compare(disclosure, claim, places):
            if isinstance(verdict, Failed) and (lost := _not_at_hand(disclosure, claim, places)):
                yield Undecided(Reason.TABLE_MISSING, f"{disclosure.subject_name(claim)}：{disclosure.statement_name(lost)}")
            else:
                yield verdict


def _not_at_hand(disclosure: Disclosure, claim: Claim, places: list[tuple[Statement, LineItem]]) -> str | None:
    """A statement that must state the claim's subject too and is not there, or not whole: it may be the one that agrees."""
    ids = dict.fromkeys(w.partition(":")[0] for w in claim.where)
    at_hand = {s.id for s in disclosure.statements if s.table.status is TableStatus.READ} | {s.id for s, _ in places}
    return next((id for id in ids if id in disclosure.required and id not in at_hand), None)


def _where(disclosure: Disclosure, claim: Claim) -> tuple[str, ...]:
    if disclosure.identity.kind is not Kind.FINAL:
        return claim.where
    subject, _, part = (claim.subject or "").partition(".")
    # A section on one fund speaks of its own 本年收入.
    more = _THIS_YEAR.get(claim.subject or "") if claim.where or claim.section.id == "fiscal_totals" else None
    if subject in _THREE_PUBLIC and part in _COLUMNS:
        more = f"three_public:item:{'total' if subject == 'three_public' else subject}:{_COLUMNS[part]}"
    return (*claim.where, more) if more else claim.where


def _places(disclosure: Disclosure, claim: Claim) -> Iterator[tuple[Statement, LineItem]]:
    for where in _where(disclosure, claim):
        id, _, rest = where.partition(":")
        for statement in disclosure.all_of(id):
            if statement.table.status is not TableStatus.UNREAD and (item := item_at(statement, rest)):
                yield statement, item


def _compare(disclosure: Disclosure, claim: Claim, places: list[tuple[Statement, LineItem]]) -> Iterator[Verdict]:
    value = claim.value
    assert value is not None
    stated = value if value.unit else Figure(value.value, places[0][1].figure.unit, value.decimals, value.text)
    results = [(s, i, compare_same(stated, i.figure, None, s.decimals)) for s, i in places]
    results = [(s, i, r) for s, i, r in results if r.verdict is not Agreement.UNKNOWN]
    if not results:
        yield Undecided(Reason.UNIT_UNKNOWN, places[0][0].title)
        return
    said = Print.of_claim(claim, figure=stated)
    agreeing = [i for _, i, r in results if r.verdict is not Agreement.DIFFERENT]
    if agreeing:
        yield Passed(1, tuple(Relation.same(said, i) for i in agreeing))
        return
    items = [i for _, i, _ in results]
    agreed = {r.expected for _, _, r in results}
    printed = "；".join(f"{s.title}“{i.row.label}”为 {i.figure}" for s, i, _ in results)
    name = as_said(disclosure, claim)
    yield fail(
        f"“{claim.section.label}”称{name} {value}，{printed}，不一致。原文：{claim.sentence}",
        address=claim.address,
        formula=f"{value.text} ≠ {'、'.join(i.figure.text for _, i, _ in results)}",
        expected=next(iter(agreed)) if len(agreed) == 1 and len(results) > 1 else None,
        actual=stated,
        evidence=(Evidence.of_claim(claim, Role.ACTUAL), *(Evidence.of_item(i, s.title) for s, i, _ in results)),
        tested=Relation.same(said, *items) if len(agreed) == 1 else Relation.one_of(said, items),
    )
