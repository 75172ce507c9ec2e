"""“三公” money in the prose where its table prints nothing."""

from __future__ import annotations

from collections.abc import Iterator

from .... import Claim, Disclosure, Evidence, Passed, Reason, Role, Severity, TableStatus, Undecided, Verdict, fail, rule
from ...legal import M143
from ..completeness.empty_table import has_amount

_SUBJECTS = ("three_public", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception")


@rule(id="three-public.blank-table", title="“三公”经费表为空而文中有金额", severity=Severity.WARNING, basis=[M143], compares=False)
def blank_table(disclosure: Disclosure) -> Iterator[Verdict]:
    """“三公”经费表没有任何数字的，文字说明中的“三公”经费也没有大于 0 的金额。

    无法判断：没有“三公”经费表，或没有读全。

    错例：“三公”经费支出表为空表，文中称“三公”经费预算 3.50 万元。
    正例：“三公”经费支出表为空表，文中称没有安排“三公”经费。
    """
    statements = disclosure.all_of("three_public")
    if not statements and any(_is_money_of(c) for c in disclosure.claims):
        yield Undecided(Reason.TABLE_MISSING, disclosure.statement_name("three_public"))
    for statement in statements:
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        if has_amount(statement):
            yield Passed()
            continue
        stated = next((c for c in disclosure.claims if _is_money_of(c)), None)
        if stated is None:
            yield Passed()
            continue
        yield fail(
            f"{statement.title}没有数字，“{stated.section.label}”称{disclosure.subject_name(stated)} {stated.value}，两处不一致。原文：{stated.sentence}",
            address=f"{statement.id}/blank",
            actual=stated.value,
            evidence=(
                Evidence.of_claim(stated, Role.ACTUAL),
                Evidence(Role.OPERAND, statement.title, statement.table.place, table=statement.title),
            ),
        )


def _is_money_of(claim: Claim) -> bool:
    subject = (claim.subject or "").partition(".")[0]
    own = claim.section.id == "three_public" and subject in _SUBJECTS
    return own and claim.value is not None and claim.value.is_money and claim.value.value > 0
