"""Region files: TOML to :class:`Region`, with errors that name file, line, key and the nearest valid name."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ..model.disclosure import Kind, Level
from ..model.region import Region, Requirement, SectionWord, StatementTemplate, SubjectWord, title_key
from ..model.text import label_key

_TOP = {
    "id", "name", "version", "extends", "divisions", "verified", "headers", "items", "names", "statements", "sections",
    "subjects", "requirements", "headcount", "headcount_parts", "attributes", "severities", "template_faults",
}  # fmt: skip
_STATEMENT = {"id", "name", "titles", "layout", "classification", "headers", "parts", "items", "items_of", "patterns", "fingerprint"}
_SECTION = {"id", "name", "pattern"}
_SUBJECT = {"id", "name", "words", "where", "sections"}
_REQUIREMENT = {"kind", "level", "first_year", "last_year", "statements"}


class PackError(ValueError):
    """A region file is wrong: file, line, key, and what to do, in one line."""


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name

    def line(self, word: str) -> int:
        """The first line that holds ``word`` (1 if none)."""
        return next((n for n, line in enumerate(self.text.split("\n"), 1) if word in line), 1)

    def fail(self, key: str, message: str) -> PackError:
        return PackError(f"{self.name}, line {self.line(key)}: {message}")

    def known(self, given: Iterable[str], valid: Iterable[str], what: str) -> None:
        valid = sorted(valid)
        for key in given:
            if key not in valid:
                near = difflib.get_close_matches(key, valid, 1, 0.5)
                hint = f"; did you mean {near[0]!r}?" if near else f" (valid: {', '.join(valid)})"
                raise self.fail(key, f"unknown {what} {key!r}{hint}")

    def pattern(self, text: str) -> re.Pattern[str]:
        try:
            return re.compile(text)
        except re.error as error:
            raise self.fail(text, f"the pattern {text!r} is no regular expression: {error}") from error


def _keys(table: Mapping[str, str]) -> dict[str, str]:
    """Label keys of a table's keys, path separators kept."""
    return {"/".join(label_key(part) for part in k.split("/")): v for k, v in table.items()}


