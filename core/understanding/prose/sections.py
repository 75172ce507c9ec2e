"""The prose as a tree of numbered sections, and the document's own table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ...model.disclosures.claim import Section
from ...model.disclosures.contents import ContentsEntry
from ...model.disclosures.region import Region, SectionWord
from ...model.documents.document import Document, Paragraph, Place
from ...model.documents.text import label_key, squeeze, strip_numbering

_LEVELS = (
    re.compile(r"^第[一二三四五六七八九十]+部分"),
    re.compile(r"^[一二三四五六七八九十]{1,3}、"),
    re.compile(r"^（[一二三四五六七八九十]{1,3}）"),
)
_LONGEST_HEADING = 60
_CONTENTS = re.compile(r"^目录$")
_ENTRY = re.compile(
    r"^[-·•]?(?P<number>第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、])?(?P<title>.+?)(?:(?<![.…·])[.…·]{3,}+\d*|\d{0,3})$"
)
_PARTS = (
    ("glossary", re.compile(r"名词解释|名称解释|专业名词")),
    ("tables", re.compile(r"(?:预算|决算|公开)(?:公开)?(?:报)?表")),
    ("explanation", re.compile(r"(?:情况|编制|公开)?说明")),
    ("overview", re.compile(r"概况|概述|职能|职责")),
)


def heading_level(text: str) -> int | None:
    """0 for 第一部分, 1 for 一、, 2 for （一）; None if the line is no heading."""
    key = label_key(text).lstrip("-·•")
    if len(key) > _LONGEST_HEADING or re.search(r"[。；，：](?!$)", key) or key.endswith(("；", "，")):
        return None
    level = None
    rest = key
    while True:
        found = next(((n, m) for n, p in enumerate(_LEVELS) if (m := p.match(rest))), None)
        if found is None or (level is not None and found[0] <= level):
            break
        level, rest = found[0], rest[found[1].end() :]
    if level is None or (level and not rest):
        return None
    if re.search(r"\d(?:\.\d+)?(?:万元|元|%)", rest):
        return None
    return level


def part_of(title: str) -> str | None:
    """Which of the four parts (概况, 表, 说明, 名词解释) a heading of the first level opens."""
    key = label_key(title)
    return next((name for name, pattern in _PARTS if pattern.search(key)), None)


def section_id(title: str, region: Region, names: Iterable[str]) -> str | None:
    """The canonical id of a heading, by the pack's patterns."""
    key = bare_heading(title, names)
    keys = [key, _OF_TABLE.sub("", key)] if _OF_TABLE.search(key) else [key]
    return next((s.id for k in keys for s in region.sections if s.pattern.search(k)), None)


_OF_TABLE = re.compile(r"(?<=[支入出费金房购营算])总?表(?=(?:的)?(?:编制|安排)?(?:情况)?(?:的)?说明$)")
"""A heading that speaks of the table (收支预算总表情况说明) speaks of what the table holds."""


def bare_heading(title: str, names: Iterable[str]) -> str:
    """A heading without numbering, body name, year and 部门/单位 before it."""
    key = strip_numbering(label_key(title)).rstrip("。：")
    for name in names:
        key = key.replace(label_key(name), "")
    key = re.sub(r"^关于|\d{4}年度?", "", key)
    return re.sub(r"^(?:部门|单位|（部门）|（单位）)", "", key)


def heading_word(text: str, region: Region, names: Iterable[str]) -> SectionWord | None:
    """The section that a line opens although it need not be numbered, by the pack's ``heading`` patterns."""
    words = [s for s in region.sections if s.heading]
    if not words or len(squeeze(text)) > _LONGEST_HEADING:
        return None
    key = bare_heading(text, names)
    return next((s for s in words if s.heading and s.heading.fullmatch(key)), None)


@dataclass(slots=True)
class _Open:
    headings: tuple[str, ...]
    id: str | None
    part: str | None
    pieces: list[str] = field(default_factory=list)
    offsets: list[tuple[int, Place]] = field(default_factory=list)
    length: int = 0

    def add(self, paragraph: Paragraph) -> None:
        text = squeeze(paragraph.text)
        if self.pieces:
            self.length += 1
        self.offsets.append((self.length, paragraph.place))
        self.pieces.append(text)
        self.length += len(text)

    def close(self) -> Section:
        return Section(self.headings, self.id, "\n".join(self.pieces), tuple(self.offsets), self.part)


