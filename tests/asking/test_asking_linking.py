from __future__ import annotations

import pytest

from mingzhang.core.asking.lexicon import base_lexicon, normal
from mingzhang.core.asking.linking import close_items, link, near_words, unknown_issuer
from mingzhang.core.asking.queries import Issue
from mingzhang.core.asking.scope import choose_issues, find_scope


def issue(body: str, division: str, code: str, year: int = 2031, kind: str = "budget", level: str = "unit") -> Issue:
    return Issue(
        f"{code}|{body}|{year}|{kind}|{level}", body, code, division, (), year, kind, level, "xinjiang", f"{body}{year}{kind}", None
    )


ISSUES = [
    issue("云泽县医疗保障局", "云泽县", "659901"),
    issue("云泽县医疗保障局", "云泽县", "659901", 2030),
    issue("云泽县医疗保障局", "云泽县", "659901", 2030, "final"),
    issue("青岚市医疗保障局", "青岚市", "659902", level="department"),
    issue("青岚市医疗保障局（本级）", "青岚市", "659902"),
    issue("白石区民政局", "白石区", "319901"),
    issue("白石区民政局", "白石区", "339902"),
]


def scope(question: str, across: bool = False):
    return find_scope(link(question, base_lexicon(ISSUES)), ISSUES, across)


def test_questions_and_names_have_one_way_to_be_written():
    assert normal(" “三公” 经费（２０２４年）?") == "三公经费2024年？"
    assert normal("二〇二四年") == "2024年"


@pytest.mark.parametrize("words", ["云泽县医疗保障局", "云泽县医保局", "云泽医保局", "云泽县的医保局", "云泽", "２０３１年云泽县 医保局"])
def test_a_body_is_found_by_any_of_its_names(words):
    assert scope(f"{words}三公经费多少？").issuers == [("659901", "云泽县医疗保障局")]


def test_two_bodies_share_one_organ():
    assert scope("云泽县和青岚市医保局谁的三公经费多", across=True).issuers == [
        ("659901", "云泽县医疗保障局"),
        ("659902", "青岚市医疗保障局"),
    ]


def test_own_level_is_told_from_the_body():
    assert scope("青岚市医保局本级三公经费").issuers == [("659902", "青岚市医疗保障局（本级）")]
    assert scope("青岚市医保局三公经费").issuers == [("659902", "青岚市医疗保障局")]


def test_the_same_name_in_two_provinces_is_two_readings_and_the_province_decides():
    assert len(scope("白石区民政局三公经费多少").readings) == 2
    assert scope("上海白石区民政局三公经费多少").issuers == [("319901", "白石区民政局")]


@pytest.mark.parametrize(
    "question", ["丰源县医保局2031年预算多少", "丰源医保局2031年预算多少", "云泽县教育局2031年预算多少", "和平县医保局预算"]
)
def test_a_body_that_is_not_there_is_never_another_one(question):
    found = scope(question)
    assert found.unknown
    assert found.issuers == []


def test_words_of_asking_are_no_place():
    assert unknown_issuer(link("请问各县医保局三公经费合计多少？", base_lexicon(ISSUES))) is None


def test_years_and_the_year_a_change_is_measured_from_are_told_apart():
    linked = link("云泽县医保局2031年预算比2030年多多少", base_lexicon(ISSUES))
    assert (linked.years, linked.base_year) == ((2031,), 2030)
    assert link("今年和去年", base_lexicon(ISSUES)).relative == (0, -1)
    assert link("31年", base_lexicon(ISSUES)).years == ()
    assert link("24年三公经费", base_lexicon(ISSUES)).years == (2024,)


def test_a_code_is_no_year():
    assert link("2080505多少", base_lexicon(ISSUES)).years == ()


def test_the_latest_year_is_taken_and_sums_take_one_disclosure_each():
    mine = [("659901", "云泽县医疗保障局")]
    assert [i.year for i in choose_issues(ISSUES, mine, (), None, one_each=False)] == [2031]
    assert [i.kind for i in choose_issues(ISSUES, mine, (2030,), None, one_each=False)] == ["budget", "final"]
    assert [i.kind for i in choose_issues(ISSUES, mine, (2030,), None, one_each=True)] == ["budget"]
    everyone = list(dict.fromkeys(i.issuer for i in ISSUES))
    chosen = choose_issues(ISSUES, everyone, (2031,), None, one_each=True)
    assert ("659902", "青岚市医疗保障局（本级）") not in [i.issuer for i in chosen], "a department already holds its units"


def test_the_longest_word_stands():
    mentions = link("公务用车购置及运行费", base_lexicon(ISSUES)).mentions
    assert [(m.text, m.ids("target")) for m in mentions] == [("公务用车购置及运行费", ("vehicles",))]


def test_shortened_and_misspelt_names():
    names = [("a", "机关事业单位基本养老保险缴费支出"), ("b", "城乡居民医疗保险工作经费"), ("c", "住房公积金")]
    assert close_items("基本养老保险缴费", names) == ["a"]
    assert close_items("城乡医保工作经费", names) == ["b"]
    assert close_items("城乡居民医保报销比例", names) == []
    assert near_words("三攻经费", ["三公经费", "公用经费"]) == ["三公经费"]
