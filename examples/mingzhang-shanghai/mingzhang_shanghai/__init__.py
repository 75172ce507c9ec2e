"""上海: a region for mingzhang. What its documents look like is data (shanghai.toml); two rules are its own."""

from __future__ import annotations

from pathlib import Path

from mingzhang import Generator, Region, Rule, hookimpl, load_regions

from .changes import change_base
from .levels import level_titles

MINGZHANG_HOOK_VERSION = 1
"""Made for this version of mingzhang's hooks; another one says so instead of failing somewhere inside."""


@hookimpl
def register_regions() -> list[Region]:
    """The pack 上海. It extends the national pack that ships."""
    return load_regions([Path(__file__).with_name("shanghai.toml")])


@hookimpl
def register_generators() -> list[Generator]:
    """How its documents are written; `mingzhang testkit mutate --region shanghai` measures the rules on them."""
    from .forms import GENERATOR

    return [GENERATOR]


@hookimpl
def register_rules() -> list[Rule]:
    """What Shanghai's way of explaining a budget makes it possible to check."""
    return [change_base, level_titles]
