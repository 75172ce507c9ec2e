"""Projects that the prose explains: blocks of labelled fields that begin with 项目名称."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ...model.disclosures.claim import Section
from ...model.disclosures.performance import Project
from ...model.documents.figure import Figure, parse_figure
from ..prose.frames import PEOPLE, Frame
from ..prose.tokens import Token

_FIELDS = {
    "name": r"项目名称",
    "basis": r"设立的?政策依据",
    "scale": r"预算安排规模",
    "unit": r"项目承担单位",
    "use": r"资金分配情况",
    "period": r"(?:资金|项目)执行时间",
    "source": r"资金来源",
    "people": r"补[贴助]人数",
    "standard": r"补[贴助]标准",
    "scope": r"补[贴助]范围",
    "way": r"补[贴助]方式",
    "procedure": r"发放程序",
    "benefit": r"受益人群和?社会效益",
}
_FIELD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _FIELDS.items()))
_FIELD = re.compile(rf"(?:(?<=\n)|(?<=^)|(?<=[、.．）。]))?(?:{_FIELD.pattern})[：:]")
_AMOUNT = re.compile(r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>亿元|万元|元)(?!/)")
_EACH = re.compile(r"每(?:人|户|名|亩|年|月|天|份|个|套|件)[^，。；]{0,8}$|人均[^，。；]{0,8}$")
_WHOLE = re.compile(r"^(?:资金分配情况|预算安排规模|资金来源)?(?:共计|合计|总计|共|总额|总金额|资金|预算)*$")
_NUMBERED = re.compile(r"(?:\n|^)?(?:[（(][一二三四五六七八九十]+[)）]|\d{1,2}[、.．]|[一二三四五六七八九十]+、)?$")


def read_projects(sections: Sequence[Section]) -> Iterator[Project]:
    """Projects of the sections on project expenditure, in order."""
    for section in sections:
        text, lead = _text(section)
        for fields, end in _blocks(section, text):
            yield _project(section, text, lead, fields, end)


def project_frames(section: Section) -> Iterator[Frame]:
    """The fields of a section's projects, each a stretch that says what its numbers are."""
    text, lead = _text(section)
    for fields, end in _blocks(section, text):
        name = _field_text(text, fields, 0, end).replace("\n", "")
        for k, (field, _, start) in enumerate(fields):
            stop = fields[k + 1][1] if k + 1 < len(fields) else end
            if stop > lead and field != "name":
                yield Frame(max(0, start - lead), stop - lead, name, _subject_of(field))


def _text(section: Section) -> tuple[str, int]:
    """The section's text, with its title before it where that names the project; and how much was put before."""
    lead = f"{section.title}\n" if "项目名称" in section.title else ""
    return lead + section.text, len(lead)


def _blocks(section: Section, text: str) -> Iterator[tuple[list[tuple[str, int, int]], int]]:
    """The labelled fields of each project (name, start of the label, start of the value), and where the project ends."""
    if section.id != "projects":
        return
    fields = [(m.lastgroup or "", m.start(), m.end()) for m in _FIELD.finditer(text)]
    begins = [i for i, f in enumerate(fields) if f[0] == "name"]
    for n, i in enumerate(begins):
        until = begins[n + 1] if n + 1 < len(begins) else len(fields)
        yield fields[i:until], fields[until][1] if until < len(fields) else len(text)


def _field_text(text: str, fields: list[tuple[str, int, int]], k: int, end: int) -> str:
    stop = fields[k + 1][1] if k + 1 < len(fields) else end
    return _NUMBERED.sub("", text[fields[k][2] : stop]).strip().rstrip("。；")


def _subject_of(field: str) -> Callable[[Token, str], str | None]:
    """What a number of a project's field is, by its unit: the amount, a part of it, a standard, people."""

    def subject(token: Token, words: str) -> str | None:
        unit = token.figure.unit or ""
        if unit.startswith(("元/", "万元/", "元每", "万元每")) or (
            token.figure.is_money and (field == "standard" or _EACH.search(token.lead))
        ):
            return "project_standard"
        if unit in PEOPLE:
            return "project_people"
        if not token.figure.is_money or field not in ("scale", "use", "source"):
            return None
        return "project_amount" if field == "scale" or not words or _WHOLE.search(words) else "project_part"

    return subject


def _project(section: Section, text: str, lead: int, fields: list[tuple[str, int, int]], end: int) -> Project:
    values: dict[str, str] = {}
    for k, (name, _, _start) in enumerate(fields):
        values.setdefault(name, _field_text(text, fields, k, end))
    scale, use = values.get("scale"), values.get("use")
    amounts = amounts_in(scale) if scale else []
    return Project(
        name=values["name"].replace("\n", ""),
        heading=section.title,
        place=section.place_at(max(0, fields[0][1] - lead)),
        basis=values.get("basis"),
        scale=scale,
        amount=amounts[0] if len(amounts) == 1 else None,
        use=use,
        allocated=tuple(amounts_in(use)) if use else (),
        period=values.get("period"),
        people=_counted(values.get("people"), "人"),
        standard=_counted(values.get("standard"), "元"),
        text=text[fields[0][1] : end].strip(),
    )


def amounts_in(text: str) -> list[Figure]:
    """Amounts of money in a text, with their units; rates such as 30元/人 are left out."""
    found = [parse_figure(m["number"], m["unit"]) for m in _AMOUNT.finditer(text)]
    return [Figure(f.value, f.unit, f.decimals, f"{f.text}{f.unit}") for f in found if f is not None]


def _counted(text: str | None, unit: str) -> Figure | None:
    """The only number of a field, with a unit like 人, 户 or 元."""
    numbers = re.findall(r"\d+(?:\.\d+)?(?:万)?(?:人|户|名|元)", text or "")
    if len(numbers) != 1:
        return None
    m = re.match(r"(?P<number>[\d.]+)(?P<ten>万)?(?P<unit>.)", numbers[0])
    if m is None or (unit == "元") != (m["unit"] == "元"):
        return None
    return parse_figure(m["number"], f"{m['ten'] or ''}{m['unit']}")
