"""Answers about the collection and about passages of text: what is covered, a claim in its own words, duties, offices."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from ...model.documents.figure import MONEY_UNITS
from ...model.documents.privacy import mask
from ...model.results.answer import Answer
from .. import cues
from ..facts import claim_citation, claim_subjects, find_facts, indicator_citation, section_citation
from ..lexicon import normal
from ..queries import Issue, Queries, Row
from ..understand import Reading, aspect
from .absent import no_figure
from .draft import Draft

_MOST_LISTED = 20
_WHOLE = ("grand_both", "fiscal_both", "fiscal_total", "general_total")
_MOST_TEXT = 400
_OFFICES = re.compile(r"[^。；\n]*(?:下设|内设)[^。；\n]*")


def count(reading: Reading, queries: Queries) -> Answer:
    """How many documents and bodies there are, and which."""
    issues = reading.issues if reading.scope.named else reading.all_issues
    if reading.form.years or reading.form.kind:
        issues = [i for i in reading.all_issues if _fits(i, reading)]
    draft = Draft()
    bodies = dict.fromkeys(i.issuer for i in issues)
    draft.value(str(len(issues)), "份", None, "公开件")
    draft.value(str(len(bodies)), "个", None, "单位")
    draft.say(f"共收录{len(bodies)}个单位的{len(issues)}份公开件")
    kinds = Counter((i.year, i.kind_word) for i in issues)
    parts = []
    for (year, word), n in sorted(kinds.items(), key=lambda x: (x[0][0] or 0, x[0][1])):
        draft.value(str(n), "份", None, f"{year}年{word}")
        parts.append(f"{year}年{word}{n}份")
    draft.lines[-1] += f"：{'，'.join(parts)}。" if parts else "。"
    if issues:
        names = "；".join(i.label for i in issues[:_MOST_LISTED])
        draft.say(f"{names}{'等' if len(issues) > _MOST_LISTED else ''}。")
    return draft.answer(reading.form, queries)


def _fits(issue: Issue, reading: Reading) -> bool:
    form = reading.form
    mine = not reading.scope.named or issue in reading.candidates
    return mine and (not form.years or issue.year in form.years) and form.kind in (None, issue.kind)


def claim(reading: Reading, queries: Queries) -> Answer:
    """A figure that only the prose names, in its own sentence; compared with the projects' total where that is asked."""
    row = reading.claim
    issue = next((i for i in reading.issues if row is not None and i.key == row["disclosure"]), None)
    if row is None or issue is None:
        return no_figure(reading, queries, reading.issues, ())
    draft = Draft()
    draft.cite((claim_citation(row),))
    draft.value(row["value"], row["unit"], issue, row["subject_text"])
    draft.say(f"{issue.label}：文字说明写“{mask(row['subject_text'])}”为{row['value']}{row['unit'] or ''}（原文：{mask(row['sentence'])}）")
    draft.lines[-1] = draft.lines[-1].rstrip("。") + "。"
    if cues.AGREEMENT.search(reading.linked.masked):
        _against_projects(reading, queries, draft, issue, row)
    near = [f for f in queries.findings([issue]) if row["subject_text"] in f["message"] or f"/{row['subject_text']}/" in f"{f['address']}/"]
    draft.remark(near)
    queries.note(queries.sql or "", [issue])
    return draft.answer(reading.form, queries)


def indicator(reading: Reading, queries: Queries) -> Answer:
    """Targets (and results) of the performance indicators of one name."""
    wanted = {s.partition(":")[2] for s in reading.form.subjects}
    said = 0
    names = {_lean(w) for w in wanted}
    by_key = {i.key: i for i in reading.issues}
    draft = Draft()
    for row in queries.indicators(reading.issues, main=True):
        issue = by_key[row["disclosure"]]
        if (names and _lean(row["level3"]) not in names) or not row["target"] or not row["level3"] or said == _MOST_LISTED:
            continue
        said += 1
        draft.cite((indicator_citation(row),))
        where = f"项目“{row['project']}”" if row["project"] else "整体绩效目标"
        value = row["target_value"] if row["target_value"] and row["target_value"] in row["target"] else row["target"]
        draft.value(mask(value), row["target_unit"] if value == row["target_value"] else None, issue, row["level3"])
        done = f"，实际完成值{mask(row['actual'])}" if row["actual"] else ""
        draft.say(f"{issue.label}：{where}的指标“{row['level3']}”指标值为{mask(row['target'])}{done}。")
    if not draft.lines:
        return no_figure(reading, queries, reading.issues, reading.form.subjects)
    return draft.answer(reading.form, queries)


