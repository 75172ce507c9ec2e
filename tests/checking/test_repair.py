"""The smallest repair over relations of printed figures: unique, tied, of two figures, or none within the limits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from mingzhang import Certainty, Disclosure, Document, Evidence, Figure, Finding, Identity, Level, Place, Print, Relation, Role, Severity
from mingzhang.core.checking.causes import merge_causes
from mingzhang.core.checking.graph import Graph
from mingzhang.core.checking.repair import components, smallest_repairs

DISCLOSURE = Disclosure(
    Identity("虚构县虚构局", None, None, "national", 2024, None, Level.UNIT), Document("0" * 64, "made.txt", "text", ()), ()
)


class Source:
    """Something that prints a figure."""


def made(name: str, text: str, unit: str | None = "万元") -> Print:
    figure = Figure(Decimal(text), unit, len(text.partition(".")[2]), text)
    return Print(Source(), "", figure, name)


def found(name: str, *tested: Relation, certainty: Certainty = Certainty.CERTAIN, cause: str | None = None) -> Finding:
    evidence = (Evidence(Role.ACTUAL, name, Place(line=len(name))),)
    return Finding(
        "made.rule", "t", Severity.ERROR, f"{name}。", name, evidence, certainty, fingerprint=f"1:{name}", tested=tested, cause=cause
    )


def merged(findings: Sequence[Finding], held: Sequence[Relation] = ()) -> list[Finding]:
    return merge_causes(findings, DISCLOSURE, held)


def test_a_figure_in_two_broken_sums_explains_both() -> None:
    wrong, other, total, across = made("甲", "50.00"), made("乙", "20.00"), made("合计", "100.00"), made("行合计", "80.00")
    broken = [found("竖", Relation.sum(total, [wrong, other])), found("横", Relation.sum(across, [wrong]))]
    (finding,) = merged(broken, [Relation.same(across, made("别处", "80.00"))])
    assert finding.expected == Decimal("80.00") and finding.actual == Decimal("50.00") and finding.difference == Decimal("-30.00")
    assert "只有甲（所印 50.00）为 80.00 才与相关各处都相符" in finding.message
    assert finding.members == ("1:横", "1:竖") and finding.fingerprint == "1:横"
    assert {e.text for e in finding.evidence} == {"竖", "横"}
    assert finding.tested == ()


def test_what_holds_excludes_the_figures_that_it_ties() -> None:
    part, other, total = made("甲", "30.00"), made("乙", "20.00"), made("合计", "60.00")
    held = [Relation.sum(made("基本", "30.00"), [part]), Relation.sum(made("项目", "20.00"), [other, made("零", "0.00")])]
    tied = merged([found("和", Relation.sum(total, [part, other]))])
    assert tied[0].expected is None and "只有" not in tied[0].message
    # 甲 and 乙 are each tied to a figure that another relation ties, the total to nothing.
    held += [Relation.sum(made("总", "30.00"), [held[0].left[0], made("零", "0.00")]), Relation.at_most(made("少", "20.00"), other)]
    held += [Relation.ratio(made("率", "60.00", "%"), [part], [made("五十", "50.00")])]
    held += [Relation.ratio(made("率", "40.00", "%"), [other], [made("五十", "50.00")])]
    (finding,) = merged([found("和", Relation.sum(total, [part, other]))], held)
    assert finding.expected == Decimal("50.00") and finding.actual == Decimal("60.00")


def test_a_tie_names_none_and_is_one_cause() -> None:
    """Either of two figures, put right, makes both sums hold."""
    a, b = made("甲", "25.00"), made("乙", "20.00")
    sums = [Relation.sum(made(n, "50.00"), [a, b]) for n in ("合计一", "合计二")]
    (finding,) = merged([found(f"和{k}", r) for k, r in enumerate(sums)])
    assert finding.members == ("1:和0", "1:和1")
    assert finding.expected is None and "只有" not in finding.message


def test_two_prints_that_nothing_else_tests_name_none() -> None:
    (alone,) = merged([found("一", Relation.same(made("甲", "5.00"), made("乙", "7.00")))])
    assert alone.expected is None and "只有" not in alone.message and alone.members == ()


def test_the_figure_between_two_is_the_smaller_repair() -> None:
    a, b, c = made("甲", "5.00"), made("乙", "7.00"), made("丙", "5.00")
    (finding,) = merged([found("一", Relation.same(a, b)), found("二", Relation.same(b, c))])
    assert finding.expected == Decimal("5.00") and finding.actual == Decimal("7.00")


def test_two_causes_stay_two_though_a_sum_connects_them() -> None:
    one, two, total = made("甲", "55.00"), made("乙", "33.00"), made("合计", "80.00")
    findings = merged(
        [
            found("竖", Relation.sum(total, [one, two])),
            found("甲行", Relation.sum(made("甲合计", "50.00"), [one])),
            found("乙行", Relation.sum(made("乙合计", "30.00"), [two])),
        ],
        [Relation.same(total, made("别表合计", "80.00"))],
    )
    assert sorted(f.expected for f in findings if f.expected) == [Decimal("30.00"), Decimal("50.00")]
    assert len(findings) == 2
    assert sorted(m for f in findings for m in f.members or (f.fingerprint,)) == ["1:乙行", "1:甲行", "1:竖"]


def test_findings_that_share_no_figure_stay_apart() -> None:
    findings = merged(
        [
            found("一", Relation.sum(made("甲", "5.00"), [made("乙", "4.00")])),
            found("二", Relation.sum(made("丙", "9.00"), [made("丁", "8.00")])),
            found("无数"),
        ]
    )
    assert [f.fingerprint for f in findings] == ["1:一", "1:二", "1:无数"]


def test_two_errors_without_a_common_explanation_stay_two() -> None:
    """甲 is in both sums, but no one value of it makes both hold; what does is a pair, in several ways."""
    shared = made("甲", "10.00")
    findings = merged(
        [
            found("一", Relation.sum(made("合计一", "15.00"), [shared, made("乙", "6.00")])),
            found("二", Relation.sum(made("合计二", "30.00"), [shared, made("丙", "13.00")])),
        ]
    )
    assert [f.fingerprint for f in findings] == ["1:一", "1:二"]
    assert all(f.expected is None and not f.members for f in findings)


def test_equal_prints_are_one_figure() -> None:
    """Two tables print one subtotal wrong alike: one figure, not two."""
    one, two, right = made("表二", "612.00"), made("表三", "612.00"), made("表一", "1009.21")
    sums = [Relation.sum(p, [made("下级", "1009.21")]) for p in (one, two)]
    (finding,) = merged([found("各表", Relation.same(right, one, two)), *(found(f"和{k}", s) for k, s in enumerate(sums))])
    assert finding.expected == Decimal("1009.21") and "表二、表三（所印 612.00）" in finding.message


def test_units_are_compared_as_money() -> None:
    wrong = made("文字", "12.35")
    broken = [
        found("文表", Relation.same(wrong, made("表", "153400.00", "元"))),
        found("和", Relation.sum(wrong, [made("项", "153400.00", "元")])),
    ]
    (finding,) = merged(broken)
    assert finding.expected == Decimal("15.34") and finding.unit == "万元"


def test_rounding_is_no_tie() -> None:
    """A figure may be off by what rounding allows in the relations that hold."""
    parts = [made(str(k), "0.33") for k in range(3)]
    wrong, total = made("合计", "9.99"), made("别表合计", "1.00")
    (finding,) = merged([found("和", Relation.sum(wrong, parts)), found("表", Relation.same(wrong, total))])
    assert finding.expected == Decimal("1.00")


def test_a_rate_is_determined_by_amounts_that_others_hold() -> None:
    rate, now, change = made("率", "2", "%"), made("数", "416.59"), made("增", "22.28")
    before = Print(change.source, "", change.figure, "增", sign=-1)
    relation = Relation.ratio(rate, [change], [now, before])
    held = [Relation.same(now, made("表", "416.59")), Relation.sum(made("总增", "22.28"), [change, made("零", "0.00")])]
    held += [Relation.sum(made("总", "516.59"), [now, made("另", "100.00")])]
    held += [Relation.ratio(made("比", "10.00", "%"), [change], [made("多", "222.80")])]
    (finding,) = merged([found("率", relation)], held)
    assert finding.expected == Decimal("5.65")


def test_a_bound_alone_determines_no_value() -> None:
    part, whole = made("小", "30.00"), made("大", "20.00")
    (finding,) = merged([found("大小", Relation.at_most(part, whole))], [Relation.sum(whole, [made("甲", "15.00"), made("乙", "5.00")])])
    assert finding.expected is None and "只有" not in finding.message


def test_no_amount_is_repaired_to_a_negative_one() -> None:
    whole, big, small = made("合计", "5.00"), made("大", "9.00"), made("小", "2.00")
    graph = Graph(DISCLOSURE, [Relation.sum(made("表", "9.00"), [big, made("零", "0.00")])], [(0, Relation.sum(whole, [big, small]))])
    repaired = {graph.variables[v].prints[0].figure.text for r in smallest_repairs(graph, graph.broken) for v in r}
    assert "2.00" not in repaired, "小 would be −4.00"


def test_people_are_counted_and_not_rounded() -> None:
    wrong, whole = made("在职", "19", "人"), made("实有", "22", "人")
    broken = [
        found("和", Relation.sum(whole, [wrong, made("退休", "4", "人")])),
        found("表", Relation.same(wrong, made("指标", "18", "人"))),
    ]
    (finding,) = merged(broken)
    assert finding.expected == Decimal(18)


def test_suspected_findings_name_no_figure() -> None:
    wrong = made("甲", "50.00")
    tested = Relation.same(wrong, made("乙", "80.00")), Relation.same(wrong, made("丙", "80.00"))
    (finding,) = merged([found("疑", *tested, certainty=Certainty.SUSPECTED)])
    assert finding.expected is None and "只有" not in finding.message


def test_the_search_has_a_limit() -> None:
    """Many sums that all share one figure and disagree each in another way are told one by one."""
    shared = made("共", "1.00")
    broken = [found(f"和{k}", Relation.sum(made(f"合{k}", f"{k}.50"), [shared, made(f"分{k}", f"{k + 7}.00")])) for k in range(2, 9)]
    findings = merged(broken)
    assert len(findings) == len(broken)
    graph = Graph(DISCLOSURE, [], [(k, f.tested[0]) for k, f in enumerate(broken)])
    assert len(list(components(graph, graph.broken))) == 1 and smallest_repairs(graph, graph.broken) == []


def test_findings_of_one_named_cause_are_one() -> None:
    findings = merged([found("名一", cause="names"), found("别"), found("名二", cause="names")])
    assert [f.fingerprint for f in findings] == ["1:名一", "1:别"] and findings[0].members == ("1:名一", "1:名二")


def test_one_of_several_is_enough() -> None:
    """A text agrees with one of two tables that differ: the table's own sum tells that the text is not the cause."""
    text, near, far = made("文字", "501.25"), made("表二", "521.30"), made("表四", "815.26")
    broken = [
        found("文表", Relation.one_of(text, [near, far])),
        found("和", Relation.sum(near, [made("项", "501.25"), made("零", "0.00")])),
    ]
    (finding,) = merged(broken, [Relation.sum(far, [made("甲", "501.25"), made("乙", "314.01")])])
    assert finding.expected == Decimal("501.25") and finding.actual == Decimal("521.30")


def test_one_of_several_that_differ_determines_no_text() -> None:
    text, one, two = made("文字", "900.00"), made("表二", "501.25"), made("表四", "815.26")
    held = [Relation.sum(p, [made("甲", p.figure.text), made("零", "0.00")]) for p in (one, two)]
    held += [Relation.ratio(made("率", "50.00", "%"), [p], [made("倍", str(p.figure.value * 2))]) for p in (one, two)]
    (finding,) = merged([found("文表", Relation.one_of(text, [one, two]))], held)
    assert finding.expected is None and "只有" not in finding.message
