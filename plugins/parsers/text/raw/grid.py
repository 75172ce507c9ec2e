"""Tables in raw text: from a header and rows to cells, what is not certain marked as such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..... import Cell, Place, Table, TableStatus, join_lines, label_key, said, said_together
from .head import AcrossHead, CodedHead, Line, SidedHead, Word, across_head, coded_head, parts_of_total, sided_head
from .rows import (
    Amount,
    CodeRow,
    CodeRows,
    SideHalf,
    SideRow,
    begins_body,
    decimals_of,
    is_number,
    is_page_number,
    is_total_line,
    join_pieces,
    page_numbers,
    read_sided,
    usual_decimals,
)
from .sums import Option, SumRow, read_rows

_LOST = said("raw text of a PDF without its empty and merged cells", "PDF 转出的纯文本，丢失了空白和合并的单元格")
Names = dict[str, set[str]]
"""Code → the names under which the document surely prints it."""


@dataclass(slots=True)
class Draft:
    """A table whose lines are sorted into header and rows, before its names are settled."""

    lines: list[Line]
    place: Place
    head: CodedHead | SidedHead | AcrossHead | None = None
    code_rows: list[CodeRow] = field(default_factory=list)
    side_rows: list[SideRow] = field(default_factory=list)
    page_numbers: list[Line] = field(default_factory=list)

    def problem(self, lost: int, total: int, names: int) -> str:
        """What of the table is lost, in words."""
        words = [_LOST, said(f"the column of {lost} of {total} amounts is not certain", f"{total} 个金额中有 {lost} 个不能确定属于哪一栏")]
        words += [said(f"{names} names are not certain", f"{names} 个名称不能确定")] if names else []
        english = ", ".join(f"'{line.key}' in line {line.number}" for line in self.page_numbers)
        chinese = "、".join(f"第 {line.number} 行的“{line.key}”" for line in self.page_numbers)
        words += [said(f"taken for a page number: {english}", f"当作页码：{chinese}")] if self.page_numbers else []
        return said_together(words)


def draft(lines: Sequence[Line], place: Place, known: frozenset[str]) -> Draft:
    """Sort the lines of a table. Without a head that is certain the draft holds lines only."""
    made = Draft(list(lines), place)
    made.page_numbers = page_numbers(lines)
    lines = [line for line in lines if line not in made.page_numbers]
    first = _first_body_line(lines)
    lines = _without_repeats(lines, first)
    made.page_numbers += [line for line in lines[:first] if is_page_number(line)]
    head = [line for line in lines[:first] if not is_page_number(line)]
    made.head = coded_head(head, known) or sided_head(head, known) or across_head(head, known)
    if isinstance(made.head, AcrossHead):
        made.lines = lines[first:]
        made.head = made.head if all(is_number(t) for line in made.lines for t in line.tokens) else None
        made.lines = made.lines if made.head else list(lines)
    elif isinstance(made.head, SidedHead):
        made.side_rows = read_sided(lines[first:], made.head)
    elif made.head is not None:
        reader = CodeRows(made.head)
        reader.read(lines[first:])
        made.code_rows = reader.rows
        made.page_numbers += reader.page_numbers
        if reader.strays or any(len(r.amounts) > len(made.head.amounts) for r in reader.rows if not r.loose_number):
            made.head = None
    return made


def _first_body_line(lines: Sequence[Line]) -> int:
    """Index of the line with which the body begins, behind 类 款 项 where they are printed on one line."""
    levels, start = 1, 0
    for i, line in enumerate(lines):
        if "".join(line.tokens) in ("类款项", "类款"):
            levels, start = len("".join(line.tokens)), i + 1
            break
    for i in range(start, len(lines)):
        following = lines[i + 1] if i + 1 < len(lines) else None
        if begins_body(lines[i], following, levels) or (start and is_total_line(lines[i])):
            return i
    return len(lines)


def _without_repeats(lines: Sequence[Line], header: int) -> list[Line]:
    """Without the header that every page prints again."""
    head = [line.tokens for line in lines[:header]]
    kept = list(lines[:header])
    at = header
    while at < len(lines):
        if head and [line.tokens for line in lines[at : at + header]] == head:
            at += header
        else:
            kept.append(lines[at])
            at += 1
    return kept


def names_of(drafts: Iterable[Draft]) -> Names:
    """The names that rows with a code of their own print whole."""
    names: Names = defaultdict(set)
    for d in drafts:
        if isinstance(d.head, CodedHead) and d.head.project is None:
            orphaned = bool(d.head.orphans)
            for i, row in enumerate(d.code_rows):
                if row.code and row.pieces and not _name_in_doubt(d.code_rows, i) and not (orphaned and i == 0):
                    names[row.code].add(label_key(row.name))
        for side in d.side_rows:
            if (code := side.right.code) and side.right.whole_label:
                names[code].add(label_key(side.right.label)[len(code) :])
    return names


def _name_in_doubt(rows: Sequence[CodeRow], at: int) -> bool:
    """Whether pieces of a name may have gone to a neighbour, or a number is glued to it."""
    row = rows[at]
    before = at > 0 and rows[at - 1].broken_name
    return row.broken_name or before or any("." in p and any(c.isdigit() for c in p) for p in row.pieces)


def _is_cut(code: str, name: str, names: Names) -> bool:
    """Whether another print of the code goes on where this one ends: the rest was lost."""
    return any(other != name and other.startswith(name) for other in names.get(code, ()))


class _Grid:
    """Cells by place, filled up to a rectangle."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows = 0
        self.cells: list[Cell] = []
        self._taken: set[tuple[int, int]] = set()

    def put(
        self, text: str, row: int, column: int, line: int | None, *, rowspan: int = 1, colspan: int = 1, ambiguous: bool = False
    ) -> None:
        self.cells.append(Cell(join_lines(text), row, column, Place(line=line), rowspan, colspan, ambiguous=ambiguous))
        self._taken |= {(r, c) for r in range(row, row + rowspan) for c in range(column, column + colspan)}
        self.rows = max(self.rows, row + rowspan)

    def blanks(self, row: int, line: int | None) -> None:
        """Empty cells where a row has none yet."""
        for column in range(self.columns):
            if (row, column) not in self._taken:
                self.put("", row, column, line)

    def table(self, place: Place, header: int, status: TableStatus, problem: str) -> Table:
        cells = tuple(sorted(self.cells, key=lambda c: (c.row, c.column)))
        return Table(cells, self.rows, self.columns, place, header_rows=header, status=status, problem=problem)


