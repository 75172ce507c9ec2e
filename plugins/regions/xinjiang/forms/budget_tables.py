"""The budget tables of Xinjiang, 2021 to 2024."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .....core.testkit import (
    CLASSES,
    ECONOMIC_CLASSES,
    Books,
    Draft,
    Span,
    Style,
    Sums,
    classes_of,
    code_name,
    levels,
    numeral,
)
from .....core.testkit import (
    names as n,
)

LEVEL_WORD = {"unit": "单位", "department": "部门"}


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one year: who speaks (单位 or 部门), and how tables are numbered and named."""

    books: Books
    level: str
    name: str
    """The body as the document names it."""

    @property
    def year(self) -> int:
        return self.books.year

    @property
    def word(self) -> str:
        return LEVEL_WORD[self.level]

    @property
    def style(self) -> Style:
        return Style(strip=self.year <= 2021)

    def titles(self) -> list[tuple[str, str]]:
        """Statement and title of every table, in order."""
        w = self.word
        first = [
            (n.INCOME_EXPENDITURE, f"{w}收支总体情况表"),
            (n.INCOME, f"{w}收入总体情况表"),
            (n.EXPENDITURE, f"{w}支出总体情况表"),
            (n.FISCAL, "财政拨款收支预算总体情况表"),
            (n.GENERAL, "一般公共预算支出情况表"),
            (n.BASIC, "一般公共预算基本支出情况表"),
            (n.PROJECT, "一般公共预算项目支出情况表"),
        ]
        if self.year <= 2022:
            return [*first, (n.THREE_PUBLIC, "一般公共预算“三公”经费支出情况表"), (n.FUND, "政府性基金预算支出情况表")]
        rest = [
            (n.FUND, "政府性基金预算支出情况表"),
            (n.STATE_CAPITAL, "国有资本经营预算支出情况表"),
            (n.THREE_PUBLIC, "财政拨款“三公”经费支出情况表"),
        ]
        return [*first, *rest, *([(n.CARRYOVER, "上年结转结余情况明细表")] if self.year >= 2024 else [])]

    def number(self, position: int) -> str:
        if self.year >= 2024:
            return f"表{position}"
        return f"表{numeral(position)}" + ("：" if self.year == 2021 else "")


def tables(form: Form) -> list[Draft]:
    """All tables of the year, in order."""
    makers: dict[str, Callable[[Form, Draft], None]] = {
        n.INCOME_EXPENDITURE: _income_expenditure,
        n.INCOME: _income,
        n.EXPENDITURE: _expenditure,
        n.FISCAL: _fiscal,
        n.GENERAL: _general,
        n.BASIC: _basic,
        n.PROJECT: _project,
        n.FUND: _fund,
        n.STATE_CAPITAL: _state_capital,
        n.THREE_PUBLIC: _three_public,
        n.CARRYOVER: _carryover,
    }
    drafts = []
    for position, (statement, title) in enumerate(form.titles(), 1):
        draft = Draft(
            statement,
            (("",),),
            title=title,
            number=form.number(position),
            left=f"编制{form.word}：{form.name}",
            unit="单位：万元",
            style=form.style,
        )
        makers[statement](form, draft)
        drafts.append(draft)
    return drafts


def _head(draft: Draft, header: Sequence[Sequence[str]], spans: Sequence[Span], columns: dict[int, str]) -> None:
    draft.header, draft.spans, draft.columns = header, spans, columns
    draft.grid = [list(r) for r in header]


