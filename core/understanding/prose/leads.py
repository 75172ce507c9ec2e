"""The words before a number: which of them name the subject, and the classification path that a sentence begins with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .paths import ClassPath, class_paths
from .tokens import BASE_PHRASE, CHANGE_WORD

_LEAD_NOISE = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.、])+|^（?其中[:：]?|^(?:主要)?包括[:：]?|^本年度|^年度|^(?:\d{4}年(?:度)?，?)|^截至\d{4}年底?，?|^(?:合计|共计|总计)(?=$)"
)
_SHARE_TAIL = re.compile(r"占(?!用|有|地|压)")
_LEAD_TAIL = re.compile(r"(?:为|是|约|共|各|均|达|达到|共计|[:：])+$")
_LIST_LEAD = re.compile(r"^.*(?:包括|支出|收入|资金|经费)[:：]")
_LEAD_REST = re.compile(r"^(?:的|，|：|）|（(?=$)|相比(?=$|，|增|减|下|上)|（[^（）]{4,}）)")


def sentence_at(text: str, at: int) -> str:
    """The sentence (up to 。 or ；) that an offset stands in."""
    start = max(text.rfind(c, 0, at) for c in "。；\n") + 1
    ends = [i for i in (text.find(c, at) for c in "。；\n") if i >= 0]
    return text[start : min(ends) + 1 if ends else len(text)].strip()


def subject_words(lead: str, names: Sequence[str]) -> str:
    """The words of a lead that name the subject: base phrase, direction word, body name and years left out."""
    text = CHANGE_WORD.sub("", lead)
    text = BASE_PHRASE.sub("", text)
    text = _SHARE_TAIL.split(text, maxsplit=1)[0]
    text = _LIST_LEAD.sub("", text)
    previous = None
    while previous != text:
        previous = text
        text = _LEAD_NOISE.sub("", text)
        for name in names:
            text = text.removeprefix(name).removeprefix("部门").removeprefix("单位") if text.startswith(name) else text
        text = _LEAD_REST.sub("", text)
    return _LEAD_TAIL.sub("", text)


def path_before(text: str, start: int, floor: int) -> ClassPath | None:
    """The classification path (…（类）…（款）…（项）) that the number's sentence begins with."""
    begin = max([floor, *(text.rfind(c, 0, start) + 1 for c in "。；\n、")])
    return next(reversed(list(class_paths(text, begin, start))), None)
