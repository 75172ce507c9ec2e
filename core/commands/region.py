"""``mingzhang region``: a draft of a region file from documents, and what a region makes of documents."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import click

from ..errors import UsageError
from ..messages import tr
from ..model.disclosures.region import Region
from ..plugins.manager import Plugins
from ..run.options import Options
from ..run.pipeline import check_paths
from ..understanding.identity import NATIONAL
from ..understanding.packs.pack import PackError, parse_region, read_text
from .state import State, console, fail

COVERED = 0.98
"""Share of the numeric cells of statements that a finished region understands."""
_ID = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")


@click.group(help=tr("Tools for authors of regions.", "地区包作者的工具。"))
def region() -> None:
    """The group that the commands below belong to."""


@region.command(
    help=tr(
        "Draft a region file from documents of a place that no region knows. Every guess has its confidence behind it, "
        "and a '?' where you must look. Status 0: drafted; 2: usage, or OUTPUT exists; 3: nothing could be read.",
        "用一个新地区的公开件起草地区文件。每处推断注明把握，需核对的标“?”。退出状态：0 已起草；2 用法错误或输出文件已存在；3 没有可读的文件。",
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--id", "id", metavar="ID", help=tr("Id of the region, in lower-case letters.", "地区包的 id（小写字母）。"))
@click.option("--name", metavar="NAME", help=tr("Name of the place, in Chinese.", "地区名称（中文）。"))
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help=tr("Write here, not on standard output.", "写入文件，而非标准输出。")
)
@click.pass_obj
def init(state: State, files: tuple[Path, ...], id: str | None, name: str | None, output: Path | None) -> None:
    """Read with the national pack, guess, write TOML that loads as it is."""
    from ..drafting import as_toml, draft_region

    if id is not None and not _ID.fullmatch(id):
        fail(tr(f"{id!r} is no id: lower-case letters and digits, such as hubei", f"“{id}”不能作 id：用小写字母和数字，如 hubei"))
    if id == NATIONAL:
        fail(tr(f"{NATIONAL!r} is the pack that the draft extends; name another --id", f"起草的文件以 {NATIONAL} 为基础，请另取 --id"))
    if output is not None and output.exists():
        fail(tr(f"{output}: exists already; nothing is written over", f"{output}：已经存在，不覆盖"))
    plugins = state.plugins
    try:
        run = check_paths(files, plugins, Options(region=NATIONAL))
    except UsageError as error:
        fail(str(error))
    for result in run.documents:
        if result.document is None:
            click.echo(f"mingzhang: {result.path}: {result.reason}", err=True)
    if not any(r.document for r in run.documents):
        fail(tr("nothing could be read", "没有可读的文件"), 3)
    pack = plugins.regions[NATIONAL]
    text = as_toml(draft_region(run.documents, pack, plugins), pack, id, name)
    try:
        parse_region(text, output.name if output else "draft", plugins.regions, plugins.layouts)
    except PackError as error:
        fail(tr(f"the draft does not load, please report it: {error}", f"起草的文件不能加载，请报告：{error}"))
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(tr(f"{output}: cannot be written ({error.strerror})", f"{output}：不能写入（{error.strerror}）"))
    guesses = text.count("  # ? ")
    click.echo(
        tr(
            f"{output}: drafted from {len(run.documents)} files, {guesses} guesses to look at.\n"
            f"Next: mingzhang region check {output} {' '.join(map(str, files))} --watch",
            f"{output}：由 {len(run.documents)} 个文件起草，{guesses} 处需核对。\n"
            f"接下来：mingzhang region check {output} {' '.join(map(str, files))} --watch",
        )
    )


@region.command(
    help=tr(
        "Say what a region makes of documents: what was recognised, unknown titles and headers, unread numbers, header words that "
        "were guessed, amounts that no measure names, rows that are no item, rules that fail, required tables that no sample has, "
        "rules in scope, coverage. Status 0: all well; 1: less than --fail-under is understood, or "
        "a required table is in no sample; 2: usage, or the region file is wrong; 3: a file could not be read or recognised.",
        "说明地区包读懂了什么：识别的表，不认识的题名和表头，没有读懂的数字，推断的表头，没有指标的数，没有事项的行，不符的规则，"
        "样本中没有的必备表，适用的规则，读懂的比例。"
        "退出状态：0 正常；1 读懂的比例低于 --fail-under，或样本中没有必备表；2 用法或地区文件有误；3 有文件未能读取或识别。",
    )
)
@click.argument("name_or_file")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--watch", is_flag=True, help=tr("Again whenever the region file is written. Ctrl-C ends it.", "地区文件一改动就重做，Ctrl-C 结束。")
)
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.region-check/1).", "输出 JSON。"))
@click.option(
    "--fail-under", type=click.FloatRange(0, 1), default=COVERED, show_default=True,
    help=tr("Share of numeric cells under which the status is 1.", "数字单元格读懂的比例低于此数时退出状态为 1。"),
)  # fmt: skip
@click.pass_obj
def check(state: State, name_or_file: str, files: tuple[Path, ...], watch: bool, as_json: bool, fail_under: float) -> None:
    """One report, or with ``--watch`` one after every change, the last of which gives the status."""
    from ..drafting import changes_of

    path = Path(name_or_file)
    is_file = path.suffix == ".toml"
    if watch and not is_file:
        fail(tr("--watch needs the path of a region file (.toml)", "--watch 需要地区文件（.toml）的路径"))
    if not watch:
        try:
            sys.exit(_report(state.plugins, name_or_file, files, as_json, fail_under))
        except (PackError, UsageError) as error:
            fail(str(error))
    status = 2
    try:
        for _ in changes_of(path):
            try:
                status = _report(state.plugins, name_or_file, files, as_json, fail_under)
            except (PackError, UsageError) as error:
                status = 2
                click.echo(f"mingzhang: {error}", err=True)
            sys.stdout.flush()
            click.echo(tr(f"watching {path} (Ctrl-C ends it)", f"等待 {path} 改动（Ctrl-C 结束）"), err=True)
    except KeyboardInterrupt:
        sys.exit(status)


def _load(plugins: Plugins, name_or_file: str) -> Region:
    """A loaded region, or that of a file. Raises PackError or UsageError."""
    path = Path(name_or_file)
    if path.suffix != ".toml":
        if name_or_file not in plugins.regions:
            raise UsageError(
                tr(
                    f"no region {name_or_file!r}; loaded: {', '.join(sorted(plugins.regions))}; or the path of a .toml file",
                    f"没有地区 {name_or_file}；已加载：{'、'.join(sorted(plugins.regions))}；或给出 .toml 文件的路径",
                )
            )
        return plugins.regions[name_or_file]
    try:
        text = read_text(path)
    except OSError as error:
        raise UsageError(tr(f"{path}: cannot be read ({error.strerror})", f"{path}：不能读取（{error.strerror}）")) from error
    return parse_region(text, path.name, plugins.regions, plugins.layouts)


def _report(plugins: Plugins, name_or_file: str, files: tuple[Path, ...], as_json: bool, fail_under: float) -> int:
    from ..drafting import review_region

    review = review_region(_load(plugins, name_or_file), files, plugins)
    if as_json:
        click.echo(json.dumps(review.as_json(), ensure_ascii=False, indent=1))
    else:
        from ..drafting.report import print_review

        print_review(console(), review)
    return review.status(fail_under)
