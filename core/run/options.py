"""How a run reads and checks."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..checking.engine import Selection
from ..errors import UsageError
from ..model.results.choice import Choices
from ..model.results.result import Provenance

_META_COLUMNS = ("source_url", "publisher", "fetched_at", "approved_on", "published_on")


@dataclass(frozen=True, slots=True)
class Options:
    """How a run reads and checks. ``region`` forces a pack; ``meta`` maps a path or file name to its provenance.

    ``timeout`` (seconds; pages read by OCR have their own on top) and ``memory`` (MiB) hold for each file. With one of
    them, or with more than one job, files are read in processes of their own; a file that reaches a limit is
    ``unreadable`` and the others go on. Without them everything happens in the calling process. ``together``: all
    files of the run are one disclosure; otherwise those that complete each other are found (prose and tables apart).
    ``keep_personal``: personal data are stored as printed, and not starred out. ``recheck``: files are checked though nothing has
    changed since they were stored. ``lean``: results come without their documents, and
    wait on disk; ``prepared``: with the rows of the database.
    """

    engine: str = "auto"
    region: str | None = None
    selection: Selection = field(default_factory=Selection)
    meta: dict[str, Provenance] = field(default_factory=dict)
    jobs: int = 1
    timeout: float | None = None
    memory: int | None = None
    together: bool = False
    plugins_dir: Path | None = None
    disabled: tuple[str, ...] = ()
    choices: Choices = field(default_factory=Choices)
    keep_personal: bool = False
    recheck: bool = False
    lean: bool = False
    prepared: bool = False

    def provenance(self, name: str) -> Provenance | None:
        """What the manifest says of a file: by its path, else by its name."""
        return self.meta.get(name) or self.meta.get(Path(name.rpartition("!")[2]).name)


def is_web_address(url: str) -> bool:
    """Whether an address may be followed by a reader: of http or https, with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


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
        if (url := (row.get("source_url") or "").strip()) and not is_web_address(url):
            raise UsageError(f"{path}, line {number}: source_url must be an address that begins with http:// or https://, not {url!r}")
        found[name] = Provenance(**{c: (row.get(c) or "").strip() or None for c in _META_COLUMNS})
    return found
