"""No regular expression of the project backtracks: twice the text takes twice the time, whatever stands in it.

Every expression of every module and of the packs that ship is tried on its own pieces, repeated, with an end that does not fit.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import adversarial
import pytest

import mingzhang
from mingzhang.core.plugins.manager import default_plugins

SHORT, LONG = 2_000, 8_000
SLOW = 0.05
"""Seconds for LONG characters that are no noise."""
OVER_LINEAR = 8
"""Four times the characters may take so many times as long; what is squared takes 16."""


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The expressions that a value holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 6:
        return
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _within(pair, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from _within(part, depth + 1)
    elif hasattr(type(value), "__dataclass_fields__"):
        for name in type(value).__dataclass_fields__:
            yield from _within(getattr(value, name, None), depth + 1)


@pytest.fixture(scope="module")
def expressions() -> dict[re.Pattern[Any], str]:
    """Every expression with where it comes from."""
    found: dict[re.Pattern[Any], str] = {}
    for module in pkgutil.walk_packages(mingzhang.__path__, "mingzhang."):
        for value in list(vars(importlib.import_module(module.name)).values()):
            for pattern in _within(value):
                found.setdefault(pattern, module.name)
    plugins = default_plugins()
    for region in plugins.regions.values():
        for pattern in _within(region):
            found.setdefault(pattern, f"the pack {region.id}")
    for pattern in _within(plugins.vocabulary):
        found.setdefault(pattern, "the vocabulary")
    return found


def trouble(pattern: re.Pattern[Any], *, anchored: bool = True) -> str | None:
    """On what the expression takes over linear time, None if on nothing that was tried; matched at the beginning only, or
    searched for."""
    for before, pumped, end in adversarial.strings(pattern):

        def text(size: int, before: str = before, pumped: str = pumped, end: str = end) -> str:
            return before + pumped * max(1, size // len(pumped)) + end

        def took(size: int, *, anchored: bool, text: Any = text) -> float:
            return min(adversarial.seconds(pattern, text(size), 2.0, anchored=anchored) for _ in range(3))

        try:
            took(30, anchored=False)
            if (long := took(LONG, anchored=anchored)) < SLOW:
                continue
            if long > OVER_LINEAR * took(SHORT, anchored=anchored):
                return f"{pumped!r} behind {before!r}: {long:.2f} s for {LONG} characters"
        except adversarial.TooLong:
            return f"{pumped!r} behind {before!r}: stopped"
    return None


def test_no_expression_backtracks(expressions: dict[re.Pattern[Any], str]) -> None:
    assert len(expressions) > 300
    found = [f"{where}: {pattern.pattern!r}: {what}" for pattern, where in expressions.items() if (what := trouble(pattern))]
    assert not found, "\n".join(found)


def test_no_expression_of_reading_is_slow_to_search(expressions: dict[re.Pattern[Any], str]) -> None:
    """A file is searched as a whole: what begins anew at every character takes the square of its length."""
    reading = {p: where for p, where in expressions.items() if where.startswith(("mingzhang.core.reading", "mingzhang.plugins.parsers"))}
    assert len(reading) > 100
    found = [f"{where}: {p.pattern!r}: {what}" for p, where in reading.items() if (what := trouble(p, anchored=False))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("slow", [r"[^{}]+\{", r"\s*(?:_|--)", r"…{2,}\s*$"])
def test_what_is_slow_to_search_is_found(slow: str) -> None:
    assert trouble(re.compile(slow), anchored=False)
    assert trouble(re.compile(slow)) is None


@pytest.mark.parametrize(
    "backtracks", [r"^\s*\s*\s*x", r"^(?:a+)+$", r"(?:有多少|有|多少)+$", r"^(?:<!--.*?-->\s*)*<html", r"^(.*?)(\d+)$", r"^(a|aa)*b"]
)
def test_what_backtracks_is_found(backtracks: str) -> None:
    assert trouble(re.compile(backtracks, re.DOTALL))


@pytest.mark.parametrize("linear", [r"^\s*+x", r"^(?:a++)++$", r"^[^）]*）", r"(?:有多少|多少|有)++$", r"^(.*?)(?<!\d)(\d+)$"])
def test_what_does_not_is_not(linear: str) -> None:
    assert trouble(re.compile(linear, re.DOTALL)) is None
