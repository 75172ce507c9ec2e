"""Growth rates of the prose."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Claim,
    Direction,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    Interval,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    compare_ratio,
    fail,
    percent,
    rate_slip,
    rule,
)
from ...legal import P
from ...numbers import change_term, direction_cause, taken_off

_SMALL = Decimal("0.05")
"""Differences of up to so many percentage points are remarks."""
# A sentence about income and expenditure together (收支总体与上年相比) names no amount: these claims of its section do.
_OF_BOTH = {"grand_both": ("grand_income", "grand_spending"), "fiscal_both": ("fiscal_total",)}


@rule(id="prose.rate", title="增减率与增减额", severity=Severity.ERROR, basis=[P])
def prose_rate(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述增减率由所述金额和增减额推得：增减率 = 增减额 ÷（本年数 ∓ 增减额）。

    “收支总体与上年相比”这样没有金额的句子，以同节所述总计为准。基数以句中所称为准。若所印的率只与另一基数相符（以本年数为分母，或上年数 ÷ 本年数），一并指出，并给出应有数。上年数为 0 时印
    100% 是通行写法，不报告；末位相差 1 视为尾差。

    无法判断：没有金额或增减额，或上年数可能为 0。

    错例：42.58 万元，比上年预算增加 1.92 万元，增长 4.51%（1.92 ÷ 42.58）。
    正例：增长 4.72%（1.92 ÷ 40.66）。
    """
    for claim in disclosure.claims:
        if claim.rate is not None and claim.change is None:
            yield from _against_base(disclosure, claim, claim.rate)
        if claim.rate is None or claim.change is None:
            continue
        owner = claim if claim.value is not None else _of_both(disclosure, claim)
        value = owner.value if owner is not None else None
        if value is None or value.value == 0:
            if claim.change.value == 0 and claim.rate.value == 0:
                yield Passed()
            elif claim.change.value == 0 and claim.rate.value != 100:
                yield _rate_of_nothing(disclosure, claim, owner, claim.change, claim.rate)
            elif owner is not None and value is not None:
                yield from _compare(disclosure, claim, owner, value, claim.change, claim.rate)
            else:
                yield Undecided(Reason.BASE_UNKNOWN, f"{claim.section.title}：{claim.subject_text}")
            continue
        assert owner is not None
        yield from _compare(disclosure, claim, owner, value, claim.change, claim.rate)


def _against_base(disclosure: Disclosure, claim: Claim, rate: Figure) -> Iterator[Verdict]:
    """A rate beside the amount and that of the base, where no change is printed: 3.20亿元，比上年2.98亿元增长7.4%."""
    value, before = claim.value, claim.base_value
    if value is None or before is None or not (value.is_money and before.is_money) or not before.value or claim.on_other_basis:
        return
    before = before.in_unit(value.unit or "")
    gap = value.value - before.value
    moved, base = value.interval() - before.interval(), before.interval()
    if base.low <= 0 or claim.rate_direction is None:
        return
    tested = Relation.ratio(
        Print.of_claim(claim, "rate"),
        [Print.of_claim(claim), taken_off(Print.of_claim(claim, "base_value"))],
        [Print.of_claim(claim, "base_value")],
    )
    fits = compare_ratio(rate, moved / base) or compare_ratio(rate, Interval(-moved.high, -moved.low) / base)
    right = percent(abs(gap), before.value, rate.decimals)
    if fits or (rate.decimals >= 2 and abs(right - rate.value).scaleb(rate.decimals) <= 1):
        yield Passed(1, (tested,))
        return
    word = "下降" if claim.rate_direction is Direction.DOWN else "增长"
    yield fail(
        f"“{claim.section.label}”称{disclosure.subject_name(claim)} {value}，上年为 {claim.base_value}，{word} {rate.text}；"
        f"按所述两数推算应为 {right}%，不一致。原文：{claim.sentence}",
        severity=Severity.ERROR if abs(right - rate.value) > _SMALL else Severity.INFO,
        address=f"{claim.address}/rate",
        formula=f"|{value.text} - {claim.base_value.text if claim.base_value else ''}| ÷ {before.value} = {right}% ≠ {rate.text}",
        actual=rate.value,
        decimals=max(2, rate.decimals),
        unit="%",
        evidence=Evidence.of_claim(claim, Role.ACTUAL),
        tested=tested,
    )


def _of_both(disclosure: Disclosure, claim: Claim) -> Claim | None:
    """The claim with the amount of a sentence that names none, where its section states one amount and no other."""
    subjects = _OF_BOTH.get(claim.subject or "", ())
    stated = [c for c in disclosure.claims if c.section is claim.section and c.subject in subjects and c.value is not None]
    return stated[0] if len({(c.value.value, c.value.unit) for c in stated if c.value}) == 1 else None


