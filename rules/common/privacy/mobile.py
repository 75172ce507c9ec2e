"""Mobile numbers in what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Severity, Verdict, rule
from ...legal import D15
from .search import numbers_found

_TITLE = "手机号码"
_NUMBER = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.])")


@rule(id="privacy.mobile", title=_TITLE, severity=Severity.INFO, basis=[D15], compares=False)
def privacy_mobile(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开内容中没有手机号码。

    机关也可能以手机作公务电话，故只作提示；所有公开展示的内容中号码均已遮盖。

    错例：绩效目标表的联系电话一栏印有十一位手机号码。
    正例：印办公室座机号码，或不印号码。
    """
    yield from numbers_found(disclosure, _NUMBER, _TITLE, "请核对是否为公务电话，是否应当公开。")
