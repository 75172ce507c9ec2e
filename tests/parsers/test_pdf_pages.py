"""Sentences over pages and headings on the line of their text, on generated pages."""

from __future__ import annotations

import re
from pathlib import Path

import pdf_files as files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from mingzhang import Document, Vocabulary
from mingzhang.core.model.documents.text import squeeze
from mingzhang.core.reading.assemble import assemble

LINE = 40
"""Characters on a line of ten points each."""
WORDS = [
    "本年支出预算",
    "比上年增加",
    "主要原因是",
    "人员经费",
    "按规定安排",
    "项目支出",
    "公用经费",
    "，",
    "金额12.30万元",
    "占8.1%",
    "于2024年",
    "共3人",
]
NUMBERS = [
    "{n}",
    "- {n} -",
    "—{n}—",
    "— {n} —",
    "第{n}页",
    "第 {n} 页",
    "第 {n} 页 共 {m} 页",
    "第{n}页，共{m}页",
    "{n}/{m}",
    "·{n}·",
    "－{n}－",
]
slow = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def width(text: str) -> float:
    return sum(5.0 if c < "\u2000" else 10.0 for c in text)


def lines(text: str) -> list[str]:
    """The text in lines, the first indented by two characters; numbers are not parted, no line begins with punctuation."""
    found, line = [], "　　"
    for word in re.findall(r"[0-9.%]+[，。]?|.[，。]?", text):
        if width(line + word) > 10 * LINE:
            found.append(line)
            line = ""
        line += word
    return [*found, line]


def whole(path: Path) -> Document:
    return assemble(files.read(path), Vocabulary())


@slow
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=60, max_size=90),
    kept=st.integers(2, 6),
    number=st.sampled_from(NUMBERS),
    page=st.integers(1, 98),
    y=st.integers(22, 70),
    x=st.sampled_from([90, 297, 500]),
)
def test_the_number_of_a_page_stays_out_of_a_sentence_that_goes_on(
    tmp_path: Path, words: list[str], kept: int, number: str, page: int, y: int, x: int
) -> None:
    text = "一、支出说明，" + "".join(words) + "。"
    rows = lines(text)

    def part(rows: list[str], n: int, top: float) -> files.Draw:
        def draw(canvas: Canvas) -> None:
            for i, row in enumerate(rows):
                canvas.drawString(90 + 10 * (len(row) - len(row.lstrip("　"))), top - 18 * i, row.lstrip("　"))
            canvas.drawCentredString(x, y, number.format(n=n, m=99))

        return draw

    path = files.write(tmp_path / "a.pdf", part(rows[:kept], page, 110 + 18 * kept), part(rows[kept:], page + 1, 760))
    assert [squeeze(p.text) for p in whole(path).paragraphs] == [squeeze(text)]


@slow
@given(
    heading=st.sampled_from(["一、收入预算情况", "（二）政府采购情况", "3.公务接待费", "支出预算"]),
    sentence=st.sampled_from(["本年收入12.30万元，比上年增加。", "2024年安排3.10万元。", "12.30万元，占8.1%。", "无此项支出。"]),
    gap=st.integers(8, 30),
    size=st.sampled_from([9, 10.5, 12, 16]),
)
def test_a_heading_a_gap_and_a_sentence_keep_the_gap(tmp_path: Path, heading: str, sentence: str, gap: int, size: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(files.FONT, size)
        canvas.drawString(90, 700, heading)
        canvas.drawString(90 + canvas.stringWidth(heading, files.FONT, size) + gap, 700, sentence)

    (paragraph,) = whole(files.write(tmp_path / "a.pdf", draw)).paragraphs
    before, _, after = paragraph.text.partition(" ")
    assert (squeeze(before), squeeze(after)) == (heading, sentence)
