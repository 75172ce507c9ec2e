"""The parsers that ship."""

from __future__ import annotations

from ... import Parser, hookimpl
from .docx import DocxParser
from .pdf import PdfParser
from .text import TextParser


@hookimpl
def register_parsers() -> list[Parser]:
    """Every built-in parser; the first that accepts a file reads it."""
    parsers: list[Parser] = [PdfParser(), DocxParser(), TextParser()]
    return parsers
