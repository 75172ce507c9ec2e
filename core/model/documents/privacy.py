"""Personal data in text (个人信息): what is personal is decided here, and starred out in everything that is stored, shown or handed out.

Numbers are found however they are written: full width, with spaces, hyphens, dots, slashes, brackets or invisible characters between their
digits, over lines, with letters before or behind. Identity numbers: GB 11643 (area, date of birth, check digit); cards: check digit of
ISO/IEC 7812; mobile numbers: the ranges 13 to 19.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .text import IGNORABLE

_GAP = rf"(?:[ \t\r\n\u00a0\u2000-\u200a\u202f\u3000\-‐‑‒–—―－·•.．/／()（）_{IGNORABLE}]|\\n)"
_DIGIT = "[0-9０-９]"
_RUN = re.compile(rf"{_DIGIT}(?:{_GAP}{{0,6}}{_DIGIT})*(?:{_GAP}{{0,2}}[xXｘＸ](?![0-9A-Za-z]))?")
"""Digits with no more than what people write between the digits of one number. A JSON text writes a new line as ``\\n``."""
_ENOUGH = re.compile(rf"(?:{_DIGIT}{_GAP}{{0,6}}){{11}}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９ｘＸx", "0123456789XXX")
_VISIBLE_GAP = re.compile(rf"[^{IGNORABLE}]")
_TOKEN = re.compile(r"[0-9A-Za-z]+")
_HEX = re.compile(r"[0-9a-f]+")
_HASHES = frozenset({16, 24, 32, 40, 64})
"""Lengths of hashes and of the parts of hashes that serve as ids."""
_DECIMALS = re.compile(r"[.．][0-9０-９]{1,4}(?![0-9０-９])")
_CALLED_ACCOUNT = re.compile(r"(?:卡|账|帐)号[^\d。；，\n]{0,8}$|银行[^\d。；\n]{0,12}$")

_AREAS = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
"""First two digits of an identity number: provinces."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BORN_18 = re.compile(r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_BORN_15 = re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_MOBILE_SHAPES = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 4, 3, 1)})
_YEARS = re.compile(r"(?:19|20)\d\d")
_LONGEST = 19

_HOME = re.compile(
    r"(?P<said>(?:(?:家庭|居住|户籍|常住|现|身份证)(?:详细)?(?:住址|地址|所在地)|(?<![办驻])住址)(?:[：:]|\s|为|在){1,3})"
    r"(?P<address>[^，。；：:\n]{0,24}?(?:路|街|巷|村|组|号|室|栋|单元|小区|弄)[^，。；\n]{0,20})"
)
"""A home address behind the words that call it one."""
_PASSPORT = re.compile(r"(?P<said>护照(?:号码?)?[^0-9A-Za-z。；\n]{0,8})(?P<number>[A-Z]{1,2}\d{7,8})(?![0-9A-Za-z])")
_MAIL = re.compile(
    r"(?<![\w.+-])(?P<name>[\w.+-]{2,40})(?P<host>[@＠](?:(?:vip\.)?(?:qq|163|126|139|189|sina|sohu|yeah|aliyun|foxmail|gmail|hotmail|outlook|icloud|live|yahoo)\.(?:com|cn|net)(?:\.cn)?))",
    re.ASCII | re.IGNORECASE,
)
"""Mail at a provider for everybody is a person's; that of an office stands under its own name."""


def is_card_number(digits: str) -> bool:
    """The check digit (Luhn) holds. Years and codes that stand side by side seldom pass."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def is_identity_number(number: str) -> bool:
    """Whether eighteen characters are an identity number by area, date of birth and check digit (GB 11643)."""
    if len(number) != 18 or not number[:17].isdigit() or number[:2] not in _AREAS or not _BORN_18.fullmatch(number[6:14]):
        return False
    return "10X98765432"[sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11] == number[17]


def has_home_address(text: str) -> bool:
    """Whether a text prints an address behind words that call it a home (家庭住址：…)."""
    return _HOME.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits that stand together: where each stands in the text, and what stands between them and the group before."""

    digits: str
    at: tuple[int, ...]
    gap: str


SHORTEST = 5
"""Characters that a text has at least if there is anything personal in it: a word for a home, a colon, two for the place."""


def mask(text: str) -> str:
    """The text with mobile, identity, passport and card numbers, home addresses and private mail starred out.

    Mobile: first three and last four stay; identity: first three and last two; cards: first and last four; mail: the first
    character. What stands between digits stays. The length of the text does not change.
    """
    if "址" in text or "所在地" in text:
        text = _HOME.sub(lambda m: m["said"] + "*" * len(m["address"]), text)
    if "@" in text or "＠" in text:
        text = _MAIL.sub(lambda m: m["name"][0] + "*" * (len(m["name"]) - 1) + m["host"], text)
    if "护照" in text:
        text = _PASSPORT.sub(lambda m: m["said"] + m["number"][0] + "*" * (len(m["number"]) - 1), text)
    if not _ENOUGH.search(text):
        return text
    starred: list[int] = []
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= 11:
            starred += _personal(text, list(_groups(run)))
    if not starred:
        return text
    characters = list(text)
    for at in starred:
        characters[at] = "*"
    return "".join(characters)


