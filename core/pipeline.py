"""The one way through: files → documents → disclosures → findings and ledger."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from .checking.engine import Selection, check_disclosure
from .errors import UsageError
from .model.disclosure import Disclosure
from .model.document import Document
from .model.parser import SlowError, UnreadableError
from .model.result import DocumentResult, DocumentStatus, Provenance, RunResult
from .plugins import Plugins
from .reading.collect import Input, collect, suffixes_of
from .reading.read import read_source, source_of
from .running import Limits, NeedsTime, can_fork, out_of_memory, run_in_workers
from .understanding.understand import understand

_LARGEST_HASHED = 1 << 30
_META_COLUMNS = ("source_url", "publisher", "fetched_at", "approved_on", "published_on")


@dataclass(frozen=True, slots=True)
class Options:
    """How a run reads and checks. ``region`` forces a pack; ``meta`` maps a path or file name to its provenance.

    ``timeout`` (seconds; pages read by OCR have their own on top) and ``memory`` (MiB) hold for each file. With one of
    them, or with more than one job, files are read in processes of their own; a file that reaches a limit is
    ``unreadable`` and the others go on. Without them everything happens in the calling process.
    """

    engine: str = "auto"
    region: str | None = None
    selection: Selection = field(default_factory=Selection)
    meta: dict[str, Provenance] = field(default_factory=dict)
    jobs: int = 1
    timeout: float | None = None
    memory: int | None = None
    plugins_dir: Path | None = None
    disabled: tuple[str, ...] = ()


def read_meta(path: Path) -> dict[str, Provenance]:
    """A manifest CSV with the columns path (or file), source_url, publisher, fetched_at, approved_on, published_on.

    Raises UsageError naming the file, the line and what is missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as a CSV file in UTF-8: {error}") from error
    found: dict[str, Provenance] = {}
    for number, row in enumerate(rows, 2):
        name = row.get("path") or row.get("file")
        if not name:
            raise UsageError(f"{path}, line {number}: the column 'path' is missing or empty")
        found[name] = Provenance(**{c: (row.get(c) or "").strip() or None for c in _META_COLUMNS})
    return found


def _provenance(name: str, meta: dict[str, Provenance]) -> Provenance | None:
    return meta.get(name) or meta.get(Path(name.rpartition("!")[2]).name)


def understand_document(document: Document, plugins: Plugins, region: str | None = None) -> Disclosure | None:
    """The disclosure of a document with the loaded packs. Raises UsageError if the forced region is not loaded."""
    if region is not None and region not in plugins.regions:
        raise UsageError(f"no region {region!r}; loaded: {', '.join(sorted(plugins.regions))}")
    return understand(document, plugins.regions, plugins.layouts, plugins.references, region)


def check_file(item: Input, plugins: Plugins, options: Options) -> DocumentResult:
    """The result of one file, in this process and without limits. Never raises for what is in the file."""
    try:
        result = _check_file(item, plugins, options, patient=True)
    except MemoryError:
        return _given_up(item, out_of_memory(), options)
    assert isinstance(result, DocumentResult)
    return result


def _check_file(item: Input, plugins: Plugins, options: Options, *, patient: bool) -> DocumentResult | NeedsTime:
    """The result of one file, or how much time it needs (if not ``patient``). Raises MemoryError."""
    started = time.perf_counter()
    meta = _provenance(item.name, options.meta)
    sha, size = "", 0
    try:
        if item.problem:
            raise UnreadableError(item.problem)
        source = source_of(item.path, item.name)
        sha, size = source.sha256, source.size
        document = read_source(source, plugins, options.engine, patient=patient)
        result = _checked(document, item, plugins, options)
        result = replace(result, meta=meta)
    except SlowError as error:
        return NeedsTime(error.seconds)
    except UnreadableError as error:
        result = DocumentResult(item.name, sha, size, DocumentStatus.UNREADABLE, reason=str(error), meta=meta)
    except (UsageError, MemoryError):
        raise
    except Exception as error:  # whatever one file does must lose nothing of the others
        words = f"internal error while reading ({type(error).__name__}: {' '.join(str(error).split())}); please report it with the file"
        result = DocumentResult(item.name, sha, size, DocumentStatus.UNREADABLE, reason=words, meta=meta)
    return replace(result, seconds=time.perf_counter() - started)


