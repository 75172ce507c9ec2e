"""The figures of the year before that the stated changes imply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Certainty, Claim, Disclosure, Evidence, Finding, Interval, Passed, Reason, Role, Severity, Undecided, Verdict, rule
from ..legal import P
from ..numbers import middle, prior, signed

_ID, _TITLE = "prose.prior-year", "增减额推算的上年数"
_PAIRS = (
    ("expenditure_total", ("basic_expenditure", "project_expenditure")),
    ("general_total", ("general_basic", "general_project")),
)
_TOTALS = ("general_total", "general_income", "budget_total", "fiscal_total")


@rule(id=_ID, title=_TITLE, severity=Severity.ERROR, basis=[P])
def prose_prior_year(disclosure: Disclosure) -> Iterator[Verdict]:
    """由所述金额和增减额推算的上年数也能相加：基本支出 + 项目支出 = 合计，各科目之和 = 合计；“三公”经费各项增减之和 = 合计增减。

    各科目推算的上年数相加小于合计的，可能是上年有而本年没有的科目没有列出，只作提示。

    无法判断：没有写明合计或分项的增减额，或所称的基数不同。

    错例：合计 300 万元，比上年增加 50 万元；基本支出 270 万元，增加 45 万元；项目支出 30 万元，增加 15 万元。
    正例：项目支出增加 5 万元。
    """
    yield from _pairs(disclosure)
    yield from _items(disclosure)
    yield from _three_public(disclosure)


def _base(claim: Claim) -> str:
    """What the change is measured against, in one word."""
    return re.sub(r"\d{4}年度?|上年度?|去年", "上年", re.sub(r"[比较与数相对，]", "", claim.base or ""))


def _changed(disclosure: Disclosure, subject: str) -> Claim | None:
    return next((c for c in disclosure.claims if c.subject == subject and prior(c) is not None), None)


def _pairs(disclosure: Disclosure) -> Iterator[Verdict]:
    for total, parts in _PAIRS:
        whole = _changed(disclosure, total) or (_changed(disclosure, "general_income") if total == "general_total" else None)
        found = [c for p in parts if (c := _changed(disclosure, p))]
        if whole is None or len(found) < len(parts):
            if whole is not None or found:
                yield Undecided(Reason.BASE_UNKNOWN, f"{disclosure.name(total)}：没有写全合计和分项的增减额")
            continue
        if len({_base(c) for c in (whole, *found)}) > 1 or not _adds_up(whole, found):
            yield Undecided(Reason.BASE_UNKNOWN, f"{disclosure.name(total)}：口径或基数不同")
            continue
        yield _compare(disclosure, whole, found, False)


def _items(disclosure: Disclosure) -> Iterator[Verdict]:
    items = [c for c in disclosure.claims if c.section.id == "general_items" and (c.code or "") and len(c.code or "") == 7]
    if not items:
        return
    changed = [c for c in items if prior(c) is not None]
    whole = next((c for s in _TOTALS if (c := _changed(disclosure, s))), None)
    if whole is None or len(changed) < len(items):
        yield Undecided(Reason.BASE_UNKNOWN, "没有写全合计和各科目的增减额")
        return
    if len({_base(c) for c in (whole, *changed)}) > 1 or not _adds_up(whole, changed):
        yield Undecided(Reason.BASE_UNKNOWN, "各科目相加与合计不是一个口径")
        return
    yield _compare(disclosure, whole, changed, True)


def _adds_up(whole: Claim, parts: list[Claim]) -> bool:
    """Whether the figures of this year add up, so that the changes are of the same things."""
    assert whole.value is not None
    added = Interval.total(c.value.in_unit(whole.value.unit or "").interval() for c in parts if c.value)
    return whole.value.interval().meets(added)


def _compare(disclosure: Disclosure, whole: Claim, parts: list[Claim], open_list: bool) -> Verdict:
    before = prior(whole)
    each = [p for c in parts if (p := prior(c))]
    assert before is not None
    added = Interval.total(each)
    if before.meets(added):
        return Passed()
    missing = open_list and added.high < before.low
    names = "、".join(f"{disclosure.subject_name(c)} {middle(p)}" for c, p in zip(parts, each, strict=True))
    return Finding(
        rule=_ID,
        title=_TITLE,
        severity=Severity.INFO if missing else Severity.ERROR if not open_list else Severity.WARNING,
        certainty=Certainty.SUSPECTED if open_list else Certainty.CERTAIN,
        message=(
            f"按所述增减额推算上年数：{disclosure.subject_name(whole)} {middle(before)}，{names}，后者相加为 {middle(added)}，不一致"
            f"{'（也可能是上年有而本年没有的科目没有列出）' if missing else ''}。原文：{whole.sentence}"
        ),
        address=f"{whole.address}/prior/{'items' if open_list else 'parts'}",
        formula=f"{' + '.join(str(middle(p)) for p in each)} = {middle(added)} ≠ {middle(before)}",
        actual=middle(before),
        unit=whole.value.unit if whole.value else None,
        evidence=(Evidence.of_claim(whole, Role.ACTUAL), *(Evidence.of_claim(c) for c in parts)),
    )


def _three_public(disclosure: Disclosure) -> Iterator[Verdict]:
    claims = [c for c in disclosure.claims if c.section.id == "three_public" and signed(c) is not None]
    whole = next((c for c in claims if c.subject == "three_public"), None)
    if whole is None:
        return

    def part(subject: str) -> Claim | None:
        return next((c for c in claims if c.subject == subject and _base(c) in (_base(whole), "")), None)

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
    if moved.interval().meets(added):
        yield Passed()
        return
    total = sum(m.value for m in changes)
    yield Finding(
        rule=_ID,
        title=_TITLE,
        severity=Severity.ERROR,
        message=f"“{whole.section.title}”称“三公”经费比上年增减 {moved.value}，所述各项增减相加为 {total}，不一致。原文：{whole.sentence}",
        address=f"{whole.address}/prior/changes",
        formula=f"{' + '.join(str(m.value) for m in changes)} = {total} ≠ {moved.value}",
        actual=moved.value,
        unit=moved.unit,
        evidence=(Evidence.of_claim(whole, Role.ACTUAL), *(Evidence.of_claim(c) for c in parts)),
    )
