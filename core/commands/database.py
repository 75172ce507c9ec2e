"""``mingzhang export``: what a database holds, as files."""

from __future__ import annotations

from pathlib import Path

import click

from ..messages import tr
from ..model.results.exporter import Exporter, ExporterWithOptions
from ..plugins.guests import GuestError
from .state import State, fail


@click.command(help=tr("Write the content of a database as files.", "导出数据库内容。"))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), required=True, help=tr("Database.", "数据库。"))
@click.option(
    "--format",
    "form",
    default="csv",
    show_default=True,
    metavar="ID",
    help=tr("Exporter: csv, json, or one of a plugin.", "导出形式：csv、json 或插件提供的形式。"),
)
@click.option(
    "--option", "options", multiple=True, metavar="NAME=VALUE",
    help=tr("An option of the exporter; a name that it does not have shows those that it has.", "导出形式的选项；写错名称时列出可用的选项。"),
)  # fmt: skip
@click.pass_obj
def export(state: State, target: Path, db: Path, form: str, options: tuple[str, ...]) -> None:
    """The files that an exporter writes, one name a line."""
    from ..reporting.export import exported
    from ..store.reader import open_for_reading
    from ..store.writer import StoreError

    if form not in state.plugins.exporters:
        fail(
            tr(
                f"no exporter {form!r}; there are: {', '.join(sorted(state.plugins.exporters))}",
                f"没有导出形式 {form}；有：{'、'.join(sorted(state.plugins.exporters))}",
            )
        )
    exporter = state.plugins.exporters[form]
    given = _options(exporter, options)
    try:
        for path in exported(state.plugins, form, open_for_reading(db), target, given):
            click.echo(path)
    except (StoreError, OSError) as error:
        fail(str(error))
    except GuestError as error:
        owner = state.plugins.owner("exporter", form)
        fail(tr(f"the exporter {form!r} of the plugin {owner!r} failed: {error}", f"插件 {owner} 的导出形式 {form} 出错：{error}"))


def _options(exporter: Exporter, given: tuple[str, ...]) -> dict[str, str]:
    """The options by name; a name that the exporter does not have ends the command with those that it has."""
    known = exporter.options if isinstance(exporter, ExporterWithOptions) else {}
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if name not in known or not equals:
            listed = "; ".join(f"{n}=… ({meaning})" for n, meaning in known.items())
            fail(
                tr(
                    f"the exporter {exporter.id!r} takes no option {text!r}; it takes: {listed or 'none'}",
                    f"导出形式 {exporter.id} 没有选项 {text}；可用：{listed or '无'}",
                )
            )
        found[name] = value
    return found
