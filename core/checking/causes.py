"""One cause, one finding: the symptoms of one cause are the evidence of one finding.

Findings say which relations of printed figures do not hold. Per connected component of these the smallest repair is
looked for; each figure that is in all smallest repairs is a probable cause, and a tie names none. See
``docs/decisions/0013-smallest-repair.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..model.checks.finding import Certainty, Evidence, Finding, Role
from ..model.checks.relation import Print, Printed, Relation, RelationKind
from ..model.checks.slips import Named, likely_slip
from ..model.disclosures.claim import Claim
from ..model.disclosures.disclosure import Disclosure, LineItem
from ..model.documents.figure import Figure, plain
from .graph import Constraint, Graph, in_unit
from .repair import Value, components, in_all, smallest_repairs, unit_repair

_QUOTED = "原文："
SHOWN = 3
"""Places of one figure that are named."""


@dataclass(slots=True)
class _Group:
    """Findings of one cause: their ordinals, and the figure that explains them, if one alone does."""

    findings: list[int]
    said: str = ""
    culprit: Printed | None = None
    expected: Decimal | None = None


def merge_causes(findings: Sequence[Finding], disclosure: Disclosure, held: Iterable[Relation] = ()) -> list[Finding]:
    """Findings with those of one cause as one, in the place of the first; ``held`` are the relations that hold.

    The one that says most stands for the group: the gravest, then one about the figure that would make all agree,
    then one that determines the faulty side, then the first. The group's fingerprint is the smallest of its members',
    and all are kept in ``members``.
    """
    groups = _of_one_fact(findings, [*_by_figures(findings, disclosure, held), *_by_name(findings)])
    of = {k: group for group in groups for k in group.findings}
    out: list[Finding] = []
    for k, finding in enumerate(findings):
        group = of.get(k)
        if group is None:
            out.append(replace(finding, tested=()) if finding.tested else finding)
        elif k == min(group.findings):
            out.append(_merged([findings[n] for n in group.findings], group))
    return out


def _of_one_fact(findings: Sequence[Finding], groups: list[_Group]) -> list[_Group]:
    """Groups that give one fact the same two values, in tables that no relation connects, as one."""
    single = {k for k, f in enumerate(findings) if f.tested} - {k for g in groups for k in g.findings}
    out: list[_Group] = []
    by_sign: dict[Sign, _Group] = {}
    for group in sorted([*groups, *(_Group([k]) for k in sorted(single))], key=lambda g: min(g.findings)):
        signs = {s for k in group.findings for relation in findings[k].tested if (s := _sign(relation))}
        if group.culprit is not None and group.expected is not None and (fact := _fact(group.culprit)):
            signs.add((fact, frozenset({group.culprit.figure.value, group.expected})))
        same = next((by_sign[s] for s in sorted(signs, key=str) if s in by_sign), None)
        if same is None:
            out.append(group)
            same = group
        else:
            same.findings = sorted({*same.findings, *group.findings})
            if same.culprit is None:
                same.said, same.culprit, same.expected = group.said, group.culprit, group.expected
        by_sign.update(dict.fromkeys(signs, same))
    return out


Sign = tuple[str, frozenset[Decimal]]
"""A logical fact (a code, a subject) and the two values that a document gives it."""


def _sign(relation: Relation) -> Sign | None:
    fact = _fact(relation.left[0])
    whole = relation.left[0].figure
    if fact is None or relation.kind not in (RelationKind.SUM, RelationKind.SAME) or len(relation.left) > 1 + (not relation.right):
        return None
    others = relation.right or relation.left[1:]
    values = {whole.value}
    if relation.kind is RelationKind.SUM:
        values.add(sum((_same_unit(p.figure, whole) * (p.sign if isinstance(p, Print) else 1) for p in others), Decimal(0)))
    else:
        values |= {_same_unit(p.figure, whole) for p in others}
    return (fact, frozenset(values)) if len(values) == 2 else None


def _same_unit(figure: Figure, like: Figure) -> Decimal:
    return figure.in_unit(like.unit or "").value if figure.is_money and like.is_money else figure.value


def _fact(printed: Printed) -> str | None:
    """Which logical fact a print states, as far as a code or a subject tells it."""
    if isinstance(printed, LineItem):
        row = printed.row
        return row.code or f"{printed.statement}/{row.address}"
    source = printed.source
    return (source.code or source.subject) if isinstance(source, Claim) and printed.part == "value" else None


def _by_name(findings: Sequence[Finding]) -> Iterable[_Group]:
    named: dict[str, list[int]] = defaultdict(list)
    for k, finding in enumerate(findings):
        if finding.cause is not None:
            named[finding.cause].append(k)
    return [_Group(members) for members in named.values() if len(members) > 1]


def _by_figures(findings: Sequence[Finding], disclosure: Disclosure, held: Iterable[Relation]) -> Iterable[_Group]:
    broken = [(k, relation) for k, finding in enumerate(findings) if finding.cause is None for relation in finding.tested]
    if not broken:
        return
    graph = Graph(disclosure, held, broken)
    left = graph.broken
    while (unit := unit_repair(graph, left)) is not None:
        members = sorted({c.finding for c in unit.repaired if c.finding is not None})
        statement = disclosure.statements[unit.table]
        words = f"{statement.title}（单位：{statement.unit or '未印'}）的金额与其他各处都相差一万倍，可能是金额单位有出入。"
        yield _Group(members, words)
        left = [c for c in left if c.finding not in members]
    for component in components(graph, left):
        yield from _groups(graph, component, findings, disclosure)


def _groups(graph: Graph, component: list[Constraint], findings: Sequence[Finding], disclosure: Disclosure) -> Iterable[_Group]:
    repairs = smallest_repairs(graph, component)
    sure = in_all(repairs)
    left = component
    taken: set[int | None] = set()
    for variable, new in sorted(sure.items()):
        mine = [c for c in left if variable in c.variables]
        members = sorted({c.finding for c in mine if c.finding is not None} - taken)
        left = [c for c in left if variable not in c.variables]
        taken |= set(members)
        if members:
            yield _explained(graph, variable, new, members, findings, disclosure)
    rest = sorted({c.finding for c in left if c.finding is not None} - taken)
    # Where one more figure of several explains the rest, it is one cause; more than one stay apart.
    if rest and repairs and len(repairs[0]) == len(sure) + 1:
        yield _Group(rest, _alone(graph, left, disclosure))
    else:
        own: dict[int | None, list[Constraint]] = defaultdict(list)
        for c in left:
            own[c.finding].append(c)
        yield from (_Group([k], _alone(graph, own[k], disclosure)) for k in rest)


def _explained(graph: Graph, variable: int, new: Value, members: list[int], findings: Sequence[Finding], disclosure: Disclosure) -> _Group:
    named = {id(p) for k in members for relation in findings[k].tested for p in (*relation.left, *relation.right)}
    prints = sorted(graph.variables[variable].prints, key=lambda p: id(p) not in named)
    figure = prints[0].figure
    value = in_unit(new.value, figure)
    if not new.exact or any(findings[k].certainty is Certainty.SUSPECTED for k in members):
        return _Group(members)
    unit = figure.unit if figure.unit and figure.text.endswith(figure.unit) else ""
    shown = plain(value, max(figure.decimals, _decimals(value))) + unit
    labels = list(dict.fromkeys(_label(p, disclosure) for p in prints))
    places = "、".join(labels[:SHOWN]) + (f"等 {len(labels)} 处" if len(labels) > SHOWN else "")
    where = f"{places}（所印 {figure.text}）"
    several = "以上各处" if len(members) > 1 else "只改一处时"
    said = f"{several}，只有{where}为 {shown} 才与相关各处都相符。"
    added = [c for c in graph.of[variable] if c.finding in members and c.kind is RelationKind.SUM and c.terms[variable] > 0]
    parts = [part for c in added[:1] for part in _parts(graph, c, variable, figure, disclosure)]
    slip = likely_slip(figure.value, value, parts, _row(prints[0], disclosure))
    return _Group(members, said + slip, prints[0], value)


def _alone(graph: Graph, broken: list[Constraint], disclosure: Disclosure) -> str:
    """What the two sides of one relation tell by themselves, where neither is determined."""
    if len(broken) != 1 or broken[0].kind not in (RelationKind.SUM, RelationKind.SAME):
        return ""
    (c,) = broken
    whole = next(iter(c.terms))
    figure = graph.variables[whole].prints[0].figure
    right = graph.exactly(c, whole, {})
    if right is None:
        return ""
    parts = _parts(graph, c, whole, figure, disclosure) if c.kind is RelationKind.SUM else []
    return likely_slip(figure.value, in_unit(right, figure), parts)


def _parts(graph: Graph, c: Constraint, whole: int, like: Figure, disclosure: Disclosure) -> list[Named]:
    """What is added up to a figure, in its unit, by name."""
    others = [v for v in c.terms if v != whole]
    if len(others) < 2:
        return []
    return [(_label(graph.variables[v].prints[0], disclosure), in_unit(graph.variables[v].value, like)) for v in others]


def _row(printed: Printed, disclosure: Disclosure) -> list[Named]:
    """The other figures of a cell's row, by their columns."""
    if not isinstance(printed, LineItem):
        return []
    here = disclosure.statements[printed.table].items
    return [(i.column_label, i.figure.value) for i in here if i.row.ordinal == printed.row.ordinal and i.measure != printed.measure]


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _label(printed: Printed, disclosure: Disclosure) -> str:
    if isinstance(printed, Print):
        return printed.found_at
    statement = disclosure.statements[printed.table]
    return f"{statement.title}“{printed.row.label}”行{printed.column_label or disclosure.name(printed.measure)}"


