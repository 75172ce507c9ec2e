"""What workers do: pure functions from names to names; everything large lies in the storage.

Each may be done twice, or be lost half-way and done again, and leaves the same.
"""

from __future__ import annotations

import faulthandler
import json
import multiprocessing
import os
import shutil
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from ..checking.across import compare, compared
from ..errors import UsageError
from ..messages import tr
from ..model.documents.parser import UnreadableError
from ..model.documents.said import Said, said
from ..model.results.result import DocumentResult
from ..plugins.manager import Plugins
from ..reading.read import source_of
from ..reporting.recorder import Recorder, recording
from ..run.check import check_files, given_up
from ..run.inputs import Input, collect, suffixes_of
from ..run.joining import complementary
from ..run.options import Options
from ..run.pipeline import checked_within_limits, finished, joined
from ..run.recipe import recipe
from ..run.workers import NeedsTime, late_words, out_of_memory
from ..store.besides import Body, besides, bodies_to_compare
from ..store.compared import forget_uncompared, save_compared, uncompared_bodies
from ..store.kept import content_of, result_of
from ..store.known import kept_result
from ..store.reader import open_for_reading
from ..store.writer import remove_document, run_id
from .index import make_part, make_whole
from .parts import MOST_DEATHS, Attempts, Head, find_part, get_lines, head_from, part_name, put_lines, result_in, save_part
from .storage import Item, Storage, fetched

INDEX = "index.db"
_GRACE = 10.0
"""Seconds after which a worker that hangs inside a library is ended from outside Python."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a run have in common. ``run``: the id of its settings, which the worker must come to as well."""

    out: str
    options: Options
    run: str


_loaded: dict[str, Plugins] = {}


def load(job: Job) -> tuple[Plugins, Options]:
    """The plugins, once for each worker. Raises UsageError if the worker has other software, rules or packs than whoever began the run."""
    options = replace(job.options, lean=True, prepared=True)
    key = f"{job.run} {options.plugins_dir} {options.disabled} {options.choices}"
    if key not in _loaded:
        plugins = Plugins(options.plugins_dir, options.disabled, options.choices)
        plugins.list()
        if run_id(recipe(plugins, options)) != job.run:
            raise UsageError(
                tr(
                    "a worker has other software, rules or packs than this machine; install the same on both",
                    "工作节点的程序、规则或地区包与本机不同，请安装同一版本",
                )
            )
        _loaded[key] = plugins
    return _loaded[key], options


def check_batch(job: Job, items: Sequence[Item]) -> tuple[list[Head], int]:
    """Check files, each into its part; the heads, and how many parts were there already. Raises OSError where the storage fails."""
    plugins, options = load(job)
    out = Storage(job.out)
    attempts = Attempts(out, job.run, items)
    heads, known = list[Head](), 0
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        attempts.begin()
        try:
            for item in items:
                scratch = Path(folder) / "item"
                for file in _files(item, plugins, scratch):
                    part = part_name(job.run, item.name, file.name, _content(file), options.provenance(file.name))
                    head = find_part(out, part)
                    known += head is not None
                    heads.append(head or _checked(file, item, part, plugins, options, out, attempts))
                shutil.rmtree(scratch, ignore_errors=True)
        finally:
            attempts.end()
    return heads, known


def _files(item: Item, plugins: Plugins, scratch: Path) -> list[Input]:
    """The file, or the members of a ZIP file, on this machine."""
    try:
        path = fetched(item, scratch)
    except FileNotFoundError as error:
        return [Input(Path(item.name), item.name, said(f"cannot open the file: {error}", f"文件打不开：{error}"))]
    found = collect([path], suffixes_of(plugins.parsers), scratch / "members").inputs
    return [replace(i, name=item.name + i.name.removeprefix(str(path))) for i in found]


def _content(file: Input) -> str:
    """The hash of the content; of what cannot be read, why."""
    try:
        return source_of(file.path).sha256
    except (UnreadableError, OSError) as error:
        return f"unreadable: {error}"


def _checked(file: Input, item: Item, part: str, plugins: Plugins, options: Options, out: Storage, attempts: Attempts) -> Head:
    deaths = attempts.deaths(part)
    if deaths >= MOST_DEATHS:
        result = finished(given_up(file, died_words(deaths), options), options)
    elif multiprocessing.current_process().daemon:  # a worker that somebody starts again when it ends
        result = _watched(file, item, part, plugins, options, out)
    else:
        ((result,),) = checked_within_limits([(file,)], plugins, options)
    return save_part(out, result, item, part)


def _watched(file: Input, item: Item, part: str, plugins: Plugins, options: Options, out: Storage) -> DocumentResult:
    """Check a file in this process, which ends itself when the file is late: the part then says so, and the batch is taken up by another."""

    def late(seconds: float) -> None:
        save_part(out, finished(given_up(file, late_words(seconds), options), options), item, part)

    seconds = options.timeout
    try:
        with _watch(seconds, late):
            results = check_files([file], plugins, options, patient=seconds is None)
        if isinstance(results, NeedsTime):
            with _watch((seconds or 0.0) + results.seconds, late):
                results = check_files([file], plugins, options, patient=True)
    except MemoryError:
        return finished(given_up(file, out_of_memory(), options), options)
    assert not isinstance(results, NeedsTime)
    return finished(results[0], options)


