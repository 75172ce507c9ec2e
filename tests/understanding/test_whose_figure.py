"""Whose a figure is, where the sentence does not repeat the name. All bodies are fictional."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from test_words_of_provinces import of

from mingzhang import Claim

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
