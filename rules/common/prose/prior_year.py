"""The figures of the year before that the stated changes imply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Interval,
    Kind,
    Passed,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import change_term, middle, prior, prior_terms, prose, signed

_PAIRS = (
    ("expenditure_total", ("basic_expenditure", "project_expenditure")),
    ("general_total", ("general_basic", "general_project")),
)
_WHOLES = (
    ("general_total",),
    ("general_basic", "general_project"),
    ("general_income",),
    ("basic_expenditure", "project_expenditure"),
    ("budget_total",),
    ("fiscal_total",),
)


@rule(id="prose.prior-year", title="增减额推算的上年数", severity=Severity.ERROR, basis=[P])
def prose_prior_year(disclosure: Disclosure) -> Iterator[Verdict]:
    """由所述金额和增减额推算的上年数也能相加：基本支出 + 项目支出 = 合计，各科目之和 = 合计，地区包所列的分项之和 = 合计；“三公”经费各项增减之和 = 合计增减。

    各科目推算的上年数相加小于合计的，可能是上年有而本年没有的科目没有列出，只作提示。

    无法判断：没有写明合计或分项的增减额，或所称的基数不同。

    错例：合计 300 万元，比上年增加 50 万元；基本支出 270 万元，增加 45 万元；项目支出 30 万元，增加 15 万元。
    正例：项目支出增加 5 万元。
    """
    yield from _pairs(disclosure)
    yield from _items(disclosure)
    yield from _three_public(disclosure)


def _base(disclosure: Disclosure, claim: Claim) -> str:
    """What a change is measured against, in one word; 上年 alone means the same kind of figure."""
    words = re.sub(r"\d{4}年度?|上一?年度?|去年", "上年", re.sub(r"[比较与数，]|相比|相对比|(?<=上年)同期", "", claim.base or ""))
    if "预算" in words or "决算" in words or "执行" in words:
        return words
    return words + ("决算" if disclosure.identity.kind is Kind.FINAL else "预算")


def _changed(disclosure: Disclosure, subject: str) -> Claim | None:
    # Where transfers from above stand beside it, 一般公共预算 of the income is only a part of the general budget.
    if subject == "general_income" and any("转移支付" in s.text for s in disclosure.sections if s.id == "income"):
        return None
    return next((c for c in disclosure.claims if c.subject == subject and prior(c) is not None), None)


def _pairs(disclosure: Disclosure) -> Iterator[Verdict]:
    for total, parts in (*_PAIRS, *disclosure.subject_parts.items()):
        whole = _changed(disclosure, total) or (_changed(disclosure, "general_income") if total == "general_total" else None)
        found = [c for p in parts if (c := _changed(disclosure, p))]
        if whole is None or len(found) < len(parts):
            if whole is not None or found:
                yield Undecided(Reason.BASE_UNKNOWN, f"{disclosure.name(total)}：没有写全合计和分项的增减额")
            continue
        if any((p := prior(c)) and p.high < 0 for c in found):
            # An increase above the amount itself is a finding of its own.
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{disclosure.name(total)}：有分项推算的上年数为负数")
            continue
        if not _same_base(disclosure, [whole, *found]) or not _adds_up([whole], found):
            yield Undecided(Reason.BASE_UNKNOWN, f"{disclosure.name(total)}：口径或基数不同")
            continue
        yield _compare(disclosure, [whole], found, False)


def _items(disclosure: Disclosure) -> Iterator[Verdict]:
    items = [c for c in disclosure.claims if c.section.id == "general_items" and len(c.path) == 3 and c.value is not None]
    if not items:
        return
    changed = [c for c in items if prior(c) is not None]
    printed = sum(len(re.findall(r"（项(?:[:：]\d{2,7})?）", prose(s))) for s in disclosure.sections if s.id == "general_items")
    if len(changed) < max(len(items), printed):
        yield Undecided(Reason.BASE_UNKNOWN, "没有写全各科目的增减额")
        return
    for subjects in _WHOLES:
        wholes = [c for s in subjects if (c := _changed(disclosure, s))]
        if len(wholes) == len(subjects) and _same_base(disclosure, [*wholes, *changed]) and _adds_up(wholes, changed):
            yield _compare(disclosure, wholes, changed, True)
            return
    yield Undecided(Reason.BASE_UNKNOWN, "没有与各科目同一口径的合计增减额")


def _same_base(disclosure: Disclosure, claims: list[Claim]) -> bool:
    return len({_base(disclosure, c) for c in claims}) == 1


def _adds_up(wholes: list[Claim], parts: list[Claim]) -> bool:
    """Whether the figures of this year add up, so that the changes are of the same things."""
    left = Interval.total(c.value.interval() for c in wholes if c.value)
    unit = wholes[0].value.unit if wholes[0].value else None
    return left.meets(Interval.total(c.value.in_unit(unit or "").interval() for c in parts if c.value))


def _compare(disclosure: Disclosure, wholes: list[Claim], parts: list[Claim], open_list: bool) -> Verdict:
    before = Interval.total(p for c in wholes if (p := prior(c)))
    each = [p for c in parts if (p := prior(c))]
    added = Interval.total(each)
    # Items that are no more have no sentence: what is listed may be less than the whole of last year.
    before_parts, before_whole = prior_terms(parts), prior_terms(wholes)
    tested = (Relation.at_most(before_parts, before_whole) if open_list else Relation.sum(before_whole, before_parts),)
    if before.meets(added):
        return Passed(1, tested)
    missing = open_list and added.high < before.low
    whole = "、".join(disclosure.subject_name(c) for c in wholes)
    names = "、".join(f"{c.path[-1] if c.path else disclosure.subject_name(c)} {middle(p)}" for c, p in zip(parts, each, strict=True))
    unit = wholes[0].value.unit if wholes[0].value else None
    return fail(
        f"按所述增减额推算上年数：{whole} {middle(before)}；{names}，相加为 {middle(added)}，不一致"
        f"{'（也可能是上年有而本年没有的科目没有列出）' if missing else ''}。原文：{wholes[0].sentence}",
        severity=Severity.INFO if missing else Severity.WARNING if open_list else Severity.ERROR,
        certainty=Certainty.SUSPECTED if open_list else Certainty.CERTAIN,
        address=f"{wholes[0].address}/prior/{'items' if open_list else 'parts'}",
        formula=f"{' + '.join(str(middle(p)) for p in each)} = {middle(added)} ≠ {middle(before)}",
        actual=middle(before),
        unit=unit,
        evidence=(*(Evidence.of_claim(c, Role.ACTUAL) for c in wholes), *(Evidence.of_claim(c) for c in parts)),
        tested=() if missing else tested,
    )


def _three_public(disclosure: Disclosure) -> Iterator[Verdict]:
    claims = [c for c in disclosure.claims if c.section.id == "three_public" and signed(c) is not None]
    whole = next((c for c in claims if c.subject == "three_public"), None)
    if whole is None:
        return

    def part(subject: str) -> Claim | None:
        return next(
            (c for c in claims if c.subject == subject and (c.base is None or _base(disclosure, c) == _base(disclosure, whole))), None
        )

    running = [c for s in ("vehicle_purchase", "vehicle_running") if (c := part(s))]
    vehicles = part("vehicles")
    others = [c for s in ("abroad", "reception") if (c := part(s))]
    cars = [vehicles] if vehicles else running if len(running) == 2 else []
    if len(others) < 2 or not cars:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写全“三公”经费各项的增减额")
        return
    parts = [*others, *cars]
    moved = signed(whole)
    changes = [m for c in parts if (m := signed(c))]
    assert moved is not None
    added = Interval.total(m.interval(max(m.decimals, 0) if m.value else 8) for m in changes)
    total_change = change_term(whole)
    tested = (Relation.sum(total_change, [t for c in parts if (t := change_term(c))]),) if total_change else ()
    if moved.interval().meets(added):
        yield Passed(1, tested)
        return
    total = sum(m.value for m in changes)
    yield fail(
        f"“{whole.section.label}”称“三公”经费比上年增减 {moved.value}，所述各项增减相加为 {total}，不一致。原文：{whole.sentence}",
        address=f"{whole.address}/prior/changes",
        formula=f"{' + '.join(str(m.value) for m in changes)} = {total} ≠ {moved.value}",
        actual=moved,
        evidence=(Evidence.of_claim(whole, Role.ACTUAL), *(Evidence.of_claim(c) for c in parts)),
        tested=tested,
    )
