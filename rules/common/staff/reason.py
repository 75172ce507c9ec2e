"""Reasons that speak of staff, against the stated change of staff."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Certainty,
    Claim,
    Direction,
    Disclosure,
    Evidence,
    Headcount,
    Passed,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import count

_DIGITS = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_MORE = re.compile(
    rf"(?:新增|增加|新进|新招|新录用|调入|多(?:做|了|预算)?)(?P<kind>(?:了|本年|的|在职|在编|退休|离退休)*)(?:干部|职工|公务员|工作)?(?:人员|人数|编制)?(?P<number>{_DIGITS})(?:名|人|个人)(?P<after>退休|离退休)?"
)
_LESS = re.compile(
    rf"(?:减少|调出|辞职|减员|少(?:做|了)?)(?P<kind>(?:了|本年|的|在职|在编|退休|离退休)*)(?:干部|职工|公务员|工作)?(?:人员|人数|编制)?(?P<number>{_DIGITS})(?:名|人|个人)(?P<after>退休|离退休)?"
)
_SIGN = {Direction.UP: 1, Direction.DOWN: -1, Direction.FLAT: 0}


@rule(id="staff.reason", title="增减原因与人数增减", severity=Severity.WARNING, basis=[P])
def staff_reason(disclosure: Disclosure) -> Iterator[Verdict]:
    """以人数增减为原因的，与机构及人员情况中所述的在职（退休）人数增减相符。

    同一说法在几处出现的合并为一条。人员调入又调出的净数可以不同，所以只要求方向相符：所述人数没有增加（减少）而原因说增加（减少）的，
    为需说明；人数不同而方向相同的，只作提示。

    无法判断：没有写明人数增减，或原因没有写明人数。

    错例：在职 25 人，增加 0 人；基本支出增加的原因是“比上年多做一人预算”。
    正例：在职 25 人，增加 1 人。
    """
    said: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in disclosure.claims:
        for pattern, sign in ((_MORE, 1), (_LESS, -1)):
            for m in pattern.finditer(claim.reason or ""):
                number = count(m["number"])
                if number is not None and number < 200 and not re.search(r"编制", m[0]):
                    retired = "退休" in (m["kind"] or "") + (m["after"] or "")
                    said[("retired" if retired else "active", sign * number)].append(claim)
    if not said:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "增减原因没有说到人数")
        return
    for (category, number), claims in said.items():
        stated = next((h for h in disclosure.headcounts if h.category == category and h.change is not None), None)
        if stated is None or stated.change is None:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"没有写明{disclosure.name(category)}人数的增减")
            continue
        change = int(stated.change.value) * _SIGN[stated.claim.direction or Direction.UP]
        yield _judge(disclosure, stated, change, number, claims, category)


def _judge(disclosure: Disclosure, stated: Headcount, change: int, number: int, claims: list[Claim], category: str) -> Verdict:
    if change == number:
        return Passed()
    against = change == 0 or (change > 0) != (number > 0)
    words = f"{'增加' if number > 0 else '减少'} {abs(number)} 人"
    now = f"{'增加' if change >= 0 else '减少'} {abs(change)} 人"
    places = "、".join(dict.fromkeys(c.section.title for c in claims))
    return fail(
        f"{disclosure.name(category)}人数称{now}，“{places}”的原因却说{words}（“{claims[0].reason}”），不一致。",
        severity=Severity.WARNING if against else Severity.INFO,
        certainty=Certainty.SUSPECTED,
        address=f"staff/{category}/reason/{'more' if number > 0 else 'less'}",
        formula=f"{change} ≠ {number}",
        decimals=0,
        unit="人",
        evidence=(
            Evidence.of_claim(stated.claim),
            *(Evidence(Role.ACTUAL, f"{c.sentence} 原因：{c.reason}", c.place, section=c.section.title) for c in claims),
        ),
    )
