"""The same boxes of characters on every machine: what PDFium takes for fonts that are not in the file.

Where a font is not embedded, PDFium takes one of the machine for it, and none if there is none: the boxes of characters
become those of its glyphs, and texts of one character vanish. Reading needs no glyphs: places and widths stand in the PDF
itself. So PDFium is given one font for all Chinese, Japanese and Korean fonts, whose glyphs are plain boxes, smaller than
any advance width. Others are replaced by the fonts that PDFium brings along. Pages are drawn with the fonts of the machine.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from pypdfium2 import raw

_CJK = frozenset((128, 129, 130, 134, 136))
"""Character sets that PDFium asks for: Shift JIS, Hangul, Johab, GB 2312, Big 5."""
_NAME = b"mingzhang boxes\0"
_NARROW, _WIDE = (20, 0, 200, 650), (40, -70, 460, 700)
"""Boxes of glyphs in thousandths of the font size: x0, y0, x1, y1."""
_GROUPS = ((0x21, 0x2E7F, 1), (0x2E80, 0xFF60, 2), (0xFF61, 0xFFDC, 1), (0xFFDD, 0x3FFFF, 2))
"""First and last code point, glyph; glyph 0 stands for what a font does not have."""
_BOX_FONT = 1
"""The handle of the font: anything but null."""


def hide_machine_fonts() -> None:
    """Lets PDFium see no font of the machine. To be called before a file is opened for reading."""
    if _State.info is None:
        _State.info = _box_font_only()
        raw.FPDF_SetSystemFontInfo(_State.info)


@contextmanager
def machine_fonts() -> Iterator[None]:
    """Lets PDFium see the fonts of the machine, for files that are opened and drawn inside."""
    usual = raw.FPDF_GetDefaultSystemFontInfo() if _State.info is not None else None
    if not usual:
        yield
        return
    raw.FPDF_SetSystemFontInfo(usual)
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(_State.info)
        raw.FPDF_FreeDefaultSystemFontInfo(usual)


class _State:
    """What PDFium holds pointers into while the process lives."""

    info: Any = None
    calls: tuple[Any, ...] = ()


def _box_font_only() -> Any:
    font = box_font()

    def map_font(_this: Any, _weight: int, _italic: int, charset: int, _pitch: int, _face: Any, _exact: Any) -> int | None:
        return _BOX_FONT if charset in _CJK else None

    def font_data(_this: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    def face_name(_this: Any, _font: Any, buffer: Any, size: int) -> int:
        if buffer and size >= len(_NAME):
            ctypes.memmove(buffer, _NAME, len(_NAME))
        return len(_NAME)

    def charset_of(_this: Any, _font: Any) -> int:
        return 134

    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    calls = {"MapFont": map_font, "GetFontData": font_data, "GetFaceName": face_name, "GetFontCharset": charset_of}
    kept = {name: kinds[name](call) for name, call in calls.items()}
    for name, call in kept.items():
        setattr(info, name, call)
    _State.calls = tuple(kept.values())
    return info


@cache
def box_font() -> bytes:
    """A TrueType font whose glyphs are two boxes, one for CJK characters, one for all others (cmap of format 13:
    many characters, one glyph)."""
    glyphs = [_box(*box) for box in (_NARROW, _NARROW, _WIDE)]
    offsets = [sum(map(len, glyphs[:i])) for i in range(len(glyphs) + 1)]
    groups = b"".join(struct.pack(">3I", *group) for group in _GROUPS)
    low, high = min(_NARROW[1], _WIDE[1]), max(_NARROW[3], _WIDE[3])
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(_GROUPS)) + groups,
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, low, 1000, high, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhH11hH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, *[0] * 7, len(glyphs)),
        b"hmtx": struct.pack(">HhHhHh", 500, _NARROW[0], 500, _NARROW[0], 1000, _WIDE[0]),
        b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        b"maxp": struct.pack(">I14H", 0x10000, len(glyphs), 4, 1, 0, 0, 1, *[0] * 8),
    }
    return _assembled(tables)


def _box(x0: int, y0: int, x1: int, y1: int) -> bytes:
    """A glyph of one contour of four points on the curve."""
    head = struct.pack(">5h2H", 1, x0, y0, x1, y1, 3, 0) + b"\1" * 4
    glyph = head + struct.pack(">8h", x0, 0, x1 - x0, 0, y0, y1 - y0, 0, y0 - y1)
    return glyph + bytes(-len(glyph) % 4)


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    """A font file of tables in the order of their tags."""
    start = 12 + 16 * len(tables)
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    body = b""
    for tag in sorted(tables):
        table = tables[tag] + bytes(-len(tables[tag]) % 4)
        check = sum(struct.unpack(f">{len(table) // 4}I", table)) & 0xFFFFFFFF
        head += struct.pack(">4sIII", tag, check, start + len(body), len(tables[tag]))
        body += table
    return head + body
