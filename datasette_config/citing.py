"""Where a citation of an answer can be seen: its cell in its table, or its sentence in the prose."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from mingzhang.core.model.documents.text import squeeze
from mingzhang.datasette_config.grid import anchor

Row = dict[str, Any]

# A masked text is as long as the text, and the connection masks what is read: candidates by length, then compared here.
_ITEMS = """SELECT l.table_id, l.grid_row, l.grid_column, l.code, l.project, l.row_name, l.column_label, l.text, t.number, t.title
FROM line_items l JOIN tables t ON t.id = l.table_id
WHERE l.document = :document AND l.page IS :page AND length(l.text) = length(:text) ORDER BY l.ordinal"""

_INDICATORS = """SELECT n.table_id, n.grid_row, n.grid_column, n.level1, n.level2, n.level3, n.target AS text, t.number, t.title
FROM indicators n JOIN tables t ON t.id = n.table_id
WHERE n.document = :document AND n.page IS :page AND length(n.target) = length(:text) ORDER BY n.ordinal"""

_EVIDENCE = """SELECT e.table_id, e.grid_row, e.grid_column, e.row_label, e.column_label, e.text, e.table_title AS title, NULL AS number
FROM evidence e WHERE e.document = :document AND e.page IS :page AND length(e.text) = length(:text) AND e.table_id IS NOT NULL
AND e.grid_row IS NOT NULL ORDER BY e.finding, e.ordinal"""

_TABLES = """SELECT id, number, title, grid FROM tables WHERE document = :document
AND (:page IS NULL OR page IS NULL OR :page BETWEEN page AND coalesce(page_end, page)) ORDER BY ordinal"""

_SHORTEST = 8
"""Characters that a part of a quotation must have to be looked for alone."""

_SECTIONS = "SELECT ordinal, title, text, page FROM sections WHERE document = :document ORDER BY ordinal"

_BY_LENGTH = re.compile(r"length\(([\w.]+)\) = length\(:text\)")
_TITLED = "SELECT ordinal, instr(text, :text) FROM sections WHERE document = :document AND title = :title LIMIT 2"


class Spot(NamedTuple):
    """A place on the site: a table and perhaps its cell, or a section and perhaps a range of its characters."""

    document: str
    table: str | None = None
    cell: tuple[int, int] | None = None
    section: int | None = None
    span: tuple[int, int] | None = None

    def address(self, path: Callable[..., str]) -> str:
        """The address of the page, the place marked; without a place the page of the document."""
        if self.table is not None:
            spot = anchor(*self.cell) if self.cell else None
            return path(f"/mz/table/{self.table}", c=spot) + (f"#{spot}" if spot else "")
        if self.section is not None:
            span = f"{self.section}:{self.span[0]}-{self.span[1]}" if self.span else None
            return f"{path(f'/mz/prose/{self.document}', t=span)}#s{self.section}"
        return path(f"/mz/document/{self.document}")


class _Section(NamedTuple):
    row: Row
    text: str
    """Folded."""
    offsets: list[int]
    """Of each folded character in the text as stored."""


def locate(connection: sqlite3.Connection, citations: Iterable[Row]) -> list[Spot]:
    """The places of citations (``mingzhang.answer/1``). What cannot be told for sure is left out: table without cell, or document only."""
    prose: dict[str, list[_Section]] = {}
    found = []
    for c in citations:
        if not c["table"] and (spot := _as_it_stands(connection, c)):
            found.append(spot)
            continue
        if not c["table"] and c["document"] not in prose:
            prose[c["document"]] = [_Section(row, *_folded(row["text"])) for row in _rows(connection, _SECTIONS, c)]
        found.append(_cell(connection, c) if c["table"] else _sentence(prose[c["document"]], c))
    return found


def _rows(connection: sqlite3.Connection, sql: str, c: Row) -> list[Row]:
    cursor = connection.execute(sql, {"document": c["document"], "page": c["page"], "text": c["text"]})
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _joined(*parts: str | None, by: str = " ") -> str:
    return by.join(p for p in parts if p)


def _cell(connection: sqlite3.Connection, c: Row) -> Spot:
    cited = (c["row"] or "", c["column"] or "")
    for listed, labels in _STORED:
        # What masking left as it is stands so in the database; only what it starred must be read to be compared.
        sql = listed if "*" in c["text"] else _BY_LENGTH.sub(r"\1 = :text", listed)
        for r in _rows(connection, sql, c):
            if r["text"] == c["text"] and labels(r) == cited and _is_title(r, c["table"]) and r["grid_row"] is not None:
                return Spot(c["document"], r["table_id"], (r["grid_row"], r["grid_column"]))
    return _in_grids(connection, c)


_STORED: tuple[tuple[str, Callable[[Row], tuple[str, str]]], ...] = (
    (_ITEMS, lambda r: (_joined(r["code"], r["project"] or r["row_name"]), r["column_label"] or "")),
    (_INDICATORS, lambda r: (_joined(r["level1"], r["level2"], r["level3"], by="/"), "指标值")),
    (_EVIDENCE, lambda r: (r["row_label"] or "", r["column_label"] or "")),
)
"""What is stored with its cell, and its labels of row and column as a citation has them."""


def _is_title(table: Row, cited: str) -> bool:
    return cited in (_joined(table["number"], table["title"]), table["title"])


def _in_grids(connection: sqlite3.Connection, c: Row) -> Spot:
    """The one cell of the cited tables that prints the text in the row that fits the label best."""
    tables = [t for t in _rows(connection, _TABLES, c) if _is_title(t, c["table"])]
    label, wanted = squeeze(c["row"] or ""), squeeze(c["text"])
    found: list[tuple[int, str, tuple[int, int]]] = []
    for t in tables:
        for n, cells in enumerate(json.loads(t["grid"])):
            texts = [squeeze(text) for text in cells]
            fit = sum(len(text) for text in set(texts) - {wanted} if len(text) > 1 and text in label)
            found += [(fit, t["id"], (n, k)) for k, text in enumerate(texts) if wanted and text == wanted]
    best = [f for f in found if f[0] == max(found)[0]]
    if len(best) == 1:
        return Spot(c["document"], best[0][1], best[0][2])
    return Spot(c["document"], best[0][1] if best else tables[0]["id"] if tables else None)


def _as_it_stands(connection: sqlite3.Connection, c: Row) -> Spot | None:
    """The place of a text in the one section of its title, if it stands there to the letter: nothing else can be meant, and nothing need be folded."""
    titled = connection.execute(_TITLED, {"document": c["document"], "title": c["section"], "text": c["text"]}).fetchall()
    if len(titled) != 1 or not titled[0][1] or not c["text"]:
        return None
    start = titled[0][1] - 1
    return Spot(c["document"], section=titled[0][0], span=(start, start + len(c["text"])))


def _sentence(sections: list[_Section], c: Row) -> Spot:
    """The section that holds the text (of several the one with the title, then the page), else the one with the title."""
    spans = {s.row["ordinal"]: _span(s, c["text"]) for s in sections}
    holding = [s.row for s in sections if spans[s.row["ordinal"]]]
    chosen = [row for row in holding or [s.row for s in sections] if row["title"] == c["section"]] or holding
    if not chosen:
        return Spot(c["document"])
    ordinal = next((row for row in chosen if row["page"] == c["page"]), chosen[0])["ordinal"]
    return Spot(c["document"], section=ordinal, span=spans[ordinal])


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without white space and without the difference of full and half width, and where each character stood."""
    kept = [(n, unicodedata.normalize("NFKC", character)) for n, character in enumerate(text) if not character.isspace()]
    return "".join(c for _, c in kept), [n for n, c in kept for _ in c]


def _span(section: _Section, quoted: str) -> tuple[int, int] | None:
    """Where the quoted words begin and end; of several lines that were put together with ； where the first stands."""
    for words in (quoted, quoted.partition("；")[0]):
        wanted = _folded(words)[0]
        at = section.text.find(wanted) if len(wanted) >= _SHORTEST or words == quoted else -1
        if wanted and at >= 0:
            return section.offsets[at], section.offsets[at + len(wanted) - 1] + 1
    return None
