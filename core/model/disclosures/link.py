"""How something printed was tied to what it is about: a claim to its subject, a row to its item, a column to its measure."""

from __future__ import annotations

from enum import StrEnum


class Link(StrEnum):
    """How a link (关联) was made, from the surest to the weakest. A finding is as sure as its weakest link."""

    CODE = "code"
    """By code and name."""
    PATH = "path"
    """By name and classification path (类款项)."""
    NAME = "name"
    """By its name alone, as the pack or the classification has it."""
    INHERITED = "inherited"
    """From the sentence or item before: the words themselves name nothing."""
    POSITION = "position"
    """By where it stands: the header that was not recognised lies between ones that were."""
    GUESSED = "guessed"
    """By likeness: a name that differs in a character, a code with another name."""
    NONE = "none"
    """Not tied to anything."""

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return list(Link).index(self)

    @property
    def exact(self) -> bool:
        """Whether what is printed names it: only such links make a finding certain."""
        return self.rank <= Link.NAME.rank


def weakest(*links: Link) -> Link:
    """The weakest of several links; the surest if there is none."""
    return max(links, key=lambda link: link.rank, default=Link.CODE)
