"""A word that nothing explains never leaves an answer as it was without being named: the property behind "read whole, or said"."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzhang.core.model.results.answer import AnswerStatus

KNOWN = ("总收入是多少", "三公经费是多少", "总支出是多少", "收入从哪来", "公务接待费是多少")
UNKNOWN = ("火箭", "葡萄", "潜水艇", "螃蟹", "萤火虫", "帐篷", "琥珀")
PLACES = ("{body}{word}{asked}", "{body}的{word}和{asked}", "{body}{asked}{word}", "{body}{asked}，{word}呢")


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.sampled_from(KNOWN), word=st.sampled_from(UNKNOWN), place=st.sampled_from(PLACES))
def test_an_unknown_word_is_named_or_the_question_is_not_answered(ask, made, asked, word, place):
    answer = ask(place.format(body=made[0].identity.body, word=word, asked=asked))
    assert answer.status is not AnswerStatus.ANSWERED or word in answer.answer


def test_the_known_questions_are_answered_without_the_word(ask, made):
    for asked in KNOWN:
        assert ask(f"{made[0].identity.body}{asked}").status is AnswerStatus.ANSWERED


def test_findings_by_severity_are_findings_with_their_counts(ask, made):
    answer = ask(f"{made[0].identity.body}按严重程度列出疑点")
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.query["intent"] == "findings"
    assert "没有找到" not in answer.answer
