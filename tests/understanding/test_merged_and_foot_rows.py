"""Coded tables: labels merged over rows, and totals at the foot of one of two lists side by side."""

from __future__ import annotations

from pathlib import Path

from mingzhang import Disclosure, RowKind, check

HEAD = "<html><body><h1>青山县水利局2024年部门决算</h1>"


def disclosure(tmp_path: Path, title: str, rows: list[str]) -> tuple[Disclosure, list[str]]:
    path = tmp_path / "a.html"
    path.write_text(
        f"{HEAD}<p>{title}</p><p>单位：万元</p><table>{''.join(f'<tr>{r}</tr>' for r in rows)}</table><p>收支总表说明。</p>", "utf-8"
    )
    result = check(path, region="national").documents[0]
    if result.disclosure is None:  # a second table makes it a disclosure
        raise AssertionError(result.reason)
    return result.disclosure, [f.message for f in result.findings if f.rule == "sum.hierarchy"]


def cells(*texts: str) -> str:
    return "".join(f"<td>{t}</td>" for t in texts)


INCOME = "</table><p>收入决算表</p><p>单位：万元</p><table>"


def test_a_code_merged_over_rows_names_each(tmp_path: Path) -> None:
    rows = [cells("科目编码", "科目名称", "合计", "基本支出", "项目支出"), cells("213", "农林水支出", "9.00", "", "9.00")]
    rows += [
        cells("21303", "水利", "9.00", "", "9.00"),
        "<td rowspan=2>2130306</td><td rowspan=2>运行维护</td>" + cells("5.00", "", "5.00"),
    ]
    rows += [cells("3.00", "", "3.00"), cells("2130314", "防汛", "1.00", "", "1.00"), cells("", "合计", "9.00", "", "9.00")]
    rows += [INCOME, cells("科目编码", "科目名称", "合计"), cells("213", "农林水支出", "9.00"), cells("", "合计", "9.00")]
    d, broken = disclosure(tmp_path, "支出决算表", rows)
    assert [i.figure.text for i in d.statements[0].items if i.row.code == "2130306" and i.measure == "total"] == ["5.00", "3.00"]
    assert d.coverage.cells_understood == d.coverage.cells_numeric
    assert not broken


def test_totals_at_the_foot_of_each_list(tmp_path: Path) -> None:
    rows = ["<td colspan=3>人员经费</td><td colspan=3>公用经费</td>", cells(*("科目编码", "科目名称", "决算数") * 2)]
    rows += [cells("301", "工资福利支出", "7.00", "302", "商品和服务支出", "4.00"), cells("303", "对个人和家庭的补助", "2.00", "", "", "")]
    rows += ["<td colspan=2>人员经费合计</td><td>8.00</td><td colspan=2>公用经费合计</td><td>4.00</td>"]
    rows += [INCOME, cells("科目编码", "科目名称", "合计"), cells("213", "农林水支出", "9.00"), cells("", "合计", "9.00")]
    d, broken = disclosure(tmp_path, "一般公共预算财政拨款基本支出决算表", rows)
    totals = [r for r in d.statements[0].rows if r.kind is RowKind.TOTAL]
    assert [t.name for t in totals] == ["人员经费合计", "公用经费合计"]
    assert [r.parent for r in d.statements[0].rows if r.code in ("301", "303", "302")] == [totals[0].ordinal] * 2 + [totals[1].ordinal]
    assert len(broken) == 1 and "8.00" in broken[0] and "9.00" in broken[0]
