"""机关运行经费 and 公用经费."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .... import (
    Agreement,
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Failed,
    Figure,
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
    fail,
    figures_text,
    item_at,
    rule,
)
from ...legal import L14
from ...numbers import first

_ALL_OFFICES = re.compile(r"（行政单位和参照公务员法管理的?事业单位）|（行政单位）")
_COUNTED_OTHERWISE = re.compile(r"口径|机关运行经费[^。；\n]{0,20}(?:包括|包含|含|加上)[^。；\n]{0,20}项目")
_INSTITUTION = ("active_institution", "posts_institution")


@rule(id="prose.operating-costs", title="机关运行经费与公用经费", severity=Severity.WARNING, basis=[L14])
def operating_costs(disclosure: Disclosure) -> Iterator[Verdict]:
    """机关运行经费不大于一般公共预算基本支出中的公用经费；文件称单位均为行政单位或参公单位的，等于公用经费。

    事业单位的公用经费不计入机关运行经费，所以部门口径的小于公用经费是正常的。所列人员均为事业人员、没有行政和参公人员的，没有机关运行经费。
    基本支出表没有单列公用经费的，以商品和服务支出与资本性支出之和比对，只看是否大于；文件说明了口径不同的，不再提出。

    文件中没有基本支出表的，与文字所述的公用经费相比。

    无法判断：没有写机关运行经费的金额，或没有公用经费。

    错例：公用经费 30.00 万元，机关运行经费 36.00 万元。
    正例：公用经费 30.00 万元，机关运行经费 30.00 万元。
    """
    stated = first(disclosure.claims, "operating_costs")
    yield from _institution(disclosure, stated)
    public = _public(disclosure)
    if stated is not None and stated.value is not None and stated.value.is_money and public is None and _by_class(disclosure):
        yield from _against_classes(disclosure, stated, stated.value, _by_class(disclosure))
        return
    if stated is None or stated.value is None or not stated.value.is_money or public is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有机关运行经费的金额，或没有公用经费")
        return
    result = compare_same(stated.value, public.figure, None, public.decimals)
    if result.verdict is not Agreement.DIFFERENT:
        asserted = Relation.same if _only_offices(disclosure, stated) else Relation.at_most
        yield Passed(1, (asserted(Print.of_claim(stated), public.printed),))
    elif result.actual > result.expected and _other_scope(stated):
        yield Passed()
    elif result.actual > result.expected:
        yield _finding(stated, public, "大于")
    elif _only_offices(disclosure, stated):
        yield _finding(stated, public, "小于")
    else:
        yield Passed(1, (Relation.at_most(Print.of_claim(stated), public.printed),))


def _institution(disclosure: Disclosure, stated: Claim | None) -> Iterator[Verdict]:
    """A body whose staff are all those of a 事业单位 has none."""
    if stated is None or stated.value is None or not stated.value.is_money or "机关运行" not in stated.sentence:
        return  # 单位运行经费 is what institutions call theirs
    staff = {h.category: h for h in disclosure.headcounts if h.category.startswith(("active_", "posts_"))}
    own = [h for c, h in staff.items() if c in _INSTITUTION and h.figure.value > 0]
    offices = [h for c, h in staff.items() if c not in (*_INSTITUTION, "active_workers", "posts_workers") and h.figure.value > 0]
    if not own or offices or not any(c.endswith(("_administrative", "_quasi_civil")) for c in staff):
        return
    if stated.value.value <= 0:
        yield Passed()
        return
    yield fail(
        f"“{stated.section.label}”称机关运行经费 {stated.value}，而所列人员均为事业人员 {own[0].figure}。事业单位没有机关运行经费，请说明。",
        certainty=Certainty.SUSPECTED,
        address=f"{stated.address}/institution",
        formula=f"{stated.value.text}；{own[0].figure.text}",
        actual=stated.value,
        evidence=(Evidence.of_claim(stated, Role.ACTUAL), Evidence.of_claim(own[0].claim)),
    )


@dataclass(frozen=True, slots=True)
class _Public:
    """公用经费 as the statement prints it, else as the prose states it."""

    figure: Figure
    decimals: int | None
    where: str
    evidence: Evidence
    printed: LineItem | Print


def _public(disclosure: Disclosure) -> _Public | None:
    statement = disclosure.statement("basic_expenditure")
    if statement is None:
        claim = next((c for c in disclosure.claims if c.section.id == "basic" and c.subject == "public" and c.value), None)
        if claim is None or claim.value is None or not claim.value.is_money:
            return None
        return _Public(claim.value, None, f"“{claim.section.label}”所述", Evidence.of_claim(claim), Print.of_claim(claim))
    item = item_at(statement, "total:total:public") if statement.table.status is not TableStatus.UNREAD else None
    return _Public(item.figure, statement.decimals, statement.title, Evidence.of_item(item, statement.title), item) if item else None


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
    yield fail(
        f"“{stated.section.label}”称机关运行经费 {value}，大于{statement.title}的{names} {result.expected}{classes[0].figure.unit or ''}。原文：{stated.sentence}",
        address=f"{stated.address}/public",
        formula=f"{value.text} > {figures_text([i.figure for i in classes])} = {result.expected}",
        actual=value,
        evidence=(Evidence.of_claim(stated, Role.ACTUAL), *(Evidence.of_item(i, statement.title) for i in classes)),
        tested=Relation.at_most(Print.of_claim(stated), classes),
    )


def _other_scope(stated: Claim) -> bool:
    """Whether the section says that the figure is counted otherwise: 口径, or that money of projects is part of it."""
    return bool(_COUNTED_OTHERWISE.search(stated.section.text))


def _only_offices(disclosure: Disclosure, stated: Claim) -> bool:
    institutions = [h for h in disclosure.headcounts if h.category in _INSTITUTION and h.figure.value > 0]
    return bool(_ALL_OFFICES.search(stated.sentence)) and not institutions


def _finding(stated: Claim, public: _Public, word: str) -> Failed:
    why = "而所述单位均为行政单位或参公单位" if word == "小于" else ""
    assert stated.value is not None
    return fail(
        f"“{stated.section.label}”称机关运行经费 {stated.value}，{word}{public.where}的公用经费 {public.figure}{f'，{why}' if why else ''}。原文：{stated.sentence}",
        address=f"{stated.address}/public",
        formula=f"{stated.value.text} {'>' if word == '大于' else '<'} {public.figure.text}",
        actual=stated.value,
        evidence=(Evidence.of_claim(stated, Role.ACTUAL), public.evidence),
        tested=(Relation.at_most if word == "大于" else Relation.same)(Print.of_claim(stated), public.printed),
    )
