"""Mutation runs: how many errors, put one at a time into clean disclosures, the rules notice.

A change that is *determined* is contradicted by another print of its document and must be noticed: by a finding that has
the changed place among its evidence, or whose message names the changed value. Changes that nothing determines are
listed and not counted. *Slips* are changes of one unit in the last digit; where rounding explains them (INSIDE) none
may raise an error.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

from ...model.checks.finding import Finding, Outcome, Severity
from ...model.generated.blocks import TableBlock
from ...model.generated.facts import Generated
from ...model.generated.generator import Form
from ...model.results.result import DocumentResult, DocumentStatus
from ...plugins.manager import Plugins
from ...run.options import Options
from ...run.pipeline import check_paths
from ..generator import forms, write
from ..render.docx import render_docx
from ..render.text import render_text
from .marks import mark_of, shows
from .planting import Change, apply, changes

Check = Callable[[Generated], DocumentResult]
"""What checks a generated document."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A finding on a document, in short."""

    document: str
    rule: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one document, and what the check said of it beyond what it says of the unchanged one."""

    document: str
    change: Change
    rules: tuple[str, ...] = ()
    """Rules with a finding that shows the changed place."""
    elsewhere: tuple[str, ...] = ()
    """Rules with a new finding that does not show it."""
    graver: tuple[Alarm, ...] = ()
    """New errors."""
    loud: int = 0
    """New errors and warnings: one cause should be one finding."""
    problem: str | None = None
    """Why it was not checked, or which rules crashed."""

    @property
    def noticed(self) -> bool:
        return bool(self.rules)


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one clean document and its mutants."""

    document: str
    alarms: tuple[Alarm, ...]
    """Findings on the unchanged document: false alarms."""
    possible: int
    """Changes that could be made to it, determined or not."""
    mutants: tuple[Mutant, ...]
    slips: tuple[Mutant, ...]
    undetermined: tuple[Change, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run: forms in turn over the seeds, how many changes of each kind, of which kinds, and how it is drawn."""

    seeds: Sequence[int]
    per_kind: int = 3
    kinds: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    """None: those of every region that has a generator."""
    slips: bool = True
    form: str = "docx"
    """``docx`` or ``text``."""


def run_plan(plan: Plan, plugins_dir: Path | None = None, disabled: tuple[str, ...] = (), jobs: int = 1) -> Iterator[Trial]:
    """A trial for each seed, in order. Raises ValueError for a kind of change or a form of document that is not known."""
    work = partial(_trial_of_seed, plan, plugins_dir, disabled)
    if jobs <= 1:
        yield from map(work, plan.seeds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(work, plan.seeds)


_loaded: dict[tuple[Path | None, tuple[str, ...]], Plugins] = {}


def _trial_of_seed(plan: Plan, plugins_dir: Path | None, disabled: tuple[str, ...], seed: int) -> Trial:
    if (plugins_dir, disabled) not in _loaded:
        _loaded[plugins_dir, disabled] = Plugins(plugins_dir, disabled)
    plugins = _loaded[plugins_dir, disabled]
    turn = plan.forms or forms(plugins.generators)
    form = turn[seed % len(turn)]
    return try_document(partial(write, seed, form, generators=plugins.generators), plan, seed, checker(plugins, plan.form))


def checker(plugins: Plugins, form: str = "docx") -> Check:
    """What draws a generated document, as ``docx`` or ``text``, and checks it with all rules."""
    draw, suffix = {"docx": (render_docx, "docx"), "text": (render_text, "txt")}[form]

    def check(generated: Generated) -> DocumentResult:
        with tempfile.TemporaryDirectory(prefix="mingzhang-mutant-") as folder:
            path = Path(folder) / f"{generated.stem}.{suffix}"
            draw(generated, path)
            return check_paths([path], plugins, Options()).documents[0]

    return check


def try_document(make: Callable[..., Generated], plan: Plan, seed: int, check: Check) -> Trial:
    """The trial of one document. ``make(rounding=...)`` makes it; every other seed has amounts that were rounded for print."""
    clean = make(rounding=bool(seed % 2))
    name = f"{clean.stem}_{seed}"
    result = check(clean)
    if problem := problem_of(result):
        return Trial(name, (), 0, (), (), (), problem)
    possible = changes(clean, seed, plan.kinds or None)
    chosen = sample([c for c in possible if c.determined], plan.per_kind, seed)
    mutants = tuple(_mutant(name, clean, c, result.findings, check) for c in chosen)
    slips: tuple[Mutant, ...] = ()
    if plan.slips:
        # On amounts that are exact as printed: where they were rounded, a sum may be a digit off already.
        exact = clean if not clean.rounding else make(rounding=False)
        before = result.findings if exact is clean else check(exact).findings
        slips = tuple(_mutant(name, exact, c, before, check) for c in slipped(exact, plan.kinds, plan.per_kind, seed))
    alarms = tuple(Alarm(name, f.rule, f.severity, f.message) for f in result.findings)
    return Trial(name, alarms, len(possible), mutants, slips, tuple(c for c in possible if not c.determined))


def sample(found: Iterable[Change], per_kind: int, seed: int) -> list[Change]:
    """At most ``per_kind`` changes of each kind, in document order."""
    r = Random(f"mutate/{seed}")
    by_kind: dict[str, list[Change]] = {}
    for c in found:
        by_kind.setdefault(c.kind, []).append(c)
    chosen = [c for _, group in sorted(by_kind.items()) for c in r.sample(group, min(per_kind, len(group)))]
    return sorted(chosen, key=lambda c: (c.block, c.cell or (-1, -1), c.start or 0))


INSIDE = ("table_child", "table_parent", "table_total", "form_amount", "prose_amount")
"""Kinds of which one unit in the last digit is inside the interval that rounding allows."""
PINNED = ("prose_change", "rate", "share")
"""Kinds that the amounts beside them may determine to less than one unit: measured, and not held against a rule."""


def slipped(generated: Generated, kinds: Sequence[str], per_kind: int, seed: int) -> list[Change]:
    """Changes of one unit in the last digit; of an amount, of 0.01, which a zero not printed at the end stands for."""
    r = Random(f"slip/{seed}")
    out = []
    for c in sample(changes(generated, seed, [k for k in INSIDE + PINNED if not kinds or k in kinds]), per_kind, seed + 1):
        block = generated.blocks[c.block]
        exact = isinstance(block, TableBlock) and block.unit is not None and "万" not in block.unit
        number = re.match(r"-?[\d,]+(\.\d+)?", c.old)
        if exact or number is None:  # in 元 an amount is exact
            continue
        value = Decimal(number[0].replace(",", ""))
        unit = Decimal(1).scaleb(1 - len(number[1])) if number[1] and c.kind in ("rate", "share") else Decimal("0.01")
        new = value + unit * r.choice((1, -1) if value > unit else (1,))
        shown = f"{new:,f}" if "," in number[0] else f"{new:f}"
        out.append(replace(c, new=shown + c.old[number.end() :], determined=False))
    return out


def new_findings(result: DocumentResult, before: Sequence[Finding]) -> list[Finding]:
    """What is said of the changed document and was not said of the unchanged one."""
    known = {(f.rule, f.message) for f in before}
    return [f for f in result.findings if (f.rule, f.message) not in known]


def problem_of(result: DocumentResult) -> str | None:
    """Why a document was not checked, or which rules crashed."""
    if result.status is not DocumentStatus.CHECKED:
        return f"{result.status}: {result.reason}"
    crashed = [f"{row.rule} {row.reason}" for row in result.ledger if row.outcome is Outcome.CRASHED]
    return "; ".join(crashed) or None


def _mutant(name: str, clean: Generated, change: Change, before: Sequence[Finding], check: Check) -> Mutant:
    result = check(apply(clean, [change]))
    new = new_findings(result, before)
    mark = mark_of(change, clean)
    showing = [f for f in new if shows(f, mark)]
    rules = tuple(dict.fromkeys(f.rule for f in showing))
    elsewhere = tuple(dict.fromkeys(f.rule for f in new if f.rule not in rules))
    graver = tuple(Alarm(name, f.rule, f.severity, f.message) for f in new if f.severity is Severity.ERROR)
    loud = sum(f.severity is not Severity.INFO for f in new)
    return Mutant(name, change, rules, elsewhere, graver, loud, problem_of(result))
