"""Performance forms whose grid was lost: labels, money, an objective and a run of indicators in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from ...model.disclosures.claim import Section
from ...model.disclosures.disclosure import Indicator, Statement
from ...model.disclosures.performance import FundsKind, FundsRow, PerformanceFunds
from ...model.documents.document import Place, TableStatus
from ...model.documents.figure import Figure, parse_figure
from ...model.documents.text import label_key, squeeze
from ..prose.frames import Frame
from ..prose.tokens import Token

GOAL = "project_goal"
_NUMBER = r"(?P<{0}>\d[\d,]*(?:\.\d+)?)"
_HEAD = re.compile(
    r"\s*+".join(
        (
            r"项目名称[:：]?(?P<name>(?:(?!项目名称)[\s\S]){2,80}?)项目资金",
            r"(?:[（(](?P<unit>万元|元)[）)])?",
            r"年度(?:资金|预算)总额[:：]?",
            _NUMBER.format("total"),
            r"其中[:：]?",
            r"财政拨款[:：]?",
            _NUMBER.format("fiscal"),
            r"(?:其他资金[:：]?\s*" + _NUMBER.format("other") + ")?",
        )
    )
)
_BEGIN = re.compile(r"三级指标(?:年度)?指标值(?:[（(][^）)]*[）)])?")
_FIRST = r"(?:产出|效益|满意度|成本|管理效率|履职效能|社会效应|可持续发展能力)指标"
_SECOND = (
    r"(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|可持续发展|满意度|服务对象满意度)指标"
)
_LEVELS = re.compile(rf"(?:(?P<first>{_FIRST})(?=\s*{_SECOND})|(?P<second>{_SECOND}))\s*")
_COMPARATORS = {">=": "≥", "<=": "≤", "＞": ">", "＜": "<", "＝": "="}
_UNIT = (
    r"%|万人次|万人|万份|人次|万元/月|万元/年|元/人/年|元/人/月|元/人年|元/人|元/户|万元|亿元|元|工作日|个月|小时|平方米|公里|人|个|家|套|份|"
    r"次|台|辆|天|年|月|项|件|户|场|期|篇|条|名|所|批|起|班次|亩|座|处|间|吨|本|张|类"
)
_TITLE = re.compile(r"(?:项目|整体|部门|单位)*(?:支出)?(?:预算)?绩效(?:目标|自评)(?:申报)?表")
_GOAL_LABEL = re.compile(r"\s*(?:(?:项目|年度)?总?体?目标|项目总体目标)[:：]?\s*")
_DATE = r"(?:(?<=时间)|(?<=日期)|(?<=期限)|(?<=时限))20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|前|末|之前|以前)*"
_GRADED = ("程度", "情况", "水平", "状况", "生活", "质量", "效果", "作用", "能力")
_ITEM = re.compile(
    r"(?P<name>[^<>=≥≤＜＞＝]{2,60}?)(?:"
    rf"(?P<comparator>>=|<=|[≥≤=><＞＜＝])(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<unit>{_UNIT})?|(?P<date>{_DATE})|"
    rf"(?P<grade>(?:{'|'.join(f'(?<={w})' for w in _GRADED)})(?:良好|较好|好|优秀|优|显著|明显|有效|较高|高)))\s*"
)


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


@dataclass(frozen=True, slots=True)
class FlatForm:
    """A form in the prose: its money, its indicators, and the stretch of text that it takes."""

    section: Section
    funds: PerformanceFunds
    indicators: tuple[Indicator, ...]
    frames: tuple[Frame, ...]


def flat_forms(section: Section, table: int | None = None) -> Iterator[FlatForm]:
    """The forms of a section that the prose holds as one run of labels and values, in order.

    ``table`` is the ordinal of the statement of which only these lines were read.
    """
    if "三级指标" not in section.text and "年度资金总额" not in section.text and "年度预算总额" not in section.text:
        return
    heads = list(_HEAD.finditer(section.text))
    for n, head in enumerate(heads):
        limit = heads[n + 1].start() if n + 1 < len(heads) else len(section.text)
        project = squeeze(head["name"])
        title = _TITLE.search(section.text, head.end(), limit)
        limit = title.start() if title else limit
        begin = _BEGIN.search(section.text, head.end(), limit)
        if begin is None:
            end, found = _line_end(section.text, head.end(), limit), []
        else:
            end = _line_end(section.text, begin.end(), limit)
            found = list(_indicators(section, project, begin.end(), end, table))
        begins = _goal_start(section.text, head.end())
        held = frozenset({head.start(k) for k in ("total", "fiscal", "other") if head[k]} | {at for _, at in found if at is not None})
        frames = (Frame(head.start(), begins, project, _nothing, held), Frame(begins, end, project, _goal, held))
        goal_ends = begin.start() if begin else end
        funds = replace(_funds(section, project, head, table), **_objective(section, begins, goal_ends))
        yield FlatForm(section, funds, tuple(i for i, _ in found), frames)


def _line_end(text: str, start: int, limit: int) -> int:
    found = text.find("\n", start, limit)
    return found if found >= 0 else limit


def _goal_start(text: str, at: int) -> int:
    """Where the words of the objective begin behind the money."""
    label = _GOAL_LABEL.match(text, at)
    return label.end() if label else at


class _Objective(TypedDict):
    goal: str | None
    goal_place: Place


def _objective(section: Section, start: int, end: int) -> _Objective:
    """The words between the money and the heads of the indicators."""
    heads = section.text.find("一级指标", start, end)
    return {"goal": section.text[start : heads if heads >= 0 else end] or None, "goal_place": section.place_at(start)}


def _nothing(token: Token, words: str) -> str | None:
    """Numbers between the labels of the money that no amount is."""
    return None


def _goal(token: Token, words: str) -> str | None:
    """Numbers of the objective (总体目标) between the money and the indicators."""
    return GOAL if words or token.following else None


def _funds(section: Section, project: str, head: re.Match[str], table: int | None) -> PerformanceFunds:
    rows = [
        FundsRow(kind, name, amount=parse_figure(head[name], head["unit"]), place=section.place_at(head.start(name)))
        for kind, name in ((FundsKind.TOTAL, "total"), (FundsKind.FISCAL, "fiscal"), (FundsKind.OTHER, "other"))
        if head[name]
    ]
    return PerformanceFunds(table, project, tuple(rows))


def _indicators(section: Section, project: str, start: int, end: int, table: int | None) -> Iterator[tuple[Indicator, int | None]]:
    """Indicators of a run, each with the offset of its number: level words part it, values end the names."""
    levels = ["", ""]
    marks = list(_LEVELS.finditer(section.text, start, end))
    for n, mark in enumerate(marks):
        if mark["first"]:
            levels = [mark["first"], ""]
            continue
        levels[1] = mark["second"]
        stop = marks[n + 1].start() if n + 1 < len(marks) else end
        for m in _ITEM.finditer(section.text, mark.end(), stop):
            yield _indicator(section, project, levels, m, table), m.start("number") if m["number"] else None


def _indicator(section: Section, project: str, levels: Sequence[str], m: re.Match[str], table: int | None) -> Indicator:
    comparator, figure, target = None, None, m["date"] or m["grade"] or ""
    if m["number"]:
        comparator = _COMPARATORS.get(m["comparator"], m["comparator"])
        figure = _figure(m)
        target = f"{m['comparator']}{m['number']}{m['unit'] or ''}"
    return Indicator(
        table=table,
        project=project,
        levels=(levels[0], levels[1], label_key(m["name"])),
        target=target,
        comparator=comparator,
        target_figure=figure,
        stands_at=section.place_at(m.start()),
    )


def _figure(m: re.Match[str]) -> Figure | None:
    return parse_figure(m["number"], m["unit"])


def flat_forms_of(sections: Sequence[Section]) -> list[FlatForm]:
    """All forms in the prose, glossary left out."""
    return [form for section in sections if section.part != "glossary" for form in flat_forms(section)]


def lost_forms_of(statements: Iterable[Statement]) -> list[FlatForm]:
    """All target forms of which only the lines were read."""
    return [form for ordinal, section in lost_forms(statements) for form in flat_forms(section, ordinal)]
