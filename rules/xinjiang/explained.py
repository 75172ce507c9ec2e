"""The labelled fields of a project's explanation: 项目承担单位：…, 资金分配情况：…, as the template of 新疆 prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Evidence, Project, Role
from ..wording import plain

_FIELD = re.compile(r"^(?P<label>[\u4e00-\u9fff（）]{2,16})：(?P<text>.*)$")
_NOTHING = re.compile(r"^(?:无|不涉及|不适用|暂无)[。；]?$")


def fields(project: Project) -> dict[str, str]:
    """Label → text of the fields, in order; the lines after a label belong to it."""
    found: dict[str, str] = {}
    label = ""
    for line in plain(project.text).split("\n"):
        if m := _FIELD.match(line.strip()):
            label = m["label"]
            found.setdefault(label, m["text"].strip())
        elif label and line.strip():
            found[label] += line.strip()
    return found


def labelled(project: Project, *words: str) -> Iterator[tuple[str, str]]:
    """The fields whose label holds one of the words."""
    for label, text in fields(project).items():
        if any(w in label for w in words):
            yield label, text


def is_nothing(text: str) -> bool:
    """Whether a field says that there is none (无, 不涉及)."""
    return bool(_NOTHING.match(text))


def evidence_of(project: Project, label: str, text: str, role: Role = Role.ACTUAL) -> Evidence:
    """A field as evidence."""
    return Evidence(role, f"{label}：{text}", project.place, section=project.heading, row=project.name)
