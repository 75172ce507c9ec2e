"""What a plugin hands over, looked at before it is used: hook version, names of hooks, kinds of results."""

from __future__ import annotations

import difflib
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
from ..model.results.answer import Answerer
from ..model.results.exporter import Exporter

_LISTS: dict[str, type] = {
    "register_parsers": Parser,
    "register_regions": Region,
    "register_generators": Generator,
    "register_rules": Rule,
    "register_exporters": Exporter,
    "register_answerers": Answerer,
}
_SINGLE: dict[str, type] = {"register_references": References, "register_vocabulary": Vocabulary}


def one_line(error: BaseException) -> str:
    """An exception in one line: its kind and what it says."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def check_version(plugin: Any) -> None:
    """RuntimeError if a plugin was made for other hooks, with what to install."""
    wanted = getattr(plugin, "MINGZHANG_HOOK_VERSION", hookspecs.HOOK_VERSION)
    if not isinstance(wanted, int):
        raise TypeError(f"MINGZHANG_HOOK_VERSION must be a whole number, such as {hookspecs.HOOK_VERSION}, not {wanted!r}")
    if wanted != hookspecs.HOOK_VERSION:
        mend = "a newer mingzhang" if wanted > hookspecs.HOOK_VERSION else "a newer version of the plugin"
        raise RuntimeError(f"made for hook version {wanted}, this mingzhang has {hookspecs.HOOK_VERSION}; install {mend}")


def unknown_hooks(manager: pluggy.PluginManager, plugin: Any) -> str | None:
    """What to say of hook implementations that no hook of this version calls; None if there are none."""
    hooks = [n for n in vars(hookspecs) if hasattr(getattr(hookspecs, n), "mingzhang_spec")]
    for name in dir(plugin):
        if name not in hooks and manager.parse_hookimpl_opts(plugin, name) is not None:
            near = difflib.get_close_matches(name, hooks, 1)
            hint = f"did you mean {near[0]}?" if near else f"hooks: {', '.join(sorted(hooks))}"
            return f"no hook is called {name}, so it is never used; {hint}"
    return None


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
    elif hook in _SINGLE:
        if not isinstance(result, _SINGLE[hook]):
            raise TypeError(f"{hook} must return {_SINGLE[hook].__name__}, not {type(result).__name__}")
    elif hook == "register_layouts" and not (isinstance(result, Mapping) and all(map(callable, result.values()))):
        raise TypeError("register_layouts must return functions by the names of their layouts")
