"""The nine statements of a Xinjiang final account, and the document around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .....core.testkit import (
    CLASSES,
    FICTIONAL,
    Body,
    Draft,
    Figures,
    Functional,
    People,
    Style,
    Sums,
    Writer,
    account_of,
    code_name,
    levels,
    mark,
    numeral,
)
from .....core.testkit import (
    names as n,
)
from .final_form import FinalForm
from .final_prose import explanation, overview

YEARS = range(2024, 2025)

STATEMENTS = (
    (n.INCOME_EXPENDITURE, "收入支出决算总表"),
    (n.INCOME, "收入决算表"),
    (n.EXPENDITURE, "支出决算表"),
    (n.FISCAL, "财政拨款收入支出决算总表"),
    (n.GENERAL, "一般公共预算财政拨款支出决算表"),
    (n.BASIC, "一般公共预算财政拨款基本支出决算表"),
    (n.FUND, "政府性基金预算财政拨款收入支出决算表"),
    (n.STATE_CAPITAL, "国有资本经营预算财政拨款收入支出决算表"),
    (n.THREE_PUBLIC, "财政拨款“三公”经费支出决算表"),
)
_CLASSES = tuple(c for c in CLASSES if c[0] not in ("209", "227", "230", "233"))
GLOSSARY = (
    ("财政拨款收入", "指同级财政当年拨付的资金。"),
    ("上级补助收入", "指事业单位从主管部门和上级单位取得的非财政补助收入。"),
    ("其他收入", "指除上述收入以外取得的收入。"),
    ("年初结转和结余", "指以前年度支出预算未执行完毕、结转到本年度按有关规定继续使用的资金。"),
    ("年末结转和结余", "指本年度或以前年度预算安排、需要延迟到以后年度按有关规定继续使用的资金。"),
    ("基本支出", "指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"),
    ("项目支出", "指在基本支出之外为完成特定行政任务和事业发展目标所发生的支出。"),
    ("“三公”经费", "指用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。"),
    ("机关运行经费", "行政单位和参照公务员法管理的事业单位财政拨款基本支出中的公用经费支出。"),
)


def write_final(body: Body, year: int, level: str) -> tuple[Writer, People, str]:
    """Compose the final account. Raises ValueError for a year whose form is not known."""
    if year not in YEARS:
        raise ValueError(f"the generator prints Xinjiang final accounts of {YEARS.start} to {YEARS.stop - 1}, not {year}")
    form = FinalForm(account_of(body, year), account_of(body, year - 1), level, body.name)
    w = Writer(Style(thousands=True), Style(thousands=True))
    w.heading(f"{form.name}{year}年度{form.word}决算公开说明", 0)
    w.p(FICTIONAL, "center")
    w.page()
    w.heading(f"第一部分 {form.word}概况")
    people = overview(form, w)
    w.heading(f"第二部分 {form.word}决算情况说明")
    explanation(form, w)
    w.heading("第三部分 专业名词解释")
    for i, (term, meaning) in enumerate(GLOSSARY, 1):
        w.p(f"{numeral(i)}、{term}：{meaning}")
    w.heading(f"第四部分 {form.word}决算报表（见附表）")
    for i, (_, title) in enumerate(STATEMENTS, 1):
        w.p(mark("contents", f"{numeral(i)}、《{title}》"))
    for draft in statements(form):
        w.page()
        w.table(draft)
    return w, people, body.name


def statements(form: FinalForm) -> list[Draft]:
    """The nine statements, in order."""
    makers: dict[str, Callable[[FinalForm, Draft], None]] = {
        n.INCOME_EXPENDITURE: _income_expenditure,
        n.INCOME: _income,
        n.EXPENDITURE: _expenditure,
        n.FISCAL: _fiscal,
        n.GENERAL: _general,
        n.BASIC: _basic,
        n.FUND: _fund,
        n.STATE_CAPITAL: _state_capital,
        n.THREE_PUBLIC: _three_public,
    }
    drafts = []
    for i, (statement, title) in enumerate(STATEMENTS, 1):
        draft = Draft(statement, (("",),), title=title, number=f"表{i}", left=f"编制{form.word}：{form.name}", unit="单位：万元")
        draft.style = Style(thousands=True, zero="0.00")
        makers[statement](form, draft)
        drafts.append(draft)
    return drafts


def _head(draft: Draft, header: Sequence[Sequence[str]], spans: Sequence[tuple[int, int, int, int]], columns: dict[int, str]) -> None:
    draft.header, draft.spans, draft.columns = header, spans, columns
    draft.grid = [list(r) for r in header]


def _sides(draft: Draft, left: tuple[str, str, Figures], right: tuple[str, str, str, Figures], numbers: tuple[int, int, int]) -> None:
    """A row of two halves: label, key, figures; label, kind, key, figures. ``numbers``: left and right 行次 and the right column."""
    width = len(draft.header[0])
    label, key, figures = left
    shown, kind, code, others = right
    cells = [label, str(numbers[0]), *[""] * (width - 2)]
    cells[numbers[2]] = shown
    cells[numbers[2] + 1] = str(numbers[1])
    draft.row(cells, figures, ("item", key, label), "income")
    filled = draft.grid.pop()
    draft.row(filled, others, (kind, code, shown.split("、")[-1]), "expenditure")


def _class_total(items: Sequence[Functional], code: str, fund: bool | None = None) -> int:
    return sum(f.total for f in items if f.code.startswith(code) and (fund is None or f.fund is fund))


def _income_expenditure(form: FinalForm, draft: Draft) -> None:
    a = form.account
    header = (("收入", "", "", "", "支出", "", "", ""), ("项目", "行次", "预算数", "决算数", "项目", "行次", "预算数", "决算数"))
    _head(draft, header, [(0, 0, 1, 4), (0, 4, 1, 4)], {2: "收入预算数", 3: "收入决算数", 6: "支出预算数", 7: "支出决算数"})
    draft.row(["栏次", "", "1", "2", "栏次", "", "3", "4"])
    b = a.budget

    def pair(at: int, budget: int, final: int) -> Figures:
        return {at: (n.M_BUDGET, budget), at + 1: (n.M_FINAL, final)}

    income = [
        ("一般公共预算财政拨款收入", b.general_total, a.general_income), ("政府性基金预算财政拨款收入", b.fund_total, a.fund_income),
        *((w, 0, 0) for w in ("国有资本经营预算财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")),
    ]  # fmt: skip
    offset = len(_CLASSES) + 5
    for i, (code, name) in enumerate(_CLASSES):
        left: tuple[str, str, Figures] = ("", "", {})
        if i < len(income):
            label, budget, final = income[i]
            left = (f"{numeral(i + 1)}、{label}", n.item_key(label), pair(2, budget, final))
        figures = pair(6, _class_total(b.functionals, code), _class_total(a.functionals, code))
        _sides(draft, left, (f"{numeral(i + 1)}、{name}", "functional", code, figures), (i + 1, i + 1 + offset, 4))
    actual = a.actual.total
    i = len(_CLASSES)
    ends = [
        ("本年收入合计", b.total, a.income, "本年支出合计", b.total, actual),
        ("使用非财政拨款结余", 0, 0, "结余分配", 0, 0),
        ("年初结转和结余", 0, a.opening, "年末结转和结余", 0, a.closing),
        ("总计", b.total, a.income + a.opening, "总计", b.total, actual + a.closing),
    ]
    for k, (one, budget, final, two, out_budget, out_final) in enumerate(ends, 1):
        left = (one, n.item_key(one), pair(2, budget, final))
        _sides(draft, left, (two, "item", n.item_key(two), pair(6, out_budget, out_final)), (i + k, i + k + offset, 4))


def _table_head(draft: Draft, words: Sequence[str]) -> None:
    """项目 with three code columns and a name, then amounts numbered by 栏次."""
    count = len(words)
    header = (
        ("项目", "", "", "", *words),
        ("功能分类科目编码", "", "", "科目名称", *[""] * count),
        ("类", "款", "项", "栏次", *(str(i) for i in range(1, count + 1))),
    )
    spans = [(0, 0, 1, 4), (1, 0, 1, 3), *((0, c, 2, 1) for c in range(4, 4 + count))]
    _head(draft, header, spans, {4 + i: w for i, w in enumerate(words)})


def _rows(form: FinalForm, draft: Draft, items: Sequence[Functional], figures: Callable[[Sums, int], Figures]) -> None:
    """Total first, then a row for every level; ``figures`` gets the sums and the year's income under the code."""
    a, width = form.account, len(draft.header[0])

    def income(code: str) -> int:
        return sum(a.income_of(f) for f in items if f.code.startswith(code))

    rows = list(levels(a.actual, items))
    top = [s for s in rows if s.depth == 1]
    total = Sums("", "合计", 0, *(sum(getattr(s, f) for s in top) for f in ("basic", "project", "transfer", "personnel", "public", "fund")))
    draft.row(["", "", "", "合计", *[""] * (width - 4)], figures(total, income("")) if top else {}, ("total", n.TOTAL_ROW, "合计"))
    for s in rows:
        draft.row([*s.codes, code_name(s.name), *[""] * (width - 4)], figures(s, income(s.code)), ("functional", s.code, s.name))


