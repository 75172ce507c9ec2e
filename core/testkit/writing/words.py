"""Words that every form needs: numerals, enumerations, and the notice that a document is fictional."""

from __future__ import annotations

from collections.abc import Iterable

FICTIONAL = "（虚构样例，仅供测试）"
"""Stands on the cover of every generated document."""

_DIGITS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """A number up to 99 in Chinese numerals."""
    tens, ones = divmod(n, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def listed(words: Iterable[str]) -> str:
    """A Chinese enumeration."""
    return "、".join(words)
