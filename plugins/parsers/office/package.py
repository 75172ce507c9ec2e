"""Office Open XML packages: a ZIP file with XML parts, opened so that a hostile one does no harm."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Self
from urllib.parse import unquote

from lxml import etree

from .... import Source, UnreadableError, said
from . import ole

ZIP_MAGIC = b"PK\x03\x04"
PART_LIMIT = 64 * 1024 * 1024
"""Bytes of an inflated part that is parsed as a whole. The largest seen in a disclosure is 6 MB."""
STREAM_LIMIT = 512 * 1024 * 1024
"""Bytes of an inflated part that is read as a stream."""
MEMBER_LIMIT = 20_000
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
# Files saved as "Strict Open XML" use other names for the same things.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}

PROTECTED = said("the file is protected by a password; save it without one and try again", "文件有密码保护，请去掉密码后再读取")
EMPTY = said("the file is empty (0 bytes); download it again", "文件是空的（0 字节），请重新下载")
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error, KeyError)


@cache
def local_name(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def damaged(english: str, chinese: str) -> UnreadableError:
    """The error for a file that is not whole."""
    return UnreadableError(
        said(
            f"the file is damaged or incomplete ({english}); download it again or save a copy with its program",
            f"文件已损坏或不完整（{chinese}），请重新下载或用原软件另存一份",
        )
    )


def looks_like(source: Source, marker: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a file is the Office Open XML format whose main part lies under ``marker`` (``word/``, ``xl/``).

    The content decides. The suffix decides only where the content cannot: an empty or truncated file, and
    one that is encrypted.
    """
    head = source.head(8)
    if head.startswith(ZIP_MAGIC):
        try:
            with zipfile.ZipFile(source.path) as archive:
                names = archive.namelist()
        except _ZIP_ERRORS:
            return source.suffix in suffixes
        return "[Content_Types].xml" in names and any(n.startswith(marker) for n in names)
    if source.suffix not in suffixes:
        return False
    return not head or (head.startswith(ole.MAGIC) and "EncryptedPackage" in ole.root_names(source.path))


def _refuse_doctype(element: etree._Element, name: str) -> None:
    if getattr(element.getroottree().docinfo, "doctype", ""):
        raise UnreadableError(
            said(
                f"{name} inside the file declares a document type (DOCTYPE), which the standard forbids",
                f"文件内部的 {name} 带有文档类型声明（DOCTYPE），标准不允许，不予读取",
            )
        )


class Package:
    """An open Office Open XML package.

    Raises :class:`UnreadableError` if it is empty, damaged, encrypted, or inflates beyond the limits.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as f:
            head = f.read(8)
        if not head:
            raise UnreadableError(EMPTY)
        if head.startswith(ole.MAGIC):
            raise UnreadableError(PROTECTED)
        try:
            self._archive = zipfile.ZipFile(path)
        except _ZIP_ERRORS as error:
            raise damaged("its directory is missing", "压缩包目录缺失") from error
        self._members = {i.filename.lstrip("/").lower(): i for i in self._archive.infolist()}
        if len(self._members) > MEMBER_LIMIT:
            self.close()
            raise UnreadableError(
                said(
                    f"the file has {len(self._members)} parts inside, more than {MEMBER_LIMIT}",
                    f"文件内部有 {len(self._members)} 个部件，超过上限 {MEMBER_LIMIT}，不予读取",
                )
            )

    def close(self) -> None:
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._members

    @contextmanager
    def _open(self, name: str, limit: int) -> Iterator[IO[bytes]]:
        member = self._members.get(name.lstrip("/").lower())
        if member is None:
            raise damaged(f"{name} is missing", f"缺少 {name}")
        if member.flag_bits & 1:
            raise UnreadableError(PROTECTED)
        if member.file_size > limit:
            raise UnreadableError(
                said(
                    f"{name} inside the file unpacks to {member.file_size >> 20} MB, more than {limit >> 20} MB",
                    f"文件内部的 {name} 解压后有 {member.file_size >> 20} MB，超过上限 {limit >> 20} MB，不予读取",
                )
            )
        try:
            with self._archive.open(member) as stream:
                yield stream
        except _ZIP_ERRORS as error:
            raise damaged(f"{name} cannot be unpacked", f"{name} 无法解压") from error

    def read(self, name: str) -> bytes:
        """The inflated content of a part."""
        with self._open(name, PART_LIMIT) as stream:
            return stream.read(PART_LIMIT)

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part."""
        data = self.read(name)
        for strict, transitional in _STRICT.items():
            data = data.replace(strict, transitional)
        # Entities stay unexpanded, and a part with a document type is refused: the standard forbids one.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(f"{name} is no whole XML", f"{name} 不是完整的 XML") from error
        _refuse_doctype(root, name)
        return root

    def stream(self, name: str, tags: tuple[str, ...], limit: int = STREAM_LIMIT) -> Iterator[etree._Element]:
        """Elements of an XML part whose local name is in ``tags``, as they end. The caller may clear them."""
        wanted = tuple("{*}" + t for t in tags)
        first = True
        with self._open(name, limit) as stream:
            try:
                events = etree.iterparse(stream, events=("end",), tag=wanted, resolve_entities=False, no_network=True, huge_tree=False)
                for _, element in events:
                    if first:
                        _refuse_doctype(element, name)
                        first = False
                    yield element
            except etree.XMLSyntaxError as error:
                raise damaged(f"{name} is no whole XML", f"{name} 不是完整的 XML") from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (type's last word, target part) of a part (``""`` for the package)."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self:
            return {}
        found = {}
        for r in self.xml(path).iter(f"{{{_RELATIONSHIPS}}}Relationship"):
            target = unquote(r.get("Target", ""))
            if r.get("TargetMode") != "External":
                target = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
            found[r.get("Id", "")] = (r.get("Type", "").rpartition("/")[2], target)
        return found

    def main_part(self, usual: str) -> str:
        """The part that the package names as its document; ``usual`` where it names none."""
        targets = [t for kind, t in self.relations("").values() if kind == "officeDocument"]
        return next((t for t in targets if t in self), usual)
