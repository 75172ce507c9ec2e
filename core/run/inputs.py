"""Which files a run reads: paths, directories, members of ZIP files."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_MOST_MEMBERS = 5_000
_LARGEST_MEMBER = 200 * 1024 * 1024
_LARGEST_ARCHIVE = 2 * 1024 * 1024 * 1024
"""Bytes that a ZIP file may unpack to."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file of the run. ``problem`` is set where it is already known that it cannot be read."""

    path: Path
    name: str
    problem: str | None = None


@dataclass(slots=True)
class Collected:
    """The files of a run, and how many were passed over because no parser knows their suffix."""

    inputs: list[Input]
    skipped: int = 0


def collect(paths: Iterable[Path], suffixes: frozenset[str], scratch: Path) -> Collected:
    """Every file named, found in a directory, or held by a ZIP file (unpacked under ``scratch``).

    Files of unknown suffix inside a directory or a ZIP are counted as skipped; named explicitly they stay, and the
    reader says why they cannot be read. Hidden and temporary files (``.x``, ``~$x``) count as skipped.
    """
    found = Collected([])
    for path in paths:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                _add(found, file, _joined(path, file), suffixes, scratch, explicit=False)
        else:
            _add(found, path, str(path), suffixes, scratch, explicit=True)
    return found


def _joined(directory: Path, file: Path) -> str:
    """Directory argument as given + relative path, with forward slashes."""
    return f"{str(directory).rstrip('/')}/{file.relative_to(directory).as_posix()}"


def _add(found: Collected, file: Path, name: str, suffixes: frozenset[str], scratch: Path, *, explicit: bool) -> None:
    suffix = file.suffix.lower()
    if not explicit and (file.name.startswith((".", "~$")) or (suffix not in suffixes and suffix != ".zip")):
        found.skipped += 1
    elif suffix == ".zip":
        _add_zip(found, file, name, suffixes, scratch)
    else:
        found.inputs.append(Input(file, name))


def _add_zip(found: Collected, file: Path, name: str, suffixes: frozenset[str], scratch: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) > _MOST_MEMBERS:
                found.inputs.append(Input(file, name, f"the ZIP file holds {len(members)} files, more than {_MOST_MEMBERS}"))
                return
            if (total := sum(m.file_size for m in members)) > _LARGEST_ARCHIVE:
                found.inputs.append(Input(file, name, f"the ZIP file unpacks to {total >> 20} MiB, more than {_LARGEST_ARCHIVE >> 20} MiB"))
                return
            before = len(found.inputs)
            for number, member in enumerate(members):
                _unpack(found, archive, member, f"{name}!{_member_name(member)}", suffixes, scratch / f"{file.stem}-{number}")
            if len(found.inputs) == before:
                found.inputs.append(Input(file, name, "the ZIP file holds no file that can be read"))
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        found.inputs.append(Input(file, name, f"the ZIP file cannot be opened: {error}"))


def _unpack(found: Collected, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, suffixes: frozenset[str], folder: Path) -> None:
    suffix = Path(_member_name(member)).suffix.lower()
    if suffix not in suffixes:
        found.skipped += 1
        return
    target = folder.with_suffix(suffix)
    if member.file_size > _LARGEST_MEMBER:
        found.inputs.append(Input(target, name, f"too large inside the ZIP file ({member.file_size} bytes)"))
    elif member.flag_bits & 0x1:
        found.inputs.append(Input(target, name, "protected by a password inside the ZIP file; unpack it first"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with archive.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:  # the other members may be well
            found.inputs.append(Input(target, name, f"damaged inside the ZIP file: {error}"))
            return
        found.inputs.append(Input(target, name))


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name as written: ZIP files made on Chinese Windows hold GB18030 without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def suffixes_of(parsers: Iterable[object]) -> frozenset[str]:
    """All suffixes that the parsers read."""
    return frozenset(s for p in parsers for s in getattr(p, "suffixes", ()))


def names(inputs: Iterable[Input]) -> Iterator[str]:
    """The names of the inputs."""
    return (i.name for i in inputs)
