"""What a pack can say about the prose: headings without numbers, amounts stated again, places of items, other amounts."""

from __future__ import annotations

import pytest

from mingzhang import Claim, Disclosure, Region, load_regions, read
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.understanding.understand import understand

PACK = """id = "somewhere"
name = "某地"
version = "1"
extends = "national"
divisions = ["31"]
[[sections]]
id = "compilation"
name = "编制说明"
pattern = '编制说明'
heading = '预算编制说明'
part = "explanation"
items = ["government_fund:total"]
[[sections]]
id = "project_budget"
name = "项目安排"
pattern = '年度预算安排'
others = "project_part"
[[sections]]
id = "staff"
heading = '机构设置'
[[statements]]
id = "units"
name = "所属单位"
fingerprint = ["单位名称", "备注"]
layout = "plain"
[attributes]
"预算执行数" = "base"
"预算安排" = "="
"""
TEXT = """上海市松江区虚构事务局2024年部门预算

目录

一、部门机构设置

二、部门预算编制说明

上海市松江区虚构事务局机构设置

本部门下设3个科室，型号W060701的设备于2024.1.5启用。

2024年部门预算编制说明

1.“一般公共服务支出（类）统计信息事务（款）统计管理（项）”80.00万元，主要用于统计管理。2023年预算执行数为100.00万元，2024年预算安排80.00万元，比2023年预算执行数减少20.00%。

一、年度预算安排

支持甲类调查30.00万元，支持乙类调查10.5万，场地500平方米。

2024年部门收支总体情况表

单位：万元

收入\t\t支出\t
项目\t预算数\t项目\t预算数
一般公共预算\t80.00\t201 一般公共服务支出\t80.00
收入总计\t80.00\t支出总计\t80.00
"""


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    file = tmp_path_factory.mktemp("pack") / "somewhere.toml"
    file.write_text(PACK, encoding="utf-8")
    return load_regions([file])[0]


@pytest.fixture(scope="module")
def disclosure(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Disclosure:
    file = tmp_path_factory.mktemp("prose") / "budget.txt"
    file.write_text(TEXT, encoding="utf-8")
    plugins = default_plugins()
    found = understand(read(file), {**plugins.regions, region.id: region}, plugins.layouts, plugins.references, region.id)
    assert found is not None
    return found


def claims_of(disclosure: Disclosure, section: str) -> list[Claim]:
    return [c for c in disclosure.claims if c.section.id == section and c.value is not None]


def test_a_line_of_the_pack_opens_a_section(disclosure: Disclosure) -> None:
    by_id = {s.id: s for s in disclosure.sections}
    assert by_id["staff"].title == "上海市松江区虚构事务局机构设置"
    assert (by_id["compilation"].part, by_id["project_budget"].headings[0]) == ("explanation", "2024年部门预算编制说明")


def test_an_amount_stated_again_keeps_its_subject_and_gets_its_base(disclosure: Disclosure) -> None:
    first, before, again = claims_of(disclosure, "compilation")
    assert [c.subject for c in (first, before, again)] == ["functional:2010506", "functional:2010506.base", "functional:2010506"]
    assert first.where == again.where == ("government_fund:functional:2010506:total",)
    assert (again.base_value, again.rate and again.rate.text) == (before.value, "20.00%")


def test_amounts_in_words_of_their_own(disclosure: Disclosure) -> None:
    found = claims_of(disclosure, "project_budget")
    assert [(c.subject, c.value and c.value.text, c.value and c.value.unit) for c in found] == [
        ("project_part", "30.00万元", "万元"),
        ("project_part", "10.5万", "万元"),
        (None, "500平方米", "平方米"),
    ]


def test_identifiers_and_dates_are_no_figures(disclosure: Disclosure) -> None:
    assert [c.value and c.value.text for c in claims_of(disclosure, "staff")] == ["3个"]
    assert [u.text for u in disclosure.coverage.unread] == ["500平方米"]
