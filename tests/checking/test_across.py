"""Rules over several disclosures: of one run, and of a database that an earlier run filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mingzhang import Basis, ComparableDisclosure, Passed, Peers, Severity, Verdict, Wanted, across
from mingzhang.core.checking.across import compare, with_peers
from mingzhang.core.checking.engine import Selection
from mingzhang.core.model.checks.across import AcrossRule, plain_name
from mingzhang.core.model.checks.finding import Outcome
from mingzhang.core.model.results.result import DocumentResult
from mingzhang.core.plugins.manager import Plugins, default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.pipeline import Options, check_paths
from mingzhang.core.store.comparable import comparable_in, stored_of
from mingzhang.core.store.reader import content_digest, open_for_reading
from mingzhang.core.store.writer import open_store

TEXT = (Path(__file__).parents[1] / "rules" / "bases" / "final_prose.txt").read_text(encoding="utf-8")
OLDER = TEXT.replace("2024年", "2023年").replace("年末结转和结余0.00万元", "年末结转和结余12.00万元")
BUDGET = Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt"


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return default_plugins()


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def of(result: DocumentResult, rule: str) -> Outcome:
    return next(r.outcome for r in result.ledger if r.rule == rule)


def test_a_run_compares_what_belongs_to_one_body(tmp_path: Path, plugins: Plugins) -> None:
    paths = [written(tmp_path, "2024.txt", TEXT), written(tmp_path, "2023.txt", OLDER), BUDGET]
    now, then, stranger = check_paths(paths, plugins, Options()).documents
    (finding,) = [f for f in now.findings if f.rule == "across.carry-over"]
    assert finding.related_documents == (then.sha256,)
    assert [e.document for e in finding.evidence] == [None, then.sha256]
    assert finding.fingerprint and finding.severity is Severity.INFO
    assert of(then, "across.carry-over") is Outcome.NOT_EVALUABLE
    assert not stranger.compared and of(stranger, "across.prior-year") is Outcome.NOT_EVALUABLE
    assert now.compared and then.compared
    rules = [r.id for r in plugins.rules]
    assert all([row.rule for row in r.ledger] == rules for r in (now, then, stranger))


def test_the_database_remembers_and_a_second_run_writes_nothing(tmp_path: Path, plugins: Plugins) -> None:
    now, then = written(tmp_path, "2024.txt", TEXT), written(tmp_path, "2023.txt", OLDER)
    db = tmp_path / "a.db"

    def run(path: Path) -> DocumentResult:
        options = Options()
        with recording(db, plugins, options) as record:
            return check_paths([path], plugins, options, archive=record).documents[0]

    run(then)
    result = run(now)
    assert [f.rule for f in result.findings if f.rule.startswith("across.")].count("across.carry-over") == 1
    stored = open_for_reading(db)
    rows = stored.execute("SELECT document, related_documents FROM findings WHERE rule = 'across.carry-over'").fetchall()
    before = content_digest(stored)
    stored.close()
    assert len(rows) == 1 and rows[0][0] == result.sha256
    bytes_before = db.read_bytes()
    run(now)
    again = open_for_reading(db)
    assert content_digest(again) == before
    again.close()
    assert db.read_bytes() == bytes_before


@pytest.mark.parametrize("path", ["2024.txt", "budget.txt"])
def test_the_database_gives_what_the_disclosure_gives(path: str, tmp_path: Path, plugins: Plugins) -> None:
    text = TEXT if path == "2024.txt" else BUDGET.read_text(encoding="utf-8")
    options = Options()
    with recording(tmp_path / "a.db", plugins, options) as record:
        result = check_paths([written(tmp_path, path, text)], plugins, options, archive=record).documents[0]
    assert result.comparable is not None
    kept = result.comparable.unpacked()
    assert len(kept.figures) > 5
    db = open_store(tmp_path / "a.db")
    (stored,) = stored_of(db, kept.identity.division_code, plain_name(kept.identity.body or ""))
    back = comparable_in(db, stored, plugins.rules)
    db.close()
    assert back.units == kept.units
    assert [f.subject for f in back.figures] == [f.subject for f in kept.figures]
    for a, b in zip(kept.figures, back.figures, strict=True):
        change = (a.change.value, a.change.unit) if a.change else None
        assert (a.name, a.figure, a.printed, a.base, change) == (
            b.name,
            b.figure,
            b.printed,
            b.base,
            (b.change.value, b.change.unit) if b.change else None,
        )
        assert replace(a.evidence, place=b.evidence.place) == b.evidence
        assert a.evidence.place == b.evidence.place


def test_a_rule_that_raises_is_shown_and_stops_no_other(tmp_path: Path, plugins: Plugins) -> None:
    def made(id: str, error: Exception | None) -> AcrossRule:
        @across(id=id, title="试", severity=Severity.INFO, basis=[Basis("convention", convention=True)], wanted=[Wanted("general_total")])
        def compare(this: ComparableDisclosure, peers: Peers) -> Iterator[Verdict]:
            """一条试用的规则。"""
            if error is not None:
                raise error
            yield Passed(len(peers.same))

        return compare

    results = check_paths([written(tmp_path, "a.txt", TEXT), written(tmp_path, "b.txt", OLDER)], plugins, Options()).documents
    rules = [made("across.first", RuntimeError("boom")), made("across.second", None)]
    outcomes = [[row.outcome for row in compare(b, rules, None, Selection())[1].values()] for b in with_peers(results, rules)]
    assert outcomes == [[Outcome.CRASHED, Outcome.PASS]] * 2


def test_ids_say_that_a_rule_is_over_several() -> None:
    with pytest.raises(ValueError, match="across"):
        across(id="sum.several", title="试", severity=Severity.INFO, basis=[Basis("convention", convention=True)], wanted=[])
