"""Downloads and comparisons: all that is on the screen, nothing that runs, and kinds before numbers."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import BODY, PHONE, RULES, make_result
from test_body_pages import ADDRESS, final_account
from test_site import Site

from mingzhang import Level
from mingzhang.core.asking.queries import Issue
from mingzhang.core.store.writer import close_store, open_store, save, save_rules
from mingzhang.datasette_config.views.compare import cautions, difference
from mingzhang.datasette_config.views.sheets import Sheet, as_csv, as_json, as_xlsx, unlike

_NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    path = tmp_path_factory.mktemp("taking") / "years.db"
    db = open_store(path)
    save_rules(db, RULES)
    for result in (make_result(), make_result(year=2030), final_account(level=Level.DEPARTMENT), make_result(body="云泽县水利局")):
        save(db, result, keep_personal=True)
    close_store(db)
    return Site(path)


def lines(response) -> list[list[str]]:
    assert response.status_code == 200 and response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def sheet_cells(content: bytes) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not root.findall(".//x:f", _NS)  # no formula
    return [["".join(c.itertext()) for c in row] for row in root.findall(".//x:row", _NS)]


@pytest.mark.parametrize(
    ("address", "header", "rows"),
    [
        ("/mz/findings", "提示", 12),
        ("/mz/findings?severity=error", "提示", 4),
        ("/mz/disclosures", "单位", 4),
        ("/mz/disclosures?year=2030", "单位", 1),
        ("/mz/rules", "规则", 3),
        (ADDRESS, "项目", 4),
    ],
)
def test_what_is_on_the_screen_is_taken_away_whole(site, address, header, rows):
    page = site.page(address)
    assert "form=csv" in page and "form=xlsx" in page and "form=json" in page
    with_form = address + ("&" if "?" in address else "?") + "form="
    found = lines(site.get(with_form + "csv"))
    assert header in found[0] and len(found) - 1 == rows and not any(re.search("[a-z]{4}", name) for name in found[0])
    assert len(site.get(with_form + "json").json()["行"]) == rows
    assert len(sheet_cells(site.get(with_form + "xlsx").content)) - 1 == rows


def test_a_list_is_not_cut_at_a_page(site, monkeypatch):
    from mingzhang.datasette_config import queries

    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    assert len(lines(site.get("/mz/findings?form=csv"))) - 1 == 12


def test_a_table_is_taken_as_printed_and_a_document_item_by_item(site):
    table = next(
        a
        for a in site.links(next(a for a in site.links("/mz/disclosures") if "/mz/disclosure/" in a))
        if re.fullmatch("/mz/table/[^?#]+", a)
    )
    found = lines(site.get(table + "?form=csv"))
    assert found[0][:3] == ["科目编码", "科目名称", "预算数"] and found[-1] == ["20701", "文化和旅游", "1009.21", "813.80", "195.41"]
    sha = (
        site.get("/sample.json").status_code
        and re.search(
            r"/mz/document/([0-9a-f]{64})/items", site.page(next(a for a in site.links("/mz/disclosures") if "/mz/disclosure/" in a))
        )[1]
    )
    items = lines(site.get(f"/mz/document/{sha}/items?form=csv"))
    assert len(items) - 1 == 9 and items[1][4:6] == ["612.00", "万元"]


def test_nothing_personal_is_taken_away(site):
    for form in ("csv", "json"):
        assert PHONE not in site.get(f"/mz/findings?form={form}").text
    assert PHONE not in json.dumps(sheet_cells(site.get("/mz/findings?form=xlsx").content))


def test_every_finding_carries_the_notice(site):
    assert {row[-1] for row in lines(site.get("/mz/findings?form=csv"))[1:]} == {"系统自动比对，未经认定，不代表违法违纪。"}


def test_an_unknown_form_is_the_page(site):
    assert "text/html" in site.get("/mz/findings?form=exe").headers["content-type"]


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.text(max_size=20), st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=2)),
            min_size=2,
            max_size=2,
        ),
        max_size=5,
    )
)
def test_any_cells_make_files_that_can_be_read_and_run_nothing(rows):
    sheet = Sheet("=表[1]/'x", ("甲", "乙"), rows)
    for row in csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")):
        assert not any(c.lstrip()[:1] in ("=", "@") for c in row if c)
    assert len(json.loads(as_json(sheet))["行"]) == len(rows)
    assert len(sheet_cells(as_xlsx(sheet))) == len(rows) + 1
    assert as_xlsx(sheet) == as_xlsx(sheet)


def test_numbers_are_numbers_and_codes_are_text():
    content = as_xlsx(Sheet("表", ("编码", "数"), [["0207", Decimal("-12.50")], ["=1+1", 3]]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>-12.50</v>" in text and "<v>3</v>" in text and ">0207</t>" in text and ">=1+1</t>" in text


def test_columns_of_one_name_are_told_apart():
    assert unlike(["甲", "", "甲", " 乙 丙"]) == ("甲", "第2列", "甲（第3列）", "乙 丙")


def issue(**changes) -> Issue:
    return replace(Issue("k", BODY, "659901", "云泽县", (), 2031, "budget", "unit", "xinjiang", "0" * 64, None), **changes)


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, None),
        ({"level": "department"}, "部门的汇总"),
        ({"kind": "final"}, "一份是预算"),
        ({"year": 2030}, "年度不同"),
        ({"body": "别的局"}, "单位不同"),
        ({"region": "sichuan"}, "报表样式不同"),
    ],
)
def test_what_is_of_another_kind_is_said(changes, first):
    said = cautions([issue(), issue(**changes)])
    assert (said == []) if first is None else (first in said[0])


def cell(text: str, unit: str | None, value: str | None) -> dict:
    return {"text": text, "unit": unit, "value": None if value is None else Decimal(value)}


@pytest.mark.parametrize(
    ("first", "second", "amount", "unit", "share"),
    [
        (cell("35.00", "万元", "35.00"), cell("30.52", "万元", "30.52"), "-4.48", "万元", "-12.8"),
        (cell("350000", "元", "35"), cell("30.52", "万元", "30.52"), "-4.48", "万元", "-12.8"),
        (cell("0.00", "万元", "0"), cell("3.00", "万元", "3"), "3.00", "万元", None),
        (cell("16", "人", "16"), cell("15", "名", "15"), None, None, None),
        (cell("16", None, None), cell("15", "万元", "15"), None, None, None),
        (None, cell("15", "万元", "15"), None, None, None),
    ],
)
def test_differences(first, second, amount, unit, share):
    found = difference(first, second)
    if amount is None:
        assert found is None
    else:
        assert (str(found["amount"]), found["unit"]) == (amount, unit)
        assert (None if found["share"] is None else str(found["share"])) == share


def slugs(site: Site) -> dict[str, str]:
    text = site.page(ADDRESS)
    return {label: slug for slug, label in re.findall(r'href="/mz/disclosure/([^"]+)">(\d{4} 年度[^<]+)</a>', text)}


def test_two_years_stand_beside_each_other_with_their_difference(site):
    known = slugs(site)
    text = site.page(f"/mz/compare?d={known['2030 年度单位预算']}&d={known['2031 年度单位预算']}")
    assert "年度不同" in text and "差额" in text and text.index("年度不同") < text.index("612.00")
    assert re.search(r'<th scope="row">支出总额.*?<td class="num">0.00</td><td class="num">0.0%</td>', text)


def test_a_department_and_a_unit_have_no_difference(site):
    known = slugs(site)
    text = site.page(f"/mz/compare?d={known['2031 年度单位预算']}&d={known['2031 年度部门决算']}")
    assert "不计算差额" in text and "差额<br>" not in text


def test_what_a_disclosure_can_be_laid_beside_is_offered(site):
    offered = [a for a in site.links(f"/mz/compare?d={slugs(site)['2031 年度单位预算']}") if a.count("d=") == 2]
    assert len(offered) == 3  # two of its own, and the neighbour's of the same year and kind
    assert all(site.get(a).status_code == 200 for a in offered)


@pytest.mark.parametrize("query", ["", "?d=", "?d=nothing", "?d=%27"])
def test_nothing_to_compare_is_said(site, query):
    assert site.get("/mz/compare" + query).status_code == 404
