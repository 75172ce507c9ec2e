"""One plugin manager, loaded lazily and once; a broken plugin is named and survived."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from . import hookspecs
from .model.exporter import Exporter
from .model.parser import Parser
from .model.reference import References
from .model.region import Layout, Region
from .model.rule import Rule
from .model.vocabulary import Vocabulary

if TYPE_CHECKING:
    import click

ENTRY_POINT_GROUP = "mingzhang"
LOAD_VARIABLE = "MINGZHANG_LOAD_PLUGINS"
"""Comma-separated names of installed plugins to load; empty for none; unset for all."""

DEFAULT_PLUGINS = (
    "mingzhang.plugins.parsers",
    "mingzhang.plugins.layouts",
    "mingzhang.plugins.regions",
    "mingzhang.plugins.exporters",
    "mingzhang.rules",
)


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """A plugin as ``mingzhang plugins`` lists it."""

    name: str
    origin: str
    """built-in, entry point, or the file."""
    version: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    error: str | None = None


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return f"{type(error).__name__}: {text}"


class Plugins:
    """The loaded plugins and what they registered.

    Collections are gathered once, on first use. A plugin that fails to load or to register is left out,
    and listed with its error.
    """

    def __init__(self, plugins_dir: Path | None = None, disabled: Iterable[str] = ()) -> None:
        self.manager = pluggy.PluginManager("mingzhang")
        self.manager.add_hookspecs(hookspecs)
        self._disabled = frozenset(disabled)
        self._origin: dict[str, tuple[str, str | None]] = {}
        self._errors: dict[str, str] = {}
        self._counts: dict[str, dict[str, int]] = {}
        for name in DEFAULT_PLUGINS:
            self._load(name, "built-in", lambda n=name: importlib.import_module(n))
        self._load_entry_points()
        if plugins_dir is not None:
            self._load_directory(plugins_dir)

    def _load(self, name: str, origin: str, load: Any, version: str | None = None) -> None:
        if name in self._disabled:
            return
        self._origin[name] = (origin, version)
        try:
            plugin = load()
            wanted = getattr(plugin, "MINGZHANG_HOOK_VERSION", hookspecs.HOOK_VERSION)
            if wanted != hookspecs.HOOK_VERSION:
                raise RuntimeError(
                    f"made for hook version {wanted}, this mingzhang has {hookspecs.HOOK_VERSION}; "
                    f"install a {'newer mingzhang' if wanted > hookspecs.HOOK_VERSION else 'newer plugin'}"
                )
            self.manager.register(plugin, name=name)
        except Exception as error:  # a plugin is somebody else's code: anything can happen in it
            self._errors[name] = _one_line(error)

    def _load_entry_points(self) -> None:
        chosen = os.environ.get(LOAD_VARIABLE)
        names = None if chosen is None else {n.strip() for n in chosen.split(",") if n.strip()}
        for point in importlib.metadata.entry_points(group=ENTRY_POINT_GROUP):
            if names is None or point.name in names:
                version = point.dist.version if point.dist else None
                self._load(point.name, "entry point", point.load, version)

    def _load_directory(self, directory: Path) -> None:
        for path in sorted(directory.glob("*.py")):
            if not path.name.startswith("_"):
                self._load(path.stem, str(path), lambda p=path: _import_file(p))

    def _gather(self, hook: str, kind: str) -> list[Any]:
        gathered = []
        for name, plugin in list(self.manager.list_name_plugin()):
            implementation = getattr(plugin, hook, None)
            if plugin is None or implementation is None:
                continue
            try:
                result = implementation()
                size = len(result) if isinstance(result, (list, dict)) else 1
                self._counts.setdefault(name, {})[kind] = size
                gathered.append(result)
            except Exception as error:  # see _load
                self._errors[name] = _one_line(error)
        return gathered

    @cached_property
    def parsers(self) -> list[Parser]:
        return [p for group in self._gather("register_parsers", "parsers") for p in group]

    @cached_property
    def regions(self) -> dict[str, Region]:
        found: dict[str, Region] = {}
        for group in self._gather("register_regions", "regions"):
            for region in group:
                if region.id in found:
                    self._errors[f"region {region.id}"] = (
                        f"two plugins register the region {region.id!r} (versions {found[region.id].version} and "
                        f"{region.version}); the first stays, switch one off with --disable-plugin"
                    )
                else:
                    found[region.id] = region
        return found

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        merged: dict[str, Layout] = {}
        for group in self._gather("register_layouts", "layouts"):
            merged = {**group, **merged}
        return merged

    @cached_property
    def references(self) -> References:
        return References.merged(self._gather("register_references", "references"))

    @cached_property
    def rules(self) -> list[Rule]:
        found: dict[str, Rule] = {}
        for group in self._gather("register_rules", "rules"):
            for rule in group:
                if rule.id in found:
                    self._errors[f"rule {rule.id}"] = f"two plugins register the rule {rule.id!r}; the first stays"
                else:
                    found[rule.id] = rule
        return sorted(found.values(), key=lambda r: r.id)

    @cached_property
    def exporters(self) -> dict[str, Exporter]:
        return {e.id: e for group in self._gather("register_exporters", "exporters") for e in group}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        parts = self._gather("register_vocabulary", "vocabularies")
        return Vocabulary.merged([*(r.vocabulary() for r in self.regions.values()), *parts])

    def add_commands(self, cli: click.Group) -> list[str]:
        """Let plugins add commands; what went wrong, a line for each plugin."""
        problems = []
        for name, plugin in self.manager.list_name_plugin():
            add = getattr(plugin, "register_commands", None)
            if add is None:
                continue
            try:
                add(cli)
            except Exception as error:  # see _load
                self._errors[name] = _one_line(error)
                problems.append(f"plugin {name}: {_one_line(error)}")
        return problems

    def list(self) -> list[PluginInfo]:
        """Every plugin that was tried, with what it registered or why it failed."""
        for gathered in ("parsers", "regions", "layouts", "references", "rules", "exporters", "vocabulary"):
            getattr(self, gathered)
        listed = [
            PluginInfo(name, origin, version, self._counts.get(name, {}), self._errors.get(name))
            for name, (origin, version) in self._origin.items()
        ]
        extra = [PluginInfo(n, "conflict", error=e) for n, e in self._errors.items() if n not in self._origin]
        return listed + extra

    @property
    def errors(self) -> dict[str, str]:
        """Name of plugin → why it, or a part of it, was left out."""
        return dict(self._errors)


@cache
def default_plugins() -> Plugins:
    """The installed plugins, loaded once."""
    return Plugins()


def _import_file(path: Path) -> ModuleType:
    name = f"mingzhang_plugin_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
