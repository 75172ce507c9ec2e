"""The generator: fictional disclosures, right by construction, and planted errors in them.

Demo, tests, mutation runs and benchmarks use it. It knows the model only, never parsers, regions or rules.
"""

from __future__ import annotations

from .blocks import Block, Heading, PageBreak, Para, Slot, TableBlock
from .facts import Fact, Generated, People
from .generator import generate, generate_series
from .render.docx import render_docx
from .render.pdf import MissingReportlabError, render_pdf
from .render.text import as_text, render_text
