"""Doubled words and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Failed,
    Passed,
    Role,
    Severity,
    Verdict,
    fail,
    rule,
    squeeze,
)
from ...legal import CONVENTION
from ...wording import lines, plain

_WORDS = re.compile(r"(?P<word>[\u4e00-\u9fff]{3,16})(?:(?P=word)|：(?P=word)|(?P<comma>，)(?P=word))")
_CLAUSE = re.compile(r"[，。；：、\n（）]")
_LABELS = re.compile(r"(?P<word>[\u4e00-\u9fff]{3,10}：)(?P=word)")
_MARKS = re.compile(r"(?<!。)。{2}(?!。)|，{2,}|、{2,}|；{2,}|：{2,}|[，、；]。|。[，、；]|、[；，]|，[、；]|；[，、]")
# A term of the field with its first character twice (经经费); not where that character ends the word before (工资资金).
_TERMS = (
    (r"资资金", "工投融物外出合师薪捐集独内注民筹引增"),
    (r"预预算", ""),
    (r"决决算", "裁表判议解"),
    (r"经经费", "已曾财神"),
    (r"支支出", "收开透超列"),
    (r"财财政", "理"),
    (r"采采购", "集"),
    (r"保保障", "医社环担劳参投低五"),
    (r"保保险", "医社环担劳参投低五"),
    (r"公公用", ""),
    (r"拨拨款", "划"),
    (r"国国有", "中全我外"),
    (r"补补助", "增"),
    (r"缴缴费", "收上征应欠代实已补"),
)
_DOUBLED_TERM = re.compile("|".join(f"(?:(?<![{before}]){term})" if before else term for term, before in _TERMS))
_TWICE = re.compile(r"([资预决经支财采保公拨国补缴])\1")
# A form that was read as prose prints 满意度指标 (first level) 满意度指标 (second level).
_NO_WORD = re.compile(r"^(.)\1+$|^(.{1,2})\2+$|指标$")


@rule(id="text.doubled", title="重复的字句和标点", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def doubled_words(disclosure: Disclosure) -> Iterator[Verdict]:
    """没有紧接着重复的词句（主要用于主要用于）和标点（。。、，，）。

    三个字以上的词句紧接着出现两次、常用预算用语的首字印了两遍（经经费）或标点相叠的报告；省略号不算。文字和表格都看，只作提示。

    错例：主要原因是主要原因是人员增加。。
    正例：主要原因是人员增加。
    """
    count = 0
    for line in lines(disclosure):
        for m in _found(line.text):
            count += 1
            shown = _around(line.text, m)
            yield _finding(
                m[0], shown, Evidence(Role.ACTUAL, shown, line.section.place_at(line.start + m.start()), section=line.section.title)
            )
    for statement in disclosure.statements:
        for cell in statement.table.cells:
            if len(cell.text) < 4 or cell.text.isascii():
                continue
            text = plain(squeeze(cell.text))
            for m in _found(text):
                count += 1
                shown = _around(text, m)
                yield _finding(m[0], shown, Evidence(Role.ACTUAL, shown, cell.place, table=statement.title))
    if not count:
        yield Passed()


def _found(text: str) -> Iterator[re.Match[str]]:
    yield from _MARKS.finditer(text)
    if _TWICE.search(text):
        yield from _DOUBLED_TERM.finditer(text)
    if len(text) < 6:
        return
    words = [m for m in _WORDS.finditer(text) if not _NO_WORD.search(m["word"]) and (not m["comma"] or _is_whole(text, m))]
    yield from words
    if text.count("：") > 1:
        # 设立依据：设立依据：… is found as words and as a label.
        yield from (m for m in _LABELS.finditer(text) if not any(w.start() <= m.start() < w.end() for w in words))


def _is_whole(text: str, m: re.Match[str]) -> bool:
    """Whether what stands on both sides of a comma are two whole clauses: 节水改造，节水改造面积 are two statements of one thing."""
    return (not m.start() or bool(_CLAUSE.match(text[m.start() - 1]))) and (m.end() == len(text) or bool(_CLAUSE.match(text[m.end()])))


def _around(text: str, m: re.Match[str]) -> str:
    return text[max(0, m.start() - 30) : m.end() + 40]


def _finding(doubled: str, shown: str, evidence: Evidence) -> Failed:
    what = "标点重叠" if re.match(r"[。，、；：]", doubled) else "字句重复"
    return fail(
        f"{what}：“{doubled}”。原文：{shown}",
        address=f"text/doubled/{evidence.table or evidence.section or ''}/{doubled}",
        evidence=evidence,
    )