def _income(form: FinalForm, draft: Draft) -> None:
    draft.landscape = True
    words = ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
    _table_head(draft, words)
    others = ("superior_subsidy", "business_income", "operating_income", "affiliate_payment", "other_income")

    def figures(_: Sums, income: int) -> Figures:
        return {4: (n.M_TOTAL, income), 5: (n.M_FISCAL, income), **{6 + i: (m, 0) for i, m in enumerate(others)}}

    _rows(form, draft, form.account.functionals, figures)


def _expenditure(form: FinalForm, draft: Draft) -> None:
    draft.landscape = True
    _table_head(draft, ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"))
    others = ("paid_to_superior", "operating_expenditure", "subsidy_to_affiliates")

    def figures(s: Sums, _: int) -> Figures:
        return {
            4: (n.M_TOTAL, s.total),
            5: (n.M_BASIC, s.basic),
            6: (n.M_PROJECT, s.project),
            **{7 + i: (m, 0) for i, m in enumerate(others)},
        }

    _rows(form, draft, form.account.functionals, figures)


def _general(form: FinalForm, draft: Draft) -> None:
    words = ("小计", "基本支出", "项目支出")
    header = (
        ("项目", "", "", "", "本年支出", "", ""),
        ("功能分类科目编码", "", "", "科目名称", *words),
        ("类", "款", "项", "栏次", "1", "2", "3"),
    )
    _head(draft, header, [(0, 0, 1, 4), (0, 4, 1, 3), (1, 0, 1, 3)], {4: "小计", 5: "基本支出", 6: "项目支出"})
    general = [f for f in form.account.functionals if not f.fund]
    _rows(form, draft, general, lambda s, _: {4: (n.M_SPENT, s.total), 5: (n.M_BASIC, s.basic), 6: (n.M_PROJECT, s.project)})


def _balance(form: FinalForm, draft: Draft, items: Sequence[Functional]) -> None:
    words = ("年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余")
    low = ("类", "款", "项", "栏次", "1", "2", "3", "4", "5", "6")
    header = (("项目", "", "", "", *words), ("功能分类科目编码", "", "", "科目名称", "", "", "小计", "基本支出", "项目支出", ""), low)
    spans = [(0, 0, 1, 4), (0, 6, 1, 3), (1, 0, 1, 3), *((0, c, 2, 1) for c in (4, 5, 9))]
    _head(draft, header, spans, {4: "年初结转和结余", 5: "本年收入", 6: "本年支出小计", 7: "基本支出", 8: "项目支出", 9: "年末结转和结余"})

    def figures(s: Sums, income: int) -> Figures:
        return {
            4: (n.M_OPENING, 0), 5: (n.M_INCOME, income), 6: (n.M_SPENT, s.total), 7: (n.M_BASIC, s.basic), 8: (n.M_PROJECT, s.project),
            9: (n.M_CLOSING, income - s.total),
        }  # fmt: skip

    _rows(form, draft, items, figures)


def _fund(form: FinalForm, draft: Draft) -> None:
    fund = [f for f in form.account.functionals if f.fund]
    _balance(form, draft, fund)
    if not fund:
        draft.notes.append(
            f"备注：本{form.word}本年度无政府性基金预算财政拨款收入、支出及结转和结余，政府性基金预算财政拨款收入支出决算表为空表。"
        )


def _state_capital(form: FinalForm, draft: Draft) -> None:
    _balance(form, draft, [])
    draft.notes.append(
        f"备注：本{form.word}本年度无国有资本经营预算财政拨款收入、支出及结转和结余，国有资本经营预算财政拨款收入支出决算表为空表。"
    )


def _fiscal(form: FinalForm, draft: Draft) -> None:
    a = form.account
    words = ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    header = (("收入", "", "", "支出", "", "", "", "", ""), ("项目", "行次", "金额", "项目", "行次", *words))
    _head(draft, header, [(0, 0, 1, 3), (0, 3, 1, 6)], {2: "收入金额", **{5 + i: f"支出{w}" for i, w in enumerate(words)}})
    draft.row(["栏次", "", "1", "栏次", "", "2", "3", "4", "5"])
    spent, fund = a.actual.total, a.actual.fund_total

    def figures(total: int, fund_part: int) -> Figures:
        return {5: (n.M_TOTAL, total), 6: (n.M_GENERAL, total - fund_part), 7: (n.M_FUND, fund_part), 8: (n.M_STATE_CAPITAL, 0)}

    sources = (("一般公共预算财政拨款", a.general_income), ("政府性基金预算财政拨款", a.fund_income), ("国有资本经营预算财政拨款", 0))
    offset = len(_CLASSES) + 7
    for i, (code, name) in enumerate(_CLASSES):
        left: tuple[str, str, Figures] = ("", "", {})
        if i < len(sources):
            left = (f"{numeral(i + 1)}、{sources[i][0]}", sources[i][0], {2: (n.M_AMOUNT, sources[i][1])})
        both = figures(_class_total(a.functionals, code), _class_total(a.functionals, code, True))
        _sides(draft, left, (f"{numeral(i + 1)}、{name}", "functional", code, both), (i + 1, i + 1 + offset, 3))
    i = len(_CLASSES)
    rows: list[tuple[str, int, str, Figures]] = [
        ("本年收入合计", a.income, "本年支出合计", figures(spent, fund)),
        ("年初财政拨款结转和结余", a.opening, "年末财政拨款结转和结余", figures(a.closing, 0)),
        ("一般公共预算财政拨款", a.opening, "", {}),
        ("政府性基金预算财政拨款", 0, "", {}),
        ("国有资本经营预算财政拨款", 0, "", {}),
        ("总计", a.income + a.opening, "总计", figures(spent + a.closing, fund)),
    ]
    for k, (one, amount, two, right) in enumerate(rows, 1):
        left = (one, n.item_key(one), {2: (n.M_AMOUNT, amount)})
        _sides(draft, left, (two, "item", n.item_key(two), right), (i + k, i + k + offset, 3))


def _basic(form: FinalForm, draft: Draft) -> None:
    """Personnel on the left, public money on the right, each with codes; totals in the last row."""
    economics = form.account.economics
    header = (("人员经费", "", "", "公用经费", "", ""), ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"))
    _head(draft, header, [(0, 0, 1, 3), (0, 3, 1, 3)], {2: "人员经费决算数", 5: "公用经费决算数"})
    groups = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助"}
    sides: tuple[list[tuple[str, str, int]], list[tuple[str, str, int]]] = ([], [])
    for personnel, side in ((True, sides[0]), (False, sides[1])):
        for code, name in groups.items():
            under = [e for e in economics if e.personnel is personnel and e.code.startswith(code)]
            if under:
                side.append((code, name, sum(e.amount for e in under)))
                side.extend((e.code, e.name, e.amount) for e in under)
    for i in range(max(len(s) for s in sides)):
        halves = [s[i] if i < len(s) else ("", "", None) for s in sides]
        (c1, n1, a1), (c2, n2, a2) = halves
        cells = [c1, code_name(n1, False) if c1 else "", "", c2, code_name(n2, False) if c2 else "", ""]
        draft.row(cells, {2: (n.M_PERSONNEL, a1)}, ("economic", c1, n1))
        filled = draft.grid.pop()
        draft.row(filled, {5: (n.M_PUBLIC, a2)}, ("economic", c2, n2))
        draft.names[draft.next_row - 1] = " / ".join(f"{c} {t}" for c, t in ((c1, n1), (c2, n2)) if c)
    actual = form.account.actual
    cells = ["人员经费合计", "", "", "公用经费合计", "", ""]
    at = draft.row(cells, {2: (n.M_PERSONNEL, actual.personnel), 5: (n.M_PUBLIC, actual.public)}, ("total", n.TOTAL_ROW, "合计"))
    draft.merge(at, 0, 1, 2)
    draft.merge(at, 3, 1, 2)


def _three_public(form: FinalForm, draft: Draft) -> None:
    draft.landscape = True
    half = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费")
    low = ("", "", "小计", "公务用车购置费", "公务用车运行维护费", "")
    header = (("预算数", *[""] * 5, "决算数", *[""] * 5), half * 2, low * 2, tuple(str(i) for i in range(1, 13)))
    spans = [(0, 0, 1, 6), (0, 6, 1, 6)]
    for start in (0, 6):
        spans += [(1, start, 2, 1), (1, start + 1, 2, 1), (1, start + 2, 1, 3), (1, start + 5, 2, 1)]
    _head(
        draft,
        header,
        spans,
        {0: "预算数合计", 4: "预算数公务用车运行维护费", 6: "决算数合计", 10: "决算数公务用车运行维护费", 11: "决算数公务接待费"},
    )
    draft.header_rows = 3
    b, a = form.account.budget, form.account.actual
    items = (n.M_TOTAL, n.M_ABROAD, n.M_VEHICLES, n.M_PURCHASE, n.M_RUNNING, n.M_RECEPTION)
    figures: dict[int, tuple[str, int | None]] = {}
    for start, books in ((0, b), (6, a)):
        amounts = (books.running + books.reception, 0, books.running, 0, books.running, books.reception)
        figures |= {start + k: pair for k, pair in enumerate(zip(items, amounts, strict=True))}
    draft.row([""] * 12, figures, ("total", n.TOTAL_ROW, "合计"), as_items=True)
    draft.facts = [replace(f, measure=n.M_BUDGET) if f.at[1] < 6 else f for f in draft.facts]
