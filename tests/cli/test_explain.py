"""``check --explain``: what was used, and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from mingzhang.core.schemas import load
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.render.pdf import render_pdf

Run = Callable[..., Result]


def explained(run: Run, *arguments: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("check", *arguments, "--format", "json", "--explain").stdout)["explanations"]
    return found


def test_everything_that_was_used(run: Run, files: Path) -> None:
    (why,) = explained(run, files / "good.txt", "--timeout", "30", "--memory", "500")
    assert (why["parser"], why["parser_plugin"]) == ("text", "mingzhang.plugins.parsers")
    assert "suffix .txt" in why["parser_why"]
    assert (why["region"], why["region_plugin"], why["verified"]) == ("xinjiang", "mingzhang.plugins.regions", True)
    assert "begins with 65" in why["region_why"]
    assert why["pack"].startswith("xinjiang ")
    assert {t["known_by"] for t in why["tables"]} >= {"title"}
    assert (why["timeout"], why["memory"]) == (30, 500)
    outcomes = {r["rule"]: r for r in why["rules"]}
    assert outcomes["sum.hierarchy"]["outcome"] == "pass"
    assert (why["pages"], why["problems"], why["reason"]) == ([], [], None)


def test_rules_that_were_not_used(run: Run, files: Path) -> None:
    (why,) = explained(run, files / "good.txt", "--select", "sum", "--ignore", "sum.hierarchy", "--region", "sichuan")
    reasons = {r["rule"]: r["why"] for r in why["rules"]}
    assert reasons["sum.hierarchy"] == "not selected: ignored by sum.hierarchy"
    assert reasons["prose.amount"] == "not selected: only sum"
    assert "--region" in why["region_why"]
    (other,) = explained(run, files / "good.txt", "--region", "sichuan")
    assert {r["rule"]: r["why"] for r in other["rules"]}["projects.scale"] == "out of scope: regions xinjiang"


def test_a_place_that_nobody_knows(run: Run, files: Path, tmp_path: Path) -> None:
    text = (files / "good.txt").read_text(encoding="utf-8")
    (known,) = explained(run, files / "good.txt")
    division = known["region_why"].split("division ")[1].split()[1]
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(text.replace(division, "乌有县"), encoding="utf-8")
    (why,) = explained(run, elsewhere)
    assert (why["region"], why["verified"]) == ("national", False)
    assert "national minimum" in why["region_why"]


def test_content_wins_over_the_suffix(run: Run, tmp_path: Path) -> None:
    made = render_pdf(generate(21, "xinjiang", 2023), tmp_path / "made.pdf")
    shutil.copy(made, tmp_path / "made.txt")
    (why,) = explained(run, tmp_path / "made.txt")
    assert (why["parser"], why["engine"]) == ("pdf", "fast")
    assert "although the suffix is .txt" in why["parser_why"]


def test_pages_that_another_engine_looked_at(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mingzhang.plugins.parsers.pdf.engines import fast as pdf_fast

    made = render_pdf(generate(21, "xinjiang", 2023), tmp_path / "made.pdf")
    read_page = pdf_fast.read_page

    def doubtful(page: Any, textpage: Any, number: int, **how: Any) -> Any:
        content = read_page(page, textpage, number, **how)
        if number == 2:
            content.doubt = "letters without a code"
        return content

    monkeypatch.setattr(pdf_fast, "read_page", doubtful)
    (why,) = explained(run, made, "--timeout", "0", "--memory", "0")
    assert [(p["page"], p["why"]) for p in why["pages"]] == [(2, "letters without a code")]
    assert (why["timeout"], why["memory"]) == (None, None)


def test_files_that_are_not_checked(run: Run, files: Path) -> None:
    letter, broken = explained(run, files / "letter.txt", files / "broken.pdf")
    assert (letter["status"], letter["parser"], letter["region"], letter["rules"]) == ("unrecognised", "text", None, [])
    assert (broken["status"], broken["parser"]) == ("unreadable", None)
    assert broken["reason"]


def test_null_without_the_option_and_in_the_schema(run: Run, files: Path) -> None:
    found = json.loads(run("check", files / "good.txt", "--format", "json").stdout)
    assert found["explanations"] is None
    assert "explanations" in load("check")["properties"]


@pytest.mark.parametrize(("language", "words"), [("en", "limits time 60 s"), ("zh_CN", "限制 时间 60 s")])
def test_for_people_in_their_language(language: str, words: str, run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_LANG", language)
    shown = run("check", files / "good.txt", "--explain").stdout
    assert words in shown
    assert "xinjiang (mingzhang.plugins.regions)" in shown
    assert "income_expenditure" in shown
