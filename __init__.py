"""mingzhang (明账): the public face. What a plugin author imports, nothing else."""

from __future__ import annotations

from .core.hookspecs import HOOK_VERSION, hookimpl
from .core.model.compare import Agreement, Comparison, compare_ratio, compare_same, compare_sum, figures_text, item_at
from .core.model.disclosure import (
    Claim,
    Column,
    ContentsEntry,
    Coverage,
    Direction,
    Disclosure,
    Headcount,
    Identity,
    Indicator,
    Kind,
    Level,
    LineItem,
    Row,
    RowKind,
    Section,
    Side,
    Statement,
)
from .core.model.document import Block, Cell, Document, Page, Paragraph, Place, Table, TableStatus
from .core.model.exporter import Exporter
from .core.model.figure import Figure, Interval, parse_figure
from .core.model.finding import Certainty, Evidence, Finding, Outcome, Passed, Reason, Role, Severity, Undecided
from .core.model.parser import Parser, ReadOptions, Source, UnreadableError
from .core.model.reference import CodeName, CodeTable, Division, References
from .core.model.region import Layout, Region, StatementTemplate, TableView, Understood
from .core.model.rule import Basis, Rule, Scope, Verdict, collect_rules, rule
from .core.model.vocabulary import Vocabulary
from .core.understanding.pack import PackError, load_regions

__version__ = "0.1.0"
