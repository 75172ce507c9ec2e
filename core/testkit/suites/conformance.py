"""The conformance suite (合规测试集): documents, what stands in them, what must be found and what must not, as data.

Any tool can be run on it: the tool checks the documents and gives a result in the form ``mingzhang.check/1``;
:func:`judge` holds it against the suite. Ids of rules are those of our index; a tool that has no such rule is not
judged by it, and how many outcomes it gave is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ...model.checks.finding import Outcome, Severity
from ...model.generated.facts import Generated
from ...model.generated.generator import Form
from ...model.results.result import DocumentResult
from ...plugins.manager import Plugins
from ...reporting.contract import check_json
from ...run.options import Options
from ...run.pipeline import check_paths
from ..generator import Generators, forms, write
from ..mutation.copying import COPIES
from ..mutation.marks import Mark, mark_of, shows
from ..mutation.planting import KINDS, Change, apply, choose
from ..render.docx import render_docx

SCHEMA = "mingzhang.conformance/1"
LIST = "suite.json"
_KINDS = tuple(k for k in KINDS if k != "mobile_number" and k not in COPIES)
"""What is planted in files that are kept: no number that could be anybody's."""
_FAULTS = 3
"""Faults in a faulty document: of different kinds, in different places."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One document of the suite: form, seed, and which choice of faults (0: none)."""

    form: Form
    seed: int
    choice: int = 0
    rounding: bool = False

    @property
    def file(self) -> str:
        f = self.form
        return f"documents/{f.region}_{f.year}_{f.kind}_{f.level}_{'clean' if not self.choice else f'faults{self.choice}'}.docx"

    def clean(self, generators: Generators) -> Generated:
        return write(self.seed, self.form, self.rounding, generators)

    def changes(self, clean: Generated) -> list[Change]:
        return choose(clean, _FAULTS, self.choice, _KINDS) if self.choice else []


def plans(generators: Generators) -> tuple[Plan, ...]:
    """A clean document and three faulty ones of every form."""
    return tuple(
        Plan(form, 900 + n, choice, rounding=bool((n + choice) % 2)) for n, form in enumerate(forms(generators)) for choice in (0, 1, 2, 3)
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a result has of one document of the suite. Every list is empty where all is as it must be."""

    file: str
    problems: tuple[str, ...] = ()
    """Not checked, or taken for another body, year, kind or level."""
    missed: tuple[str, ...] = ()
    """Faults that no finding shows."""
    unfounded: tuple[str, ...] = ()
    """Errors and warnings that show none of the faults."""
    outcomes: tuple[str, ...] = ()
    """Outcomes of the ledger that are others than the suite's."""
    judged: int = 0
    """Outcomes that the result gives."""

    @property
    def passed(self) -> bool:
        return not (self.problems or self.missed or self.unfounded or self.outcomes)


def write_suite(folder: Path, plugins: Plugins, of: Sequence[Plan] | None = None) -> Iterator[Path]:
    """Write documents and list, those of every form unless plans are given. The ledger and the fingerprints are what this tool gives: read the changes before you commit them."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    documents = []
    for plan in plans(plugins.generators) if of is None else of:
        clean = plan.clean(plugins.generators)
        changes = plan.changes(clean)
        path = render_docx(apply(clean, changes), folder / plan.file)
        yield path
        documents.append(_entry(plan, clean, changes, check_paths([path], plugins, Options()).documents[0]))
    path = folder / LIST
    path.write_text(json.dumps({"schema": SCHEMA, "documents": documents}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield path


def check_suite(folder: Path, plugins: Plugins) -> dict[str, Any]:
    """What this tool says of the documents of a suite (``mingzhang.check/1``)."""
    return check_json(check_paths([folder / "documents"], plugins, Options()))


def _entry(plan: Plan, clean: Generated, changes: Sequence[Change], result: DocumentResult) -> dict[str, Any]:
    who = clean.identity
    found = {id(f): [n for n, c in enumerate(changes) if shows(f, mark_of(c, clean))] for f in result.findings}
    return {
        "file": plan.file,
        "identity": {
            "body": who.body, "division_code": who.division_code, "region": who.region, "fiscal_year": who.fiscal_year,
            "kind": str(who.kind), "level": str(who.level),
        },
        "faults": [
            {"description": c.description, "place": asdict(mark_of(c, clean))} for c in changes
        ],
        "findings": [
            {"rule": f.rule, "severity": str(f.severity), "fingerprint": f.fingerprint, "faults": found[id(f)]}
            for f in result.findings
        ],
        "ledger": {row.rule: str(row.outcome) for row in result.ledger},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Evidence:
    text: str
    table: str | None = None
    section: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class _Finding:
    rule: str
    severity: str
    message: str
    evidence: tuple[_Evidence, ...] = field(default=())


def judge(suite: Mapping[str, Any], result: Mapping[str, Any]) -> Iterator[Verdict]:
    """A verdict for every document of the suite.

    ``result`` is an object of the form ``mingzhang.check/1``. Documents are known by the name of their file.
    """
    documents = {PurePosixPath(d["path"].replace("\\", "/")).name: d for d in result["documents"]}
    for entry in suite["documents"]:
        document = documents.get(PurePosixPath(entry["file"]).name)
        if document is None or document["status"] != "checked":
            yield Verdict(entry["file"], ("not checked" if document is None else f"{document['status']}: {document['reason']}",))
        else:
            yield _judge_document(entry, document, result)


def _judge_document(entry: Mapping[str, Any], document: Mapping[str, Any], result: Mapping[str, Any]) -> Verdict:
    sha = document["sha256"]
    findings = [_finding(f) for f in result["findings"] if f["document"] == sha]
    marks = [Mark(**fault["place"]) for fault in entry["faults"]]
    wrong = [f"{k}: {document.get(k)} for {v}" for k, v in entry["identity"].items() if document.get(k) != v]
    missed = [
        fault["description"]
        for fault, mark in zip(entry["faults"], marks, strict=True)
        if not any(shows(f, mark) for f in findings)
    ]  # fmt: skip
    loud = [f for f in findings if f.severity in (Severity.ERROR, Severity.WARNING)]
    unfounded = [f"{f.rule}: {f.message}" for f in loud if not any(shows(f, m) for m in marks)]
    given = {row["rule"]: row["outcome"] for row in result["ledger"] if row["document"] == sha}
    known = {rule: outcome for rule, outcome in entry["ledger"].items() if rule in given}
    other = [f"{rule}: {given[rule]} for {outcome}" for rule, outcome in known.items() if given[rule] != outcome]
    crashed = [f"{rule}: crashed" for rule, outcome in given.items() if outcome == Outcome.CRASHED and rule not in known]
    return Verdict(entry["file"], tuple(wrong), tuple(missed), tuple(unfounded), tuple(other + crashed), len(known))


def _finding(raw: Mapping[str, Any]) -> _Finding:
    evidence = tuple(_Evidence(e["text"], e["table"], e["section"], e["row"], e["column"]) for e in raw["evidence"])
    return _Finding(raw["rule"], raw["severity"], raw["message"], evidence)


def verdict_lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """The verdicts as lines for a terminal."""
    for v in verdicts:
        yield f"{'pass' if v.passed else 'FAIL'}  {v.file}  ({v.judged} outcomes)"
        for name in ("problems", "missed", "unfounded", "outcomes"):
            for line in getattr(v, name):
                yield f"      {name}: {line}"
    passed = sum(v.passed for v in verdicts)
    yield f"{passed}/{len(verdicts)} documents as the suite has them"
