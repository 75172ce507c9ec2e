"""Answers about projects: the largest, the list, and what the target tables and the prose say of one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...model.documents.privacy import mask
from ...model.results.answer import Answer, Citation
from ...store.lexicon import normal
from ...store.names import is_contraction
from ..facts import Fact, find_facts, indicator_citation, item_citation, section_citation
from ..measured import holds
from ..parsing.understand import Reading
from ..queries import Issue, Queries, Row
from .absent import no_figure
from .draft import Draft, caveat
from .figures import check_premise, kind_note, remarks

_FORMS = ("project_targets", "self_evaluation")
_PEOPLE = re.compile(r"\d[\d.]*\s*万?(?:人次|人|名|户|家)")
_START = re.compile(r"项目名称[:：]")
_ASKED = {
    "when": re.compile(r"时间|期限|\d{4}年\d{1,2}月.*至"),
    "detail": re.compile(r"标准|依据|元/|每人|人均|安排规模|分配|承担|用于|内容"),
    "executed": re.compile(r"执行|完成"),
}
_MOST_LISTED = 30
_MOST_LINES = 6


def _project_facts(reading: Reading, queries: Queries) -> list[tuple[Row, Fact]]:
    """Projects of the disclosures with their amounts, the largest first."""
    by_key = {i.key: i for i in reading.issues}
    rows = queries.projects(reading.issues)
    return [
        (r, Fact(by_key[r["disclosure"]], f"project:{r['project']}", f"项目“{r['project']}”", r["value"], r["unit"], (item_citation(r),),
                 frozenset({f"{r['statement']}/project:{r['row_key']}"})))
        for r in rows
        if r["project"] and r["amount_fen"] is not None
    ]  # fmt: skip


def largest(reading: Reading, queries: Queries) -> Answer:
    """The projects with the largest (or smallest) amounts: the first, or as many as are asked for."""
    found = _project_facts(reading, queries)
    if not found:
        return _from_forms(reading, queries) or no_figure(reading, queries, "（没有列出项目金额）")
    low = reading.query.end == "low"
    if (
        len(reading.issues) > 1
        and reading.frame.has("who")
        and "金额" not in reading.text
        and re.search("项目(?:个数|数量|数)?最[多少]|最[多少]的?项目|项目(?:个数|数量)", reading.text)
    ):
        return _most(reading, queries, [f for _, f in found], low=low)
    ordered = sorted(found, key=lambda x: (x[0]["amount_fen"] if low else -x[0]["amount_fen"], x[0]["disclosure"], x[0]["ordinal"]))
    draft = Draft()
    kind_note(reading, draft)
    if warning := caveat(list(dict.fromkeys(f.issue for _, f in found))):
        draft.caveats.append(warning)
    ordinal = {"second": 1, "third": 2}.get(next((v for v in reading.frame.signs.get("extreme", ()) if v in ("second", "third")), ""), 0)
    place = min(ordinal, len(ordered) - 1)
    amount = ordered[place][0]["amount_fen"]
    word = f"第{place + 1}" if place else ("最小" if low else "最大")
    first = [f for r, f in ordered if r["amount_fen"] == amount]
    for f in first:
        name = draft.word(f.subject.removeprefix("project:"), f.issue, f"金额{word}的项目")
        draft.say(f"{f.issue.label}：金额{word}的项目是“{name}”，{draft.fact(f)}。")
    top = reading.query.top or (_MOST_LINES if reading.frame.has("rank") else 0)
    if top > 1 and not place:
        listed = "；".join(
            f"{n}. {f.subject.removeprefix('project:')}{draft.fact(f, where=False)}" for n, (_, f) in enumerate(ordered[:top], 1)
        )
        draft.say(f"由{'低到高' if low else '高到低'}：{listed}。")
    remarks(reading, queries, draft, first)
    return draft.answer(reading.query, queries)


def _most(reading: Reading, queries: Queries, facts: Sequence[Fact], *, low: bool) -> Answer:
    """Who has most (or fewest) projects."""
    counts = Counter(f.issue.key for f in facts)
    ordered = sorted((i for i in reading.issues if counts[i.key]), key=lambda i: (counts[i.key] if low else -counts[i.key], i.key))
    draft = Draft()
    first = [i for i in ordered if counts[i.key] == counts[ordered[0].key]]
    word = "最少" if low else "最多"
    draft.say(f"项目{word}的是{'、'.join(draft.word(i.body, i, f'项目{word}') for i in first)}。")
    for i in ordered:
        draft.value(str(counts[i.key]), "个", i, "项目数")
        draft.cite([c for f in facts if f.issue.key == i.key for c in f.citations][:1])
    draft.say(f"由{'少到多' if low else '多到少'}：{'；'.join(f'{n}. {i.label}{counts[i.key]}个' for n, i in enumerate(ordered, 1))}。")
    return draft.answer(reading.query, queries)


def listed(reading: Reading, queries: Queries) -> Answer:
    """All projects with their amounts, or those for which a condition holds."""
    found = _project_facts(reading, queries)
    if not found:
        return _from_forms(reading, queries) or no_figure(reading, queries, "（没有列出项目）")
    draft = Draft()
    condition = reading.query.condition
    for issue in reading.issues:
        mine = [f for _, f in found if f.issue is issue]
        kept = [f for f in mine if condition is None or holds(f, condition, None)]
        if not mine:
            continue
        count = str(len(kept))
        draft.value(count, "个", issue, "项目数")
        parts = "；".join(
            f"{draft.word(f.subject.removeprefix('project:'), issue, '项目')}{draft.fact(f, where=False)}" for f in kept[:_MOST_LISTED]
        )
        which = "符合条件的" if condition else ""
        draft.say(f"{issue.label}列有{count}个{which}项目（{mine[0].where}）{f'：{parts}' if parts else ''}。")
        if condition is None and len(mine) > 1 and len({f.unit for f in mine}) == 1:
            total = sum((f.value for f in mine), Decimal(0))
            text = draft.derived(
                total, max(f.decimals for f in mine), mine[0].unit or "", "项目金额合计", f"{len(mine)}个项目相加", mine, issue
            )
            draft.say(f"合计{text}。")
    return draft.answer(reading.query, queries)


def _from_forms(reading: Reading, queries: Queries) -> Answer | None:
    """Projects that only have self-evaluation or target forms: their names, and the sums of money that the forms print."""
    draft = Draft()
    for issue in reading.issues:
        for form, name in _named_forms(queries, issue):
            money = "，".join(f"{label}{value}" for label, value in _form_money(form, draft, issue, name))
            draft.word(name, issue, "项目")
            draft.say(f"{issue.label}：项目“{name}”{money}。")
    return draft.answer(reading.query, queries) if draft.lines else None


def _named_forms(queries: Queries, issue: Issue) -> Iterator[tuple[Row, str]]:
    for form in queries.forms([issue], *_FORMS):
        grid = json.loads(form["grid"])
        name = next((row[i + 1] for row in grid[:3] for i in range(len(row) - 1) if row[i].startswith("项目名称") and row[i + 1]), None)
        if name:
            yield form, name


def _form_money(form: Row, draft: Draft, issue: Issue, project: str) -> Iterator[tuple[str, str]]:
    """Labels and figures (with units) of the row 年度资金总额 of a self-evaluation form."""
    grid = json.loads(form["grid"])
    header = next((row for row in grid if any("执行数" in c for c in row)), None)
    total = next((row for row in grid if any(c.startswith("年度资金总额") for c in row)), None)
    if header is None or total is None:
        return
    for label, text in zip(header, total, strict=False):
        found = re.fullmatch(r"([\d,]+(?:\.\d+)?)(%|分)?", text)
        if label.endswith(("预算数", "执行数", "执行率", "得分")) and found:
            plain, unit = found[1].replace(",", ""), found[2] or "万元"
            title = " ".join(p for p in (form["number"], form["title"]) if p) or None
            draft.cite((Citation(form["document"], form["page"], title, None, f"{project}/年度资金总额", label, text, form["source_url"]),))
            draft.value(plain, unit, issue, f"{project}{label}")
            yield label, plain + unit


def detail(reading: Reading, queries: Queries) -> Answer:
    """Amount of a project, then what the target tables and the prose say that the question asks for."""
    draft = Draft()
    kind_note(reading, draft)
    people = reading.query.unit == "人" or "人" in reading.text
    asked = _ASKED.get(reading.query.topic or "")
    for subject in dict.fromkeys(m.id for m in reading.query.measures if m.id.startswith("project:")):
        name = subject.removeprefix("project:")
        facts = find_facts(queries, reading.issues, subject, reading.items)
        check_premise(reading, draft, facts)
        if not facts:
            _say_forms(reading, queries, draft, name)
        for fact in facts:
            draft.say(f"{fact.issue.label}：{fact.name}{draft.fact(fact)}。")
        for issue in [f.issue for f in facts] or reading.issues:
            if asked is None or people or reading.query.topic == "executed":
                _indicators(queries, draft, issue, name, people=people)
            if asked is not None:
                _passage(queries, draft, issue, name, asked)
        remarks(reading, queries, draft, facts)
    if not draft.lines:
        return no_figure(reading, queries)
    return draft.answer(reading.query, queries)


def _say_forms(reading: Reading, queries: Queries, draft: Draft, project: str) -> None:
    """A project without an amount in the statements: what its own form prints."""
    for issue in reading.issues:
        for form, name in _named_forms(queries, issue):
            money = (
                "，".join(f"{label}{value}" for label, value in _form_money(form, draft, issue, name))
                if _same_project(name, project)
                else ""
            )
            if money:
                draft.say(f"{issue.label}：项目“{name}”{money}（{form['title'] or '绩效表'}）。")


def _indicators(queries: Queries, draft: Draft, issue: Issue, project: str, *, people: bool) -> None:
    """Indicators with figures: numbers of people where they are asked for, else quantities and costs."""
    said = 0
    for row in queries.indicators([issue]):
        path = f"{row['level1']}{row['level2']}"
        wanted = "人" in f"{row['target_unit'] or ''}{row['level3']}" if people else bool(re.search("数量|成本", path))
        if not _same_project(row["project"], project) or row["target_value"] is None or not wanted or said == _MOST_LINES:
            continue
        said += 1
        ordinal = draft.cite((indicator_citation(row),))
        draft.value(row["target_value"], row["target_unit"], issue, f"{project}：{row['level3']}", ordinal[:0])
        shown = row["target"] if row["target_value"] in row["target"] else f"{row['target_value']}{row['target_unit'] or ''}"
        comparator = (
            "" if row["comparator"] is None or shown.startswith((row["comparator"], "≥", "≤", ">", "<", "=")) else row["comparator"]
        )
        draft.say(f"绩效指标“{row['level3']}”：{comparator}{mask(shown)}。")
    if not said and people:
        _grid_people(queries, draft, issue, project)


def _grid_people(queries: Queries, draft: Draft, issue: Issue, project: str) -> None:
    """Cells with a number of people in the project's rows of a target table whose columns were not surely read."""
    for form in queries.forms([issue], "project_targets"):
        grid = json.loads(form["grid"])
        starts = [n for n, row in enumerate(grid) if any(normal(c) == normal(project) for c in row)]
        if not starts:
            continue
        others = [n for n, row in enumerate(grid) if n > starts[0] and _opens_project(row, grid[starts[0]])]
        for row in grid[starts[0] : others[0] if others else len(grid)]:
            cells = [c for c in row if c]
            at = next((n for n, c in enumerate(cells) if _PEOPLE.fullmatch(re.sub(r"^[≥≤=<>]+", "", c))), None)
            if at is None:
                continue
            sign = cells[at - 1] if at and re.fullmatch(r"[≥≤=<>]+|\\[gl]eq", cells[at - 1]) else ""
            label = next((c for c in reversed(cells[:at]) if c != sign), "")
            sign = {"\\leq": "≤", "\\geq": "≥"}.get(sign, sign)
            title = " ".join(p for p in (form["number"], form["title"]) if p) or None
            draft.cite(
                (
                    Citation(
                        form["document"], form["page"], title, None, f"{project}/{label}", "指标值", mask(cells[at]), form["source_url"]
                    ),
                )
            )
            number = re.sub(r"^[≥≤=<>]+", "", cells[at])
            value = re.match(r"[\d.]+", number)
            draft.value(value[0] if value else number, number[value.end() :] if value else None, issue, f"{project}：{label}")
            draft.say(f"绩效目标表中“{label}”的指标值为{sign}{mask(cells[at])}。")


