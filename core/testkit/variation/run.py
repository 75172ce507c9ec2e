"""Variations tried: the same facts, the same findings, and the same planted error must come out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

from ...model.checks.finding import Severity
from ...model.disclosures.disclosure import Disclosure
from ...model.documents.figure import MONEY_UNITS, Figure
from ...model.generated.facts import Generated
from ...model.generated.generator import Form
from ...model.generated.variation import Variation
from ...model.results.result import DocumentResult, DocumentStatus
from ...plugins.manager import Plugins
from ...run.pipeline import Options, check_paths
from ..generator import forms, write
from ..mutation.planting import apply, changes
from .files import text_file
from .kinds import KINDS

Facts = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Varied:
    """What became of one variation of one document."""

    kind: str
    seed: int
    form: str
    equal: bool
    """The same facts came out."""
    differing: tuple[str, ...]
    """Facts that were lost (-) or came in (+), the first few."""
    false: tuple[str, ...]
    """Errors and warnings that the document as it was does not have."""
    planted: bool | None
    """Whether the planted error was found as in the document as it was; None if none was planted, or it was not found there either."""
    size: int
    """Blocks of the document: of several that fail the smallest is shown."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried: kinds by id (none: all), seeds, and at most so many variations."""

    seeds: Sequence[int]
    kinds: tuple[str, ...] = ()
    limit: int | None = None


def known_kinds(plugins: Plugins) -> tuple[Variation, ...]:
    """The kinds that ship and those of plugins."""
    return (*KINDS, *plugins.variations)


def run(plan: Plan, plugins_dir: Path | None = None, disabled: tuple[str, ...] = (), jobs: int = 1) -> Iterator[Varied]:
    """Every variation of every document, seed by seed. Raises ValueError for a kind that nobody has."""
    plugins = _plugins(plugins_dir, disabled)
    names = [k.id for k in known_kinds(plugins)]
    if unknown := sorted(set(plan.kinds) - set(names)):
        raise ValueError(f"no kind {', '.join(unknown)}; there are: {', '.join(names)}")
    work = partial(_of_seed, plan.kinds, plugins_dir, disabled)
    count = 0
    with ProcessPoolExecutor(jobs) as pool:
        tried = pool.map(work, plan.seeds) if jobs > 1 else map(work, plan.seeds)
        for found in tried:
            for varied in found:
                if plan.limit is not None and count >= plan.limit:
                    pool.shutdown(cancel_futures=True)
                    return
                count += 1
                yield varied


_loaded: dict[tuple[Path | None, tuple[str, ...]], Plugins] = {}


def _plugins(folder: Path | None, disabled: tuple[str, ...]) -> Plugins:
    if (folder, disabled) not in _loaded:
        _loaded[folder, disabled] = Plugins(folder, disabled)
    return _loaded[folder, disabled]


def _of_seed(kinds: tuple[str, ...], folder: Path | None, disabled: tuple[str, ...], seed: int) -> list[Varied]:
    """The variations of one document: of the form whose turn it is, a random planted error in it."""
    plugins = _plugins(folder, disabled)
    turn = forms(plugins.generators)
    form = turn[seed % len(turn)]
    clean = write(seed, form, generators=plugins.generators)
    planned = [c for c in changes(clean, seed) if c.determined]
    broken = apply(clean, [Random(f"vary/{seed}").choice(planned)]) if planned else None
    before, wrong = _checked(clean, None, plugins), _checked(broken, None, plugins) if broken else None
    shown = _prints(wrong) - _prints(before) if wrong else frozenset()
    chosen = [k for k in known_kinds(plugins) if not kinds or k.id in kinds]
    return [_tried(k, seed, form, clean, broken if shown else None, before, shown, plugins) for k in chosen]


def _tried(
    kind: Variation,
    seed: int,
    form: Form,
    clean: Generated,
    broken: Generated | None,
    before: DocumentResult,
    shown: frozenset[str],
    plugins: Plugins,
) -> Varied:
    after = _checked(clean, kind, plugins)
    old, new = facts_of(before), facts_of(after)
    known = {(f.rule, f.fingerprint) for f in before.findings}
    false = [f"{f.rule}: {f.message}" for f in after.findings if f.severity is not Severity.INFO and (f.rule, f.fingerprint) not in known]
    planted = None if broken is None else shown <= _prints(_checked(broken, kind, plugins))
    differing = [f"-{'/'.join(f)}" for f in sorted(old - new)] + [f"+{'/'.join(f)}" for f in sorted(new - old)]
    name = f"{form.region} {form.year} {form.kind} {form.level}"
    return Varied(kind.id, seed, name, old == new, tuple(differing[:6]), tuple(false[:4]), planted, len(clean.blocks))


def _checked(generated: Generated, kind: Variation | None, plugins: Plugins) -> DocumentResult:
    varied = kind.vary(generated, Random(f"{kind.id}/{generated.seed}")) if kind and kind.vary else generated
    draw = (kind.draw if kind else None) or text_file("tab")
    with tempfile.TemporaryDirectory(prefix="mingzhang-vary-") as folder:
        return check_paths([draw(varied, Path(folder) / "document")], plugins, Options()).documents[0]


def _prints(result: DocumentResult) -> frozenset[str]:
    return frozenset(f.fingerprint for f in result.findings if f.severity is not Severity.INFO)


def facts_of(result: DocumentResult) -> Facts:
    """What a document says, whatever its form: figures of statements and of sentences, money in 元, zeros left out."""
    d = result.disclosure
    if result.status is not DocumentStatus.CHECKED or d is None:
        return frozenset()
    return frozenset({*_of_statements(d), *_of_claims(d)})


def _of_statements(d: Disclosure) -> Iterator[tuple[str, ...]]:
    for s in d.statements:
        for i in s.items:
            if i.figure.value:
                yield ("table", s.id, str(i.row.kind), i.row.key, i.measure, _plain(i.figure))


def _of_claims(d: Disclosure) -> Iterator[tuple[str, ...]]:
    for c in d.claims:
        if c.subject is None or c.section.part == "glossary":
            continue
        for name, figure in (("value", c.value), ("share", c.share), ("change", c.change), ("rate", c.rate)):
            if figure is not None and figure.value:
                yield ("prose", c.section.id or "", c.subject, name, _plain(figure))


def _plain(figure: Figure) -> str:
    """A figure without its form: 1.20万元 and 12000元 are one."""
    value = figure.value * MONEY_UNITS.get(figure.unit or "", Decimal(1))
    return f"{value.normalize():f}"
