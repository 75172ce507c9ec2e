"""The layouts that ship: how a table's rows become rows and items of a statement."""

from __future__ import annotations

from ... import Layout, hookimpl
from .coded import coded, coded_projects
from .indicators import indicators
from .items import items
from .listed import listed
from .nested import nested
from .plain import plain
from .two_sided import two_sided


@hookimpl
def register_layouts() -> dict[str, Layout]:
    """The layouts by the names that region packs use."""
    return {
        "two_sided": two_sided,
        "coded": coded,
        "coded_projects": coded_projects,
        "items": items,
        "listed": listed,
        "nested": nested,
        "plain": plain,
        "indicators": indicators,
    }
