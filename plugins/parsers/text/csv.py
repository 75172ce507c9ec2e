"""CSV and TSV: a sheet without rules."""

from __future__ import annotations

import csv
from collections import Counter

from .... import Document, ReadOptions, Source, UnreadableError, said
from ..office.sheet import Sheet
from ..office.sheets import SheetReader
from .parser import decode

_SEPARATORS = (",", "\t", ";", "|", "，")
_LINES_LOOKED_AT = 200


class CsvParser:
    """CSV and TSV (逗号分隔文本). Rows with one cell are lines; the others are tables, parted by blank rows."""

    id = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def accepts(self, source: Source) -> bool:
        return source.suffix in self.suffixes and b"\x00" not in source.head().removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")[:1]

    def parse(self, source: Source, options: ReadOptions) -> Document:
        text = decode(source.path.read_bytes())
        sheet = Sheet("")
        try:
            rows = csv.reader(text.replace("\x00", "").splitlines(keepends=True), delimiter=separator_of(text), skipinitialspace=True)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell.strip():
                        sheet.put(number, column, cell, ruled=False)
        except csv.Error as error:
            raise UnreadableError(said(f"the CSV file is damaged ({error})", f"CSV 文件已损坏（{error}）")) from error
        reader = SheetReader()
        reader.add(sheet)
        if not reader.blocks:
            raise UnreadableError(said("the file is empty", "文件是空的"))
        return Document(source.name, source.sha256, self.id, tuple(reader.blocks), size=source.size)


def separator_of(text: str) -> str:
    """The separator of which most lines have the same number, a comma if none has any."""
    lines = [line for line in text.splitlines()[:_LINES_LOOKED_AT] if line.strip()]
    best, score = ",", 0
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        counts.pop(0, None)
        alike = max(counts.values(), default=0)
        if alike > score:
            best, score = separator, alike
    return best
