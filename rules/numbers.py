"""What the rules about numbers share: texts with one punctuation, figures in sentences, names of projects, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from .. import (
    Claim,
    Direction,
    Disclosure,
    Evidence,
    Figure,
    FundsRow,
    Indicator,
    Interval,
    Kind,
    PerformanceFunds,
    Place,
    Print,
    Project,
    Role,
    Section,
    chinese_number,
    compare_ratio,
    label_key,
    parse_figure,
)

NUMBER = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?"
"""A number of the prose, for patterns."""

_COLUMNS = {"amount": "年初预算数", "budget": "全年预算数", "executed": "全年执行数", "rate": "执行率", "score": "得分", "weight": "分值"}
_PUNCTUATION = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", "％": "%"})
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_BRACKETS = re.compile(r"（[^（）]*）")
_TAIL = re.compile(r"(?:项目|资金|经费|补助)+$")


def prose(section: Section) -> str:
    """A section's text with one kind of punctuation; offsets are those of the section."""
    return _one_punctuation(section.text)


@lru_cache(maxsize=256)  # many rules ask for the same sections in turn
def _one_punctuation(text: str) -> str:
    return _COMMA.sub("，", text.translate(_PUNCTUATION))


def sections(disclosure: Disclosure, *ids: str) -> Iterator[Section]:
    """Sections outside the glossary, with one of these ids (all if none is given)."""
    for section in disclosure.sections:
        if section.part != "glossary" and (not ids or section.id in ids):
            yield section


def item_before(section: Section, position: int) -> str | None:
    """The name of the functional item with which the paragraph of a position begins (…（项）), if it does."""
    text = prose(section)
    line = text[text.rfind("\n", 0, position) + 1 : position]
    found = re.findall(r"([^“”（）、。；\n]{2,40}(?:（[^（）]{1,12}）)?[^“”（）、。；\n]{0,20})（项）", line)
    return found[-1] if found else None


def sentence_at(text: str, position: int, end: int | None = None) -> str:
    """The sentence around a position, or around a span."""
    start = max(text.rfind(c, 0, position) for c in "。；\n") + 1
    after = [i for i in (text.find(c, max(position, (end or position) - 1)) for c in "。；\n") if i >= 0]
    return text[start : min(after) + 1 if after else len(text)].strip()


def figure(number: str, unit: str | None) -> Figure:
    """A figure of the prose, its text with the unit."""
    found = parse_figure(number, unit)
    assert found is not None, number
    return Figure(found.value, found.unit, found.decimals, f"{number}{unit or ''}")


def count(text: str) -> int | None:
    """A count in digits or Chinese numerals."""
    return int(text) if text.isdigit() else chinese_number(text)


def of_text(section: Section, start: int, end: int, role: Role = Role.OPERAND) -> Evidence:
    """The sentence around a span of a section as evidence."""
    return Evidence(role, sentence_at(prose(section), start, end), section.place_at(start), section=section.title)


def of_funds(disclosure: Disclosure, funds: PerformanceFunds, row: FundsRow, shown: Figure | None, role: Role = Role.OPERAND) -> Evidence:
    """A figure of a form's money block as evidence."""
    place = row.place if row.place != Place() or funds.table is None else disclosure.statements[funds.table].table.place
    return Evidence(
        role, shown.text if shown else row.label, place, table=form_title(disclosure, funds.table), row=funds.project, column=row.label
    )


def of_project(project: Project, text: str, role: Role = Role.OPERAND) -> Evidence:
    """A field of a project's block as evidence."""
    return Evidence(role, text, project.place, section=project.heading)


def in_funds(disclosure: Disclosure, funds: PerformanceFunds, row: FundsRow, part: str) -> Print:
    """A figure of a form's money block as a term of a relation; ``part`` is its field."""
    column = _COLUMNS.get(part, "") if row.executed is not None else ""
    label = f"{form_title(disclosure, funds.table)}“{funds.project or '整体'}”{row.label.rstrip('：:')}{column}"
    return Print(row, part, getattr(row, part), label)


def of_score(indicator: Indicator, part: str) -> Print:
    """The score or the weight of an indicator as a term of a relation."""
    return Print(indicator, part, getattr(indicator, part), f"指标“{indicator.levels[2]}”{_COLUMNS[part]}")


