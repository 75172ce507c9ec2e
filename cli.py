"""The command line: reads arguments, calls the core, prints. No logic."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .core.checking.engine import Selection
from .core.commands.listing import new_plugin_command, plugins, roster, rules
from .core.commands.region import region
from .core.commands.state import State, console, fail
from .core.errors import UsageError
from .core.messages import tr
from .core.model.disclosures.disclosure import Disclosure
from .core.model.documents.document import Document
from .core.model.documents.parser import UnreadableError
from .core.model.results.result import DocumentResult
from .core.plugins.checks import one_line
from .core.plugins.manager import Plugins, default_plugins
from .core.reporting import contract, terminal
from .core.reporting.exit_status import exit_status
from .core.reporting.explain import explain, print_explanation
from .core.reporting.page import tables_page
from .core.reporting.sarif import sarif
from .core.run.pipeline import Options, check_paths, read_file, read_meta, understand_document
from .core.run.workers import MEMORY, TIMEOUT, tidy_on_termination

_PLUGIN_COMMANDS = "mingzhang.plugin_commands"
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


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
        from .core.testkit.commands import testkit

        self.add_command(testkit)

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._add_testkit()
        return sorted({*super().list_commands(ctx), *self._of_plugins(ctx).commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "testkit":
            self._add_testkit()
        return super().get_command(ctx, cmd_name) or self._of_plugins(ctx).commands.get(cmd_name)


@click.group(
    cls=Commands, context_settings=CONTEXT, help=tr("Check and query published budgets and final accounts.", "核对和查询公开的预算、决算。")
)
@click.version_option(package_name="mingzhang")
@click.option(
    "--plugins-dir",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=tr("Load *.py plugins of a folder.", "加载文件夹中的插件（*.py）。"),
)
@click.option("--disable-plugin", "disabled", multiple=True, metavar="NAME", help=tr("Leave a plugin out.", "不加载某个插件。"))
@click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=tr("Configuration (default: the nearest mingzhang.toml).", "配置文件（默认为最近的 mingzhang.toml）。"),
)
@click.pass_context
def main(context: click.Context, plugins_dir: Path | None, disabled: tuple[str, ...], config: Path | None) -> None:
    try:
        context.obj = State(plugins_dir, disabled, config)
    except UsageError as error:
        fail(str(error))


engine_option = click.option(
    "--engine",
    type=click.Choice(["auto", "fast", "pdfplumber"]),
    default="auto",
    show_default=True,
    help=tr("PDF engine.", "PDF 读取方式。"),
)


def limits(command: Callable[..., None]) -> Callable[..., None]:
    """Options for what reading one file may take; 0 is no limit."""
    seconds = click.option(
        "--timeout",
        type=click.FloatRange(0),
        default=TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help=tr("Time for each file; pages read by OCR have more. 0: no limit.", "每个文件的时限（秒），用 OCR 读的页另加；0 为不限。"),
    )
    memory = click.option(
        "--memory",
        type=click.IntRange(0),
        default=MEMORY,
        show_default=True,
        metavar="MIB",
        help=tr("Memory for each file, in MiB. 0: no limit.", "每个文件可用的内存（MiB），0 为不限。"),
    )
    return seconds(memory(command))


@main.command(help=tr("Check files and directories.", "核对文件和文件夹。"))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--db", type=click.Path(path_type=Path, dir_okay=False), help=tr("Store results in this SQLite database.", "把结果存入 SQLite 数据库。")
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["human", "json", "sarif"]),
    default="human",
    show_default=True,
    help=tr("Form of the report.", "报告形式。"),
)
@click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help=tr("Files checked at the same time.", "同时核对的文件数。")
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help=tr("Severity that makes the status 1 (default: error).", "使退出状态为 1 的程度（默认 error）。"),
)
@click.option("--region", metavar="ID", help=tr("Use this region pack, whatever the document says.", "指定地区包。"))
@click.option("--select", multiple=True, metavar="RULE", help=tr("Only these rules (id, group or pattern).", "只运行这些规则。"))
@click.option("--ignore", multiple=True, metavar="RULE", help=tr("Not these rules.", "不运行这些规则。"))
@click.option(
    "--meta",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=tr("CSV with source address, publisher and dates of files.", "文件来源清单（CSV）。"),
)
@engine_option
@click.option("--together", is_flag=True, help=tr("All files are one disclosure.", "所有文件合为一份公开件。"))
@limits
@click.option("--explain", "why", is_flag=True, help=tr("Say what was used for each file, and why.", "说明每个文件用了什么、为什么。"))
@click.option("-v", "--verbose", is_flag=True, help=tr("All evidence, and every rule of the ledger.", "显示全部依据和每条规则的结果。"))
@click.pass_obj
def check(
    state: State, paths: tuple[Path, ...], db: Path | None, form: str, jobs: int, fail_on: str | None, region: str | None,
    select: tuple[str, ...], ignore: tuple[str, ...], meta: Path | None, engine: str, together: bool, timeout: float, memory: int, why: bool, verbose: bool,
) -> None:  # fmt: skip
    tidy_on_termination()
    settings = state.settings
    selection = Selection(select or settings.select, (*settings.ignore, *ignore), settings.severities)
    try:
        if unknown := selection.unknown(state.plugins.rules):
            raise UsageError(
                tr(
                    f"no rule matches {', '.join(unknown)}; see 'mingzhang rules'",
                    f"没有规则与 {'、'.join(unknown)} 相符；见 mingzhang rules",
                )
            )
        options = Options(
            engine=engine, region=region or settings.region, selection=selection, meta=read_meta(meta) if meta else {},
            jobs=jobs, timeout=timeout or None, memory=memory or None, together=together, plugins_dir=state.plugins_dir, disabled=state.disabled,
            choices=state.settings.choices,
        )  # fmt: skip
        with _progress() as bar, _store(db, state.plugins, options) as record:
            task = bar.add_task(tr("checking", "核对"), total=None)

            def done(result: DocumentResult) -> None:
                record(result)
                bar.advance(task)

            run = check_paths(
                paths, state.plugins, options, lambda n: bar.update(task, total=n), done, record.counterparts, record, record.archive
            )
    except UsageError as error:
        fail(str(error))
    explanations = explain(run, state.plugins, options) if why else []
    if form == "json":
        shown = contract.check_json(run, [e.as_json() for e in explanations] if why else None)
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    elif form == "sarif":
        click.echo(json.dumps(sarif(run, version("mingzhang")), ensure_ascii=False, indent=1))
    else:
        terminal.print_run(console(), run, verbose=verbose)
        for explanation in explanations:
            print_explanation(console(), explanation)
    if not run.documents:
        click.echo(tr("mingzhang: nothing to read: no file of a known format", "mingzhang：没有可读的文件"), err=True)
    sys.exit(exit_status(run, fail_on or settings.fail_on or "error"))


def _progress() -> Progress:
    """A bar on standard error, shown only at a terminal."""
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)


def _store(db: Path | None, plugins: Plugins, options: Options) -> Any:
    from .core.reporting.recorder import recording

    return recording(db, plugins, options)


@main.command(help=tr("Show the tables of a file as they were read.", "显示读到的表格。"))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.tables/1).", "输出 JSON。"))
@click.option(
    "--html",
    "html",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("Write a page with the cells beside pictures of their pages.", "写成网页：原页图与单元格并排。"),
)
@engine_option
@limits
@click.pass_obj
def tables(state: State, path: Path, as_json: bool, html: Path | None, engine: str, timeout: float, memory: int) -> None:
    options = Options(engine=engine, timeout=timeout or None, memory=memory or None)
    document = _read(state, path, options)
    if html is not None:
        _write(html, tables_page(path, document, state.plugins, options))
    if as_json:
        click.echo(json.dumps(contract.tables_json(document), ensure_ascii=False))
    elif html is None:
        terminal.print_tables(console(), document)


@main.command(help=tr("Show the facts of a file, each with its place.", "显示读懂的数据及其位置。"))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.facts/1).", "输出 JSON。"))
@click.option("--unread", is_flag=True, help=tr("The numbers that became no fact.", "显示没有读懂的数字。"))
@click.option("--region", metavar="ID", help=tr("Use this region pack.", "指定地区包。"))
@limits
@click.pass_obj
def facts(state: State, path: Path, as_json: bool, unread: bool, region: str | None, timeout: float, memory: int) -> None:
    disclosure = _understand(state, _read(state, path, Options(timeout=timeout or None, memory=memory or None)), region)
    if as_json:
        click.echo(json.dumps(contract.facts_json(disclosure, unread), ensure_ascii=False))
    else:
        terminal.print_facts(console(), disclosure, unread=unread)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(tr(f"{path}: cannot be written ({error.strerror})", f"{path}：不能写入（{error.strerror}）"))


def _read(state: State, path: Path, options: Options) -> Document:
    if not path.exists():
        fail(tr(f"{path}: no such file", f"{path}：没有这个文件"))
    options = replace(options, plugins_dir=state.plugins_dir, disabled=state.disabled, choices=state.settings.choices)
    try:
        return read_file(path, state.plugins, options)
    except UnreadableError as error:
        fail(f"{path}: {error}", 3)


def _understand(state: State, document: Document, region: str | None) -> Disclosure:
    try:
        disclosure = understand_document(document, state.plugins, region)
    except UsageError as error:
        fail(str(error))
    if disclosure is None:
        fail(tr(f"{document.path}: not recognised as a budget or final account", f"{document.path}：未能识别为预算或决算公开件"), 3)
    return disclosure


@main.command(help=tr("Answer a question from a database.", "用数据库回答问题。"))
@click.argument("question")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), required=True, help=tr("Database.", "数据库。"))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.answer/1).", "输出 JSON。"))
@click.pass_obj
def ask(state: State, question: str, db: Path, as_json: bool) -> None:
    from .core.asking.ask import answer_json, ask_database, print_answer
    from .core.store.writer import StoreError

    try:
        answer = ask_database(question, db, lambda: state.plugins.answerers)
    except StoreError as error:
        fail(str(error))
    if as_json:
        click.echo(json.dumps(answer_json(answer), ensure_ascii=False))
    else:
        print_answer(console(), answer)


@main.command(help=tr("Write the content of a database as files.", "导出数据库内容。"))
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
    from .core.store.reader import open_for_reading
    from .core.store.writer import StoreError

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


@main.command(help=tr("Serve the public site of a database.", "打开数据库的公开网站。"))
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), required=True, help=tr("Database.", "数据库。"))
@click.option("--host", default="127.0.0.1", show_default=True, help=tr("Address to listen on.", "监听地址。"))
@click.option("--port", type=int, default=8001, show_default=True, help=tr("Port.", "端口。"))
def serve(db: Path, host: str, port: int) -> None:
    from .datasette_config.serving import serve as serve_site

    if not db.exists():
        fail(
            tr(
                f"{db}: no such database; make it with: mingzhang check PATH --db {db}",
                f"{db}：没有这个数据库；先运行 mingzhang check PATH --db {db}",
            )
        )
    serve_site(db, host, port)


@main.command(help=tr("Check the sample disclosures and serve them.", "核对样例公开件并打开网站。"))
@click.argument("samples", type=click.Path(path_type=Path, exists=True), default=Path("samples"))
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), default=Path("build/demo.db"), show_default=True)
@click.option("--serve/--no-serve", "then_serve", default=True, show_default=True, help=tr("Serve the site afterwards.", "然后打开网站。"))
@click.pass_context
def demo(context: click.Context, samples: Path, db: Path, then_serve: bool) -> None:
    try:
        context.invoke(check, paths=(samples,), db=db)
    except SystemExit as done:
        if done.code not in (0, 1):
            raise
    if then_serve:
        context.invoke(serve, db=db)


for command in (roster, rules, plugins, new_plugin_command, region):
    main.add_command(command)


if __name__ == "__main__":
    main()
