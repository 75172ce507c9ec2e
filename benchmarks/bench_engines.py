"""Whether the two engines read the same from every page of PDF files: tables cell by cell, then the figures of the lines.

    python benchmarks/bench_engines.py [FILE.pdf ...]

Without files: all PDF samples. Prints the pages on which they differ, with the first differences, and whether the fast engine
says something of the page itself (a problem, a doubt, texts set aside, a table that is not read).
"""

from __future__ import annotations

import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from score_reading import SAMPLES, read_file

from mingzhang import Document, Paragraph, ReadOptions, Table, TableStatus, UnreadableError, squeeze

_FIGURE = re.compile(r"\d[\d.,，]*%?")
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def tables(document: Document, page: int) -> list[tuple[str, ...]]:
    """The tables of a page, each as its size and its texts."""
    found = [b for b in document.blocks if isinstance(b, Table) and b.place.page == page]
    return [(f"{t.rows}×{t.columns} {t.status}", *(squeeze(c.text) for c in t.cells)) for t in found]


def figures(document: Document, page: int) -> Counter[str]:
    """The figures on the lines of a page."""
    return Counter(
        n for b in document.blocks if isinstance(b, Paragraph) and b.place.page == page for n in _FIGURE.findall(squeeze(b.text))
    )


def differences(fast: Document, other: Document, page: int) -> Iterator[str]:
    """What differs on a page, in words."""
    ours, theirs = tables(fast, page), tables(other, page)
    if len(ours) != len(theirs):
        yield f"{len(ours)} tables / {len(theirs)}"
        return
    for n, (a, b) in enumerate(zip(ours, theirs, strict=True), 1):
        if a[0] != b[0]:
            yield f"table {n}: {a[0]} / {b[0]}"
        elif a != b:
            cells = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
            yield f"table {n}: {len(cells)} cells, {cells[0][0][:30]!r} / {cells[0][1][:30]!r}"
    told, read = figures(fast, page), figures(other, page)
    if told != read:
        yield f"lines: {list(told - read)[:4]} / {list(read - told)[:4]}"


def remarks(document: Document, number: int) -> str:
    """What the fast engine says of a page."""
    page = document.pages[number - 1]
    unread = [t.problem or "" for t in document.tables if t.place.page == number and t.status is not TableStatus.READ]
    reasons = sorted({a.reason for a in page.aside})
    return "; ".join([*filter(None, (page.problem, page.doubt)), *unread, *reasons]) or "nothing"


def main() -> None:
    paths = [Path(a) for a in sys.argv[1:]]
    paths = paths or sorted(p for folder in ("real", "wild", "rendered") for p in (SAMPLES / folder).rglob("*.pdf"))
    pages = apart = silent = 0
    for path in paths:
        try:
            fast, other = (read_file(path, ReadOptions(engine=engine)) for engine in ("fast", "pdfplumber"))
        except UnreadableError as error:
            print(f"{path.name}: {error}")
            continue
        for page in fast.pages:
            pages += 1
            found = list(differences(fast, other, page.number))
            if found:
                said = remarks(fast, page.number)
                apart, silent = apart + 1, silent + (said == "nothing")
                print(f"{path.name} p{page.number}: {'; '.join(found)}  [says: {said}]", flush=True)
    print(f"{apart} of {pages} pages differ, {silent} of them without a word")


if __name__ == "__main__":
    main()
