"""Parts: what came of each file, under a name that says from what it was made; a run that finds a part does nothing again.

A part is one line of JSON, its :class:`Head`, and then the packed rows of the database. Attempts are counted beside them, so that
a file that costs its worker its life is known by whoever takes up its batch.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..model.disclosures.body import body_key
from ..model.results.result import DocumentResult, DocumentStatus, Provenance
from ..run.joining import is_partial
from ..store.columns import as_json, document_key, province
from ..store.kept import result_of
from ..store.prepared import unpacked
from .storage import Item, Storage

MOST_DEATHS = 3
"""A file during which so many workers died is set aside."""
_NOWHERE = "000000-0000"


@dataclass(frozen=True, slots=True)
class Head:
    """What the run must know of a part to put it where it belongs."""

    item: Item
    """The file that was fetched; of a member of a ZIP file the ZIP file."""
    name: str
    sha256: str
    part: str
    shard: str
    status: DocumentStatus
    half: str = ""
    """What files of its disclosure have in common, of one with prose alone or tables alone."""
    meta: Provenance | None = None
    seconds: float = 0.0

    def as_json(self) -> str:
        """One line."""
        return as_json(asdict(self))


def head_from(line: str | bytes) -> Head:
    """Undo :meth:`Head.as_json`."""
    found = json.loads(line)
    meta = found["meta"]
    known = {
        "item": Item(**found["item"]),
        "status": DocumentStatus(found["status"]),
        "meta": None if meta is None else Provenance(**meta),
    }
    return Head(**{**found, **known})


def part_name(run: str, item_name: str, name: str, content: str, meta: Provenance | None, *more: str) -> str:
    """The name of the part of a file, from all on which its result depends; ``content``: its hash."""
    made_from = as_json([run, item_name, name, content, None if meta is None else asdict(meta), *more])
    return _named("parts", made_from)


def _named(folder: str, made_from: str) -> str:
    key = hashlib.sha256(made_from.encode()).hexdigest()[:40]
    return f"{folder}/{key[:2]}/{key}"


def shard_of(result: DocumentResult) -> str:
    """The shard of a result: province and year of its disclosure, zeros for what is not known."""
    who = result.identity
    if who is None or result.status is not DocumentStatus.CHECKED:
        return _NOWHERE
    return f"{province(who.division_code) or '000000'}-{who.fiscal_year or 0:04}"


def half_of(result: DocumentResult) -> str:
    """Empty, or what files of one disclosure have in common, whatever their level says."""
    who = result.identity
    if who is None or not is_partial(result):
        return ""
    return as_json([who.division_code, body_key(who.body or ""), who.fiscal_year, str(who.kind)])


def save_part(out: Storage, result: DocumentResult, item: Item, part: str) -> Head:
    """Write the part of a result that has its rows, and give its head."""
    head = Head(
        item, result.path, document_key(result), part, shard_of(result), result.status, half_of(result), result.meta, result.seconds
    )
    out.put(part, head.as_json().encode() + b"\n" + result.prepared)
    return head


def find_part(out: Storage, part: str) -> Head | None:
    """The head of a part, None if there is none that can be read."""
    line = out.head(part)
    try:
        return None if line is None else head_from(line)
    except (ValueError, TypeError, KeyError):  # made by another version
        return None


def result_in(out: Storage, head: Head) -> DocumentResult:
    """The result in a part, lean and with its rows. Raises ValueError if the part is gone or damaged."""
    content = out.get(head.part)
    if content is None:
        raise ValueError(f"{head.part}: gone")
    _, _, rows = content.partition(b"\n")
    try:
        result = result_of(unpacked(rows).kept, head.name)
    except (KeyError, TypeError, zlib.error) as error:
        raise ValueError(f"{head.part}: {type(error).__name__}: {error}") from error
    return replace(result, stored=False, prepared=rows, meta=head.meta, seconds=head.seconds)


def put_lines(out: Storage, folder: str, lines: Iterable[str]) -> str:
    """Write lines as a file that is named by what it holds; its name."""
    content = "\n".join(lines)
    name = _named(folder, content)
    out.put(name, zlib.compress(content.encode(), 1))
    return name


def get_lines(out: Storage, name: str) -> list[str]:
    """The lines of :func:`put_lines`. Raises ValueError if the file is gone or damaged."""
    content = out.get(name)
    try:
        text = zlib.decompress(content or b"").decode()
    except zlib.error as error:
        raise ValueError(f"{name}: {error}") from error
    return text.split("\n") if text else []


class Attempts:
    """How often a worker died while it had a batch, and over which of its files.

    A batch does its files in order, so the first without a part is the one that was in work. One that begins finds the file of the one
    before it; one that ends removes it.
    """

    def __init__(self, out: Storage, run: str, items: Sequence[Item]) -> None:
        self._out = out
        self._name = _named("attempts", as_json([run, *(i.name for i in items)]))
        self._deaths: dict[str, Any] = {}
        self._owing = False

    def begin(self) -> None:
        """Note that somebody has taken up the batch."""
        before = self._out.get(self._name)
        if before is None:
            self._out.put(self._name, b"{}")
        else:
            self._owing = True
            self._deaths = json.loads(before)

    def deaths(self, part: str) -> int:
        """How many workers died over this file, which is about to be checked; the first that is asked for is the one that was in work."""
        if self._owing:
            self._owing = False
            self._deaths[part] = self._deaths.get(part, 0) + 1
            self._out.put(self._name, as_json(self._deaths).encode())
        return int(self._deaths.get(part, 0))

    def end(self) -> None:
        """The batch is done, or will be tried again for another reason."""
        self._out.remove(self._name)
