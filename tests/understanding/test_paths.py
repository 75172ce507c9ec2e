"""Classification paths of the prose, and what the regions print around them."""

import pytest

from mingzhang import Claim, Direction, Kind, Place, Section
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.understanding.prose.claims import ClaimReader
from mingzhang.core.understanding.prose.paths import class_paths
from mingzhang.core.understanding.prose.subjects import Subjects
from mingzhang.core.understanding.prose.tokens import normalised


def read(text: str, section: str = "expenditure", kind: Kind | None = None, pack: str = "xinjiang") -> list[Claim]:
    plugins = default_plugins()
    subjects = Subjects(plugins.regions[pack], plugins.references, (), 2024, kind)
    return ClaimReader(subjects, []).read(Section(("一、说明",), section, text, ((0, Place()),)))[0]


@pytest.mark.parametrize(
    ("text", "names", "marks", "code"),
    [
        ("1.教育支出（类）普通教育（款）小学教育（项）", ("教育支出", "普通教育", "小学教育"), "类款项", None),
        ("教育支出（205）普通教育（20502）小学教育（2050202）", ("教育支出", "普通教育", "小学教育"), "类款项", "2050202"),
        ("教育支出（205类）普通教育（20502款）小学教育（2050202项）", ("教育支出", "普通教育", "小学教育"), "类款项", "2050202"),
        ("教育支出（类205）普通教育（款02）小学教育（项02）", ("教育支出", "普通教育", "小学教育"), "类款项", "2050202"),
        ("教育支出（类）小学教育（项：2050202）", ("教育支出", "小学教育"), "类项", "2050202"),
        ("普通教育（款）小学教育（项）", ("普通教育", "小学教育"), "款项", None),
        ("普通教育小学教育（项）", ("普通教育小学教育",), "项", None),
        ("（一）“教育支出（类）普通教育（款）”", ("教育支出", "普通教育"), "类款", None),
        ("其他支出（类）彩票公益金安排的支出（款）用于教育（含特教）的支出（项）", ("其他支出", "彩票公益金安排的支出", "用于教育（含特教）的支出"), "类款项", None),
    ],
)  # fmt: skip
def test_paths(text: str, names: tuple[str, ...], marks: str, code: str | None) -> None:
    (path,) = class_paths(text, 0, len(text))
    assert (path.names, "".join(path.marks), path.code) == (names, marks, code)


@pytest.mark.parametrize("text", ["虚构项目（20502）", "项目（一）", "虚构县（2024年）", "资金（含上年）", "人数（1234567）"])
def test_no_paths(text: str) -> None:
    assert list(class_paths(text, 0, len(text))) == []


def test_two_paths_are_not_one() -> None:
    text = "普通教育（款）小学教育（项）职业教育（款）中等职业教育（项）"
    assert [p.names for p in class_paths(text, 0, len(text))] == [("普通教育", "小学教育"), ("职业教育", "中等职业教育")]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("教育支出（类）普通教育（款）小学教育（项）10万元。", "functional:2050202"),
        ("普通教育（款）小学教育（项）10万元。", "functional:2050202"),
        ("普通教育（类）小学教育（项）10万元。", "functional:2050202"),
        ("教育支出（类）虚构教育（款）虚构小学（项）10万元。", "function:教育支出/虚构教育/虚构小学"),
    ],
)
def test_items_of_paths(text: str, subject: str) -> None:
    (claim,) = read(text)
    assert claim.subject == subject and claim.path


def test_words_are_read_where_a_path_says_nothing() -> None:
    assert [c.subject for c in read("基本支出（项）10万元。")] == ["basic_expenditure"]


@pytest.mark.parametrize("words", ["收、支总计", "收支总计", "收、支总计均为", "收入、支出总计"])
def test_income_and_expenditure_as_one_subject(words: str) -> None:
    (claim,) = read(f"{words}120万元，与上年相比收、支总计各减少8万元，下降6.25%。", "fiscal_totals")
    assert (claim.subject, claim.direction) == ("fiscal_total", Direction.DOWN)
    assert claim.change is not None and claim.rate is not None


@pytest.mark.parametrize("word", ["增加（减少）", "减少（增加）", "增长/下降", "增减变动"])
def test_no_word_chosen(word: str) -> None:
    (claim,) = read(f"基本支出20万元，比上年{word}0万元。")
    assert claim.change is not None and claim.direction is None


@pytest.mark.parametrize(("word", "direction"), [("增幅", Direction.UP), ("降幅", Direction.DOWN), ("减幅", Direction.DOWN)])
def test_rates_by_noun(word: str, direction: Direction) -> None:
    (claim,) = read(f"基本支出20万元，比上年{word}为5%。")
    assert (claim.rate_direction, claim.rate and claim.rate.text) == (direction, "5%")


def test_a_bracket_inside_the_base() -> None:
    (claim,) = read("基本支出20万元，比2023年（上一年度，下同）预算增加5万元。")
    assert claim.change is not None and claim.change.text == "5万元"
    assert claim.base is not None and "2023年" in claim.base
    text = "比2023年（上一年度，下同）预算"
    assert len(normalised(text)) == len(text)


def test_even_with_a_year() -> None:
    (claim,) = read("基本支出20万元，与2023年预算持平。")
    assert claim.direction is Direction.FLAT and claim.base is not None and "2023年" in claim.base


def test_an_amount_behind_a_count_is_of_the_same() -> None:
    assert [c.subject for c in read("车辆3辆20.00万元。", "assets")] == ["asset_vehicles", "asset_vehicles.amount"]
    assert [c.subject for c in read("车辆3辆，20.00万元。", "assets")] == ["asset_vehicles", None]


def test_a_total_of_planned_expenditure() -> None:
    assert [c.subject for c in read("2024年支出预算合计520万元。")] == ["expenditure_total"]


def test_a_sum_that_the_pack_has_a_word_for() -> None:
    claims = read("预算规模40万元，其中办公费20万元，差旅费15万元，共计36万元。", "projects")
    assert [c.subject for c in claims] == ["project_amount", "project_part", "project_part", "project_part"]
