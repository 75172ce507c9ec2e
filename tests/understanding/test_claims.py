"""The grammar of the explanation, on fictional sentences in several wordings."""

from decimal import Decimal

import pytest

from mingzhang import Claim, Direction, Place, Section
from mingzhang.core.plugins import default_plugins
from mingzhang.core.understanding.claims import ClaimReader
from mingzhang.core.understanding.subjects import Subjects
from mingzhang.core.understanding.tokens import normalised, tokens

BODY = "绿洲县虚构事务局"


def read(text: str, section: str | None = "expenditure") -> list[Claim]:
    plugins = default_plugins()
    subjects = Subjects(plugins.regions["xinjiang"], plugins.references, (), 2024)
    claims, _ = ClaimReader(subjects, [BODY]).read(Section(("一、说明",), section, text, ((0, Place()),)))
    return claims


def numbers(claim: Claim) -> tuple[str | None, ...]:
    return tuple(f.text if f else None for f in (claim.value, claim.share, claim.change, claim.rate))


def test_value_share_change_rate_and_reason() -> None:
    (claim,) = read("基本支出120.00万元，占60.00%，比上年预算增加20.00万元，增长20.00%，主要原因是人员增加。")
    assert claim.subject == "basic_expenditure"
    assert numbers(claim) == ("120.00万元", "60.00%", "20.00万元", "20.00%")
    assert claim.direction is Direction.UP and claim.rate_direction is Direction.UP
    assert claim.reason == "人员增加"
    assert claim.base is not None and "上年预算" in claim.base


@pytest.mark.parametrize(
    "sentence",
    [
        "项目支出30.00万元，较上年减少10.00万元，下降25.00%。",
        "项目支出30.00万元，与2023年预算数相比，减少10.00万元，降低25.00%。",
        f"{BODY}2024年项目支出为30.00万元，比去年预算减少了10.00万元，下降25.00%。",
        "其中：项目支出30.00万元，比上年执行数减少10.00万元，下降25.00%",
    ],
)
def test_one_statement_in_many_wordings(sentence: str) -> None:
    (claim,) = read(sentence)
    assert (claim.subject, claim.direction) == ("project_expenditure", Direction.DOWN)
    assert claim.value is not None and claim.value.value == 30
    assert claim.change is not None and claim.change.value == 10
    assert claim.rate is not None and claim.rate.value == 25


def test_the_base_that_the_sentence_prints() -> None:
    (claim,) = read("收支总预算100.00万元，比2023年收支预算总数90.00万元增加10.00万元。", "overview_totals")
    assert claim.base_value is not None and claim.base_value.value == 90
    assert claim.change is not None and claim.change.value == 10


def test_a_new_sentence_about_something_else_does_not_change_the_claim_before() -> None:
    claims = read("结余分配0.00万元，年末结转和结余3.00万元。\n收入支出总体与上年相比，增加40.00万元，增长15.00%。", "overview_totals")
    carried = next(c for c in claims if c.subject == "closing_balance")
    assert carried.change is None
    assert any(c.subject == "grand_both" and c.change is not None and c.change.value == 40 for c in claims)


def test_a_number_in_a_reason_is_not_the_subjects() -> None:
    (claim,) = read("项目支出30.00万元，比上年增加5.00万元，主要原因是按规定压减10%后新增2个项目。")
    assert claim.rate is None
    assert claim.change is not None and claim.change.value == 5


def test_subjects_are_linked_strictly() -> None:
    claims = read("政府性基金拨款支出预算0.00万元，比上年持平。")
    assert [c.subject for c in claims] == [None], "not 支出预算, which is only how the words end"


def test_attributes_belong_to_the_subject_before_them() -> None:
    claims = read("1.房屋100.00平方米，价值50.00万元。\n2.车辆1辆，价值18.00万元。", "assets")
    assert [c.subject for c in claims] == ["housing", "housing.value", "asset_vehicles", "asset_vehicles.value"]


def test_a_limit_in_a_name_is_no_figure() -> None:
    (claim,) = read("单位价值50万元以上大型设备2台（套）。", "assets")
    assert claim.subject == "large_equipment"
    assert claim.value is not None and (claim.value.value, claim.value.unit) == (Decimal(2), "台（套）")


def test_a_classification_path_names_the_item() -> None:
    (claim,) = read(
        "1.卫生健康支出（类：210）行政事业单位医疗（款：11）行政单位医疗（项：01）：2024年预算数为5.00万元，比上年预算增加1.00万元，增长25.00%。",
        "general_items",
    )
    assert claim.subject == "functional:2101101"
    assert claim.path == ("卫生健康支出", "行政事业单位医疗", "行政单位医疗")


@pytest.mark.parametrize(
    "text",
    ["2024年", "2024年3月1日", "财预〔2016〕143号", "（208类）", "1.房屋", "第3部分", "2024年1月-12月"],
)
def test_years_dates_numbers_of_documents_and_codes_are_no_facts(text: str) -> None:
    assert [t.figure.text for t in tokens(normalised(text)) if t.counted] == []


def test_the_text_keeps_its_offsets() -> None:
    text = "收入(含上年):1,234.50万元,占100%;其他[注]"
    assert len(normalised(text)) == len(text)
