"""Kinds of questions about fictional disclosures: conditions, parts, findings, terms, what is not judged; conversations."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzhang.cli import main
from mingzhang.core.asking.queries import Queries
from mingzhang.core.asking.session import Session, read_session, values_csv, write_session
from mingzhang.core.errors import UsageError
from mingzhang.core.model.results.answer import AnswerStatus
from mingzhang.core.store.reader import open_for_reading

OTHER, SICHUAN = 3, 4


def figure(made, which: int, statement: str, row: str, measure: str = "total") -> Decimal:
    return next(Decimal(str(f.value)) for f in made[which].facts if (f.statement, f.row, f.measure) == (statement, row, measure))


def name(made, which: int) -> str:
    return made[which].identity.body


@pytest.fixture(scope="module")
def three(made):
    """The three-public total of the disclosure of every body that a question without a year is about."""
    return {name(made, n): figure(made, n, "three_public", "total") for n in (1, OTHER, SICHUAN)}


def bodies(answer, measure: str = "") -> set[str]:
    return {v.value for v in answer.values if v.unit is None and measure in v.measure}


def test_bodies_over_an_amount(made, ask, three):
    limit = sorted(three.values())[1]
    answer = ask(f"三公经费不低于{limit}万元的单位有哪些")
    assert answer.status is AnswerStatus.ANSWERED
    assert {b for b, v in three.items() if v >= limit} == bodies(answer)
    assert f"有{sum(v >= limit for v in three.values())}个单位" in answer.answer


def test_bodies_with_less_than_another_and_of_these_the_first_a_head(made, ask, three):
    most = max(three, key=lambda b: three[b])
    answer = ask(f"三公经费比{most}少的单位里谁的人均公用经费最高")
    assert answer.query["scope"]["where"]["comparator"] == "lt"
    assert answer.query["measures"][0]["form"] == "per_head"
    assert "的有2个单位" in answer.answer
    assert not any(v.body == most and "人均" in v.measure for v in answer.values)


def test_the_highest_of_two_and_how_much_more(made, ask, three):
    one, two = name(made, OTHER), name(made, SICHUAN)
    answer = ask(f"{one}和{two}三公经费谁花得多，多多少")
    more = max((one, two), key=lambda b: three[b])
    assert abs(three[one] - three[two]) in {Decimal(v.value) for v in answer.values if v.unit}
    assert f"最高的是{more}" in answer.answer


def test_parts_of_spending_the_largest_first(made, ask):
    answer = ask(f"{name(made, OTHER)}的钱主要花在哪")
    assert answer.query["intent"] == "parts"
    rows = [
        f
        for f in made[OTHER].facts
        if f.statement == "expenditure" and f.measure == "total" and f.row_kind == "functional" and len(f.row) == 3
    ]
    assert max(f.value for f in rows) in {Decimal(v.value) for v in answer.values if v.unit}


@pytest.mark.parametrize("question", ["什么叫机关运行经费", "三公经费是什么意思", "基本支出和项目支出有什么区别"])
def test_terms_are_explained_without_a_body(ask, question):
    answer = ask(question)
    assert (answer.status, answer.query["intent"]) == (AnswerStatus.ANSWERED, "define")


@pytest.mark.parametrize("question", ["{0}那份预算都有啥毛病", "{0}有哪些地方写错了", "{0}的疑点"])
def test_findings_in_any_words(made, ask, question):
    answer = ask(question.format(name(made, OTHER)))
    assert answer.query["intent"] == "findings"
    assert "已核对" in answer.answer


def test_what_was_not_read_is_no_kind_of_finding(made, ask):
    answer = ask(f"{name(made, OTHER)}有没有蓝莓味的疑点")
    assert answer.status is AnswerStatus.NOT_IN_DATA
    assert "蓝莓味" in answer.answer
    assert "没有发现" not in answer.answer


def test_words_that_were_not_read_are_named(made, ask):
    answer = ask(f"{name(made, OTHER)}蓝莓的三公经费是多少")
    assert "“蓝莓”" in answer.answer
    assert answer.query["unread"]


@pytest.mark.parametrize("question", ["{0}的预算合理吗", "{0}2024年上半年花了多少", "{0}三公经费报销流程", "今天{0}天气怎么样"])
def test_what_the_data_do_not_say_is_declined(made, ask, question):
    answer = ask(question.format(name(made, OTHER)))
    assert answer.status is AnswerStatus.NOT_IN_DATA
    assert not [v for v in answer.values if v.unit]


@pytest.mark.parametrize("question", ["查处违法行为是谁的职责", "数据更新到哪一年", "违法违规举报奖励项目安排了多少"])
def test_words_of_duties_are_not_refused(ask, question):
    assert ask(question).status is not AnswerStatus.REFUSED


def test_a_mean_says_how_many_had_the_figure(ask, three):
    answer = ask("平均每家三公经费多少")
    assert "3个单位" in answer.answer
    mean = (sum(three.values()) / 3).quantize(Decimal("0.01"))
    assert any(abs(Decimal(v.value) - mean) <= Decimal("0.01") for v in answer.values if v.unit)


@pytest.fixture
def talk(made_db):
    """Ask one question after another in one session; the last answer."""

    def turns(*questions: str):
        store, session = open_for_reading(made_db), Session()
        answers = [session.ask(q, Queries(store)) for q in questions]
        store.conn.close()
        return answers[-1]

    return turns


def test_a_conversation_takes_up_what_went_before(made, talk, three):
    one, two = name(made, OTHER), name(made, SICHUAN)
    assert {v.body for v in talk(f"{one}三公经费多少", f"那{two}呢").values} == {two}
    assert talk(f"{one}三公经费多少", "公务接待费呢").values[0].body == one
    assert talk(f"{one}公用经费多少", "按人均算").query["measures"][0]["form"] == "per_head"
    assert talk(f"{one}机关运行经费多少", "为什么").query["intent"] == "why"
    added = talk(f"{one}三公经费多少", f"那{two}呢", "把它们加起来")
    assert three[one] + three[two] in {Decimal(v.value) for v in added.values if v.unit}
    assert talk(f"{one}三公经费多少", f"{two}有几个项目").query["intent"] == "projects"


def test_a_session_is_kept_in_a_file(made, made_db, tmp_path: Path):
    file = tmp_path / "session.json"
    run = CliRunner()
    first = ["ask", f"{name(made, OTHER)}三公经费多少", "--db", str(made_db), "--session", str(file), "--json"]
    assert run.invoke(main, first).exit_code == 0
    answer = json.loads(run.invoke(main, ["ask", "公务接待费呢", "--db", str(made_db), "--session", str(file), "--json"]).output)
    assert (answer["status"], answer["values"][0]["body"]) == ("answered", name(made, OTHER))
    assert len(read_session(file).turns) == 2
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError):
        read_session(file)
    failed = run.invoke(main, first)
    assert failed.exit_code == 2
    assert failed.output.count("\n") == 1
    write_session(Session(), file)
    assert read_session(file).turns == []


def test_chat_answers_line_by_line_and_exports(made, made_db):
    said = CliRunner().invoke(main, ["chat", "--db", str(made_db)], input=f"{name(made, OTHER)}三公经费多少\n导出\n\n")
    assert said.exit_code == 0
    assert "measure,value,unit,body" in said.output


def test_figures_as_csv(made, ask):
    answer = ask(f"{name(made, OTHER)}三公经费多少")
    rows = values_csv(answer).splitlines()
    assert rows[0].startswith("measure,value")
    assert answer.values[0].value in rows[1]
