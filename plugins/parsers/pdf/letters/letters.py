"""The text layer of a page as PDFium gives it: runs of characters, each with its box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from operator import sub
from typing import Any

from ..ink import native
from ..ink.frame import Frame
from ..ink.paint import Ink, is_painted_over
from .lines import Run

_RUN = re.compile(r"[^\s\x00-\x1f\x7f\ufffe\uffff]+")
_QUARTER = 1.5707963
LIGHT = 175
"""Of 255: text of which every colour is lighter than this is a watermark, unless it stands on a dark area."""

LetterRun = tuple[float, float, float, float, str, int]
"""A run, and the index of its first character."""


Aside = tuple[Run, str]
"""A run that is in no cell and no paragraph, and why."""
WATERMARK = "watermark"


class InconsistentError(Exception):
    """What PDFium says of a page does not fit together; the message says what."""


def _is_oblique(angle: float) -> bool:
    """Whether an angle is no number of quarter turns."""
    return abs(angle / _QUARTER - round(angle / _QUARTER)) > 0.03


class Letters:
    """The characters of a page. Boxes are asked of PDFium for the ends of runs only, until somebody needs them all."""

    def __init__(self, textpage: int, count: int, frame: Frame) -> None:
        self._textpage = textpage
        self._frame = frame
        self.text = native.text_of(textpage, count) if count > 0 else ""
        if len(self.text) != max(0, count):
            raise InconsistentError(f"{count} characters, but a text of {len(self.text)}")
        self._boxes: tuple[list[float], ...] | None = None
        self._spans = [m.span() for m in _RUN.finditer(self.text)]
        self._angles = native.angles(textpage, [s for s, _ in self._spans])
        if any(_is_oblique(angle) for angle in set(self._angles)):
            self._angles = [
                native.direction(textpage, s) if _is_oblique(a) else a for (s, _), a in zip(self._spans, self._angles, strict=True)
            ]
        self.aside: list[Aside] = []
        self._common = Counter(self._angles).most_common(1)[0][0] if self._spans else 0.0

    @property
    def turns(self) -> int:
        """Quarter turns clockwise after which most of the text stands upright."""
        quarters = round(self._common / _QUARTER)
        turns = -quarters % 4  # PDFium counts clockwise
        if turns != self._frame.turns:
            words = [(s[1] - s[0], a) for s, a in zip(self._spans, self._angles, strict=True)]
            along = sum(n for n, a in words if abs(a - self._common) < 0.03)
            if along < 0.7 * sum(n for n, _ in words) or abs(self._common - quarters * _QUARTER) > 0.03:
                return self._frame.turns
        return turns

    def boxes(self) -> tuple[list[float], ...]:
        """x0, top, x1, bottom of all characters."""
        if self._boxes is None:
            self._boxes = self._ask(range(len(self.text)))
        return self._boxes

    def _ask(self, indices: Any) -> tuple[list[float], ...]:
        flat = native.character_boxes(self._textpage, indices)
        return self._frame.columns(flat[0::4], flat[3::4], flat[2::4], flat[1::4])

    def run(self, start: int, end: int) -> LetterRun:
        """The characters from ``start`` to before ``end``."""
        x0, top, x1, bottom = self.boxes()
        return (min(x0[start:end]), min(top[start:end]), max(x1[start:end]), max(bottom[start:end]), self.text[start:end], start)

    def runs(self, ink: Ink) -> list[LetterRun]:
        """What stands between white space, without watermarks and stamps, in the order of the file."""
        text, spans = self.text, self._spans
        if not spans:
            return []
        ends = [i for start, end in spans for i in (start, end - 1)]
        x0, top, x1, bottom = self._ask(ends)
        heights = sorted(map(sub, bottom[::2], top[::2]))
        height = heights[len(heights) * 2 // 3]
        light = self._light(spans, height, bottom, top)
        found: list[LetterRun] = []
        for i, (start, end) in enumerate(spans):
            if i in light and not is_painted_over(ink, self.run(start, end)[:4]):
                self.aside.append((self.run(start, end)[:5], WATERMARK))
                continue
            a = 2 * i
            if end - start == 1:
                found.append((x0[a], top[a], x1[a], bottom[a], text[start], start))
                continue
            left, right, upper, lower = x0[a], x1[a + 1], top[a], bottom[a]
            if top[a + 1] != upper:
                upper = min(upper, top[a + 1])
            if bottom[a + 1] != lower:
                lower = max(lower, bottom[a + 1])
            if 0 < right - left < 1.6 * height * (end - start) and lower - upper < 1.6 * max(height, bottom[a] - top[a]):
                found.append((left, upper, right, lower, text[start:end], start))
            else:
                found += self._parts(start, end, height)
        return found

    def _light(self, spans: list[tuple[int, int]], height: float, bottom: list[float], top: list[float]) -> set[int]:
        """Indices of spans that are a watermark or stamp by their direction or colour."""
        starts = [s for s, _ in spans]
        colors = native.text_colors(self._textpage, starts)
        found = set()
        upright = self._common if abs(self._common - (-self._frame.turns % 4) * _QUARTER) < 0.03 else (-self._frame.turns % 4) * _QUARTER
        if self._common != upright or self._angles.count(upright) < len(spans):
            for i, angle in enumerate(self._angles):
                quarters = (angle - upright) / _QUARTER
                if abs(quarters - round(quarters)) > 0.03 or (quarters and bottom[2 * i] - top[2 * i] > 2.2 * height):
                    found.add(i)
        if max(colors[0::4]) > LIGHT or min(colors[3::4]) < 128:
            found |= {i for i in range(len(spans)) if min(colors[4 * i : 4 * i + 3]) > LIGHT or colors[4 * i + 3] < 128}
        return found

    def _parts(self, start: int, end: int, height: float) -> Iterator[LetterRun]:
        """A run whose characters may not follow one another, cut where they do not."""
        x0, top, x1, bottom = self.boxes()
        at = start
        for i in range(start + 1, end):
            gap, middle = x0[i] - x1[i - 1], (top[i] + bottom[i]) / 2
            if not -0.8 * height <= gap <= 0.8 * height or abs(middle - (top[i - 1] + bottom[i - 1]) / 2) > 0.8 * height:
                yield self.run(at, i)
                at = i
        yield self.run(at, end)
