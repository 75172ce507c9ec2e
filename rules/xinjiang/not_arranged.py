"""Income that the prose says is not arranged has no amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Disclosure, Evidence, Kind, Passed, Reason, Role, Scope, Severity, Undecided, Verdict, fail, item_at, rule
from ..legal import M143
from ..numbers import of_text, prose, sections
from ..tested import read_table

_SENTENCE = re.compile(r"(?:^|[。；\n])(?P<name>[\u4e00-\u9fff（）]{4,24}?)(?:资金)?未安排(?=[。；\n]|$)")
_COLUMNS = {
    "一般公共预算": "general",
    "上级一般公共预算安排的转移支付": "general_transfer",
    "政府性基金预算": "fund",
    "上级政府性基金安排的转移支付": "fund_transfer",
    "国有资本经营预算": "state_capital",
    "上级国有资本经营预算安排的转移支付": "state_transfer",
    "财政专户管理资金": "fiscal_special",
    "单位资金": "unit_funds",
    "财政拨款结转": "fiscal_carryover",
    "非财政拨款结转结余": "other_carryover",
}
"""What the prose calls a source, and its column in the table of income."""


@rule(
    id="xinjiang.not-arranged",
    title="“未安排”的收入",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def not_arranged(disclosure: Disclosure) -> Iterator[Verdict]:
    """收入预算说明写“……未安排”的来源，收入总体情况表的相应列没有金额。

    新疆模板的收入预算说明逐项写出各来源，没有的写“未安排”。

    无法判断：没有写“未安排”，或收入总体情况表缺失、没有读全、没有这一列。

    错例：“政府性基金预算未安排”；收入总体情况表政府性基金预算合计 50.00。
    正例：收入总体情况表政府性基金预算没有数字。
    """
    income = read_table(disclosure, "income")
    if isinstance(income, Undecided):
        yield income
        return
    said = [(s, m) for s in sections(disclosure, "income") for m in _SENTENCE.finditer(prose(s)) if m["name"] in _COLUMNS]
    compared = False
    for section, m in said:
        measure = _COLUMNS[m["name"]]
        if not any(c.measure == measure for c in income.columns):
            continue
        compared = True
        total = item_at(income, f"total:{measure}")
        if total is None or not total.figure.value:
            yield Passed()
            continue
        sentence = of_text(section, m.start("name"), m.end())
        yield fail(
            message=f"“{section.label}”称{sentence.text}，{income.title}“{total.row.label}”行的{total.column_label}为 {total.figure.text}，不一致。",
            address=f"income/not-arranged/{measure}",
            actual=total.figure.value,
            unit=total.figure.unit,
            evidence=(Evidence.of_item(total, income.title, Role.ACTUAL), sentence),
        )
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写未安排的来源")
