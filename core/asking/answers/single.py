"""Answers about the figures of named disclosures: amount, change, share, reason, existence, agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ...model.documents.figure import MONEY_UNITS
from ...model.documents.privacy import mask
from ...model.results.answer import Answer, Citation
from .. import cues
from ..facts import Fact, claim_citation, claim_subjects, find_facts, section_citation, subject_name
from ..queries import Issue, Queries
from ..targets import BY_ID
from ..understand import Reading
from .absent import no_figure, which_item
from .changes import Change, find_change, spoken_change, true_rate
from .draft import Draft, caveat, touching

_MOST_SUBJECTS = 4
_NONE = re.compile(r"无|没有|未安排|未使用|不涉及|空表")


def facts_of(reading: Reading, queries: Queries, subjects: Sequence[str] | None = None) -> dict[str, list[Fact]]:
    """Subject → its facts; of items that only share a name those that say the same are one."""
    found = {s: find_facts(queries, reading.issues, s, reading.items) for s in (subjects or reading.form.subjects)}
    return _merged(found) if subjects is None else found


def _merged(found: dict[str, list[Fact]]) -> dict[str, list[Fact]]:
    """A functional and an economic item of one name and one amount (住房公积金) are said once."""
    kept: dict[str, list[Fact]] = {}
    for subject, facts in found.items():
        twin = next(
            (s for s, f in kept.items() if s.partition(":")[0] in ("functional", "economic") and facts and f and _same(f, facts)), None
        )
        if twin is None or not subject.startswith(("functional", "economic")):
            kept[subject] = facts
    return {s: f for s, f in kept.items() if f} or kept


def _same(a: Sequence[Fact], b: Sequence[Fact]) -> bool:
    return [(f.issue.key, f.value) for f in a] == [(f.issue.key, f.value) for f in b]


def figure(reading: Reading, queries: Queries) -> Answer:
    """The figures asked for, every disclosure in a sentence."""
    found = facts_of(reading, queries)
    if not any(found.values()):
        return no_figure(reading, queries, reading.issues, reading.form.subjects)
    if len([f for f in found.values() if f]) > _MOST_SUBJECTS and not _all_asked(reading):
        return which_item(reading, queries)
    draft = Draft()
    soft_final_note(reading, draft)
    check_premise(reading, draft, found)
    for issue in reading.issues:
        mine = [f for facts in found.values() for f in facts if f.issue is issue]
        if mine:
            said = "；".join(f"{f.name}{draft.fact(f)}" for f in mine)
            draft.say(f"{issue.label}：{said}。")
        for subject, facts in found.items():
            if not any(f.issue is issue for f in facts) and not _twin_said(subject, mine):
                draft.say(f"{issue.label}中没有“{subject_name(subject, reading.items)}”的数据（无此数据不等于零）。")
        _flat_remark(reading, queries, draft, issue, mine)
    remarks(reading, queries, draft, [f for facts in found.values() for f in facts])
    return draft.answer(reading.form, queries)


def _twin_said(subject: str, facts: Sequence[Fact]) -> bool:
    """Whether the other classification has the figure: 职业年金 as an economic item only."""
    kinds = ("functional", "economic")
    return subject.startswith(kinds) and any(f.subject.startswith(kinds) for f in facts)


def _all_asked(reading: Reading) -> bool:
    """Whether the question names every subject itself."""
    return len(reading.linked.mentions) >= len(reading.form.subjects)


def _flat_remark(reading: Reading, queries: Queries, draft: Draft, issue: Issue, facts: Sequence[Fact]) -> None:
    """What the document says about the change, where it says that nothing changed: a reader asks next."""
    for fact in facts[:2]:
        change = find_change(queries, issue, fact.subject, reading.items)
        if change and change.flat:
            draft.cite((claim_citation(change.row),))
            draft.say(f"{fact.name}与上年持平。")


def remarks(reading: Reading, queries: Queries, draft: Draft, facts: Sequence[Fact], *, rates: bool = False) -> None:
    """Say the findings that concern the figures."""
    draft.remark(touching(queries, reading.issues, facts, rates=rates))


def soft_final_note(reading: Reading, draft: Draft) -> None:
    """花了 asked of a budget, or 预算 of a final account: what was planned is not what was spent."""
    asked = "预算" in cues.OWN_BUDGETS.sub("", reading.linked.text)
    if asked and reading.issues and all(i.kind == "final" for i in reading.issues):
        draft.caveats.append("资料中没有相应的预算，以下是决算数。")
    if reading.soft_final and reading.issues and all(i.kind == "budget" for i in reading.issues):
        draft.caveats.append("以下是预算安排数，不是实际支出（资料中没有相应的决算）。")


def check_premise(reading: Reading, draft: Draft, found: dict[str, list[Fact]]) -> None:
    """An amount that the question states and that the document does not print is corrected first."""
    stated = cues.STATED.search(reading.linked.text)
    facts = [f for facts in found.values() for f in facts if f.unit in MONEY_UNITS]
    if stated is None or len(facts) != 1:
        return
    unit = {"万": "万元"}.get(stated["unit"], stated["unit"])
    fact = facts[0]
    if Decimal(stated["value"]) * MONEY_UNITS[unit] != fact.value * MONEY_UNITS[fact.unit or "元"]:
        draft.caveats.append(f"问题中的{stated[0]}与文件不符：{fact.name}为{fact.printed}。")


def growth(reading: Reading, queries: Queries) -> Answer:
    """Amount, change and rate as the document states them, and what follows from them."""
    found = facts_of(reading, queries)
    draft = Draft()
    if len(reading.form.years) > 1:
        return _over_years(reading, queries, draft, found)
    said = False
    for issue in reading.issues:
        for subject in found:
            fact = next((f for f in found[subject] if f.issue is issue), None)
            change = find_change(queries, issue, subject, reading.items, rate=bool(cues.RATE.search(reading.linked.text)))
            if change is None:
                if fact is not None:
                    draft.say(f"{issue.label}：{fact.name}{draft.fact(fact)}。文件没有说明它比上年增减多少。")
                    said = True
                continue
            said = True
            _premise_of_direction(reading, draft, change, fact.name if fact else subject_name(subject, reading.items))
            draft.say(spoken_change(draft, issue, change, fact, subject_name(subject, reading.items), reading.form.base_year))
            if reading.form.wants_true_rate:
                draft.say(true_rate(draft, change, fact))
            before = [
                i for i in reading.all_issues if i.issuer == issue.issuer and i.kind == issue.kind and i.year == (issue.year or 0) - 1
            ]
            for earlier in find_facts(queries, before, subject, reading.items):
                draft.say(f"{earlier.issue.label}印为{draft.fact(earlier)}{_gap(draft, fact, earlier)}。")
    if not said:
        return no_figure(reading, queries, reading.issues, reading.form.subjects)
    remarks(reading, queries, draft, [f for facts in found.values() for f in facts], rates=True)
    return draft.answer(reading.form, queries)


def _gap(draft: Draft, fact: Fact | None, earlier: Fact) -> str:
    """How much a figure is more or less than the one that last year's document prints."""
    if fact is None or fact.unit != earlier.unit or fact.value == earlier.value:
        return ""
    more = fact.value - earlier.value
    decimals = max(fact.decimals, earlier.decimals)
    text = draft.derived(
        abs(more), decimals, fact.unit or "", f"{fact.name}与上年文件之差", f"{fact.text}与{earlier.text}之差", [fact, earlier], fact.issue
    )
    return f"，两份文件相比{'多' if more > 0 else '少'}{text}"


