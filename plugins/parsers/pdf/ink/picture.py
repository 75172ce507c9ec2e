"""Pictures of PDF pages, for people and for OCR."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from ..... import BBox, Source, UnreadableError, said
from .fonts import machine_fonts

_COLOURS = 64


class Pictures:
    """The pages of a file as pictures, one at a time. Opened when the first is asked for.

    Raises UnreadableError if the file cannot be opened or a page cannot be drawn.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._document: Any = None

    def draw(self, number: int, scale: float) -> Image.Image:
        """A page (from 1) in RGB as people see it, ``scale`` pixels a point."""
        try:
            if self._document is None:
                self._document = pdfium.PdfDocument(self._source.path)
            with machine_fonts():
                return self._draw(number, scale)
        except (pdfium.PdfiumError, OSError, IndexError) as error:
            raise UnreadableError(said(f"page {number} cannot be drawn ({error})", f"第 {number} 页画不出来（{error}）")) from error

    def _draw(self, number: int, scale: float) -> Image.Image:
        page = self._document[number - 1]
        try:
            bitmap = page.render(scale=scale)
            try:
                picture: Image.Image = bitmap.to_pil().convert("RGB")
                return picture
            finally:
                bitmap.close()
        finally:
            page.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._document is not None:
            self._document.close()


def page_pictures(source: Source, pages: Iterable[int], covered: Mapping[int, Sequence[BBox]], scale: float = 1.5) -> dict[int, bytes]:
    """PNG files of pages by their number (from 1), ``scale`` pixels a point, with the ``covered`` boxes blacked out.

    Pages that cannot be drawn are left out.
    """
    found: dict[int, bytes] = {}
    with Pictures(source) as pictures:
        for number in pages:
            try:
                image = pictures.draw(number, scale)
            except UnreadableError:
                continue
            pen = ImageDraw.Draw(image)
            for box in covered.get(number, ()):
                pen.rectangle([v * scale for v in box], fill="black")
            out = io.BytesIO()
            image.quantize(_COLOURS).save(out, "PNG", optimize=True)
            found[number] = out.getvalue()
    return found
