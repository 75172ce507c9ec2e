"""Rates and shares without a percent sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Evidence, Passed, Reason, Role, Severity, Undecided, Verdict, fail, rule
from ...legal import CONVENTION
from ...wording import lines, sentence_at

_RATE = re.compile(
    r"(?:占(?:比(?:为)?|[^，。；：\d]{0,20}(?:比重|比例)(?:为)?)?|(?:增长|下降)(?:了|率为|幅度为)?|(?:差异率|执行率|完成率)(?:为)?)(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<after>.?)"
)
_STOP = frozenset("，。；、\n") | {""}


@rule(id="text.missing-percent", title="百分号", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def missing_percent(disclosure: Disclosure) -> Iterator[Verdict]:
    """占比、增长率、差异率、执行率都写明百分号。

    数字之后紧接着标点的报告；后面写单位（万元、人、倍等）的是数量，不是比率。

    无法判断：文字说明没有比率。

    错例：占 90.00，比上年增长 5.40。
    正例：占 90.00%，比上年增长 5.40%。
    """
    count = 0
    for line in lines(disclosure):
        if line.glossary:
            continue
        for m in _RATE.finditer(line.text):
            if m["after"] == "%":
                count += 1
                yield Passed()
            elif m["after"] in _STOP and not re.search(r"占用|占地|占有", m[0]):
                count += 1
                sentence = sentence_at(line.text, m.start())
                yield fail(
                    f"“{line.section.label}”中“{m[0].rstrip('，。；、')}”没有写百分号。原文：{sentence}",
                    address=f"prose/{line.section.id or line.section.title}/percent",
                    evidence=Evidence(Role.ACTUAL, sentence, line.section.place_at(line.start + m.start()), section=line.section.title),
                )
    if not count:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "文字说明没有比率")
