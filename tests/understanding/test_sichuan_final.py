"""The thirteen tables of a Sichuan final account, after the prose."""

from __future__ import annotations

from pathlib import Path

import pytest

import mingzhang
from mingzhang import Disclosure, DocumentResult, RowKind

CODED = "\t\t\t合计\t{0}\n201\t\t\t一般公共服务支出\t{0}\n201\t03\t\t政府办公厅（室）及相关机构事务\t{0}\n201\t03\t01\t行政运行\t{0}\n"
AMOUNTS = "100.00\t60.00\t40.00"
FUNCTIONAL = "科目编码\t\t\t科目名称\t合计\t基本支出\t项目支出\n类\t款\t项\t\t\t\t\n"
TWO_SIDED = "收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n一、一般公共预算财政拨款收入\t100.00\t一、一般公共服务支出\t100.00\n总计\t100.00\t总计\t100.00\n"
BALANCE = "科目编码\t\t\t科目名称\t本年收入\t本年支出\n类\t款\t项\t\t\t\n\t\t\t合计\t\t\n"
TABLES = {
    "收入支出决算总表": TWO_SIDED,
    "收入决算表": "科目编码\t\t\t科目名称\t本年收入合计\t财政拨款收入\n类\t款\t项\t\t\t\n" + CODED.format("100.00\t100.00"),
    "支出决算表": FUNCTIONAL.replace("合计", "本年支出合计") + CODED.format(AMOUNTS),
    "财政拨款收入支出决算总表": TWO_SIDED,
    "财政拨款支出决算明细表": "经济分类科目编码\t\t科目名称\t合计\t基本支出\t项目支出\n类\t款\t\t\t\t\n"
    f"\t\t合计\t{AMOUNTS}\n301\t\t工资福利支出\t60.00\t60.00\t\n301\t01\t基本工资\t60.00\t60.00\t\n302\t\t商品和服务支出\t40.00\t\t40.00\n",
    "一般公共预算财政拨款支出决算表": FUNCTIONAL + CODED.format(AMOUNTS),
    "一般公共预算财政拨款支出决算明细表": "科目编码\t\t\t科目名称\t合计\t工资福利支出\t商品和服务支出\n类\t款\t项\t\t\t\t\n"
    + CODED.format(AMOUNTS),
    "一般公共预算财政拨款基本支出决算明细表": "经济分类科目编码\t\t科目名称\t合计\t人员经费\t公用经费\n类\t款\t\t\t\t\n"
    "\t\t合计\t60.00\t60.00\t\n301\t\t工资福利支出\t60.00\t60.00\t\n301\t01\t基本工资\t60.00\t60.00\t\n",
    "一般公共预算财政拨款项目支出决算表": "科目编码\t\t\t科目名称\t金额\n类\t款\t项\t\t\n" + CODED.format("40.00"),
    "政府性基金预算财政拨款收入支出决算表": BALANCE,
    "国有资本经营预算财政拨款收入支出决算表": BALANCE,
    "国有资本经营预算财政拨款支出决算表": FUNCTIONAL + "\t\t\t合计\t\t\t\n",
    "财政拨款“三公”经费支出决算表": "合计\t因公出国（境）费\t公务用车购置及运行费\t公务接待费\n1.00\t0.00\t0.00\t1.00\n",
}
PROSE = """峨边彝族自治县虚构事务局2023年度部门决算

第一部分 部门概况

一、主要职能

本文件为测试而虚构，不代表任何真实单位。

第二部分 2023年度部门决算情况说明

一、收入支出决算总体情况说明

2023年度收、支总计均为100.00万元。与2022年度相比，收、支总计各增加10.00万元，增长11.11%。

二、支出决算情况说明

2023年度本年支出合计100.00万元，其中：基本支出60.00万元，占60.00%；项目支出40.00万元，占40.00%。

第三部分 附表
"""


def document(tables: dict[str, str]) -> str:
    parts = [f"\n{title}\n\n编制单位：峨边彝族自治县虚构事务局\n\n单位：万元\n\n{grid}" for title, grid in tables.items()]
    return PROSE + "".join(parts)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> DocumentResult:
    file = tmp_path_factory.mktemp("sichuan") / "final.txt"
    file.write_text(document(TABLES), encoding="utf-8")
    return mingzhang.check(file).documents[0]


@pytest.fixture(scope="module")
def disclosure(result: DocumentResult) -> Disclosure:
    assert result.disclosure is not None, result.reason
    return result.disclosure


def test_all_thirteen_in_order(disclosure: Disclosure) -> None:
    assert (disclosure.identity.region, disclosure.identity.kind) == ("sichuan", "final")
    assert len(disclosure.required) == 13
    assert tuple(s.id for s in disclosure.statements) == disclosure.required
    assert [u.text for u in disclosure.coverage.unread] == []
    assert disclosure.remarks == ("该地区规则尚未用 2023 年度的文件验证过",)


def test_detail_tables_know_what_their_codes_are_of(disclosure: Disclosure) -> None:
    kinds = {s.id: {r.kind for r in s.rows if r.code} for s in disclosure.statements}
    assert kinds["fiscal_detail"] == {RowKind.ECONOMIC}
    assert kinds["general_detail"] == {RowKind.FUNCTIONAL}


def test_totals_of_both_sides_in_one_word(disclosure: Disclosure) -> None:
    claim = next(c for c in disclosure.claims if c.subject == "grand_both")
    assert claim.value is not None
    assert claim.value.text == "100.00万元"
    assert claim.where


def test_a_missing_table_is_found(tmp_path: Path) -> None:
    tables = {t: g for t, g in TABLES.items() if t != "一般公共预算财政拨款支出决算明细表"}
    file = tmp_path / "final.txt"
    file.write_text(document(tables).replace("第三部分 附表\n", "第三部分 部门决算表\n"), encoding="utf-8")
    found = [f for f in mingzhang.check(file).documents[0].findings if f.rule == "completeness.tables"]
    assert [f.address for f in found] == ["required/general_detail"]
