"""The functions of the public face do what the commands do, without a process of their own."""

from __future__ import annotations

import inspect
import typing
from pathlib import Path

import pytest

import mingzhang
from mingzhang import NOTICE, Outcome, Severity, UnreadableError, UsageError, outcome_word, severity_word
from mingzhang.core.store.reader import open_for_reading
from mingzhang.core.testkit import render_text

FUNCTIONS = ("read", "understand", "check", "store", "ask", "generate")


@pytest.fixture(scope="module")
def budget(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_text(mingzhang.generate(5, region="xinjiang", year=2024), tmp_path_factory.mktemp("made") / "budget.txt")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_argument_has_a_name_and_a_type(name: str) -> None:
    function = getattr(mingzhang, name)
    assert name in mingzhang.__all__
    hints = typing.get_type_hints(function)
    for parameter in inspect.signature(function).parameters.values():
        assert parameter.kind is not inspect.Parameter.VAR_KEYWORD
        assert hints[parameter.name] is not typing.Any
    assert hints["return"] is not typing.Any


def test_read_and_understand(budget: Path) -> None:
    document = mingzhang.read(budget)
    disclosure = mingzhang.understand(document)
    assert disclosure is not None
    assert (disclosure.identity.region, disclosure.identity.fiscal_year) == ("xinjiang", 2024)
    forced = mingzhang.understand(document, region="national")
    assert forced is not None
    assert forced.identity.region == "national"
    with pytest.raises(UsageError, match="no region 'atlantis'"):
        mingzhang.understand(document, region="atlantis")


def test_what_is_no_disclosure(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("今天天气很好。\n", encoding="utf-8")
    assert mingzhang.understand(mingzhang.read(file)) is None
    with pytest.raises(UnreadableError):
        mingzhang.read(tmp_path / "nothing.txt")


def test_check_chooses_rules(budget: Path) -> None:
    run = mingzhang.check(budget, select=["sum.*"], ignore=["sum.balance"])
    ran = {row.rule for row in run.documents[0].ledger if row.reason != "not_selected"}
    assert ran
    assert all(r.startswith("sum.") and r != "sum.balance" for r in ran)
    with pytest.raises(UsageError, match="no rule matches"):
        mingzhang.check(budget, select=["summ.*"])


def test_store_and_ask(budget: Path, tmp_path: Path) -> None:
    run = mingzhang.check(budget)
    db = tmp_path / "new" / "a.db"
    assert mingzhang.store(run, db) == 1
    (row,) = open_for_reading(db).query("select body from disclosures")
    answer = mingzhang.ask(f"{row['body']}2024年收入总计是多少？", db)
    assert answer.status == "answered"
    assert answer.values
    with pytest.raises(UsageError):
        mingzhang.ask("收入总计是多少？", tmp_path / "nothing.db")


def test_check_stores_as_it_goes(budget: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    mingzhang.check(budget, db=db)
    assert open_for_reading(db)["documents"].count == 1


def test_words_that_people_read() -> None:
    assert [severity_word(s) for s in (Severity.ERROR, Severity.WARNING, Severity.INFO)] == ["疑点（数据不符）", "需说明", "提示"]
    outcomes = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_EVALUABLE, Outcome.CRASHED)
    assert [outcome_word(o) for o in outcomes] == ["相符", "不符", "不适用", "无法核对", "规则出错"]
    assert "未经认定" in NOTICE
