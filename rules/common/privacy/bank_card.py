"""Numbers of people's bank cards in what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, is_card_number, mask, rule
from ...legal import D15
from .search import texts

_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{3})?(?![\d.A-Za-z])")
_WORDS = re.compile(r"卡号|账号|帐号|银行|收款|开户")


@rule(id="privacy.bank-card", title="个人银行卡号", severity=Severity.ERROR, basis=[D15], compares=False)
def privacy_bank_card(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开内容中没有银行卡号（十六位或十九位，以校验码确认，文字中写明卡号、账号或银行）。

    单位的对公账号没有这样的校验码，不报告。所有公开展示的内容中号码均已遮盖。

    错例：补贴发放表印有收款人的银行卡号。
    正例：没有银行卡号。
    """
    ordinal = 0
    headed = {t.title for t in disclosure.document.tables if any(_WORDS.search(c.text) for c in t.cells if c.row < max(1, t.header_rows))}
    for text, place, table, row in texts(disclosure):
        for m in _NUMBER.finditer(text):
            before = re.split(r"[。；，]", text[: m.start()])[-1]
            called = _WORDS.search(before) or (row is not None and table in headed and m[0] == text.strip())
            if called and is_card_number(re.sub(r"\D", "", m[0])):
                ordinal += 1
                yield fail(
                    f"公开内容中出现银行卡号 {mask(m[0])}。不应公开。",
                    address="privacy",
                    evidence=Evidence(Role.ACTUAL, mask(m[0]), place, table=table, row=row),
                )
    if not ordinal:
        yield Passed()
