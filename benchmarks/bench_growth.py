"""How the cost of every stage grows with the data: the exponent of rows, pages, claims, files and stored documents.

    python benchmarks/bench_growth.py [--most 10] [rows pages claims files stored]

A disclosure is drawn out: its tables have many times the rows (each copy under other names), its pages come many times, or its
sentences do. ``files``: many halves of disclosures, and many files in a run. ``stored``: one more document into a database that
holds many. The exponent is the slope of the logarithms from the second size to the last, where fixed costs no longer count; over
1.05 (and a tenth of a second) the stage grows faster than the data. Rules are named one by one.
"""

from __future__ import annotations

import argparse
import gc
import math
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mingzhang import Document, Paragraph, Place, ReadOptions, Table
from mingzhang.core.checking.engine import check_disclosure
from mingzhang.core.model.results.result import DocumentResult, DocumentStatus
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reading.assemble import assemble
from mingzhang.core.reading.read import parser_for, source_of
from mingzhang.core.run.check import check_file
from mingzhang.core.run.inputs import Input
from mingzhang.core.run.joining import complementary
from mingzhang.core.run.options import Options
from mingzhang.core.store.prepared import packed_rows
from mingzhang.core.store.writer import open_store, save
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.render.pdf import render_pdf
from mingzhang.core.understanding.understand import understand

LIMIT, LEAST = 1.05, 0.1
PLUGINS = default_plugins()
Times = dict[str, float]
_MARKS = "甲乙丙丁戊己庚辛壬癸"


def other_name(text: str, copy: int) -> str:
    """A name that is like another one and is not it; numbers and codes stay."""
    if not copy or not text or text.strip("0123456789.,-% ") == "":
        return text
    return text + "".join(_MARKS[int(d)] for d in str(copy))


def more_rows(document: Document, times: int) -> Document:
    """Each table with its body many times."""

    def grown(table: Table) -> Table:
        head = max((c.row for c in table.cells if not any(ch.isdigit() for ch in c.text)), default=0) if table.rows < 3 else 2
        body = [c for c in table.cells if c.row >= head]
        height = table.rows - head
        copies = [
            replace(c, row=c.row + k * height, text=other_name(c.text, k) if c.column < 2 else c.text) for k in range(1, times) for c in body
        ]
        return replace(table, cells=(*table.cells, *copies), rows=table.rows + height * (times - 1))

    return replace(document, blocks=tuple(grown(b) if isinstance(b, Table) else b for b in document.blocks))


def more_pages(document: Document, times: int) -> Document:
    """The whole document many times, page after page."""
    last = max(p.number for p in document.pages)

    def moved(place: Place, by: int) -> Place:
        return replace(place, page=None if place.page is None else place.page + by)

    blocks: list[Any] = []
    for k in range(times):
        for b in document.blocks:
            if isinstance(b, Table):
                cells = tuple(replace(c, place=moved(c.place, k * last)) for c in b.cells)
                blocks.append(replace(b, place=moved(b.place, k * last), cells=cells, pages=tuple(p + k * last for p in b.pages)))
            else:
                blocks.append(replace(b, place=moved(b.place, k * last)))
    pages = tuple(replace(p, number=p.number + k * last) for k in range(times) for p in document.pages)
    return replace(document, blocks=tuple(blocks), pages=pages)


def more_claims(document: Document, times: int) -> Document:
    """Each paragraph of prose many times, one after the other."""
    blocks: list[Any] = []
    for b in document.blocks:
        blocks += [b] * (times if isinstance(b, Paragraph) and len(b.text) > 30 else 1)
    return replace(document, blocks=tuple(blocks))


def timed(times: Times, name: str, work: Callable[[], Any]) -> Any:
    started = time.process_time()
    value = work()
    times[name] = times.get(name, 0.0) + time.process_time() - started
    return value


