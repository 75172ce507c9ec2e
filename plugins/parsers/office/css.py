"""The little of CSS that says what a reader of a page sees: what is hidden, and what stands side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
_SIMPLE = re.compile(r"^[a-z0-9]*\.([\w-]+)$", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FLEX = re.compile(r"display\s*:\s*(?:inline-)?(?:flex|grid)", re.IGNORECASE)
_COLUMN = re.compile(r"flex-(?:direction|flow)\s*:\s*column", re.IGNORECASE)
_RIGHT = re.compile(r"float\s*:\s*right", re.IGNORECASE)
_SHEET_LIMIT = 1_000_000


@dataclass(slots=True)
class PageStyle:
    """Classes that a page's own style sheets hide, lay out side by side, or push to the right."""

    hidden: set[str] = field(default_factory=set)
    flex: set[str] = field(default_factory=set)
    right: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, sheets: Iterable[str]) -> PageStyle:
        """Rules with a single class as their selector; rules for other media (``@media``) are left out."""
        style = cls()
        for sheet in sheets:
            bare = _AT_BLOCK.sub("", _COMMENT.sub("", sheet[:_SHEET_LIMIT]))
            for selectors, body in _RULE.findall(bare):
                for selector in selectors.split(","):
                    if m := _SIMPLE.match(selector.strip()):
                        style._note(m[1], body)
        return style

    def _note(self, name: str, body: str) -> None:
        if _HIDDEN.search(body):
            self.hidden.add(name)
        if _FLEX.search(body) and not _COLUMN.search(body):
            self.flex.add(name)
        if _RIGHT.search(body):
            self.right.add(name)

    def hides(self, element: etree._Element) -> bool:
        """Whether a reader does not see the element."""
        if element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return True
        return bool(_HIDDEN.search(element.get("style", ""))) or self._has(element, self.hidden)

    def side_by_side(self, element: etree._Element) -> bool:
        """Whether the children of the element stand beside one another, apart."""
        own = element.get("style", "")
        return bool(_FLEX.search(own) and not _COLUMN.search(own)) or self._has(element, self.flex)

    def at_right(self, element: etree._Element) -> bool:
        """Whether the element is pushed to the right edge, away from the text before it."""
        return bool(_RIGHT.search(element.get("style", ""))) or self._has(element, self.right)

    @staticmethod
    def _has(element: etree._Element, classes: set[str]) -> bool:
        return bool(classes) and not classes.isdisjoint(element.get("class", "").split())
