"""The places of a claim (value, share, change, rate, base): whether a number has room there, and putting it in."""

from __future__ import annotations

import re
from dataclasses import replace

from ...model.disclosures.claim import SAME_SCOPE, Claim
from ...model.documents.figure import Figure
from .tokens import Role, Token

FIELDS = {
    Role.SHARE: "share",
    Role.CHANGE: "change",
    Role.RATE: "rate",
    Role.BASE_VALUE: "base_value",
    Role.VALUE: "value",
    Role.OTHER_PERCENT: "value",
}
"""The field of a claim that holds a number of a role."""


def _kind(figure: Figure) -> str:
    """Money, percentage, bare number, or the unit that is counted: figures of two kinds are never of one fact."""
    if figure.is_money:
        return "money"
    return {"%": "%", "个百分点": "%", None: "", "名": "人", "台（套）": "台"}.get(figure.unit, figure.unit or "")


def _same_kind(value: Figure | None, other: Figure) -> bool:
    return value is None or not _kind(value) or not _kind(other) or _kind(value) == _kind(other)


def has_room(claim: Claim, token: Token) -> bool:
    """Whether a claim has room for a number of this role, kind and base."""
    new_base = token.base is not None and claim.base is not None and base_of(token) not in (claim.base, "同比")
    match token.role:
        case Role.SHARE:
            return claim.share is None
        case Role.CHANGE:
            return claim.change is None and not (new_base and claim.rate) and _same_kind(claim.value, token.figure)
        case Role.RATE:
            return claim.rate is None and not (new_base and claim.change)
        case Role.BASE_VALUE:
            return claim.base_value is None and claim.change is None and claim.rate is None and _same_kind(claim.value, token.figure)
    return claim.value is None


def compares_again(claim: Claim, token: Token) -> bool:
    """Whether a number compares what the claim states with another base (…，比年初预算增加…)."""
    if token.role is Role.RATE:
        return token.base is not None
    return token.role in (Role.CHANGE, Role.BASE_VALUE) and token.base is not None and _same_kind(claim.value, token.figure)


def compared_anew(claim: Claim, sentence: str, token: Token, ordinal: int) -> Claim:
    """The same statement, compared with nothing yet; on another basis (同口径) its amount is not stated."""
    value = None if SAME_SCOPE in (token.base or "") else claim.value
    return replace(
        claim, value=value, sentence=sentence, start=token.lead_start, ordinal=ordinal, share=None, change=None, rate=None, direction=None,
        rate_direction=None, base=None, base_value=None, where=(),
    )  # fmt: skip


def base_of(token: Token) -> str | None:
    """The words of a token's base without what runs into them."""
    return re.sub(r"[，\s]|(?<=相比).*", "", token.base) if token.base else None


def with_number(claim: Claim, token: Token) -> Claim:
    """The claim with a number in its place."""
    base = claim.base or base_of(token)
    match token.role:
        case Role.SHARE:
            return replace(claim, share=token.figure)
        case Role.CHANGE:
            return replace(claim, change=token.figure, direction=token.direction, base=base)
        case Role.RATE:
            return replace(claim, rate=token.figure, rate_direction=token.direction, base=base)
        case Role.BASE_VALUE:
            return replace(claim, base_value=token.figure, base=base)
    return replace(claim, value=token.figure)
