"""The generator: fictional disclosures, right by construction, and planted errors in them.

Demo, tests, mutation runs and benchmarks use it. It knows the model only, never parsers, regions or rules.
"""

from __future__ import annotations

from .generator import generate, generate_series
from .mutation.planting import KINDS, Change, Spot, apply, changes, choose
from .render.docx import render_docx
from .render.pdf import MissingReportlabError, render_pdf
from .render.text import as_text, render_text
from .writing.blocks import Block, Heading, PageBreak, Para, Slot, TableBlock
from .writing.facts import Fact, Generated, People

__all__ = [
    "KINDS",
    "Block",
    "Change",
    "Fact",
    "Generated",
    "Heading",
    "MissingReportlabError",
    "PageBreak",
    "Para",
    "People",
    "Slot",
    "Spot",
    "TableBlock",
    "apply",
    "as_text",
    "changes",
    "choose",
    "generate",
    "generate_series",
    "render_docx",
    "render_pdf",
    "render_text",
]
