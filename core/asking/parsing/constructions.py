"""What can be asked: every operation says what it needs and which signs it explains; the best explained stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..algebra.query import Condition, Measure, Operation, Query
from .frame import Frame
from .naming import Named

_STRONG = frozenset(
    {"extreme", "rank", "mean", "per_head", "difference", "change", "rate", "share", "trend", "why", "finding", "severity", "unevaluable",
     "checked", "define", "over_posts", "agree", "truth", "times", "cover", "rule", "basis", "passage", "parts", "aspect", "executed", "when", "detail",
     "indicator", "condition", "none", "lacking", "levels", "rule_title", "unread_files", "outcomes"}
)  # fmt: skip
_QUANTITY = frozenset(
    {
        "how_much",
        "count",
        "list",
        "kind",
        "spent",
        "newest",
        "within",
        "all",
        "group",
        "base",
        "place",
        "by",
        "yes_no",
        "more",
        "term",
        "except",
        "which_year",
    }
)
_PEOPLE = ("人", "人次", "名", "户")


@dataclass(slots=True)
class Parts:
    """What all operations share: measures with their form, the condition, how many bodies are meant."""

    frame: Frame
    named: Named
    measures: tuple[Measure, ...]
    several: bool
    """Several bodies are meant: a set, who, or two and more names."""
    condition: Condition | None
    unit: str | None
    direction: str | None
    previous: Query | None

    @property
    def projects(self) -> bool:
        return any(m.id.startswith("project:") for m in self.measures)

    @property
    def words(self) -> int:
        """How many measures the question names, however many meanings one has."""
        return max(len({m.start for m in self.frame.meant}), len(self.measures) if not self.frame.meant else 0)

    @property
    def figures(self) -> tuple[Measure, ...]:
        return tuple(m for m in self.measures if not m.id.startswith("indicator:"))


@dataclass(frozen=True, slots=True)
class Construction:
    """An operation: when it is possible, and which signs it explains."""

    operation: Operation
    possible: Callable[[Parts], bool]
    explains: frozenset[str]
    cost: float = 0.0


def _c(operation: Operation, possible: Callable[[Parts], bool], *explains: str, cost: float = 0.0) -> Construction:
    return Construction(operation, possible, frozenset(explains), cost)


def _finding(p: Parts) -> bool:
    f = p.frame
    if f.has("rule") and f.has("count", "how_much") and not f.has("finding", "rule_title"):
        return False  # 多少条规则，错误级几条: the severity is that of rules
    return f.has("finding", "severity") or (
        f.has("rule_title") and not f.has("basis") and (f.has("count", "who", "list") or not f.has("define"))
    )


def _defines(p: Parts) -> bool:
    """A term and a word of defining; of our own terms 是什么 is enough. 这条疑点 asks for a finding, not for the word."""
    f = p.frame
    if p.measures == (Measure("target:offices"),) or (_finding(p) and (p.named.issuers or "条" in f.text or not f.terms)):
        return False
    bare = (
        not p.named.issuers
        and not p.named.readings
        and not f.years
        and re.search(r"(?:是什么|是啥|指什么|指啥)[呀啊呢吗？]*$", f.text) is not None
    )
    coded = bare or re.search(r"(?:对应|代表|属于|表示)(?:的)?(?:是)?(?:哪|什么|啥)", f.text) is not None
    if (
        coded
        and not f.has("kind")
        and p.measures
        and all(m.id.startswith(("functional:", "economic:")) for m in p.measures)
        and any(m.text.isdigit() for m in f.meant)
    ):
        return True
    if bare and f.terms and len(p.measures) <= 1 and not f.has("finding", "kind", "project", "rule", "all", "who", "extreme", "checked"):
        return True
    alone = (
        bool(f.terms)
        and not p.measures
        and f.has("list")
        and not f.has("finding", "kind", "project", "rule", "all", "who", "extreme", "checked")
    )
    return (f.has("define") and bool(p.measures or f.terms or f.unread)) or alone


def _covers(p: Parts) -> bool:
    """Which documents and bodies there are: where nothing is measured."""
    f = p.frame
    if f.has("unread_files") and not p.measures:
        return True
    counted = re.search(r"(?:多少|几)(?:份|个文件|家|个单位|个部门)", f.text) is not None and f.has("cover", "count")
    if p.measures or _finding(p) or f.has("project", "indicator", "rule", "extreme", "rank", "change", "difference", "why"):
        return False
    if f.has("checked") and not counted:
        return False
    return (
        f.has("cover")
        or f.says("who", "document")
        or f.has("count", "which_year")
        or (f.has("list", "who", "all") and not f.unread and not f.has("detail", "define"))
    )


def _passes(p: Parts) -> bool:
    """Duties, or the offices with their names: their number alone is less than what is asked."""
    return (p.frame.has("passage") and not p.measures) or (
        p.measures == (Measure("target:offices"),) and not p.several and not p.frame.has("change")
    )


def _ranks(p: Parts) -> bool:
    many = p.several or not p.named.issuers
    asked = p.frame.has("extreme", "rank", "top", "last") or (p.frame.has("more", "change", "rate") and p.frame.has("who"))
    return many and asked


def _differs(p: Parts) -> bool:
    both_kinds = {"budget", "final"} <= set(p.frame.signs.get("kind", ()))
    two = len(p.named.issuers) >= 2 or p.words >= 2 or both_kinds or p.frame.has("levels")
    return two and p.frame.has("agree", "difference", "compare", "times", "more", "who", "change")


def _sums(p: Parts) -> bool:
    if p.frame.has("share") and not p.several:
        return False
    split = any(word in p.frame.text for word in ("分别", "各是", "各有", "各多少", "其中"))
    return not split and (p.several or len(p.named.issuers) > 1 or p.words > 1 or (not p.named.issuers and not p.frame.has("who")))


CONSTRUCTIONS: tuple[Construction, ...] = (
    _c(Operation.OVER_POSTS, lambda p: p.frame.has("over_posts"), "over_posts", "yes_no", "who", "list", "count", "how_much", "all", "more", "difference", "extreme"),
    _c(Operation.UNEVALUABLE, lambda p: p.frame.has("unevaluable") and not p.measures, "unevaluable", "rule", "list", "count", "why", "yes_no", "checked", "finding", "who", "all", "how_much", "extreme", "rank", "more"),
    _c(Operation.CONTENTS, lambda p: p.frame.says("place", "contents"), "place", "yes_no", "none", "list", "finding", "agree", "how_much", "count"),
    _c(Operation.RANK_FINDINGS, lambda p: _finding(p) and p.frame.has("extreme", "rank", "more") and not p.measures and (p.several or not p.named.issuers or p.frame.has("rule")), "rule", "finding", "severity", "extreme", "rank", "who", "all", "group", "count", "how_much", "list", "top", "more"),
    _c(Operation.COUNT_FINDINGS, lambda p: _finding(p) and (p.frame.has("count") or p.frame.says("how_much", "money")), "finding", "severity", "count", "how_much", "all", "who", "group", "sum", "rate", "agree", "list", "place", "change", "checked", "each", "shared", "certainty", "rule", "rule_title", "define", "difference", cost=0.2),
    _c(Operation.FINDINGS, lambda p: _finding(p) or (p.frame.has("agree") and not p.measures), "finding", "severity", "list", "yes_no", "who", "all", "group", "agree", "rate", "place", "how_much", "difference", "change", "define", "why", "share", "sum", "kind", "none", "each", "shared", "certainty", "extreme", "rule", "count", "rule_title", "lacking", "basis", cost=0.1),
    _c(Operation.CHECKED, lambda p: (p.frame.has("checked") or p.frame.has("outcomes")) and not p.measures and not _finding(p), "checked", "outcomes", "unevaluable", "rule", "count", "how_much", "all", "list", "who", "extreme", "group"),
    _c(Operation.RULES, lambda p: (p.frame.has("rule", "basis") and not p.figures) or (p.frame.has("rule_title") and not p.frame.has("count", "who")), "rule_title", "rule", "basis", "list", "count", "how_much", "define", "checked", "detail", "finding", "severity", "sum", "share", "change", "rate", "agree", "why"),
    _c(Operation.DEFINE, _defines, "define", "list", "yes_no", "how_much", "term", "difference", "joint", "project", "detail", "indicator", "kind", "finding", "severity", "cover", "unevaluable"),
    _c(Operation.COVER, _covers, "cover", "list", "count", "newest", "which_year", "who", "all", "how_much", "kind", "group", "extreme", "yes_no", "trend", "sum", "unread_files", "checked", "why", "unevaluable"),
    _c(Operation.PASSAGE, _passes, "passage", "list", "detail", "define", "how_much", "who", "count", "yes_no"),
    _c(Operation.ASPECT, lambda p: p.frame.has("aspect", "executed") and not p.projects, "aspect", "executed", "agree", "difference", "rate", "compare", "why", "list", "kind", "change"),
    _c(Operation.PROJECT_DETAIL, lambda p: p.projects and (p.frame.has("when", "detail", "executed", "indicator", "aspect") or p.unit in _PEOPLE or (p.frame.has("define"))), "when", "detail", "executed", "indicator", "how_much", "count", "project", "list", "basis", "define", "aspect", "who", "why", "rate"),
    _c(Operation.LARGEST_PROJECT, lambda p: p.frame.has("project") and not p.figures and p.frame.has("extreme", "top", "rank", "more"), "project", "extreme", "list", "how_much", "top", "last", "rank", "all", "who", "group", "count", "more"),
    _c(Operation.PROJECTS, lambda p: p.frame.has("project") and not p.figures and not _finding(p) and not p.frame.has("change"), "project", "list", "count", "how_much", "all", "group", "yes_no", "condition", "over", "who", "sum", "none"),
    _c(Operation.INDICATORS, lambda p: (p.frame.has("indicator") and not p.figures) or any(m.id.startswith("indicator:") for m in p.measures), "indicator", "list", "how_much", "count", "executed", "detail", "define", "when", "kind", "project", "yes_no"),
    _c(Operation.PARTS, lambda p: p.frame.has("parts") and not (_defines(p) and not p.frame.has("extreme", "top", "rank") and p.frame.says("define", "code")) and not p.projects and (not p.several or any(w in p.frame.text for w in "每各")) and len(p.measures) <= 1, "parts", "extreme", "list", "detail", "how_much", "rank", "top", "define", "within", "share", "count", "project", cost=0.1),
    _c(Operation.TRUTH, lambda p: p.frame.has("truth", "agree") and (p.frame.has("rate", "change") or any(u == "%" for _, _, u in p.frame.amounts)) and bool(p.figures), "truth", "agree", "rate", "change", "yes_no", "finding", "place", "difference"),
    _c(Operation.AGREE, lambda p: p.frame.has("agree") and bool(p.measures) and not p.frame.has("base") and (p.words != 2 or p.frame.has("place", "indicator", "project", "sum")), "agree", "place", "yes_no", "difference", "indicator", "sum", "finding", "project", "compare"),
    _c(Operation.WHY, lambda p: p.frame.has("why"), "why", "change", "rate", "more", "detail", "extreme", "none", "compare", "yes_no", "difference"),
    _c(Operation.FILTER, lambda p: p.condition is not None and (p.several or not p.named.issuers), "condition", "over", "none", "nonzero", "lacking", "who", "list", "count", "more", "per_head", "share", "change", "rate", "yes_no", "how_much"),
    _c(Operation.RANK, _ranks, "extreme", "rank", "top", "last", "who", "per_head", "share", "change", "rate", "difference", "compare", "condition", "list", "sum", "over", "none", "times", "mean"),
    _c(Operation.DIFFERENCE, _differs, "levels", "agree", "difference", "compare", "times", "per_head", "share", "who", "change", "rate", "mean", "list", "extreme"),
    _c(Operation.MEAN, lambda p: p.frame.has("mean") and (p.several or not p.named.issuers), "mean", "sum", "share", "per_head", "who", "condition", "over", "none", "nonzero"),
    _c(Operation.SUM, lambda p: p.frame.has("sum") and _sums(p), "sum", "who", "share", "condition", "list", "over", "none", "nonzero"),
    _c(Operation.TREND, lambda p: p.frame.has("trend") or (p.frame.has("which_year") and p.frame.has("extreme") and not p.frame.has("newest", "cover")) or (len(p.frame.years) + len(p.frame.relative) > 1), "trend", "which_year", "change", "rate", "difference", "compare", "more", "list", "per_head", "share", "extreme", "rank", "who", "sum"),
    _c(Operation.EXISTS, lambda p: p.frame.has("yes_no", "none") and not p.frame.has("how_much", "change", "share", "rate", "per_head", "count", "base"), "yes_no", "none", "who", "list", "condition", "sum", "detail", "over"),
    _c(Operation.VALUE, lambda p: True, "sum", "change", "rate", "share", "per_head", "list", "who", "compare", "none", "detail", "mean", "truth", cost=0.3),
)  # fmt: skip
"""What can be asked, the most particular first."""


def choose(parts: Parts) -> Construction:
    """What explains the signs best."""
    signs = set(parts.frame.signs) | ({"condition"} if parts.condition else set())
    best: tuple[float, Construction] | None = None
    for c in CONSTRUCTIONS:
        if not c.possible(parts):
            continue
        score = -c.cost
        for sign in signs:
            weight = 2.0 if sign in _STRONG else 1.0
            if sign in c.explains:
                score += weight
            elif sign not in _QUANTITY:
                score -= weight
        if best is None or score > best[0] + 1e-9:
            best = (score, c)
    assert best is not None  # VALUE is always possible
    return best[1]


_BY_MEASURE = frozenset({"change", "rate", "share", "per_head", "truth", "agree", "compare", "why"})
"""Signs that the form of a measure says, or that only colour a question."""
_DECISIVE = frozenset({"extreme", "rank", "mean", "difference", "times", "trend", "finding", "unevaluable", "over_posts", "parts", "none", "lacking", "levels", "nonzero"})  # fmt: skip
"""Signs without which another question is answered than was asked."""


def left_over(parts: Parts, chosen: Construction) -> list[str]:
    """Words that ask for something which the chosen operation does not do: they must not go unsaid."""
    frame = parts.frame
    compared = parts.condition is not None and parts.condition.comparator not in ("eq", "ne", "absent")
    spans = [(p.start, p.end) for p in frame.pieces if p.types & {"over", "after", "amount", "number"}]
    bounded = any(p.types & {"over", "after"} for p in frame.pieces)
    limits = [frame.text[min(a for a, _ in spans) : max(b for _, b in spans)]] if bounded and not compared else []
    signs = set(frame.signs) & _DECISIVE - chosen.explains
    if parts.condition is not None:
        signs -= {"none", "nonzero", "lacking", "difference"}
    words = [
        p.text
        for p in frame.pieces
        if p.types & signs and not p.types & chosen.explains and not p.is_filler and not any(":" in v for _, v in p.senses)
    ]
    return [*limits, *dict.fromkeys(words)]
