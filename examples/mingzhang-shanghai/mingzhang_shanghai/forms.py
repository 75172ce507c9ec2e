"""How a department of 上海 writes its budget: nine tables in 元 and 万元, headings without numbers. Bodies and amounts are made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mingzhang import Generator
from mingzhang.core.testkit import (
    FICTIONAL,
    Body,
    Books,
    Draft,
    Figures,
    Form,
    Functional,
    People,
    Place,
    Style,
    Sums,
    Writer,
    books_of,
    classes_of,
    code_name,
    from_books,
    levels,
    mark,
    numeral,
    offices_of,
)
from mingzhang.core.testkit import names as n

YEARS = range(2023, 2026)
PLACES = (
    Place("310117", "松江区", "上海市"),
    Place("310151", "崇明区", "上海市"),
    Place("310120", "奉贤区", "上海市"),
    Place("310116", "金山区", "上海市"),
)
_YUAN = Style(thousands=True, unit="元")
_CLASSES = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助"}


def write_budget(body: Body, year: int, level: str) -> tuple[Writer, People, str]:
    """Compose the budget. Raises ValueError for a year or level whose form is not known."""
    if year not in YEARS or level != "department":
        raise ValueError(f"budgets of 部门 of {YEARS.start} to {YEARS.stop - 1} are known, not {level} {year}")
    name, b, before = body.prefecture + body.name, books_of(body, year), books_of(body, year - 1)
    w = Writer(Style(), Style())
    made = tables(b, name)
    w.heading(f"{body.prefecture}{body.county}{year}年区级部门预算", 0)
    w.p(f"预算主管部门：{name}", "center")
    w.p(FICTIONAL, "center")
    w.heading("目录")
    parts = ("部门主要职能", "部门机构设置", "名词解释", "部门预算编制说明", "部门预算表")
    for i, part in enumerate(parts, 1):
        w.p(f"{numeral(i)}、{part}")
    for i, draft in enumerate(made, 1):
        w.p(mark("contents", f"{i}. {draft.title}"))
    w.p("六、其他相关情况说明")
    _overview(w, b, name)
    w.heading(f"{year}年部门预算编制说明")
    _explanation(w, b, before, name)
    for draft in made:
        w.table(draft)
    w.heading("其他相关情况说明")
    _others(w, b, before, name)
    return w, People(b.posts, b.staff, b.staff, 0, 0, offices_of(body)), name


def _overview(w: Writer, b: Books, name: str) -> None:
    w.heading(f"{name}主要职能")
    for i, duty in enumerate(b.body.bureau.duties, 1):
        w.p(f"{i}.{duty}。")
    w.heading(f"{name}机构设置")
    w.p(f"本部门中，行政单位{w.count(1)}家，事业单位{w.count(0, False)}家。")
    w.heading("名词解释")
    w.p("（一）财政拨款收入：指本年度从本级财政部门取得的财政拨款。")


def _moved(w: Writer, now: int, was: int, base: str) -> str:
    if now == was:
        return f"与{base}持平"
    amount = mark("change", w.style.amount(abs(now - was)), False)
    return f"比{base}{mark('direction', '增加' if now > was else '减少', False)}{amount}万元"


def _explanation(w: Writer, b: Books, a: Books, name: str) -> None:
    year, base = b.year, f"{b.year - 1}年预算"
    moved = _moved(w, b.total, a.total, base)
    w.p(f"{year}年，{name}收入预算{w.amount(b.total)}，其中：财政拨款收入{w.amount(b.total)}，{moved}；事业收入0万元；其他收入0万元。")
    funds = (
        ("一般公共预算拨款", b.general_total, a.general_total),
        ("政府性基金拨款", b.fund_total, a.fund_total),
        ("国有资本经营预算拨款", 0, 0),
    )
    listed = "；".join(f"{word}支出预算{w.amount(now)}，{_moved(w, now, was, base)}" for word, now, was in funds)
    w.p(f"支出预算{w.amount(b.total)}，其中：财政拨款支出预算{w.amount(b.total)}，{moved}。财政拨款支出预算中，{listed}。")
    w.p("财政拨款支出主要内容如下：")
    for i, item in enumerate(b.functionals, 1):
        path = "".join(f"{b.name_of(item.code[:k])}（{word}）" for k, word in ((3, "类"), (5, "款"), (7, "项")))
        w.p(f"{i}. “{path}”{w.amount(item.total)}，主要用于履行部门职能。{year}年预算安排{w.amount(item.total)}。")


def _others(w: Writer, b: Books, a: Books, name: str) -> None:
    year, base = b.year, f"{b.year - 1}年预算"
    w.heading(f"一、{year}年“三公”经费预算情况说明", 2)
    total, was = b.running + b.reception, a.running + a.reception
    w.p(f"{year}年“三公”经费预算数为{w.amount(total)}，{_moved(w, total, was, base)}。其中：")
    for i, (word, now, then) in enumerate(
        (("因公出国（境）费", 0, 0), ("公务用车购置及运行费", b.running, a.running), ("公务接待费", b.reception, a.reception)), 1
    ):
        w.p(f"（{numeral(i)}）{word}{w.amount(now)}，{_moved(w, now, then, base)}，主要原因是按实际需要安排。")
    w.heading("二、机关运行经费预算", 2)
    w.p(f"{year}年{name}财政拨款的机关运行经费预算为{w.amount(b.public)}。")
    w.heading("三、政府采购预算情况", 2)
    q = b.purchases
    goods, works, services = (
        f"政府采购{word}预算{w.amount(x)}" for word, x in (("货物", q.goods), ("工程", q.works), ("服务", q.services))
    )
    w.p(f"{year}年度本部门政府采购预算{w.amount(q.total)}，其中：{goods}、{works}、{services}。")
    w.heading("四、绩效目标设置情况", 2)
    money = sum(p.amount for p in b.projects)
    w.p(f"{year}年度，本部门编报绩效目标的项目共{w.count(len(b.projects), False)}个，涉及项目预算资金{w.amount(money, False)}。")
    w.heading("五、国有资产占有使用情况", 2)
    w.p(f"截至{year - 1}年12月31日，{name}共有车辆{w.count(b.vehicles, False)}辆；单价100万元（含）以上设备（不含车辆）0台（套）。")


def tables(b: Books, name: str) -> list[Draft]:
    """The nine tables, in order."""
    makers: tuple[tuple[str, str, Callable[[Draft, Books], None]], ...] = (
        (n.INCOME_EXPENDITURE, "部门财务收支预算总表", _both_sides),
        (n.INCOME, "部门收入预算总表", _income),
        (n.EXPENDITURE, "部门支出预算总表", lambda d, b: _spending(d, b, b.functionals, "支出预算")),
        (n.FISCAL, "部门财政拨款收支预算总表", _fiscal),
        (n.GENERAL, "部门一般公共预算支出功能分类预算表", lambda d, b: _spending(d, b, b.general, "一般公共预算支出")),
        (n.FUND, "部门政府性基金预算支出功能分类预算表", lambda d, b: _spending(d, b, b.fund, "政府性基金预算支出")),
        (n.STATE_CAPITAL, "部门国有资本经营预算支出功能分类预算表", lambda d, b: _spending(d, b, [], "国有资本经营预算支出")),
        (n.BASIC, "部门一般公共预算基本支出部门预算经济分类预算表", _basic),
        (n.THREE_PUBLIC, "部门“三公”经费和机关运行经费预算表", _three_public),
    )
    drafts = []
    for statement, title, make in makers:
        draft = Draft(statement, (("",),), title=f"{b.year}年{title}", left=f"编制部门：{name}", unit="单位：元", style=_YUAN)
        make(draft, b)
        drafts.append(draft)
    return drafts


def _head(draft: Draft, header: Sequence[Sequence[str]], spans: Sequence[tuple[int, int, int, int]], columns: dict[int, str]) -> None:
    draft.header, draft.spans, draft.columns = header, spans, columns
    draft.grid = [list(r) for r in header]


def _halves(draft: Draft, left: tuple[str, int | None], right: tuple[str, str, str, Figures]) -> None:
    """A row with an income half (label, amount) and an expenditure half (label, kind, key, figures)."""
    label, amount = left
    shown, kind, key, figures = right
    width = len(draft.header[0])
    draft.row([label, "", shown, *[""] * (width - 3)], {1: (n.M_TOTAL, amount)}, ("item", n.item_key(label), label), "income")
    draft.row(draft.grid.pop(), figures, (kind, key, shown.split("、")[-1]), "expenditure")


def _both_sides(draft: Draft, b: Books) -> None:
    header = (("本年收入", "", "本年支出", ""), ("项目", "预算数", "项目", "预算数"))
    _head(draft, header, [(0, 0, 1, 2), (0, 2, 1, 2)], {1: "收入预算数", 3: "支出预算数"})
    income: list[tuple[str, int | None]] = [
        ("一、财政拨款收入", b.total), ("1. 一般公共预算资金", b.general_total), ("2. 政府性基金", b.fund_total or None), ("二、事业收入", None),
    ]  # fmt: skip
    classes = classes_of(b, b.functionals)
    for i in range(max(len(income), len(classes))):
        s = classes[i] if i < len(classes) else None
        right: tuple[str, str, str, Figures] = ("", "item", "", {})
        if s:
            right = (f"{numeral(i + 1)}、{s.name}", "functional", s.code, {3: (n.M_TOTAL, s.total)})
        _halves(draft, income[i] if i < len(income) else ("", None), right)
    _halves(draft, ("收入总计", b.total), ("支出总计", "item", n.item_key("支出总计"), {3: (n.M_TOTAL, b.total)}))


def _fiscal(draft: Draft, b: Books) -> None:
    words = ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    header = (("财政拨款收入", "", "财政拨款支出", *[""] * 4), ("项目", "预算数", "项目", *words))
    _head(draft, header, [(0, 0, 1, 2), (0, 2, 1, 5)], {1: "收入预算数", **{3 + i: w for i, w in enumerate(words)}})
    income: list[tuple[str, int | None]] = [
        ("一、一般公共预算资金", b.general_total), ("二、政府性基金", b.fund_total or None), ("三、国有资本经营预算", None),
    ]  # fmt: skip
    classes = classes_of(b, b.functionals)

    def figures(total: int, fund: int) -> Figures:
        return {3: (n.M_TOTAL, total), 4: (n.M_GENERAL, total - fund or None), 5: (n.M_FUND, fund or None)}

    for i in range(max(len(income), len(classes))):
        s = classes[i] if i < len(classes) else None
        right: tuple[str, str, str, Figures] = ("", "item", "", {})
        if s:
            right = (f"{numeral(i + 1)}、{s.name}", "functional", s.code, figures(s.total, s.fund))
        _halves(draft, income[i] if i < len(income) else ("", None), right)
    _halves(draft, ("收入总计", b.total), ("支出总计", "item", n.item_key("支出总计"), figures(b.total, b.fund_total)))


def _functional(draft: Draft, rows: Sequence[Sums], words: Sequence[str], over: str, figures: Callable[[Sums], Figures]) -> None:
    """Three columns of code and a name, then amounts; the total last."""
    top = ("项目", "", "", "", over, *[""] * (len(words) - 1))
    header = (top, ("功能分类科目编码", "", "", "功能分类科目名称", *words), ("类", "款", "项", *[""] * (len(words) + 1)))
    spans = [(0, 0, 1, 4), (0, 4, 1, len(words)), (1, 0, 1, 3), *((1, c, 2, 1) for c in range(3, 4 + len(words)))]
    _head(draft, header, spans, {4 + i: w for i, w in enumerate(words)})
    blank = [""] * len(words)
    for s in rows:
        draft.row([*s.codes, code_name(s.name), *blank], figures(s), ("functional", s.code, s.name))
    tops = [s for s in rows if s.depth == 1]
    sums = (sum(getattr(s, f) for s in tops) for f in ("basic", "project", "transfer", "personnel", "public", "fund"))
    draft.row(["", "", "", "合计", *blank], figures(Sums("", "合计", 0, *sums)) if tops else {}, ("total", n.TOTAL_ROW, "合计"))


def _income(draft: Draft, b: Books) -> None:
    words = ("合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入")
    _functional(draft, list(levels(b, b.functionals)), words, "收入预算", lambda s: {4: (n.M_TOTAL, s.total), 5: (n.M_FISCAL, s.total)})


def _spending(draft: Draft, b: Books, items: Sequence[Functional], over: str) -> None:
    _functional(
        draft, list(levels(b, items)), ("合计", "基本支出", "项目支出"), over,
        lambda s: {4: (n.M_TOTAL, s.total), 5: (n.M_BASIC, s.basic or None), 6: (n.M_PROJECT, s.project or None)},
    )  # fmt: skip
    if not items:
        draft.notes.append(f"注：本部门{b.year}年无{over.removesuffix('支出')}财政拨款安排的预算，故本表为空表。")


def _basic(draft: Draft, b: Books) -> None:
    words = ("合计", "人员经费", "公用经费")
    header = (
        ("项目", "", "", "一般公共预算基本支出", "", ""),
        ("部门预算经济分类科目编码", "", "经济分类科目名称", *words),
        ("类", "款", *[""] * 4),
    )
    spans = [(0, 0, 1, 3), (0, 3, 1, 3), (1, 0, 1, 2), *((1, c, 2, 1) for c in range(2, 6))]
    _head(draft, header, spans, {3 + i: w for i, w in enumerate(words)})

    def add(code: str, name: str, personnel: int, public: int, kind: str = "economic") -> None:
        figures: Figures = {3: (n.M_TOTAL, personnel + public), 4: (n.M_PERSONNEL, personnel or None), 5: (n.M_PUBLIC, public or None)}
        draft.row([code[:3], code[3:], name, "", "", ""], figures, (kind, code or n.TOTAL_ROW, name))

    for group, name in _CLASSES.items():
        items = [e for e in b.economics if e.code.startswith(group)]
        if items:
            add(group, name, sum(e.amount for e in items if e.personnel), sum(e.amount for e in items if not e.personnel))
        for e in items:
            add(e.code, e.name, e.amount if e.personnel else 0, 0 if e.personnel else e.amount)
    add("", "合计", b.personnel, b.public, "total")


def _three_public(draft: Draft, b: Books) -> None:
    draft.style, draft.unit = Style(), "单位：万元"
    year = f"{b.year}年"
    header = (
        (f"{year}“三公”经费预算数", *[""] * 5, f"{year}机关运行经费预算数"),
        ("合计", "因公出国(境)费", "公务接待费", "公务用车购置及运行费", "", "", ""),
        ("", "", "", "小计", "购置费", "运行费", ""),
    )
    spans = [(0, 0, 1, 6), (0, 6, 3, 1), *((1, c, 2, 1) for c in range(3)), (1, 3, 1, 3)]
    _head(draft, header, spans, {0: "合计", 2: "公务接待费", 3: "小计", 5: "运行费", 6: "机关运行经费预算数"})
    figures: Figures = {
        0: (n.M_TOTAL, b.running + b.reception), 2: (n.M_RECEPTION, b.reception or None), 3: (n.M_VEHICLES, b.running or None),
        5: (n.M_RUNNING, b.running or None), 6: ("operating_costs", b.public),
    }  # fmt: skip
    draft.row([""] * 7, figures, ("total", n.TOTAL_ROW, "合计"), as_items=True)


GENERATOR = Generator(
    "shanghai",
    tuple(Form("shanghai", year, level="department") for year in YEARS),
    from_books("shanghai", PLACES, {"budget": write_budget}),
)
