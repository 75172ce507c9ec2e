"""The parsers that ship."""

from __future__ import annotations

from ... import Parser, hookimpl
from .html.parser import HtmlParser
from .office.doc import DocParser
from .office.docx import DocxParser
from .office.xls import XlsParser
from .office.xlsx import XlsxParser
from .pdf.parser import PdfParser
from .text.csv import CsvParser
from .text.parser import TextParser


@hookimpl
def register_parsers() -> list[Parser]:
    """Every built-in parser; the first that accepts a file reads it."""
    parsers: list[Parser] = [PdfParser(), DocxParser(), XlsxParser(), XlsParser(), HtmlParser(), DocParser(), CsvParser(), TextParser()]
    return parsers
