"""Region files: TOML to :class:`Region`, with errors that name file, line, key and the nearest valid name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ...model.disclosures.disclosure import Kind, Level
from ...model.disclosures.region import Region, Requirement, SectionWord, StatementTemplate, SubjectWord
from ...model.documents.text import label_key
from ...model.documents.titles import title_key
from .errors import PackError, PackReader
from .shape import check_rest, check_shape, read_text
from .spelling import spelled
from .words import check_words

__all__ = ["PackError", "load_regions", "parse_region", "read_text", "region_fields"]

_TOP = {
    "id", "name", "version", "extends", "divisions", "level", "verified", "headers", "items", "names", "statements", "sections",
    "subjects", "requirements", "headcount", "headcount_parts", "attributes", "severities", "template_faults", "organs", "title_words",
}  # fmt: skip
_STATEMENT = {"id", "name", "titles", "layout", "classification", "headers", "parts", "items", "items_of", "patterns", "fingerprint"}
_SECTION = {"id", "name", "pattern", "heading", "part", "items", "others", "total", "behind"}
_SUBJECT = {"id", "name", "words", "where", "sections", "units", "under", "parts"}
_REQUIREMENT = {"kind", "level", "first_year", "last_year", "divisions", "statements", "firm"}
_PARTS = ("overview", "tables", "explanation", "glossary")


def _keys(table: Mapping[str, str]) -> dict[str, str]:
    """Label keys of a table's keys, path separators kept."""
    return {"/".join(label_key(part) for part in k.split("/")): v for k, v in table.items()}


def _parts(table: Mapping[str, Any]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {k: tuple(tuple(group) for group in v) for k, v in table.items()}


_TITLE_WORD = re.compile(r"\{([a-z_]+)\}")


def _title_words(raw: Mapping[str, Any], base: Region) -> dict[str, str]:
    """Names of the groups of words that titles are composed of → an expression of any of them, longest first."""
    groups = {name: map(label_key, words) for name, words in raw.get("title_words", {}).items()}
    return {**base.title_words, **{n: f"(?:{'|'.join(sorted(map(re.escape, g), key=lambda w: -len(w)))})" for n, g in groups.items()}}


def _title_pattern(reader: PackReader, text: str, words: Mapping[str, str], at: str) -> re.Pattern[str]:
    """A pattern over title keys, with the words that its names in braces stand for."""
    reader.known(_TITLE_WORD.findall(text), words, "group of title_words", at)
    return reader.pattern(_TITLE_WORD.sub(lambda m: words[m[1]], text))


def _statement(
    reader: PackReader,
    raw: dict[str, Any],
    base: StatementTemplate | None,
    known: dict[str, StatementTemplate],
    words: Mapping[str, str],
) -> StatementTemplate:
    reader.known(raw, _STATEMENT, "key of a statement", f"statement {raw['id']}")
    if base is None:
        reader.needed(raw, ("name", "layout"), "the statement")
    reader.known([raw.get("classification", "functional")], ("functional", "economic"), "classification", f"statement {raw['id']}")
    items = dict(base.items) if base else {}
    if "items_of" in raw:
        reader.known([raw["items_of"]], known, "statement above this one", f"statement {raw['id']}, items_of")
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
        pattern=(
            *(base.pattern if base else ()),
            *(_title_pattern(reader, p, words, f"statement {raw['id']}, patterns") for p in raw.get("patterns", ())),
        ),
        fingerprint=(base.fingerprint if base else frozenset()) | frozenset(map(label_key, raw.get("fingerprint", ()))),
    )


def _merge_subjects(base: Iterable[SubjectWord], new: Iterable[SubjectWord]) -> tuple[SubjectWord, ...]:
    """New entries first; an entry with the id and the sections of one of the base takes its place."""
    added = list(new)
    replaced = {(s.id, s.sections) for s in added}
    return (*added, *(s for s in base if (s.id, s.sections) not in replaced))