def _two_sided(
    draft: Draft, income: list[tuple[str, int | None]], right: list[tuple[str, str, list[int | None]]], total: list[int | None]
) -> None:
    """Income labels beside the classes of expenditure, and the total row."""
    measures = [n.M_TOTAL, n.M_GENERAL, n.M_FUND, n.M_STATE_CAPITAL]
    for i in range(max(len(income), len(right))):
        at = draft.next_row
        label, amount = income[i] if i < len(income) else ("", None)
        code, name, amounts = right[i] if i < len(right) else ("", "", [])
        texts = [label, "", f"{code} {code_name(name)}" if code else name] + [""] * (len(draft.header[0]) - 3)
        figures = {1: (n.M_TOTAL, amount)}
        draft.row(texts, figures, ("item", n.item_key(label), label), "income")
        cells = draft.grid[at]
        draft.grid.pop()
        spending = {3 + k: (measures[k], a) for k, a in enumerate(amounts)}
        draft.row(cells, spending, ("functional", code, name), "expenditure")
        if not code and label:
            draft.names[at] = label
    last = ["收入总计", "", "支出总计"] + [""] * (len(draft.header[0]) - 3)
    draft.row(last, {1: (n.M_TOTAL, total[0])}, ("item", n.item_key("收入总计"), "收入总计"), "income")
    cells = draft.grid.pop()
    draft.row(cells, {3 + k: (measures[k], a) for k, a in enumerate(total)}, ("item", n.item_key("支出总计"), "支出总计"), "expenditure")


def _right_side(books: Books, split: bool, last_name: str = "抗疫特别国债还本支出") -> list[tuple[str, str, list[int | None]]]:
    found = {s.code: s for s in classes_of(books, books.functionals)}
    rows: list[tuple[str, str, list[int | None]]] = []
    for code, name in CLASSES:
        s = found.get(code)
        name = last_name if code == "234" else name
        if s is None:
            rows.append((code, name, [None] * (4 if split else 1)))
        elif split:
            rows.append((code, name, [s.total, s.total - s.fund or None, s.fund or None, None]))
        else:
            rows.append((code, name, [s.total]))
    return rows


def _income_expenditure(form: Form, draft: Draft) -> None:
    b = form.books
    _head(
        draft,
        (("收入", "", "支出", ""), ("项目", "预算数", "功能分类", "预算数")),
        [(0, 0, 1, 2), (0, 2, 1, 2)],
        {1: "收入预算数", 3: "支出预算数"},
    )
    fund = b.fund_total or None
    income: list[tuple[str, int | None]]
    if form.year >= 2024:
        income = [
            ("一、本年收入", b.total),
            ("1.一般公共预算拨款", b.general_total),
            ("其中：一般财力", b.general_total - b.transfer),
            ("上级一般公共预算安排转移支付", b.transfer or None),
            ("2.政府性基金预算拨款", fund),
            ("其中：政府性基金收入", fund),
            *((w, None) for w in _EMPTY_2024),
        ]
    else:
        income = [
            ("财政拨款（补助）", b.total),
            ("一般公共预算", b.general_total),
            ("政府性基金预算", fund),
            *((w, None) for w in _EMPTY_BEFORE),
        ]
    _two_sided(draft, income, _right_side(b, split=False), [b.total])


_EMPTY_2024 = (
    "上级政府性基金安排转移支付", "3.国有资本经营预算拨款", "其中：国有资本经营收入",
    "上级国有资本经营预算安排转移支付", "4.财政专户核拨", "5.单位资金",
    "其中：事业收入", "上级补助收入", "附属单位上缴收入", "事业单位经营收入", "其他收入",
    "二、上年结转结余", "1.财政拨款结转", "其中：一般公共预算拨款",
    "政府性基金预算拨款", "国有资本经营预算拨款", "2.非财政拨款结余", "其中：财政专户核拨", "单位资金",
)  # fmt: skip
_EMPTY_BEFORE = ("国有资本经营预算", "财政专户（教育收费）", "事业收入", "事业单位经营收入", "单位其他资金收入")
_INCOME_2024 = (
    "财政拨款（补助）小计", "一般公共预算", "上级一般公共预算安排的转移支付", "政府性基金预算",
    "上级政府性基金安排的转移支付", "国有资本经营预算",
    "上级国有资本经营预算安排的转移支付",
)  # fmt: skip
_INCOME_BEFORE = (
    "一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算", "财政专户（教育收费）",
    "事业收入", "事业单位经营收入", "单位其他资金收入",
)  # fmt: skip


