"""Identity numbers in what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Severity, Verdict, rule
from ...legal import D15
from .search import numbers_found

_TITLE = "身份证号码"
_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@rule(id="privacy.id-number", title=_TITLE, severity=Severity.ERROR, basis=[D15], compares=False)
def privacy_id_number(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开内容中没有公民身份号码（以校验码确认）。

    所有公开展示的内容中号码均已遮盖。

    错例：人员名单中印有十八位身份证号码。
    正例：没有身份证号码。
    """
    yield from numbers_found(disclosure, _NUMBER, _TITLE, "不应公开。", _is_identity_number)


def _is_identity_number(text: str) -> bool:
    """The check digit of GB 11643."""
    total = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17].upper()
