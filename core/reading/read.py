"""From a file to a Document: hash it, choose the parser, read, assemble."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..errors import UsageError
from ..model.documents.document import Cell, Document, Paragraph, Table
from ..model.documents.parser import Parser, ReadOptions, SlowError, Source, UnreadableError
from ..model.documents.said import said, said_together
from ..model.documents.text import STEERING
from ..plugins.guests import GuestError, hosted
from ..plugins.manager import Plugins
from .assemble import assemble

_CHUNK = 1 << 20
P = TypeVar("P", Paragraph, Cell)


def source_of(path: Path, name: str | None = None) -> Source:
    """The file with its content hash. Raises UnreadableError if it cannot be opened or is empty."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as f:
            while chunk := f.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise UnreadableError(said(f"cannot open the file: {error.strerror or error}", f"文件打不开：{error.strerror or error}")) from error
    if size == 0:
        raise UnreadableError(said("the file is empty", "文件是空的"))
    return Source(path, name or str(path), digest.hexdigest(), size)


def parser_for(source: Source, parsers: list[Parser]) -> Parser:
    """The first parser that accepts the file. Raises UnreadableError if none does."""
    return _choose(source, parsers)[0]


def _choose(source: Source, parsers: list[Parser]) -> tuple[Parser, tuple[str, ...]]:
    """The first parser that accepts the file, and the parsers that could not say whether they do."""
    failed: list[str] = []
    for parser in parsers:
        try:
            accepted = hosted(f"the parser {parser.id!r}", partial(parser.accepts, source), home=_home(parser), passes=(UnreadableError,))
        except GuestError as error:  # one parser must not keep the others from reading
            failed.append(
                said(
                    f"{error.guest} could not say whether it reads this file ({error.what}) at {error.where}",
                    f"解析器 {parser.id!r} 不能判断它是否读取这个文件（{error.what}），位置 {error.where}",
                )
            )
        else:
            if accepted:
                return parser, tuple(failed)
    known = sorted({s for p in parsers for s in p.suffixes})
    suffixes = " ".join(known)
    raise UnreadableError(
        said_together([said(f"no parser reads this file (known: {suffixes})", f"没有解析器能读取这种文件（可读：{suffixes}）"), *failed])
    )


def _parsed(parser: Parser, source: Source, options: ReadOptions, plugins: Plugins) -> Document:
    """What the parser makes of the file; whatever it raises names the parser and its plugin."""
    owner = plugins.owner("parser", parser.id) or "?"
    name = f"the parser {parser.id!r} of the plugin {owner!r}"

    def parse() -> Document:
        document = parser.parse(source, options)
        if not isinstance(document, Document):
            raise TypeError(f"parse returned {type(document).__name__}, not Document")
        return document

    try:
        return hosted(
            name,
            parse,
            home=_home(parser),
            limited=False,  # the file has its own time
            passes=(UnreadableError, SlowError, UsageError, MemoryError),
            environment=False,
            logged=not plugins.ships(owner),
        )
    except GuestError as error:  # see _choose
        raise UnreadableError(
            said(
                f"internal error while reading: {name} failed ({error}); please report it with the file",
                f"读取时内部出错：插件 {owner!r} 的解析器 {parser.id!r} 失败（{error}），请连同文件反馈",
            )
        ) from error


def _home(parser: Parser) -> str:
    return type(parser).__module__


def _steered(document: Document) -> Document:
    """The document without characters that steer a terminal, turn the direction of writing or cannot be written down.

    No parser need think of them, and nothing behind it: they come from fonts of symbols and escapes of XML as well as from
    people who want to hide something.
    """

    def clean(part: P) -> P:
        printed = None if part.printed is None else STEERING.sub("", part.printed)
        return replace(part, text=STEERING.sub("", part.text), printed=printed)

    parts: list[Paragraph | Cell] = []
    for b in document.blocks:
        parts += [*b.cells, *b.notes] if isinstance(b, Table) else [b]
    if not STEERING.search("".join(p.text + (p.printed or "") for p in parts)):
        return document
    blocks = tuple(
        replace(b, cells=tuple(map(clean, b.cells)), notes=tuple(map(clean, b.notes))) if isinstance(b, Table) else clean(b)
        for b in document.blocks
    )
    return replace(document, blocks=blocks)


def read_source(source: Source, plugins: Plugins, engine: str = "auto", *, patient: bool = True) -> Document:
    """Read and assemble. Raises UnreadableError with one clear line, and SlowError if not ``patient``."""
    options = ReadOptions(plugins.vocabulary, engine, patient)
    parser, failed = _choose(source, plugins.parsers)
    document = assemble(_steered(_parsed(parser, source, options, plugins)), plugins.vocabulary)
    return replace(document, path=source.name, sha256=source.sha256, size=source.size, problems=(*failed, *document.problems))


def read_path(path: Path, plugins: Plugins, engine: str = "auto", name: str | None = None) -> Document:
    """:func:`read_source` of a path."""
    return read_source(source_of(path, name), plugins, engine)
