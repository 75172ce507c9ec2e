"""Titles of tables (表名): what is left of a printed title without numbering, body, year and level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .text import label_key, strip_numbering

_NEXT = r"(?=20[0-4]\d年|\D|$)"
_DIGITS = rf"\d{{1,2}}?{_NEXT}"
"""As few digits as leave a year whole: 表1 2024年 is printed without the space too."""
_WORDS = r"[一二三四五六七八九十]{1,3}(?!般公共|般债|般性|公经费|公支出|公预算|公和|公、)"
"""一 of 一般公共预算 and 三 of 三公经费 belong to the title."""
ORDINAL = rf"(?:{_DIGITS}|{_WORDS})(?:[-－–.]\d{{1,2}}?{_NEXT}){{0,2}}"
_SERIES = r"(?:财决|财预|财)?(?:部门|单位)?(?:预算|决算|预决算)?(?:公开|附)?"
NUMBER = rf"(?:{_SERIES}(?:表{ORDINAL}|{ORDINAL}表)|附件?{ORDINAL}(?![年月表]))"
"""The number of a table as printed before or beside its title: 表1-1, 公开01表, 预算公开表三, 附件1."""
_NUMBER_LEAD = re.compile(rf"^(?:续)?(?P<number>{NUMBER})(?:（续[一二三四五六七八九十\d]*）)?[：:、.．]?")
_ORDINAL_BEFORE_YEAR = re.compile(r"^[（(]?\d{1,2}[）)、.．](?=20\d\d年)")
_CONTINUED = re.compile(r"^续表[：:]?|[-—]?续表?$")
_LEAD = re.compile(
    r"^(?:(?:关于)?(?:公开)?20\d\d年?度?[：:]?|预算单位|综合(?=预算)|(?:区|县|市|省|旗|州)(?:本)?级|本级|部门(?=.{3})|单位(?=.{3}))+"
)
_TAIL = re.compile(r"(?:（[^（）]{0,40}）)+$")
_MARKS = "《》·•-—"


def split_number(key: str) -> tuple[str | None, str]:
    """The number that a caption line (label key) begins with, and the rest of the line.

    A list's ordinal (一、) is no number of a table; it stays with the rest.
    """
    m = _NUMBER_LEAD.match(key)
    return (m["number"], key[m.end() :]) if m else (None, key)


def strip_ordinal(key: str) -> str:
    """A title without the ordinals of a list before it (一、, 1.), which may stand directly before the year."""
    return strip_numbering(_ORDINAL_BEFORE_YEAR.sub("", key))


@lru_cache(maxsize=1 << 12)
def title_key(title: str) -> str:
    """What the titles of one table have in common over years and levels.

    Numbers and ordinals before it, the year, 部门/单位, and brackets at the end ((2023 年度), （功能科目）, （续）) are left out.
    """
    key = label_key(title).strip(_MARKS)
    key = _TAIL.sub("", key) or key
    key = _CONTINUED.sub("", key) or key
    while True:
        rest = strip_ordinal(split_number(key)[1] or key).lstrip(_MARKS + "《")
        rest = _LEAD.sub("", rest) or rest
        if rest == key:
            return key
        key = rest


@lru_cache(maxsize=64)
def _organ(words: frozenset[str]) -> re.Pattern[str]:
    """Where the name of a body may end."""
    either = "|".join(sorted(map(re.escape, words), key=lambda w: -len(w)))
    return re.compile(rf"(?:{either})(?:（[^（）]{{1,8}}）)?(?:本级|机关)?")


def ends_like_body(key: str, organs: frozenset[str]) -> bool:
    """Whether a line (label key) may be nothing but the name of a body."""
    if not organs or not _SHORTEST_BODY <= len(key) <= _LONGEST_BODY or _NO_BODY.search(key):
        return False
    return any(m.end() == len(key) for m in _organ(organs).finditer(key))


def title_keys(title: str, organs: frozenset[str]) -> Iterator[str]:
    """The keys that a title may have: its own, then those behind what may be the name of a body before it.

    ``organs`` are the words that names of bodies end with.
    """
    key = title_key(title)
    yield key
    if len(key) < _SHORTEST_BODY + _SHORTEST_TITLE:
        return
    if (m := _BEFORE_YEAR.match(key)) and not _TITLE_WORDS.search(m[1]):
        yield title_key(key[m.end() :])
    if not organs:
        return
    for m in _organ(organs).finditer(key):
        rest = key[m.end() :]
        if m.end() >= _SHORTEST_BODY and len(rest) >= _SHORTEST_TITLE and not _NO_BODY.search(key[: m.end()]):
            yield title_key(rest)


_BEFORE_YEAR = re.compile(r"^([^\d，。；：]{3,40}?)(?=20\d\d年)")
_TITLE_WORDS = re.compile(r"预算|决算|拨款|基金|经费|收入|支出|收支|国有")
_NO_BODY = re.compile(r"[，。；：、\d]|表")
_SHORTEST_BODY = 3
_LONGEST_BODY = 40
_SHORTEST_TITLE = 3
