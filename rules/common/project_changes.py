"""How many projects were added, as reasons state it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ... import Claim, Disclosure, Evidence, Finding, Passed, Role, Severity, Verdict, rule
from ..legal import P
from ..numbers import count

_ID, _TITLE = "prose.project-changes", "增减项目个数"
_COUNT = re.compile(
    r"(?P<word>增加|新增|减少)(?:了)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})个(?:新)?项目(?:[:：](?P<names>[^。；]+))?"
)
_SUBJECTS = {"project_expenditure": "project", "general_project": "project"}


@rule(id=_ID, title=_TITLE, severity=Severity.WARNING, basis=[P])
def project_changes(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目支出的增减原因在各处所述的增减项目个数一致；后面列出的项目都能在项目支出表中找到的，个数与列出的一致。

    错例：一处称“增加 4 个项目”，另一处称“增加 3 个项目”。
    正例：两处均称“增加 4 个项目”。
    """
    seen: dict[tuple[str, str], list[tuple[int, Claim]]] = defaultdict(list)
    for claim in disclosure.claims:
        subject = _SUBJECTS.get(claim.subject or "")
        m = _COUNT.search(claim.reason or "")
        number = count(m["count"]) if m else None
        if subject and m and number is not None:
            seen[(subject, "增加" if m["word"] != "减少" else "减少")].append((number, claim))
    for (_, word), found in seen.items():
        (first, a), *others = found
        for number, b in others:
            if number == first:
                yield Passed()
                continue
            yield Finding(
                rule=_ID,
                title=_TITLE,
                severity=Severity.WARNING,
                message=f"项目支出的增减原因：“{a.section.title}”称{word} {first} 个项目，“{b.section.title}”称{word} {number} 个项目，不一致。",
                address=f"{b.address}/project-changes/{word}",
                formula=f"{first} ≠ {number}",
                decimals=0,
                unit="个",
                evidence=(Evidence.of_claim(a), Evidence.of_claim(b, Role.ACTUAL)),
            )
