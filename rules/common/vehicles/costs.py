"""Cars and what they cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    Kind,
    LineItem,
    Passed,
    Reason,
    Role,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    item_at,
    rule,
)
from ...legal import P
from ...numbers import of_text, prose, sections

_CARS = re.compile(r"(?:公务用车保有量(?:为)?|现有公务用车|共有车辆|(?:^|[\n。；.、])车辆)(?P<number>\d{1,4})辆")
_BOUGHT = re.compile(r"公务用车购置数?(?:量)?(?:为)?(?P<number>\d{1,3})辆")


@rule(id="vehicles.costs", title="车辆数与公务用车费用", severity=Severity.WARNING, basis=[P])
def vehicle_costs(disclosure: Disclosure) -> Iterator[Verdict]:
    """有公务用车运行费的，有车辆；决算中有公务用车购置费的，购置数不为 0。

    有车辆而没有运行费的，只作提示（车辆可由其他单位统一管理）。

    无法判断：没有写明车辆数，或没有公务用车运行费。

    错例：公务用车运行费 2.10 万元，车辆 0 辆。
    正例：公务用车运行费 2.10 万元，车辆 1 辆。
    """
    cars, running = _stated(disclosure, _CARS), _cost(disclosure, "vehicle_running")
    if not cars or running is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明车辆数，或没有公务用车运行费")
    else:
        yield from _running(disclosure, cars, running)
    bought, purchase = _stated(disclosure, _BOUGHT), _cost(disclosure, "vehicle_purchase")
    if disclosure.identity.kind is Kind.FINAL and bought and purchase is not None:
        number, evidence = bought[0]
        if purchase[0].value > 0 and number == 0:
            yield _finding("公务用车购置费", purchase, "公务用车购置数 0 辆", evidence, "purchase", Severity.WARNING)
        elif number > 0 and purchase[0].value == 0:
            yield _finding("公务用车购置费", purchase, f"公务用车购置数 {number} 辆", evidence, "purchase", Severity.INFO)
        else:
            yield Passed()


def _stated(disclosure: Disclosure, pattern: re.Pattern[str]) -> list[tuple[int, Evidence]]:
    return [
        (int(m["number"]), of_text(section, m.start(), m.end()))
        for section in sections(disclosure, "assets", "three_public")
        for m in pattern.finditer(prose(section))
    ]


def _cost(disclosure: Disclosure, what: str) -> tuple[Figure, Evidence] | None:
    """A cost as the table prints it, else as the prose states it; a table that leaves it blank beside a total means none."""
    statement = disclosure.statement("three_public")
    item: LineItem | None = None
    if statement is not None and statement.table.status is TableStatus.READ:
        items = [i for i in statement.items if i.row.key == what and i.measure == "total"]
        item = items[0] if items else item_at(statement, f"item:{what}:total")
    if item is not None and statement is not None:
        return item.figure, Evidence.of_item(item, statement.title, Role.ACTUAL)
    claim: Claim | None = next((c for c in disclosure.claims if c.subject == what and c.value is not None and c.value.is_money), None)
    if claim is not None and claim.value is not None:
        return claim.value, Evidence.of_claim(claim, Role.ACTUAL)
    return None


def _running(disclosure: Disclosure, cars: list[tuple[int, Evidence]], running: tuple[Figure, Evidence]) -> Iterator[Verdict]:
    most = max(n for n, _ in cars)
    if running[0].value > 0 and most == 0:
        yield _finding("公务用车运行费", running, "车辆 0 辆", cars[0][1], "running", Severity.WARNING)
    elif running[0].value == Decimal(0) and most > 0:
        yield _finding("公务用车运行费", running, f"车辆 {most} 辆", next(e for n, e in cars if n == most), "running", Severity.INFO)
    else:
        yield Passed()


def _finding(name: str, cost: tuple[Figure, Evidence], said: str, evidence: Evidence, what: str, severity: Severity) -> Failed:
    return fail(
        f"{name} {cost[0]}，文中称{said}。原文：{evidence.text}",
        severity=severity,
        certainty=Certainty.SUSPECTED,
        address=f"vehicles/{what}",
        formula=f"{cost[0]}；{said}",
        actual=cost[0],
        evidence=(cost[1], evidence),
    )
