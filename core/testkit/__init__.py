"""The generator: fictional disclosures, right by construction, and planted errors in them.

Demo, tests, mutation runs and benchmarks use it. It knows no region: how the documents of a place are written is registered by the
package of the region (``register_generators``), and what all such forms share is exported here. This is the public face for authors
of forms; plugins import nothing below it.
"""

from __future__ import annotations

from ..model.generated.blocks import Block, Heading, PageBreak, Para, Slot, Span, TableBlock
from ..model.generated.facts import Fact, Generated, People
from ..model.generated.generator import Form, Generator, Sample
from .books.accounts import Account, Execution, account_of
from .books.aims import objective, offices_of, quantities
from .books.books import Body, Books, Economic, Functional, Habits, Place, Project, books_of
from .books.levels import CLASSES, ECONOMIC_CLASSES, Sums, classes_of, levels
from .books.money import CENT, Style, growth, percent, wan
from .books.reasons import basic_reason, item_reason, project_reason, public_reason
from .generator import forms, from_books, generate, generate_series, registered, write
from .mutation.planting import KINDS, Change, Spot, apply, changes, choose
from .render.docx import render_docx
from .render.pdf import MissingReportlabError, render_pdf
from .render.text import as_text, render_text
from .writing import names
from .writing.slots import mark
from .writing.words import FICTIONAL, listed, numeral
from .writing.writer import Draft, Figures, Writer, code_name

__all__ = [
    "CENT",
    "CLASSES",
    "ECONOMIC_CLASSES",
    "FICTIONAL",
    "KINDS",
    "Account",
    "Block",
    "Body",
    "Books",
    "Change",
    "Draft",
    "Economic",
    "Execution",
    "Fact",
    "Figures",
    "Form",
    "Functional",
    "Generated",
    "Generator",
    "Habits",
    "Heading",
    "MissingReportlabError",
    "PageBreak",
    "Para",
    "People",
    "Place",
    "Project",
    "Sample",
    "Slot",
    "Span",
    "Spot",
    "Style",
    "Sums",
    "TableBlock",
    "Writer",
    "account_of",
    "apply",
    "as_text",
    "basic_reason",
    "books_of",
    "changes",
    "choose",
    "classes_of",
    "code_name",
    "forms",
    "from_books",
    "generate",
    "generate_series",
    "growth",
    "item_reason",
    "levels",
    "listed",
    "mark",
    "names",
    "numeral",
    "objective",
    "offices_of",
    "percent",
    "project_reason",
    "public_reason",
    "quantities",
    "registered",
    "render_docx",
    "render_pdf",
    "render_text",
    "wan",
    "write",
]
