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
    Failed,
    LineItem,
    Passed,
    Print,
    Relation,
    Role,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Verdict,
    fail,
    item_at,
    label_key,
    rule,
)
from ...legal import P
from ...numbers import count, figure, signed

_COUNT = re.compile(
    r"(?P<word>增加|新增|减少)(?:了)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})个(?:新)?项目(?:[:：](?P<names>[^。；]+))?"
)
_SUBJECTS = {"project_expenditure": "project", "general_project": "project"}


@rule(id="prose.project-changes", title="增减项目个数", severity=Severity.WARNING, basis=[P])
def project_changes(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目支出的增减原因在各处所述的增减项目个数一致。

    有项目支出的科目都写明了增减的，各科目增加的项目个数相加等于项目支出增加的项目个数；没有变动的科目不计。科目的增减原因中写明的项目，
    在项目支出表中列在该科目之下；称为新增的项目，其所在科目只有该项目的，该科目不应与上年持平。后三者为疑似，需单位说明。

    错例：一处称“增加 4 个项目”，另一处称“增加 3 个项目”。
    正例：两处均称“增加 4 个项目”。
    """
    seen: dict[tuple[str, str], list[tuple[int, Claim]]] = defaultdict(list)
    for claim in disclosure.claims:
        subject = _SUBJECTS.get(claim.subject or "")
        if subject and (stated := _stated(claim)):
            seen[(subject, stated[0])].append((stated[1], claim))
    for (_, word), found in seen.items():
        (first, a), *others = found
        for number, b in others:
            tested = Relation.same(_number(b, number), _number(a, first))
            if number == first:
                yield Passed(1, (tested,))
                continue
            yield fail(
                f"项目支出的增减原因：“{a.section.label}”称{word} {first} 个项目，“{b.section.label}”称{word} {number} 个项目，不一致。",
                address=f"{b.address}/project-changes/{word}",
                formula=f"{first} ≠ {number}",
                decimals=0,
                unit="个",
                evidence=(Evidence.of_claim(a), Evidence.of_claim(b, Role.ACTUAL)),
                tested=tested,
            )
    added = next((found[0] for (_, word), found in seen.items() if word == "增加"), None)
    if added:
        yield from _sum_of_items(disclosure, *added)
    listed = _listed(disclosure)
    yield from _items(disclosure, listed)
    if added:
        yield from _unchanged(disclosure, added[1], listed)


def _stated(claim: Claim) -> tuple[str, int] | None:
    """增加 or 减少, and of how many projects the reason of a claim speaks."""
    m = _COUNT.search(claim.reason or "")
    number = count(m["count"]) if m else None
    return None if m is None or number is None else ("减少" if m["word"] == "减少" else "增加", number)


def _number(claim: Claim, number: int) -> Print:
    """The number of projects in the reason of a claim as a term of a relation."""
    return Print(claim, "reason", figure(str(number), "个"))


def _sum_of_items(disclosure: Disclosure, number: int, whole: Claim) -> Iterator[Verdict]:
    """Added projects of the items, where every item with project money says what became of it."""
    table = disclosure.statement("general_expenditure") or disclosure.statement("expenditure")
    stated: list[tuple[int, Claim]] = []
    still: list[str] = []
    if table is None or table.table.status is TableStatus.UNREAD:
        return
    claims = {c.code: c for c in disclosure.claims if len(c.code or "") == 7 and c.section.id == "general_items"}
    for row in (r for r in table.rows if r.kind is RowKind.FUNCTIONAL and len(r.code or "") == 7):
        claim, money = claims.get(row.code), item_at(table, f"functional:{row.code}:project")
        if claim and (said := _stated(claim)) and said[0] == "增加":
            stated.append((said[1], claim))
        elif money and money.figure.value:
            if claim is None or (change := signed(claim)) is None or change.value:
                return
            still.append(row.code or "")
    if not stated:
        return
    tested = Relation.sum(_number(whole, number), [_number(c, n) for n, c in stated])
    if sum(n for n, _ in stated) == number:
        yield Passed(1, (tested,))
        return
    parts = "，".join(f"科目 {c.code} {c.path[-1] if c.path else ''}称增加 {n} 个" for n, c in stated)
    rest = f"，其余有项目支出的科目（{'、'.join(still)}）与上年持平" if still else ""
    yield fail(
        f"项目支出的增减原因：“{whole.section.label}”称增加 {number} 个项目，{parts}{rest}，不一致。原因：{stated[0][1].reason}",
        certainty=Certainty.SUSPECTED,
        address=f"{whole.address}/project-changes/items",
        formula=f"{number} ≠ {' + '.join(str(n) for n, _ in stated)}",
        decimals=0,
        unit="个",
        evidence=(_reason(whole), *(_reason(c, Role.ACTUAL) for _, c in stated)),
        tested=tested,
    )


def _reason(claim: Claim, role: Role = Role.OPERAND) -> Evidence:
    return Evidence(role, f"{claim.sentence}{claim.reason or ''}", claim.place, section=claim.section.title)


_Listed = dict[str, list[tuple[Statement, LineItem]]]


def _unchanged(disclosure: Disclosure, whole: Claim, listed: _Listed) -> Iterator[Verdict]:
    """Projects named as added, against items that hold nothing else and state no change."""
    m = _COUNT.search(whole.reason or "")
    named = label_key(m["names"] or "") if m else ""
    held = [i.row.key.partition(":")[0] for rows in listed.values() for _, i in rows]
    for name, rows in listed.items():
        (statement, item), *others = rows
        code = item.row.key.partition(":")[0]
        if name not in named or others or held.count(code) > 1:
            continue
        claim = next((c for c in disclosure.claims if c.code == code and c.section.id == "general_items" and c.value), None)
        change = signed(claim) if claim else None
        if claim is None or claim.value is None or change is None:
            continue
        if change.value or not claim.value.value:
            yield Passed()
            continue
        yield fail(
            f"“{whole.section.label}”称增加项目“{item.row.project}”，该项目所在科目 {code} {claim.path[-1] if claim.path else ''}预算数 {claim.value}，与上年相同，不一致。原文：{claim.sentence}{f'原因：{claim.reason}' if claim.reason else ''}",
            certainty=Certainty.SUSPECTED,
            address=f"{whole.address}/project-added/{item.row.project}",
            formula=f"{claim.value.text} - {change.text} = {claim.value.text} > 0",
            evidence=(_reason(whole, Role.ACTUAL), _reason(claim), Evidence.of_item(item, statement.title)),
        )


def _listed(disclosure: Disclosure) -> _Listed:
    """Rows of the table of projects by the keys of their projects."""
    items = [
        (s, i)
        for s in disclosure.all_of("project_expenditure")
        if s.table.status is not TableStatus.UNREAD
        for i in s.find("total", RowKind.PROJECT)
        if i.row.project and len(i.row.project) >= 5
    ]
    by_name: dict[str, list[tuple[Statement, LineItem]]] = defaultdict(list)
    for statement, item in items:
        by_name[label_key(item.row.project or "")].append((statement, item))
    return by_name


def _items(disclosure: Disclosure, by_name: _Listed) -> Iterator[Verdict]:
    """Projects that the reason of an item names, against the items under which the table lists them."""
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
            yield _item_finding(claim, rows[0], sorted(codes))


def _item_finding(claim: Claim, row: tuple[Statement, LineItem], codes: list[str]) -> Failed:
    statement, item = row
    return fail(
        f"科目 {claim.code} {claim.path[-1] if claim.path else ''}的增减原因写有项目“{item.row.project}”，{statement.title}中该项目列在 {'、'.join(codes)}。原因：{claim.reason}",
        certainty=Certainty.SUSPECTED,
        address=f"{claim.address}/project/{item.row.project}",
        formula=f"{claim.code} ≠ {'、'.join(codes)}",
        evidence=(
            _reason(claim, Role.ACTUAL),
            Evidence.of_item(item, statement.title),
        ),
    )
