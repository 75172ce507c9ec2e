"""Words that are written in several ways, written once: ``{政府采购|采购}货物{|类}{支出|预算}``."""

from __future__ import annotations

import re
from itertools import product

_CHOICE = re.compile(r"\{([^{}]*)\}")
MOST = 2_000
"""Ways in which one word may be written."""


def spelled(word: str) -> list[str]:
    """Every way in which a word may be written: one of the parts that ``|`` separates for each pair of braces; a part may be empty.

    Raises ValueError for braces without partners, and for more ways than :data:`MOST`.
    """
    pieces = _CHOICE.split(word)  # plain, choice, plain, choice, …, plain
    if any(c in piece for piece in pieces for c in "{}"):
        raise ValueError("braces without partners")
    choices = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    if ways > MOST:
        raise ValueError(f"{ways} ways to write it, more than {MOST}")
    return list(dict.fromkeys("".join(parts) for parts in product(*choices)))
