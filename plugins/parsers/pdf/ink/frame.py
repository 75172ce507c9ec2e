"""From the coordinates of a PDF to those of the page as people see it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from ..... import BBox


@dataclass(slots=True)
class Frame:
    """How coordinates of the file become coordinates of the page as people see it (origin top left)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    """Quarter turns clockwise."""

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def columns(self, x0: Any, y0: Any, x1: Any, y1: Any) -> tuple[list[float], list[float], list[float], list[float]]:
        """Lists of x0, top, x1, bottom from sequences of left, bottom, right, top in user space."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        if self.turns == 0:
            return [v - left for v in x0], [top - v for v in y1], [v - left for v in x1], [top - v for v in y0]
        if self.turns == 1:
            return [v - bottom for v in y0], [v - left for v in x0], [v - bottom for v in y1], [v - left for v in x1]
        if self.turns == 2:
            return [right - v for v in x1], [v - bottom for v in y0], [right - v for v in x0], [v - bottom for v in y1]
        return [top - v for v in y1], [right - v for v in x1], [top - v for v in y0], [right - v for v in x0]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """x and top of a point in user space."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def boxes(self, flat: array[float]) -> list[BBox]:
        """Boxes of left, bottom, right, top, one after the other."""
        return list(zip(*self.columns(flat[0::4], flat[1::4], flat[2::4], flat[3::4]), strict=True))
