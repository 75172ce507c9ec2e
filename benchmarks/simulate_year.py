"""What a year of the country costs on a cluster, from measured costs: every batch, death and shard of it is played through.

    python benchmarks/simulate_year.py [--workers 64] [--files 1000000] [--bad 0.01] [--killers 0.001]

The costs are those of benchmarks/bench_cluster.py (seconds of one core); change them to your own.
"""

from __future__ import annotations

import argparse
import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass

PROVINCES = (40, 70, 65, 60, 55, 52, 50, 48, 46, 44, 42, 40, 38, 36, 35, 34, 33, 32, 30, 28, 26, 24, 22, 20, 18, 14, 12, 10, 8, 6, 4)
"""Disclosures of a province in the year, in parts: a guess; the largest has a fifteenth of all."""


@dataclass(frozen=True)
class Costs:
    """Seconds, of one core, and bytes."""

    check: float = 0.153
    """Read, check and pack a disclosure of 20 pages; the mean."""
    spread: float = 0.8
    """Of the logarithm: one in a hundred takes six times the mean or more."""
    timeout: float = 60.0
    hanging: float = 0.1
    """Share of the bad files that run into the limit of time; the others fail at once."""
    deaths: int = 3
    revival: float = 3.0
    """A process starts and loads Dask, plugins, rules and packs. Measured 0.7 s here with everything in the cache of the disk; three on a machine with a slow one."""
    latency: float = 0.03
    """One operation on an object store; five for a batch, three for a file."""
    merge: float = 0.019
    compare: float = 0.0055
    settle: float = 0.0045
    index: float = 0.0006
    copy: float = 100e6
    """Bytes a second to and from the storage, for each worker."""
    shard_bytes: float = 384e3
    part_bytes: float = 55e3
    index_bytes: float = 12e3
    task: float = 1 / 300
    """The scheduler and who began the run, for each task: they do one after the other."""


def spread_over(workers: int, costs: Sequence[float]) -> float:
    """The time until tasks, taken in this order by whoever is free, are all done."""
    free = [0.0] * workers
    for cost in costs:
        heapq.heappush(free, heapq.heappop(free) + cost)
    return max(free)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=64)
    parser.add_argument("--files", type=int, default=1_000_000)
    parser.add_argument("--bad", type=float, default=0.01)
    parser.add_argument("--killers", type=float, default=0.001)
    a = parser.parse_args()
    c, random_ = Costs(), random.Random(1)
    mean = -c.spread**2 / 2
    batches, dead, late = [], 0, 0
    for first in range(0, a.files, 16):
        cost = 5 * c.latency
        for _ in range(min(16, a.files - first)):
            luck = random_.random()
            own = 3 * c.latency + c.check * random_.lognormvariate(mean, c.spread)
            if luck < a.killers:
                dead += 1
                own = c.deaths * (c.revival + own)
            elif luck < a.killers + a.bad:
                hangs = random_.random() < c.hanging
                late += hangs
                own = c.timeout + c.revival if hangs else own / 10
            cost += own
        batches.append(cost)
    total = sum(PROVINCES)
    shards = sorted((a.files * p / total for p in PROVINCES), reverse=True)
    moved = [2 * n * c.shard_bytes / c.copy for n in shards]
    stages = {
        "check": (spread_over(a.workers, batches), sum(batches)),
        "scheduler (beside check)": (len(batches) * c.task, len(batches) * c.task),
        "merge": (spread_over(a.workers, [n * c.merge + m / 2 for n, m in zip(shards, moved, strict=True)]), a.files * c.merge),
        "compare": (
            moved[0] / 2 + spread_over(a.workers, [n / 8 * c.compare + m / 2 for n, m in zip(shards, moved, strict=True) for _ in range(8)]),
            a.files * c.compare + 9 * sum(moved) / 2,
        ),
        "settle": (spread_over(a.workers, [n * c.settle + m for n, m in zip(shards, moved, strict=True)]), a.files * c.settle),
        "index": (a.files * c.index, a.files * c.index),
    }
    print(f"{a.files:,} files, {a.workers} workers; {dead:,} files kill three workers each, {late:,} run into the limit of time")
    for name, (wall, work) in stages.items():
        print(f"{name:28}{wall / 60:8.1f} min{work / 3600:10.1f} core hours")
    wall = sum(w for name, (w, _) in stages.items() if "beside" not in name)
    print(f"{'all':28}{wall / 60:8.1f} min{sum(w for _, w in stages.values()) / 3600:10.1f} core hours")
    print(f"of the check: deaths {dead * c.deaths * c.revival / 3600:.1f} h, late {late * c.timeout / 3600:.1f} h, "
          f"operations {(len(batches) * 5 + a.files * 3) * c.latency / 3600:.1f} h")  # fmt: skip
    print(f"shards {a.files * c.shard_bytes / 1e9:.0f} GB, the largest {shards[0] * c.shard_bytes / 1e9:.1f} GB; "
          f"parts {a.files * c.part_bytes / 1e9:.0f} GB; index {a.files * c.index_bytes / 1e9:.1f} GB")  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
