"""From a frame to a query: the measures in their form, the operation, the scope; a follow-up takes up the query before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..algebra.query import Form, Measure, Operation, Query, Scope
from ..queries import Issuer
from .constructions import Parts, choose, left_over
from .frame import ITEM_KINDS, Frame, Meant, condition_of, top_of, wanted_unit
from .naming import Named

WHOLE = "target:budget_total"
_COUNTED = {"人": ("headcount:present", "headcount:active"), "辆": ("target:cars",), "平方米": ("target:houses",)}
"""What is counted in a unit where nothing else is named."""
_SIDES = (("收入", "target:income_total"), ("支出", "target:expenditure_total"))
"""What the bare words mean where nothing else is measured."""
_RECEIVERS = ("职工", "干部", "员工", "工作人员", "干部职工", "上班的人", "在职的", "在职的人", "正式工")
_THREE = ("target:abroad", "target:vehicles", "target:vehicle_purchase", "target:vehicle_running", "target:reception")


def _query(parts: Parts, operation: Operation) -> Query:
    frame = parts.frame
    top, end = top_of(frame)
    less = frame.says("more", "less") and not frame.says("more", "more") and not frame.has("extreme") and parts.condition is None
    last = frame.says("rank", "low") or frame.first("extreme") == "low" or less
    severity = frame.first("severity")
    scope = Scope(
        issuers=tuple(parts.named.issuers), everyone=parts.several and not parts.named.issuers, minus=tuple(parts.named.minus),
        years=frame.years, relative=frame.relative, kind=frame.kind, level=frame.level,
    )  # fmt: skip
    condition = parts.condition
    second = next((m for m in parts.measures if condition and m.id != condition.measure.id), None)
    if (
        condition
        and second
        and operation is Operation.FILTER
        and condition.comparator in ("eq", "ne", "absent")
        and condition.other is None
    ):
        scope = replace(scope, where=replace(condition, measure=second))  # 既没有接待费又没有公车费的
    if condition and operation in (Operation.RANK, Operation.SUM, Operation.MEAN):
        scope, condition = replace(scope, where=condition), None
    ends = frame.signs.get("extreme", ())
    ordinal = {"second": 2, "third": 3}.get(frame.first("extreme") or "") if not {"high", "low"} & set(ends) else None
    return Query(
        operation, scope, parts.measures, end or ("low" if last else "high"), ordinal or top, condition, parts.direction, frame.base_year,
        tuple((f"{v:f}", u) for _, v, u in frame.amounts) if condition is None and scope.where is None else (), _topic(frame, operation), severity,
        parts.unit, frame.has("count"),
    )  # fmt: skip


def _topic(frame: Frame, operation: Operation) -> str | None:
    if operation is Operation.PASSAGE:
        return frame.first("passage") or "offices"
    if operation in (Operation.FINDINGS, Operation.COUNT_FINDINGS, Operation.RANK_FINDINGS):
        if frame.says("certainty", "certain") and frame.says("certainty", "suspected"):
            return "certainties"
        return frame.first("certainty") or ("each" if frame.has("each") else "shared" if frame.has("shared") else None)
    if operation is Operation.PROJECT_DETAIL:
        return next((s for s in ("when", "executed", "detail", "indicator") if frame.has(s)), None)
    if operation is Operation.DEFINE:
        return "contrast" if frame.says("define", "contrast") else "code" if frame.says("define", "code") else None
    if operation is Operation.ASPECT:
        return (
            "variance_rate"
            if "差异率" in frame.text or "完成" in frame.text
            else "initial_budget"
            if "年初" in frame.text
            else "year_budget"
        )
    if operation is Operation.COVER:
        if frame.has("unread_files") or frame.says("cover", "places"):
            return "unread" if frame.has("unread_files") else "places"
        return (
            "both"
            if "最早" in frame.text and "最新" in frame.text
            else "newest"
            if frame.has("newest") or "最新" in frame.text or "更新" in frame.text
            else "oldest"
            if "最早" in frame.text
            else None
        )
    return None


def measures_of(frame: Frame, named: Named) -> tuple[tuple[Measure, ...], str | None]:
    """The measures that the question names, in their form, and the unit that it asks for."""
    unit = wanted_unit(frame)
    meant = _columns([_sensible(m, unit) for m in frame.meant])
    meant = _without_receivers(meant, unit) if not frame.has("per_head") else meant
    chosen = [m for _, m in meant]
    if not chosen and (counted := _COUNTED.get(unit or "")) and not frame.has("project", "indicator", "finding"):
        chosen = [Measure(id) for id in counted]
        meant = [(Meant(0, 0, "", (m.id,)), m) for m in chosen]
    if not chosen and not frame.unread and frame.has("change", "base", "rate") and not frame.has("finding", "project", "count"):
        chosen = [Measure(WHOLE)]
        meant = [(Meant(0, 0, "", (WHOLE,)), chosen[0])]
    if not chosen and not frame.has("finding", "parts", "project", "indicator", "define", "rule", "cover", "passage", "checked"):
        chosen = [Measure(id) for word, id in _SIDES if any(p.text == word and p.is_filler for p in frame.pieces)]
        meant = [(Meant(0, 0, "", (m.id,)), m) for m in chosen]
    if not chosen and frame.amounts and frame.has("over", "after") and frame.has("kind", "spent"):
        chosen = [Measure("target:expenditure_total" if frame.has("spent") else WHOLE)]  # 预算超过五千万的
        meant = [(Meant(0, 0, "", (chosen[0].id,)), chosen[0])]
    if frame.has("per_head"):
        heads = [m.id for m in chosen if m.id.startswith("headcount:")]
        rest = [m for m in chosen if not m.id.startswith("headcount:")] or [Measure("target:expenditure_total")]
        return tuple(replace(m, form=Form.PER_HEAD, by=heads[0] if heads else "headcount:active") for m in rest), unit
    if frame.has("share") or (frame.says("rate", "percent") and not frame.has("change", "base") and frame.meant):
        return _shares(frame, meant), unit
    if any(u == "%" for _, _, u in frame.amounts) and frame.has("agree", "truth"):
        return tuple(replace(m, form=Form.CHANGE) for m in chosen), unit
    beside = len(named.issuers) > 1 and not frame.has("base", "rate") and all(v == "any" for v in frame.signs.get("change", ()))
    if not beside and frame.has("change", "base"):
        form = Form.RATE if (frame.has("rate") and frame.has("who", "extreme", "rank")) or "最快" in frame.text else Form.CHANGE
        return tuple(replace(m, form=form) for m in chosen), unit
    if frame.has("rate") and not frame.has("finding"):
        return tuple(replace(m, form=Form.RATE if frame.has("who", "extreme", "rank") else Form.CHANGE) for m in chosen), unit
    return tuple(chosen), unit


def _without_receivers(meant: Sequence[tuple[Meant, Measure]], unit: str | None) -> list[tuple[Meant, Measure]]:
    """给职工交多少公积金 is about the money, not about how many they are."""
    others = any(not m.id.startswith("headcount:") for _, m in meant)
    return [(w, m) for w, m in meant if not (others and unit != "人" and w.text in _RECEIVERS)]


def _sensible(m: Meant, unit: str | None) -> Meant:
    """Of what a word may mean what fits the unit that is asked for: 公车 in 辆 or in money."""
    ids = m.ids
    if unit == "元" and ids == ("target:cars",):
        ids = ("target:vehicles",)
    return Meant(m.start, m.end, m.text, ids)


def _columns(meant: Sequence[Meant]) -> list[tuple[Meant, Measure]]:
    """行政运行里的基本支出: an item and a kind of expenditure right behind it are one figure."""
    found: list[tuple[Meant, Measure]] = []
    for m in meant:
        for n, id in enumerate(_preferred(m.ids)):
            plus = tuple(id.split("+")[1:])
            column = id.partition(":")[2]
            before = found[-1] if found else None
            beside = before is not None and 0 < m.start - before[0].end <= 3
            if n == 0 and beside and before and column in ("basic", "project") and before[1].id.startswith("functional:"):
                found[-1] = (before[0], replace(before[1], column=column))
            else:
                found.append((m, Measure(id.split("+")[0], plus)))
    return found


def _preferred(ids: Sequence[str]) -> list[str]:
    """What a word stands for: a shared subject before the pack's own term for it; both classifications of one name."""
    targets = [i for i in ids if i.startswith(("target:", "headcount:"))]
    if targets:
        return targets[:1]
    items = [i for i in ids if i.startswith(ITEM_KINDS)]
    projects = [i for i in ids if i.startswith("project:")]
    subjects = [i for i in ids if i.startswith("subject:")]
    return list(dict.fromkeys(projects or items or subjects or ids))


