"""A region is drafted from documents of a place that nothing knows; the draft loads as it is and reads them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mingzhang.core.drafting import Draft, Review, as_toml, draft_region, review_region
from mingzhang.core.model.disclosures.region import Region
from mingzhang.core.plugins.manager import Plugins
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.understanding.packs.pack import parse_region

TEXT = """{body}2024年部门预算公开

目 录

机构概况

收支编制情况

机构概况

本文件为测试而虚构，不代表任何真实单位。

收支编制情况

2024年，{body}收入预算120.00万元。巡回宣讲经费1.00万元，比上年增加0.00万元。

经费收入总括表

单位：万元

编码\t科目\t全部\t一般公共预算拨款款\t代管资金
\t合计\t120.00\t100.00\t20.00
20103\t政府办公厅（室）及相关机构事务\t120.00\t100.00\t20.00
2010301\t行政运行\t100.00\t80.00\t20.00
2010302\t一般行政管理事务\t20.00\t20.00\t0.00

本级基金安排支出预算明细表

单位：元

科目编码\t科目名称\t安排数
\t合计\t70000
212\t城乡社区支出\t70000
21208\t国有土地使用权出让收入安排的支出\t70000

支出预算总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t120.00\t100.00\t20.00
2010301\t行政运行\t100.00\t100.00\t0.00
2010302\t一般行政管理事务\t20.00\t0.00\t20.00
"""
BODIES = ("武汉市江岸区虚构事务局", "宜昌市夷陵区虚构档案局")


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return Plugins()


def national(plugins: Plugins) -> Region:
    return plugins.regions["national"]


def drafted(paths: list[Path], plugins: Plugins) -> Draft:
    run = check_paths(paths, plugins, Options(region="national"))
    return draft_region(run.documents, national(plugins), plugins)


def reviewed(text: str, paths: list[Path], plugins: Plugins) -> Review:
    return review_region(parse_region(text, "draft", plugins.regions, plugins.layouts), paths, plugins)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("hubei")
    for n, body in enumerate(BODIES):
        (folder / f"{n}.txt").write_text(TEXT.format(body=body), encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def text(files: list[Path], plugins: Plugins) -> str:
    return as_toml(drafted(files, plugins), national(plugins), "hubei")


@pytest.fixture(scope="module")
def raw(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def line_of(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


def test_it_loads_unchanged_and_reads_more_than_the_pack_it_extends(text: str, files: list[Path], plugins: Plugins) -> None:
    before = review_region(national(plugins), files, plugins)
    after = reviewed(text, files, plugins)
    assert before.coverage < 0.5
    assert after.coverage >= 0.8
    assert [f.unknown_titles for f in after.files] == [(), ()]


def test_where_it_is_from(raw: dict[str, Any], text: str) -> None:
    assert (raw["id"], raw["name"], raw["divisions"], raw["extends"]) == ("hubei", "湖北", ["42"], "national")
    assert "# ?" in line_of(text, "name")
    assert "万元 4" in text
    assert "元 2" in text


def test_new_tables_have_layout_and_columns(raw: dict[str, Any], text: str) -> None:
    statements = {s["id"]: s for s in raw["statements"]}
    income = statements["income"]
    assert income["titles"] == ["经费收入总括表"]
    assert income["headers"] == {"编码": "@code", "全部": "total", "一般公共预算拨款款": "general", "代管资金": "new_1"}
    assert raw["names"] == {"new_1": "代管资金"}
    fund = next(s for s in raw["statements"] if "基金安排支出预算明细表" in s.get("titles", ()))
    assert (fund["layout"], fund["classification"], fund["headers"]) == ("coded", "functional", {"安排数": "total"})
    assert "# ?" in line_of(text[text.rindex("基金安排") :], '"安排数"')


def test_tables_in_order_are_what_must_be_published(raw: dict[str, Any]) -> None:
    (requirement,) = raw["requirements"]
    assert requirement["statements"] == ["income", "detail", "expenditure"]
    assert (requirement["kind"], requirement["level"], requirement["first_year"], requirement["firm"]) == (
        "budget",
        "department",
        2024,
        False,
    )


def test_nothing_counts_as_verified(raw: dict[str, Any]) -> None:
    assert raw["verified"] == {"budget": [], "final": []}


def test_headings_and_words_of_the_prose(raw: dict[str, Any]) -> None:
    headings = [s.get("heading") for s in raw["sections"]]
    assert "机构概况" in headings
    assert "收支编制情况" in headings


def test_words_that_name_nothing_are_listed(text: str) -> None:
    assert "#   ? 巡回宣讲经费 (2)" in text.splitlines()


def test_no_body_is_named(text: str) -> None:
    entries = [line for line in text.splitlines() if not line.startswith("#")]
    assert not [line for line in entries if "虚构" in line or "江岸" in line]


def test_the_same_documents_give_the_same_draft(text: str, files: list[Path], plugins: Plugins) -> None:
    assert as_toml(drafted(files, plugins), national(plugins), "hubei") == text


def test_what_is_marked_as_a_guess_has_its_confidence(text: str) -> None:
    guesses = [line for line in text.splitlines() if "  # ? " in line and not line.startswith("#")]
    assert len(guesses) > 5
    assert all(0 <= float(line.split("  # ? ")[1].split()[0]) < 0.9 for line in guesses)


SIDES = """武汉市江岸区虚构事务局2024年部门预算公开

