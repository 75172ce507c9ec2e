"""The pack on fictional disclosures, and on the published ones where they are at hand."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

import mingzhang
from mingzhang import Disclosure, DocumentResult, Finding, RunResult, Severity, rule_tests

HERE = Path(__file__).parent
SAMPLES = Path(os.environ.get("MINGZHANG_SAMPLES") or HERE.parents[2].parent / "shared" / "samples") / "real"
TABLES, PROSE = "第二部分 2018年度部门预算表\n\n公开01表", "第三部分 2018年度部门预算情况说明\n\n一、"

test_rules = rule_tests(HERE / "cases")


def understood(result: DocumentResult) -> Disclosure:
    assert result.disclosure is not None, result.reason
    return result.disclosure


def checked(text: str, directory: Path, name: str = "budget.txt") -> DocumentResult:
    (directory / name).write_text(text, encoding="utf-8")
    return mingzhang.check(directory / name).documents[0]


def serious(findings: tuple[Finding, ...]) -> list[str]:
    return [f.message for f in findings if f.severity is not Severity.INFO]


@pytest.fixture(scope="module")
def text() -> str:
    return (HERE / "fictional.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "body", "division", "tables"),
    [("fictional", "江苏省虚构事务厅", "320000", 12), ("fictional_2022", "苏州市吴江区虚构事务局", "320509", 13)],
)
def test_everything_is_understood(name: str, body: str, division: str, tables: int) -> None:
    result = mingzhang.check(HERE / f"{name}.txt").documents[0]
    disclosure = understood(result)
    who = disclosure.identity
    assert (who.region, who.division_code, who.body, who.kind, who.level) == ("jiangsu", division, body, "budget", "department")
    assert len({s.id for s in disclosure.statements}) == tables
    assert disclosure.coverage.cells_understood == disclosure.coverage.cells_numeric > 100
    assert [u.text for u in disclosure.coverage.unread] == []
    assert serious(result.findings) == []


def test_the_twelve_tables_are_asked_of_the_province_only(text: str, tmp_path: Path) -> None:
    assert len(understood(checked(text, tmp_path)).required) == 12
    assert understood(checked(text.replace("江苏省虚构事务厅", "南京市虚构事务局"), tmp_path)).required == ()


def test_income_by_source_is_a_tree(text: str, tmp_path: Path) -> None:
    income = understood(checked(text, tmp_path)).statement("income")
    assert income is not None
    amounts = {i.row.key: i.figure.value for i in income.items}
    assert (amounts["total"], amounts["general"], amounts["专项收入"]) == (Decimal(1000), Decimal(1000), Decimal(10))
    wrong = checked(text.replace("专项收入\t10.00", "专项收入\t20.00"), tmp_path)
    assert [f.rule for f in wrong.findings if f.severity is Severity.ERROR] == ["sum.hierarchy"]


def test_the_reserve_is_a_part_of_the_total(text: str, tmp_path: Path) -> None:
    wrong = checked(text.replace("1,000.00\t600.00\t300.00\t100.00\t", "1,000.00\t600.00\t300.00\t90.00\t"), tmp_path)
    # Findings of one cause are one; the ledger says what each rule found.
    assert [r.outcome for r in wrong.ledger if r.rule == "sum.row-total"] == ["fail"]


def test_an_item_below_a_heading_is_compared_with_its_table(text: str, tmp_path: Path) -> None:
    wrong = checked(text.replace("提租补贴（项）支出40.00万元", "提租补贴（项）支出44.00万元"), tmp_path)
    assert any(f.rule == "prose.amount" and "44.00" in f.message for f in wrong.findings)


def test_prose_and_tables_apart_are_one_disclosure(text: str, tmp_path: Path) -> None:
    front, tables = text.split(TABLES)
    tables, prose = tables.split(PROSE)
    title = "江苏省虚构事务厅2018年部门预算公开表\n\n公开01表"
    (tmp_path / "prose.txt").write_text(f"{front}第二部分 2018年度部门预算表\n\n公开表附后\n\n{PROSE}{prose}", encoding="utf-8")
    (tmp_path / "tables.txt").write_text(title + tables.replace("专项收入\t10.00", "专项收入\t20.00"), encoding="utf-8")
    run: RunResult = mingzhang.check(tmp_path)
    assert {understood(d).identity.body for d in run.documents} == {"江苏省虚构事务厅"}
    assert len({d.together for d in run.documents}) == 1
    amounts = [row for d in run.documents for row in d.ledger if row.rule == "prose.amount"]
    assert max(row.comparisons for row in amounts) > 30
    alone = checked((tmp_path / "prose.txt").read_text(encoding="utf-8"), tmp_path, "prose.txt")
    assert serious(alone.findings) == []


def published() -> list[dict[str, object]]:
    manifest = SAMPLES / "manifest.json"
    listed = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []
    return [entry for entry in listed if entry["region"] == "jiangsu"]


@pytest.mark.skipif(not published(), reason="MINGZHANG_SAMPLES does not name the published documents")
@pytest.mark.parametrize("entry", published(), ids=lambda e: Path(str(e["file"])).stem)
def test_published_documents(entry: dict[str, object]) -> None:
    disclosure = understood(mingzhang.check(SAMPLES / str(entry["file"])).documents[0])
    who = disclosure.identity
    for key in ("body", "division_code", "region", "fiscal_year", "kind", "level"):
        assert getattr(who, key) == entry[key], key
    read = disclosure.coverage
    if entry.get("part") != "prose":
        assert {s.id for s in disclosure.statements} == set(disclosure.required)
        assert read.cells_understood == read.cells_numeric > 150
    assert read.prose_understood >= 0.8 * read.prose_numbers
