"""Personal numbers in text (个人信息): masked in everything that is shown or handed out."""

from __future__ import annotations

import re

# No letter or digit may touch a number, so that hashes and project codes stay as they are; a decimal point with
# digits behind it means an amount. Before a mobile number only what can stand in a hash is excluded (wx138… is one).
_START = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z]|\.[0-9])"

_ID = re.compile(
    rf"{_START}[1-9]\d{{5}}(?:(?:18|19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}[\dXx]"
    rf"|\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}){_END}"
)
_CARD = re.compile(rf"{_START}\d{{16,19}}{_END}")
_SPACED_CARD = re.compile(rf"{_START}\d{{4}}(?:[ -]\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?{_END}")
_MOBILE = re.compile(r"(?<![0-9a-f])((?:\+?86[ -]?)?1[3-9]\d[ -]?)\d{4}([ -]?\d{4})(?![0-9a-f]|\.[0-9])")
_HOME = re.compile(
    r"(?P<said>(?:家庭|居住|户籍|现)(?:详细)?(?:住址|地址)[：:]?\s*)(?P<address>[^，。；：:]{0,20}?(?:路|街|巷|村|组|号|室|栋|单元)[^，。；]{0,20})"
)
"""A home address behind the words that call it one."""
_MANY_DIGITS = re.compile(r"\d(?:[ -]?\d){10}")


def is_card_number(digits: str) -> bool:
    """The check digit (Luhn) holds. Years and codes that stand side by side seldom pass."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def has_home_address(text: str) -> bool:
    """Whether a text prints an address behind words that call it a home (家庭住址：…)."""
    return _HOME.search(text) is not None


def _stars(text: str, left: int, right: int) -> str:
    return text[:left] + "".join("*" if c.isalnum() else c for c in text[left : len(text) - right]) + text[len(text) - right :]


def _spaced(match: re.Match[str]) -> str:
    text = match[0]
    return _stars(text, 4, 4) if is_card_number(re.sub(r"\D", "", text)) else text


def mask(text: str) -> str:
    """The text with mobile numbers, ID numbers, numbers of the length of a bank card and home addresses starred out.

    Mobile: first three and last four stay; ID: first three and last two; cards: first and last four.
    The length of the text does not change.
    """
    if "址" in text:
        text = _HOME.sub(lambda m: m["said"] + "*" * len(m["address"]), text)
    if not _MANY_DIGITS.search(text):
        return text
    text = _ID.sub(lambda m: _stars(m[0], 3, 2), text)
    text = _CARD.sub(lambda m: _stars(m[0], 4, 4), text)
    text = _SPACED_CARD.sub(_spaced, text)
    return _MOBILE.sub(r"\1****\2", text)
