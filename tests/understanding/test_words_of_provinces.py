"""Wording of provinces for which there is no pack: what the national one makes of it. All bodies are fictional."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhang import Disclosure, Level, PackError, load_regions, read, understand
from mingzhang.core.understanding.packs.spelling import MOST, spelled

FILLER = "\n".join("继续做好水库、堤防和涵闸的检查维护，按时完成年度各项任务。" for _ in range(60))


def of(folder: Path, title: str, *lines: str) -> Disclosure:
    path = folder / "a.txt"
    path.write_text("\n".join((title, *lines, FILLER)), "utf-8")
    found = understand(read(path))
    assert found is not None
    return found


def stated(d: Disclosure) -> dict[str, str]:
    return {c.subject: c.value.text for c in d.claims if c.subject and c.value}


@pytest.mark.parametrize(
    ("heading", "sentence", "expected"),
    [
        (
            "（二）政府采购支出情况说明",
            "2023年度政府采购支出总额共26.80万元，其中政府采购货物类支出16.80万元、政府采购服务类支出10.00万元、政府采购工程类支出0万元。",
            {"procurement_goods": "16.80万元", "procurement_services": "10.00万元", "procurement_works": "0万元"},
        ),
        ("（二）政府采购情况", "拟购买货物5.40万元；拟购买工程5.00万元；拟购买服务2.70万元。", {"procurement_goods": "5.40万元", "procurement_works": "5.00万元"}),
        ("（二）政府采购情况", "货物类政府采购支出2.32万元。", {"procurement_goods": "2.32万元"}),
        ("（二）政府采购情况", "政府采购授予中小企业合同金额6.80万元。", {"procurement_sme": "6.80万元"}),
        (
            "六、一般公共预算财政拨款基本支出决算情况说明",
            "其中：基本工资、津贴补贴等人员经费支出60.10万元；办公费、水电费等日常公用经费3.10万元。",
            {"personnel": "60.10万元", "public": "3.10万元"},
        ),
        ("（三）培训费支出情况说明", "2023年度培训费支出0.60万元，较上年减少0.15万元。", {"training": "0.60万元"}),
        ("二、国有资产占用情况", "资产总额26.80万元，其中，流动资产1.80万元，固定资产25.00万元，在建工程0.00万元。", {"current_assets": "1.80万元", "assets": "26.80万元"}),
        ("三、支出预算总表情况说明", "基本支出59.10万元；项目支出31.20万元。", {"basic_expenditure": "59.10万元", "project_expenditure": "31.20万元"}),
        ("四、财政拨款收支预算总表情况说明", "财政拨款收、支预算90.60万元。", {"fiscal_total": "90.60万元"}),
        (
            "二、部门预算安排的总体情况",
            "2023年支出预算90.60万元，其中基本支出59.10万元，包括人员经费50.10万元和日常公用经费9.00万元；项目支出31.50万元，主要为水利工程支出。",
            {"basic_expenditure": "59.10万元", "project_expenditure": "31.50万元", "personnel": "50.10万元", "public": "9.00万元"},
        ),
        (
            "四、一般公共预算拨款支出",
            "（一）基本支出：2023年年初预算数为59.10万元，是指为保障单位机构正常运转而发生的各项支出。（二）项目支出：2023年年初预算数为31.50万元。",
            {"general_basic": "59.10万元", "general_project": "31.50万元"},
        ),
        (
            "（六）预算绩效目标说明：本部门所有支出实行绩效目标管理。",
            "纳入2023年部门整体支出绩效目标的金额为90.60万元，其中，基本支出59.10万元，项目支出31.50万元。",
            {"overall_target": "90.60万元", "basic_expenditure": "59.10万元", "project_expenditure": "31.50万元"},
        ),
        (
            "三、支出情况",
            "一般公共预算财政拨款支出90.60万元，比2022年增加1.00万元。其中：基本支出59.10万元；项目支出31.50万元。",
            {"general_total": "90.60万元", "general_basic": "59.10万元", "general_project": "31.50万元"},
        ),
        (
            "（一）财政拨款安排支出按功能科目分类情况",
            "2130301行政运行支出50.00万元，主要用于日常开支；2130305水利工程建设40.60万元。",
            {"functional:2130301": "50.00万元", "functional:2130305": "40.60万元"},
        ),
        ("3.支出按经济科目分类的明细情况。", "商品和服务支出（302）40.00万元，较上年减少0.55万元。", {"economic:302": "40.00万元"}),
        ("四、支出情况", "部门财政拨款收入90.60万元。财政拨款安排支出90.60万元。", {"fiscal_income": "90.60万元", "fiscal_spending": "90.60万元"}),
        ("二、收入预算情况", "一般公共预算当年拨款收入90.60万元。", {"general_income": "90.60万元"}),
        ("四、“三公”经费预算情况", "2、公务用车购置及运维费6.20万元（其中：公务用车购置费0万元，公务用车运维费6.20万元）。", {"vehicles": "6.20万元", "vehicle_running": "6.20万元"}),
        ("九、一般公共预算基本支出预算表情况说明", "（5）住房公积金（款）支出3.40万元。", {"economic:30113": "3.40万元"}),
    ],
)  # fmt: skip
def test_amounts_get_their_subjects(heading: str, sentence: str, expected: dict[str, str], tmp_path: Path) -> None:
    found = stated(of(tmp_path, "青山县水利局2023年度部门决算", "第二部分 情况说明", heading, sentence))
    assert {k: found.get(k) for k in expected} == expected


def test_a_part_is_that_of_the_total_which_its_own_sentence_states(tmp_path: Path) -> None:
    """A total of the sentence before, or of something that no pack knows, has no parts here."""
    lines = ["二、预算安排情况", "2023年支出预算90.60万元。另行统计的口径中，基本支出70.00万元。", "信息化专项30.00万元，其中项目支出20.00万元。"]
    found = [c for c in of(tmp_path, "青山县水利局2023年部门预算", "第三部分 情况说明", *lines).claims if c.subject_text.endswith(("基本支出", "项目支出"))]
    assert [c.subject for c in found] == [None, None]


def test_a_body_is_known_behind_the_names_of_what_it_lies_in(tmp_path: Path) -> None:
    sentence = "某某省青山县水利局2023年度一般公共预算财政拨款“三公”经费支出预算为30.80万元，支出决算为25.70万元，完成预算的83.44%。"
    d = of(tmp_path, "青山县水利局2023年度部门决算", "第二部分 情况说明", "三、“三公”经费支出决算情况说明", sentence)
    assert stated(d)["three_public"] == "25.70万元"


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("本次公布的“三公”经费决算为部门汇总数，包含本级和所属事业单位。", Level.DEPARTMENT),
        ("青山县水利局部门2023年度一般公共预算财政拨款“三公”经费支出决算为1.20万元。", Level.DEPARTMENT),
        ("本单位2023年度公务接待费1.20万元，本单位没有公务用车。", Level.UNIT),
    ],
)
def test_the_prose_says_the_level_where_no_title_does(sentence: str, level: Level, tmp_path: Path) -> None:
    d = of(tmp_path, "青山县水利局2023年度“三公”经费支出决算情况说明", sentence, "公务接待费1.20万元。")
    assert d.identity.level is level


def test_braces_spell_out_every_way() -> None:
    assert spelled("{政府|}采购货物{|类}") == ["政府采购货物", "政府采购货物类", "采购货物", "采购货物类"]
    assert spelled("词") == ["词"]


@given(st.lists(st.lists(st.text("甲乙丙", max_size=2), min_size=1, max_size=3), min_size=1, max_size=4), st.text("丁戊", max_size=2))
def test_every_choice_is_in_every_way(choices: list[list[str]], between: str) -> None:
    found = spelled(between.join("{" + "|".join(c) + "}" for c in choices))
    assert len(found) == len(set(found)) and all(w.count("丁") + w.count("戊") == len(between) * (len(choices) - 1) for w in found)
    assert between.join(c[0] for c in choices) in found and between.join(c[-1] for c in choices) in found


@pytest.mark.parametrize("word", ["{甲", "甲}", "{{甲}}", "{甲|乙" * 2, "".join("{甲|乙|丙|丁}" for _ in range(6))])
def test_a_word_that_cannot_be_spelled_names_its_line(word: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"braces|more than {MOST}"):
        spelled(word)
    file = tmp_path / "a.toml"
    file.write_text(
        f'id = "a"\nname = "甲"\nversion = "1"\nextends = "national"\n[[subjects]]\nid = "three_public"\nwords = ["{word}"]\n', "utf-8"
    )
    with pytest.raises(PackError, match=r"a\.toml, line 7, subject three_public, words"):
        load_regions([file])


def test_headings_without_numbers_open_their_sections_and_parts(tmp_path: Path) -> None:
    d = of(
        tmp_path,
        "青山县水利局2024年度部门预算",
        "青山县水利局主要职能",
        "青山县水利局负责全县水资源的管理。",
        "青山县水利局（部门）机构设置青山县水利局部门预算包括本级和两家单位。",
        "名词解释",
        "（一）财政拨款收入：指本级财政拨付的9.00万元。",
        "2024年部门预算编制说明",
        "2024年收入预算26.80万元。",
        "一、政府采购情况",
        "2024年政府采购预算3.10万元。",
    )
    opened = [(s.title, s.id, s.part) for s in d.sections if s.headings]
    assert opened[:4] == [
        ("青山县水利局主要职能", "duties", None),
        ("青山县水利局（部门）机构设置", "staff", None),
        ("名词解释", None, "glossary"),
        ("2024年部门预算编制说明", None, "explanation"),
    ]
    assert opened[4] == ("一、政府采购情况", "procurement", "explanation")
    assert stated(d)["income_total"] == "26.80万元"
    assert "9.00万元" not in stated(d).values()


def test_a_sentence_that_begins_with_the_word_of_a_heading_is_none(tmp_path: Path) -> None:
    d = of(tmp_path, "青山县水利局2024年度部门预算", "主要职能包括水资源管理、防汛和抗旱。", "机构设置根据三定方案办理。")
    assert not [s for s in d.sections if s.headings]
