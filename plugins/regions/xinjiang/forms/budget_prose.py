"""The explanation (情况说明) of a Xinjiang budget, 2021 to 2024."""

from __future__ import annotations

from collections.abc import Callable

from .....core.testkit import (
    Books,
    Writer,
    basic_reason,
    books_of,
    classes_of,
    item_reason,
    listed,
    mark,
    numeral,
    project_reason,
    public_reason,
)
from .budget_tables import Form
from .targets import targets

_SECTION_TITLES = {
    "overall": "收支预算情况的总体说明",
    "income": "收入预算情况说明",
    "expenditure": "支出预算情况说明",
    "fiscal": "财政拨款收支预算情况的总体说明",
    "general": "一般公共预算当年拨款情况说明",
    "basic": "一般公共预算基本支出情况说明",
    "project": "一般公共预算项目支出情况说明",
    "fund": "政府性基金预算拨款情况说明",
    "state_capital": "国有资本经营预算拨款情况说明",
    "carryover": "上年结转结余预算情况说明",
}


def section_titles(form: Form) -> list[tuple[str, str]]:
    """Id and heading of every section, with its numeral."""
    order = ["overall", "income", "expenditure", "fiscal", "general", "basic", "project"]
    if form.year <= 2022:
        order += ["three_public", "fund"]
    else:
        order += ["fund", "state_capital", "three_public", *(["carryover"] if form.year >= 2024 else [])]
    word = "一般公共预算" if form.year <= 2022 else "财政拨款"
    titles = _SECTION_TITLES | {"three_public": f"{word}“三公”经费预算情况说明"}
    found = [(s, f"{numeral(i)}、关于{form.name}{form.year}年{titles[s]}") for i, s in enumerate(order, 1)]
    return [*found, ("other", f"{numeral(len(order) + 1)}、其他重要事项的情况说明")]


def explanation(form: Form, w: Writer) -> None:
    """Write all sections."""
    makers: dict[str, Callable[[Form, Writer, Books], None]] = {
        "overall": _overall, "income": _income, "expenditure": _expenditure, "fiscal": _fiscal, "general": _general, "basic": _basic,
        "project": _project, "fund": _fund, "state_capital": _state_capital, "three_public": _three_public,
        "carryover": _carryover, "other": _other,
    }  # fmt: skip
    before = _before(form.books)
    for section, title in section_titles(form):
        w.heading(title, 2)
        makers[section](form, w, before)


def _before(books: Books) -> Books:
    return books_of(books.body, books.year - 1)


def _overall(form: Form, w: Writer, _: Books) -> None:
    b = form.books
    w.p(f"按照全口径预算的原则，{form.name}{form.year}年所有收入和支出均纳入{form.word}预算管理。收支总预算{w.amount(b.total)}。")
    w.p(f"收入预算包括：一般公共预算{'、政府性基金预算' if b.fund else ''}。")
    w.p(f"支出预算包括：{listed(s.name for s in classes_of(b, b.functionals))}。")


def _stated(w: Writer, label: str, now: int, was: int, whole: int, reason: str) -> str:
    return f"{label}{w.amount(now)}，{w.share(now, whole)}，比上年预算{w.change(now, was)}，主要原因是：{reason}。"


def _income(form: Form, w: Writer, a: Books) -> None:
    b = form.books
    w.p(f"{form.name}收入预算{w.amount(b.total)}，其中：")
    own, own_was = b.general_total, a.general_total
    if form.year >= 2024:
        own, own_was = own - b.transfer, own_was - a.transfer
    reason = basic_reason(b, a, b.basic, a.basic) if (b.basic - a.basic) * (own - own_was) > 0 else None
    reason = reason or project_reason(b, a, own, own_was, transfer=False if form.year >= 2024 else None)
    w.p(_stated(w, "一般公共预算", own, own_was, b.total, reason))
    if form.year >= 2024:
        if b.transfer or a.transfer:
            why = project_reason(b, a, b.transfer, a.transfer, transfer=True)
            w.p(_stated(w, "上级一般公共预算安排的转移支付资金", b.transfer, a.transfer, b.total, why))
        else:
            w.p("上级一般公共预算安排的转移支付资金未安排。")
    if b.fund_total or a.fund_total:
        items = {f.code for f in (*b.fund, *a.fund)}
        w.p(_stated(w, "政府性基金预算", b.fund_total, a.fund_total, b.total, project_reason(b, a, b.fund_total, a.fund_total, items)))
    else:
        w.p("政府性基金预算未安排。")
    if form.year >= 2024:
        w.p("上级政府性基金安排的转移支付资金未安排。")
    w.p("国有资本经营预算未安排。")
    if form.year >= 2024:
        w.p("上级国有资本经营预算安排的转移支付资金未安排。")


