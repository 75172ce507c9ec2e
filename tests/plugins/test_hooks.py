"""Hooks behave as pluggy's do: order, wrappers, marks, versions, deprecated arguments; and each plugin is a guest."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pluggy
import pytest

from mingzhang.core import hookspecs
from mingzhang.core.model.results.choice import Choices
from mingzhang.core.plugins.checks import check_version
from mingzhang.core.plugins.hooks import Hooks
from mingzhang.core.plugins.manager import Plugins

HEAD = """
from mingzhang import hookimpl

class P:
    def __init__(self, id, suffixes=()):
        self.id, self.suffixes = id, suffixes
    def accepts(self, source): return False
    def parse(self, source, options): ...
"""
GIVES = """
@hookimpl({how})
def register_parsers():
    return [P("{id}")]
"""

Load = Callable[..., Plugins]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Plugins of texts, a file for each, named a, b, c …"""

    def made(*texts: str, choices: Choices | None = None) -> Plugins:
        for name, text in zip("abcdef", texts, strict=False):
            (tmp_path / f"{name}.py").write_text(HEAD + text, encoding="utf-8")
        return Plugins(tmp_path, choices=choices)

    return made


def ids(plugins: Plugins) -> list[str]:
    return [p.id for p in plugins.parsers]


def test_those_that_ship_come_first_then_in_order(load: Load) -> None:
    found = ids(load(GIVES.format(how="", id="one"), GIVES.format(how="", id="two")))
    assert found[-2:] == ["one", "two"]
    assert found[0] == "pdf"


def test_tryfirst_and_trylast(load: Load) -> None:
    found = ids(
        load(GIVES.format(how="trylast=True", id="last"), GIVES.format(how="", id="plain"), GIVES.format(how="tryfirst=True", id="first"))
    )
    assert (found[0], found[-2:]) == ("first", ["plain", "last"])


@pytest.mark.parametrize(
    "wrapper",
    [
        "@hookimpl(wrapper=True)\ndef register_parsers():\n    groups = yield\n    return [[p for p in g if p.id != 'one'] for g in groups] + [[P('mine')]]\n",
        (
            "@hookimpl(hookwrapper=True)\ndef register_parsers():\n    outcome = yield\n"
            "    outcome.force_result([[p for p in g if p.id != 'one'] for g in outcome.get_result()] + [[P('mine')]])\n"
        ),
    ],
)
def test_wrappers_see_and_change_what_plugins_return(wrapper: str, load: Load) -> None:
    plugins = load(GIVES.format(how="", id="one") + "", wrapper, GIVES.format(how="", id="two"))
    found = ids(plugins)
    assert "one" not in found
    assert {"two", "mine", "pdf"} <= set(found)
    assert plugins.owner("parser", "two") == "c"
    assert plugins.owner("parser", "mine") == "a hook wrapper"
    assert plugins.errors == {}


@pytest.mark.parametrize("how", ["wrapper", "hookwrapper"])
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise ValueError('early')\n    yield", "ValueError: early"),
        ("yield\n    raise ValueError('late')", "ValueError: late"),
        ("yield\n    import sys; sys.exit(0)", "SystemExit: 0"),
        ("yield\n    yield", "yields twice"),
        ("return\n    yield", "does not yield"),
    ],
)
def test_a_wrapper_that_fails_is_named_and_changes_nothing(body: str, words: str, how: str, load: Load) -> None:
    plugins = load(f"@hookimpl({how}=True)\ndef register_parsers():\n    {body}\n", GIVES.format(how="", id="one"))
    assert ids(plugins)[-1] == "one"
    assert words in plugins.errors["a"]


@pytest.mark.parametrize("result", ["None", "[[7]]", "7"])
def test_a_wrapper_that_returns_something_else(result: str, load: Load) -> None:
    plugins = load(f"@hookimpl(wrapper=True)\ndef register_parsers():\n    yield\n    return {result}\n")
    assert ids(plugins) == []
    assert bool(plugins.errors) == (result == "[[7]]")


def test_a_function_that_is_not_marked_is_no_hook(load: Load) -> None:
    plugins = load("def register_parsers():\n    return [P('one')]\n")
    assert "one" not in ids(plugins)
    assert plugins.errors["a"] == "register_parsers is not marked with @hookimpl, so it is never used"


