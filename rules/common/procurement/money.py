"""政府采购 against the money that it can come from."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Interval,
    Kind,
    LineItem,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    RowKind,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    item_at,
    rule,
)
from ...legal import P
from ...numbers import first, middle

_CLASSES = ("302", "307", "309", "310")


@rule(id="procurement.money", title="政府采购预算与可用于采购的支出", severity=Severity.WARNING, basis=[P])
def procurement_money(disclosure: Disclosure) -> Iterator[Verdict]:
    """政府采购预算不大于可以用于采购的支出：基本支出中的商品和服务支出、资本性支出，加上全部项目支出。

    只比对预算；决算的采购合同可跨年，不作判断。疑似，需单位说明。

    无法判断：没有写明政府采购预算，缺支出总表或基本支出表，或没有读全。

    错例：商品和服务支出 10.00 万元，项目支出 14.00 万元，政府采购预算 30.00 万元。
    正例：政府采购预算 20.00 万元。
    """
    if disclosure.identity.kind is not Kind.BUDGET:
        return
    stated = first((c for c in disclosure.claims if c.section.id == "procurement"), "procurement")
    basic, spending = disclosure.statement("basic_expenditure"), disclosure.statement("expenditure")
    if stated is None or stated.value is None or not stated.value.is_money or basic is None or spending is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明政府采购预算，或缺支出总表、基本支出表")
        return
    if any(s.table.status is not TableStatus.READ for s in (basic, spending)):
        yield Undecided(Reason.TABLE_NOT_READ, basic.title)
        return
    total, project = item_at(spending, "total:total:total"), item_at(spending, "total:total:project")
    own = item_at(spending, "total:total:basic")
    general = item_at(basic, "total:total:total")
    classes = [i for i in basic.find("total", RowKind.ECONOMIC) if i.row.key in _CLASSES]
    if total is None or general is None or own is None or not classes:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有支出合计或经济分类")
        return
    # Basic expenditure from other funds has no breakdown here: all of it may buy something.
    other = own.figure.interval() - general.figure.in_unit(own.figure.unit or "").interval()
    sources: list[LineItem] = [*classes, *([project] if project else [])]
    unit = stated.value.unit or ""
    money = Interval.total(i.figure.in_unit(unit).interval() for i in sources)
    bound = money.high + max(other.high, stated.value.value * 0)
    rest: list[LineItem | Print] = [own, Print.less(general)] if other.high > 0 else []
    tested = (Relation.at_most(Print.of_claim(stated), [*sources, *rest]),)
    if stated.value.interval().low <= bound:
        yield Passed(1, tested)
        return
    listed = "、".join(f"{disclosure.name('project') if i is project else i.row.label} {i.figure.text}" for i in sources)
    yield fail(
        f"“{stated.section.label}”称政府采购预算 {stated.value}，大于可用于采购的支出"
        f"（{listed}，相加为 {middle(money)}）。原文：{stated.sentence}",
        certainty=Certainty.SUSPECTED,
        address=f"{stated.address}/money",
        formula=f"{stated.value.text} > {' + '.join(i.figure.text for i in sources)} = {middle(money)}",
        actual=stated.value,
        evidence=(Evidence.of_claim(stated, Role.ACTUAL), *(Evidence.of_item(i, disclosure.statements[i.table].title) for i in sources)),
        tested=tested,
    )
