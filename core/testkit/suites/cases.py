"""Rule cases as data: a small document, or a change to one, and what a rule must say of it.

A file of cases is TOML::

    base = "bases/budget.txt"               # optional, beside the file
    region = "hubei"                        # optional: the pack to use, whatever the document says

    [[case]]
    name = "a subtotal that leaves out a child"
    rule = "sum.hierarchy"
    replace = [["210\\t\\t\\t卫生健康支出\\t100.00", "210\\t\\t\\t卫生健康支出\\t80.00"]]
    fires = ["卫生健康支出"]                  # texts of which each is in one finding of the rule, and no more findings

    [[case]]
    name = "..."
    rule = "sum.hierarchy"
    silent = true                            # no finding of the rule, and it compared something

    [[case]]
    name = "..."
    rule = "sum.hierarchy"
    undecided = "table_missing"              # not evaluable, with this reason

    [[case]]
    name = "..."
    rule = "completeness.timely"
    meta = { approved_on = "2024-08-20", published_on = "2024-09-02" }   # as a manifest states it

    [[case]]
    name = "..."
    rule = "across.carry-over"               # of several disclosures: the others stand beside it
    beside = [{ replace = [["2024年度", "2023年度"]] }]   # each may have a ``base`` or a ``text`` of its own

pytest runs a folder of them with one line: ``test_rules = rule_tests(Path(__file__).parent / "cases")``. Plugins import
``rule_tests`` from ``mingzhang``.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...checking.engine import Selection
from ...errors import UsageError
from ...model.checks.finding import Finding, LedgerRow, Outcome
from ...model.results.result import DocumentResult, DocumentStatus, Provenance
from ...plugins.manager import Plugins, default_plugins
from ...run.pipeline import Options, check_paths


class CaseError(ValueError):
    """A file of cases is wrong: file, case and what to do, in one line."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the text of a document, the rule, and what it must say."""

    file: str
    name: str
    rule: str
    text: str
    fires: tuple[str, ...] = ()
    silent: bool = False
    undecided: str | None = None
    not_applicable: bool = False
    beside: tuple[str, ...] = ()
    """Texts of other disclosures of the same run."""
    meta: dict[str, str] = field(default_factory=dict)
    """What the manifest says of the document: ``approved_on``, ``published_on``."""
    expected: tuple[str | None, ...] | None = None
    """``expected`` of the findings, in order, where the case states it."""
    region: str | None = None
    """The pack to use; None for that of the document."""

    @property
    def id(self) -> str:
        return f"{self.file}: {self.name}"


_KEYS = {"name", "rule", "replace", "text", "fires", "silent", "undecided", "not_applicable", "expected", "beside", "meta"}
_TOP = {"base", "region", "case"}


def load_cases(path: Path) -> Iterator[Case]:
    """The cases of a TOML file. Raises CaseError naming the case for an unknown key, or a replacement that replaces nothing."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := set(raw) - _TOP:
        raise CaseError(f"{path.name}: unknown key {', '.join(sorted(unknown))} (valid: {', '.join(sorted(_TOP))})")
    base = (path.parent / raw["base"]).read_text(encoding="utf-8") if "base" in raw else ""
    for entry in raw.get("case", ()):
        name = entry.get("name", "?")
        if unknown := set(entry) - _KEYS:
            raise CaseError(f"{path.name}, case {name!r}: unknown key {', '.join(sorted(unknown))} (valid: {', '.join(sorted(_KEYS))})")
        text = _text(path, name, entry, base)
        yield Case(
            file=path.stem,
            name=name,
            rule=entry["rule"],
            text=text,
            beside=tuple(_text(path, name, other, base) for other in entry.get("beside", ())),
            meta=dict(entry.get("meta", {})),
            fires=tuple(entry.get("fires", ())),
            silent=entry.get("silent", False),
            undecided=entry.get("undecided"),
            not_applicable=entry.get("not_applicable", False),
            expected=tuple(e or None for e in entry["expected"]) if "expected" in entry else None,
            region=raw.get("region"),
        )


def _text(path: Path, name: str, entry: dict[str, Any], base: str) -> str:
    """The text of a document of a case: its own, or the base with replacements."""
    if "base" in entry:
        base = (path.parent / entry["base"]).read_text(encoding="utf-8")
    text: str = entry.get("text", base)
    for old, new in entry.get("replace", ()):
        if old not in text:
            raise CaseError(f"{path.name}, case {name!r}: the text to replace is not in the document: {old!r}")
        text = text.replace(old, new)
    return text


def run_case(case: Case, plugins: Plugins | None = None) -> str | None:
    """None if the rule says what the case wants, else what it says instead, in one line."""
    try:
        result = _check(case, plugins or default_plugins())
    except UsageError as error:
        return str(error)
    if result.status is not DocumentStatus.CHECKED:
        return f"the document is {result.status}: {result.reason}"
    row = next((r for r in result.ledger if r.rule == case.rule), None)
    if row is None:
        return f"no rule {case.rule!r} is loaded"
    return _judge(case, row, [f for f in result.findings if f.rule == case.rule])


def _check(case: Case, plugins: Plugins) -> DocumentResult:
    with tempfile.TemporaryDirectory(prefix="mingzhang-case-") as folder:
        path = Path(folder) / "case.txt"
        path.write_text(case.text, encoding="utf-8")
        meta = {str(path): Provenance(**case.meta)} if case.meta else {}
        options = Options(region=case.region, selection=Selection(select=(case.rule,)), meta=meta)
        others = [Path(folder) / f"beside-{n}.txt" for n, _ in enumerate(case.beside)]
        for other, text in zip(others, case.beside, strict=True):
            other.write_text(text, encoding="utf-8")
        return check_paths([path, *others], plugins, options).documents[0]


def _judge(case: Case, row: LedgerRow, found: list[Finding]) -> str | None:
    said = "; ".join(f.message for f in found) or "nothing"
    if row.outcome is Outcome.CRASHED:
        return f"the rule crashed: {row.reason}"
    if case.not_applicable:
        return None if row.outcome is Outcome.NOT_APPLICABLE else f"wanted not_applicable, got {row.outcome}: {said}"
    if case.undecided is not None:
        right = row.outcome is Outcome.NOT_EVALUABLE and (row.reason or "").startswith(case.undecided)
        return None if right else f"wanted not_evaluable ({case.undecided}), got {row.outcome} ({row.reason}): {said}"
    if case.silent:
        return None if row.outcome is Outcome.PASS else f"wanted pass, got {row.outcome} ({row.reason}): {said}"
    missing = [t for t in case.fires if not any(_holds(f, t) for f in found)]
    if missing or len(found) != len(case.fires):
        return f"wanted {len(case.fires)} finding(s) with {list(case.fires)}, got {len(found)}: {said}"
    expected = tuple(f.as_text(f.expected) for f in found)
    if case.expected is not None and expected != case.expected:
        return f"wanted expected = {case.expected}, got {expected}"
    return None


def _holds(finding: Finding, text: str) -> bool:
    return any(text in part for part in (finding.message, finding.formula or "", *(e.text for e in finding.evidence)))


def rule_tests(folder: Path, plugins: Callable[[], Plugins] = default_plugins) -> Any:
    """A pytest test over every case of the ``*.toml`` files in a folder."""
    import pytest

    cases = [case for path in sorted(folder.glob("*.toml")) for case in load_cases(path)]

    @pytest.mark.parametrize("case", cases, ids=[c.id for c in cases])
    def test_rule_case(case: Case) -> None:
        problem = run_case(case, plugins())
        assert problem is None, problem

    return test_rule_case
