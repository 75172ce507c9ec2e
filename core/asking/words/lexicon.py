"""The words that all questions share, out of the data files beside this module."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

Sense = tuple[str, str]
"""Type of a word and what it stands for: ("measure", "target:three_public"), ("extreme", "high")."""

FILLER: Sense = ("filler", "")


def _lines(name: str) -> list[str]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def shared_words() -> dict[str, tuple[Sense, ...]]:
    """Word → its senses; of those of one word the first is the commonest."""
    found: dict[str, dict[Sense, None]] = {}
    for line in _lines("asking.tsv"):
        words, type, value = line.split("\t")
        for word in words.split("|"):
            found.setdefault(word, {})[type, value] = None
    for line in _lines("subjects.tsv"):
        words, measures = line.split("\t")
        for word in words.split("|"):
            for measure in measures.split("|"):
                found.setdefault(word, {})["measure", measure] = None
    for line in _lines("terms.tsv"):
        term = line.split("\t")[0]
        if term in found:
            found[term]["term", term] = None
        else:
            found[term] = {("term", term): None}
    for line in _lines("filler.tsv"):
        for word in line.split("|"):
            found.setdefault(word, {})[FILLER] = None
    return {word: tuple(senses) for word, senses in found.items()}


@lru_cache(maxsize=1)
def longest_word() -> int:
    """Characters of the longest shared word."""
    return max(map(len, shared_words()))


@lru_cache(maxsize=1)
def item_names() -> dict[str, str]:
    """Item of the classification → its first name here, for what no document of the data prints."""
    found: dict[str, str] = {}
    for line in _lines("subjects.tsv"):
        words, measures = line.split("\t")
        for measure in measures.split("|"):
            if "+" not in measure and measure.startswith(("economic:", "functional:")):
                found.setdefault(measure, words.split("|")[0])
    return found
