"""``mingzhang check``: files through the whole pipeline, reported as they come and stored if asked for."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..checking.engine import Selection
from ..errors import UsageError
from ..messages import localised, tr
from ..model.results.result import RunResult
from ..reporting import contract
from ..reporting.exit_status import exit_status
from ..reporting.run_report import print_run
from ..run.options import Options, read_meta
from ..run.pipeline import check_paths
from ..run.workers import tidy_on_termination
from .options import engine_option, limits
from .state import State, console, fail

if TYPE_CHECKING:
    from ..reporting.explain import Explanation
    from ..reporting.recorder import Recorder

_MOST_FAILURES = 10


@click.command(help=tr("Check files and directories.", "核对文件和文件夹。"))
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "--db", type=click.Path(path_type=Path, dir_okay=False), help=tr("Store results in this SQLite database.", "把结果存入 SQLite 数据库。")
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["human", "json", "jsonl", "sarif"]),
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
@click.option(
    "--keep-personal", is_flag=True,
    help=tr("Store personal data as they are printed, and not starred out.", "个人信息按原样存入数据库，不遮盖。"),
)  # fmt: skip
@click.option(
    "--recheck", is_flag=True,
    help=tr("Check files again though nothing has changed since they were stored.", "没有变化的文件也重新核对。"),
)  # fmt: skip
@click.option(
    "--manifest", type=click.Path(path_type=Path, dir_okay=False),
    help=tr("Write what was checked, with what and with which result (see verify).", "写出运行清单：核对了什么、用什么核对、结果如何（见 verify）。"),
)  # fmt: skip
@click.option(
    "--out", metavar="URL",
    help=tr("Store results below this URL or folder, a database for each province and year; PATHS may be URLs.", "把结果按省、按年分库存放在此 URL 或文件夹下；PATHS 可以是 URL。"),
)  # fmt: skip
@click.option(
    "--cluster", metavar="ADDRESS",
    help=tr("Check on the Dask cluster of this scheduler; 'local': on JOBS processes.", "在此调度器的 Dask 集群上核对；local 为本机 JOBS 个进程。"),
)  # fmt: skip
@engine_option
@click.option("--together", is_flag=True, help=tr("All files are one disclosure.", "所有文件合为一份公开件。"))
@limits
@click.option("--explain", "why", is_flag=True, help=tr("Say what was used for each file, and why.", "说明每个文件用了什么、为什么。"))
@click.option("-v", "--verbose", is_flag=True, help=tr("All evidence, and every rule of the ledger.", "显示全部依据和每条规则的结果。"))
@click.option("--rules", is_flag=True, help=tr("A table of what became of each rule.", "列出每条规则的结果。"))
@click.pass_obj
def check(
    state: State, paths: tuple[str, ...], db: Path | None, form: str, jobs: int, fail_on: str | None, region: str | None,
    select: tuple[str, ...], ignore: tuple[str, ...], meta: Path | None, engine: str, keep_personal: bool, recheck: bool, manifest: Path | None, out: str | None, cluster: str | None, together: bool, timeout: float, memory: int, why: bool, verbose: bool, rules: bool,
) -> None:  # fmt: skip
    """Every file checked, reported in the form asked for; the exit status says how grave it is."""
    tidy_on_termination()
    settings = state.settings
    try:
        options = Options(
            engine=engine, region=region or settings.region, selection=_selection(state, select, ignore), meta=read_meta(meta) if meta else {},
            jobs=jobs, timeout=timeout or None, memory=memory or None, together=together, plugins_dir=state.plugins_dir, disabled=state.disabled,
            choices=settings.choices, keep_personal=keep_personal, recheck=recheck or why, lean=not why,
        )  # fmt: skip
        if out is not None or cluster is not None:
            refused = {
                "--db": db is not None, "--manifest": manifest is not None, "--recheck": recheck, "--together": together, "--explain": why,
                f"--format {form}": form not in ("human", "json"), "-v": verbose, "--rules": rules,
            }  # fmt: skip
            sys.exit(_elsewhere(state, paths, options, cluster, out, form, fail_on or settings.fail_on or "error", refused))
        files = [Path(p) for p in paths]
        run, unstored, again = _run(state, files, db, options)
    except UsageError as error:
        fail(str(error))
    if manifest is not None:
        _write_manifest(manifest, run, files, state, options)
    explanations = None
    if why:
        from ..reporting.explain import explain, print_explanation

        explanations = explain(run, state.plugins, options)
    if form == "human":
        print_run(console(), run, again, verbose=verbose, rules=rules)
        for explanation in explanations or ():
            print_explanation(console(), explanation)
    else:
        _print_data(run, explanations, form)
    if not run.documents:
        click.echo(tr("mingzhang: nothing to read: no file of a known format", "mingzhang：没有可读的文件"), err=True)
    if unstored:
        _say_unstored(unstored, db)
        sys.exit(3)
    sys.exit(exit_status(run, fail_on or settings.fail_on or "error"))


def _elsewhere(
    state: State, urls: Sequence[str], options: Options, cluster: str | None, out: str | None, form: str, fail_on: str, refused: dict[str, bool]
) -> int:
    """Files behind URLs into shards; the exit status."""
    from .cluster import check_urls, refuse

    if out is None:
        fail(tr("--cluster needs --out: where the results shall be", "--cluster 需要与 --out 同用，指明结果存放处"))
    refuse(refused)
    with _progress() as bar:
        task = bar.add_task(tr("checking", "核对"), total=None)
        return check_urls(
            state, urls, options, cluster, out, form, fail_on, lambda n: bar.update(task, total=n), lambda n: bar.advance(task, n)
        )  # fmt: skip


def _write_manifest(file: Path, run: RunResult, paths: Sequence[Path], state: State, options: Options) -> None:
    from ..run.manifest import manifest
    from ..run.recipe import recipe

    try:
        file.write_text(json.dumps(manifest(run, paths, recipe(state.plugins, options)), ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        fail(tr(f"{file}: cannot be written: {error}", f"{file}：不能写入：{error}"))


def _say_unstored(failures: Sequence[str], db: Path | None) -> None:
    """What was checked and is not in the database, and what to do."""
    for line in failures[:_MOST_FAILURES]:
        click.echo(f"mingzhang: {localised(line)}", err=True)
    more = len(failures) - _MOST_FAILURES
    click.echo(
        tr(
            f"mingzhang: {db}: {f'{more} more; ' if more > 0 else ''}not everything was stored; mend that and run the same command again",
            f"mingzhang：{db}：{f'还有 {more} 条；' if more > 0 else ''}没有全部存入；排除原因后再运行同一命令即可补齐",
        ),
        err=True,
    )


def _selection(state: State, select: tuple[str, ...], ignore: tuple[str, ...]) -> Selection:
    """The rules that the options and the configuration choose. Raises UsageError for a word that no rule matches."""
    settings = state.settings
    selection = Selection(select or settings.select, (*settings.ignore, *ignore), settings.severities)
    if unknown := selection.unknown(state.plugins.rules):
        raise UsageError(
            tr(f"no rule matches {', '.join(unknown)}; see 'mingzhang rules'", f"没有规则与 {'、'.join(unknown)} 相符；见 mingzhang rules")
        )
    return selection


def _run(state: State, paths: Sequence[Path], db: Path | None, options: Options) -> tuple[RunResult, list[str], Counter[str]]:
    """The results of all files, each stored and shown on the bar as it comes; what could not be stored; why files were checked again."""
    failures: list[str] = []
    with _progress() as bar, _archive(db, state, options, failures) as archive:
        task = bar.add_task(tr("checking", "核对"), total=None)
        run = check_paths(
            paths, state.plugins, options, lambda n: bar.update(task, total=n), lambda result: bar.advance(task), archive
        )  # fmt: skip
        return run, failures, archive.again if archive is not None else Counter()


def _archive(db: Path | None, state: State, options: Options, failures: list[str]) -> AbstractContextManager[Recorder | None]:
    if db is None:
        return nullcontext()
    from ..reporting.recorder import recording

    return recording(db, state.plugins, options, failures)


def _print_data(run: RunResult, explanations: Sequence[Explanation] | None, form: str) -> None:
    """The report for programs; JSON a piece at a time, however many files there are."""
    if form == "sarif":
        from ..reporting.sarif import sarif

        click.echo(json.dumps(sarif(run, version("mingzhang")), ensure_ascii=False, indent=1))
    elif form == "jsonl":
        for line in contract.check_lines(run):
            click.echo(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    else:
        for piece in contract.check_pieces(run, None if explanations is None else [e.as_json() for e in explanations]):
            click.echo(piece, nl=False)


def _progress() -> Progress:
    """A bar on standard error, shown only at a terminal."""
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)
