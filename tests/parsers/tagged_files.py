"""A small PDF whose tables are tagged, written by hand: reportlab draws no structure. Fictional figures only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

Text = tuple[float, float, str]
"""x, y from the bottom, and the text (ASCII)."""
TaggedText = tuple[str, int, int, Text | None]
"""Tag (TH or TD), row span, column span, and what stands where; a TH without text is tagged, a TD is left out."""


def write_tagged(path: Path, pages: Sequence[Sequence[Sequence[TaggedText]]], rows_of_page: Sequence[Sequence[int]] | None = None) -> Path:
    """Writes one table; ``pages`` are lists of rows, ``rows_of_page`` which row of the table each of them is."""
    numbers = rows_of_page or [range(sum(map(len, pages[:i])), sum(map(len, pages[: i + 1]))) for i in range(len(pages))]
    objects: dict[int, str] = {1: "<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 3 0 R>>"}
    objects[5] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page_of, free = {i: 10 + 2 * i for i in range(len(pages))}, 100
    rows: dict[int, int] = {}
    kids: dict[int, list[int]] = {}
    cells: dict[int, tuple[int, TaggedText, list[tuple[int, int]]]] = {}
    at: dict[tuple[int, int], int] = {}
    parents: list[list[int]] = []
    for p, page in enumerate(pages):
        stream, owners = [], []
        for number, row in zip(numbers[p], page, strict=True):
            if number not in rows:
                rows[number], kids[number], free = free, [], free + 1
            for c, cell in enumerate(row):
                if cell[3] is None and cell[0] == "TD":
                    continue
                if (number, c) not in at:
                    at[number, c] = free
                    kids[number].append(free)
                    cells[free] = (rows[number], cell, [])
                    free += 1
                if cell[3] is not None:
                    x, y, text = cell[3]
                    stream.append(f"/P <</MCID {len(owners)}>> BDC BT /F1 9 Tf {x} {y} Td ({text}) Tj ET EMC")
                    cells[at[number, c]][2].append((page_of[p], len(owners)))
                    owners.append(at[number, c])
        content = "\n".join(stream)
        objects[page_of[p]] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {page_of[p] + 1} 0 R/StructParents {p}"
            "/Resources<</Font<</F1 5 0 R>>>>>>"
        )
        objects[page_of[p] + 1] = f"<</Length {len(content)}>>stream\n{content}\nendstream"
        parents.append(owners)
    objects[2] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{n} 0 R' for n in page_of.values())}]>>"
    tree = " ".join(f"{i} [{' '.join(f'{o} 0 R' for o in owners)}]" for i, owners in enumerate(parents))
    objects[3] = f"<</Type/StructTreeRoot/K 4 0 R/ParentTree<</Nums[{tree}]>>>>"
    objects[4] = f"<</Type/StructElem/S/Table/P 3 0 R/K[{' '.join(f'{rows[n]} 0 R' for n in sorted(rows))}]>>"
    for number, name in rows.items():
        objects[name] = f"<</Type/StructElem/S/TR/P 4 0 R/K[{' '.join(f'{k} 0 R' for k in kids[number])}]>>"
    for name, (row, (tag, height, width, _), marks) in cells.items():
        content = " ".join(f"<</Type/MCR/Pg {page} 0 R/MCID {mark}>>" for page, mark in marks)
        spans = f"/A<</O/Table/RowSpan {height}/ColSpan {width}>>"
        objects[name] = f"<</Type/StructElem/S/{tag}/P {row} 0 R{spans}/K[{content}]>>"
    return _save(path, objects)


def _save(path: Path, objects: dict[int, str]) -> Path:
    out, places = b"%PDF-1.7\n", {}
    for name in sorted(objects):
        places[name] = len(out)
        out += f"{name} 0 obj\n{objects[name]}\nendobj\n".encode("latin-1")
    start = len(out)
    last = max(objects) + 1
    table = [f"{places[n]:010} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(last)]
    out += f"xref\n0 {last}\n{''.join(table)}trailer\n<</Size {last}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
    path.write_bytes(out)
    return path
