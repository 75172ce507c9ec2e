"""Damaged files by the hundred: every one must end in a result with one clear line, never in a traceback, and lose no other.

    python benchmarks/fuzz.py [--rounds 40] [--seed 1]

Made disclosures as PDF, DOCX, text, HTML and XLSX, and the samples of every format, with bytes flipped, cut out, doubled
or cut off; each round checks a folder of them with limits of time and memory, among them one whole file that must be
checked all the same. Exit status 1 if anything went otherwise.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from score_reading import SAMPLES

from mingzhang.core.model.results.result import DocumentStatus
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.render.docx import render_docx
from mingzhang.core.testkit.render.pdf import render_pdf
from mingzhang.core.testkit.render.text import render_text

WHOLE = "whole.docx"


def damaged(content: bytes, r: Random) -> bytes:
    """The content with one to a few injuries."""
    data = bytearray(content)
    for _ in range(r.choice((1, 1, 2, 5, 40))):
        if not data:
            break
        at = r.randrange(len(data))
        size = r.choice((1, 1, 4, 64, 2048))
        kind = r.choice(("flip", "flip", "zero", "cut", "double", "end"))
        if kind == "flip":
            data[at] ^= 1 << r.randrange(8)
        elif kind == "zero":
            data[at : at + size] = bytes(len(data[at : at + size]))
        elif kind == "cut":
            del data[at : at + size]
        elif kind == "double":
            data[at:at] = data[at : at + size]
        else:
            del data[at:]
    return bytes(data)


def originals(folder: Path) -> Iterator[Path]:
    """Small files of every format."""
    made = generate(7)
    for path in (folder / "made.pdf", folder / "made.docx", folder / "made.txt"):
        {".pdf": render_pdf, ".docx": render_docx, ".txt": render_text}[path.suffix](made, path)
        yield path
    for pattern in ("html/*.html", "xlsx/*.xlsx", "pdf/nb_*.pdf", "docx/*.doc"):
        yield from sorted((SAMPLES / "rendered").glob(pattern))[:1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    plugins, limits = default_plugins(), Options(timeout=30, memory=2048, jobs=2)
    statuses: Counter[str] = Counter()
    wrong: list[str] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mingzhang-fuzz-") as scratch:
        source = Path(scratch) / "source"
        source.mkdir()
        files = list(originals(source))
        for number in range(options.rounds):
            r = Random(f"{options.seed}/{number}")
            folder = Path(scratch) / f"round{number}"
            folder.mkdir()
            shutil.copy(source / "made.docx", folder / WHOLE)
            for path in files:
                (folder / path.name).write_bytes(damaged(path.read_bytes(), r))
            wrong += _round(folder, number, statuses, plugins, limits)
            shutil.rmtree(folder)
    print(f"{options.rounds} rounds, {sum(statuses.values())} files in {time.monotonic() - started:.0f} s: {dict(statuses)}")
    for line in wrong:
        print(line)
    return bool(wrong)


def _round(folder: Path, number: int, statuses: Counter[str], plugins: object, limits: Options) -> Iterator[str]:
    try:
        run = check_paths([folder], plugins, limits)  # type: ignore[arg-type]
    except Exception as error:
        yield f"round {number}: the run ended with {type(error).__name__}: {error}"
        return
    for result in run.documents:
        name = Path(result.path).name
        statuses[str(result.status)] += 1
        if name == WHOLE and result.status is not DocumentStatus.CHECKED:
            yield f"round {number}: the whole file is {result.status}: {result.reason}"
        if result.status is not DocumentStatus.CHECKED and (not result.reason or "\n" in result.reason or "Traceback" in result.reason):
            yield f"round {number}: {name}: no clear line: {result.reason!r}"
        for row in result.ledger:
            if row.outcome == "crashed":
                yield f"round {number}: {name}: {row.rule} {row.reason}"


if __name__ == "__main__":
    sys.exit(main())
