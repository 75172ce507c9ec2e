"""The rows of a table in raw text: codes, names and amounts, put together from broken lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from ..... import join_lines, label_key, parse_figure
from .head import CodedHead, Line, SidedHead

_NUMBER = re.compile(r"^[-+△▲]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d*)?$|^\.\d+$")
_FRACTION = re.compile(r"\.(\d*)$")
_CLASS = re.compile(r"^[2-5]\d{2}$")
_WHOLE_CODE = re.compile(r"^[2-5]\d{2}(?:\d{2}){0,3}$")
_GLUED = re.compile(r"^([2-5]\d{2}(?:\d{2}){0,2})(?=[^\d.,，%])(.+)$")
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_TOTAL = re.compile(r"^(?:合计|总计|支出合计|收入合计|支出总计|收入总计|本年支出合计|本年收入合计)$")
_TWO_TOTALS = re.compile(r"^(.*收入.*计)(.*支出.*计)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number and its line. ``whole``: printed in one piece with the decimals of its table."""

    text: str
    line: int
    whole: bool = True

    @property
    def value(self) -> Decimal:
        figure = parse_figure(self.text)
        return figure.value if figure else Decimal(0)

    @property
    def decimals(self) -> int:
        return decimals_of(self.text) or 0


@dataclass(slots=True)
class CodeRow:
    """A row with codes: its code columns, name pieces in the order printed, and amounts."""

    line: int
    codes: tuple[str, ...] = ()
    total: bool = False
    pieces: list[str] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    broken_name: bool = False
    """Name pieces stand before and after the amounts, so that they may belong to the rows beside this one."""
    loose_end: int = 0
    """How many amounts at the end stand alone on their lines and may be page numbers."""
    loose_number: bool = False
    """A number alone on its line is neither surely an amount nor surely a part of the name."""

    @property
    def code(self) -> str:
        joined = ""
        for part in self.codes:
            joined = part if joined and part.startswith(joined) and len(part) > len(joined) else joined + part
        return joined

    @property
    def name(self) -> str:
        return join_pieces(self.pieces)

    @property
    def is_sure_total(self) -> bool:
        """Whether the label of a total row is nothing else."""
        return self.total and bool(_TOTAL.match(label_key(self.name)))


@dataclass(slots=True)
class SideHalf:
    """One side of a row: label and amounts. ``sure`` is false where the label's end or side is not known."""

    label: str = ""
    amounts: list[Amount] = field(default_factory=list)
    sure: bool = True
    whole_label: bool = True

    @property
    def code(self) -> str:
        m = _GLUED.match(self.label.replace(" ", ""))
        return m[1] if m else ""


@dataclass(slots=True)
class SideRow:
    """A row of two lists side by side."""

    line: int
    left: SideHalf = field(default_factory=SideHalf)
    right: SideHalf = field(default_factory=SideHalf)


def join_pieces(pieces: Iterable[str]) -> str:
    """Pieces of a broken cell as one text."""
    return join_lines("\n".join(pieces)).replace(" ", "")


def decimals_of(token: str) -> int | None:
    """Decimals of a number, None for anything else."""
    if not _NUMBER.match(token):
        return None
    m = _FRACTION.search(token)
    return len(m[1]) if m else 0


def is_number(token: str) -> bool:
    """Whether a token is written as a number."""
    return decimals_of(token) is not None


def usual_decimals(lines: Iterable[Line]) -> int:
    """The decimals that most numbers with a fraction print, 0 if none has one."""
    seen = Counter(d for line in lines for t in line.tokens if (d := decimals_of(t)))
    return seen.most_common(1)[0][0] if seen else 0


def mend_numbers(lines: Sequence[Line]) -> tuple[list[Line], set[tuple[int, int]]]:
    """Lines with numbers that a narrow cell broke (122.9 / 0) put together; and where (line, token) they are.

    Only where every number with too few decimals is followed by a line with just the digits that it lacks.
    """
    usual = usual_decimals(lines)
    plan: dict[int, str] = {}
    for i, line in enumerate(lines):
        for j, token in enumerate(line.tokens):
            decimals = decimals_of(token)
            if decimals is None or "." not in token or decimals >= usual:
                continue
            following = lines[i + 1].tokens if i + 1 < len(lines) else ()
            lacking = usual - decimals
            if j != len(line.tokens) - 1 or len(following) != 1 or not re.fullmatch(rf"\d{{{lacking}}}", following[0]):
                return list(lines), set()
            plan[i] = following[0]
    mended: list[Line] = []
    where: set[tuple[int, int]] = set()
    for i, line in enumerate(lines):
        if i - 1 in plan:
            continue
        if i in plan:
            line = replace(line, tokens=(*line.tokens[:-1], line.tokens[-1] + plan[i]))
            where.add((line.number, len(line.tokens) - 1))
        mended.append(line)
    return mended, where


