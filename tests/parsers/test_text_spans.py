"""One cell a line, merged cells written once: columns are given where one reading is left, and never a wrong one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mingzhang import Disclosure, check
from mingzhang.core.model.generated.generator import Form
from mingzhang.core.testkit.generator import forms, generate, registered
from mingzhang.core.testkit.render.docx import render_docx
from mingzhang.core.testkit.render.text import render_text
from mingzhang.plugins.parsers.text.spans import spots


def placed(*rows: str) -> list[list[str] | None]:
    """Rows with their cells in their columns (· for a column that a cell to the left covers), None for rows left open."""
    texts = [row.split("|") for row in rows]
    out: list[list[str] | None] = []
    for row, found in zip(texts, spots(texts), strict=True):
        if found is None:
            out.append(None)
            continue
        line = ["·"] * max(map(len, texts))
        for text, (column, _) in zip(row, found, strict=True):
            line[column] = text
        out.append(line)
    return out


def test_a_head_over_the_words_below_it() -> None:
    rows = placed("科目编码|科目名称|合计", "类|款|项||", "208|05|01|行政单位离退休|3.90")
    assert rows[0] == ["科目编码", "·", "·", "科目名称", "合计"]


def test_lists_side_by_side() -> None:
    rows = placed("收入|支出", "项目|预算数|功能分类|预算数", "一般公共预算|8.00|208 社会保障和就业支出|8.00")
    assert rows[0] == ["收入", "·", "支出", "·"]


def test_the_same_words_under_each_head() -> None:
    rows = placed("科目|甲类|乙类", "|合计|基本|项目|合计|基本|项目", "行政运行|3.00|1.00|2.00|3.00|1.00|2.00")
    assert rows[0] == ["科目", "甲类", "·", "·", "乙类", "·", "·"]


def test_a_total_over_the_columns_before_the_amounts() -> None:
    rows = placed("编码|名称|合计|基本", "208|离退休|3.90|3.90", "合计|3.90|3.90")
    assert rows[2] == ["合计", "·", "3.90", "3.90"]


def test_totals_of_two_lists() -> None:
    rows = placed("编码|名称|金额|编码|名称|金额", "30101|基本工资|9.00|30201|办公费|1.00", "人员经费合计|9.00|公用经费合计|1.00")
    assert rows[2] == ["人员经费合计", "·", "9.00", "公用经费合计", "·", "1.00"]


@pytest.mark.parametrize(
    "rows",
    [
        ("科目|甲类|乙类", "|合计|基本|项目|其他", "行政运行|3.00|1.00|2.00|3.00"),
        ("科目|甲类|乙类", "科目|合计|基本|项目", "行政运行|3.00|1.00|2.00"),
    ],
)
def test_two_readings_are_none(rows: tuple[str, ...]) -> None:
    assert placed(*rows)[0] is None


def test_a_short_row_of_amounts_stays_open() -> None:
    rows = placed("编码|名称|合计|基本|项目", "208|离退休|3.90|3.90|0.00", "|离退休|3.90|0.00")
    assert rows[2] is None


def _items(disclosure: Disclosure | None) -> Counter[tuple[str, ...]]:
    assert disclosure is not None
    return Counter((s.id, i.row.address, i.measure, str(i.figure.value)) for s in disclosure.statements for i in s.items)


@pytest.mark.parametrize("form", forms(registered()), ids=lambda f: f"{f.region}-{f.year}-{f.kind}")
def test_every_amount_of_a_disclosure(form: Form, tmp_path: Path) -> None:
    """The same facts as from the Word file of the same disclosure; not one more."""
    for seed in (31, 77):
        made = generate(seed, form.region, form.year, form.kind, form.level, rounding=seed == 77)
        (word,) = check(render_docx(made, tmp_path / "a.docx")).documents
        (text,) = check(render_text(made, tmp_path / "a.txt", "cells")).documents
        ours, theirs = _items(text.disclosure), _items(word.disclosure)
        assert not ours - theirs, "an amount in a wrong column"
        assert ours == theirs
        assert not [f.message for f in text.findings if f.severity != "info"]