def _over_years(reading: Reading, queries: Queries, draft: Draft, found: dict[str, list[Fact]]) -> Answer:
    """Two years of one body beside each other."""
    for subject, facts in found.items():
        ordered = sorted(facts, key=lambda f: f.issue.year or 0)
        for f in ordered:
            draft.say(f"{f.issue.label}：{f.name}{draft.fact(f)}。")
        if len(ordered) >= 2 and ordered[0].unit == ordered[-1].unit:
            a, b = ordered[0], ordered[-1]
            more = "多" if b.value >= a.value else "少"
            amount = draft.derived(
                abs(b.value - a.value),
                max(a.decimals, b.decimals),
                b.unit or "",
                f"{subject_name(subject, reading.items)}差额",
                f"{b.text}-{a.text}",
                [a, b],
                b.issue,
            )
            draft.say(f"{b.issue.year}年比{a.issue.year}年{more}{amount}。")
    if not draft.lines:
        return no_figure(reading, queries, reading.issues, reading.form.subjects)
    missing = [y for y in reading.form.years if not any(f.issue.year == y for facts in found.values() for f in facts)]
    draft.caveats += [f"资料中没有{y}年的数据。" for y in missing]
    return draft.answer(reading.form, queries)


def _premise_of_direction(reading: Reading, draft: Draft, change: Change, name: str) -> None:
    """为什么增加 asked of something that fell is corrected first; 多了还是少了 is no premise."""
    text = reading.linked.text
    up, down = bool(cues.UP_WORDS.search(text)), bool(cues.DOWN_WORDS.search(text))
    if up == down or not (cues.REASON.search(text) or "了多少" in text):
        return
    word = "持平" if change.flat else "增加" if change.up else "减少"
    if change.flat or change.up != up:
        draft.caveats.append(f"问题的前提与文件不符：{name}{word}，不是{'增加' if up else '减少'}。")


