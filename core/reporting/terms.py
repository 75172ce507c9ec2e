"""The names that region files and rules use, with what they mean: measures, items, subjects, sections, statements, layouts."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from ..messages import tr
from ..model.disclosures.column import OWN_MEASURES, ROLES
from ..model.disclosures.region import Layout, Region

SCHEMA = "mingzhang.terms/1"
KINDS = {
    "measures": ("measures: what a column counts", "指标：栏目的含义"),
    "roles": ("roles: what a column names", "角色：栏目所列的名称或编码"),
    "items": ("items: what a named row is", "事项：按名称认定的行"),
    "subjects": ("subjects: what the prose speaks about", "主题：文字所述的事项"),
    "sections": ("sections of the prose", "文字部分的章节"),
    "statements": ("statements", "报表"),
    "layouts": ("layouts: how a table's rows are read", "版式：表格行的读法"),
}
"""Kinds of terms, in both languages."""


@dataclass(frozen=True, slots=True)
class Term:
    """A name that a region file may use; ``words`` are how documents print it."""

    kind: str
    id: str
    name: str
    words: tuple[str, ...] = ()
    note: str = ""


def terms_of(region: Region, layouts: Mapping[str, Layout]) -> list[Term]:
    """All terms of a region (what it extends included), by kind and id."""
    found = [
        *_by_words("measures", _merged(region.headers, (t.headers for t in region.statements)), region, OWN_MEASURES),
        *_by_words("items", _merged(region.items, (t.items for t in region.statements)), region, {}),
        *(Term("subjects", s.id, s.name, s.words, "、".join(s.sections)) for s in region.subjects),
        *(Term("sections", s.id, s.name, (s.pattern.pattern,), s.part or "") for s in region.sections),
        *(Term("statements", t.id, t.name, t.titles, t.layout) for t in region.statements),
        *(Term("layouts", id, _first_line(layout)) for id, layout in layouts.items()),
        *(Term("roles", id, name, _words_of(id, region)) for id, name in ROLES.items()),
    ]
    order = list(KINDS)
    return sorted(found, key=lambda t: (order.index(t.kind), t.id))


def _merged(common: Mapping[str, str], own: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    """Id → the words that name it."""
    words: dict[str, list[str]] = {}
    for table in (common, *own):
        for word, id in table.items():
            if not id.startswith("@") and word not in words.setdefault(id, []):
                words[id].append(word)
    return words


def _by_words(kind: str, words: Mapping[str, list[str]], region: Region, own: Mapping[str, str]) -> Iterable[Term]:
    for id in dict.fromkeys([*own, *words]):
        printed = words.get(id, [])
        yield Term(kind, id, region.names.get(id) or own.get(id) or next(iter(printed), id), tuple(printed))


def _words_of(role: str, region: Region) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for t in (region.headers, *(s.headers for s in region.statements)) for w, m in t.items() if m == role))


def _first_line(layout: Layout) -> str:
    return (inspect.getdoc(layout) or "").partition("\n")[0]


def terms_json(region: Region, terms: Iterable[Term]) -> dict[str, Any]:
    """The object that ``terms --json`` prints."""
    entries = [{"kind": t.kind, "id": t.id, "name": t.name, "words": list(t.words), "note": t.note or None} for t in terms]
    return {"schema": SCHEMA, "region": region.id, "version": region.version, "terms": entries}


def print_terms(console: Console, terms: Iterable[Term]) -> None:
    """A table for every kind."""
    terms = list(terms)
    for kind, title in KINDS.items():
        own = [t for t in terms if t.kind == kind]
        if not own:
            continue
        console.print()
        console.rule(tr(*title), align="left", style="dim")
        grid = Grid(box=None, pad_edge=False, show_header=False)
        for _ in range(4):
            grid.add_column(overflow="fold")
        for t in own:
            grid.add_row(escape(t.id), escape(t.name), escape(" ".join(t.words)), f"[dim]{escape(t.note)}[/]")
        console.print(grid)
