"""Planted errors in documents that nobody made for it: what was read of a file is changed in one place and checked again.

Nothing says what a real document determines but the document itself: an amount of the prose counts where a table prints the
same digits, one of a table where three cells of the document do. Short and round figures stand in many places by chance,
so an amount has four digits that are not zeros at its ends, and decimals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from ...model.documents.document import Document, Paragraph, Table
from ...model.documents.parser import UnreadableError
from ...model.generated.blocks import Para, Slot, TableBlock
from ...model.results.result import DocumentResult, DocumentStatus
from ...plugins.manager import Plugins
from ...run.check import check_document
from ...run.options import Options
from ...run.pipeline import read_file
from .copying import Copy, copied_in_prose, copied_in_table
from .mutants import Alarm, Mutant, Trial, new_findings, problem_of, sample
from .mutate import new_amount
from .planting import Change, Spot

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_IN_PROSE = re.compile(rf"(?<![\d.,])(?:{_NUMBER})(?=万元)")
_IN_CELL = re.compile(_NUMBER)
_DIGITS = 4
_CELLS = 3
"""So many cells with one amount: a row's, its total's and another statement's."""


def planted(document: Document, seed: str) -> list[Change]:
    """Every determined change to the amounts of a document that was read, new values drawn from ``seed``."""
    printed = Counter(
        Decimal(c.text.strip().replace(",", "")) for b in document.tables for c in b.cells if c.row >= b.header_rows and _is_amount(c.text)
    )
    found: list[Change] = []
    for i, block in enumerate(document.blocks):
        r = Random(f"{seed}/{i}")
        if isinstance(block, Paragraph):
            found += _in_paragraph(i, block, printed, r)
        else:
            found += _in_table(i, block, printed, r)
    return [c for c in found if c.new != c.old]


def changed(document: Document, change: Change) -> Document:
    """The document with one change made."""
    block = document.blocks[change.block]
    end, start, new = (change.start or 0) + len(change.old), change.start or 0, change.new or ""
    if isinstance(block, Paragraph):
        block = replace(block, text=block.text[:start] + new + block.text[end:], printed=None)
    else:
        cells = tuple(replace(c, text=new, printed=None) if (c.row, c.column) == change.cell else c for c in block.cells)
        block = replace(block, cells=cells)
    return replace(document, blocks=(*document.blocks[: change.block], block, *document.blocks[change.block + 1 :]))


def try_document(path: Path, plugins: Plugins, per_kind: int = 3, kinds: tuple[str, ...] = ()) -> Trial | None:
    """What becomes of the changes to a file; None if it cannot be read, or is no disclosure, or determines nothing."""
    try:
        document = read_file(path, plugins, Options(timeout=None, memory=None))
    except UnreadableError:
        return None
    before = check_document(document, plugins, Options())
    if before.status is not DocumentStatus.CHECKED:
        return None
    possible = [c for c in planted(document, path.name) if not kinds or c.kind in kinds]
    chosen = sample(possible, per_kind, 0)
    if not chosen:
        return None
    mutants = tuple(_mutant(path.name, document, c, before, plugins) for c in chosen)
    return Trial(path.name, (), len(possible), mutants, (), ())


def _mutant(name: str, document: Document, change: Change, before: DocumentResult, plugins: Plugins) -> Mutant:
    result = check_document(changed(document, change), plugins, Options())
    new = new_findings(result, before.findings)
    rules = tuple(dict.fromkeys(f.rule for f in new))
    alarms = tuple(Alarm(name, f.rule, f.severity, f.message) for f in new if f.severity == "error")
    return Mutant(name, change, rules, (), alarms, sum(f.severity != "info" for f in new), problem_of(result))


def _in_paragraph(i: int, block: Paragraph, printed: Counter[Decimal], r: Random) -> Iterator[Change]:
    found = [m for m in _IN_PROSE.finditer(block.text) if _is_amount(m[0])]
    slots = tuple(Slot("amount", m.start(), m[0], printed[Decimal(m[0].replace(",", ""))] > 0) for m in found)
    spot = Spot(section=block.text[:24])
    copies: Iterator[Copy] = copied_in_prose(Para(block.text, slots), r)
    for slot in slots:
        if slot.determined:
            yield Change("prose_amount", i, None, slot.start, slot.text, new_amount(slot.text, r), True, spot)
    for kind, slot, _, old, new in copies:
        if slot.determined:
            yield Change(kind, i, None, slot.start, old, new, True, spot)


def _in_table(i: int, block: Table, printed: Counter[Decimal], r: Random) -> Iterator[Change]:
    def of(kind: str, at: tuple[int, int], old: str, new: str) -> Change:
        label = " ".join(t for t in grid[at[0]] if t and not _IN_CELL.fullmatch(t))
        return Change(kind, i, at, 0, old, new, True, Spot(block.title, label or None, f"第{at[1] + 1}列"))

    grid = block.grid()
    slots: dict[tuple[int, int], tuple[Slot, ...]] = {
        (c.row, c.column): (Slot("amount", 0, c.text, printed[Decimal(c.text.replace(",", ""))] >= _CELLS),)
        for c in block.cells
        if c.row >= block.header_rows and c.text == c.text.strip() and _is_amount(c.text)
    }
    for at, (slot,) in slots.items():
        if slot.determined:
            yield of("table_amount", at, slot.text, new_amount(slot.text, r))
    shape = TableBlock(tuple(map(tuple, grid)), block.header_rows, (), slots=slots)
    for kind, slot, place, old, new in copied_in_table(shape, r):
        if slot.determined and place:
            yield of(kind, place, old, new)


def _is_amount(text: str) -> bool:
    text = text.strip()
    return "." in text and _IN_CELL.fullmatch(text) is not None and len(re.sub(r"[,.]", "", text).strip("0")) >= _DIGITS
