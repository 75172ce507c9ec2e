"""Sample disclosures (样例) for the demo: what generators show of their regions, and the list of the errors planted in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...model.generated.facts import Generated
from ...model.generated.generator import Sample
from ..generator import Generators, write
from ..mutation.planting import Change, apply, choose
from ..render.docx import render_docx
from ..render.pdf import render_pdf

SCHEMA = "mingzhang.samples/1"
LIST = "planted.json"


def clean(sample: Sample, generators: Generators) -> Generated:
    """The document of a sample without its errors."""
    return write(sample.seed, sample.form, sample.rounding, generators)


def planted(sample: Sample, document: Generated) -> list[Change]:
    """The errors planted in a sample, in document order."""
    found = [c for kind in sample.planted for c in choose(document, 1, sample.choice, [kind])]
    return sorted(found, key=lambda c: (c.block, c.cell or (-1, -1), c.start or 0))


def samples(generators: Generators) -> list[Sample]:
    """What the generators show of their regions."""
    return [s for g in generators.values() for s in g.samples]


def write_samples(out: Path, generators: Generators) -> Iterator[Path]:
    """Write every sample of every region and the list of planted errors into ``out``; yields the paths written.

    Raises MissingReportlabError without reportlab.
    """
    out.mkdir(parents=True, exist_ok=True)
    for sample in samples(generators):
        document = clean(sample, generators)
        document = apply(document, planted(sample, document))
        render = render_pdf if sample.file.endswith(".pdf") else render_docx
        yield render(document, out / sample.file)
    path = out / LIST
    path.write_text(json.dumps(planted_list(generators), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield path


def planted_list(generators: Generators) -> dict[str, Any]:
    """The list of samples and the errors planted in each, as JSON values."""
    return {
        "schema": SCHEMA,
        "note": "虚构样例：单位的数据均为程序生成，仅供测试。planted 为有意植入的错误。",
        "files": [_entry(s, generators) for s in samples(generators)],
    }


def _entry(sample: Sample, generators: Generators) -> dict[str, Any]:
    document = clean(sample, generators)
    i = document.identity
    return {
        "file": sample.file,
        "body": i.body,
        "region": i.region,
        "division_code": i.division_code,
        "fiscal_year": i.fiscal_year,
        "kind": str(i.kind),
        "level": str(i.level),
        "planted": [described(c) for c in planted(sample, document)],
    }


def described(change: Change) -> dict[str, Any]:
    """A planted error as JSON values: kind, words, place, the values that disagree."""
    s = change.spot
    return {
        "kind": change.kind,
        "description": change.description,
        "place": {"table": s.table, "row": s.row, "column": s.column, "section": s.section},
        "values": {"printed": change.new, "before": change.old},
        "determined": change.determined,
    }
