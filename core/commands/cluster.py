"""``mingzhang check URL… --out URL``: files of any number, checked here or on a cluster, stored as shards."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..messages import localised, tr
from .state import State, fail

if TYPE_CHECKING:
    from ..cluster.index import Totals
    from ..cluster.run import ClusterRun
    from ..run.options import Options

_MOST_FAILURES = 10
_SEVERITIES = {"error": ("data does not agree", "疑点（数据不符）"), "warning": ("to be explained", "需说明"), "info": ("notes", "提示")}


def check_urls(
    state: State, urls: Sequence[str], options: Options, cluster: str | None, out: str, form: str, fail_on: str,
    started: Callable[[int], None], done: Callable[[int], None],
) -> int:  # fmt: skip
    """Check, store, and report in short; the exit status. Raises UsageError."""
    from ..cluster.index import totals
    from ..cluster.mapping import in_a_loop, on_dask
    from ..cluster.run import check_on_cluster
    from ..cluster.storage import Storage
    from ..cluster.work import INDEX

    with on_dask(cluster, options.jobs) if cluster else nullcontext(in_a_loop) as each:
        run = check_on_cluster(urls, state.plugins, options, out, each, started, done)
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        found = totals(Storage(out).readable(INDEX, Path(scratch)))
    if form == "json":
        click.echo(json.dumps({"schema": "mingzhang.cluster/1", **asdict(run), "stored": asdict(found)}, ensure_ascii=False, indent=1))
    else:
        _print(run, found)
    for line in run.failures[:_MOST_FAILURES]:
        click.echo(f"mingzhang: {localised(line)}", err=True)
    if run.failures:
        count = len(run.failures)
        words = f"mingzhang: {count} tasks failed; run the same command again", f"mingzhang：有 {count} 项没有完成，再运行同一命令即可补齐"
        click.echo(tr(*words), err=True)
        return 3
    if not run.files:
        click.echo(tr("mingzhang: nothing to read: no file of a known format", "mingzhang：没有可读的文件"), err=True)
        return 3
    return found.exit_status(fail_on)


def refuse(given: dict[str, bool]) -> None:
    """End the command if options were given that do not go with ``--out``."""
    if names := [name for name, is_given in given.items() if is_given]:
        listed = ", ".join(names)
        fail(tr(f"--out does not go together with {listed}", f"--out 不能与 {'、'.join(names)} 同时使用"))


def _print(run: ClusterRun, found: Totals) -> None:
    n = found.documents
    checked, rest = n.get("checked", 0), sum(n.values()) - n.get("checked", 0)
    skipped = tr(f"; {run.skipped} of other kinds passed over", f"；跳过其他格式 {run.skipped} 个") if run.skipped else ""
    click.echo(
        tr(
            f"{run.files} files, {run.known} of them unchanged{skipped}; stored in {len(run.shards)} shards that changed",
            f"本次 {run.files} 个文件，其中 {run.known} 个没有变化{skipped}；更新分库 {len(run.shards)} 个",
        )
    )
    click.echo(
        tr(
            f"stored in all: {checked} documents checked, {rest} not checked, {len(found.shards)} shards",
            f"现存共核对 {checked} 份，未能核对 {rest} 份，分库 {len(found.shards)} 个",
        )
    )
    for severity, (english, chinese) in _SEVERITIES.items():
        if count := found.findings.get(severity, 0):
            click.echo(tr(f"  {english}: {count}", f"  {chinese}：{count} 条"))
    for path, reason in found.unread:
        click.echo(f"  {path}: {localised(reason)}")
    if (more := rest - len(found.unread)) > 0:
        click.echo(tr(f"  … and {more} more that were not checked", f"  另有 {more} 份未能核对"))
    click.echo(tr("Comparisons by a program: not a judgement.", "系统自动比对，未经认定，不代表违法违纪。"))