def test_an_argument_that_the_hook_does_not_have(load: Load) -> None:
    plugins = load("@hookimpl\ndef register_parsers(colour):\n    return [P('one')]\n", GIVES.format(how="", id="two"))
    assert ids(plugins)[-1] == "two"
    assert "colour" in plugins.errors["a"]


def test_the_configuration_orders_parsers(load: Load) -> None:
    texts = (GIVES.format(how="", id="one"), GIVES.format(how="tryfirst=True", id="two"))
    plugins = load(*texts, choices=Choices(parsers=("one", "text", "none")))
    assert ids(plugins)[:3] == ["one", "text", "two"]
    assert "names the parser 'none', which no plugin registers" in plugins.errors["parser none"]


LAYOUT = "\ndef pairs(view, template, region, references):\n    return '{id}'\n\n@hookimpl\ndef register_layouts():\n    return {{'pairs': pairs}}\n"


def test_the_configuration_chooses_between_layouts(load: Load) -> None:
    texts = (LAYOUT.format(id="a"), LAYOUT.format(id="b"))
    undecided = load(*texts)
    assert undecided.layouts["pairs"](*[None] * 4) == "a"  # type: ignore[arg-type, comparison-overlap]
    assert '[layouts] pairs = "b"' in undecided.errors["layout pairs"]
    chosen = load(*texts, choices=Choices(layouts={"pairs": "b"}))
    assert chosen.layouts["pairs"](*[None] * 4) == "b"  # type: ignore[arg-type, comparison-overlap]
    assert "layout pairs" not in chosen.errors
    nobody = load(*texts, choices=Choices(layouts={"pairs": "nobody"}))
    assert "pairs" not in nobody.layouts
    assert "no plugin 'nobody' registers the layout 'pairs'" in nobody.errors["layout pairs"]


@pytest.mark.parametrize(
    ("wanted", "oldest", "newest", "minor", "words"),
    [
        (1, 1, 1, 0, None),
        ("1.2", 1, 1, 2, None),
        ("1.3", 1, 1, 2, "made for hook version 1.3, this mingzhang has 1.2; install a newer mingzhang"),
        (1, 1, 3, 0, None),
        (1, 2, 3, 0, "made for hook version 1, this mingzhang has 2 to 3.0; install a newer version of the plugin"),
        ((1, 2), 2, 3, 0, None),
        ((4, 5), 2, 3, 0, "made for hook version 4 to 5, this mingzhang has 2 to 3.0; install a newer mingzhang"),
        ((3, 9), 2, 3, 0, None),
        ("one", 1, 1, 0, "must be a whole number"),
        (True, 1, 1, 0, "must be a whole number"),
        ((1, 2, 3), 1, 1, 0, "must be a whole number"),
    ],
)
def test_versions_are_a_range(
    wanted: Any, oldest: int, newest: int, minor: int, words: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hookspecs, "OLDEST_HOOK_VERSION", oldest)
    monkeypatch.setattr(hookspecs, "HOOK_VERSION", newest)
    monkeypatch.setattr(hookspecs, "HOOK_MINOR", minor)
    plugin = SimpleNamespace(MINGZHANG_HOOK_VERSION=wanted)
    if words is None:
        check_version(plugin)
    else:
        with pytest.raises((RuntimeError, TypeError), match=r"made for|must be") as raised:
            check_version(plugin)
        assert words in str(raised.value)


def test_a_deprecated_argument_warns_and_still_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The means of the policy: the specification names the argument, pluggy warns when a plugin takes it."""
    specs = ModuleType("specs")
    spec = pluggy.HookspecMarker("mingzhang")

    def register_commands(cli: object, old: object) -> None: ...

    specs.register_commands = spec(register_commands, warn_on_impl_args={"old": DeprecationWarning("old goes with the next version")})  # type: ignore[attr-defined]
    plugin = ModuleType("plugin")
    heard: list[object] = []

    def implementation(cli: object, old: object) -> None:
        heard.append(old)

    implementation.__name__ = "register_commands"
    plugin.register_commands = hookspecs.hookimpl(implementation)  # type: ignore[attr-defined]
    monkeypatch.setattr("mingzhang.core.plugins.hooks.hookspecs", specs)
    hooks = Hooks(lambda name, words: pytest.fail(f"{name}: {words}"))
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        hooks.register([("plugin", plugin)])
    assert "old goes with the next version" in str(warned[0].message)
    hooks.call("register_commands", cli=1, old=2)
    assert heard == [2]