def _income(form: Form, draft: Draft) -> None:
    b = form.books
    draft.landscape = True
    if form.year >= 2024:
        tail = ("财政专户（教育收费）", "单位资金", "财政拨款结转", "非财政拨款结转结余")
        top = ["功能分类科目编码", "", "", "功能分类科目名称", "总计", "财政拨款（补助）", *[""] * 6, *tail]
        low = ["类", "款", "项", "", "", *_INCOME_2024, *[""] * 4]
        spans = [(0, 0, 1, 3), (0, 3, 2, 1), (0, 4, 2, 1), (0, 5, 1, 7), *((0, c, 2, 1) for c in range(12, 16))]
        columns = {4: "总计", **{5 + i: w for i, w in enumerate(_INCOME_2024)}}
    else:
        top = ["功能分类科目编码", "", "", "功能分类科目名称", "总计", *_INCOME_BEFORE]
        low = ["类", "款", "项", *[""] * 9]
        spans = [(0, 0, 1, 3), *((0, c, 2, 1) for c in range(3, 12))]
        columns = {4: "总计", **{5 + i: w for i, w in enumerate(_INCOME_BEFORE)}}
    _head(draft, (top, low), spans, columns)

    def figures(s: Sums) -> dict[int, tuple[str, int | None]]:
        general = s.total - s.fund
        if form.year < 2024:
            return {4: (n.M_TOTAL, s.total), 5: (n.M_GENERAL, general or None), 6: (n.M_FUND, s.fund or None)}
        return {
            4: (n.M_TOTAL, s.total),
            5: (n.M_FISCAL, s.total),
            6: (n.M_GENERAL, general - s.transfer or None),
            7: (n.M_TRANSFER, s.transfer or None),
            8: (n.M_FUND, s.fund or None),
        }

    _functional_rows(form, draft, list(levels(b, b.functionals)), figures)


def _functional_rows(form: Form, draft: Draft, rows: list[Sums], figures: Callable[[Sums], dict[int, tuple[str, int | None]]]) -> None:
    """A row for every level, then the total."""
    width = len(draft.header[0])
    for s in rows:
        draft.row([*s.codes, code_name(s.name), *[""] * (width - 4)], figures(s), ("functional", s.code, s.name))
    top = [s for s in rows if s.depth == 1]
    total = Sums("", "合计", 0, *(sum(getattr(s, f) for s in top) for f in ("basic", "project", "transfer", "personnel", "public", "fund")))
    draft.row(["", "", "", "合计", *[""] * (width - 4)], figures(total) if top else {}, ("total", n.TOTAL_ROW, "合计"))


def _basic_project_head(form: Form, draft: Draft, word: str) -> None:
    """The head of tables with 合计, 基本支出, 项目支出."""
    low = ("类", "款", "项", "", "", "", "")
    middle = ("功能分类科目编码", "", "", "功能分类科目名称", "合计", "基本支出", "项目支出")
    top = ("科目" if form.year >= 2024 else "项目", "", "", "", word, "", "")
    spans = [(0, 0, 1, 4), (0, 4, 1, 3), (1, 0, 1, 3), *((1, c, 2, 1) for c in range(3, 7))]
    _head(draft, (top, middle, low), spans, {4: "合计", 5: "基本支出", 6: "项目支出"})


def _basic_project(s: Sums) -> dict[int, tuple[str, int | None]]:
    return {4: (n.M_TOTAL, s.total), 5: (n.M_BASIC, s.basic or None), 6: (n.M_PROJECT, s.project or None)}


def _expenditure(form: Form, draft: Draft) -> None:
    _basic_project_head(form, draft, "支出预算")
    _functional_rows(form, draft, list(levels(form.books, form.books.functionals)), _basic_project)


def _general(form: Form, draft: Draft) -> None:
    _basic_project_head(form, draft, "一般公共预算支出")
    _functional_rows(form, draft, list(levels(form.books, form.books.general)), _basic_project)


def _fund(form: Form, draft: Draft) -> None:
    _basic_project_head(form, draft, "政府性基金预算支出")
    rows = list(levels(form.books, form.books.fund))
    _functional_rows(form, draft, rows, _basic_project)
    if not rows:
        draft.notes.append(f"备注：{form.name}{form.year}年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。")


