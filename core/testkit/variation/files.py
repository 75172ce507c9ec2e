"""Files of a document: text in several forms, DOCX, HTML."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ...model.generated.blocks import Heading, Para, TableBlock
from ...model.generated.facts import Generated
from ...model.generated.variation import Draw
from ..render.docx import render_docx
from ..render.pdf import render_pdf
from ..render.text import as_text


def text_file(form: str, encoding: str = "utf-8", newline: str = "\n") -> Draw:
    """Plain text in a form, an encoding and with line ends."""

    def draw(generated: Generated, path: Path) -> Path:
        target = path.with_suffix(".txt")
        target.write_text(as_text(generated, form), encoding=encoding, newline=newline)
        return target

    return draw


def draw_as(suffix: str) -> Draw:
    """The document drawn by the renderer of a suffix, docx or pdf. Raises KeyError for another."""
    render = {"docx": render_docx, "pdf": render_pdf}[suffix]

    def draw(generated: Generated, path: Path) -> Path:
        target = path.with_suffix(f".{suffix}")
        render(generated, target)
        return target

    return draw


def html_file(generated: Generated, path: Path) -> Path:
    """A page with an article, its tables with merged cells."""
    target = path.with_suffix(".html")
    parts = [f"<!DOCTYPE html><html lang='zh'><head><meta charset='utf-8'><title>{escape(generated.stem)}</title></head><body><article>"]
    for block in generated.blocks:
        if isinstance(block, Heading):
            parts.append(f"<h{min(6, block.level + 1)}>{escape(block.text)}</h{min(6, block.level + 1)}>")
        elif isinstance(block, Para):
            parts.append(f"<p>{escape(block.text)}</p>")
        elif isinstance(block, TableBlock):
            parts += [f"<p>{escape(c)}</p>" for c in (block.number, block.title, block.subtitle, block.left, block.unit) if c]
            parts.append(_table(block))
            parts += [f"<p>{escape(note)}</p>" for note in block.notes]
    target.write_text("\n".join([*parts, "</article></body></html>"]), encoding="utf-8")
    return target


def _table(block: TableBlock) -> str:
    spans = {(r, c): (height, width) for r, c, height, width in block.spans}
    covered = {(r + i, c + j) for (r, c), (h, w) in spans.items() for i in range(h) for j in range(w)} - set(spans)
    lines = ["<table>"]
    for r, row in enumerate(block.grid):
        cells = []
        for c, text in enumerate(row):
            if (r, c) not in covered:
                height, width = spans.get((r, c), (1, 1))
                cells.append(f"<td rowspan='{height}' colspan='{width}'>{escape(text)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])
