"""OpenDocument spreadsheets (.ods, and .fods, which is one XML file) for mingzhang: a parser."""

import re
import zipfile
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from mingzhang import Block, Cell, Document, Paragraph, Parser, Place, ReadOptions, Source, Table, UnreadableError, hookimpl

MINGZHANG_HOOK_VERSION = 1
_T, _P = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_BYTES, _REPEATS = 100 << 20, 1000  # what is read at most of a file, and of what repeats
Row = dict[int, tuple[str, int, int]]  # by column, from 0: the text as displayed, and how many rows and columns it spans


class OdsParser:
    """A row with one text or a unit line is a paragraph; the rows between such rows, or blank ones, are a table."""

    id = "ods"
    suffixes: tuple[str, ...] = (".ods", ".fods")

    def accepts(self, source: Source) -> bool:
        return b"application/vnd.oasis.opendocument.spreadsheet" in source.head()

    def parse(self, source: Source, options: ReadOptions) -> Document:
        try:
            with zipfile.ZipFile(source.path).open("content.xml") if source.head(2) == b"PK" else source.path.open("rb") as file:
                root = etree.fromstring(file.read(_BYTES), etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError) as error:
            raise UnreadableError(f"no readable OpenDocument file of at most {_BYTES} bytes ({error})") from error
        blocks: list[Block] = []
        for sheet in root.iter(_T + "table"):
            name = sheet.get(_T + "name", "")
            for (is_table, _), group in groupby(enumerate(_rows(sheet)), key=_kind):
                lines = {number: row for _, (number, row) in group}
                if is_table:
                    blocks.append(_table(name, lines, len(blocks)))
                for r, row in () if is_table else lines.items():
                    text = "\t".join(text for text, _, _ in row.values())
                    blocks.append(Paragraph(text, Place(sheet=name, line=r + 1, column=min(row) + 1, block=len(blocks))))
        if not blocks:
            raise UnreadableError("the spreadsheet has no text")
        return Document(source.name, source.sha256, self.id, tuple(blocks))


def _rows(sheet: etree._Element) -> Iterator[tuple[int, Row]]:
    """Rows with a text, by number from 0. What repeats is written once, and blank cells repeat to the end of the sheet."""
    number = 0
    for element in sheet.iter(_T + "table-row"):
        row, column = Row(), 0
        for cell in element.iterchildren(_T + "table-cell", _T + "covered-table-cell"):
            text = "\n".join("".join(map(str, p.itertext())) for p in cell.iterchildren(_P))
            again, high, wide = (int(cell.get(f"{_T}number-{n}", "1")) for n in ("columns-repeated", "rows-spanned", "columns-spanned"))
            row |= {column + n: (text, high, wide) for n in range(min(again, _REPEATS)) if text.strip()}
            column += again
        again = int(element.get(_T + "number-rows-repeated", "1"))
        yield from ((number + n, row) for n in range(min(again, _REPEATS)) if row)
        number += again


def _kind(entry: tuple[int, tuple[int, Row]]) -> tuple[bool, int]:
    order, (number, row) = entry
    return len(row) > 1 and not re.search(r"单位\s*[:：]", str(row)), number - order  # the same for rows without a gap


def _table(sheet: str, rows: dict[int, Row], block: int) -> Table:
    top, height, left = min(rows), max(rows) - min(rows) + 1, min(map(min, rows.values()))
    cells = tuple(
        Cell(text, r - top, c - left, Place(sheet=sheet, line=r + 1, column=c + 1, block=block), min(high, top + height - r), wide)
        for r, c, (text, high, wide) in ((r, c, row[c]) for r, row in rows.items() for c in row)
    )
    return Table(cells, height, max(c.column + c.colspan for c in cells), cells[0].place)


@hookimpl
def register_parsers() -> list[Parser]:
    """The parser; those that ship are asked first."""
    return [OdsParser()]
