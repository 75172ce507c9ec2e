"""Answers about what a document says twice: prose and tables, both sides of an account, a rate and its amounts."""

from __future__ import annotations

from decimal import Decimal

from ...model.documents.figure import MONEY_UNITS
from ...model.results.answer import Answer
from ..facts import Fact, claim_citation, claim_subjects, find_facts
from ..items import measure_name
from ..parsing.understand import Reading
from ..queries import Queries
from .absent import no_figure
from .changes import find_change, spoken_change, true_rate
from .draft import Draft
from .figures import check_rate, facts_of, is_doubted, is_equal, remarks


def truth(reading: Reading, queries: Queries) -> Answer:
    """Whether a stated rate follows from the stated amounts: what it should be, beside what is written."""
    found = facts_of(reading, queries)
    draft = Draft()
    facts: list[Fact] = []
    for issue in reading.issues:
        for m, mine in found.items():
            fact = next((f for f in mine if f.issue is issue), None)
            change = find_change(queries, issue, m.id, reading.items, rate=True)
            if change is None:
                continue
            facts += [fact] if fact else []
            draft.say(spoken_change(draft, issue, change, fact, measure_name(m, reading.items), reading.query.base_year))
            check_rate(reading, draft, change, measure_name(m, reading.items))
            computed, sentence = true_rate(draft, change, fact)
            draft.say(sentence)
            written = change.row["rate"]
            if computed is not None and written is not None:
                step = Decimal(1).scaleb(-len(written.partition(".")[2]))
                fits = abs(computed - Decimal(written)) <= step
                word = draft.word("一致" if fits else "不一致", issue, "所写增减率与推算")
                draft.say(f"所写增减率与推算{word}。")
    if not draft.lines:
        return no_figure(reading, queries)
    remarks(reading, queries, draft, facts, rates=True)
    return draft.answer(reading.query, queries)


def _sum_of_parts(reading: Reading, queries: Queries) -> Answer | None:
    """甲与乙之和等于丙吗: the last of the measures beside the sum of the others; None where a disclosure lacks one of them."""
    draft = Draft()
    facts: list[Fact] = []
    found = list(facts_of(reading, queries).values())
    for issue in reading.issues:
        mine = [next((f for f in listed if f.issue is issue), None) for listed in found]
        known = [f for f in mine if f is not None]
        if len(known) != len(mine) or len({f.unit for f in known}) != 1:
            return None
        *parts, whole = known
        total = sum((f.value for f in parts), Decimal(0))
        facts += known
        said = "，".join(f"{f.name}{draft.fact(f)}" for f in known)
        formula = "+".join(f.text for f in parts)
        text = draft.derived(total, max(f.decimals for f in known), whole.unit or "", "各项之和", formula, parts, issue)
        gap = total - whole.value
        word = draft.word("相等" if not gap else f"相差{abs(gap):f}{whole.unit or ''}", issue, "各项之和与总额")
        draft.say(f"{issue.label}：{said}。{'、'.join(f.name for f in parts)}相加为{text}，与{whole.name}{word}。")
        if gap:
            draft.value(f"{abs(gap):f}", whole.unit, issue, "相差")
    if not draft.lines:
        return None
    remarks(reading, queries, draft, facts)
    return draft.answer(reading.query, queries)


def agreement(reading: Reading, queries: Queries) -> Answer:
    """Whether prose and tables say the same: the two figures, and what the rules found."""
    draft = Draft()
    facts: list[Fact] = []
    if reading.frame.has("sum") and len(reading.query.measures) > 2 and (summed := _sum_of_parts(reading, queries)) is not None:
        return summed
    for m, found in facts_of(reading, queries).items():
        for fact in found:
            facts.append(fact)
            draft.say(f"{fact.issue.label}：{fact.name}{draft.fact(fact)}。")
            if m.id.startswith("claim:"):
                against_projects(reading, queries, draft, fact)
            else:
                _against_prose(queries, draft, fact)
    if not draft.lines:
        return no_figure(reading, queries)
    if len(reading.query.measures) == 1 and reading.query.measures[0].id in (
        "target:budget_total",
        "target:income_total",
        "target:expenditure_total",
    ):
        _balance(reading, queries, draft)
    remarks(reading, queries, draft, facts)
    return draft.answer(reading.query, queries)


def _against_prose(queries: Queries, draft: Draft, fact: Fact) -> None:
    subjects, texts = claim_subjects(fact.subject)
    stated = [c for c in queries.claims([fact.issue], subjects, texts) if c["value"] and c["unit"] == fact.unit]
    differing = [
        c for c in stated if not (is_equal(c["value"], c["unit"], fact) if c["unit"] in MONEY_UNITS else Decimal(c["value"]) == fact.value)
    ]
    own = [c for c in differing if c["subject"] == subjects[0]] if subjects and len(differing) == len(stated) else []
    other = next((c for c in differing if is_doubted(queries, fact.issue, c["value"], fact.text)), next(iter(own), None))
    stated = [c for c in stated if c not in differing]
    shown = other or (stated[0] if stated else None)
    if shown is None:
        draft.say("文字说明中没有可比的数字。")
        return
    draft.cite((claim_citation(shown),))
    draft.value(shown["value"], shown["unit"], fact.issue, f"{fact.name}（文字说明）")
    word = draft.word("不一致" if other else "一致", fact.issue, f"{fact.name}文字与表格")
    draft.say(f"文字说明写{shown['value']}{shown['unit']}，与表格{word}。")


def _balance(reading: Reading, queries: Queries, draft: Draft) -> None:
    """收支平不平: the totals of both sides."""
    for issue in reading.issues:
        sides = [find_facts(queries, [issue], f"target:{t}", reading.items) for t in ("income_total", "expenditure_total")]
        if all(sides):
            income, spending = sides[0][0], sides[1][0]
            word = draft.word("平衡" if income.value == spending.value else "不平衡", issue, "收支是否平衡")
            draft.say(f"{issue.label}：收入{draft.fact(income)}，支出{draft.fact(spending)}，收支{word}。")


def against_projects(reading: Reading, queries: Queries, draft: Draft, fact: Fact) -> None:
    """The stated amount beside the total of the projects' table, the only total that all projects have."""
    found = find_facts(queries, [fact.issue], "target:project", reading.items)
    if "项目" not in fact.name or not found or fact.unit not in MONEY_UNITS or found[0].unit != fact.unit:
        return
    total = found[0]
    gap = abs(total.value - fact.value)
    draft.say(f"各项目金额合计即{total.name}为{draft.fact(total)}。")
    if gap:
        text = draft.derived(
            gap, max(total.decimals, fact.decimals), fact.unit or "", "差额", f"{total.text}与{fact.text}之差", [total, fact], fact.issue
        )
        draft.say(f"两者{draft.word('对不上', fact.issue, '文字与表格')}，不一致，相差{text}。")
    else:
        draft.say(f"两者{draft.word('一致', fact.issue, '文字与表格')}。")
