"""Findings against what an auditor found (``gold/`` beside the samples): misses, false alarms, unmatched findings.

Run: ``python benchmarks/gold_score.py [--select RULE ...] [--quiet]``. Exit status 1 if a target is missed.

The samples are found through ``MINGZHANG_SAMPLES``, else ``../shared/samples`` beside the repository; the lists
stand in ``gold`` beside them. An item is found when one finding of its kind holds the quoted text (white space
removed; of a quoted table row: every cell of it), or states the two values.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from mingzhang import Finding, Severity
from mingzhang.core.checking.engine import Selection
from mingzhang.core.model.documents.text import as_typed
from mingzhang.core.model.results.result import DocumentStatus
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.run.pipeline import Options, check_paths

SAMPLES = Path(os.environ.get("MINGZHANG_SAMPLES") or Path(__file__).resolve().parents[1].parent / "shared" / "samples")
GOLD = SAMPLES.parent / "gold"
PDF = {"001": "lo_ebian2023.pdf", "002": "lo_aketao2021.pdf"}

# What a category of the lists is about, as ids of rules: "is about the same thing" of the lists' README.
# A pattern behind "!" is not about it: the sentence that a wrong rate quotes is no finding about its reason.
KINDS: dict[str, tuple[str, ...]] = {
    "toc_missing_table": ("contents.*", "completeness.*"),
    "toc": ("contents.*", "completeness.*"),
    "numbering": ("contents.*", "tables.*", "text.*", "rows.*"),
    "narrative_vs_table": ("prose.*", "cross.*", "projects.*", "performance.*", "procurement.*"),
    "staffing": ("staff.*", "performance.*"),
    "performance_conflict": ("performance.*", "indicators.*"),
    "performance_cost": ("performance.*", "indicators.*"),
    "performance_design": ("performance.*", "indicators.*"),
    "performance": ("performance.*", "indicators.*", "sum.*"),
    "weights": ("performance.*", "indicators.*"),
    "unit_cost": ("performance.*", "indicators.*", "projects.*"),
    "typo": ("text.*", "code.*"),
    "code_name_mismatch": ("code.*",),
    "logic": ("prose.*", "staff.*", "vehicles.*", "assets.*", "!prose.rate", "!prose.share", "!prose.amount", "!prose.base"),
    "sign_wording": ("prose.*", "text.*"),
    "copy_paste": ("text.*", "performance.*"),
    "glossary_mismatch": ("glossary.*", "code.*"),
    "title_mismatch": ("contents.*",),
    "unit_missing": ("text.*", "prose.*"),
    "name_mismatch": ("cross.project-names", "projects.*", "code.*"),
    "disclosure_missing": ("completeness.*", "narrative.*", "projects.*"),
    "hierarchy_sum": ("sum.*",),
    "cross_table": ("cross.*", "sum.*"),
    "column_sum": ("sum.*",),
    "row_sum": ("sum.*",),
    "growth_rate": ("prose.*",),
    "growth": ("prose.*",),
    "classification": ("code.*", "cross.*"),
    "rounding": ("sum.*", "cross.*", "prose.*"),
    "double_count": ("sum.*", "prose.*"),
    "share": ("prose.*",),
    "empty_table": ("completeness.*",),
    "date_scope": ("text.*", "performance.*", "prose.*"),
    "vehicle_cost": ("vehicles.*", "assets.*", "prose.*"),
    "org_count": ("staff.*", "offices.*", "prose.*"),
    "precision": ("sum.*", "cross.*", "prose.*", "text.*"),
    "format": ("text.*", "prose.*", "cross.*"),
    "name": ("code.*", "text.*", "cross.project-names"),
    "conversion": ("text.*", "tables.*", "contents.*", "performance.*"),
}
TARGETS = (("certain error/warning", 1.0), ("certain info", 0.9), ("likely", 0.75))
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_LOUD = (Severity.ERROR, Severity.WARNING)


@cache
def flat(text: str) -> str:
    """Without white space and table rules, as typed, one kind of brackets."""
    return re.sub(r"[\s|]", "", as_typed(text)).translate(str.maketrans("(),:;", "（），：；"))


def texts(finding: Finding) -> str:
    """Everything that a finding shows, flat."""
    parts = [finding.message, finding.formula or ""]
    for e in finding.evidence:
        parts += [e.text, e.row or ""]
    return "\x1f".join(flat(p) for p in parts)


def holds(shown: str, quote: str) -> bool:
    """Whether a finding shows a quoted text, or every cell of a quoted row."""
    if flat(quote).replace("\\leq", "≤").replace("\\geq", "≥") in shown:
        return True
    cells = [flat(c) for c in re.split(r"[\t|]", quote) if re.search(r"[\u4e00-\u9fff\d]", c)]
    return len(cells) > 1 and all(c in shown for c in cells)


def numbers(text: str) -> list[Decimal]:
    return [Decimal(n.replace(",", "").rstrip("%")) for n in _NUMBER.findall(re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", text))]


def states(shown: str, item: dict[str, Any]) -> bool:
    """Whether a finding states the two values of an item: what is there, and the first or the last number of what is expected."""
    expected, actual = numbers(item["expected"]), numbers(item["actual"])
    if not expected or not actual:
        return False
    stated = set(numbers(shown))
    return actual[0] in stated and any(e != actual[0] and e in stated for e in (expected[0], expected[-1]))


def about(finding: Finding, item: dict[str, Any]) -> bool:
    patterns = KINDS.get(item["category"], ("*",))
    wanted = any(fnmatch.fnmatchcase(finding.rule, p) for p in patterns)
    return wanted and not any(fnmatch.fnmatchcase(finding.rule, p[1:]) for p in patterns if p.startswith("!"))


def meets(finding: Finding, item: dict[str, Any], *, by_value: bool = True) -> bool:
    """Whether a finding is this item of a list."""
    if not about(finding, item):
        return False
    shown = texts(finding)
    quotes = [q for q in (item["quote"], item.get("quote2")) if q]
    return any(holds(shown, q) for q in quotes) or (by_value and states(shown, item))


@dataclass
class Score:
    """What one document's findings are worth."""

    found: dict[str, tuple[int, int]]
    missed: list[dict[str, Any]]
    alarms: list[tuple[dict[str, Any], Finding]]
    unmatched: list[Finding]
    loud: int
    errors: int


