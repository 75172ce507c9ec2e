"""Trips and receptions, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Kind,
    Passed,
    Reason,
    Role,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    item_at,
    rule,
)
from ...legal import T
from ...numbers import of_text, prose, sections

_GROUPS = re.compile(r"(?:因公)?出国（境）团组(?:数)?(?:共计|总计|累计|合计|共|总)?(?P<number>\d{1,4})个")
_PEOPLE = re.compile(r"^[^。；]{0,24}?，(?:累计|共计?|接待|因公出国（境）)*(?P<number>\d{1,6})人(?:次|数)?")
_BATCHES = re.compile(r"(?<![外事境）])(?:国内)?(?:公务)?接待(?:批次)?(?:共计|总计|累计|合计|共|总)?(?P<number>\d{1,5})(?:批次|批|个)")


@rule(id="three-public.activity", title="出国团组、接待批次与费用", severity=Severity.WARNING, basis=[T])
def three_public_activity(disclosure: Disclosure) -> Iterator[Verdict]:
    """决算中有因公出国（境）费的，团组数不为 0；有公务接待费的，接待批次不为 0；团组、批次不为 0 的，费用不为 0。团组、批次与人次同为 0 或同不为 0。

    无法判断：没有写明团组数、批次或费用。

    错例：公务接待费 2.10 万元，国内公务接待 0 批次。
    正例：公务接待费 2.10 万元，国内公务接待 12 批次。
    """
    if disclosure.identity.kind is not Kind.FINAL:
        return
    for item, pattern, what in (("abroad", _GROUPS, "出国（境）团组"), ("reception", _BATCHES, "公务接待批次")):
        stated = [
            (int(m["number"]), of_text(s, m.start(), m.end()))
            for s in sections(disclosure, "three_public")
            for m in pattern.finditer(prose(s))
        ]
        cost = _cost(disclosure, item)
        if not stated or cost is None:
            yield from _people(disclosure, item, pattern, what)
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"没有写明{what}或费用")
            continue
        number = max(n for n, _ in stated)
        spent = cost[0]
        if (spent > 0) == (number > 0):
            yield Passed()
            yield from _people(disclosure, item, pattern, what)
            continue
        evidence = next(e for n, e in stated if n == number)
        yield fail(
            f"{disclosure.name(item)} {cost[2]}，文中称{what} {number}。原文：{evidence.text}",
            certainty=Certainty.SUSPECTED,
            address=f"three-public/{item}/activity",
            formula=f"{cost[2]}；{number}",
            decimals=0,
            evidence=(cost[1], evidence),
        )


def _people(disclosure: Disclosure, item: str, pattern: re.Pattern[str], what: str) -> Iterator[Verdict]:
    """People without a trip or a reception, or a trip without people, in one sentence."""
    for section in sections(disclosure, "three_public"):
        text = prose(section)
        for m in pattern.finditer(text):
            people = _PEOPLE.match(text[m.end() : m.end() + 60])
            if people is None:
                continue
            if (int(people["number"]) > 0) == (int(m["number"]) > 0):
                yield Passed()
                continue
            evidence = of_text(section, m.start(), m.end(), Role.ACTUAL)
            yield fail(
                f"“{section.label}”称{what} {m['number']}，人次 {people['number']}，不一致。原文：{evidence.text}",
                certainty=Certainty.SUSPECTED,
                address=f"three-public/{item}/people",
                formula=f"{m['number']}；{people['number']}",
                decimals=0,
                evidence=evidence,
            )


def _cost(disclosure: Disclosure, item: str) -> tuple[int, Evidence, str] | None:
    """Whether something was spent (1) or not (0), where it stands, and the figure as printed."""
    statement = disclosure.statement("three_public")
    if statement is not None and statement.table.status is TableStatus.READ and (found := item_at(statement, f"item:{item}:total")):
        return int(found.figure.value > 0), Evidence.of_item(found, statement.title, Role.ACTUAL), str(found.figure)
    claim = next((c for c in disclosure.claims if c.subject == item and c.value is not None and c.value.is_money), None)
    if claim is None or claim.value is None or "预算" in claim.sentence.split("万元")[0]:
        return None
    return int(claim.value.value > 0), Evidence.of_claim(claim, Role.ACTUAL), str(claim.value)
