"""人员经费 and 公用经费 of the prose against the economic classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from .... import (
    Agreement,
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    LineItem,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import R6

_TABLES = {"fiscal_basic": "fiscal_basic", "basic": "basic_expenditure"}
"""Section → the statement that it explains."""
_CLASSES = {"personnel": ("301", "303"), "public": ("302", "307", "309", "310", "399")}


@rule(id="prose.economic-parts", title="人员经费、公用经费与经济分类科目", severity=Severity.WARNING, basis=[R6])
def economic_parts(disclosure: Disclosure) -> Iterator[Verdict]:
    """基本支出表没有单列人员经费和公用经费的，文字所述人员经费等于工资福利支出与对个人和家庭的补助之和，公用经费等于其余各类之和。

    文字所述两项相加等于表的合计、而划分不同的，是口径问题，不报告；只写明其中一项的，为疑似。

    无法判断：相应的表缺失或没有读全，或没有类级的行。

    错例：文字称公用经费 30.00 万元，表中 302 为 20.00 万元。
    正例：两处均为 20.00 万元。
    """
    for section, table in _TABLES.items():
        stated = {s: c for s in _CLASSES if (c := _stated(disclosure, section, s))}
        if not stated:
            continue
        statement = disclosure.statement(table)
        if statement is None or statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_MISSING, disclosure.statement_name(table))
            continue
        if {"personnel", "public"} & {c.measure for c in statement.columns}:
            continue
        yield from _compare(disclosure, statement, stated)


def _stated(disclosure: Disclosure, section: str, subject: str) -> Claim | None:
    found = (c for c in disclosure.claims if c.section.id == section and c.subject == subject)
    return next((c for c in found if c.value is not None and c.value.is_money), None)


def _compare(disclosure: Disclosure, statement: Statement, stated: dict[str, Claim]) -> Iterator[Verdict]:
    classes = [i for i in statement.find("total", RowKind.ECONOMIC) if len(i.row.key) == 3]
    known = {c for group in _CLASSES.values() for c in group}
    if not classes or any(i.row.key not in known for i in classes):
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：没有类级的行")
        return
    wrong = []
    for subject, claim in stated.items():
        parts = [i for i in classes if i.row.key in _CLASSES[subject]]
        assert claim.value is not None
        if parts and compare_sum(claim.value, [p.figure for p in parts], statement.decimals).verdict is Agreement.DIFFERENT:
            wrong.append((subject, claim, claim.value, parts))
        elif parts:
            yield Passed(1, (_relation(claim, parts),))
    if len(wrong) == len(_CLASSES) and _divided_otherwise([v for _, _, v, _ in wrong], classes, statement):
        yield Passed()
        return
    for subject, claim, value, parts in wrong:
        # Where only one of the two is stated, some of it may be counted to the other.
        certainty = Certainty.CERTAIN if len(stated) == len(_CLASSES) else Certainty.SUSPECTED
        yield replace(_finding(disclosure, statement, subject, claim, value, parts), certainty=certainty)


def _divided_otherwise(stated: list[Figure], classes: list[LineItem], statement: Statement) -> bool:
    """Whether the two amounts make up the whole all the same: some of it is counted to the other part."""
    if any(v.unit != stated[0].unit for v in stated):
        return False
    whole = Figure(sum((v.value for v in stated), start=Decimal(0)), stated[0].unit, max(v.decimals for v in stated), "")
    return not compare_sum(whole, [i.figure for i in classes], statement.decimals).differs


def _finding(disclosure: Disclosure, statement: Statement, subject: str, claim: Claim, value: Figure, parts: list[LineItem]) -> Failed:
    result = compare_sum(value, [p.figure for p in parts], statement.decimals)
    names = "、".join(p.row.label for p in parts)
    return fail(
        f"“{claim.section.label}”称{disclosure.name(subject)} {value}，{statement.title}的{names}相加为 {result.expected}{parts[0].figure.unit or ''}，不一致。原文：{claim.sentence}",
        address=f"{claim.address}/classes",
        formula=f"{figures_text([p.figure for p in parts])} = {result.expected} ≠ {value.text}",
        actual=value,
        evidence=(Evidence.of_claim(claim, Role.ACTUAL), *(Evidence.of_item(p, statement.title) for p in parts)),
        tested=_relation(claim, parts),
    )


def _relation(claim: Claim, parts: list[LineItem]) -> Relation:
    return Relation.sum(Print.of_claim(claim), parts)
