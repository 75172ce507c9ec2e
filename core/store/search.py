"""The full-text index: every character a word, so that a phrase finds Chinese of any length exactly.

FTS5's own tokenisers find nothing inside a run of Chinese (unicode61) or nothing under three characters (trigram).
"""

from __future__ import annotations

from ..model.documents.text import as_typed, squeeze

_BETWEEN = "\ue000"
"""A character that FTS5 takes for a word and nobody types: no phrase runs over it."""


def index_text(*texts: str) -> str:
    """Texts as the index holds them: as typed, lower case, their characters separated by spaces."""
    return f" {_BETWEEN} ".join(" ".join(squeeze(as_typed(t)).lower()) for t in texts if t)


def indexed_texts(text: str) -> list[str]:
    """The texts that :func:`index_text` was given, as far as it keeps them: squeezed and in lower case."""
    return [t.replace(" ", "") for t in text.split(f" {_BETWEEN} ")]


def match_query(query: str) -> str | None:
    """The FTS5 query that finds every word of ``query`` as a phrase, None if nothing is left to look for.

    Words are separated by white space; all of them must occur. Punctuation is not searched for.
    """
    phrases = []
    for word in as_typed(query).lower().split():
        characters = [c for c in word if c.isalnum()]
        if characters:
            phrases.append('"' + " ".join(characters) + '"')
    return " AND ".join(phrases) or None
