"""What a note under a table says against the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    LineItem,
    Paragraph,
    Passed,
    Reason,
    Role,
    Severity,
    Statement,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
    title_key,
)
from ...legal import DIR, T
from ...wording import bare, body_names, funds_of, lines
from ..tables.numbers import parse

_EMPTY = re.compile(r"(?:为|是|列)空表|空表列示|无数据")
_NOTHING = re.compile(r"没有|无|未(?:安排|使用|列)")
_FUNDS = ("政府性基金", "国有资本经营", "社会保险基金")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_TABLE_NUMBER = re.compile(r"(?P<number>表[一二三四五六七八九十\d][一二三四五六七八九十\d-]*)(?:为|是)空表")
_TABLE_TITLE = re.compile(r"(?P<title>[^，。；：]{2,40}?表)(?:为|是|列)空表")
_BODY = re.compile(
    r"^(?:备?注[:：]?)?(?:\d[.、])?(?:\d{4}年度?)?(?P<body>[^，。；：\d]{3,30}?(?:局|委员会|厅|办公室|街道办事处|人民政府|法院|检察院))(?=\d{4}|没有|无|未)"
)


@rule(id="completeness.empty-note", title="空表附注与表", severity=Severity.ERROR, basis=[DIR, T], compares=False)
def empty_note(disclosure: Disclosure) -> Iterator[Verdict]:
    """注明“本表为空表”“无数据”的表确实没有数据；附注说的是这张表、这一年度、这个单位。

    表注与文字说明中“某表为空表”的说法都核对；只印有 0 的表视为没有数据。

    错例：表中印有 12.50，表下注“本部门无此项预算，故本表为空表”。
    正例：表中没有数字，表下注“本部门无此项预算，故本表为空表”。
    """
    for statement in disclosure.statements:
        for note in statement.table.notes:
            key = label_key(note.text)
            if _EMPTY.search(key):
                if _stands_elsewhere(disclosure, statement, key):
                    yield Undecided(Reason.NOT_RECOGNISED, f"附注可能属于另一张表：{note.text}")
                    continue
                filled = _filled(statement)
                yield from _note_of_filled(statement, note, filled) if filled else (Passed(),)
                yield from _about_other(disclosure, statement, note, key)
            elif _NOTHING.search(key) and not _stands_elsewhere(disclosure, statement, key):
                yield from _of_other_fund(statement, note, key)
    yield from _said_in_prose(disclosure)


def _stands_elsewhere(disclosure: Disclosure, statement: Statement, key: str) -> bool:
    """Whether a note speaks of the fund of another table that is empty and has no note: the conversion moved it."""
    named, here = set(funds_of(key)), set(funds_of(statement.table.title or ""))
    if not named or named & here:
        return False
    others = (s for s in disclosure.statements if s is not statement and named & set(funds_of(s.table.title or "")))
    return any(not _filled(s) and not s.table.notes for s in others)


def _filled(statement: Statement) -> list[LineItem]:
    return [i for i in statement.items if i.figure.value != 0]


def _note_of_filled(statement: Statement, note: Paragraph, filled: list[LineItem]) -> Iterator[Verdict]:
    first = filled[0]
    yield fail(
        f"{statement.title}：表下注明为空表（“{note.text}”），表中“{first.row.label}”为 {first.figure}，两处不一致。",
        address=f"{statement.id}/note",
        actual=first.figure,
        evidence=(
            Evidence(Role.ACTUAL, note.text, note.place, table=statement.title),
            *(Evidence.of_item(i, statement.title) for i in filled[:5]),
        ),
    )


def _about_other(disclosure: Disclosure, statement: Statement, note: Paragraph, key: str) -> Iterator[Verdict]:
    """The note names another year, table or body."""
    year = disclosure.identity.fiscal_year
    years = {int(y) for y in _YEAR.findall(key)}
    if year is not None and years and year not in years:
        yield _finding(statement, note, f"附注说的是 {min(years)} 年，本文件为 {year} 年", "year")
    number = _TABLE_NUMBER.search(key)
    own = parse(statement.table.number or "")
    if number and own and parse(number["number"]) not in (None, own):
        yield _finding(statement, note, f"附注说的是{number['number']}，这张表是{statement.table.number}", "number")
    title = _TABLE_TITLE.search(key)
    if not title:
        yield from _of_other_fund(statement, note, key)
    if title and statement.table.title:
        named, here = set(funds_of(title["title"])), set(funds_of(statement.table.title))
        if named and here and not named & here:
            yield _finding(statement, note, f"附注说的是“{title['title']}”，这张表是“{statement.table.title}”", "table")
        elif named and not title["title"].endswith(title_key(statement.table.title)):
            words = f"附注称“{_short_title(title['title'])}”，表名为“{statement.table.title}”，写法不同"
            yield replace(_finding(statement, note, words, "title"), severity=Severity.INFO)
    body = _BODY.match(key)
    if body and not _is_own(bare(body["body"]), body_names(disclosure)):
        yield _finding(statement, note, f"附注说的是“{body['body']}”，本文件的单位是“{disclosure.identity.body}”", "body")


def _of_other_fund(statement: Statement, note: Paragraph, key: str) -> Iterator[Verdict]:
    """The note speaks of one fund alone, and the table is that of another."""
    here = {f for f in _FUNDS if f in label_key(statement.table.title or "")}
    named = {f for f in _FUNDS if f in key}
    if here and named and not here & named:
        yield _finding(statement, note, f"附注说的是{'、'.join(sorted(named))}，这张表是“{statement.table.title}”", "table")


def _short_title(title: str) -> str:
    """The title in a sentence that begins with a body or a year: what stands after the last of them."""
    return re.sub(r"^.*(?:\d{4}年度?|[局委厅院]|因此|所以|故)", "", title)


def _is_own(name: str, names: set[str]) -> bool:
    return any(name in n or n in name for n in names) or name.startswith(("本", "我"))


def _finding(statement: Statement, note: Paragraph, words: str, what: str) -> Failed:
    return fail(
        f"{statement.title}：{words}。原文：{note.text}",
        severity=Severity.WARNING,
        certainty=Certainty.CERTAIN if what == "year" else Certainty.SUSPECTED,
        address=f"{statement.id}/note/{what}",
        evidence=Evidence(Role.ACTUAL, note.text, note.place, table=statement.title),
    )


def _said_in_prose(disclosure: Disclosure) -> Iterator[Verdict]:
    """The prose calls a table empty that holds figures."""
    for line in lines(disclosure):
        if line.glossary or "空表" not in line.text:
            continue
        for m in _TABLE_TITLE.finditer(label_key(line.text)):
            named = set(funds_of(m["title"]))
            about = [s for s in disclosure.statements if named and named == set(funds_of(s.table.title or "")) and "绩效" not in s.title]
            for statement in about:
                filled = _filled(statement)
                if not filled:
                    yield Passed()
                    continue
                yield fail(
                    f"“{line.section.label}”称{m['title']}为空表，{statement.title}“{filled[0].row.label}”为 {filled[0].figure}，两处不一致。",
                    address=f"prose/{line.section.id or line.section.title}/{statement.id}/empty",
                    actual=filled[0].figure,
                    evidence=(
                        Evidence(Role.ACTUAL, m[0], line.place, section=line.section.title),
                        *(Evidence.of_item(i, statement.title) for i in filled[:5]),
                    ),
                )
