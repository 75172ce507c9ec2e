"""Hooks as pluggy calls them (tryfirst, trylast, wrappers), each implementation as a guest: one that fails is named and left out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pluggy

from .. import hookspecs
from .checks import check_result
from .guests import GuestError, hosted, one_line

Gathered = list[tuple[str, Any]]
"""Name of a plugin and what it returned."""
Around = Callable[[], AbstractContextManager[object]]

WRAPPER = "a hook wrapper"
"""Who is named for what no plugin returned itself."""


class Hooks:
    """The plugins of one manager. ``failed`` hears the name of a plugin and what went wrong with it."""

    def __init__(self, failed: Callable[[str, str], None]) -> None:
        self.manager = pluggy.PluginManager("mingzhang")
        self.manager.add_hookspecs(hookspecs)
        self._failed = failed
        self._made: Gathered = []
        self._around: Around = nullcontext

    def register(self, plugins: Iterable[tuple[str, Any]]) -> None:
        """Register plugins so that their hooks are called in this order, but for tryfirst and trylast.

        Pluggy calls what was registered last first.
        """
        for name, plugin in reversed(list(plugins)):
            try:
                self.manager.register(plugin, name=name)
            except Exception as error:  # wrong arguments, a wrapper that is no generator …: said by pluggy
                if self.manager.has_plugin(name):
                    self.manager.unregister(name=name)
                self._failed(name, one_line(error))
                continue
            for caller in self.manager.get_hookcallers(plugin) or ():
                for implementation in caller.get_hookimpls():
                    if implementation.plugin is plugin:
                        make = self._wrapper if implementation.wrapper or implementation.hookwrapper else self._guarded
                        implementation.function = make(name, caller.name, implementation)  # type: ignore[misc]

    def call(self, hook: str, around: Around = nullcontext, **arguments: Any) -> Gathered:
        """What plugins return, in the order in which they were called; entries that a wrapper put in are its own.

        ``around`` is entered for every implementation.
        """
        self._made, self._around = [], around
        results = getattr(self.manager.hook, hook)(**arguments)
        return list(self._attributed(hook, results))

    def _attributed(self, hook: str, results: Any) -> Iterator[tuple[str, Any]]:
        """Results with the plugins that made them, also where a wrapper took away or added some."""
        owners = {id(result): name for name, result in self._made}
        entries = {id(e): name for name, result in self._made if isinstance(result, (list, tuple)) for e in result}
        for result in results if isinstance(results, (list, tuple)) else ():
            if id(result) in owners:
                yield owners[id(result)], result
                continue
            try:
                check_result(hook, result)
            except TypeError as error:
                self._failed(WRAPPER, one_line(error))
                continue
            if isinstance(result, (list, tuple)):
                yield from ((entries.get(id(e), WRAPPER), [e]) for e in result)
            else:
                yield WRAPPER, result

    def _guarded(self, name: str, hook: str, implementation: Any) -> Callable[..., Any]:
        function, home = implementation.function, _module(implementation.plugin)

        def guarded(*arguments: Any) -> Any:
            try:
                with self._around():
                    result = hosted(f"plugin {name}", lambda: function(*arguments), home=home)
                check_result(hook, result)
            except (GuestError, TypeError) as error:
                self._failed(name, str(error) if isinstance(error, GuestError) else one_line(error))
                return None
            if result is not None:
                self._made.append((name, result))
            return result

        return guarded

    def _wrapper(self, name: str, hook: str, implementation: Any) -> Callable[..., Any]:
        function, home, old = implementation.function, _module(implementation.plugin), implementation.hookwrapper

        def step(body: Generator[Any, Any, Any], value: Any) -> tuple[bool, Any]:
            """Whether the wrapper is at its end, and what it returns there."""
            try:
                body.send(value)
            except StopIteration as stop:
                return True, stop.value
            return False, None

        def guarded(*arguments: Any) -> Generator[Any, Any, Any]:
            body: Generator[Any, Any, Any] | None = None
            try:
                body = function(*arguments)
                if hosted(f"plugin {name}", lambda: step(body, None), home=home)[0]:  # type: ignore[arg-type]
                    raise GuestError(name, f"the wrapper of {hook} does not yield")
            except GuestError as error:
                self._failed(name, str(error))
                body = None
            result = yield
            if body is None:
                return result
            before = result.get_result() if old else result
            try:
                ended, value = hosted(f"plugin {name}", lambda: step(body, result), home=home)
                if not ended:
                    raise GuestError(name, f"the wrapper of {hook} yields twice")
            except GuestError as error:
                self._failed(name, str(error))
                if old:
                    result.force_result(before)
                return before
            return value

        return guarded


def _module(plugin: Any) -> str:
    return plugin.__name__ if inspect.ismodule(plugin) else type(plugin).__module__
