"""The items of which 机关运行经费 is said to consist, against the economic items of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Agreement,
    Certainty,
    Claim,
    Disclosure,
    Evidence,
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
    label_key,
    rule,
)
from ...legal import L14

_LEAD = re.compile(r"^.*(?:用于|包括|其中|包含|如下)[:：，]?")
_WHOLES = (("economic", "302", "total"), ("total", "total", "public"))
"""Rows and measures of the table that 机关运行经费 may be the whole of: goods and services, or all of 公用经费."""


@rule(id="prose.operating-items", title="机关运行经费所列各项与经济科目", severity=Severity.WARNING, basis=[L14])
def operating_items(disclosure: Disclosure) -> Iterator[Verdict]:
    """机关运行经费与基本支出表的公用经费（商品和服务支出）相等的，所列办公费、差旅费等各项与表中同名经济科目的金额一致。

    二者不相等的口径不同，不比对。疑似，需单位说明：个别项目可能另有列支渠道。

    无法判断：没有列出各项的金额，没有基本支出表或没有读全，或机关运行经费与公用经费不相等。

    错例：机关运行经费 30.00 万元，与公用经费相等，其中差旅费 8.00 万元；表中 30211 差旅费为 6.00 万元。
    正例：差旅费 6.00 万元。
    """
    stated = [c for c in disclosure.claims if c.section.id == "operating_costs" and c.value is not None and c.value.is_money]
    whole = next((c for c in stated if c.subject == "operating_costs"), None)
    statement = disclosure.statement("basic_expenditure")
    if whole is None or statement is None or statement.table.status is not TableStatus.READ:
        yield Undecided(Reason.TABLE_MISSING, disclosure.statement_name("basic_expenditure"))
        return
    named = _named(statement)
    parts = [(c, i) for c in stated if c.start > whole.start and (i := named.get(_LEAD.sub("", label_key(c.subject_text))))]
    if not parts or not _is_whole(whole, statement):
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有列出各项的金额，或机关运行经费与公用经费不相等")
        return
    for claim, item in parts:
        yield _judge(claim, item, statement)


def _named(statement: Statement) -> dict[str, LineItem]:
    """The items of the third level under 302 by their names; a name that two of them have is none."""
    found: dict[str, list[LineItem]] = {}
    for item in statement.find("total", RowKind.ECONOMIC):
        if re.fullmatch(r"302\d\d", item.row.key):
            found.setdefault(label_key(item.row.name), []).append(item)
    return {name: items[0] for name, items in found.items() if len(items) == 1}


def _is_whole(claim: Claim, statement: Statement) -> bool:
    assert claim.value is not None
    wholes = [i for kind, key, measure in _WHOLES for i in statement.find(measure, RowKind(kind)) if i.row.key == key]
    return any(compare_same(claim.value, i.figure, None, statement.decimals).verdict is not Agreement.DIFFERENT for i in wholes)


def _judge(claim: Claim, item: LineItem, statement: Statement) -> Verdict:
    assert claim.value is not None
    tested = Relation.same(Print.of_claim(claim), item)
    result = compare_same(claim.value, item.figure, None, statement.decimals)
    if result.verdict is not Agreement.DIFFERENT:
        return Passed(1, (tested,))
    return fail(
        f"“{claim.section.label}”称{item.row.name} {claim.value}，{statement.title}“{item.row.label}”为 {item.figure}，不一致。原文：{claim.sentence}",
        certainty=Certainty.SUSPECTED,
        address=f"{claim.address}/item",
        formula=f"{claim.value.text} ≠ {item.figure.text}",
        actual=claim.value,
        evidence=(Evidence.of_claim(claim, Role.ACTUAL), Evidence.of_item(item, statement.title)),
        tested=tested,
    )