def _checked(document: Document, item: Input, plugins: Plugins, options: Options) -> DocumentResult:
    base = DocumentResult(
        item.name,
        document.sha256,
        document.size,
        DocumentStatus.UNRECOGNISED,
        parser=document.parser,
        engine=document.engine,
        document=document,
    )
    if not document.blocks:
        reason = "; ".join(document.problems) or "nothing could be read of it"
        return replace(base, status=DocumentStatus.UNREADABLE, reason=reason)
    disclosure = understand_document(document, plugins, options.region)
    if disclosure is None:
        return replace(base, reason="not recognised as a budget or final-account disclosure (no body, kind or statement found)")
    region = plugins.regions[disclosure.identity.region]
    findings, ledger = check_disclosure(disclosure, plugins.rules, region, options.selection)
    return replace(base, status=DocumentStatus.CHECKED, disclosure=disclosure, findings=findings, ledger=ledger)


_worker: dict[str, tuple[Plugins, Options]] = {}


def _start_worker(plugins: Plugins | None, options: Options) -> None:
    """Plugins come with a worker that is a copy of its parent; others load them, once."""
    _worker["state"] = (plugins or Plugins(options.plugins_dir, options.disabled), options)


def _work(item: Input, more: float | None) -> DocumentResult | NeedsTime:
    plugins, options = _worker["state"]
    return _check_file(item, plugins, options, patient=more is not None or options.timeout is None)


def _results(inputs: list[Input], plugins: Plugins, options: Options) -> Iterator[DocumentResult]:
    """Results in the order of the inputs. With limits or more than one job, files are read in other processes."""
    if options.timeout is None and options.memory is None and (options.jobs <= 1 or len(inputs) <= 1):
        yield from (check_file(i, plugins, options) for i in inputs)
        return
    plugins.list()  # gathers everything, so that workers that are copies need not
    ended = run_in_workers(
        _work,
        inputs,
        jobs=min(options.jobs, max(1, len(inputs))),
        limits=Limits(options.timeout, options.memory),
        prepare=_start_worker,
        arguments=(plugins if can_fork() else None, options),
    )
    with closing(ended):
        for item, end in zip(inputs, ended, strict=True):
            yield end.value if end.value is not None else _given_up(item, end.problem or "", options)


def _given_up(item: Input, reason: str, options: Options) -> DocumentResult:
    """The result of a file whose reading was ended from outside, with its hash if that can be had."""
    sha, size = "", 0
    try:
        if item.path.is_file() and item.path.stat().st_size <= _LARGEST_HASHED:
            source = source_of(item.path, item.name)
            sha, size = source.sha256, source.size
    except (UnreadableError, OSError):
        pass
    return DocumentResult(item.name, sha, size, DocumentStatus.UNREADABLE, reason=reason, meta=_provenance(item.name, options.meta))


def read_file(path: Path, plugins: Plugins, options: Options) -> Document:
    """Read one file within the limits of the options. Raises UnreadableError with one clear line."""
    if options.timeout is None and options.memory is None:
        return read_source(source_of(path), plugins, options.engine)
    plugins.list()
    limits = Limits(options.timeout, options.memory)
    with closing(
        run_in_workers(_read, [path], limits=limits, prepare=_start_worker, arguments=(plugins if can_fork() else None, options))
    ) as ended:
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
        return str(error)


def check_paths(
    paths: Iterable[Path],
    plugins: Plugins,
    options: Options | None = None,
    started: Callable[[int], None] | None = None,
    done: Callable[[DocumentResult], None] | None = None,
) -> RunResult:
    """Check files and directories. ``started`` hears the number of files, ``done`` every result.

    Raises UsageError if a path does not exist or the forced region is not loaded.
    """
    options = options or Options()
    paths = list(paths)
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or directory")
    if options.region is not None and options.region not in plugins.regions:
        raise UsageError(f"no region {options.region!r}; loaded: {', '.join(sorted(plugins.regions))}")
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as scratch:
        collected = collect(paths, suffixes_of(plugins.parsers), Path(scratch))
        if started:
            started(len(collected.inputs))
        results = []
        for result in _results(collected.inputs, plugins, options):
            results.append(result)
            if done:
                done(result)
    return RunResult(tuple(results), collected.skipped, plugins.errors, tuple(plugins.rules))
