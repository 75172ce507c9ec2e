"""A draft as a region file: TOML that loads as it is, every guess with its confidence behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from ..model.disclosures.region import Region
from ..understanding.tables.recognise import RecognisedBy
from .draft import Draft, TableDraft
from .prose import HeadingGuess
from .titles import SURE, new_id

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
_SUFFIX = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")


def as_toml(draft: Draft, pack: Region, id: str | None = None, name: str | None = None) -> str:
    """The region file. ``id`` and ``name`` are guessed from the division where they are not given."""
    region_id = id or f"region{draft.division or ''}"
    region_name = name or _SUFFIX.sub("", draft.name) or "某地"
    parts = [
        _head(draft, pack, region_id, region_name, given=(id is not None, name is not None)),
        _contents(draft),
        _requirements(draft),
        _names(draft),
        _common_headers(draft),
        _statements(draft),
        _untitled(draft),
        _sections(draft, pack),
        _people(draft),
        _subjects(draft),
    ]
    return "\n".join("".join(map(_line, part)) for part in map(list, parts) if part)


def _line(text: str) -> str:
    """One line of the file, whatever names of files and titles hold: TOML knows no control characters, UTF-8 no halves."""
    return _CONTROL.sub(" ", text).encode("utf-8", "replace").decode("utf-8") + "\n"


def _text(value: str) -> str:
    """A TOML string; what JSON escapes TOML escapes the same way."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(_text, values)) + "]"


def _why(confidence: float, why: str) -> str:
    """The comment behind a guess: a question mark where the author must look."""
    return f"  # {'' if confidence >= SURE else '? '}{confidence:.2f} {' '.join(why.split())}"


def _key(word: str) -> str:
    return _text(word)


def _head(draft: Draft, pack: Region, id: str, name: str, given: tuple[bool, bool]) -> Iterator[str]:
    yield "# Drafted by `mingzhang region init` from:"
    yield from (f"#   {PurePath(path).name}" for path in draft.documents)
    yield '# Correct it. A "# ?" is a guess, with its confidence from 0 to 1; what has no "?" was seen in the documents as it stands.'
    yield "# `mingzhang region check THIS-FILE FILES... --watch` says what it makes of them while you do."
    yield f"id = {_text(id)}" + ("" if given[0] else _why(0.5, "a name in lower-case letters"))
    yield f"name = {_text(name)}" + ("" if given[1] else _why(0.8 if draft.name else 0.1, "of the division"))
    yield 'version = "0.1.0"'
    yield f"extends = {_text(pack.id)}"
    if draft.division:
        yield f'divisions = ["{draft.division}"]' + _why(
            0.9 if len(draft.division_codes) > 1 else 0.7, f"codes: {', '.join(draft.division_codes)}"
        )
    else:
        yield "divisions = []" + _why(
            0.1, f"codes: {', '.join(draft.division_codes) or 'none found'}; until it is filled, use --region {id}"
        )
    if draft.units:
        yield "# Units of the tables (nothing to declare, a table prints its own): " + ", ".join(f"{u} {n}" for u, n in draft.units.items())
    yield ""
    yield "# Fiscal years for which you have compared what is read with the pages. Empty until then: every report says so."
    yield "[verified]"
    yield "budget = []"
    yield "final = []"


def _contents(draft: Draft) -> Iterator[str]:
    if draft.tables:
        yield "# The tables, in the order in which they came:"
    for table in draft.tables:
        number = f"{table.number} " if table.number else ""
        mark = "? " if table.confidence < SURE else ""
        read = f", reads {table.understood} of {table.numeric} numbers" if table.numeric else ""
        yield f"#   {mark}{number}{table.title} = {table.statement} ({table.why}{read})"


def _requirements(draft: Draft) -> Iterator[str]:
    for r in draft.requirements:
        yield f"# Seen in {r.documents} of the documents, years {', '.join(map(str, r.years))}. firm = false: while it is a guess, it is held against nobody."
        yield "[[requirements]]"
        yield f'kind = "{r.kind}"'
        yield f'level = "{r.level}"'
        yield f"first_year = {r.years[0]}" + _why(0.5, "the first year that was seen")
        yield "firm = false"
        yield f"statements = {_list(r.statements)}" + _why(0.8 if r.documents > 1 else 0.6, "what at least half of them have")


