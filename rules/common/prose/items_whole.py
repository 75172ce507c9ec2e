"""Items of the general budget that the prose explains against the statement of all expenditure."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Claim,
    Disclosure,
    Evidence,
    Failed,
    Kind,
    LineItem,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    fail,
    rule,
)
from ...legal import P

_OWN = ("general_expenditure", "fiscal_income_expenditure")


@rule(id="prose.items-whole", title="文字所述科目与支出决算表", severity=Severity.ERROR, basis=[P])
def prose_items_whole(disclosure: Disclosure) -> Iterator[Verdict]:
    """决算文件中没有一般公共预算支出决算表而有支出决算表的，文字所述一般公共预算的各科目不大于支出决算表的同一科目；文字称两者总额相等的，各科目也相等，两处所列的科目也相同。

    各科目合为一条。有一般公共预算支出决算表的，与该表比对（见 prose.amount）。

    无法判断：支出决算表没有读全，或没有同一科目。

    错例：文字称卫生健康支出（类）120.00 万元，支出决算表为 80.00 万元。
    正例：支出决算表为 130.00 万元，其中一部分为政府性基金。
    """
    statement = disclosure.statement("expenditure")
    claims = [c for c in disclosure.claims if c.section.id in ("general_structure", "general_items") and c.code and c.value]
    claims = [c for c in claims if c.value and c.value.is_money and "预算" not in c.sentence.split("万元")[0]]
    if disclosure.identity.kind is not Kind.FINAL or statement is None or not claims or disclosure.all_of(*_OWN):
        return
    if statement.table.status is not TableStatus.READ:
        yield Undecided(Reason.TABLE_NOT_READ, statement.title)
        return
    whole = _all_is_general(disclosure)
    rows = {i.row.key: i for i in statement.find("total", RowKind.FUNCTIONAL)}
    pairs = [(c, rows[c.code]) for c in claims if c.code in rows]
    wrong = [(c, i) for c, i in pairs if _wrong(c, i, statement, whole)]
    if len(pairs) > len(wrong):
        held = [p for p in pairs if p not in wrong]
        yield Passed(len(held), _tested(held, whole))
    told = {c.code for c in claims if c.code and len(c.code) == 7}
    untold = [i for i in rows.values() if whole and told and len(i.row.key) == 7 and i.row.key not in told and i.figure.value]
    absent = [c for c in claims if whole and pairs and c.code and c.code not in rows and c.value and c.value.value]
    if wrong or (pairs and (untold or absent)):
        yield _finding(statement, wrong, untold, absent, whole)
    elif not pairs:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有同一科目")


def _all_is_general(disclosure: Disclosure) -> bool:
    """Whether the prose states the same amount for the general budget and for all expenditure."""
    stated = {s: {c.value.value for c in disclosure.claims if c.subject == s and c.value} for s in ("general_total", "expenditure_total")}
    return len(stated["general_total"]) == 1 and stated["general_total"] == stated["expenditure_total"]


def _wrong(claim: Claim, item: LineItem, statement: Statement, whole: bool) -> bool:
    assert claim.value is not None
    result = compare_same(claim.value, item.figure, None, statement.decimals)
    return result.verdict is Agreement.DIFFERENT and (whole or result.actual > result.expected)


def _finding(statement: Statement, wrong: list[tuple[Claim, LineItem]], untold: list[LineItem], absent: list[Claim], whole: bool) -> Failed:
    shown = [f"{i.row.label} 文字 {c.value}、表中 {i.figure}" for c, i in wrong[:12]]
    shown += [f"等 {len(wrong)} 个科目"] if len(wrong) > 12 else []
    shown += [f"表中有而文字没有：{'、'.join(f'{i.row.label} {i.figure}' for i in untold[:6])}"] if untold else []
    shown += (
        [f"文字有而表中没有：{'、'.join(f'{c.path[-1] if c.path else c.subject_text} {c.value}' for c in absent[:6])}"] if absent else []
    )
    why = "文字称全部支出均为一般公共预算财政拨款" if whole else "文字所述大于支出决算表"
    return fail(
        f"文字所述一般公共预算各科目与{statement.title}不一致（{why}）：{'；'.join(shown)}。",
        severity=Severity.ERROR if wrong else Severity.WARNING,
        address=f"{statement.id}/prose-items",
        formula="；".join(f"{c.value.text if c.value else ''} {'≠' if whole else '>'} {i.figure.text}" for c, i in wrong) or None,
        evidence=(
            *(e for c, i in wrong[:20] for e in (Evidence.of_claim(c, Role.ACTUAL), Evidence.of_item(i, statement.title))),
            *(Evidence.of_item(i, statement.title) for i in untold[:10]),
            *(Evidence.of_claim(c, Role.ACTUAL) for c in absent[:10]),
        ),
        tested=_tested(wrong, whole),
        # Without amounts that differ it is about which items are listed.
        compares=bool(wrong),
    )


def _tested(pairs: list[tuple[Claim, LineItem]], whole: bool) -> tuple[Relation, ...]:
    asserted = Relation.same if whole else Relation.at_most
    return tuple(asserted(Print.of_claim(c), i) for c, i in pairs)
