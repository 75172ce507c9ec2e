"""Performance forms: indicators with their three levels, targets, weights, results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.disclosure import Indicator
from ..model.document import Cell, Table
from ..model.figure import Figure, parse_figure
from ..model.text import label_key, squeeze

_HEADS = (
    ("third", re.compile(r"^三级指标")),
    ("second", re.compile(r"^二级指标")),
    ("first", re.compile(r"^一级指标")),
    ("target", re.compile(r"^(?:年度)?指标值|^绩效目标值|^目标值")),
    ("comparator", re.compile(r"^指标性质")),
    ("unit", re.compile(r"^度量单位|^计量单位")),
    ("actual", re.compile(r"^实际完成值|^完成值")),
    ("weight", re.compile(r"^(?:指标)?(?:分值)?权重|^(?:指标)?分值(?:权重)?$")),
    ("score", re.compile(r"^得分|^自评得分")),
    ("deviation", re.compile(r"^偏差原因|^未完成原因")),
    ("project", re.compile(r"^项目名称")),
)
_TARGET = re.compile(r"^(?P<comparator>>=|<=|≥|≤|=|>|<|＞|＜|＝)?(?P<number>-?[\d,]+(?:\.\d+)?)(?P<unit>%|[^\d\s]{0,8})$")
_COMPARATORS = {">=": "≥", "<=": "≤", "＞": ">", "＜": "<", "＝": "="}


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


def read_indicators(table: Table, ordinal: int) -> Iterator[Indicator]:
    """Indicators of a form. Levels that a merged cell leaves blank are those above."""
    grid = table.grid()
    start = next((r for r, row in enumerate(grid) if any(label_key(t).startswith("三级指标") for t in row)), None)
    if start is None:
        return
    heads = _head_columns(grid[start])
    if "target" not in heads:
        return
    cells = table.cell_map()
    project = project_name(grid) if "project" not in heads else None
    levels = ["", ""]
    for r in range(start + 1, table.rows):
        row = grid[r]

        def text(name: str, row: list[str] = row) -> str:
            column = heads.get(name)
            return squeeze(row[column]) if column is not None else ""

        for i, name in enumerate(("first", "second")):
            if text(name):
                levels[i] = text(name)
        if "project" in heads and text("project"):
            project = text("project")
        if not text("third") or not text("target"):
            continue
        cell = cells.get((r, heads["target"]))
        if cell is not None and cell.ambiguous:
            continue
        yield _indicator(ordinal, project, levels, text, cell)


def _indicator(ordinal: int, project: str | None, levels: list[str], text: object, cell: Cell | None) -> Indicator:
    get = text if callable(text) else str
    comparator, figure = parse_target(get("target"))
    if get("comparator"):
        comparator = _COMPARATORS.get(get("comparator"), get("comparator"))
        figure = figure or parse_figure(get("target"), get("unit") or None)
    if figure is not None and figure.unit is None and get("unit"):
        figure = Figure(figure.value, get("unit"), figure.decimals, figure.text)
    actual = get("actual") or None
    return Indicator(
        table=ordinal,
        project=project,
        levels=(levels[0], levels[1], get("third")),
        target=get("target"),
        comparator=comparator,
        target_figure=figure,
        actual=actual,
        actual_figure=parse_target(actual)[1] if actual else None,
        weight=parse_figure(get("weight")) if get("weight") else None,
        score=parse_figure(get("score")) if get("score") else None,
        deviation=get("deviation") or None,
        cell=cell,
    )
