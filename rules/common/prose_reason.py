"""Reasons against the changes that they explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Certainty, Claim, Direction, Disclosure, Evidence, Finding, Passed, Reason, Role, Severity, Undecided, Verdict, rule
from ..legal import P

_ID, _TITLE = "prose.reason", "增减原因与增减方向"
_UP = re.compile(r"增加|增长|提高|新增|上调|上涨|增多|扩大|增支|调增")
_DOWN = re.compile(r"减少|下降|降低|压减|压缩|缩减|取消|厉行节约|减支|调减|减员|削减")
_LAST = re.compile(r"(?:上年|去年|20\d\d年)(?!相比|比)[^，。；]{0,16}?(?:较少|较多|较低|较高|偏少|偏多|增加|减少|不足)")
_SAME = re.compile(r"无变化|未变|不变|一致|持平|相同|相当|均(?:未|无|没有|为)|没有|未安排|无|未发生|统一|按|据实|固定|稳定|不存在|上交")
_MIXED = re.compile(r"退休|调整|变动|增减|结构|基数|转|划|合并|节约|任务|业务|政策|标准")


@rule(id=_ID, title=_TITLE, severity=Severity.WARNING, basis=[P])
def prose_reason(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述原因与所述增减方向相符：没有变动的，原因不说有变动；增加的，原因不是只说减少；减少的，原因不是只说增加。

    原因同时说到增减，或说到退休、调整、划转等两可情形的，不作判断。

    无法判断：没有写原因，或原因两可。

    错例：比上年减少 0 万元，主要原因是上年公务接待费预算较少。
    正例：与上年持平，主要原因是接待任务与上年相当。
    """
    for claim in disclosure.claims:
        if claim.reason is None or claim.direction is None or claim.change is None:
            continue
        said = _contradiction(claim)
        if said is None:
            yield Passed() if _speaks(claim.reason) else Undecided(Reason.NOT_RECOGNISED, "原因没有说明增减")
            continue
        words = {Direction.UP: "增加", Direction.DOWN: "减少", Direction.FLAT: "持平"}[claim.direction]
        yield Finding(
            rule=_ID,
            title=_TITLE,
            severity=Severity.WARNING,
            certainty=Certainty.SUSPECTED,
            message=f"“{claim.section.title}”称{disclosure.subject_name(claim)}{words} {claim.change.text}，原因为“{claim.reason}”，{said}。原文：{claim.sentence}",
            address=f"{claim.address}/reason",
            formula=f"{words} {claim.change.text}；{claim.reason}",
            actual=claim.change.value,
            unit=claim.change.unit,
            evidence=(Evidence.of_claim(claim, Role.ACTUAL), Evidence.of_text(claim.section, claim.start, f"原因：{claim.reason}", Role.CONTEXT)),
        )


def _speaks(reason: str) -> bool:
    return bool(_UP.search(reason) or _DOWN.search(reason) or _SAME.search(reason) or _LAST.search(reason))


def _contradiction(claim: Claim) -> str | None:
    reason, change = claim.reason or "", claim.change
    assert change is not None
    if change.value == 0:
        if claim.rate is not None and claim.rate.value:
            return None
        if _LAST.search(reason):
            return "金额没有变动，原因却说两年不同"
        if _SAME.search(reason) or _MIXED.search(reason):
            return None
        return "金额没有变动，原因却说有变动" if _UP.search(reason) or _DOWN.search(reason) else None
    if _LAST.search(reason) or _MIXED.search(re.sub(r"厉行节约", "", reason)):
        return None
    up, down = _UP.search(reason), _DOWN.search(reason)
    if claim.direction is Direction.UP and down and not up:
        return "金额增加，原因却只说减少"
    if claim.direction is Direction.DOWN and up and not down and not re.search(r"节约|过紧日子|控制", reason):
        return "金额减少，原因却只说增加"
    return None
