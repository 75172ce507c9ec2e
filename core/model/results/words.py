"""Words that people read: Chinese terms for the values of results. The terminal, the site and the answers share them."""

from __future__ import annotations

import re

from ..documents.text import join_lines

NOTICE = "系统自动比对，未经认定，不代表违法违纪。"
"""What must stand wherever findings are published."""

KIND = {"budget": "预算", "final": "决算"}
LEVEL = {"unit": "单位", "department": "部门"}
STATUS = {"checked": "已核对", "unrecognised": "未识别", "unreadable": "无法读取"}
SEVERITY = {"error": "疑点（数据不符）", "warning": "需说明", "info": "提示"}
CERTAINTY = {"certain": "确定", "suspected": "存疑"}
ROLE = {"actual": "实际", "expected": "应为", "operand": "运算项", "context": "上下文"}
OUTCOME = {"pass": "相符", "fail": "不符", "not_applicable": "不适用", "not_evaluable": "无法核对", "crashed": "规则出错"}
STATE = {"open": "待核", "confirmed": "核实", "explained": "已说明", "corrected": "已更正", "withdrawn": "撤回"}
"""Where a finding stands after it was published."""
DOCUMENT_TYPE = {
    "budget": "部门（单位）预算", "final": "部门（单位）决算", "government_budget": "政府预算", "government_final": "政府决算",
    "government_report": "预算执行情况和预算草案的报告", "execution": "预算执行情况", "adjustment": "预算调整方案", "debt": "政府债务情况",
    "template": "模板", "notice": "通知", "news": "新闻", "other": "其他文件",
}  # fmt: skip
"""What kinds of document are called."""
RULE_STATE = {"draft": "试行", "suspected": "存疑", "in_force": "生效"}
TABLE_STATUS = {"read": "已读取", "partial": "部分读取", "unread": "未读出"}
REASON = {
    "out_of_scope": "不在规则适用范围",
    "not_selected": "本次未选用",
    "nothing_to_compare": "没有可比对的内容",
    "other_document_missing": "没有可比对的其他公开件",
    "dates_unknown": "来源清单没有日期",
    "table_not_read": "表格未读出",
    "table_missing": "缺少表格",
    "column_unknown": "栏目未识别",
    "base_unknown": "比较基数不明",
    "unit_unknown": "金额单位没有印出",
    "code_unknown": "科目编码不在代码表内",
    "identity_unknown": "单位、年度或类别不明",
    "not_recognised": "有内容未能识别",
    "not_comparable": "单位不同，无法相比",
    "rule_error": "规则出错",
    "reading_uncertain": "读取存疑，不作为疑点",
    "checked_together": "已与同一公开的其他文件合并检查",
}
PART = {"overview": "概况", "tables": "报表", "explanation": "情况说明", "glossary": "名词解释"}


def severity_word(severity: str) -> str:
    """疑点（数据不符）, 需说明 or 提示: what people read for a severity."""
    return SEVERITY[severity]


def outcome_word(outcome: str) -> str:
    """相符, 不符, 不适用, 无法核对 or 规则出错: what people read for the outcome of a rule."""
    return OUTCOME[outcome]


_REASON = re.compile(r"^([a-z_]+)(（\d+ 处）)?(?:\s*[:：]\s*(.*))?$", re.DOTALL)


def reason_words(reason: str | None) -> str:
    """A reason of the ledger in Chinese: the term, then the words that follow it."""
    if not reason:
        return ""
    m = _REASON.match(reason)
    if m is None or m[1] not in REASON:
        return reason
    return REASON[m[1]] + (m[2] or "") + (f"：{m[3]}" if m[3] else "")


def reason_term(reason: str | None) -> str:
    """The term of a reason of the ledger in Chinese, without what stands behind it."""
    m = _REASON.match(reason or "")
    return REASON.get(m[1], m[1]) if m else reason or ""


_REMARK = re.compile(r"^pack not verified for (\d{4})$")


def remark_words(remark: str) -> str:
    """A remark on a result in Chinese."""
    m = _REMARK.match(remark)
    return f"该地区规则尚未用 {m[1]} 年度的文件验证过" if m else remark


_OWN_LINE = re.compile(r"^(?:[-•*·]|\d+[.、．]|[^\s:：]{1,8}[:：])")


def paragraphs(text: str) -> list[list[str]]:
    """A docstring as paragraphs of lines: wrapped lines are joined; points and labelled lines (正：, 反：) stay apart."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        for line in block.splitlines():
            if lines and not _OWN_LINE.match(line.strip()):
                lines[-1] = join_lines(f"{lines[-1]} {line.strip()}")
            else:
                lines.append(line.strip())
        found.append(lines)
    return found
