"""``mingzhang terms``: the names that region files and rules use, with their meaning."""

from __future__ import annotations

import json

import click

from ..messages import tr
from ..reporting.terms import KINDS, print_terms, terms_json, terms_of
from ..understanding.identity import NATIONAL
from .state import State, console, fail


@click.command(
    help=tr(
        "List the names that region files and rules may use, with their meaning and the words by which documents print them: "
        "measures, roles, items, subjects, sections, statements, layouts. KIND shows one kind.",
        "列出地区文件和规则可用的名称、含义和公开件中的用词：指标、角色、事项、主题、章节、报表、版式。KIND 只列一类。",
    )
)
@click.argument("kind", required=False, type=click.Choice(list(KINDS)))
@click.option("--region", "region_id", default=NATIONAL, show_default=True, help=tr("Of this region.", "该地区的名称。"))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.terms/1).", "输出 JSON。"))
@click.pass_obj
def terms(state: State, kind: str | None, region_id: str, as_json: bool) -> None:
    """All of a region, or one kind."""
    plugins = state.plugins
    if region_id not in plugins.regions:
        loaded = sorted(plugins.regions)
        fail(tr(f"no region {region_id!r}; loaded: {', '.join(loaded)}", f"没有地区 {region_id}；已加载：{'、'.join(loaded)}"))
    region = plugins.regions[region_id]
    found = [t for t in terms_of(region, plugins.layouts) if kind in (None, t.kind)]
    if as_json:
        click.echo(json.dumps(terms_json(region, found), ensure_ascii=False))
    else:
        print_terms(console(), found)
