"""What most documents of one layout share: the same in a run and in the database, with a threshold."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from made import RULES, make_result
from rich.console import Console

from mingzhang import DocumentResult, RunResult
from mingzhang.core.model.checks.shared import ENOUGH, is_shared, shared_findings
from mingzhang.core.reporting.run_report import print_run
from mingzhang.core.store.writer import open_store, save, save_rules

RATE, SUM, PHONE = "prose.rate", "sum.children", "text.mobile"


def bodies(count: int, year: int = 2031, **having: int) -> list[DocumentResult]:
    """Documents of one layout; of each rule so many have its finding, all where nothing is said."""
    out = []
    for n in range(count):
        made = make_result(body=f"云泽县虚构{n}局", year=year, path=f"{year}-{n}.pdf")
        out.append(replace(made, findings=tuple(f for f in made.findings if n < having.get(f.rule.replace(".", "_"), count))))
    return out


def test_the_threshold() -> None:
    assert not is_shared(ENOUGH - 1, ENOUGH - 1), "too few documents"
    assert not is_shared(3, 6) and is_shared(4, 6), "more than half"


@pytest.mark.parametrize(
    ("count", "having", "rules"),
    [
        (6, {"sum_children": 1, "text_mobile": 3}, {RATE}),
        (6, {"sum_children": 4, "text_mobile": 0}, {RATE, SUM}),
        (4, {}, set()),
    ],
)
def test_in_a_run_and_in_the_database_it_is_the_same(tmp_path: Path, count: int, having: dict[str, int], rules: set[str]) -> None:
    # Another year is another layout, with too few documents.
    results = bodies(count, **having) + bodies(2, year=2030)
    shared = shared_findings(results)
    assert {rule for _, rule, _ in shared} == rules
    db = open_store(tmp_path / "a.db")
    save_rules(db, RULES)
    for result in results:
        save(db, result)
    stored = {(r["rule"], r["address"], r["found_in"], r["documents"]) for r in db["shared_findings"].rows}
    db.close()
    assert stored == {(rule, address, s.found_in, s.documents) for (_, rule, address), s in shared.items()}


def test_an_older_edition_counts_for_nothing(tmp_path: Path) -> None:
    db = open_store(tmp_path / "a.db")
    save_rules(db, RULES)
    for result in bodies(4):
        save(db, result)
    save(db, make_result(body="云泽县虚构0局", salt="again"))
    assert list(db["shared_findings"].rows) == [], "five documents, four disclosures"
    db.close()


def test_a_report_says_it_once() -> None:
    results = bodies(6, sum_children=1, text_mobile=3)
    text = io.StringIO()
    print_run(Console(file=text, width=400), RunResult(tuple(results), rules=RULES))
    report = text.getvalue()
    rate = next(f.message for f in results[0].findings if f.rule == RATE)
    assert report.count(rate) == 1 and "同一版式 6 份中 6 份都有" in report
    assert report.count("另有 1 处为同一版式多数文件所共有") == 6
    own = next(f.message for f in results[0].findings if f.rule == SUM)
    assert report.count(own) == 1 and report.index(own) < report.index(rate)


def test_a_report_of_few_documents_holds_nothing_back() -> None:
    results = bodies(2)
    text = io.StringIO()
    print_run(Console(file=text, width=400), RunResult(tuple(results), rules=RULES))
    assert text.getvalue().count(next(f.message for f in results[0].findings if f.rule == RATE)) == 2
    assert "同一版式" not in text.getvalue()
