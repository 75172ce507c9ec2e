"""Marks around what can be changed in a text while it is composed; :func:`unmark` takes them out and returns the slots."""

from __future__ import annotations

import re

from ...model.generated.blocks import Slot

_OPEN, _BAR, _CLOSE = "\ue010", "\ue011", "\ue012"
_MARK = re.compile(f"{_OPEN}([^{_BAR}]*){_BAR}([01]){_BAR}([^{_CLOSE}]*){_CLOSE}")


def mark(kind: str, text: str, determined: bool = True) -> str:
    """``text`` marked as changeable; survives f-strings and is resolved by :func:`unmark`."""
    return f"{_OPEN}{kind}{_BAR}{int(determined)}{_BAR}{text}{_CLOSE}"


def unmark(marked: str) -> tuple[str, tuple[Slot, ...]]:
    """The plain text and its slots."""
    plain, slots, last = "", [], 0
    for m in _MARK.finditer(marked):
        plain += marked[last : m.start()]
        slots.append(Slot(m[1], len(plain), m[3], m[2] == "1"))
        plain += m[3]
        last = m.end()
    return plain + marked[last:], tuple(slots)
