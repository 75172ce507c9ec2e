"""Pictures of PDF pages, for people and for OCR."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw

from ...core.model.document import BBox
from ...core.model.parser import Source
from .pdf_file import PdfFile


def page_pictures(source: Source, pages: Iterable[int], covered: Mapping[int, Sequence[BBox]], scale: float = 1.5) -> dict[int, bytes]:
    """PNG files of pages by their number (from 1), ``scale`` pixels a point, with the ``covered`` boxes blacked out.

    Pages that cannot be drawn are left out. Raises UnreadableError as :class:`PdfFile` does.
    """
    found: dict[int, bytes] = {}
    with PdfFile(source) as file:
        for number in pages:
            if not 1 <= number <= len(file):
                continue
            with file.page(number - 1) as page:
                image = draw(page, scale)
            pen = ImageDraw.Draw(image)
            for box in covered.get(number, ()):
                pen.rectangle([v * scale for v in box], fill="black")
            out = io.BytesIO()
            image.quantize(64).save(out, "PNG", optimize=True)
            found[number] = out.getvalue()
    return found


def draw(page: Any, scale: float) -> Image.Image:
    """An open page as a picture in RGB, as people see it."""
    bitmap = page.render(scale=scale)
    try:
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        return picture
    finally:
        bitmap.close()