def _put_amounts(grid: _Grid, row: int, first: int, amounts: Sequence[Amount], options: Sequence[Option], width: int, line: int) -> int:
    """Put the amounts of a row; how many of them have no certain column."""
    values = [a.value for a in amounts]
    sure = [len({o[c] for o in options}) == 1 for c in range(width)] if options else [False] * width
    used: set[int] = set()
    for column in range(width):
        if sure[column] and (value := options[0][column]) is not None:
            at = _take(values, value, used)
            grid.put(amounts[at].text, row, first + column, amounts[at].line)
        elif sure[column]:
            grid.put("", row, first + column, line)
    left = [a for i, a in enumerate(amounts) if i not in used]
    places = [c for c in range(width) if not sure[c]]
    for column, amount in zip(places, left, strict=False):
        grid.put(amount.text, row, first + column, amount.line, ambiguous=True)
    for column in places[len(left) :]:
        grid.put("", row, first + column, line, ambiguous=True)
    return len(left)


def _take(values: list[Decimal], wanted: Decimal, used: set[int]) -> int:
    at = next(i for i, v in enumerate(values) if v == wanted and i not in used)
    used.add(at)
    return at


def _sum_row(amounts: Sequence[Amount], *, sure: bool) -> SumRow:
    places = max((a.decimals for a in amounts), default=0)
    whole = sure and all(a.whole for a in amounts) and len({a.line for a in amounts}) <= 1
    return SumRow(tuple(a.value for a in amounts), Decimal(1).scaleb(-places), whole)


def build(made: Draft, names: Names) -> Table:
    """The table of a draft: ``partial``, or ``unread`` where its header leaves more than one reading."""
    if isinstance(made.head, CodedHead):
        return _coded(made, made.head, names)
    if isinstance(made.head, SidedHead):
        return _sided(made, made.head, names)
    if isinstance(made.head, AcrossHead):
        return _across(made, made.head)
    return unread(
        made.lines, made.place, said_together((_LOST, said("the columns of the header could not be told apart", "表头的各栏分不开")))
    )


