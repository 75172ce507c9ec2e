"""What the pieces of a question say, by type: names, times, measures, signs of what is asked, conditions, and what was not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from ..algebra.query import Condition, Form, Measure
from ..queries import Issuer
from .pieces import MONEY, Piece, amount, chinese_number

ITEM_KINDS = ("functional", "economic")
_CODED = ("functional", "economic", "project", "subject", "indicator")
_ASKED = ("how_much", "extreme", "rank", "more", "change", "rate", "share", "per_head", "difference", "sum", "mean", "count", "top", "last", "over_posts",
          "finding", "severity", "agree", "define", "why", "project", "checked", "unevaluable", "compare", "times", "trend", "list", "truth")  # fmt: skip
"""Signs that ask for something else than whether there is any."""
_NAMES = frozenset({"body", "organ", "division"})
_UNEQUAL = re.compile(r"(?:金额|数额|数字)?(?:不相等|不等|不一致|不相同|不一样|不同|对不上|不符|不平|(?P<e>相等|一致|相同|一样))")
_MOVED = {"up": "gt", "down": "lt", "flat": "eq"}
_BODY_NOUNS = ("单位", "部门", "局", "机关", "县", "医保局", "地方")
_SIGNS = frozenset(
    {"extreme", "rank", "sum", "mean", "per_head", "difference", "times", "compare", "change", "rate", "share", "trend", "why", "yes_no", "none",
     "over", "agree", "truth", "finding", "severity", "checked", "unevaluable", "rule", "basis", "define", "cover", "list", "count", "how_much",
     "when", "detail", "executed", "aspect", "over_posts", "project", "indicator", "passage", "parts", "place", "nonzero", "part_year", "shared", "certainty", "each", "judge", "who", "all", "more", "top", "last",
     "group", "base", "newest", "spent", "export", "within", "term", "kind", "except", "lacking", "levels", "level", "which_year", "rule_title", "unread_files", "outcomes", "outside"}
)  # fmt: skip


@dataclass(slots=True)
class Meant:
    """A measure that a piece may mean, with the others that it may mean as well."""

    start: int
    end: int
    text: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class Frame:
    """The pieces of a question by type. ``signs`` maps a type to its values, ``at`` a type to where it first stands."""

    text: str
    pieces: list[Piece]
    signs: dict[str, list[str]] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    meant: list[Meant] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    years: tuple[int, ...] = ()
    relative: tuple[int, ...] = ()
    base_year: int | None = None
    kind: str | None = None
    level: str | None = None
    amounts: list[tuple[int, Decimal, str]] = field(default_factory=list)
    numbers: list[tuple[int, Decimal, str]] = field(default_factory=list)
    """Numbers without a unit."""
    unread: list[Piece] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    """Words that were read and that the chosen operation does not use, though they ask for something."""

    def has(self, *types: str) -> bool:
        return any(t in self.signs for t in types)

    def says(self, type: str, *values: str) -> bool:
        return any(v in values for v in self.signs.get(type, ()))

    def first(self, type: str) -> str | None:
        return next(iter(self.signs.get(type, ())), None)


def frame_of(text: str, pieces: Sequence[Piece]) -> Frame:
    """Sort the pieces by type."""
    frame = Frame(text, list(pieces))
    years: list[int] = []
    relative: list[int] = []
    for p in pieces:
        if not p.senses and not _is_rank(p, pieces):
            frame.unread.append(p)
        for type, value in p.senses:
            if type in _SIGNS:
                frame.signs.setdefault(type, []).append(value)
                frame.at.setdefault(type, p.start)
        ids = tuple(v for t, v in p.senses if ":" in v and (t == "measure" or t in _CODED))
        if ids and not p.types & _NAMES:  # 省法院 is the court, not the item 法院
            frame.meant.append(Meant(p.start, p.end, p.text, ids))
        frame.terms += p.values("term")
        years += map(int, p.values("year"))
        for value in p.values("years"):
            years += [int(y) for y in value.split(",")]
        relative += [int(v) for v in p.values("relative_year")]
        for value in p.values("base"):
            frame.base_year = int(value) if value.isdigit() else None
        for value in p.values("level"):
            frame.level = value if frame.level in (None, value) else None
        frame.numbers += [(p.start, Decimal(value), "") for value in p.values("number")]
        for value in p.values("amount"):
            frame.amounts.append((p.start, *amount(value)))
    if any(p.text.startswith(("几", "各", "这几", "那几")) and q.types & {"organ"} for p, q in pairwise(pieces)):
        frame.signs.setdefault("all", []).append("all")  # 几家医保局
    whole = frame.has("all", "group") or not any(p.types & {"body", "division"} for p in pieces)
    if whole and any(m.text.endswith(("合计", "总计", "总和")) for m in frame.meant):
        frame.signs.setdefault("sum", []).append("sum")  # the word belongs to the measure and says what is done with all
    if _asks_for_bodies(pieces) and not frame.has("who"):
        frame.signs["who"] = ["body"]
    frame.years, frame.relative = tuple(dict.fromkeys(years)), tuple(dict.fromkeys(relative))
    kinds = [k for k in frame.signs.get("kind", ()) if k != "any"]
    left_out = {v for n, p in enumerate(pieces[1:], 1) if "except" in pieces[n - 1].types for v in p.values("kind")}
    kinds = [k for k in kinds if k not in left_out] or [k for k in ("budget", "final") if left_out and k not in left_out]
    frame.kind = kinds[0] if len(set(kinds)) == 1 else None
    frame.meant = [m for m in frame.meant if m.ids != ("subject:project_count",)]
    if not frame.has("count"):  # 预算单位 and 行政单位 are counted, or they are only a word for bodies
        frame.meant = [m for m in frame.meant if not all(i.startswith("subject:units") for i in m.ids)]
    frame.meant = _one_each(_without_paid_people(frame))
    return frame


_MONEY_BEHIND = ("经费", "费用", "支出", "的钱", "的经费", "的支出", "的费用", "待遇")


def _without_paid_people(frame: Frame) -> list[Meant]:
    """退休人员经费 is no number of people: with the word for money right behind it, a headcount says something that was not read."""
    kept = []
    for m in frame.meant:
        money = next((w for w in _MONEY_BEHIND if frame.text.startswith(w, m.end)), None)
        if (
            m.text == "编制"
            and frame.text[m.end : m.end + 1] not in ("", "数", "多", "是", "有", "几", "人", "比", "和", "，", "？")
            and any(n.start >= m.end and n.start - m.end <= 2 for n in frame.meant if n is not m)
        ):
            continue  # 编制政府采购预算: a verb
        if money and all(i.startswith("headcount:") for i in m.ids) and not frame.has("per_head"):
            frame.unread.append(Piece(m.start, m.end + len(money), frame.text[m.start : m.end + len(money)], ()))
        else:
            kept.append(m)
    return kept


def _is_rank(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """省 of 省检察院: it says which, with the organ behind it."""
    return piece.text in ("省", "市", "县", "区", "州") and any(q.start == piece.end and "organ" in q.types for q in pieces)


def _asks_for_bodies(pieces: Sequence[Piece]) -> bool:
    """有公车的单位, 超过2万的局有几个: 的 and a noun for a body, and nothing behind it but how many and which."""
    for n, p in enumerate(pieces[1:], 1):
        if (
            p.text in _BODY_NOUNS
            and pieces[n - 1].text.endswith("的")
            and not pieces[n - 1].types & {"body", "division", "organ", "province"}
        ):
            behind = pieces[n + 1 : n + 2]
            if (
                not behind
                or behind[0].types & {"mark", "list", "count", "within", "who", "how_much"}
                or behind[0].text in ("里", "中", "有")
            ):
                return not any(q.types & {"body", "division", "organ", "province"} for q in pieces[max(0, n - 2) : n])
    return False


def _one_each(meant: list[Meant]) -> list[Meant]:
    """A measure that several pieces say is one; a word that is a part of what stands beside it says nothing more."""
    kept: list[Meant] = []
    for m in meant:
        twin = next((k for k in kept if set(k.ids) & set(m.ids) and (k.ids == m.ids or len(k.ids) > 1 or len(m.ids) > 1)), None)
        if twin is None:
            kept.append(m)
        else:
            twin.ids = tuple(i for i in twin.ids if i in m.ids)
    return kept


def condition_of(frame: Frame, measure: Measure | None, names_at: dict[Issuer, int]) -> tuple[Condition | None, Issuer | None]:
    """A comparison with an amount (超过3万元, 2万以上, 一分没有) or with a body (比某单位少的); the body that it uses up."""
    if measure is None:
        return None, None
    if between := _between(frame, measure):
        return between, None
    if beside := _beside_measure(frame):
        return beside, None
    for p, at in ((p, p.start) for p in frame.pieces):
        if comparator := next(iter(p.values("over")), None):
            found = next((a for a in [*frame.amounts, *frame.numbers] if a[0] >= at), None)
            if found:
                return Condition(measure, comparator, f"{found[1]:f}", found[2] or None), None
            after = [i for i, place in names_at.items() if place >= at]
            if after:
                return Condition(measure, comparator, than=after[0]), after[0]
            others = [m for m in frame.meant if m.start >= at and measure.id not in m.ids]
            if others:
                return Condition(measure, comparator, other=Measure(others[0].ids[0].split("+")[0])), None
        if comparator := next(iter(p.values("after")), None):
            before = [a for a in [*frame.numbers, *frame.amounts] if a[0] < at]
            if before:
                return Condition(measure, comparator, f"{before[-1][1]:f}", before[-1][2] or None), None
    than = _than_body(frame, names_at)
    if than:
        return Condition(measure, "gt" if than[1] == "more" else "lt", than=than[0]), than[0]
    if frame.has("lacking"):
        return Condition(measure, "absent", "0", None), None
    if frame.has("nonzero"):
        return Condition(measure, "ne", "0", None), None
    if frame.has("none"):
        return Condition(measure, "eq", "0", None), None
    moved = [v for v in frame.signs.get("change", ()) if v in _MOVED]
    several = frame.has("who") or (frame.has("count", "list") and (frame.has("all", "group") or not names_at))
    if moved and several and not frame.has("extreme", "rank", "top", "last", "rate", "difference") and measure.form is Form.CHANGE:
        return Condition(measure, _MOVED[moved[0]], "0", None), None
    if frame.has("who") and not frame.has(*_ASKED) and frame.meant and frame.text[frame.meant[0].start - 1] != "的":
        return Condition(measure, "ne", "0", None), None  # 哪家买了车
    if frame.has("who") and any(p.text == "有" and frame.meant and p.end == frame.meant[0].start for p in frame.pieces):
        return Condition(measure, "ne", "0", None), None
    return None, None


def _between(frame: Frame, measure: Measure) -> Condition | None:
    """1万到3万之间: two amounts with 到 or 和 between them and 之间 behind."""
    ends = sorted([*frame.amounts, *frame.numbers])
    if len(ends) < 2 or "之间" not in frame.text[ends[1][0] :]:
        return None
    (_, low, unit), (_, high, other) = ends[0], ends[1]
    return Condition(measure, "between", f"{min(low, high):f}", other or unit or None, upper=f"{max(low, high):f}")


def _beside_measure(frame: Frame) -> Condition | None:
    """项目支出比基本支出还多的有谁, 收入总额和支出总额不相等的单位: two measures of one body compared."""
    if len(frame.meant) < 2 or not frame.has("who", "count", "list", "all"):
        return None
    first, second = (Measure(m.ids[0].split("+")[0]) for m in frame.meant[:2])
    between = frame.text[frame.meant[0].end : frame.meant[1].start]
    behind = frame.text[frame.meant[1].end :]
    if between in ("和", "与", "跟", "同", "、") and (m := _UNEQUAL.match(behind)):
        return Condition(first, "eq" if m["e"] else "ne", other=second)
    if between in ("比", "较", "比起"):
        word = next((w for p in frame.pieces if p.start >= frame.meant[1].end for w in p.values("more")), None)
        if word is not None:
            return Condition(first, "gt" if word == "more" else "lt", other=second)
    return None


def _than_body(frame: Frame, names_at: dict[Issuer, int]) -> tuple[Issuer, str] | None:
    """比 BODY 多 or 少, where several bodies are meant: who is asked for, or 的 and a noun follow."""
    for n, p in enumerate(frame.pieces):
        if p.text not in ("比", "较"):
            continue
        after = sorted((place, i) for i, place in names_at.items() if place > p.start)
        if not after:
            continue
        for q in frame.pieces[n + 1 :]:
            if q.start > after[0][0] and (word := next(iter(q.values("more")), None)):
                before = [i for i, place in names_at.items() if place < p.start]
                following = frame.text[q.end : q.end + 1]
                if not before and (frame.has("who", "all", "list", "count") or following == "的"):
                    return after[0][1], word
                return None
    return None


def wanted_unit(frame: Frame) -> str | None:
    """人, 辆 or 平方米 where the question asks for so many of them, 元 where it asks for money."""
    words = {"people": "人", "cars": "辆", "area": "平方米"}
    for value in frame.signs.get("how_much", ()):
        if value in words:
            return words[value]
    if "money" in frame.signs.get("how_much", ()):
        return "元"
    money = any(word in frame.text for word in ("多少钱", "万元", "几万", "花", "多少元", "金额", "经费", "支出", "费用"))
    return "元" if money and MONEY else None


def top_of(frame: Frame) -> tuple[int | None, str | None]:
    """How many from which end: 前三, 倒数第二."""
    if value := frame.first("top"):
        return chinese_number(value), None
    if value := frame.first("last"):
        return chinese_number(value), "low"
    return None, None
