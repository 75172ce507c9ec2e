"""Parsers that are imported when a file may be theirs: they are what they are said to be, and a text brings none of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mingzhang import Source
from mingzhang.core.model.documents.parser import ShowsPages
from mingzhang.core.reading.read import source_of
from mingzhang.plugins.parsers import register_parsers
from mingzhang.plugins.parsers.deferred import Deferred

DEFERRED = [p for p in register_parsers() if isinstance(p, Deferred)]


@pytest.mark.parametrize("parser", DEFERRED, ids=lambda p: p.id)
def test_a_parser_is_what_it_is_said_to_be(parser: Deferred) -> None:
    assert (parser.id, parser.suffixes) == (parser.parser.id, parser.parser.suffixes)
    assert isinstance(parser, ShowsPages) == isinstance(parser.parser, ShowsPages)


@pytest.mark.parametrize("parser", DEFERRED, ids=lambda p: p.id)
@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n", b"junk\n%PDF-1.4", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"<html>", b"  <!DOCTYPE html>",
        b"<?xml version='1.0'?><?mso-application progid=\"Excel.Sheet\"?>", b"\x09\x08\x10\x00", b"\xff\xfe<\x00p\x00>\x00",
        b"From: a\nContent-Type: Multipart/Related;\n\n", b"a,b\n1,2\n", b"words",
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".xls", ".html", ".doc", ".csv", ".txt", ".bin"])
def test_it_accepts_what_the_parser_accepts(parser: Deferred, content: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    source: Source = source_of(path)
    assert parser.accepts(source) == parser.parser.accepts(source)


def test_a_text_brings_no_heavy_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("某县水利局2024年部门预算\n本单位2024年收入100.00万元。\n", "utf-8")
    words = f"""
import sys
sys.argv = ["mingzhang", "check", {str(path)!r}, "--timeout", "0", "--memory", "0"]
from mingzhang.cli import main
try:
    main()
except SystemExit:
    pass
print([m for m in ("pdfplumber", "pypdfium2", "lxml", "numpy", "sqlite_utils", "jsonschema", "datasette") if m in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