def _merge_by_id(base: Iterable[Any], new: Iterable[Any]) -> tuple[Any, ...]:
    """New entries first (they are tried first), then those of the base that they do not replace."""
    added = list(new)
    ids = {x.id for x in added}
    return (*added, *(x for x in base if x.id not in ids))


def parse_region(
    text: str, name: str, bases: Mapping[str, Region], layouts: Iterable[str] | None = None, *, validated: bool = False
) -> Region:
    """A region of a TOML text; ``name`` is what errors call the file, ``bases`` what it may extend.

    ``layouts`` are the names of layouts it may use (None: not checked here); ``validated``: its shape need not be checked. Raises
    PackError with one clear line.
    """
    reader = PackReader(text, name)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{name}: not valid TOML: {error}") from error
    if not validated:
        check_shape(reader, raw)
    reader.known(raw, _TOP, "key")
    reader.needed(raw, ("id", "name", "version"), "the region")
    base = Region(id="", name="", version="")
    if "extends" in raw:
        reader.known([raw["extends"]], bases, "region to extend", "extends")
        base = bases[raw["extends"]]
    reader.known([raw.get("level", "unit")], [k.value for k in Level], "level", "level")
    words = _title_words(raw, base)
    templates, own = _statements(reader, raw, base, words)
    sections = [_section(reader, entry, base) for entry in raw.get("sections", ())]
    subjects = [_subject(reader, entry, base) for entry in raw.get("subjects", ())]
    requirements = [_requirement(reader, entry, templates) for entry in raw.get("requirements", ())]
    reader.known(raw.get("verified", {}), [k.value for k in Kind], "kind", "verified")
    region = replace(
        base,
        id=raw["id"],
        name=raw["name"],
        version=raw["version"],
        divisions=tuple(raw.get("divisions", ())),
        organs=base.organs | frozenset(raw.get("organs", ())),
        title_words=words,
        level=Level(raw["level"]) if "level" in raw else base.level,
        verified={Kind(k): tuple(v) for k, v in raw.get("verified", {}).items()},
        statements=_merge_by_id(base.statements, own),
        headers={**base.headers, **_keys(raw.get("headers", {}))},
        items={**base.items, **_keys(raw.get("items", {}))},
        requirements=(*requirements, *base.requirements),
        subjects=_merge_subjects(base.subjects, subjects),
        sections=_merge_by_id(base.sections, sections) if sections else base.sections,
        headcount={**base.headcount, **_keys(raw.get("headcount", {}))},
        headcount_parts={**base.headcount_parts, **{k: tuple(v) for k, v in raw.get("headcount_parts", {}).items()}},
        attributes={**base.attributes, **_keys(raw.get("attributes", {}))},
        severities={**base.severities, **raw.get("severities", {})},
        names={
            **base.names,
            **{f"statement:{t.id}": t.name for t in templates.values()},
            **{s.id: s.name for s in (*base.subjects, *subjects)},
            **raw.get("names", {}),
        },
        template_faults={**base.template_faults, **raw.get("template_faults", {})},
    )
    check_words(reader, raw, base, region, layouts)
    if not validated:
        check_rest(reader, raw)
    return region


def _statements(
    reader: PackReader, raw: dict[str, Any], base: Region, words: Mapping[str, str]
) -> tuple[dict[str, StatementTemplate], list[StatementTemplate]]:
    """All templates by id, and those that the file states itself."""
    templates = {t.id: t for t in base.statements}
    own: list[StatementTemplate] = []
    for entry in raw.get("statements", ()):
        reader.needed(entry, ("id",), "an entry of [[statements]]")
        template = _statement(reader, entry, templates.get(entry["id"]), templates, words)
        templates[template.id] = template
        own.append(template)
    return templates, own


