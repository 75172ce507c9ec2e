"""What words of a search name, read as questions are read: bodies, years, budget or final account; the rest is looked for in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...model.documents.figure import MONEY_UNITS
from ...model.documents.text import as_typed
from ...store.lexicon import normal
from ..queries import Issuer, Queries
from .frame import frame_of
from .naming import NAMES, find_named
from .pieces import Piece, cut
from .understand import names_in

_SCOPE = frozenset((*NAMES, "year", "years", "kind"))
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")
_AMOUNT = re.compile(rf"(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+|\d+(?={'|'.join(MONEY_UNITS)}))({'|'.join(MONEY_UNITS)})?")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    ``places`` says whether a division or a province was named without an organ: all bodies of it are meant. ``unknown`` is a name of a body
    that the data do not hold. ``words`` are to be found in the text, all of them. ``code`` is a code of the classification, ``amount`` a
    printed number with its unit of money, None where none is written.
    """

    issuers: tuple[Issuer, ...] = ()
    places: bool = False
    years: tuple[int, ...] = ()
    kind: str | None = None
    words: tuple[str, ...] = ()
    unknown: str | None = None
    code: str | None = None
    amount: tuple[str, str | None] | None = None

    @property
    def scoped(self) -> bool:
        """Whether it says whose or which disclosures."""
        return bool(self.issuers or self.years or self.kind)


def sought(search: str, queries: Queries) -> Sought:
    """Read a search against the data. A word that names nothing, or only in part, is looked for as it is written."""
    typed = as_typed(search).split()
    if len(typed) == 1 and _CODE.fullmatch(typed[0]):
        return Sought(code=typed[0], words=(typed[0],))
    if len(typed) == 1 and (m := _AMOUNT.fullmatch(typed[0])):
        return Sought(amount=(m[1].replace(",", ""), m[2]), words=(typed[0],))
    text = normal(search)
    pieces = cut(text, names_in(text, queries)[0])
    frame = frame_of(text, pieces)
    named = find_named(pieces, queries, several=True, text=text)
    issuers = tuple(dict.fromkeys((*named.issuers, *named.readings)))
    bare = bool(issuers) and not any(p.types & {"body", "organ"} for p in pieces)
    return Sought(issuers, bare, frame.years, frame.kind, _rest(typed, pieces, bool(issuers)), named.unknown)


def _rest(typed: list[str], pieces: list[Piece], named: bool) -> tuple[str, ...]:
    """The words without what says whose and which: 温宿县2024 公务接待 leaves 公务接待. Words stay apart as they were written."""
    rest, at = [], 0
    for word in typed:
        end = at + len(normal(word))
        inside = [p for p in pieces if at <= p.start < end]
        kept = [p for p in inside if not _says_scope(p, named)]
        if len(kept) == len(inside):
            rest.append(word)
        elif words := "".join(p.text for p in kept if not p.is_filler):
            rest.append(words)
        at = end
    return tuple(rest)


def _says_scope(piece: Piece, named: bool) -> bool:
    return bool(piece.types & (_SCOPE if named else _SCOPE - set(NAMES)))