def _state_capital(form: Form, draft: Draft) -> None:
    low = ("类", "款", "项", "", "", "人员经费", "公用经费", "")
    middle = ("功能分类科目编码", "", "", "功能分类科目名称", "合计", "基本支出", "", "项目支出")
    top = ("科目", "", "", "", "国有资本经营预算支出", "", "", "")
    spans = [(0, 0, 1, 4), (0, 4, 1, 4), (1, 0, 1, 3), (1, 3, 2, 1), (1, 4, 2, 1), (1, 5, 1, 2), (1, 7, 2, 1)]
    _head(draft, (top, middle, low), spans, {4: "合计"})
    _functional_rows(form, draft, [], lambda _: {})
    draft.notes.append(f"备注：{form.name}{form.year}年没有使用国有资本经营预算拨款安排的支出，国有资本经营预算支出情况表为空表。")


def _carryover(form: Form, draft: Draft) -> None:
    half = ("合计", "基本支出", "", "项目支出")
    people = ("", "人员经费", "公用经费", "")
    header = (("项目名称", "总计", "财政拨款", "", "", "", "非财政拨款", "", "", ""), ("", "", *half, *half), ("", "", *people, *people))
    spans = [(0, 0, 3, 1), (0, 1, 3, 1), (0, 2, 1, 4), (0, 6, 1, 4)]
    for start in (2, 6):
        spans += [(1, start, 2, 1), (1, start + 1, 1, 2), (1, start + 3, 2, 1)]
    draft.landscape = True
    _head(draft, header, spans, {1: "总计"})
    draft.row(["合计", *[""] * 9], {}, ("total", n.TOTAL_ROW, "合计"))
    draft.notes.append(f"备注：{form.name}{form.year}年没有使用上年结转结余预算安排的支出，上年结转结余情况明细表为空表。")


