"""A disagreement is evidence against our reading first: weak links, and tables that disagree all over."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mingzhang import Certainty, Claim, Evidence, Figure, Finding, Link, Print, Relation, Role, Section, Severity
from mingzhang.core.checking.sureness import as_sure_as_linked
from mingzhang.core.checking.sureness.links import weakest_link
from mingzhang.core.model.documents.document import Place

SECTION = Section(("一、说明",), None, "甲支出10万元。", ((0, Place()),))


def figure(value: str) -> Figure:
    return Figure(Decimal(value), "万元", 2, value)


def claim(link: Link = Link.NAME, carried: tuple[str, ...] = ()) -> Claim:
    return Claim(
        SECTION, "x", "甲", "甲支出10万元。", 0, value=figure("10.00"), change=figure("2.00"), link=link, carried=frozenset(carried)
    )


def finding(relation: Relation, severity: Severity = Severity.ERROR) -> Finding:
    evidence = (Evidence(Role.ACTUAL, "10", Place()),)
    return Finding("a.b", "", severity, "", "a", evidence, expected=Decimal(9), tested=(relation,))


def same(one: Claim, other: Claim) -> Relation:
    return Relation.same(Print.of_claim(one), Print.of_claim(other))


def test_exact_links_leave_a_finding_as_it_is() -> None:
    found = finding(same(claim(), claim(Link.CODE)))
    assert as_sure_as_linked([found]) == [found]


def test_the_weakest_link_decides() -> None:
    (inherited,) = as_sure_as_linked([finding(same(claim(), claim(Link.INHERITED)))])
    assert (inherited.certainty, inherited.severity, inherited.expected) == (Certainty.SUSPECTED, Severity.WARNING, None)
    (guessed,) = as_sure_as_linked([finding(same(claim(), claim(Link.GUESSED)))])
    assert (guessed.certainty, guessed.severity) == (Certainty.SUSPECTED, Severity.INFO)


def test_a_remark_stays_one() -> None:
    (found,) = as_sure_as_linked([finding(same(claim(), claim(Link.INHERITED)), Severity.INFO)])
    assert found.severity is Severity.INFO


def test_within_one_sentence_the_name_does_not_matter() -> None:
    unnamed = claim(Link.NONE)
    relation = Relation.ratio(Print.of_claim(unnamed, "change"), [Print.of_claim(unnamed, "change")], [Print.of_claim(unnamed)])
    assert weakest_link([relation]).exact
    carried = replace(unnamed, carried=frozenset({"change"}))
    relation = Relation.ratio(Print.of_claim(carried, "change"), [Print.of_claim(carried, "change")], [Print.of_claim(carried)])
    assert weakest_link([relation]) is Link.INHERITED
