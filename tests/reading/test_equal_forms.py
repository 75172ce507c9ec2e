"""One disclosure gives the same facts and the same fingerprints, whatever form it is read from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mingzhang import Claim, DocumentResult, Figure, LineItem, check

pytestmark = pytest.mark.samples

_WHOLE = ("tab-separated", "pipe tables")
"""Text forms that keep every cell; the others lose empty or merged ones."""


@cache
def _read(path: Path) -> DocumentResult:
    (result,) = check(path).documents
    assert result.disclosure is not None, f"{path.name}: {result.status}, {result.reason}"
    return result


def _figure(figure: Figure | None) -> tuple[str, str | None] | None:
    return (str(figure.value), figure.unit) if figure else None


def _item(i: LineItem) -> tuple[Any, ...]:
    return (i.statement, i.row.address, i.row.code, i.row.name, i.row.project, i.measure, _figure(i.figure))


def _claim(c: Claim) -> tuple[Any, ...]:
    figures = tuple(map(_figure, (c.value, c.change, c.rate, c.share, c.base_value)))
    return (c.section.id, c.subject, c.subject_text, c.base, c.direction, c.ordinal, *figures)


def _facts(result: DocumentResult) -> dict[str, Counter[Any]]:
    """Everything that must be equal, by kind."""
    d = result.disclosure
    assert d is not None
    return {
        "identity": Counter([d.identity.key]),
        "line items": Counter(_item(i) for s in d.statements for i in s.items),
        "claims": Counter(map(_claim, d.claims)),
        "indicators": Counter((i.project, i.levels, i.target, _figure(i.weight), _figure(i.score)) for i in d.indicators),
        "coverage": Counter([(d.coverage.prose_understood, d.coverage.prose_numbers)]),
        "headcounts": Counter((h.category, _figure(h.figure), _figure(h.change)) for h in d.headcounts),
        "fingerprints": Counter(f.fingerprint for f in result.findings),
    }


def _differences(left: DocumentResult, right: DocumentResult) -> list[str]:
    found = []
    ours, theirs = _facts(left), _facts(right)
    for kind, facts in ours.items():
        for sign, extra in (("only in", facts - theirs[kind]), ("missing from", theirs[kind] - facts)):
            found += [f"{kind} {sign} {Path(left.path).name}: {fact}" for fact in list(extra)[:3]]
    return found


def _stems(samples: Path) -> list[str]:
    stems = sorted(p.stem for p in (samples / "rendered" / "truth").glob("*.json"))
    assert len(stems) == 5
    return stems


def _compare(samples: Path, path_of: Callable[[str], Path], least: int) -> None:
    """Compare each document's file in a form with its DOCX; ``least`` documents must have that form."""
    differences: list[str] = []
    compared = 0
    for stem in _stems(samples):
        if (path := path_of(stem)).exists():
            compared += 1
            differences += _differences(_read(path), _read(samples / "rendered" / "docx" / f"{stem}.docx"))
    assert compared >= least
    assert differences == []


def test_docx_holds_facts(samples: Path) -> None:
    """What the other forms are compared with is not empty."""
    for stem in _stems(samples):
        facts = _facts(_read(samples / "rendered" / "docx" / f"{stem}.docx"))
        assert len(facts["line items"]) > 80, stem
        assert len(facts["claims"]) > 50, stem


@pytest.mark.parametrize(("kind", "least"), [("lo", 5), ("cr", 1), ("rot", 1), ("seal", 1)])
def test_pdf(kind: str, least: int, samples: Path) -> None:
    _compare(samples, lambda stem: samples / "rendered" / "pdf" / f"{kind}_{stem}.pdf", least)


def test_html(samples: Path) -> None:
    _compare(samples, lambda stem: samples / "rendered" / "html" / f"{stem}.html", 3)


def _texts(samples: Path, *, whole: bool) -> Iterable[tuple[DocumentResult, DocumentResult]]:
    """Each seed text of a kind with the DOCX of the same disclosure."""
    by_key = {}
    for stem in _stems(samples):
        result = _read(samples / "rendered" / "docx" / f"{stem}.docx")
        assert result.disclosure is not None
        by_key[result.disclosure.identity.key] = result
    for entry in json.loads((samples / "seeds" / "manifest.json").read_text(encoding="utf-8")):
        if any(form in entry["text_form"] for form in _WHOLE) is whole:
            text = _read(samples / "seeds" / entry["file"])
            assert text.disclosure is not None
            yield text, by_key[text.disclosure.identity.key]


def test_whole_texts(samples: Path) -> None:
    pairs = list(_texts(samples, whole=True))
    assert len(pairs) == 3
    assert [d for text, docx in pairs for d in _differences(text, docx)] == []


def test_lossy_texts_hold_a_subset(samples: Path) -> None:
    """What a text form lost is missing and shown as lost; nothing stands in its place."""
    pairs = list(_texts(samples, whole=False))
    assert len(pairs) == 2
    for text, docx in pairs:
        held, whole = _facts(text), _facts(docx)
        assert held["line items"] + held["indicators"], text.path
        assert list(held["line items"] - whole["line items"]) == [], text.path
        # The rendered forms draw some indicators on other levels than the text: what they aim at is the same.
        aims = [Counter((project, target) for project, _, target, *_ in f["indicators"]) for f in (held, whole)]
        assert list(aims[0] - aims[1]) == [], text.path
        assert text.document is not None
        damaged = [t for t in text.document.tables if t.status != "read"]
        assert damaged, text.path
        assert all(t.problem for t in damaged), text.path
