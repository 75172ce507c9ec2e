"""One plugin manager, loaded lazily and once; a broken plugin is named and survived."""

from __future__ import annotations

import copy
import importlib
import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, wraps
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ..hookspecs import hookimpl
from ..messages import tr
from ..model.checks.rule import Rule
from ..model.disclosures.reference import References
from ..model.disclosures.region import Layout, Region
from ..model.documents.parser import Parser
from ..model.documents.vocabulary import Vocabulary
from ..model.generated.generator import Generator
from ..model.generated.variation import Variation
from ..model.results.answer import Answerer
from ..model.results.choice import Choices
from ..model.results.exporter import Exporter
from .checks import check_version, unknown_hooks
from .guests import GuestError, hosted, one_line
from .hooks import Hooks

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


def built_in(hook: str) -> list[Any]:
    """What the plugins that ship register by a hook, whatever else is installed or disabled."""
    found = (getattr(importlib.import_module(name), hook, None) for name in DEFAULT_PLUGINS)
    return [value for register in found if register is not None for value in register()]


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """A plugin as ``mingzhang plugins`` lists it."""

    name: str
    origin: str
    """built-in, entry point, or the file."""
    version: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    error: str | None = None


class Plugins:
    """The loaded plugins and what they registered.

    Collections are gathered once, on first use. A plugin that fails to load or to register is left out,
    and listed with its error.
    """

    def __init__(self, plugins_dir: Path | None = None, disabled: Iterable[str] = (), choices: Choices | None = None) -> None:
        self.hooks = Hooks(self._went_wrong)
        self.choices = choices or Choices()
        self._disabled = frozenset(disabled)
        self._origin: dict[str, tuple[str, str | None]] = {}
        self._errors: dict[str, str] = {}
        self._counts: dict[str, dict[str, int]] = {}
        self._owners: dict[tuple[str, str], str] = {}
        """Kind and id of what a plugin registered → the plugin."""
        self._loaded: list[tuple[str, Any]] = []
        for name in DEFAULT_PLUGINS:
            self._load(name, "built-in", lambda n=name: importlib.import_module(n))
        self._load_entry_points()
        if plugins_dir is not None:
            self._load_directory(plugins_dir)
        self.hooks.register(self._loaded)

    def _went_wrong(self, name: str, words: str) -> None:
        """Hears what is wrong with a plugin; the first that was wrong is told."""
        self._errors.setdefault(name, words)

    def _load(self, name: str, origin: str, load: Any, version: str | None = None) -> None:
        if name in self._disabled:
            return
        if name in self._origin:
            self._errors[f"{name} ({origin})"] = f"another plugin is called {name!r} too ({self._origin[name][0]}); that one stays"
            return
        self._origin[name] = (origin, version)
        try:
            plugin = hosted(f"plugin {name}", load, limited=False, environment=False)
            check_version(plugin)
            self._loaded.append((name, plugin))
            if unknown := unknown_hooks(self.hooks.manager, plugin):
                self._errors[name] = unknown
        except GuestError as error:
            self._errors[name] = str(error)
        except Exception as error:  # what its module says of itself may be anything
            self._errors[name] = one_line(error)

    def _load_entry_points(self) -> None:
        chosen = os.environ.get(LOAD_VARIABLE)
        names = None if chosen is None else {n.strip() for n in chosen.split(",") if n.strip()}
        for point in importlib.metadata.entry_points(group=ENTRY_POINT_GROUP):
            if names is None or point.name in names:
                version = point.dist.version if point.dist else None
                self._load(point.name, "entry point", point.load, version)

    def _load_directory(self, directory: Path) -> None:
        """Modules, and region files that no module of their name loads itself."""
        for path in sorted(directory.glob("*.py")):
            if not path.name.startswith("_"):
                self._load(path.stem, str(path), lambda p=path: _import_file(p))
        for path in sorted(directory.glob("*.toml")):
            if not path.name.startswith("_") and not path.with_suffix(".py").exists():
                self._load(path.stem, str(path), lambda p=path: _RegionFile(p))

    def _gather(self, hook: str, kind: str) -> list[tuple[str, Any]]:
        """Name of the plugin and what it returned, of every plugin that implements a hook."""
        gathered = self.hooks.call(hook)
        for name, result in gathered:
            counts = self._counts.setdefault(name, {})
            counts[kind] = counts.get(kind, 0) + (len(result) if isinstance(result, (list, tuple, dict)) else 1)
        return gathered

    def _distinct(self, hook: str, kind: str) -> dict[str, Any]:
        """What plugins registered, by id; of two with one id the first stays, and the other is reported."""
        found: dict[str, Any] = {}
        for name, group in self._gather(hook, f"{kind}s"):
            for entry in group:
                if entry.id in found:
                    first = self._owners[kind, entry.id]
                    self._errors[f"{kind} {entry.id}"] = (
                        f"the plugins {first!r} and {name!r} both register the {kind} {entry.id!r}; that of {first!r} is used, "
                        "switch one off with --disable-plugin"
                    )
                else:
                    found[entry.id] = entry
                    self._owners[kind, entry.id] = name
        return found

    def owner(self, kind: str, id: str) -> str | None:
        """The plugin that registered a parser, region, rule, exporter or answerer."""
        return self._owners.get((kind, id))

    def ships(self, name: str) -> bool:
        """Whether a plugin is one of those that ship."""
        return self._origin.get(name, ("",))[0] == "built-in"

    @cached_property
    def parsers(self) -> list[Parser]:
        found = self._distinct("register_parsers", "parser")
        for id in self.choices.parsers:
            if id not in found:
                self._errors[f"parser {id}"] = f"mingzhang.toml names the parser {id!r}, which no plugin registers: {', '.join(found)}"
        first = [found[id] for id in self.choices.parsers if id in found]
        return [*first, *(p for p in found.values() if p.id not in self.choices.parsers)]

    @cached_property
    def regions(self) -> dict[str, Region]:
        gathered = self._gather("register_regions", "regions")
        usable = [(name, r) for name, group in gathered for r in group if self._has_layouts(name, r)]
        chosen, conflicts = choose_regions(usable, self.choices)
        self._errors |= conflicts
        self._owners |= {("region", region.id): name for name, region in chosen}
        return {region.id: region for _, region in chosen}

    def _has_layouts(self, name: str, region: Region) -> bool:
        """Whether plugins register every layout that a region uses; else the region is named and left out."""
        missing = sorted({t.layout for t in region.statements} - set(self.layouts))
        if missing:
            self._errors[f"region {region.id}"] = (
                f"left out: the region {region.id!r} of the plugin {name!r} uses the layout {missing[0]!r}, which no plugin registers "
                f"(there are: {', '.join(sorted(self.layouts))})"
            )
        return not missing

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        merged: dict[str, Layout] = {}
        for name, group in self._gather("register_layouts", "layouts"):
            for id, layout in group.items():
                if self.choices.layouts.get(id, name) != name:
                    continue
                if id in merged:
                    first = self._owners["layout", id]
                    self._errors[f"layout {id}"] = (
                        f"the plugins {first!r} and {name!r} both register the layout {id!r}; that of {first!r} is used. "
                        f'Choose: [layouts] {id} = "{name}" in mingzhang.toml, or --disable-plugin'
                    )
                else:
                    merged[id] = _as_guest(layout, f"layout {id} of the plugin {name}")
                    self._owners["layout", id] = name
        for id, name in self.choices.layouts.items():
            if id not in merged:
                self._errors[f"layout {id}"] = f"mingzhang.toml: [layouts] {id}: no plugin {name!r} registers the layout {id!r}"
        return merged

    @cached_property
    def references(self) -> References:
        return References.merged([r for _, r in self._gather("register_references", "references")])

    @cached_property
    def rules(self) -> list[Rule]:
        return sorted(self._distinct("register_rules", "rule").values(), key=lambda r: r.id)

    @cached_property
    def generators(self) -> dict[str, Generator]:
        """Writers of fictional documents, by region, those that ship first."""
        return self._distinct("register_generators", "generator")

    @cached_property
    def variations(self) -> list[Variation]:
        """Kinds of variation of plugins, beside those that ship."""
        return list(self._distinct("register_variations", "variation").values())

    @cached_property
    def exporters(self) -> dict[str, Exporter]:
        return self._distinct("register_exporters", "exporter")

    @cached_property
    def answerers(self) -> list[Answerer]:
        return list(self._distinct("register_answerers", "answerer").values())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        parts = [v for _, v in self._gather("register_vocabulary", "vocabularies")]
        return Vocabulary.merged([*(r.vocabulary() for r in self.regions.values()), *parts])

    def with_region(self, region: Region) -> Plugins:
        """These plugins with one region more, or in the place of the one that has its id."""
        changed = copy.copy(self)
        for kept in ("regions", "vocabulary"):
            changed.__dict__.pop(kept, None)
        changed._owners = {**self._owners, ("region", region.id): "this file"}
        changed.__dict__["regions"] = {**self.regions, region.id: region}
        return changed

    def add_commands(self, cli: click.Group) -> list[str]:
        """Let plugins add commands; what went wrong, a line for each plugin."""
        before = set(self._errors)
        self.hooks.call("register_commands", cli=cli)
        return [tr(f"plugin {name}: {words}", f"插件 {name}：{words}") for name, words in self._errors.items() if name not in before]

    def list(self) -> list[PluginInfo]:
        """Every plugin that was tried, with what it registered or why it failed."""
        for gathered in (
            "parsers",
            "regions",
            "layouts",
            "references",
            "rules",
            "exporters",
            "answerers",
            "generators",
            "variations",
            "vocabulary",
        ):
            getattr(self, gathered)
        listed = [
            PluginInfo(name, origin, version, self._counts.get(name, {}), self._errors.get(name))
            for name, (origin, version) in self._origin.items()
        ]
        extra = [PluginInfo(n, "conflict", error=e) for n, e in self._errors.items() if n not in self._origin]
        made = [PluginInfo(f"division {prefix}", f"choice: {id}") for prefix, id in self.choices.divisions.items()]
        made += [PluginInfo(f"region {id}", f"choice: {name}") for id, name in self.choices.regions.items()]
        return listed + extra + made

    @cached_property
    def guest_rules(self) -> dict[str, str]:
        """Of rules that do not ship, the id and the plugin."""
        known = {rule.id: self.owner("rule", rule.id) for rule in self.rules}
        return {id: name for id, name in known.items() if name is not None and not self.ships(name)}

    @property
    def errors(self) -> dict[str, str]:
        """Name of plugin → why it, or a part of it, was left out."""
        return dict(self._errors)


