"""What a question means where it does not write the word: homophones, pinyin, slips of the pen, names cut short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ...store.lexicon import normal
from ...store.names import overlap
from ...store.sounds import sound_of
from ..queries import Queries
from ..words.lexicon import Sense, shared_words
from .pieces import Piece

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_WIDEST = 12
_LONGEST_RUN = 60
_LONG, _MOSTLY, _GAP, _JOINED, _SHORTENED = 7, 0.7, 2, 6, 3
_MEASURED = frozenset({"measure", "project", "indicator", "functional", "economic", "subject"})
_APART = frozenset({"body", "division", "organ", "province", "year", "years"})
_ORDER = ("project", "indicator", "functional", "economic", "measure")
"""Of names that fit equally well the first of these: a project before its own parts."""
_ALSO = (("看病", "医疗"), ("打疫苗", "疫苗"), ("老干部", "干部"), ("救助", "救助"), ("啥", "什么"), ("钱", "资金"))
"""Everyday words and those of names."""


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, tuple[str, tuple[Sense, ...]]]:
    """Sound → the shared word for a subject that sounds so."""
    found: dict[str, tuple[str, tuple[Sense, ...]]] = {}
    for word, senses in shared_words().items():
        if len(word) >= 2 and senses[0][0] == "measure" and (sound := sound_of(word)):
            found.setdefault(sound, (word, senses))
    return found


def by_sound(text: str, pieces: Sequence[Piece], queries: Queries) -> list[tuple[Piece, str]]:
    """Pieces for runs that were not understood and sound like a word, with the word that was meant."""
    found: list[tuple[Piece, str]] = []
    for start, end in _unread(pieces):
        if text[start:end].isascii():
            found += _typed(text, start, end, queries)
            continue
        if any(p.start <= start < p.end for p, _ in found):
            continue
        windows = [w for w in _windows(text, start, end) if _may_be_meant(pieces, w)]
        sounds = {w: _sound(text[w[0] : w[1]]) for w in windows}
        stored: dict[str, tuple[str, tuple[Sense, ...]]] = {}
        for row in queries.sounding(sorted({s for s in sounds.values() if len(s) >= 3})):
            word, senses = stored.get(row["sound"], (row["word"], ()))
            stored[row["sound"]] = (word, (*senses, (row["kind"], row["meaning"])))
        for (a, b), sound in sounds.items():
            meant = stored.get(sound) or _by_sound().get(sound)
            if meant and (b - a >= 2 and meant[0] != text[a:b]):
                found.append((Piece(a, b, text[a:b], meant[1]), meant[0]))
                break
        else:
            if end - start >= _RUN_OF_NAMES:
                found += _names_inside(text, start, end, queries)
    return found


_RUN_OF_NAMES = 5


def _names_inside(text: str, start: int, end: int, queries: Queries) -> list[tuple[Piece, str]]:
    """Names of divisions and organs one behind the other in a run that was not understood: 阿克桃县医宝局."""
    spans = {(a, b): _sound(text[a:b]) for a in range(start, end) for b in range(a + 2, min(end, a + _WIDEST) + 1)}
    stored: dict[str, tuple[str, tuple[Sense, ...]]] = {}
    for row in queries.sounding(sorted({s for s in spans.values() if len(s) >= 4})):
        if row["kind"] in _APART:
            word, senses = stored.get(row["sound"], (row["word"], ()))
            stored[row["sound"]] = (word, (*senses, (row["kind"], row["meaning"])))
    found: list[tuple[Piece, str]] = []
    at = start
    while at < end:
        for b in range(min(end, at + _WIDEST), at + 1, -1):
            meant = stored.get(spans.get((at, b), ""))
            if meant and len(meant[0]) == b - at:
                found.append((Piece(at, b, text[at:b], meant[1]), meant[0]))
                at = b - 1
                break
        at += 1
    return found


def _typed(text: str, start: int, end: int, queries: Queries) -> list[tuple[Piece, str]]:
    """What a run of letters spells in pinyin: the longest words from its beginning."""
    run = text[start:end]
    pieces = (
        sorted({run[a:b] for a in range(len(run)) for b in range(a + 4, min(len(run), a + 40) + 1)}) if len(run) <= _LONGEST_RUN else []
    )
    stored: dict[str, tuple[str, tuple[Sense, ...]]] = {}
    for row in queries.sounding(pieces) if pieces else ():
        word, senses = stored.get(row["sound"], (row["word"], ()))
        stored[row["sound"]] = (word, (*senses, (row["kind"], row["meaning"])))
    found: list[tuple[Piece, str]] = []
    at = 0
    while at < len(run):
        for size in range(len(run) - at, 3, -1):
            meant = stored.get(run[at : at + size]) or _by_sound().get(run[at : at + size])
            if meant:
                found.append((Piece(start + at, start + at + size, run[at : at + size], meant[1]), meant[0]))
                at += size - 1
                break
        at += 1
    return found


def _unread(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in pieces if not p.senses]


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Windows that hold the run, the widest first."""
    found = [(a, b) for a in range(max(0, start - 6), start + 1) for b in range(end, min(len(text), end + 6) + 1) if b - a >= 2]
    return sorted((w for w in found if w[1] - w[0] <= max(_WIDEST, end - start)), key=lambda w: (w[0] - w[1], w[0]))


