"""Which files a run reads: paths, directories, members of ZIP files and of ZIP files inside these."""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..model.documents.said import said
from ..model.documents.text import STEERING

_MOST_MEMBERS = 5_000
_LARGEST_MEMBER = 200 * 1024 * 1024
_LARGEST_ARCHIVE = 2 * 1024 * 1024 * 1024
"""Bytes that a ZIP file may unpack to, with those inside it."""
_DEEPEST = 3
"""ZIP files inside each other."""
_OTHER_ARCHIVES = {".rar": "RAR", ".7z": "7z", ".tar": "TAR", ".gz": "GZIP", ".tgz": "TAR", ".bz2": "BZIP2", ".xz": "XZ"}
"""Archives that are named, not read."""
_MAGIC = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z"}
"""How these begin, whatever their names end in."""
_LEFT_BEHIND = frozenset(("thumbs.db", "desktop.ini"))
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error)
"""What reading a damaged ZIP file raises."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file of the run. ``problem`` is set where it is already known that it cannot be read."""

    path: Path
    name: str
    problem: str | None = None


def printable_name(name: str) -> str:
    """The name of a file as it can be written down: what the system could not decode is read as GB 18030, or escaped; so are
    characters that steer a terminal or turn the direction of writing.

    Names in the encoding of old Chinese systems reach Linux as bytes that are no UTF-8; neither a database nor a report can
    hold them.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        name = _decoded(name)
    return STEERING.sub(lambda m: m[0].encode("unicode_escape").decode(), name)


def _decoded(name: str) -> str:
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace").decode()
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")


@dataclass(slots=True)
class Collected:
    """The files of a run, and how many were passed over because no parser knows their suffix."""

    inputs: list[Input]
    skipped: int = 0


def collect(paths: Iterable[Path], suffixes: frozenset[str], scratch: Path) -> Collected:
    """Every file named, found in a directory, or held by a ZIP file (unpacked under ``scratch``).

    Files of unknown suffix inside a directory or a ZIP are counted as skipped; named explicitly they stay, and the
    reader says why they cannot be read. Archives of other formats are named, with what to do. Hidden and temporary files
    (``.x``, ``~$x``, ``__MACOSX/``) count as skipped.
    """
    collector = _Collector(suffixes, scratch)
    for path in paths:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                collector.add(file, _joined(path, file), PurePosixPath(file.relative_to(path).as_posix()))
        else:
            collector.add(path, str(path))
    return collector.found


def is_wanted(inside: PurePosixPath, suffixes: frozenset[str]) -> bool:
    """Whether a file found in a directory is read, or named as one that cannot be; else it counts as skipped."""
    suffix = inside.suffix.lower()
    return not _is_left_behind(inside) and (suffix in suffixes or suffix == ".zip" or suffix in _OTHER_ARCHIVES)


def _joined(directory: Path, file: Path) -> str:
    """Directory argument as given + relative path, with forward slashes."""
    return f"{str(directory).rstrip('/')}/{file.relative_to(directory).as_posix()}"


def _is_left_behind(path: PurePosixPath) -> bool:
    """Whether a file is what programs leave beside documents: hidden, a lock, the Mac's copy of its attributes."""
    return path.name.startswith((".", "~$")) or "__MACOSX" in path.parts or path.name.lower() in _LEFT_BEHIND


@dataclass(slots=True)
class _Total:
    """What a ZIP file and those inside it hold so far."""

    members: int = 0
    size: int = 0


