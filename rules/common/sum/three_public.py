"""三公 total and parts."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    Severity,
    Statement,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    item_at,
    rule,
)
from ...legal import M143

_PARTS = (
    ("total", ("abroad", "vehicles", "reception")),
    ("vehicles", ("vehicle_purchase", "vehicle_running")),
    ("with_meetings", ("total", "meetings", "training")),
)

_INSTEAD = {"vehicles": ("vehicle_purchase", "vehicle_running")}
"""What stands for a part that a statement does not print, or leaves blank."""


@rule(id="sum.three-public", title="“三公”经费合计与分项", severity=Severity.ERROR, basis=[M143])
def three_public_sum(disclosure: Disclosure) -> Iterator[Verdict]:
    """“三公”经费合计 = 因公出国（境）费 + 公务用车购置及运行费 + 公务接待费；公务用车购置及运行费 = 购置费 + 运行费。

    与会议费、培训费同列一表的，合计 = “三公”经费 + 会议费 + 培训费。

    没有印“公务用车购置及运行费”一行，或该行空白的，以购置费和运行费代替。

    无法判断：没有“三公”经费表，没有印合计，或分项中有一行没有找到而相加与合计不符。

    错例：合计 2.10，公务用车运行费 2.10，公务接待费 0.30。
    正例：合计 2.40。
    """
    statements = disclosure.all_of("three_public", "fund_three_public")
    if not statements:
        yield Undecided(Reason.TABLE_MISSING, "“三公”经费表")
    for statement in statements:
        for measure in dict.fromkeys(i.measure for i in statement.items):
            for total, parts in _PARTS:
                yield from _compare(disclosure, statement, measure, total, parts)


def _compare(disclosure: Disclosure, statement: Statement, measure: str, total: str, parts: tuple[str, ...]) -> Iterator[Verdict]:
    whole = item_at(statement, f"item:{total}:{measure}")
    rows = {r.key for r in statement.rows}
    named = [x for p in parts for x in ((p,) if item_at(statement, f"item:{p}:{measure}") else _INSTEAD.get(p, (p,)))]
    pieces: list[LineItem] = [i for p in named if (i := item_at(statement, f"item:{p}:{measure}"))]
    if whole is None or not pieces:
        return
    result = compare_sum(whole.figure, [p.figure for p in pieces], statement.decimals)
    tested = (Relation.sum(whole, pieces),)
    if not result.differs:
        yield Passed(1, tested)
        return
    if lost := [p for p in named if p not in rows]:
        yield Undecided(Reason.NOT_RECOGNISED, f"{statement.title}：没有找到{'、'.join(disclosure.name(p) for p in lost)}")
        return
    yield fail(
        f"{statement.title}：{disclosure.name(total)}为 {whole.figure}，{'、'.join(disclosure.name(p) for p in named)}相加为 {result.expected}，不一致。",
        address=f"{statement.id}/item:{total}/{measure}",
        formula=f"{figures_text([p.figure for p in pieces])} = {result.expected} ≠ {whole.figure.text}",
        actual=whole.figure,
        evidence=(Evidence.of_item(whole, statement.title, Role.ACTUAL), *(Evidence.of_item(p, statement.title) for p in pieces)),
        tested=tested,
    )
