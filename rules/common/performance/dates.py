"""Dates of targets and of projects outside the year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Indicator,
    Passed,
    Project,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import form_title, of_project

_DATE = re.compile(r"(?P<year>20\d\d)年(?:\d{1,2}月|底|末|前|内|度内)")
_YEARS = re.compile(r"(?P<year>20\d\d)(?=年)")


@rule(id="performance.dates", title="绩效指标与项目的时间", severity=Severity.WARNING, basis=[P], compares=False)
def performance_dates(disclosure: Disclosure) -> Iterator[Verdict]:
    """绩效指标的完成时间、项目的资金执行时间在本年度内（跨年的，包含本年度）。

    项目名称写明的年度（上年结转的项目）除外。疑似，需单位说明。

    无法判断：没有写明时间，或文件没有年度。

    错例：2024 年度自评表，指标值“2025 年 11 月 30 日前”。
    正例：指标值“2024 年 11 月 30 日前”。
    """
    year = disclosure.identity.fiscal_year
    if year is None:
        yield Undecided(Reason.IDENTITY_UNKNOWN, "文件没有年度")
        return
    found = False
    for indicator in disclosure.indicators:
        stated = {int(m["year"]) for m in _DATE.finditer(indicator.target)}
        if not stated:
            continue
        found = True
        named = {int(m["year"]) for m in _YEARS.finditer(indicator.project or "")}
        if year in stated or stated <= named:
            yield Passed()
        else:
            yield _indicator(disclosure, indicator, year, stated)
    for project in disclosure.projects:
        years = {int(m["year"]) for m in _YEARS.finditer(project.period or "")}
        if not years:
            continue
        found = True
        if min(years) <= year <= max(years):
            yield Passed()
        else:
            yield _project(project, year)
    if not found:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明时间")


def _indicator(disclosure: Disclosure, indicator: Indicator, year: int, stated: set[int]) -> Failed:
    title = form_title(disclosure, indicator.table)
    return fail(
        f"{title}“{indicator.project or '整体'}”的指标“{indicator.levels[2]}”：指标值 {indicator.target}，不在 {year} 年度内。",
        certainty=Certainty.SUSPECTED,
        address=f"{indicator.address}/date",
        formula=f"{'、'.join(map(str, sorted(stated)))} ≠ {year}",
        decimals=0,
        evidence=Evidence.of_indicator(indicator, title, Role.ACTUAL),
    )


def _project(project: Project, year: int) -> Failed:
    return fail(
        f"项目“{project.name}”的资金执行时间为“{project.period}”，不包含 {year} 年度。",
        certainty=Certainty.SUSPECTED,
        address=f"project/{project.name}/period",
        formula=f"{project.period}；{year}",
        decimals=0,
        evidence=of_project(project, f"资金执行时间：{project.period}", Role.ACTUAL),
    )
