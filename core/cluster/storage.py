"""Files behind URLs, through fsspec: what is read, and where results are put, each file whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import UsageError
from ..messages import tr
from ..run.inputs import is_wanted


@dataclass(frozen=True, slots=True)
class Item:
    """A file to check: its address, and the name under which it is reported."""

    url: str
    name: str


def listed(urls: Iterable[str], suffixes: frozenset[str]) -> tuple[list[Item], int]:
    """The files named, or found below a URL, as :func:`mingzhang.core.run.inputs.collect` has them; and how many were passed over.

    Raises UsageError for what does not exist or cannot be asked for.
    """
    items, skipped = list[Item](), 0
    for url in urls:
        fs, root = _filesystem(url)
        try:
            if fs.isfile(root):
                items.append(Item(fs.unstrip_protocol(root), url))
                continue
            if not fs.isdir(root):
                raise UsageError(tr(f"{url}: no such file or directory", f"{url}：没有这个文件或文件夹"))
            found = [PurePosixPath(path).relative_to(root) for path in fs.find(root)]
        except (OSError, ImportError) as error:
            raise UsageError(tr(f"{url}: cannot be read: {error}", f"{url}：不能读取：{error}")) from error
        wanted = sorted(path for path in found if is_wanted(path, suffixes))
        skipped += len(found) - len(wanted)
        items += [Item(fs.unstrip_protocol(f"{root.rstrip('/')}/{path}"), f"{url.rstrip('/')}/{path}") for path in wanted]
    return items, skipped


def whole_url(url: str) -> str:
    """The URL as every machine understands it: a path of this one is not left relative. Raises UsageError."""
    fs, path = _filesystem(url)
    return str(fs.unstrip_protocol(path))


def fetched(item: Item, scratch: Path) -> Path:
    """The file on this machine: itself where it is on a disk of it, else a copy under ``scratch``. Raises OSError."""
    fs, path = _filesystem(item.url)
    if (here := _local(fs, path)) is not None:
        return here
    target = scratch / PurePosixPath(path).name
    scratch.mkdir(parents=True, exist_ok=True)
    fs.get_file(path, str(target))
    return target


@dataclass(frozen=True, slots=True)
class Storage:
    """A folder of results behind a URL."""

    url: str

    def get(self, name: str) -> bytes | None:
        """The content, None if there is no such file. Raises OSError."""
        fs, path = self._at(name)
        try:
            content = fs.cat_file(path)
        except FileNotFoundError:
            return None
        return bytes(content)

    def head(self, name: str) -> bytes | None:
        """The first line, None if there is no such file."""
        fs, path = self._at(name)
        try:
            with fs.open(path, "rb") as f:
                return bytes(f.readline())
        except FileNotFoundError:
            return None

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        fs, path = self._at(name)
        return bool(fs.exists(path))

    def put(self, name: str, content: bytes) -> None:
        """Write a file in place of what was there: whoever reads sees the one or the other, never half of it."""
        fs, path = self._at(name)
        if (here := _local(fs, path)) is None:
            fs.pipe_file(path, content)  # such stores show an object when it is whole
            return
        beside = _beside(here)
        beside.write_bytes(content)
        beside.replace(here)

    def put_file(self, name: str, file: Path) -> None:
        """Move a file of this machine into place, as :meth:`put` does."""
        fs, path = self._at(name)
        if (here := _local(fs, path)) is None:
            fs.put_file(str(file), path)
        else:
            beside = _beside(here)
            _copy(file, beside)
            beside.replace(here)
        file.unlink()

    def fetch(self, name: str, target: Path) -> bool:
        """Copy a file to this machine; False if there is none."""
        fs, path = self._at(name)
        here = _local(fs, path)
        try:
            if here is not None:
                _copy(here, target)
            else:
                fs.get_file(path, str(target))
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            return False
        return True

    def readable(self, name: str, scratch: Path) -> Path | None:
        """A file to be read on this machine: itself if it can be, else a copy; None if there is none."""
        fs, path = self._at(name)
        if (here := _local(fs, path)) is not None:
            return here if here.is_file() else None
        target = scratch / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target if self.fetch(name, target) else None

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        fs, path = self._at(name)
        with suppress(FileNotFoundError):
            fs.rm_file(path)

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted."""
        fs, path = self._at(folder)
        try:
            fs.invalidate_cache()
            found = fs.ls(path, detail=False)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{name}" for p in found if not (name := PurePosixPath(p).name).startswith("."))

    def check(self) -> None:
        """Raises UsageError if nothing can be written there."""
        try:
            self.put(".probe", b"1")
            self.remove(".probe")
        except (OSError, ImportError) as error:
            raise UsageError(tr(f"{self.url}: cannot be written: {error}", f"{self.url}：不能写入：{error}")) from error

    def _at(self, name: str) -> tuple[Any, str]:
        fs, root = _filesystem(self.url)
        return fs, f"{root.rstrip('/')}/{name}"


@lru_cache(maxsize=64)
def _filesystem(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path in it. Raises UsageError if it is of no known kind."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(
            tr(
                "files behind URLs need the extra [cluster]: pip install 'mingzhang[cluster]'",
                "读写 URL 需要安装扩展 [cluster]：pip install 'mingzhang[cluster]'",
            )
        ) from error
    try:
        fs, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(tr(f"{url}: cannot be opened: {error}", f"{url}：不能打开：{error}")) from error
    return fs, path


def _local(fs: Any, path: str) -> Path | None:
    """The path on a disk of this machine."""
    protocol = (fs.protocol,) if isinstance(fs.protocol, str) else fs.protocol
    return Path(path) if "file" in protocol else None


def _beside(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.parent / f".{target.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}"


def _copy(source: Path, target: Path) -> None:
    import shutil

    shutil.copyfile(source, target)
