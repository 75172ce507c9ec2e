"""Scores what was read of a file against the cell grids that it was drawn from.

A cell counts where it stands: (table, row, column, text). White space is removed, NFKC and the map of CJK radicals
are applied on both sides. Blank cells are no hits and no misses. Numbers are the cells that print a figure.

    python benchmarks/score_reading.py [--engine fast] FILE.pdf ... (truth is found by the name: lo_kashi2022.pdf → kashi2022.json)
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mingzhang import Document, Paragraph, ReadOptions, Source, Table, Vocabulary, parse_figure
from mingzhang.core.model.documents.text import as_typed, squeeze
from mingzhang.plugins.parsers.pdf.parser import PdfParser

Grid = list[list[str]]
SAMPLES = Path(os.environ.get("MINGZHANG_SAMPLES") or Path(__file__).resolve().parents[2] / "shared/samples")


@dataclass(frozen=True, slots=True)
class Score:
    """Hits, cells read and cells drawn; for all cells and for numbers."""

    hits: int = 0
    read: int = 0
    drawn: int = 0
    number_hits: int = 0
    numbers_read: int = 0
    numbers_drawn: int = 0
    tables_read: int = 0
    tables_drawn: int = 0

    @property
    def cells_f1(self) -> float:
        return _f1(self.hits, self.read, self.drawn)

    @property
    def numbers_f1(self) -> float:
        return _f1(self.number_hits, self.numbers_read, self.numbers_drawn)


def _f1(hits: int, read: int, drawn: int) -> float:
    return 2 * hits / (read + drawn) if read + drawn else 1.0


def normal(text: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", as_typed(text)))


def truth_grids(blocks: Sequence[dict[str, Any]]) -> list[Grid]:
    """The tables drawn; those that follow each other with nothing between and the same width are one."""
    grids: list[Grid] = []
    before = ""
    for block in blocks:
        if block["t"] == "table":
            rows = [[normal(c) for c in row] for row in block["grid"]]
            if before == "table" and grids and len(grids[-1][0]) == len(rows[0]):
                grids[-1] += rows
            else:
                grids.append(rows)
        before = block["t"]
    return grids


def read_grids(document: Document, simple: bool = False) -> list[Grid]:
    """The tables read, continued ones joined (``simple``: by the parser's grids alone)."""
    if simple:
        return [[[normal(c) for c in row] for row in grid] for grid in simply_joined(document)]
    from mingzhang.core.reading.assemble import assemble

    return [[[normal(c) for c in row] for row in t.grid()] for t in assemble(document, Vocabulary()).tables]


def simply_joined(document: Document) -> list[Grid]:
    """Tables joined to the one before if only a short line (a page number) stands between and the width is the same."""
    grids: list[Grid] = []
    between = True
    last_page = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            between = between or len(squeeze(block.text).strip("-—")) > 3
            continue
        rows = block.grid()
        page = block.place.page or 0
        if grids and not between and page == last_page + 1 and len(grids[-1][0]) == len(rows[0]):
            same = 0
            while same < min(len(rows), 5, len(grids[-1])) and rows[same] == grids[-1][same]:
                same += 1
            grids[-1] += rows[same:]
        else:
            grids.append(rows)
        between, last_page = False, page
    return grids


def score(read: Sequence[Grid], drawn: Sequence[Grid]) -> Score:
    """Tables are paired in order so that most cells hit."""
    pairs = pairs_of(read, drawn)
    hits = number_hits = 0
    for i, j in pairs:
        a, b = cells_of(read[i]), cells_of(drawn[j])
        same = [t for at, t in b.items() if a.get(at) == t]
        hits += len(same)
        number_hits += sum(is_number(t) for t in same)
    all_read = [t for g in read for t in cells_of(g).values()]
    all_drawn = [t for g in drawn for t in cells_of(g).values()]
    return Score(
        hits, len(all_read), len(all_drawn),
        number_hits, sum(map(is_number, all_read)), sum(map(is_number, all_drawn)), len(read), len(drawn),
    )  # fmt: skip


def cells_of(grid: Grid) -> dict[tuple[int, int], str]:
    return {(r, c): t for r, row in enumerate(grid) for c, t in enumerate(row) if t}


def is_number(text: str) -> bool:
    return parse_figure(text) is not None


def pairs_of(read: Sequence[Grid], drawn: Sequence[Grid]) -> list[tuple[int, int]]:
    best: list[list[tuple[int, list[tuple[int, int]]]]] = [[(0, [])] * (len(drawn) + 1) for _ in range(len(read) + 1)]
    for i, a in enumerate(read, 1):
        cells = set(cells_of(a).items())
        for j, b in enumerate(drawn, 1):
            both = len(cells & set(cells_of(b).items()))
            hit = (best[i - 1][j - 1][0] + both, [*best[i - 1][j - 1][1], (i - 1, j - 1)])
            best[i][j] = max(hit, best[i - 1][j], best[i][j - 1], key=lambda x: x[0])
    return best[-1][-1][1]


def differences(read: Sequence[Grid], drawn: Sequence[Grid]) -> Iterable[str]:
    """What differs, in words, for people who look for the reason."""
    pairs = dict(pairs_of(read, drawn))
    for i, grid in enumerate(read):
        if i not in pairs:
            yield f"table {i} read, not drawn: {_size(grid)} {grid[:1]}"
    for i, j in pairs.items():
        a, b = read[i], drawn[j]
        if _size(a) != _size(b):
            yield f"table {j}: {_size(b)} drawn, {_size(a)} read"
            continue
        cells = cells_of(a)
        for at, text in cells_of(b).items():
            if cells.get(at) != text:
                yield f"table {j} {at}: drawn {text!r}, read {cells.get(at)!r}"
        for at in cells.keys() - cells_of(b).keys():
            yield f"table {j} {at}: nothing drawn, read {cells[at]!r}"
    for j in set(range(len(drawn))) - set(pairs.values()):
        yield f"table {j} not read: {_size(drawn[j])}"


def _size(grid: Grid) -> str:
    return f"{len(grid)}×{len(grid[0]) if grid else 0}"


def read_file(path: Path, options: ReadOptions) -> Document:
    """One PDF read as the command line would."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return PdfParser().parse(Source(path, path.name, digest, path.stat().st_size), options)


def truth_of(path: Path) -> list[Grid]:
    """The grids that a rendered sample was drawn from."""
    name = path.stem.rsplit("_", 1)[-1]
    return truth_grids(json.loads((SAMPLES / f"rendered/truth/{name}.json").read_text("utf-8")))


def tables_of(document: Document) -> list[Table]:
    return list(document.tables)


def main(arguments: list[str]) -> None:
    engine = "auto"
    if arguments[:1] == ["--engine"]:
        engine, arguments = arguments[1], arguments[2:]
    simple = arguments[:1] == ["--simple"]
    arguments = arguments[simple:]
    show = arguments[:1] == ["--show"]
    scans = sorted((SAMPLES / "rendered/scan").glob("*.pdf")) if find_spec("rapidocr") else []
    paths = [Path(a) for a in arguments[show:]] or [*sorted((SAMPLES / "rendered/pdf").glob("*.pdf")), *scans]
    for path in paths:
        read, drawn = read_grids(read_file(path, ReadOptions(engine=engine)), simple), truth_of(path)
        s = score(read, drawn)
        print(f"{path.name:26} cells {s.cells_f1:.4f}  numbers {s.numbers_f1:.4f}  tables {s.tables_read}/{s.tables_drawn}")
        if show:
            for line in differences(read, drawn):
                print("   ", line)


if __name__ == "__main__":
    main(sys.argv[1:])
