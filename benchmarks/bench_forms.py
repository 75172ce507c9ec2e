"""Accuracy of reading disclosures drawn in the forms that people publish, by form and disclosure.

    python benchmarks/bench_forms.py [--seeds 1] [--form nb ...] [--keep DIRECTORY] [--show]

Draws the samples' truth files, if there, and generated disclosures (see ``made_forms.py``), or scores what an earlier
run kept. ``silent`` counts figures at a place where none or another was drawn, in tables that are said to be read.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from made_forms import FORMS, OTHERS, PRINTED, blocks_of, draw, generated_sources
from score_reading import SAMPLES, Grid, Score, cells_of, differences, is_number, normal, pairs_of, read_file, score, truth_grids

from mingzhang import ReadOptions, TableStatus, Vocabulary
from mingzhang.core.reading.assemble import assemble


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one file, scored."""

    score: Score
    silent: int
    partial: int
    unread: int
    words: tuple[str, ...]


def scored(path: Path, drawn: Sequence[Grid]) -> Reading:
    """Reads a file and compares it with the grids that were drawn."""
    tables = list(assemble(read_file(path, ReadOptions()), Vocabulary()).tables)
    grids = [[[normal(c) for c in row] for row in t.grid()] for t in tables]
    pairs = dict(pairs_of(grids, drawn))
    silent = 0
    for i, table in enumerate(tables):
        if table.status is TableStatus.READ:
            there = cells_of(drawn[pairs[i]]) if i in pairs else {}
            silent += sum(is_number(text) and there.get(at) != text for at, text in cells_of(grids[i]).items())
    statuses = [t.status for t in tables]
    return Reading(
        score(grids, drawn),
        silent,
        statuses.count(TableStatus.PARTIAL),
        statuses.count(TableStatus.UNREAD),
        tuple(differences(grids, drawn)),
    )


def ready(directory: Path, seeds: int, forms: Sequence[str]) -> None:
    """Draws what is not in the directory yet."""
    sources = [(p.stem, json.loads(p.read_text("utf-8"))) for p in sorted((SAMPLES / "rendered/truth").glob("*.json"))]
    sources += [(name, blocks_of(generated)) for name, generated in generated_sources(seeds)]
    for name, blocks in sources:
        truth = directory / f"{name}.json"
        truth.write_text(json.dumps(blocks, ensure_ascii=False), "utf-8")
        draw(name, blocks, [f for f in forms if not (directory / f"{f}_{name}.pdf").exists()], directory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1, help="generated disclosures of each region and kind")
    parser.add_argument("--form", action="append", choices=[*FORMS, *PRINTED, *OTHERS])
    parser.add_argument("--keep", type=Path, help="where files are kept and found again")
    parser.add_argument("--only", default="", help="disclosures whose name has this in it")
    parser.add_argument("--show", action="store_true", help="every difference")
    arguments = parser.parse_args()
    forms = arguments.form or [*FORMS, *PRINTED, *OTHERS]
    with tempfile.TemporaryDirectory() as scratch:
        directory = arguments.keep or Path(scratch)
        directory.mkdir(parents=True, exist_ok=True)
        ready(directory, arguments.seeds, forms)
        report(directory, forms, arguments.only, show=arguments.show)


def report(directory: Path, forms: Sequence[str], only: str, *, show: bool) -> None:
    """One line a file, then the least of every form."""
    least: dict[str, list[Reading]] = defaultdict(list)
    print(f"{'form':6}{'disclosure':22}{'cells':>8}{'numbers':>9}{'tables':>8}{'partial':>8}{'unread':>7}{'silent':>7}")
    for form in forms:
        for path in sorted(p for p in directory.glob(f"{form}_*.pdf") if only in p.stem):
            name = path.stem.split("_", 1)[1]
            reading = scored(path, truth_grids(json.loads((directory / f"{name}.json").read_text("utf-8"))))
            s = reading.score
            least[form].append(reading)
            print(
                f"{form:6}{name:22}{s.cells_f1:8.4f}{s.numbers_f1:9.4f}{f'{s.tables_read}/{s.tables_drawn}':>8}"
                f"{reading.partial:8}{reading.unread:7}{reading.silent:7}"
            )
            if show:
                print(*(f"    {words[:200]}" for words in reading.words), sep="\n")
    print("least of each form")
    for form, readings in least.items():
        cells, numbers = min(r.score.cells_f1 for r in readings), min(r.score.numbers_f1 for r in readings)
        print(f"{form:28}{cells:8.4f}{numbers:9.4f}{'':23}{sum(r.silent for r in readings):7}")


if __name__ == "__main__":
    main()