def through(document: Document) -> Times:
    """Seconds of each stage, and of each rule."""
    times: Times = {}
    whole = timed(times, "assemble", lambda: assemble(document, PLUGINS.vocabulary))
    d = timed(times, "understand", lambda: understand(whole, PLUGINS.regions, PLUGINS.layouts, PLUGINS.references))
    assert d is not None
    findings, ledger = timed(times, "check", lambda: check_disclosure(d, PLUGINS.rules, PLUGINS.regions[d.identity.region]))
    times |= {f"  {row.rule}": row.seconds for row in ledger}
    times["check without rules (causes, sureness)"] = times["check"] - sum(row.seconds for row in ledger)
    result = DocumentResult("a", "0" * 64, 1, DocumentStatus.CHECKED, document=whole, disclosure=d, findings=findings, ledger=ledger)
    rows = timed(times, "rows for the database", lambda: packed_rows(result))
    with tempfile.TemporaryDirectory() as folder:
        db = open_store(Path(folder) / "a.db")
        timed(times, "store", lambda: save(db, replace(result, prepared=rows)))
        db.close()
    return times


def halves(count: int) -> Times:
    """Files with prose alone and with tables alone, of so many bodies."""
    with tempfile.TemporaryDirectory() as folder:
        file = render_pdf(generate(3, "xinjiang", 2024), Path(folder) / "a.pdf")
        one = check_file(Input(file, "a"), PLUGINS, Options())
    assert one.disclosure is not None
    results: dict[int, DocumentResult] = {}
    for n in range(count):
        who = replace(one.disclosure.identity, body=f"某{n}局")
        kinds = (replace(one.disclosure, identity=who, claims=()), replace(one.disclosure, identity=who, statements=()))
        for k, d in enumerate(kinds):
            results[2 * n + k] = replace(one, sha256=f"{2 * n + k:064}", disclosure=d, document=None).lean()
    times: Times = {}
    found = timed(times, "complementary", lambda: complementary(results))
    assert len(found) == count
    return times


def stored(count: int) -> Times:
    """Storing so many documents, of other bodies each."""
    with tempfile.TemporaryDirectory() as folder:
        file = render_pdf(generate(3, "xinjiang", 2024), Path(folder) / "a.pdf")
        one = check_file(Input(file, "a"), PLUGINS, Options())
        assert one.disclosure is not None and one.document is not None
        times: Times = {}
        db = open_store(Path(folder) / "a.db")
        for n in range(count):
            d = replace(one.disclosure, identity=replace(one.disclosure.identity, body=f"某{n}局"))
            result = replace(one, sha256=f"{n:016}".ljust(64, "0"), path=f"{n}.pdf", disclosure=d)
            packed = replace(result, prepared=packed_rows(result))
            started = time.process_time()
            save(db, packed)
            times["store all"] = times.get("store all", 0.0) + time.process_time() - started
        db.close()
    return times


def sizes_of(kind: str, most: int) -> Iterator[tuple[int, Times]]:
    if kind in ("files", "stored"):
        base, work = (100, halves) if kind == "files" else (10, stored)
        for k in (1, max(most // 3, 2), most):
            yield k, work(base * k)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = source_of(render_pdf(generate(3, "xinjiang", 2024), Path(folder) / "a.pdf"))
        document = parser_for(source, PLUGINS.parsers).parse(source, ReadOptions(PLUGINS.vocabulary, "fast"))
    grow = {"rows": more_rows, "pages": more_pages, "claims": more_claims}[kind]
    through(document)  # what is compiled at first use
    for k in (1, max(most // 3, 2), most):
        yield k, through(grow(document, k))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=["rows", "pages", "claims", "files", "stored"])
    parser.add_argument("--most", type=int, default=10)
    arguments = parser.parse_args()
    gc.disable()  # collecting garbage costs with all that is alive, which is the benchmark's own
    over = 0
    for kind in arguments.kinds:
        measured = list(sizes_of(kind, arguments.most))
        print(f"== {kind}: × {', '.join(str(k) for k, _ in measured)}")
        (_, _), (k1, t1), (k2, t2) = measured
        for name in t2:
            low, high = max(t1.get(name, 0.0), 1e-6), t2[name]
            exponent = math.log(high / low) / math.log(k2 / k1) if high > 0 else 0.0
            grows = exponent > LIMIT and high > LEAST
            over += grows
            if not name.startswith("  ") or grows:
                print(f"{name:45}" + "".join(f"{t.get(name, 0):10.3f}" for _, t in measured) + f"  ^{exponent:.2f}" + (" OVER" if grows else ""))
    return int(bool(over))


if __name__ == "__main__":
    raise SystemExit(main())
