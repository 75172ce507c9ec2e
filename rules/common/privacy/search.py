"""What the rules about personal data share: every text with its place, and findings that do not print the number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .... import Disclosure, Evidence, Paragraph, Passed, Place, Role, Table, Verdict, fail, mask


def texts(disclosure: Disclosure) -> Iterator[tuple[str, Place, str | None, str | None]]:
    """Every text of the document with its place, table title and row label."""
    for block in disclosure.document.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place, None, None
        elif isinstance(block, Table):
            for cell in block.cells:
                if len(cell.text) >= 11:
                    yield cell.text, cell.place, block.title, f"第 {cell.row + 1} 行"


def numbers_found(
    disclosure: Disclosure,
    pattern: re.Pattern[str],
    title: str,
    words: str,
    is_one: Callable[[str], bool] = bool,
) -> Iterator[Verdict]:
    """A finding for every number of a pattern that ``is_one``, the number masked; ``words`` say what to do."""
    ordinal = 0
    for text, place, table, row in texts(disclosure):
        for m in pattern.finditer(text):
            if not is_one(m[0]):
                continue
            ordinal += 1
            yield fail(
                f"公开内容中出现{title} {mask(m[0])}。{words}",
                address="privacy",
                evidence=Evidence(Role.ACTUAL, mask(m[0]), place, table=table, row=row),
            )
    if not ordinal:
        yield Passed()