def _may_be_meant(pieces: Sequence[Piece], window: tuple[int, int]) -> bool:
    """A window may hold what was not read, fillers and single characters, but no longer word that was."""
    a, b = window
    inside = [p for p in pieces if p.start < b and p.end > a]
    return all(not p.senses or p.is_filler or p.end - p.start == 1 for p in inside) and inside[0].start >= a and inside[-1].end <= b


def _sound(word: str) -> str:
    return word.lower() if word.isascii() and word.isalpha() else sound_of(word)


def by_slip(text: str, pieces: Sequence[Piece]) -> list[tuple[Piece, str]]:
    """Pieces for runs that differ from a shared word of four characters or more by one."""
    found: list[tuple[Piece, str]] = []
    for start, end in _unread(pieces):
        if end - start > 2:
            continue
        best: tuple[int, int, str] | None = None
        for word, senses in shared_words().items():
            if len(word) < 4 or senses[0][0] != "measure":
                continue
            for a in range(max(0, end - len(word)), min(start, len(text) - len(word)) + 1):
                piece = text[a : a + len(word)]
                if not _may_be_meant(pieces, (a, a + len(word))):
                    continue
                if sum(x != y for x, y in zip(word, piece, strict=True)) == 1 and (best is None or len(word) > best[1]):
                    best = (a, len(word), word)
        if best:
            a, length, word = best
            found.append((Piece(a, a + length, text[a : a + length], shared_words()[word]), word))
    return found


def by_part(text: str, pieces: Sequence[Piece], names: Iterable[tuple[str, Sense]], least: int = 4) -> list[list[Piece]]:
    """Names of which the question says a part, each as the pieces that say it; the best ones only.

    A name counts if it explains something that no piece explains, and no unread words hang on its end: the head of a
    Chinese phrase stands last, so 医保报销比例 is no 医保经费. A long name most of which is said counts in any case.
    """
    unread = [False] * len(text)
    measured = [False] * len(text)
    starts = [(p.start, p.end) for p in pieces if p.types & _MEASURED]
    free = list(text)
    for p in pieces:
        measured[p.start : p.end] = [bool(p.types & _MEASURED)] * (p.end - p.start)
        unread[p.start : p.end] = [not p.senses] * (p.end - p.start)
        if p.types & _APART:
            free[p.start : p.end] = "\0" * (p.end - p.start)
    scored: dict[Sense, tuple[tuple[int, float], list[tuple[int, int]]]] = {}
    plain, back = _everyday("".join(free))
    for name, sense in names:
        key = normal(name)
        runs = _shared_runs(plain, key)
        if len(key) >= _LONG and overlap(key, plain) >= _MOSTLY:
            runs = max(runs, _said_runs(plain, key), key=lambda r: sum(b - a for a, b in r))
        spans = _closed([(back[a], back[b - 1] + 1) for a, b in runs])
        rank = _rank(runs, spans, key, unread, measured, plain, least)
        if rank is None and _joins(spans, starts):
            rank = (sum(b - a for a, b in spans), sum(b - a for a, b in runs) / len(key))
        if (
            rank
            and not _headed(unread, spans, text)
            and _same_numbers(name, spans, text)
            and (sense not in scored or rank > scored[sense][0])
        ):
            scored[sense] = (rank, spans)
    if not scored:
        return []
    best = max(rank for rank, _ in scored.values())
    chosen = [(s, spans) for s, (rank, spans) in scored.items() if rank[0] == best[0]]
    first = min(_ORDER.index(s[0]) for s, _ in chosen)
    chosen = [(s, spans) for s, spans in chosen if _ORDER.index(s[0]) == first]
    return [[Piece(a, b, text[a:b], (sense,)) for a, b in spans] for sense, spans in sorted(chosen)]


def _same_numbers(name: str, spans: Sequence[tuple[int, int]], text: str) -> bool:
    """单价20万元以上的设备 is not what a question about 单价100万元以上的设备 asks for."""
    said = {d for a, b in spans for d in _DIGITS.findall(text[a:b])}
    return not said or said <= set(_DIGITS.findall(name))