def _parts(table: Mapping[str, Any]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {k: tuple(tuple(group) for group in v) for k, v in table.items()}


def _statement(
    reader: _Reader, raw: dict[str, Any], base: StatementTemplate | None, known: dict[str, StatementTemplate]
) -> StatementTemplate:
    reader.known(raw, _STATEMENT, "key of a statement")
    if base is None:
        for key in ("name", "layout"):
            if key not in raw:
                raise reader.fail(raw["id"], f"the statement {raw['id']!r} needs {key!r}")
    items = dict(base.items) if base else {}
    if "items_of" in raw:
        if raw["items_of"] not in known:
            raise reader.fail(raw["items_of"], f"items_of names no statement above it: {raw['items_of']!r}")
        items |= known[raw["items_of"]].items
    return StatementTemplate(
        id=raw["id"],
        name=raw.get("name", base.name if base else ""),
        titles=tuple(dict.fromkeys([*(base.titles if base else ()), *map(title_key, raw.get("titles", ()))])),
        layout=raw.get("layout", base.layout if base else ""),
        classification=raw.get("classification", base.classification if base else None),
        headers={**(base.headers if base else {}), **_keys(raw.get("headers", {}))},
        parts={**(base.parts if base else {}), **_parts(raw.get("parts", {}))},
        items={**items, **_keys(raw.get("items", {}))},
        pattern=(*(base.pattern if base else ()), *(reader.pattern(p) for p in raw.get("patterns", ()))),
        fingerprint=(base.fingerprint if base else frozenset()) | frozenset(map(label_key, raw.get("fingerprint", ()))),
    )


def _merge_by_id(base: Iterable[Any], new: Iterable[Any]) -> tuple[Any, ...]:
    """New entries first (they are tried first), then those of the base that they do not replace."""
    added = list(new)
    ids = {x.id for x in added}
    return (*added, *(x for x in base if x.id not in ids))


def parse_region(text: str, name: str, bases: Mapping[str, Region]) -> Region:
    """A region of a TOML text; ``name`` is what errors call the file, ``bases`` what it may extend.

    Raises PackError with one clear line.
    """
    reader = _Reader(text, name)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{name}: not valid TOML: {error}") from error
    reader.known(raw, _TOP, "key")
    for key in ("id", "name", "version"):
        if key not in raw:
            raise PackError(f"{name}: the key {key!r} is missing")
    base = Region(id="", name="", version="")
    if "extends" in raw:
        reader.known([raw["extends"]], bases, "region to extend")
        base = bases[raw["extends"]]
    templates = {t.id: t for t in base.statements}
    own: list[StatementTemplate] = []
    for entry in raw.get("statements", ()):
        if "id" not in entry:
            raise PackError(f"{name}: a [[statements]] entry has no id")
        template = _statement(reader, entry, templates.get(entry["id"]), templates)
        templates[template.id] = template
        own.append(template)
    sections, subjects = [], []
    for entry in raw.get("sections", ()):
        reader.known(entry, _SECTION, "key of a section")
        sections.append(SectionWord(entry["id"], entry["name"], reader.pattern(entry["pattern"])))
    for entry in raw.get("subjects", ()):
        reader.known(entry, _SUBJECT, "key of a subject")
        words = tuple(map(label_key, entry.get("words", ())))
        subjects.append(SubjectWord(entry["id"], entry["name"], words, tuple(entry.get("where", ())), tuple(entry.get("sections", ()))))
    requirements = [_requirement(reader, entry, templates) for entry in raw.get("requirements", ())]
    reader.known(raw.get("verified", {}), [k.value for k in Kind], "kind")
    merged_names = {
        **base.names,
        **{f"statement:{t.id}": t.name for t in templates.values()},
        **{s.id: s.name for s in (*base.subjects, *subjects)},
        **raw.get("names", {}),
    }
    return replace(
        base,
        id=raw["id"],
        name=raw["name"],
        version=raw["version"],
        divisions=tuple(raw.get("divisions", ())),
        verified={Kind(k): tuple(v) for k, v in raw.get("verified", {}).items()},
        statements=_merge_by_id(base.statements, own),
        headers={**base.headers, **_keys(raw.get("headers", {}))},
        items={**base.items, **_keys(raw.get("items", {}))},
        requirements=(*requirements, *base.requirements),
        subjects=_merge_by_id(base.subjects, subjects),
        sections=_merge_by_id(base.sections, sections) if sections else base.sections,
        headcount={**base.headcount, **_keys(raw.get("headcount", {}))},
        headcount_parts={**base.headcount_parts, **{k: tuple(v) for k, v in raw.get("headcount_parts", {}).items()}},
        attributes={**base.attributes, **_keys(raw.get("attributes", {}))},
        severities={**base.severities, **raw.get("severities", {})},
        names=merged_names,
        template_faults={**base.template_faults, **raw.get("template_faults", {})},
    )


def _requirement(reader: _Reader, raw: dict[str, Any], templates: Mapping[str, StatementTemplate]) -> Requirement:
    reader.known(raw, _REQUIREMENT, "key of a requirement")
    reader.known([raw["kind"]], [k.value for k in Kind], "kind")
    reader.known(raw["statements"], templates, "statement")
    return Requirement(
        kind=Kind(raw["kind"]),
        statements=tuple(raw["statements"]),
        first_year=raw.get("first_year"),
        last_year=raw.get("last_year"),
        level=Level(raw["level"]) if "level" in raw else None,
    )


def load_regions(paths: Iterable[Path]) -> list[Region]:
    """Regions of TOML files; a file may extend any that comes before it. Raises PackError."""
    bases: dict[str, Region] = {}
    for path in paths:
        region = parse_region(path.read_text(encoding="utf-8"), path.name, bases)
        bases[region.id] = region
    return list(bases.values())


def region_fields() -> list[str]:
    """Names of a region's fields, for the reference."""
    return [f.name for f in fields(Region)]
