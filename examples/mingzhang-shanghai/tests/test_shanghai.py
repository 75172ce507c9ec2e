"""The pack on a fictional disclosure, and on the published ones where they are at hand."""

from __future__ import annotations

import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from mingzhang_shanghai.forms import GENERATOR

import mingzhang
from mingzhang import Disclosure, DocumentResult, Finding, Severity
from mingzhang.core.testkit import render_docx

HERE = Path(__file__).parent
SAMPLES = Path(os.environ.get("MINGZHANG_SAMPLES") or HERE.parents[2].parent / "shared" / "samples") / "real"
FORMS = ("project_targets", "units")
"""Tables that are no statements of account."""


def checked(text: str, directory: Path) -> DocumentResult:
    file = directory / "budget.txt"
    file.write_text(text, encoding="utf-8")
    return mingzhang.check(file).documents[0]


@pytest.fixture(scope="module")
def text() -> str:
    return (HERE / "fictional.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def budget(text: str, tmp_path_factory: pytest.TempPathFactory) -> DocumentResult:
    return checked(text, tmp_path_factory.mktemp("fictional"))


def understood(result: DocumentResult) -> Disclosure:
    assert result.disclosure is not None, result.reason
    return result.disclosure


def findings(result: DocumentResult, rule: str) -> list[Finding]:
    return [f for f in result.findings if f.rule == rule]


def test_who_published_what(budget: DocumentResult) -> None:
    who = understood(budget).identity
    assert (who.region, who.division_code, who.body) == ("shanghai", "310117", "上海市松江区虚构事务局")
    assert (who.fiscal_year, who.kind, who.level) == (2024, "budget", "department")


def test_all_nine_tables_and_every_number_are_understood(budget: DocumentResult) -> None:
    disclosure = understood(budget)
    assert len(disclosure.required) == 9
    assert {s.id for s in disclosure.statements} == set(disclosure.required)
    assert disclosure.coverage.cells_understood == disclosure.coverage.cells_numeric > 80
    assert [u.text for u in disclosure.coverage.unread] == []


def test_yuan_and_ten_thousands_are_not_mixed_up(budget: DocumentResult) -> None:
    disclosure = understood(budget)
    units = {s.id: s.unit for s in disclosure.statements}
    assert units["income"] == "元"
    assert units["three_public"] == "万元"
    assert [f for f in budget.findings if f.severity is Severity.ERROR] == []
    assert any(row.rule == "prose.amount" and row.comparisons > 10 for row in budget.ledger)


def test_headings_without_numbers_open_their_sections(budget: DocumentResult) -> None:
    ids = Counter(s.id for s in understood(budget).sections)
    assert {"duties", "staff", "compilation", "other_matters", "three_public", "project_funds", "project_budget"} <= set(ids)


def test_a_later_sentence_states_the_item_again(budget: DocumentResult) -> None:
    stated = [c for c in understood(budget).claims if c.subject == "functional:2010506"]
    assert [c.value and c.value.value for c in stated] == [Decimal(80), Decimal(80)]
    assert stated[1].base_value is not None
    assert stated[1].base_value.value == 100


def test_items_without_a_path(text: str, tmp_path: Path) -> None:
    short = "“一般公共服务支出”科目480.00万元，主要用于人员。"
    result = checked(text.replace("财政拨款支出主要内容如下：", f"财政拨款支出主要内容如下：\n\n{short}"), tmp_path)
    assert any("480.00" in f.message for f in findings(result, "prose.amount"))


def test_an_amount_stated_again_is_compared_with_the_table(text: str, tmp_path: Path) -> None:
    wrong = checked(text.replace("2024年预算安排80.00万元", "2024年预算安排85.00万元"), tmp_path)
    assert any("85.00" in f.message for f in findings(wrong, "prose.amount"))


def test_changes_on_two_bases_are_remarked(text: str, budget: DocumentResult, tmp_path: Path) -> None:
    assert findings(budget, "shanghai.change-base") == []
    mixed = checked(text.replace("财政拨款收入500.00万元，比2023年预算", "财政拨款收入500.00万元，比2023年预算执行数"), tmp_path)
    assert [f.severity for f in findings(mixed, "shanghai.change-base")] == [Severity.INFO]


def test_an_increase_beyond_the_amount_is_found(text: str, budget: DocumentResult, tmp_path: Path) -> None:
    assert findings(budget, "prose.negative-base") == []
    wrong = checked(text.replace("基金拨款支出预算0万元，与2023年预算持平", "基金拨款支出预算0万元，比2023年预算增加40.00万元"), tmp_path)
    assert len(findings(wrong, "prose.negative-base")) == 1


def test_a_missing_table_is_found(text: str, budget: DocumentResult, tmp_path: Path) -> None:
    assert findings(budget, "completeness.tables") == []
    title = "2024年部门国有资本经营预算支出功能分类预算表"
    before, _, rest = text.rpartition(title)
    without = before.replace(f"7. {title}\n", "") + rest.partition("空表。")[2]
    assert len(findings(checked(without, tmp_path), "completeness.tables")) == 1


@pytest.mark.parametrize("word", ["部门", "预算单位"])
def test_titles_speak_of_the_level(word: str, text: str, budget: DocumentResult, tmp_path: Path) -> None:
    assert findings(budget, "shanghai.level-titles") == []
    title = "2024年部门收入预算总表\n\n编制部门"
    other = checked(text.replace(title, title.replace("部门收入", f"{word}收入")), tmp_path)
    assert len(findings(other, "shanghai.level-titles")) == (word != "部门")


def test_the_funds_of_the_year_before_add_up(text: str, tmp_path: Path) -> None:
    wrong = checked(
        text.replace(
            "一般公共预算拨款支出预算500.00万元，比2023年预算增加40.00万元", "一般公共预算拨款支出预算500.00万元，比2023年预算增加50.00万元"
        ),
        tmp_path,
    )
    assert len(findings(wrong, "prose.prior-year")) == 1


def test_parts_of_a_project(text: str, tmp_path: Path) -> None:
    wrong = checked(text.replace("支持培训20.00万元", "支持培训30.00万元"), tmp_path)
    assert len(findings(wrong, "projects.parts")) == 1
    summed = text.replace("支持培训20.00万元。", "支持培训10.00万元，合计75.00万元。")
    assert ["75.00" in f.message for f in findings(checked(summed, tmp_path), "projects.parts")] == [True]


@pytest.mark.parametrize(
    ("body", "division", "year"),
    [("上海市浦东新区虚构镇人民政府", "310115", 2025), ("上海市虚构事务局", "310000", 2023), ("上海市崇明区虚构人民法院", "310151", 2024)],
)
def test_other_bodies_and_years(body: str, division: str, year: int, text: str, tmp_path: Path) -> None:
    other = (
        text.replace("上海市松江区虚构事务局", body)
        .replace("2023年", "去年")
        .replace("2024年", f"{year}年")
        .replace("去年", f"{year - 1}年")
    )
    result = checked(other, tmp_path)
    who = understood(result).identity
    assert (who.region, who.division_code, who.body, who.fiscal_year) == ("shanghai", division, body, year)
    assert understood(result).coverage.unread == ()
    assert [f.message for f in result.findings if f.severity is not Severity.INFO] == []


def test_a_hospital_speaks_as_a_unit(text: str, tmp_path: Path) -> None:
    hospital = text.replace("上海市松江区2024年区级部门预算", "上海市松江区2024年区级单位预算").replace("虚构事务局", "虚构医院")
    hospital = hospital.replace("预算主管部门：", "预算单位：").replace("本部门", "本单位").replace("编制部门", "编制单位")
    hospital = (
        hospital.replace("年部门", "年预算单位")
        .replace("部门主要", "单位主要")
        .replace("部门机构", "单位机构")
        .replace("、部门预算", "、单位预算")
    )
    result = checked(hospital, tmp_path)
    who = understood(result).identity
    assert (who.body, who.level) == ("上海市松江区虚构医院", "unit")
    assert {s.id for s in understood(result).statements} == set(understood(result).required)
    assert understood(result).coverage.unread == ()
    assert [f.message for f in result.findings if f.severity is not Severity.INFO] == []


def test_written_documents_are_understood_and_accused_of_nothing(tmp_path: Path) -> None:
    for form in GENERATOR.forms:
        file = render_docx(GENERATOR.write(3, form, True), tmp_path / f"{form.year}.docx")
        result = mingzhang.check(file).documents[0]
        disclosure = understood(result)
        assert (disclosure.identity.region, disclosure.identity.fiscal_year, disclosure.identity.level) == (
            "shanghai",
            form.year,
            form.level,
        )
        assert {s.id for s in disclosure.statements} == set(disclosure.required)
        assert disclosure.coverage.unread == ()
        assert [f.message for f in result.findings if f.severity is not Severity.INFO] == []


def published() -> list[dict[str, object]]:
    manifest = SAMPLES / "manifest.json"
    listed = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []
    return [entry for entry in listed if entry["region"] == "shanghai"]


@pytest.mark.skipif(not published(), reason="MINGZHANG_SAMPLES does not name the published documents")
@pytest.mark.parametrize("entry", published(), ids=lambda e: Path(str(e["file"])).stem)
def test_published_documents(entry: dict[str, object]) -> None:
    disclosure = understood(mingzhang.check(SAMPLES / str(entry["file"])).documents[0])
    who = disclosure.identity
    for key in ("body", "division_code", "region", "fiscal_year", "kind", "level"):
        assert getattr(who, key) == entry[key], key
    assert {s.id for s in disclosure.statements} >= set(disclosure.required)
    forms = {s.title for s in disclosure.statements if s.id in FORMS}
    missed = [u for u in disclosure.coverage.unread if " / " in u.where and u.where.partition(" / ")[0] not in forms]
    assert len(missed) <= 0.02 * disclosure.coverage.cells_numeric
    assert disclosure.coverage.prose_understood >= 0.85 * disclosure.coverage.prose_numbers