收支预算总表

单位：万元

本年收入\t\t本年支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t120.00\t一、一般公共服务支出\t120.00
收入总计\t120.00\t支出总计\t120.00
"""


def test_the_only_column_of_a_side_is_its_total(tmp_path: Path, plugins: Plugins) -> None:
    file = tmp_path / "budget.txt"
    file.write_text(SIDES, encoding="utf-8")
    text = as_toml(drafted([file], plugins), national(plugins), "hubei")
    (table,) = tomllib.loads(text)["statements"]
    assert table == {"id": "income_expenditure", "headers": {"本年收入/预算数": "total", "本年支出/预算数": "total"}}


def test_figures_mean_what_they_mean_to_a_person(samples: Path, plugins: Plugins) -> None:
    """Statement, row and measure of every figure: those of the region that was made by hand for the same place."""
    folder = samples / "real" / "shanghai"
    files = sorted(folder.glob("*.pdf"))
    made = Path(__file__).parents[2] / "examples" / "mingzhang-shanghai" / "mingzhang_shanghai" / "shanghai.toml"
    draft = as_toml(drafted(files, plugins), national(plugins), "shanghai-draft")
    by_hand = meanings(made.read_text(encoding="utf-8"), files, plugins)
    guessed = meanings(draft, files, plugins)
    assert len(by_hand) > 3000
    assert sum(guessed.get(place) == meaning for place, meaning in by_hand.items()) >= 0.95 * len(by_hand)


def meanings(text: str, files: list[Path], plugins: Plugins) -> dict[tuple[Any, ...], tuple[str, ...]]:
    region = parse_region(text, "region", plugins.regions, plugins.layouts)
    run = check_paths(files, plugins.with_region(region), Options(region=region.id))
    return {
        (r.path, s.ordinal, i.cell.row, i.cell.column): (i.statement, i.row.kind, i.row.key, i.measure)
        for r in run.documents
        if r.disclosure
        for s in r.disclosure.statements
        for i in s.items
    }


def test_odd_characters_in_names_and_titles(tmp_path: Path, plugins: Plugins) -> None:
    """Whatever documents and files are called, the draft is TOML that loads."""
    text = TEXT.format(body=BODIES[0]).replace("代管资金", "代管\\u7f\\资\x7f“金”]").replace("经费收入总括表", "经费\x01收入'''总括\\表")
    file = tmp_path / 'odd "name"\n= [x] # \udcff.txt'
    file.write_text(text, encoding="utf-8")
    draft = as_toml(drafted([file], plugins), national(plugins), "hubei", 'a"b\\c\nd')
    assert parse_region(draft, "draft", plugins.regions, plugins.layouts).name == 'a"b\\c\nd'
    assert draft.encode("utf-8").decode("utf-8") == draft


@pytest.mark.parametrize("place", ["jiangsu", "shanghai"])
def test_published_documents_of_a_place_as_if_nothing_knew_it(place: str, samples: Path, plugins: Plugins) -> None:
    """Drafted from a part of them, it reads the others: no word of it is one document's."""
    everything = sorted((samples / "real" / place).glob("*.pdf"))
    known = everything[::2]
    text = as_toml(drafted(known, plugins), national(plugins), f"{place}-draft")
    others = reviewed(text, [p for p in everything if p not in known], plugins)
    assert all(f.status == "checked" for f in others.files)
    assert others.coverage >= 0.9
    assert reviewed(text, known, plugins).coverage >= 0.9