def _expenditure(form: Form, w: Writer, a: Books) -> None:
    b = form.books
    w.p(f"{form.name}{form.year}年支出预算{w.amount(b.total)}，其中：")
    w.p(_stated(w, "基本支出", b.basic, a.basic, b.total, basic_reason(b, a, b.basic, a.basic)))
    now, was = b.project + b.fund_total, a.project + a.fund_total
    items = {p.kind.item[0] for p in (*b.projects, *a.projects)}
    w.p(_stated(w, "项目支出", now, was, b.total, project_reason(b, a, now, was, items)))


def _use(code: str, books: Books) -> str:
    """What a class of expenditure is mainly for."""
    if code == "221":
        return "在职人员住房公积金缴费"
    if code == "210":
        return "在职人员基本医疗保险缴费"
    if code == "212":
        return "农村基础设施管护补助"
    own = code == books.body.bureau.functional_class[0]
    if code == "208" and not own:
        return "在职人员养老保险缴费"
    return "人员经费、日常公用经费和项目支出" + ("以及养老保险缴费" if code == "208" else "")


def _fiscal(form: Form, w: Writer, _: Books) -> None:
    b = form.books
    w.p(f"{form.year}年财政拨款收支总预算{w.amount(b.total)}。")
    if b.fund:
        w.p("收入包括一般公共预算拨款和政府性基金预算拨款，无国有资本经营预算。")
        w.p(f"收入预算包括：一般公共预算拨款{w.amount(b.general_total)}，政府性基金预算拨款{w.amount(b.fund_total)}。")
    else:
        w.p("收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营预算。")
        w.p(f"收入预算包括：一般公共预算拨款{w.amount(b.general_total)}。")
    parts = [f"{s.name}{w.amount(s.total)}，主要用于：{_use(s.code, b)}" for s in classes_of(b, b.general)]
    w.p(f"一般公共预算支出包括：{'；'.join(parts)}。")
    if b.fund:
        parts = [f"{s.name}{w.amount(s.total)}，主要用于：{_use(s.code, b)}" for s in classes_of(b, b.fund)]
        w.p(f"政府性基金预算支出包括：{'；'.join(parts)}。")


def _general(form: Form, w: Writer, a: Books) -> None:
    b = form.books
    w.heading("（一）一般公共预算当年拨款规模变化情况", 3)
    w.p(f"{form.name}{form.year}年一般公共预算拨款合计{w.amount(b.general_total)}，其中：")
    w.p(f"基本支出{w.amount(b.basic)}，比上年预算{w.change(b.basic, a.basic)}。主要原因是：{basic_reason(b, a, b.basic, a.basic)}。")
    w.p(
        f"项目支出{w.amount(b.project)}，比上年预算{w.change(b.project, a.project)}。"
        f"主要原因是：{project_reason(b, a, b.project, a.project)}。"
    )
    w.heading("（二）一般公共预算当年拨款结构情况", 3)
    for i, s in enumerate(classes_of(b, b.general), 1):
        word = f"（{s.code}类）" if form.year == 2021 else "（类）"
        w.p(f"{i}.{s.name}{word}{w.amount(s.total)}，{w.share(s.total, b.general_total)}。")
    w.heading("（三）一般公共预算当年拨款具体使用情况", 3)
    codes = sorted({f.code for f in (*b.general, *a.general)})
    for i, code in enumerate(codes, 1):
        names = [b.name_of(code[:length]) for length in (3, 5, 7)]
        if form.year == 2021:
            path = f"{names[0]}（类：{code[:3]}）{names[1]}（款：{code[3:5]}）{names[2]}（项：{code[5:]}）"
        else:
            path = f"{names[0]}（类）{names[1]}（款）{names[2]}（项）"
        now, was = b.item(code).total, a.item(code).total
        w.p(f"{i}.{path}：{form.year}年预算数为{w.amount(now)}，比上年预算{w.change(now, was)}，主要原因是：{item_reason(b, a, code)}。")