_GLUED = re.compile(
    r"^(?P<head>(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)(?:关于)?[^。；，：]{2,60}?"
    r"(?:情况的?(?:总体)?说明|总体说明|主要职能|人员情况|变化情况|结构情况|具体使用情况|经费情况|采购情况|占?有?使用情况|绩效情况|说明的事项))"
    r"(?P<rest>(?=[^。，；的、]).+)$"
)


_RUN_IN = re.compile(
    r"^(?P<head>(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^。；，：、]{2,30})：(?P<rest>(?!是?指|为|反映)(?:(?:(?<=情况：)|(?<=说明：)).+|(?!纳入|用于|按照)[^。：]{0,60}?\d[\d,.]*(?:万元|元|人|辆|%).*))",
    re.DOTALL,
)
"""（四）政府采购情况：本部门…: a heading that its section's text follows on the same line; a definition (机关运行经费：是指…) prints no figure,
and a heading that ends in 情况 or 说明 needs none."""


def unglued(paragraph: Paragraph, region: Region, names: Iterable[str]) -> list[Paragraph]:
    """A paragraph whose heading runs into its text (as conversions leave it, or with a colon) as heading and text.

    Behind a colon only a heading that the pack knows: （一）办公费：… is an entry of a list.
    """
    names = tuple(names)
    out: list[Paragraph] = []
    current = paragraph
    text = squeeze(paragraph.text).replace(":", "：", 1)
    if end := _headed_by_name(text, region, names):
        return [replace(paragraph, text=text[:end], printed=None), replace(paragraph, text=text[end:], printed=None)]
    if (run_in := _RUN_IN.match(text)) and section_id(run_in["head"], region, names):
        cut = run_in.end("head")
        return [replace(paragraph, text=text[:cut], printed=None), replace(paragraph, text=text[cut + 1 :], printed=None)]
    while (m := _GLUED.match(label_key(current.text))) and len(m["rest"]) > 1:
        text = squeeze(current.text)
        cut = _position_of(text, len(m["head"]))
        if heading_level(text[:cut]) is None:
            break
        out.append(replace(current, text=text[:cut], printed=None))
        current = replace(current, text=text[cut:], printed=None)
    return [*out, current]


def _headed_by_name(text: str, region: Region, names: Iterable[str]) -> int:
    """Where a heading that names the body (甲局（部门）机构设置) ends before a sentence that begins with the name; 0 if it does not."""
    for name in names:
        if text.startswith(name) and text.count(name, 0, 3 * len(name) + _LONGEST_HEADING) > 1:
            start = len(name) + (4 if text.startswith(("（部门）", "（单位）"), len(name)) else 0)
            for word in region.sections:
                found = word.heading.match(text, start) if word.heading else None
                if found and text.startswith(name, found.end()):
                    return found.end()
    return 0


def _position_of(text: str, keys: int) -> int:
    """Where the first ``keys`` characters of the label key end in a squeezed text (quotes are no part of a key)."""
    seen = 0
    for position, character in enumerate(text):
        if seen == keys:
            return position
        seen += len(label_key(character))
    return len(text)


def split_sections(paragraphs: Sequence[Paragraph], region: Region, names: Sequence[str]) -> tuple[Section, ...]:
    """Sections in order; a section holds its own text, that of its sub-sections stands in theirs.

    A part title alone on its line (第三部分) takes the next line as its words. A heading of the pack that names a part
    opens it, numbered or not; one that names none and has no number opens a section of the part that it stands in. One whose
    id is that of its part opens the part alone.
    """
    stack: list[tuple[int, str, str | None]] = []
    part: str | None = None
    current = _Open((), None, None)
    out: list[Section] = []
    await_part = False
    for paragraph in (piece for p in paragraphs for piece in unglued(p, region, names)):
        word, level = heading_word(paragraph.text, region, names), heading_level(paragraph.text)
        word = word if word and (word.part or level is None) else None
        level = (0 if word.part else 1) if word else level
        if level is None and _DIGIT_HEADING.match(label_key(paragraph.text)) and section_id(paragraph.text, region, names):
            level = len(_LEVELS)
        if await_part and level is None:
            part = part_of(paragraph.text) or part
            current.part = current.part or part
            await_part = len(squeeze(paragraph.text)) < 30 and part is None
        if level is None:
            current.add(paragraph)
            continue
        title = squeeze(paragraph.text)
        id = word.id if word else section_id(title, region, names) if level else None
        id = None if word and word.id == word.part else id  # the part as a whole is no section of it
        stack = [s for s in stack if s[0] < level] + [(level, title, id)]
        if level == 0:
            part = (word.part if word else None) or part_of(title)
            await_part = part is None and word is None
        if current.pieces or current.headings:
            out.append(current.close())
        current = _Open(tuple(t for _, t, _ in stack), next((i for _, _, i in reversed(stack) if i), None), part)
        current.offsets.append((0, paragraph.place))
    out.append(current.close())
    return tuple(out)


