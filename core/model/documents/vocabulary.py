"""The words by which a reader recognises a table that has no rules to see."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from .titles import ends_like_body, title_keys


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that region packs hand to the readers (词表): table titles, header words, unit-line words.

    Words are label keys (see :func:`mingzhang.core.model.documents.text.label_key`); ``patterns`` are regular expressions
    over title keys, and ``organs`` the words that names of bodies end with.
    """

    titles: frozenset[str] = field(default_factory=frozenset)
    headers: frozenset[str] = field(default_factory=frozenset)
    patterns: frozenset[str] = field(default_factory=frozenset)
    organs: frozenset[str] = field(default_factory=frozenset)

    def known_title(self, title: str) -> str | None:
        """The key by which a line that prints a title is known: body, year and numbering before it left out."""
        pattern = _either(self.patterns)
        return next((k for k in title_keys(title, self.organs) if k in self.titles or pattern.fullmatch(k)), None)

    def ends_like_body(self, key: str) -> bool:
        """Whether a line (label key) may be nothing but the name of a body."""
        return ends_like_body(key, self.organs)

    @classmethod
    def merged(cls, parts: Iterable[Vocabulary]) -> Vocabulary:
        """One vocabulary of all."""
        all_parts = list(parts)
        return cls(
            frozenset().union(*(p.titles for p in all_parts)),
            frozenset().union(*(p.headers for p in all_parts)),
            frozenset().union(*(p.patterns for p in all_parts)),
            frozenset().union(*(p.organs for p in all_parts)),
        )

    @property
    def digest(self) -> str:
        """A hash of the content: part of the key of everything that was read with it."""
        content = "\n".join("\n".join(sorted(part)) for part in (self.titles, self.headers, self.patterns, self.organs))
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@lru_cache(maxsize=16)
def _either(patterns: frozenset[str]) -> re.Pattern[str]:
    """One expression of all; none matches nothing."""
    return re.compile("|".join(f"(?:{p})" for p in sorted(patterns)) or r"(?!)")
