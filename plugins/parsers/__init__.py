"""The parsers that ship."""

from __future__ import annotations

from ... import Parser, hookimpl
from .deferred import Deferred, DeferredPages, begins, holds
from .text.parser import TextParser

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


@hookimpl
def register_parsers() -> list[Parser]:
    """Every built-in parser; the first that accepts a file reads it."""
    parsers: list[Parser] = [
        DeferredPages("pdf", (".pdf",), "pdf.parser", "PdfParser", holds(b"%PDF-")),
        Deferred("docx", (".docx", ".docm", ".dotx"), "office.docx", "DocxParser", begins(_ZIP, _OLE)),
        Deferred("xlsx", (".xlsx", ".xlsm", ".xltx"), "office.xlsx", "XlsxParser", begins(_ZIP, _OLE)),
        Deferred("xls", (".xls", ".xlt", ".et"), "office.xls", "XlsParser", lambda head: head.startswith((_OLE, b"\x09")) or b"<?xml" in head),
        Deferred(
            "html", (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"), "html.parser", "HtmlParser",
            lambda head: b"<" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"multipart/related" in head.lower(),
        ),
        Deferred("doc", (".doc", ".dot", ".wps", ".wpt", ".rtf"), "office.doc", "DocParser", begins(_OLE, b"{\\rtf")),
        Deferred("csv", (".csv", ".tsv"), "text.csv", "CsvParser", lambda head: False),
        TextParser(),
    ]  # fmt: skip
    return parsers
