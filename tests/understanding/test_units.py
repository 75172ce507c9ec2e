"""Tables that print no unit: settled by what they share with others, else compared with nothing of known unit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from mingzhang import Certainty, Disclosure, DocumentResult, check
from mingzhang.core.model.documents.said import in_english

ROWS = {
    "20805": ("行政事业单位养老支出", "86.40"),
    "21011": ("行政事业单位医疗", "41.20"),
    "21303": ("水利", "905.60"),
    "22102": ("住房改革支出", "72.80"),
}


def table(title: str, unit: str | None, factor: int = 1, changed: dict[str, str] | None = None) -> str:
    lines = [title, *([f"单位：{unit}"] if unit else []), "科目编码\t科目名称\t合计\t基本支出\t项目支出"]
    total = Decimal(0)
    for code, (name, printed) in ROWS.items():
        amount = Decimal((changed or {}).get(code, printed)) * factor
        total += amount
        lines.append(f"{code}\t{name}\t{amount}\t{amount}\t")
    return "\n".join([*lines, f"\t合计\t{total}\t{total}\t"]) + "\n\n"


def checked(tmp_path: Path, *tables: str, prose: str = "") -> tuple[DocumentResult, Disclosure]:
    path = tmp_path / "a.txt"
    path.write_text("青山县水利局2024年部门预算公开\n\n" + "".join(tables) + prose, "utf-8")
    result = check(path).documents[0]
    assert result.disclosure is not None
    return result, result.disclosure


def units(d: Disclosure) -> list[tuple[str | None, set[str | None]]]:
    return [(s.unit, {i.figure.unit for i in s.items}) for s in d.statements]


def test_shared_amounts_settle_the_unit(tmp_path: Path) -> None:
    result, d = checked(tmp_path, table("部门支出总表", "万元"), table("一般公共预算支出表", None, 10000))
    assert units(d) == [("万元", {"万元"}), ("元", {"元"})]
    assert d.statements[1].table.unit is None
    assert not [f for f in result.findings if f.severity == "error"]


def test_a_finding_over_a_settled_unit_is_suspected(tmp_path: Path) -> None:
    whole = table("部门收支总表", "万元").replace("部门收支总表", "部门支出总表")
    result, d = checked(tmp_path, whole, table("部门收入总表", None, 1, {"21303": "950.60"}))
    assert d.statements[1].settled_unit == "万元"
    across = [f for f in result.findings if "950.60" in f.message and "905.60" in f.message]
    assert across and all(f.certainty is Certainty.SUSPECTED for f in across)


def test_what_is_not_settled_is_compared_with_nothing_and_said(tmp_path: Path) -> None:
    other = {"20805": "12.34", "21011": "45.67", "21303": "78.90", "22102": "11.11"}
    result, d = checked(tmp_path, table("部门支出总表", "万元"), table("部门收入总表", None, 1, other))
    assert units(d)[1] == (None, {None})
    assert not [f for f in result.findings if f.rule.startswith(("cross.", "prose."))]
    assert any("1 张表没有印出金额单位" in r for r in d.remarks)
    assert any(in_english(r).startswith("1 tables print no unit") for r in d.remarks)
    row = next(r for r in result.ledger if r.rule == "cross.totals")
    assert "unit_unknown" in (row.reason or "") or row.outcome != "fail"


def test_two_units_that_fit_settle_nothing(tmp_path: Path) -> None:
    both = table("部门支出总表", "万元") + table("一般公共预算支出表", "元")
    _, d = checked(tmp_path, both, table("部门收入总表", None))
    assert d.statements[-1].unit is None


def test_a_document_without_any_unit_is_compared_with_itself(tmp_path: Path) -> None:
    result, d = checked(tmp_path, table("部门支出总表", None), table("部门收入总表", None, 1, {"21303": "950.60"}))
    assert [s.unit for s in d.statements] == [None, None]
    assert any("905.60" in f.message and "950.60" in f.message for f in result.findings)
