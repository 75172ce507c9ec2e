"""What the commands do, as functions: read, understand, check, store, ask, generate, with the installed plugins.

What needs the database or the generator is imported when it is called: every start of a worker imports this module.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

from .checking.engine import Selection
from .errors import UsageError
from .model.disclosures.disclosure import Disclosure
from .model.documents.document import Document
from .model.generated.facts import Generated
from .model.results.answer import Answer
from .model.results.result import RunResult
from .plugins.manager import default_plugins
from .run.pipeline import Options, check_paths, read_file, read_meta, understand_document


def read(path: Path | str, *, engine: str = "auto", timeout: float | None = None, memory: int | None = None) -> Document:
    """Read one file. ``timeout`` in seconds, ``memory`` in MiB: with one of them it is read in a process of its own.

    Raises :class:`UnreadableError` with one clear line.
    """
    return read_file(Path(path), default_plugins(), Options(engine=engine, timeout=timeout, memory=memory))


def understand(document: Document, *, region: str | None = None) -> Disclosure | None:
    """What a document discloses: identity, statements, claims, indicators; None if it is no budget or final account.

    ``region`` is the id of a pack to use whatever place the document says. Raises :class:`UsageError` for one that is not loaded.
    """
    return understand_document(document, default_plugins(), region)


def check(
    *paths: Path | str,
    engine: str = "auto",
    region: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    meta: Path | str | None = None,
    jobs: int = 1,
    timeout: float | None = None,
    memory: int | None = None,
    together: bool = False,
    db: Path | str | None = None,
) -> RunResult:
    """Check files and directories, like ``mingzhang check``.

    ``select`` and ``ignore`` are ids or patterns of rules (``sum.*``); ``meta`` is a CSV file of sources; ``timeout`` (seconds)
    and ``memory`` (MiB) hold for each file; ``together``: all files are one disclosure. With ``db`` results are stored as they
    come, and compared with what the database holds of their bodies. Raises :class:`UsageError` for a path, a region or a rule
    that does not exist, or a file that is no database; warns of each result that could not be stored.
    """
    from .reporting.recorder import recording

    plugins = default_plugins()
    selection = Selection(tuple(select), tuple(ignore))
    if unknown := selection.unknown(plugins.rules):
        raise UsageError(f"no rule matches {', '.join(unknown)}; see 'mingzhang rules'")
    options = Options(
        engine=engine, region=region, selection=selection, meta=read_meta(Path(meta)) if meta else {},
        jobs=jobs, timeout=timeout, memory=memory, together=together, recheck=True,
    )  # fmt: skip
    failures: list[str] = []
    with recording(Path(db) if db is not None else None, plugins, options, failures) as archive:
        run = check_paths(map(Path, paths), plugins, options, archive=archive)
    for failure in failures:
        warnings.warn(failure, stacklevel=2)
    return run


def store(run: RunResult, db: Path | str) -> int:
    """Store the results of a run in a database, which is made if it is not there; how many documents it was handed.

    A document that is stored as it is already is not written again. Unlike ``check(…, db=…)`` this compares nothing with what
    the database holds. Raises :class:`UsageError` if the database cannot be used.
    """
    from .reporting.recorder import recording

    failures: list[str] = []
    with recording(Path(db), default_plugins(), None, failures) as archive:
        if archive is not None:
            for result in run.documents:
                archive.record(result)
    if failures:
        raise UsageError(failures[0])
    return len(run.documents)


def ask(question: str, db: Path | str) -> Answer:
    """The answer to a question in Chinese, from what a database holds. Raises :class:`UsageError` if it cannot be read."""
    from .asking.ask import ask_database
    from .store.writer import StoreError

    try:
        return ask_database(question, Path(db), lambda: default_plugins().answerers)
    except StoreError as error:
        raise UsageError(str(error)) from error


def generate(
    seed: int, *, region: str | None = None, year: int | None = None, kind: str = "budget", level: str | None = None, rounding: bool = False
) -> Generated:
    """A fictional disclosure, arithmetically right by construction; the same arguments give the same document.

    ``render_text``, ``render_docx`` and ``render_pdf`` of ``mingzhang.core.testkit`` write it. Raises ValueError for a region, year,
    kind or level of which no generator is registered.
    """
    from .testkit.generator import generate as generate_disclosure

    return generate_disclosure(seed, region, year, kind, level, rounding)
