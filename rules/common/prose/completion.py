"""How far the budget was carried out, as the prose states it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from .... import Disclosure, Failed, Figure, Passed, Relation, Role, Section, Severity, Verdict, compare_ratio, fail, rule
from ...legal import T
from ...numbers import NUMBER, closes, figure, in_text, of_text, prose, sections, taken_off

_MONEY = r"(?P<{0}>{1})(?P<{0}_unit>亿元|万元|元)"
_NOTHING = r"(?P<nothing>0(?:\.0+)?)(?=，)"
"""年初预算为0，: what needs no unit."""
_BOTH = re.compile(
    r"(?P<what>年初预算|全年预算|预算)数?(?:为)?"
    rf"(?:{_MONEY.format('budget', NUMBER)}|{_NOTHING})"
    r"，(?:20\d\d年(?:度)?)?(?:[^，。；\d]{0,20}?)(?:支出)?决算数?(?:为)?" + _MONEY.format("actual", NUMBER)
)
_TURNED = re.compile(
    r"(?:支出)?决算数?(?:为)?" + _MONEY.format("actual", NUMBER) + r"，(?:年初|全年)预算数?(?:为|是)?"
    rf"(?:{_MONEY.format('budget', NUMBER)}|{_NOTHING})"
)
"""The account before the budget. The amount of the budget may also stand inside the rate: 完成年初预算100.00万元的95%."""
_INSIDE = re.compile(
    r"(?:支出)?决算数?(?:为)?"
    + _MONEY.format("actual", NUMBER)
    + rf"(?=，完成(?:年初|全年)预算数?(?P<budget>{NUMBER})(?P<budget_unit>亿元|万元|元)的(?P<done>{NUMBER})%)(?P<nothing>)"
)
_TAIL = re.compile(
    rf"[，。；](?:(?:完成(?:年初|全年)?预算的?(?:比例为)?|预算完成率为?)(?P<done>{NUMBER})%|预决算差异率(?:为)?(?P<gap>{NUMBER})%)"
)
_WORD = re.compile(
    r"^(?:，[^，。；]{0,30})?。?决算数(?:(?P<less>小于|低于)|(?P<more>大于|高于|超过)|(?P<same>等于|与预算数(?:基本)?(?:持平|一致)))(?:年初|全年)?(?:预算数)?"
)
_ABOUT = Decimal("0.1")
"""What 基本持平 allows, as a share of the greater: no text defines it, and a tenth is more than anybody would call so."""


@rule(id="prose.completion", title="预算完成率与预决算差异率", severity=Severity.ERROR, basis=[T])
def prose_completion(disclosure: Disclosure) -> Iterator[Verdict]:
    """句中印出预算数和决算数的，完成率 = 决算 ÷ 预算，预决算差异率 =（决算 − 预算）÷ 预算，“决算数小于（大于）预算数”与两数相符。

    “基本持平”（“基本一致”）只在两数相差超过一成时报告。预算数为 0 而印有完成百分之几的，预算数、决算数均为 0 而差异率不为 0 的，为需说明。末位相差 1 视为尾差。

    错例：年初预算为 100.00 万元，支出决算为 98.00 万元，完成年初预算的 102.00%。
    正例：完成年初预算的 98.00%。
    """
    for section in sections(disclosure):
        text = prose(section)
        for m in _pairs(text):
            actual = figure(m["actual"], m["actual_unit"])
            budget = figure(m["budget"] or m["nothing"], m["budget_unit"] or actual.unit).in_unit(actual.unit or "")
            tail = m if m.re is _INSIDE else _TAIL.match(text, m.end())
            if tail:
                yield _rate(section, m, tail, budget, actual)
            word = None if m.re is _INSIDE else _WORD.match(text[tail.end() if tail else m.end() :])
            if word:
                yield _words(section, m, word, budget, actual)


def _pairs(text: str) -> Iterator[re.Match[str]]:
    """Every pair of a budget and an account in one sentence; an account that has its budget before it is not paired with one behind it."""
    taken = set[int]()
    for m in _BOTH.finditer(text):
        taken.add(m.start("actual"))
        yield m
    for pattern in (_INSIDE, _TURNED) if "决算" in text else ():
        yield from (m for m in pattern.finditer(text) if m.start("actual") not in taken)


def _rate(section: Section, m: re.Match[str], tail: re.Match[str], budget: Figure, actual: Figure) -> Verdict:
    done = tail["done"] is not None
    printed = figure(tail["done"] if done else tail["gap"], "%")
    name = "完成率" if done else "预决算差异率"
    before, after = in_text(section, m, "budget" if m["budget"] else "nothing", budget), in_text(section, m, "actual", actual)
    tested = Relation.ratio(
        in_text(section, tail, "done" if done else "gap", printed), [after] if done else [after, taken_off(before)], [before]
    )
    if budget.value == 0:
        if printed.value == 0 or (not done and actual.value != 0):
            return Passed()
        if not done:
            said = f"预算数和决算数均为 0，{name}却为 {printed.text}"
            return _finding(section, m, tail, said, f"({actual.text} - {budget.text}) ÷ 0", printed.value, Severity.WARNING, tested)
        said = f"预算数为 0，却称完成 {printed.text}"
        return _finding(section, m, tail, said, f"{actual.text} ÷ 0", printed.value, Severity.WARNING, tested)
    base = budget.interval()
    top = actual.interval() if done else actual.interval() - base
    point = (actual.value if done else actual.value - budget.value) * 100 / budget.value
    right = point.quantize(Decimal(1).scaleb(-max(2, printed.decimals)), ROUND_HALF_UP)
    near = printed.decimals >= 2 and abs(right - printed.value).scaleb(printed.decimals) <= 1
    if base.low <= 0 or near or compare_ratio(printed, top / base):
        return Passed(1, (tested,))
    severity = Severity.INFO if done and closes(printed, actual, budget) else Severity.ERROR
    sign = f"{actual.text} ÷ {budget.text}" if done else f"({actual.text} - {budget.text}) ÷ {budget.text}"
    said = f"预算 {budget.text}、决算 {actual.text}，{name}推算为 {right}%，所述为 {printed.text}"
    return _finding(section, m, tail, said, f"{sign} = {right}% ≠ {printed.text}", printed.value, severity, tested)


def _words(section: Section, m: re.Match[str], word: re.Match[str], budget: Figure, actual: Figure) -> Verdict:
    gap = actual.value - budget.value
    about = "基本" in word[0]
    near = abs(gap) <= max(abs(budget.value), abs(actual.value)) * _ABOUT
    right = gap < 0 if word["less"] else gap > 0 if word["more"] else near if about else gap == 0
    before, after = in_text(section, m, "budget" if m["budget"] else "nothing", budget), in_text(section, m, "actual", actual)
    if word["less"]:
        tested = Relation.at_most(after, before)
    else:
        tested = Relation.at_most(before, after) if word["more"] else Relation.same(after, before)
    if right:
        return Passed(1, () if about else (tested,))
    said = f"预算 {budget.text}、决算 {actual.text}，却称“{word[0].strip('。，')}”"
    return _finding(
        section,
        m,
        word,
        said,
        f"{actual.text} - {budget.text} = {gap}",
        actual.value,
        Severity.WARNING if about else Severity.ERROR,
        tested,
    )


def _finding(
    section: Section,
    m: re.Match[str],
    tail: re.Match[str],
    said: str,
    formula: str,
    actual: Decimal,
    severity: Severity,
    tested: Relation,
) -> Failed:
    evidence = of_text(section, m.start(), m.end(), Role.ACTUAL)
    text = prose(section)
    rate = "%" in tail[0] or tail is m
    lead = re.split(r"[。；\n]", text[: m.start()])[-1] or re.split(r"[。；\n]", text[: m.start()].rstrip("。；\n"))[-1]
    return fail(
        f"“{section.label}”：{said}，不一致。原文：{evidence.text}",
        severity=severity,
        address=f"prose/{section.id or section.title}/{re.sub(r'[0-9.，、]', '', lead)[-40:]}/{'rate' if rate else 'words'}",
        formula=formula,
        actual=actual,
        unit="%" if rate else "万元",
        evidence=evidence,
        tested=tested,
    )
