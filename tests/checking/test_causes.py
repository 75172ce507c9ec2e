"""One cause, one finding, in whole documents."""

from decimal import Decimal
from pathlib import Path

from mingzhang import DocumentResult, Finding, Role, Severity, check

BASE = (Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt").read_text(encoding="utf-8")
SPENDING = "表三 单位支出总体情况表"


def _checked(tmp_path: Path, *changes: tuple[str, str], within: tuple[str, str] | None = None) -> DocumentResult:
    """The clean document with replacements, in the part between two marks if they are given."""
    start, end = (BASE.rindex(within[0]), BASE.rindex(within[1])) if within else (0, len(BASE))
    part = BASE[start:end]
    for old, new in changes:
        assert old in part, old
        part = part.replace(old, new)
    path = tmp_path / "made.txt"
    path.write_text(BASE[:start] + part + BASE[end:], encoding="utf-8")
    return check(path).documents[0]


def _loud(result: DocumentResult) -> list[Finding]:
    return [f for f in result.findings if f.severity is not Severity.INFO]


def test_a_subtotal_wrong_in_several_statements_is_one_finding(tmp_path: Path) -> None:
    health = "210\t\t\t卫生健康支出\t"
    result = _checked(
        tmp_path, (f"{health}80.00\t80.00\t\t\n", f"{health}50.00\t50.00\t\t\n"), (f"{health}80.00\t80.00\t\n", f"{health}50.00\t50.00\t\n")
    )
    (finding,) = _loud(result)
    assert finding.expected == Decimal("80.00")
    assert finding.fingerprint == finding.members[0] and len(finding.members) >= 4
    assert {"表二 单位收入总体情况表", SPENDING} <= {e.table for e in finding.evidence}
    failed = {r.rule for r in result.ledger if r.outcome == "fail"}
    assert {"sum.hierarchy", "cross.items"} <= failed, "the ledger keeps what each rule found"


PENSION = "208\t05\t05\t机关事业单位基本养老保险缴费支出\t40.00\t40.00\t"
MEDICAL = "210\t11\t01\t行政单位医疗\t50.00\t50.00\t"
SUBSIDY = "210\t11\t03\t公务员医疗补助\t30.00\t30.00\t"
HERE = ("单位支出总体情况表", "财政拨款收支预算总体情况表")


def test_a_wrong_cell_is_one_finding_with_every_symptom(tmp_path: Path) -> None:
    result = _checked(tmp_path, (PENSION, PENSION.replace("40.00\t40.00", "44.00\t40.00")), within=HERE)
    (finding,) = _loud(result)
    assert finding.expected == Decimal("40.00") and finding.actual == Decimal("44.00")
    assert len(finding.members) >= 2 and finding.fingerprint == min(finding.members)
    assert {e.text for e in finding.evidence if e.role is Role.ACTUAL} == {"44.00"}, "what is disputed is the figure said to be so, and no other"
    assert "为 40.00 才与相关各处都相符" in finding.message and "不一致" in finding.message
    assert {"208 社会保障和就业支出", "2080505 机关事业单位基本养老保险缴费支出"} & {e.row for e in finding.evidence}
    assert all(word not in finding.message for word in ("错误", "违规", "有误的一方"))


def test_two_unrelated_errors_in_one_table_stay_two(tmp_path: Path) -> None:
    result = _checked(
        tmp_path,
        (PENSION, PENSION.replace("40.00\t40.00", "44.00\t40.00")),
        (SUBSIDY, SUBSIDY.replace("30.00\t30.00", "30.00\t37.00")),
        within=HERE,
    )
    assert sorted(f.expected or 0 for f in _loud(result)) == [Decimal("30.00"), Decimal("40.00")]


def test_two_errors_under_one_subtotal_stay_two(tmp_path: Path) -> None:
    result = _checked(
        tmp_path,
        (MEDICAL, MEDICAL.replace("50.00\t50.00", "55.00\t50.00")),
        (SUBSIDY, SUBSIDY.replace("30.00\t30.00", "33.00\t30.00")),
        within=HERE,
    )
    loud = _loud(result)
    assert sorted(f.expected or 0 for f in loud) == [Decimal("30.00"), Decimal("50.00")]
    members = [m for f in loud for m in (f.members or (f.fingerprint,))]
    assert len(members) == len(set(members)), "no symptom stands in two findings"


def test_a_slip_is_named_beside_the_determined_figure(tmp_path: Path) -> None:
    result = _checked(tmp_path, (PENSION, PENSION.replace("40.00\t40.00", "400.00\t40.00")), within=HERE)
    (finding,) = _loud(result)
    assert "两数相差十倍" in finding.message


def test_the_unchanged_document_has_no_cause(tmp_path: Path) -> None:
    assert _loud(_checked(tmp_path)) == []


def test_another_unit_of_a_table_is_one_finding(tmp_path: Path) -> None:
    result = _checked(tmp_path, ("单位：万元", "单位：元"), within=HERE)
    (finding,) = _loud(result)
    assert f"{SPENDING}（单位：元）的金额与其他各处都相差一万倍" in finding.message
    assert len(finding.members) > 2 and finding.expected is None


def test_a_unit_and_a_wrong_cell_elsewhere_stay_two(tmp_path: Path) -> None:
    wage = "\t基本工资\t"
    start, end = BASE.rindex(HERE[0]), BASE.rindex(HERE[1])
    row = next(line for line in BASE[end:].splitlines() if wage in line)
    amount = row.split(wage)[1].split("\t")[0]
    wrong = row.replace(f"{wage}{amount}", f"{wage}{Decimal(amount) + 7}")
    text = BASE[:start] + BASE[start:end].replace("单位：万元", "单位：元") + BASE[end:].replace(row, wrong)
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    unit, cell = sorted(_loud(check(path).documents[0]), key=lambda f: f.expected is not None)
    assert "相差一万倍" in unit.message and "相差一万倍" not in cell.message
    assert cell.expected == Decimal(amount)
