"""Performance forms whose grid was lost: a run of names and targets in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.disclosure import Claim, Section
from ..model.figure import parse_figure
from ..model.text import label_key

_BEGIN = re.compile(r"三级指标(?:年度)?(?:指标值)(?:（[^）]*）)?")
_UNIT = r"%|万人次|万人|人次|万元/月|万元/年|元/人/年|元/人|万元|元|工作日|个月|平方米|公里|人|个|家|套|份|次|台|辆|天|年|月|项|件|户|场|期|篇|条|名|所|批|起|班次"
_TARGET = re.compile(
    rf"(?P<name>[\u4e00-\u9fff（）、“”A-Za-z]{{2,60}}?)(?P<comparator>>=|<=|≥|≤|=|>|<)(?P<number>\d+(?:\.\d+)?)(?P<unit>{_UNIT})?"
)
_LEVEL = re.compile(
    r"^(?:产出指标|效益指标|满意度指标|成本指标)?(?:(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|满意度|服务对象满意度)指标)?"
)


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
