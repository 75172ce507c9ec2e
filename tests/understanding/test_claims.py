"""The grammar of the explanation, on fictional sentences in several wordings."""

from decimal import Decimal

import pytest

from mingzhang import Claim, Direction, Kind, Paragraph, Place, Section
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.understanding.prose.claims import ClaimReader, Owned
from mingzhang.core.understanding.prose.sections import split_sections
from mingzhang.core.understanding.prose.subjects import Subjects
from mingzhang.core.understanding.prose.tokens import normalised, tokens

BODY = "绿洲县虚构事务局"


def owned(
    text: str, section: str | None = "expenditure", kind: Kind | None = None, pack: str = "xinjiang"
) -> tuple[list[Claim], list[Owned]]:
    plugins = default_plugins()
    subjects = Subjects(plugins.regions[pack], plugins.references, (), 2024, kind)
    return ClaimReader(subjects, [BODY]).read(Section(("一、说明",), section, text, ((0, Place()),)))


def read(text: str, section: str | None = "expenditure", kind: Kind | None = None, pack: str = "xinjiang") -> list[Claim]:
    return owned(text, section, kind, pack)[0]


def stated(claims: list[Claim]) -> dict[str | None, str | None]:
    return {c.subject: c.value.text if c.value else None for c in claims}


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


def test_a_second_base_is_a_second_comparison() -> None:
    first, second = read("项目支出30.00万元，比上年预算增加5.00万元，增长20.00%，比年初预算减少2.00万元，下降6.25%。")
    assert (numbers(first), first.base) == (("30.00万元", None, "5.00万元", "20.00%"), "比上年预算")
    assert (numbers(second), second.base, second.where) == (("30.00万元", None, "2.00万元", "6.25%"), "比年初预算", ())


def test_a_change_after_the_completion_is_the_amounts() -> None:
    claims = read("“三公”经费财政拨款支出决算为3.46万元，完成预算86.5%，较上年度增加0.40万元，增长13.07%。", "three_public", Kind.FINAL)
    assert stated(claims) == {"three_public": "3.46万元", "three_public.completion": "86.5%"}
    assert numbers(claims[0]) == ("3.46万元", None, "0.40万元", "13.07%")


def test_what_was_planned_is_no_value_of_a_final_account() -> None:
    text = "“三公”经费财政拨款支出预算为4.00万元，支出决算为3.00万元，完成预算的75%。"
    claims = read(text, "three_public", Kind.FINAL)
    assert stated(claims) == {"three_public.year_budget": "4.00万元", "three_public": "3.00万元", "three_public.completion": "75%"}
    assert [bool(c.where) for c in claims] == [False, True, False]
    (own,) = read("“三公”经费财政拨款预算数4.00万元。", "three_public", Kind.BUDGET)
    assert own.subject == "three_public" and own.where


def test_completion_with_the_budget_in_the_sentence() -> None:
    claims = read("公务接待费支出决算为6.00万元，完成预算8.00万元的75%，比上年决算数增加1.00万元。", "three_public", Kind.FINAL)
    assert stated(claims) == {"reception": "6.00万元", "reception.year_budget": "8.00万元", "reception.completion": "75%"}
    assert claims[0].change is not None and claims[0].change.value == 1


def test_behind_a_bracket_the_sentence_goes_on_about_what_stood_before_it() -> None:
    text = "公务用车购置及运行维护费6.00万元（其中：公务用车购置费0.00万元，公务用车运行维护费6.00万元），较上年减少2.00万元。"
    claims = read(text, "three_public")
    assert [(c.subject, c.change is not None) for c in claims] == [
        ("vehicles", True),
        ("vehicle_purchase", False),
        ("vehicle_running", False),
    ]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("公务用车购置及运行维护费0万元。因公出国（境）团组2个，因公出国（境）5人次。", ["vehicles", "abroad_groups", "abroad_people"]),
        ("国内公务接待支出1.00万元。国内公务接待3批次，24人次，共计支出1.00万元。",
         ["reception_domestic", "reception_batches", "reception_batches.人次", "reception_batches.amount"]),
        ("更新购置公务用车1辆，其中：轿车0辆、越野车1辆。", ["vehicles_bought", "vehicles_bought_sedan", "vehicles_bought_suv"]),
        ("截至年底，共有公务用车3辆，其中：轿车2辆、越野车1辆。", ["vehicles_kept", "vehicles_sedan", "vehicles_suv"]),
    ],
)  # fmt: skip
def test_what_words_mean_follows_the_unit_and_the_sentence(text: str, subjects: list[str]) -> None:
    assert [c.subject for c in read(text, "three_public", Kind.FINAL)] == subjects


