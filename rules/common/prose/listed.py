"""A list of parts behind an amount, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Figure,
    Interval,
    Passed,
    Print,
    Relation,
    Role,
    Severity,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import P
from ...numbers import prose

_OPENS = re.compile(r"其中[:：]?|(?:主要)?包括[:：]?")
_BEHIND = re.compile(r"(?:元|%|持平)[，（]?$")
"""The opener stands right behind the amount or its change: 支出包括 behind the amounts of the income lists something else."""
_ENDS = re.compile(r"[。\n]")
_NESTED = re.compile(r"[（(][^）)]*(?:其中|含|包括)|含[^，。；]{2,}|其中|合计|小计|共计")
"""What makes a list one of parts and parts of parts."""

_PLANNED = re.compile(r"(?:年初|全年|调整|调整后)?预算数?$")


@rule(id="prose.listed", title="所列各项与其总额", severity=Severity.WARNING, basis=[P])
def prose_listed(disclosure: Disclosure) -> Iterator[Verdict]:
    """“某项金额，其中：甲若干；乙若干”：所列各项相加不大于其总额。总额是“其中”之前最近的金额，不论其名称是否为报表所有。

    只看一句之内、没有再分层（含、其中、小计）的并列各项。其中一项等于其后各项之和的，视为其下级，不重复相加。

    错例：采购预算 45.00 万元，其中：预留份额 38.00 万元，其他 12.00 万元。
    正例：采购预算 45.00 万元，其中：预留份额 38.00 万元，其他 7.00 万元。
    """
    for section in dict.fromkeys(c.section for c in disclosure.claims if c.section.part != "glossary"):
        text = prose(section)
        claims = [c for c in disclosure.claims if c.section is section and c.value is not None and c.value.is_money]
        for m in _OPENS.finditer(text):
            end = ends.start() if (ends := _ENDS.search(text, m.end())) else len(text)
            begin = max(text.rfind(c, 0, m.start()) for c in "。\n") + 1
            before = [c for c in claims if begin <= c.start < m.start()]
            parts = [c for c in claims if m.end() <= c.start < end]
            if (
                before
                and _BEHIND.search(text[begin : m.start()])
                and len(parts) > 1
                and not _NESTED.search(text, m.end(), end)
                and "." not in (before[-1].subject or "")
            ):
                yield from _compare(disclosure, before[-1], parts)


def _compare(disclosure: Disclosure, whole: Claim, parts: list[Claim]) -> Iterator[Verdict]:
    assert whole.value is not None
    listed = _siblings([(c, c.value) for c in _spent(parts) if c.value is not None])
    figures = [f for _, f in listed]
    result = compare_sum(whole.value, figures)
    tested = Relation.at_most([Print.of_claim(c) for c, _ in listed], Print.of_claim(whole))
    if not result.differs or result.expected <= result.actual:
        yield Passed(1, (tested,))
        return
    shares = [c.share for c, _ in listed]
    whole_shares = None not in shares and Interval.total(s.interval() for s in shares if s).meets(Interval.exact(100))
    names = "、".join(disclosure.subject_name(c) for c, _ in listed)
    yield fail(
        f"“{whole.section.label}”称{disclosure.subject_name(whole)} {whole.value}，其中所列{names}相加为 {result.expected}，大于总额。原文：{whole.sentence}",
        address=f"{whole.address}/listed",
        formula=f"{figures_text(figures)} = {result.expected} > {whole.value.text}",
        actual=whole.value,
        certainty=Certainty.CERTAIN if whole_shares or len(listed) == 2 else Certainty.SUSPECTED,
        evidence=(Evidence.of_claim(whole, Role.ACTUAL), *(Evidence.of_claim(c) for c, _ in listed)),
        tested=tested,
    )


def _spent(parts: list[Claim]) -> list[Claim]:
    """Of a list that states what was planned and what was spent (全年预算数2万元，决算数1万元), what was spent."""
    planned = [c for c in parts if _PLANNED.search(c.subject_text) or (c.subject or "").endswith("_budget")]
    spent = [c for c in parts if c not in planned]
    return spent if any("决算" in c.subject_text or (c.subject or "").endswith(".actual") for c in spent) else parts


def _siblings(items: list[tuple[Claim, Figure]]) -> list[tuple[Claim, Figure]]:
    """The items without those that add up to the one before them: parts of a part."""
    for k in range(len(items)):
        for n in range(k + 2, len(items)):
            if not compare_sum(items[k][1], [f for _, f in items[k + 1 : n + 1]]).differs:
                return _siblings([*items[: k + 1], *items[n + 1 :]])
    return items
