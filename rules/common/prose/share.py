"""Shares of the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from .... import (
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
    Severity,
    Statement,
    Undecided,
    Verdict,
    compare_ratio,
    fail,
    item_at,
    rule,
)
from ...legal import P
from ...numbers import prose

_SMALL = Decimal("0.05")
"""Differences of up to so many percentage points are remarks."""
_LIST = re.compile(r"其中[:：]?|以下(?:几个)?方面|具体(?:安排)?(?:情况)?如下|包括[:：]?|按.{0,12}分类")
_Whole = tuple[str, Print | LineItem, Evidence]
"""What a share is of: where it stands, the figure, its evidence."""
_NAMED_WHOLE = re.compile(r"占(?P<whole>[^，。；：占\d%]{2,24}?)的?(?:比例|比重|比)?(?:为|约)?(?=\d)")
_WHOLES = {
    "income": ("income_total", "income:total:total"),
    "expenditure": ("expenditure_total", "expenditure:total:total"),
    "overview_totals": ("budget_total", "expenditure:total:total"),
    "general_structure": ("general_total", "general_expenditure:total:total"),
    "general_items": ("general_total", "general_expenditure:total:total"),
    "general": ("general_total", "general_expenditure:total:total"),
    "basic": ("general_basic", "basic_expenditure:total:total"),
    "three_public": ("three_public", "three_public:item:total:total"),
    "procurement": ("procurement", ""),
    "procurement_sme": ("procurement_sme", ""),
}


_WORDS_OF_WHOLES = (
    ("中小企业", "procurement_sme"),
    ("政府采购", "procurement"),
    ("三公", "three_public"),
    ("基本支出", "basic"),
    ("项目支出", None),
    ("基金", None),
    ("国有资本", None),
    ("一般公共预算", "general"),
    ("财政拨款", None),
    ("本年支出", "expenditure"),
    ("支出预算", "expenditure"),
    ("总支出", "expenditure"),
    ("支出合计", "expenditure"),
    ("支出总额", "expenditure"),
    ("支出总计", "expenditure"),
    ("支出决算", "expenditure"),
    ("收入", "income"),
)
_INCLUDED = re.compile(r"[（(]含[^（）()]*[）)]")
_GENERAL_WORDS = re.compile(
    r"(?:[“”\"'‘’ ]|[本当全今]年|年|度|年初|本|我|全|全部|部门|单位|各项|当期|一般公共预算|财政拨款|预算|决算|安排|收入|支出|经费|采购|资金|合同|授予|金额|份额|总体|总量|总|额|合计|总计|小计|数|的)*"
)
"""What may stand around the word that names a whole without making it another one."""


@rule(id="prose.share", title="占比与金额", severity=Severity.ERROR, basis=[P])
def prose_share(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述占比由所述金额和总数推得：占比 = 金额 ÷ 总数。

    总数先取句中指明的，再取本节（没有的取别处）所述总数和相应报表的合计；与其中之一相符即可。末位相差 1 视为尾差。

    无法判断：总数不明，或总数为 0（0 占 0 印作 0.00%）。

    错例：支出预算 1051.79 万元，其中基本支出 416.59 万元，占 50%。
    正例：占 40%（39.61%，不印小数）。
    """
    for claim in disclosure.claims:
        if claim.share is None or claim.value is None or not (claim.value.is_money or claim.value.unit is None):
            continue
        wholes = list(_wholes(disclosure, claim))
        if not wholes:
            yield Undecided(Reason.BASE_UNKNOWN, f"{claim.section.title}：{claim.subject_text}")
            continue
        yield from _compare(disclosure, claim, claim.value, claim.share, wholes)


def _wholes(disclosure: Disclosure, claim: Claim) -> Iterator[_Whole]:
    named = _named(claim)
    key = _whole_named(named["whole"]) if named else claim.section.id
    if named is None and key == "general":
        yield from _listed_under(disclosure, claim)
        return
    if key not in _WHOLES:
        return
    subject, where = _WHOLES[key]
    for other in disclosure.claims:
        if other.section is claim.section and other.subject == subject and other.value and other.value.is_money and other is not claim:
            yield "本节所述总数", Print.of_claim(other), Evidence.of_claim(other)
            break
    else:
        yield from _elsewhere(disclosure, claim, subject)
    id, _, rest = where.partition(":")
    statement: Statement | None = disclosure.statement(id)
    item: LineItem | None = item_at(statement, rest) if statement else None
    if statement and item:
        yield statement.title, item, Evidence.of_item(item, statement.title)


