"""Questions cut into pieces, and names of bodies, years and measures found in them."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from mingzhang.core.asking.algebra.query import Operation
from mingzhang.core.asking.parsing.choose import choose_issues
from mingzhang.core.asking.parsing.near import by_part
from mingzhang.core.asking.parsing.pieces import amount, candidates, chinese_number, cut
from mingzhang.core.asking.parsing.understand import understand
from mingzhang.core.asking.queries import Issue, Queries
from mingzhang.core.store.lexicon import normal, rebuild_lexicon
from mingzhang.core.store.migrations import migrations
from mingzhang.core.store.sounds import sound_of

BODIES = (
    ("云泽县医疗保障局", "云泽县", "659901", 2031, "budget", "unit"),
    ("云泽县医疗保障局", "云泽县", "659901", 2030, "budget", "unit"),
    ("云泽县医疗保障局", "云泽县", "659901", 2030, "final", "unit"),
    ("青岚市医疗保障局", "青岚市", "659902", 2031, "budget", "department"),
    ("青岚市医疗保障局（本级）", "青岚市", "659902", 2031, "budget", "unit"),
    ("白石区民政局", "白石区", "319901", 2031, "budget", "unit"),
    ("白石区民政局", "白石区", "339902", 2031, "budget", "unit"),
)


def issue(body: str, division: str, code: str, year: int = 2031, kind: str = "budget", level: str = "unit") -> Issue:
    return Issue(
        f"{code}|{body}|{year}|{kind}|{level}", body, code, division, (), year, kind, level, "xinjiang", f"{body}{code}{year}{kind}", None
    )


ISSUES = [issue(*b) for b in BODIES]


@pytest.fixture(scope="module")
def queries() -> Queries:
    db = Database(sqlite3.connect(":memory:"), execute_plugins=False)
    migrations.apply(db)
    for i in ISSUES:
        db.execute(
            "INSERT INTO disclosures (key, slug, division_code, division_name, body, short_names, fiscal_year, kind, level, region, current_document) "
            "VALUES (?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, NULL)",
            [i.key, i.key, i.division_code, i.division_name, i.body, i.year, i.kind, i.level, i.region],
        )
        db.execute(
            "INSERT INTO documents (sha256, disclosure, path, status, tables, facts, claims, findings, comparisons, undecided, size, remarks, required, "
            "problems, page_sizes, is_current, digest, checked_at) VALUES (?, ?, 'x', 'checked', 0, 0, 0, 0, 0, 0, 0, '[]', '[]', '[]', '[]', 1, '', '')",
            [i.document, i.key],
        )
        db.execute("UPDATE disclosures SET current_document = ? WHERE key = ?", [i.document, i.key])
    rebuild_lexicon(db)
    return Queries(db)


def named(question: str, queries: Queries):
    return understand(question, queries).named


def test_questions_and_names_have_one_way_to_be_written():
    assert normal(" “三公” 经费（２０２４年）?") == "三公经费2024年？"
    assert normal("二〇二四年") == "2024年"


@pytest.mark.parametrize("words", ["云泽县医疗保障局", "云泽县医保局", "云泽医保局", "云泽县的医保局", "云泽", "２０３１年云泽县 医保局"])
def test_a_body_is_found_by_any_of_its_names(queries, words):
    assert named(f"{words}三公经费多少？", queries).issuers == [("659901", "云泽县医疗保障局")]


@pytest.mark.parametrize("words", ["云则县医保局", "yunze医保局", "云泽县医宝局"])
def test_a_homophone_or_pinyin_of_a_name_is_read_as_meant_and_said(queries, words):
    reading = understand(f"{words}三公经费多少？", queries)
    assert reading.named.issuers == [("659901", "云泽县医疗保障局")]
    assert reading.notes


def test_two_bodies_share_one_organ(queries):
    assert named("云泽县和青岚市医保局谁的三公经费多", queries).issuers == [("659901", "云泽县医疗保障局"), ("659902", "青岚市医疗保障局")]


def test_own_level_is_told_from_the_body(queries):
    assert named("青岚市医保局本级三公经费", queries).issuers == [("659902", "青岚市医疗保障局（本级）")]
    assert named("青岚市医保局三公经费", queries).issuers == [("659902", "青岚市医疗保障局")]


def test_the_same_name_in_two_provinces_is_two_readings_and_the_province_decides(queries):
    assert len(named("白石区民政局三公经费多少", queries).readings) == 2
    assert named("上海白石区民政局三公经费多少", queries).issuers == [("319901", "白石区民政局")]


@pytest.mark.parametrize(
    "question",
    ["丰源县医保局2031年预算多少", "丰源医保局2031年预算多少", "云泽县教育局2031年预算多少", "和平县医保局预算", "丰源县财政局三公经费"],
)
def test_a_body_that_is_not_there_is_never_another_one(queries, question):
    found = named(question, queries)
    assert found.unknown
    assert found.issuers == []


def test_words_of_asking_are_no_place(queries):
    assert named("请问各县医保局三公经费合计多少？", queries).unknown is None


def test_bodies_are_left_out(queries):
    found = named("除了云泽县以外各单位三公经费合计多少", queries)
    assert found.minus == [("659901", "云泽县医疗保障局")]
    assert found.issuers == []


def test_years_and_the_year_a_change_is_measured_from_are_told_apart(queries):
    query = understand("云泽县医保局2031年预算比2030年多多少", queries).query
    assert (query.scope.years, query.base_year) == ((2031,), 2030)
    assert understand("云泽县今年三公经费和去年的", queries).query.scope.relative == (0, -1)
    assert understand("云泽县24年三公经费", queries).query.scope.years == (2024,)
    assert understand("云泽县2030年和2031年三公经费相差多少", queries).query.scope.years == (2030, 2031)
    assert understand("云泽县2021到2023年三公经费", queries).query.scope.years == (2021, 2022, 2023)


def test_a_code_is_no_year(queries):
    assert understand("云泽县2080505多少", queries).query.scope.years == ()


def test_the_latest_year_is_taken_and_sums_take_one_disclosure_each():
    mine = [("659901", "云泽县医疗保障局")]
    assert [i.year for i in choose_issues(ISSUES, mine, (), None, one_each=False)] == [2031]
    assert [i.kind for i in choose_issues(ISSUES, mine, (2030,), None, one_each=False)] == ["budget", "final"]
    assert [i.kind for i in choose_issues(ISSUES, mine, (2030,), None, one_each=True)] == ["budget"]
    everyone = list(dict.fromkeys(i.issuer for i in ISSUES))
    chosen = choose_issues(ISSUES, everyone, (2031,), None, one_each=True)
    assert ("659902", "青岚市医疗保障局（本级）") not in [i.issuer for i in chosen], "a department already holds its units"


def test_one_year_and_kind_for_all_is_taken_where_there_is_one():
    two = [issue("甲局", "甲县", "1", 2030), issue("甲局", "甲县", "1", 2031), issue("乙局", "乙县", "2", 2030)]
    chosen = choose_issues(two, [("1", "甲局"), ("2", "乙局")], (), None, one_each=True)
    assert [i.year for i in chosen] == [2030, 2030]


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("公务用车购置及运行费", ["公务用车购置及运行费"]),
        ("谁发得多，多多少", ["谁", "发", "得", "多", "，", "多多少"]),
        ("增长百分之几", ["增长百分之几"]),
    ],
)
def test_the_longest_word_stands(question, pieces):
    assert [p.text for p in cut(question, {})] == pieces


def test_names_of_which_a_part_is_said():
    names = [
        ("机关事业单位基本养老保险缴费支出", ("functional", "functional:1")),
        ("城乡居民医疗保险工作经费", ("project", "project:b")),
        ("住房公积金", ("economic", "economic:2")),
    ]

    def found(text: str) -> list[str]:
        return [p.senses[0][1] for pieces in by_part(text, cut(text, {}), names) for p in pieces]

    assert set(found("城乡居民工作经费")) == {"project:b"}
    assert found("城乡居民医疗报销流程") == [], "the head of the phrase is another thing"
    assert found("天气怎么样") == []


def test_amounts_numbers_and_sounds():
    assert [str(x) for x in amount("3 万元")] == ["3", "万元"]
    assert [str(x) for x in amount("2 亿元")] == ["20000", "万元"]
    assert [str(x) for x in amount("4 成多")] == ["40", "%"]
    assert [chinese_number(x) for x in ("三", "十二", "二十", "7", "某")] == [3, 12, 20, 7, None]
    assert sound_of("三公") == sound_of("三工") == "sangong"
    assert sound_of("三ж") == ""


def test_a_question_is_looked_up_by_its_own_pieces_only():
    text = normal("云泽县医保局三公经费多少？")
    assert len(candidates(text)) <= len(text) ** 2
    assert all(2 <= len(c) <= 60 and "？" not in c for c in candidates(text))


@pytest.mark.parametrize("question", ["云泽县医保一年花了多少钱", "云泽县医保的总支出"])
def test_the_word_that_ends_an_organ_may_be_left_out(question, queries):
    reading = understand(question, queries)
    assert reading.named.issuers == [("659901", "云泽县医疗保障局")]
    assert reading.unread == []
    assert reading.query.measures


def test_what_a_place_has_no_organ_for_stays_unread(queries):
    assert "教培" in understand("云泽县教培的总支出", queries).unread


@pytest.mark.parametrize("question", ["云泽县医保局和青岚市医保局谁的人多", "人均公用经费谁高", "基本支出谁低"])
def test_who_is_more_ranks(question, queries):
    assert understand(question, queries).query.operation is Operation.RANK
