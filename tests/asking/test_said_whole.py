"""What a question asks for is done or said: nothing that was read is left out in silence; conditions, levels, years, names of organs."""

from __future__ import annotations

import pytest

from mingzhang.core.asking.parsing.pieces import chinese_number, cut
from mingzhang.core.model.results.answer import AnswerStatus
from mingzhang.core.store.names import contractions, organ_of


@pytest.mark.parametrize(
    ("body", "divisions", "organ", "spoken"),
    [
        ("白石市云泽区社会福利院", ("云泽区", "白石市"), "社会福利院", "社会福利院"),
        ("白石市云泽区人民检察院", ("云泽区", "青岚省"), "人民检察院", "检察院"),
        ("青岚省高级人民法院", ("青岚省",), "高级人民法院", "高院"),
        ("云泽县人民政府南关街道办事处", ("云泽县",), "人民政府南关街道办事处", "南关街道"),
        ("青岚省人大常委会办公厅", ("青岚省",), "人大常委会办公厅", "人大"),
        ("云泽县第四高级中学", ("云泽县",), "第四高级中学", "四中"),
        ("青岚市交通委员会", ("青岚市",), "交通委员会", "交委"),
        ("中国共产党云泽县委员会组织部", ("云泽县",), "委员会组织部", "委员会组织部"),
    ],
)
def test_an_organ_is_what_stands_behind_all_divisions_and_is_found_as_people_call_it(body, divisions, organ, spoken):
    assert organ_of(body, divisions) == organ
    assert spoken in contractions(organ)


@pytest.mark.parametrize(
    ("text", "number"),
    [("一千", 1000), ("两千三百", 2300), ("三百五十", 350), ("十二", 12), ("二十", 20), ("7", 7), ("万", None), ("", None)],
)
def test_numbers_in_words(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize(("text", "amount"), [("不到一半", "50 %"), ("三分之一", "33.33 %"), ("百分之二十", "20 %"), ("一千万", "1000 万")])
def test_fractions_and_sums_in_words_are_amounts(text, amount):
    assert amount in [v for p in cut(text, {}) for v in p.values("amount")]


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("预算超过1亿元的单位有哪些", "filter"),
        ("没有公开政府采购的单位", "filter"),
        ("项目支出比基本支出还多的有谁", "filter"),
        ("收入总额和支出总额不相等的单位", "filter"),
        ("财政拨款占收入总额不到一半的单位", "filter"),
        ("什么是机关运行经费", "define"),
        ("钱主要花在哪儿", "parts"),
        ("三公经费怎么变化", "value"),
        ("最新的数据是哪一年的", "cover"),
    ],
)
def test_what_is_asked_is_what_is_done(ask, question, operation):
    assert ask(question).query["intent"] == operation


def test_a_limit_is_used_or_named(ask):
    answer = ask("职责超过1亿元的单位有哪些")
    assert answer.status is not AnswerStatus.ANSWERED or "超过1亿元" in answer.answer


def test_a_year_that_is_not_there_is_said(ask):
    answer = ask("2050年的预算")
    assert answer.status is AnswerStatus.NOT_IN_DATA
    assert "2050年" in answer.answer


def test_money_for_people_is_no_number_of_people(ask, made):
    body = made[0].identity.body
    answer = ask(f"{body}退休人员经费是多少")
    assert "退休人数" not in answer.answer or "退休人员经费" in answer.answer
    assert all(v.unit != "人" for v in answer.values)


def test_who_lacks_a_figure_is_not_who_has_a_zero(ask):
    answer = ask("没有公开政府采购的单位")
    assert answer.query["condition"]["comparator"] == "absent"
    assert "不等于没有公开" in answer.answer


def test_the_year_with_the_most_is_named(ask, made):
    body = made[0].identity.body
    answer = ask(f"{body}哪年预算最多")
    assert answer.query["intent"] == "trend"
    assert any(v.value in ("2023", "2024") for v in answer.values)


def test_findings_of_one_rule_are_counted_by_its_title(ask):
    answer = ask("“目录表名与正文表名”写法不同的有几条，涉及几份文件")
    assert answer.query["intent"] in ("findings", "count_findings")


@pytest.mark.parametrize(("question", "topic"), [("最早和最新的数据分别是哪一年", "both"), ("确定的和疑似的疑点各有几条", "certainties")])
def test_both_ends_and_both_certainties_are_answered_at_once(ask, question, topic):
    assert ask(question).query["topic"] == topic


@pytest.mark.parametrize("question", ["今天天气怎么样", "局里几点上班", "写一篇论文"])
def test_what_no_budget_could_say_is_declined_in_one_sentence(ask, question):
    answer = ask(question)
    assert answer.status is AnswerStatus.NOT_IN_DATA
    assert "不能回答" in answer.answer
    assert not answer.values


def test_a_question_in_traditional_characters_is_the_same_question(ask, made):
    body = made[0].identity.body
    assert ask(f"{body}的三公經費是多少").values == ask(f"{body}的三公经费是多少").values


@pytest.mark.parametrize("question", ["局长叫什么名字", "会计是谁", "主任家住哪"])
def test_people_are_not_named(ask, question):
    assert ask(question).status is AnswerStatus.REFUSED


def test_the_short_word_for_a_term_is_defined_by_the_term(ask):
    assert "因公出国" in ask("三公里面的三是哪三个").answer