def _opens_project(row: Sequence[str], first: Sequence[str]) -> bool:
    """A row that begins another project: a name and an amount side by side, as in the first row of this one."""
    amounts = [n for n, c in enumerate(row[:-1]) if len(c) >= 4 and re.fullmatch(r"[\d,]+\.\d\d", row[n + 1])]
    return bool(amounts) and list(row) != list(first)


def _passage(queries: Queries, draft: Draft, issue: Issue, project: str, asked: re.Pattern[str]) -> None:
    """What the explanation of projects says about this one: the sentences that speak of what is asked."""
    for section in queries.sections([issue]):
        if "项目名称" not in section["text"]:
            continue
        for chunk in _START.split(section["text"])[1:]:
            title = re.split(r"设立|预算安排|\n", chunk)[0].strip()
            if not _same_project(title, project) and not _same_project(project, title):
                continue
            lines = [x.strip() for x in re.split(r"[\n。]", chunk) if x.strip()]
            quoted = [x for x in lines if asked.search(x)][:4]
            if quoted:
                text = "；".join(quoted)
                draft.cite((section_citation(section, text),))
                draft.say(f"原文：“{mask(text)}”。")
            return


def _same_project(found: str | None, project: str) -> bool:
    """The same name, or one a shortened form of the other."""
    if not found:
        return False
    a, b = normal(found), normal(project)
    return a == b or (len(a) >= 4 and len(b) >= 4 and (is_contraction(a, b) or is_contraction(b, a) or a in b or b in a))
