"""What a mutation run found, counted and in words."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...model.checks.finding import Severity
from ...model.checks.rule import Rule
from .mutants import INSIDE, Alarm, Mutant, Trial
from .planting import KINDS, Change

SCHEMA = "mingzhang.mutants/1"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many."""

    hits: int
    tried: int

    @property
    def share(self) -> float | None:
        return self.hits / self.tried if self.tried else None

    def __str__(self) -> str:
        return f"{self.hits}/{self.tried}" + (f"（{self.hits / self.tried:.1%}）" if self.tried else "")


@dataclass(frozen=True, slots=True)
class RuleTally:
    """What one rule noticed: of the mutants of the kinds that it ever noticed, and how many no other rule did."""

    rule: str
    noticed: Rate
    alone: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of a run."""

    trials: tuple[Trial, ...]

    @property
    def mutants(self) -> list[Mutant]:
        return [m for t in self.trials for m in t.mutants]

    @property
    def total(self) -> Rate:
        return _rate(self.mutants)

    @property
    def accused(self) -> Rate:
        """How many raised an error or a warning; a note is noticed, but nobody has to act on it."""
        return Rate(sum(bool(m.loud) for m in self.mutants), len(self.mutants))

    @property
    def kinds(self) -> dict[str, Rate]:
        """Detection by kind of change, in the order of KINDS."""
        return {k: _rate(group) for k in KINDS if (group := [m for m in self.mutants if m.change.kind == k])}

    @property
    def rules(self) -> list[RuleTally]:
        """Detection by rule, the one that noticed most first."""
        tried = Counter(m.change.kind for m in self.mutants)
        out = []
        for rule in {r for m in self.mutants for r in m.rules}:
            seen = [m for m in self.mutants if rule in m.rules]
            kinds = tuple(k for k in KINDS if any(m.change.kind == k for m in seen))
            out.append(RuleTally(rule, Rate(len(seen), sum(tried[k] for k in kinds)), sum(m.rules == (rule,) for m in seen), kinds))
        return sorted(out, key=lambda r: (-r.noticed.hits, r.rule))

    @property
    def survivors(self) -> list[Mutant]:
        return [m for m in self.mutants if not m.noticed]

    @property
    def findings_per_change(self) -> dict[int, int]:
        """How many mutants gave so many errors and warnings."""
        return dict(sorted(Counter(m.loud for m in self.mutants).items()))

    @property
    def undetermined(self) -> list[tuple[str, Change]]:
        return [(t.document, c) for t in self.trials for c in t.undetermined]

    @property
    def undetermined_rate(self) -> Rate:
        """Changes that nothing in the document determines, of all that are possible."""
        return Rate(len(self.undetermined), sum(t.possible for t in self.trials))

    @property
    def false_alarms(self) -> list[Alarm]:
        return [a for t in self.trials for a in t.alarms]

    @property
    def inside(self) -> Rate:
        """Slips inside the interval that raised an error, of all of them; none should."""
        return _raised(m for t in self.trials for m in t.slips if m.change.kind in INSIDE)

    @property
    def slips(self) -> dict[str, Rate]:
        """Slips that raised an error, by kind."""
        every = [m for t in self.trials for m in t.slips]
        return {k: _raised(group) for k in KINDS if (group := [m for m in every if m.change.kind == k])}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Documents and mutants that could not be checked, and rules that crashed."""
        of_trials = [(t.document, t.problem) for t in self.trials if t.problem]
        return of_trials + [
            (f"{m.document} {m.change.description}", m.problem) for t in self.trials for m in (*t.mutants, *t.slips) if m.problem
        ]

    def holds(self, detected: float) -> bool:
        """Whether the run is as it shall be: enough noticed, no alarm without a cause, everything checked."""
        alarms = any(a.severity is not Severity.INFO for a in self.false_alarms)
        share = self.total.share
        return not self.problems and not alarms and not self.inside.hits and (share is None or share >= detected)


def _rate(mutants: Sequence[Mutant]) -> Rate:
    return Rate(sum(m.noticed for m in mutants), len(mutants))


def _raised(slips: Iterable[Mutant]) -> Rate:
    group = list(slips)
    return Rate(sum(bool(m.graver) for m in group), len(group))


