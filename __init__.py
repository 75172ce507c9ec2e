"""mingzhang (明账): the public face. What a plugin author imports, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .core.errors import UsageError
from .core.hookspecs import HOOK_VERSION, hookimpl
from .core.model.checks.across import AcrossRule, ComparableDisclosure, ComparableFigure, Peers, Wanted, across
from .core.model.checks.compare import Agreement, Comparison, compare_ratio, compare_same, compare_sum, figures_text, item_at
from .core.model.checks.finding import Certainty, Evidence, Finding, Outcome, Passed, Reason, Role, Severity, Undecided
from .core.model.checks.relation import Print, Relation
from .core.model.checks.rule import Basis, Measured, Rule, Scope, collect_rules, rule
from .core.model.checks.slips import percent, rate_slip
from .core.model.checks.verdicts import Failed, Verdict, fail
from .core.model.disclosures.claim import Claim, Direction, Headcount, Section
from .core.model.disclosures.column import Column
from .core.model.disclosures.contents import ContentsEntry
from .core.model.disclosures.coverage import Coverage
from .core.model.disclosures.disclosure import Disclosure, Identity, Indicator, Kind, Level, LineItem, Row, RowKind, Side, Statement
from .core.model.disclosures.link import Link, weakest
from .core.model.disclosures.performance import FundsKind, FundsRow, PerformanceFunds, Project
from .core.model.disclosures.reference import CodeName, CodeTable, Division, References
from .core.model.disclosures.region import Layout, Region, StatementTemplate, TableView, Understood
from .core.model.documents.document import BBox, Block, Cell, Document, Page, Paragraph, Place, SetAside, Table, TableStatus
from .core.model.documents.figure import Figure, Interval, parse_figure, stands_for_nothing
from .core.model.documents.parser import Parser, ReadOptions, SlowError, Source, UnreadableError
from .core.model.documents.privacy import has_home_address, is_card_number, mask
from .core.model.documents.said import Said, in_english, said, said_together
from .core.model.documents.text import as_typed, chinese_number, join_lines, label_key, squeeze, strip_numbering
from .core.model.documents.titles import title_key
from .core.model.documents.vocabulary import Vocabulary
from .core.model.generated.facts import Generated
from .core.model.generated.generator import Generator
from .core.model.generated.variation import Variation
from .core.model.results.answer import Answer, Answerer, AskedWords, QueryForm
from .core.model.results.exporter import Exporter, ExporterWithOptions
from .core.model.results.result import DocumentResult, RunResult
from .core.model.results.words import NOTICE, outcome_word, severity_word

if TYPE_CHECKING:
    from .core.api import ask, check, generate, read, store, understand
    from .core.understanding.packs.pack import PackError

Kept, KeptFigure = ComparableDisclosure, ComparableFigure
"""Their names before they were called what they are; kept for plugins that use them."""


def load_regions(
    paths: Iterable[Path | str], bases: Iterable[Region] | None = None, layouts: Iterable[str] = (), *, validated: bool = False
) -> list[Region]:
    """Region packs of TOML files. A file may extend one of ``bases`` (default: the packs that ship) or a file before it.

    ``layouts`` are the names of layouts that the files use beyond those that ship. ``validated`` saves every start the check of their
    shape, for a package whose tests make it. Raises :class:`PackError` with file, line, key and the nearest valid name.
    """
    from .core.plugins.manager import built_in
    from .core.understanding.packs import pack

    known = built_in("register_regions") if bases is None else bases
    return pack.load_regions(map(Path, paths), known, (*built_in("register_layouts"), *layouts), validated=validated)


_LATER = {
    "PackError": "core.understanding.packs.pack",
    **dict.fromkeys(("ask", "check", "generate", "read", "store", "understand"), "core.api"),
}


def __getattr__(name: str) -> Any:
    """What would make every start slow is imported when it is asked for: a question to a database needs no parser."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_LATER[name]}", __name__), name)


def rule_tests(folder: Path | str) -> Any:
    """A pytest test over every case of the ``*.toml`` files in a folder: ``test_rules = rule_tests(".../cases")``.

    A case is a fictional document, replacements in it, and what a rule of an installed plugin must say; the keys are
    described in :mod:`mingzhang.core.testkit.suites.cases`. Needs pytest.
    """
    from .core.testkit.suites.cases import rule_tests as tests_of

    return tests_of(Path(folder))


__version__ = "0.1.0"

__all__ = [
    "HOOK_VERSION",
    "NOTICE",
    "AcrossRule",
    "Agreement",
    "Answer",
    "Answerer",
    "AskedWords",
    "BBox",
    "Basis",
    "Block",
    "Cell",
    "Certainty",
    "Claim",
    "CodeName",
    "CodeTable",
    "Column",
    "ComparableDisclosure",
    "ComparableFigure",
    "Comparison",
    "ContentsEntry",
    "Coverage",
    "Direction",
    "Disclosure",
    "Division",
    "Document",
    "DocumentResult",
    "Evidence",
    "Exporter",
    "ExporterWithOptions",
    "Failed",
    "Figure",
    "Finding",
    "FundsKind",
    "FundsRow",
    "Generated",
    "Generator",
    "Headcount",
    "Identity",
    "Indicator",
    "Interval",
    "Kept",
    "KeptFigure",
    "Kind",
    "Layout",
    "Level",
    "LineItem",
    "Link",
    "Measured",
    "Outcome",
    "PackError",
    "Page",
    "Paragraph",
    "Parser",
    "Passed",
    "Peers",
    "PerformanceFunds",
    "Place",
    "Print",
    "Project",
    "QueryForm",
    "ReadOptions",
    "Reason",
    "References",
    "Region",
    "Relation",
    "Role",
    "Row",
    "RowKind",
    "Rule",
    "RunResult",
    "Said",
    "Scope",
    "Section",
    "SetAside",
    "Severity",
    "Side",
    "SlowError",
    "Source",
    "Statement",
    "StatementTemplate",
    "Table",
    "TableStatus",
    "TableView",
    "Undecided",
    "Understood",
    "UnreadableError",
    "UsageError",
    "Variation",
    "Verdict",
    "Vocabulary",
    "Wanted",
    "across",
    "as_typed",
    "ask",
    "check",
    "chinese_number",
    "collect_rules",
    "compare_ratio",
    "compare_same",
    "compare_sum",
    "fail",
    "figures_text",
    "generate",
    "has_home_address",
    "hookimpl",
    "in_english",
    "is_card_number",
    "item_at",
    "join_lines",
    "label_key",
    "load_regions",
    "mask",
    "outcome_word",
    "parse_figure",
    "percent",
    "rate_slip",
    "read",
    "rule",
    "rule_tests",
    "said",
    "said_together",
    "severity_word",
    "squeeze",
    "stands_for_nothing",
    "store",
    "strip_numbering",
    "title_key",
    "understand",
    "weakest",
]
