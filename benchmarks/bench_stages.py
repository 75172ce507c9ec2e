"""Time of understanding and of the rules beside the time of reading, on the same files in the same run.

    python benchmarks/bench_stages.py [--repeat 5]

Processor seconds, the best of some runs. The limits: understanding at most 0.4, the rules at most 0.5 of the time that
the fast engine takes to read.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from score_reading import SAMPLES

from mingzhang import Document, ReadOptions
from mingzhang.core.checking.engine import check_disclosure
from mingzhang.core.plugins.manager import Plugins, default_plugins
from mingzhang.core.reading.assemble import assemble
from mingzhang.core.reading.read import parser_for, source_of
from mingzhang.core.understanding.understand import understand

LIMITS = {"understand": 0.4, "check": 0.5}


def best(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The least processor time of some runs, and what the last gave."""
    least, result = float("inf"), None
    for _ in range(repeat):
        started = time.process_time()
        result = work()
        least = min(least, time.process_time() - started)
    return least, result


def stages(path: Path, plugins: Plugins, repeat: int) -> dict[str, float]:
    """Seconds of every stage for one file."""
    source = source_of(path)
    parser = parser_for(source, plugins.parsers)
    times: dict[str, float] = {}
    times["read"], document = best(lambda: parser.parse(source, ReadOptions(plugins.vocabulary, "fast")), repeat)
    times["assemble"], document = best(lambda: assemble(document, plugins.vocabulary), repeat)
    whole: Document = document
    times["understand"], disclosure = best(lambda: understand(whole, plugins.regions, plugins.layouts, plugins.references), repeat)
    if disclosure is not None:
        times["check"], _ = best(lambda: check_disclosure(disclosure, plugins.rules), repeat)
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    repeat = parser.parse_args().repeat
    plugins = default_plugins()
    total: dict[str, float] = {}
    print(f"{'file':26}{'read':>9}{'assemble':>10}{'understand':>12}{'check':>9}   seconds")
    for path in sorted((SAMPLES / "rendered" / "pdf").glob("[lcrs][oe]*.pdf")):
        times = stages(path, plugins, repeat)
        print(
            f"{path.name:26}"
            + "".join(f"{times.get(k, 0):>{w}.3f}" for k, w in (("read", 9), ("assemble", 10), ("understand", 12), ("check", 9)))
        )
        for stage, seconds in times.items():
            total[stage] = total.get(stage, 0) + seconds
    missed = 0
    for stage, limit in LIMITS.items():
        ratio = total[stage] / total["read"]
        missed += ratio > limit
        print(f"{stage}: {ratio:.2f} of the fast engine's time (limit {limit})")
    return missed


if __name__ == "__main__":
    raise SystemExit(main())
