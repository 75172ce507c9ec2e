"""Performance forms whose grid was lost: a run of names and targets in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model.disclosure import Claim, Section, Statement
from ..model.document import Place, TableStatus
from ..model.figure import parse_figure
from ..model.text import label_key, squeeze

_BEGIN = re.compile(r"三级指标(?:年度)?(?:指标值)(?:（[^）]*）)?")
_UNIT = r"%|万人次|万人|人次|万元/月|万元/年|元/人/年|元/人|万元|元|工作日|个月|平方米|公里|人|个|家|套|份|次|台|辆|天|年|月|项|件|户|场|期|篇|条|名|所|批|起|班次"
_TARGET = re.compile(
    rf"(?P<name>[\u4e00-\u9fff（）、“”A-Za-z]{{2,60}}?)(?P<comparator>>=|<=|≥|≤|=|>|<)(?P<number>\d+(?:\.\d+)?)(?P<unit>{_UNIT})?"
)
_LEVEL = re.compile(
    r"^.*(?:产出|效益|数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|满意度|服务对象满意度)指标"
)
"""Levels before a name, and what is left of a target in words before them."""


def lost_forms(statements: Iterable[Statement]) -> Iterator[tuple[int, Section]]:
    """Target forms of which only the lines were read, each as the run of text that the conversion left of it.

    With the ordinal of its statement.
    """
    for statement in statements:
        if statement.layout != "indicators" or statement.id == "self_evaluation" or statement.table.status is not TableStatus.UNREAD:
            continue
        text = ""
        offsets: list[tuple[int, Place]] = []
        for cell in statement.table.cells:
            if line := squeeze(cell.text):
                offsets.append((len(text), cell.place))
                text += line
        yield statement.ordinal, Section((statement.title,), "performance", text, tuple(offsets), "explanation")


def flat_targets(section: Section) -> Iterator[tuple[Claim, int]]:
    """Targets in a section whose text holds the heads of a form and then names with values.

    Each is a claim on ``indicator:NAME``, with the offset of its number. Levels before the name are left out.
    """
    for begin in _BEGIN.finditer(section.text):
        stop = section.text.find("\n", begin.end())
        for m in _TARGET.finditer(section.text, begin.end(), stop if stop >= 0 else len(section.text)):
            level = _LEVEL.match(m["name"])
            name = m["name"][level.end() if level else 0 :]
            figure = parse_figure(m["number"], m["unit"])
            sentence = f"{name}{m['comparator']}{m['number']}{m['unit'] or ''}"
            claim = Claim(
                section, f"indicator:{label_key(name)}", name, sentence, m.start("name") + (level.end() if level else 0), value=figure
            )
            yield claim, m.start("number")
