from __future__ import annotations

import pytest

from mingzhang.core.store.names import common_run, contractions, division_forms, is_contraction, is_own_level, organ_of, overlap


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("云泽县", ("云泽县", "云泽")),
        ("云泽彝族自治县", ("云泽彝族自治县", "云泽县", "云泽")),
        ("云泽土家族苗族自治县", ("云泽土家族苗族自治县", "云泽县", "云泽")),
        ("云泽蒙古自治州", ("云泽蒙古自治州", "云泽州", "云泽")),
        ("云泽地区", ("云泽地区", "云泽")),
        ("泽县", ("泽县",)),
    ],
)
def test_divisions_are_shortened_but_never_to_one_character(name, forms):
    assert division_forms(name) == forms


@pytest.mark.parametrize(
    ("organ", "short"),
    [
        ("医疗保障局", "医保局"),
        ("人力资源和社会保障局", "人社局"),
        ("发展和改革委员会", "发改委"),
        ("卫生健康委员会", "卫健委"),
        ("文化和旅游局", "文旅局"),
        ("住房和城乡建设局", "住建局"),
        ("工业和信息化局", "工信局"),
        ("市场监督管理局", "市场监管局"),
        ("退役军人事务局", "退役军人局"),
        ("疾病预防控制中心", "疾控中心"),
    ],
)
def test_organs_are_contracted_by_rule(organ, short):
    assert short in contractions(organ)


def test_a_contraction_keeps_the_first_word_and_two_characters():
    found = contractions("医疗保障局")
    assert found[0] == "医疗保障局"
    assert not {"保障局", "医局"} & set(found)


def test_an_organ_is_what_stands_behind_the_division():
    assert organ_of("云泽彝族自治县医疗保障局", ("云泽彝族自治县",)) == "医疗保障局"
    assert organ_of("云泽市医疗保障局（本级）", ("云泽市",)) == "医疗保障局"
    assert organ_of("某某服务中心", ("云泽市",)) == "某某服务中心"
    assert is_own_level("云泽市医疗保障局（本级）")


def test_contraction_run_and_overlap():
    assert is_contraction("城乡医保工作经费", "城乡居民医疗保险工作经费")
    assert not is_contraction("医保工作经费", "城乡居民医疗保险工作经费")
    assert common_run("养老保险缴费", "机关事业单位基本养老保险缴费支出") == 6
    assert overlap("一二三", "零一二") == 0.5
