"""What the rules about wording share: the prose line by line, classification paths, likeness of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from typing import TypeVar

from .. import CodeName, Disclosure, Place, Section, Statement, Table, label_key, squeeze
from .references import load_references

_PUNCTUATION = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", "[": "〔", "]": "〕", "％": "%"})
_GLOSSARY = re.compile(r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、)?(?:专业)?(?:名词|名称|术语)(?:解释|说明)[:：]?$")
_SENTENCE_END = re.compile(r"[。；\n]")


def plain(text: str) -> str:
    """Text with one kind of brackets and colons; offsets unchanged."""
    return text.translate(_PUNCTUATION)


def bare(text: str) -> str:
    """A label key without punctuation, for comparing titles."""
    return re.sub(r"[、，。：；（）《》〈〉〔〕\-—·.]", "", label_key(text))


@dataclass(frozen=True, slots=True)
class Line:
    """A line (source paragraph) of a section: ``start`` is its offset in the section's text, ``text`` is plain."""

    section: Section
    start: int
    text: str
    glossary: bool

    @property
    def place(self) -> Place:
        return self.section.place_at(self.start)


_T = TypeVar("_T")


def kept(make: Callable[[Disclosure], _T]) -> Callable[[Disclosure], _T]:
    """Keep what a pure function makes of the last disclosure: many rules ask for the same thing in turn."""
    last: list[tuple[Disclosure, _T]] = []

    @wraps(make)
    def ask(disclosure: Disclosure) -> _T:
        if not last or last[0][0] is not disclosure:
            last[:] = [(disclosure, make(disclosure))]
        return last[0][1]

    return ask


@kept
def lines(disclosure: Disclosure) -> tuple[Line, ...]:
    """The prose line by line, headings left out; lines of the glossary are marked, also where it has no heading of its own."""
    return tuple(_lines(disclosure))


def _lines(disclosure: Disclosure) -> Iterator[Line]:
    later = {bare(e.title) for e in disclosure.contents if not e.is_table}
    for section in disclosure.sections:
        inside = section.part == "glossary" or bool(_GLOSSARY.match(label_key(section.title)))
        own = inside
        start = 0
        for text in section.text.split("\n"):
            line = plain(text)
            if not own and _GLOSSARY.match(line):
                inside = True
            elif not own and inside and len(line) < 40 and _opens_other_part(line, later):
                inside = False
            yield Line(section, start, line, inside)
            start += len(text) + 1


def _opens_other_part(line: str, titles: set[str]) -> bool:
    key = bare(line)
    return any(len(t) >= 4 and key.endswith(t) for t in titles) or bool(re.search(r"(?:编制说明|情况说明|预算表|决算表)$", key))


def sentence_at(text: str, at: int) -> str:
    """The sentence of ``text`` that holds an offset."""
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, at)), default=0)
    end = _SENTENCE_END.search(text, at)
    return text[start : end.end() if end else len(text)].strip()


def prose_length(disclosure: Disclosure) -> int:
    """Characters of prose outside the overview of duties and the glossary: 0 where a file holds tables only."""
    return sum(len(s.text) for s in disclosure.sections if s.id != "duties" and s.part != "glossary")


@kept
def body_names(disclosure: Disclosure) -> set[str]:
    """The body's names as bare keys: its name, short names, and the makers printed over its tables that hold it."""
    who = disclosure.identity
    names = {bare(n) for n in (who.body, *who.short_names) if n}
    makers = {bare(t.maker) for t in disclosure.document.tables if t.maker}
    return names | {m for m in makers if any(m in n or n in m for n in names)}


