"""Search: names are linked as questions link them, numbers are found as printed, counts are true."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from made import RULES, make_result
from sqlite_utils import Database
from test_site import Site

from mingzhang import Kind
from mingzhang.core.asking.parsing.sought import sought
from mingzhang.core.asking.queries import Queries
from mingzhang.core.publish.publish import publish
from mingzhang.core.store.search import index_text, indexed_texts
from mingzhang.core.store.writer import close_store, open_store, save, save_rules
from mingzhang.datasette_config.views import finding
from mingzhang.datasette_config.views.finding import amount_condition, snippet

COUNTIES = {"511601": "云泽县", "511602": "雾川县", "511603": "石梁县", "651601": "砂岭县", "651602": "白杨县"}


def disclosure(code: str, county: str, organ: str, year: int, kind: Kind = Kind.BUDGET):
    made = make_result(body=county + organ, year=year, salt=str(kind))
    who = replace(made.disclosure.identity, division_code=code, division_name=county, kind=kind, short_names=())
    return replace(made, disclosure=replace(made.disclosure, identity=who))


@pytest.fixture(scope="module")
def many_db(tmp_path_factory) -> Path:
    """Five bodies of one kind in two provinces, and two others of one county."""
    path = tmp_path_factory.mktemp("finding") / "many.db"
    db = open_store(path)
    save_rules(db, RULES)
    for code, county in COUNTIES.items():
        save(db, disclosure(code, county, "医疗保障局", 2031))
    save(db, disclosure("511601", "云泽县", "应急管理局", 2031))
    save(db, disclosure("511601", "云泽县", "应急管理局", 2031, Kind.FINAL))
    save(db, disclosure("511601", "云泽县", "文化和旅游局", 2030))
    close_store(db)
    return path


@pytest.fixture(scope="module")
def public_db(many_db, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("published") / "public.db"
    publish(many_db, path)
    return path


@pytest.fixture(scope="module", params=["working", "published"])
def site(request, many_db, public_db) -> Site:
    return Site(many_db) if request.param == "working" else Site(public_db, public=True)


def found(site: Site, q: str, heading: str) -> str | None:
    m = re.search(rf'<h2 id="{heading}">[^<]*<span class="meta">找到 ([^<]+)</span>', site.page("/mz/search?q=" + q))
    return m[1] if m else None


@pytest.mark.parametrize(
    ("q", "bodies", "disclosures"),
    [
        ("医保局", "5 个", "5 份"),
        ("应急局", "1 个", "2 份"),
        ("文旅局", "1 个", "1 份"),
        ("四川", "5 个", "6 份"),
        ("云泽县2030", "3 个", "1 份"),
        ("云泽县应急管理局 决算", "1 个", "1 份"),
        ("2030年", None, "1 份"),
        ("决算", None, "1 份"),
        ("2029年", None, None),
    ],
)
def test_names_years_and_kinds_are_linked(site, q, bodies, disclosures):
    assert found(site, q, "bodies") == bodies
    assert found(site, q, "disclosures") == disclosures


def test_places_are_offered(site):
    assert "/mz/place/510000" in site.links("/mz/search?q=四川")
    assert "/mz/place/511601" in site.links("/mz/search?q=云泽县")
    assert not [a for a in site.links("/mz/search?q=文旅局") if "/mz/place/" in a and "search" in a]


def test_a_body_that_is_not_there_is_said(site):
    text = site.page("/mz/search?q=海洋局")
    assert "没有叫“海洋局”的单位" in text and "没有收录不等于没有公开" in text


@pytest.mark.parametrize(
    ("q", "n"),
    [
        ("207", "8 处"),
        ("20701", "8 处"),
        ("1009.21", "8 处"),
        ("1,009.21万元", "8 处"),
        ("1009.21元", None),
        ("009.21", None),
        ("29999", None),
    ],
)
def test_codes_and_amounts_are_found_as_printed(site, q, n):
    assert found(site, q, "cells") == n


def test_a_number_leads_to_its_cell(site):
    link = next(a for a in site.links("/mz/search?q=1009.21") if "/mz/table/" in a)
    address, _, fragment = link.partition("#")
    assert re.search(rf'<td id="{fragment}" class="[^"]*chosen[^"]*">.*?1009.21', site.page(address))


def test_text_is_found_within_what_is_named_with_the_words_marked(site):
    assert found(site, "文物巡查", "hits") == "8 处"
    assert found(site, "云泽县 文物巡查", "hits") == "4 处"
    assert found(site, "云泽县2030 文物巡查", "hits") == "1 处"
    assert "<mark>文物巡查</mark>" in site.page("/mz/search?q=云泽县 文物巡查")


def test_pages_hold_what_was_counted(site, monkeypatch):
    monkeypatch.setattr(finding, "A_PAGE", 3)
    seen, address = [], "/mz/search?q=文物巡查"
    while address:
        links = site.links(address)
        seen += [a for a in links if "/mz/prose/" in a]
        address = next(
            (
                a
                for a in links
                if "page=" in a and int(re.search(r"page=(\d+)", a)[1]) > int((re.search(r"page=(\d+)", address) or [0, 1])[1])
            ),
            None,
        )
    assert len(seen) == len(set(seen)) == 8


def test_more_than_can_be_counted_is_said_to_be_more(site, monkeypatch):
    monkeypatch.setattr(finding, "COUNTED", 5)
    assert found(site, "文物巡查", "hits") == "5 处以上"


def test_of_a_number_only_what_was_read_is_counted(site, monkeypatch):
    assert found(site, "2031年 612", "hits") == "7 处"
    monkeypatch.setattr(finding, "_READ", 3)
    assert found(site, "2031年 612", "hits") == "3 处以上"
    assert "没有全部看完" in site.page("/mz/search?q=2031年 61.2")  # the index takes it for 612


def test_cells_are_counted_as_far_as_the_limit(site, monkeypatch):
    monkeypatch.setattr(finding, "COUNTED", 5)
    assert found(site, "20701", "cells") == "5 处以上"


@pytest.mark.parametrize("q", ["%22", "'", "*", "NEAR(", "a OR b", "%25", "(", "x" * 300, "﷽", "-- ;"])
def test_nothing_that_is_typed_breaks_it(site, q):
    assert "没有查到" in site.page("/mz/search?q=" + q)


def test_a_number_is_not_found_inside_another():
    texts = indexed_texts(index_text("支出149.85万元", "支出49.856万元", "支出4985元", "共49.85万元。"))
    assert snippet(texts, ["49.85"]) == [("共", False), ("49.85", True), ("万元。", False)]
    assert snippet(texts[:3], ["49.85"]) == []


def test_a_snippet_is_cut_around_the_words():
    pieces = snippet(["前" * 100 + "甲乙" + "后" * 100], ["甲乙"])
    assert pieces[0] == ("…", False) and pieces[-1] == ("…", False) and ("甲乙", True) in pieces
    assert sum(len(text) for text, _ in pieces) < 110


def test_amounts_have_one_unit_or_any():
    assert amount_condition("49.85", "万元")[1] == {"unit2": "万元", "fen2": 49_850_000}
    assert set(amount_condition("49.85", None)[1]) == {"unit0", "fen0", "unit1", "fen1", "unit2", "fen2", "unit3", "fen3"}
    assert amount_condition("0.001", "元")[1] == {}


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("公务用车 购置", ("公务用车", "购置")),
        ("云泽县2031 公务接待", ("公务接待",)),
        ("云泽县", ()),
        ("2031年", ()),
        ("没有的词", ("没有的词",)),
    ],
)
def test_what_names_nothing_is_left_as_it_was_written(many_db, q, words):
    with sqlite3.connect(many_db) as connection:
        assert sought(q, Queries(Database(connection))).words == words


def test_amounts_have_an_index_in_what_is_published(public_db):
    where, params = amount_condition("1009.21", None)
    with sqlite3.connect(public_db) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN SELECT count(*) {finding._CELLS.format(where=where)}", params)]
    assert not [step for step in plan if step.startswith("SCAN")], plan
