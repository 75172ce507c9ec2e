"""Pictures of the pages on which findings rest: drawn when publishing, personal data blacked out, small enough for a phone."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from sqlite_utils import Database

from ..model.documents.parser import UnreadableError
from ..plugins.manager import Plugins
from ..reading.read import read_source, source_of
from ..run.options import Options
from ..run.pipeline import page_pictures
from ..run.private_boxes import private_boxes

_WIDEST = 1100
"""Pixels across a picture: a table of a page can be read, and most are under 150 kB."""
_QUALITIES = (60, 40, 25)
_MOST_BYTES = 280_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A page (from 1) of a document as WebP; its size in points, as the boxes of evidence are."""

    document: str
    page: int
    width: float
    height: float
    webp: bytes


def pictures_of(working: Database, chosen: list[tuple[str, str]], plugins: Plugins) -> Iterator[Picture]:
    """The pages with evidence of the chosen findings, of files that still are where they were and as they were, in order."""
    pages = _pages(working, chosen)
    for document, numbers in sorted(pages.items()):
        row = working.execute("SELECT path, parser, engine, page_sizes FROM documents WHERE sha256 = ?", [document]).fetchone()
        if row is None or not row[1]:
            continue
        path = Path(row[0])
        sizes = {int(n): (float(w), float(h)) for n, w, h in json.loads(row[3] or "[]")}
        shown = sorted(n for n in numbers if n in sizes)
        if not shown or not path.is_file():
            continue
        try:
            source = source_of(path)
            if source.sha256 != document:
                continue
            covered = private_boxes(read_source(source, plugins, "auto"))
        except (UnreadableError, OSError):
            continue
        drawn, _ = page_pictures((path, row[1], shown, covered), plugins, Options())
        for number in shown:
            if number in drawn:
                yield Picture(document, number, *sizes[number], as_webp(drawn[number]))


def _pages(working: Database, chosen: list[tuple[str, str]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for fingerprint, document in chosen:
        rows = working.execute(
            "SELECT DISTINCT page FROM evidence WHERE finding = ? AND document = ? AND page IS NOT NULL AND bbox IS NOT NULL AND other_document IS NULL",
            [fingerprint, document],
        )
        for (page,) in rows.fetchall():
            found.setdefault(document, set()).add(page)
    return found


def as_webp(png: bytes) -> bytes:
    """A picture small enough to be sent: no wider than a reader needs, and coarser where it is large even so."""
    with Image.open(io.BytesIO(png)) as opened:
        image = opened.convert("RGB")
    if image.width > _WIDEST:
        image = image.resize((_WIDEST, max(1, round(image.height * _WIDEST / image.width))), Image.Resampling.LANCZOS)
    return next((data for data in map(_encoder(image), _QUALITIES) if len(data) <= _MOST_BYTES), _encoder(image)(_QUALITIES[-1]))


def _encoder(image: Image.Image) -> Callable[[int], bytes]:
    def encode(quality: int) -> bytes:
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=4)
        return out.getvalue()

    return encode