def _merged(group: list[Finding], cause: _Group) -> Finding:
    main = min(group, key=lambda f: (-f.severity.rank, not _about(f, cause.culprit), f.expected is None, group.index(f)))
    others = [f for f in group if f is not main]
    evidence = {_key(e): e for e in main.evidence}
    for other in others:
        for e in other.evidence:
            evidence.setdefault(_key(e), replace(e, role=Role.CONTEXT))
    said = f"同一原因还表现为：{'；'.join(dict.fromkeys(_short(f) for f in others))}。" if others else ""
    head, mark, quoted = main.message.partition(_QUOTED)
    members = tuple(sorted(f.fingerprint for f in group)) if others else ()
    found = replace(main, message=head + said + cause.said + mark + quoted, members=members, evidence=tuple(evidence.values()), tested=())
    if others:
        found = replace(found, fingerprint=members[0])
    if cause.culprit is not None and cause.expected is not None:
        figure = cause.culprit.figure
        evidence_of = _blaming(found.evidence, cause.culprit)
        found = replace(found, expected=cause.expected, actual=figure.value, unit=figure.unit or main.unit, evidence=evidence_of)
    return found


def _blaming(evidence: tuple[Evidence, ...], culprit: Printed) -> tuple[Evidence, ...]:
    """The evidence with the figure that would make all agree as the disputed one, and no other."""
    source = culprit.source if isinstance(culprit, Print) else culprit
    place, sentence = getattr(source, "place", None), getattr(source, "sentence", None)
    its = [e for e in evidence if place is not None and e.place == place and sentence in (None, e.text)]
    its = its or [e for e in evidence if culprit.figure.text in e.text]
    if not its or (len(its) > 1 and any(e.role is Role.ACTUAL for e in its)):
        return evidence
    return tuple(replace(e, role=Role.ACTUAL if e in its else Role.OPERAND if e.role is Role.ACTUAL else e.role) for e in evidence)


def _about(finding: Finding, culprit: Printed | None) -> bool:
    """Whether the finding's own subject is the figure that would make all agree."""
    if culprit is None or not finding.tested:
        return False
    first = finding.tested[0]
    subject = first.rate or first.left[0]
    source, part = (culprit.source, culprit.part) if isinstance(culprit, Print) else (culprit, "")
    return subject is source or (isinstance(subject, Print) and subject.source is source and subject.part == part)


def _short(finding: Finding) -> str:
    return finding.message.split(_QUOTED)[0].rstrip("。")


def _key(evidence: Evidence) -> tuple[object, ...]:
    return evidence.place, evidence.text, evidence.table, evidence.section, evidence.row
