"""江苏: a region for mingzhang. What its documents look like is data (jiangsu.toml); two rules are its own."""

from __future__ import annotations

from pathlib import Path

from mingzhang import Region, Rule, hookimpl, load_regions

from .parts import meetings, operating_items

MINGZHANG_HOOK_VERSION = 1
"""Made for this version of mingzhang's hooks; another one says so instead of failing somewhere inside."""


@hookimpl
def register_regions() -> list[Region]:
    """The pack 江苏. It extends the national pack that ships."""
    return load_regions([Path(__file__).with_name("jiangsu.toml")])


@hookimpl
def register_rules() -> list[Rule]:
    """What the twelve tables make it possible to check."""
    return [operating_items, meetings]
