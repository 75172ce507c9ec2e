"""Another year's wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Kind,
    Passed,
    Place,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import P
from ...wording import lines, sentence_at

_YEAR = r"(?P<year>20\d\d)年(?:度)?"
_TITLED = re.compile(rf"{_YEAR}[^，。；：]{{0,40}}(?:预算|决算|概况)[^，。；：]{{0,16}}$")
_ANY_YEAR = r"20\d\d(?=年)"
_ELSEWHERE = re.compile(r"上年|结转|执行|比较|对比|以前|工作|任务|目标|任期|自评|评价|成效")
_STATED = re.compile(
    rf"(?<![比较与和由从自至、（〔《\d-]){_YEAR}(?:所有收入和支出均纳入|收支总预算|财政拨款收支总预算|财政拨款收入总计|收入总计|支出总计|"
    r"(?:财政拨款|一般公共预算)“三公”经费(?:预算)?数为|一般公共预算(?:当年)?拨款(?:合计)?\d|一般公共预算基本支出\d|(?:支出|收入)预算\d)"
)

_BOTH = re.compile(r"(?P<a>20\d\d)年(?:度)?(?:预算)?[与和、](?P<b>20\d\d)年(?:度)?(?:预算)?(?:均|都)(?=没有|未|无|不)")


@rule(id="text.other-year", title="其他年度的用语", severity=Severity.WARNING, basis=[P], compares=False)
def other_year(disclosure: Disclosure) -> Iterator[Verdict]:
    """标题、表名和说明本年收支的句子，写的是本年度。

    讲上年、结转、执行情况、工作任务的标题，以及作比较的句子不在此列；“X 年与 Y 年均未安排”中较晚的一年应为本年度。

    无法判断：年度不明，或标题和句子都不写年度，或多数写的是另一年度。

    错例：2024 年的预算公开，标题为“2023 年单位预算情况说明”。
    正例：标题为“2024 年单位预算情况说明”。
    """
    own = disclosure.identity.fiscal_year
    if own is None:
        yield Undecided(Reason.IDENTITY_UNKNOWN, "年度不明")
        return
    stated = list(_stated(disclosure))
    odd = [s for s in stated if not (s[0] == own or (disclosure.identity.kind is Kind.FINAL and s[0] == own + 1))]
    yield Passed(len(stated) - len(odd))
    if not stated:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "标题和说明都没有写年度")
    if len(odd) * 2 > len(stated):
        yield Undecided(Reason.IDENTITY_UNKNOWN, f"多数标题和句子写的不是 {own} 年，年度可能识别有误")
        return
    for year, shown, where, place in odd:
        yield fail(
            f"{where}写的是 {year} 年，本文件为 {own} 年。原文：{shown}",
            address=f"text/year/{where}",
            evidence=Evidence(Role.ACTUAL, shown, place, section=where),
        )


def _stated(disclosure: Disclosure) -> Iterator[tuple[int, str, str, Place]]:
    for section in disclosure.sections:
        title = label_key(section.title)
        m = _TITLED.search(title)
        if m and len(re.findall(_ANY_YEAR, title)) == 1 and not _ELSEWHERE.search(title):
            yield int(m["year"]), section.title, "标题", section.place_at(0)
    for statement in disclosure.statements:
        title = label_key(statement.table.title or "")
        m = re.search(_YEAR, title)
        if m and statement.id != "unknown" and len(re.findall(_ANY_YEAR, title)) == 1 and not _ELSEWHERE.search(title):
            yield int(m["year"]), statement.table.title or "", "表名", statement.table.place
    for line in lines(disclosure):
        if line.glossary or line.section.part == "overview":
            continue
        for m in _BOTH.finditer(line.text):
            yield max(int(m["a"]), int(m["b"])), sentence_at(line.text, m.start()), f"“{line.section.label}”", line.place
        for m in _STATED.finditer(line.text):
            sentence = sentence_at(line.text, m.start())
            years = set(re.findall(_ANY_YEAR, sentence))
            if len(years) == 1 and not re.search(r"上年|去年|相比|持平", sentence[: sentence.find(m[0]) + 1]):
                yield int(m["year"]), sentence, f"“{line.section.label}”", line.place
