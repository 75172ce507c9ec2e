"""What the prose states: sections, and claims about one subject each (表述)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..documents.document import Place
from ..documents.figure import Figure
from .link import Link, weakest


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the prose (章节): headings from the outermost, its text and where each piece stands."""

    headings: tuple[str, ...]
    id: str | None
    text: str
    """The section's own text: white space removed, paragraphs separated by a line break."""
    offsets: tuple[tuple[int, Place], ...]
    """Where each source paragraph begins in ``text``, ascending."""
    part: str | None = None
    """overview, tables, explanation or glossary, where the part is known."""

    @property
    def title(self) -> str:
        return self.headings[-1] if self.headings else ""

    @property
    def label(self) -> str:
        """The title as people read it; prose before the first heading has none."""
        return self.title or "正文"

    def place_at(self, offset: int) -> Place:
        """The place of the character at ``offset``."""
        place = Place()
        for start, where in self.offsets:
            if start > offset:
                break
            place = where
        return place


class Direction(StrEnum):
    """The direction word of a change: 增加, 减少, 持平. Amounts and rates of changes have no sign of their own."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


SAME_SCOPE = "同口径"
"""What the base of a claim begins with whose change is not counted on the basis of its amount."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence of the prose states about one subject (表述).

    ``subject`` is canonical if the pack knows the words, else None; ``base`` is the base that the sentence
    names for its change (上年预算, 上年执行数, 上年决算, 年初预算, 全年预算), else None. ``share`` and ``rate``
    are in %, ``change`` and ``rate`` unsigned as printed, with ``direction``.
    """

    section: Section
    subject: str | None
    subject_text: str
    sentence: str
    start: int
    """Offset of the claim in the section's text; :meth:`place` derives from it."""
    ordinal: int = 0
    """Among the claims of the same section and subject."""
    value: Figure | None = None
    share: Figure | None = None
    change: Figure | None = None
    rate: Figure | None = None
    direction: Direction | None = None
    rate_direction: Direction | None = None
    base: str | None = None
    base_value: Figure | None = None
    """The figure of the base, where the sentence prints it."""
    reason: str | None = None
    path: tuple[str, ...] = ()
    """Names of the classification path (类, 款, 项) that the sentence prints."""
    code: str | None = None
    where: tuple[str, ...] = ()
    """Places in statements that hold the same fact: "statement:row:measure"."""
    link: Link = Link.NAME
    """How the words were tied to the subject."""
    carried: frozenset[str] = frozenset()
    """Figures ("change", "rate", "base_value", "share") whose own sentence names no subject: taken for the one before."""

    @property
    def on_other_basis(self) -> bool:
        """Whether its change is counted on a basis of its own (同口径), so that it need not fit the amount."""
        return SAME_SCOPE in (self.base or "")

    def link_of(self, part: str) -> Link:
        """How one of its figures was tied to the subject."""
        return weakest(self.link, Link.INHERITED) if part in self.carried else self.link

    @property
    def place(self) -> Place:
        return self.section.place_at(self.start)

    @property
    def address(self) -> str:
        """The claim in a finding's fingerprint."""
        return "/".join(("prose", self.section.id or self.section.title, self.subject or self.subject_text, str(self.ordinal)))


@dataclass(frozen=True, slots=True)
class Headcount:
    """People or posts stated (人员): ``category`` from the pack, ``count``, and the change if stated."""

    category: str
    figure: Figure
    claim: Claim
    change: Figure | None = None
