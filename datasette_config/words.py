"""What the site says: the shared terms, and shares."""

from __future__ import annotations

from mingzhang.core.model.results.words import (
    CERTAINTY,
    KIND,
    LEVEL,
    NOTICE,
    OUTCOME,
    PART,
    REASON,
    ROLE,
    RULE_STATE,
    SEVERITY,
    STATE,
    STATUS,
    TABLE_STATUS,
    paragraphs,
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
    "RULE_STATE",
    "SEVERITY",
    "STATE",
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
