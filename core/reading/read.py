"""From a file to a Document: hash it, choose the parser, read, assemble."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ..model.document import Document
from ..model.parser import Parser, ReadOptions, Source, UnreadableError
from ..plugins import Plugins
from .assemble import assemble

_CHUNK = 1 << 20


def source_of(path: Path, name: str | None = None) -> Source:
    """The file with its content hash. Raises UnreadableError if it cannot be opened or is empty."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as f:
            while chunk := f.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise UnreadableError(f"cannot open the file: {error.strerror or error}") from error
    if size == 0:
        raise UnreadableError("the file is empty")
    return Source(path, name or str(path), digest.hexdigest(), size)


def parser_for(source: Source, parsers: list[Parser]) -> Parser:
    """The first parser that accepts the file. Raises UnreadableError if none does."""
    for parser in parsers:
        if parser.accepts(source):
            return parser
    known = sorted({s for p in parsers for s in p.suffixes})
    raise UnreadableError(f"no parser reads this file (known: {' '.join(known)})")


def read_source(source: Source, plugins: Plugins, engine: str = "auto", *, patient: bool = True) -> Document:
    """Read and assemble. Raises UnreadableError with one clear line, and SlowError if not ``patient``."""
    options = ReadOptions(plugins.vocabulary, engine, patient)
    document = parser_for(source, plugins.parsers).parse(source, options)
    document = assemble(document, plugins.vocabulary)
    return replace(document, path=source.name, sha256=source.sha256, size=source.size)


def read_path(path: Path, plugins: Plugins, engine: str = "auto", name: str | None = None) -> Document:
    """:func:`read_source` of a path."""
    return read_source(source_of(path, name), plugins, engine)
