"""Reasons against the changes that they explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Claim,
    Direction,
    Disclosure,
    Evidence,
    Figure,
    Passed,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import direction_cause, item_before, prose, sentence_at

_LAST = re.compile(r"(?:上年|去年|20\d\d年)(?!相比|比)[^，。；]{0,16}?(?:较少|较多|较低|较高|偏少|偏多)")
_CHANGED = re.compile(
    r"(?:经费|支出|费用|预算|资金|项目|人员|业务量?|任务量?|次数|批次|数量|标准|工资)(?:有所|略有|较上年|较去年|相应)*(?P<word>增加|增长|提高|上涨|减少|下降|降低|压减)$"
)
_SAVING = re.compile(r"厉行节约|过紧日子|压减|压缩|缩减|削减")
_SAME = re.compile(r"无变化|未变|不变|一致|持平|相同|相当|均(?:未|无|没有|为)|没有|未安排|无|未发生|统一|按|据实|固定|稳定|不存在|上交")
_OPEN = re.compile(r"一是|但|从|用于|退休|调整|变动|增减|结构|划|合并|同时|部分|，.*，")
_UPWARD = frozenset({"增加", "增长", "提高", "上涨"})


@rule(id="prose.reason", title="增减原因与增减方向", severity=Severity.WARNING, basis=[P], compares=False)
def prose_reason(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述原因与所述增减方向相符：没有变动的，原因不说两年不同；增加的，原因不是经费减少或厉行节约；减少的，原因不是经费增加。

    原因同时说到增减，或说到退休、调整、划转等两可情形的，不作判断。

    无法判断：没有写原因，或原因两可。

    错例：比上年减少 0 万元，主要原因是上年公务接待费预算较少。
    正例：与上年持平，主要原因是接待任务与上年相当。
    """
    for claim in disclosure.claims:
        direction = claim.direction or claim.rate_direction
        moved = claim.change or claim.rate
        if claim.reason is None or direction is None or moved is None:
            continue
        said = _contradiction(claim, direction, moved)
        if said is None:
            yield Passed() if _speaks(claim.reason) else Undecided(Reason.NOT_RECOGNISED, "原因没有说明增减")
            continue
        name = disclosure.subject_name(claim) if claim.subject else item_before(claim.section, claim.start) or claim.subject_text
        words = {Direction.UP: "增加", Direction.DOWN: "减少", Direction.FLAT: "持平"}[direction]
        yield fail(
            f"“{claim.section.label}”称{name}{words} {moved.text}，原因为“{claim.reason}”，{said}。原文：{claim.sentence}",
            certainty=Certainty.SUSPECTED,
            address=f"{claim.address}/reason",
            formula=f"{words} {moved.text}；{claim.reason}",
            actual=moved,
            evidence=(Evidence.of_claim(claim, Role.ACTUAL), _reason(claim)),
            cause=direction_cause(claim),
        )


def _reason(claim: Claim) -> Evidence:
    """The sentence that states the reason, as printed."""
    text = prose(claim.section)
    at = max(text.find(claim.reason or "", claim.start), claim.start)
    return Evidence.of_text(claim.section, at, sentence_at(text, at), Role.CONTEXT)


def _speaks(reason: str) -> bool:
    return any(p.search(reason) for p in (_CHANGED, _SAVING, _SAME, _LAST)) or bool(re.search(r"增|减|提高|下降|新", reason))


def _contradiction(claim: Claim, direction: Direction, moved: Figure) -> str | None:
    reason = (claim.reason or "").rstrip("。，； ")
    change = _CHANGED.search(reason)
    upward = change["word"] in _UPWARD if change else None
    if moved.value == 0:
        if claim.rate is not None and claim.rate.value:
            return None
        if _LAST.search(reason):
            return "金额没有变动，原因却说两年不同"
        return "金额没有变动，原因却说有变动" if change and not _SAME.search(reason) and not _OPEN.search(reason) else None
    if _OPEN.search(reason) or _LAST.search(reason) or (claim.rate is not None and claim.rate.value == 0):
        return None
    if direction is Direction.UP and (upward is False or (upward is None and _SAVING.search(reason))):
        return "金额增加，原因却说减少"
    if direction is Direction.DOWN and upward and not _SAVING.search(reason):
        return "金额减少，原因却说增加"
    return None