class _RegionFile:
    """A region file as a plugin: what a module would be that says ``load_regions([file])`` and nothing else."""

    def __init__(self, path: Path) -> None:
        public_face = importlib.import_module("mingzhang")
        self._regions: list[Region] = public_face.load_regions([path])

    @hookimpl
    def register_regions(self) -> list[Region]:
        """The region of the file."""
        return self._regions


def choose_regions(registered: Iterable[tuple[str, Region]], choices: Choices) -> tuple[list[tuple[str, Region]], dict[str, str]]:
    """Of the regions that plugins register those that are used, and the conflicts that nobody settled.

    Of two with one id, or with one division, the first stays unless ``choices`` name the other.
    """
    kept: dict[str, tuple[str, Region]] = {}
    conflicts: dict[str, str] = {}
    for name, region in registered:
        wanted = choices.regions.get(region.id)
        if wanted is not None and name != wanted:
            continue
        if region.id in kept:
            first = kept[region.id][0]
            conflicts[f"region {region.id}"] = (
                f"the plugins {first!r} and {name!r} both register the region {region.id!r}; that of {first!r} is used. "
                f'Choose: [regions] {region.id} = "{name}" in mingzhang.toml, or --disable-plugin'
            )
        else:
            kept[region.id] = (name, region)
    claims: dict[str, list[str]] = {}
    for id, (_, region) in kept.items():
        for prefix in region.divisions:
            claims.setdefault(prefix, []).append(id)
    for prefix, ids in claims.items():
        if len(ids) < 2:
            continue
        chosen = choices.divisions.get(prefix)
        if chosen not in ids:
            chosen = ids[0]
            named = " and ".join(f"{i!r} (plugin {kept[i][0]!r})" for i in ids)
            conflicts[f"division {prefix}"] = (
                f"the regions {named} both claim the division {prefix}; {chosen!r} is used. "
                f'Choose: [divisions] "{prefix}" = "{ids[1]}" in mingzhang.toml, --region or --disable-plugin'
            )
        for id in ids:
            if id != chosen:
                name, region = kept[id]
                kept[id] = (name, replace(region, divisions=tuple(d for d in region.divisions if d != prefix)))
    return list(kept.values()), conflicts


def _as_guest(layout: Layout, name: str) -> Layout:
    """A layout that raises GuestError, whatever it does."""

    @wraps(layout)
    def run(*arguments: Any, **named: Any) -> Any:
        return hosted(name, lambda: layout(*arguments, **named), home=layout.__module__, passes=(MemoryError,))

    return run


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