def share(reading: Reading, queries: Queries) -> Answer:
    """What share of the total (or of the second thing named) something is: computed, and as the document states it."""
    whole = _whole(reading)
    parts = [s for s in reading.form.subjects if s != whole] or list(reading.form.subjects[:1])
    found = facts_of(reading, queries, [*parts, whole])
    draft = Draft()
    ratios: list[tuple[Decimal, Issue]] = []
    for issue in reading.issues:
        total = next((f for f in found[whole] if f.issue is issue), None)
        for subject in parts:
            fact = next((f for f in found[subject] if f.issue is issue), None)
            if fact is None:
                continue
            draft.say(f"{issue.label}：{fact.name}{draft.fact(fact)}。")
            if total is not None and total.value and total.unit == fact.unit:
                ratio = draft.derived(
                    fact.value / total.value * 100, 2, "%", f"{fact.name}占{total.name}", f"{fact.text}÷{total.text}", [fact, total], issue
                )
                draft.say(f"{total.name}{draft.fact(total)}，占{ratio}。")
                ratios.append((fact.value / total.value, issue))
            change = find_change(queries, issue, subject, reading.items, share=True)
            if change is not None:
                draft.cite((claim_citation(change.row),))
                draft.value(change.row["share"], "%", issue, f"{fact.name}占比（文件所写）")
                draft.say(f"文件写的占比为{change.row['share']}%。")
    if not draft.lines:
        return no_figure(reading, queries, reading.issues, parts)
    if len(ratios) > 1 and len(parts) == 1 and reading.form.across:
        best = (min if reading.form.lowest else max)(ratios, key=lambda r: r[0])[1]
        word = "最低" if reading.form.lowest else "最高"
        draft.lines.insert(0, f"占比{word}的是{draft.word(best.body, best, f'占比{word}')}。")
        draft.caveats += [c for c in [caveat([i for _, i in ratios])] if c]
    remarks(reading, queries, draft, [f for facts in found.values() for f in facts])
    return draft.answer(reading.form, queries)


def _whole(reading: Reading) -> str:
    """What a share is of: the target that stands behind 占, the procurement of which it is a part, else the total."""
    subjects = reading.form.subjects
    at = reading.linked.text.find("占")
    behind = [f"target:{id}" for m in reading.linked.mentions if 0 <= at < m.start for id in m.ids("target")]
    if len(subjects) > 1 and behind:
        return behind[0]
    if "target:procurement" in subjects and any(s.startswith("target:procurement_") for s in subjects):
        return "target:procurement"
    return "target:budget_total"


