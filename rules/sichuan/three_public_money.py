"""Economic items of all fiscal money against the three public expenses."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, Reason, Scope, Severity, Undecided, Verdict, item_at, rule
from ..legal import P
from ..tested import at_most, read_table

_PAIRS = (
    ("30212", "出国", ("abroad",)),
    ("30217", "接待", ("reception",)),
    ("30231", "用车", ("vehicle_running", "vehicles")),
    ("31013", "用车", ("vehicle_purchase", "vehicles")),
)


@rule(
    id="sichuan.three-public-money",
    title="“三公”经费与经济分类科目",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
)
def three_public_money(disclosure: Disclosure) -> Iterator[Verdict]:
    """表2-1 一般公共预算拨款中的因公出国（境）费用（30212）、公务接待费（30217）、公务用车运行维护费（30231）、公务用车购置（31013）不大于表3-3 的同一项。

    表2-1 包括项目支出，比基本支出表更完整；只比大小，不要求相等。

    无法判断：缺表2-1 或表3-3，或没有读全。

    错例：表2-1“30217 公务接待费”3.00，表3-3 公务接待费 2.00。
    正例：表3-3 公务接待费 3.00。
    """
    economic, public = read_table(disclosure, "fiscal_economic"), read_table(disclosure, "three_public")
    for table in (economic, public):
        if isinstance(table, Undecided):
            yield table
            return
    assert not isinstance(economic, Undecided) and not isinstance(public, Undecided)
    whole = item_at(public, "item:total:total")
    for code, word, names in _PAIRS:
        part = item_at(economic, f"economic:{code}:general")
        # Some bodies number the economic items in a series of their own: the name tells.
        if part is None or part.figure.value == 0 or word not in part.row.name:
            continue
        of = next((i for name in names if (i := item_at(public, f"item:{name}:total"))), whole)
        if of is None:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{public.title}：没有印合计")
            continue
        yield from at_most(disclosure, [part], of, f"fiscal_economic+three_public/{part.row.address}")
