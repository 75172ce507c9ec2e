"""``mingzhang export``: what a database holds, as files."""

from __future__ import annotations

from pathlib import Path

import click

from ..messages import tr
from ..plugins.checks import one_line
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
@click.pass_obj
def export(state: State, target: Path, db: Path, form: str) -> None:
    """The files that an exporter writes, one name a line."""
    from ..store.reader import open_for_reading
    from ..store.writer import StoreError

    if form not in state.plugins.exporters:
        fail(
            tr(
                f"no exporter {form!r}; there are: {', '.join(sorted(state.plugins.exporters))}",
                f"没有导出形式 {form}；有：{'、'.join(sorted(state.plugins.exporters))}",
            )
        )
    try:
        for path in state.plugins.exporters[form].export(open_for_reading(db), target):
            click.echo(path)
    except (StoreError, OSError) as error:
        fail(str(error))
    except Exception as error:  # an exporter is somebody else's code
        owner = state.plugins.owner("exporter", form)
        fail(
            tr(
                f"the exporter {form!r} of the plugin {owner!r} failed: {one_line(error)}",
                f"插件 {owner} 的导出形式 {form} 出错：{one_line(error)}",
            )
        )
