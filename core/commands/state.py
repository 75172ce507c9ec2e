"""What every command shares: the plugins that the options before it ask for, and how it fails."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ..errors import UsageError
from ..messages import tr
from ..run.settings import Settings, find_settings, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from ..plugins.manager import Plugins


def fail(message: str, status: int = 2) -> NoReturn:
    """One clear line on standard error, and the status."""
    click.echo(f"mingzhang: {message}", err=True)
    sys.exit(status)


def console() -> Console:
    """Standard output; colour only on a terminal; wide when piped so that lines stay whole."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 200, highlight=False)


class State:
    """What the options before the command say; plugins are loaded when first needed."""

    def __init__(self, plugins_dir: Path | None, disabled: tuple[str, ...], config: Path | None) -> None:
        self.settings: Settings = load_settings(config or find_settings(Path.cwd()))
        self.plugins_dir = plugins_dir or self.settings.plugins_dir
        self.disabled = (*disabled, *self.settings.disable_plugins)
        self._plugins: Plugins | None = None

    @property
    def plugins(self) -> Plugins:
        if self._plugins is None:
            from ..plugins.manager import Plugins

            self._plugins = Plugins(self.plugins_dir, self.disabled, self.settings.choices)
            try:
                self._check_choices(self._plugins)
            except UsageError as error:
                fail(str(error))
        return self._plugins

    def _check_choices(self, plugins: Plugins) -> None:
        """UsageError for a choice in the configuration that names nothing."""
        choices, file = self.settings.choices, self.settings.path
        for id, name in choices.regions.items():
            if id not in plugins.regions:
                raise UsageError(
                    tr(
                        f"{file}: [regions] {id}: no plugin {name!r} registers the region {id!r}",
                        f"{file}：[regions] {id}：插件 {name} 没有提供地区 {id}",
                    )
                )
        for prefix, id in choices.divisions.items():
            if id not in plugins.regions:
                near = difflib.get_close_matches(id, plugins.regions, 1)
                loaded = ", ".join(sorted(plugins.regions))
                hint = f"; did you mean {near[0]!r}?" if near else f"; loaded: {loaded}"
                hint_zh = f"；是否为 {near[0]}？" if near else f"；已加载：{loaded}"
                raise UsageError(
                    tr(f"{file}: [divisions] {prefix}: no region {id!r}{hint}", f"{file}：[divisions] {prefix}：没有地区 {id}{hint_zh}")
                )
