"""A table that disagrees all over was rather read wrongly than printed wrongly; one wrong figure in it was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingzhang import check
from mingzhang.core.checking.sureness import DOUBTFUL

HEAD = ["虚构县虚构水利局2024年部门预算", "表1 部门支出总表", "单位：万元", "科目编码\t科目名称\t合计\t基本支出\t项目支出"]
ROWS = [
    ("208", "社会保障和就业支出", 30, 10),
    ("20805", "行政事业单位养老支出", 30, 10),
    ("2080505", "机关事业单位基本养老保险缴费支出", 30, 10),
    ("213", "农林水支出", 90, 30),
    ("21303", "水利", 90, 30),
    ("2130301", "行政运行", 40, 20),
    ("2130306", "水利工程运行与维护", 50, 10),
]


def checked(tmp_path: Path, wrong: dict[int, int]) -> list[str]:
    """Ids of errors, warnings and doubts where the totals of some rows are off by so much."""
    lines = [*HEAD, "\t合计\t120.00\t40.00\t80.00"]
    for n, (code, name, total, basic) in enumerate(ROWS):
        lines.append(f"{code}\t{name}\t{total + wrong.get(n, 0)}.00\t{basic}.00\t{total - basic}.00")
    file = tmp_path / "a.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    (document,) = check(file).documents
    return [f.rule for f in document.findings if f.rule == DOUBTFUL or (f.severity.value != "info" and f.rule.startswith("sum."))]


def test_a_right_table(tmp_path: Path) -> None:
    assert checked(tmp_path, {}) == []


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_one_wrong_figure_is_a_finding(tmp_path: Path, row: int) -> None:
    found = checked(tmp_path, {row: 7})
    assert found and DOUBTFUL not in found


def test_figures_wrong_all_over_are_doubted(tmp_path: Path) -> None:
    found = checked(tmp_path, {0: 3, 2: 7, 3: 11, 5: 13, 6: 29})
    assert found == [DOUBTFUL]
