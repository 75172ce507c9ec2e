"""How words sound (拼音): readings without tones, so that homophones and words typed in pinyin are found."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    text = resources.files(__package__).joinpath("pinyin.txt").read_text("utf-8")
    pairs = (line.split(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {character: reading for reading, characters in pairs for character in characters}


def sound_of(word: str) -> str:
    """The readings of a word one after another, letters and digits as they are: 财政 → caizheng. Empty if a character has none."""
    readings = _readings()
    found = [readings.get(c) or (c if c.isascii() and c.isalnum() else None) for c in word.lower()]
    return "" if None in found else "".join(f for f in found if f)
