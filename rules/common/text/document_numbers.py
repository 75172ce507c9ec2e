"""The year in the number of an official document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Evidence, Passed, Place, Role, Severity, Table, Verdict, fail, rule, squeeze
from ...legal import GB9704
from ...wording import printed_texts, printed_whole

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}(?P<open>[【《〈「（〔])(?:19|20)\d{2}年?[】》〉」）〕]第?\d{1,5}号")
_YEAR = re.compile(r"[【《〈「（〔](?:19|20)\d{2}年?[】》〉」）〕]")
_BEFORE = re.compile(r"^.*(?:根据|依据|按照|依照|参照|执行|印发|的|和|与|及|或)(?=[\u4e00-\u9fff]{2})")
_KEYBOARD = re.compile(r"[\u4e00-\u9fff]{2,12}\[(?:19|20)\d{2}年?\]第?\d{1,5}号")
_USUAL = "（〔"
"""Round brackets are what many keyboards have for 〔〕: shown beside others, never reported alone."""


@rule(id="text.document-numbers", title="发文字号的年份括号", severity=Severity.INFO, basis=[GB9704], compares=False)
def document_numbers(disclosure: Disclosure) -> Iterator[Verdict]:
    """发文字号中的年份用六角括号“〔〕”括入，不用“【】”“《》”等。

    只用圆括号的不报告；有其他括号的（包括半角方括号“[]”），合并为一条，只作提示。

    错例：依据虚财社【2023】15 号文件。
    正例：依据虚财社〔2023〕15 号文件。
    """
    if not _YEAR.search(printed_whole(disclosure)):
        return
    found = _half_width(disclosure) + [
        (shown := _BEFORE.sub("", m[0]), m["open"], Evidence(Role.ACTUAL, shown, place, table=table))
        for text, place, table in printed_texts(disclosure)
        if "号" in text
        for m in _NUMBER.finditer(text)
    ]
    wrong = [(text, e) for text, bracket, e in found if bracket not in _USUAL]
    if not wrong:
        if found:
            yield Passed(len(found))
        return
    shown = "、".join(f"“{text}”" for text in list(dict.fromkeys(text for text, _ in wrong))[:5])
    yield fail(
        f"发文字号的年份没有用六角括号“〔〕”（{len(wrong)} 处）：{shown}。",
        address="text/document-numbers",
        evidence=tuple(e for _, e in wrong[:20]),
    )


def _half_width(disclosure: Disclosure) -> list[tuple[str, str, Evidence]]:
    """Numbers with the square brackets of a keyboard; what all texts are compared in has them as 〔〕."""
    found: list[tuple[str, str, Evidence]] = []
    for text, place, table in _as_printed(disclosure):
        for m in _KEYBOARD.finditer(text) if "[" in text else ():
            shown = _BEFORE.sub("", m[0])
            found.append((shown, "[", Evidence(Role.ACTUAL, shown, place, table=table)))
    return found


def _as_printed(disclosure: Disclosure) -> Iterator[tuple[str, Place, str | None]]:
    for block in disclosure.document.blocks:
        if isinstance(block, Table):
            yield from ((squeeze(c.text), c.place, block.title) for c in block.cells if "[" in c.text)
        else:
            yield squeeze(block.text), block.place, None
