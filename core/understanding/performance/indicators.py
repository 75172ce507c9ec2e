"""Performance forms: indicators with their three levels, targets, weights, results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...model.disclosures.disclosure import Indicator
from ...model.documents.document import Cell, Place, Table
from ...model.documents.figure import Figure, parse_figure
from ...model.documents.text import label_key, squeeze

_HEADS = (
    ("third", re.compile(r"^三级指标")),
    ("second", re.compile(r"^二级指标")),
    ("first", re.compile(r"^一级指标")),
    ("target", re.compile(r"^(?:年度)?指标值(?!设)|^绩效目标值|^目标值")),
    ("comparator", re.compile(r"^指标性质")),
    ("unit", re.compile(r"^度量单位|^计量单位")),
    ("actual", re.compile(r"^(?:年度)?实际完成(?:指标)?值|^(?:全年)?完成值")),
    ("weight", re.compile(r"^(?:指标)?(?:分值)?权重|^(?:指标)?分值(?:权重)?$")),
    ("score", re.compile(r"^得分|^自评得分")),
    ("deviation", re.compile(r"^偏差原因|^未完成原因")),
    ("project", re.compile(r"^项目名称")),
    ("amount", re.compile(r"^(?:项目)?预算(?:数|金额)$")),
)
_TARGET = re.compile(r"^(?P<comparator>>=|<=|≥|≤|=|>|<|＞|＜|＝)?(?P<number>-?[\d,]+(?:\.\d+)?)(?P<unit>%|[^\d\s]{0,8})$")
_COMPARATORS = {">=": "≥", "<=": "≤", "＞": ">", "＜": "<", "＝": "=", "\\geq": "≥", "\\leq": "≤"}
_COMPARATOR = re.compile(r"^(?:>=|<=|[≥≤=><＞＜＝]|\\[gl]eq|定性)$")
_LIKE_TARGET = re.compile(r"^(?:(?:>=|<=|[≥≤=><＞＜＝])[\d.,]+.{0,10}|定性.{0,20})$")
_FIRST = re.compile(r"^(?:产出|效益|满意度|成本|管理效率|履职效能|社会效应|可持续发展能力)(?:指标)?$")
_SECOND = re.compile(
    r"^(?:数量|质量|时效|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|可持续发展|服务对象满意度)(?:指标)?$|^(?:成本|满意度)指标$"
)
_UNIT_IN_NAME = re.compile(
    r"[（(](?P<unit>%|万人次|万人|人次|人|元/人/年|元/人|万元|元|个|家|次|户|月|天|件|套|份|场|项|公里|平方米|亩)[）)]$"
)


def parse_target(text: str) -> tuple[str | None, Figure | None]:
    """Comparator and figure of a target (>=81.90万人); (None, None) if it is words."""
    m = _TARGET.match(squeeze(text))
    if m is None:
        return None, None
    figure = parse_figure(m["number"], m["unit"] or None)
    comparator = _COMPARATORS.get(m["comparator"] or "", m["comparator"])
    return comparator, figure


def _head_columns(row: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in enumerate(row):
        key = label_key(text)
        for name, pattern in _HEADS:
            if name not in found and pattern.match(key):
                found[name] = column
                break
    return found


def project_name(grid: list[list[str]]) -> str | None:
    """The text beside the label 项目名称 of a form."""
    for row in grid[:6]:
        for column, text in enumerate(row):
            if label_key(text) == "项目名称":
                return next((squeeze(t) for t in row[column + 1 :] if t.strip()), None)
    return None


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form, aligned with its heads: conversions move cells by a column or two."""

    index: int
    texts: tuple[str, ...]
    heads: dict[str, int]
    shift: int

    def column(self, name: str) -> int | None:
        """The column of a head in this row, None if the form has no such head or the row no such cell."""
        column = self.heads.get(name)
        if column is None:
            return None
        # Merged cells at the left stay where they are when a row loses one further right.
        place = column + self.shift if name not in ("first", "project", "amount") or self.shift < 0 else column
        return place if 0 <= place < len(self.texts) else None

    def text(self, name: str) -> str:
        """The text under a head, empty where there is none."""
        column = self.column(name)
        if column is None:
            return ""
        found = self.texts[column]
        if name == "weight" and not found and self.shift < 0:
            return next((t for t in self.texts[column + 1 : column + 2] if parse_figure(t)), "")
        return found


