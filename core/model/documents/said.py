"""What the program says of a file, in both languages: the report, the site and the database are Chinese, errors follow the locale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self


class Said(str):
    """Words for people: the text itself is Chinese, ``english`` says the same."""

    english: str

    def __new__(cls, chinese: str, english: str) -> Self:
        made = super().__new__(cls, chinese)
        made.english = english
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Said, (str(self), self.english)


def said(english: str, chinese: str) -> Said:
    """The same words in both languages."""
    return Said(chinese, english)


def in_english(text: str) -> str:
    """The English words; what has none (a name, a plugin's own words) stays as it is."""
    return text.english if isinstance(text, Said) else text


def said_together(parts: Iterable[str], english: str = "; ", chinese: str = "；") -> Said:
    """Several messages as one."""
    parts = list(parts)
    return Said(chinese.join(parts), english.join(map(in_english, parts)))
