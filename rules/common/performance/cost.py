"""Quantities, unit costs and shares against a project's money; cost indicators over it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Figure,
    FundsKind,
    FundsRow,
    Indicator,
    Passed,
    PerformanceFunds,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import form_title, in_funds, of_funds, project_key

_UNIT_COST = re.compile(
    r"(?:每人(?:每年|每月)?|人均|每户(?:每年)?|每个|每份|每套|每件)(?:给予|补[助贴]|发放)?[^，。；\d]{0,8}(?P<a>\d+(?:\.\d+)?)元|(?P<b>\d+(?:\.\d+)?)元/(?:人|户|份|套|件|个)(?:[/·]?[年月])?"
)
_SHARE = re.compile(r"(?:财政|承担|负担|配套)[^，。；\d]{0,8}(?P<share>\d{1,2}(?:\.\d+)?)%")
_MONTHLY = re.compile(r"每月|/月|人月")
_PER_UNIT = re.compile(r"^元/(?:人|户|份|套|件|个)(?:[/·]?年)?$|^元/人年$")
_QUANTITY = {
    "人": Decimal(1),
    "名": Decimal(1),
    "万人": Decimal(10_000),
    "户": Decimal(1),
    "份": Decimal(1),
    "套": Decimal(1),
    "件": Decimal(1),
}
_CLOSE, _FAR = Decimal("0.01"), Decimal("0.3")


@rule(id="performance.cost", title="数量、标准与项目预算", severity=Severity.WARNING, basis=[P])
def performance_cost(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目绩效目标中的数量 × 单位标准（× 承担比例）与项目预算相近；单个成本指标不大于项目预算。

    只在一个项目中数量、标准各有一个时比对；相差 1% 以内视为一致，相差三成以上的视为只是项目的一部分，不作判断。疑似，需单位说明。

    无法判断：没有数量或标准，或不止一个。

    错例：3.5 万人，每人 200 元，县级财政承担 15%，即 105 万元；项目预算 100 万元。
    正例：项目预算 105 万元。
    """
    groups: dict[tuple[int | None, str], list[Indicator]] = defaultdict(list)
    for indicator in disclosure.indicators:
        if indicator.project and indicator.score is None:
            groups[(indicator.table, project_key(indicator.project))].append(indicator)
    for (table, key), indicators in groups.items():
        funds = next((f for f in disclosure.performance_funds if f.table == table and f.project and project_key(f.project) == key), None)
        row = funds.row(FundsKind.TOTAL) if funds else None
        if funds is None or row is None or row.amount is None or not row.amount.is_money or row.amount.value == 0:
            continue
        yield from _product(disclosure, funds, row, row.amount, indicators)
        yield from _over(disclosure, funds, row, row.amount, indicators)


def _product(
    disclosure: Disclosure, funds: PerformanceFunds, row: FundsRow, amount: Figure, indicators: list[Indicator]
) -> Iterator[Verdict]:
    quantities = {
        (i.target_figure.value * _QUANTITY[i.target_figure.unit], i)
        for i in indicators
        if i.target_figure and i.target_figure.unit in _QUANTITY and i.target_figure.value > 1
    }
    costs = {(c, i) for i in indicators if (c := _unit_cost(i)) is not None}
    if len({q for q, _ in quantities}) != 1 or len({c for c, _ in costs}) != 1:
        if quantities and costs:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{funds.project}：数量或标准不止一个")
        return
    (quantity, counted), (cost, priced) = next(iter(quantities)), next(iter(costs))
    shares = {Decimal(m["share"]) / 100 for i in (counted, priced) if (m := _SHARE.search(i.levels[2] + i.target))}
    share = next(iter(shares)) if len(shares) == 1 else Decimal(1)
    product = quantity * cost * share / Decimal(10_000)
    money = amount.in_unit("万元").value
    gap = abs(product - money) / money
    if gap <= _CLOSE or gap > _FAR:
        yield Passed() if gap <= _CLOSE else Undecided(Reason.NOTHING_TO_COMPARE, f"{funds.project}：标准只是项目的一部分")
        return
    title = form_title(disclosure, funds.table)
    by_share = f" × {share * 100:f}%" if share != 1 else ""
    formula = f"{quantity:f} × {cost:f}元{by_share} = {product.normalize():f}万元 ≠ {amount.text}"
    yield fail(
        f"{title}“{funds.project}”：{counted.levels[2]}，数量 {counted.target}；按数量和标准推算为 {product.normalize():f} 万元，项目预算为 {amount}，不一致。",
        certainty=Certainty.SUSPECTED,
        address=f"{funds.address}/cost/product",
        formula=formula,
        actual=money,
        unit="万元",
        evidence=(
            of_funds(disclosure, funds, row, amount, Role.ACTUAL),
            *(
                Evidence(
                    Role.OPERAND,
                    f"{i.levels[2]} {i.target}",
                    i.place,
                    table=title,
                    row=i.levels[2],
                    column="指标值",
                )
                for i in dict.fromkeys((counted, priced))
            ),
        ),
    )


def _unit_cost(indicator: Indicator) -> Decimal | None:
    figure = indicator.target_figure
    if _MONTHLY.search(indicator.levels[2] + indicator.target + (figure.unit or "" if figure else "")):
        return None
    if (
        figure is not None
        and figure.unit
        and (_PER_UNIT.match(figure.unit) or (figure.unit == "元" and re.search(r"人均|元/人", indicator.levels[2])))
    ):
        return figure.value
    found = [Decimal(m["a"] or m["b"]) for m in _UNIT_COST.finditer(indicator.levels[2])]
    return found[0] if len(found) == 1 and (figure is None or figure.unit in _QUANTITY) else None


def _over(disclosure: Disclosure, funds: PerformanceFunds, row: FundsRow, amount: Figure, indicators: list[Indicator]) -> Iterator[Verdict]:
    for indicator in indicators:
        figure = indicator.target_figure
        if figure is None or not figure.is_money or figure.unit != "万元" or not any("成本" in level for level in indicator.levels[:2]):
            continue
        cost = Print(indicator, "target", figure, f"成本指标“{indicator.levels[2]}”")
        relation = Relation.at_most(cost, in_funds(disclosure, funds, row, "amount"))
        if figure.interval().low <= amount.in_unit("万元").interval().high:
            yield Passed(1, (relation,))
            continue
        title = form_title(disclosure, funds.table)
        yield fail(
            f"{title}“{funds.project}”：成本指标“{indicator.levels[2]}”为 {indicator.target}，大于项目预算 {amount}。",
            certainty=Certainty.SUSPECTED,
            address=f"{indicator.address}/cost/over",
            formula=f"{figure.text} > {amount.text}",
            actual=figure,
            evidence=(Evidence.of_indicator(indicator, title, Role.ACTUAL), of_funds(disclosure, funds, row, amount)),
            tested=relation,
        )
