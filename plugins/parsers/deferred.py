"""Parsers of which the module is imported when a file may be theirs: most runs meet one or two formats, and some readers are heavy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any

from ... import BBox, Document, ReadOptions, Source


class Deferred:
    """A parser by the names of its module (in this package) and its class; ``may_be`` looks at a file without it."""

    def __init__(self, id: str, suffixes: tuple[str, ...], module: str, name: str, may_be: Callable[[bytes], bool]) -> None:
        self.id = id
        self.suffixes = suffixes
        self._module, self._name, self._may_be = module, name, may_be

    @cached_property
    def parser(self) -> Any:
        """The parser itself."""
        return getattr(import_module(f"{__package__}.{self._module}"), self._name)()

    def accepts(self, source: Source) -> bool:
        return (source.suffix in self.suffixes or self._may_be(source.head(8192))) and bool(self.parser.accepts(source))

    def parse(self, source: Source, options: ReadOptions) -> Document:
        document: Document = self.parser.parse(source, options)
        return document


class DeferredPages(Deferred):
    """A deferred parser that shows pages too."""

    def pictures(self, source: Source, pages: Sequence[int], covered: Mapping[int, Sequence[BBox]]) -> dict[int, bytes]:
        found: dict[int, bytes] = self.parser.pictures(source, pages, covered)
        return found


def begins(*magic: bytes) -> Callable[[bytes], bool]:
    """Whether a file begins so."""
    return lambda head: head.startswith(magic)


def holds(*marks: bytes) -> Callable[[bytes], bool]:
    """Whether one of these stands near the beginning of a file."""
    return lambda head: any(mark in head for mark in marks)
