"""One item of the prose with two amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Agreement, Disclosure, Passed, Relation, Role, Section, Severity, Verdict, compare_same, fail, rule
from ...legal import P
from ...numbers import NUMBER, figure, in_text, of_text, prose, sections

_HEAD = re.compile(rf"（项）”?(?:支出)?(?:20\d\d年(?:度)?)?(?:预算数?|支出)?(?:为)?(?P<first>{NUMBER})(?P<unit1>亿元|万元|元)")
_NAME = re.compile(r"[^“”（）、。；，\n]{1,40}(?:（[^（）]{1,12}）)?[^“”（）、。；，\n]{0,30}$")
_LONGEST_NAME = 84
_AGAIN = re.compile(rf"(?P<year>20\d\d)年(?:度)?(?:当年)?预算安排(?:数)?(?:为)?(?P<second>{NUMBER})(?P<unit2>亿元|万元|元)")


@rule(id="prose.two-amounts", title="同一事项在一处的两个金额", severity=Severity.ERROR, basis=[P])
def prose_two_amounts(disclosure: Disclosure) -> Iterator[Verdict]:
    """一个科目的说明中先后两次写明的本年预算数一致。

    错例：“……（项）”350.35 万元，……2024 年预算安排 352.67 万元。
    正例：两处均为 350.35 万元。
    """
    year = str(disclosure.identity.fiscal_year)
    for section in sections(disclosure):
        text = prose(section)
        heads = list(_HEAD.finditer(text))
        for k, m in enumerate(heads):
            until = heads[k + 1].start() if k + 1 < len(heads) else len(text)
            again = next((a for a in _AGAIN.finditer(text, m.end(), until) if a["year"] == year), None)
            if again is not None:
                yield _judge(section, text, m, again)


def _judge(section: Section, text: str, m: re.Match[str], again: re.Match[str]) -> Verdict:
    found = _NAME.search(text[max(0, m.start() - _LONGEST_NAME) : m.start()])
    name = found[0] if found else "该科目"
    first, second = figure(m["first"], m["unit1"]), figure(again["second"], again["unit2"])
    tested = Relation.same(in_text(section, again, "second", second), in_text(section, m, "first", first))
    if compare_same(second, first).verdict is not Agreement.DIFFERENT:
        return Passed(1, (tested,))
    return fail(
        f"“{name}”先称 {first}，后称预算安排 {second}，不一致。",
        address=f"prose/{section.id or section.title}/{name}/two-amounts",
        formula=f"{first.text} ≠ {second.text}",
        actual=second,
        evidence=(of_text(section, m.start("first"), m.end("first")), of_text(section, again.start(), again.end(), Role.ACTUAL)),
        tested=tested,
    )
