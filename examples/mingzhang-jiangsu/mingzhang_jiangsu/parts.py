"""Amounts of 公开08表 (basic expenditure) that are a part of what other tables print."""

from __future__ import annotations

from collections.abc import Iterator

from mingzhang import (
    Agreement,
    Basis,
    Disclosure,
    Evidence,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    RowKind,
    Scope,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    fail,
    item_at,
    rule,
)

_PRACTICE = [Basis("通行做法", convention=True)]
_BASIC = "basic_expenditure"


def _read(disclosure: Disclosure, id: str) -> Statement | None:
    statement = disclosure.statement(id)
    return statement if statement and statement.table.status is TableStatus.READ else None


def _at_most(part: tuple[Statement, LineItem], whole: tuple[Statement, LineItem]) -> Verdict:
    """Passed where the part is not more than the whole, else the finding."""
    (small, a), (large, b) = part, whole
    result = compare_same(a.figure, b.figure, small.decimals, large.decimals)
    if result.verdict is not Agreement.DIFFERENT or result.actual < result.expected:
        return Passed(1, (Relation.at_most(a, b),))
    return fail(
        f"{small.title}“{a.row.label}”为 {a.figure}，大于{large.title}“{b.row.label}”的 {b.figure}。",
        address=f"{small.id}+{large.id}/{a.row.address}",
        formula=f"{a.figure.text} > {b.figure.text}",
        actual=a.figure,
        evidence=(Evidence.of_item(a, small.title, Role.ACTUAL), Evidence.of_item(b, large.title)),
        tested=Relation.at_most(a, b),
    )


@rule(
    id="jiangsu.operating-items",
    title="机关运行经费各项与基本支出",
    severity=Severity.WARNING,
    basis=_PRACTICE,
    scope=Scope(regions=frozenset({"jiangsu"}), kinds=frozenset({"budget"}), years=(2018, None)),
)
def operating_items(disclosure: Disclosure) -> Iterator[Verdict]:
    """机关运行经费支出预算表（公开11表）各经济科目不大于一般公共预算基本支出预算表（公开08表）的同一科目。

    2018 年起，机关运行经费只含基本支出中的日常公用经费；此前的表含项目支出，不比对。

    无法判断：其中一张表缺失或没有读全。

    错例：公开11表办公费 60.00，公开08表办公费 50.00。
    正例：两表均为 50.00。
    """
    costs, basic = _read(disclosure, "operating_costs"), _read(disclosure, _BASIC)
    if costs is None or basic is None:
        yield Undecided(Reason.TABLE_MISSING, "公开11表或公开08表")
        return
    for item in costs.find("total", RowKind.ECONOMIC):
        if whole := item_at(basic, f"economic:{item.row.key}:total"):
            yield _at_most((costs, item), (basic, whole))


@rule(
    id="jiangsu.meetings",
    title="会议费、培训费与基本支出",
    severity=Severity.WARNING,
    basis=_PRACTICE,
    scope=Scope(regions=frozenset({"jiangsu"}), kinds=frozenset({"budget"})),
)
def meetings(disclosure: Disclosure) -> Iterator[Verdict]:
    """基本支出中的会议费（30215）、培训费（30216）不大于“三公”经费、会议费、培训费支出预算表（公开09表）所列全部。

    项目支出也列会议费和培训费，所以只比大小。

    无法判断：其中一张表缺失或没有读全。

    错例：公开08表会议费 30.00，公开09表会议费 20.00。
    正例：公开08表会议费 5.00，公开09表会议费 20.00。
    """
    all_of, basic = _read(disclosure, "three_public"), _read(disclosure, _BASIC)
    if all_of is None or basic is None:
        yield Undecided(Reason.TABLE_MISSING, "公开09表或公开08表")
        return
    for code, item in (("30215", "meetings"), ("30216", "training")):
        part, whole = item_at(basic, f"economic:{code}:total"), item_at(all_of, f"item:{item}:total")
        if part and whole:
            yield _at_most((basic, part), (all_of, whole))
