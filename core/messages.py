"""Words for the terminal in the user's language: Chinese in a Chinese locale, else English."""

from __future__ import annotations

import os

from .model.documents.said import in_english

_VARIABLES = ("MINGZHANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def is_chinese() -> bool:
    """Whether the locale asks for Chinese."""
    for name in _VARIABLES:
        if value := os.environ.get(name):
            return value.lower().startswith("zh")
    return False


def tr(english: str, chinese: str) -> str:
    """The words in the user's language."""
    return chinese if is_chinese() else english


def localised(text: str) -> str:
    """Words that a result carries in both languages, in the user's."""
    return text if is_chinese() else in_english(text)
