"""Totals of the prose and the parts that the same section states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .... import (
    Agreement,
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Kind,
    Passed,
    Print,
    Relation,
    Role,
    Section,
    Severity,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import P
from ...numbers import prose

_SETS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("general_basic", (("personnel",), ("public",))),
    ("general_total", (("general_basic",), ("general_project",))),
    ("three_public", (("abroad",), ("vehicles", "vehicle_purchase+vehicle_running"), ("reception",))),
    ("vehicles", (("vehicle_purchase",), ("vehicle_running",))),
    ("grand_income", (("income_total",), ("nonfiscal_surplus_used",), ("opening_balance",))),
    ("grand_spending", (("expenditure_total",), ("surplus_distribution",), ("closing_balance",))),
    ("fiscal_total", (("fiscal_opening",), ("fiscal_income",))),
    ("fiscal_total", (("fiscal_closing",), ("fiscal_spending",))),
    *(
        (f"three_public.{of}", ((f"abroad.{of}",), (f"vehicles.{of}", f"vehicle_purchase.{of}+vehicle_running.{of}"), (f"reception.{of}",)))
        for of in ("year_budget", "initial_budget", "actual")
    ),
)
# 一般公共预算财政拨款 names a fund, not a budgeted amount.
_BUDGETED = re.compile(r"(?:年初|全年|调整|批复|支出|收入)预算(?!财政拨款)|预算(?:数|为|安排)")
_WITH_SHARES = ("income_total", "expenditure_total", "general_total", "budget_total", "three_public")
_HUNDRED = Decimal(100)
_OPENS_LIST = re.compile(r"其中[:：]?|(?:主要)?包括[:：]?")
"""What opens the parts of the amount right before it, whatever that is called."""
_LONGEST_OPENER = 5
_STATED = re.compile(r"[\d。\n]")
"""What must not stand between the opener and the first part: another figure, or the end of the sentence."""


@rule(id="prose.parts", title="文字所述合计与分项", severity=Severity.ERROR, basis=[P])
def prose_parts(disclosure: Disclosure) -> Iterator[Verdict]:
    """一节文字中所述的合计等于同节所述的分项之和：列有占比且占比合计为 100% 的各项、人员经费与公用经费、“三公”经费各项、本年数与结转结余，以及地区包所列的分项。

    结构情况一节的各类相加等于规模一节的合计；文件中没有一般公共预算支出表的，各类等于所述该类各项之和。人员经费、公用经费后面逐项写明金额的，各项相加不大于合计；列出的项目与表中一样多的，等于合计。

    无法判断：没有写全分项。

    错例：收入预算 300 万元，其中：一般公共预算 280 万元，占 93%；事业收入 10 万元，占 7%。
    正例：一般公共预算 280 万元，占 93%；事业收入 20 万元，占 7%。
    """
    for section in dict.fromkeys(c.section for c in disclosure.claims if c.section.part != "glossary"):
        claims = [c for c in disclosure.claims if c.section is section and c.value is not None and c.value.is_money]
        if not claims:
            continue
        yield from _shares(disclosure, section, claims)
        for whole, parts in (*_SETS, *((w, tuple((p,) for p in parts)) for w, parts in disclosure.subject_parts.items())):
            yield from _set(disclosure, claims, whole, parts)
        yield from _listed(disclosure, claims)
    yield from _classes(disclosure)


def _classes(disclosure: Disclosure) -> Iterator[Verdict]:
    """类 of the structure section against the total that another section states, and against their own 项."""
    classes = [c for c in _amounts(disclosure, "general_structure") if len(c.path) == 1 and c.share is not None]
    items = [c for c in _amounts(disclosure, "general_items") if len(c.path) == 3 and c.code and not _of_a_budget(disclosure, c)]
    added = sum((c.share.value for c in classes if c.share), Decimal(0))
    width = sum((Decimal(1).scaleb(-c.share.decimals) for c in classes if c.share), Decimal(0))
    total = next((c for c in disclosure.claims if c.subject == "general_total" and c.section.id == "general_scale" and c.value), None)
    here = any(c.subject == "general_total" for c in _amounts(disclosure, "general_structure"))
    if total is not None and not here and len(classes) > 1 and abs(added - _HUNDRED) <= width and not _of_a_budget(disclosure, total):
        yield _verdict(disclosure, total, classes)
    if disclosure.statement("general_expenditure") is not None:  # the statement says more about them, see prose.amount
        return
    for above in classes:
        below = [c for c in items if c.code and above.code and c.code.startswith(above.code)]
        if below and len({c.path for c in below}) == len(below) and len(items) >= _items_printed(disclosure):
            yield _verdict(disclosure, above, below)


def _items_printed(disclosure: Disclosure) -> int:
    """How many items the section names: of one whose amount was not read nobody knows what class it adds to."""
    return sum(len(re.findall(r"（项(?:[:：]\d{2,7})?）", prose(s))) for s in disclosure.sections if s.id == "general_items")


def _amounts(disclosure: Disclosure, section: str) -> list[Claim]:
    return [c for c in disclosure.claims if c.section.id == section and c.value is not None and c.value.is_money]


def _shares(disclosure: Disclosure, section: Section, claims: list[Claim]) -> Iterator[Verdict]:
    parts = [c for c in claims if c.share is not None and c.share.unit == "%"]
    if len(parts) < 2 or section.id == "three_public":
        return
    first, text = parts[0].start, prose(section)
    opener = next((m for m in reversed(list(_OPENS_LIST.finditer(text, 0, first + _LONGEST_OPENER))) if m.start() <= first), None)
    own = opener is not None and not _STATED.search(text, opener.end(), max(first, opener.end()))
    before = (
        [c for c in claims if c.share is None and opener is not None and _begin(text, opener.start()) <= c.start < opener.start()]
        if own
        else []
    )
    before = before or [c for c in claims if c.share is None and c.subject in _WITH_SHARES and c.start < first]
    added = sum((c.share.value for c in parts if c.share), Decimal(0))
    width = sum((Decimal(1).scaleb(-c.share.decimals) for c in parts if c.share), Decimal(0))
    if not before or abs(added - _HUNDRED) > width:
        return
    yield _verdict(disclosure, before[-1], parts)


def _begin(text: str, opener: int) -> int:
    """Where the sentence begins that a list's opener (其中, 包括) continues: its own, or the one before if it opens one."""
    begin = max(text.rfind(c, 0, opener) for c in "。\n") + 1
    return max(text.rfind(c, 0, begin - 1) for c in "。\n") + 1 if begin == opener and begin else begin


