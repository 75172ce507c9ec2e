"""Where the reading of a section stands, and which claim a number may be about by what was read before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...model.disclosures.claim import Claim, Section
from .slots import has_room
from .subjects import ACTUAL, Linked
from .tokens import Role, Token


@dataclass(slots=True)
class SectionReading:
    """Where the reading of a section stands."""

    section: Section
    text: str
    claims: list[Claim] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Where the last number of each claim ends."""
    current: int | None = None
    holder: Claim | None = None
    floor: int = 0


def item_of(state: SectionReading, found: Linked, sentence: str) -> Linked | None:
    """A column of the total as that of the item that the sentence is about: 初中教育200万元，其中：基本支出150万元."""
    amounts = [c for c in state.claims if c.sentence == sentence and c.value is not None and c.value.is_money]
    items = [c for c in amounts if c.code and (c.subject or "").startswith("functional:")]
    places = [w.split(":") for w in found.where]
    measures = {p[2] for p in places if p[1:2] == ["total"] and p[2] not in ("total", "general", "fund", "state_capital")}
    if len(measures) != 1 or found.code:
        return None
    if not items:
        # Part of something that is not known: it must not pass for a part of the total.
        return replace(found, id=None, where=()) if amounts and amounts[-1].subject is None else None
    measure = measures.pop()
    where = tuple(f"{p[0]}:functional:{items[-1].code}:{measure}" for p in places if p[1:2] == ["total"] and p[2] == measure)
    return replace(found, id=f"{items[-1].subject}.{measure}", where=where)


def counted_before(state: SectionReading, token: Token) -> bool:
    """Whether an amount stands right behind a count: 在建工程1项20.00万元."""
    before = state.claims[state.current].value if state.current is not None else None
    return before is not None and before.unit is not None and not before.is_money and state.floor == token.start


def full_stop(text: str, at: int) -> int:
    """Where the sentence (up to 。) of an offset begins."""
    return max(text.rfind(c, 0, at) for c in "。\n") + 1


def before_bracket(state: SectionReading, token: Token) -> int | None:
    """The open claim; behind a closing bracket the one before the bracket: 费605万元（其中：…600万元），比上年减少."""
    closing = state.text.rfind("）", state.floor, token.start)
    if closing < 0 or state.current is None or token.role in (Role.VALUE, Role.OTHER_PERCENT):
        return state.current
    depth, opening = 1, closing
    while depth and opening > 0:
        opening -= 1
        depth += {"）": 1, "（": -1}.get(state.text[opening], 0)
    if depth or state.claims[state.current].start <= opening:
        return state.current
    return next((i for i in range(len(state.claims) - 1, -1, -1) if state.ends[i] <= opening), state.current)


def spoken_before(state: SectionReading, token: Token) -> int | None:
    """The claim that a change is about: behind 完成预算98% that of the amount before it, not of the percentage."""
    current = state.claims[state.current] if state.current is not None else None
    if current is None or current.subject is None or "." not in current.subject or current.value is None:
        return state.current
    if current.value.unit != "%" and not current.subject.endswith(("_budget", f".{ACTUAL}")):
        return state.current
    subject = current.subject.rpartition(".")[0]
    for index in range(len(state.claims) - 1, -1, -1):
        claim = state.claims[index]
        if claim.sentence != current.sentence:
            break
        if claim.subject == subject and has_room(claim, token):
            return index
    return state.current
