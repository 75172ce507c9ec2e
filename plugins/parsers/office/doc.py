"""DOC, WPS and RTF: turned into DOCX by LibreOffice where it is installed, then read as DOCX."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from .... import Document, ReadOptions, Source, UnreadableError, said
from . import ole
from .docx import DocxParser
from .package import EMPTY, PROTECTED, damaged

PROGRAM_VARIABLE = "MINGZHANG_SOFFICE"
"""Names the LibreOffice program where it is not on the path."""
TIME_LIMIT = 55
"""Seconds for one file, less than the reader's own limit for a file."""
_RTF = b"{\\rtf"
_WORD_STREAM = "WordDocument"
_ENCRYPTED = 0x01
"""Bit of the second flag byte at the head of a Word document (FIB fEncrypted)."""
_MISSING = said(
    "reading DOC, WPS and RTF needs LibreOffice, and there is no soffice here; install libreoffice-writer, or save the file as DOCX or PDF",
    "读取 DOC、WPS、RTF 需要 LibreOffice，本机没有找到 soffice；请安装 libreoffice-writer，或先把文件另存为 DOCX 或 PDF",
)


def find_program() -> str | None:
    """The path of LibreOffice's program, None if it is not installed."""
    named = os.environ.get(PROGRAM_VARIABLE)
    if named:
        return shutil.which(named)
    return shutil.which("soffice") or shutil.which("libreoffice")


def _run(command: list[str], folder: str) -> None:
    """Run LibreOffice; past the time limit it is ended together with the processes that it started."""
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(
            said(
                f"LibreOffice took more than {TIME_LIMIT} seconds and was stopped; save the file as DOCX",
                f"LibreOffice 转换超过 {TIME_LIMIT} 秒，已停止；请先另存为 DOCX",
            )
        ) from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):  # no process groups on this system
        process.kill()
    process.wait()


def convert(path: Path, suffix: str, program: str, folder: Path) -> Path:
    """The DOCX that LibreOffice makes of a file, in ``folder``.

    Its profile lies in ``folder`` too: it meets neither a running LibreOffice nor the user's settings.
    Raises :class:`UnreadableError` where nothing comes out.
    """
    given = folder / f"document{suffix}"
    shutil.copyfile(path, given)
    made = folder / "out" / "document.docx"
    profile = (folder / "profile").resolve().as_uri()
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    target = ["--convert-to", "docx:Office Open XML Text", "--outdir", str(made.parent), str(given)]
    _run([program, f"-env:UserInstallation={profile}", *options, *target], str(folder))
    if not made.is_file():
        raise UnreadableError(
            said(
                "LibreOffice cannot open the file (perhaps protected by a password, or damaged); save it as DOCX",
                "LibreOffice 未能打开文件（可能有密码保护，或已损坏）；请用原软件另存为 DOCX",
            )
        )
    return made


class DocParser:
    """Reads DOC, WPS and RTF through LibreOffice."""

    id = "doc"
    suffixes: tuple[str, ...] = (".doc", ".dot", ".wps", ".wpt", ".rtf")

    def accepts(self, source: Source) -> bool:
        head = source.head(8)
        if head.startswith(_RTF):
            return True
        if head.startswith(ole.MAGIC):
            names = ole.root_names(source.path)
            return _WORD_STREAM in names or (source.suffix in self.suffixes and names.isdisjoint(("Workbook", "Book")))
        return not head and source.suffix in self.suffixes

    def parse(self, source: Source, options: ReadOptions) -> Document:
        head = source.head(8)
        if not head:
            raise UnreadableError(EMPTY)
        if head.startswith(ole.MAGIC):
            names = ole.root_names(source.path)
            if "EncryptedPackage" in names or _is_encrypted(source.path):
                raise UnreadableError(PROTECTED)
            if _WORD_STREAM not in names:
                raise damaged("there is no text of Word", "没有 Word 正文")
        program = find_program()
        if program is None:
            raise UnreadableError(_MISSING)
        suffix = ".rtf" if head.startswith(_RTF) else ".doc"
        with tempfile.TemporaryDirectory(prefix="mingzhang-", ignore_cleanup_errors=True) as folder:
            made = convert(source.path, suffix, program, Path(folder))
            document = DocxParser().parse(replace(source, path=made), options)
        return replace(document, parser=self.id, engine="libreoffice")


def _is_encrypted(path: Path) -> bool:
    head = ole.stream_head(path, _WORD_STREAM)
    return len(head) > 11 and bool(head[11] & _ENCRYPTED)
