"""Results made by hand, of a body that does not exist: what the store and the site are tested with."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

from mingzhang import (
    Basis,
    Cell,
    Certainty,
    Claim,
    Column,
    ContentsEntry,
    Coverage,
    Direction,
    Disclosure,
    Document,
    Evidence,
    Figure,
    Finding,
    Headcount,
    Identity,
    Indicator,
    Kind,
    Level,
    LineItem,
    Measured,
    Outcome,
    Page,
    Paragraph,
    Passed,
    Place,
    Role,
    Row,
    RowKind,
    Rule,
    Section,
    Severity,
    Side,
    Statement,
    Table,
    parse_figure,
    rule,
)
from mingzhang.core.model.checks.finding import LedgerRow, fingerprint
from mingzhang.core.model.disclosures.coverage import Unread
from mingzhang.core.model.results.result import DocumentResult, DocumentStatus, Provenance

BODY = "云泽县文化和旅游局"
PHONE = "1" + "39" + "0000" + "1234"


def figure(text: str, unit: str | None = "万元") -> Figure:
    found = parse_figure(text, unit)
    assert found is not None
    return found


@rule("sum.children", "科目行等于下级科目之和", Severity.ERROR, [Basis("预算法实施条例", "第六条", 2020)])
def sum_children(disclosure: Disclosure):
    """类级金额应等于所属款级金额之和。

    空白不按零计算；四舍五入能够解释的差异不提示。

    反例：类 612.00，两款之和 1009.21。
    """
    yield Passed(1)


@rule("prose.rate", "文字说明的增减率与增减额相符", Severity.WARNING, [Basis("约定", convention=True)])
def prose_rate(disclosure: Disclosure):
    """增减率应等于增减额除以上年数。"""
    yield Passed(1)


@rule("text.mobile", "公开文本中出现手机号码", Severity.INFO, [Basis("约定", convention=True)])
def mobile(disclosure: Disclosure):
    """公开文本不宜出现个人手机号码。"""
    yield Passed(1)


RULES: tuple[Rule, ...] = tuple(replace(r, measured=Measured(1, 1, 0, 10, 0)) for r in (sum_children, prose_rate, mobile))

GRID = [
    ["科目编码", "科目名称", "预算数", "", ""],
    ["", "", "总计", "基本支出", "项目支出"],
    ["", "合计", "612.00", "416.59", "195.41"],
    ["207", "文化旅游体育与传媒支出", "612.00", "416.59", "195.41"],
    ["20701", "文化和旅游", "1009.21", "813.80", "195.41"],
]
SPANS = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 3)}
MEASURES = ("total", "basic", "project")


def _statement_table(page: int, block: int) -> Table:
    covered = {(r + i, c + j) for (r, c), (h, w) in SPANS.items() for i in range(h) for j in range(w)} - set(SPANS)
    cells = []
    for r, line in enumerate(GRID):
        for c, text in enumerate(line):
            if (r, c) in covered:
                continue
            height, width = SPANS.get((r, c), (1, 1))
            box = (50.0 + 90 * c, 120.0 + 20 * r, 50.0 + 90 * (c + width), 120.0 + 20 * (r + height))
            cells.append(Cell(text, r, c, Place(page, box, block=block), height, width))
    return Table(
        tuple(cells),
        len(GRID),
        5,
        Place(page, (50, 100, 500, 300), block=block),
        "表二",
        "单位支出总体情况表",
        "万元",
        BODY,
        header_rows=2,
        pages=(page,),
        notes=(Paragraph("注：本表不含上年结转。", Place(page, block=block + 1)),),
    )


def _statement(table: Table) -> Statement:
    columns = (
        Column(0, ("科目编码",), "@code"),
        Column(1, ("科目名称",), "@name"),
        Column(2, ("预算数", "总计"), "total"),
        Column(3, ("预算数", "基本支出"), "basic"),
        Column(4, ("预算数", "项目支出"), "project"),
    )
    rows = (
        Row(0, RowKind.TOTAL, "total", "合计", side=Side.EXPENDITURE),
        Row(1, RowKind.FUNCTIONAL, "207", "文化旅游体育与传媒支出", "207", parent=0, side=Side.EXPENDITURE),
        Row(2, RowKind.FUNCTIONAL, "20701", "文化和旅游", "20701", parent=1, side=Side.EXPENDITURE),
    )
    cells = table.cell_map()
    items = tuple(
        LineItem("expenditure", 0, row, measure, figure(GRID[row.ordinal + 2][c + 2]), cells[row.ordinal + 2, c + 2], columns[c + 2].label)
        for row in rows
        for c, measure in enumerate(MEASURES)
    )
    return Statement("expenditure", 0, table, "code_columns", columns, rows, items, {"total": ("basic", "project")}, required=True)


def _sections() -> tuple[Section, ...]:
    money = Section(
        ("第三部分 情况说明", "一、关于支出预算的说明"),
        "expenditure",
        "2031年支出预算612万元，比上年增加12万元，增长5%，主要原因是新增文物巡查。\n其中基本支出416.59万元。",
        ((0, Place(4, block=12)), (41, Place(4, block=13))),
        "explanation",
    )
    phone = Section(("第一部分 单位概况", "二、联系方式"), None, f"联系电话：{PHONE}。", ((0, Place(2, block=5)),), "overview")
    return (phone, money)


def _findings(who: Identity, statement: Statement, sections: tuple[Section, ...], claim: Claim) -> tuple[Finding, ...]:
    parent = statement.items[3]
    child = statement.items[6]
    title = statement.title
    money = Finding(
        sum_children.id,
        sum_children.title,
        Severity.ERROR,
        "207 文化旅游体育与传媒支出的总计印为 612.00 万元，所属款之和为 1009.21 万元，相差 397.21 万元。",
        "expenditure/functional:207/total",
        (Evidence.of_item(parent, title, Role.ACTUAL), Evidence.of_item(child, title)),
        formula="207 总计 612.00 ≠ 20701 1009.21",
        expected=Decimal("1009.21"),
        actual=Decimal("612.00"),
        unit="万元",
    )
    rate = Finding(
        prose_rate.id,
        prose_rate.title,
        Severity.WARNING,
        "增加 12 万元、增长 5%，按增减额推算的增长率为 2.00%，不一致。",
        "prose/expenditure/total/0",
        (Evidence.of_claim(claim),),
        Certainty.SUSPECTED,
        "12 ÷ (612 − 12) = 2.00%",
        unit="%",
    )
    number = Finding(
        mobile.id,
        mobile.title,
        Severity.INFO,
        f"文中出现手机号码 {PHONE}。",
        "privacy/mobile",
        (Evidence.of_text(sections[0], 5, PHONE),),
    )
    return tuple(replace(f, fingerprint=fingerprint(f.rule, who, f.address, 0)) for f in (money, rate, number))


def make_result(
    *, body: str = BODY, year: int = 2031, path: str = "made.pdf", salt: str = "", meta: Provenance | None = None, facts: int = 9
) -> DocumentResult:
    """A checked budget of a fictional body; ``salt`` makes other content of the same disclosure."""
    sha = hashlib.sha256(f"{body}{year}{salt}".encode()).hexdigest()
    who = Identity(body, "659901", "云泽县", "xinjiang", year, Kind.BUDGET, Level.UNIT, ("县文旅局",), f"{year}-02-10")
    table = _statement_table(3, 9)
    form = Table(
        (Cell("项目名称", 0, 0, Place(5, block=20)), Cell("文物巡查", 0, 1, Place(5, block=20))),
        1,
        2,
        Place(5, block=20),
        None,
        "项目支出绩效目标表",
        None,
        pages=(5,),
    )
    sections = _sections()
    statement = _statement(table)
    if facts < len(statement.items):
        statement = replace(statement, items=statement.items[:facts])
    claim = Claim(
        sections[1],
        "expenditure.total",
        "支出预算",
        sections[1].text.partition("\n")[0],
        0,
        value=figure("612万元"),
        change=figure("12万元"),
        rate=figure("5%"),
        direction=Direction.UP,
        rate_direction=Direction.UP,
        base="上年预算",
        base_value=figure("600万元"),
        reason="新增文物巡查",
    )
    document = Document(
        path,
        sha,
        "pdf",
        (Paragraph(f"{body}{year}年单位预算公开", Place(1, block=0), heading=True), table, form),
        tuple(Page(n, 595.0, 842.0) for n in range(1, 7)),
        "plumber",
        4096,
    )
    disclosure = Disclosure(
        who,
        document,
        (statement,),
        sections=sections,
        claims=(claim,),
        headcounts=(Headcount("posts", figure("22", "人"), claim),),
        indicators=(Indicator(1, "文物巡查", ("产出指标", "数量指标", "巡查次数"), "≥12次", "≥", figure("12", "次"), cell=form.cells[1]),),
        contents=(ContentsEntry(0, "一", "单位支出总体情况表", True, Place(1, block=2), "tables"),),
        coverage=Coverage(9, 9, 4, 5, (Unread("2月10日", "封面", "日期", Place(1, block=1)),)),
        pack_version="1",
        remarks=("pack not verified for 2031",),
        required=("expenditure",),
        names={
            "expenditure": "支出总表",
            "total": "总计",
            "basic": "基本支出",
            "project": "项目支出",
            "expenditure.total": "支出合计",
            "posts": "编制数",
        },
    )
    findings = _findings(who, _statement(table), sections, claim)
    ledger = (
        LedgerRow(sha, sum_children.id, Outcome.FAIL, None, 3, 0.01),
        LedgerRow(sha, prose_rate.id, Outcome.FAIL, None, 1, 0.01),
        LedgerRow(sha, mobile.id, Outcome.NOT_EVALUABLE, "table_not_read：表五未读出", 0, 0.01),
    )
    return DocumentResult(
        path, sha, 4096, DocumentStatus.CHECKED, None, "pdf", "plumber", document, disclosure, findings, ledger, meta, 0.5
    )


def make_unreadable(path: str = "broken.pdf") -> DocumentResult:
    sha = hashlib.sha256(path.encode()).hexdigest()
    return DocumentResult(path, sha, 12, DocumentStatus.UNREADABLE, "broken.pdf：不是有效的 PDF 文件")
