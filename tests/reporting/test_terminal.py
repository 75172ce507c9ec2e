"""The report of a run at a terminal: what it says of rules that could not be decided, and which come first."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from mingzhang.core.checking.engine import Selection
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.contract import check_json
from mingzhang.core.reporting.run_report import print_run
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.text import render_text


def report(path: Path, *select: str, verbose: bool = False, rules: bool = False) -> list[str]:
    run = check_paths([path], default_plugins(), Options(selection=Selection(select)))
    out = io.StringIO()
    print_run(Console(file=out, width=160, color_system=None), run, verbose=verbose, rules=rules)
    return out.getvalue().splitlines()


def planted(folder: Path) -> Path:
    clean = generate(11, "xinjiang", 2024)
    return render_text(apply(clean, choose(clean, 1, 1, ["staff_over_posts"])), folder / "a.txt")


def test_undecided_rules_are_counted_by_reason_and_listed_on_request(tmp_path: Path) -> None:
    path = planted(tmp_path)
    lines = report(path)
    (counts,) = [line for line in lines if line.startswith("  规则：")]
    m = re.search(r"无法核对 (\d+)（(.+)）$", counts)
    assert m is not None and "没有可比对的内容 " in m[2]
    assert sum(int(part.split()[-1]) for part in m[2].split("，")) == int(m[1])
    assert not any(line.startswith("    无法核对 ") for line in lines)
    undecided = [line for line in report(path, verbose=True) if line.startswith("    无法核对 ")]
    assert len(undecided) == int(m[1])
    assert not any("nothing_to_compare" in line or "table_missing" in line or "（0 处）" in line for line in undecided)
    assert any("：没有可比对的内容：" in line or "：缺少表格：" in line for line in undecided)


def test_rules_with_findings_come_first_in_their_table(tmp_path: Path) -> None:
    path = planted(tmp_path)
    assert not any(line.startswith("规则 ") for line in report(path))
    lines = report(path, rules=True)
    ledger = lines[next(n for n, line in enumerate(lines) if line.startswith("规则 ")) + 1 : -1]
    assert ledger[0].split()[0] == "staff.over-posts"
    out_of_scope = [n for n, line in enumerate(ledger) if line.split()[0].startswith("performance.scores")]
    assert out_of_scope and out_of_scope[0] > len(ledger) // 2, "what does not apply comes last"


def test_what_needs_a_person_comes_first_and_the_rest_has_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "a_broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (tmp_path / "b_unknown.txt").write_text(UNKNOWN_TABLES, "utf-8")
    render_text(generate(12, "xinjiang", 2024), tmp_path / "c_clean.txt")
    planted(tmp_path).rename(tmp_path / "d_planted.txt")
    lines = report(tmp_path, "staff.over-posts", "sum.hierarchy")
    places = [next(n for n, line in enumerate(lines) if name in line) for name in ("d_planted", "a_broken", "b_unknown", "c_clean")]
    assert places == sorted(places)
    assert [line for line in lines if "c_clean" in line] == [lines[places[-1]]]
    assert "没有发现数据不符" in lines[places[-1]]
    assert len(lines) < 30


UNKNOWN_TABLES = "".join(f"某项甲{n}情况表\n单位：万元\n名称\t数甲\t数乙\n甲\t1.50\t2.50\n乙\t3.50\t4.50\n\n" for n in range(5))
PROSE = (
    "青山县水利局2024年部门预算\n\n收支预算总体情况说明\n2024年收入预算100.00万元，支出预算100.00万元。\n"
    + "继续做好水库、堤防和涵闸的检查维护。\n" * 100
    + "\n"
)


def test_little_understood_is_said_first_and_nothing_is_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PROSE + UNKNOWN_TABLES, "utf-8")
    lines = report(path, "sum.hierarchy")
    at = next(n for n, line in enumerate(lines) if "数字单元格读懂" in line)
    assert lines[at - 1] == "注意：表格中的 20 个数字只读懂 0 个（0%），其余没有核对，不能由此得出结论"
    assert "已读取 5 张表、识别 0 张" in lines[at]
    assert "读懂的太少，没有结论" in lines[at]
    assert not any("没有发现数据不符" in line for line in lines)


def test_a_file_with_tables_is_not_called_prose_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PROSE + UNKNOWN_TABLES, "utf-8")
    said = [line for line in report(path) if line.startswith("注意：")]
    assert any("看到 5 张表，识别 0 张，没有读出报表数据" in line for line in said)
    assert not any("没有报表" in line for line in said)
    path.write_text(PROSE, "utf-8")
    assert any("本文件只有文字说明，没有报表" in line for line in report(path))


def test_tables_of_a_file_that_is_not_recognised_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(UNKNOWN_TABLES, "utf-8")
    line = next(line for line in report(path) if line.startswith("未能识别"))
    assert line.endswith("看到 5 张表，其中数字单元格 20 个，都没有核对")


def test_what_was_left_out_of_a_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><nav>首页</nav>{''.join(f'<p>{text}</p>' for text in PROSE.split())}</body></html>", "utf-8")
    assert any(line == "读取：网页中有 1 处导航、页眉或页脚，未读取" for line in report(path))


ENGLISH = re.compile(r"(?:\b[a-z]{2,},? ){2}")


def test_a_chinese_report_has_no_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_LANG", "zh_CN")
    (tmp_path / "little.txt").write_text(PROSE + UNKNOWN_TABLES, "utf-8")
    (tmp_path / "unknown.txt").write_text(UNKNOWN_TABLES, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x00")
    (tmp_path / "b.zip").write_bytes(b"nothing")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04")
    found = [line for line in report(tmp_path) if ENGLISH.search(line)]
    assert not found


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_json_speaks_the_language_of_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("MINGZHANG_LANG", language)
    (tmp_path / "little.txt").write_text(PROSE + UNKNOWN_TABLES, "utf-8")
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x00")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    documents = check_json(check_paths([tmp_path], default_plugins(), Options()))["documents"]
    words = [w for d in documents for w in (d["reason"], *d["remarks"], *d["problems"]) if w]
    assert len(words) >= 4
    for text in words:
        assert bool(re.search("[\u4e00-\u9fff]", text)) == (language != "en"), text
