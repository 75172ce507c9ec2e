"""Budget or final account, department or unit: by the words of cover, headings and titles."""

from __future__ import annotations

import re
from collections import Counter

from ...model.disclosures.disclosure import Kind, Level
from ...model.documents.document import Document
from ...model.documents.text import squeeze
from .front import front_lines

_SELF = re.compile(r"（本级）|（机关）|本级$")


_WHOLE = re.compile(
    r"(?:为|是|属于|包括|包含)[^。；，]{0,12}部门汇总数?|部门汇总数|(?:所属|下属|直属|镇属|乡属|局属)[^。；，]{0,6}单位(?:汇总)"
)
"""Sentences that say that the figures are those of a body with its units."""


def _spoken(document: Document, body: str | None) -> tuple[int, int]:
    """How often the prose calls the body a department or a unit, where its titles do neither."""
    text = "".join(squeeze(p.text) for p in document.paragraphs)[:20000]
    own = rf"[本我]{{0}}|{re.escape(body)}（?{{0}}" if body else "[本我]{0}"
    whole = 4 * len(_WHOLE.findall(text))
    return whole + len(re.findall(own.format("部门"), text)), len(re.findall(own.format("单位"), text))


def kind_and_level(document: Document, body: str | None) -> tuple[Kind | None, Level | None]:
    """Kind and level by the words of cover, headings and titles; None where they do not say."""
    kinds: Counter[Kind] = Counter()
    departments = units = 0
    for n, text in enumerate([*front_lines(document, 60), *(t.title for t in document.tables if t.title)]):
        weight = 4 if n < 4 else 1
        if len(text) > 60:
            continue
        if "决算" in text:
            kinds[Kind.FINAL] += weight
        elif "预算" in text and "一般公共预算" not in text and "基金预算" not in text:
            kinds[Kind.BUDGET] += weight
        if re.search(
            r"部门(?:预算|决算|收支|收入|支出|概况|汇总|财务|整体|[“\"]?三公|20\d\d年度?(?:预算|决算|一般公共预算|[“\"]?三公))|汇总", text
        ):
            departments += weight
        if re.search(r"单位(?:预算|决算|收支|收入|支出|概况|财务|[“\"]?三公)", text):
            units += weight
    kind = kinds.most_common(1)[0][0] if kinds else None
    if body and _SELF.search(body):
        return kind, Level.UNIT
    if not departments and not units:
        # Tables alone, whose titles name neither: the word before the body's name (部门：…, 编制单位：…).
        words = Counter("部门" in t.maker_word for t in document.tables if t.maker_word)
        departments, units = words[True], words[False]
    if not departments and not units:
        departments, units = _spoken(document, body)
    if not departments and not units:
        return kind, None
    return kind, Level.DEPARTMENT if departments > units else Level.UNIT
