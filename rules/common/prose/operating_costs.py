"""机关运行经费 and 公用经费."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Agreement,
    Claim,
    Disclosure,
    Evidence,
    Figure,
    Finding,
    LineItem,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    compare_sum,
    figures_text,
    item_at,
    rule,
)
from ...legal import L14
from ...numbers import first

_ID, _TITLE = "prose.operating-costs", "机关运行经费与公用经费"
_ALL_OFFICES = re.compile(r"（行政单位和参照公务员法管理的?事业单位）|（行政单位）")
_INSTITUTION = ("active_institution", "posts_institution")


@rule(id=_ID, title=_TITLE, severity=Severity.WARNING, basis=[L14])
def operating_costs(disclosure: Disclosure) -> Iterator[Verdict]:
    """机关运行经费不大于一般公共预算基本支出中的公用经费；文件称单位均为行政单位或参公单位的，等于公用经费。

    事业单位的公用经费不计入机关运行经费，所以部门口径的小于公用经费是正常的。基本支出表没有单列公用经费的，以商品和服务支出与资本性支出之和
    比对，只看是否大于；文件说明了口径不同的，不再提出。

    无法判断：没有写机关运行经费的金额，或基本支出表没有公用经费。

    错例：公用经费 30.00 万元，机关运行经费 36.00 万元。
    正例：公用经费 30.00 万元，机关运行经费 30.00 万元。
    """
    stated = first(disclosure.claims, "operating_costs")
    public = _public(disclosure)
    if stated is not None and stated.value is not None and stated.value.is_money and public is None and _by_class(disclosure):
        yield from _against_classes(disclosure, stated, stated.value, _by_class(disclosure))
        return
    if stated is None or stated.value is None or not stated.value.is_money or public is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有机关运行经费的金额，或没有公用经费")
        return
    statement = disclosure.statements[public.table]
    result = compare_same(stated.value, public.figure, None, statement.decimals)
    if result.verdict is not Agreement.DIFFERENT:
        asserted = Relation.same if _only_offices(disclosure, stated) else Relation.at_most
        yield Passed(1, (asserted(Print.of_claim(stated), public),))
    elif result.actual > result.expected and _other_scope(stated):
        yield Passed()
    elif result.actual > result.expected:
        yield _finding(disclosure, stated, public, "大于")
    elif _only_offices(disclosure, stated):
        yield _finding(disclosure, stated, public, "小于")
    else:
        yield Passed(1, (Relation.at_most(Print.of_claim(stated), public),))


def _public(disclosure: Disclosure) -> LineItem | None:
    statement = disclosure.statement("basic_expenditure")
    if statement is None or statement.table.status is TableStatus.UNREAD:
        return None
    return item_at(statement, "total:total:public")


_PUBLIC_CLASSES = ("302", "310")


def _by_class(disclosure: Disclosure) -> list[LineItem]:
    """The classes that 公用经费 is made of, in a statement that has no column for it."""
    statement = disclosure.statement("basic_expenditure")
    if statement is None or statement.table.status is not TableStatus.READ:
        return []
    return [i for c in _PUBLIC_CLASSES if (i := item_at(statement, f"economic:{c}:total"))]


def _against_classes(disclosure: Disclosure, stated: Claim, value: Figure, classes: list[LineItem]) -> Iterator[Verdict]:
    statement = disclosure.statements[classes[0].table]
    result = compare_sum(value, [i.figure for i in classes], statement.decimals)
    if result.verdict is not Agreement.DIFFERENT or result.actual < result.expected or _other_scope(stated):
        yield Passed()
        return
    names = "、".join(i.row.name for i in classes)
    yield Finding(
        rule=_ID,
        title=_TITLE,
        severity=Severity.WARNING,
        message=f"“{stated.section.title}”称机关运行经费 {value}，大于{statement.title}的{names} {result.expected}{classes[0].figure.unit or ''}。原文：{stated.sentence}",
        address=f"{stated.address}/public",
        formula=f"{value.text} > {figures_text([i.figure for i in classes])} = {result.expected}",
        actual=value.value,
        unit=value.unit,
        evidence=(Evidence.of_claim(stated, Role.ACTUAL), *(Evidence.of_item(i, statement.title) for i in classes)),
    )


def _other_scope(stated: Claim) -> bool:
    """Whether the section says that the figure is counted otherwise (口径)."""
    return "口径" in stated.section.text


def _only_offices(disclosure: Disclosure, stated: Claim) -> bool:
    institutions = [h for h in disclosure.headcounts if h.category in _INSTITUTION and h.figure.value > 0]
    return bool(_ALL_OFFICES.search(stated.sentence)) and not institutions


def _finding(disclosure: Disclosure, stated: Claim, public: LineItem, word: str) -> Finding:
    statement = disclosure.statements[public.table]
    why = "而所述单位均为行政单位或参公单位" if word == "小于" else ""
    assert stated.value is not None
    return Finding(
        rule=_ID,
        title=_TITLE,
        severity=Severity.WARNING,
        message=f"“{stated.section.title}”称机关运行经费 {stated.value}，{word}{statement.title}的公用经费 {public.figure}{f'，{why}' if why else ''}。原文：{stated.sentence}",
        address=f"{stated.address}/public",
        formula=f"{stated.value.text} {'>' if word == '大于' else '<'} {public.figure.text}",
        actual=stated.value.value,
        unit=stated.value.unit,
        evidence=(Evidence.of_claim(stated, Role.ACTUAL), Evidence.of_item(public, statement.title)),
        tested=((Relation.at_most if word == "大于" else Relation.same)(Print.of_claim(stated), public),),
    )
