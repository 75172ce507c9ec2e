"""Reasons that name projects, beside the self-evaluation of those projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from .... import (
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Failed,
    FundsKind,
    FundsRow,
    Kind,
    Passed,
    PerformanceFunds,
    Role,
    Severity,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import P
from ...numbers import form_title, of_funds

_NEW = re.compile(r"新增(?:安排|实施|设立)?[^，。；“”]{0,6}“(?P<name>[^“”]{3,40})”")
_YEAR = re.compile(r"^(?P<year>20\d\d)年")
_MOVED = re.compile(r"年(?:中|度中)[^，。；]{0,4}?(?P<word>调减|追减|核减|压减|收回|调增|追加|增加|下达)")
_SHARED = 8
"""So many characters in a row make a project named in a reason the one of a form."""


@rule(id="cross.project-reasons", title="原因所称的项目与自评表", severity=Severity.INFO, basis=[P], compares=False)
def project_reasons(disclosure: Disclosure) -> Iterator[Verdict]:
    """决算的原因与所提项目的自评表不相矛盾：称“本年新增”的项目，自评表不写上年结转或以前年度；称年中追加、调减的项目，自评表的全年预算数与年初预算数不同。

    项目由名称对应（连续八个字以上相同），自评的可能只是其中一部分，所以只作提示。

    错例：预决算差异的原因是年中调减虚构补助资金，自评表中该项目年初预算数 50.00 万元、全年预算数 50.00 万元。
    正例：全年预算数 40.00 万元。
    """
    if disclosure.identity.kind is not Kind.FINAL:
        return
    forms = [f for f in disclosure.performance_funds if f.project and f.row(FundsKind.TOTAL)]
    said: set[str] = set()
    for claim in disclosure.claims if forms else ():
        if not claim.reason or claim.reason in said:
            continue
        said.add(claim.reason)
        yield from _new(disclosure, claim, claim.reason, forms)
        yield from _moved(disclosure, claim, claim.reason, forms)


def _new(disclosure: Disclosure, claim: Claim, reason: str, forms: list[PerformanceFunds]) -> Iterator[Verdict]:
    year = disclosure.identity.fiscal_year
    for m in _NEW.finditer(reason):
        for form in (f for f in forms if label_key(m["name"]) in label_key(f.project or "")):
            name = form.project or ""
            dated = _YEAR.match(name)
            older = bool(dated and year and int(dated["year"]) < year)
            if "上年结转" not in name and not older:
                yield Passed()
                continue
            row = form.row(FundsKind.TOTAL)
            assert row is not None
            said = f"“{claim.section.label}”称“{m[0]}”；{form_title(disclosure, form.table)}的项目名称为“{name}”，请说明是否为本年新增。"
            yield _finding(disclosure, claim, reason, said, [(form, row)], f"new/{label_key(m['name'])}")


def _moved(disclosure: Disclosure, claim: Claim, reason: str, forms: list[PerformanceFunds]) -> Iterator[Verdict]:
    moved = _MOVED.search(reason)
    if moved is None:
        return
    named = {id(f): f for phrase in re.split(r"[、，和及]", reason[moved.end() :]) for f in _named(label_key(phrase), forms)}
    rows = [(f, r) for f in named.values() if (r := f.row(FundsKind.TOTAL)) and r.amount is not None and r.budget is not None]
    if not rows:
        return
    if any(r.amount and r.budget and r.amount.value != r.budget.value for _, r in rows):
        yield Passed(len(rows))
        return
    shown = "；".join(f"“{f.project}”年初预算数 {r.amount}，全年预算数 {r.budget}" for f, r in rows)
    said = f"“{claim.section.label}”称“{moved[0]}”所列项目资金；自评表中{shown}，没有变动，请说明。"
    yield _finding(disclosure, claim, reason, said, rows, "moved")


def _named(phrase: str, forms: list[PerformanceFunds]) -> list[PerformanceFunds]:
    """The forms whose projects have most in common with a phrase, if that is enough."""
    sizes = [SequenceMatcher(None, phrase, label_key(f.project or ""), autojunk=False).find_longest_match().size for f in forms]
    most = max(sizes)
    return [f for f, size in zip(forms, sizes, strict=True) if size == most] if most >= _SHARED else []


def _finding(
    disclosure: Disclosure, claim: Claim, reason: str, said: str, rows: list[tuple[PerformanceFunds, FundsRow]], what: str
) -> Failed:
    operands = [of_funds(disclosure, f, r, r.budget or r.amount) for f, r in rows]
    return fail(
        f"{said}原文：{reason}",
        certainty=Certainty.SUSPECTED,
        address=f"{claim.address}/reason/{what}",
        evidence=(Evidence(Role.ACTUAL, reason, claim.place, section=claim.section.title), *operands),
    )
