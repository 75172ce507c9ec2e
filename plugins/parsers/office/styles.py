"""Paragraph styles of WordprocessingML, and small readers of its properties."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from .numbering import VAL, W
from .package import local_name

OFF = ("0", "false", "off", "none")
"""Values of a switch that is not set."""
_HEADING_NAME = re.compile(r"^(?:heading \d|title|subtitle|标题(?: ?\d)?|副标题)$", re.IGNORECASE)
_SPAN_LIMIT = 10_000
"""Grid columns: Word itself stops at 63."""


@dataclass(slots=True)
class Styles:
    """Styles: which of paragraphs are headings, which bring a number (list id, level), and which of any kind hide their text."""

    headings: set[str] = field(default_factory=set)
    numbers: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    default: str = ""

    @classmethod
    def load(cls, root: etree._Element) -> Styles:
        """The styles of a ``styles.xml``."""
        styles = cls()
        parent: dict[str, str] = {}
        own_level: dict[str, int] = {}
        based: dict[str, str] = {}
        shows: dict[str, bool] = {}
        for s in root.iterchildren(W + "style"):
            key = s.get(W + "styleId", "")
            hides = s.find(_full("rPr/vanish"))
            if hides is not None and hides.get(VAL, "on") not in OFF:
                styles.hidden.add(key)
            based[key], shows[key] = value(s, "basedOn") or "", hides is not None and key not in styles.hidden
            if s.get(W + "type") != "paragraph":
                continue
            if s.get(W + "default") in ("1", "true"):
                styles.default = key
            name = value(s, "name")
            if name and _HEADING_NAME.match(name):
                styles.headings.add(key)
            parent[key] = value(s, "basedOn") or ""
            outline, number = value(s, "pPr/outlineLvl"), value(s, "pPr/numPr/numId")
            if outline is not None and outline.isdigit():
                own_level[key] = int(outline)
            if number is not None:
                depth = value(s, "pPr/numPr/ilvl")
                styles.numbers[key] = (number, int(depth) if depth and depth.isdigit() else None)
        for key in parent:
            chain = _chain(key, parent)
            level = next((own_level[k] for k in chain if k in own_level), 9)
            if level < 9 or any(k in styles.headings for k in chain):
                styles.headings.add(key)
            if (source := next((k for k in chain if k in styles.numbers), None)) is not None:
                styles.numbers.setdefault(key, styles.numbers[source])
        for key in based:
            chain = _chain(key, based)
            deciding = next((k for k in chain if k in styles.hidden or shows.get(k)), None)
            if deciding in styles.hidden:
                styles.hidden.add(key)
        return styles


def _chain(key: str, parent: dict[str, str]) -> list[str]:
    chain: list[str] = []
    while key and key not in chain:
        chain.append(key)
        key = parent.get(key, "")
    return chain


@cache
def _full(path: str) -> str:
    return "/".join(W + p for p in path.split("/"))


def value(element: etree._Element, path: str) -> str | None:
    """The ``w:val`` of a property, None where it is not set."""
    found = element.find(_full(path))
    return None if found is None else found.get(VAL)


def properties_of(element: etree._Element, name: str) -> dict[str, str]:
    """The properties that an element carries (``pPr``, ``tcPr``, ...): local name → ``w:val``, empty if it has none."""
    found = element.find(W + name)
    return {} if found is None else {local_name(c.tag): c.get(VAL, "") for c in found}


def grid_count(text: str | None, default: int) -> int:
    """A number of grid columns, held within what can be meant."""
    return min(int(text), _SPAN_LIMIT) if text is not None and text.isdigit() else default
