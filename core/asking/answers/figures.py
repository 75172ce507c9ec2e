"""Answers about the figures of named disclosures: amount, change, share, a head, reason, existence, agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ...model.documents.figure import MONEY_UNITS
from ...model.documents.privacy import mask
from ...model.results.answer import Answer, Citation
from ..algebra.query import Form, Measure
from ..facts import Fact, claim_citation, claim_subjects, find_facts, section_citation
from ..items import measure_name
from ..measured import base_facts, evaluate
from ..parsing.understand import Reading
from ..queries import Issue, Queries
from ..words.targets import BY_ID, HEADCOUNTS
from .absent import no_figure
from .changes import Change, find_change, spoken_change
from .draft import Draft, touching

_NONE = re.compile(r"无|没有|未安排|未使用|不涉及|空表")
_OWN_BUDGETS = re.compile(r"一般公共预算|政府性基金预算|国有资本经营预算|基金预算|绩效预算|预算单位|预算绩效")
_KINDS = ("functional", "economic")
_NO_QUOTES = str.maketrans("", "", "“”")
_COUNTED = {"人": "人数", "辆": "车辆数", "平方米": "面积"}


def facts_of(reading: Reading, queries: Queries, measures: Sequence[Measure] | None = None) -> dict[Measure, list[Fact]]:
    """Measure → its facts; of items that only share a name those that say the same are one."""
    found = {
        m: base_facts(queries, reading.issues, replace(m, form=Form.AMOUNT, by=None), reading.items)
        for m in measures or reading.query.measures
    }
    kept: dict[Measure, list[Fact]] = {}
    for m, facts in found.items():
        twin = next((k for k in kept if m.id.startswith(_KINDS) and k.id.startswith(_KINDS) and facts and _same(kept[k], facts)), None)
        if twin is not None and m.id.startswith("functional:"):
            del kept[twin]  # the prose speaks of functional items: their changes and reasons
            twin = None
        if twin is None:
            kept[m] = facts
    return kept


def _same(a: Sequence[Fact], b: Sequence[Fact]) -> bool:
    return [(f.issue.key, f.value) for f in a] == [(f.issue.key, f.value) for f in b]


def value(reading: Reading, queries: Queries) -> Answer:
    """The figures asked for, every disclosure in a sentence."""
    form = reading.query.measures[0].form if reading.query.measures else Form.AMOUNT
    if form in (Form.CHANGE, Form.RATE):
        return growth(reading, queries)
    if form in (Form.SHARE, Form.PER_HEAD):
        return derived(reading, queries)
    found = facts_of(reading, queries)
    if not any(found.values()):
        return _none_of_it(reading, queries)
    said = [f for facts in found.values() for f in facts]
    if (counted := reading.query.unit) in ("人", "辆", "平方米") and all(f.unit in MONEY_UNITS for f in said):
        return no_figure(reading, queries, names=[f"{name}的{_COUNTED[counted]}" for name in dict.fromkeys(f.name for f in said)])
    draft = Draft()
    kind_note(reading, draft)
    check_premise(reading, draft, said)
    for issue in reading.issues:
        mine = [f for facts in found.values() for f in facts if f.issue is issue]
        if mine:
            draft.say(f"{issue.label}：{'；'.join(f'{f.name}{draft.fact(f)}' for f in mine)}。")
        for m, facts in found.items():
            if not any(f.issue is issue for f in facts) and not _twin_said(reading, m.id, mine):
                draft.say(f"{issue.label}中没有“{measure_name(m, reading.items).translate(_NO_QUOTES)}”的数据（无此数据不等于零）。")
        _lacking_parts(reading, queries, draft, issue)
        for fact in mine[:2]:
            two_amounts(queries, draft, issue, fact)
            flat_remark(reading, queries, draft, issue, fact)
    remarks(reading, queries, draft, said)
    draft.suggestions = next_questions(reading, said)
    return draft.answer(reading.query, queries)


def _lacking_parts(reading: Reading, queries: Queries, draft: Draft, issue: Issue) -> None:
    """Parts of an added figure that the disclosure does not print: 水电费 where there is no 电费."""
    for m in reading.query.measures:
        for id in (m.id, *m.plus) if m.plus else ():
            if not find_facts(queries, [issue], id, reading.items):
                draft.say(f"{issue.label}没有单列“{reading.items[id].name}”（无此数据不等于零）。")


def _twin_said(reading: Reading, id: str, facts: Sequence[Fact]) -> bool:
    """Whether another meaning of the same word has the figure: 职业年金 as an economic item only."""
    kind = id.partition(":")[0]
    others = {i for m in reading.frame.meant if id in m.ids for i in m.ids}
    if any(f.subject in others for f in facts):
        return True
    return id.startswith(_KINDS) and any(f.subject.startswith(_KINDS) and not f.subject.startswith(kind) for f in facts)


def _none_of_it(reading: Reading, queries: Queries) -> Answer:
    """No figure: the sentence that says that there is none of it, other numbers of staff, else not in the data."""
    draft = Draft()
    if reading.query.measures and all(m.id.startswith("headcount:") for m in reading.query.measures):
        names = "、".join(measure_name(m, reading.items) for m in reading.query.measures)
        for issue in reading.issues:
            others = [f for c in HEADCOUNTS for f in find_facts(queries, [issue], f"headcount:{c}", reading.items)]
            if others:
                draft.say(f"{issue.label}没有写“{names}”，写有：{'；'.join(f'{f.name}{draft.fact(f, where=False)}' for f in others)}。")
    for issue in reading.issues:
        for m in reading.query.measures:
            if said := none_sentence(queries, issue, m.id):
                name = measure_name(m, reading.items)
                draft.cite((said[1],))
                draft.say(f"{issue.label}：{draft.word('没有', issue, f'有无{name}')}{name}（原文：{said[0]}）。")
    return draft.answer(reading.query, queries) if draft.lines else no_figure(reading, queries)


def two_amounts(queries: Queries, draft: Draft, issue: Issue, fact: Fact) -> None:
    """Another amount that the prose states for the same, where the rules found the two to disagree: both are said.

    Amounts of near subjects differ rightly (支出总计 and 本年支出合计), so a difference alone says nothing.
    """
    if fact.added or not fact.citations or not fact.citations[0].table or fact.unit not in MONEY_UNITS:
        return
    subjects, texts = claim_subjects(fact.subject)
    for c in queries.claims([issue], subjects, texts):
        if (
            c["value"]
            and c["unit"] in MONEY_UNITS
            and not is_equal(c["value"], c["unit"], fact)
            and is_doubted(queries, issue, c["value"], fact.text)
        ):
            draft.cite((claim_citation(c),))
            draft.value(c["value"], c["unit"], issue, f"{fact.name}（文字说明）")
            draft.say(f"文字说明（“{c['section'] or ''}”）写的是{c['value']}{c['unit']}，与表格不一致。")
            return


def is_doubted(queries: Queries, issue: Issue, stated: str, printed: str) -> bool:
    """Whether a finding names both amounts."""
    return any(
        f["severity"] != "info" and all(re.search(rf"(?<![\d.]){re.escape(n)}(?![\d])", f["message"]) for n in (stated, printed))
        for f in queries.findings([issue])
    )


def is_equal(value: str, unit: str, fact: Fact) -> bool:
    """Whether a stated amount is the fact's to the precision of the coarser."""
    stated, printed = Decimal(value) * MONEY_UNITS[unit], fact.value * MONEY_UNITS[fact.unit or "元"]
    step = Decimal(1).scaleb(-len(value.partition(".")[2])) * MONEY_UNITS[unit]
    return abs(stated - printed) <= step