def _set(disclosure: Disclosure, claims: list[Claim], whole: str, parts: Sequence[Sequence[str]]) -> Iterator[Verdict]:
    for k, total in enumerate(claims):
        if total.subject != whole or ("." not in whole and _of_a_budget(disclosure, total)):
            continue
        until = next((j for j in range(k + 1, len(claims)) if claims[j].subject == whole), len(claims))
        after = claims[k + 1 : until]
        found: list[Claim] = []
        for choices in parts:
            found += next((p for choice in choices if (p := _choice(after, choice))), [])
        if len({c.subject for c in found}) >= len(parts):
            yield _verdict(disclosure, total, found)
            return


def _of_a_budget(disclosure: Disclosure, claim: Claim) -> bool:
    """Whether a sentence of a final account states a budget for its subject (年初预算为…)."""
    return disclosure.identity.kind is Kind.FINAL and bool(_BUDGETED.search(claim.sentence.split("万元")[0]))


def _choice(claims: list[Claim], choice: str) -> list[Claim] | None:
    found = [next((c for c in claims if c.subject == subject), None) for subject in choice.split("+")]
    return [c for c in found if c] if all(found) else None


def _listed(disclosure: Disclosure, claims: list[Claim]) -> Iterator[Verdict]:
    """人员经费 and 公用经费 with the economic items that the same sentence lists, all with amounts."""
    statement = disclosure.statement("basic_expenditure")
    for k, total in enumerate(claims):
        if total.subject not in ("personnel", "public"):
            continue
        items = []
        for claim in claims[k + 1 :]:
            economic = (claim.subject or "").startswith("economic:") or claim.subject in ("vehicle_running", "reception", "abroad")
            if not economic or claim.sentence != total.sentence:
                break
            items.append(claim)
        words = total.sentence.partition("包括")[2] or total.sentence.partition("其中")[2]
        if len(items) < 2 or len(items) != len([w for w in words.split("、") if w.strip()]):
            continue
        rows = [
            i
            for i in (statement.items if statement else ())
            if i.measure == total.subject and i.row.code and len(i.row.code) == 5 and i.figure.value
        ]
        figures = [c.value for c in items if c.value]
        assert total.value is not None
        result = compare_sum(total.value, figures)
        if len(items) < len(rows) and result.expected < total.value.value:
            continue
        yield _verdict(disclosure, total, items)


def _verdict(disclosure: Disclosure, total: Claim, parts: list[Claim]) -> Verdict:
    assert total.value is not None
    figures = [c.value for c in parts if c.value]
    result = compare_sum(total.value, figures)
    tested = (Relation.sum(Print.of_claim(total), [Print.of_claim(c) for c in parts]),)
    if not result.differs:
        return Passed(1, tested)
    sure = result.verdict is Agreement.DIFFERENT
    names = "、".join(disclosure.subject_name(c) for c in parts)
    sentences = dict.fromkeys([total.sentence, *(c.sentence for c in parts)])
    return fail(
        f"“{total.section.label}”称{disclosure.subject_name(total)} {total.value}，所述{names}相加为 {result.expected}，不一致。原文：{''.join(sentences)[:200]}",
        severity=Severity.ERROR if sure else Severity.WARNING,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        address=f"{total.address}/parts",
        formula=f"{figures_text(figures)} = {result.expected} ≠ {total.value.text}",
        actual=total.value,
        evidence=(Evidence.of_claim(total, Role.ACTUAL), *(Evidence.of_claim(c) for c in parts)),
        tested=tested,
    )
