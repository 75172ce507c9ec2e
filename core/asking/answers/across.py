"""Answers over several disclosures: ranking, sum, mean, difference, trend, filter; what cannot be compared is said first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from ...model.results.answer import Answer
from ..algebra.query import Condition, Form, Measure, Operation
from ..facts import Fact
from ..items import measure_name
from ..measured import Amount, alike, evaluate, holds, rounded
from ..parsing.understand import Reading, fill
from ..queries import Queries
from .absent import no_figure
from .draft import Draft, caveat, touching
from .figures import growth, kind_note

_MOST = 20
"""Bodies that are said one by one; of more the first."""


def _prepare(reading: Reading, queries: Queries) -> tuple[Draft, list[Fact], str, Measure]:
    """The facts of the one measure that is compared, of the bodies that a condition leaves."""
    m, facts = _fullest(reading, queries)
    draft = Draft()
    where = reading.query.scope.where
    if where is not None:
        kept, said = _where(reading, queries, draft)
        facts = [f for f in facts if f.issue.key in kept]
        draft.say(said)
    if warning := caveat([f.issue for f in facts]):
        draft.caveats.append(warning)
    kind_note(reading, draft)
    name = facts[0].name if facts and m.form is not Form.AMOUNT else measure_name(m, reading.items)
    return draft, facts, name, m


def _where(reading: Reading, queries: Queries, draft: Draft) -> tuple[set[str], str]:
    """Keys of the disclosures for which the condition of the scope holds, and the sentence that says so."""
    where = reading.query.scope.where
    assert where is not None
    found = evaluate(queries, reading.issues, where.measure, reading.items)
    than = _than(reading, queries, where.than, where.measure)
    others = _others(reading, queries, where)
    kept = [f for f in found if holds(f, where, than or others.get(f.issue.key))]
    names = "、".join(f"{f.issue.body}（{draft.fact(f, where=False)}）" for f in kept[:_MOST])
    return (
        {f.issue.key for f in kept},
        f"{_said(reading, where, than, draft)}的有{len(kept)}个单位{f'：{names}' if names else ''}。",
    )


def _than(reading: Reading, queries: Queries, issuer: tuple[str, str] | None, m: Measure) -> Fact | None:
    if issuer is None:
        return None
    mine = [i for i in reading.candidates if i.issuer == issuer] or queries.issues([issuer])
    mine = sorted(mine, key=lambda i: (-(i.year or 0), i.kind != "budget"))[:1]
    return next(iter(evaluate(queries, mine, m, reading.items)), None)


def _others(reading: Reading, queries: Queries, condition: Condition) -> dict[str, Fact]:
    """Of each disclosure the figure of the measure that the condition compares with."""
    if condition.other is None:
        return {}
    fill(reading, [condition.other], queries)
    return {f.issue.key: f for f in evaluate(queries, reading.issues, condition.other, reading.items)}


def _said(reading: Reading, condition: Condition, than: Fact | None, draft: Draft) -> str:
    m, comparator, value, unit = condition.measure, condition.comparator, condition.value, condition.unit
    words = {"gt": "大于", "ge": "不小于", "lt": "小于", "le": "不大于", "eq": "等于", "ne": "不等于", "between": "介于"}
    limit = f"{than.issue.body}的{draft.fact(than, where=False)}" if than else f"{value}{unit or ''}"
    if condition.other is not None:
        limit = measure_name(condition.other, reading.items)
    if condition.upper is not None:
        limit = f"{value}与{condition.upper}{unit or ''}之间"
    name = measure_name(m, reading.items)
    prefix = {Form.PER_HEAD: "人均", Form.CHANGE: "", Form.AMOUNT: ""}.get(m.form, "")
    suffix = {Form.SHARE: "占比", Form.CHANGE: "增减额", Form.RATE: "增减率"}.get(m.form, "")
    return f"{prefix}{name}{suffix}{words[comparator]}{limit}"


def _missing(reading: Reading, draft: Draft, facts: Sequence[Fact], name: str) -> None:
    having = {f.issue.key for f in facts}
    without = [] if reading.query.scope.where else [i.label for i in reading.issues if i.key not in having]
    if without:
        named = "、".join(without[:5]) + (f"等{len(without)}份" if len(without) > 5 else "")
        draft.say(f"{named}没有“{name}”的数据，未计入（无此数据不等于零）。")


def _of_many(amounts: Sequence[Amount]) -> str:
    return f"（前{_MOST}个，共{len(amounts)}个）" if len(amounts) > _MOST else ""


def _chart(name: str, amounts: Sequence[Amount], *, lines: bool = False) -> dict[str, object]:
    return {
        "type": "line" if lines else "bar",
        "title": name,
        "unit": amounts[0].unit if amounts else None,
        "data": [{"label": f"{a.fact.issue.year}年" if lines else a.fact.issue.label, "value": f"{a.value:f}"} for a in amounts[:_MOST]],
    }


def _finished(reading: Reading, queries: Queries, draft: Draft, facts: Sequence[Fact], amounts: Sequence[Amount], name: str) -> Answer:
    """The answer with who has no such figure, the findings that touch it, and a chart."""
    _missing(reading, draft, facts, name)
    draft.remark(touching(queries, reading.issues, facts) if len(facts) <= _MOST else ())
    draft.chart = _chart(name, amounts)
    bodies = list(dict.fromkeys(a.fact.issue.label for a in amounts))
    draft.suggestions = [f"{label}{name}是多少？" for label in bodies[:2] if _one(reading).form is Form.AMOUNT]
    return draft.answer(reading.query, queries)


def ranking(reading: Reading, queries: Queries) -> Answer:
    """Who has the most (or the least), all in order; of two also how much more."""
    draft, facts, name, m = _prepare(reading, queries)
    low = reading.query.end == "low"
    fell = m.form in (Form.CHANGE, Form.RATE) and reading.query.direction == "down"
    sign = 1 if low != fell else -1
    amounts = sorted(alike(facts), key=lambda a: (sign * a.value, a.fact.issue.key))
    if not amounts:
        return _nobody(reading, queries, draft)
    word = ("降幅最小" if low else "降幅最大") if fell else ("最低" if low else "最高")
    place = _place(reading, amounts)
    first = [a for a in amounts if a.value == amounts[place].value][:_MOST]
    word = f"第{place + 1}" if place else word
    who = "、".join(draft.word(a.fact.issue.body, a.fact.issue, f"{name}{word}") for a in first)
    draft.say(f"{name}{word}的是{who}。")
    top = amounts[: reading.query.top] if reading.query.top and not place else amounts
    order = "；".join(f"{n}. {a.fact.issue.label}{draft.fact(a.fact, where=False)}" for n, a in enumerate(top[:_MOST], 1))
    draft.say(f"由{'低到高' if sign == 1 else '高到低'}{_of_many(top)}：{order}。")
    if reading.frame.says("extreme", "low") and reading.frame.says("extreme", "high"):
        last = [a for a in amounts if a.value == amounts[-1].value][:_MOST]
        other = "最高" if low else "最低"
        draft.say(f"{other}的是{'、'.join(draft.word(a.fact.issue.body, a.fact.issue, f'{name}{other}') for a in last)}。")
    if len(amounts) == 2 or reading.frame.has("difference"):
        _gap(draft, amounts, name, ends=reading.frame.says("extreme", "low") and reading.frame.says("extreme", "high"))
    return _finished(reading, queries, draft, facts, amounts, name)


def _nobody(reading: Reading, queries: Queries, draft: Draft) -> Answer:
    """Nobody has the figure; or nobody meets the condition, which is an answer too."""
    if not draft.lines:
        return no_figure(reading, queries)
    draft.say("没有符合条件的单位，无从比较。")
    return draft.answer(reading.query, queries)


def _place(reading: Reading, amounts: Sequence[Amount]) -> int:
    """The place that is asked for: 第二高."""
    if {"high", "low"} & set(reading.frame.signs.get("extreme", ())):
        return 0  # 最大的是谁，比第二名多多少
    ordinal = {"second": 1, "third": 2}.get(next((v for v in reading.frame.signs.get("extreme", ()) if v in ("second", "third")), ""), 0)
    return min(ordinal, len(amounts) - 1)


def _gap(draft: Draft, amounts: Sequence[Amount], name: str, *, ends: bool = False) -> None:
    """How much more the first has than the second, or than the last (``ends``)."""
    if len(amounts) < 2:
        return
    high, low = sorted((amounts[0], amounts[-1] if ends else amounts[1]), key=lambda a: -a.value)
    if high.value == low.value:
        draft.say("两者相等。")
        return
    decimals = max(high.decimals, low.decimals)
    text = draft.derived(
        high.value - low.value, decimals, high.unit, f"{name}差额", f"{high.value:f}-{low.value:f}", [high.fact, low.fact], None
    )
    same = high.fact.issue.issuer == low.fact.issue.issuer
    more, less = (high.fact.issue.label, low.fact.issue.edition) if same else (high.fact.issue.body, low.fact.issue.body)
    draft.say(f"{more}比{less}多{text}。")


def difference(reading: Reading, queries: Queries) -> Answer:
    """Bodies beside each other, or two measures of one body; of two the difference, and how many times if that is asked."""
    if len(reading.query.scope.issuers) < 2 and len(reading.query.measures) >= 2:
        return _two_measures(reading, queries)
    draft, facts, name, _ = _prepare(reading, queries)
    amounts = alike(facts)
    if not amounts:
        return no_figure(reading, queries)
    for a in amounts[:_MOST]:
        draft.say(f"{a.fact.issue.label}：{name}{draft.fact(a.fact)}。")
    if len(amounts) == 2:
        _gap(draft, amounts, name)
        high, low = sorted(amounts, key=lambda a: -a.value)
        _times(reading, draft, high, low, name)
    return _finished(reading, queries, draft, facts, amounts, name)


def _two_measures(reading: Reading, queries: Queries) -> Answer:
    """基本支出比项目支出多多少: two measures of every disclosure."""
    draft = Draft()
    first, second = reading.query.measures[:2]
    all_facts: list[Fact] = []
    for issue in reading.issues:
        pair = [f for m in (first, second) for f in evaluate(queries, [issue], m, reading.items)]
        all_facts += pair
        for f in pair:
            draft.say(f"{issue.label}：{f.name}{draft.fact(f)}。")
        amounts = alike(pair)
        if len(pair) == 2 and len(amounts) == 2:
            high, low = sorted(amounts, key=lambda a: -a.value)
            text = draft.derived(
                high.value - low.value, max(high.decimals, low.decimals), high.unit, "差额", f"{high.value:f}-{low.value:f}", pair, issue
            )
            draft.say(f"{high.fact.name}比{low.fact.name}多{text}。" if high.value != low.value else "两者相等。")
            _times(reading, draft, high, low, "")
    if not draft.lines:
        return no_figure(reading, queries)
    draft.remark(touching(queries, reading.issues, all_facts))
    return draft.answer(reading.query, queries)


def _times(reading: Reading, draft: Draft, high: Amount, low: Amount, name: str) -> None:
    if reading.frame.has("times") and low.value:
        text = draft.derived(high.value / low.value, 2, "倍", f"{name}倍数", f"{high.value:f}÷{low.value:f}", [high.fact, low.fact], None)
        draft.say(f"前者是后者的{text}。")


def total(reading: Reading, queries: Queries) -> Answer:
    """The sum over the bodies or over the measures, a derived value."""
    if len(reading.query.measures) > 1:
        return _sum_of_measures(reading, queries)
    return _aggregate(reading, queries, "合计", lambda amounts: sum((a.value for a in amounts), Decimal(0)))


def _sum_of_measures(reading: Reading, queries: Queries) -> Answer:
    """水费和电费加起来: the measures of each disclosure added up."""
    draft = Draft()
    for issue in reading.issues:
        facts = [f for m in reading.query.measures for f in evaluate(queries, [issue], m, reading.items)]
        amounts = alike(facts)
        if not amounts:
            continue
        listed = "；".join(f"{f.name}{draft.fact(f)}" for f in facts)
        formula = "+".join(f"{a.value:f}" for a in amounts)
        text = draft.derived(
            sum((a.value for a in amounts), Decimal(0)), max(a.decimals for a in amounts), amounts[0].unit, "合计", formula, facts, issue
        )
        draft.say(f"{issue.label}：合计{text}。{listed}。")
        lacking = [m for m in reading.query.measures if not any(f.subject == m.id for f in facts)]
        for m in lacking:
            draft.say(f"没有“{measure_name(m, reading.items)}”的数据，未计入（无此数据不等于零）。")
    return draft.answer(reading.query, queries) if draft.lines else no_figure(reading, queries)


def mean(reading: Reading, queries: Queries) -> Answer:
    """The mean over the bodies, a derived value."""
    return _aggregate(reading, queries, "平均", lambda amounts: sum((a.value for a in amounts), Decimal(0)) / len(amounts))


def _aggregate(reading: Reading, queries: Queries, word: str, compute: Callable[[Sequence[Amount]], Decimal]) -> Answer:
    draft, facts, name, _ = _prepare(reading, queries)
    amounts = alike(facts)
    if not amounts:
        return no_figure(reading, queries)
    listed = "；".join(f"{a.fact.issue.label}{draft.fact(a.fact, where=False)}" for a in amounts[:_MOST])
    terms = "+".join(f"{a.value:f}" for a in amounts) if len(amounts) <= _MOST else f"{len(amounts)}个单位的金额相加"
    formula = terms if word == "合计" else f"({terms})÷{len(amounts)}"
    decimals = max(a.decimals for a in amounts) if word == "合计" else 2
    short = name.removesuffix("合计")
    text = draft.derived(compute(amounts), decimals, amounts[0].unit, f"{len(amounts)}个单位{short}{word}", formula, facts[:_MOST], None)
    draft.say(f"{len(amounts)}个单位的{short}{word}{text}。各单位{_of_many(amounts)}：{listed}。")
    return _finished(reading, queries, draft, facts, amounts, name)


def filtered(reading: Reading, queries: Queries) -> Answer:
    """The bodies for which a condition holds, and those for which it does not."""
    condition = reading.query.condition
    assert condition is not None
    facts = evaluate(queries, reading.issues, condition.measure, reading.items)
    draft = Draft()
    if reading.query.scope.where is not None:
        both, said = _where(reading, queries, draft)
        facts = [f for f in facts if f.issue.key in both]
        draft.say(said + "其中：")
    if condition.comparator == "absent":
        return _lacking(reading, queries, draft, facts, condition.measure)
    than = _than(reading, queries, condition.than, condition.measure)
    if not facts or (condition.than and than is None):
        return no_figure(reading, queries)
    if warning := caveat([f.issue for f in facts]):
        draft.caveats.append(warning)
    facts = [f for f in facts if than is None or f.issue.issuer != condition.than]
    others = _others(reading, queries, condition)
    if condition.other is not None:
        facts = [f for f in facts if f.issue.key in others]
    kept = [f for f in facts if holds(f, condition, than or others.get(f.issue.key))]
    rest = [f for f in facts if f not in kept]
    words = _said(reading, condition, than, draft)
    names = "、".join(
        f"{draft.word(f.issue.body, f.issue, words)}（{f.issue.edition}，{draft.fact(f, where=False)}）" for f in kept[:_MOST]
    )
    draft.value(str(len(kept)), "个", None, f"{words}的单位数")
    draft.say(f"{words}的有{len(kept)}个单位{f'：{names}' if names else ''}。")
    if rest:
        draft.say(f"其余{len(rest)}个单位：{'、'.join(f'{f.issue.label}{draft.fact(f, where=False)}' for f in rest[:_MOST])}。")
        draft.value(str(len(rest)), "个", None, "其余单位数")
    for end in (condition.value, condition.upper):
        if end:
            draft.value(end, condition.unit, None, "问题所称")
    _missing(reading, draft, facts, measure_name(condition.measure, reading.items))
    return draft.answer(reading.query, queries)


def _lacking(reading: Reading, queries: Queries, draft: Draft, facts: Sequence[Fact], m: Measure) -> Answer:
    """The disclosures that do not print the measure at all: a zero that is printed is no lack."""
    having = {f.issue.key for f in facts}
    without = [i for i in reading.issues if i.key not in having]
    name = measure_name(m, reading.items)
    draft.value(str(len(without)), "个", None, f"没有“{name}”数据的单位数")
    names = "、".join(draft.word(i.body, i, f"没有“{name}”的数据") + f"（{i.edition}）" for i in without[:_MOST])
    draft.say(f"没有“{name}”数据的有{len(without)}个单位{f'：{names}' if names else ''}。没有读到数据，不等于没有公开。")
    if facts:
        draft.value(str(len(facts)), "个", None, f"有“{name}”数据的单位数")
        draft.say(f"其余{len(facts)}个单位：{'、'.join(f'{f.issue.label}{draft.fact(f, where=False)}' for f in facts[:_MOST])}。")
    return draft.answer(reading.query, queries)


def trend(reading: Reading, queries: Queries) -> Answer:
    """The years of each body beside each other; years that the data do not hold are named."""
    m = _one(reading)
    if m.form in (Form.CHANGE, Form.RATE):
        m = replace(m, form=Form.AMOUNT)
    facts = evaluate(queries, reading.issues, m, reading.items)
    wanted = reading.query.scope.years
    missing = [y for y in wanted if not any(f.issue.year == y for f in facts)]
    if not facts:
        return no_figure(reading, queries)
    draft = Draft()
    groups: dict[tuple[str, str], list[Fact]] = {}
    for f in facts:
        groups.setdefault(f.issue.issuer, []).append(f)
    for mine in groups.values():
        ordered = sorted(mine, key=lambda f: (f.issue.year or 0, f.issue.kind or ""))
        draft.say(f"{ordered[0].name}：{'；'.join(f'{f.issue.label}{draft.fact(f)}' for f in ordered)}。")
        _steps(draft, ordered)
        if len({f.issue.year for f in mine}) == 1:
            only = ordered[0].issue
            draft.say(f"资料中{only.body}只有{only.year}年的数据，没有其他年度，不能看出走势。")
        _highest(reading, draft, ordered)
        if reading.frame.has("sum"):
            _total(draft, ordered)
    if missing:
        draft.say(f"没有{'、'.join(f'{y}年' for y in missing)}的数据。")
    years = sorted({f.issue.year or 0 for f in facts})
    if len(years) == 1 and len(reading.issues) == 1:
        answer = growth(replace(reading, query=reading.query.with_form(Form.CHANGE)), queries)
        draft.say(answer.answer)
        for v in answer.values:
            draft.values.append(v)
        draft.cite(answer.citations)
    draft.chart = _chart(measure_name(m, reading.items), alike(facts), lines=True)
    return draft.answer(reading.query, queries)


def _total(draft: Draft, facts: Sequence[Fact]) -> None:
    """三年累计: the years of one kind and unit added up."""
    if len({f.issue.year for f in facts}) < 2 or len({(f.unit, f.issue.kind, f.issue.level) for f in facts}) != 1:
        return
    total = sum((f.value for f in facts), Decimal(0))
    formula = "+".join(f.text for f in facts)
    text = draft.derived(total, max(f.decimals for f in facts), facts[0].unit or "", f"{facts[0].name}合计", formula, facts, None)
    draft.lines.insert(0, f"{len(facts)}年合计{text}。")


def _highest(reading: Reading, draft: Draft, facts: Sequence[Fact]) -> None:
    """哪年最多: the year with the most, or the least; of figures in one unit."""
    amounts = alike(facts)
    if not reading.frame.has("extreme") or len({a.fact.issue.year for a in amounts}) < 2:
        return
    low = reading.frame.says("extreme", "low")
    best = (min if low else max)(amounts, key=lambda a: a.value)
    word = "最低" if low else "最高"
    draft.value(str(best.fact.issue.year), None, best.fact.issue, f"{best.fact.name}{word}的年度")
    draft.lines.insert(0, f"{best.fact.name}{word}的是{best.fact.issue.year}年。")


def _steps(draft: Draft, facts: Sequence[Fact]) -> None:
    """From the first year to the last, of one kind."""
    for kind in dict.fromkeys(f.issue.kind for f in facts):
        mine = [f for f in facts if f.issue.kind == kind]
        if len(mine) < 2 or mine[0].unit != mine[-1].unit:
            continue
        a, b = mine[0], mine[-1]
        if a.value == b.value:
            draft.say(f"{b.issue.year}年与{a.issue.year}年相同。")
            continue
        text = draft.derived(
            abs(b.value - a.value), max(a.decimals, b.decimals), b.unit or "", f"{b.name}差额", f"{b.text}-{a.text}", [a, b], b.issue
        )
        rate = f"，{'增长' if b.value > a.value else '下降'}{_rate(draft, a, b)}" if a.value else ""
        draft.say(f"{b.issue.year}年比{a.issue.year}年{'多' if b.value > a.value else '少'}{text}{rate}。")


def _rate(draft: Draft, a: Fact, b: Fact) -> str:
    return draft.derived(
        abs(b.value - a.value) / abs(a.value) * 100, 2, "%", f"{b.name}增减率", f"({b.text}-{a.text})÷{a.text}", [a, b], b.issue
    )


def _fullest(reading: Reading, queries: Queries) -> tuple[Measure, list[Fact]]:
    """Of the measures that one word may mean the one that most bodies have."""
    first = _one(reading)
    kinds = ("functional", "economic")
    rest = [m for m in reading.query.measures if m != first and m.id.startswith(kinds) and first.id.startswith(kinds)]
    found = [(m, evaluate(queries, reading.issues, m, reading.items)) for m in (first, *rest)]
    return max(found, key=lambda f: len(f[1]))


def _one(reading: Reading) -> Measure:
    """The measure that is compared: of several that fit, the one that most bodies can have."""
    measures = reading.query.measures
    order = ("target", "functional", "economic", "headcount", "project")
    return min(measures, key=lambda m: (order.index(m.id.partition(":")[0]) if m.id.partition(":")[0] in order else 9, measures.index(m)))


HANDLERS: dict[Operation, Callable[[Reading, Queries], Answer]] = {
    Operation.RANK: ranking,
    Operation.SUM: total,
    Operation.MEAN: mean,
    Operation.DIFFERENCE: difference,
    Operation.TREND: trend,
    Operation.FILTER: filtered,
}
__all__ = ["HANDLERS", "rounded"]
