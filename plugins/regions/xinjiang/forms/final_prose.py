"""The explanation of a Xinjiang final account, with self-evaluation tables."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from .....core.testkit import (
    CENT,
    Draft,
    Execution,
    Functional,
    People,
    Style,
    Writer,
    classes_of,
    item_reason,
    listed,
    mark,
    numeral,
    offices_of,
    percent,
    project_reason,
    quantities,
    wan,
)
from .....core.testkit import (
    names as n,
)
from .final_form import FinalForm


def overview(form: FinalForm, w: Writer) -> People:
    """Part one: duties, offices, people."""
    b, was = form.account.budget, form.before.budget
    w.heading("一、主要职能", 2)
    for i, duty in enumerate((*b.body.bureau.duties, "承办县委、县人民政府交办的其他事项"), 1):
        w.p(f"（{numeral(i)}）{duty}。")
    w.heading("二、机构设置及人员情况", 2)
    offices = offices_of(b.body)

    def moved(now: int, before: int) -> str:
        return f"{mark('direction', '增加' if now >= before else '减少', False)}{mark('count', str(abs(now - before)), False)}人"

    present = b.staff + b.retired
    w.p(
        f"{form.name}{form.year}年度，实有人数{w.count(present)}人，其中：在职人员{w.count(b.staff)}人，{moved(b.staff, was.staff)}；"
        f"离休人员0人，增加0人；退休人员{w.count(b.retired)}人，{moved(b.retired, was.retired)}。"
    )
    w.p(f"{form.name}无下属预算单位，下设{w.count(len(offices))}个科室，分别是：{listed(offices)}。")
    return People(b.posts, present, b.staff, b.retired, 0, offices)


def explanation(form: FinalForm, w: Writer) -> None:
    """Part two: twelve sections."""
    sections = (
        ("收入支出决算总体情况说明", _overall), ("收入决算情况说明", _income), ("支出决算情况说明", _expenditure),
        ("财政拨款收入支出决算总体情况说明", _fiscal), ("一般公共预算财政拨款支出决算情况说明", _general),
        ("一般公共预算财政拨款基本支出决算情况说明", _basic), ("政府性基金预算财政拨款收入支出决算情况说明", _fund),
        ("国有资本经营预算财政拨款收入支出决算情况说明", _state_capital), ("财政拨款“三公”经费支出决算情况说明", _three_public),
        ("其他重要事项的情况说明", _other), ("预算绩效的情况说明", _performance), ("其他需说明的事项", _nothing),
    )  # fmt: skip
    for i, (title, make) in enumerate(sections, 1):
        w.heading(f"{numeral(i)}、{title}", 2)
        make(form, w)


def _moved_reason(form: FinalForm, now: int, was: int, general: bool = False) -> str:
    a, b = form.account.actual, form.before.actual
    if wan(now) == wan(was):
        return "与上年一致，无变化"
    basic = a.basic - b.basic
    project = a.project - b.project if general else a.total - b.total - basic
    if project * (now - was) > 0 and abs(project) >= abs(basic):
        items = {p.kind.item[0] for p in (*a.projects, *b.projects)}
        return project_reason(a, b, now, was, None if general else items)
    return "本年人员经费和公用经费支出增加" if now > was else "本年人员经费和公用经费支出减少"


def _gap(w: Writer, budget: int, final: int) -> str:
    """年初预算数, 决算数 and the rate of their difference."""
    rate = percent(final - budget, budget)
    return f"年初预算数{w.amount(budget)}，决算数{w.amount(final)}，预决算差异率{w.percent(rate)}"


def _gap_reason(budget: int, final: int) -> str:
    if wan(budget) == wan(final):
        return "按年初预算执行，无差异"
    return "年中追加人员经费和项目资金" if final > budget else "年中调减项目资金"


def _overall(form: FinalForm, w: Writer) -> None:
    a, b = form.account, form.before
    total, was = a.income + a.opening, b.income + b.opening
    w.p(
        f"{form.year}年度收入总计{w.amount(total)}，其中：本年收入合计{w.amount(a.income)}，使用非财政拨款结余（含专用结余）{w.amount(0)}，"
        f"年初结转和结余{w.amount(a.opening)}。"
    )
    w.p(
        f"{form.year}年度支出总计{w.amount(total)}，其中：本年支出合计{w.amount(a.actual.total)}，结余分配{w.amount(0)}，年末结转和结余{w.amount(a.closing)}。"
    )
    w.p(f"收入支出总体与上年相比，{w.change(total, was)}，主要原因是：{_moved_reason(form, total, was)}。")


def _income(form: FinalForm, w: Writer) -> None:
    total = form.account.income
    others = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
    rest = "；".join(f"{o}{w.amount(0)}，{w.share(0, total)}" for o in others)
    w.p(f"本年收入{w.amount(total)}，其中：财政拨款收入{w.amount(total)}，{w.share(total, total)}；{rest}。")


def _expenditure(form: FinalForm, w: Writer) -> None:
    a = form.account.actual
    project = a.total - a.basic
    rest = "；".join(f"{o}{w.amount(0)}，{w.share(0, a.total)}" for o in ("上缴上级支出", "经营支出", "对附属单位补助支出"))
    w.p(
        f"本年支出{w.amount(a.total)}，其中：基本支出{w.amount(a.basic)}，{w.share(a.basic, a.total)}；"
        f"项目支出{w.amount(project)}，{w.share(project, a.total)}；{rest}。"
    )


def _fiscal(form: FinalForm, w: Writer) -> None:
    a, b = form.account, form.before
    total, was, planned = a.income + a.opening, b.income + b.opening, a.budget.total
    w.p(
        f"{form.year}年度财政拨款收入总计{w.amount(total)}，其中：年初财政拨款结转和结余{w.amount(a.opening)}，本年财政拨款收入{w.amount(a.income)}。"
        f"财政拨款支出总计{w.amount(total)}，其中：年末财政拨款结转和结余{w.amount(a.closing)}，本年财政拨款支出{w.amount(a.actual.total)}。"
    )
    w.p(
        f"财政拨款收入支出总体与上年相比，{w.change(total, was)}，主要原因是：{_moved_reason(form, total, was)}。"
        f"与年初预算相比，{_gap(w, planned, total)}，主要原因是：{_gap_reason(planned, total)}。"
    )


def _general(form: FinalForm, w: Writer) -> None:
    a, b = form.account, form.before
    actual, before = a.actual, b.actual
    total, was, planned = actual.general_total, before.general_total, a.budget.general_total
    w.heading("（一）一般公共预算财政拨款支出决算总体情况", 3)
    w.p(
        f"{form.year}年度一般公共预算财政拨款支出{w.amount(total)}，占本年支出合计的{w.percent(percent(total, actual.total), 'share')}。"
        f"与上年相比，{w.change(total, was)}，主要原因是：{_moved_reason(form, total, was, general=True)}。"
        f"与年初预算相比，{_gap(w, planned, total)}，主要原因是：{_gap_reason(planned, total)}。"
    )
    w.heading("（二）一般公共预算财政拨款支出决算结构情况", 3)
    for i, s in enumerate(classes_of(actual, actual.general), 1):
        w.p(f"{i}.{s.name}（类）{w.amount(s.total)}，{w.share(s.total, total)}。")
    w.heading("（三）一般公共预算财政拨款支出决算具体情况", 3)
    for i, code in enumerate(sorted({f.code for f in (*actual.general, *before.general)}), 1):
        names = [actual.name_of(code[:length]) for length in (3, 5, 7)]
        now, then = actual.item(code).total, before.item(code).total
        why = item_reason(actual, before, code).replace("预算", "决算")
        w.p(
            f"{i}.{names[0]}（类）{names[1]}（款）{names[2]}（项）：支出决算数为{w.amount(now)}，"
            f"比上年决算{w.change(now, then)}，主要原因是：{why}。"
        )


def _basic(form: FinalForm, w: Writer) -> None:
    a = form.account.actual
    w.p(
        f"{form.year}年度一般公共预算财政拨款基本支出{w.amount(a.basic)}，其中：人员经费{w.amount(a.personnel)}，"
        f"包括：{listed(e.name for e in a.economics if e.personnel)}。"
    )
    w.p(f"公用经费{w.amount(a.public)}，包括：{listed(e.name for e in a.economics if not e.personnel)}。")


def _fund(form: FinalForm, w: Writer) -> None:
    a, before = form.account, form.before.actual
    fund: list[Functional] = a.actual.fund
    if not fund:
        w.p(f"本{form.word}本年度无政府性基金预算财政拨款收入、支出及结转和结余，政府性基金预算财政拨款收入支出决算表为空表。")
        return
    w.p(
        f"{form.year}年度政府性基金预算财政拨款收入总计{w.amount(a.fund_income)}，其中：年初结转和结余{w.amount(0)}，本年收入{w.amount(a.fund_income)}。"
        f"政府性基金预算财政拨款支出总计{w.amount(a.actual.fund_total)}，其中：年末结转和结余{w.amount(0)}，本年支出{w.amount(a.actual.fund_total)}。"
    )
    for i, f in enumerate(fund, 1):
        path = "".join(f"{a.actual.name_of(f.code[:k])}（{word}）" for k, word in ((3, "类"), (5, "款"), (7, "项")))
        now, then = f.total, before.item(f.code).total
        w.p(
            f"{i}.{path}：支出决算数为{w.amount(now)}，比上年决算{w.change(now, then)}，"
            f"主要原因是：{item_reason(a.actual, before, f.code)}。"
        )


def _state_capital(form: FinalForm, w: Writer) -> None:
    w.p(f"本{form.word}本年度无国有资本经营预算财政拨款收入、支出及结转和结余，国有资本经营预算财政拨款收入支出决算表为空表。")


def _three_public(form: FinalForm, w: Writer) -> None:
    a, was, b = form.account.actual, form.before.actual, form.account.budget
    total, before, planned = a.running + a.reception, was.running + was.reception, b.running + b.reception

    def why(now: int, then: int, what: str) -> str:
        if now == then == 0:
            return f"{form.year - 1}年与{form.year}年均未安排{what}支出"
        return "厉行节约，严格控制“三公”经费支出" if now < then else "公务活动较上年增加" if now > then else "与上年一致"

    def part(what: str, now: int, then: int) -> str:
        return f"{what}支出{w.amount(now)}，{w.share(now, total)}，比上年{w.change(now, then)}，主要原因是：{why(now, then, what)}。"

    w.p(
        f"{form.year}年度财政拨款“三公”经费支出{w.amount(total)}，比上年{w.change(total, before)}，"
        f"主要原因是：{why(total, before, '“三公”经费')}。其中："
        + part("因公出国（境）费", 0, 0)
        + part("公务用车购置及运行维护费", a.running, was.running)
        + part("公务接待费", a.reception, was.reception)
    )
    w.p("具体情况如下：")
    w.p(
        f"因公出国（境）费支出{w.amount(0)}，开支内容包括本{form.word}无因公出国（境）费。全年安排的因公出国（境）团组0个，因公出国（境）0人次。"
    )
    use = "车辆燃油、维修、保险等支出" if a.running else f"本{form.word}无公务用车运行维护费"
    w.p(
        f"公务用车购置及运行维护费{w.amount(a.running)}，其中：公务用车购置费{w.amount(0)}，公务用车运行维护费{w.amount(a.running)}。"
        f"公务用车运行维护费开支内容包括{use}。公务用车购置数0辆，公务用车保有量{w.count(b.vehicles, False)}辆。"
    )
    batches, people = (b.year % 7 + 3, (b.year % 7 + 3) * 6) if a.reception else (0, 0)
    use = "公务活动用餐支出" if a.reception else f"本{form.word}无公务接待费"
    w.p(
        f"公务接待费{w.amount(a.reception)}，开支内容包括{use}。全年安排的国内公务接待{mark('count', str(batches), False)}批次，"
        f"{mark('count', str(people), False)}人次。"
    )

    def gap(what: str, budget: int, final: int) -> str:
        why = "按预算执行，无差异" if budget == final else "厉行节约，压减支出"
        rate = w.percent(percent(final - budget, budget))
        return f"{what}全年预算数{w.amount(budget)}，决算数{w.amount(final)}，预决算差异率{rate}，主要原因是：{why}。"

    whole = gap("财政拨款“三公”经费支出", planned, total)
    parts = [
        gap("因公出国（境）费", 0, 0),
        gap("公务用车购置费", 0, 0),
        gap("公务用车运行维护费", b.running, a.running),
        gap("公务接待费", b.reception, a.reception),
    ]
    w.p(f"与全年预算相比，{whole}其中：{''.join(parts)}")


def _other(form: FinalForm, w: Writer) -> None:
    a, was = form.account.actual, form.before.actual
    w.heading("（一）机关运行经费支出情况", 3)
    why = "与上年一致" if a.public == was.public else "本年业务量增加" if a.public > was.public else "落实过紧日子要求，压减支出"
    w.p(
        f"{form.year}年度{form.name}（行政单位和参照公务员法管理事业单位）机关运行经费支出{w.amount(a.public)}，"
        f"比上年{w.change(a.public, was.public)}，"
        f"主要原因是：{why}。"
    )
    w.heading("（二）政府采购情况", 3)
    q = a.purchases
    w.p(
        f"{form.year}年度政府采购支出总额{w.amount(q.total)}，其中：政府采购货物支出{w.amount(q.goods)}、政府采购工程支出{w.amount(q.works)}、"
        f"政府采购服务支出{w.amount(q.services)}。"
    )
    w.p(
        f"授予中小企业合同金额{w.amount(q.medium)}，占政府采购支出总额的{w.percent(percent(q.medium, q.total), 'share')}，"
        f"其中：授予小微企业合同金额{w.amount(q.small)}，占政府采购支出总额的{w.percent(percent(q.small, q.total), 'share')}。"
    )
    w.heading("（三）国有资产占用情况说明", 3)
    s, cars = a.assets, a.vehicles
    kinds = (
        "副部（省）级及以上领导用车",
        "主要负责人用车",
        "机要通信用车",
        "应急保障用车",
        "执法执勤用车",
        "特种专业技术用车",
        "离退休干部服务用车",
    )
    rest = "、".join(f"{kind}{w.count(0)}辆" for kind in kinds)
    other = "一般公务用车" if cars else f"本{form.word}无其他用车"
    w.p(
        f"截至{form.year}年12月31日，房屋{s.area}.00平方米，价值{w.amount(s.house, False)}。"
        f"车辆{w.count(cars)}辆，价值{w.amount(s.vehicle_value, False)}，"
        f"其中：{rest}、其他用车{w.count(cars)}辆，其他用车主要是：{other}。单价100万元（含）以上设备（不含车辆）0台（套）。"
    )


def _performance(form: FinalForm, w: Writer) -> None:
    executions = form.account.executions
    annual, spent = sum(e.annual for e in executions), sum(e.spent.amount for e in executions)
    w.p(
        f"根据预算绩效管理要求，本{form.word}预算绩效评价项目{w.count(len(executions))}个，全年预算数{w.amount(annual)}，全年执行数{w.amount(spent)}。"
        "预算绩效管理取得的成效：各项目按计划实施，年度任务基本完成。发现的问题及原因：个别项目执行进度偏慢。"
        "下一步改进措施：加强项目执行监控。具体附项目支出绩效自评表。"
    )
    for e in executions:
        w.table(_self_evaluation(form, e))


def _score(points: int, done: Decimal) -> Decimal:
    return (Decimal(points) * min(Decimal(1), done)).quantize(CENT, ROUND_HALF_UP)


def _self_evaluation(form: FinalForm, e: Execution) -> Draft:
    style = Style(thousands=True)
    spent, rate = e.spent.amount, percent(e.spent.amount, e.annual)
    draft = Draft(n.SELF_EVALUATION, (("",) * 9,), title="项目支出绩效自评表", subtitle=f"（{form.year}年度）", header_rows=0)
    draft.grid, draft.style = [], style
    name = e.planned.name
    draft.row(["项目名称", name, *[""] * 7])
    draft.row(["主管部门", form.name, "", "", "", "实施单位", form.name, "", ""])
    draft.row(["项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"])
    key = ("project", n.project_key(e.planned.kind.item[0], name), name)
    first_score = _score(10, Decimal(spent) / Decimal(e.annual))
    money = {3: (n.M_BUDGET, e.initial), 4: ("annual_budget", e.annual), 5: ("executed", spent)}
    draft.row(["", "年度资金总额", "", "", "", "", "10", mark("rate", f"{rate}%"), mark("score", f"{first_score}分")], money, key)
    draft.row(["", "其中：当年财政拨款", "", "", "", "", "—", "—", "—"], money)
    draft.row(["", "其他资金", "", "0.00", "0.00", "0.00", "—", "—", "—"])
    draft.row(["年度总体目标", "预期目标", "", "", "", "实际完成情况", "", "", ""])
    aims = [f"{q}{v}{u}" for q, u, v in quantities(e.planned, form.account.budget.body.seed)]
    (q1, u1, v1), (q2, u2, v2) = quantities(e.planned, form.account.budget.body.seed)
    short = max(1, v2 * 9 // 10) if form.account.budget.body.stream(f"done {name}").random() < 0.4 else v2
    draft.row(["", f"用于{e.planned.kind.use}，{'，'.join(aims)}。", "", "", "", f"{q1}{v1}{u1}，{q2}{short}{u2}。", "", "", ""])
    draft.row(
        ["年度绩效指标完成情况", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    )
    reason = "受实施条件限制未全部完成，下一年度加快实施。" if short < v2 else ""
    rows = [
        ("产出指标", "数量指标", q1, f">={v1}{u1}", f"={v1}{u1}", 15, Decimal(1), ""),
        ("", "", q2, f">={v2}{u2}", f"={short}{u2}", 15, Decimal(short) / Decimal(v2), reason),
        ("", "质量指标", "项目验收合格率", "=100%", "=100%", 10, Decimal(1), ""),
        ("", "时效指标", "资金支付及时率", ">=95%", "=100%", 10, Decimal(1), ""),
        ("效益指标", "社会效益指标", e.planned.kind.benefit, "有效", "完全达到预期", 30, Decimal(1), ""),
        ("满意度指标", "满意度指标", f"{e.planned.kind.served}满意度", ">=95%", "=96%", 10, Decimal(1), ""),
    ]
    total = first_score
    start = draft.next_row
    for one, two, three, target, done, points, share, why in rows:
        score = _score(points, share)
        total += score
        shown = f"{score:f}".rstrip("0").rstrip(".")
        draft.row(["", one, two, three, target, done, mark("weight", str(points), False), mark("score", shown), why], label=three)
    draft.row(["总分", *[""] * 5, "100", mark("score", f"{total}分"), ""])
    _merge(draft, start)
    draft.columns = {3: "年初预算数", 4: "全年预算数", 5: "全年执行数", 6: "分值", 7: "得分", 8: "得分"}
    return draft


def _merge(draft: Draft, start: int) -> None:
    for row, column, rowspan, colspan in (
        (0, 1, 1, 8), (1, 1, 1, 4), (1, 6, 1, 3), (2, 0, 4, 1), (2, 1, 1, 2), (3, 1, 1, 2),
        (4, 1, 1, 2), (5, 1, 1, 2), (6, 0, 2, 1), (6, 1, 1, 4),
        (6, 5, 1, 4), (7, 1, 1, 4), (7, 5, 1, 4), (8, 0, 7, 1), (start, 1, 4, 1), (start, 2, 2, 1), (start + 6, 0, 1, 6),
    ):  # fmt: skip
        draft.merge(row, column, rowspan, colspan)


def _nothing(form: FinalForm, w: Writer) -> None:
    w.p(f"本{form.word}无其他需说明的事项。")
