"""A report in Markdown for every disclosure of a database, for the auditor who goes through it: an exporter for mingzhang."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingzhang import Exporter, hookimpl, mask

if TYPE_CHECKING:
    from sqlite_utils import Database

MINGZHANG_HOOK_VERSION = 1
NOTICE = "系统自动比对，未经认定，不代表违法违纪。"
_SEVERITY = {"error": "疑点（数据不符）", "warning": "需说明", "info": "提示"}
_DOCUMENTS = """SELECT p.slug, p.body, p.fiscal_year, p.kind, p.level, p.division_name, d.sha256, d.path, d.pack_version, d.comparisons, d.remarks,
d.cells_understood, d.cells_numeric, d.prose_understood, d.prose_numbers, s.source_url
FROM disclosures p JOIN documents d ON d.sha256 = p.current_document LEFT JOIN provenance s ON s.document = d.sha256 ORDER BY p.key"""
_FINDINGS = """SELECT fingerprint, rule, title, severity, certainty, message, formula FROM findings WHERE document = ?
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, ordinal"""
_EVIDENCE = "SELECT * FROM evidence WHERE finding = ? AND document = ? ORDER BY ordinal"
_OPEN = "SELECT rule, outcome, reason FROM ledger WHERE document = ? AND outcome IN ('not_evaluable', 'crashed') ORDER BY rule"


class MarkdownReport:
    """``mingzhang export FOLDER --db F.db --format markdown-report``: a file for every disclosure."""

    id = "markdown-report"
    title = "核对报告（Markdown）"

    def export(self, db: Database, target: Path) -> list[Path]:
        target.mkdir(parents=True, exist_ok=True)
        written = []
        for document in db.query(_DOCUMENTS):
            path = target / f"{document['slug'].replace('/', '-')}.md"
            path.write_text("\n".join(_report(db, document)) + "\n", encoding="utf-8")
            written.append(path)
        return written


def text(value: Any) -> str:
    """A value in a line of Markdown: personal numbers masked, nothing of it markup, no line break."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", mask(" ".join(str(value).split())))


def _report(db: Database, d: dict[str, Any]) -> list[str]:
    kind = {"budget": "预算", "final": "决算"}.get(d["kind"], "")
    level = {"department": "部门", "unit": "单位"}[d["level"]]
    findings = list(db.query(_FINDINGS, [d["sha256"]]))
    undecided = list(db.query(_OPEN, [d["sha256"]]))
    lines = [f"# {text(d['body'])} {d['fiscal_year'] or '年度不明'} 年{level}{kind}核对报告", "", f"> {NOTICE}", ""]
    lines += [f"- 文件：{text(d['path'])}（SHA-256 `{d['sha256']}`）", f"- 来源：{text(d['source_url'] or '未登记')}"]
    lines += [f"- 行政区划：{text(d['division_name'] or '不明')}；地区包：{text(d['pack_version'])}"]
    lines += [f"- 已核对 {d['comparisons']} 处；{len(findings)} 处需看；{len(undecided)} 条规则无法判断"]
    lines += [f"- 读懂：数字单元格 {d['cells_understood']}/{d['cells_numeric']}，文字数字 {d['prose_understood']}/{d['prose_numbers']}"]
    lines += ["", "## 核对结果", ""] + ([] if findings else ["没有发现数据不符。", ""])
    for number, f in enumerate(findings, 1):
        doubt = "（存疑）" if f["certainty"] == "suspected" else ""
        lines += [f"### {number}. {_SEVERITY[f['severity']]}{doubt}：{text(f['title'])}", "", text(f["message"]), ""]
        lines += [f"算式：{text(f['formula'])}", ""] if f["formula"] else []
        lines += [f"- {_place(e)}：{text(e['text'])}" for e in db.query(_EVIDENCE, [f["fingerprint"], d["sha256"]])]
        lines += ["", f"规则 {text(f['rule'])}，编号 `{f['fingerprint']}`。意见：", ""]
    lines += ["## 无法判断的规则", ""] + [f"- {text(r['rule'])}：{text(r['reason'] or '')}" for r in undecided]
    return lines


def _place(e: dict[str, Any]) -> str:
    page = f"第 {e['page']} 页" if e["page"] else f"第 {e['line']} 行" if e["line"] else ""
    return text("，".join(p for p in (page, e["table_title"] or e["section"], e["row_label"], e["column_label"]) if p))


@hookimpl
def register_exporters() -> list[Exporter]:
    """The report."""
    return [MarkdownReport()]
