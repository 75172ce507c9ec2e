"""The body's own name with a character too few or too many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Evidence, Passed, Reason, Role, Severity, Undecided, Verdict, fail, label_key, rule
from ...legal import CONVENTION
from ...wording import printed_texts, printed_whole

_SHORTEST = 7
_OFTEN_LEFT_OUT = "省市县区镇乡州盟旗的和"


@rule(id="text.own-name", title="本单位名称漏字、重字", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def own_name(disclosure: Disclosure) -> Iterator[Verdict]:
    """文中本单位的全称没有漏一个字、重一个字、颠倒相邻的两个字。

    省去“省”“市”“县”等字的是简称，末一字不同的可能是别的单位，只差一个别的字的也可能是别的单位，均不报告。

    无法判断：单位不明，或名称很短。

    错例：本单位为“某县虚构事务局”，文中写作“某县虚构事局”。
    正例：文中写作“某县虚构事务局”。
    """
    name = label_key(disclosure.identity.body or "")
    if len(name) < _SHORTEST or not re.fullmatch(r"[\u4e00-\u9fff]+", name):
        yield Undecided(Reason.IDENTITY_UNKNOWN, "单位不明，或名称很短")
        return
    whole = printed_whole(disclosure)
    slips = [s for s in _slips(name) if s in whole]
    found = {s: [Evidence(Role.ACTUAL, t[:200], p, table=table) for t, p, table in printed_texts(disclosure) if s in t] for s in slips}
    if not found:
        yield Passed()
    for slip, evidence in found.items():
        yield fail(
            f"“{slip}”疑为本单位名称“{name}”之误（{len(evidence)} 处）。原文：{evidence[0].text}",
            address=f"text/own-name/{slip}",
            evidence=tuple(evidence[:10]),
        )


def _slips(name: str) -> set[str]:
    """Ways to misprint a name that leave no doubt which name it is: its last character stands, and what is left is no part of it."""
    inner = range(1, len(name) - 1)
    left_out = {name[:k] + name[k + 1 :] for k in inner if name[k] not in _OFTEN_LEFT_OUT}
    twice = {name[: k + 1] + name[k:] for k in inner}
    turned = {name[:k] + name[k + 1] + name[k] + name[k + 2 :] for k in range(1, len(name) - 2)}
    return {s for s in left_out | twice | turned if s != name and s not in name and name not in s}
