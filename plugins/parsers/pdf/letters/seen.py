"""What people see of the text of a page: what is clipped, covered or printed a second time at the same place is not text."""

from __future__ import annotations

from itertools import groupby, islice

from ..... import BBox
from ..ink import native
from ..ink.frame import Frame
from ..ink.paint import Ink
from .letters import Aside, LetterRun, Letters

CLIPPED, COVERED = "clipped", "covered"
_SLACK = 1.0
"""Points by which a character may reach over its clipping path."""
_READABLE = 0.3
"""Of its height: what is left at least of a text that can be read."""
SAME_PLACE = 0.12
"""Of its height: a text printed again no further away is bold print, or the same text in another colour."""


def seen_runs(textpage: int, letters: Letters, runs: list[LetterRun], ink: Ink, frame: Frame) -> list[LetterRun]:
    """The runs that people see, cut where a clipping path ends; the rest is set aside (``letters.aside``)."""
    things = native.text_objects(textpage, [run[5] for run in runs])
    runs, things = _uncovered(runs, things, ink, letters.aside)
    clips = native.clipped(things)
    if clips:
        on_page = set(ink.order)
        boxes: dict[tuple[float, ...], BBox] = {}
        edges: dict[int, BBox] = {}
        for i, paths, count in clips:
            if things[i] in on_page:
                key = native.clip_key(paths, count)
                if key not in boxes:
                    boxes[key] = _columns(frame, paths)
                edges[i] = boxes[key]
        clipping = _Clipping(textpage, letters, frame, on_page)
        runs = [part for i, run in enumerate(runs) for part in (clipping.cut(run) if i in edges and _reaches(run, edges[i]) else (run,))]
    return without_doubles(runs)


def _columns(frame: Frame, paths: int) -> BBox:
    """The box in which clipping paths leave something, on the page as people see it."""
    left, bottom, right, top = native.clip_box(paths)
    (x0,), (upper,), (x1,), (lower,) = frame.columns((left,), (bottom,), (right,), (top,))
    return (x0, upper, x1, lower)


def _reaches(run: LetterRun, clip: BBox) -> bool:
    """Whether a run reaches over a clipping path."""
    return not (clip[0] - _SLACK <= run[0] and run[2] <= clip[2] + _SLACK and _is_high_enough(run[1], run[3], clip))


def _is_high_enough(top: float, bottom: float, clip: BBox) -> bool:
    """Whether enough of the height of a text is left to be read."""
    return min(bottom, clip[3]) - max(top, clip[1]) >= _READABLE * (bottom - top)


class _Clipping:
    """Cuts runs of which clipping paths leave a part: each character by those of its own object."""

    def __init__(self, textpage: int, letters: Letters, frame: Frame, on_page: set[int]) -> None:
        self._textpage, self._letters, self._frame, self._on_page = textpage, letters, frame, on_page

    def cut(self, run: LetterRun) -> list[LetterRun]:
        """The parts of a run whose characters are seen; the others are set aside."""
        start, end = run[5], run[5] + len(run[4])
        things = native.text_objects(self._textpage, range(start, end))
        known = sorted({t for t in things if t in self._on_page})
        clips = {known[i]: _columns(self._frame, path) for i, path, _ in native.clipped(known)}
        seen = [thing not in clips or self._is_seen(i, clips[thing]) for i, thing in enumerate(things, start)]
        parts: list[LetterRun] = []
        for is_seen, group in groupby(range(len(seen)), key=seen.__getitem__):
            at = list(group)
            part = self._letters.run(start + at[0], start + at[-1] + 1)
            if is_seen:
                parts.append(part)
            else:
                self._letters.aside.append((part[:5], CLIPPED))
        return parts

    def _is_seen(self, index: int, clip: BBox) -> bool:
        x0, top, x1, bottom = (column[index] for column in self._letters.boxes())
        return clip[0] <= (x0 + x1) / 2 <= clip[2] and _is_high_enough(top, bottom, clip)


def _uncovered(runs: list[LetterRun], things: list[int], ink: Ink, aside: list[Aside]) -> tuple[list[LetterRun], list[int]]:
    """Runs over which no filled area is painted later, and their objects."""
    if not ink.areas:
        return runs, things
    order = {thing: i for i, thing in enumerate(ink.order)}
    first = min((order[t] for t in things if t in order), default=len(order))
    later = [(order[path], box) for box, path in ink.areas if order.get(path, -1) > first and _hides(path)]
    if not later:
        return runs, things
    kept = []
    for run, thing in zip(runs, things, strict=True):
        at = order.get(thing, len(order))
        if any(at < i and _covers(box, run) for i, box in later):
            aside.append((run[:5], COVERED))
        else:
            kept.append((run, thing))
    return [run for run, _ in kept], [thing for _, thing in kept]


def _hides(path: int) -> bool:
    return native.fill_color(path)[3] == 255 and not native.has_transparency(path)


def _covers(box: BBox, run: LetterRun) -> bool:
    """Whether a box covers a run but for its edges."""
    x0, top, x1, bottom = run[:4]
    slack = 0.25 * (bottom - top)
    return box[0] <= x0 + slack and box[2] >= x1 - slack and box[1] <= top + slack and box[3] >= bottom - slack


def without_doubles(runs: list[LetterRun]) -> list[LetterRun]:
    """Runs without those that print the same text at the place of an earlier one."""
    places: dict[str, list[int]] = {}
    for i, run in enumerate(runs):
        places.setdefault(run[4], []).append(i)
    double: set[int] = set()
    for often in places.values():
        if len(often) > 1:
            double |= _doubles(runs, sorted(often, key=lambda i: runs[i][1]))
    return [run for i, run in enumerate(runs) if i not in double] if double else runs


def _doubles(runs: list[LetterRun], order: list[int]) -> set[int]:
    """Of runs of one text, from top to bottom, those that stand at the place of an earlier one of the file."""
    double: set[int] = set()
    for n, i in enumerate(order, 1):
        x0, top, _, bottom, _, _ = runs[i]
        near = SAME_PLACE * (bottom - top)
        for j in islice(order, n, None):
            if runs[j][1] - top > near:
                break
            if abs(runs[j][0] - x0) <= near:
                double.add(max(i, j))
    return double
