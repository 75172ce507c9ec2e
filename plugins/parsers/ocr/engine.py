"""Text in pictures: rapidocr, where the extra [ocr] is installed. Its models come with it; nothing is fetched.

Everything here is in pixels of the picture, origin top left.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .... import BBox

SECONDS_A_PAGE = 30.0
"""Time that a page may take; 4 seconds are usual on two idle cores."""
_NEEDED = ("rapidocr", "onnxruntime", "cv2", "numpy")
_MOST_THREADS = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A line of text as recognised, its box, and how sure the recognition is (0 to 1)."""

    text: str
    bbox: BBox
    confidence: float


def is_installed() -> bool:
    """Whether the extra [ocr] is there."""
    return all(importlib.util.find_spec(name) for name in _NEEDED)


def optional(name: str) -> Any:
    """A module of the extra; None if it is not installed."""
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


@cache
def _engine() -> Any:
    """The recogniser, loaded once in a process (some seconds)."""
    threads = max(1, min(_MOST_THREADS, os.cpu_count() or 1))
    engine = optional("rapidocr").RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return engine


def ocr_page(image: Any) -> list[Word]:
    """The lines of text in a picture (an RGB array), in no certain order."""
    result = _engine()(image, use_det=True, use_cls=False, use_rec=True)
    if result.boxes is None or not result.txts:
        return []
    found = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
        found.append(Word(str(text), (min(xs), min(ys), max(xs), max(ys)), float(score)))
    return found


def ocr_pieces(images: Sequence[Any]) -> list[tuple[str, float]]:
    """Text and confidence of pictures that hold one line each."""
    found = []
    for image in images:
        result = _engine()(image, use_det=False, use_cls=False, use_rec=True)
        found.append((str(result.txts[0]), float(result.scores[0])) if result.txts else ("", 0.0))
    return found
