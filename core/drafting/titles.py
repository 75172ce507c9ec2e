"""Titles of tables that no pack knows: which statement they probably are, or how to call a new one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..model.disclosures.region import Region, StatementTemplate
from ..model.documents.titles import title_key

SURE = 0.9
"""Confidence from which on a guess is not marked as one."""
_LEAST = 0.6
_TERMS = {
    "一般公共预算": "general",
    "政府性基金预算": "fund",
    "政府性基金": "fund",
    "国有资本经营预算": "state_capital",
    "国有资本经营": "state_capital",
    "国有资本": "state_capital",
    "社会保险基金": "social_insurance",
    "财政专户": "fiscal_special",
    "财政拨款": "fiscal",
    "收入支出": "income_expenditure",
    "收支": "income_expenditure",
    "收入": "income",
    "基本支出": "basic",
    "项目支出": "project",
    "支出": "expenditure",
    "三公经费": "three_public",
    "三公": "three_public",
    "会议费": "meetings",
    "培训费": "training",
    "机关运行经费": "operating_costs",
    "政府采购": "procurement",
    "购买服务": "services_bought",
    "整体": "overall",
    "项目": "project",
    "绩效目标": "targets",
    "绩效自评": "evaluation",
    "结转结余": "carryover",
    "结转": "carryover",
    "资产": "assets",
    "转移支付": "transfers",
    "政府经济分类": "government_economic",
    "部门经济分类": "economic",
    "经济分类": "economic",
    "经济科目": "economic",
    "明细": "detail",
    "人员": "people",
    "债务": "debt",
}
"""Words in the titles of budget tables, whatever the place → what they are called in an id."""
_TERM = re.compile("|".join(sorted(map(re.escape, _TERMS), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class TitleGuess:
    """A statement for a title: one that the pack has (``template``), or a new one by the name ``id``."""

    id: str
    template: StatementTemplate | None
    confidence: float
    like: str = ""
    """The title of the pack that it is like."""


def terms(title: str) -> frozenset[str]:
    """What a title speaks about: canonical terms, in no order."""
    return frozenset(_TERMS[m[0]] for m in _TERM.finditer(title_key(title)))


def guess_title(title: str, pack: Region, taken: Collection[str]) -> TitleGuess:
    """The statement that a title probably names; ``taken`` are those that other tables of the documents surely are.

    Titles are alike if they speak about the same things, in whatever order.
    """
    key, wanted = title_key(title), terms(title)
    best: tuple[float, StatementTemplate, str] | None = None
    for template in pack.statements:
        if template.id in taken:
            continue
        for known in template.titles:
            score = _likeness(key, wanted, known)
            if score >= _LEAST and (best is None or score > best[0]):
                best = (score, template, known)
    if best:
        return TitleGuess(best[1].id, best[1], round(best[0], 2), best[2])
    return TitleGuess(new_id(title, {t.id for t in pack.statements} | set(taken)), None, 0.5)


def _likeness(key: str, wanted: frozenset[str], known: str) -> float:
    """1 for the same words; less for other words about the same things; 0 if they speak about different things."""
    other = terms(known)
    if not wanted or not other:
        return 0.0
    shared = len(wanted & other) / len(wanted | other)
    if shared < 0.7:
        return 0.0
    alike = SequenceMatcher(None, key, known, autojunk=False).ratio()
    same_letters = 2 * sum(min(key.count(c), known.count(c)) for c in set(key)) / (len(key) + len(known))
    return shared * (0.5 + 0.5 * max(alike, same_letters))


def new_id(title: str, taken: Collection[str], otherwise: str = "table") -> str:
    """An id for what the pack does not have, of the terms in its title; ``otherwise`` if it has none."""
    found = list(dict.fromkeys(_TERMS[m[0]] for m in _TERM.finditer(title_key(title))))
    words = [w for w in found if w != "expenditure" or len(found) == 1]
    base = "_".join(words) or otherwise
    id, number = base, 2
    while id in taken:
        id, number = f"{base}_{number}", number + 1
    return id
