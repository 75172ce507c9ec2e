from __future__ import annotations

import pytest

from mingzhang import Outcome, Reason, Severity
from mingzhang.core.model.documents.document import TableStatus
from mingzhang.core.model.results.result import DocumentStatus
from mingzhang.datasette_config import words
from mingzhang.datasette_config.grid import draw, sentences


def test_every_value_of_the_model_has_a_chinese_term():
    assert set(words.REASON) == {str(r) for r in Reason}
    assert set(words.OUTCOME) == {str(o) for o in Outcome}
    assert set(words.STATUS) == {str(s) for s in DocumentStatus}
    assert set(words.TABLE_STATUS) == {str(s) for s in TableStatus}
    assert {str(s): s.label for s in Severity} == words.SEVERITY


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (None, ""),
        ("table_missing", "缺少表格"),
        ("table_missing: 表三", "缺少表格：表三"),
        ("没有题名", "没有题名"),
        ("odd: x", "odd: x"),
        ("reading_uncertain（14 处）", "读取存疑，不作为疑点（14 处）"),
    ],
)
def test_reasons(reason, said):
    assert words.reason_words(reason) == said


def test_shares_are_never_rounded_up_to_all():
    assert words.percent(9999, 10000) == "99.9%"
    assert words.percent(5, 5) == "100.0%"
    assert words.percent(0, 0) is None


def test_codes_are_not_aligned_as_numbers():
    head, body = draw({"grid": '[["科目编码", "金额"], ["207", "12"]]', "spans": "[]", "header_rows": 1})
    assert [c.numeric for c in body[0]] == [False, True]
    assert [c.header for c in head[0]] == [True, True]


def test_marked_text_is_cut_out_of_its_paragraph():
    found = sentences("一二三\n四五", [[0, 3], [4, 4]], ("二", "没有"))
    assert found == [{"page": 3, "pieces": [("一", False), ("二", True), ("三", False)]}, {"page": 4, "pieces": [("四五", False)]}]


def test_a_wrapped_docstring_flows_again():
    page = "类级等于\n款级之和。\n\n反：612\n对 1009.21\n正：1 对 1\n- one\n- two words\n  here"
    assert words.paragraphs(page) == [["类级等于款级之和。"], ["反：612 对 1009.21", "正：1 对 1", "- one", "- two words here"]]
