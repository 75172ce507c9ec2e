"""Answers over several bodies: ranking, sum, mean, comparison, a head; what cannot be compared is said first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...model.documents.figure import MONEY_UNITS
from ...model.results.answer import Answer
from ..facts import Fact, find_facts, subject_name
from ..queries import Queries
from ..understand import Reading
from .absent import no_figure
from .draft import Draft, caveat, rounded, touching

_WAN = Decimal(10_000)
_MOST = 20
"""Bodies that are said one by one; of more the first."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """A fact in a unit that all facts share, so that they can be compared."""

    fact: Fact
    value: Decimal
    unit: str
    decimals: int


def _prepare(reading: Reading, queries: Queries, subject: str) -> tuple[Draft, list[Fact]]:
    facts = find_facts(queries, reading.issues, subject, reading.items)
    draft = Draft()
    if warning := caveat([f.issue for f in facts]):
        draft.caveats.append(warning)
    return draft, facts


def _alike(facts: Sequence[Fact]) -> list[_Amount]:
    """Amounts in one unit: as printed if all print the same, else money in 万元."""
    units = {f.unit for f in facts}
    if len(units) == 1:
        return [_Amount(f, f.value, f.unit or "", f.decimals) for f in facts]
    return [
        _Amount(f, f.value * MONEY_UNITS[f.unit] / _WAN, "万元", max(2, f.decimals)) for f in facts if f.unit in MONEY_UNITS
    ]  # fmt: skip


def _missing(reading: Reading, draft: Draft, facts: Sequence[Fact], name: str) -> None:
    having = {f.issue.key for f in facts}
    without = [i.label for i in reading.issues if i.key not in having]
    if without:
        named = "、".join(without[:_MOST]) + (f"等{len(without)}份" if len(without) > _MOST else "")
        draft.say(f"{named}没有“{name}”的数据，未计入（无此数据不等于零）。")


def _of_many(amounts: Sequence[_Amount]) -> str:
    return f"（前{_MOST}个，共{len(amounts)}个）" if len(amounts) > _MOST else ""


def _chart(name: str, amounts: Sequence[_Amount]) -> dict[str, object]:
    return {
        "type": "bar",
        "title": name,
        "unit": amounts[0].unit if amounts else None,
        "data": [{"label": a.fact.issue.label, "value": f"{a.value:f}"} for a in amounts[:_MOST]],
    }


def _finished(reading: Reading, queries: Queries, draft: Draft, facts: Sequence[Fact], amounts: Sequence[_Amount], name: str) -> Answer:
    """The answer with who has no such figure, the findings that touch it, and a chart."""
    _missing(reading, draft, facts, name)
    draft.remark(touching(queries, reading.issues, facts))
    draft.chart = _chart(name, amounts)
    return draft.answer(reading.form, queries)


def ranking(reading: Reading, queries: Queries) -> Answer:
    """Who has the most (or the least), all in order."""
    subject = _one(reading)
    draft, facts = _prepare(reading, queries, subject)
    name = subject_name(subject, reading.items)
    amounts = sorted(_alike(facts), key=lambda a: (a.value if reading.form.lowest else -a.value, a.fact.issue.key))
    if not amounts:
        return no_figure(reading, queries, reading.issues, (subject,))
    first = [a for a in amounts if a.value == amounts[0].value][:_MOST]
    who = "、".join(draft.word(a.fact.issue.body, a.fact.issue, f"{name}{'最低' if reading.form.lowest else '最高'}") for a in first)
    draft.say(f"{name}{'最低' if reading.form.lowest else '最高'}的是{who}。")
    order = "；".join(f"{n}. {a.fact.issue.label}{draft.fact(a.fact)}" for n, a in enumerate(amounts[:_MOST], 1))
    draft.say(f"由{'低到高' if reading.form.lowest else '高到低'}{_of_many(amounts)}：{order}。")
    return _finished(reading, queries, draft, facts, amounts, name)


def total(reading: Reading, queries: Queries) -> Answer:
    """The sum over the bodies, a derived value."""
    return _aggregate(reading, queries, "合计", lambda amounts: sum((a.value for a in amounts), Decimal(0)))


def mean(reading: Reading, queries: Queries) -> Answer:
    """The mean over the bodies, a derived value."""
    return _aggregate(reading, queries, "平均", lambda amounts: sum((a.value for a in amounts), Decimal(0)) / len(amounts))


def _aggregate(reading: Reading, queries: Queries, word: str, compute: Callable[[Sequence[_Amount]], Decimal]) -> Answer:
    subject = _one(reading)
    draft, facts = _prepare(reading, queries, subject)
    name = subject_name(subject, reading.items)
    amounts = _alike(facts)
    if not amounts:
        return no_figure(reading, queries, reading.issues, (subject,))
    listed = "；".join(f"{a.fact.issue.label}{draft.fact(a.fact, where=False)}" for a in amounts[:_MOST])
    terms = "+".join(f"{a.value:f}" for a in amounts) if len(amounts) <= _MOST else f"{len(amounts)}个单位的金额相加"
    formula = terms if word == "合计" else f"({terms})÷{len(amounts)}"
    decimals = max(a.decimals for a in amounts) if word == "合计" else 2
    text = draft.derived(
        compute(amounts), decimals, amounts[0].unit, f"{len(amounts)}个单位{name.removesuffix('合计')}{word}", formula, facts[:_MOST], None
    )
    draft.say(f"{len(amounts)}个单位的{name.removesuffix('合计')}{word}{text}。各单位{_of_many(amounts)}：{listed}。")
    return _finished(reading, queries, draft, facts, amounts, name)


def comparison(reading: Reading, queries: Queries) -> Answer:
    """Bodies beside each other; of two the difference."""
    subject = _one(reading)
    draft, facts = _prepare(reading, queries, subject)
    name = subject_name(subject, reading.items)
    amounts = _alike(facts)
    if not amounts:
        return no_figure(reading, queries, reading.issues, (subject,))
    for a in amounts[:_MOST]:
        draft.say(f"{a.fact.issue.label}：{name}{draft.fact(a.fact)}。")
    if len(amounts) == 2:
        high, low = sorted(amounts, key=lambda a: -a.value)
        if high.value == low.value:
            draft.say("两者相等。")
        else:
            decimals = max(high.decimals, low.decimals)
            gap = draft.derived(
                high.value - low.value, decimals, high.unit, f"{name}差额", f"{high.value:f}-{low.value:f}", [high.fact, low.fact], None
            )
            draft.say(f"{high.fact.issue.body}比{low.fact.issue.body}多{gap}。")
    return _finished(reading, queries, draft, facts, amounts, name)


def per_head(reading: Reading, queries: Queries) -> Answer:
    """An amount divided by the staff in service, for every body."""
    subject = _one(reading)
    draft, facts = _prepare(reading, queries, subject)
    staff = {f.issue.key: f for f in find_facts(queries, reading.issues, "headcount:active", reading.items)}
    name = subject_name(subject, reading.items)
    both = _alike([f for f in facts if f.issue.key in staff and staff[f.issue.key].value])
    found = [(a.value / staff[a.fact.issue.key].value, a.fact, staff[a.fact.issue.key], a.unit) for a in both]
    if not found:
        return no_figure(reading, queries, reading.issues, (subject, "headcount:active"))
    found.sort(key=lambda x: (x[0] if reading.form.lowest else -x[0], x[1].issue.key))
    if len(found) > 1:
        best = found[0][1].issue
        who = draft.word(best.body, best, f"人均{name}{'最低' if reading.form.lowest else '最高'}")
        draft.say(f"按在职人数计算，人均{name}{'最低' if reading.form.lowest else '最高'}的是{who}。")
    for value, fact, people, unit in found[:_MOST]:
        draft.fact(fact)
        draft.fact(people)
        formula = f"{name}{fact.printed}÷{people.name}{people.printed}"
        text = draft.derived(value, 2, f"{unit}/人", f"人均{name}", formula, [fact, people], fact.issue)
        draft.say(f"{fact.issue.label}：{text}。")
    _missing(reading, draft, [x[1] for x in found], f"{name}和在职人数")
    draft.chart = {
        "type": "bar",
        "title": f"人均{name}",
        "unit": f"{found[0][3]}/人",
        "data": [{"label": x[1].issue.label, "value": rounded(x[0], 2)} for x in found[:_MOST]],
    }
    return draft.answer(reading.form, queries)


def _one(reading: Reading) -> str:
    """The subject that is compared: of several that fit, the one that most bodies can have."""
    subjects = reading.form.subjects or ("target:budget_total",)
    order = ("target", "functional", "economic", "headcount", "project")
    return min(subjects, key=lambda s: (order.index(s.partition(":")[0]) if s.partition(":")[0] in order else 9, subjects.index(s)))
