"""One project, two names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    Passed,
    Place,
    Reason,
    Role,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    label_key,
    parse_figure,
    rule,
    squeeze,
)
from ...legal import P
from ...wording import distance, lines, plain

_NAMED = re.compile(
    r"项目名称：(?P<name>.{3,60}?)(?:$|。|；|(?=设立(?:的)?政策依据|预算安排规模|项目(?:承担|实施)单位|立项依据|资金(?:分配|执行)))"
)
_AMOUNT = re.compile(r"(?:预算安排规模|资金分配情况|安排资金|预算金额|项目资金)：?[^。\n]{0,40}?(?P<amount>\d[\d,]*(?:\.\d+)?)万元")
_FLAT = re.compile(
    r"项目名称：?(?P<name>[^：]{3,60}?)(?:项目)?(?:资金（万元）|负责人|项目类型)[^：]{0,40}?年度(?:资金|预算)总额：?(?P<amount>\d[\d,]*(?:\.\d+)?)"
)
_SHORT = (("医疗保险", "医保"), ("医疗保障", "医保"), ("居民", ""), ("职工", ""), ("单位", ""), ("项目", ""), ("资金", ""), ("经费", ""))


@dataclass(frozen=True, slots=True)
class _Name:
    """A project's name as one source prints it."""

    text: str
    amount: Decimal | None
    source: str
    where: str
    place: Place


@rule(id="cross.project-names", title="同一项目各处的名称", severity=Severity.INFO, basis=[P], compares=False)
def project_names(disclosure: Disclosure) -> Iterator[Verdict]:
    """同一项目在项目支出表、文字说明和绩效目标表中名称一致。

    先按名称对应；剩下的，金额相同且名称相近，或名称只差一两个字的，视为同一项目而报告。金额不同、名称不相近的不作判断。

    无法判断：只有一处列出项目名称。

    错例：项目支出表为“虚构档案整理项目”，绩效目标表为“虚构档案整理经费”，金额同为 30.00。
    正例：两处都为“虚构档案整理项目”。
    """
    sources = [s for s in (_of_tables(disclosure), _of_prose(disclosure), _of_forms(disclosure)) if s]
    if len(sources) < 2:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "只有一处列出项目名称")
        return
    first, *others = sources
    reported: set[tuple[str, str]] = set()
    for other in others:
        yield from _pair(first, other, reported)
    if len(others) == 2:
        known = {label_key(n.text) for n in first}
        rest = [[n for n in o if label_key(n.text) not in known] for o in others]
        yield from _pair(rest[0], rest[1], reported)


def _pair(a: list[_Name], b: list[_Name], reported: set[tuple[str, str]]) -> Iterator[Verdict]:
    keys = {label_key(n.text) for n in a} & {label_key(n.text) for n in b}
    yield Passed(len(keys))
    left = [n for n in a if label_key(n.text) not in keys]
    right = [n for n in b if label_key(n.text) not in keys]
    for name in left:
        best = max(((_alike(name, n), i) for i, n in enumerate(right)), default=(0.0, -1))
        if best[0] < 0.5:
            continue
        other = right[best[1]]
        if max((_alike(n, other) for n in left), default=0.0) > best[0] or (name.text, other.text) in reported:
            continue
        reported |= {(name.text, other.text), (other.text, name.text)}
        yield _finding(name, other)


def _alike(a: _Name, b: _Name) -> float:
    """How likely two names mean one project: 0 if they do not, 1 if they are the same but for a character or two."""
    x, y = label_key(a.text), label_key(b.text)
    limit = 2 if min(len(x), len(y)) >= 8 else 1
    near = distance(x, y, limit) <= limit and re.sub(r"\D", "", x) == re.sub(r"\D", "", y)
    same_amount = a.amount is not None and a.amount == b.amount
    if near and (same_amount or a.amount is None or b.amount is None):
        return 1.0
    if not same_amount:
        return 0.0
    for long, short in _SHORT:
        x, y = x.replace(long, short), y.replace(long, short)
    common = len(set(x) & set(y)) / max(1, min(len(set(x)), len(set(y))))
    return common if common >= 0.6 else 0.0


def _finding(a: _Name, b: _Name) -> Failed:
    amount = f"，金额同为 {a.amount} 万元" if a.amount is not None and a.amount == b.amount else ""
    return fail(
        f"{a.source}作“{a.text}”，{b.source}作“{b.text}”{amount}，名称不一致。",
        certainty=Certainty.CERTAIN if amount else Certainty.SUSPECTED,
        address=f"project/{label_key(a.text)}/name",
        formula=f"“{a.text}” ≠ “{b.text}”",
        evidence=tuple(
            Evidence(
                Role.OPERAND,
                f"项目名称：{n.text}" if n.source == "文字说明" else n.text,
                n.place,
                table=None if n.source == "文字说明" else n.where,
                section=n.where if n.source == "文字说明" else None,
            )
            for n in (a, b)
        ),
    )