def flat_remark(reading: Reading, queries: Queries, draft: Draft, issue: Issue, fact: Fact) -> None:
    """What the document says about the change, where it says that nothing changed: a reader asks next."""
    change = find_change(queries, issue, fact.subject, reading.items)
    if change and change.flat:
        draft.cite((claim_citation(change.row),))
        draft.say(f"{fact.name}与上年持平。")


def remarks(reading: Reading, queries: Queries, draft: Draft, facts: Sequence[Fact], *, rates: bool = False) -> None:
    """Say the findings that concern the figures."""
    if facts:
        draft.remark(touching(queries, list({f.issue.key: f.issue for f in facts}.values()), facts, rates=rates))


def kind_note(reading: Reading, draft: Draft) -> None:
    """花了 asked of a budget, or 预算 of a final account: what was planned is not what was spent."""
    issues = reading.issues
    if "预算" in _OWN_BUDGETS.sub("", reading.text) and issues and all(i.kind == "final" for i in issues):
        draft.caveats.append("资料中没有相应的预算，以下是决算数。")
    if reading.frame.has("spent") and issues and all(i.kind == "budget" for i in issues):
        draft.caveats.append("以下是预算安排数，不是实际支出（资料中没有相应的决算）。")


def check_premise(reading: Reading, draft: Draft, facts: Sequence[Fact]) -> None:
    """An amount that the question states and that the document does not print is corrected first."""
    if len(facts) == 1 and facts[0].unit not in MONEY_UNITS:
        for amount, unit in reading.query.stated:
            if unit == facts[0].unit and Decimal(amount) != facts[0].value:
                draft.caveats.append(f"问题中的{amount}{unit}与文件不符：{facts[0].name}为{facts[0].printed}。")
                draft.value(amount, unit, None, "问题所称")
    money = [f for f in facts if f.unit in MONEY_UNITS]
    if len(money) != 1:
        return
    fact = money[0]
    for amount, unit in reading.query.stated:
        if unit in MONEY_UNITS and Decimal(amount) * MONEY_UNITS[unit] != fact.value * MONEY_UNITS[fact.unit or "元"]:
            draft.caveats.append(f"问题中的{amount}{unit}与文件不符：{fact.name}为{fact.printed}。")
            draft.value(amount, unit, None, "问题所称")


