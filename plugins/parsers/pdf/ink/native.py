"""Calls into PDFium for many characters or objects at once.

PDFium has no call that gives the boxes of all characters of a page; one call a character from Python code
takes longer than PDFium needs to read the page. Here the calls are made by ``map`` over prototypes that take
plain addresses, and the results land in one array. All arguments of type ``int`` named ``textpage``, ``page``
and ``thing`` are addresses of PDFium handles.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from math import atan2, tau
from typing import Any

from pypdfium2 import raw

_P, _I = ctypes.c_void_p, ctypes.c_int


def pointer_function(name: str, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes and gives plain addresses."""
    address = ctypes.cast(getattr(raw, name), _P).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_loose_box = pointer_function("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
_angle = pointer_function("FPDFText_GetCharAngle", ctypes.c_float, _P, _I)
_char_matrix = pointer_function("FPDFText_GetMatrix", _I, _P, _I, _P)
_text_object = pointer_function("FPDFText_GetTextObject", _P, _P, _I)
_clip_path = pointer_function("FPDFPageObj_GetClipPath", _P, _P)
_clip_count = pointer_function("FPDFClipPath_CountPaths", _I, _P)
_clip_segments = pointer_function("FPDFClipPath_CountPathSegments", _I, _P, _I)
_clip_segment = pointer_function("FPDFClipPath_GetPathSegment", _P, _P, _I, _I)
_has_transparency = pointer_function("FPDFPageObj_HasTransparency", _I, _P)
_fill_color = pointer_function("FPDFText_GetFillColor", _I, _P, _I, _P, _P, _P, _P)
_count_objects = pointer_function("FPDFPage_CountObjects", _I, _P)
_object = pointer_function("FPDFPage_GetObject", _P, _P, _I)
_count_form_objects = pointer_function("FPDFFormObj_CountObjects", _I, _P)
_form_object = pointer_function("FPDFFormObj_GetObject", _P, _P, ctypes.c_ulong)
_type = pointer_function("FPDFPageObj_GetType", _I, _P)
_bounds = pointer_function("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
_object_fill = pointer_function("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
_object_matrix = pointer_function("FPDFPageObj_GetMatrix", _I, _P, _P)
_count_segments = pointer_function("FPDFPath_CountSegments", _I, _P)
_segment = pointer_function("FPDFPath_GetPathSegment", _P, _P, _I)
_segment_point = pointer_function("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
_segment_type = pointer_function("FPDFPathSegment_GetType", _I, _P)
_segment_closes = pointer_function("FPDFPathSegment_GetClose", _I, _P)
_draw_mode = pointer_function("FPDFPath_GetDrawMode", _I, _P, _P, _P)

_page_box = pointer_function("FPDF_GetPageBoundingBox", _I, _P, _P)
_page_rotation = pointer_function("FPDFPage_GetRotation", _I, _P)
_count_chars = pointer_function("FPDFText_CountChars", _I, _P)
_get_text = pointer_function("FPDFText_GetText", _I, _P, _I, _I, _P)

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE, BEZIER, MOVE = 0, 1, 2
"""Types of path segments."""

Matrix = tuple[float, float, float, float, float, float]


def address(handle: Any) -> int:
    """The address behind a ctypes pointer."""
    return ctypes.cast(handle, _P).value or 0


def page_frame(page: int) -> tuple[tuple[float, float, float, float], int]:
    """left, bottom, right, top of the visible part of a page in user space, and its quarter turns clockwise."""
    box = (ctypes.c_float * 4)()
    _page_box(page, ctypes.addressof(box))
    return (box[0], box[3], box[2], box[1]), _page_rotation(page)


def character_count(textpage: int) -> int:
    """Number of characters of a page."""
    return int(_count_chars(textpage))


def text_of(textpage: int, count: int) -> str:
    """The first ``count`` characters of a page; one Python character each, else the page is not for this engine."""
    buffer = array("H", bytes(2 * count + 2))
    written = _get_text(textpage, 0, count, buffer.buffer_info()[0])
    return str(memoryview(buffer)[: max(0, written - 1)], "utf-16-le", "replace")


def character_boxes(textpage: int, indices: Sequence[int]) -> array[float]:
    """left, top, right, bottom of characters in user space (y upwards), one after the other."""
    count = len(indices)
    out = array("f", bytes(16 * count))
    base = out.buffer_info()[0]
    deque(map(_loose_box, repeat(textpage), indices, range(base, base + 16 * count, 16)), 0)
    return out


def angles(textpage: int, indices: Sequence[int]) -> list[float]:
    """Direction of characters in radians."""
    return list(map(_angle, repeat(textpage), indices))


def direction(textpage: int, index: int) -> float:
    """Direction of the line that a character stands on, in radians as :func:`angles` counts; slanted letters have the
    direction of upright ones."""
    m = (ctypes.c_float * 6)()
    _char_matrix(textpage, index, ctypes.addressof(m))
    return -atan2(m[1], m[0]) % tau


_POINT = (ctypes.c_float * 2)()
_POINT_AT = ctypes.addressof(_POINT)


def text_objects(textpage: int, indices: Sequence[int]) -> list[int]:
    """Addresses of the objects that characters belong to, 0 for those that PDFium made up."""
    return [thing or 0 for thing in map(_text_object, repeat(textpage), indices)]


def clipped(things: Sequence[int]) -> list[tuple[int, int, int]]:
    """Of those objects that are painted inside clipping paths only: index, address of the paths, their number."""
    paths = list(map(_clip_path, things))
    return [(i, path, count) for i, (path, count) in enumerate(zip(paths, map(_clip_count, paths), strict=True)) if path and count > 0]


def clip_key(paths: int, count: int) -> tuple[float, ...]:
    """Two opposite corners of every clipping path and how many segments it has: paths of one key are the same on a page.

    Every object has clipping paths of its own that mostly are those of the one before; reading all their points takes long.
    """
    key: list[float] = []
    for i in range(count):
        segments = _clip_segments(paths, i)
        key.append(segments)
        for j in (0, 2) if segments > 2 else range(segments):
            _segment_point(_clip_segment(paths, i, j), _POINT_AT, _POINT_AT + 4)
            key += _POINT
    return tuple(key)


def clip_box(paths: int) -> tuple[float, float, float, float]:
    """left, bottom, right, top of what clipping paths leave, in user space."""
    left, bottom, right, top = float("-inf"), float("-inf"), float("inf"), float("inf")
    for i in range(_clip_count(paths)):
        xs, ys = [], []
        for j in range(_clip_segments(paths, i)):
            _segment_point(_clip_segment(paths, i, j), _POINT_AT, _POINT_AT + 4)
            xs.append(_POINT[0])
            ys.append(_POINT[1])
        if xs:
            left, bottom, right, top = max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys))
    return (left, bottom, right, top)


def has_transparency(thing: int) -> bool:
    """Whether what lies under an object can be seen through it."""
    return bool(_has_transparency(thing))


def text_colors(textpage: int, indices: Sequence[int]) -> array[int]:
    """red, green, blue, alpha (0 to 255) of characters, one after the other."""
    count = len(indices)
    out = array("I", bytes(16 * count))
    base = out.buffer_info()[0]
    places = [range(base + i, base + i + 16 * count, 16) for i in (0, 4, 8, 12)]
    deque(map(_fill_color, repeat(textpage), indices, *places), 0)
    return out


def page_objects(page: int) -> tuple[list[int], list[int]]:
    """Addresses and types of the objects of a page."""
    things = list(map(_object, repeat(page), range(_count_objects(page))))
    return things, list(map(_type, things))


def form_objects(form: int) -> tuple[list[int], list[int]]:
    """Addresses and types of the objects inside a form."""
    things = list(map(_form_object, repeat(form), range(max(0, _count_form_objects(form)))))
    return things, list(map(_type, things))


def bounds(things: Sequence[int]) -> array[float]:
    """left, bottom, right, top of objects in the space of their container, one after the other."""
    count = len(things)
    out = array("f", bytes(16 * count))
    base = out.buffer_info()[0]
    places = [range(base + i, base + i + 16 * count, 16) for i in (0, 4, 8, 12)]
    deque(map(_bounds, things, *places), 0)
    return out


def matrix(thing: int) -> Matrix:
    """The matrix of an object."""
    m = (ctypes.c_float * 6)()
    _object_matrix(thing, ctypes.addressof(m))
    return (m[0], m[1], m[2], m[3], m[4], m[5])


def fill_color(thing: int) -> tuple[int, int, int, int]:
    """red, green, blue, alpha of a path."""
    c = (ctypes.c_uint * 4)()
    at = ctypes.addressof(c)
    _object_fill(thing, at, at + 4, at + 8, at + 12)
    return (c[0], c[1], c[2], c[3])


def draw_mode(path: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    mode = (ctypes.c_int * 2)()
    at = ctypes.addressof(mode)
    _draw_mode(path, at, at + 4)
    return bool(mode[0]), bool(mode[1])


def subpaths(path: int, limit: int = 20_000) -> list[list[tuple[float, float, bool]]]:
    """The corner points of a path in its own space, by subpath; a closed one ends where it began.

    The flag of a point says whether a straight line leads to it.
    """
    found: list[list[tuple[float, float, bool]]] = []
    for i in range(min(limit, _count_segments(path))):
        segment = _segment(path, i)
        _segment_point(segment, _POINT_AT, _POINT_AT + 4)
        kind = _segment_type(segment)
        if kind == MOVE or not found:
            found.append([])
        found[-1].append((_POINT[0], _POINT[1], kind == LINE))
        if _segment_closes(segment):
            x, y, _ = found[-1][0]
            found[-1].append((x, y, True))
    return found


def segment_count(path: int) -> int:
    """Number of segments of a path."""
    return int(_count_segments(path))
