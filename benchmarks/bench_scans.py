"""Accuracy and time of reading scans, by how they were scanned: resolution, skew, noise, compression, stamps.

    python benchmarks/bench_scans.py [FILE.pdf:PAGE ...] [--how NAME ...] [--show]

Pages with a text layer are drawn as pictures, spoilt, and wrapped as a PDF without one; what the text layer says is the
truth. Needs the extra [ocr]. Times are processor seconds of all threads. ``sure`` counts figures that were read wrong although the confidence is not under SURE.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from score_reading import SAMPLES, cells_of, is_number, normal, pairs_of, read_file, score

from mingzhang import ReadOptions
from mingzhang.core.model.documents.document import SURE


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page was scanned."""

    dpi: int = 150
    skew: float = 0.0
    noise: float = 0.0
    jpeg: int = 85
    blur: float = 0.0
    paper: int = 255
    stamp: bool = False
    quarter: int = 0


HOW: dict[str, Scan] = {
    "100dpi": Scan(100),
    "150dpi": Scan(),
    "200dpi": Scan(200),
    "300dpi": Scan(300),
    "skew0.5": Scan(skew=0.5),
    "skew1": Scan(skew=-1.0),
    "skew1.5": Scan(200, skew=1.5),
    "skew2": Scan(skew=2.0),
    "noise": Scan(noise=12.0, jpeg=60),
    "jpeg50": Scan(200, jpeg=50),
    "blur": Scan(200, blur=1.0),
    "grey": Scan(200, paper=205, noise=6.0),
    "stamp": Scan(stamp=True),
    "turned": Scan(quarter=90),
    "fax": Scan(200, skew=0.7, noise=10.0, jpeg=50, blur=0.7, paper=225, stamp=True),
}
PAGES = ("lo_kashi2022.pdf:3", "lo_kashi2022.pdf:4", "lo_shache2024.pdf:6", "cr_kashi2022.pdf:6")


def scanned(page: pdfium.PdfPage, how: Scan, target: Path) -> None:
    """Writes the picture of a page as an image-only PDF."""
    picture = np.asarray(page.render(scale=how.dpi / 72).to_pil().convert("RGB")).astype(np.float32)
    height, width = picture.shape[:2]
    if how.stamp:
        seal = np.full_like(picture, 255.0)
        cv2.circle(seal, (int(width * 0.62), int(height * 0.4)), int(0.8 * how.dpi), (220.0, 60.0, 60.0), max(2, how.dpi // 40))
        picture *= seal / 255
    if how.skew:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.skew, 1.0)
        picture = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    picture *= how.paper / 255
    if how.paper < 255:
        picture *= np.linspace(0.93, 1.05, width, dtype=np.float32)[None, :, None]
    if how.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), how.blur)
    if how.noise:
        picture += np.random.default_rng(7).normal(0, how.noise, picture.shape[:2])[..., None]
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    image.rotate(how.quarter, expand=True).save(target, "PDF", resolution=how.dpi, quality=how.jpeg)


def measure(pages: Sequence[tuple[Path, int]], how: Scan, directory: Path, *, show: bool) -> tuple[str, float]:
    """One line of the table."""
    hits = read = drawn = number_hits = numbers_read = numbers_drawn = sure = 0
    seconds = 0.0
    for path, number in pages:
        file = pdfium.PdfDocument(path)
        alone = pdfium.PdfDocument.new()
        alone.import_pages(file, [number - 1])
        alone.save(single := directory / "single.pdf")
        truth = [[[normal(c) for c in row] for row in t.grid()] for t in read_file(single, ReadOptions()).tables]
        scanned(alone[0], how, spoilt := directory / "scan.pdf")
        start = time.process_time()
        tables = list(read_file(spoilt, ReadOptions(patient=True)).tables)
        seconds += time.process_time() - start
        grids = [[[normal(c) for c in row] for row in t.grid()] for t in tables]
        s = score(grids, truth)
        hits, read, drawn = hits + s.hits, read + s.read, drawn + s.drawn
        number_hits, numbers_read, numbers_drawn = (
            number_hits + s.number_hits,
            numbers_read + s.numbers_read,
            numbers_drawn + s.numbers_drawn,
        )
        pairs = dict(pairs_of(grids, truth))
        for i, table in enumerate(tables):
            there = cells_of(truth[pairs[i]]) if i in pairs else {}
            for cell in table.cells:
                at, text = (cell.row, cell.column), normal(cell.text)
                if text and there.get(at) != text:
                    wrong_figure = is_number(text) and (cell.confidence or Decimal(0)) >= SURE
                    sure += wrong_figure
                    if show:
                        print(f"    {path.name}:{number} {at} drawn {there.get(at)!r}, read {text!r}, {cell.confidence}")
            if show:
                print(
                    *(f"    {path.name}:{number} {at} drawn {t!r}, not read" for at, t in there.items() if at not in cells_of(grids[i])),
                    sep="\n",
                )
    cells, numbers = (2 * a / (b + c) if b + c else 1.0 for a, b, c in ((hits, read, drawn), (number_hits, numbers_read, numbers_drawn)))
    return f"{cells:8.4f}{numbers:9.4f}{sure:6}{seconds / len(pages):9.1f}", seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", help="FILE.pdf:PAGE; a name alone is one of the samples")
    parser.add_argument("--how", action="append", choices=HOW)
    parser.add_argument("--show", action="store_true", help="every difference")
    arguments = parser.parse_args()
    pages = []
    for given in arguments.pages or PAGES:
        name, _, number = given.rpartition(":")
        path = Path(name) if Path(name).exists() else SAMPLES / "rendered/pdf" / name
        pages.append((path, int(number)))
    print(f"{'scan':10}{'cells':>8}{'numbers':>9}{'sure':>6}{'cpu s/p.':>9}")
    with tempfile.TemporaryDirectory() as directory:
        for how in arguments.how or HOW:
            line, _ = measure(pages, HOW[how], Path(directory), show=arguments.show)
            print(f"{how:10}{line}", flush=True)


if __name__ == "__main__":
    main()