def _is_entry(text: str) -> bool:
    key = label_key(text)
    return 1 < len(key) <= _LONGEST_HEADING and not re.search(r"[。；！？]", key)


_DIGIT_HEADING = re.compile(r"^\d{1,2}[.、．](?!\d)[^。；，：\d]{2,30}：?$")
"""3.政府采购情况说明 alone on its line: a heading if the pack knows it, else an entry of a list."""
_YEAR = re.compile(r"20\d\d年度?")


def _comes_again(key: str, first: str) -> bool:
    """Whether a line is the first entry of the contents in its place: as listed, or with the body's name for the number."""
    key, first = _YEAR.sub("", key), _YEAR.sub("", first)  # 2023年度单位概况 in the list, 2023年单位概况 in its place
    if key == first or (first.startswith(key) and key.startswith("第")):
        return True
    bare = re.sub(r"^(?:部门|单位)", "", strip_numbering(first))
    return len(bare) > 3 and key.endswith(bare) and strip_numbering(key) == key


def find_contents(document: Document) -> tuple[tuple[ContentsEntry, ...], int]:
    """The table of contents and how many leading paragraphs belong to cover and contents (0 if there is none).

    It ends where its first entry comes again, at a paragraph of prose, or at a table.
    """
    paragraphs: list[Paragraph] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            break
        paragraphs.append(block)
    start = next((i for i, p in enumerate(paragraphs[:80]) if _CONTENTS.match(squeeze(p.text))), None)
    if start is None:
        return _listed_tables(document), 0
    entries: list[ContentsEntry] = []
    part: str | None = None
    first = ""
    end = start + 1
    for p in paragraphs[start + 1 :]:
        key = label_key(p.text)
        if not _is_entry(p.text) or (first and len(entries) > 1 and _comes_again(key, first)):
            break
        end += 1
        m = _ENTRY.match(key)
        if m is None:
            continue
        first = first or key
        number, title = m["number"] or "", _ENTRY.match(squeeze(p.text))
        shown = title["title"] if title else m["title"]
        if number.startswith("第"):
            part = part_of(shown)
        entries.append(
            ContentsEntry(len(entries), number.rstrip("、.．"), shown, not number.startswith("第") and _names_table(shown), p.place, part)
        )
    return tuple(entries) or _listed_tables(document), end


_HEADING_OF_TABLES = re.compile(
    r"^(?:\d{4}年度?)?(?:.*?(?:部门|单位|局|委员会|办公室|院|厅))?(?:预算|决算|收支)?(?:公开)?(?:预算|决算|报|公开)表$"
)


def _names_table(title: str) -> bool:
    if _HEADING_OF_TABLES.match(label_key(title)):
        return False
    key = re.sub(r"（[^（）]*）$", "", label_key(title).strip("《》"))
    return (key.endswith("表") and not re.search(r"(?:预算|决算|公开)(?:公开)?(?:报)?表$", key[-5:])) or key.endswith(
        ("总表", "预算表", "决算表", "情况表", "目标表", "明细表", "支出表", "自评表")
    )


def _listed_tables(document: Document) -> tuple[ContentsEntry, ...]:
    """Tables that the document lists by name (一、《…表》), as final accounts do before their annex."""
    entries: list[ContentsEntry] = []
    for p in document.paragraphs:
        m = re.match(r"^(?P<number>[一二三四五六七八九十]{1,3}、)《(?P<title>.+表)》$", squeeze(p.text))
        if m:
            entries.append(ContentsEntry(len(entries), m["number"].rstrip("、"), m["title"], True, p.place, "tables"))
    return tuple(entries)
