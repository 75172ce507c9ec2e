"""The shape of a region file: its JSON Schema, and what says one thing twice. Names are checked in :mod:`.words`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.documents.text import label_key
from ...model.documents.titles import title_key
from ...schemas import load
from .errors import PackError, PackReader

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_KINDS = {"array": "a list", "object": "a table", "string": "a text", "integer": "a whole number", "boolean": "true or false"}
_KEYED = ("headers", "items", "headcount", "attributes")
"""Tables whose keys are words of the documents."""


def read_text(path: Path) -> str:
    """The text of a region file. Raises PackError if it is not UTF-8, or begins with a byte order mark; OSError."""
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        raise PackError(f"{path.name}, line 1: begins with a byte order mark (BOM): save the file as UTF-8 without BOM")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PackError(f"{path.name}, line {line}: is not UTF-8{_looks_like(data)}: save the file as UTF-8") from None


def _looks_like(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " (it looks like UTF-16)"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return " (it looks like GBK)"


def check_shape(reader: PackReader, raw: Mapping[str, Any]) -> None:
    """PackError for the first value that is not of the kind that the schema asks for, or that stands twice."""
    wrong = [e for e in _validator().iter_errors(raw) if not _is_of_names(e)]
    if wrong:
        first = min(wrong, key=lambda e: reader.line_at(list(e.absolute_path)))
        path = list(first.absolute_path)
        raise reader.fail_at(path, f"{_what(first)}{_meaning(path)}", _spoken(path, raw))
    _check_twice(reader, raw)


def _is_of_names(error: ValidationError) -> bool:
    """Whether the checks of names say it better."""
    if error.validator == "enum":
        return isinstance(error.instance, str)
    return error.validator in ("additionalProperties", "required") or (error.validator == "pattern" and "where" in error.absolute_path)


def check_rest(reader: PackReader, raw: Mapping[str, Any]) -> None:
    """PackError for whatever else the schema does not allow, where no check of names has said so."""
    error = next(iter(_validator().iter_errors(raw)), None)
    if error is not None:
        raise reader.fail_at(list(error.absolute_path), error.message, _spoken(list(error.absolute_path), raw))


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # only where a file is not known to be right

    return Draft202012Validator(load("region"))


def _what(error: ValidationError) -> str:
    """What is wrong with the value and, where that is certain, what to write."""
    shown = json.dumps(error.instance, ensure_ascii=False, default=str)
    if error.validator == "type":
        wanted = str(error.validator_value)
        hint = f"; write [{shown}]" if wanted == "array" and not isinstance(error.instance, (list, dict)) else ""
        if wanted == "string" and isinstance(error.instance, (int, float)):
            hint = f'; write "{shown}"'
        return f"must be {_KINDS.get(wanted, wanted)}, not {shown}{hint}"
    if error.validator == "enum":
        return f"must be one of {', '.join(map(str, error.schema['enum']))}, not {shown}"  # type: ignore[index]
    if error.validator in ("minItems", "minLength"):
        return f"needs at least {error.validator_value}, but is {shown}"
    if error.validator == "uniqueItems":
        values: list[Any] = list(error.instance)  # type: ignore[arg-type]
        twice = next(x for n, x in enumerate(values) if x in values[:n])
        return f"holds {json.dumps(twice, ensure_ascii=False)} twice; leave one out"
    if error.validator in ("minimum", "maximum"):
        return f"{shown} is out of range ({error.validator} {error.validator_value})"
    return f"{shown} does not fit"


def _meaning(path: Sequence[str | int]) -> str:
    """What the schema says of the innermost key that it describes."""
    found, node = "", load("region")
    schema = node
    for key in path:
        node = _resolved(node.get("items", {}) if isinstance(key, int) else _property(node, key), schema)
        found = node.get("description", found)
    return f" ({found.rstrip('.')})" if found else ""


def _property(node: Mapping[str, Any], key: str) -> Any:
    return node.get("properties", {}).get(key) or node.get("additionalProperties", {})


def _resolved(node: Any, schema: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(node, dict):
        return {}
    if "$ref" in node:
        target: Any = schema
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return {**target, **{k: v for k, v in node.items() if k != "$ref"}}
    return node


def _spoken(path: Sequence[str | int], raw: Mapping[str, Any]) -> str:
    """Where it stands, as the other errors say it: statement income, headers, 合计."""
    if len(path) > 1 and isinstance(path[1], int) and path[0] in ("statements", "sections", "subjects", "requirements"):
        entry = raw[str(path[0])][path[1]]
        name = entry.get("id", path[1] + 1) if isinstance(entry, dict) else path[1] + 1
        path = [f"{str(path[0])[:-1]} {name}", *path[2:]]
    return ", ".join(str(p) for p in path if not isinstance(p, int))


_LEVEL = re.compile(r"^(?:部门|单位)")


def _check_twice(reader: PackReader, raw: Mapping[str, Any]) -> None:
    for name in ("statements", "sections"):
        first: dict[str, int] = {}
        for n, entry in enumerate(raw.get(name, ())):
            if (id := entry.get("id")) in first:
                here = f"line {reader.line_at([name, first[id]])}"
                message = f"the id stands twice (first in {here}): make one entry of the two, or give this one another id"
                raise reader.fail_at([name, n, "id"], message, f"{name[:-1]} {id}")
            if id is not None:
                first[id] = n
    titles: dict[str, str] = {}
    for n, entry in enumerate(raw.get("statements", ())):
        for title in entry.get("titles", ()):
            other = titles.setdefault(_LEVEL.sub("", title_key(title)), entry.get("id", ""))
            if other != entry.get("id", ""):
                message = (
                    f"the title “{title}” is one of {other!r} already (the year, 部门, 单位 and brackets do not count): leave it out of one"
                )
                raise reader.fail_at(["statements", n, "titles", title], message, f"statement {entry.get('id', '')}, titles")
    for path, words in _word_tables(raw):
        seen: dict[str, str] = {}
        for word in words:
            key = "/".join(label_key(part) for part in word.split("/"))
            if (other := seen.setdefault(key, word)) != word:
                message = f"“{word}” and “{other}” are one word (spaces, quotes and kinds of brackets do not count): leave one out"
                raise reader.fail_at([*path, word], message, _spoken(path, raw))


def _word_tables(raw: Mapping[str, Any]) -> Iterator[tuple[list[str | int], Mapping[str, str]]]:
    for key in _KEYED:
        if key in raw:
            yield [key], raw[key]
        for n, entry in enumerate(raw.get("statements", ())):
            if key in entry:
                yield ["statements", n, key], entry[key]