def group_of(item: dict[str, Any]) -> str | None:
    if item["certainty"] == "certain":
        return "certain info" if item["severity"] == "info" else "certain error/warning"
    return "likely" if item["certainty"] == "likely" else None


def score(findings: tuple[Finding, ...], items: list[dict[str, Any]], tempting: list[dict[str, Any]]) -> Score:
    """Compare the findings of a document with its two lists."""
    found: dict[str, tuple[int, int]] = {name: (0, 0) for name, _ in TARGETS}
    missed = []
    for item in items:
        group = group_of(item)
        hit = any(meets(f, item) for f in findings)
        if group:
            got, of = found[group]
            found[group] = (got + hit, of + 1)
            if not hit:
                missed.append(item)
    loud = [f for f in findings if f.severity in _LOUD]
    alarms = [(t, f) for t in tempting for f in loud if meets(f, t, by_value=False) and not any(meets(f, i) for i in items)]
    unmatched = [f for f in loud if not any(meets(f, i) for i in items)]
    return Score(found, missed, alarms, unmatched, len(loud), sum(f.severity is Severity.ERROR for f in loud))


def report(name: str, s: Score, quiet: bool) -> None:
    print(f"== {name}: " + ", ".join(f"{g} {got}/{of}" for g, (got, of) in s.found.items()))
    wrong = sum(f.severity is Severity.ERROR for f in s.unmatched)
    print(
        f"   errors and warnings {s.loud}, unmatched {len(s.unmatched)}; errors {s.errors}, unmatched {wrong}; false alarms {len(s.alarms)}"
    )
    if quiet:
        return
    for item in s.missed:
        print(f"   missed {item['id']} {item['certainty']} {item['severity']} {item['category']}: {item['quote']} | {item['explanation']}")
    for item, f in s.alarms:
        print(f"   FALSE ALARM {item['id']} {item['category']}: {f.severity} {f.rule}: {f.message}")
    for f in s.unmatched:
        print(f"   unmatched {f.severity} {f.rule}: {f.message}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--select", action="append", default=[], help="only these rules")
    parser.add_argument("--quiet", action="store_true", help="figures only")
    options = parser.parse_args()
    if not GOLD.is_dir():
        print(f"no lists in {GOLD} (set MINGZHANG_SAMPLES)", file=sys.stderr)
        return 2
    items, tempting = defaultdict(list), defaultdict(list)
    for into, name in ((items, "findings.json"), (tempting, "must_not_flag.json")):
        for entry in json.loads((GOLD / name).read_text(encoding="utf-8")):
            into[entry["doc"]].append(entry)
    plugins = default_plugins()
    totals: dict[str, tuple[int, int]] = {name: (0, 0) for name, _ in TARGETS}
    alarms = loud = unmatched = errors = wrong = 0
    for doc in sorted(items):
        for path in (next((SAMPLES / "seeds").glob(f"{doc}_*.txt")), SAMPLES / "rendered" / "pdf" / PDF[doc]):
            run = check_paths([path], plugins, Options(selection=Selection(select=tuple(options.select))))
            document = run.documents[0]
            if document.status is not DocumentStatus.CHECKED:
                print(f"{path.name}: {document.status}: {document.reason}", *run.plugin_errors, sep="\n", file=sys.stderr)
                return 2
            s = score(document.findings, items[doc], tempting[doc])
            report(f"{doc} {path.suffix[1:]}", s, options.quiet)
            for name, (got, of) in s.found.items():
                totals[name] = (totals[name][0] + got, totals[name][1] + of)
            alarms += len(s.alarms)
            loud, unmatched = loud + s.loud, unmatched + len(s.unmatched)
            errors, wrong = errors + s.errors, wrong + sum(f.severity is Severity.ERROR for f in s.unmatched)
    rates = {name: got / of if of else 1.0 for name, (got, of) in totals.items()}
    print("== all: " + ", ".join(f"{name} {rate:.1%}" for name, rate in rates.items()))
    print(f"   unmatched: {unmatched}/{loud} of errors and warnings, {wrong}/{errors} of errors; false alarms {alarms}")
    missed = any(rates[name] < target for name, target in TARGETS)
    return int(missed or alarms > 0 or unmatched > 0.05 * loud or wrong > 0.02 * errors)


if __name__ == "__main__":
    sys.exit(main())
