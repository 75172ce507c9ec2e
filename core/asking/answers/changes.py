"""Changes against the year before: as a sentence states them, and as its own amounts imply them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...model.documents.figure import MONEY_UNITS
from ..facts import Fact, claim_citation, claim_subjects
from ..items import Item
from ..queries import Issue, Queries, Row
from ..words.targets import BY_ID
from .draft import Draft, signed

_WHOLE = frozenset({"budget_total", "expenditure_total", "income_total", "fiscal_total"})
_ALSO = ("general_total", "general_income")
"""Where the totals are paid by one budget alone, the prose explains their change under its name."""


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that states a change, rate, share or reason."""

    row: Row

    @property
    def flat(self) -> bool:
        change, rate = self.amount, self.row["rate"]
        if change is None and rate is None:
            return str(self.row["direction"]) == "flat"
        return (change is None or change == 0) and (rate is None or Decimal(rate) == 0)

    @property
    def up(self) -> bool:
        return str(self.row["direction"] or self.row["rate_direction"]) == "up"

    @property
    def amount(self) -> Decimal | None:
        return None if self.row["change"] is None else Decimal(self.row["change"])

    @property
    def base(self) -> str:
        """The base in words: 比上年预算."""
        base = self.row["base"] or "比上年"
        return str(base) if base[0] in "比较与" else f"比{base}"


def find_change(
    queries: Queries,
    issue: Issue,
    subject: str,
    items: Mapping[str, Item],
    *,
    share: bool = False,
    reason: bool = False,
    rate: bool = False,
) -> Change | None:
    """The claim of a disclosure that states the change (or share, or reason) of a subject; ``rate``: better one with a rate."""
    subjects, texts = claim_subjects(subject)
    target = BY_ID.get(subject.partition(":")[2]) if subject.startswith("target:") else None
    order = target.sections if target else ()
    wide = target is not None and target.id in _WHOLE and not share
    best: tuple[tuple[int, int, int, int], Row] | None = None
    for row in queries.claims([issue], (*subjects, *(_ALSO if wide else ())), texts):
        if not _states(row, share, reason) or (row["value"] is not None and row["unit"] not in (*MONEY_UNITS, None)):
            continue
        without = int(rate and row["rate"] is None)
        rank = (
            int(wide and row["subject"] in _ALSO),
            without,
            order.index(row["section_id"]) if row["section_id"] in order else len(order),
            row["ordinal"],
        )
        if best is None or rank < best[0]:
            best = (rank, row)
    return None if best is None else Change(best[1])


def _states(row: Row, share: bool, reason: bool) -> bool:
    if share:
        return row["share"] is not None
    moved = row["change"] is not None or row["rate"] is not None or row["direction"] == "flat"
    return moved and (not reason or row["reason"] is not None)


def spoken_change(draft: Draft, issue: Issue, change: Change, fact: Fact | None, name: str, base_year: int | None) -> str:
    """The change in a sentence: what is printed, then the year before as it follows."""
    row = change.row
    ordinals = draft.cite((claim_citation(row),))
    amount = f"{name}{draft.fact(fact)}" if fact else name
    if row["subject"] in _ALSO and fact is not None and fact.subject != "target:general_total":
        # The change of one budget is not the change of the total, even where both are the same amount this year.
        name = row["subject_text"]
        part = f"{row['value']}{row['unit']}" if row["value"] is not None else ""
        if part:
            draft.value(row["value"], row["unit"], issue, name)
        amount += f"，文件没有直接说明它的增减；其中{name}{part}"
    if change.flat:
        return f"{issue.label}：{amount}，与上年持平。"
    said = [amount]
    if change.amount is not None:
        draft.value(row["change"], row["change_unit"], issue, f"{name}增减额")
        said.append(f"{change.base}{'增加' if change.up else '减少'}{row['change']}{row['change_unit'] or ''}")
    if row["rate"] is not None:
        up = (row["rate_direction"] or row["direction"]) == "up"
        draft.value(row["rate"], "%", issue, f"{name}增减率（文件所写）")
        said.append(f"{'增长' if up else '下降'}{row['rate']}%")
    sentence = f"{issue.label}：{'，'.join(said)}（{_place(row)}）。"
    before = _before(change, fact)
    if before is not None and fact is not None and change.amount is not None and (row["rate"] is None or base_year):
        text = f"{before:f}"
        draft.value(text, fact.unit, issue, f"{name}上年数（推算）", ordinals)
        sign = "-" if change.up else "+"
        sentence += f"{f'{base_year}年' if base_year else '上年'}为{text}{fact.unit}（推算：{fact.text}{sign}{row['change']}）。"
    return sentence


def true_rate(draft: Draft, change: Change, fact: Fact | None) -> tuple[Decimal | None, str]:
    """The rate that the stated amounts imply, change ÷ (amount ∓ change) in percent, and the sentence that says it."""
    before = _before(change, fact)
    if fact is None or change.amount is None or not before:
        return None, "文件所写的金额不足以推算增减率。"
    rate = change.amount / before * 100
    sign = "-" if change.up else "+"
    formula = f"{signed(change.amount)}÷({fact.text}{sign}{change.amount:f})"
    text = draft.derived(rate, 2, "%", f"{fact.name}增减率", formula, [fact], fact.issue)
    written = f"，文件写{change.row['rate']}%" if change.row["rate"] else ""
    return rate, f"按所写金额，实际{'增长' if change.up else '下降'}应为{text}{written}。"


def _before(change: Change, fact: Fact | None) -> Decimal | None:
    if fact is None or change.amount is None or change.row["change_unit"] != fact.unit or not _same_amount(change.row, fact):
        return None
    return fact.value - change.amount if change.up else fact.value + change.amount


def _same_amount(row: Row, fact: Fact) -> bool:
    """Whether the claim is about the fact's own amount: a change without an amount is taken to be."""
    return row["value"] is None or (row["unit"] == fact.unit and Decimal(row["value"]) == fact.value)


def _place(row: Row) -> str:
    page = f"第{row['page']}页" if row["page"] else ""
    return f"文字“{row['section']}”{page}" if row["section"] else f"文字说明{page}"
