"""Fixtures: nothing of the original's names and own words stays, its arithmetic and its findings do."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhang.core.model.results.result import DocumentStatus
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.testkit.fixture.amounts import scaled_cell, scaled_number, scaled_prose
from mingzhang.core.testkit.fixture.make import FixtureError, fixture_json, make_fixture
from mingzhang.core.testkit.fixture.names import _stem
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.docx import render_docx
from mingzhang.core.testkit.render.text import as_text

PLUGINS = default_plugins()
HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("text", "factor", "decimals", "wanted"),
    [
        ("1,397.18", "0.5", 2, "698.59"),
        ("612", "0.83", 2, "507.96"),
        ("612", "2", 2, "1224"),
        ("0.00", "0.83", 2, "0.00"),
        ("1.1", "0.83", 2, "0.91"),
    ],
)
def test_numbers_keep_their_print(text: str, factor: str, decimals: int, wanted: str) -> None:
    assert scaled_number(text, Decimal(factor), decimals) == wanted


def test_only_money_is_scaled() -> None:
    text = "支出612万元，占58.19%，比上年增加22.28万元，在职25人，2021年1,200元；基本支出289.18，占20.7%。"
    assert scaled_prose(text, HALF) == "支出306万元，占58.19%，比上年增加11.14万元，在职25人，2021年600元；基本支出144.59，占20.7%。"
    assert [scaled_cell(t, HALF, 2) for t in ("-8.00", "(8.00)", "合计", "", "—")] == ["-4.00", "(4.00)", "合计", "", "—"]


@given(st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=1, max_size=9), st.sampled_from((2, 3)))
def test_whole_factors_keep_every_sum(parts: list[Decimal], factor: int) -> None:
    scaled = [Decimal(scaled_number(f"{p:f}", Decimal(factor), 2)) for p in parts]
    assert sum(scaled) == sum(parts) * factor


FORMS = [("xinjiang", 2024, "budget", "unit"), ("xinjiang", 2024, "final", "unit"), ("sichuan", 2023, "budget", "department")]


@pytest.mark.parametrize(("region", "year", "kind", "level"), FORMS)
def test_a_clean_document_stays_clean(region: str, year: int, kind: str, level: str, tmp_path: Path) -> None:
    original = generate(7, region, year, kind, level)
    made = make_fixture(render_docx(original, tmp_path / "a.docx"), PLUGINS)
    assert made.faithful and not made.lost
    report = fixture_json(made)
    assert report["facts"][0] == report["facts"][1]
    assert report["names_replaced"] and report["sentences_replaced"]
    body, county = original.identity.body or "", original.identity.division_name or ""
    text = as_text(made.rebuilt)
    assert body not in text and county not in text
    disclosure = made.original.disclosure
    assert disclosure is not None
    projects = {r.project for st in disclosure.statements for r in st.rows if r.project}
    projects |= {f.project for f in disclosure.performance_funds if f.project}
    assert projects and not any(p in text for p in projects)


@pytest.mark.parametrize("kind", ["table_parent", "rate", "staff_over_posts", "share"])
def test_findings_stay(kind: str, tmp_path: Path) -> None:
    clean = generate(11, "xinjiang", 2024)
    path = render_docx(apply(clean, choose(clean, 1, 1, [kind])), tmp_path / "a.docx")
    made = make_fixture(path, PLUGINS)
    assert made.faithful and not made.lost
    assert fixture_json(made)["findings"]


def test_personal_data_go(tmp_path: Path) -> None:
    mobile = "13" + "8" * 5 + "1234"
    clean = generate(11, "xinjiang", 2024)
    text = as_text(clean) + f"\n\n联系人：王某某，联系电话：{mobile}。\n"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    out = as_text(make_fixture(path, PLUGINS).rebuilt)
    assert mobile not in out and "王某某" not in out


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("新龙彝族自治县", "新龙"),
        ("双溪拉祜族佤族自治县", "双溪"),
        ("温宿县", "温宿"),
        ("某某地区", "某某"),
        ("乌有市", "乌有"),
    ],
)
def test_the_short_form_of_a_place(name: str, stem: str) -> None:
    assert _stem(name) == stem


def test_what_is_no_disclosure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("今天天气很好。", encoding="utf-8")
    assert check_paths([path], PLUGINS, Options()).documents[0].status is not DocumentStatus.CHECKED
    with pytest.raises(FixtureError, match=r"a\.txt"):
        make_fixture(path, PLUGINS)
