"""The one way through: files → documents → disclosures → findings and ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..checking import across
from ..checking.across import Archive, Beside, Said, no_archive
from ..errors import UsageError
from ..model.documents.document import BBox, Document
from ..model.documents.parser import ShowsPages, SlowError, UnreadableError
from ..model.results.result import DocumentResult, DocumentStatus, RunResult
from ..plugins.manager import Plugins
from ..reading.read import read_source, source_of
from .check import check_file, check_files, check_here, given_up, understand_document
from .inputs import Input, collect, suffixes_of
from .joining import complementary, is_partial, lost_remark, remarked
from .options import Options, read_meta
from .workers import Ended, I, Limits, NeedsTime, T, Work, can_fork, run_in_workers

__all__ = ["Options", "check_file", "check_paths", "read_file", "read_meta", "understand_document"]

Task = tuple[Input, ...]
"""The files of one disclosure, as far as it is known."""

_worker: dict[str, tuple[Plugins, Options]] = {}


def _start_worker(plugins: Plugins | None, options: Options) -> None:
    """Plugins come with a worker that is a copy of its parent; others load them, once."""
    _worker["state"] = (plugins or Plugins(options.plugins_dir, options.disabled, options.choices), options)


def _work(task: Task, more: float | None) -> tuple[DocumentResult, ...] | NeedsTime:
    """The results of a task. Each file of it brings its own time; reading that takes longer still is asked for."""
    plugins, options = _worker["state"]
    usual = (options.timeout or 0.0) * (len(task) - 1)
    if usual and more is None:
        return NeedsTime(usual)
    results = check_files(task, plugins, options, patient=options.timeout is None or (more or 0.0) > usual)
    return NeedsTime(usual + results.seconds) if isinstance(results, NeedsTime) else results


def _compare(beside: Beside, more: float | None) -> Said:
    plugins, options = _worker["state"]
    region = plugins.regions.get(beside.this.identity.region)
    return across.compare(beside, plugins.rules, region, options.selection, plugins.guest_rules)


def _in_workers(work: Work[I, T], items: Iterable[I], plugins: Plugins, options: Options, jobs: int = 1) -> Generator[Ended[T], None, None]:
    """What becomes of the items in processes that have the plugins, within the limits of the options."""
    return run_in_workers(
        work,
        items,
        jobs=jobs,
        limits=Limits(options.timeout, options.memory),
        prepare=_start_worker,
        arguments=(plugins if can_fork() else None, options),
    )


def _results(tasks: Sequence[Task], plugins: Plugins, options: Options) -> Iterator[tuple[DocumentResult, ...]]:
    """Results in the order of the tasks. With limits or more than one job, files are read in other processes."""
    if not tasks:
        return
    if options.timeout is None and options.memory is None and (options.jobs <= 1 or len(tasks) <= 1):
        yield from (check_here(t, plugins, options) for t in tasks)
        return
    plugins.list()  # gathers everything, so that workers that are copies need not
    ended = _in_workers(_work, tasks, plugins, options, min(options.jobs, len(tasks)))
    with closing(ended):
        for task, end in zip(tasks, ended, strict=True):
            if end.value is not None:
                yield end.value
            elif len(task) == 1:
                yield (given_up(task[0], end.problem or "", options),)
            else:  # one of them is to blame: each on its own
                yield tuple(r for results in _results([(i,) for i in task], plugins, options) for r in results)


def read_file(path: Path, plugins: Plugins, options: Options) -> Document:
    """Read one file within the limits of the options. Raises UnreadableError with one clear line."""
    if options.timeout is None and options.memory is None:
        return read_source(source_of(path), plugins, options.engine)
    plugins.list()
    with closing(_in_workers(_read, [path], plugins, options)) as ended:
        end = next(ended)
    if isinstance(end.value, Document):
        return end.value
    raise UnreadableError(end.value or end.problem or "")


def _read(path: Path, more: float | None) -> Document | str | NeedsTime:
    """The document, or why it cannot be read."""
    plugins, options = _worker["state"]
    try:
        return read_source(source_of(path), plugins, options.engine, patient=more is not None or options.timeout is None)
    except SlowError as error:
        return NeedsTime(error.seconds)
    except UnreadableError as error:
        return error.words


PictureJob = tuple[Path, str, Sequence[int], Mapping[int, Sequence[BBox]]]
"""File, id of its parser, page numbers, and by page the boxes to black out."""


def page_pictures(job: PictureJob, plugins: Plugins, options: Options) -> tuple[dict[int, bytes], str | None]:
    """PNG files of pages by number, and why there are none; a format that has no pages is no reason."""
    plugins.list()
    with closing(_in_workers(_draw, [job], plugins, options)) as ended:
        end = next(ended)
    return end.value or {}, end.problem


def _draw(job: PictureJob, more: float | None) -> dict[int, bytes] | NeedsTime:
    path, name, pages, covered = job
    plugins, _ = _worker["state"]
    if more is None and len(pages) > 20:
        return NeedsTime(float(len(pages)))
    parser = next((p for p in plugins.parsers if p.id == name), None)
    return parser.pictures(source_of(path), pages, covered) if isinstance(parser, ShowsPages) else {}


Counterparts = Callable[[DocumentResult], Sequence[tuple[str, str]]]
"""Path and SHA-256 of the files of earlier runs that hold what a file lacks: its tables, or its prose."""


@dataclass(slots=True)
class _Run:
    """A run in progress: its files, and their results so far."""

    inputs: list[Input]
    plugins: Plugins
    options: Options
    results: list[DocumentResult] = field(default_factory=list)
    partial: dict[int, DocumentResult] = field(default_factory=dict)
    """Results, by their place, of files with prose alone or tables alone, checked alone or together: handed on last."""

    def check(self, hear: Callable[[DocumentResult], None]) -> None:
        """Checks every file, or all as one; hands on what no other file can complete."""
        tasks = [tuple(self.inputs)] if self.options.together and self.inputs else [(i,) for i in self.inputs]
        for group in _results(tasks, self.plugins, self.options):
            for result in group:
                if is_partial(result):
                    self.partial[len(self.results)] = result
                else:
                    hear(result)
                self.results.append(result)

    def join(self) -> None:
        """Checks together what completes each other."""
        found = complementary(self.results)
        groups = _results([tuple(self.inputs[i] for i in g) for g in found], self.plugins, self.options)
        for places, group in zip(found, groups, strict=True):
            for place, result in zip(places, group, strict=True):
                if result.status is DocumentStatus.CHECKED:
                    self.results[place] = self.partial[place] = result
        self._copies()

    def compare(self, archive: Archive) -> Iterator[tuple[int, DocumentResult]]:
        """Place and new result of those of which rules over several disclosures have something to say."""
        plugins, options = self.plugins, self.options
        if options.timeout is None and options.memory is None and options.jobs <= 1:
            yield from across.compare_results(self.results, plugins.rules, plugins.regions, options.selection, archive, plugins.guest_rules)
            return
        found = across.with_peers(self.results, plugins.rules, archive)
        places: list[Beside] = []

        def heard() -> Iterator[Beside]:
            for beside in found:
                places.append(beside)
                yield beside

        with closing(_in_workers(_compare, heard(), plugins, options)) as ended:
            for end in ended:
                beside = places.pop(0)
                said = end.value or across.failed(beside, plugins.rules, end.problem or "")
                yield beside.index, across.compared(self.results[beside.index], said)

    def _copies(self) -> None:
        """Other paths of a file that was checked together with others have the same result."""
        known = {r.sha256: r for r in self.partial.values() if r.together}
        for place, result in self.partial.items():
            if result.sha256 in known and not result.together:
                self.results[place] = self.partial[place] = replace(known[result.sha256], path=result.path, meta=result.meta)

    def join_stored(self, counterparts: Counterparts) -> None:
        """Looks for the other halves of what is still alone among the files of earlier runs, and checks them together."""
        lost: dict[int, list[str]] = {}
        seen = {r.sha256 for r in self.results}
        recalled: list[Input] = []
        for place, result in self.partial.items():
            if not is_partial(result):
                continue
            stored: dict[str, list[str]] = {}
            for name, sha256 in counterparts(result):
                stored.setdefault(sha256, []).append(name)
            for sha256, names in stored.items():
                item = next((Input(Path(n), n) for n in names if _is_unchanged(Path(n), sha256)), None)
                if item is None:
                    lost.setdefault(place, []).append(Path(names[0]).name)
                elif sha256 not in seen:
                    seen.add(sha256)
                    recalled.append(item)
        count = len(self.inputs)
        self.inputs += recalled
        self.results += [group[0] for group in _results([(i,) for i in recalled], self.plugins, self.options)]
        if recalled:
            self.join()
            self._forget(count)
        for place, names in lost.items():
            if is_partial(self.results[place]):
                self.results[place] = self.partial[place] = remarked(self.results[place], *map(lost_remark, names))

    def _forget(self, count: int) -> None:
        """Leaves out files of earlier runs (those after the first ``count``) that were not joined with one of this run."""
        joined = {r.together for r in self.results[:count] if r.together}
        kept = [i for i, r in enumerate(self.results) if i < count or r.together in joined]
        self.partial = {new: self.partial[old] for new, old in enumerate(kept) if old in self.partial}
        self.results = [self.results[i] for i in kept]
        self.inputs = [self.inputs[i] for i in kept]


def _is_unchanged(path: Path, sha256: str) -> bool:
    """Whether a file is still there and what it was."""
    try:
        return path.is_file() and source_of(path).sha256 == sha256
    except (UnreadableError, OSError):
        return False


def check_paths(
    paths: Iterable[Path],
    plugins: Plugins,
    options: Options | None = None,
    started: Callable[[int], None] | None = None,
    done: Callable[[DocumentResult], None] | None = None,
    counterparts: Counterparts | None = None,
    compared: Callable[[DocumentResult], None] | None = None,
    archive: Archive = no_archive,
) -> RunResult:
    """Check files and directories. ``started`` hears the number of files, ``done`` every result.

    Results are heard in the order of the files; those with prose alone or tables alone come last, for they may be parts
    of one disclosure. ``counterparts`` knows files of earlier runs: one that holds what a file of this run lacks is checked
    together with it, and its result is one of the run's. When all are known, rules over several disclosures run; ``compared``
    hears again the results of those that have others of their body beside them, in the run or in the ``archive``.
    Raises UsageError if a path does not exist or the forced region is not loaded.
    """
    options = options or Options()
    paths = list(paths)
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or directory")
    if options.region is not None and options.region not in plugins.regions:
        raise UsageError(f"no region {options.region!r}; loaded: {', '.join(sorted(plugins.regions))}")
    announce, hear = started or (lambda count: None), done or (lambda result: None)
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        collected = collect(paths, suffixes_of(plugins.parsers), Path(scratch))
        run = _Run(collected.inputs, plugins, options)
        announce(len(run.inputs))
        try:
            run.check(hear)
            run.join()
            if counterparts is not None:
                run.join_stored(counterparts)
        finally:  # also of an interrupted run
            for result in run.partial.values():
                hear(result)
        for place, result in run.compare(archive):
            run.results[place] = result
            if compared is not None:
                compared(result)
    return RunResult(tuple(run.results), collected.skipped, plugins.errors, tuple(plugins.rules))
