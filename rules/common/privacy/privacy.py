"""Personal data in what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Evidence, Finding, Paragraph, Passed, Place, Role, Severity, Table, Verdict, rule
from ....core.model.documents.privacy import HOME, is_card_number, mask
from ...legal import D15

_MOBILE, _MOBILE_TITLE = "privacy.mobile", "手机号码"
_ID_NUMBER, _ID_TITLE = "privacy.id-number", "身份证号码"
_CARD, _CARD_TITLE = "privacy.bank-card", "个人银行卡号"
_HOME, _HOME_TITLE = "privacy.home-address", "家庭住址"
_CARD_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{3})?(?![\d.A-Za-z])")
_CARD_WORDS = re.compile(r"卡号|账号|帐号|银行|收款|开户")
_MOBILE_NUMBER = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.])")
_IDENTITY_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _texts(disclosure: Disclosure) -> Iterator[tuple[str, Place, str | None, str | None]]:
    """Every text of the document with its place, table title and row label."""
    for block in disclosure.document.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place, None, None
        elif isinstance(block, Table):
            for cell in block.cells:
                if len(cell.text) >= 11:
                    yield cell.text, cell.place, block.title, f"第 {cell.row + 1} 行"


def _is_identity_number(text: str) -> bool:
    """The check digit of GB 11643."""
    total = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17].upper()


def _search(
    disclosure: Disclosure, pattern: re.Pattern[str], rule_id: str, title: str, severity: Severity, words: str
) -> Iterator[Verdict]:
    ordinal = 0
    for text, place, table, row in _texts(disclosure):
        for m in pattern.finditer(text):
            if rule_id == _ID_NUMBER and not _is_identity_number(m[0]):
                continue
            ordinal += 1
            yield Finding(
                rule=rule_id,
                title=title,
                severity=severity,
                message=f"公开内容中出现{title} {mask(m[0])}。{words}",
                address="privacy",
                evidence=(Evidence(Role.ACTUAL, mask(m[0]), place, table=table, row=row),),
            )
    if not ordinal:
        yield Passed()


@rule(id=_MOBILE, title=_MOBILE_TITLE, severity=Severity.INFO, basis=[D15])
def privacy_mobile(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开内容中没有手机号码。

    机关也可能以手机作公务电话，故只作提示；所有公开展示的内容中号码均已遮盖。

    错例：绩效目标表的联系电话一栏印有十一位手机号码。
    正例：印办公室座机号码，或不印号码。
    """
    yield from _search(disclosure, _MOBILE_NUMBER, _MOBILE, _MOBILE_TITLE, Severity.INFO, "请核对是否为公务电话，是否应当公开。")


@rule(id=_ID_NUMBER, title=_ID_TITLE, severity=Severity.ERROR, basis=[D15])
def privacy_id_number(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开内容中没有公民身份号码（以校验码确认）。

    所有公开展示的内容中号码均已遮盖。

    错例：人员名单中印有十八位身份证号码。
    正例：没有身份证号码。
    """
    yield from _search(disclosure, _IDENTITY_NUMBER, _ID_NUMBER, _ID_TITLE, Severity.ERROR, "不应公开。")


@rule(id=_CARD, title=_CARD_TITLE, severity=Severity.ERROR, basis=[D15])
def privacy_bank_card(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开内容中没有银行卡号（十六位或十九位，以校验码确认，文字中写明卡号、账号或银行）。

    单位的对公账号没有这样的校验码，不报告。所有公开展示的内容中号码均已遮盖。

    错例：补贴发放表印有收款人的银行卡号。
    正例：没有银行卡号。
    """
    ordinal = 0
    headed = {
        t.title for t in disclosure.document.tables if any(_CARD_WORDS.search(c.text) for c in t.cells if c.row < max(1, t.header_rows))
    }
    for text, place, table, row in _texts(disclosure):
        for m in _CARD_NUMBER.finditer(text):
            before = re.split(r"[。；，]", text[: m.start()])[-1]
            called = _CARD_WORDS.search(before) or (row is not None and table in headed and m[0] == text.strip())
            if called and is_card_number(re.sub(r"\D", "", m[0])):
                ordinal += 1
                yield Finding(
                    rule=_CARD,
                    title=_CARD_TITLE,
                    severity=Severity.ERROR,
                    message=f"公开内容中出现银行卡号 {mask(m[0])}。不应公开。",
                    address="privacy",
                    evidence=(Evidence(Role.ACTUAL, mask(m[0]), place, table=table, row=row),),
                )
    if not ordinal:
        yield Passed()


@rule(id=_HOME, title=_HOME_TITLE, severity=Severity.WARNING, basis=[D15])
def privacy_home_address(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开内容中没有个人的家庭住址。

    以“家庭住址”一类的字样后面写明路、村、门牌为准；单位地址、办公地址不报告。

    错例：补助对象名单写明“家庭住址：虚构街 3 号”。
    正例：只写单位的办公地址。
    """
    found = [(text, place, table, row) for text, place, table, row in _texts(disclosure) if HOME.search(text)]
    if not found:
        yield Passed()
    for _, place, table, row in found:
        yield Finding(
            rule=_HOME,
            title=_HOME_TITLE,
            severity=Severity.WARNING,
            message="公开内容中出现家庭住址（此处不再展示）。请核对是否应当公开。",
            address="privacy/home",
            evidence=(Evidence(Role.ACTUAL, "家庭住址：****", place, table=table, row=row),),
        )