def in_text(section: Section, m: re.Match[str], group: str, found: Figure) -> Print:
    """A number that a pattern found in :func:`prose` as a term of a relation."""
    return Print(section, str(m.start(group)), found, f"“{section.label}”所述")


def taken_off(printed: Print) -> Print:
    """A term that is subtracted."""
    return replace(printed, sign=-printed.sign)


def change_term(claim: Claim, before: bool = False) -> Print | None:
    """The change of a claim as a term: added where it is an increase; taken off where the figure of the year before is meant."""
    if claim.change is None:
        return None
    up = claim.direction is not Direction.DOWN
    return Print.of_claim(claim, "change", sign=1 if up != before else -1)


def direction_cause(claim: Claim) -> str:
    """The cause of findings that the word of a change (增加, 减少) alone would settle."""
    return f"{claim.address}/direction"


def prior_terms(claims: Iterable[Claim]) -> list[Print]:
    """The terms of the figures of the year before that claims imply."""
    return [t for c in claims for t in (Print.of_claim(c), change_term(c, before=True)) if t]


def form_title(disclosure: Disclosure, table: int | None) -> str:
    """The title of a form as people know it."""
    if table is None:
        return "绩效目标表"
    statement = disclosure.statements[table]
    return statement.title if statement.table.title else disclosure.statement_name(statement.id)


def form_id(disclosure: Disclosure, table: int | None) -> str:
    """Which form an indicator stands in; one whose grid was lost is a project's target table."""
    return "project_targets" if table is None else disclosure.statements[table].id


def signed(claim: Claim) -> Figure | None:
    """The change of a claim with its sign; zero where the sentence says 持平."""
    if claim.change is None:
        return Figure(Decimal(0), "万元", 2, "0") if claim.direction is Direction.FLAT else None
    value = -claim.change.value if claim.direction is Direction.DOWN else claim.change.value
    return Figure(value, claim.change.unit, claim.change.decimals, claim.change.text)


def prior(claim: Claim) -> Interval | None:
    """The figure of the year before that a claim implies: its value less its change."""
    change = signed(claim)
    if claim.value is None or change is None or not claim.value.is_money:
        return None
    moved = change.in_unit(claim.value.unit or "") if change.is_money else change
    return claim.value.interval() - moved.interval()


def closes(rate: Figure, top: Figure, bottom: Figure) -> bool:
    """Whether a rate fits if one of its two amounts is one unit of the last digit off: a closing difference (尾差), no error."""
    pairs = ((_wider(top), bottom.interval()), (top.interval(), _wider(bottom)))
    return any(below.low > 0 and compare_ratio(rate, above / below) for above, below in pairs)


def _wider(figure: Figure) -> Interval:
    unit = Decimal(1).scaleb(-figure.decimals)
    own = figure.interval()
    return Interval(own.low - unit, own.high + unit)


def middle(interval: Interval) -> Decimal:
    """The middle of an interval."""
    value = (interval.low + interval.high) / 2
    rounded = value.quantize(Decimal("0.01"))
    return rounded if rounded == value else value


def project_key(name: str) -> str:
    """What two prints of a project's name have in common: no brackets' kind, no 项目 at the end."""
    return re.sub(r"项目$", "", label_key(name).strip("。；，、"))


def alike(a: str, b: str) -> float:
    """How much two names have in common, 0 to 1; brackets and words like 项目, 资金 at the end do not count."""
    x, y = (_TAIL.sub("", _BRACKETS.sub("", label_key(n))) or label_key(n) for n in (a, b))
    return SequenceMatcher(None, x, y, autojunk=False).ratio()


def as_said(disclosure: Disclosure, claim: Claim) -> str:
    """The subject of a claim: in a final account by the words of its sentence, for the terms are those of budgets."""
    if disclosure.identity.kind is Kind.FINAL and claim.subject_text and not claim.path and "/" not in claim.subject_text:
        return claim.subject_text
    return disclosure.subject_name(claim)


def first(claims: Iterable[Claim], subject: str) -> Claim | None:
    """The first claim on a subject that states a value."""
    return next((c for c in claims if c.subject == subject and c.value is not None), None)


def total_decimal(figures: Iterable[Figure]) -> Decimal:
    """The sum of the values."""
    return sum((f.value for f in figures), Decimal(0))
