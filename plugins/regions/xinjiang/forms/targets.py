"""Performance target tables (绩效目标表) of Xinjiang budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .....core.testkit import Books, Draft, Project, Style, books_of, mark, objective, quantities
from .....core.testkit import names as n

if TYPE_CHECKING:
    from .budget_tables import Form

_WEIGHTS = ("10", "10", "10", "10", "20", "20", "10")
"""Of the seven indicators of a project: 90, the 10 of the execution rate is not listed."""


def targets(form: Form) -> list[Draft]:
    """The tables of the year: the whole unit (2024) and one a project."""
    projects = list(form.books.projects)
    if form.year >= 2024:
        return [_overall(form), *(_project_2024(form, p) for p in projects)]
    return [_project_before(form, p) for p in projects]


def _amount(style: Style, amount: int) -> str:
    return mark("amount", style.amount(amount))


def _overall(form: Form) -> Draft:
    b: Books = form.books
    style = form.style
    draft = Draft(n.OVERALL_TARGETS, (("",) * 6,), title=f"{form.word}整体绩效目标表", subtitle=f"（{form.year}年）", header_rows=0)
    draft.grid = []
    draft.style = Style()

    def add(*texts: str, spans: tuple[tuple[int, int, int], ...] = ()) -> int:
        at = draft.row(list(texts))
        for column, rowspan, colspan in spans:
            draft.merge(at, column, rowspan, colspan)
        return at

    add(f"{form.word}名称（盖章）", "", form.name, "", "", "", spans=((0, 1, 2), (2, 1, 4)))
    add(f"{form.word}联系人", "", "办公室", "联系电话：", mark("phone", "", False), "", spans=((0, 1, 2), (4, 1, 2)))
    aims = f"保障{b.staff}名在职人员正常开展工作，完成{len(b.projects)}个项目的年度任务，提升履职能力和服务水平。"
    add("年度绩效目标", "", aims, "", "", "", spans=((0, 1, 2), (2, 1, 4)))
    money = b.transfer
    first = add("年度预算（万元）", "", "资金来源", "", "资金总额（万元）", "", spans=((0, 4, 2), (2, 1, 2), (4, 1, 2)))
    add("", "", "财政资金（万元）", "上级安排", _amount(style, money), "", spans=((2, 2, 1), (4, 1, 2)))
    add("", "", "", "本级安排", _amount(style, b.total - money), "", spans=((4, 1, 2),))
    add("", "", "其他资金（万元）", "其他", style.amount(0), "", spans=((4, 1, 2),))
    draft.names[first] = "年度预算"
    add("一级指标", "二级指标", "三级指标", "指标值", "指标设定依据", "分值权重")
    basis = f"{form.year}年工作计划"
    rows = [
        ("数量指标", "保障在职人员数（人）", f"={b.staff}人"),
        ("数量指标", "实施项目数量（个）", f"={len(b.projects)}个"),
        ("数量指标", "召开业务工作会议次数（次）", ">=12次"),
        ("质量指标", "年度重点工作完成率（%）", "=100%"),
        ("质量指标", "预算支出合规率（%）", "=100%"),
    ]
    start = draft.next_row
    for i, (second, third, value) in enumerate(rows):
        at = add("履职效能" if i == 0 else "", second if i in (0, 3) else "", third, value, basis, mark("weight", "18", False))
        draft.names[at] = third
    draft.merge(start, 0, 5, 1)
    draft.merge(start, 1, 3, 1)
    draft.merge(start + 3, 1, 2, 1)
    draft.columns = {4: "资金总额", 5: "分值权重"}
    return draft


def _indicators(form: Form, p: Project) -> list[tuple[str, str, str, str]]:
    """First, second and third level and target of a project's seven indicators."""
    amount = form.style.amount(p.amount)
    (q1, u1, v1), (q2, u2, v2) = quantities(p, form.books.body.seed)
    return [
        ("产出指标", "数量指标", f"{q1}（{u1}）", f">={v1}{u1}"),
        ("", "", f"{q2}（{u2}）", f">={v2}{u2}"),
        ("", "质量指标", "项目验收合格率（%）", "=100%"),
        ("", "时效指标", "项目完成时间（年/月）", f"{p.year}年12月"),
        ("成本指标", "经济成本指标", "项目总成本（万元）", f"<={mark('amount', amount, False)}万元"),
        ("效益指标", "社会效益指标", p.kind.benefit, "有效"),
        ("满意度指标", "满意度指标", f"{p.kind.served}满意度（%）", ">=95%"),
    ]


