"""The sample disclosures that the repository ships, and the list of the errors planted in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..generator import generate
from ..mutation.planting import Change, apply, choose
from ..render.docx import render_docx
from ..render.pdf import render_pdf
from ..writing.facts import Generated

SCHEMA = "mingzhang.samples/1"
LIST = "planted.json"


@dataclass(frozen=True, slots=True)
class Sample:
    """A shipped file: what is generated, and which kinds of errors are planted in it."""

    file: str
    seed: int
    region: str
    year: int
    kind: str = "budget"
    level: str | None = None
    rounding: bool = False
    planted: tuple[str, ...] = ()
    choice: int = 1

    def clean(self) -> Generated:
        return generate(self.seed, self.region, self.year, self.kind, self.level, self.rounding)

    def changes(self) -> list[Change]:
        """The planted errors, in document order."""
        clean = self.clean()
        found = [c for kind in self.planted for c in choose(clean, 1, self.choice, [kind])]
        return sorted(found, key=lambda c: (c.block, c.cell or (-1, -1), c.start or 0))

    def document(self) -> Generated:
        """The document with its errors."""
        return apply(self.clean(), self.changes())


SAMPLES: tuple[Sample, ...] = (
    Sample("xinjiang_2024_budget_a.pdf", 11, "xinjiang", 2024, planted=("table_parent", "rate", "staff_over_posts")),
    Sample("xinjiang_2023_budget_a.docx", 11, "xinjiang", 2023),
    Sample("xinjiang_2024_final_a.pdf", 11, "xinjiang", 2024, "final", planted=("table_child", "score"), choice=2),
    Sample("xinjiang_2022_budget_b.docx", 24, "xinjiang", 2022, level="department", planted=("contents_removed", "direction"), choice=2),
    Sample("xinjiang_2021_budget_c.pdf", 35, "xinjiang", 2021, rounding=True),
    Sample("sichuan_2023_budget_d.pdf", 46, "sichuan", 2023, planted=("table_total", "share", "code_name")),
    Sample("sichuan_2022_budget_d.docx", 46, "sichuan", 2022),
    Sample("sichuan_2022_budget_e.docx", 57, "sichuan", 2022, level="unit", rounding=True, planted=("prose_amount",), choice=3),
)


def write_samples(out: Path) -> Iterator[Path]:
    """Write every sample and the list of planted errors into ``out``; yields the paths written.

    Raises MissingReportlabError without reportlab.
    """
    out.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        document = sample.document()
        render = render_pdf if sample.file.endswith(".pdf") else render_docx
        yield render(document, out / sample.file)
    path = out / LIST
    path.write_text(json.dumps(planted_list(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield path


def planted_list() -> dict[str, Any]:
    """The list of samples and the errors planted in each, as JSON values."""
    return {
        "schema": SCHEMA,
        "note": "虚构样例：单位的数据均为程序生成，仅供测试。planted 为有意植入的错误。",
        "files": [_entry(s) for s in SAMPLES],
    }


def _entry(sample: Sample) -> dict[str, Any]:
    i = sample.clean().identity
    return {
        "file": sample.file,
        "body": i.body,
        "region": i.region,
        "division_code": i.division_code,
        "fiscal_year": i.fiscal_year,
        "kind": str(i.kind),
        "level": str(i.level),
        "planted": [described(c) for c in sample.changes()],
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
