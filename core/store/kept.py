"""What a report says of a stored file, so that a run need not check again what did not change.

Kept as JSON, exactly as the run that checked the file had it, times apart; the words in both languages.
"""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ..model.checks.finding import Finding, LedgerRow
from ..model.documents.said import Said
from ..model.results.result import DocumentResult
from .rows import KEYS

T = TypeVar("T")
_LEFT_OUT = {
    DocumentResult: frozenset({"document", "disclosure", "comparable", "prepared", "seconds", "stored", "meta"}),
    LedgerRow: frozenset({"seconds"}),
    Finding: frozenset({"tested", "cause"}),
}
"""Fields that stay at their defaults."""

_KEYS = KEYS | {"members", "related_documents", "together"}
"""Fields whose texts are keys and hashes: never taken for somebody's number."""


def content_of(result: DocumentResult, shown: Callable[[str], str] = str) -> str:
    """What a report says of a file as JSON, times apart; ``shown`` makes of a text what may be stored."""
    return json.dumps(_plain(result.lean(), shown), ensure_ascii=False, separators=(",", ":"))


def kept_of(result: DocumentResult, shown: Callable[[str], str]) -> bytes:
    """:func:`content_of`, compressed."""
    return zlib.compress(content_of(result, shown).encode(), 9)


def result_of(content: bytes, path: str) -> DocumentResult:
    """The lean result that was kept, of a file under this path. Raises ValueError, TypeError or zlib.error if it is not one."""
    found: DocumentResult = _made(DocumentResult, json.loads(zlib.decompress(content)))
    return replace(found, path=path, stored=True)


def _plain(value: Any, shown: Callable[[str], str]) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        left_out = _LEFT_OUT.get(type(value), frozenset())
        found = ((f.name, getattr(value, f.name), f.default) for f in fields(value) if f.name not in left_out)
        return {name: _plain(v, str if name in _KEYS else shown) for name, v, default in found if v != default or isinstance(v, bool | int)}
    if isinstance(value, Said):
        return [shown(str(value)), shown(value.english)]
    if isinstance(value, StrEnum | Decimal):
        return str(value)
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, tuple | list):
        return {"": [_plain(v, shown) for v in value]}
    return value


def _made(kind: Any, value: Any) -> Any:
    """A value of a type from its plain form; a pair of texts is something said in two languages."""
    origin = get_origin(kind)
    if value is None or kind is Any:
        return value
    if origin in (Union, types.UnionType):
        return _made(next(k for k in get_args(kind) if k is not type(None)), value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], v) for name, v in value.items()})
    if origin is tuple:
        inner = get_args(kind)
        items = value[""]
        kinds = [inner[0]] * len(items) if len(inner) == 2 and inner[1] is Ellipsis else inner
        return tuple(_made(k, v) for k, v in zip(kinds, items, strict=True))
    if isinstance(kind, type) and issubclass(kind, StrEnum | Decimal):
        return kind(value)
    return Said(*value) if isinstance(value, list) else value


@lru_cache(maxsize=32)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
