"""A reason that says nothing was arranged, beside an amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Claim, Disclosure, Evidence, Kind, Passed, Reason, Role, Scope, Severity, Undecided, Verdict, fail, rule
from ..legal import P

_WORDS = {"abroad": "出国", "vehicle_purchase": "购置", "vehicle_running": "运行", "reception": "接待"}
_NONE = re.compile(r"(?:未安排|没有安排|未编制|均无|无)(?P<what>[^，。；]{0,16})$")
_ABOUT_PAST = re.compile(r"上年|上一年|去年|本年新增|调整|统一|\d{4}年(?!与|和|、)")
"""What makes the words of a reason those of one year, or of another arrangement."""


@rule(
    id="xinjiang.three-public-reasons",
    title="“三公”经费的原因与金额",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def three_public_reasons(disclosure: Disclosure) -> Iterator[Verdict]:
    """“三公”经费各项的原因写“均未安排”“未安排”的，该项本年预算数为 0，增减额也为 0。

    新疆模板逐项写出因公出国（境）费、公务用车购置费、公务用车运行费、公务接待费的增减和原因。原因只说其中一年、或说统一安排和调整的，不作判断。

    无法判断：没有逐项写原因，或没有写该项的预算数。

    错例：公务接待费 3.00 万元；主要原因是两年均未安排公务接待费。
    正例：公务接待费 0.00 万元；主要原因是两年均未安排公务接待费。
    """
    claims = [c for c in disclosure.claims if c.section.id == "three_public"]
    compared = False
    for item, word in _WORDS.items():
        mine = [c for c in claims if c.subject == item]
        explained = next((c for c in mine if c.reason and _says_none(c.reason, word)), None)
        if explained is None or _ABOUT_PAST.search(_without_both_years(explained.reason or "")):
            continue
        amount = next((c for c in mine if c.value is not None), None)
        compared = True
        odd = [c for c in dict.fromkeys((amount, explained)) if c is not None and _is_some(c)]
        if not odd:
            yield Passed()
            continue
        first = odd[0]
        yield fail(
            message=f"“{first.section.title}”称{first.subject_text}{_shown(first)}，原因却是“{explained.reason}”，不一致。原文：{first.sentence}",
            address=f"{first.address}/reason",
            evidence=tuple(Evidence.of_claim(c, Role.ACTUAL if c is first else Role.OPERAND) for c in dict.fromkeys((first, explained))),
        )
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有逐项写未安排的原因")


def _says_none(reason: str, word: str) -> bool:
    """Whether the reason ends by saying that there is none, and of nothing else than the item itself."""
    m = _NONE.search(reason.rstrip("。；"))
    return m is not None and (not m["what"] or word in m["what"])


def _without_both_years(reason: str) -> str:
    """The reason without the two years that it names together (2023年与2024年)."""
    return re.sub(r"\d{4}年?(?:度)?[与和、及]\d{4}年(?:度)?", "", reason)


def _is_some(claim: Claim) -> bool:
    return bool((claim.value and claim.value.value) or (claim.change and claim.change.value))


def _shown(claim: Claim) -> str:
    return f"为 {claim.value.text}" if claim.value and claim.value.value else f"增减 {claim.change.text}" if claim.change else ""
