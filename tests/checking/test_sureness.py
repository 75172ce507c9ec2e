"""Findings are no surer than the reading of the figures that they compare."""

from __future__ import annotations

from pathlib import Path

from mingzhang import Certainty
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths

_RAW = Path(__file__).parents[1] / "rules" / "bases" / "raw_budget.txt"


def _certainties(folder: Path, old: str, new: str) -> dict[str, Certainty]:
    text = _RAW.read_text(encoding="utf-8")
    assert old in text
    path = folder / "raw.txt"
    path.write_text(text.replace(old, new), encoding="utf-8")
    (result,) = check_paths([path], default_plugins(), Options()).documents
    return {f.rule: f.certainty for f in result.findings}


def test_concluded_amount_makes_a_finding_suspected(tmp_path: Path) -> None:
    found = _certainties(tmp_path, "公用经费 30.00 万元，主要包括", "公用经费 36.00 万元，主要包括")
    assert found["prose.amount"] is Certainty.SUSPECTED


def test_what_is_printed_in_the_prose_stays_certain(tmp_path: Path) -> None:
    found = _certainties(tmp_path, "45.00 万元，增长 20.00%", "45.00 万元，增长 30.00%")
    assert found["prose.rate"] is Certainty.CERTAIN
