"""The fiscal year of a disclosure."""

from __future__ import annotations

import re
from collections import Counter

from ...model.documents.document import Document, Table
from ...model.documents.text import squeeze
from .front import front_lines

_YEAR = re.compile(r"(?<!\d)(?P<digits>20[0-4]\d)\s*年度?|(?P<words>二[〇○零O][〇○零O一二三四][〇○零O一二三四五六七八九])年度?")
_SHORT_YEAR = re.compile(r"(?<!\d)([12]\d)年度?(?=(?:部门|单位)?(?:预算|决算))")
"""24年单位预算, where the title has no longer year."""
_YEAR_WORDS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_OF_THE_DISCLOSURE = re.compile(r"(?<!\d)(20[0-4]\d)年?度?[^，。；：\d]{0,40}?(?:预算|决算)")
"""A year that is that of a budget or final account, not the one in which it is published: 2025年…2024年度部门决算."""
_DATE = re.compile(r"(?<!\d)(20[0-4]\d)年(\d{1,2})月(\d{1,2})日")
_NO_SIGNATURE = re.compile(r"截[至止]|[自从]20|以[前来]|之前|施行|根据|批复|印发")
"""What makes a date in a short line that of something else: 截至2023年12月31日."""


def _year_of(m: re.Match[str]) -> int:
    return int(m["digits"] or m["words"].replace("二", "2", 1)[:1] + m["words"][1:].translate(_YEAR_WORDS))


def _year_in(text: str, *, short: bool = False) -> int | None:
    """The first year that a line prints, in digits or in words; with ``short`` also 24年 before 预算."""
    if m := _YEAR.search(text):
        return _year_of(m)
    m = _SHORT_YEAR.search(text) if short else None
    return 2000 + int(m[1]) if m else None


def fiscal_year(document: Document) -> int | None:
    """The year of the disclosure: of the cover and title lines; else the one most named in headings and table titles."""
    for text in front_lines(document, 12):
        if re.search(r"预算|决算", text) and (year := _year_in(text, short=True)):
            last = [int(m[1]) for m in _OF_THE_DISCLOSURE.finditer(text)]
            return last[-1] if last else year
    votes: Counter[int] = Counter()
    for block in document.blocks:
        if isinstance(block, Table):
            if block.title and (year := _year_in(block.title)):
                votes[year] += 2
        elif len(text := squeeze(block.text)) <= 80:
            heading = re.search(r"第[一二三四五六七八九十]+部分|^[-一二三四五六七八九十]+、|预算|决算", text)
            if heading and (year := _year_in(text)) and not _DATE.search(text):
                votes[year] += 1
    if votes:
        return votes.most_common(1)[0][0]
    years = Counter(_year_of(m) for p in document.paragraphs for m in _YEAR.finditer(squeeze(p.text)))
    return years.most_common(1)[0][0] if years else None


def signed_on(document: Document) -> str | None:
    """The date on the cover, or at the very end."""
    paragraphs = [squeeze(p.text) for p in document.paragraphs]
    for text in [*paragraphs[:8], *reversed(paragraphs[-4:])]:
        if len(text) <= 60 and not _NO_SIGNATURE.search(text) and (m := _DATE.search(text)):
            return f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}"
    return None
