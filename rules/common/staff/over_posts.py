"""People and posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Evidence, Headcount, Passed, Print, Reason, Relation, Role, Severity, Undecided, Verdict, fail, rule
from ...legal import P

_EXPLAINED = re.compile(r"超编|编外|聘用|借调|划转|过渡|消化|未核定|政府购买")


def first(disclosure: Disclosure, category: str) -> Headcount | None:
    """The first statement of a category."""
    return next((h for h in disclosure.headcounts if h.category == category), None)


@rule(id="staff.over-posts", title="在职人数与编制数", severity=Severity.WARNING, basis=[P])
def staff_over_posts(disclosure: Disclosure) -> Iterator[Verdict]:
    """在职人数不多于编制数，多于的在文中说明原因。

    无法判断：没有写明编制数或在职人数，或文中已有说明。

    错例：编制数 22，在职 25 人，文中没有说明。
    正例：编制数 22，在职 21 人。
    """
    posts, active = first(disclosure, "posts"), first(disclosure, "active")
    if posts is None or active is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "未写明编制数或在职人数")
        return
    tested = Relation.at_most(*(Print.of_claim(h.claim, figure=h.figure) for h in (active, posts)))
    if active.figure.value <= posts.figure.value:
        yield Passed(1, (tested,))
        return
    if any(s.id == "staff" and _EXPLAINED.search(s.text) for s in disclosure.sections):
        yield Undecided(Reason.NOTHING_TO_COMPARE, "在职人数多于编制数，文中有说明")
        return
    over = active.figure.value - posts.figure.value
    yield fail(
        f"编制数 {posts.figure.text}，在职 {active.figure.text}，在职人数多 {over} 人，文中没有说明原因。原文：{active.claim.sentence}",
        address="staff/active/posts",
        formula=f"{active.figure.value} - {posts.figure.value} = {over} > 0",
        actual=active.figure.value,
        decimals=0,
        unit="人",
        evidence=(Evidence.of_claim(active.claim, Role.ACTUAL), Evidence.of_claim(posts.claim)),
        tested=tested,
    )