def growth(reading: Reading, queries: Queries) -> Answer:
    """Amount, change and rate as the document states them, and what follows from them."""
    found = facts_of(reading, queries)
    draft = Draft()
    facts: list[Fact] = []
    for issue in reading.issues:
        for m, mine in found.items():
            fact = next((f for f in mine if f.issue is issue), None)
            name = fact.name if fact else measure_name(m, reading.items)
            change = find_change(queries, issue, m.id, reading.items, rate=reading.frame.has("rate"))
            if change is None and fact is None:
                continue
            facts += [fact] if fact else []
            if change is None and m.id.startswith("headcount:") and fact is not None:
                _staff_change(queries, draft, issue, m.id.partition(":")[2], fact)
            elif change is None:
                draft.say(f"{issue.label}：{name}{draft.fact(fact) if fact else ''}。文件没有说明它比上年增减多少。")
            else:
                premise_of_direction(reading, draft, change, name)
                draft.say(spoken_change(draft, issue, change, fact, name, reading.query.base_year))
                check_rate(reading, draft, change, name)
            _earlier(reading, queries, draft, issue, m, fact)
    if not draft.lines:
        return no_figure(reading, queries)
    remarks(reading, queries, draft, facts, rates=True)
    draft.suggestions = next_questions(reading)
    return draft.answer(reading.query, queries)


