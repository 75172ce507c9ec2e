"""Titles in the middle of a page are not the beginning of the sentence below."""

from __future__ import annotations

from mingzhang.core.model.documents.document import Paragraph, Place
from mingzhang.core.reading.paragraphs import join_paragraphs


def line(text: str, left: float, right: float, top: float) -> Paragraph:
    return Paragraph(text, Place(page=1, bbox=(left, top, right, top + 14)))


LONG = "青山县水利局部门预算是包括青山县水利局本级以及下属单位的综合收支计划"


def test_a_long_title_in_the_middle_stands_alone() -> None:
    title = "青山县某某河流域水利工程建设管理服务中心（部门）二〇二四年机构设置"
    lines = [line(title, 160, 436, 80), line(LONG, 118, 506, 120), line("由两家单位组成。", 90, 200, 140)]
    assert [b.text for b in join_paragraphs(lines, True) if isinstance(b, Paragraph)] == [title, LONG + "由两家单位组成。"]


def test_a_title_over_two_lines_is_no_part_of_the_paragraph_below() -> None:
    first, second = "青山县某某河流域水利工程建设管理服务中心（部门）关于公开", "二〇二四年部门预算的说明，"
    lines = [line(first, 150, 446, 80), line(second, 220, 376, 100), line(LONG, 90, 506, 140)]
    joined = [b.text for b in join_paragraphs(lines, True) if isinstance(b, Paragraph)]
    assert LONG in joined
