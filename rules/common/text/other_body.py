"""Another body's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Level,
    Passed,
    Place,
    Reason,
    Role,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
    squeeze,
)
from ...legal import P
from ...wording import bare, body_names, likeness, lines

_SUBJECT = re.compile(r"^关于(?P<body>[^，。；：]{3,40}?)(?:部门|单位)?(?:20\d\d年)")
_SPOKEN = re.compile(
    r"^(?:20\d\d年(?:度)?，)?(?P<body>(?!根据|按照|依据|经|由|截至|其中|关于)[\u4e00-\u9fff（）]{4,40}?)(?:部门|单位|（本级）|本级)?"
    r"(?=20\d\d年(?:度)?(?:的?机关运行经费|收支|收入|支出|财政拨款|一般公共|政府性|国有|政府采购|无|没有|未)|政府采购预算|面向中小企业|(?:收入|支出)预算\d)"
)
_LABEL = re.compile(r"^(?:预算单位|单位名称|(?P<department>部门名称)|填报单位)(?:（盖章）)?[:：]?$")
_NAMED = re.compile(r"(?:局|委员会|厅|办公室|中心|街道办事处|人民政府|法院|检察院|学校|医院|院|所|站|队|协会|联合会)(?:（[^（）]{1,6}）)?$")


@rule(id="text.other-body", title="其他单位的名称", severity=Severity.WARNING, basis=[P], compares=False)
def other_body(disclosure: Disclosure) -> Iterator[Verdict]:
    """表头的编制单位、“关于某单位某年…的说明”等标题、说明本单位收支的句子、绩效表的预算单位，写的是本单位。

    全称与简称、带上级区划与不带的视为同一单位。部门公开件列出的下属单位不能由此排除，列为疑似。

    无法判断：没有写明编制单位，标题中也没有单位名称；或多数写的是同一个其他单位（可能是主管部门）。

    错例：某县民政局的公开件，表三的编制单位为该县财政局。
    正例：各表的编制单位都是本单位。
    """
    names = body_names(disclosure)
    if not names:
        yield Undecided(Reason.IDENTITY_UNKNOWN, "单位不明")
        return
    found = list(_printed(disclosure))
    if not found:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明编制单位，标题中没有单位名称")
    odd = [f for f in found if _is_other(f[0], names)]
    yield Passed(len(found) - len(odd))
    if len(odd) * 2 > len(found):
        # The department above it may be named throughout: then it is no slip.
        yield Undecided(Reason.IDENTITY_UNKNOWN, f"多数表头和标题写的是“{odd[0][0]}”")
        return
    for printed, where, place in odd:
        unit = disclosure.identity.level is Level.UNIT
        yield fail(
            f"{where}写的是“{printed}”，本文件的单位是“{disclosure.identity.body}”。",
            severity=Severity.WARNING if unit else Severity.INFO,
            certainty=Certainty.CERTAIN if unit else Certainty.SUSPECTED,
            address=f"text/body/{where}",
            evidence=Evidence(Role.ACTUAL, printed, place, section=where),
        )


def _printed(disclosure: Disclosure) -> Iterator[tuple[str, str, Place]]:
    for statement in disclosure.statements:
        if statement.table.maker:
            yield statement.table.maker, f"{statement.title}的编制单位", statement.table.place
    for section in disclosure.sections:
        title = re.sub(r"^[一二三四五六七八九十]+、", "", section.title)
        if m := _SUBJECT.match(title):
            yield m["body"], f"“{section.label}”", section.place_at(0)
    for line in lines(disclosure):
        if not line.glossary and line.section.part != "overview" and (m := _SPOKEN.match(line.text)) and _NAMED.search(m["body"]):
            yield m["body"], f"“{line.section.label}”的文字", line.place
    for statement in disclosure.statements:
        if statement.layout == "indicators" and statement.table.status is TableStatus.READ:
            yield from _of_form(statement, unit=disclosure.identity.level is Level.UNIT)


def _of_form(statement: Statement, *, unit: bool) -> Iterator[tuple[str, str, Place]]:
    """The body that a performance form names beside its label; 部门名称 in a unit's form is the department above it."""
    for row in statement.table.grid()[:6]:
        at = next(
            (c for c, text in enumerate(row) if text and (m := _LABEL.match(label_key(text))) and not (unit and m["department"])), None
        )
        name = next((t for t in row[at + 1 :] if t), None) if at is not None else None
        if name:
            yield squeeze(name), f"{statement.title}的“{row[at or 0]}”", statement.table.place
            return


def _is_other(printed: str, names: set[str]) -> bool:
    key = bare(printed)
    return bool(_NAMED.search(printed)) and not any(key in n or n in key for n in names) and not _alike(key, names)


def _alike(key: str, names: set[str]) -> bool:
    """A short form of the body (医保局 for 医疗保障局) or a slip of one character, not another body."""
    return any(likeness(key, n) >= 0.6 or set(key) <= set(n) for n in names)
