"""Pages of bodies and places: figures side by side, what was published, and nothing that reads a whole table."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, urldefrag

import pytest
from made import BODY, RULES, make_result
from test_site import Site

from mingzhang import Kind
from mingzhang.core.publish.publish import publish
from mingzhang.core.store.writer import close_store, open_store, save, save_rules
from mingzhang.datasette_config import citing
from mingzhang.datasette_config.views import charts
from mingzhang.datasette_config.views.figures import in_ten_thousands
from mingzhang.datasette_config.views.places import above, name_of, rank, within

ADDRESS = f"/mz/body/659901/{quote(BODY)}"


def final_account(year: int = 2031, **changes):
    made = make_result(year=year, salt="final")
    identity = replace(made.disclosure.identity, kind=Kind.FINAL, **changes)
    return replace(made, disclosure=replace(made.disclosure, identity=identity))


@pytest.fixture(scope="module")
def years_db(tmp_path_factory) -> Path:
    """A body with two budgets and a final account, and its neighbour."""
    path = tmp_path_factory.mktemp("bodies") / "years.db"
    db = open_store(path)
    save_rules(db, RULES)
    for result in (make_result(), make_result(year=2030), final_account(), make_result(body="云泽县水利局")):
        save(db, result)
    close_store(db)
    return path


@pytest.fixture(scope="module")
def site(years_db) -> Site:
    return Site(years_db)


@pytest.fixture(scope="module")
def public(years_db, tmp_path_factory) -> Site:
    path = tmp_path_factory.mktemp("published") / "public.db"
    publish(years_db, path)
    return Site(path, public=True)


def row_of(text: str, name: str) -> list[str]:
    found = re.search(rf'<tr><th scope="row">{name}.*?</tr>', text)
    assert found, name
    return [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall("<td.*?</td>", found[0])]


def test_the_years_of_a_body_stand_side_by_side(site):
    text = site.page(ADDRESS)
    assert re.findall(r'<th scope="colgroup" colspan="(\d)">(\d+) 年', text) == [("1", "2030"), ("2", "2031")]
    assert re.findall(r'<th scope="col" class="num">([预决]算)', text) == ["预算", "预算", "决算"]
    assert row_of(text, "支出总额") == ["612.00"] * 3
    assert "三公" not in re.search(r'<table class="side">.*?</table>', text, re.DOTALL)[0]  # nothing says it: no row of blanks


def test_a_figure_leads_to_its_cell(site):
    link = re.search(r'<a href="(/mz/table/[^"]+)">612.00</a>', site.page(ADDRESS))
    assert link
    target, fragment = urldefrag(link[1])
    cell = re.search(rf'<td id="{fragment}" class="([^"]+)">(.*?)</td>', site.page(target))
    assert cell and "chosen" in cell[1] and "612.00" in cell[2]


def test_the_chart_says_what_the_table_says(site):
    text = site.page(ADDRESS)
    chart = re.search(r'<figure class="chart">.*?</figure>', text, re.DOTALL)[0]
    assert (
        len(re.findall("<rect", chart)) == 3 and chart.count("612.00") == 6
    )  # three bars, their texts, and once more for who hears the page
    assert "<script" not in chart and "style=" not in chart


def test_findings_stand_by_year_and_beside_the_number_checked(site):
    text = site.page(ADDRESS)
    assert "在 3 份公开件中已核对 12 处，提示 9 条" in text
    assert re.findall(r"<h3>(\d{4}) 年度单位([预决])算", text) == [("2031", "决"), ("2031", "预"), ("2030", "预")]


def test_documents_findings_and_places_lead_to_the_body(site):
    for address in ("/mz/findings", "/mz/disclosures", "/mz/place/659901"):
        assert ADDRESS in site.links(address), address
    assert ADDRESS in site.links(next(a for a in site.links("/mz/findings") if "/mz/finding/" in a))
    assert ADDRESS in site.links(next(a for a in site.links("/mz/disclosures") if "/mz/disclosure/" in a and "b" in a))


@pytest.mark.parametrize(
    "address", ["/mz/body/659902/" + quote(BODY), "/mz/body/659901/%E6%B2%A1%E6%9C%89", "/mz/body/-/x", "/mz/place/659902"]
)
def test_what_is_not_there_is_said_in_our_own_words(site, address):
    response = site.get(address)
    assert response.status_code == 404 and "没有这一页" in response.text


def test_a_place_says_who_published_what(site):
    text = site.page("/mz/place/659901")
    assert "收录 2 个单位的 4 份公开件，已核对 16 处，提示 12 条" in text
    assert row_of(text, f'<a href="{ADDRESS}">{BODY}</a>') == ["单位预算", "单位预算单位决算", "12", "9"]
    assert row_of(text, '<a href="/mz/body/659901/[^"]+">云泽县水利局</a>')[0] == ""


def test_a_province_lists_what_is_below_it(site):
    prefecture = next(a for a in site.links("/mz/place/650000") if re.fullmatch(r"/mz/place/65(?!0000)\d+", a))
    assert "/mz/place/659901" in site.links(prefecture)
    assert "收录 2 个单位的 4 份公开件" in site.page("/mz/place/650000")


def test_the_public_sees_the_same_of_what_is_published(public):
    text = public.page(ADDRESS)
    assert row_of(text, "支出总额") == ["612.00"] * 3
    assert "在 3 份公开件中已核对 12 处，提示 " in text
    assert ADDRESS in public.links("/mz/place/659901")


@pytest.mark.parametrize(
    ("code", "of", "over"),
    [("650000", "province", []), ("652900", "prefecture", ["650000"]), ("652922", "county", ["650000", "652900"])],
)
def test_ranks_of_codes(code, of, over):
    assert (rank(code), above(code)) == (of, over)


def test_names_of_places():
    assert name_of("510000") == "四川省" and name_of("652900") == "阿克苏地区" and name_of("652922", "印作此名") == "印作此名"
    assert "直辖县级" in name_of("659000") and name_of("999900") == "名称未登记的地区"


def test_amounts_are_brought_to_one_unit_exactly_or_not_at_all():
    assert in_ten_thousands(Decimal("498500"), "元") == Decimal("49.85")
    assert in_ten_thousands(Decimal("45"), "名") == 45
    assert in_ten_thousands(Decimal("45"), None) is None


@pytest.mark.parametrize("values", [[], [Decimal(1)], [Decimal(0), Decimal(0)], [Decimal(-1), Decimal(2)], [None, Decimal(2)]])
def test_no_chart_of_what_a_chart_cannot_show(values):
    assert charts.bars([("2031 年", [("budget", "预算", v)]) for v in values]) is None


def test_a_value_that_is_not_known_is_no_bar_of_nothing():
    chart = charts.bars(
        [("2030 年", [("budget", "预算", Decimal("1.50")), ("final", "决算", None)]), ("2031 年", [("budget", "预算", Decimal(3))])]
    )
    assert [(b["unknown"], b["text"]) for b in chart["bars"]] == [(False, "预算 1.50"), (True, "决算 没有这项数据"), (False, "预算 3")]
    assert chart["bars"][0]["width"] * 2 == chart["bars"][2]["width"]


def test_no_page_of_a_place_or_body_scans_a_large_table(years_db):
    """Plans on the database as it is; the small tables of names and of documents may be walked, what has a row for each number may not."""
    with sqlite3.connect(years_db) as connection:
        for code in ("659901", "659900", "650000"):
            where, params = within(code)
            plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT count(*) FROM disclosures p WHERE {where}", params).fetchall()
            assert all("SEARCH p USING" in step[3] for step in plan), (code, plan)


def test_what_is_held_back_is_counted_alike_on_every_page(public):
    """A suspected result is no finding for the public: its rule is undecided, in the ledger and in the number beside it."""
    with sqlite3.connect(public.path) as connection:
        told = connection.execute("SELECT sha256, undecided FROM documents WHERE status = 'checked'").fetchall()
        listed = dict(connection.execute("SELECT document, sum(outcome = 'not_evaluable') FROM ledger GROUP BY document").fetchall())
        assert told and all(listed[sha] == n == 2 for sha, n in told)


def test_a_document_begins_with_its_totals_and_the_ways_into_it(site):
    text = site.page(next(a for a in site.links(ADDRESS) if "/mz/disclosure/" in a))
    strip = re.search(r'<dl class="figures">.*?</dl>', text, re.DOTALL)[0]
    assert re.search(r'<dt>支出总额</dt><dd><a href="/mz/table/[^"]+">612.00</a> <small>万元</small>', strip)
    nav = re.search(r'<nav class="inpage".*?</nav>', text, re.DOTALL)[0]
    assert all(f'id="{anchor}"' in text for anchor in re.findall('href="#([^"]+)"', nav)) and nav.count("<a") >= 4


@pytest.mark.parametrize("published", [False, True])
def test_a_department_and_its_units_lead_to_each_other(tmp_path, published):
    path = tmp_path / "units.db"
    db = open_store(path)
    save_rules(db, RULES)
    department, unit = make_result(), make_result(body="云泽县文化馆")
    for result in (department, unit, make_result(body="云泽县水利局")):
        save(db, result)
    plain = db.execute("SELECT plain_name FROM disclosures WHERE body = '云泽县文化馆'").fetchone()[0]
    assert plain
    with db.conn:
        db.execute("INSERT INTO listed_units (document, ordinal, plain_name) VALUES (?, 0, ?)", [department.sha256, plain])
    close_store(db)
    if published:
        publish(path, tmp_path / "public.db")
    site = Site(tmp_path / ("public.db" if published else "units.db"), public=published)
    of_unit = f"/mz/body/659901/{quote('云泽县文化馆')}"
    assert of_unit in site.links(ADDRESS) and "预算单位" in site.page(ADDRESS)
    assert ADDRESS in site.links(of_unit) and "所属部门" in site.page(of_unit)
    assert "预算单位" not in site.page(f"/mz/body/659901/{quote('云泽县水利局')}")


def test_a_sentence_is_found_to_the_letter_as_it_is_found_folded(years_db):
    """The short way to a place gives what the long way gives, and leaves to it what is not to the letter or stands under two titles."""
    sentence = "2031年支出预算612万元"
    with sqlite3.connect(years_db) as connection:
        document = connection.execute(
            "SELECT current_document FROM disclosures WHERE fiscal_year = 2031 AND kind = 'budget' AND body = ?", [BODY]
        ).fetchone()[0]
        cited = {"document": document, "page": 4, "table": None, "section": None, "row": None, "column": None, "text": sentence}
        title, text = connection.execute(
            "SELECT title, text FROM sections WHERE document = ? AND instr(text, ?)", [document, sentence]
        ).fetchone()
        short = citing._as_it_stands(connection, {**cited, "section": title})
        assert short == citing._sentence(
            [citing._Section(r, *citing._folded(r["text"])) for r in citing._rows(connection, citing._SECTIONS, cited)],
            {**cited, "section": title},
        )
        assert text[slice(*short.span)] == sentence
        for other in ({"section": title, "text": "2031 年支出预算 612 万元"}, {"section": "没有这一节"}, {"section": title, "text": ""}):
            assert citing._as_it_stands(connection, {**cited, **other}) is None
        connection.execute(
            "INSERT INTO sections SELECT document, 99, section_id, part, headings, title, text, places, page, block FROM sections WHERE document = ? AND title = ?",
            [document, title],
        )
        assert citing._as_it_stands(connection, {**cited, "section": title}) is None
        connection.rollback()


def test_lists_say_that_a_body_has_answered(tmp_path):
    path = tmp_path / "answered.db"
    db = open_store(path)
    save_rules(db, RULES)
    save(db, make_result())
    said = [("explained", "2031-03-02", "四舍五入"), ("corrected", "2031-04-02", "已改"), ("open", "2031-05-02", "")]
    with db.conn:
        fingerprint = db.execute("SELECT fingerprint FROM findings WHERE rule = 'sum.children'").fetchone()[0]
        for n, (state, on, text) in enumerate(said):
            db.execute(
                "INSERT INTO replies (finding, ordinal, state, said_on, text) VALUES (?, ?, ?, ?, ?)", [fingerprint, n, state, on, text]
            )
    close_store(db)
    site = Site(path)
    disclosure = next(a for a in site.links("/mz/disclosures") if "/mz/disclosure/" in a)
    for address in ("/mz/findings", ADDRESS, disclosure, "/mz/rule/sum.children"):
        assert re.findall('<span class="badge answered">([^<]+)</span>', site.page(address)) == ["已更正"], address
    assert "badge answered" not in site.page("/mz/rule/prose.rate")
