"""Wording of another level of government."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Division, Evidence, Passed, Reason, Role, Severity, Undecided, Verdict, fail, rule
from ...legal import CONVENTION
from ...references import load_references
from ...wording import Line, lines, plain, sentence_at

_LEVEL = r"(?P<level>自治区|自治州|兵团|省|地区|州|盟|市|区|县|旗)"
_SPOKEN = re.compile(rf"{_LEVEL}(?P<word>本级|级)(?:各|预算)?(?:主管)?(?P<whose>财政|单位|部门|预算单位|预算主管部门|行政单位|事业单位)")
_ORDERED = re.compile(
    rf"(?:完成|承办){_LEVEL}(?P<word>)(?:委|党委)(?:、|和|，)(?P<whose>(?:自治区|自治州|省|州|市|区|县|旗)?(?:人民)?政府)[^。；]{{0,8}}交办"
)
_ABOVE = re.compile(r"上级|转移支付|下级|以上|各级|下达|省市|配套|会同|联合")
_SUFFIXES = ("自治区", "自治州", "自治县", "自治旗", "地区", "新区", "特区", "省", "州", "盟", "市", "区", "县", "旗")


@rule(id="text.other-level", title="其他层级的用语", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def other_level(disclosure: Disclosure) -> Iterator[Verdict]:
    """名词解释和职能中的“某级财政”“某本级单位”是本单位所在的层级。

    县的公开件不写“市级财政”“自治区本级单位”；讲上级补助、转移支付、各级的句子不在此列。只作提示。

    无法判断：不能确定单位所在的行政区划。

    错例：县级单位的名词解释写“由市级财政安排的资金”。
    正例：写“由县级财政安排的资金”，或“由本级财政安排的资金”。
    """
    division = load_references().divisions.get(disclosure.identity.division_code or "")
    if division is None:
        yield Undecided(Reason.IDENTITY_UNKNOWN, "不能确定行政区划")
        return
    own = _own_levels(division)
    seen: dict[str, list[tuple[Line, str]]] = {}
    for line in _spoken_lines(disclosure):
        for m in (_SPOKEN if line.glossary else _ORDERED).finditer(line.text):
            sentence = sentence_at(line.text, m.start())
            if m["level"] in own:
                yield Passed()
            elif not (line.glossary and _ABOVE.search(sentence)):
                seen.setdefault(m["level"] + m["word"], []).append((line, sentence))
    for word, found in seen.items():
        line, sentence = found[0]
        yield fail(
            f"“{line.section.title or '名词解释'}”写作“{word}”（{len(found)} 处），本单位属{division.name}。原文：{sentence[:120]}",
            address=f"text/level/{word}",
            evidence=tuple(Evidence(Role.ACTUAL, s, x.place, section=x.section.title or "名词解释") for x, s in found[:6]),
        )


def _spoken_lines(disclosure: Disclosure) -> Iterator[Line]:
    """Lines of the glossary, and of the duties, whose short lines (（八）完成县委…) look like headings."""
    yield from (line for line in lines(disclosure) if line.glossary or line.section.id == "duties")
    yield from (Line(s, 0, plain(s.title), False) for s in disclosure.sections if s.id == "duties")


def _own_levels(division: Division) -> set[str]:
    """The words for the level of a division: 自治县 speaks of 县, a district of 区."""
    suffix = next((s for s in _SUFFIXES if division.name.endswith(s)), "")
    levels = {suffix}
    if suffix in ("自治县", "自治旗"):
        levels.add(suffix[-1])
    if suffix == "自治州":
        levels.add("州")
    if suffix in ("新区", "特区"):
        levels.add("区")
    if suffix in ("旗", "自治旗"):
        levels.add("县")
    if division.rank == 0 and suffix == "自治区":
        levels.add("区")
    if division.rank == 1 and suffix in ("地区", "盟"):
        levels |= {"地区", "盟"}
    return levels
