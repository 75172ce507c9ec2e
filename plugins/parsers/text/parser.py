"""Plain text of a disclosure: tab tables, pipe tables, one cell a line, and raw text of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .... import (
    Block,
    Cell,
    Document,
    Paragraph,
    Place,
    ReadOptions,
    Source,
    Table,
    TableStatus,
    UnreadableError,
    as_typed,
    join_lines,
    said,
)
from .raw.tables import loose_tables
from .spans import spots

_MERGED = said(
    "merged cells are lost in this text form; rows with fewer cells have no certain columns",
    "这种文本丢失了合并单元格，单元格较少的行不能确定各数属于哪一栏",
)
_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^\s*\|(?:\s*:?-+:?\s*\|)+\s*$")
_UNIT_LINE = re.compile(r"\t\s*(?:金额)?单位\s*[:：]\s*[亿万千]?元\s*$")
_LATEX = {r"\geq": "≥", r"\leq": "≤", r"\%": "%", r"\times": "×", r"\ge": "≥", r"\le": "≤"}


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def decode(data: bytes) -> str:
    """Text in UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030. Raises UnreadableError for anything else."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError(
        said(
            "not text in UTF-8, UTF-16 or GB18030; save it as UTF-8 and try again",
            "不是 UTF-8、UTF-16 或 GB18030 编码的文本，请另存为 UTF-8 后再读取",
        )
    )


class TextParser:
    """Plain text (纯文本). Lines are paragraphs; runs of tab, pipe or one-cell-a-line rows are tables."""

    id = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def accepts(self, source: Source) -> bool:
        return (
            source.suffix in (*self.suffixes, ".md")
            and b"\x00" not in source.head().removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")[:1]
        )

    def parse(self, source: Source, options: ReadOptions) -> Document:
        text = decode(source.path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
        lines = [_Line(n, line) for n, line in enumerate(text.split("\n"), 1)]
        if not any(line.text.strip() for line in lines):
            raise UnreadableError(said("the file is empty", "文件是空的"))
        blocks = list(_blocks(lines))
        engine = "text"
        if not any(isinstance(b, Table) for b in blocks):
            engine, blocks = "raw", loose_tables(blocks, options.vocabulary)
        return Document(
            path=source.name,
            sha256=source.sha256,
            parser=self.id,
            engine=engine,
            blocks=tuple(blocks),
            size=source.size,
            lines_are_physical=engine == "raw",
        )


def _blocks(lines: list[_Line]) -> Iterator[Block]:
    i = 0
    while i < len(lines):
        for read in (_pipe_table, _cell_lines, _tab_table):
            if found := read(lines, i):
                blocks, i = found
                yield from blocks
                break
        else:
            text = lines[i].text
            if text.strip():
                yield _paragraph(text, lines[i].number)
            i += 1


def _paragraph(text: str, number: int) -> Paragraph:
    typed = as_typed(text.strip(" \u3000\t"))
    return Paragraph(typed, Place(line=number), printed=text.strip() if typed != text.strip() else None)


def _clean(text: str) -> str:
    for mark, sign in _LATEX.items():
        text = text.replace(mark, sign)
    return join_lines(as_typed(text))


def _table(rows: list[tuple[int, list[str]]], continues: bool = False) -> Table:
    columns = max(len(_without_blank_end(texts)) for _, texts in rows)
    columns = max(columns, min(len(texts) for _, texts in rows))
    cells = tuple(
        Cell(_clean(texts[c]) if c < len(texts) else "", r, c, Place(line=number, column=c + 1))
        for r, (number, texts) in enumerate(rows)
        for c in range(columns)
    )
    return Table(cells, len(rows), columns, Place(line=rows[0][0]), continues=continues)


def _without_blank_end(texts: list[str]) -> list[str]:
    end = len(texts)
    while end and not texts[end - 1].strip():
        end -= 1
    return texts[:end]


def _ragged_table(rows: list[tuple[int, list[str]]]) -> Table:
    """Rows whose merged cells were written once: where a short row leaves more than one reading, its columns are not known."""
    width = max(len(texts) for _, texts in rows)
    cells: list[Cell] = []
    unsure = False
    for r, ((number, texts), found) in enumerate(zip(rows, spots([texts for _, texts in rows]), strict=True)):
        unsure |= found is None
        for c, text in enumerate(texts):
            column, span = found[c] if found else (c, 1)
            ambiguous = found is None and bool(text)
            cells.append(Cell(_clean(text), r, column, Place(line=number, column=c + 1), colspan=span, ambiguous=ambiguous))
        if found is None:
            cells += [Cell("", r, c, Place(line=number, column=c + 1)) for c in range(len(texts), width)]
    problem = _MERGED if unsure else None
    status = TableStatus.PARTIAL if unsure else TableStatus.READ
    return Table(tuple(cells), len(rows), width, Place(line=rows[0][0]), status=status, problem=problem)


def _pipe_table(lines: list[_Line], start: int) -> tuple[list[Block], int] | None:
    """A Markdown table. A header of empty cells means that a page end cut the table: it continues the one before."""
    end = start
    while end < len(lines) and _PIPE_ROW.match(lines[end].text):
        end += 1
    if end - start < 2 or not any(_PIPE_RULE.match(line.text) for line in lines[start:end]):
        return None
    rows = [
        (line.number, [t.strip() for t in line.text.strip()[1:-1].split("|")])
        for line in lines[start:end]
        if not _PIPE_RULE.match(line.text)
    ]
    headless = not any(rows[0][1]) and len(rows) > 1
    return [_table(rows[1:] if headless else rows, continues=headless)], end


def _tab_table(lines: list[_Line], start: int) -> tuple[list[Block], int] | None:
    """Consecutive lines whose cells are separated by tabs; a caption line with one tab is not a table."""
    end = start
    while end < len(lines) and "\t" in lines[end].text:
        end += 1
    if end == start or _UNIT_LINE.search(lines[start].text):
        return None
    if end - start == 1 and lines[start].text.count("\t") < 2:
        return None
    rows = [(line.number, line.text.split("\t")) for line in lines[start:end]]
    if max(len(texts) for _, texts in rows) < 2:
        return None
    return [_table(rows)], end


def _cell_lines(lines: list[_Line], start: int) -> tuple[list[Block], int] | None:
    """One cell a line, each behind a tab; a blank line ends a row, more than one ends the table."""
    if not re.match(r"^ ?\t[^\t]*$", lines[start].text):
        return None
    rows: list[tuple[int, list[str]]] = []
    row: list[str] = []
    first, blank, i = start, 0, start
    while i < len(lines) and blank < 3:
        text = lines[i].text
        if re.match(r"^ ?\t[^\t]*$", text):
            if not row:
                first = i
            row.append(text.strip(" \t"))
            blank = 0
        elif not text.strip():
            blank += 1
            if row:
                rows.append((lines[first].number, row))
                row = []
        elif row and blank == 0:
            row[-1] += "\n" + text.strip()
        else:
            break
        i += 1
    if row:
        rows.append((lines[first].number, row))
    captions: list[Block] = []
    while rows and len(rows[0][1]) == 1:
        number, (text,) = rows.pop(0)
        captions.append(_paragraph(text, number))
    if not rows:
        return (captions, i) if captions else None
    return [*captions, _ragged_table(rows)], i
