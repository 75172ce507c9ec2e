"""The words by which a reader recognises a table that has no rules to see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that region packs hand to the readers (词表): table titles, header words, unit-line words.

    All entries are label keys (see :func:`mingzhang.core.model.documents.text.label_key`).
    """

    titles: frozenset[str] = field(default_factory=frozenset)
    headers: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def merged(cls, parts: Iterable[Vocabulary]) -> Vocabulary:
        """One vocabulary of all."""
        titles: set[str] = set()
        headers: set[str] = set()
        for part in parts:
            titles |= part.titles
            headers |= part.headers
        return cls(frozenset(titles), frozenset(headers))

    @property
    def digest(self) -> str:
        """A hash of the content: part of the key of everything that was read with it."""
        content = "\n".join([*sorted(self.titles), "", *sorted(self.headers)])
        return hashlib.sha256(content.encode()).hexdigest()[:16]
