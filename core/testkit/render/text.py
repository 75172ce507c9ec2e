"""Drawing a generated document as plain text: tables as tab-separated lines, as pipe tables, or one cell a line."""

from __future__ import annotations

from pathlib import Path

from ...model.generated.blocks import Drawable, Heading, PageBreak, Para, TableBlock


def as_text(document: Drawable, form: str = "tab") -> str:
    """The document as text. Raises ValueError for a form other than ``tab``, ``pipe`` and ``cells``.

    ``cells`` is what a word processor writes: a cell a line behind a tab, a blank line ends a row; a cell merged over columns
    is written once, one merged over rows is blank in the lower ones.
    """
    if form not in _DRAW:
        raise ValueError(f"the text form is one of {', '.join(_DRAW)}, not {form!r}")
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, TableBlock):
            caption = (block.number, block.title, block.subtitle, block.left, block.unit)
            parts += [c for c in caption if c]
            parts.append(_DRAW[form](block))
            parts += block.notes
        elif isinstance(block, Heading | Para):
            parts.append(block.text)
        elif isinstance(block, PageBreak):
            continue
    return "\n\n".join(parts) + "\n"


def render_text(document: Drawable, path: Path, form: str = "tab") -> Path:
    """Write the document as text to ``path`` (UTF-8). Returns the path."""
    path.write_text(as_text(document, form), encoding="utf-8")
    return path


def _tab(block: TableBlock) -> str:
    return "\n".join("\t".join(row) for row in block.grid)


def _pipe(block: TableBlock) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "／") for cell in row) + " |" for row in block.grid]
    rule = "|" + "---|" * block.width
    return "\n".join([lines[0], rule, *lines[1:]])


def _cells(block: TableBlock) -> str:
    merged = {(r + i, c + j) for r, c, height, width in block.spans for i in range(height) for j in range(1, width)}
    rows = ([text for c, text in enumerate(row) if (r, c) not in merged] for r, row in enumerate(block.grid))
    return "\n\n".join("\n".join("\t" + text for text in row) for row in rows)


_DRAW = {"tab": _tab, "pipe": _pipe, "cells": _cells}
