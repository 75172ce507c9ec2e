"""DOC, WPS and RTF: through LibreOffice where it is, one clear line where it is not."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from office_files import compound_file, docx, f1, read, read_grids, read_lines, samples, source, true_grids, true_lines

from mingzhang import Parser, UnreadableError
from mingzhang.plugins.parsers.office import doc as doc_module
from mingzhang.plugins.parsers.office.doc import PROGRAM_VARIABLE, DocParser, find_program

FILES = samples("docx", ".doc")
PARSER = DocParser()
needs_libreoffice = pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")


def unreadable(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(PARSER, path)
    message = str(caught.value)
    assert message and "\n" not in message
    return message


def rtf(path: Path) -> Path:
    path.write_bytes(rb"{\rtf1\ansi Budget 1,234.50\par}")
    return path


def program(path: Path, script: str) -> Path:
    """A stand-in for LibreOffice. Its arguments end with: --outdir FOLDER FILE."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_is_a_parser() -> None:
    assert isinstance(PARSER, Parser)


@needs_libreoffice
@pytest.mark.skipif(not FILES, reason="the samples are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda x: x.stem)
def test_samples(path: Path) -> None:
    document = read(PARSER, path)
    assert f1(true_grids(path), read_grids(document)) >= 0.999
    assert f1(true_grids(path), read_grids(document), numbers=True) == 1
    assert read_lines(document) == true_lines(path)
    assert (document.path, document.parser, document.engine) == (path.name, "doc", "libreoffice")


@needs_libreoffice
def test_rtf(tmp_path: Path) -> None:
    assert [p.text for p in read(PARSER, rtf(tmp_path / "a.doc")).paragraphs] == ["Budget 1,234.50"]


def test_without_libreoffice_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(PROGRAM_VARIABLE, raising=False)
    message = unreadable(compound_file(tmp_path / "a.doc", "WordDocument"))
    assert "LibreOffice" in message and "libreoffice-writer" in message


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_stand_in_converts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = docx(tmp_path / "made.docx", "<w:p><w:r><w:t>正文</w:t></w:r></w:p>")
    script = f'for last; do :; done; d=$(dirname "$last"); mkdir -p "$d/out"; cp "{made}" "$d/out/document.docx"'
    script += f'; echo "$@" > "{tmp_path}/arguments"'
    monkeypatch.setenv(PROGRAM_VARIABLE, str(program(tmp_path / "office", script)))
    given = rtf(tmp_path / "给公众.rtf")
    document = read(PARSER, given)
    assert [p.text for p in document.paragraphs] == ["正文"]
    assert document.sha256 == source(given).sha256 and document.path == given.name
    arguments = (tmp_path / "arguments").read_text()
    assert "-env:UserInstallation=file:///" in arguments and "--headless" in arguments
    folder = Path(arguments.split()[-1]).parent
    assert not folder.exists(), "the working folder is left behind"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_an_endless_conversion_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc_module, "TIME_LIMIT", 0.5)
    monkeypatch.setenv(PROGRAM_VARIABLE, str(program(tmp_path / "office", f'sleep 30 & echo $! > "{tmp_path}/child"; wait')))
    started = time.monotonic()
    assert "秒" in unreadable(rtf(tmp_path / "a.rtf"))
    assert time.monotonic() - started < 10
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("a process of the conversion still runs")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_nothing_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROGRAM_VARIABLE, str(program(tmp_path / "office", "exit 1")))
    assert "未能打开" in unreadable(rtf(tmp_path / "a.rtf"))


def test_empty_damaged_encrypted(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"")
    assert "空" in unreadable(tmp_path / "a.doc")
    flagged = bytes(11) + b"\x01"
    assert "密码" in unreadable(compound_file(tmp_path / "b.doc", "WordDocument", "1Table", head=flagged))
    (tmp_path / "c.doc").write_bytes(compound_file(tmp_path / "c.doc", "WordDocument").read_bytes()[:600])
    assert "损坏" in unreadable(tmp_path / "c.doc")


def test_a_loop_in_the_directory_ends(tmp_path: Path) -> None:
    path = compound_file(tmp_path / "a.doc", "WordDocument")
    data = bytearray(path.read_bytes())
    data[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory's next sector is itself
    path.write_bytes(data)
    assert PARSER.accepts(source(path))


def test_wrong_suffixes(tmp_path: Path) -> None:
    assert PARSER.accepts(source(compound_file(tmp_path / "a.xls", "WordDocument", "Workbook")))
    assert not PARSER.accepts(source(compound_file(tmp_path / "b.doc", "Workbook")))
    assert not PARSER.accepts(source(docx(tmp_path / "c.doc", "<w:p/>")))
    (tmp_path / "d.doc").write_text("<html><p>甲</p></html>", "utf-8")
    assert not PARSER.accepts(source(tmp_path / "d.doc"))
