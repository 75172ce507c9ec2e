"""``mingzhang region init`` and ``region check``: what they print, and their exit status."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mingzhang.cli import main
from mingzhang.core.drafting import changes_of
from mingzhang.core.testkit import generate, render_text

REGION = """id = "trial"
name = "试"
version = "1"
extends = "national"
[[requirements]]
kind = "budget"
first_year = 2023
statements = ["income", "expenditure", "carryover"]
"""


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["region", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def budget(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_text(generate(21, "xinjiang", 2023), tmp_path_factory.mktemp("budget") / "budget.txt")


@pytest.fixture
def unknown(budget: Path, tmp_path: Path) -> Path:
    """The budget with a title and a header that nothing knows."""
    text = budget.read_text(encoding="utf-8")
    assert "单位支出总体情况表" in text
    file = tmp_path / "unknown.txt"
    file.write_text(text.replace("单位支出总体情况表", "往来款项备查表").replace("其他收入", "他处来款"), encoding="utf-8")
    return file


@pytest.fixture
def region(tmp_path: Path) -> Path:
    file = tmp_path / "trial.toml"
    file.write_text(REGION, encoding="utf-8")
    return file


def checked(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    result = run("check", *arguments, "--json")
    return result.exit_code, json.loads(result.stdout)


WRONG = """某县虚构事务局2024年单位预算公开

单位收支总体情况表

单位：万元

收入		支出
项目	预算数	项目	预算数
一般公共预算拨款	{general}	农林水支出	95.00
往来款返还	5.00
收入总计	100.00	支出总计	95.00

单位支出总体情况表

单位：万元

科目编码	科目名称	合计	基本支出	往来款	代管款
						合计	其中：工会款
