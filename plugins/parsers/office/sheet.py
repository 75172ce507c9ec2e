"""A sheet of a workbook as a reader sees it: its texts and rules, without what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

from .... import UnreadableError, said

CELL_LIMIT = 500_000
"""Cells of a sheet, of a table too. A disclosure has a few thousand."""
RULED_COLUMNS = 1024
"""Columns in which a ruled cell without a text is noted."""
BLANK_ROWS = 200
"""Ruled rows without text that follow each other and still can be a form; more are formatting to the end of the sheet."""
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet: printed texts, which cells have rules around them, merges. All counts from 0."""

    name: str
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    ruled: dict[int, set[int]] = field(default_factory=dict)
    unread: dict[int, set[int]] = field(default_factory=dict)
    """Formulas whose results the file does not hold."""
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last column of each run that is hidden."""

    _stored: int = 0
    _last: int = -1
    """The last row with a text."""

    def put(self, row: int, column: int, text: str, *, ruled: bool, unread: bool = False) -> None:
        """Note a cell: its text, blank or not, and whether it has rules. Raises UnreadableError beyond the limit."""
        if text.strip():
            self.texts.setdefault(row, {})[column] = text
        elif unread:
            self.unread.setdefault(row, set()).add(column)
        elif not ruled or column >= RULED_COLUMNS or row > max(self._last, 0) + BLANK_ROWS:
            return
        if ruled:
            self.ruled.setdefault(row, set()).add(column)
        if text.strip() or unread:
            self._last = row
        self._stored += 1
        if self._stored > CELL_LIMIT:
            raise UnreadableError(
                said(
                    f"the sheet {self.name!r} has more than {CELL_LIMIT} cells; split it and try again",
                    f"工作表“{self.name}”有超过 {CELL_LIMIT} 个单元格，不予读取；请拆分后再读",
                )
            )

    def drop_hidden(self) -> int:
        """Take out what a reader does not see; returns how many hidden rows and columns had a text.

        A merged cell shows its text in what is left of it.
        """
        if not self.hidden_rows and not self.hidden_columns:
            return 0
        self.hidden_columns.sort()
        rows = {r for r in self.hidden_rows if r in self.texts}
        columns = {c for cells in self.texts.values() for c in cells if self.hides_column(c)}
        self.merges = [m for merge in self.merges if (m := self._shrunk(merge))]
        for part in (self.texts, self.unread, self.ruled):
            for r in [r for r in part if r in self.hidden_rows]:
                del part[r]
        if self.hidden_columns:
            for cells in self.texts.values():
                for c in [c for c in cells if self.hides_column(c)]:
                    del cells[c]
            for noted in (*self.unread.values(), *self.ruled.values()):
                noted -= {c for c in noted if self.hides_column(c)}
            self.texts = {r: cells for r, cells in self.texts.items() if cells}
        return len(rows) + len(columns)

    def _shrunk(self, merge: Merge) -> Merge | None:
        """What a reader sees of a merged cell, its text moved there; None if that is no merge any more."""
        top, left, bottom, right = merge
        rows, columns = self._seen_rows(top, bottom), self._seen_columns(left, right)
        if rows is None or columns is None:
            return None
        if (rows[0], columns[0]) != (top, left):
            if (text := self.texts.get(top, {}).get(left)) is not None:
                self.texts.setdefault(rows[0], {})[columns[0]] = text
            if left in self.unread.get(top, ()):
                self.unread.setdefault(rows[0], set()).add(columns[0])
        seen = (rows[0], columns[0], rows[1], columns[1])
        return seen if seen[:2] != seen[2:] else None

    def hides_column(self, column: int) -> bool:
        """Whether a reader does not see a column."""
        return any(a <= column <= b for a, b in self.hidden_columns)

    def _seen_rows(self, first: int, last: int) -> tuple[int, int] | None:
        """The first and last row of a span that are seen."""
        while first <= last and first in self.hidden_rows:
            first += 1
        while last >= first and last in self.hidden_rows:
            last -= 1
        return (first, last) if first <= last else None

    def _seen_columns(self, first: int, last: int) -> tuple[int, int] | None:
        """The first and last column of a span that are seen."""
        for a, b in self.hidden_columns:
            if a <= first <= b:
                first = b + 1
        for a, b in reversed(self.hidden_columns):
            if a <= last <= b:
                last = a - 1
        return (first, last) if first <= last else None

    def trim(self) -> None:
        """Drop ruled rows after the last text if there are too many for a form, and ruled columns likewise."""
        tail = [r for r in self.ruled if r > self._last]
        if len(tail) >= BLANK_ROWS:
            for r in tail:
                del self.ruled[r]
        merged = {c for _, first, _, to in self.merges for c in range(first, min(to, first + BLANK_ROWS) + 1)}
        used = {c for row in self.texts.values() for c in row} | merged
        right = max(used, default=-1)
        if any(c > right + BLANK_ROWS for row in self.ruled.values() for c in row):
            self.ruled = {r: {c for c in row if c <= right} for r, row in self.ruled.items()}