@contextmanager
def _watch(seconds: float | None, late: Callable[[float], None]) -> Iterator[None]:
    """End the process when the time is over. A library that holds the interpreter for good is ended a little later, without a word."""
    if seconds is None:
        yield
        return

    def end() -> None:
        try:
            late(seconds)
        finally:
            os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    faulthandler.dump_traceback_later(seconds + _GRACE, exit=True)
    try:
        yield
    finally:
        timer.cancel()
        faulthandler.cancel_dump_traceback_later()


def died_words(deaths: int) -> Said:
    """What is said of a file that was set aside."""
    return said(
        f"set aside: {deaths} workers died while they read it; it is probably damaged or needs too much memory",
        f"已搁置：{deaths} 个工作进程在读取它时中途退出，文件可能已损坏，或所需内存过多",
    )


def join_halves(job: Job, heads: Sequence[Head]) -> list[Head]:
    """Files with prose alone or tables alone, in the order of the run: those that complete each other checked together."""
    plugins, options = load(job)
    options = replace(options, timeout=None, memory=None)
    out = Storage(job.out)
    results = [result_in(out, h) for h in heads]
    if not complementary(dict(enumerate(results))):
        return list(heads)
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        inputs = []
        for n, head in enumerate(heads):
            file = next((f for f in _files(head.item, plugins, Path(folder) / str(n)) if f.name == head.name), None)
            if file is None or _content(file) != head.sha256:
                return list(heads)  # gone or changed since; the next run sees what it is now
            inputs.append(file)
        found = joined(inputs, results, plugins, options)
    together = [h.part for h in heads]
    parts = [part_name(job.run, h.item.name, h.name, h.sha256, h.meta, *together) for h in heads]
    return [
        head if new is old else save_part(out, new, head.item, part)
        for head, old, new, part in zip(heads, results, found, parts, strict=True)
    ]


def shard_file(shard: str) -> str:
    """Where a shard lies."""
    return f"shards/{shard}.db"


def merge_shard(job: Job, shard: str, parts: str, gone: Sequence[str]) -> None:
    """Bring parts into the shard of a province and a year, and take out what belongs into another; ``parts``: the name of a list of heads.

    Raises RuntimeError if one of them could not be stored; the shard then stays as it was.
    """
    out = Storage(job.out)
    with _shard(job, shard) as archive:
        for document in gone:
            remove_document(archive.db, document)
        for line in get_lines(out, parts):
            archive.record(result_in(out, head_from(line)))
        archive.flush()


def find_bodies(job: Job, shards: Sequence[str]) -> list[Body]:
    """The bodies of a province whose disclosures are to be compared."""
    with _readable(job, shards) as databases:
        return bodies_to_compare(list(databases.values()))


def compare_bodies(job: Job, shards: Sequence[str], bodies: Sequence[Body]) -> list[tuple[str, str]]:
    """What rules over several disclosures say of those of some bodies: a list of results for each shard in which they stand."""
    plugins, options = load(job)
    lines: dict[str, list[str]] = {}
    with _readable(job, shards) as databases:
        names = {id(db): shard for shard, db in databases.items()}
        for db, beside in besides(list(databases.values()), bodies, plugins.rules):
            region = plugins.regions.get(beside.this.identity.region)
            heard = compare(beside, plugins.rules, region, options.selection, plugins.guest_rules)
            if (result := kept_result(db, beside.this.document)) is not None:
                lines.setdefault(names[id(db)], []).append(content_of(compared(result, heard)))
    return [(shard, put_lines(Storage(job.out), "compared", found)) for shard, found in lines.items()]


def settle_shard(job: Job, shard: str, lists: Sequence[str]) -> str:
    """Store what was said of the documents of a shard, and make its part of the index, whose name is given."""
    out = Storage(job.out)
    with _shard(job, shard) as archive:
        for name in lists:
            for line in get_lines(out, name):
                result = result_of(zlib.compress(line.encode(), 1), json.loads(line)["path"])
                save_compared(archive.db, result, keep_personal=job.options.keep_personal)
        forget_uncompared(archive.db, uncompared_bodies(archive.db))
    part = f"index/{shard}.db"
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        whole = out.readable(shard_file(shard), Path(folder))
        assert whole is not None
        make_part(shard, whole, Path(folder) / "part.db")
        out.put_file(part, Path(folder) / "part.db")
    return part


def make_index(job: Job, parts: Sequence[str]) -> None:
    """The index of all shards from its parts."""
    out = Storage(job.out)
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        sources = [file for part in parts if (file := out.readable(part, Path(folder))) is not None]
        target = Path(folder) / "whole.db"
        make_whole(sources, target)
        out.put_file(INDEX, target)


@contextmanager
def _shard(job: Job, shard: str) -> Iterator[Recorder]:
    """A shard to be written, a copy of it on this machine; put into place if all could be stored."""
    plugins, options = load(job)
    out = Storage(job.out)
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        file = Path(folder) / "shard.db"
        out.fetch(shard_file(shard), file)
        with recording(file, plugins, options, failures) as archive:
            if archive is None:
                raise RuntimeError(f"{shard}: {failures[0]}")
            yield archive
        if failures:
            raise RuntimeError(f"{shard}: {failures[0]}")
        out.put_file(shard_file(shard), file)


@contextmanager
def _readable(job: Job, shards: Sequence[str]) -> Iterator[dict[str, Database]]:
    """Shards to be read."""
    out = Storage(job.out)
    databases: dict[str, Database] = {}
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        try:
            for shard in shards:
                if (file := out.readable(shard_file(shard), Path(folder))) is not None:
                    databases[shard] = open_for_reading(file)
            yield databases
        finally:
            for db in databases.values():
                db.close()
