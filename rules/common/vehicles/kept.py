"""Cars kept and cars among the assets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Kind,
    Passed,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import T
from ...numbers import figure, in_text, of_text, prose, sections

_KEPT = re.compile(r"(?:公务用车保有量(?:为)?|现有公务用车)(?P<number>\d{1,4})辆")
_ASSETS = re.compile(r"(?:共有车辆|(?:^|[\n。；.、])车辆)(?P<number>\d{1,4})辆")
_EXPLAINED = re.compile(r"差异原因|执法执勤|不一致的?原因|特种专业")


@rule(id="vehicles.kept", title="公务用车保有量与资产中的车辆", severity=Severity.WARNING, basis=[T])
def vehicles_kept(disclosure: Disclosure) -> Iterator[Verdict]:
    """“三公”经费说明中的公务用车保有量不多于国有资产说明中的车辆数；决算中不等的，文中说明原因。

    预算中两处的时点不同，只比大小。

    无法判断：没有写明其中一项，或文中已说明差异原因。

    错例：公务用车保有量 3 辆，国有资产中车辆 1 辆，没有说明原因。
    正例：公务用车保有量 1 辆，国有资产中车辆 1 辆。
    """
    kept = next(((int(m["number"]), s, m) for s in sections(disclosure, "three_public") for m in _KEPT.finditer(prose(s))), None)
    owned = next(((int(m["number"]), s, m) for s in sections(disclosure, "assets") for m in _ASSETS.finditer(prose(s))), None)
    if kept is None or owned is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明保有量或资产中的车辆数")
        return
    here, there = (in_text(s, m, "number", figure(m["number"], "辆")) for _, s, m in (kept, owned))
    tested = ((Relation.same if disclosure.identity.kind is Kind.FINAL else Relation.at_most)(here, there),)
    if kept[0] == owned[0] or (kept[0] < owned[0] and disclosure.identity.kind is not Kind.FINAL):
        yield Passed(1, tested)
        return
    after = prose(kept[1])[kept[2].end() : kept[2].end() + 160]
    if re.search(r"差异原因是?[:：]?[^。；]{2,}", after) or (kept[0] < owned[0] and _EXPLAINED.search(prose(owned[1]))):
        yield Undecided(Reason.NOTHING_TO_COMPARE, "文中说明了差异原因或车辆用途")
        return
    yield fail(
        f"“{kept[1].title}”称公务用车保有量 {kept[0]} 辆，“{owned[1].title}”称车辆 {owned[0]} 辆，不一致，文中没有说明原因。",
        certainty=Certainty.SUSPECTED,
        address="vehicles/kept",
        formula=f"{kept[0]} ≠ {owned[0]}",
        decimals=0,
        unit="辆",
        evidence=(of_text(kept[1], kept[2].start(), kept[2].end(), Role.ACTUAL), of_text(owned[1], owned[2].start(), owned[2].end())),
        tested=tested,
    )