def unread(lines: Sequence[Line], place: Place, problem: str, *, whole_lines: bool = False) -> Table:
    """The lines as they stand, every word in a cell whose column is not certain (or every line in one)."""
    texts = [(line.number, (" ".join(line.tokens),) if whole_lines else line.tokens) for line in lines]
    grid = _Grid(max((len(t) for _, t in texts), default=0))
    for row, (number, tokens) in enumerate(texts):
        for column in range(grid.columns):
            grid.put(tokens[column] if column < len(tokens) else "", row, column, number, ambiguous=True)
    return grid.table(place, 0, TableStatus.UNREAD, problem)


def _put_words(grid: _Grid, words: Sequence[Word], row: int, column: int, height: int) -> None:
    for i, word in enumerate(words):
        # 科目 alone is what is left of a head whose lines stand among those of its neighbour.
        grid.put(word.text, row, column + i, word.line, rowspan=height, ambiguous=word.text == "科目")


def _coded_header(grid: _Grid, head: CodedHead) -> int:
    row = 0
    labels = head.levels + len(head.labels) - 1
    if len(head.upper) == 2:
        grid.put(head.upper[0].text, 0, 0, head.upper[0].line, colspan=labels)
        grid.put(head.upper[1].text, 0, labels, head.upper[1].line, colspan=len(head.amounts))
        row = 1
    elif head.upper:
        grid.put(head.upper[0].text, 0, 0, head.upper[0].line, colspan=grid.columns, ambiguous=True)
        row = 1
    height = 2 if head.levels > 1 else 1
    code, *others = head.labels
    grid.put(code.text, row, 0, code.line, colspan=head.levels)
    _put_words(grid, [*others, *head.amounts], row, head.levels, height)
    if head.levels > 1:
        for i, word in enumerate("类款项"[: head.levels]):
            grid.put(word, row + 1, i, code.line)
    return row + height


def _family(rows: Sequence[CodeRow], sums: Sequence[SumRow]) -> None:
    """Which rows a row contains: the nearest longer codes; the total contains the rows that nothing else does."""
    total = next((i for i, r in enumerate(rows) if r.total), None)
    for i, row in enumerate(rows):
        code = row.code
        if not code or (code[0] in "35" and len(code) > 5):
            continue
        above = [j for j, r in enumerate(rows) if r.code and code.startswith(r.code) and len(r.code) < len(code)]
        parent = max(above, key=lambda j: len(rows[j].code), default=total)
        if parent is not None:
            sums[parent].children.append(i)


def _coded(made: Draft, head: CodedHead, names: Names) -> Table:
    grid = _Grid(head.columns)
    header = _coded_header(grid, head)
    rows = made.code_rows
    sums = [_sum_row(r.amounts, sure=not r.loose_number) for r in rows]
    _family(rows, sums)
    width, first = len(head.amounts), head.columns - len(head.amounts)
    # A class or a total that stands twice belongs to two units: what adds up to what is not known then.
    tops = [r.code or "total" for r in rows if r.total or len(r.code) == 3]
    read_rows(sums, width, parts=parts_of_total([w.text for w in head.amounts]), tree=len(set(tops)) == len(tops))
    lost = doubtful = 0
    for i, row in enumerate(rows):
        at = header + i
        label, project, sure = _name(made, i, names)
        for c, code in enumerate(row.codes):
            grid.put(code, at, c, row.line)
        doubtful += not sure
        grid.put(label, at, head.levels, row.line, ambiguous=not sure)
        options = sums[i].options
        if head.project is not None:
            grid.put(project, at, head.levels + head.project - 1, row.line, ambiguous=not sure)
            options = options if sure else []
        if row.total and not sure:
            options = []
        lost += _put_amounts(grid, at, first, row.amounts, [] if row.loose_number else options, width, row.line)
        grid.blanks(at, row.line)
    return grid.table(made.place, header, TableStatus.PARTIAL, made.problem(lost, sum(len(r.amounts) for r in rows), doubtful))


