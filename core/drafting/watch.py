"""Waiting for a file to change, by looking at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

SECONDS = 0.5


def changes_of(path: Path, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Once at the beginning, then whenever the file was written anew; a file that is gone is waited for.

    Size and time are looked at twice a second: no more is needed for a file that a person writes.
    """
    last: tuple[int, int] | None = None
    first = True
    while True:
        try:
            stat = path.stat()
            now = (stat.st_mtime_ns, stat.st_size)
        except OSError:
            now = None
        if first or (now is not None and now != last):
            first, last = False, now
            yield
        sleep(SECONDS)
