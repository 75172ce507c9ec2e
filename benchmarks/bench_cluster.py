"""A local Dask cluster: two workers against one, ten times the files, and the merged shards against one machine's database.

python benchmarks/bench_cluster.py [FILES]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from mingzhang.core.cluster.mapping import on_dask
from mingzhang.core.cluster.run import check_on_cluster
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.store.merging import merge
from mingzhang.core.store.reader import content_digest, open_for_reading
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.render.pdf import render_pdf


def made(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(count):
        region, years = (("xinjiang", (2022, 2023, 2024)), ("sichuan", (2022, 2023)))[n % 2]
        render_pdf(generate(n // 6 + 1, region, years[n // 2 % len(years)]), folder / f"{n:05}.pdf")
    return folder


def timed(folder: Path, out: Path, workers: int) -> float:
    plugins = default_plugins()
    with on_dask("local", workers) as each:
        check_on_cluster([str(next(iter(sorted(folder.iterdir()))))], plugins, Options(), str(out.with_name(f"{out.name}-warm")), each)
        started = time.perf_counter()
        run = check_on_cluster([str(folder)], plugins, Options(), str(out), each)
        seconds = time.perf_counter() - started
    assert not run.failures, run.failures
    print(f"{len(list(folder.iterdir()))} files, {workers} workers: {run.seconds}", flush=True)
    return seconds


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        files, few = made(home / "files", count), made(home / "few", max(count // 10, 1))
        least = timed(few, home / "out-few", 1)
        one, two = timed(files, home / "out-1", 1), timed(files, home / "out-2", 2)
        print(f"{count} files: one worker {one:.1f} s, two workers {two:.1f} s, x {one / two:.2f}")
        print(f"{max(count // 10, 1)} files, one worker: {least:.1f} s; ten times as many x {one / least:.2f}")
        merge(sorted((home / "out-2" / "shards").iterdir()), home / "merged.db")
        options, plugins = Options(lean=True), default_plugins()
        started = time.perf_counter()
        with recording(home / "one.db", plugins, options) as archive:
            check_paths([files], plugins, options, archive=archive)
        print(f"one machine, one process, one database: {time.perf_counter() - started:.1f} s")
        same = content_digest(open_for_reading(home / "merged.db")) == content_digest(open_for_reading(home / "one.db"))
        print("merged shards and one machine's database: " + ("the same" if same else "DIFFERENT"))
    return int(not same)


if __name__ == "__main__":
    raise SystemExit(main())