@dataclass(slots=True)
class _Collector:
    suffixes: frozenset[str]
    scratch: Path
    found: Collected = field(default_factory=lambda: Collected([]))
    _unpacked: int = 0

    def add(self, file: Path, name: str, inside: PurePosixPath | None = None) -> None:
        """Add a file, or what it holds; ``inside``: its path in the directory in which it was found."""
        suffix = file.suffix.lower()
        if inside is not None and _is_left_behind(inside):
            self.found.skipped += 1
        elif suffix == ".zip":
            self._add_zip(file, name, _Total(), 1)
        elif suffix in _OTHER_ARCHIVES:
            self._refuse(file, name, _OTHER_ARCHIVES[suffix])
        elif inside is not None and suffix not in self.suffixes:
            self.found.skipped += 1
        else:
            self.found.inputs.append(Input(file, printable_name(name)))

    def _refuse(self, file: Path, name: str, format: str) -> None:
        words = said(
            f"a {format} archive is not read; unpack it and check the folder",
            f"{format} 压缩包不能直接读取，请先解压，再核对解压出来的文件夹",
        )
        self.found.inputs.append(Input(file, printable_name(name), words))

    def _problem(self, file: Path, name: str, english: str, chinese: str) -> None:
        self.found.inputs.append(Input(file, printable_name(name), said(english, chinese)))

    def _add_zip(self, file: Path, name: str, total: _Total, depth: int) -> None:
        if other := _real_format(file):
            self._refuse(file, name, other)
            return
        before = len(self.found.inputs)
        try:
            with zipfile.ZipFile(file) as archive:
                members = [m for m in archive.infolist() if not m.is_dir()]
                total.members += len(members)
                total.size += sum(m.file_size for m in members)
                if total.members > _MOST_MEMBERS:
                    what = f"{total.members}"
                    self._problem(
                        file,
                        name,
                        f"the ZIP file holds {what} files, more than {_MOST_MEMBERS}",
                        f"ZIP 文件里有 {what} 个文件，超过上限 {_MOST_MEMBERS} 个",
                    )
                    return
                if total.size > _LARGEST_ARCHIVE:
                    size, most = total.size >> 20, _LARGEST_ARCHIVE >> 20
                    self._problem(
                        file,
                        name,
                        f"the ZIP file unpacks to {size} MiB, more than {most} MiB",
                        f"ZIP 文件解压后有 {size} MiB，超过上限 {most} MiB",
                    )
                    return
                for member in members:
                    self._add_member(archive, member, name, total, depth)
        except _BROKEN as error:
            self._problem(file, name, f"the ZIP file cannot be opened: {error}", "ZIP 文件打不开：已损坏，或不是 ZIP")
        if len(self.found.inputs) == before:
            self._problem(file, name, "the ZIP file holds no file that can be read", "ZIP 文件里没有可以读取的文件")

    def _add_member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, archive_name: str, total: _Total, depth: int) -> None:
        inside = PurePosixPath(_member_name(member))
        suffix = inside.suffix.lower()
        name = f"{archive_name}!{inside}"
        if _is_left_behind(inside) or (suffix not in self.suffixes and suffix not in _OTHER_ARCHIVES and suffix != ".zip"):
            self.found.skipped += 1
            return
        self._unpacked += 1
        target = self.scratch / f"{self._unpacked}{suffix}"
        if suffix in _OTHER_ARCHIVES:
            self._refuse(target, name, _OTHER_ARCHIVES[suffix])
        elif suffix == ".zip" and depth >= _DEEPEST:
            self._problem(
                target,
                name,
                f"ZIP files inside each other more than {_DEEPEST} deep; unpack it first",
                f"ZIP 文件套了超过 {_DEEPEST} 层，请先解压",
            )
        elif member.file_size > _LARGEST_MEMBER:
            self._problem(
                target,
                name,
                f"too large inside the ZIP file ({member.file_size} bytes)",
                f"ZIP 文件里的这个文件过大（{member.file_size} 字节）",
            )
        elif member.flag_bits & 0x1:
            self._problem(
                target, name, "protected by a password inside the ZIP file; unpack it first", "ZIP 文件里的这个文件有密码，请先解压"
            )
        elif self._unpack(archive, member, target, name):
            if suffix == ".zip":
                self._add_zip(target, name, total, depth + 1)
            else:
                self.found.inputs.append(Input(target, printable_name(name)))

    def _unpack(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, name: str) -> bool:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with archive.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except _BROKEN as error:  # the other members may be well
            self._problem(target, name, f"damaged inside the ZIP file: {error}", "ZIP 文件里的这个文件已损坏")
            return False
        return True


def _real_format(file: Path) -> str | None:
    """The format of another archive that is named .zip."""
    try:
        with file.open("rb") as f:
            head = f.read(8)
    except OSError:
        return None
    return next((format for magic, format in _MAGIC.items() if head.startswith(magic)), None)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name as written: ZIP files made on Chinese Windows hold GB18030 without saying so. What is no text is replaced."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.encode("utf-8", "replace").decode("utf-8") or "?"


def suffixes_of(parsers: Iterable[object]) -> frozenset[str]:
    """All suffixes that the parsers read."""
    return frozenset(s for p in parsers for s in getattr(p, "suffixes", ()))
