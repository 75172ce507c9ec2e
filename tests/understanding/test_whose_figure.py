"""Whose a figure is, where the sentence does not repeat the name. All bodies are fictional."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from test_words_of_provinces import of

from mingzhang import Claim, read, understand

TITLE = "青山县水利局2023年度部门决算"


def claims(folder: Path, *lines: str) -> list[Claim]:
    return [c for c in of(folder, TITLE, "第三部分 情况说明", *lines).claims if c.value is not None]


@pytest.mark.parametrize("dot", [".", "．", "、"])
def test_a_label_that_begins_a_paragraph_names_what_follows(dot: str, tmp_path: Path) -> None:
    found = claims(
        tmp_path,
        "一、“三公”经费财政拨款决算情况",
        "2023年度“三公”经费财政拨款决算数9.20万元，比年初预算10.20万元减少1.00万元。其中：",
        f"1{dot}因公出国（境）费用。2023年度决算数0万元，与年初预算数持平。",
        f"2{dot}公务接待费。2023年度决算数3.20万元，比2023年度年初预算数4.20万元减少1.00万元。公务接待20批次，公务接待100人次。",
        f"3{dot}公务用车购置及运行维护费。2023年度决算数6.00万元，与2023年度年初预算数6.00万元持平。",
    )
    assert [(c.subject, c.value.text) for c in found if c.subject and c.subject.endswith(".actual")] == [
        ("abroad.actual", "0万元"),
        ("reception.actual", "3.20万元"),
        ("vehicles.actual", "6.00万元"),
    ]


def test_what_an_unknown_label_names_is_not_that_of_the_paragraph_before(tmp_path: Path) -> None:
    found = claims(
        tmp_path,
        "一、“三公”经费财政拨款决算情况",
        "1.公务接待费。2023年度决算数3.20万元。",
        "2.差额调剂事项。2023年度决算数6.00万元。",
    )
    assert [c.subject for c in found] == ["reception.actual", None]


def changes(folder: Path, sentence: str) -> list[tuple[str, Decimal | None]]:
    found = claims(folder, "一、收入决算情况说明", sentence)
    return [(c.subject_text, c.change.value if c.change else None) for c in found]


def test_a_change_behind_a_part_is_that_of_the_whole_if_only_this_fits(tmp_path: Path) -> None:
    sentence = "本单位2023年度收入总计60.00万元，其中年初结转和结余5.00万元，较2022年增加6.00万元，增长11.11%。"
    assert changes(tmp_path, sentence) == [("收入总计", Decimal("6.00")), ("年初结转和结余", None)]


def test_a_change_that_fits_its_part_stays_there(tmp_path: Path) -> None:
    sentence = "本单位2023年度收入总计60.00万元，其中年初结转和结余5.00万元，较2022年增加1.00万元，增长25.00%。"
    assert changes(tmp_path, sentence) == [("收入总计", None), ("年初结转和结余", Decimal("1.00"))]


def test_a_change_that_fits_neither_stays_where_grammar_puts_it(tmp_path: Path) -> None:
    sentence = "本单位2023年度收入总计60.00万元，其中年初结转和结余5.00万元，较2022年增加1.00万元，增长35.00%。"
    assert changes(tmp_path, sentence) == [("收入总计", None), ("年初结转和结余", Decimal("1.00"))]


def test_two_sentences_are_no_whole_and_part(tmp_path: Path) -> None:
    sentence = "本单位2023年度收入总计60.00万元。其中年初结转和结余5.00万元，较2022年增加6.00万元，增长11.11%。"
    assert changes(tmp_path, sentence) == [("收入总计", None), ("年初结转和结余", Decimal("6.00"))]


def test_a_change_behind_a_bracket_is_that_of_the_amount_before_it(tmp_path: Path) -> None:
    sentence = "2023年一般公共预算支出60.00万元（含上年结转5.00万元），比上年预算增加6.00万元，增长11.11%。"
    assert changes(tmp_path, sentence)[0] == ("一般公共预算支出", Decimal("6.00"))


def places(folder: Path, heading: str, sentence: str, word: str) -> tuple[str, ...]:
    return next(c.where for c in claims(folder, heading, sentence) if word in c.subject_text)


@pytest.mark.parametrize(
    ("heading", "sentence", "word"),
    [
        ("四、一般公共预算支出情况", "项目支出30.00万元（其中上年结转5.00万元），主要用于供水。", "上年结转"),
        ("（二）财政拨款收入情况", "2023年财政拨款收入60.00万元，其中：本年收入55.00万元，上年结转5.00万元。", "本年收入"),
        ("三、预算支出情况", "财政拨款安排支出60.00万元，其中：基本支出40.00万元；项目支出20.00万元。", "基本支出"),
    ],
)
def test_a_part_of_one_amount_is_not_compared_with_the_whole_of_another(heading: str, sentence: str, word: str, tmp_path: Path) -> None:
    assert places(tmp_path, heading, sentence, word) == ()


@pytest.mark.parametrize(
    ("heading", "sentence", "word", "table"),
    [
        ("二、收入预算情况", "2023年收入预算60.00万元，其中：上年结转5.00万元，占8.33%。", "上年结转", "income"),
        ("三、支出预算情况", "2023年支出预算60.00万元，其中：基本支出40.00万元；项目支出20.00万元。", "项目支出", "expenditure"),
        (
            "六、一般公共预算基本支出情况",
            "一般公共预算基本支出40.00万元，其中：人员经费30.00万元，公用经费10.00万元。",
            "公用经费",
            "basic_expenditure",
        ),
        (
            "七、“三公”经费情况",
            "“三公”经费预算9.00万元，其中：公务接待费2.00万元；公务用车购置及运行费7.00万元。",
            "公务接待费",
            "three_public",
        ),
    ],
)
def test_a_part_is_compared_with_the_table_of_its_whole(heading: str, sentence: str, word: str, table: str, tmp_path: Path) -> None:
    assert table in {w.partition(":")[0] for w in places(tmp_path, heading, sentence, word)}


BASE = (Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt").read_text("utf-8")


@pytest.mark.parametrize(("basic", "places"), [("270.00", ("basic_expenditure:total:personnel",)), ("275.00", ())])
def test_personnel_of_all_funds_is_compared_only_where_there_is_one(basic: str, places: tuple[str, ...], tmp_path: Path) -> None:
    """``basic`` is what the table of all spending prints as basic spending; that of the general budget is 270.00."""
    heading = "支出预算情况说明\n\n"
    at = BASE.index(heading, BASE.index("三、关于")) + len(heading)
    text = f"{BASE[:at]}按支出用途分类，包括人员支出240.00万元。\n\n{BASE[at:]}"
    start = text.rindex("单位支出总体情况表", 0, text.index("支出预算情况说明"))
    at = text.index("270.00", start)
    path = tmp_path / "a.txt"
    path.write_text(text[:at] + basic + text[at + 6 :], "utf-8")
    found = understand(read(path))
    assert found is not None
    assert next(c.where for c in found.claims if "人员支出" in c.subject_text) == places
