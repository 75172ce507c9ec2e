"""The budget tables of Sichuan, 2022 and 2023: 13 of a unit, 15 of a department."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .....core.testkit import (
    CLASSES,
    ECONOMIC_CLASSES,
    Draft,
    Figures,
    Functional,
    Span,
    Style,
    classes_of,
    code_name,
    numeral,
)
from .....core.testkit import (
    names as n,
)
from .form import Form
from .targets import overall_targets, project_targets

PROJECT_ITEMS = {"302": ("30227", "委托业务费"), "303": ("30305", "生活补助"), "310": ("31003", "专用设备购置")}
"""The economic item that projects of a class are spent on."""
DETAILS = {"30112": ("3011201", "工伤保险"), "30239": ("3023901", "公务交通补贴")}
"""Seven-digit rows: a part of the item above them, here all of it."""


def tables(form: Form) -> list[Draft]:
    """All tables of the year, in order."""
    makers: dict[str, Callable[[Form, Draft], None]] = {
        n.INCOME_EXPENDITURE: _income_expenditure,
        n.INCOME: _income,
        n.EXPENDITURE: _expenditure,
        n.FISCAL: _fiscal,
        n.FISCAL_ECONOMIC: _fiscal_economic,
        n.GENERAL: _general,
        n.BASIC: _basic,
        n.PROJECT: _project,
        n.THREE_PUBLIC: _three_public,
        n.FUND: _fund,
        n.FUND_THREE_PUBLIC: _three_public,
        n.STATE_CAPITAL: _state_capital,
        n.PROJECT_TARGETS: project_targets,
        n.OVERALL_TARGETS: overall_targets,
        n.PROCUREMENT: _procurement,
    }
    drafts = []
    for statement, number, title in form.titles():
        draft = Draft(statement, (("",),), title=title, number=number, unit="金额单位：万元", style=Style(thousands=True))
        makers[statement](form, draft)
        drafts.append(draft)
    return drafts


def head(draft: Draft, header: Sequence[Sequence[str]], spans: Sequence[Span], columns: dict[int, str]) -> None:
    """Give a draft its header."""
    draft.header, draft.spans, draft.columns = header, spans, columns
    draft.grid = [list(r) for r in header]


def _both(draft: Draft, left: tuple[str, str, int | None], right: tuple[str, str, str, Figures]) -> None:
    """A row with an income half (label, key, amount) and an expenditure half (label, kind, key, figures)."""
    width = len(draft.header[0])
    label, key, amount = left
    shown, kind, code, figures = right
    draft.row([label, "", shown, *[""] * (width - 3)], {1: (n.M_TOTAL, amount)}, ("item", key or n.item_key(label), label), "income")
    cells = draft.grid.pop()
    draft.row(cells, figures, (kind, code, shown.split("、")[-1]), "expenditure")


def _income_expenditure(form: Form, draft: Draft) -> None:
    b = form.books
    head(
        draft,
        (("收入", "", "支出", ""), ("项目", "预算数", "项目", "预算数")),
        [(0, 0, 1, 2), (0, 2, 1, 2)],
        {1: "收入预算数", 3: "支出预算数"},
    )
    found = {s.code: s.total for s in classes_of(b, b.functionals)}
    income: list[tuple[str, int | None]] = [
        ("一般公共预算拨款收入", b.general_total),
        ("政府性基金预算拨款收入", b.fund_total or None),
        *((w, None) for w in ("国有资本经营预算拨款收入", "事业收入", "事业单位经营收入", "其他收入")),
    ]
    for i, (code, name) in enumerate(CLASSES):
        label, amount = income[i] if i < len(income) else ("", None)
        left = (f"{numeral(i + 1)}、{label}" if label else "", "", amount)
        _both(draft, left, (f"{numeral(i + 1)}、{name}", "functional", code, {3: (n.M_TOTAL, found.get(code))}))
    total: Figures = {3: (n.M_TOTAL, b.total)}
    _both(draft, ("本年收入合计", "", b.total), ("本年支出合计", "item", "current_expenditure", total))
    _both(
        draft, ("七、用事业基金弥补收支差额", "用事业基金弥补收支差额", None), ("三十一、事业单位结余分配", "item", "事业单位结余分配", {})
    )
    _both(draft, ("八、上年结转", "上年结转", None), ("其中：转入事业基金", "item", "转入事业基金", {}))
    _both(draft, ("", "", None), ("三十二、结转下年", "item", "结转下年", {}))
    _both(draft, ("收入总计", "", b.total), ("支出总计", "item", n.item_key("支出总计"), total))


def _unit_rows(form: Form, draft: Draft, name_column: int, figures: Figures, code_column: int | None, as_items: bool = False) -> None:
    """The total, the department's nameless sum, and the unit's row."""
    width = len(draft.header[0])
    unit = form.unit_code if code_column is not None else form.name
    for kind, key, name in (("total", n.TOTAL_ROW, "合计"), (None, "", ""), ("unit", unit, form.name)):
        texts = [""] * width
        texts[name_column] = name
        if kind == "unit" and code_column is not None:
            texts[code_column] = form.unit_code
        at = draft.row(texts, figures, (kind, key, name) if kind else None, as_items=as_items and kind == "total")
        if not name:
            draft.names[at] = "合计下的空名行"


def _income(form: Form, draft: Draft) -> None:
    b = form.books
    draft.landscape = True
    words = (
        "合计", "上年结转", "一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入",
        "事业收入", "事业单位经营收入", "其他收入", "上级补助收入",
        "附属单位上缴收入", "用事业基金弥补收支差额",
    )  # fmt: skip
    spans = [(0, 0, 1, 2), *((0, c, 2, 1) for c in range(2, 13))]
    head(draft, (("项目", "", *words), ("单位代码", "单位名称（科目）", *[""] * 11)), spans, {2 + i: w for i, w in enumerate(words)})
    figures = {2: (n.M_TOTAL, b.total), 4: (n.M_GENERAL, b.general_total), 5: (n.M_FUND, b.fund_total or None)}
    _unit_rows(form, draft, 1, figures, 0)


def _item_rows(form: Form, draft: Draft, items: Sequence[Functional], figures: Callable[[Functional], Figures]) -> None:
    width = len(draft.header[0])
    for f in items:
        name = form.books.name_of(f.code)
        texts = [f.code[:3], f.code[3:5], f.code[5:], form.unit_code, code_name(name), *[""] * (width - 5)]
        draft.row(texts, figures(f), ("functional", f.code, name))


def _basic_project(basic: int, project: int, at: int) -> Figures:
    return {at: (n.M_TOTAL, basic + project), at + 1: (n.M_BASIC, basic or None), at + 2: (n.M_PROJECT, project or None)}


def _expenditure(form: Form, draft: Draft) -> None:
    b = form.books
    draft.landscape = True
    words = ("单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出", "上缴上级支出", "对附属单位补助支出")
    spans = [(0, 0, 1, 3), *((0, c, 2, 1) for c in range(3, 10))]
    head(draft, (("科目编码", "", "", *words), ("类", "款", "项", *[""] * 7)), spans, {3 + i: w for i, w in enumerate(words)})
    _unit_rows(form, draft, 4, _basic_project(b.basic, b.project + b.fund_total, 5), None)
    _item_rows(form, draft, b.functionals, lambda f: _basic_project(f.basic, f.project, 5))


def _general(form: Form, draft: Draft) -> None:
    b = form.books
    low = ("类", "款", "项", "单位代码", "单位名称（科目）", "", "", "")
    head(
        draft,
        (("科目编码", "", "", "", "项目", "合计", "当年财政拨款安排", "上年结转安排"), low),
        [(0, 0, 1, 4), *((0, c, 2, 1) for c in (5, 6, 7))],
        {5: "合计", 6: "当年财政拨款安排"},
    )

    def figures(amount: int) -> Figures:
        return {5: (n.M_TOTAL, amount), 6: (n.M_CURRENT, amount)}

    _unit_rows(form, draft, 4, figures(b.general_total), None)
    _item_rows(form, draft, b.general, lambda f: figures(f.total))


def _fiscal(form: Form, draft: Draft) -> None:
    b = form.books
    words = ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    header = (("收入", "", "支出", "", "", "", ""), ("项目", "预算数", "项目", *words))
    head(draft, header, [(0, 0, 1, 2), (0, 2, 1, 5)], {1: "收入预算数", **{3 + i: f"支出{w}" for i, w in enumerate(words)}})
    sources = ("一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入")
    income: list[tuple[str, str, int | None]] = [
        (sources[0], "", b.general_total),
        (sources[1], "", b.fund_total or None),
        (sources[2], "", None),
        ("二、上年结转", "上年结转", None),
        *((s, f"上年结转/{s}", None) for s in sources),
    ]
    whole: Figures = {3: (n.M_TOTAL, b.total), 4: (n.M_GENERAL, b.general_total), 5: (n.M_FUND, b.fund_total or None)}
    _both(draft, ("一、本年收入", "", b.total), ("一、本年支出", "item", "current_expenditure", whole))
    found = {s.code: s for s in classes_of(b, b.functionals)}
    for i, (code, name) in enumerate(c for c in CLASSES if c[0] not in ("227", "230")):
        s = found.get(code)
        left = income[i] if i < len(income) else ("", "", None)
        figures: Figures = {}
        if s:
            figures = {3: (n.M_TOTAL, s.total), 4: (n.M_GENERAL, s.total - s.fund or None), 5: (n.M_FUND, s.fund or None)}
        _both(draft, left, (name, "functional", code, figures))
    _both(draft, ("收入总计", "", b.total), ("支出总计", "item", n.item_key("支出总计"), whole))


def _economic_rows(
    draft: Draft, amounts: dict[str, tuple[str, int, int]], figures: Callable[[int, int], Figures], details: dict[str, int]
) -> None:
    """Rows of classes, items and seven-digit details; ``amounts``: code → name, first and second amount."""
    width = len(draft.header[0])

    def add(cells: list[str], code: str, name: str, first: int, second: int) -> None:
        certain = len(code) <= 5  # a detail is a part of its parent, which need not be the sum of such rows
        texts = [*cells, code, code_name(name, certain), *[""] * (width - 4)]
        draft.row(texts, figures(first, second), ("economic", code, name), determined=certain)

    for group, name in ECONOMIC_CLASSES.items():
        items = sorted((c, v) for c, v in amounts.items() if c.startswith(group))
        if not items:
            continue
        add(["", ""], group, name, sum(v[1] for _, v in items), sum(v[2] for _, v in items))
        for code, (label, first, second) in items:
            add([code[:3], code[3:]], code, label, first, second)
            if code in DETAILS and code in details:
                part = details[code]
                add([code[:3], code[3:]], *DETAILS[code], *((part, 0) if first else (0, part)))


def _fiscal_economic(form: Form, draft: Draft) -> None:
    b = form.books
    draft.landscape = True
    third = ("小计", "基本支出", "项目支出")
    groups = ("一般公共预算拨款", "政府性基金安排", "国有资本经营预算安排")
    top = ("科目编码", "", "单位代码", "单位名称（科目）", "总计", "当年财政拨款安排", *[""] * 9)
    middle = ("", "", "", "", "", "合计", *(t for g in groups for t in (g, "", "")))
    low = ("类", "款", "", "", "", "", *third * 3)
    spans = [(0, 0, 2, 2), *((0, c, 3, 1) for c in (2, 3, 4)), (0, 5, 1, 10), (1, 5, 2, 1), *((1, c, 1, 3) for c in (6, 9, 12))]
    columns = {
        4: "总计",
        5: "合计",
        6: "一般公共预算拨款小计",
        7: "一般公共预算拨款基本支出",
        8: "一般公共预算拨款项目支出",
        9: "政府性基金安排小计",
        11: "政府性基金安排项目支出",
    }
    head(draft, (top, middle, low), spans, columns)
    funds: dict[str, int] = {}
    amounts = {e.code: (e.name, e.amount, 0) for e in b.economics}
    for p in b.projects:
        for group, amount in p.classes:
            code, name = PROJECT_ITEMS[group]
            was = amounts.get(code, (name, 0, 0))
            amounts[code] = (name, was[1], was[2] + amount)
            if p.kind.fund:
                funds[code] = funds.get(code, 0) + amount

    def row(basic: int, project: int, fund: int) -> Figures:
        general = basic + project - fund
        return {
            4: (n.M_TOTAL, basic + project), 5: (n.M_CURRENT, basic + project), 6: (n.M_GENERAL, general or None),
            7: (n.M_BASIC, basic or None), 8: (n.M_PROJECT, project - fund or None), 9: (n.M_FUND, fund or None),
            11: ("fund_project", fund or None),
        }  # fmt: skip

    fund_total = b.fund_total
    _unit_rows(form, draft, 3, row(b.basic, b.project + fund_total, fund_total), 2)
    width = len(top)
    for group, name in ECONOMIC_CLASSES.items():
        items = sorted((c, v) for c, v in amounts.items() if c.startswith(group))
        if not items:
            continue
        sums = (sum(v[1] for _, v in items), sum(v[2] for _, v in items), sum(funds.get(c, 0) for c, _ in items))
        draft.row(["", "", group, code_name(name), *[""] * (width - 4)], row(*sums), ("economic", group, name))
        for code, (label, basic, project) in items:
            cells = [code[:3], code[3:], code, code_name(label), *[""] * (width - 4)]
            draft.row(cells, row(basic, project, funds.get(code, 0)), ("economic", code, label))


def _basic(form: Form, draft: Draft) -> None:
    b = form.books
    middle = ("科目编码", "", "单位代码", "单位名称（科目）", "合计", "人员经费", "公用经费")
    header = (("项目", "", "", "", "基本支出", "", ""), middle, ("类", "款", "", "", "", "", ""))
    spans = [(0, 0, 1, 4), (0, 4, 1, 3), (1, 0, 1, 2), *((1, c, 2, 1) for c in range(2, 7))]
    head(draft, header, spans, {4: "合计", 5: "人员经费", 6: "公用经费"})

    def figures(personnel: int, public: int) -> Figures:
        return {4: (n.M_TOTAL, personnel + public), 5: (n.M_PERSONNEL, personnel or None), 6: (n.M_PUBLIC, public or None)}

    _unit_rows(form, draft, 3, figures(b.personnel, b.public), 2)
    amounts = {e.code: (e.name, e.amount if e.personnel else 0, 0 if e.personnel else e.amount) for e in b.economics}
    _economic_rows(draft, amounts, figures, {e.code: e.amount for e in b.economics})


def _project(form: Form, draft: Draft) -> None:
    b = form.books
    spans = [(0, 0, 1, 3), *((0, c, 2, 1) for c in (3, 4, 5))]
    head(draft, (("科目编码", "", "", "单位代码", "单位名称（科目）", "金额"), ("类", "款", "项", "", "", "")), spans, {5: "金额"})
    projects = [p for p in b.projects if not p.kind.fund]
    _unit_rows(form, draft, 4, {5: (n.M_AMOUNT, sum(p.amount for p in projects))}, None)
    for code in sorted({p.kind.item[0] for p in projects}):
        under = [p for p in projects if p.kind.item[0] == code]
        name = b.name_of(code)
        draft.row(["", "", "", "", name, ""], {5: (n.M_AMOUNT, sum(p.amount for p in under))}, ("functional", code, name))
        for p in under:
            cells = [code[:3], code[3:5], code[5:], form.unit_code, p.kind.name, ""]
            draft.row(cells, {5: (n.M_AMOUNT, p.amount)}, ("project", n.project_key(code, p.kind.name), p.kind.name))


def _three_public(form: Form, draft: Draft) -> None:
    b = form.books
    top = ("单位编码", "单位名称（科目）", "当年财政拨款预算安排", "", "", "", "", "")
    middle = ("", "", "合计", "因公出国（境）费用", "公务用车购置及运行费", "", "", "公务接待费")
    low = ("", "", "", "", "小计", "公务用车购置费", "公务用车运行费", "")
    spans = [(0, 0, 3, 1), (0, 1, 3, 1), (0, 2, 1, 6), (1, 2, 2, 1), (1, 3, 2, 1), (1, 4, 1, 3), (1, 7, 2, 1)]
    head(draft, (top, middle, low), spans, {2: "合计", 4: "公务用车购置及运行费小计", 6: "公务用车运行费", 7: "公务接待费"})
    if draft.statement == n.FUND_THREE_PUBLIC:
        draft.row(["", "合计", *[""] * 6], {}, ("total", n.TOTAL_ROW, "合计"))
        draft.notes.append(f"注：{form.short}{form.year}年没有使用政府性基金预算安排的“三公”经费支出，本表无数据。")
        return
    total = b.running + b.reception
    if not total:
        draft.notes.append(f"注：{form.short}{form.year}年没有使用一般公共预算安排的“三公”经费支出，本表无数据。")
    figures: Figures = {
        2: (n.M_TOTAL, total or None),
        4: (n.M_VEHICLES, b.running or None),
        6: (n.M_RUNNING, b.running or None),
        7: (n.M_RECEPTION, b.reception or None),
    }
    _unit_rows(form, draft, 1, figures, 0, as_items=True)


def _fund(form: Form, draft: Draft) -> None:
    b = form.books
    middle = ("科目编码", "", "", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出")
    header = (("项目", "", "", "", "", "本年政府性基金预算支出", "", ""), middle, ("类", "款", "项", *[""] * 5))
    spans = [(0, 0, 1, 5), (0, 5, 1, 3), (1, 0, 1, 3), *((1, c, 2, 1) for c in range(3, 8))]
    head(draft, header, spans, {5: "合计", 6: "基本支出", 7: "项目支出"})
    if not b.fund:
        draft.row(["", "", "", "", "合计", "", "", ""], {}, ("total", n.TOTAL_ROW, "合计"))
        draft.notes.append(f"注：{form.short}{form.year}年没有使用政府性基金预算安排的支出，本表无数据。")
        return
    _unit_rows(form, draft, 4, _basic_project(0, b.fund_total, 5), None)
    _item_rows(form, draft, b.fund, lambda f: _basic_project(0, f.project, 5))


def _state_capital(form: Form, draft: Draft) -> None:
    middle = ("科目编码", "", "", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出")
    header = (("项目", "", "", "", "", "本年国有资本经营预算支出", "", ""), middle, ("类", "款", "项", *[""] * 5))
    spans = [(0, 0, 1, 5), (0, 5, 1, 3), (1, 0, 1, 3), *((1, c, 2, 1) for c in range(3, 8))]
    head(draft, header, spans, {5: "合计"})
    draft.row(["", "", "", "", "合计", "", "", ""], {}, ("total", n.TOTAL_ROW, "合计"))
    draft.notes.append(f"注：{form.short}{form.year}年没有使用国有资本经营预算安排的支出，本表无数据。")


def _procurement(form: Form, draft: Draft) -> None:
    q = form.books.purchases
    head(draft, (("单位代码", "单位名称（科目）", "采购用品名称", "采购数量", "政府采购预算"),), [], {4: "政府采购预算"})
    draft.row(["", "合计", "", "", ""], {4: (n.M_AMOUNT, q.total or None)}, ("total", n.TOTAL_ROW, "合计"))
    draft.row([form.unit_code, form.name, "", "", ""], {4: (n.M_AMOUNT, q.total or None)}, ("unit", form.unit_code, form.name))
    if not q.total:
        draft.notes.append(f"注：{form.short}{form.year}年没有安排政府采购预算，本表无数据。")
    for name, amount in (("专用设备", q.goods), ("委托服务", q.services)):
        if amount:
            draft.row([form.unit_code, "", name, "1", ""], {4: (n.M_AMOUNT, amount)}, ("item", name, name))