def _fiscal(form: Form, draft: Draft) -> None:
    b = form.books
    header = (
        ("财政拨款收入", "", "财政拨款支出", "", "", "", ""),
        ("项目", "合计", "功能分类", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
    )
    _head(draft, header, [(0, 0, 1, 2), (0, 2, 1, 5)], {1: "收入合计", 3: "支出合计", 4: "一般公共预算", 5: "政府性基金预算"})
    first = "财政拨款（补助）" if form.year == 2022 else "一、财政拨款（补助）"
    income: list[tuple[str, int | None]] = [
        (first, b.total),
        ("一般公共预算", b.general_total),
        ("政府性基金预算", b.fund_total or None),
        ("国有资本经营预算", None),
    ]
    _two_sided(draft, income, _right_side(b, split=True), [b.total, b.general_total, b.fund_total or None, None])


def _basic(form: Form, draft: Draft) -> None:
    b = form.books
    top = ("科目" if form.year >= 2024 else "项目", "", "", "一般公共预算基本支出", "", "")
    header = (top, ("经济分类科目编码", "", "经济分类科目名称", "合计", "人员经费", "公用经费"), ("类", "款", "", "", "", ""))
    spans = [(0, 0, 1, 3), (0, 3, 1, 3), (1, 0, 1, 2), *((1, c, 2, 1) for c in range(2, 6))]
    _head(draft, header, spans, {3: "合计", 4: "人员经费", 5: "公用经费"})

    def add(code: str, name: str, personnel: int, public: int, kind: str = "economic") -> None:
        figures = {3: (n.M_TOTAL, personnel + public), 4: (n.M_PERSONNEL, personnel or None), 5: (n.M_PUBLIC, public or None)}
        shown = code_name(name, False) if kind == "economic" else name
        draft.row([code[:3], code[3:], shown, "", "", ""], figures, (kind, code or n.TOTAL_ROW, name))

    for group, name in ECONOMIC_CLASSES.items():
        items = [e for e in b.economics if e.code.startswith(group)]
        if not items:
            continue
        add(group, name, sum(e.amount for e in items if e.personnel), sum(e.amount for e in items if not e.personnel))
        for e in items:
            add(e.code, e.name, e.amount if e.personnel else 0, 0 if e.personnel else e.amount)
    add("", "合计", b.personnel, b.public, "total")


_PROJECT_COLUMNS = (
    ("301", "工资福利支出"), ("302", "商品和服务支出"), ("303", "对个人和家庭的补助"),
    ("307", "债务利息及费用支出"), ("309", "资本性支出（基本建设）"),
    ("310", "资本性支出"), ("311", "对企业补助（基本建设）"), ("312", "对企业补助"), ("313", "对社会保障基金补助"), ("399", "其他支出"),
)  # fmt: skip


def _project(form: Form, draft: Draft) -> None:
    b = form.books
    draft.landscape = True
    top = ("科目编码", "", "", "科目名称", "项目名称", "项目支出合计", *(name for _, name in _PROJECT_COLUMNS))
    spans = [(0, 0, 1, 3), *((0, c, 2, 1) for c in range(3, 16))]
    _head(
        draft, (top, ("类", "款", "项", *[""] * 13)), spans, {5: "项目支出合计", **{6 + i: w for i, (_, w) in enumerate(_PROJECT_COLUMNS)}}
    )
    projects = [p for p in b.projects if not p.kind.fund]

    def figures(code: str, only: str | None = None) -> dict[int, tuple[str, int | None]]:
        under = [p for p in projects if p.kind.item[0].startswith(code) and only in (None, p.name)]
        found: dict[int, tuple[str, int | None]] = {5: (n.M_TOTAL, sum(p.amount for p in under))}
        for i, (group, _) in enumerate(_PROJECT_COLUMNS):
            found[6 + i] = (n.CLASS_MEASURES[group], sum(p.of_class(group) for p in under) or None)
        return found

    for s in levels(b, [f for f in b.general if f.project]):
        if s.depth < 3:
            draft.row([*s.codes, code_name(s.name), *[""] * 12], figures(s.code), ("functional", s.code, s.name))
            continue
        for p in projects:
            if p.kind.item[0] == s.code:
                draft.row(
                    [*s.codes, code_name(s.name), p.name, *[""] * 11],
                    figures(s.code, p.name),
                    ("project", n.project_key(s.code, p.name), p.name),
                )
    draft.row(["", "", "", "", "合计", *[""] * 11], figures(""), ("total", n.TOTAL_ROW, "合计"))


def _three_public(form: Form, draft: Draft) -> None:
    b = form.books
    total = b.running + b.reception
    if form.year <= 2023:
        top = ("合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费")
        spans = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 3), (0, 5, 2, 1)]
        _head(
            draft,
            (top, ("", "", "合计", "公务用车购置费", "公务用车运行费", "")),
            spans,
            {0: "合计", 2: "公务用车购置及运行费合计", 4: "公务用车运行费", 5: "公务接待费"},
        )
        draft.style = Style(strip=draft.style.strip, zero="0" if draft.style.strip else "0.00")
        measures = (n.M_TOTAL, n.M_ABROAD, n.M_VEHICLES, n.M_PURCHASE, n.M_RUNNING, n.M_RECEPTION)
        amounts = (total, 0, b.running, 0, b.running, b.reception)
        draft.row([""] * 6, dict(enumerate(zip(measures, amounts, strict=True))), ("total", n.TOTAL_ROW, "合计"), as_items=True)
        return
    header = (("“三公”经费支出内容", "合计", "资金来源", "", ""), ("", "", "一般公共预算", "政府性基金", "国有资本经营预算"))
    _head(draft, header, [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 3)], {1: "合计", 2: "一般公共预算"})
    rows = (
        ("合计", n.M_TOTAL, total), ("因公出国（境）费", n.M_ABROAD, 0), ("公务接待费", n.M_RECEPTION, b.reception),
        ("公务用车购置及运行费（小计）", n.M_VEHICLES, b.running), ("其中：公务用车购置费", n.M_PURCHASE, 0),
        ("公务用车运行费", n.M_RUNNING, b.running),
    )  # fmt: skip
    for label, key, amount in rows:
        draft.row([label, *[""] * 4], {1: (n.M_TOTAL, amount or None), 2: (n.M_GENERAL, amount or None)}, ("item", key, label))
    if not total:
        draft.notes.append(f"备注：{form.name}{form.year}年未安排财政拨款“三公”经费支出，财政拨款“三公”经费支出情况表为空表。")
