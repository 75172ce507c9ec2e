"""All commands under one name: those that ship, and those that plugins add."""

from __future__ import annotations

from importlib import import_module

import click

_PLUGIN_COMMANDS = "mingzhang.plugin_commands"
_HOMES = {
    "ask": "asking", "chat": "asking", "check": "check", "export": "database", "tables": "show", "facts": "show", "roster": "listing",
    "publish": "publish", "reply": "publish", "rules": "listing", "terms": "terms", "verify": "verify", "gather": "gather", "plugins": "listing", "new-plugin": "listing", "region": "region", "testkit": "..testkit.commands",
}  # fmt: skip
"""Command → the module beside this one that has it: imported when it is called, so that a question starts at once."""


class Commands(click.Group):
    """The commands of mingzhang, and those that plugins add (``register_commands``), which never take the place of one."""

    def _of_plugins(self, ctx: click.Context) -> click.Group:
        """The commands of the plugins that the options before the command ask for; what went wrong is said once."""
        found: click.Group | None = ctx.meta.get(_PLUGIN_COMMANDS)
        if found is None:
            found = ctx.meta[_PLUGIN_COMMANDS] = click.Group()
            from ..plugins.manager import Plugins, default_plugins

            folder, disabled = ctx.params.get("plugins_dir"), ctx.params.get("disabled") or ()
            plugins = Plugins(folder, disabled) if folder or disabled else default_plugins()
            for problem in plugins.add_commands(found):
                click.echo(f"mingzhang: {problem}", err=True)
            for name in sorted(set(found.commands) & {*self.commands, *_HOMES}):
                click.echo(f"mingzhang: a plugin registers the command {name!r}, which mingzhang has: it is left out", err=True)
        return found

    def _add(self, name: str) -> None:
        """Import a command of the core and add it."""
        home = _HOMES[name]
        module = import_module(home if home.startswith(".") else f".{home}", __package__)
        self.add_command(next(c for c in vars(module).values() if isinstance(c, click.Command) and c.name == name))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_HOMES, *self._of_plugins(ctx).commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _HOMES and cmd_name not in self.commands:
            self._add(cmd_name)
        return super().get_command(ctx, cmd_name) or self._of_plugins(ctx).commands.get(cmd_name)
