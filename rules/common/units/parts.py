"""Budget units by their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Passed, Reason, Relation, Role, Section, Severity, Undecided, Verdict, fail, rule
from ...legal import P
from ...numbers import count, figure, in_text, of_text, prose, sections

_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_KIND = rf"[^，。；、\n\d]{{0,16}}单位{_NUMBER}[个家]"
_LIST = re.compile(rf"预算单位(?:共|共有)?(?P<total>{_NUMBER})[个家][，；,]其中[:：](?P<list>{_KIND}(?:[，；、]{_KIND})+)")
_PART = re.compile(rf"单位(?P<number>{_NUMBER})[个家]")


@rule(id="units.parts", title="预算单位数与各类单位", severity=Severity.WARNING, basis=[P])
def unit_parts(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述预算单位数等于随后所列行政、参公、事业等各类单位之和。

    “其中”可能没有列全，所以只提请说明。

    无法判断：没有按类别列出。

    错例：预算单位 4 个，其中：行政单位 1 个，事业单位 0 个。
    正例：预算单位 1 个，其中：行政单位 1 个，事业单位 0 个。
    """
    found = [(s, m) for s in sections(disclosure) for m in _LIST.finditer(prose(s))]
    if not found:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有按类别列出预算单位")
    for section, m in found:
        yield _judge(section, m)


def _judge(section: Section, m: re.Match[str]) -> Verdict:
    parts = list(_PART.finditer(prose(section), *m.span("list")))
    numbers = [count(p["number"]) or 0 for p in parts]
    total, added = count(m["total"]) or 0, sum(numbers)
    terms = [in_text(section, p, "number", figure(str(n), "个")) for p, n in zip(parts, numbers, strict=True)]
    tested = Relation.sum(in_text(section, m, "total", figure(str(total), "个")), terms)
    if total == added:
        return Passed(1, (tested,))
    said = of_text(section, m.start(), m.end(), Role.ACTUAL)
    return fail(
        f"“{section.label}”称预算单位 {total} 个，所列各类相加为 {added} 个，不一致。原文：{said.text}",
        address="units/parts",
        formula=f"{'+'.join(str(n) for n in numbers)} = {added} ≠ {total}",
        decimals=0,
        unit="个",
        evidence=said,
        tested=tested,
    )
