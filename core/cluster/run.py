"""A run over many machines, as who begins it sees it: six maps one after the other, and nothing large here.

files → parts; halves of disclosures → parts; parts → shards; bodies → what rules over several disclosures say; shards again; the index.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..messages import localised
from ..model.documents.said import said
from ..plugins.manager import Plugins
from ..run.inputs import suffixes_of
from ..run.options import Options
from ..run.recipe import recipe
from ..store.writer import run_id
from .catalogue import _MEMBERS, NAME, Catalogue
from .mapping import Each
from .parts import put_lines
from .storage import Item, Storage, listed, whole_url
from .work import (
    INDEX,
    Job,
    check_batch,
    compare_bodies,
    find_bodies,
    join_halves,
    make_index,
    merge_shard,
    settle_shard,
)

_BATCH = 16
"""Most files of a task: the scheduler has a millisecond of work for each task, a file a fifth of a second."""
_PENDING = "pending.json"
_SHARES = 64
"""A small run is cut into so many tasks at least, so that no worker has the last one for itself."""
_BODIES, _CUTS = 64, 8
"""Bodies of a task at least, and tasks of a province at most: each of them fetches the shards of the province, where they are not on a disk."""


@dataclass(slots=True)
class ClusterRun:
    """What became of a run. ``failures``: what must be done again, a line each; the same command does it."""

    out: str
    files: int = 0
    known: int = 0
    """Files whose parts were there from an earlier run."""
    skipped: int = 0
    shards: list[str] = field(default_factory=list)
    """Those that changed."""
    failures: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    """What each stage took."""


def check_on_cluster(
    urls: Sequence[str],
    plugins: Plugins,
    options: Options,
    out: str,
    each: Each,
    started: Callable[[int], None] | None = None,
    done: Callable[[int], None] | None = None,
) -> ClusterRun:
    """Check the files of these URLs with ``each`` and store shards and index below ``out``.

    ``started`` hears the number of files, ``done`` how many more are checked. What is there already and unchanged is not done again.
    Raises UsageError if a URL does not exist, or nothing can be written to ``out``.
    """
    out = whole_url(out)
    storage = Storage(out)
    storage.check()
    items, skipped = listed(urls, suffixes_of(plugins.parsers))
    options = replace(options, lean=True, prepared=True, jobs=1)
    run = _Run(Job(out, options, run_id(recipe(plugins, options))), storage, each, ClusterRun(out, len(items), skipped=skipped))
    (started or (lambda count: None))(len(items))
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        file = Path(folder) / NAME
        storage.fetch(NAME, file)
        with closing(Catalogue.at(file)) as run.catalogue:
            resumed = run.resume()
            with run.timed("check"):
                run.check(items, done or (lambda count: None))
            with run.timed("join"):
                run.join()
            with run.timed("merge"):
                changed = run.merge()
            with run.timed("compare"):
                lists = run.compare(changed)
            with run.timed("settle"):
                run.settle(lists)
            with run.timed("index"):
                run.index({**resumed, **lists})
        if changed:
            storage.put_file(NAME, file)
    run.result.shards = changed
    return run.result


@dataclass(slots=True)
class _Run:
    job: Job
    storage: Storage
    each: Each
    result: ClusterRun
    catalogue: Catalogue = field(init=False)

    def _map(self, work: Callable[..., Any], tasks: Iterable[tuple[Any, ...]], name: Callable[..., str]) -> Iterator[tuple[Any, Any]]:
        """Arguments and values of the calls that did not fail."""
        for task, value in self.each(work, ((self.job, *task) for task in tasks)):
            if isinstance(value, UsageError):
                raise value
            if isinstance(value, Exception):
                words = f"{type(value).__name__}: {' '.join(str(value).split())}"
                what = name(*task[1:])
                self.result.failures.append(said(f"{what}: not done ({words})", f"{what}：没有完成（{words}）"))
            else:
                yield task[1:], value

    def check(self, items: Sequence[Item], done: Callable[[int], None]) -> None:
        first = self.catalogue.first_ordinal()
        places = {item.name: first + n * _MEMBERS for n, item in enumerate(items)}
        batches = ((batch,) for batch in _batches(items, max(1, min(_BATCH, len(items) // _SHARES))))
        for (batch,), (heads, known) in self._map(check_batch, batches, lambda batch: f"{batch[0].name} …"):
            self.result.known += known
            members = (enumerate(found, places[name]) for name, found in groupby(heads, key=lambda h: h.item.name))
            self.catalogue.add(one for found in members for one in found)
            done(len(batch))

    def join(self) -> None:
        for _, heads in self._map(join_halves, [(group,) for group in self.catalogue.halves()], lambda group: group[0].name):
            self.catalogue.settle(heads)

    def merge(self) -> list[str]:
        """Bring what is new into the shards; those that changed."""
        catalogue = self.catalogue
        tasks = (
            (shard, put_lines(self.storage, "lists", catalogue.to_store(shard)), catalogue.to_remove(shard))
            for shard in catalogue.shards_to_merge()
        )
        merged = []
        for (shard, parts, _), _ in self._map(merge_shard, tasks, lambda shard, *_: shard):
            self.storage.remove(parts)
            merged.append(shard)
        for shard in merged:
            catalogue.stored(shard)
        return sorted(merged)

    def compare(self, changed: Sequence[str]) -> dict[str, list[str]]:
        """What rules over several disclosures say, in lists by shard; of each shard that changed at least an empty one."""
        there = [Path(name).stem for name in self.storage.names("shards")] if changed else []
        provinces = {province: list(found) for province, found in groupby(there, key=_province)}
        said_of: dict[str, list[str]] = {shard: [] for shard in changed}
        asked = ((provinces[p],) for p in sorted({_province(shard) for shard in changed}))
        bodies = [(shards, part) for (shards,), found in self._map(find_bodies, asked, _first) for part in _batches(found, max(_BODIES, -(-len(found) // _CUTS)))]
        for _, lists in self._map(compare_bodies, bodies, _first):
            for shard, name in lists:
                said_of.setdefault(shard, []).append(name)
        return said_of

    def settle(self, said_of: dict[str, list[str]]) -> None:
        """Store what was said, shard by shard. It concerns shards that hold no trace of what is new, so it is written down until all is done."""
        tasks = [(shard, sorted(lists)) for shard, lists in sorted(said_of.items())]
        if not tasks:
            return
        self.storage.put(_PENDING, json.dumps(tasks).encode())
        done = [task for task, _ in self._map(settle_shard, tasks, lambda shard, _: shard)]
        if len(done) == len(tasks):
            self.storage.remove(_PENDING)
            for _, lists in done:
                for name in lists:
                    self.storage.remove(name)

    def resume(self) -> dict[str, list[str]]:
        """Do what a run that was stopped had still to store; the lists by shard. Raises UsageError if it cannot be done: what comes later would not fit."""
        pending = self.storage.get(_PENDING)
        said_of: dict[str, list[str]] = {} if pending is None else dict(json.loads(pending))
        self.settle(said_of)
        if self.result.failures:
            raise UsageError(localised(self.result.failures[0]))
        return said_of

    def index(self, said_of: dict[str, list[str]]) -> None:
        """Write the index anew where a shard changed."""
        tasks = [(self.storage.names("index"),)] if said_of else []
        for _ in self._map(make_index, tasks, lambda _: INDEX):
            pass

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.result.seconds[stage] = round(time.perf_counter() - started, 3)


def _province(shard: str) -> str:
    return shard.partition("-")[0]


def _first(shards: Sequence[str], *_: object) -> str:
    return _province(shards[0])


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
