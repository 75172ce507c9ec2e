"""Names that are printed a little otherwise than the tables have them: a character wrong, or some left out."""

from __future__ import annotations

from collections.abc import Mapping

_SHORTEST_NEAR = 5
_SHORTEST_CUT = 6


def one_character_off(name: str, table: Mapping[str, set[str]]) -> set[str]:
    """Codes of the one name of a table that differs from ``name`` in one character; none if two do or the name is short."""
    if len(name) < _SHORTEST_NEAR:
        return set()
    near = [n for n in table if len(n) == len(name) and sum(a != b for a, b in zip(n, name, strict=True)) == 1]
    near += [n for n in table if n == f"{name}支出"] if not near else []
    return set(table[near[0]]) if len(near) == 1 else set()


def with_left_out(text: str, table: Mapping[str, set[str]]) -> set[str]:
    """Codes of the names that ``text`` is with characters left out: 机关事业单位职业年金 for 机关事业单位职业年金缴费支出."""
    if len(text) < _SHORTEST_CUT:
        return set()
    return {c for name, codes in table.items() if _is_inside(text, name) for c in codes}


def _is_inside(text: str, name: str) -> bool:
    """Whether the characters of a text stand in a name in their order."""
    rest = iter(name)
    return all(c in rest for c in text)