def _names(draft: Draft) -> Iterator[str]:
    """Terms of the measures that are new."""
    if draft.measures:
        yield "# Measures that the pack does not have. Give each an id that says what it is, here and at its header words below."
        yield "[names]"
    for word, id in draft.measures.items():
        yield f"{id} = {_text(word.rpartition('/')[2])}" + _why(0.3, "a new measure")


def _common_headers(draft: Draft) -> Iterator[str]:
    """Header words that mean one thing in several tables."""
    common = _shared_words(draft)
    if common:
        yield "[headers]"
    for word in common:
        guess = next(t.headers[word] for t in draft.tables if word in t.headers)
        yield f"{_key(word)} = {_text(guess.measure)}" + _why(guess.confidence, guess.why)


def _shared_words(draft: Draft) -> list[str]:
    meanings: dict[str, list[str]] = {}
    for table in draft.tables:
        for word, guess in table.headers.items():
            if guess.measure != "total":
                meanings.setdefault(word, []).append(guess.measure)
    return [word for word, found in meanings.items() if len(found) > 1 and len(set(found)) == 1]


def _statements(draft: Draft) -> Iterator[str]:
    """An entry for every statement that the pack does not read by itself; titles of one statement stand together."""
    common = set(_shared_words(draft))
    groups: dict[str, list[TableDraft]] = {}
    for table in draft.tables:
        if table.says_something:
            groups.setdefault(table.statement, []).append(table)
    for id, tables in groups.items():
        first = tables[0]
        yield "[[statements]]"
        yield f"id = {_text(id)}" + _why(first.confidence, first.why)
        if first.template is None:
            yield f"name = {_text(first.title)}"
        titles = [t.title for t in tables if t.known_by not in (RecognisedBy.TITLE, RecognisedBy.PATTERN)]
        if titles:
            yield f"titles = {_list(titles)}"
        layout = next((t for t in tables if t.layout is not None), None)
        if layout is not None:
            yield f"layout = {_text(layout.layout or 'plain')}" + _why(layout.layout_confidence, "of its numbers are read with it")
        elif first.template is None:
            yield 'layout = "plain"' + _why(0.1, "not read at all")
        if classification := next((t.classification for t in tables if t.classification), None):
            yield f"classification = {_text(classification)}"
        words = {w: g for t in tables for w, g in t.headers.items() if w not in common}
        if words:
            yield "[statements.headers]"
            yield from (f"{_key(w)} = {_text(g.measure)}" + _why(g.confidence, g.why) for w, g in words.items())


def _untitled(draft: Draft) -> Iterator[str]:
    if draft.untitled:
        yield "# Tables without a title that nothing knows. A fingerprint of header words makes one known: fingerprint = [...]"
    for words in draft.untitled[:10]:
        yield f"#   ? {'、'.join(words[:12])}"


def _sections(draft: Draft, pack: Region) -> Iterator[str]:
    """Headings: ``heading`` opens a section without a number, ``pattern`` names one that has a number."""
    ids = {s.id for s in pack.sections}
    for guess in draft.headings:
        id = guess.section or new_id(guess.words, ids, "glossary" if guess.part == "glossary" else "section")
        if guess.section is None:
            ids.add(id)
        yield "[[sections]]"
        yield f"id = {_text(id)}" + _why(
            guess.confidence, f"in {guess.documents} of the documents, {'numbered' if guess.numbered else 'without a number'}"
        )
        yield from _section(guess)


def _section(guess: HeadingGuess) -> Iterator[str]:
    if guess.section is None:
        yield f"name = {_text(guess.words)}"
        yield f"pattern = {_text('^' + re.escape(guess.words) + '$')}"
    if not guess.numbered:
        yield f"heading = {_text(re.escape(guess.words))}"
        if guess.part:
            yield f"part = {_text(guess.part)}"


def _people(draft: Draft) -> Iterator[str]:
    if draft.people:
        yield "[headcount]"
    for word in draft.people:
        yield f"{_key(word.word)} = {_text(word.meaning)}" + _why(word.confidence, f"in {word.documents} of the documents")


def _subjects(draft: Draft) -> Iterator[str]:
    """Words that name nothing yet, as comments."""
    if draft.subjects:
        yield "# Words before numbers of the prose that name no subject yet, and in how many documents. For those that matter:"
        yield "# [[subjects]] with id, name, words, and where: the places in tables that hold the same figure."
    for word in draft.subjects:
        yield f"#   ? {word.word} ({word.documents})"
