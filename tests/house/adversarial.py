"""Strings on which an expression that backtracks takes long: its own pieces, repeated, with an end that does not fit."""

from __future__ import annotations

import re
import re._constants as c
import re._parser as parser
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

_MANY = 8
"""A part that may stand this often or more is repeated."""
_CATEGORIES = {
    c.CATEGORY_DIGIT: "1", c.CATEGORY_SPACE: " ", c.CATEGORY_WORD: "a",
    c.CATEGORY_NOT_DIGIT: "a", c.CATEGORY_NOT_SPACE: "a", c.CATEGORY_NOT_WORD: " ",
}  # fmt: skip
_FITTING_NOWHERE = "\x00"


class TooLong(Exception):
    """An expression took more time than it may."""


def _members(items: list[Any]) -> list[str]:
    """Some characters that a class holds."""
    negated = bool(items) and items[0][0] is c.NEGATE
    if negated:
        taken = "".join(_members(items[1:]))
        return [x for x in "a1 ，\n" if x not in taken][:2] or ["~"]
    found = []
    for op, value in items:
        if op is c.LITERAL:
            found.append(chr(value))
        elif op is c.RANGE:
            found.append(chr(value[0]))
        elif op is c.CATEGORY:
            found.append(_CATEGORIES[value])
    return found


def sample(tree: Any, which: int = 0) -> str:
    """A string that a piece of an expression fits; ``which`` chooses among alternatives."""
    out = []
    for op, value in tree:
        if op is c.LITERAL:
            out.append(chr(value))
        elif op is c.NOT_LITERAL:
            out.append("a" if chr(value) != "a" else "b")
        elif op is c.ANY:
            out.append("a")
        elif op is c.IN:
            members = _members(value)
            out.append(members[which % len(members)] if members else "")
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            low, _, inner = value
            out.append(sample(inner, which) * max(low, which % 2))
        elif op is c.BRANCH:
            out.append(sample(value[1][which % len(value[1])], which))
        elif op is c.SUBPATTERN:
            out.append(sample(value[3], which))
        elif op is c.ATOMIC_GROUP:
            out.append(sample(value, which))
    return "".join(out)


def pumps(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """For each part that may be repeated: what stands before it, and one of it."""
    for op, value in tree:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            _, most, inner = value
            if most >= _MANY:
                for which in range(4):
                    if pumped := sample(inner, which):
                        yield before, pumped
            yield from pumps(inner, before)
        elif op is c.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, before)
        elif op is c.SUBPATTERN:
            yield from pumps(value[3], before)
        elif op is c.ATOMIC_GROUP:
            yield from pumps(value, before)
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from pumps(value[1], before)
        before += sample([(op, value)])


def strings(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Beginnings, what is repeated, and ends."""
    tree = parser.parse(
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1"), pattern.flags & ~re.DEBUG
    )
    seen = set()
    for before, pumped in pumps(tree):
        for start in {"", before}:
            if (start, pumped) not in seen:
                seen.add((start, pumped))
                yield start, pumped, _FITTING_NOWHERE


def seconds(pattern: re.Pattern[Any], text: str, limit: float, *, anchored: bool) -> float:
    """How long the processor takes over a text. Raises TooLong beyond the limit."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    subject = text if isinstance(pattern.pattern, str) else text.encode("utf-8")
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    started = time.process_time()
    try:
        (pattern.match if anchored else pattern.search)(subject)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - started
