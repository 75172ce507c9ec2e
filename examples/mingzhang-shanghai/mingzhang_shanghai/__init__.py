"""上海: a region for mingzhang, as data. Everything is in shanghai.toml, save what only Shanghai's wording needs."""

from __future__ import annotations

from pathlib import Path

from mingzhang import Region, hookimpl, load_regions

MINGZHANG_HOOK_VERSION = 1


@hookimpl
def register_regions() -> list[Region]:
    """The pack 上海. It extends the national pack that ships."""
    return load_regions([Path(__file__).with_name("shanghai.toml")])