def page_numbers(lines: Sequence[Line]) -> list[Line]:
    """Lines with nothing but a small number that stand off the line above more than is usual and complete no amount."""
    gaps = Counter(b.number - a.number for a, b in pairwise(lines))
    usual = gaps.most_common(1)[0][0] if gaps else 1
    places = usual_decimals(lines)
    found: list[Line] = []
    for before, line in pairwise(lines):
        if is_page_number(line) and line.number - before.number > usual and not lacks_digits(before, places):
            found.append(line)
    return found


def is_page_number(line: Line) -> bool:
    """Whether a line holds nothing but a small number that is no class code."""
    return bool(re.fullmatch(r"[-—]?\d{1,3}[-—]?", "".join(line.tokens))) and not _CLASS.match(line.tokens[0])


def lacks_digits(line: Line, places: int) -> bool:
    """Whether a line ends in an amount with too few decimals."""
    last = line.tokens[-1]
    return "." in last and (decimals_of(last) or 0) < places and is_number(last)


def _leading_words(tokens: Sequence[str]) -> int:
    return next((i for i, t in enumerate(tokens) if is_number(t)), len(tokens))


def is_total_line(line: Line) -> bool:
    """Whether a line begins with the label of a total row."""
    return bool(_TOTAL.match(label_key("".join(line.tokens[: _leading_words(line.tokens)]))))