213	农林水支出	95.00	95.00	1.00	2.00	0.50
合计		95.00	95.00	1.00	2.00	0.50
"""


def test_what_is_wrong(region: Path, tmp_path: Path) -> None:
    """Rules that fail, heads that were guessed, amounts that no measure names, rows that are no item."""
    file = tmp_path / "wrong.txt"
    file.write_text(WRONG.format(general="95.00"), encoding="utf-8")
    status, found = checked(region, file)
    (made,) = found["files"]
    assert status == 1
    assert {(f["rule"], f["severity"]) for f in made["failing"]} >= {("sum.balance", "error")}
    assert [f["label"] for f in made["unknown_rows"]] == ["往来款返还"]
    assert made["unnamed_headers"] == [
        {"table": "单位支出总体情况表", "header": "往来款", "amounts": 2},
        {"table": "单位支出总体情况表", "header": "代管款", "amounts": 2},
    ]
    assert [(g["header"], g["measure"]) for g in made["guessed_headers"]] == [("代管款/合计", "代管款.total")]
    shown = run("check", region, file).output
    for words in (
        "2 unread under “往来款” (no measure names it)",
        "row without an item “往来款返还”",
        "fails sum.balance (error)",
        "guessed “代管款/合计”",
    ):
        assert words in shown


def test_nothing_is_wrong_with_what_is_right(region: Path, budget: Path) -> None:
    _, found = checked(region, budget)
    (made,) = found["files"]
    assert (made["guessed_headers"], made["unnamed_headers"], made["unknown_rows"]) == ([], [], [])
    # The table that the region requires is in no sample.
    assert [f["rule"] for f in made["failing"]] == ["completeness.tables"]


def test_what_is_recognised_and_by_what(region: Path, budget: Path) -> None:
    status, found = checked(region, budget)
    (file,) = found["files"]
    assert found["schema"] == "mingzhang.region-check/1"
    assert (file["status"], file["kind"], file["level"], file["fiscal_year"]) == ("checked", "budget", "unit", 2023)
    income = next(s for s in file["statements"] if s["statement"] == "income")
    assert (income["known_by"], income["layout"]) == ("title", "coded")
    assert income["cells"][0] == income["cells"][1] > 10
    assert file["unknown_titles"] == []
    assert found["coverage"]["share"] >= 0.98
    assert found["rules"]["loaded"] > found["rules"]["in_scope"]["sum.hierarchy"]["pass"] == 1
    assert "projects.scale" not in found["rules"]["in_scope"]
    assert status == 1  # the table that a requirement names is in no sample
    assert found["missing"] == [{"documents": "budget unit 2023", "statement": "carryover"}]


def test_status_0_if_nothing_is_missing(region: Path, budget: Path) -> None:
    region.write_text(REGION.replace(', "carryover"', ""), encoding="utf-8")
    status, found = checked(region, budget)
    assert (status, found["missing"]) == (0, [])


def test_unknown_titles_and_headers_are_named(region: Path, unknown: Path) -> None:
    region.write_text(REGION.replace(', "carryover"', ""), encoding="utf-8")
    status, found = checked(region, unknown)
    (file,) = found["files"]
    assert status == 1
    assert any("往来款项备查表" in t for t in file["unknown_titles"])
    assert "expenditure" in [m["statement"] for m in found["missing"]]
    assert found["coverage"]["share"] < 0.98
    tables = [h["table"] for h in file["unknown_headers"]]
    assert any("往来款项备查表" in t for t in tables)
    shown = run("check", region, unknown).stdout
    assert "unknown title" in shown
    assert "no sample has" in shown


def test_fail_under(region: Path, unknown: Path) -> None:
    region.write_text(REGION.replace('"income", "expenditure", "carryover"', '"income"'), encoding="utf-8")
    assert run("check", region, unknown, "--fail-under", "0.5").exit_code == 0
    assert run("check", region, unknown, "--fail-under", "1").exit_code == 1


def test_a_loaded_region_by_name(budget: Path) -> None:
    status, found = checked("xinjiang", budget)
    assert (status, found["region"]) == (0, "xinjiang")


def test_a_file_that_cannot_be_read_is_status_3(region: Path, tmp_path: Path, budget: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("各位同事：请于周五前报送考勤表。\n", encoding="utf-8")
    assert run("check", region, budget, letter).exit_code == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (REGION + '[headers]\n"x" = "totl"\n', "did you mean 'total'"),
        (REGION.replace("income", "incme"), "did you mean 'income'"),
        ("id = ", "not valid TOML"),
    ],
)
def test_a_wrong_region_file_is_one_line_and_status_2(text: str, words: str, region: Path, budget: Path) -> None:
    region.write_text(text, encoding="utf-8")
    result = run("check", region, budget)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr


@pytest.mark.parametrize("name", ["nowhere", "nowhere.toml"])
def test_no_such_region(name: str, budget: Path) -> None:
    result = run("check", name, budget)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_watch_needs_a_file(budget: Path) -> None:
    assert run("check", "xinjiang", budget, "--watch").exit_code == 2


def test_changes_are_seen_by_time_and_size(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text("a", encoding="utf-8")
    steps: Iterator[int] = itertools.count()

    def sleep(seconds: float) -> None:
        step = next(steps)
        if step == 2:
            file.unlink()  # as editors do before they write
        elif step == 4:
            file.write_text("bb", encoding="utf-8")
        elif step == 7:
            os.utime(file, ns=(1, 1))
        elif step > 9:
            raise KeyboardInterrupt

    seen: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(file.read_text(encoding="utf-8") for _ in changes_of(file, sleep))
    assert seen == ["a", "bb", "bb"]


def test_watch_reports_again_after_every_change_and_survives_a_mistake(region: Path, budget: Path, tmp_path: Path) -> None:
    """As an author works: a report, a mistake, mended; Ctrl-C ends with the status of the last report."""
    out, err = tmp_path / "out", tmp_path / "err"
    command = [sys.executable, "-m", "mingzhang.cli", "region", "check", region, budget, "--watch"]
    environment = os.environ | {"MINGZHANG_LANG": "en"}
    with out.open("wb") as o, err.open("wb") as e:
        # Where a shell starts the tests in the background, Ctrl-C is ignored, and children inherit that.
        watching = subprocess.Popen(
            command,
            stdout=o,
            stderr=e,
            env=environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
    try:
        wait_for(err, "watching", 1)
        assert "trial 1" in out.read_text(encoding="utf-8")
        region.write_text(REGION.replace("income", "incme"), encoding="utf-8")
        wait_for(err, "did you mean 'income'", 1)
        region.write_text(REGION.replace('version = "1"', 'version = "22"').replace(', "carryover"', ""), encoding="utf-8")
        wait_for(err, "watching", 3)
        assert "trial 22" in out.read_text(encoding="utf-8")
    finally:
        watching.send_signal(signal.SIGINT)
        status = watching.wait(20)
    assert status == 0


def wait_for(file: Path, words: str, times: int) -> None:
    end = time.monotonic() + 60
    while file.read_text(encoding="utf-8").count(words) < times:
        assert time.monotonic() < end, file.read_text(encoding="utf-8")
        time.sleep(0.1)


def test_init_writes_what_check_takes(budget: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    result = run("init", budget, "--id", "somewhere", "--name", "某地", "--output", draft)
    assert result.exit_code == 0, result.output
    assert "guesses to look at" in result.stdout
    status, found = checked(draft, budget)
    assert (status, found["region"], found["missing"]) == (0, "somewhere", [])


def test_init_on_standard_output(budget: Path) -> None:
    result = run("init", budget)
    assert result.exit_code == 0
    assert 'id = "region65"  # ?' in result.stdout


def test_init_writes_nothing_over_and_takes_no_bad_id(budget: Path, region: Path) -> None:
    for arguments in (("--output", region), ("--id", "Some Where")):
        result = run("init", budget, *arguments)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert region.read_text(encoding="utf-8") == REGION


def test_init_of_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("init", tmp_path / "empty.txt")
    assert (result.exit_code, result.stdout) == (3, "")
    assert run("init", tmp_path / "none.txt").exit_code == 2
