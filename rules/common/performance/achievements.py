"""Achievements that are told as shortcomings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Certainty, Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, rule
from ...legal import CONVENTION
from ...numbers import prose, sections

_PART = re.compile(
    r"[^。；\n]{0,12}取得的(?:主要)?(?:成效|成绩|效果)(?:是|有|如下)?[：，]?(?P<text>[^\n]*?)(?=(?:发现|存在)的(?:主要)?问题|下一步|$)",
    re.M,
)
_ITEM = re.compile(r"[一二三四五六]是")
_SHORT = re.compile(r"未能|未完全|未有效|没有|不够|不足|不高|不强|不到位|缺乏|欠缺|薄弱|滞后|有待|尚需|仍需|较慢|偏低")


@rule(id="performance.achievements", title="所述成效与问题", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def achievements(disclosure: Disclosure) -> Iterator[Verdict]:
    """绩效情况说明中“取得的成效”写的是成效：所列各条不都是“未能”“不够”“有待”一类的问题。

    只看用语，只作提示；有一条不是这样的不报告。

    错例：取得的成效：一是预算编制不够细化；二是执行有待加快。发现的问题：……
    正例：取得的成效：一是预算编制更加细化。
    """
    for section in sections(disclosure, "performance"):
        text = prose(section)
        for m in _PART.finditer(text):
            items = [t for t in _ITEM.split(m["text"]) if len(t.strip("：，。；")) > 3]
            if not items:
                continue
            if not all(_SHORT.search(t) for t in items):
                yield Passed()
                continue
            yield fail(
                f"“{section.label}”在“取得的成效”下所列 {len(items)} 条均为问题的用语。原文：{m[0][:160]}",
                certainty=Certainty.SUSPECTED,
                address="performance/achievements",
                evidence=Evidence(Role.ACTUAL, m[0][:300], section.place_at(m.start()), section=section.title),
            )
