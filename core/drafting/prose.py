"""What the prose of documents says that no pack knows: headings, words for people and posts, subjects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..model.disclosures.disclosure import Disclosure
from ..model.disclosures.region import Region
from ..model.documents.text import label_key, strip_numbering
from ..understanding.prose.sections import bare_heading, part_of, section_id

_MOST = 15
_NO_HEADING = re.compile(r"[《》\d。，；：]|表$|（[类款项]）")
"""One body's own headings, and those of single items of the classification."""
_PEOPLE = (
    ("posts", re.compile(r"编制(?:数|人数)?$")),
    ("retired", re.compile(r"退休")),
    ("honorary_retired", re.compile(r"离休")),
    ("active", re.compile(r"在职|在编|在岗|现有人员")),
    ("present", re.compile(r"实有|总人数")),
)


@dataclass(frozen=True, slots=True)
class HeadingGuess:
    """A heading that documents share. ``section`` is the pack's id for it, None for a new one."""

    words: str
    section: str | None
    part: str | None
    numbered: bool
    documents: int
    confidence: float


@dataclass(frozen=True, slots=True)
class WordGuess:
    """A word of the prose, what it probably means, and in how many documents it stands."""

    word: str
    meaning: str
    documents: int
    confidence: float


def _names(d: Disclosure) -> list[str]:
    return [n for n in (d.identity.body, *d.identity.short_names) if n]


def headings(disclosures: Sequence[Disclosure], pack: Region) -> list[HeadingGuess]:
    """Headings that the pack does not open a section for: of numbered sections, and lines that the contents list.

    A heading stands without the body's name and the year; one that still names something (a 《…》) is one body's own.
    """
    seen: Counter[tuple[str, bool]] = Counter()
    for d in disclosures:
        found = {(bare_heading(s.title, _names(d)), True) for s in d.sections if s.headings and s.id is None and len(s.headings) > 1}
        lines = {bare_heading(p.text, _names(d)): p.text for p in d.document.paragraphs if len(p.text) <= 40}
        opened = {bare_heading(h, _names(d)) for s in d.sections for h in s.headings}
        for entry in d.contents:
            key = bare_heading(entry.title, _names(d))
            printed = lines.get(key)
            if not entry.is_table and key not in opened and printed and strip_numbering(label_key(printed)) == label_key(printed):
                found.add((key, False))
        seen.update((k, n) for k, n in found if 2 <= len(k) <= 24 and not _NO_HEADING.search(k))
    out = []
    for (words, numbered), count in _by_frequency(seen):
        id = section_id(words, pack, ())
        if numbered and id:
            continue
        share = count / len(disclosures)
        out.append(HeadingGuess(words, id, part_of(words), numbered, count, round(min(0.95, (0.5 if id is None else 0.7) + share / 4), 2)))
    return [h for h in out if h.documents > 1 or len(disclosures) == 1][:_MOST]


def people(disclosures: Iterable[Disclosure], pack: Region) -> list[WordGuess]:
    """Words that count people or posts and are in no category yet."""
    seen: Counter[tuple[str, str]] = Counter()
    for d in disclosures:
        counted = {id(h.claim) for h in d.headcounts}
        found = set()
        for claim in d.claims:
            if claim.value is None or claim.value.unit not in ("人", "名") or claim.section.id != "staff" or id(claim) in counted:
                continue
            word = label_key(claim.subject_text)
            category = next((c for c, p in _PEOPLE if p.search(word)), None)
            if category and 2 <= len(word) <= 16 and word not in pack.headcount:
                found.add((word, category))
        seen.update(found)
    return [WordGuess(word, category, n, 0.7) for (word, category), n in _by_frequency(seen)[:_MOST]]


def subjects(disclosures: Iterable[Disclosure]) -> list[WordGuess]:
    """Words before numbers that name nothing that the pack knows, the most frequent first."""
    seen: Counter[str] = Counter()
    for d in disclosures:
        names = [label_key(n) for n in _names(d)]
        people_counted = {id(h.claim) for h in d.headcounts}
        found = {label_key(c.subject_text) for c in d.claims if c.subject is None and c.value is not None and id(c) not in people_counted}
        seen.update(w for w in found if 2 <= len(w) <= 24 and not re.search(r"\d", w) and not any(n in w for n in names))
    return [WordGuess(word, "", n, 0.7) for word, n in _by_frequency(seen) if n > 1][:_MOST]


def _by_frequency(seen: Counter[Any]) -> list[tuple[Any, int]]:
    """The most frequent first, then in the order of the words: the same documents give the same draft."""
    return sorted(seen.items(), key=lambda entry: (-entry[1], entry[0]))
