"""What the site says: the shared terms, shares, and docstrings as paragraphs."""

from __future__ import annotations

import re

from mingzhang.core.model.text import join_lines
from mingzhang.core.model.words import (
    CERTAINTY,
    KIND,
    LEVEL,
    NOTICE,
    OUTCOME,
    PART,
    REASON,
    ROLE,
    SEVERITY,
    STATUS,
    TABLE_STATUS,
    reason_words,
    remark_words,
)

__all__ = [
    "CERTAINTY",
    "KIND",
    "LEVEL",
    "NOTICE",
    "OUTCOME",
    "PART",
    "REASON",
    "ROLE",
    "SEVERITY",
    "STATUS",
    "TABLE_STATUS",
    "paragraphs",
    "percent",
    "reason_words",
    "remark_words",
]


def percent(part: int | None, whole: int | None) -> str | None:
    """A share with one decimal, cut and not rounded: 100 % is said only of all."""
    if not whole or part is None:
        return None
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"


_OWN_LINE = re.compile(r"^(?:[-•*·]|\d+[.、．]|[^\s:：]{1,8}[:：])")


def paragraphs(text: str) -> list[list[str]]:
    """A docstring as paragraphs of lines: wrapped lines are joined; points and labelled lines (正：, 反：) stay apart."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        for line in block.splitlines():
            if lines and not _OWN_LINE.match(line.strip()):
                lines[-1] = join_lines(f"{lines[-1]} {line.strip()}")
            else:
                lines.append(line.strip())
        found.append(lines)
    return found