def by_word(text: str, pieces: Sequence[Piece], names: Iterable[tuple[str, Sense]]) -> list[Piece]:
    """A piece for a run of two or three characters that was not read and that names of indicators hold: 参保 of 参保人数."""
    found = []
    for p in (p for p in pieces if not p.senses and len(p.text) in (2, 3)):
        senses = tuple(dict.fromkeys(s for name, s in names if s[0] == "indicator" and p.text in name))
        if senses:
            found.append(Piece(p.start, p.end, text[p.start : p.end], senses))
    return found


def _rank(
    runs: Sequence[tuple[int, int]],
    spans: Sequence[tuple[int, int]],
    name: str,
    unread: Sequence[bool],
    measured: Sequence[bool],
    plain: str,
    least: int,
) -> tuple[int, float] | None:
    """Characters that a name explains, and its share that is said; None if that is too little."""
    covered = sum(b - a for a, b in runs)
    new = sum(unread[i] for a, b in spans for i in range(a, b))
    if covered == new == 3 and len(runs) == 1:
        return (covered, covered / len(name))
    if covered < least or (max(b - a for a, b in runs) < 3 and covered < 6):
        return None
    share = covered / len(name)
    more = sum(not measured[i] for a, b in spans for i in range(a, b))
    enough = (
        (new >= 2 and covered >= least)
        or (new >= 1 and share >= _MOSTLY and covered >= 6)
        or (len(name) >= _LONG and overlap(name, plain) >= _MOSTLY and more >= 3)
    )
    return (covered, share) if enough else None


def _joins(spans: Sequence[tuple[int, int]], measures: Sequence[tuple[int, int]]) -> bool:
    """Whether one unbroken part of a name says what else would be two measures: 离休干部医疗费 is no number of people."""
    return any(b - a >= _JOINED and sum(a <= x and y <= b for x, y in measures) >= 2 for a, b in spans)


def _closed(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with what lies between two of them where that is one or two characters: 离休老干部 for 离休干部."""
    closed: list[tuple[int, int]] = []
    for a, b in spans:
        if closed and 0 <= a - closed[-1][1] <= _GAP:
            closed[-1] = (closed[-1][0], b)
        else:
            closed.append((a, b))
    return closed


def _said_runs(text: str, name: str) -> list[tuple[int, int]]:
    """Runs of the question whose pairs of characters the name holds, in any order."""
    marked = [False] * len(text)
    for at in range(len(text) - 1):
        if text[at : at + 2] in name:
            marked[at] = marked[at + 1] = True
    runs: list[tuple[int, int]] = []
    for at, is_said in enumerate(marked):
        if is_said and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif is_said:
            runs.append((at, at + 1))
    return runs


def _everyday(text: str) -> tuple[str, list[int]]:
    """The question with everyday words as names write them, and where each character comes from."""
    plain, back, at = "", [], 0
    while at < len(text):
        word, meant = next(((w, m) for w, m in _ALSO if text.startswith(w, at)), (text[at], text[at]))
        plain += meant
        back += [min(at + n, at + len(word) - 1) for n in range(len(meant))]
        at += len(word)
    return plain, back


def _shared_runs(text: str, name: str) -> list[tuple[int, int]]:
    """Runs of two characters or more that question and name share, in the order of the name, not far from one another."""
    runs: list[tuple[int, int]] = []
    at, place = 0, 0
    while at < len(text) - 1:
        best = 0
        for p in range(place, len(name) - 1):
            n = 0
            while at + n < len(text) and p + n < len(name) and text[at + n] == name[p + n]:
                n += 1
            if n > best:
                best, where = n, p
        if best >= 2 and (not runs or at - runs[-1][1] <= 6):
            start, at, place = at, at + best, where + best
            while (
                at < len(text)
                and at - start - best < _SHORTENED
                and text[at : at + 2] not in name[place:]
                and (found := name.find(text[at], place)) >= 0
            ):
                at, place = at + 1, found + 1  # 医保 for 医疗保险: what goes on in the order of the name
            runs.append((start, at))
        else:
            at += 1
    return runs


def _headed(unread: Sequence[bool], spans: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether unread characters hang on the end of what was found, or of a part of it: 社会保险 is no 社会保障."""
    for n, (_, end) in enumerate(spans):
        at = end + 1 if n == len(spans) - 1 and text[end : end + 1] == "的" else end
        if at < len(unread) and unread[at] and (n < len(spans) - 1 or at == end or (at + 1 < len(unread) and unread[at + 1])):
            return True
    return False
