"""What the explanations of a self-evaluation say: their arithmetic, their targets, their subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Indicator,
    Interval,
    Passed,
    Print,
    Relation,
    Role,
    Severity,
    Verdict,
    compare_ratio,
    fail,
    label_key,
    rule,
)
from ...legal import P
from ...numbers import NUMBER, figure, form_title

_QUOTIENT = re.compile(
    rf"(?P<a>{NUMBER})(?P<au>%?)[^\d/÷=×*+\-%]{{0,3}}[/÷][^\d/÷=×*+\-%]{{0,24}}(?P<b>{NUMBER})(?P<bu>%?)[^\d/÷=×*+\-%]{{0,3}}"
    rf"(?:[*×]100%?)?=(?P<c>{NUMBER})%"
)
_TARGET = re.compile(rf"目标值(?:为|是)?[≥≤>=<]*(?P<number>{NUMBER})(?P<unit>[^\d，。；、/÷=]{{0,2}})")
_WORDLESS = re.compile(r"^[\d.、\s]+$")
_OPERATOR = re.compile(r"[-+−－—*×÷/]")
"""Before a quotient it makes the top more than one number: (120-100)/100=20%."""
_STOP = frozenset("的和与及数率量个次")


@rule(id="performance.explanation", title="偏差说明的内容", severity=Severity.WARNING, basis=[P])
def performance_explained(disclosure: Disclosure) -> Iterator[Verdict]:
    """自评表的偏差说明中，所列算式（甲/乙=百分之几）算得对，所称目标值与年度指标值一致；说明写的是本指标的对象，不是同表另一指标的对象，也不只是一个数字。

    名称只差几个字的两个指标，其中一个的说明只写了另一个的对象，或者说明只有数字的，只作提示。

    错例：指标值 ≥80%，说明为“业绩值92%/目标值80%=105%”。
    正例：说明为“业绩值92%/目标值80%=115%”。
    """
    siblings: dict[int | None, list[Indicator]] = defaultdict(list)
    for indicator in disclosure.indicators:
        if indicator.deviation:
            siblings[indicator.table].append(indicator)
    for group in siblings.values():
        names = {label_key(i.levels[2]) for i in disclosure.indicators if i.table == group[0].table}
        for indicator in group:
            yield from _arithmetic(disclosure, indicator)
            yield from _target(disclosure, indicator)
            yield from _subject(disclosure, indicator, names)
        wordless = [i for i in group if _WORDLESS.match(i.deviation or "")]
        if wordless:
            yield _no_words(disclosure, wordless)


def _arithmetic(disclosure: Disclosure, indicator: Indicator) -> Iterator[Verdict]:
    for m in _QUOTIENT.finditer((indicator.deviation or "").replace("％", "%")):
        top, base, printed = figure(m["a"], m["au"] or None), figure(m["b"], m["bu"] or None), figure(m["c"], "%")
        clause = re.split(r"[，。；：、=]", (indicator.deviation or "")[: m.start("a")])[-1]
        if bool(m["au"]) != bool(m["bu"]) or base.value == 0 or m["a"].startswith("-") or _OPERATOR.search(clause):
            continue
        rate, over, below = (
            Print(indicator, f"deviation {m.start(group)}", f, f"指标“{indicator.levels[2]}”偏差说明")
            for group, f in (("c", printed), ("a", top), ("b", base))
        )
        tested = Relation.ratio(rate, [over], [below])
        ratio = top.interval() / base.interval() if base.interval().low > 0 else Interval.exact(top.value / base.value)
        right = (top.value * 100 / base.value).quantize(Decimal(1).scaleb(-printed.decimals), ROUND_HALF_UP)
        if compare_ratio(printed, ratio) or abs(right - printed.value).scaleb(printed.decimals) <= 1:
            yield Passed(1, (tested,))
            continue
        said = f"说明称“{m[0]}”，{m['a']}{m['au']} ÷ {m['b']}{m['bu']} 为 {right}%，不一致"
        yield _finding(disclosure, indicator, said, "quotient", Severity.WARNING, tested)


def _target(disclosure: Disclosure, indicator: Indicator) -> Iterator[Verdict]:
    m = _TARGET.search(indicator.deviation or "")
    target = indicator.target_figure
    if m is None or target is None:
        return
    stated = figure(m["number"], None)
    if stated.value == target.value:
        yield Passed()
    elif not m["unit"] or not target.unit or m["unit"].startswith(target.unit):
        said = f"指标值 {indicator.target}，说明称“{m[0]}”，不一致"
        yield _finding(disclosure, indicator, said, "target", Severity.WARNING)


def _subject(disclosure: Disclosure, indicator: Indicator, names: set[str]) -> Iterator[Verdict]:
    own = label_key(indicator.levels[2])
    text = label_key(indicator.deviation or "")
    for other in sorted(names - {own}):
        ours, theirs = _apart(own, other)
        if min(len(ours), len(theirs)) < 2 or len(own) - len(ours) < 4:
            continue
        if theirs in text and ours not in text:
            said = f"说明写的是“{theirs}”，与同表指标“{other}”的对象相同，没有写到“{ours}”"
            yield _finding(disclosure, indicator, said, "subject", Severity.INFO)
            return
        if ours in text:
            yield Passed()


def _apart(a: str, b: str) -> tuple[str, str]:
    """The middles in which two names differ, without what they share before and behind."""
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    return a[head : len(a) - tail].strip("".join(_STOP)), b[head : len(b) - tail].strip("".join(_STOP))


def _no_words(disclosure: Disclosure, indicators: list[Indicator]) -> Failed:
    first = indicators[0]
    title = form_title(disclosure, first.table)
    shown = "、".join(f"“{i.levels[2]}”为“{i.deviation}”" for i in indicators[:5])
    return fail(
        f"{title}“{first.project or '整体'}”的偏差说明有 {len(indicators)} 处只写了数字：{shown}。",
        severity=Severity.INFO,
        certainty=Certainty.SUSPECTED,
        address=f"performance/{first.project or ''}/explanation/wordless",
        evidence=tuple(_of(disclosure, i) for i in indicators[:10]),
    )


def _of(disclosure: Disclosure, indicator: Indicator) -> Evidence:
    place = indicator.place
    title = form_title(disclosure, indicator.table)
    return Evidence(
        Role.ACTUAL, indicator.deviation or "", place, table=title, row="/".join(p for p in indicator.levels if p), column="偏差说明"
    )


def _finding(
    disclosure: Disclosure, indicator: Indicator, said: str, what: str, severity: Severity, tested: Relation | None = None
) -> Failed:
    title = form_title(disclosure, indicator.table)
    return fail(
        f"{title}“{indicator.project or '整体'}”的指标“{indicator.levels[2]}”：{said}。原文：{indicator.deviation}",
        severity=severity,
        certainty=Certainty.SUSPECTED,
        address=f"{indicator.address}/explanation/{what}",
        formula=said,
        evidence=(Evidence.of_indicator(indicator, title), _of(disclosure, indicator)),
        tested=tested or (),
    )
