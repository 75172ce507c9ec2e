"""Where on a page a table without full rules may stand: lines between a unit line and the next prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ..... import BBox, Vocabulary, label_key, squeeze
from ..letters.lines import Run, typed

_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?[百千万亿]*元")
_NOTE = re.compile(r"^(?:备注|注|说明|附注|注释)[:：\d]")
_HEADING = re.compile(r"^(?:第[一二三四五六七八九十]+部分|(?:附?表|公开表?)[一二三四五六七八九十\d][-—\d]*(?:表)?$|目录$)")
_PAGE_NUMBER = re.compile(r"^[-—–·第\s]*\d{1,3}[-—–·页\s]*$")
_AMOUNT = re.compile(r"^[-△▲(（]?(?:\d+\.\d{1,6}|\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?)%?[)）]?$")
_CODE = re.compile(r"^(?:[1-5]\d{2}|[1-5]\d{4}|[1-5]\d{6})(?:\s*[\u4e00-\u9fff].*)?$")
_TOP = 3
"""Lines from the top of a page among which a table may go on."""
_CODE_HEADS = frozenset("类款项节")


@dataclass(slots=True)
class Line:
    """A line of a page: its runs from left to right."""

    runs: list[Run]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        return squeeze(typed("".join(r[4] for r in self.runs)))

    def parts(self, em: float) -> int:
        """How many texts stand apart on the line by more than a character."""
        return 1 + sum(b[0] - a[2] > em for a, b in pairwise(self.runs))


@dataclass(slots=True)
class Region:
    """Lines that may be a table: those of its head, those of its body, and how wide it is."""

    head: list[Line]
    body: list[Line]
    left: float
    right: float
    em: float
    """The width of a CJK character."""
    announced: bool
    """Stands under a unit line or a known title: that it is a table is certain."""
    rules: list[BBox] = field(default_factory=list)
    """Pieces of horizontal rules in it."""
    goes_on: bool = False
    """Begins where a table of the page before may go on, perhaps below its head again."""

    @property
    def top(self) -> float:
        return min(line.top for line in self.head + self.body)

    @property
    def bottom(self) -> float:
        return max(line.bottom for line in self.head + self.body)


def is_amount(text: str) -> bool:
    """Whether a run prints an amount: with decimals or thousands separators."""
    return bool(_AMOUNT.match(text))


def is_unit_line(text: str) -> bool:
    """Whether a line says the unit of a table."""
    return bool(_UNIT.search(text))


def is_data(line: Line, left: float, right: float) -> bool:
    """Whether a line belongs to the body of a table: it has an amount, or a code at its left."""
    return any(is_amount(r[4]) or (_CODE.match(typed(r[4])) and r[0] < left + 0.7 * (right - left)) for r in line.runs)


def physical_lines(runs: list[Run]) -> list[Line]:
    """Runs in lines, top to bottom; characters set apart in one word (收 入) are one run."""
    em = em_of(runs)
    lines: list[Line] = []
    for run in sorted(runs, key=lambda r: r[1] + r[3]):
        middle = (run[1] + run[3]) / 2
        if lines and (lines[-1].top < middle < lines[-1].bottom or run[1] < lines[-1].middle < run[3]):
            last = lines[-1]
            last.runs.append(run)
            if run[3] - run[1] > last.bottom - last.top:
                last.top, last.bottom = run[1], run[3]
        else:
            lines.append(Line([run], run[1], run[3]))
    for line in lines:
        line.runs = _words(sorted(line.runs), em)
    return lines


def _words(runs: list[Run], em: float) -> list[Run]:
    """Runs that stand closer than columns do as one: a code and its name, characters set apart in one word."""
    words = [runs[0]]
    spaced = False
    for run in runs[1:]:
        last = words[-1]
        gap = run[0] - last[2]
        cjk, last_cjk = run[4] >= "\u2e80", last[4][-1] >= "\u2e80"
        single = len(run[4]) == 1 and cjk and (spaced or (len(last[4]) == 1 and last_cjk))
        apart = single and gap < 0.8 * em and not {run[4], last[4][-1]} <= _CODE_HEADS
        if apart or gap < (0.5 * em if cjk and last_cjk else 0.35 * em if cjk or last_cjk else 0.0):
            words[-1] = (last[0], min(last[1], run[1]), run[2], max(last[3], run[3]), f"{last[4]} {run[4]}")
            spaced = apart
        else:
            words.append(run)
            spaced = False
    return words


def em_of(runs: list[Run]) -> float:
    """The width of a CJK character among these runs, in points; 10 if there is none."""
    widths = [(r[2] - r[0]) / len(r[4]) for r in runs if len(r[4]) > 1 and r[4][0] >= "\u2e80" <= r[4][-1] and " " not in r[4]]
    return median(widths) if widths else 10.0


def regions_of(lines: list[Line], width: float, vocabulary: Vocabulary, rules: list[BBox], head: str | None = None) -> list[Region]:
    """The regions of a page that may be tables, top to bottom; ``head``: the first line of a table that may go on here."""
    found: list[Region] = []
    i = 0
    while i < len(lines):
        announced = bool(_UNIT.search(lines[i].text)) or _is_title(lines[i].text, vocabulary)
        repeated = head is not None and i < _TOP and lines[i].text == head and not announced
        start = i + 1 if announced else i
        while announced and start < len(lines) and _UNIT.search(lines[start].text):
            start += 1
        if announced or repeated or _begins(lines, i):
            end = _extent(lines, start, width, rules)
            region = _region(lines[start:end], lines[start - 1] if announced else None, announced or repeated, rules)
            if region is not None:
                region.goes_on = repeated or (head is not None and i == 0 and not announced)
                region.rules = [p for p in region.rules if region.top - 2 * region.em < p[1] < region.bottom + 2 * region.em]
                found.append(region)
                i = end
                continue
        i += 1
    return found


def _is_title(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is the title of a table, perhaps with the year or the body before it."""
    if not 4 <= len(text) <= 45 or not text.endswith("表"):
        return False
    key = label_key(text)
    return key in vocabulary.titles or any(len(t) >= 6 and key.endswith(t) for t in vocabulary.titles)