def _basic(form: Form, w: Writer, _: Books) -> None:
    b = form.books
    w.p(f"{form.name}{form.year}年一般公共预算基本支出{w.amount(b.basic)}，其中：")
    with_amounts = form.year == 2021
    for label, personnel, total in (("人员经费", True, b.personnel), ("公用经费", False, b.public)):
        parts = [e.name + (w.amount(e.amount) if with_amounts else "") for e in b.economics if e.personnel is personnel]
        w.p(f"{label}{w.amount(total)}，主要包括：{listed(parts)}。")


def _project(form: Form, w: Writer, _: Books) -> None:
    b = form.books
    projects = [p for p in b.projects if not p.kind.fund]
    if not projects:
        w.p(f"{form.name}{form.year}年没有使用一般公共预算安排的项目支出。")
    for i, p in enumerate(projects, 1):
        w.p(f"（{numeral(i)}）项目名称：{p.name}" if form.year == 2022 else f"{i}、项目名称：{p.name}")
        w.p(f"设立的政策依据：关于做好{form.year}年{p.kind.name.removesuffix('项目')}有关工作的通知")
        w.p(f"预算安排规模：{w.amount(p.amount)}")
        w.p(f"项目承担单位：{form.name}")
        w.p(f"资金分配情况：{p.kind.use}{w.amount(p.amount)}")
        w.p(f"资金执行时间：{form.year}年1月1日-{form.year}年12月31日")
        if form.year == 2021:
            for label in ("补贴人数", "补贴标准", "补贴范围", "补贴方式", "发放程序"):
                w.p(f"{label}：无")
            w.p(f"受益人群和社会效益：{p.kind.served}")


def _fund(form: Form, w: Writer, a: Books) -> None:
    b = form.books
    if not b.fund:
        w.p(f"{form.name}{form.year}年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。")
        return
    w.p(
        f"{form.name}{form.year}年政府性基金预算拨款合计{w.amount(b.fund_total)}，其中：基本支出{w.amount(0)}，项目支出{w.amount(b.fund_total)}。"
    )
    for i, f in enumerate(b.fund, 1):
        path = "".join(f"{b.name_of(f.code[:k])}（{word}）" for k, word in ((3, "类"), (5, "款"), (7, "项")))
        w.p(
            f"{i}.{path}：{form.year}年预算数为{w.amount(f.total)}，比上年预算{w.change(f.total, a.item(f.code).total)}，"
            f"主要原因是：{item_reason(b, a, f.code)}。"
        )


def _state_capital(form: Form, w: Writer, _: Books) -> None:
    w.p(f"{form.name}{form.year}年没有使用国有资本经营预算拨款安排的支出，国有资本经营预算支出情况表为空表。")


def _carryover(form: Form, w: Writer, _: Books) -> None:
    w.p(f"{form.name}{form.year}年没有使用上年结转结余预算安排的支出，上年结转结余情况明细表为空表。")


def _three_public(form: Form, w: Writer, a: Books) -> None:
    b = form.books
    word = "一般公共预算" if form.year <= 2022 else "财政拨款"
    total, was = b.running + b.reception, a.running + a.reception
    w.p(
        f"{form.name}{form.year}年{word}“三公”经费数为{w.amount(total)}，其中：因公出国（境）费{w.amount(0)}，公务用车购置费{w.amount(0)}，"
        f"公务用车运行费{w.amount(b.running)}，公务接待费{w.amount(b.reception)}。"
    )

    def part(label: str, now: int, before: int) -> str:
        if now == before == 0:
            why = f"{form.year - 1}年与{form.year}年均未安排{label}"
        elif now == before:
            why = f"{label}与上年预算一致，无变化"
        else:
            why = "公务活动安排增加" if now > before else "厉行节约，严格控制“三公”经费"
        return f"{label}{w.change(now, before)}，主要原因是：{why}"

    parts = [
        part("因公出国（境）费", 0, 0),
        part("公务用车购置费", 0, 0),
        part("公务用车运行费", b.running, a.running),
        part("公务接待费", b.reception, a.reception),
    ]
    w.p(f"{form.year}年{word}“三公”经费比上年预算{w.change(total, was)}，其中：{'；'.join(parts)}。")


