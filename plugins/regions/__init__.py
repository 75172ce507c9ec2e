"""The region packs that ship: 全国通用, 新疆, 四川."""

from __future__ import annotations

from importlib.resources import as_file, files

from ... import Region, hookimpl, load_regions

_PACKS = ("national", "xinjiang", "sichuan")


@hookimpl
def register_regions() -> list[Region]:
    """The packs, read from the data files in the folders beside this module."""
    with as_file(files(__package__)) as directory:
        return load_regions((directory / name / f"{name}.toml" for name in _PACKS), bases=())
