"""The region packs that ship, 全国通用, 新疆, 四川, and how documents of the last two are written."""

from __future__ import annotations

from importlib.resources import as_file, files

from ... import Generator, Region, hookimpl, load_regions

_PACKS = ("national", "xinjiang", "sichuan")


@hookimpl
def register_regions() -> list[Region]:
    """The packs, read from the data files in the folders beside this module."""
    with as_file(files(__package__)) as directory:
        return load_regions((directory / name / f"{name}.toml" for name in _PACKS), bases=(), validated=True)


@hookimpl
def register_generators() -> list[Generator]:
    """The writers of fictional documents, imported where one is asked for."""
    from .sichuan import forms as sichuan
    from .xinjiang import forms as xinjiang

    return [xinjiang.GENERATOR, sichuan.GENERATOR]