def _groups(run: re.Match[str]) -> Iterator[_Group]:
    """The digits of a run by what stands between them: invisible characters part nothing."""
    digits, gap, between = "", "", ""
    at: list[int] = []
    text, position = run[0], 0
    while position < len(text):
        character = text[position]
        if character.isdigit() or character in "xXｘＸ":
            if _VISIBLE_GAP.search(between) and digits:
                yield _Group(digits, tuple(at), gap)
                digits, at, gap = "", [], between
            digits += character.translate(_FULL_WIDTH)
            at.append(run.start() + position)
            between = ""
        else:
            between += character
        position += 1
    yield _Group(digits, tuple(at), gap)


def _personal(text: str, groups: list[_Group]) -> list[int]:
    """Offsets of the digits to be starred in a run: of windows of whole groups that are a personal number together."""
    found: list[int] = []
    first = 0
    while first < len(groups):
        size, last = 0, first
        best: tuple[int, list[int]] | None = None
        while last < len(groups) and size + len(groups[last].digits) <= _LONGEST:
            size += len(groups[last].digits)
            last += 1
            if size >= 11 and (at := _starred(text, groups, first, last)):
                best = (last, at)
        if best is None:
            first += 1
        else:
            first = best[0]
            found += best[1]
    return found


def _starred(text: str, groups: list[_Group], first: int, last: int) -> list[int] | None:
    """Offsets to be starred if the groups from ``first`` up to ``last`` are one personal number; None if they are none."""
    window = groups[first:last]
    digits = "".join(g.digits for g in window)
    at = [a for g in window for a in g.at]
    shape = tuple(len(g.digits) for g in window)
    apart = set(shape) == {1} and len(shape) > 1
    if apart and (first > 0 or last < len(groups)) and not (first == 2 and groups[0].digits + groups[1].digits == "86"):
        return None
    if len(shape) == 1 and _is_code(text, at):
        return None
    if len(digits) in (11, 13) and "X" not in digits and (start := _mobile(text, groups, last, digits, shape, apart)) is not None:
        return at[start + 3 : start + 7]
    if len(digits) == 18 and _identity(digits, single=len(shape) == 1):
        return at[3:16]
    if (
        len(digits) == 15
        and shape in ((15,), (6, 6, 3))
        and digits[:2] in _AREAS
        and _BORN_15.fullmatch(digits[6:12])
        and not _is_amount(text, at)
    ):
        return at[3:13]
    if 16 <= len(digits) <= 19 and digits.isdigit() and _card(text, digits, shape, at, apart):
        return at[4:-4]
    return None


def _mobile(text: str, groups: list[_Group], last: int, digits: str, shape: tuple[int, ...], apart: bool) -> int | None:
    """Where the eleven digits of a mobile number begin in a window; None if it is none."""
    start = 2 if len(digits) == 13 and digits.startswith("86") else 0
    number = digits[start:]
    if len(number) != 11 or number[0] != "1" or number[1] not in "3456789":
        return None
    own = shape[1:] if start and shape[0] == 2 else (shape[0] - start, *shape[1:])
    if own not in _MOBILE_SHAPES and not apart:
        return None
    if own == (3, 4, 4) and _YEARS.fullmatch(number[3:7]) and _YEARS.fullmatch(number[7:]):
        return None  # a number and two years
    decimals = last < len(groups) and groups[last].gap in (".", "．") and len(groups[last].digits) <= 2
    return None if decimals and own == (11,) else start


def _identity(number: str, *, single: bool) -> bool:
    """An identity number; written in parts only with its check digit."""
    if single:
        return number[:2] in _AREAS and bool(_BORN_18.fullmatch(number[6:14]))
    return is_identity_number(number)


def _card(text: str, digits: str, shape: tuple[int, ...], at: list[int], apart: bool) -> bool:
    """A card of a bank: of the common range, called one, or with its check digit; written in parts only with it."""
    if len(shape) == 1:
        called = _CALLED_ACCOUNT.search(text[max(0, at[0] - 24) : at[0]]) is not None
        return digits.startswith("62") or called or (is_card_number(digits) and len(set(digits)) > 3)
    fours = set(shape[:-1]) == {4} and shape[-1] <= 4
    return (fours or apart or shape in ((6, 13), (6, 10), (6, 12), (4, 12), (4, 15))) and is_card_number(digits)


def _is_code(text: str, at: list[int]) -> bool:
    """Whether digits are a part of a hash or of an id that was cut from one."""
    start, end = at[0], at[-1] + 1
    while start > 0 and _TOKEN.match(text[start - 1]):
        start -= 1
    while end < len(text) and _TOKEN.match(text[end]):
        end += 1
    token = text[start:end]
    return len(token) > len(at) and len(token) in _HASHES and _HEX.fullmatch(token) is not None


def _is_amount(text: str, at: list[int]) -> bool:
    """Whether decimals follow."""
    return _DECIMALS.match(text, at[-1] + 1) is not None