def _staff_change(queries: Queries, draft: Draft, issue: Issue, category: str, fact: Fact) -> None:
    """How a number of staff moved, as the sentence on staff says it."""
    row = next((r for r in queries.headcounts([issue]) if r["category"] == category and r["change"] is not None), None)
    if row is None:
        draft.say(f"{issue.label}：{fact.name}{draft.fact(fact)}。文件没有说明它比上年增减多少。")
        return
    moved = Decimal(row["change"])
    said = re.search(rf"{re.escape(row['value'])}\s*[人名]?[，,]?\s*(增加|减少)", row["sentence"])
    word = "没有增减" if not moved else f"{said[1] if said else '增减'}{abs(moved):f}人"
    if moved:
        draft.value(f"{abs(moved):f}", "人", issue, f"{fact.name}增减")
    draft.say(f"{issue.label}：{fact.name}{draft.fact(fact)}，{word}。")


def _earlier(reading: Reading, queries: Queries, draft: Draft, issue: Issue, m: Measure, fact: Fact | None) -> None:
    """How much a figure is more or less than the one that the document of last year, or of the year asked for, prints."""
    year = reading.query.base_year or (issue.year or 0) - 1
    before = [i for i in reading.candidates if i.issuer == issue.issuer and i.kind == issue.kind and i.year == year != issue.year]
    for old in base_facts(queries, before, replace(m, form=Form.AMOUNT), reading.items):
        gap = ""
        if fact is not None and fact.unit == old.unit and fact.value != old.value:
            more = fact.value - old.value
            decimals = max(fact.decimals, old.decimals)
            text = draft.derived(
                abs(more), decimals, fact.unit or "", f"{fact.name}与上年文件之差", f"{fact.text}与{old.text}之差", [fact, old], issue
            )
            gap = f"，两份文件相比{'多' if more > 0 else '少'}{text}"
        draft.say(f"{old.issue.label}印为{draft.fact(old)}{gap}。")


def check_rate(reading: Reading, draft: Draft, change: Change, name: str) -> None:
    """A rate that the question states and that the document does not print: 涨了30%."""
    rate = change.row["rate"]
    for amount, unit in reading.query.stated:
        if unit == "%" and rate is not None and abs(Decimal(amount) - Decimal(rate)) >= 10:
            draft.caveats.append(f"问题中的{amount}%与文件不符：{name}文件写的是{rate}%。")
            draft.value(amount, "%", None, "问题所称")


def premise_of_direction(reading: Reading, draft: Draft, change: Change, name: str) -> None:
    """为什么增加 asked of something that fell is corrected first; 多了还是少了 is no premise."""
    asked = reading.query.direction
    if asked is None or len(reading.issues) > 1 or reading.frame.says("change", "any") or reading.frame.has("yes_no"):
        return
    word = "持平" if change.flat else "增加" if change.up else "减少"
    if change.flat or change.up != (asked == "up"):
        draft.caveats.append(f"问题的前提与文件不符：{name}{word}，不是{'增加' if asked == 'up' else '减少'}。")


def derived(reading: Reading, queries: Queries) -> Answer:
    """A share or an amount a head: computed, and as the document states it."""
    draft = Draft()
    facts: list[Fact] = []
    for m in reading.query.measures:
        found = evaluate(queries, reading.issues, m, reading.items)
        amounts = base_facts(queries, reading.issues, replace(m, form=Form.AMOUNT, by=None), reading.items)
        for issue in reading.issues:
            amount = next((f for f in amounts if f.issue is issue), None)
            fact = next((f for f in found if f.issue is issue), None)
            stated = find_change(queries, issue, m.id, reading.items, share=True) if m.form is Form.SHARE else None
            if amount is None:
                continue
            facts.append(amount)
            said = f"{issue.label}：{amount.name}{draft.fact(amount)}"
            if fact is not None:
                said += f"，{fact.name}为{draft.fact(fact)}"
            elif m.form is Form.PER_HEAD:
                said += "，文件没有写人数，不能算人均"
            draft.say(said + "。")
            if stated is not None:
                draft.cite((claim_citation(stated.row),))
                draft.value(stated.row["share"], "%", issue, f"{amount.name}占比（文件所写）")
                draft.say(f"文件写的占比为{stated.row['share']}%。")
    if not draft.lines:
        return no_figure(reading, queries)
    remarks(reading, queries, draft, facts)
    draft.suggestions = next_questions(reading)
    return draft.answer(reading.query, queries)


