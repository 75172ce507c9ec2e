"""Performance target tables of Sichuan budgets: all projects in one table, the whole department in another."""

from __future__ import annotations

from .....core.testkit import Draft, Project, Style, mark, objective, quantities
from .....core.testkit import names as n
from .form import Form

_PLAIN = Style(strip=True)


def _indicators(form: Form, p: Project) -> list[tuple[str, str, str, str, str, str, str]]:
    """Levels, nature, value, unit, weight; the weights add up to 90."""
    (q1, u1, v1), (q2, u2, v2) = quantities(p, form.books.body.seed)
    amount = mark("amount", _PLAIN.amount(p.amount), False)
    return [
        ("产出指标", "数量指标", q1, "≥", str(v1), u1, "20"),
        ("产出指标", "数量指标", q2, "≥", str(v2), u2, "10"),
        ("产出指标", "质量指标", "验收合格率", "=", "100", "%", "10"),
        ("产出指标", "时效指标", "完成时限", "≤", "12", "月", "10"),
        ("效益指标", "社会效益指标", p.kind.benefit, "定性", "优", "", "20"),
        ("满意度指标", "服务对象满意度指标", f"{p.kind.served}满意度", "≥", "95", "%", "10"),
        ("成本指标", "经济成本指标", "项目总成本", "≤", amount, "万元", "10"),
    ]


def project_targets(form: Form, draft: Draft) -> None:
    """One row an indicator, grouped by project."""
    draft.landscape = True
    header = (
        "单位名称",
        "项目名称",
        "预算数",
        "年度目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "权重",
        "指标方向性",
    )
    draft.header, draft.grid = (header,), [list(header)]
    draft.subtitle = f"（{form.year}年度）"
    draft.columns = {2: "预算数", 8: "指标值", 10: "权重"}
    projects = form.books.projects
    total = sum(p.amount for p in projects)
    body = form.books.body
    draft.row([f"{body.unit_code}-{form.name}", *[""] * 11], {2: (n.M_TOTAL, total)}, ("unit", body.unit_code, form.name))
    start = draft.next_row
    for number, p in enumerate(projects):
        first = draft.next_row
        aim = objective(p, mark("amount", _PLAIN.amount(p.amount)), body.seed)
        for k, (one, two, three, nature, value, unit, weight) in enumerate(_indicators(form, p)):
            tail = [one, two, three, nature, value, unit, mark("weight", weight, False), "正向指标" if nature == "≥" else ""]
            if k == 0:
                unit_name = f"{form.unit_code}-{form.name}" if number == 0 else ""
                draft.row(
                    [unit_name, p.kind.name, "", aim, *tail],
                    {2: (n.M_TOTAL, p.amount)},
                    ("project", n.project_key(p.kind.item[0], p.kind.name), p.kind.name),
                )
            else:
                draft.row(["", "", "", "", *tail], label=f"{p.kind.name}：{three}")
        for column in (1, 2, 3):
            draft.merge(first, column, draft.next_row - first)
    draft.merge(start, 0, draft.next_row - start)


def overall_targets(form: Form, draft: Draft) -> None:
    """Tasks, budget, objective and indicators of the department."""
    b = form.books
    draft.subtitle = f"（{form.year}年度）"
    draft.unit = None
    draft.header, draft.grid, draft.header_rows = (("",) * 5,), [], 0
    draft.columns = {2: "资金总额", 3: "财政拨款", 4: "指标值"}

    def add(*texts: str, spans: tuple[tuple[int, int, int], ...] = ()) -> int:
        at = draft.row(list(texts))
        for column, rowspan, colspan in spans:
            draft.merge(at, column, rowspan, colspan)
        return at

    add("部门名称", "", form.name, "", "", spans=((0, 1, 2), (2, 1, 3)))
    first = add("年度主要任务", "任务名称", "主要内容", "", "", spans=((2, 1, 3),))
    add("", "基本支出", "保障机构正常运转和人员经费支出。", "", "", spans=((2, 1, 3),))
    for p in b.projects:
        add("", p.kind.name, f"{p.kind.use}。", "", "", spans=((2, 1, 3),))
    draft.merge(first, 0, draft.next_row - first)
    money = add("年度部门整体支出预算", "", "资金总额", "财政拨款", "其他资金", spans=((0, 2, 2),))
    draft.style = Style(thousands=True)
    draft.row(["", "", "", "", "0.00"], {2: (n.M_TOTAL, b.total), 3: (n.M_FISCAL, b.total)}, ("total", n.TOTAL_ROW, "年度部门整体支出预算"))
    draft.names[money] = "年度部门整体支出预算"
    aims = "；".join([f"1.保障{b.staff}名在职人员正常开展工作", *(f"{i}.{p.kind.benefit}" for i, p in enumerate(b.projects, 2))])
    add("年度总体目标", "", f"{aims}。", "", "", spans=((0, 1, 2), (2, 1, 3)))
    at = add("年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值（包含数字及文字描述）")
    rows = [("产出指标", "数量指标", "保障在职人员数", f"={b.staff}人")]
    for p in b.projects:
        name, unit, number = quantities(p, b.body.seed)[0]
        rows.append(("产出指标", "数量指标", name, f"≥{number}{unit}"))
    rows += [
        ("产出指标", "质量指标", "年度重点工作完成率", "=100%"),
        ("产出指标", "时效指标", "各项工作完成时限", "≤12月"),
        ("效益指标", "社会效益指标", "提升履职能力和服务水平", "定性优"),
        ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥95%"),
        ("成本指标", "经济成本指标", "基本支出", f"={mark('amount', _PLAIN.amount(b.basic))}万元"),
        ("成本指标", "经济成本指标", "项目支出", f"={mark('amount', _PLAIN.amount(b.total - b.basic))}万元"),
    ]
    for one, two, three, value in rows:
        draft.names[add("", one, two, three, value)] = three
    draft.merge(at, 0, draft.next_row - at)
