"""What a plugin hands over, looked at before it is used: hook version, names of hooks, kinds of results."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

import pluggy

from .. import hookspecs
from ..model.checks.rule import Rule
from ..model.disclosures.reference import References
from ..model.disclosures.region import Region
from ..model.documents.parser import Parser
from ..model.documents.vocabulary import Vocabulary
from ..model.generated.generator import Generator
from ..model.generated.variation import Variation
from ..model.results.answer import Answerer
from ..model.results.exporter import Exporter

_LISTS: dict[str, type] = {
    "register_parsers": Parser,
    "register_regions": Region,
    "register_generators": Generator,
    "register_variations": Variation,
    "register_rules": Rule,
    "register_exporters": Exporter,
    "register_answerers": Answerer,
}
_SINGLE: dict[str, type] = {"register_references": References, "register_vocabulary": Vocabulary}


def check_version(plugin: Any) -> None:
    """RuntimeError if a plugin was made for other hooks, with what to install.

    ``MINGZHANG_HOOK_VERSION`` is a version (1), one with the additions that it needs ("1.1"), or a pair of the oldest and the newest
    that the plugin knows ((1, 2)).
    """
    wanted = getattr(plugin, "MINGZHANG_HOOK_VERSION", hookspecs.HOOK_VERSION)
    here = f"{hookspecs.HOOK_VERSION}.{hookspecs.HOOK_MINOR}"
    if hookspecs.OLDEST_HOOK_VERSION < hookspecs.HOOK_VERSION:
        here = f"{hookspecs.OLDEST_HOOK_VERSION} to {here}"
    (oldest, minor), newest = _versions(wanted)
    said = wanted if not isinstance(wanted, (tuple, list)) else f"{oldest} to {newest}"
    if (oldest, minor) > (hookspecs.HOOK_VERSION, hookspecs.HOOK_MINOR):
        raise RuntimeError(f"made for hook version {said}, this mingzhang has {here}; install a newer mingzhang")
    if newest < hookspecs.OLDEST_HOOK_VERSION:
        raise RuntimeError(f"made for hook version {said}, this mingzhang has {here}; install a newer version of the plugin")


def _versions(wanted: Any) -> tuple[tuple[int, int], int]:
    """The oldest version, with its additions, and the newest for which a plugin was made."""
    if type(wanted) is int:
        return (wanted, 0), wanted
    if isinstance(wanted, str) and (m := re.fullmatch(r"(\d{1,4})\.(\d{1,4})", wanted)):
        return (int(m[1]), int(m[2])), int(m[1])
    if isinstance(wanted, (tuple, list)) and len(wanted) == 2 and all(type(v) is int for v in wanted):
        return (wanted[0], 0), wanted[1]
    raise TypeError(
        f'MINGZHANG_HOOK_VERSION must be a whole number, such as {hookspecs.HOOK_VERSION}, "{hookspecs.HOOK_VERSION}.'
        f'{hookspecs.HOOK_MINOR}", or a pair of the oldest and the newest, not {wanted!r}'
    )


def unknown_hooks(manager: pluggy.PluginManager, plugin: Any) -> str | None:
    """What to say of hook implementations that no hook of this version calls; None if there are none."""
    hooks = [n for n in vars(hookspecs) if hasattr(getattr(hookspecs, n), "mingzhang_spec")]
    for name in dir(plugin):
        if name not in hooks and manager.parse_hookimpl_opts(plugin, name) is not None:
            near = difflib.get_close_matches(name, hooks, 1)
            hint = f"did you mean {near[0]}?" if near else f"hooks: {', '.join(sorted(hooks))}"
            return f"no hook is called {name}, so it is never used; {hint}"
        if name in hooks and callable(getattr(plugin, name)) and manager.parse_hookimpl_opts(plugin, name) is None:
            return f"{name} is not marked with @hookimpl, so it is never used"
    return None


_TEXTS: dict[str, tuple[str, ...]] = {
    "register_parsers": ("id",),
    "register_regions": ("id", "name", "version"),
    "register_exporters": ("id", "title"),
    "register_answerers": ("id",),
}
_LISTS_OF_TEXT: dict[str, tuple[str, ...]] = {"register_parsers": ("suffixes",), "register_regions": ("divisions",)}


def _check_entry(hook: str, entry: Any) -> None:
    """TypeError if what tells entries apart is not what it must be: others than its plugin would stumble over it."""
    for name in _TEXTS.get(hook, ()):
        value = getattr(entry, name, None)
        if not isinstance(value, str) or not value:
            raise TypeError(f"{hook}: {name} of {type(entry).__name__} must be text, not {value!r}")
    for name in _LISTS_OF_TEXT.get(hook, ()):
        value = getattr(entry, name, None)
        if not isinstance(value, (tuple, list)) or not all(isinstance(v, str) for v in value):
            raise TypeError(f"{hook}: {name} of {getattr(entry, 'id', '?')!r} must be a tuple of texts, not {value!r}")


def check_result(hook: str, result: Any) -> None:
    """TypeError, for the author of the plugin, if a hook returned something else than it must."""
    if hook in _LISTS:
        kind = _LISTS[hook]
        if not isinstance(result, (list, tuple)):
            raise TypeError(f"{hook} must return a list of {kind.__name__}, not {type(result).__name__}")
        for entry in result:
            if isinstance(entry, type) or not isinstance(entry, kind):
                what = f"the class {entry.__name__} itself" if isinstance(entry, type) else repr(entry)
                raise TypeError(f"{hook} must return a list of {kind.__name__}; {what} is none")
            _check_entry(hook, entry)
    elif hook in _SINGLE:
        if not isinstance(result, _SINGLE[hook]):
            raise TypeError(f"{hook} must return {_SINGLE[hook].__name__}, not {type(result).__name__}")
    elif hook == "register_layouts" and not (isinstance(result, Mapping) and all(map(callable, result.values()))):
        raise TypeError("register_layouts must return functions by the names of their layouts")
