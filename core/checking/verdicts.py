"""What a rule yielded, looked at before it counts: a finding made of what the rule says and of what is known of the rule."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ..model.checks.finding import Certainty, Evidence, Finding, Passed, Reason, Severity, Undecided
from ..model.checks.relation import Print, Relation, RelationKind
from ..model.checks.rule import Rule
from ..model.checks.verdicts import Failed
from ..model.disclosures.disclosure import LineItem
from ..model.documents.document import Place
from ..model.documents.figure import Figure


class VerdictError(Exception):
    """A rule yielded what is no verdict of it. The words are for its author."""


def looked_at(rule: Rule, verdict: object) -> Finding | Passed | Undecided:
    """What a rule yielded, as the engine goes on with it. Raises VerdictError if it is no verdict of this rule."""
    if isinstance(verdict, Failed):
        return _of_failed(rule, verdict)
    if isinstance(verdict, Finding):
        return _as_made(rule, verdict)
    if isinstance(verdict, Passed):
        _must(
            type(verdict.comparisons) is int and verdict.comparisons >= 0, "Passed.comparisons must be a whole number", verdict.comparisons
        )
        _sound_relations("Passed.tested", verdict.tested)
        return verdict
    if isinstance(verdict, Undecided):
        _must(isinstance(verdict.reason, str), "Undecided.reason must be a Reason", verdict.reason)
        _must(isinstance(verdict.words, str), "Undecided.words must be text", verdict.words)
        return verdict
    raise VerdictError(f"a rule yields fail(...), Passed or Undecided, not {_shown(verdict)}")


def _of_failed(rule: Rule, said: Failed) -> Finding | Undecided:
    _sound(said)
    if apart := next((words for r in said.tested if (words := _units_apart(r))), None):
        return Undecided(Reason.NOT_COMPARABLE, apart)
    compares = rule.compares if said.compares is None else said.compares
    certainty = Certainty.SUSPECTED if compares and not said.tested else said.certainty
    return Finding(
        rule.id,
        rule.title,
        _at_most(said.severity or rule.severity, rule.severity),
        said.message,
        said.address,
        said.evidence,
        certainty,
        said.formula,
        said.expected,
        said.actual,
        said.decimals,
        said.unit,
        cause=said.cause,
        tested=said.tested,
    )


def _as_made(rule: Rule, finding: Finding) -> Finding:
    """A finding that a rule made by hand, as before there was ``fail``: for one version more."""
    _must(finding.rule == rule.id, f"the rule {rule.id} yields findings of its own id only, not of", finding.rule)
    _sound(finding)
    code = getattr(rule.check, "__code__", None)
    warnings.warn_explicit(
        f"rule {rule.id}: yield fail(...) instead of Finding(...); Finding will be refused in the next version",
        DeprecationWarning,
        getattr(code, "co_filename", rule.home),
        getattr(code, "co_firstlineno", 1),
        module=rule.home,
    )
    certainty = finding.certainty if finding.tested or not rule.compares else Certainty.SUSPECTED
    return replace(finding, severity=_at_most(finding.severity, rule.severity), certainty=certainty)


def _sound(said: Failed | Finding) -> None:
    """VerdictError unless every field is what it must be: annotations are not looked at when a plugin runs."""
    _must(isinstance(said.message, str) and bool(said.message.strip()), "the message of a finding must be text", said.message)
    _must(isinstance(said.address, str) and bool(said.address), "the address of a finding must be text", said.address)
    _must(bool(said.evidence), "a finding needs evidence, not", said.evidence)
    _all_of("the evidence of a finding", said.evidence, Evidence)
    for evidence in said.evidence:
        _must(type(evidence.text) is str and type(evidence.place) is Place, "an evidence needs a text and a Place", evidence)
    _sound_relations("what a finding tested", said.tested)
    for name in ("expected", "actual"):
        value = getattr(said, name)
        _must(value is None or (isinstance(value, Decimal) and value.is_finite()), f"{name} must be a finite Decimal or None", value)
    for name in ("formula", "unit", "cause"):
        value = getattr(said, name)
        _must(value is None or isinstance(value, str), f"{name} must be text or None", value)
    _must(type(said.decimals) is int and 0 <= said.decimals <= 28, "decimals must be a whole number from 0 to 28", said.decimals)
    _must(said.severity is None or isinstance(said.severity, Severity), "severity must be a Severity", said.severity)
    _must(isinstance(said.certainty, Certainty), "certainty must be a Certainty", said.certainty)


def _sound_relations(what: str, relations: tuple[Relation, ...]) -> None:
    """VerdictError unless all are relations of printed figures: the engine calculates with them when the rule is over."""
    _all_of(what, relations, Relation)
    for relation in relations:
        sides = (relation.left, relation.right)
        _must(all(type(side) is tuple for side in sides) and bool(relation.left), "a relation has terms", relation)
        rate = () if relation.rate is None else (relation.rate,)
        for term in (*relation.left, *relation.right, *rate):
            _must(isinstance(term, (LineItem, Print)), "the terms of a relation are LineItems and Prints", term)
            figure = term.figure
            _must(type(figure) is Figure and isinstance(figure.value, Decimal), "a term of a relation has a Figure", figure)
            _must(figure.value.is_finite() and type(figure.decimals) is int, "a Figure has a finite value", figure)
            _must(not isinstance(term, Print) or term.sign in (1, -1), "the sign of a term is 1 or -1", term)
        _must(relation.kind is not RelationKind.RATIO or bool(rate), "a ratio has a rate", relation)


def _units_apart(relation: Relation) -> str:
    """Words on a relation of money and something else that has a unit (years in a column of money): it cannot fail; "" if it can."""
    if relation.kind is RelationKind.RATIO:
        return ""
    figures = [term.figure for term in (*relation.left, *relation.right)]
    money = next((f for f in figures if f.is_money), None)
    other = next((f for f in figures if f.unit and not f.is_money), None)
    return f"{money} / {other}" if money and other else ""


def _must(holds: bool, words: str, value: object) -> None:
    if not holds:
        raise VerdictError(f"{words}: {_shown(value)}")


def _all_of(what: str, values: Iterable[Any], kind: type) -> None:
    _must(type(values) is tuple and all(type(v) is kind for v in values), f"{what} must be a tuple of {kind.__name__}", values)


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except Exception:  # a value of a guest is a guest
        text = type(value).__name__
    return text if len(text) <= 80 else text[:77] + "…"


def _at_most(given: Severity, declared: Severity) -> Severity:
    """A finding may be milder than its rule, never harsher."""
    return given if given.rank <= declared.rank else declared