def as_json(tally: Tally) -> dict[str, Any]:
    """The run as JSON values (``mingzhang.mutants/1``)."""
    return {
        "schema": SCHEMA,
        "documents": len(tally.trials),
        "determined": _json(tally.total),
        "errors_or_warnings": _json(tally.accused),
        "kinds": {k: _json(r) for k, r in tally.kinds.items()},
        "rules": [{"rule": r.rule, **_json(r.noticed), "alone": r.alone, "kinds": list(r.kinds)} for r in tally.rules],
        "findings_per_change": {str(n): count for n, count in tally.findings_per_change.items()},
        "survivors": [_mutant(m) for m in tally.survivors],
        "undetermined": _json(tally.undetermined_rate)
        | {"changes": [{"document": d, "kind": c.kind, "description": c.description} for d, c in tally.undetermined]},
        "false_alarms": [_alarm(a) for a in tally.false_alarms],
        "slips": {
            "errors_inside_interval": _json(tally.inside),
            "kinds": {k: _json(r) for k, r in tally.slips.items()},
            "raised": [_mutant(m) | {"errors": [_alarm(a) for a in m.graver]} for t in tally.trials for m in t.slips if m.graver],
        },
        "problems": [{"where": where, "problem": problem} for where, problem in tally.problems],
    }


def _json(rate: Rate) -> dict[str, Any]:
    return {"hits": rate.hits, "of": rate.tried, "share": None if rate.share is None else round(rate.share, 4)}


def _alarm(a: Alarm) -> dict[str, Any]:
    return {"document": a.document, "rule": a.rule, "severity": str(a.severity), "message": a.message}


def _mutant(m: Mutant) -> dict[str, Any]:
    s = m.change.spot
    return {
        "document": m.document,
        "kind": m.change.kind,
        "place": {"table": s.table, "row": s.row, "column": s.column, "section": s.section},
        "description": m.change.description,
        "elsewhere": list(m.elsewhere),
    }


def measured_csv(tally: Tally, rules: Iterable[Rule]) -> str:
    """What the run measured of every rule, as the file that comes with a rule set (``Rule.measured``)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("rule", "version", "noticed", "tried", "alone", "documents", "alarms"))
    found = {r.rule: r for r in tally.rules}
    raised = Counter(a.rule for a in tally.false_alarms if a.severity is not Severity.INFO)
    for rule in rules:
        counts = found.get(rule.id)
        noticed, tried, alone = (counts.noticed.hits, counts.noticed.tried, counts.alone) if counts else (0, 0, 0)
        writer.writerow((rule.id, rule.version, noticed, tried, alone, len(tally.trials), raised[rule.id]))
    return out.getvalue()


def lines(tally: Tally) -> Iterator[str]:
    """The run in words, line by line."""
    yield f"文件 {len(tally.trials)} 份；由文件本身可以判定的改动 {tally.total.tried} 处，发现 {tally.total}，其中作为错误或需说明 {tally.accused}"
    yield "\n按改动种类："
    for kind, rate in tally.kinds.items():
        yield f"  {kind:<20} {rate}  {KINDS[kind]}"
    yield "\n按规则（发现数/所涉种类的改动数；只有该规则发现的）："
    for r in tally.rules:
        yield f"  {r.rule:<28} {r.noticed}  独有 {r.alone}"
    yield "\n一处改动引起的疑点和需说明：" + "，".join(f"{n} 条 {count} 处" for n, count in tally.findings_per_change.items())
    yield f"\n没有发现的改动（{len(tally.survivors)}）："
    for m in tally.survivors:
        other = f"（别处有新疑点：{'、'.join(m.elsewhere)}）" if m.elsewhere else ""
        yield f"  {m.document} {m.change.kind} {m.change.description}{other}"
    yield f"\n文件中没有其他数据可以判定的改动：{tally.undetermined_rate}，不计入："
    for (kind, where), count in Counter((c.kind, c.spot.table or c.spot.section or "") for _, c in tally.undetermined).most_common():
        yield f"  {count:>4} {kind} {where}"
    serious = sum(a.severity is not Severity.INFO for a in tally.false_alarms)
    yield f"\n未改动文件上的误报：{len(tally.false_alarms)}（其中疑点和需说明 {serious}）"
    for a in tally.false_alarms:
        yield f"  {a.document} {a.severity} {a.rule} {a.message}"
    yield f"\n末位相差一的改动（在舍入区间内）引起疑点：{tally.inside}"
    for kind, rate in tally.slips.items():
        yield f"  {kind:<20} {rate}" + ("" if kind in INSIDE else "  由相邻金额可精确判定，不计入")
    for m in (m for t in tally.trials for m in t.slips if m.graver and m.change.kind in INSIDE):
        yield f"  {m.document} {m.change.description}：{m.graver[0].rule} {m.graver[0].message}"
    for where, problem in tally.problems:
        yield f"\n未能核对：{where}：{problem}"