def _shares(frame: Frame, meant: Sequence[tuple[Meant, Measure]]) -> tuple[Measure, ...]:
    """What has a share of what: the whole stands behind 占, or before 里 and 中; else the total."""
    at = frame.at.get("share", frame.at.get("rate", 0))
    share_word = next((p for p in frame.pieces if p.start == at), None)
    behind = [m for w, m in meant if w.start > at] if share_word and share_word.text.startswith("占") else []
    within = frame.at.get("within")
    inside = [m for w, m in meant if within is not None and w.end <= within] if within is not None else []
    if len(meant) > 1 and behind:
        whole = behind[-1]
    elif len(meant) > 1 and inside:
        whole = inside[-1]
    elif len(meant) > 1 and any(m.id == "target:procurement" for _, m in meant):
        whole = Measure("target:procurement")
    else:
        return tuple(replace(m, form=Form.SHARE, by=_usual_whole(m.id)) for _, m in meant)
    return tuple(replace(m, form=Form.SHARE, by=whole.id) for _, m in meant if m.id != whole.id) or (
        replace(whole, form=Form.SHARE, by=WHOLE),
    )


def _usual_whole(id: str) -> str:
    """What the share of something is of where the question does not say it."""
    if id.startswith("target:procurement_"):
        return "target:procurement"
    return "target:three_public" if id in _THREE else WHOLE