def _begins(lines: list[Line], i: int) -> bool:
    """Whether a table begins without being announced: lines with several amounts each; or, on top of a page, where the
    table of the page before may go on, lines of several texts that stand apart, some of them amounts or codes."""
    some = lines[i : i + 4]
    if len(some) >= 3 and sum(len(x.runs) >= 3 and sum(is_amount(r[4]) for r in x.runs) >= 2 for x in some) >= 3:
        return True
    if i > 0 or len(lines) < 4:
        return False
    some = lines[:12]
    em = em_of([r for x in some for r in x.runs])
    apart = sum(x.parts(em) >= 2 for x in some)
    data = sum(is_data(x, min(r[0] for r in x.runs), max(r[2] for y in some for r in y.runs)) for x in some)
    return apart >= 0.6 * len(some) and data >= 0.4 * len(some) and not any("…" in x.text or "..." in x.text for x in some)


def _extent(lines: list[Line], start: int, width: float, rules: list[BBox]) -> int:
    """Index after the last line of a table that begins at ``start``."""
    gaps: list[float] = []
    em = em_of([r for line in lines[start:] for r in line.runs])
    last_rule = _last_rule(lines, start, rules)
    for i in range(start, len(lines)):
        line, text = lines[i], lines[i].text
        if _UNIT.search(text) or _NOTE.match(text) or line.middle > last_rule:
            return i
        alone = line.parts(em) == 1
        size = line.bottom - line.top
        ruled_off = any(lines[i - 1].middle < p[1] < line.middle for p in rules) if i > start else False
        gap = line.top - lines[i - 1].bottom
        if alone and (_HEADING.match(text) or (len(text) > 18 and line.runs[-1][2] - line.runs[0][0] > 0.5 * width)):
            return i
        if _PAGE_NUMBER.match(text) and i > start and gap > 2 * size:
            return i
        if len(gaps) >= 2 and gap > max(2.0 * size, 3.0 * median(gaps)) and not ruled_off:
            return i
        if i > start:
            gaps.append(gap)
    return len(lines)


def _continues(lines: list[Line], first: int, em: float, rules: list[BBox]) -> bool:
    """Whether the line before the first with data is the upper line of the same row."""
    above, line = lines[first - 1].middle, lines[first].middle
    pitches = sorted(b.middle - a.middle for a, b in pairwise(lines[first:]))
    limit = min(1.25 * em, 0.8 * pitches[len(pitches) // 2]) if pitches else 1.25 * em
    nearer = first < 2 or above - lines[first - 2].middle > 1.3 * (line - above)
    return nearer and line - above < max(limit, 0.8 * em) and not any(above < p[1] < line for p in rules)


def _last_rule(lines: list[Line], start: int, rules: list[BBox]) -> float:
    """Where the last of the rules that follow one another below ``start`` is; infinity if there are hardly any."""
    levels = sorted({round(p[1]) for p in rules if start < len(lines) and p[1] > lines[start].top - 12})
    if len(levels) < 4:
        return float("inf")
    steps = sorted(b - a for a, b in pairwise(levels))
    end = levels[0]
    for level in levels[1:]:
        if level - end > max(6 * steps[len(steps) // 2], 90):
            break
        end = level
    return end + 2.0


def _region(lines: list[Line], above: Line | None, announced: bool, rules: list[BBox]) -> Region | None:
    if len(lines) < 2:
        return None
    runs = [r for line in lines for r in line.runs]
    left, right = min(r[0] for r in runs), max(r[2] for r in runs)
    if above is not None and _UNIT.search(above.text):
        left, right = min(left, above.runs[0][0]), max(right, above.runs[-1][2])
    first = next((i for i, line in enumerate(lines) if is_data(line, left, right)), len(lines))
    if first == len(lines) and lines[-1].text in ("合计", "总计"):
        first -= 1
    em = em_of(runs)
    while 0 < first < len(lines) and _continues(lines, first, em, rules):
        first -= 1
    head, body = lines[:first], lines[first:]
    columns = max(len(line.runs) for line in lines)
    if columns < 2 or (not announced and first == len(lines)):
        return None
    return Region(head, body, left, right, em, announced, rules)
