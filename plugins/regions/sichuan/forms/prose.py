"""The explanation of a Sichuan budget, 2022 and 2023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .....core.testkit import (
    Books,
    Writer,
    basic_reason,
    books_of,
    classes_of,
    growth,
    listed,
    mark,
    numeral,
    project_reason,
    wan,
)

if TYPE_CHECKING:
    from .form import Form

SECTIONS = (
    "收支预算情况说明",
    "财政拨款收支预算情况说明",
    "一般公共预算当年拨款情况说明",
    "一般公共预算基本支出情况说明",
    "“三公”经费财政拨款预算安排情况说明",
    "政府性基金预算支出情况说明",
    "国有资本经营预算支出情况说明",
    "其他重要事项的情况说明",
)


def explanation(form: Form, w: Writer) -> None:
    """Write all sections."""
    makers = (_overall, _fiscal, _general, _basic, _three_public, _fund, _state_capital, _other)
    before = books_of(form.books.body, form.year - 1)
    for i, (title, make) in enumerate(zip(SECTIONS, makers, strict=True), 1):
        w.heading(f"{numeral(i)}、{title}", 2)
        make(form, w, before)


def _moved(w: Writer, now: int, was: int, determined: bool = True) -> str:
    """增加X万元 or 减少X万元, 持平 where nothing changed."""
    if wan(abs(now - was)) == 0:
        return "持平"
    certain = determined
    return f"{mark('direction', '增加' if now > was else '减少', certain)}{mark('change', w.style.amount(abs(now - was)), certain)}万元"


def _why(b: Books, a: Books) -> str:
    basic, project = b.basic - a.basic, (b.total - b.basic) - (a.total - a.basic)
    if b.total == a.total:
        return "预算安排与上年一致"
    if project * (b.total - a.total) > 0 and abs(project) >= abs(basic):
        items = {p.kind.item[0] for p in (*b.projects, *a.projects)}
        return project_reason(b, a, b.total - b.basic, a.total - a.basic, items)
    return basic_reason(b, a, b.basic, a.basic)


def _overall(form: Form, w: Writer, a: Books) -> None:
    b = form.books
    source = "一般公共预算拨款收入" + ("、政府性基金预算拨款收入" if b.fund else "")
    w.p(
        f"按照综合预算的原则，{form.short}所有收入和支出均纳入{form.word}预算管理。收入包括：{source}；"
        f"支出包括：{listed(s.name for s in classes_of(b, b.functionals))}。{form.short}{form.year}年收支总预算{w.amount(b.total)}，"
        f"比{form.year - 1}年收支预算总数{_moved(w, b.total, a.total, False)}，主要原因是{_why(b, a)}。"
    )
    w.heading("（一）收入预算情况", 3)
    w.p(
        f"{form.short}{form.year}年收入预算{w.amount(b.total)}，其中：上年结转{w.amount(0)}，{w.share(0, b.total)}；"
        f"一般公共预算拨款收入{w.amount(b.general_total)}，{w.share(b.general_total, b.total)}；"
        f"政府性基金预算拨款收入{w.amount(b.fund_total)}，{w.share(b.fund_total, b.total)}；事业收入{w.amount(0)}，{w.share(0, b.total)}。"
    )
    w.heading("（二）支出预算情况", 3)
    project = b.project + b.fund_total
    w.p(
        f"{form.short}{form.year}年支出预算{w.amount(b.total)}，其中：基本支出{w.amount(b.basic)}，{w.share(b.basic, b.total)}；"
        f"项目支出{w.amount(project)}，{w.share(project, b.total)}。"
    )


def _fiscal(form: Form, w: Writer, a: Books) -> None:
    b = form.books
    moved = _moved(w, b.total, a.total)
    w.p(
        f"{form.short}{form.year}年财政拨款收支预算总数{w.amount(b.total)}，"
        f"比{form.year - 1}年财政拨款收支预算总数{w.amount(a.total, False)}{moved}，"
        f"主要原因是{_why(b, a)}。"
    )
    parts = listed(f"{s.name}{w.amount(s.total)}" for s in classes_of(b, b.functionals))
    w.p(
        f"收入包括：本年一般公共预算拨款收入{w.amount(b.general_total)}、本年政府性基金预算拨款收入{w.amount(b.fund_total)}；支出包括：{parts}。"
    )


_USES = {
    "2080501": "退休人员的支出",
    "2080505": "按规定由单位缴纳的基本养老保险费支出",
    "2080506": "按规定由单位缴纳的职业年金支出",
    "2089999": "按规定由单位缴纳的工伤保险支出",
    "2101101": "按规定由单位缴纳的基本医疗保险费支出",
    "2101103": "按规定缴纳的公务员医疗补助支出",
    "2210201": "按规定比例为职工缴纳的住房公积金支出",
}


def _general(form: Form, w: Writer, a: Books) -> None:
    b = form.books
    w.heading("（一）一般公共预算当年拨款规模变化情况", 3)
    now, was = b.general_total, a.general_total
    why = _why(b, a) if (now - was) * (b.total - a.total) > 0 else project_reason(b, a, b.project, a.project)
    if now == was:
        why = "预算安排与上年一致"
    elif (b.project - a.project) * (now - was) <= 0:
        why = basic_reason(b, a, b.basic, a.basic)
    w.p(f"{form.short}{form.year}年一般公共预算当年拨款{w.amount(now)}，比上年预算数{_moved(w, now, was, False)}，主要原因是{why}。")
    w.heading("（二）一般公共预算当年拨款结构情况", 3)
    w.p("；".join(f"{s.name}{w.amount(s.total)}，{w.share(s.total, now)}" for s in classes_of(b, b.general)) + "。")
    w.heading("（三）一般公共预算当年拨款具体使用情况", 3)
    for i, f in enumerate(b.general, 1):
        names = [b.name_of(f.code[:length]) for length in (3, 5, 7)]
        use = _USES.get(f.code)
        if use is None:
            use = (
                "机构正常运转的基本支出，包括人员经费以及日常公用经费"
                if f.basic
                else listed(p.kind.use for p in b.projects if p.kind.item[0] == f.code and not p.kind.fund)
            )
        w.p(f"{i}.{names[0]}（类）{names[1]}（款）{names[2]}（项）：{form.year}年预算数为{w.amount(f.total)}，主要用于：{use}。")


def _basic(form: Form, w: Writer, _: Books) -> None:
    b = form.books
    w.p(f"{form.short}{form.year}年一般公共预算基本支出{w.amount(b.basic)}，其中：")
    w.p(f"人员经费{w.amount(b.personnel)}，主要包括：{listed(e.name for e in b.economics if e.personnel)}。")
    w.p(f"公用经费{w.amount(b.public)}，主要包括：{listed(e.name for e in b.economics if not e.personnel)}。")


def _three_public(form: Form, w: Writer, a: Books) -> None:
    b, y = form.books, form.year
    total, was = b.running + b.reception, a.running + a.reception
    w.p(
        f"{form.short}{y}年“三公”经费财政拨款预算数{w.amount(total)}，其中：因公出国（境）经费{w.amount(0)}，公务接待费{w.amount(b.reception)}，"
        f"公务用车购置及运行维护费{w.amount(b.running)}。“三公”经费预算较上年{_moved(w, total, was, False)}。"
    )

    def part(now: int, before: int) -> str:
        if wan(abs(now - before)) == 0:
            return f"较{y - 1}年预算持平"
        words = ("增加", "增长") if now > before else ("减少", "下降")
        certain = before != 0
        amount = mark("change", w.style.amount(abs(now - before)), certain)
        return (
            f"较{y - 1}年预算{mark('direction', words[0], certain)}{amount}万元，"
            f"{words[1]}{w.percent(growth(now, before), determined=certain)}"
        )

    w.p("（一）因公出国（境）经费较上年预算持平。主要原因是两年均未安排因公出国（境）费用。")
    why = "公务接待任务与上年相当" if b.reception == a.reception else "厉行节约，严格控制公务接待"
    w.p(f"（二）公务接待费{part(b.reception, a.reception)}。主要原因是{why}。")
    why = "公务用车数量与上年一致" if b.vehicles else "两年均未安排公务用车购置及运行维护费"
    w.p(f"（三）公务用车购置及运行维护费{part(b.running, a.running)}。主要原因是{why}。")
    w.p(f"单位现有公务用车{w.count(b.vehicles)}辆，其中：轿车{w.count(b.vehicles)}辆，越野车0辆，其他车型0辆。")
    w.p(f"{y}年安排公务用车购置费{w.amount(0)}。{y}年安排公务用车运行维护费{w.amount(b.running)}，用于公务用车燃油、维修、保险等方面支出。")


def _fund(form: Form, w: Writer, _: Books) -> None:
    b = form.books
    if not b.fund:
        w.p(f"{form.short}{form.year}年没有使用政府性基金预算拨款安排的支出。")
        return
    names = listed(p.kind.name for p in b.projects if p.kind.fund)
    w.p(f"{form.short}{form.year}年政府性基金预算支出{w.amount(b.fund_total)}，主要用于：{names}。")


def _state_capital(form: Form, w: Writer, _: Books) -> None:
    w.p(f"{form.short}{form.year}年没有使用国有资本经营预算拨款安排的支出。")


def _other(form: Form, w: Writer, a: Books) -> None:
    b, y = form.books, form.year
    w.heading("（一）机关运行经费", 3)
    moved = _moved(w, b.public, a.public, False)
    w.p(f"{y}年，{form.short}机关运行经费财政拨款预算为{w.amount(b.public)}，比{y - 1}年预算{moved}。")
    w.heading("（二）政府采购情况", 3)
    determined = form.level == "department"
    w.p(f"{y}年，{form.short}安排政府采购预算{w.amount(b.purchases.total, determined)}。")
    w.heading("（三）国有资产占有使用情况", 3)
    s = b.assets
    w.p(
        f"截至{y - 1}年底，{form.short}共有车辆{w.count(b.vehicles, False)}辆，"
        f"单位价值200万元以上大型设备0台（套）。单位资产{w.amount(s.other, False)}。"
    )
    w.p(f"{y}年{form.word}预算未安排购置车辆及单位价值200万元以上大型设备。")
    w.heading("（四）绩效目标设置情况", 3)
    money = sum(p.amount for p in b.projects)
    names = listed(p.kind.name for p in b.projects)
    w.p(
        f"{y}年，{form.short}按要求实行绩效管理，{form.word}整体绩效目标涉及预算安排{w.amount(b.total)}，"
        f"其中编制了项目绩效目标的预算{w.amount(money)}，涉及项目{w.count(len(b.projects))}个，分别是：{names}。"
    )
