"""Classification paths of the prose: 社会保障和就业支出（类）行政事业单位养老支出（款）…（项）, or its last steps alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_STEP = re.compile(
    r"(?P<name>[^，。；：、（）\n]{1,40}(?:（[^（）类款项\d]{1,12}）[^，。；：、（）\n]{0,40})?)"
    r"（(?:(?P<mark>[类款项])级?[:：]?(?P<code>\d{2,7})?|(?P<own>\d{2})(?P<of>[类款项])|(?P<digits>\d{3}(?:\d{2}){0,2})(?P<behind>[类款项])?)）"
)
_MARK = re.compile(r"（(?:[类款项]级?[:：]?\d{0,7}|\d{2,7}[类款项]|\d{3,7})）")
"""What every step ends with: cheap to look for where there is no path."""
_LINK = r"[”\"]?(?:[-—–－―/>＞→]+)[“\"]?"
_CHAINED = r"[\u4e00-\u9fff]{2,20}(?:（[\u4e00-\u9fff]{1,8}）[\u4e00-\u9fff]{0,12})?"
_CHAIN = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_CHAINED})(?:{_LINK}(?:{_CHAINED})){{1,2}}(?=[”\"]|科目|[:：，]|\d|$)")
"""公共安全支出-司法-行政运行: a path whose steps are chained by strokes; 类, 款 and 项 follow from their order."""
_STROKES = re.compile(_LINK)
_BEFORE_NAME = re.compile(r"^.*[\d.．]")
_QUOTES = re.compile(r"[“”\"]")
_SIZES = {"类": 3, "款": 5, "项": 7}
_MARKS = {size: mark for mark, size in _SIZES.items()}
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class ClassPath:
    """Names from the outermost, the mark behind each (类, 款, 项), the code behind it where one is printed."""

    names: tuple[str, ...]
    marks: tuple[str, ...]
    codes: tuple[str | None, ...]
    start: int
    end: int
    chained: bool = False
    """Whether strokes chain the names; then only names that the classification has make it a path."""

    @property
    def whole(self) -> bool:
        """Whether it begins with the 类; else a heading or the sentence before has said it."""
        return self.marks[0] == "类"

    @property
    def size(self) -> int:
        """How many digits the code of its last name has."""
        return _SIZES[self.marks[-1]]

    @property
    def code(self) -> str | None:
        """The code as printed: in full behind the last name, or behind every name in full or only its own digits."""
        if (last := self.codes[-1]) and len(last) == self.size:
            return last
        if None in self.codes:
            return None
        code = ""
        for part in filter(None, self.codes):
            code = part if part.startswith(code) and len(part) > len(code) else code + part
        return code if self.whole or len(code) == self.size else None


def class_paths(text: str, begin: int, end: int) -> Iterator[ClassPath]:
    """The paths between two offsets: steps that follow each other directly and go down."""
    if _MARK.search(text, begin, end) is None:
        yield from _chains(text, begin, end)
        return
    open_path: ClassPath | None = None
    for m in _STEP.finditer(text, begin, end):
        marked = m["mark"] or m["behind"] or m["of"]
        mark, code = marked or _MARKS[len(m["digits"])], m["code"] or m["digits"] or m["own"]
        if open_path is not None:
            if m.start() == open_path.end and _SIZES[mark] > open_path.size:
                open_path = _longer(open_path, m, mark, code)
                continue
            yield open_path
        cut = _BEFORE_NAME.match(m["name"])
        start = m.start() + (cut.end() if cut else 0)
        name = _QUOTES.sub("", text[start : m.end("name")])
        # （20133） alone is a number in brackets; behind the name above it, it is a code.
        opens = len(name) >= _SHORTEST and bool(marked or mark == "类")
        open_path = ClassPath((name,), (mark,), (code,), start, m.end()) if opens else None
    if open_path is not None:
        yield open_path


def _chains(text: str, begin: int, end: int) -> Iterator[ClassPath]:
    """Paths whose names are chained by strokes."""
    for m in _CHAIN.finditer(text, begin, end):
        names = tuple(_STROKES.split(m[0]))
        marks = ("类", "款", "项") if len(names) == 3 else ("类", "款") if names[0].endswith("支出") else ("款", "项")
        yield ClassPath(names, marks, (None,) * len(names), m.start(), m.end(), chained=True)


def _longer(path: ClassPath, m: re.Match[str], mark: str, code: str | None) -> ClassPath:
    """A path with one more step."""
    name = _QUOTES.sub("", re.sub(r"^\d+[.、]", "", m["name"]))
    return ClassPath((*path.names, name), (*path.marks, mark), (*path.codes, code), path.start, m.end())