def _section(reader: PackReader, raw: dict[str, Any], base: Region) -> SectionWord:
    """A section; what an entry of a known id leaves out is that of the base."""
    reader.needed(raw, ("id",), "an entry of [[sections]]")
    known = next((s for s in base.sections if s.id == raw["id"]), None)
    if known is None:
        reader.needed(raw, ("name", "pattern"), "the section")
    reader.known(raw, _SECTION, "key of a section", f"section {raw['id']}")
    reader.known([raw.get("part", "overview")], _PARTS, "part", f"section {raw['id']}")
    before = known or SectionWord("", "", re.compile(""))
    pattern = reader.pattern(raw["pattern"]) if "pattern" in raw else before.pattern
    heading = reader.pattern(raw["heading"]) if "heading" in raw else before.heading
    return SectionWord(
        id=raw["id"],
        name=raw.get("name", before.name),
        pattern=pattern,
        heading=heading,
        part=raw.get("part", before.part),
        items=tuple(raw.get("items", before.items)),
        others=raw.get("others", before.others),
        total=raw.get("total", before.total),
        behind=tuple(raw.get("behind", before.behind)),
    )


def _subject(reader: PackReader, raw: dict[str, Any], base: Region) -> SubjectWord:
    """A subject; an entry with the id and the sections of one of the base adds its words to it."""
    reader.needed(raw, ("id",), "an entry of [[subjects]]")
    reader.known(raw, _SUBJECT, "key of a subject", f"subject {raw['id']}")
    sections = tuple(raw.get("sections", ()))
    known = next((s for s in base.subjects if s.id == raw["id"] and s.sections == sections), None)
    before = known or SubjectWord("", "", ())
    if known is None:
        reader.needed(raw, ("words",), "the subject")
    name = raw.get("name") or next((s.name for s in base.subjects if s.id == raw["id"]), None)
    if name is None:
        reader.needed(raw, ("name",), "the subject")
    words = dict.fromkeys([*_spelled(reader, raw.get("words", ()), f"subject {raw['id']}, words"), *before.words])
    return SubjectWord(
        id=raw["id"],
        name=str(name),
        words=tuple(words),
        where=tuple(raw.get("where", before.where)),
        sections=sections,
        units=tuple(raw.get("units", before.units)),
        under={**before.under, **raw.get("under", {})},
        parts=tuple(raw.get("parts", before.parts)),
    )


def _spelled(reader: PackReader, words: Iterable[str], at: str) -> list[str]:
    """Keys of words, with every way in which these may be written."""
    found: list[str] = []
    for word in words:
        try:
            found += spelled(label_key(word))
        except ValueError as error:
            raise reader.fail(word, f"{word!r}: {error}", at) from error
    return found


def _requirement(reader: PackReader, raw: dict[str, Any], templates: Mapping[str, StatementTemplate]) -> Requirement:
    reader.known(raw, _REQUIREMENT, "key of a requirement", "requirements")
    reader.needed(raw, ("kind", "statements"), "an entry of [[requirements]]")
    reader.known([raw["kind"]], [k.value for k in Kind], "kind", "requirements")
    reader.known([raw.get("level", "unit")], [k.value for k in Level], "level", "requirements")
    reader.known(raw["statements"], templates, "statement", "requirements")
    return Requirement(
        kind=Kind(raw["kind"]),
        statements=tuple(raw["statements"]),
        first_year=raw.get("first_year"),
        last_year=raw.get("last_year"),
        level=Level(raw["level"]) if "level" in raw else None,
        divisions=tuple(raw.get("divisions", ())),
        firm=raw.get("firm", True),
    )


def load_regions(
    paths: Iterable[Path], bases: Iterable[Region] = (), layouts: Iterable[str] | None = None, *, validated: bool = False
) -> list[Region]:
    """Regions of TOML files; a file may extend one of ``bases`` or any file before it.

    ``layouts`` are the names of layouts that the files may use (None: not checked here); ``validated``: their shape need not be
    checked, as tests of the package do. Raises PackError.
    """
    known = {r.id: r for r in bases}
    names = None if layouts is None else tuple(layouts)
    loaded: list[Region] = []
    for path in paths:
        region = parse_region(read_text(path), path.name, known, names, validated=validated)
        known[region.id] = region
        loaded.append(region)
    return loaded


def region_fields() -> list[str]:
    """Names of a region's fields, for the reference."""
    return [f.name for f in fields(Region)]
