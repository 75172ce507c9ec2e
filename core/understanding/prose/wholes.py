"""Changes that stand behind a part and are about its whole.

本年收入总计60万元，其中年初结转5万元，较上年增加6万元，增长11.11%: grammar gives the change to the part, what is printed
gives it to the whole. Where the figures fit the whole and cannot be those of the part, they are read as the whole's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ...model.disclosures.claim import Claim, Direction
from ...model.documents.figure import Figure

_PART = re.compile(r"其中|包括|含")


def of_the_whole(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a section with such changes where they belong."""
    out = list(claims)
    for i, part in enumerate(out):
        if part.value is None or part.change is None or part.rate is None or not part.value.is_money or not part.change.is_money:
            continue
        if _fits(part.value, part):
            continue
        whole = next((j for j in range(i - 1, -1, -1) if _is_whole(out[j], part)), None)
        if whole is None:
            continue
        out[whole] = _changed(out[whole], part)
        out[i] = _changed(part, Claim(part.section, None, "", "", part.start))
    return out


def _changed(claim: Claim, by: Claim) -> Claim:
    """The claim with all that another states of the year before."""
    return replace(
        claim,
        change=by.change,
        rate=by.rate,
        direction=by.direction,
        rate_direction=by.rate_direction,
        base=by.base,
        base_value=by.base_value,
        reason=by.reason,
    )


def _is_whole(claim: Claim, part: Claim) -> bool:
    """Whether an amount before a part, in the same sentence, is free to have the part's change and fits it."""
    between = part.sentence.find(part.subject_text)
    return (
        claim.sentence == part.sentence
        and claim.value is not None
        and claim.value.is_money
        and claim.change is None
        and claim.rate is None
        and _PART.search(part.sentence[:between] if between > 0 else part.sentence) is not None
        and _fits(claim.value, part)
    )


def _fits(value: Figure, said: Claim) -> bool:
    """Whether the rate is that of the change, to one unit of its last digit, if the amount is what it became."""
    assert said.change is not None and said.rate is not None
    change = said.change.in_unit(value.unit or "").value
    before = value.value + change if (said.direction or said.rate_direction) is Direction.DOWN else value.value - change
    if before <= 0:
        return False
    return abs(change * 100 / before - said.rate.value) <= Decimal(1).scaleb(-said.rate.decimals)
