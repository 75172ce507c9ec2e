"""Answers about findings (疑点): those of a document, and the document with a certain kind of finding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from ...model.documents.privacy import mask
from ...model.results.answer import Answer, AnswerStatus, Citation
from ...model.results.words import NOTICE
from ..facts import find_facts
from ..names import overlap
from ..queries import FINDINGS, Issue, Queries, Row
from ..understand import Reading, finding_words
from .draft import Draft, severity_word, short_message, touching

_MOST = 10
_MOST_ISSUES = 20
_SEARCHED = 0.3
_ALSO_SAID: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("汇总|加总|求和|加起来|总和|相加"), "之和"),
    (re.compile("类级|款级|项级|层级|上下级|逐级"), "上级科目下级科目"),
    (re.compile("增长率|增幅|增速|下降率|降幅|增减幅"), "增减率与增减额"),
    (re.compile("比重|比例|份额"), "占比"),
    (re.compile("文字|正文|表述|说明"), "文字说明金额与表格"),
    (re.compile("表间|跨表|表与表|不同的?表|各表|前后"), "各表之间"),
    (re.compile("缺表|少表|漏表|缺少.*表|目录"), "目录所列表格"),
    (re.compile("代码|编码|科目名"), "科目编码与名称"),
    (re.compile("编制|人数|人员|超编"), "在职人数与编制数"),
    (re.compile("手机|电话|隐私|个人信息"), "手机号码"),
)
"""How people describe a kind of finding → words of the rules' titles."""


def findings(reading: Reading, queries: Queries) -> Answer:
    """All findings of the disclosures, beside what was checked and what could not be."""
    rows = queries.findings(reading.issues)
    queries.note(FINDINGS, reading.issues)
    draft = Draft()
    _counts(reading, queries, draft, rows)
    if reading.form.across and len(reading.issues) > 1:
        return _by_issue(reading, queries, draft, rows)
    shown = 0
    for f in rows:
        if f["severity"] == "info" or shown == _MOST:
            continue
        shown += 1
        _say(queries, draft, f, reading.issues, named=len(reading.issues) > 1)
    if len(rows) > shown:
        draft.say(f"另有{len(rows) - shown}条（含提示）未在此列出。")
    draft.say(NOTICE)
    return draft.answer(reading.form, queries)


def _by_issue(reading: Reading, queries: Queries, draft: Draft, rows: Sequence[Row]) -> Answer:
    """Counts for every disclosure, beside what was checked of it."""
    counts = Counter((r["disclosure"], r["severity"]) for r in rows)
    counted = [(counts[i.key, "error"], counts[i.key, "warning"], i) for i in reading.issues]
    counted = sorted(counted, key=lambda c: (-c[0], -c[1], c[2].key))[:_MOST_ISSUES]
    for errors, warnings, issue in counted:
        compared = sum(r["comparisons"] or 0 for r in queries.ledger([issue]))
        draft.value(str(errors), "条", issue, "疑点（数据不符）")
        draft.value(str(warnings), "条", issue, "需说明")
        draft.value(str(compared), "处", issue, "已核对")
        draft.say(f"{issue.label}：已核对{compared}处，疑点（数据不符）{errors}条，需说明{warnings}条。")
    draft.say(NOTICE)
    draft.suggestions = [f"{c[2].label}有哪些疑点？" for c in counted[:3]]
    return draft.answer(reading.form, queries)


def _counts(reading: Reading, queries: Queries, draft: Draft, rows: Sequence[Row]) -> None:
    counts = {s: sum(r["severity"] == s for r in rows) for s in ("error", "warning", "info")}
    ledger = {r["outcome"]: r for r in queries.ledger(reading.issues)}
    compared = str(sum(r["comparisons"] or 0 for r in ledger.values()))
    undecided = str(sum(ledger[o]["n"] for o in ("not_evaluable", "crashed") if o in ledger))
    issue = reading.issues[0] if len(reading.issues) == 1 else None
    who = issue.label if issue else f"{len(reading.issues)}份公开件"
    if issue is None:
        draft.value(str(len(reading.issues)), "份", None, "公开件数")
    for name, key in (("疑点（数据不符）", "error"), ("需说明", "warning"), ("提示", "info")):
        draft.value(str(counts[key]), "条", issue, name)
    draft.value(compared, "处", issue, "已核对")
    draft.value(undecided, "条", issue, "无法判断的规则")
    draft.say(
        f"{who}已核对{compared}处，有{undecided}条规则无法判断；疑点（数据不符）{counts['error']}条，"
        f"需说明{counts['warning']}条，提示{counts['info']}条。"
    )


