"""A fund that the prose says is not used has no amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Disclosure, Evidence, Kind, Passed, Reason, Role, Scope, Severity, Undecided, Verdict, fail, rule
from ..legal import M143
from ..numbers import of_text, prose, sections, sentence_at
from ..tested import read_table

_FUNDS = (("government_fund", "政府性基金预算"), ("state_capital", "国有资本经营预算"))
"""Statement, and the fund as the prose calls it."""
_UNUSED = r"(?:没有使用|未使用|未安排|无){fund}(?:财政)?(?:拨款)?(?:安排)?的?(?:支出|收支)?(?=[，。；\n]|$)"
_PARTIAL = re.compile(r"其他|其余|下属|所属|部分")
"""What makes the sentence one about some of the units."""


@rule(
    id="sichuan.unused-funds",
    title="未使用的政府性基金和国有资本经营预算",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def unused_funds(disclosure: Disclosure) -> Iterator[Verdict]:
    """文字说明称没有使用政府性基金预算、国有资本经营预算的，表4、表5 没有金额。

    四川模板的说明只说“没有使用……安排的支出”，不说表是空表。

    无法判断：没有这样的说明，或表格缺失、没有读全。

    错例：“2023 年没有使用政府性基金预算拨款安排的支出”；表4 合计 50.00。
    正例：表4 没有数字。
    """
    for id, name in _FUNDS:
        pattern = re.compile(_UNUSED.format(fund=name))
        said = [
            (s, m)
            for s in sections(disclosure, id)
            for m in pattern.finditer(prose(s))
            if not _PARTIAL.search(sentence_at(prose(s), m.start()))
        ]
        table = read_table(disclosure, id)
        if not said or isinstance(table, Undecided):
            yield table if isinstance(table, Undecided) else Undecided(Reason.NOTHING_TO_COMPARE, f"没有说明是否使用{name}")
            continue
        filled = next((i for i in table.items if i.figure.is_money and i.figure.value), None)
        if filled is None:
            yield Passed()
            continue
        section, m = said[0]
        sentence = of_text(section, m.start(), m.end())
        yield fail(
            message=f"“{section.label}”称{sentence.text}，{table.title}“{filled.row.label}”行为 {filled.figure.text}，不一致。",
            address=f"{id}/unused",
            actual=filled.figure.value,
            unit=filled.figure.unit,
            evidence=(Evidence.of_item(filled, table.title, Role.ACTUAL), sentence),
        )
