"""The report of a run at a terminal: what it says of rules that could not be decided, and which come first."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.terminal import print_run
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.text import render_text


def report(path: Path) -> list[str]:
    run = check_paths([path], default_plugins(), Options())
    out = io.StringIO()
    print_run(Console(file=out, width=160, color_system=None), run)
    return out.getvalue().splitlines()


def planted(folder: Path) -> Path:
    clean = generate(11, "xinjiang", 2024)
    return render_text(apply(clean, choose(clean, 1, 1, ["staff_over_posts"])), folder / "a.txt")


def test_undecided_rules_are_said_in_words(tmp_path: Path) -> None:
    lines = report(planted(tmp_path))
    undecided = [line for line in lines if line.startswith("    无法核对 ")]
    assert undecided
    assert not any("nothing_to_compare" in line or "table_missing" in line or "（0 处）" in line for line in lines)
    assert any("：没有可比对的内容：" in line or "：缺少表格：" in line for line in undecided)


def test_rules_with_findings_come_first_in_the_ledger(tmp_path: Path) -> None:
    lines = report(planted(tmp_path))
    ledger = lines[next(n for n, line in enumerate(lines) if line.startswith("规则 ")) + 1 : -1]
    assert ledger[0].split()[0] == "staff.over-posts"
    out_of_scope = [n for n, line in enumerate(ledger) if line.split()[0].startswith("performance.scores")]
    assert out_of_scope and out_of_scope[0] > len(ledger) // 2, "what does not apply comes last"