def _name(made: Draft, at: int, names: Names) -> tuple[str, str, bool]:
    """Name, project, and whether they are certain."""
    head, row = made.head, made.code_rows[at]
    if not isinstance(head, CodedHead):
        raise TypeError("a table without codes has no names of codes")
    if row.total or not row.pieces:
        return row.name, "", row.is_sure_total
    orphaned = at == 0 and bool(head.orphans)
    if orphaned:
        return join_pieces([*(p.text for p in head.orphans), *row.pieces]), "", False
    if head.project is None:
        sure = not _name_in_doubt(made.code_rows, at) and not _is_cut(row.code, label_key(row.name), names)
        return row.name, "", sure
    readings = {r for known in names.get(row.code, ()) for r in _split_name(row.pieces, known)}
    if len(readings) == 1:
        (name, project) = next(iter(readings))
        return name, project, not (at and made.code_rows[at - 1].broken_name and not project)
    return row.name, "", False


def _split_name(pieces: Sequence[str], known: str) -> set[tuple[str, str]]:
    """Every way to take the known name out of the pieces, in order; what is left is the project."""
    found: set[tuple[str, str]] = set()

    def search(at: int, left: str, rest: tuple[str, ...], taken: tuple[str, ...]) -> None:
        if len(found) > 1:
            return
        if at == len(pieces):
            if not left:
                found.add((join_pieces(taken), join_pieces(rest)))
            return
        key = label_key(pieces[at])
        if left and left.startswith(key):
            search(at + 1, left[len(key) :], rest, (*taken, pieces[at]))
        search(at + 1, left, (*rest, pieces[at]), taken)

    search(0, known, (), ())
    return found


def _sided(made: Draft, head: SidedHead, names: Names) -> Table:
    grid = _Grid(head.columns)
    widths = [len(a) for a in head.amounts]
    starts = [0, 1 + widths[0]]
    for side in (0, 1):
        group = head.groups[side]
        grid.put(group.text, 0, starts[side], group.line, colspan=1 + widths[side])
        _put_words(grid, [head.labels[side], *head.amounts[side]], 1, starts[side], 1)
    halves = [[r.left for r in made.side_rows], [r.right for r in made.side_rows]]
    sums = [_side_sums(halves[s], [w.text for w in head.amounts[s]]) for s in (0, 1)]
    lost = doubtful = total = 0
    for i, row in enumerate(made.side_rows):
        for side, half in enumerate((row.left, row.right)):
            cut = bool(half.code) and _is_cut(half.code, label_key(half.label)[len(half.code) :], names)
            cut = cut or not half.whole_label
            doubtful += bool(half.label) and (cut or not half.sure)
            total += len(half.amounts)
            extra = half.amounts[widths[side] :]
            label = half.label + "".join(f" {a.text}" for a in extra)
            grid.put(label, 2 + i, starts[side], row.line, ambiguous=cut or not half.sure or bool(extra))
            known = half.sure and not extra and (half.whole_label or bool(half.code))
            options = sums[side][i].options if known else []
            lost += len(extra) + _put_amounts(grid, 2 + i, starts[side] + 1, half.amounts[: widths[side]], options, widths[side], row.line)
    return grid.table(made.place, 2, TableStatus.PARTIAL, made.problem(lost, total, doubtful))


def _across(made: Draft, head: AcrossHead) -> Table:
    """Items as columns: a row has columns only if it prints an amount for each of them."""
    grid = _Grid(head.columns)
    column = 0
    for i, word in enumerate(head.top):
        inside = i == head.group
        grid.put(word.text, 0, column, word.line, rowspan=1 if inside else 2, colspan=len(head.inner) if inside else 1)
        if inside:
            _put_words(grid, head.inner, 1, column, 1)
        column += len(head.inner) if inside else 1
    usual = usual_decimals(made.lines)
    lost = total = 0
    for i, line in enumerate(made.lines):
        amounts = [Amount(t, line.number, whole=t == "0" or decimals_of(t) == usual) for t in line.tokens]
        row = _sum_row(amounts, sure=True)
        read_rows([row], head.columns, parts=False)
        total += len(amounts)
        extra = amounts[head.columns :]
        lost += len(extra) + _put_amounts(grid, 2 + i, 0, amounts[: head.columns], row.options, head.columns, line.number)
    return grid.table(made.place, 2, TableStatus.PARTIAL, made.problem(lost, total, 0))


def _side_sums(halves: Sequence[SideHalf], amounts: Sequence[str]) -> list[SumRow]:
    sums = [_sum_row(h.amounts, sure=h.sure) for h in halves]
    read_rows(sums, len(amounts), parts=parts_of_total(amounts))
    return sums
