"""The one way through: files → documents → disclosures → findings and ledger."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..checking.across import Beside, Said, compare, compared, failed, with_peers
from ..errors import UsageError
from ..model.disclosures.body import body_key
from ..model.documents.document import BBox, Document
from ..model.documents.parser import ShowsPages, SlowError, UnreadableError
from ..model.results.result import DocumentResult, DocumentStatus, RunResult
from ..plugins.manager import Plugins
from ..reading.read import read_source, source_of
from ..store.prepared import packed_rows
from .archive import Archive
from .check import check_file, check_files, check_here, given_up, understand_document
from .inputs import Input, collect, suffixes_of
from .joining import complementary, is_partial, lost_remark, remarked
from .options import Options, read_meta
from .spool import Spool
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
    return NeedsTime(usual + results.seconds) if isinstance(results, NeedsTime) else tuple(finished(r, options) for r in results)


def finished(result: DocumentResult, options: Options) -> DocumentResult:
    """The result as it leaves the process that checked it: with the rows of the database, and small, as the options want it."""
    if options.prepared:
        result = replace(result, prepared=packed_rows(result, keep_personal=options.keep_personal))
    return result.lean() if options.lean else result


def _compare(beside: Beside, more: float | None) -> Said:
    plugins, options = _worker["state"]
    return _said(beside, plugins, options)


def _said(beside: Beside, plugins: Plugins, options: Options) -> Said:
    region = plugins.regions.get(beside.this.identity.region)
    return compare(beside, plugins.rules, region, options.selection, plugins.guest_rules)


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


def _results(tasks: Iterable[Task], count: int, plugins: Plugins, options: Options) -> Iterator[tuple[DocumentResult, ...]]:
    """Results in the order of the tasks, of which there are at most ``count``. With limits or more than one job, files are read in other processes."""
    if options.timeout is None and options.memory is None and (options.jobs <= 1 or count <= 1):
        for task in tasks:
            yield tuple(finished(r, options) for r in check_here(task, plugins, options))
        return
    if not count:
        return
    plugins.list()  # gathers everything, so that workers that are copies need not
    waiting: deque[Task] = deque()

    def handed() -> Iterator[Task]:
        for task in tasks:
            waiting.append(task)
            yield task

    ended = _in_workers(_work, handed(), plugins, options, min(options.jobs, count))
    with closing(ended):
        for end in ended:
            task = waiting.popleft()
            if end.value is not None:
                yield end.value
            elif len(task) == 1:
                yield (finished(given_up(task[0], end.problem or "", options), options),)
            else:  # one of them is to blame: each on its own
                yield tuple(r for results in _results([(i,) for i in task], len(task), plugins, options) for r in results)


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


@dataclass(slots=True)
class _Run:
    """A run in progress: its files, and their results so far."""

    inputs: list[Input]
    plugins: Plugins
    options: Options
    hear: Callable[[DocumentResult], None]
    archive: Archive | None
    results: Spool | list[DocumentResult]
    partial: set[int] = field(default_factory=set)
    """Places of results of files with prose alone or tables alone, checked alone or together."""
    changed: dict[int, DocumentResult] | None = None
    """Results that took the place of others, with their rows, for whoever asks for them."""

    def check(self) -> None:
        """Checks every file of which it is not known what came of it, or all as one."""
        if self.options.together and self.inputs:
            for group in _results([tuple(self.inputs)], 1, self.plugins, self.options):
                for result in group:
                    self._take(result)
            return
        known: dict[int, DocumentResult] = {}
        asked: deque[int] = deque()

        def tasks() -> Iterator[Task]:
            for place, item in enumerate(self.inputs):
                found = self.archive.known(item) if self.archive is not None and not self.options.recheck else None
                if found is not None:
                    known[place] = found
                else:
                    asked.append(place)
                    yield (item,)
                    continue
                while not asked and known:
                    self._take(known.pop(len(self.results)))

        for (result,) in _results(tasks(), len(self.inputs), self.plugins, self.options):
            place = asked.popleft()
            while len(self.results) < place:
                self._take(known.pop(len(self.results)))
            self._take(result)
        while known:
            self._take(known.pop(len(self.results)))

    def _take(self, result: DocumentResult) -> None:
        """A result in its place, stored and heard."""
        if is_partial(result):
            self.partial.add(len(self.results))
        self._store(result)
        self.results.append(replace(result, prepared=b""))
        self.hear(result)

    def _store(self, result: DocumentResult) -> None:
        if self.archive is not None:
            self.archive.record(result)

    def _change(self, place: int, result: DocumentResult) -> None:
        """Another result in the place of one that was known."""
        self._store(result)
        if self.changed is not None:
            self.changed[place] = result
        self.results[place] = replace(result, prepared=b"")

    def join(self) -> None:
        """Checks together what completes each other."""
        found = complementary({place: self.results[place] for place in sorted(self.partial)})
        groups = _results([tuple(self.inputs[i] for i in g) for g in found], len(found), self.plugins, self.options)
        for places, group in zip(found, groups, strict=True):
            for place, result in zip(places, group, strict=True):
                if result.status is DocumentStatus.CHECKED:
                    self._change(place, result)
        self._copies()

    def _copies(self) -> None:
        """Other paths of a file that was checked together with others have the same result."""
        partial = {place: self.results[place] for place in sorted(self.partial)}
        known = {r.sha256: r for r in partial.values() if r.together}
        for place, result in partial.items():
            if result.sha256 in known and not result.together:
                self._change(place, replace(known[result.sha256], path=result.path, meta=result.meta))

    def reopen(self) -> None:
        """Checks anew, each alone, stored files that were joined, where a new file of their disclosure may belong to them too."""
        fresh = {_disclosed(r) for place in sorted(self.partial) if not (r := self.results[place]).stored}
        found = [(place, r.together) for place, r in enumerate(self.results) if fresh and r.stored and r.together and _disclosed(r) in fresh]
        for (place, _), (result,) in zip(
            found, _results([(self.inputs[p],) for p, _ in found], len(found), self.plugins, self.options), strict=True
        ):
            if is_partial(result):
                self.partial.add(place)
            self._change(place, result)

    def add_mates(self, archive: Archive) -> None:
        """Brings the stored results of files that were checked together with one of the run: one of them carries the findings."""
        joined = [r for r in self.results if r.stored and r.together]
        seen = {r.sha256 for r in self.results} if joined else set()
        for result in joined:
            for mate in archive.mates(result):
                if mate.sha256 not in seen:
                    seen.add(mate.sha256)
                    self.inputs.append(Input(Path(mate.path), mate.path))
                    self.results.append(mate)

    def join_stored(self, archive: Archive) -> None:
        """Looks for the other halves of what is still alone among the files of earlier runs, and checks them together."""
        lost: dict[int, list[str]] = {}
        alone = {place: r for place in sorted(self.partial) if is_partial(r := self.results[place])}
        seen = {r.sha256 for r in self.results} if alone else set()
        recalled: list[Input] = []
        for place, result in alone.items():
            stored: dict[str, list[str]] = {}
            for name, sha256 in archive.counterparts(result):
                stored.setdefault(sha256, []).append(name)
            for sha256, names in stored.items():
                item = next((Input(Path(n), n) for n in names if _is_unchanged(Path(n), sha256)), None)
                if sha256 in seen:
                    continue
                if item is None:
                    lost.setdefault(place, []).append(Path(names[0]).name)
                else:
                    seen.add(sha256)
                    recalled.append(item)
        count = len(self.inputs)
        self.inputs += recalled
        for (result,) in _results([(i,) for i in recalled], len(recalled), self.plugins, self.options):
            if is_partial(result):
                self.partial.add(len(self.results))
            self.results.append(result)
        if recalled:
            self.join()
            self._forget(count)
        for place, names in lost.items():
            if is_partial(self.results[place]):
                self._change(place, remarked(self.results[place], *map(lost_remark, names)))

    def _forget(self, count: int) -> None:
        """Leaves out files of earlier runs (those after the first ``count``) that were not joined with one of this run."""
        joined = {self.results[place].together for place in self.partial if place < count} - {None}
        kept = [i for i in range(len(self.results)) if i < count or self.results[i].together in joined]
        self.results = _only(self.results, kept)
        self.inputs = [self.inputs[i] for i in kept]

    def compare(self) -> None:
        """Lets rules over several disclosures say what they have to say."""
        places: dict[str, list[int]] = {}
        for place, result in enumerate(self.results):
            if result.identity is not None:
                places.setdefault(result.sha256, []).append(place)
        for document, said in self._compared():
            stored = self.archive.compared(document, said) if self.archive is not None else None
            for place in places.get(document, ()):
                result = self.results[place]
                self.results[place] = (
                    replace(stored, path=result.path, meta=result.meta, stored=result.stored) if stored else compared(result, said)
                )

    def _compared(self) -> Iterator[tuple[str, Said]]:
        """What the rules say of each disclosure that has peers: stored ones where results are stored, else those of the run."""
        plugins, options = self.plugins, self.options
        found = with_peers(self.results, plugins.rules) if self.archive is None else self.archive.besides()
        if options.timeout is None and options.memory is None and options.jobs <= 1:
            for beside in found:
                yield beside.this.document, _said(beside, plugins, options)
            return
        waiting: deque[Beside] = deque()

        def heard() -> Iterator[Beside]:
            for beside in found:
                waiting.append(beside)
                yield beside

        plugins.list()
        with closing(_in_workers(_compare, heard(), plugins, options)) as ended:
            for end in ended:
                beside = waiting.popleft()
                yield beside.this.document, end.value or failed(beside, plugins.rules, end.problem or "")


def _disclosed(result: DocumentResult) -> tuple[object, ...]:
    """What files of one disclosure have in common, whatever their level says."""
    who = result.identity
    return (who.division_code, body_key(who.body or ""), who.fiscal_year, who.kind) if who else (result.sha256,)


def _only(results: Spool | list[DocumentResult], places: list[int]) -> Spool | list[DocumentResult]:
    if isinstance(results, Spool):
        results.keep(places)
        return results
    return [results[p] for p in places]


def _is_unchanged(path: Path, sha256: str) -> bool:
    """Whether a file is still there and what it was."""
    try:
        return path.is_file() and source_of(path).sha256 == sha256
    except (UnreadableError, OSError):
        return False


def joined(inputs: Sequence[Input], results: Sequence[DocumentResult], plugins: Plugins, options: Options) -> list[DocumentResult]:
    """The results of files with prose alone or tables alone, those that complete each other checked together; the others as they were."""
    known = [replace(r, prepared=b"") for r in results]
    run = _Run(list(inputs), plugins, options, lambda result: None, None, known, set(range(len(known))))
    changed: dict[int, DocumentResult] = {}
    run.changed = changed
    run.join()
    rows = {r.sha256: r.prepared for r in changed.values() if r.prepared}
    return [replace(r, prepared=rows[r.sha256]) if (r := changed.get(place)) else result for place, result in enumerate(results)]


def checked_within_limits(tasks: Sequence[Task], plugins: Plugins, options: Options) -> Iterator[tuple[DocumentResult, ...]]:
    """What became of each task, in processes of their own if there are limits."""
    return _results(tasks, len(tasks), plugins, options)


def check_paths(
    paths: Iterable[Path],
    plugins: Plugins,
    options: Options | None = None,
    started: Callable[[int], None] | None = None,
    done: Callable[[DocumentResult], None] | None = None,
    archive: Archive | None = None,
) -> RunResult:
    """Check files and directories. ``started`` hears the number of files, ``done`` every result in the order of the files.

    Results go to the ``archive`` as they come; a file that it knows unchanged is not checked again. Then files with prose alone or
    tables alone that complete each other, or a file of an earlier run, are checked together, and rules over several disclosures
    run: over what is stored, else over those of the run. What then changed is in the result of the run, and in the archive.
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
    options = replace(options, prepared=archive is not None)
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        collected = collect(paths, suffixes_of(plugins.parsers), Path(scratch))
        run = _Run(collected.inputs, plugins, options, hear, archive, Spool() if options.lean else [])
        announce(len(run.inputs))
        run.check()
        run.reopen()
        run.join()
        if archive is not None:
            run.join_stored(archive)
            run.add_mates(archive)
        run.compare()
    results = run.results if isinstance(run.results, Spool) else tuple(run.results)
    return RunResult(results, collected.skipped, plugins.errors, tuple(plugins.rules))
