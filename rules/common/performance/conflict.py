"""One indicator with two values in two forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Indicator,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import P
from ...numbers import form_id, form_title

_TEN_THOUSAND = Decimal(10_000)
_UNITS = {"万人": ("人", _TEN_THOUSAND), "万人次": ("人次", _TEN_THOUSAND), "名": ("人", Decimal(1))}
_COUNTED = frozenset({"人", "人次", "家", "户", "个", "所", "亩", "公里", "座"})
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_PLACE = re.compile(r"20\d\d年度?|全[县市区州省]|[我本][县市区州省]|县内|市内|区内|辖区内?|年度?")
_GENERIC = re.compile(r"参加|参保|缴费|享受|保障|按实|完成|实施|开展|计划|总|人员|人数|人次数?|对象|数量|数")
_WORDS = (("医保", "医疗保险"), ("基本医疗保险", "医疗保险"), ("社保", "社会保险"), ("养老保险金", "养老保险"))


@rule(id="performance.conflict", title="同一指标在两张绩效表中的数值", severity=Severity.WARNING, basis=[P])
def performance_conflict(disclosure: Disclosure) -> Iterator[Verdict]:
    """整体绩效目标表与项目绩效目标表中的同一数量指标，数值一致。

    去掉年度、地域和“人数、参加、缴费”一类通用词后名称相同、计量相同、项目中只有一个的，视为同一指标；满意度等以百分比计的不比对。疑似，需单位说明。

    无法判断：没有整体绩效目标表或项目绩效目标表，或没有相同的指标。

    错例：整体表“虚构服务参保人数 ≥11 万人”，项目表“2023 年全县参加虚构服务人员 ≥10 万人”。
    正例：两表均为 10 万人。
    """
    overall = [i for i in disclosure.indicators if form_id(disclosure, i.table) == "overall_targets"]
    projects = [i for i in disclosure.indicators if form_id(disclosure, i.table) == "project_targets"]
    if not overall or not projects:
        yield Undecided(Reason.TABLE_MISSING, "没有整体绩效目标表或项目绩效目标表")
        return
    compared = False
    for indicator in overall:
        key, amount = _key(indicator), _amount(indicator)
        if amount is None or len(key) < 3 or sum(_key(o) == key and _amount(o) is not None for o in overall) > 1:
            continue
        same = [p for p in projects if _key(p) == key and (a := _amount(p)) is not None and a[1] == amount[1]]
        if not same or len({_amount(p) for p in same}) > 1:
            continue
        compared = True
        yield _judge(disclosure, indicator, same[0])
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "两张表没有相同的数量指标")


def _key(indicator: Indicator) -> str:
    """The name without years, places and generic words."""
    name = _PLACE.sub("", _BRACKETS.sub("", label_key(indicator.levels[2])))
    for short, long in _WORDS:
        name = name.replace(short, long) if long not in name or len(short) > len(long) else name
    return _GENERIC.sub("", name)


def _amount(indicator: Indicator) -> tuple[Decimal, str] | None:
    figure = indicator.target_figure
    if figure is None or figure.unit is None:
        return None
    unit, times = _UNITS.get(figure.unit, (figure.unit, Decimal(1)))
    return ((figure.value * times).normalize(), unit) if unit in _COUNTED else None


def _judge(disclosure: Disclosure, a: Indicator, b: Indicator) -> Verdict:
    tested = Relation.same(*(Print(i, "target", i.target_figure, f"指标“{i.levels[2]}”") for i in (a, b) if i.target_figure))
    if _amount(a) == _amount(b):
        return Passed()
    first, second = form_title(disclosure, a.table), form_title(disclosure, b.table)

    def shown(i: Indicator) -> str:
        unit = i.target_figure.unit if i.target_figure and i.target_figure.unit else ""
        sign = i.comparator if i.comparator and not i.target.startswith((i.comparator, ">", "<", "=")) else ""
        return f"{sign}{i.target}{'' if i.target.endswith(unit) else unit}"

    return fail(
        f"{first}“{a.levels[2]}”为 {shown(a)}，{second}“{b.project}”的“{b.levels[2]}”为 {shown(b)}，不一致。",
        certainty=Certainty.SUSPECTED,
        address=f"{a.address}/conflict",
        formula=f"{shown(a)} ≠ {shown(b)}",
        evidence=(Evidence.of_indicator(a, first), Evidence.of_indicator(b, second, Role.ACTUAL)),
        tested=tested,
    )