def _say(queries: Queries, draft: Draft, f: Row, issues: Sequence[Issue], *, named: bool) -> None:
    issue = next((i for i in issues if i.key == f["disclosure"]), None)
    draft.findings.append(f["fingerprint"])
    _cite(queries, draft, f)
    who = f"{issue.label}：" if issue and named else ""
    draft.say(f"{who}{severity_word(f)}：{short_message(f)}")
    for key, word in (("actual", "所印数"), ("expected", "应为")):
        if f[key] is not None and Decimal(f[key]) and f[key] in "".join(draft.lines[-1:]):
            draft.value(f[key], f["unit"], issue, f"{f['rule_title']}：{word}")


def _cite(queries: Queries, draft: Draft, f: Row) -> None:
    for e in queries.evidence(f):
        draft.cite(
            (Citation(e["other_document"] or e["document"], e["page"], e["table_title"], e["section"], e["row_label"], e["column_label"], mask(e["text"]), e["source_url"]),)
        )  # fmt: skip


def search(reading: Reading, queries: Queries) -> Answer:
    """Findings of the kind that the question describes, by the words of the rules and of the findings."""
    rows = queries.findings(reading.issues)
    queries.note(FINDINGS, reading.issues)
    words = finding_words(reading.linked)
    if reading.form.subjects:
        facts = [f for s in reading.form.subjects for f in find_facts(queries, reading.issues, s, reading.items)]
        found = touching(queries, reading.issues, facts, rates=True)
    else:
        found = _described(rows, words)
    draft = Draft()
    if not found:
        who = reading.issues[0].label if len(reading.issues) == 1 else f"已收录的{len(reading.issues)}份公开件"
        about = mask(words) or "所问事项"
        undecided = str(sum(r["n"] for r in queries.ledger(reading.issues) if r["outcome"] in ("not_evaluable", "crashed")))
        draft.value(undecided, "条", None, "无法判断的规则")
        draft.say(f"{who}中没有发现与“{about}”有关的疑点；有{undecided}条规则无法判断，没有疑点不等于合格。{NOTICE}")
        draft.value(draft.word("没有", None, "有关疑点"), None, None, "有关疑点")
        draft.suggestions = [f"{i.label}有哪些疑点？" for i in reading.issues[:3]]
        return draft.answer(reading.form, queries, AnswerStatus.ANSWERED)
    for f in found[:_MOST]:
        _say(queries, draft, f, reading.issues, named=True)
        if f["difference"] is not None and f["actual"] is not None and f["expected"] is not None:
            gap = f"{abs(Decimal(f['difference'])):f}"
            issue = next((i for i in reading.issues if i.key == f["disclosure"]), None)
            draft.value(gap, f["unit"], issue, "差额")
            draft.say(f"相差{gap}{f['unit'] or ''}（{f['actual']}与{f['expected']}，疑点编号 {f['fingerprint']}）。")
    if len(found) > _MOST:
        draft.say(f"另有{len(found) - _MOST}条未在此列出。")
    draft.say(NOTICE)
    return draft.answer(reading.form, queries)


def _described(rows: Sequence[Row], words: str) -> list[Row]:
    """Findings whose rule's title or own message is closest to the words, the best kind only."""
    scores: dict[str, float] = {}
    also = [title for pattern, title in _ALSO_SAID if pattern.search(words)]
    for f in rows:
        near = sum(overlap(title, f["rule_title"]) for title in also) if also else overlap(words, f["rule_title"])
        scores[f["rule"]] = max(scores.get(f["rule"], 0.0), near + overlap(words, f["message"]) / 2)
    best = max(scores.values(), default=0.0)
    return [f for f in rows if best >= _SEARCHED and scores[f["rule"]] == best]