def _last_year(form: Form, p: Project) -> dict[str, str]:
    """What the indicators of a continued project were the year before, by third-level name; empty for a new one."""
    before = books_of(form.books.body, form.year - 1)
    old = next((q for q in before.projects if q.kind.name == p.kind.name), None)
    if old is None:
        return {}
    return {third: value.lstrip("<>=") for *_, third, value in _indicators(form, old)}


def _project_2024(form: Form, p: Project) -> Draft:
    style = form.style
    draft = Draft(n.PROJECT_TARGETS, (("",) * 9,), title="项目支出绩效目标表", subtitle=f"（{form.year}年）", header_rows=0, left=None)
    draft.grid = []
    draft.row(["预算单位", "", form.name, *[""] * 6])
    draft.row(["项目名称", "", p.name, "", "", "项目负责人", "", "业务股室", ""])
    draft.style = style
    money = ["项目资金（万元）", "", "年度预算总额：", "", "其中：财政拨款", "", "其他资金：", style.amount(0), ""]
    draft.row(money, {3: (n.M_TOTAL, p.amount), 5: (n.M_FISCAL, p.amount)}, ("project", n.project_key(p.kind.item[0], p.name), p.name))
    draft.row(["项目总体目标", "", objective(p, mark("amount", style.amount(p.amount)), form.books.body.seed), *[""] * 6])
    for r, spans in enumerate((((0, 2), (2, 7)), ((0, 2), (2, 3), (5, 2), (7, 2)), ((0, 2), (7, 2)), ((0, 2), (2, 7)))):
        for column, colspan in spans:
            draft.merge(r, column, 1, colspan)
    draft.row(["一级指标", "二级指标", "三级指标", "指标值", "指标值设置依据", "上年完成值", "指标分值权重", "指标赋分规则", "佐证资料"])
    start = draft.next_row
    last = _last_year(form, p)
    for (first, second, third, value), weight in zip(_indicators(form, p), _WEIGHTS, strict=True):
        rule = "按评判等级赋分" if second in ("时效指标", "社会效益指标") else "按照完成比例赋分"
        draft.row(
            [first, second, third, value, "计划标准", last.get(third, "新增"), mark("weight", weight, False), rule, "工作资料"], label=third
        )
    draft.merge(start, 0, 4, 1)
    draft.merge(start, 1, 2, 1)
    draft.columns = {3: "指标值", 6: "指标分值权重"}
    return draft


def _project_before(form: Form, p: Project) -> Draft:
    style = form.style
    draft = Draft(n.PROJECT_TARGETS, (("",) * 7,), title="项目支出绩效目标表", subtitle=f"（{form.year}年）", header_rows=0)
    draft.grid = []
    draft.row(["预算单位", form.name, "", "", "项目名称", p.name, ""])
    draft.style = style
    money = ["项目资金（万元）", "年度资金总额：", "", "其中：财政拨款", "", "其他资金", style.amount(0)]
    draft.row(money, {2: (n.M_TOTAL, p.amount), 4: (n.M_FISCAL, p.amount)}, ("project", n.project_key(p.kind.item[0], p.name), p.name))
    draft.row(["项目总体目标", objective(p, mark("amount", style.amount(p.amount)), form.books.body.seed), *[""] * 5])
    draft.row(["一级指标", "二级指标", "三级指标", "", "指标值（包含数字及文字描述）", "", ""])
    for r, spans in enumerate((((1, 3), (5, 2)), (), ((1, 6),), ((2, 2), (4, 3)))):
        for column, colspan in spans:
            draft.merge(r, column, 1, colspan)
    start = draft.next_row
    for first, second, third, value in _indicators(form, p):
        if first == "成本指标":
            first, second = "", "成本指标"
        at = draft.row([first, second, third, "", value, "", ""], label=third)
        draft.merge(at, 2, 1, 2)
        draft.merge(at, 4, 1, 3)
    draft.merge(start, 0, 5, 1)
    draft.merge(start, 1, 2, 1)
    draft.columns = {2: "年度资金总额", 4: "指标值"}
    return draft