def reason(reading: Reading, queries: Queries) -> Answer:
    """The reason that the document gives, quoted; 文件未说明原因 where it gives none."""
    found = facts_of(reading, queries)
    draft = Draft()
    check_premise(reading, draft, [f for facts in found.values() for f in facts])
    for issue in reading.issues:
        for m, facts in found.items():
            fact = next((f for f in facts if f.issue is issue), None)
            change = find_change(queries, issue, m.id, reading.items, reason=True) or find_change(queries, issue, m.id, reading.items)
            name = measure_name(m, reading.items)
            if change is not None:
                premise_of_direction(reading, draft, change, name)
                draft.say(spoken_change(draft, issue, change, fact, name, None))
            elif fact is not None:
                draft.say(f"{issue.label}：{fact.name}{draft.fact(fact)}。")
            if change is not None or fact is not None:
                given = change.row["reason"] if change else None
                draft.say(f"文件所写原因：“{mask(given)}”。" if given else "文件未说明原因。")
    if not draft.lines:
        return no_figure(reading, queries)
    remarks(reading, queries, draft, [f for facts in found.values() for f in facts], rates=True)
    return draft.answer(reading.query, queries)


def exists(reading: Reading, queries: Queries) -> Answer:
    """Yes or no: a figure over zero, a zero, or an empty table with the sentence that says so."""
    found = facts_of(reading, queries)
    draft = Draft()
    kind_note(reading, draft)
    check_premise(reading, draft, [f for facts in found.values() for f in facts])
    for issue in reading.issues:
        for m, facts in found.items():
            name = measure_name(m, reading.items)
            fact = next((f for f in facts if f.issue is issue), None)
            if fact is not None:
                yes = draft.word("有" if fact.value else "没有", issue, f"有无{name}")
                draft.say(f"{issue.label}：{yes}{name}，文件所列为{draft.fact(fact)}。")
                flat_remark(reading, queries, draft, issue, fact)
            elif said := none_sentence(queries, issue, m.id):
                draft.cite((said[1],))
                draft.say(f"{issue.label}：{draft.word('没有', issue, f'有无{name}')}{name}（原文：{said[0]}）。")
    if not draft.lines:
        return no_figure(reading, queries)
    said_facts = [f for facts in found.values() for f in facts]
    remarks(reading, queries, draft, said_facts)
    draft.suggestions = next_questions(reading, said_facts)
    return draft.answer(reading.query, queries)


def none_sentence(queries: Queries, issue: Issue, subject: str) -> tuple[str, Citation] | None:
    """The sentence that says that there is none of it, where its own table holds no figure."""
    target = BY_ID.get(subject.partition(":")[2]) if subject.startswith("target:") else None
    if target is None:
        return None
    core = target.name.removesuffix("支出").removesuffix("预算")
    for section in queries.sections([issue]):
        if section["section_id"] not in target.sections and core not in section["title"]:
            continue
        for sentence in re.split(r"[。；\n]", section["text"]):
            if core in sentence and _NONE.search(sentence):
                return mask(sentence.strip()), section_citation(section, sentence.strip())
    return None


def next_questions(reading: Reading, facts: Sequence[Fact] = ()) -> list[str]:
    """Up to three questions that could come next, each of which works: of a figure that is there, what it was before and who has more."""
    if len(reading.issues) != 1 or not reading.query.measures:
        return []
    issue, m = reading.issues[0], reading.query.measures[0]
    name = measure_name(m, reading.items)
    found = [f"{issue.label}有哪些疑点？"]
    if m.form is not Form.AMOUNT:
        return [f"{issue.label}{name}是多少？", *found]
    if facts and m.id.startswith(("target:", "functional:", "economic:")) and not m.column:
        found = [f"{issue.label}{name}比上年增减多少？", f"各单位{name}由高到低是多少？", *found]
    return found
