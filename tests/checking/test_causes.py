"""One cause, one finding."""

from decimal import Decimal
from pathlib import Path

from mingzhang import check

BASE = (Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt").read_text(encoding="utf-8")


def test_a_subtotal_wrong_in_two_statements_is_one_finding(tmp_path: Path) -> None:
    text = BASE
    for old in ("210\t\t\t卫生健康支出\t80.00\t80.00\t\t\n", "210\t\t\t卫生健康支出\t80.00\t80.00\t\n"):
        text = text.replace(old, old.replace("80.00", "50.00"))
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    result = check(path).documents[0]
    errors = [f for f in result.findings if f.severity == "error"]
    assert len(errors) == 1, [f.message for f in errors]
    (finding,) = errors
    assert finding.expected == Decimal("80.00")
    assert finding.fingerprint == finding.members[0] and len(finding.members) >= 4
    assert {"表二 单位收入总体情况表", "表三 单位支出总体情况表"} <= {e.table for e in finding.evidence}
    failed = {r.rule for r in result.ledger if r.outcome == "fail"}
    assert {"sum.hierarchy", "cross.items"} <= failed, "the ledger keeps what each rule found"