def compose(frame: Frame, named: Named, several: bool, previous: Query | None) -> Query:
    """The query of a frame; what a follow-up leaves out comes from the query before."""
    measures, unit = measures_of(frame, named)
    condition, used = condition_of(frame, _conditioned(frame, measures), named.at)
    if condition is not None and condition.other is not None:
        measures = tuple(m for m in measures if m.id != condition.other.id)
    if condition is not None and len(measures) > 1 and frame.has("extreme", "rank", "sum", "mean", "per_head", "share"):
        measures = tuple(m for m in measures if m.id != condition.measure.id)  # 接待费比某单位少的里面谁的公用经费最高
        if condition.measure.form is not Form.AMOUNT:  # 人均公用经费比某单位高的里面谁的项目支出最多
            measures = tuple(replace(m, form=Form.AMOUNT, by=None) for m in measures)
    if used is not None:
        named.issuers = [i for i in named.issuers if i != used]
        several = several or not named.issuers
    ups = {v for v in frame.signs.get("change", ()) if v in ("up", "down")}
    direction = next(iter(ups)) if len(ups) == 1 else None
    parts = Parts(frame, named, measures, several, condition, unit, direction, previous)
    chosen = choose(parts)
    frame.left_over = left_over(parts, chosen) if previous is None else []
    query = _query(parts, chosen.operation)
    return follow(query, parts, previous) if previous is not None else query


def _conditioned(frame: Frame, measures: Sequence[Measure]) -> Measure | None:
    """The measure of a condition: the last one before it, as an amount if a head or a share is only spoken of behind it."""
    at = min((p.start for p in frame.pieces if p.types & {"over", "after", "none", "nonzero"} or p.text in ("比", "较")), default=None)
    before = [m.ids for m in frame.meant if at is None or m.end <= at]
    chosen = next((m for m in measures if before and m.id in before[-1]), measures[0] if measures else None)
    if chosen is None:
        return Measure("target:project") if frame.has("project") else None
    forms = [frame.at[s] for s in ("per_head", "share", "change", "rate") if s in frame.at]
    if at is not None and forms and min(forms) > at and len(measures) > 1:
        return replace(chosen, form=Form.AMOUNT, by=None)
    return chosen


_WITHOUT_MEASURE = frozenset(
    {Operation.FINDINGS, Operation.COUNT_FINDINGS, Operation.RANK_FINDINGS, Operation.UNEVALUABLE, Operation.CHECKED, Operation.RULES, Operation.COVER,
     Operation.PASSAGE, Operation.PROJECTS, Operation.LARGEST_PROJECT, Operation.OVER_POSTS, Operation.CONTENTS, Operation.DEFINE,
     Operation.ASPECT, Operation.INDICATORS, Operation.PARTS}
)  # fmt: skip