def _other(form: Form, w: Writer, a: Books) -> None:
    b, year, name = form.books, form.year, form.name
    head = f"{year}年，{name}本级及下属{w.count(0)}家行政单位和{w.count(0)}家事业单位的" if year <= 2023 else f"{name}{year}年的"
    w.heading("（一）单位运行经费情况" if year >= 2024 else "（一）机关运行经费情况", 3)
    w.p(
        f"{head}机关运行经费财政拨款预算{w.amount(b.public)}，比上年预算{w.change(b.public, a.public)}。"
        f"主要原因是：{public_reason(b, a, b.public, a.public)}。"
    )
    w.heading("（二）政府采购情况", 3)
    q = b.purchases
    w.p(
        f"{year}年，{name}政府采购预算{w.amount(q.total)}，其中：政府采购货物预算{w.amount(q.goods)}，政府采购工程预算{w.amount(q.works)}，"
        f"政府采购服务预算{w.amount(q.services)}。"
    )
    w.p(
        f"{year}年度本{form.word}面向中小企业预留政府采购项目预算金额{w.amount(q.medium, determined=False)}，"
        f"其中：面向小微企业预留政府采购项目预算金额{w.amount(q.small, determined=False)}。"
    )
    _assets(form, w)
    w.heading("（四）预算绩效情况", 3)
    _performance(form, w)
    w.heading("（五）其他需说明的事项", 3)
    w.p("我单位无其他需说明的事项。")


def _assets(form: Form, w: Writer) -> None:
    b, year = form.books, form.year
    s, cars = b.assets, b.vehicles
    w.heading("（三）国有资产占用使用情况", 3)
    w.p(f"截至{year - 1}年底，{form.name}占用使用国有资产总体情况为：")
    w.p(f"1.房屋{mark('count', f'{s.area}.00', False)}平方米，价值{w.amount(s.house, False)}。")
    value = w.amount(s.vehicle_value)
    w.p(
        f"2.车辆{w.count(cars)}辆，价值{value}；其中：一般公务用车{w.count(cars)}辆，价值{value}；执法执勤用车{w.count(0)}辆，价值{w.amount(0)}；"
        f"其他车辆{w.count(0)}辆，价值{w.amount(0)}。"
    )
    w.p(f"3.办公家具价值{w.amount(s.furniture, False)}。")
    w.p(f"4.其他资产价值{w.amount(s.other, False)}。")
    w.p("单位价值50万元以上大型设备0台（套），单位价值100万元以上大型设备0台（套）。")
    w.p(f"{year}年{form.word}预算未安排购置车辆经费，安排购置50万元以上大型设备0台（套），单位价值100万元以上大型设备0台（套）。")


def _performance(form: Form, w: Writer) -> None:
    b, year = form.books, form.year
    count, money = len(b.projects), sum(p.amount for p in b.projects)
    if year >= 2024:
        w.p(
            f"{year}年，本{form.word}预算绩效管理整体预算绩效目标1个，涉及金额{w.amount(b.total)}；当年财政拨款项目{w.count(count)}个，"
            f"涉及预算金额{w.amount(money)}；当年非财政拨款项目0个，涉及预算金额{w.amount(0, False)}。具体情况见下表（按项目分别填报）："
        )
    else:
        w.p(
            f"{year}年，本年度实行绩效管理的财政拨款项目{w.count(count)}个，涉及预算金额{w.amount(money)}。具体情况见下表（按项目分别填报）："
        )
    for draft in targets(form):
        w.table(draft)