def _listed_under(disclosure: Disclosure, claim: Claim) -> Iterator[_Whole]:
    """The total that a list of shares follows: 支出预算为…万元。主要用于以下方面：教育支出…，占…%."""
    text = prose(claim.section)
    for other in reversed([c for c in disclosure.claims if c.section is claim.section and c.start < claim.start]):
        if other.subject == "general_total" and other.value and other.value.is_money:
            if _LIST.search(text, other.start, claim.start):
                yield "本节所述总数", Print.of_claim(other), Evidence.of_claim(other)
            return


def _named(claim: Claim) -> re.Match[str] | None:
    """The whole that stands behind the claim's own 占; a sentence may state several shares."""
    text = prose(claim.section)
    at = text.find("占", claim.start)
    if at >= 0 and "。" not in text[claim.start : at]:
        return _NAMED_WHOLE.match(text, at)
    return _NAMED_WHOLE.search(claim.sentence)


def _elsewhere(disclosure: Disclosure, claim: Claim, subject: str) -> Iterator[_Whole]:
    """The whole as another section states it."""
    stated = [c for c in disclosure.claims if c.subject == subject and c.value and c.value.is_money and c is not claim]
    if stated and stated[0].value and len({c.value.value for c in stated if c.value}) == 1:
        yield f"“{stated[0].section.label}”所述总数", Print.of_claim(stated[0]), Evidence.of_claim(stated[0])


def _whole_named(words: str) -> str | None:
    """The section whose whole is named in words, each of which is understood: 占“三公”经费的, 占本年支出合计的.

    What takes something off (四本预算资金（基本支出除外）) or names what the list does not know is another whole.
    """
    bare = _INCLUDED.sub("", words)
    for word, section in _WORDS_OF_WHOLES:
        if word in bare:
            return section if _GENERAL_WORDS.fullmatch(bare.replace(word, "", 1)) else None
    return None


def _compare(disclosure: Disclosure, claim: Claim, value: Figure, share: Figure, wholes: list[_Whole]) -> Iterator[Verdict]:
    if value.value == 0 and share.value == 0:
        yield Passed()
        return
    tried: list[str] = []
    gaps: list[Decimal] = []
    for name, term, _ in wholes:
        whole = term.figure
        same = whole.in_unit(value.unit) if value.is_money and whole.is_money and value.unit else whole
        if same.value == 0 and value.value == 0:
            yield _share_of_nothing(disclosure, claim, value, share, term)
            return
        if same.value == 0:
            yield Undecided(Reason.BASE_UNKNOWN, f"总数为 0：{claim.subject_text}")
            return
        if compare_ratio(share, value.interval() / same.interval()):
            yield Passed(1, (_relation(claim, value, share, term),))
            return
        right = (value.value * 100 / same.value).quantize(Decimal(1).scaleb(-max(2, share.decimals)), ROUND_HALF_UP)
        gap = abs(right - share.value)
        if share.decimals >= 2 and gap.scaleb(share.decimals) <= 1:
            yield Passed(1, (_relation(claim, value, share, term),))
            return
        gaps.append(gap)
        tried.append(f"{value.text} ÷ {same.text}（{name}）= {right}%")
    yield fail(
        f"“{claim.section.label}”称{disclosure.subject_name(claim)} {value}，占 {share.text}；{'；'.join(tried)}，不一致。原文：{claim.sentence}",
        severity=Severity.ERROR if min(gaps) > _SMALL else Severity.INFO,
        address=f"{claim.address}/share",
        formula=f"{tried[0]} ≠ {share.text}",
        actual=share.value,
        unit="%",
        evidence=(Evidence.of_claim(claim, Role.ACTUAL), *(e for _, _, e in wholes)),
        tested=_relation(claim, value, share, wholes[0][1]),
    )


def _share_of_nothing(disclosure: Disclosure, claim: Claim, value: Figure, share: Figure, whole: Print | LineItem) -> Failed:
    """A share that is not 0 where both the part and the whole are 0 as printed."""
    return fail(
        f"“{claim.section.label}”称{disclosure.subject_name(claim)} {value}，总数 {whole.figure}，却占 {share.text}，不一致。原文：{claim.sentence}",
        severity=Severity.WARNING,
        certainty=Certainty.SUSPECTED,
        address=f"{claim.address}/share",
        formula=f"{value.text} ÷ {whole.figure.text}；{share.text}",
        actual=share.value,
        unit="%",
        evidence=Evidence.of_claim(claim, Role.ACTUAL),
        tested=_relation(claim, value, share, whole),
    )


def _relation(claim: Claim, value: Figure, share: Figure, whole: Print | LineItem) -> Relation:
    own = Print.of_claim(claim, figure=Figure(value.value, value.unit or whole.figure.unit, value.decimals, value.text))
    return Relation.ratio(Print.of_claim(claim, "share", share), [own], [whole])