def reason(reading: Reading, queries: Queries) -> Answer:
    """The reason that the document gives, quoted; 文件未说明原因 where it gives none."""
    if not reading.form.subjects:
        return no_figure(reading, queries, reading.issues, ())
    found = facts_of(reading, queries)
    draft = Draft()
    check_premise(reading, draft, found)
    for issue in reading.issues:
        for subject, facts in found.items():
            fact = next((f for f in facts if f.issue is issue), None)
            change = find_change(queries, issue, subject, reading.items, reason=True) or find_change(queries, issue, subject, reading.items)
            name = subject_name(subject, reading.items)
            if change is not None:
                _premise_of_direction(reading, draft, change, name)
                draft.say(spoken_change(draft, issue, change, fact, name, None))
            elif fact is not None:
                draft.say(f"{issue.label}：{fact.name}{draft.fact(fact)}。")
            if change is not None or fact is not None:
                given = change.row["reason"] if change else None
                draft.say(f"文件所写原因：“{given}”。" if given else "文件未说明原因。")
    if not draft.lines:
        return no_figure(reading, queries, reading.issues, reading.form.subjects)
    remarks(reading, queries, draft, [f for facts in found.values() for f in facts], rates=True)
    return draft.answer(reading.form, queries)


def exists(reading: Reading, queries: Queries) -> Answer:
    """Yes or no: a figure over zero, a zero, or an empty table with the sentence that says so."""
    found = facts_of(reading, queries, reading.form.subjects)
    draft = Draft()
    soft_final_note(reading, draft)
    for issue in reading.issues:
        for subject in reading.form.subjects:
            name = subject_name(subject, reading.items)
            fact = next((f for f in found[subject] if f.issue is issue), None)
            if fact is not None:
                yes = draft.word("有" if fact.value else "没有", issue, f"有无{name}")
                draft.say(f"{issue.label}：{yes}{name}，文件所列为{draft.fact(fact)}。")
                _flat_remark(reading, queries, draft, issue, [fact])
            elif sentence := none_sentence(queries, issue, subject):
                draft.cite((sentence[1],))
                draft.say(f"{issue.label}：{draft.word('没有', issue, f'有无{name}')}{name}（原文：{sentence[0]}）。")
    if not draft.lines:
        return no_figure(reading, queries, reading.issues, reading.form.subjects)
    if reading.form.across and len(reading.form.subjects) == 1:
        nil = list(dict.fromkeys(v.body for v in draft.values if v.value == "没有" and v.body))
        draft.lines.insert(
            0, f"没有{subject_name(reading.form.subjects[0], reading.items)}的有{len(nil)}个单位{'：' if nil else ''}{'、'.join(nil)}。"
        )
        draft.value(str(len(nil)), "个", None, "没有的单位数")
    remarks(reading, queries, draft, [f for facts in found.values() for f in facts])
    return draft.answer(reading.form, queries)


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


def agreement(reading: Reading, queries: Queries) -> Answer:
    """Whether prose and tables say the same: the two figures, and what the rules found."""
    found = facts_of(reading, queries, reading.form.subjects)
    draft = Draft()
    facts = [f for facts in found.values() for f in facts]
    for fact in facts:
        draft.say(f"{fact.issue.label}：{fact.name}{draft.fact(fact)}。")
        subjects, texts = claim_subjects(fact.subject)
        stated = [c for c in queries.claims([fact.issue], subjects, texts) if c["value"] and c["unit"] == fact.unit]
        other = next((c for c in stated if Decimal(c["value"]) != fact.value), None)
        shown = other or (stated[0] if stated else None)
        if shown is not None:
            draft.cite((claim_citation(shown),))
            draft.value(shown["value"], shown["unit"], fact.issue, f"{fact.name}（文字说明）")
            word = draft.word("不一致" if other else "一致", fact.issue, f"{fact.name}文字与表格")
            draft.say(f"文字说明写{shown['value']}{shown['unit']}，与表格{word}。")
        else:
            draft.say("文字说明中没有可比的数字。")
    if not draft.lines:
        return no_figure(reading, queries, reading.issues, reading.form.subjects)
    remarks(reading, queries, draft, facts)
    return draft.answer(reading.form, queries)
