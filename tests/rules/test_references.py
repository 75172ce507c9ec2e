"""The reference data is well-formed, moves with the years, and holds no row that the samples got wrong."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from mingzhang import CodeTable
from mingzhang.rules import legal
from mingzhang.rules.references import load_references, read_rows

FUNCTIONAL = load_references().functional
ECONOMIC = load_references().economic
DIVISIONS = load_references().divisions
SOURCE = re.compile(
    r"china-division 2\.7\.0|GB/T 2260 \(from memory\)|(?:observed:(?:1 file|\d+ files); )?政府收支分类科目\d{4} \(from memory\)"
)
FIRST_LAST = {"functional": (201, 234), "economic": (301, 399)}


def test_references_are_read_once() -> None:
    assert load_references() is load_references()


@pytest.mark.parametrize("name", ["functional", "economic", "divisions"])
def test_rows_are_well_formed(name: str) -> None:
    rows = list(read_rows(name))
    assert [(r["code"], r["valid_from"]) for r in rows] == sorted((r["code"], r["valid_from"]) for r in rows)
    assert len({tuple(r.values()) for r in rows}) == len(rows)
    for row in rows:
        assert row["name"] == row["name"].strip()
        assert re.fullmatch(r"[一-鿿（）、]+", row["name"]), row
        years = [int(row[k]) for k in ("valid_from", "valid_to") if row[k]]
        assert years == sorted(years), row
        assert all(2010 <= y <= 2030 for y in years), row
        assert SOURCE.fullmatch(row["source"]), row


@pytest.mark.parametrize(("name", "table"), [("functional", FUNCTIONAL), ("economic", ECONOMIC)])
def test_codes_have_a_parent_and_one_official_name_a_year(name: str, table: CodeTable) -> None:
    first, last = FIRST_LAST[name]
    by_code = defaultdict(list)
    for entry in table.entries:
        by_code[entry.code].append(entry)
        assert re.fullmatch(r"\d{3}(?:\d\d){0,2}" if name == "functional" else r"\d{3}(?:\d\d)?", entry.code)
        assert first <= int(entry.code[:3]) <= last
        for year in range(2015, 2027):
            if entry.in_force(year) and len(entry.code) > 3:
                assert table.names(entry.code[:-2]), f"{entry.code} has no parent"
    several = {(c, y) for c in by_code for y in range(2015, 2027) if len(table.names(c, y)) > 1}
    # The year of change itself: both names were printed.
    assert several <= {("30110", 2018)}


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("20805", 2019, "行政事业单位离退休"),
        ("20805", 2020, "行政事业单位养老支出"),
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("210", 2019, "卫生健康支出"),
        ("207", 2018, "文化体育与传媒支出"),
        ("207", 2019, "文化旅游体育与传媒支出"),
        ("220", 2018, "国土海洋气象等支出"),
        ("220", 2019, "自然资源海洋气象等支出"),
        ("215", 2020, "资源勘探工业信息等支出"),
        ("222", 2021, "粮油物资储备支出"),
        ("234", 2021, "抗疫特别国债安排的支出"),
        ("21012", 2021, "财政对基本医疗保险基金的补助"),
        ("2101202", 2021, "财政对城乡居民基本医疗保险基金的补助"),
        ("21015", 2021, "医疗保障管理事务"),
        ("2080505", 2024, "机关事业单位基本养老保险缴费支出"),
    ],
)
def test_functional_names_move_with_the_years(code: str, year: int, name: str) -> None:
    assert FUNCTIONAL.names(code, year) == [name]
    assert code in FUNCTIONAL.codes(name, year)


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("30311", 2017, "住房公积金"),
        ("30113", 2018, "住房公积金"),
        ("30311", 2021, "代缴社会保险费"),
        ("30307", 2017, "医疗费"),
        ("30307", 2018, "医疗费补助"),
        ("310", 2017, "其他资本性支出"),
        ("310", 2018, "资本性支出"),
        ("313", 2018, "对社会保障基金补助"),
        ("30231", 2024, "公务用车运行维护费"),
        ("30202", 2024, "印刷费"),
    ],
)
def test_economic_names_move_with_the_years(code: str, year: int, name: str) -> None:
    assert ECONOMIC.names(code, year) == [name]


@pytest.mark.parametrize(
    ("code", "year"), [("224", 2018), ("234", 2019), ("30311", 2018), ("20139", 2023), ("30210", 2024), ("29999", 2024)]
)
def test_what_is_not_certain_is_unknown(code: str, year: int) -> None:
    assert FUNCTIONAL.names(code, year) == []
    assert ECONOMIC.names(code, year) == []


def test_every_class_has_a_name_in_every_recent_year() -> None:
    classes = {e.code for e in FUNCTIONAL.entries if len(e.code) == 3}
    expected = {str(c) for c in range(201, 235)} - {"218", "225", "226", "228"}
    assert classes == expected
    for year in range(2020, 2027):
        assert all(len(FUNCTIONAL.names(c, year)) == 1 for c in classes)


def test_divisions_are_gb_t_2260() -> None:
    names = {d.name for d in DIVISIONS.values()}
    assert not names & {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    zones = ("开发区", "管委会", "产业园区", "工业园区", "示范区")
    assert not [n for n in names if n.endswith(zones)], "development zones have no GB/T 2260 code"
    assert len([d for d in DIVISIONS.values() if d.rank == 0]) == 31
    assert 3100 < len(DIVISIONS) < 3300
    for code, division in DIVISIONS.items():
        assert code == division.code
        assert re.fullmatch(r"\d{6}", code)
        assert division.province in DIVISIONS


def test_counties_stand_under_their_prefecture() -> None:
    # Municipalities, and counties directly under a province, have no named prefecture.
    direct = {"1101", "1201", "3101", "3102", "5001", "5002", "4190", "4290", "4690", "6590"}
    orphans = {d.code[:4] for d in DIVISIONS.values() if d.rank == 2 and d.prefecture not in DIVISIONS}
    assert orphans == direct
    assert DIVISIONS["652901"].prefecture == "652900"
    assert DIVISIONS["652900"].name.startswith("阿克苏")
    assert DIVISIONS["110105"].province == "110000"


def test_a_county_that_became_a_city_keeps_its_old_code() -> None:
    assert (DIVISIONS["652923"].name, DIVISIONS["652923"].valid_to) == ("库车县", 2019)
    assert (DIVISIONS["652902"].name, DIVISIONS["652902"].valid_from) == ("库车市", 2019)


@pytest.mark.parametrize(
    ("basis", "year", "cited"),
    [
        (legal.L14, 2014, False),
        (legal.L14, 2015, True),
        (legal.R6, 2020, False),
        (legal.R6, 2021, True),
        (legal.M143, 2016, False),
        (legal.M143, 2017, True),
        (legal.DIR, 2019, False),
        (legal.DIR, 2020, True),
        (legal.T, 2012, True),
        (legal.CONVENTION, 2012, True),
    ],
)
def test_a_basis_is_cited_only_for_documents_of_its_time(basis: legal.Basis, year: int, cited: bool) -> None:
    assert basis.in_force(year) is cited


def test_bases_say_what_they_are() -> None:
    bases = legal.legal_bases()
    constants = {name: value for name, value in vars(legal).items() if isinstance(value, legal.Basis)}
    assert constants == bases
    assert {name for name, basis in bases.items() if basis.convention} == {"P", "CONVENTION"}
    assert str(legal.R6) == "中华人民共和国预算法实施条例第六条"
    assert all(row["note"] for row in read_rows("legal"))
