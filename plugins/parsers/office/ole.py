"""OLE compound files (DOC, XLS, WPS, encrypted Office files): only their directory, to tell them apart."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
"""Sector numbers from here on are marks (end of chain, free, ...)."""
_DIRECTORY_LIMIT = 4096
"""Directory sectors that are followed, at most: a loop in a damaged file ends here."""
_NO_ENTRY = 0xFFFFFFFF


def root_names(path: Path) -> frozenset[str]:
    """Names of the streams and storages at the root of a compound file; empty if it cannot be told.

    A Word file with an embedded workbook has both kinds of stream, but only its own at the root.
    """
    return frozenset(_root(path))


def stream_head(path: Path, name: str) -> bytes:
    """The first sector of a stream at the root; empty if there is none."""
    try:
        with path.open("rb") as f:
            size = 1 << struct.unpack_from("<H", f.read(512), 30)[0]
            return _sector(f, _root(path)[name], size)
    except (OSError, struct.error, KeyError, OverflowError):
        return b""


def _root(path: Path) -> dict[str, int]:
    """Entries at the root: name → first sector."""
    try:
        with path.open("rb") as f:
            return _read_root(f)
    except (OSError, struct.error, IndexError, ValueError):
        return {}


def _read_root(f: BinaryIO) -> dict[str, int]:
    header = f.read(512)
    if not header.startswith(MAGIC):
        return {}
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        return {}
    size = 1 << shift
    fat_sectors = [s for s in struct.unpack_from("<109I", header, 76) if s < _LAST_SECTOR]
    sector = struct.unpack_from("<I", header, 48)[0]
    directory = bytearray()
    for _ in range(_DIRECTORY_LIMIT):
        if sector >= _LAST_SECTOR:
            break
        directory += _sector(f, sector, size)
        sector = _next(f, sector, size, fat_sectors)
    return _children(bytes(directory))


def _sector(f: BinaryIO, number: int, size: int) -> bytes:
    f.seek((number + 1) * size)
    return f.read(size)


def _next(f: BinaryIO, sector: int, size: int, fat_sectors: list[int]) -> int:
    """The sector after ``sector``. Only the first 109 FAT sectors are used: the directory stands early."""
    which, offset = divmod(sector, size // 4)
    if which >= len(fat_sectors):
        return _NO_ENTRY
    number: int = struct.unpack_from("<I", _sector(f, fat_sectors[which], size), offset * 4)[0]
    return number


def _children(directory: bytes) -> dict[str, int]:
    entries = [directory[i : i + 128] for i in range(0, len(directory) - 127, 128)]
    found: dict[str, int] = {}
    todo = [struct.unpack_from("<I", entries[0], 76)[0]]
    seen: set[int] = set()
    while todo:
        number = todo.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        length, left, right = struct.unpack_from("<H", entry, 64)[0], *struct.unpack_from("<II", entry, 68)
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        found[name] = struct.unpack_from("<I", entry, 116)[0]
        todo += [left, right]
    return found
