"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable

import click

from ..messages import tr
from ..run.workers import MEMORY, TIMEOUT

engine_option = click.option(
    "--engine",
    type=click.Choice(["auto", "fast", "pdfplumber"]),
    default="auto",
    show_default=True,
    help=tr("PDF engine.", "PDF 读取方式。"),
)


def limits(command: Callable[..., None]) -> Callable[..., None]:
    """Options for what reading one file may take; 0 is no limit."""
    seconds = click.option(
        "--timeout",
        type=click.FloatRange(0),
        default=TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help=tr("Time for each file; pages read by OCR have more. 0: no limit.", "每个文件的时限（秒），用 OCR 读的页另加；0 为不限。"),
    )
    memory = click.option(
        "--memory",
        type=click.IntRange(0),
        default=MEMORY,
        show_default=True,
        metavar="MIB",
        help=tr("Memory for each file, in MiB. 0: no limit.", "每个文件可用的内存（MiB），0 为不限。"),
    )
    return seconds(memory(command))
