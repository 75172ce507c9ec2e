"""Number and sum of the projects that the prose states, against the performance forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    FundsKind,
    FundsRow,
    Interval,
    Passed,
    PerformanceFunds,
    Print,
    Reason,
    Relation,
    Role,
    Section,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import P
from ...numbers import NUMBER, figure, in_funds, in_text, of_funds, of_text, prose, sections, sentence_at, total_decimal

_MONEY = rf"(?P<amount>{NUMBER})(?P<unit>亿元|万元|元)"
_COUNTED = re.compile(
    rf"(?P<what>[^。；，：\n]{{0,40}}?项目)(?:共|共计|有)?(?P<count>\d{{1,3}})个，(?:共)?(?:涉及|安排)(?:项目)?(?:预算)?(?:资金|金额|预算资金|预算金额)?(?:共计|为)?{_MONEY}"
)
_FINAL = re.compile(
    rf"(?P<what>[^。；，：\n]{{0,40}}?项目)(?:共|共计|有)?(?P<count>\d{{1,3}})个，(?:涉及)?全年预算数(?:为)?{_MONEY}(?:，全年执行数(?:为)?(?P<executed>{NUMBER})(?P<unit2>亿元|万元|元))?"
)
_UNCOUNTED = re.compile(rf"(?P<what>编[制报]了?项目(?:支出)?绩效目标的(?:项目)?预算(?:资金|金额)?)(?:为|共计)?{_MONEY}")
_OTHER = re.compile(r"非财政|整体|部门项目")
_ATTACHED = re.compile(r"见下表|如下表|见附表|具体附|自评表|按项目分别填报")


@rule(id="prose.project-counts", title="所述项目个数与金额", severity=Severity.ERROR, basis=[P])
def project_counts(disclosure: Disclosure) -> Iterator[Verdict]:
    """文中所述实行绩效管理的项目个数和金额，与文件所附绩效目标表（自评表）的个数、金额之和一致。

    所附的表多于所述的个数、金额之和大于所述金额，或文中称各项目见所附的表而表不足的，才报告；只附部分项目的不作判断。

    无法判断：没有附表，或只附了部分项目。

    错例：编制了项目绩效目标的预算 90 万元，所附各项目相加为 120 万元。
    正例：编制了项目绩效目标的预算 120 万元。
    """
    forms = [f for f in disclosure.performance_funds if f.project is not None and not f.is_sum and f.amount is not None]
    for section in sections(disclosure, "performance"):
        text = prose(section)
        for pattern in (_FINAL, _COUNTED, _UNCOUNTED):
            for m in pattern.finditer(text):
                if _OTHER.search(m["what"]):
                    continue
                if not forms:
                    yield Undecided(Reason.TABLE_MISSING, "没有附项目绩效表，或没有读出")
                    continue
                yield from _compare(disclosure, section, m, forms)


def _compare(disclosure: Disclosure, section: Section, m: re.Match[str], forms: list[PerformanceFunds]) -> Iterator[Verdict]:
    stated = figure(m["amount"], m["unit"])
    number = int(m["count"]) if "count" in m.re.groupindex else None
    said = of_text(section, m.start(), m.end(), Role.ACTUAL)
    attached = bool(_ATTACHED.search(sentence_at(prose(section), m.start(), m.end()) + prose(section)[m.end() : m.end() + 260]))
    if number is not None and number != len(forms):
        # A form that a conversion lost is no form that the body left out: fewer forms count only where every table was read.
        complete = all(f.table is not None for f in forms) and all(s.table.status is TableStatus.READ for s in disclosure.statements)
        if len(forms) > number or (attached and complete):
            yield _count(disclosure, forms, said, number, section)
        else:
            yield Undecided(Reason.TABLE_MISSING, f"称 {number} 个项目，附有 {len(forms)} 个")
        return
    rows = [(f, r) for f in forms if (r := f.row(FundsKind.TOTAL))]
    money = [(f, r, r.budget or r.amount) for f, r in rows]
    yield _sum(disclosure, section, in_text(section, m, "amount", stated), [(f, r, x) for f, r, x in money if x], number, said)
    if "executed" in m.re.groupindex and m["executed"]:
        done = [(f, r, r.executed) for f, r in rows if r.executed]
        yield _sum(
            disclosure,
            section,
            in_text(section, m, "executed", figure(m["executed"], m["unit2"])),
            [(f, r, x) for f, r, x in done if x],
            number,
            said,
            "全年执行数",
        )


def _sum(
    disclosure: Disclosure,
    section: Section,
    said_amount: Print,
    money: list[tuple[PerformanceFunds, FundsRow, Figure]],
    number: int | None,
    said: Evidence,
    measure: str = "金额",
) -> Verdict:
    stated = said_amount.figure
    parts = [in_funds(disclosure, f, r, "executed" if measure != "金额" else "budget" if r.budget else "amount") for f, r, _ in money]
    tested = (Relation.sum(said_amount, parts),)
    fiscal = [r.amount for f, _, _ in money if (r := f.row(FundsKind.FISCAL)) and r.amount]
    for amounts in ([x for _, _, x in money], fiscal if len(fiscal) == len(money) else []):
        if amounts and not compare_sum(stated, amounts).differs:
            return Passed(1, tested if amounts is not fiscal else ())
    result = compare_sum(stated, [x for _, _, x in money])
    if number is None and not _greater(stated, [x for _, _, x in money]):
        return Undecided(Reason.TABLE_MISSING, "附表金额之和小于所述金额，可能只附了部分项目")
    return fail(
        f"“{section.label}”所述项目{measure}为 {stated}，所附 {len(money)} 个项目的{measure}相加为 {result.expected}{stated.unit}，不一致。原文：{said.text}",
        address=f"prose/performance/projects/{measure}/{'counted' if number else 'uncounted'}",
        formula=f"{figures_text([x for _, _, x in money])} = {result.expected} ≠ {stated.text}",
        actual=stated,
        evidence=(said, *_sum_row(disclosure, measure), *(of_funds(disclosure, f, r, x) for f, r, x in money)),
        tested=tested,
    )


def _sum_row(disclosure: Disclosure, measure: str) -> list[Evidence]:
    """The row of a list that prints the sum of its projects."""
    found = [(f, r) for f in disclosure.performance_funds if f.is_sum and (r := f.row(FundsKind.TOTAL)) and measure == "金额"]
    return [of_funds(disclosure, f, r, r.amount) for f, r in found]


def _greater(stated: Figure, amounts: list[Figure]) -> bool:
    added = Interval.total(a.in_unit(stated.unit or "").interval() for a in amounts)
    return added.low > stated.interval().high


def _count(disclosure: Disclosure, forms: list[PerformanceFunds], said: Evidence, number: int, section: Section) -> Failed:
    names = "、".join(f.project or "" for f in forms)
    rows = [(f, r) for f in forms if (r := f.row(FundsKind.TOTAL))]
    more = len(forms) > number
    return fail(
        f"“{section.label}”称项目 {number} 个，所附绩效表有 {len(forms)} 个（{names}，合计 {total_decimal(r.budget or r.amount for _, r in rows if r.amount)}），不一致。原文：{said.text}",
        severity=Severity.ERROR if more else Severity.WARNING,
        certainty=Certainty.CERTAIN if more else Certainty.SUSPECTED,
        address="prose/performance/projects/count",
        formula=f"{number} ≠ {len(forms)}",
        decimals=0,
        unit="个",
        evidence=(said, *(of_funds(disclosure, f, r, r.budget or r.amount) for f, r in rows)),
        compares=False,
    )
