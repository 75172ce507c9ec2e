"""What is exported: for every sheet its columns, under their Chinese terms, and the query that fills them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the export: ``columns`` maps a header to an SQL expression, ``source`` is what follows FROM."""

    name: str
    columns: dict[str, str]
    source: str

    @property
    def sql(self) -> str:
        return f"SELECT {', '.join(self.columns.values())} FROM {self.source}"


def _words(column: str, **words: str) -> str:
    cases = " ".join(f"WHEN '{key}' THEN '{word}'" for key, word in words.items())
    return f"CASE {column} {cases} ELSE {column} END"


def _yuan(fen: str) -> str:
    """Whole 分 as a plain decimal in 元, exact to the last digit."""
    whole = f"abs({fen}) / 100"
    return f"CASE WHEN {fen} IS NULL THEN NULL ELSE iif({fen} < 0, '-', '') || ({whole}) || '.' || printf('%02d', abs({fen}) % 100) END"


KIND = _words("p.kind", budget="预算", final="决算")
LEVEL = _words("p.level", unit="单位", department="部门")
SEVERITY = _words("f.severity", error="疑点（数据不符）", warning="需说明", info="提示")
CERTAINTY = _words("f.certainty", certain="确定", suspected="存疑")
ROLE = _words("e.role", actual="实际", expected="应为", operand="运算项", context="上下文")
OUTCOME = _words(
    "l.outcome", **{"pass": "相符", "fail": "不符", "not_applicable": "不适用", "not_evaluable": "无法核对", "crashed": "规则出错"}
)
STATUS = _words("d.status", checked="已核对", unrecognised="未识别", unreadable="无法读取")
CURRENT = "iif(d.is_current, '是', '否')"

_WHO = {"涉及单位": "p.body", "年度": "p.fiscal_year", "类别": KIND, "层级": LEVEL}

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "documents",
        {
            **_WHO,
            "行政区划代码": "p.division_code",
            "行政区划": "p.division_name",
            "地区包": "d.region",
            "状态": STATUS,
            "说明": "d.reason",
            "当前版本": CURRENT,
            "版本": "d.edition",
            "页数": "d.pages",
            "表数": "d.tables",
            "数据项": "d.facts",
            "文字表述": "d.claims",
            "已理解数字单元格": "d.cells_understood",
            "数字单元格": "d.cells_numeric",
            "已理解文中数字": "d.prose_understood",
            "文中数字": "d.prose_numbers",
            "核对处数": "d.comparisons",
            "无法核对规则数": "d.undecided",
            "疑点数": "d.findings",
            "来源网址": "s.source_url",
            "发布者": "s.publisher",
            "批复日期": "s.approved_on",
            "公开日期": "s.published_on",
            "文件": "d.path",
            "文件标识": "d.sha256",
        },
        "documents d LEFT JOIN disclosures p ON p.key = d.disclosure LEFT JOIN provenance s ON s.document = d.sha256 "
        "ORDER BY p.key, d.edition, d.path",
    ),
    Sheet(
        "line_items",
        {
            **_WHO,
            "当前版本": CURRENT,
            "表号": "t.number",
            "表名": "t.title",
            "科目编码": "i.code",
            "行": "coalesce(i.project, i.row_name)",
            "单位代码": "i.unit_code",
            "方向": _words("i.side", income="收入", expenditure="支出"),
            "列": "i.column_label",
            "数值": "i.value",
            "单位": "i.unit",
            "金额（元）": _yuan("i.amount_fen"),
            "原文": "i.text",
            "页": "i.page",
            "报表": "i.statement",
            "口径": "i.measure",
            "文件标识": "i.document",
        },
        "line_items i JOIN documents d ON d.sha256 = i.document JOIN disclosures p ON p.key = i.disclosure "
        "LEFT JOIN tables t ON t.id = i.table_id ORDER BY p.key, d.edition, i.document, i.ordinal",
    ),
    Sheet(
        "findings",
        {
            **_WHO,
            "当前版本": CURRENT,
            "程度": SEVERITY,
            "把握": CERTAINTY,
            "规则": "f.rule",
            "事项": "f.title",
            "说明": "f.message",
            "算式": "f.formula",
            "应为": "f.expected",
            "实际": "f.actual",
            "差额": "f.difference",
            "单位": "f.unit",
            "指纹": "f.fingerprint",
            "文件标识": "f.document",
        },
        "findings f JOIN documents d ON d.sha256 = f.document LEFT JOIN disclosures p ON p.key = f.disclosure "
        "ORDER BY p.key, d.edition, f.document, f.ordinal",
    ),
    Sheet(
        "evidence",
        {
            "指纹": "e.finding",
            "序号": "e.ordinal + 1",
            "作用": ROLE,
            "表": "e.table_title",
            "章节": "e.section",
            "行": "e.row_label",
            "列": "e.column_label",
            "原文": "e.text",
            "页": "e.page",
            "工作表": "e.sheet",
            "文本行": "e.line",
            "文本列": "e.column_no",
            "位置（PDF 点）": "e.bbox",
            "所在文件标识": "coalesce(e.other_document, e.document)",
            "文件标识": "e.document",
        },
        "evidence e JOIN documents d ON d.sha256 = e.document ORDER BY d.disclosure, d.edition, e.document, e.finding, e.ordinal",
    ),
    Sheet(
        "ledger",
        {
            **_WHO,
            "当前版本": CURRENT,
            "规则": "l.rule",
            "规则名称": "r.title",
            "结果": OUTCOME,
            "原因": "l.reason",
            "核对处数": "l.comparisons",
            "文件标识": "l.document",
        },
        "ledger l JOIN documents d ON d.sha256 = l.document LEFT JOIN rules r ON r.id = l.rule "
        "LEFT JOIN disclosures p ON p.key = d.disclosure ORDER BY p.key, d.edition, l.document, l.rule",
    ),
)
