"""All commands under one name: those that ship, and those that plugins add."""

from __future__ import annotations

import click

from ..plugins.manager import Plugins, default_plugins

_PLUGIN_COMMANDS = "mingzhang.plugin_commands"


class Commands(click.Group):
    """The commands of mingzhang, and those that plugins add (``register_commands``), which never take the place of one."""

    def _of_plugins(self, ctx: click.Context) -> click.Group:
        """The commands of the plugins that the options before the command ask for; what went wrong is said once."""
        found: click.Group | None = ctx.meta.get(_PLUGIN_COMMANDS)
        if found is None:
            found = ctx.meta[_PLUGIN_COMMANDS] = click.Group()
            folder, disabled = ctx.params.get("plugins_dir"), ctx.params.get("disabled") or ()
            plugins = Plugins(folder, disabled) if folder or disabled else default_plugins()
            for problem in plugins.add_commands(found):
                click.echo(f"mingzhang: {problem}", err=True)
            for name in sorted(set(found.commands) & set(self.commands)):
                click.echo(f"mingzhang: a plugin registers the command {name!r}, which mingzhang has: it is left out", err=True)
        return found

    def _add_testkit(self) -> None:
        """The kit is large, so it is imported only for its own commands and for the list of all."""
        from ..testkit.commands import testkit

        self.add_command(testkit)

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._add_testkit()
        return sorted({*super().list_commands(ctx), *self._of_plugins(ctx).commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "testkit":
            self._add_testkit()
        return super().get_command(ctx, cmd_name) or self._of_plugins(ctx).commands.get(cmd_name)
