"""The report of a fictional disclosure with an error in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from mingzhang_markdown_report import NOTICE, text

MOBILE = "139" + "0000" + "1234"
BUDGET = f"""某县虚构事务局2024年单位预算公开

联系电话：{MOBILE}

收入总体情况表

单位：万元

类\t款\t项\t科目名称\t总计\t一般公共预算
合计\t\t\t\t100.00\t100.00
201\t\t\t一般公共服务支出\t100.00\t100.00
201\t03\t\t政府办公厅（室）及相关机构事务\t100.00\t100.00
201\t03\t01\t行政运行\t130.00\t130.00

支出总体情况表

单位：万元

类\t款\t项\t科目名称\t总计\t基本支出
合计\t\t\t\t100.00\t100.00
201\t\t\t一般公共服务支出\t100.00\t100.00
201\t03\t\t政府办公厅（室）及相关机构事务\t100.00\t100.00
201\t03\t01\t行政运行\t100.00\t100.00
"""


def mingzhang(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "mingzhang.cli", *map(str, arguments)], check=False, capture_output=True, text=True)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "budget.txt").write_text(BUDGET, encoding="utf-8")
    assert mingzhang("check", folder / "budget.txt", "--db", folder / "b.db").returncode == 1
    run = mingzhang("export", folder / "out", "--db", folder / "b.db", "--format", "markdown-report")
    assert run.returncode == 0, run.stderr
    return [Path(line) for line in run.stdout.splitlines()]


def test_what_the_report_says(reports: list[Path]) -> None:
    (path,) = reports
    report = path.read_text(encoding="utf-8")
    assert report.startswith("# 某县虚构事务局 2024 年单位预算核对报告\n")
    assert NOTICE in report
    assert "疑点（数据不符）" in report
    assert "130.00" in report
    assert re.search(r"- 第 \d+ 行，收入总体情况表，.+，总计：130.00", report)
    assert "## 无法判断的规则" in report
    assert "合格" not in report


def test_personal_numbers_are_masked(reports: list[Path]) -> None:
    assert MOBILE not in reports[0].read_text(encoding="utf-8")


def test_nothing_that_a_document_says_is_markup() -> None:
    assert text("a|b\n# <script> *x* [y](z)") == r"a\|b \# \<script\> \*x\* \[y\](z)"