def test_purchases_of_equipment_are_not_the_stock() -> None:
    claims = read("单位价值50万元以上大型设备2台。安排购置50万元以上大型设备0台，单位价值100万元以上大型设备1台。", "assets")
    assert [c.subject for c in claims] == ["large_equipment", "large_equipment_bought", "large_equipment_bought"]


@pytest.mark.parametrize(
    "text",
    [
        "项目支出10-20万元。",
        "项目支出不超过20万元。",
        "项目支出20万元以内。",
        "项目支出±5万元。",
        "基本支出、项目支出分别为10万元、20万元。",
    ],
)
def test_ranges_limits_and_lists_give_no_claim(text: str) -> None:
    claims, owners = owned(text)
    assert claims == []
    assert owners and not any(o.held for o in owners), "and show as unread"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("项目支出1.5亿元。", "1.5", "亿元"),
        ("项目支出1,200千元。", "1200", "千元"),
        ("项目支出壹拾贰万元。", "120000", "元"),
        ("项目支出△3.20万元。", "-3.20", "万元"),
        ("项目支出-3.20万元。", "-3.20", "万元"),
        ("项目支出30万。", "30", "万元"),
    ],
)
def test_forms_of_amounts(text: str, value: str, unit: str) -> None:
    (claim,) = read(text)
    assert claim.value is not None
    assert (claim.value.value, claim.value.unit) == (Decimal(value), unit)


def test_a_price_is_no_amount() -> None:
    (token,) = [t for t in tokens(normalised("每人补助30元/人/年")) if t.counted]
    assert (token.figure.unit, token.figure.is_money) == ("元/人/年", False)


def test_a_reason_ends_with_its_sentence_unless_it_goes_on_counting() -> None:
    claims = read("项目支出30.00万元，比上年增加5.00万元，主要原因是：一是新增项目2个；二是人员增加3人。基本支出20.00万元。")
    assert [c.reason for c in claims] == ["一是新增项目2个；二是人员增加3人", None]


def test_a_list_is_no_reason() -> None:
    claims = read("公用经费10.00万元，主要是：办公费6.00万元、水费4.00万元。", "basic")
    assert claims[0].reason is None
    assert [c.value.text for c in claims if c.value] == ["10.00万元", "6.00万元", "4.00万元"]


def test_a_number_of_a_reason_is_held_by_the_reason_that_prints_it() -> None:
    _, owners = owned("项目支出30.00万元，比上年增加5.00万元，主要原因是新增项目2个。")
    assert all(o.held for o in owners)
    _, owners = owned("主要原因是新增项目2个。")
    assert not any(o.held for o in owners)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("卫生健康支出（210）行政事业单位医疗（21011）行政单位医疗（2101101）2024年预算数为5万元。", "2101101"),
        ("行政事业单位医疗（款）行政单位医疗（项）支出5万元。", "2101101"),
        ("2101101行政单位医疗：5万元。", "2101101"),
        ("行政单位医疗（2101101）2024年预算数为5万元。", "2101101"),
        ("卫生健康支出类科目5万元。", "210"),
    ],
)
def test_items_in_many_forms(text: str, code: str) -> None:
    (claim,) = read(text, "general_items")
    assert claim.subject == f"functional:{code}"


def test_a_part_of_an_item_is_not_the_part_of_the_total() -> None:
    claims = read("卫生健康支出50.00万元，其中：基本支出40.00万元，项目支出10.00万元。", "general_scale")
    assert [c.subject for c in claims][:2] == [None, None], "卫生健康支出 is not known here, and so its parts are open"
    claims = read("卫生健康支出50.00万元，其中：基本支出40.00万元，项目支出10.00万元。", "general")
    assert [c.subject for c in claims] == ["functional:210", "functional:210.basic", "functional:210.project"]
    assert claims[1].where == ("general_expenditure:functional:210:basic",)


def test_an_amount_without_words_is_its_sections() -> None:
    first, second = read("履行一般行政管理职能，合计42.55万元。其他事务共计10.00万元。", "operating_costs")
    assert (first.subject, second.subject) == ("operating_costs", None)