def _money(figure: Figure | None, unit: str | None) -> Decimal | None:
    if figure is None:
        return None
    known = figure if figure.is_money else Figure(figure.value, unit or "万元", figure.decimals, figure.text)
    return known.in_unit("万元").value.normalize() if known.is_money else None


def _of_tables(disclosure: Disclosure) -> list[_Name]:
    found: dict[str, _Name] = {}
    for statement in disclosure.all_of("project_expenditure"):
        for item in statement.items:
            if item.row.project and item.measure == "total":
                name = _Name(item.row.project, _money(item.figure, statement.unit), "项目支出表", statement.title, item.place)
                # Rows of the levels above repeat the name of their first project: the last row is the project's own.
                found[label_key(item.row.project)] = name
    return list(found.values())


def _of_prose(disclosure: Disclosure) -> list[_Name]:
    found: dict[str, _Name] = {}
    for line in lines(disclosure):
        for m in _NAMED.finditer(line.text):
            if line.glossary or "一级指标" in line.text:
                continue
            section = line.section
            at = line.start + m.start()
            rest = section.text[at + 5 :]
            until = rest.find("项目名称")
            amount = _AMOUNT.search(rest[: until if until >= 0 else 600].replace(":", "："))
            value = Decimal(amount["amount"].replace(",", "")).normalize() if amount else None
            found.setdefault(label_key(m["name"]), _Name(m["name"], value, "文字说明", section.title, section.place_at(at)))
    return list(found.values())


def _flat_forms(disclosure: Disclosure) -> Iterator[_Name]:
    """Forms whose grid was lost: in the cells of an unread table, or run into the prose."""
    for statement in disclosure.statements:
        if statement.id in ("project_targets", "self_evaluation") and statement.table.status is TableStatus.UNREAD:
            text = plain("".join(squeeze(c.text) for c in statement.table.cells))
            yield from (_flat(m, statement.title, statement.table.place) for m in _FLAT.finditer(text))
    for line in lines(disclosure):
        if "年度" in line.text and not line.glossary:
            for m in _FLAT.finditer(line.text):
                yield _flat(m, line.section.title, line.section.place_at(line.start + m.start()))


def _flat(m: re.Match[str], where: str, place: Place) -> _Name:
    return _Name(m["name"], Decimal(m["amount"].replace(",", "")).normalize(), "绩效目标表", where, place)


def _of_forms(disclosure: Disclosure) -> list[_Name]:
    found = {label_key(n.text): n for n in _flat_forms(disclosure)}
    for statement in disclosure.statements:
        if statement.id not in ("project_targets", "self_evaluation") or statement.table.status is TableStatus.UNREAD:
            continue
        grid = statement.table.grid()
        texts = [[squeeze(t) for t in row] for row in grid]
        for row, column, text in _form_names(texts):
            if len(text) < 3 or not re.search("[\u4e00-\u9fff]", text):
                continue
            cell = next((c for c in statement.table.cells if c.row == row and c.column == column), None)
            amount = _money(_form_amount(texts, row, column), "万元")
            found.setdefault(
                label_key(text), _Name(text, amount, "绩效目标表", statement.title, cell.place if cell else statement.table.place)
            )
    return list(found.values())


def _form_names(texts: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    """Project names of a form (label and value side by side) or of a list (a column headed 项目名称)."""
    for r, row in enumerate(texts[:8]):
        for c, text in enumerate(row):
            if label_key(text) != "项目名称":
                continue
            beside = next(((k, t) for k, t in enumerate(row[c + 1 :], c + 1) if t), None)
            if beside and label_key(beside[1]) not in ("预算数", "预算金额", "年度目标", "一级指标", "项目类型"):
                yield r, beside[0], beside[1]
            else:
                yield from ((k, c, line[c]) for k, line in enumerate(texts[r + 1 :], r + 1) if line[c])
            return


def _form_amount(texts: list[list[str]], row: int, column: int) -> Figure | None:
    """The amount beside a name of a list, or under 年度资金总额 of a form."""
    for text in texts[row][column + 1 :]:
        if (figure := parse_figure(text)) and figure.decimals:
            return figure
    for line in texts[:12]:
        for c, text in enumerate(line):
            if label_key(text).startswith(("年度资金总额", "年度预算总额")):
                return next((f for t in line[c + 1 :] if (f := parse_figure(t))), None)
    return None
