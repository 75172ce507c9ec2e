"""The parsers that ship."""

from __future__ import annotations

from ... import Parser, hookimpl
from .doc import DocParser
from .docx import DocxParser
from .html import HtmlParser
from .pdf import PdfParser
from .text import TextParser
from .xls import XlsParser
from .xlsx import XlsxParser


@hookimpl
def register_parsers() -> list[Parser]:
    """Every built-in parser; the first that accepts a file reads it."""
    parsers: list[Parser] = [PdfParser(), DocxParser(), XlsxParser(), XlsParser(), HtmlParser(), DocParser(), TextParser()]
    return parsers