_MARK = re.compile(r"（(?:(?P<mark>[类款项])[:：]?(?P<code>\d{2,7})?|(?P<class>\d{3})类)）")
_BREAK = re.compile(r"[，。；：、\n《》“”]")
_LEAD = re.compile(r"^(?:[\d.]+|（\d+）|\d{4}年(?:度)?|其中|包括|一是|二是|三是|安排|列|用于|在)+")


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a classification path: 卫生健康支出（类）."""

    name: str
    mark: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Path:
    """A classification path of the prose, e.g. 卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）."""

    line: Line
    start: int
    """Offset in the line."""
    text: str
    names: tuple[Named, ...]

    @property
    def place(self) -> Place:
        return self.line.section.place_at(self.line.start + self.start)

    def of(self, mark: str) -> Named | None:
        """The name at a level: 类, 款 or 项."""
        return next((n for n in self.names if n.mark == mark), None)


@kept
def paths(disclosure: Disclosure) -> tuple[Path, ...]:
    """Classification paths of the prose, in order."""
    return tuple(_paths(disclosure))


def _paths(disclosure: Disclosure) -> Iterator[Path]:
    for line in lines(disclosure):
        if "（" not in line.text:
            continue
        begin, previous, names = 0, 0, list[Named]()
        for m in _MARK.finditer(line.text):
            raw = line.text[previous : m.start()]
            broken = max((b.end() for b in _BREAK.finditer(raw)), default=0)
            name = _LEAD.sub("", raw[broken:])
            if names and broken:
                yield Path(line, begin, line.text[begin:previous], tuple(names))
                names = []
            if not names:
                begin = m.start() - len(name)
            if name:
                names.append(Named(name, m["mark"] or "类", m["code"] or m["class"]))
            previous = m.end()
        if names:
            yield Path(line, begin, line.text[begin:previous], tuple(names))


_SHORT = re.compile(r"(?:等)?支出$")


def short_name(name: str) -> str:
    """A classification name as short as people print it: 社会保障和就业 for 社会保障和就业支出."""
    return _SHORT.sub("", label_key(name))


def same_name(a: str, b: str) -> bool:
    """Whether two prints name one classification item."""
    return short_name(a) == short_name(b)


@cache
def classified() -> dict[tuple[str, int], list[CodeName]]:
    """Functional items of all years by short name and length of code (3 类, 5 款, 7 项)."""
    found: dict[tuple[str, int], list[CodeName]] = {}
    for entry in load_references().functional.entries:
        found.setdefault((short_name(entry.name), len(entry.code)), []).append(entry)
    return found


@cache
def classified_names() -> frozenset[str]:
    """Names of both classifications, of all years, as label keys."""
    references = load_references()
    return frozenset(label_key(e.name) for e in (*references.functional.entries, *references.economic.entries))


@cache
def classified_short_names() -> frozenset[str]:
    """The same names, short."""
    return frozenset(map(short_name, classified_names()))


def distance(a: str, b: str, limit: int) -> int:
    """Edits (insert, delete, replace) between two texts; ``limit + 1`` if there are more than ``limit``."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
        if min(row) > limit:
            return limit + 1
    return row[-1]


def likeness(a: str, b: str) -> float:
    """Shared two-character pieces of two texts, 0 to 1."""
    pairs = [{t[i : i + 2] for i in range(len(t) - 1)} for t in (a, b)]
    union = pairs[0] | pairs[1]
    return len(pairs[0] & pairs[1]) / len(union) if union else float(a == b)


_CHINESE = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number up to 99 as a heading prints it: 11 → 十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _CHINESE[ones]
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")


# Words of a table's title → the words by which the prose speaks about the same fund or matter.
FUNDS = (
    "政府性基金",
    "国有资本经营",
    "三公",
    "政府采购",
    "结转结余",
    "上年结转",
    "项目支出",
    "机关运行经费",
    "会议费",
    "培训费",
    "社会保险基金",
)


def funds_of(title: str) -> list[str]:
    """The funds or matters that a table's title names."""
    key = label_key(title)
    return [f for f in FUNDS if f in key]


@kept
def printed_texts(disclosure: Disclosure) -> tuple[tuple[str, Place, str | None], ...]:
    """Every paragraph and every cell with words, plain and without white space, with its place and the title of its table."""
    found: list[tuple[str, Place, str | None]] = []
    for block in disclosure.document.blocks:
        if isinstance(block, Table):
            found += [(plain(squeeze(c.text)), c.place, block.title) for c in block.cells if len(c.text) > 1 and not c.text.isascii()]
        else:
            found.append((plain(squeeze(block.text)), block.place, None))
    return tuple(found)


@kept
def printed_whole(disclosure: Disclosure) -> str:
    """The printed texts as one, a line each: what is not in it need not be looked for in each."""
    return "\n".join(text for text, _, _ in printed_texts(disclosure))


def is_form(statement: Statement) -> bool:
    """Whether a statement is a performance form."""
    return statement.layout == "indicators" or "绩效" in (statement.table.title or "")
