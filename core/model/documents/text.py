"""Text as people type it: the one place where characters are normalised.

Published documents print the same word in many ways: full-width digits, CJK
radicals instead of characters (⽀ for 支, a habit of browser-made PDF), spaces
between the characters of a heading, line breaks inside a cell.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Kangxi radicals (U+2F00 ff.) are handled by NFKC; these supplements are not.
# Only radicals whose meaning as a character is unambiguous are listed.
_RADICAL_SUPPLEMENT = {
    "⺁": "厂", "⺇": "几", "⺌": "小", "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺒": "巳", "⺓": "幺",
    "⺛": "旡", "⺝": "月", "⺟": "母", "⺠": "民", "⺢": "氺", "⺩": "王", "⺪": "疋", "⺫": "目",
    "⺬": "示", "⺮": "竹", "⺯": "糸", "⺰": "纟", "⺱": "网", "⺲": "罒", "⺳": "罓", "⺴": "罒",
    "⺵": "网", "⺶": "羊", "⺷": "羊", "⺸": "羊", "⺹": "老", "⺻": "聿", "⺼": "月", "⺽": "臼",
    "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎", "⻂": "衣", "⻃": "西", "⻄": "西", "⻅": "见",
    "⻆": "角", "⻇": "角", "⻈": "讠", "⻉": "贝", "⻊": "足", "⻋": "车", "⻌": "辶", "⻍": "辶",
    "⻎": "辶", "⻏": "阝", "⻐": "钅", "⻑": "长", "⻒": "長", "⻓": "长", "⻔": "门", "⻕": "阜",
    "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食",
    "⻞": "食", "⻟": "飠", "⻠": "饣", "⻡": "首", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼",
    "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐", "⻭": "歯",
    "⻮": "齿", "⻯": "竜", "⻰": "龙", "⻱": "龟", "⻲": "亀", "⻳": "龟",
    # Traditional or variant forms that fonts substitute for the simplified character.
    "戶": "户", "⼾": "户", "囗": "口",
}  # fmt: skip
_RADICALS = str.maketrans(_RADICAL_SUPPLEMENT)
_DASHES = re.compile(r"[‐‑‒–−﹣]")
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e0fff"
)
"""Characters of the Unicode property Default_Ignorable_Code_Point, for a class of a pattern: nobody sees them."""
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff"
"""Control characters but white space, and halves of surrogate pairs, which no encoding can write."""
STEERING = re.compile(f"[{_CONTROL}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal or turns the direction of writing, and what cannot be written at all."""
_INVISIBLE = re.compile(f"[{IGNORABLE}{_CONTROL}]")
_WHITE = re.compile(r"\s+")
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’"
_SPACE_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")

# NFKC turns these into something that people do not type in Chinese text.
_KEPT = "（）：，；！？～【】《》〔〕“”‘’…—"
_KEEP_OUT = {ord(c): 0xE000 + i for i, c in enumerate(_KEPT)}
_KEEP_BACK = {0xE000 + i: c for i, c in enumerate(_KEPT)}


# Nothing of this is changed below: most text of most documents.
_PLAIN = re.compile(rf"[\t-\r\x20-\x7e\u4e00-\u9fa5、。·{_KEPT}]*")
_VARIANTS = ("戶", "囗")


def as_typed(printed: str) -> str:
    """Characters as people type them: NFKC, radicals to characters, full-width punctuation kept."""
    if _PLAIN.fullmatch(printed) and not any(v in printed for v in _VARIANTS):
        return printed
    text = unicodedata.normalize("NFKC", printed.translate(_KEEP_OUT)).translate(_KEEP_BACK)
    return _INVISIBLE.sub("", _DASHES.sub("-", text.translate(_RADICALS)))


def squeeze(text: str) -> str:
    """Without any white space: 收 入 总 计 and 收入总计 are one word."""
    return _WHITE.sub("", text)


def join_lines(text: str) -> str:
    """One line: breaks and spaces between CJK characters go, others become one space."""
    return _SPACE_BETWEEN_CJK.sub("", _WHITE.sub(" ", text)).strip()


_LABEL_PUNCTUATION = str.maketrans({"(": "（", ")": "）", ":": "：", ",": "，", ";": "；", "'": "’", "〈": "《"})
_QUOTES = re.compile("[\"“”‘’'＂「」『』〝〞]")


@lru_cache(maxsize=1 << 15)
def label_key(text: str) -> str:
    """What two prints of one label have in common: no space, one kind of brackets, no quotes."""
    return _QUOTES.sub("", squeeze(as_typed(text)).translate(_LABEL_PUNCTUATION))


_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def chinese_number(text: str) -> int | None:
    """The value of a numeral up to 九十九 (十一 → 11), or None if it is not one."""
    if not text or any(c not in _CHINESE_DIGITS and c != "十" for c in text):
        return None
    if "十" not in text:
        return int("".join(str(_CHINESE_DIGITS[c]) for c in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0)


_NUMBERING = re.compile(
    r"^[-·•]?(?:第[一二三四五六七八九十]+[部章节]分?|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+[、.．]|"
    r"[（(]\d{1,2}[)）]|\d{1,2}[、.．](?!\d)|其中[:：]|[①-⑳])"
)


def strip_numbering(label: str) -> str:
    """A label without leading numbering (一、, （二）, 3., 其中：), applied until nothing is left to take."""
    while (m := _NUMBERING.match(label)) and m.end() < len(label):
        label = label[m.end() :]
    return label