def follow(query: Query, parts: Parts, previous: Query) -> Query:
    """A question after another: a new body, year or measure takes the place of the old one, a new operation works on the old.

    A question that names a body and what of it is asked stands alone.
    """
    frame = parts.frame
    named = bool(parts.named.issuers or parts.named.named or parts.several)
    signs = set(frame.signs) - _PALE
    if named and (frame.meant or (signs and query.operation in _WITHOUT_MEASURE)) and not frame.text.startswith(_TAKEN_UP):
        return query
    scope = _followed_scope(query.scope, previous.scope, frame, named)
    operation, measures, end = query.operation, query.measures, query.end
    if frame.has("difference", "compare") and not frame.meant and len(scope.years) > 1 and len(scope.issuers) < 2:
        return replace(query, operation=Operation.TREND, scope=scope, measures=previous.measures)
    if _beside(frame) and len(scope.issuers) > 1:
        return replace(query, operation=Operation.DIFFERENCE, scope=scope, measures=measures or previous.measures)
    if operation is Operation.RANK and not frame.meant and previous.operation in (Operation.LARGEST_PROJECT, Operation.RANK_FINDINGS):
        return replace(query, operation=previous.operation, scope=scope, measures=())
    if frame.has("share") and len(frame.meant) == 1 and frame.meant[0].start > frame.at["share"] and previous.measures:
        whole = frame.meant[0].ids[0]
        return replace(
            query, operation=Operation.VALUE, scope=scope, measures=tuple(replace(m, form=Form.SHARE, by=whole) for m in previous.measures)
        )
    if not signs and operation in (Operation.VALUE, Operation.EXISTS, Operation.COVER):
        operation, end = previous.operation, previous.end
        measures = _same_form(measures, previous.measures)
        if operation is Operation.DIFFERENCE and len(scope.issuers) < 2 and len(measures) < 2:
            operation = Operation.VALUE
        if operation in (Operation.RANK, Operation.SUM, Operation.MEAN) and parts.named.issuers and len(scope.issuers) < 2:
            operation = Operation.VALUE
    elif not frame.meant and operation not in _WITHOUT_MEASURE:
        form, by = (measures[0].form, measures[0].by) if measures else _form_of(frame)
        measures = tuple(replace(m, form=form, by=by) for m in previous.measures)
    elif operation is Operation.DEFINE and not measures and not frame.terms:
        measures = previous.measures
    if operation in (Operation.SUM, Operation.MEAN) and not named and len(scope.issuers) < 2 and len(measures) < 2:
        scope = replace(scope, issuers=(), everyone=True) if not scope.issuers else scope
    return replace(
        query,
        operation=operation,
        scope=scope,
        measures=measures,
        end=end,
        unit=query.unit or previous.unit,
        topic=query.topic or (previous.topic if not signs else None),
    )


_TAKEN_UP = ("那", "换", "再", "还有", "改")
_PALE = frozenset({"who", "all", "group", "kind", "newest", "place", "within", "list", "spent", "how_much", "term", "yes_no", "joint"})
"""Signs that alone change nothing about what is asked."""


def _followed_scope(scope: Scope, before: Scope, frame: Frame, named: bool) -> Scope:
    """The scope of a follow-up: what it does not say is as before."""
    if not named:
        scope = replace(
            scope, issuers=before.issuers, everyone=before.everyone, minus=scope.minus or before.minus, where=scope.where or before.where
        )
    elif len(scope.issuers) == 1 and before.issuers and (_beside(frame) or frame.has("compare", "difference")):
        scope = replace(scope, issuers=tuple(dict.fromkeys((*before.issuers, *scope.issuers))))  # 跟某单位比呢
    if not (frame.years or frame.relative):
        scope = replace(scope, years=before.years, relative=before.relative)
    elif frame.relative and not frame.years and len(before.years) == 1 and 0 not in frame.relative:
        scope = replace(scope, years=tuple(before.years[0] + r for r in frame.relative), relative=())  # 再往前一年呢
    if frame.kind is None:
        scope = replace(scope, kind=before.kind)
    return scope


def _beside(frame: Frame) -> bool:
    """跟某单位比呢: a body to stand beside the one before."""
    return frame.text.startswith(("跟", "和", "与", "同", "比", "那跟", "那和", "那比")) and (
        "比" in frame.text or frame.has("compare", "difference")
    )


def _same_form(measures: Sequence[Measure], before: Sequence[Measure]) -> tuple[Measure, ...]:
    """The new measures in the form of the old: after 人均办公费 the question 印刷费呢 is about a head as well."""
    if not measures:
        return tuple(before)
    if not before:
        return tuple(measures)
    return tuple(replace(m, form=before[0].form, by=before[0].by) for m in measures)


def _form_of(frame: Frame) -> tuple[Form, str | None]:
    if frame.has("per_head"):
        return Form.PER_HEAD, "headcount:active"
    if frame.has("share"):
        return Form.SHARE, WHOLE
    return (Form.CHANGE, None) if frame.has("change", "base", "rate") else (Form.AMOUNT, None)


def default_measures(query: Query, issuers: Sequence[Issuer]) -> Query:
    """A question about a budget that names nothing of it is about its total."""
    if query.measures or query.operation in _WITHOUT_MEASURE:
        return query
    return replace(query, measures=(Measure(WHOLE),))
