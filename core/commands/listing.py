"""``mingzhang rules``, ``plugins``, ``new-plugin`` and ``roster``: what is loaded, a package to begin with, what is expected."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ..errors import UsageError
from ..messages import tr
from ..reporting import terminal
from ..reporting.roster import roster_json, roster_lines
from ..reporting.rules_index import index_json, index_markdown, page_markdown
from ..scaffold import KINDS, new_plugin
from ..store.reader import open_for_reading
from ..store.roster import Held, compare_roster, read_roster
from ..store.writer import StoreError
from .state import State, console, fail


@click.command(help=tr("List the rules, or show the page of one.", "列出规则，或显示一条规则的说明。"))
@click.argument("rule_id", required=False)
@click.option(
    "--format", "form", type=click.Choice(["human", "json", "markdown"]), default="human", show_default=True, help=tr("Form.", "形式。")
)
@click.pass_obj
def rules(state: State, rule_id: str | None, form: str) -> None:
    """All rules in a table, or the public page of one."""
    chosen = [r for r in state.plugins.rules if rule_id in (None, r.id)]
    if not chosen:
        fail(tr(f"no rule {rule_id!r}; see 'mingzhang rules'", f"没有规则 {rule_id}；见 mingzhang rules"))
    if form == "json":
        click.echo(json.dumps(index_json(chosen), ensure_ascii=False))
    elif form == "markdown":
        click.echo("\n".join(index_markdown(chosen) if rule_id is None else page_markdown(chosen[0])))
    elif rule_id is None:
        terminal.print_rules(console(), chosen)
    else:
        terminal.print_rule(console(), chosen[0])


@click.command(help=tr("List the plugins and what they registered.", "列出插件。"))
@click.pass_obj
def plugins(state: State) -> None:
    """Every plugin with what it registered, why it failed, and what the configuration chose between two."""
    terminal.print_plugins(console(), state.plugins.list())


@click.command(
    "new-plugin",
    help=tr(
        "Make a package for a plugin, complete: it installs, its tests pass, and 'mingzhang plugins' lists it. "
        "NAME is that of the package, such as mingzhang-hubei.",
        "生成一个完整的插件包：可以安装，自带的测试通过，mingzhang plugins 能列出。NAME 是包名，如 mingzhang-hubei。",
    ),
)
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), required=True, help=tr("What the plugin adds.", "插件的种类。"))
@click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default=True,
    help=tr("Where the folder of the package is made.", "在哪个文件夹中生成。"),
)
@click.pass_context
def new_plugin_command(context: click.Context, name: str, kind: str, directory: Path) -> None:
    """Write the package and say how to go on. Nothing that exists is written over."""
    loaded = context.obj.plugins
    taken = {
        "region": list(loaded.regions),
        "parser": [p.id for p in loaded.parsers],
        "exporter": list(loaded.exporters),
        "rules": [r.id.partition(".")[0] for r in loaded.rules],
        "answerer": [a.id for a in loaded.answerers],
        "command": commands.list_commands(context) if isinstance(commands := context.find_root().command, click.Group) else [],
        "layout": list(loaded.layouts),
    }
    try:
        target = new_plugin(name, kind, directory, taken[kind])
    except UsageError as error:
        fail(str(error))
    click.echo(
        tr(
            f"{target}: made. Next:\n  cd {target}\n  python -m pip install -e .\n  python -m pytest\n  mingzhang plugins",
            f"{target}：已生成。接下来：\n  cd {target}\n  python -m pip install -e .\n  python -m pytest\n  mingzhang plugins",
        )
    )


@click.command(
    help=tr(
        "Say which disclosures of a list a database does not hold. The list is a CSV file: body, fiscal_year, kind, division_code.",
        "对照名录，列出库中没有的公开件。名录为 CSV：body、fiscal_year、kind、division_code。",
    )
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), required=True, help=tr("Database.", "数据库。"))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.roster/1).", "输出 JSON。"))
def roster(file: Path, db: Path, as_json: bool) -> None:
    """Status 1: at least one is not there. A kind left empty means a budget and a final account."""
    try:
        entries = list(compare_roster(open_for_reading(db), read_roster(file)))
    except (UsageError, StoreError) as error:
        fail(str(error))
    if as_json:
        click.echo(json.dumps(roster_json(entries), ensure_ascii=False))
    else:
        for line in roster_lines(entries):
            click.echo(line)
    sys.exit(1 if any(e.held is Held.MISSING for e in entries) else 0)