def test_final_account_of_sichuan() -> None:
    text = "2023年度财政拨款收、支总计均为120.00万元。与2022年度相比，财政拨款收、支总计各减少8.00万元，下降6.25%。主要变动原因是项目减少。"
    (claim,) = read(text, "fiscal_totals", Kind.FINAL, "sichuan")
    assert (claim.subject, claim.direction) == ("fiscal_total", Direction.DOWN)
    assert (numbers(claim), claim.base, claim.reason) == (("120.00万元", None, "8.00万元", "6.25%"), "与2022年度相比", "项目减少")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("虚构中心医院支出预算30.00万元。", "expenditure_total"),
        ("某县某局2024年支出预算30.00万元。", "expenditure_total"),
        ("下属单位支出预算30.00万元。", None),
        ("局本级支出预算30.00万元。", None),
        ("本级及下属0家行政单位和0家事业单位的机关运行经费财政拨款预算30.00万元。", "operating_costs"),
    ],
)
def test_whose_it_is(text: str, subject: str | None) -> None:
    assert read(text)[-1].subject == subject


def test_a_budget_between_the_path_and_its_number_is_no_actual() -> None:
    path = "卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）"
    claims = read(f"{path}：年初预算为4.00万元，支出决算为5.00万元，完成年初预算的125%。", "general_items", Kind.FINAL)
    assert stated(claims) == {
        "functional:2101101.initial_budget": "4.00万元",
        "functional:2101101": "5.00万元",
        "functional:2101101.completion": "125%",
    }
    (own,) = read(f"{path}：2024年预算数为4.00万元。", "general_items", Kind.BUDGET)
    assert own.subject == "functional:2101101" and own.where


def test_the_section_on_what_the_treasury_pays() -> None:
    claims = read("收入总计30.00万元、支出总计30.00万元。", "fiscal_totals", Kind.FINAL)
    assert {c.subject for c in claims} == {"fiscal_total"}
    assert all(w.startswith("fiscal_income_expenditure:") for c in claims for w in c.where)


def test_an_attribute_in_a_later_sentence_is_about_the_whole() -> None:
    text = "本年收入24.00万元，与上年相比，增加3.00万元。其中：财政拨款收入20.00万元，占83.33%；其他收入4.00万元，占16.67%。\n"
    text += "与年初预算数相比，年初预算数19.00万元，决算数24.00万元，预决算差异率26.32%。"
    claims = read(text, "income", Kind.FINAL)
    assert [c.subject for c in claims][-3:] == ["income_total.initial_budget", "income_total.actual", "income_total.variance_rate"]
    assert claims[-2].where == claims[0].where


def test_an_attribute_about_what_its_sentence_names() -> None:
    text = "财政拨款收入20.00万元。财政拨款收入支出总体与年初预算数相比，年初预算数19.00万元，决算数24.00万元。"
    assert [c.subject for c in read(text, "fiscal_totals", Kind.FINAL)][1:] == ["fiscal_both.initial_budget", "fiscal_both.actual"]


@pytest.mark.parametrize(("name", "code"), [("城乡社区支出", "212"), ("援助其他地区支出", "219")])
def test_a_class_that_ends_like_a_total_is_that_class(name: str, code: str) -> None:
    (claim,) = read(f"{name}30.00万元。", "overview_totals")
    assert claim.subject == f"functional:{code}"


def test_the_label_before_a_colon_names_what_is_budgeted() -> None:
    (claim,) = read("（一）收入预算：2023年年初预算数30.00万元。", "overview_totals", pack="national")
    assert claim.subject == "income_total"


def test_a_reason_keeps_its_first_word() -> None:
    (claim,) = read("项目支出30.00万元，比上年减少5.00万元，主要原因是按照规定压减专项经费。")
    assert claim.reason == "按照规定压减专项经费"


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("（四）政府采购情况：2031年本单位政府采购预算30.00万元。", True),
        ("（四）政府采购：是指用财政资金购买货物、工程和服务的行为，不含30.00万元以下的零星购买。", False),
        ("（一）办公费：2031年安排30.00万元。", False),
    ],
)
def test_a_heading_that_its_text_follows_opens_a_section_and_a_definition_or_an_item_does_not(line: str, opens: bool) -> None:
    region = default_plugins().regions["national"]
    section = split_sections([Paragraph(line, Place(line=1))], region, ["虚构局"])[-1]
    assert bool(section.headings) == opens
