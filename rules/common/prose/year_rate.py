"""Rates of the prose on a base that the same sentence prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from .... import (
    Disclosure,
    Failed,
    Figure,
    Passed,
    Reason,
    Relation,
    Role,
    Section,
    Severity,
    Undecided,
    Verdict,
    compare_ratio,
    fail,
    rule,
)
from ...legal import P
from ...numbers import NUMBER, figure, in_text, of_text, prose, sections, sentence_at, taken_off

_TWO_YEARS = re.compile(
    rf"(?P<last>20\d\d)年(?:度)?(?:当年)?(?:预算执行数|执行数|预算数|决算数|预算)(?:为)?(?P<before>{NUMBER})(?P<unit1>亿元|万元|元)，"
    rf"(?P<this>20\d\d)年(?:度)?(?:预算安排|预算数|预算|决算数|支出决算数?)(?:为)?(?P<now>{NUMBER})(?P<unit2>亿元|万元|元)，"
    rf"(?:比|较|与)(?P<base>20\d\d)年(?:度)?[^，。；\d]{{0,10}}?(?P<word>增加|增长|减少|下降|持平)(?:了)?(?:(?P<rate>{NUMBER})%)?"
)
_UP = ("增加", "增长")


@rule(id="prose.year-rate", title="增减率与句中所印两年数", severity=Severity.ERROR, basis=[P])
def prose_year_rate(disclosure: Disclosure) -> Iterator[Verdict]:
    """句中印出上年数和本年数的，所述增减方向和增减率由这两个数推得。

    上年数为 0 时印 100% 是通行写法，不报告；末位相差 1 视为尾差。

    无法判断：上年数为 0，或没有印增减率。

    错例：2023 年预算执行数为 60.00 万元，2024 年预算安排 30.00 万元，比 2023 年预算执行数减少 100.00%。
    正例：减少 50.00%。
    """
    for section in sections(disclosure):
        text = prose(section)
        for m in _TWO_YEARS.finditer(text):
            if m["base"] == m["last"]:
                yield _judge(section, text, m)


def _judge(section: Section, text: str, m: re.Match[str]) -> Verdict:
    before, now = figure(m["before"], m["unit1"]), figure(m["now"], m["unit2"])
    before = before.in_unit(now.unit or "")
    gap = now.value - before.value
    up = m["word"] in _UP
    last, this = in_text(section, m, "before", before), in_text(section, m, "now", now)
    if m["word"] == "持平":
        same = Relation.same(this, last)
        said = f"{before.text} 与 {now.text} 不相等，却称持平"
        return Passed(1, (same,)) if gap == 0 else _finding(section, m, said, f"{now.text} ≠ {before.text}", same)
    if gap and (gap > 0) != up:
        return _finding(
            section,
            m,
            f"{before.text} 到 {now.text} 是{'增加' if gap > 0 else '减少'}，却称{m['word']}",
            f"{now.text} - {before.text} = {gap}",
            Relation.at_most(last, this) if up else Relation.at_most(this, last),
        )
    if m["rate"] is None:
        return Passed()
    rate = figure(m["rate"], "%")
    if before.value == 0:
        return Passed() if rate.value in (0, 100) else Undecided(Reason.BASE_UNKNOWN, sentence_at(text, m.start(), m.end()))
    moved_by = [this, taken_off(last)] if up else [last, taken_off(this)]
    tested = Relation.ratio(in_text(section, m, "rate", rate), moved_by, [last])
    moved = now.interval() - before.interval() if up else before.interval() - now.interval()
    if before.interval().low <= 0 or compare_ratio(rate, moved / before.interval()):
        return Passed(1, (tested,))
    if _fits_head(text, m, before, rate, up):
        return Passed()
    right = (abs(gap) * 100 / before.value).quantize(Decimal(1).scaleb(-max(2, rate.decimals)), ROUND_HALF_UP)
    if rate.decimals >= 2 and abs(right - rate.value).scaleb(rate.decimals) <= 1:
        return Passed(1, (tested,))
    formula = f"({now.text} - {before.text}) ÷ {before.text} = {right}% ≠ {rate.text}"
    return _finding(section, m, f"按 {before.text} 和 {now.text} 推算应为 {right}%，所述为 {rate.text}", formula, tested, rate.value)


def _fits_head(text: str, m: re.Match[str], before: Figure, rate: Figure, up: bool) -> bool:
    """Whether the rate fits the amount with which the paragraph begins: then the two amounts differ (prose.two-amounts)."""
    line = text[text.rfind("\n", 0, m.start()) + 1 : m.start()]
    head = re.search(rf"（项）”?(?P<first>{NUMBER})(?P<unit>亿元|万元|元)", line)
    if head is None:
        return False
    first = figure(head["first"], head["unit"]).in_unit(before.unit or "").interval()
    return compare_ratio(rate, (first - before.interval() if up else before.interval() - first) / before.interval())


def _finding(section: Section, m: re.Match[str], said: str, formula: str, tested: Relation, actual: Decimal | None = None) -> Failed:
    evidence = of_text(section, m.start(), m.end(), Role.ACTUAL)
    line = prose(section).rfind("\n", 0, m.start()) + 1
    head = re.search(r"[^“”（）、。；\n]{2,40}(?=（项）)", prose(section)[line : m.start()])
    name = head[0] if head else ""
    return fail(
        f"{f'“{name}”：' if name else ''}{said}，不一致。原文：{evidence.text}",
        address=f"prose/{section.id or section.title}/{name or m['this']}/year-rate",
        formula=formula,
        actual=actual,
        unit="%" if actual is not None else None,
        evidence=evidence,
        tested=tested,
    )
