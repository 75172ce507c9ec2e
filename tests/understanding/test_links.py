"""What a number is tied to, and how surely: years without 年, chained paths, brackets, other bases, paragraphs of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_claims import numbers, read

from mingzhang import Kind, Link

ITEM = "公共安全支出", "司法", "行政运行"


@pytest.mark.parametrize("base", ["比2023预算数", "比2023年预算数", "较2023年度", "与2023决算数相比，", "同2023年同期相比"])
def test_a_year_of_a_base_is_no_amount(base: str) -> None:
    (claim,) = read(f"某项支出905.60万元，{base}增加46.60万元，增长5.42%。")
    assert numbers(claim) == ("905.60万元", None, "46.60万元", "5.42%")


@pytest.mark.parametrize("word", ["共同财政事权转移支付", "参与社会治理经费", "相同事项经费"])
def test_the_end_of_a_word_opens_no_base(word: str) -> None:
    first, second = read(f"10.水库移民扶持经费预算数为86.00万元，与上年基本持平。\n11.{word}预算数为236.80万元，增加36.80万元。")
    assert numbers(first) == ("86.00万元", None, None, None)
    assert numbers(second) == ("236.80万元", None, "36.80万元", None)


@pytest.mark.parametrize(
    "path",
    [
        "公共安全支出（204类）司法（06款）行政运行（01项）",
        "公共安全支出（类204）司法（款06）行政运行（项01）",
        "公共安全支出（类级）司法（款级）行政运行（项级）",
        "“公共安全支出-司法-行政运行”科目",
        "“公共安全支出”—“司法”—“行政运行”",
        "公共安全支出/司法/行政运行：",
    ],
)
def test_styles_of_paths(path: str) -> None:
    (claim,) = read(f"1.{path}381.20万元，主要用于人员。")
    assert (claim.subject, claim.path) == ("functional:2040601", ITEM)
    assert claim.link.exact


def test_strokes_between_other_words_make_no_path() -> None:
    assert not read("城乡建设-道路养护-路灯维修381.20万元。")[0].path


def test_an_economic_step_alone() -> None:
    assert read("办公费（款）支出110.00万元。")[0].subject == "economic:30201"


@pytest.mark.parametrize("bracket", ["与2023年度相比（2023年度收入总计为1,060.00万元），", "与上年（1060.00万元）相比"])
def test_a_base_in_brackets(bracket: str) -> None:
    (claim,) = read(f"2024年度收入总计1106.00万元，{bracket}增加46.00万元，增长4.34%。", kind=Kind.FINAL)
    assert claim.base_value is not None and claim.base_value.value == 1060
    assert numbers(claim)[2:] == ("46.00万元", "4.34%")


def test_another_basis_has_no_amount_of_its_own() -> None:
    first, second = read(
        "一般公共预算支出1046.00万元，与上年相比增加46.00万元，增长4.60%；按与上年统计口径一致相比，减少14.00万元，下降1.40%。"
    )
    assert numbers(first) == ("1046.00万元", None, "46.00万元", "4.60%")
    assert second.value is None and numbers(second)[2:] == ("14.00万元", "1.40%")


@pytest.mark.parametrize(
    "own",
    [
        "2.农林水支出（类）水利（款）水利设施修复（项）：2024年度没有安排，比上年减少18.00万元，下降100.00%。",
        "2.抗旱经费今年未安排，比上年减少18.00万元，下降100.00%。",
        "（二）抗旱经费。比上年减少18.00万元，下降100.00%。",
    ],
)
def test_a_paragraph_that_names_its_subject_says_nothing_of_the_one_before(own: str) -> None:
    first, *rest = read(f"1.农林水支出（类）水利（款）水利工程运行与维护（项）236.80万元。\n{own}")
    assert numbers(first) == ("236.80万元", None, None, None)
    assert [numbers(c) for c in rest] == [(None, None, "18.00万元", "100.00%")]


def test_a_figure_taken_for_the_sentence_before_says_so() -> None:
    claim = read("收入预算1106.00万元，支出预算1106.00万元。与上年预算相比增加46.00万元，增长4.34%。")[-1]
    assert claim.link_of("value").exact
    assert claim.link_of("change") is Link.INHERITED


@given(
    st.decimals(1, 99999, places=2),
    st.sampled_from(["万元", "亿元", "元"]),
    st.sampled_from(["比", "较", "与", "同"]),
    st.integers(2010, 2030),
)
def test_amount_and_change_in_any_units(amount: object, unit: str, against: str, year: int) -> None:
    (claim,) = read(f"某项支出{amount}{unit}，{against}{year}预算数相比增加{amount}万元。")
    assert numbers(claim)[0] == f"{amount}{unit}" and numbers(claim)[2] == f"{amount}万元"
