"""What is painted on a page besides text: thin paths that may be rules, filled areas, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..... import BBox
from . import native
from .frame import Frame
from .rules import THIN

_MAX_DEPTH = 4
_BOX_SEGMENTS = 6


@dataclass(slots=True)
class Ink:
    """Boxes in page coordinates: ``pieces`` of rules, and areas (with the handle of the path) that may be filled."""

    pieces: list[BBox] = field(default_factory=list)
    areas: list[tuple[BBox, int]] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    """Handles of the objects of the page, forms as one, in the order in which they are painted."""
    images: int = 0
    pictured: float = 0.0
    """The area of the largest picture, in square points."""


def ink_of(page: int, frame: Frame) -> Ink:
    """What is painted on a page, forms included."""
    content = native.page_objects(page)
    ink = Ink(order=content[0])
    _collect(content, frame, ink)
    return ink


def _collect(content: tuple[list[int], list[int]], frame: Frame, ink: Ink, outer: tuple[native.Matrix, ...] = ()) -> None:
    things, types = content
    if native.PATH in types:
        paths = [t for t, kind in zip(things, types, strict=True) if kind == native.PATH]
        flat = native.bounds(paths)
        boxes = frame.boxes(flat) if not outer else [_shown(flat[i : i + 4], outer, frame) for i in range(0, len(flat), 4)]
        for path, box in zip(paths, boxes, strict=True):
            if box[2] - box[0] <= THIN or box[3] - box[1] <= THIN:
                ink.pieces.append(box)
            else:
                _area(path, box, frame, ink, outer)
    if native.IMAGE in types:
        ink.images += types.count(native.IMAGE)
        pictures = [t for t, kind in zip(things, types, strict=True) if kind == native.IMAGE]
        flat = native.bounds(pictures)
        for i in range(0, len(flat), 4):
            x0, top, x1, bottom = _shown(flat[i : i + 4], outer, frame)
            ink.pictured = max(ink.pictured, (x1 - x0) * (bottom - top))
    if native.FORM in types and len(outer) < _MAX_DEPTH:
        for thing, kind in zip(things, types, strict=True):
            if kind == native.FORM:
                _collect(native.form_objects(thing), frame, ink, (native.matrix(thing), *outer))


def _area(path: int, box: BBox, frame: Frame, ink: Ink, outer: tuple[native.Matrix, ...]) -> None:
    """A path that is not thin: a filled area, or rules drawn as one path."""
    filled, stroked = native.draw_mode(path)
    if filled and not stroked and native.segment_count(path) <= _BOX_SEGMENTS:
        ink.areas.append((box, path))
        return
    if not (filled or stroked):
        return
    matrices = (native.matrix(path), *outer)
    for points in native.subpaths(path):
        shown = [_point((x, y), matrices, frame) for x, y, _ in points]
        if stroked:
            for a, b, (_, _, straight) in zip(shown, shown[1:], points[1:], strict=False):
                if straight and min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= 0.5:
                    ink.pieces.append((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
        elif len(shown) > 1:
            xs, ys = [p[0] for p in shown], [p[1] for p in shown]
            part = (min(xs), min(ys), max(xs), max(ys))
            if part[2] - part[0] <= THIN or part[3] - part[1] <= THIN:
                ink.pieces.append(part)


def is_painted_over(ink: Ink, box: BBox) -> bool:
    """Whether a dark area lies under a box: light text on it is meant to be read."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for (x0, top, x1, bottom), path in ink.areas:
        if x0 <= x <= x1 and top <= y <= bottom:
            red, green, blue, alpha = native.fill_color(path)
            if alpha >= 128 and min(red, green, blue) < 150:
                return True
    return False


def _shown(box: Sequence[float], matrices: tuple[native.Matrix, ...], frame: Frame) -> BBox:
    corners = [_point((x, y), matrices, frame) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _point(point: tuple[float, float], matrices: tuple[native.Matrix, ...], frame: Frame) -> tuple[float, float]:
    x, y = point
    for a, b, c, d, e, f in matrices:
        x, y = a * x + c * y + e, b * x + d * y + f
    return frame.point(x, y)
