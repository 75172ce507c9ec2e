"""Weights of targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from .... import Disclosure, Evidence, Indicator, Passed, Reason, Severity, Undecided, Verdict, fail, rule
from ...legal import M10
from ...numbers import form_id, form_title

_RIGHT = (Decimal(100), Decimal(90))


@rule(id="performance.weights", title="绩效指标权重合计", severity=Severity.INFO, basis=[M10], compares=False)
def performance_weights(disclosure: Disclosure) -> Iterator[Verdict]:
    """一个项目的绩效指标权重相加为 100，或不列预算执行率时为 90。

    自评表连同执行率另行合计（见 performance.scores）。一张表中各项目合计为 90（100）的倍数的，是换页使项目错行，不报告。

    无法判断：没有印权重，或有指标的权重没有读出。

    错例：各指标权重 40、30、10，相加为 80。
    正例：40、30、20，相加为 90。
    """
    by_table: dict[int | None, dict[str, list[Indicator]]] = defaultdict(lambda: defaultdict(list))
    for indicator in disclosure.indicators:
        if form_id(disclosure, indicator.table) != "self_evaluation" and indicator.score is None:
            by_table[indicator.table][indicator.project or ""].append(indicator)
    for table, projects in by_table.items():
        everything = [i for group in projects.values() for i in group]
        if not any(i.weight for i in everything):
            continue
        if any(i.weight is None for i in everything):
            yield Undecided(Reason.NOT_RECOGNISED, f"{form_title(disclosure, table)}：有指标的权重没有读出")
            continue
        whole = _added(everything)
        if len(projects) > 1 and any(whole == r * len(projects) for r in _RIGHT):
            yield Passed(len(projects))
            continue
        for name, group in projects.items():
            added = _added(group)
            if added in _RIGHT:
                yield Passed()
                continue
            title = form_title(disclosure, table)
            terms = "+".join(i.weight.text for i in group if i.weight)
            yield fail(
                f"{title}“{name or '整体'}”：各指标权重相加为 {added}，通常为 100，不列执行率的为 90。",
                address=f"performance/{name}/weights",
                formula=f"{terms} = {added}",
                actual=added,
                evidence=tuple(Evidence.of_indicator(i, title) for i in group),
            )


def _added(group: list[Indicator]) -> Decimal:
    return sum((i.weight.value for i in group if i.weight), Decimal(0))