def codes_at(line: Line, following: Line | None, levels: int) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The codes that a line begins with and the rest of its tokens, None if it begins no row."""
    tokens = line.tokens
    if levels == 1:
        if m := _GLUED.match(tokens[0]):
            return (m[1],), (m[2], *tokens[1:])
        taken = 1 if _WHOLE_CODE.match(tokens[0]) else 0
    else:
        taken = 1 if _CLASS.match(tokens[0]) else 0
        while 0 < taken < min(levels, len(tokens)) and _is_lower_code(tokens[taken], tokens[taken - 1]):
            taken += 1
    if not taken:
        return None
    rest = tokens[taken:]
    after = rest or (following.tokens if following else ())
    # A code is followed by a name: by a number only where that is a lower code on its own line.
    if not after or (is_number(after[0]) and not (levels > 1 and not rest and _is_lower_code(after[0], tokens[taken - 1]))):
        return None
    return tokens[:taken], rest


def _is_lower_code(token: str, before: str) -> bool:
    return bool(re.fullmatch(r"\d{2}", token)) or (token.isdigit() and len(token) > len(before) and token.startswith(before))


def begins_body(line: Line, following: Line | None, levels: int) -> bool:
    """Whether the first row may begin with this line: a code, or an amount somewhere."""
    return codes_at(line, following, levels) is not None or any(decimals_of(t) for t in line.tokens)


class CodeRows:
    """Reads the lines of a body with code columns into rows."""

    def __init__(self, head: CodedHead) -> None:
        self.head = head
        self.rows: list[CodeRow] = []
        self.strays: list[Line] = []
        """Lines before the first row."""
        self.page_numbers: list[Line] = []

    def read(self, lines: Sequence[Line]) -> None:
        usual = usual_decimals(lines)
        lines, mended = mend_numbers(lines)
        for i, line in enumerate(lines):
            following = lines[i + 1] if i + 1 < len(lines) else None
            rest = self._begin(line, following)
            if not self.rows:
                self.strays.append(line)
                continue
            self._take(line, rest, following, usual, mended)
        for row in self.rows:
            self._settle(row)

    def _settle(self, row: CodeRow) -> None:
        """A single number alone at the end of a row is a page number if the amounts before it stand on one line."""
        cut = len(row.amounts) - row.loose_end
        at_end = all(not a.whole for a in row.amounts[cut:]) and len({a.line for a in row.amounts[:cut]}) == 1
        if row.loose_end == 1 and at_end and not row.loose_number:
            last = row.amounts.pop()
            self.page_numbers.append(Line(last.line, (last.text,)))
        elif row.loose_end:
            row.loose_number = True

    def _begin(self, line: Line, following: Line | None) -> tuple[str, ...]:
        """Begin a row if the line does; the tokens that are still to be read."""
        if found := codes_at(line, following, self.head.levels):
            self.rows.append(CodeRow(line.number, codes=found[0]))
            return found[1]
        if is_total_line(line):
            self.rows.append(CodeRow(line.number, total=True))
        elif self.rows and (row := self.rows[-1]).codes and not row.pieces and not row.amounts:
            room = self.head.levels - len(row.codes)
            if 0 < len(line.tokens) <= room and all(re.fullmatch(r"\d{2}", t) for t in line.tokens):
                row.codes += line.tokens
                return ()
        return line.tokens

    def _take(self, line: Line, rest: tuple[str, ...], following: Line | None, usual: int, mended: set[tuple[int, int]]) -> None:
        row = self.rows[-1]
        offset = len(line.tokens) - len(rest)
        alone = len(rest) == 1 and len(line.tokens) == 1
        for i, token in enumerate(rest):
            decimals = decimals_of(token)
            if decimals is None:
                if row.amounts and i and is_number(rest[i - 1]):
                    row.loose_number = True
                row.broken_name = row.broken_name or bool(row.amounts)
                row.pieces.append(token)
            elif alone and decimals == 0 and usual:
                if self.head.project is not None and not row.amounts and following and not is_number(following.tokens[0]):
                    row.pieces.append(token)
                else:
                    row.loose_end += 1
                    row.amounts.append(Amount(token, line.number, whole=False))
                    continue
            else:
                whole = decimals == usual or token == "0"
                row.amounts.append(Amount(token, line.number, whole=whole and (line.number, i + offset) not in mended))


def read_sided(lines: Sequence[Line], head: SidedHead) -> list[SideRow]:
    """Rows of two lists side by side, parted where the code of the right list begins."""
    usual = usual_decimals(lines)
    rows = [_sided_row(line, usual) for line in lines]
    for i, row in enumerate(rows):
        if row.left.sure or row.right.label or row.left.amounts:
            continue
        # Words alone on a line may end the label above them or begin the one below.
        for near in rows[max(0, i - 1) : i + 2]:
            near.left.sure = False
            near.right.whole_label = False
    return rows


def _sided_row(line: Line, usual: int) -> SideRow:
    tokens = line.tokens
    start = _right_start(tokens)
    row = SideRow(line.number)
    if start is not None:
        row.left = _half(tokens[:start], line.number, usual)
        row.right = _half(tokens[start:], line.number, usual)
        return row
    words = _leading_words(tokens)
    label = label_key("".join(tokens[:words]))
    if m := _TWO_TOTALS.match(label):
        # 收入总计 支出总计 100.00: whose amount it is depends on how many there are.
        row.left = SideHalf(m[1])
        row.right = _half((m[2], *tokens[words:]), line.number, usual)
        row.left.sure = row.right.sure = words == len(tokens)
        return row
    row.left = _half(tokens, line.number, usual)
    row.left.sure = False
    return row


def _right_start(tokens: Sequence[str]) -> int | None:
    """Where the right list begins: at a 类 code before a name, else at the words behind the left amounts."""
    for i, token in enumerate(tokens):
        follows = i + 1 < len(tokens) and not is_number(tokens[i + 1])
        if (_WHOLE_CODE.match(token) and follows) or _GLUED.match(token):
            return i
    words = _leading_words(tokens)
    if (second := next((i for i in range(1, words) if _NUMBERED.match(tokens[i])), None)) and _NUMBERED.match(tokens[0]):
        return second
    if words == 0:
        return None
    return next((i for i in range(words, len(tokens)) if not is_number(tokens[i])), None)


def _half(tokens: Sequence[str], line: int, usual: int) -> SideHalf:
    """Label and amounts of one side; an amount before more words, or none where words follow, is not sure."""
    code = 1 if tokens and _WHOLE_CODE.match(tokens[0]) and len(tokens) > 1 else 0
    words = next((i for i in range(code, len(tokens)) if is_number(tokens[i])), len(tokens))
    name = join_pieces(tokens[code:words])
    label = f"{tokens[0]} {name}" if code else re.sub(r"^(\d{3})(?=\D)", r"\1 ", name)
    numbers = tokens[words:]
    amounts = [Amount(t, line, whole=t == "0" or decimals_of(t) == usual) for t in numbers if is_number(t)]
    return SideHalf(label, amounts, sure=len(amounts) == len(numbers))
