"""How many projects were added, as reasons state it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Finding,
    LineItem,
    Passed,
    Role,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Verdict,
    rule,
)
from ....core.model.text import label_key
from ...legal import P
from ...numbers import count

_ID, _TITLE = "prose.project-changes", "增减项目个数"
_COUNT = re.compile(
    r"(?P<word>增加|新增|减少)(?:了)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})个(?:新)?项目(?:[:：](?P<names>[^。；]+))?"
)
_SUBJECTS = {"project_expenditure": "project", "general_project": "project"}


@rule(id=_ID, title=_TITLE, severity=Severity.WARNING, basis=[P])
def project_changes(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目支出的增减原因在各处所述的增减项目个数一致。

    科目的增减原因中写明的项目，在项目支出表中列在该科目之下。

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
    yield from _items(disclosure)


def _items(disclosure: Disclosure) -> Iterator[Verdict]:
    """Projects that the reason of an item names, against the items under which the table lists them."""
    items = [
        (s, i)
        for s in disclosure.all_of("project_expenditure")
        if s.table.status is TableStatus.READ
        for i in s.find("total", RowKind.PROJECT)
        if i.row.project and len(i.row.project) >= 5
    ]
    by_name: dict[str, list[tuple[Statement, LineItem]]] = defaultdict(list)
    for statement, item in items:
        by_name[label_key(item.row.project or "")].append((statement, item))
    for claim in disclosure.claims:
        if len(claim.code or "") != 7 or not claim.reason:
            continue
        for name, rows in by_name.items():
            if name not in label_key(claim.reason):
                continue
            codes = {i.row.key.partition(":")[0] for _, i in rows}
            if claim.code in codes:
                yield Passed()
                continue
            yield _item_finding(disclosure, claim, rows[0], sorted(codes))


def _item_finding(disclosure: Disclosure, claim: Claim, row: tuple[Statement, LineItem], codes: list[str]) -> Finding:
    statement, item = row
    return Finding(
        rule=_ID,
        title=_TITLE,
        severity=Severity.WARNING,
        certainty=Certainty.SUSPECTED,
        message=f"科目 {claim.code} {claim.path[-1] if claim.path else ''}的增减原因写有项目“{item.row.project}”，{statement.title}中该项目列在 {'、'.join(codes)}。原因：{claim.reason}",
        address=f"{claim.address}/project/{item.row.project}",
        formula=f"{claim.code} ≠ {'、'.join(codes)}",
        evidence=(
            Evidence(Role.ACTUAL, f"{claim.sentence}{claim.reason}", claim.place, section=claim.section.title),
            Evidence.of_item(item, statement.title),
        ),
    )