def form_rows(table: Table) -> list[FormRow]:
    """The rows under the heads of the indicators; empty if the table has none."""
    grid = table.grid()
    start = next((r for r, row in enumerate(grid) if any(label_key(t).startswith("三级指标") for t in row)), None)
    if start is None:
        return []
    heads = _head_columns(grid[start])
    if "target" not in heads:
        return []
    rows = []
    for r in range(start + 1, table.rows):
        texts = tuple(map(squeeze, grid[r]))
        rows.append(FormRow(r, texts, heads, _shift(texts, heads)))
    return rows


def _shift(texts: tuple[str, ...], heads: dict[str, int]) -> int:
    """By how many columns a row stands beside its heads, told by where its comparator, target or score stands."""
    if "comparator" in heads:
        at = heads["comparator"]
        return next((d for d in (0, -1, 1, -2, 2) if 0 <= at + d < len(texts) and _COMPARATOR.match(texts[at + d])), 0)

    def at_head(name: str, by: int = 0) -> str:
        place = heads.get(name, -9) + by
        return texts[place] if 0 <= place < len(texts) else ""

    if "score" in heads:
        moved = parse_figure(at_head("actual")) and parse_figure(at_head("weight")) and not parse_figure(at_head("score"))
        return -1 if moved and at_head("score") and at_head("target", -1) else 0
    if not at_head("target") or _SECOND.match(at_head("third")):
        return next((d for d in (1, -1, 2, -2) if _is_target(at_head("target", d)) and at_head("third", d)), 0)
    return 0


def _is_target(text: str) -> bool:
    return bool(_LIKE_TARGET.match(text)) or parse_figure(text) is not None


def read_indicators(table: Table, ordinal: int) -> Iterator[Indicator]:
    """Indicators of a form. Levels that a merged cell leaves blank are those above."""
    rows = form_rows(table)
    cells = table.cell_map()
    project = project_name(table.grid()) if rows and "project" not in rows[0].heads else None
    levels = ["", ""]
    for row in rows:
        _take_levels(row, levels)
        if name := project_of(row):
            project = name
        third = row.text("third") or (row.text("target") if row.shift else "")
        if not third or not row.text("target") or _FIRST.match(third):
            continue
        column = row.column("target")
        cell = cells.get((row.index, column)) if column is not None else None
        if cell is not None and cell.ambiguous:
            continue
        yield _indicator(ordinal, project, levels, row, third, cell, table.place)


def project_of(row: FormRow) -> str | None:
    """The name of the project that begins in a row of a list of projects."""
    name = row.text("project")
    if not name or parse_figure(name) or _FIRST.match(name) or _SECOND.match(name) or name.endswith("指标"):
        return None
    return name


def _take_levels(row: FormRow, levels: list[str]) -> None:
    """The first and second level as far as the row prints them, told by their words where the row is shifted."""
    first, second = row.text("first"), row.text("second")
    leading = row.texts[0] if row.texts and row.column("second") != 0 else ""
    for text in (t for t in (leading, first) if t):
        if _FIRST.match(text):
            levels[0] = text
        elif _SECOND.match(text):
            levels[1] = text
        elif text == first and len(text) < 12 and not row.shift:
            levels[0] = text
    if second and (_SECOND.match(second) or (len(second) < 16 and not row.shift and not _FIRST.match(second))):
        levels[1] = second
    elif second and _FIRST.match(second):
        levels[0] = second


def _indicator(
    ordinal: int, project: str | None, levels: list[str], row: FormRow, third: str, cell: Cell | None, place: Place
) -> Indicator:
    target = row.text("target")
    comparator, figure = parse_target(target)
    if row.text("comparator"):
        comparator = _COMPARATORS.get(row.text("comparator"), row.text("comparator"))
        figure = figure or parse_figure(target, row.text("unit") or None)
    in_name = _UNIT_IN_NAME.search(third)
    unit = row.text("unit") or (in_name["unit"] if in_name else "")
    if figure is not None and figure.unit is None and unit:
        figure = Figure(figure.value, unit, figure.decimals, figure.text)
    actual = row.text("actual") or None
    return Indicator(
        table=ordinal,
        project=project,
        levels=(levels[0], levels[1], third),
        target=target,
        comparator=comparator,
        target_figure=figure,
        actual=actual,
        actual_figure=parse_target(actual)[1] if actual else None,
        weight=parse_figure(row.text("weight")) if row.text("weight") else None,
        score=parse_figure(row.text("score")) if row.text("score") else None,
        deviation=row.text("deviation") or None,
        cell=cell,
        stands_at=place,
    )