def _lean(name: str) -> str:
    return normal(re.sub(r"[（(].*?[)）]", "", name))


def aspects(reading: Reading, queries: Queries) -> Answer:
    """Budget and difference that a final account states beside the result (年初预算数, 全年预算数, 预决算差异率)."""
    asked = [s for s in reading.form.subjects if s.startswith("target:")]
    subjects = [x for s in asked for x in claim_subjects(s)[0]] or list(_WHOLE)
    wanted = [f"{s}.{a}" for s in subjects for a in ("initial_budget", "year_budget", "actual", "variance_rate")]
    by_key = {i.key: i for i in reading.issues}
    draft = Draft()
    for row in queries.claims(reading.issues, wanted):
        if row["value"] is None:
            continue
        issue = by_key[row["disclosure"]]
        draft.cite((claim_citation(row),))
        draft.value(row["value"], row["unit"], issue, row["subject_text"])
        given = f"（文件所写原因：“{mask(row['reason'])}”）" if row["reason"] and row["subject"].endswith("variance_rate") else ""
        draft.say(f"{issue.label}：{mask(row['subject_text'])}{row['value']}{row['unit'] or ''}{given}。")
    if not draft.lines:
        return absent_budget(reading, queries)
    return draft.answer(reading.form, queries)


def absent_budget(reading: Reading, queries: Queries) -> Answer:
    """A budget is asked for that no final account repeats: the budget itself, if it is there, says it."""
    budgets = [i for i in reading.issues if i.kind == "budget"]
    facts = [f for s in reading.form.subjects or ("target:budget_total",) for f in find_facts(queries, budgets, s, reading.items)]
    if not facts or aspect(reading.linked) == "variance_rate":
        return no_figure(reading, queries, reading.issues, reading.form.subjects)
    draft = Draft()
    for fact in facts:
        draft.say(f"{fact.issue.label}：{fact.name}{draft.fact(fact)}。")
    return draft.answer(reading.form, queries)


def _against_projects(reading: Reading, queries: Queries, draft: Draft, issue: Issue, row: Row) -> None:
    """The stated amount beside the total of the projects' table, the only total that all projects have."""
    facts = find_facts(queries, [issue], "target:project", reading.items)
    if "项目" not in row["subject_text"] or not facts or row["unit"] not in MONEY_UNITS or facts[0].unit != row["unit"]:
        return
    fact = facts[0]
    gap = abs(fact.value - Decimal(row["value"]))
    draft.say(f"各项目金额合计即{fact.name}为{draft.fact(fact)}。")
    if gap:
        decimals = max(fact.decimals, len(row["value"].partition(".")[2]))
        text = draft.derived(gap, decimals, fact.unit or "", "差额", f"{fact.text}与{row['value']}之差", [fact], issue)
        draft.say(f"两者{draft.word('对不上', issue, '文字与表格')}，相差{text}。")
    else:
        draft.say(f"两者{draft.word('一致', issue, '文字与表格')}。")


def passage(reading: Reading, queries: Queries) -> Answer:
    """A passage of the overview, quoted: duties, or the sentence about offices."""
    kind = next(kind for pattern, kind in cues.PASSAGES if pattern.search(reading.linked.text))
    draft = Draft()
    for issue in reading.issues:
        for section in queries.sections([issue]):
            text = _quote(section, kind)
            if text is None:
                continue
            draft.cite((section_citation(section, text),))
            if kind == "offices":
                for number in re.findall(r"[下内]设[^，。；\d]{0,12}?(\d+)个", text):
                    draft.value(number, "个", issue, "内设机构")
            draft.say(f"{issue.label}（“{section['title'] or '概况'}”）原文：“{mask(text)}”。")
            break
    if not draft.lines:
        return no_figure(reading, queries, reading.issues, ())
    return draft.answer(reading.form, queries)


def _quote(section: Row, kind: str) -> str | None:
    text = str(section["text"]).strip()
    if kind == "offices":
        found = _OFFICES.search(text)
        return (
            found[0].strip()
            if found and section["section_id"] in ("staff", "duties") and re.search("科|室|股|处|机构|个", found[0])
            else None
        )
    if section["section_id"] != "duties" or not text:
        return None
    return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "……"
