"""Drawing a generated document as plain text: tables as tab-separated lines, or as pipe tables."""

from __future__ import annotations

from pathlib import Path

from ..blocks import Drawable, Heading, PageBreak, Para, TableBlock


def as_text(document: Drawable, form: str = "tab") -> str:
    """The document as text. Raises ValueError for a form other than ``tab`` and ``pipe``."""
    if form not in ("tab", "pipe"):
        raise ValueError(f"the text form is tab or pipe, not {form!r}")
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, TableBlock):
            caption = (block.number, block.title, block.subtitle, block.left, block.unit)
            parts += [c for c in caption if c]
            parts.append(_tab(block) if form == "tab" else _pipe(block))
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