def _rate_of_nothing(disclosure: Disclosure, claim: Claim, owner: Claim | None, change: Figure, rate: Figure) -> Failed:
    """A rate beside a change of 0; a change printed without decimals may be a small one rounded."""
    return fail(
        f"“{claim.section.label}”称{disclosure.subject_name(claim)} 增减 {change}，增减率却为 {rate.text}，不一致。原文：{claim.sentence}",
        severity=Severity.ERROR if change.decimals >= 2 else Severity.WARNING,
        address=f"{claim.address}/rate",
        formula=f"{change.text} ÷ 上年数 = 0 ≠ {rate.text}",
        actual=rate.value,
        decimals=max(2, rate.decimals),
        unit="%",
        evidence=Evidence.of_claim(claim, Role.ACTUAL),
        tested=_relation(claim, owner) if owner else (),
        # Without an amount the two contradict each other whatever it was before.
        compares=owner is not None,
    )


def _rate_from_nothing(disclosure: Disclosure, claim: Claim, owner: Claim, value: Figure, change: Figure, rate: Figure) -> Failed:
    """A rate too small for a base that is 0 as printed, and not the 100% that systems print for it."""
    return fail(
        f"“{claim.section.label}”称{disclosure.subject_name(claim)} {value}，增减 {change}，按此推算上年数为 0，"
        f"增减率却为 {rate.text}，不一致。原文：{claim.sentence}",
        severity=Severity.WARNING,
        address=f"{claim.address}/rate",
        formula=f"{change.text} ÷ ({value.text} - {change.text})；{rate.text}",
        actual=rate.value,
        decimals=max(2, rate.decimals),
        unit="%",
        evidence=Evidence.of_claim(claim, Role.ACTUAL),
        tested=_relation(claim, owner),
    )


def _interval(figure: Figure) -> Interval:
    return figure.interval()


def _compare(disclosure: Disclosure, claim: Claim, owner: Claim, value: Figure, change: Figure, rate: Figure) -> Iterator[Verdict]:
    if claim.on_other_basis:
        yield Undecided(Reason.BASE_UNKNOWN, f"{claim.subject_text}：口径不同")
        return
    if value.unit != change.unit and value.is_money and change.is_money:
        # In the finer unit: 2.36亿元 is known to the hundred of 万元.
        finer = "元" if "元" in (value.unit, change.unit) else "万元"
        value, change = value.in_unit(finer), change.in_unit(finer)
    down = (claim.direction or claim.rate_direction) is Direction.DOWN
    now, moved = _interval(value), _interval(change)
    base = now + moved if down else now - moved
    if change.value == 0 and rate.value == 0:
        yield Passed()
        return
    point = value.value + change.value if down else value.value - change.value
    if point == 0 and rate.value != 100 and base.high > 0 and rate.value < (moved.low / base.high) * 100:
        yield _rate_from_nothing(disclosure, claim, owner, value, change, rate)
        return
    if point == 0:
        yield Passed() if rate.value == 100 else Undecided(Reason.BASE_UNKNOWN, f"上年数为 0：{claim.subject_text}")
        return
    if base.low <= 0 <= base.high:
        yield Undecided(Reason.BASE_UNKNOWN, f"上年数接近 0：{claim.subject_text}")
        return
    tested = _relation(claim, owner)
    if compare_ratio(rate, moved / base):
        yield Passed(1, tested)
        return
    right = percent(change.value, point, rate.decimals)
    gap = abs(right - rate.value)
    if rate.decimals >= 2 and gap.scaleb(rate.decimals) <= 1:
        # One unit of the last digit is how systems close their columns; nothing to explain.
        yield Passed(1, tested)
        return
    other = now - moved if down else now + moved
    turned = other.low > 0 and compare_ratio(rate, moved / other)
    cause = rate_slip(rate, value, change, point)
    sign = "+" if down else "-"
    yield fail(
        f"“{claim.section.label}”称{disclosure.subject_name(claim)} {value}，{'减少' if down else '增加'} {change}，"
        f"{'下降' if down else '增长'} {rate.text}；按所述金额推算上年数为 {point}，应为 {right}%，不一致。{cause}原文：{claim.sentence}",
        severity=Severity.ERROR if gap > _SMALL else Severity.INFO,
        address=f"{claim.address}/rate",
        formula=f"{change.text} ÷ ({value.text} {sign} {change.text}) = {change.value} ÷ {point} = {right}% ≠ {rate.text}",
        expected=right if cause else None,
        actual=rate.value,
        decimals=max(2, rate.decimals),
        unit="%",
        evidence=Evidence.of_claim(claim, Role.ACTUAL),
        cause=direction_cause(claim) if turned else None,
        tested=tested,
    )


def _relation(claim: Claim, owner: Claim) -> tuple[Relation, ...]:
    """The rate as the change in % of what was before."""
    before = change_term(claim, before=True)
    assert before is not None
    return (Relation.ratio(Print.of_claim(claim, "rate"), [Print.of_claim(claim, "change")], [Print.of_claim(owner), before]),)
