"""三公 expenditure against the economic items of the basic expenditure."""

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
    TableStatus,
    Undecided,
    Verdict,
    fail,
    item_at,
    rule,
)
from ...legal import P

_PAIRS = (
    ("30212", "出国", "abroad"),
    ("30217", "接待", "reception"),
    ("30231", "用车", "vehicle_running"),
    ("31013", "用车", "vehicle_purchase"),
)


@rule(id="cross.three-public-items", title="“三公”经费与基本支出经济科目", severity=Severity.WARNING, basis=[P])
def three_public_items(disclosure: Disclosure) -> Iterator[Verdict]:
    """基本支出中的因公出国（境）费用（30212）、公务接待费（30217）、公务用车运行维护费（30231）、公务用车购置（31013）不大于“三公”经费表的同一项。

    项目支出也可列“三公”经费，所以只比大小，不要求相等。

    无法判断：缺“三公”经费表或基本支出表，或没有读全。

    错例：基本支出表公务用车运行维护费 3.00，“三公”经费表公务用车运行费 2.00。
    正例：“三公”经费表 3.00 或 5.00。
    """
    basic, public = disclosure.statement("basic_expenditure"), disclosure.statement("three_public")
    if basic is None or public is None:
        yield Undecided(Reason.TABLE_MISSING, "“三公”经费表或基本支出表")
        return
    if any(s.table.status is not TableStatus.READ for s in (basic, public)):
        yield Undecided(Reason.TABLE_NOT_READ, public.title)
        return
    whole = item_at(public, "item:total:total")
    for code, word, item in _PAIRS:
        part = item_at(basic, f"economic:{code}:total")
        # Some bodies number the economic items in a series of their own: the name tells.
        if part is None or part.figure.value == 0 or word not in part.row.name:
            continue
        of = item_at(public, f"item:{item}:total") or (item_at(public, "item:vehicles:total") if item.startswith("vehicle") else None)
        if of is None and whole is None:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{public.title}：{disclosure.name(item)}为空白")
            continue
        yield from _compare(disclosure, part, of, whole)


def _compare(disclosure: Disclosure, part: LineItem, of: LineItem | None, whole: LineItem | None) -> Iterator[Verdict]:
    against = of or whole
    assert against is not None
    basic, public = disclosure.statements[part.table], disclosure.statements[against.table]
    figure = part.figure.in_unit(against.figure.unit or "") if part.figure.is_money and against.figure.is_money else part.figure
    tested = (Relation.at_most(part, against),)
    if figure.interval(basic.decimals if figure.unit == part.figure.unit else None).low <= against.figure.interval(public.decimals).high:
        yield Passed(1, tested)
        return
    name = f"{against.row.name}为 {against.figure}" if of else f"该项空白、合计为 {against.figure}"
    yield fail(
        f"{basic.title}“{part.row.label}”为 {part.figure}，大于{public.title}的同一项（{name}）。",
        address=f"{basic.id}+{public.id}/{part.row.address}",
        formula=f"{part.figure.text} > {against.figure.text}",
        actual=part.figure,
        evidence=(Evidence.of_item(part, basic.title, Role.ACTUAL), Evidence.of_item(against, public.title)),
        tested=tested,
    )
