"""Speed, memory and accuracy of reading PDF, against pdfplumber and against PDFium's text alone, on the same files.

    python benchmarks/bench_reading.py [--real] [--pages 500] [--repeat 3]

Times are processor seconds of this process, the best of some runs; the three readers take turns, so that what else
runs on the machine hits all of them. Memory is the peak of a process of its own that reads the long file once.
"""

from __future__ import annotations

import argparse
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
from score_reading import SAMPLES, read_file, read_grids, score, truth_of

from mingzhang import ReadOptions

RULED = ("lo_", "cr_", "rot_", "seal_", "xl_")
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def ours(path: Path) -> int:
    """The fast engine."""
    return len(read_file(path, ReadOptions(engine="fast")).pages)


def plumber(path: Path) -> int:
    """pdfplumber as people use it: text and tables of every page, every page closed."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def text_only(path: Path) -> int:
    """The limit: PDFium's text without places."""
    document = pdfium.PdfDocument(path)
    for index in range(len(document)):
        page = document[index]
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    count = len(document)
    document.close()
    return count


def seconds(read: Callable[[Path], int], path: Path) -> float:
    """Processor seconds of one run."""
    start = time.process_time()
    read(path)
    return time.process_time() - start


def long_file(source: Path, pages: int, target: Path) -> None:
    """A file of so many pages, made by repeating those of another."""
    document, whole = pdfium.PdfDocument(source), pdfium.PdfDocument.new()
    while len(whole) < pages:
        whole.import_pages(document, list(range(min(len(document), pages - len(whole)))))
    whole.save(target)
    whole.close()
    document.close()


def peak_megabytes(path: Path) -> float:
    """Peak memory of a fresh process that reads the file."""
    command = [sys.executable, __file__, "--read-once", str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def own_peak() -> float:
    """Peak memory of this process; what getrusage says includes the parent's on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(float(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bench_files(paths: list[Path], repeat: int) -> None:
    print(f"{'file':32}{'pages':>6}{'ours':>8}{'plumber':>9}{'text':>8}   {'×plumber':>8}{'÷text':>7}   cells   numbers")
    total_ours = total_plumber = 0.0
    for path in paths:
        mine, limit = [], []
        for _ in range(repeat):
            mine.append(seconds(ours, path))
            limit.append(seconds(text_only, path))
        slow, pages = seconds(plumber, path), text_only(path)
        best, text = min(mine), min(limit)
        accuracy = ""
        if path.parent.parent.name == "rendered":
            s = score(read_grids(read_file(path, ReadOptions())), truth_of(path))
            accuracy = f"{s.cells_f1:8.4f}{s.numbers_f1:9.4f}"
        if path.name.startswith(RULED) or "real" in path.parts:
            total_ours, total_plumber = total_ours + best, total_plumber + slow
        print(
            f"{path.stem[:30]:32}{pages:6}{pages / best:8.0f}{pages / slow:9.1f}{pages / text:8.0f}   {slow / best:8.1f}{text / best:7.2f} {accuracy}"
        )
    if total_ours:
        print(f"all ruled files together: {total_plumber / total_ours:.1f} times as fast as pdfplumber")


def bench_long(source: Path, pages: int, repeat: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "long.pdf"
        long_file(source, pages, path)
        mine, limit = [], []
        for _ in range(repeat):
            mine.append(seconds(ours, path))
            limit.append(seconds(text_only, path))
        peak = peak_megabytes(path)
    print(
        f"{pages} pages of {source.name}: {pages / min(mine):.0f} pages/s, {min(limit) / min(mine):.2f} of PDFium's text alone, "
        f"peak {peak:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", action="store_true", help="the published files too")
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--read-once", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read_once:
        ours(arguments.read_once)
        print(own_peak())
        return
    rendered = sorted((SAMPLES / "rendered/pdf").glob("*.pdf"))
    bench_files(rendered + (sorted((SAMPLES / "real").rglob("*.pdf")) if arguments.real else []), arguments.repeat)
    for name in ("lo_kashi2022.pdf", "cr_kashi2022.pdf"):
        bench_long(SAMPLES / "rendered/pdf" / name, arguments.pages, arguments.repeat)


if __name__ == "__main__":
    main()
