"""Command line of the generator: ``python -m mingzhang.core.testkit``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .generator import generate, registered
from .mutation.planting import KINDS, apply, choose
from .render.docx import render_docx
from .render.pdf import MissingReportlabError, render_pdf
from .render.text import render_text
from .suites.samples import write_samples


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mingzhang.core.testkit", description="Make fictional disclosures.")
    commands = parser.add_subparsers(dest="command", required=True)
    samples = commands.add_parser("samples", help="write the shipped samples and planted.json")
    samples.add_argument("--out", type=Path, default=Path("samples"))
    one = commands.add_parser("make", help="write one disclosure, or several of consecutive seeds")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--count", type=int, default=1)
    one.add_argument("--region", default=None, help="id of a region; without it, the first that has a generator")
    one.add_argument("--year", type=int, default=None)
    one.add_argument("--kind", default="budget")
    one.add_argument("--level", default=None)
    one.add_argument("--rounding", action="store_true", help="amounts exact to 元, printed rounded")
    one.add_argument("--plant", type=int, default=0, metavar="N", help=f"plant N errors of different kinds ({', '.join(KINDS)})")
    one.add_argument("--format", choices=("pdf", "docx", "txt"), default="pdf")
    one.add_argument("--out", type=Path, default=Path())
    return parser


def _make(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    render = {"pdf": render_pdf, "docx": render_docx, "txt": render_text}[options.format]
    for seed in range(options.seed, options.seed + options.count):
        document = generate(seed, options.region, options.year, options.kind, options.level, options.rounding)
        planned = choose(document, options.plant, seed) if options.plant else []
        who = document.identity
        path = render(apply(document, planned), options.out / f"{who.region}_{who.fiscal_year}_{who.kind}_{seed}.{options.format}")
        sys.stdout.write(f"{path}\n" + "".join(f"  {c.description}\n" for c in planned))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status (2 for what cannot be made)."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "samples":
            for path in write_samples(options.out, registered()):
                sys.stdout.write(f"{path}\n")
        else:
            _make(options)
    except (ValueError, MissingReportlabError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
