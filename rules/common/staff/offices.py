"""Number of offices and the offices listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .... import Disclosure, Passed, Reason, Role, Section, Severity, Undecided, Verdict, fail, rule
from ...legal import P
from ...numbers import count, of_text, prose, sections

_NUMBER = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_KINDS = r"(?:内设)?(?:职能)?(?:机构|科室|处室|股室|科（室）|股（室）|处（室）|部门|科|处|室|股)"
_LEAD = re.compile(
    rf"(?:(?:内设|下设|设有|设置|设)(?:了)?(?:机构|科室|处室|股室)?{_NUMBER}个{_KINDS}|内设(?:机构|科室|处室|股室)(?:共)?{_NUMBER.replace('count', 'count2')}个)"
    r"(?P<link>，?(?:分别)?(?:是|为|包括|即|有)?[:：]|，(?:分别)?(?:是|为|包括)|（)"
    r"(?P<list>[^。；\n]{2,600})"
)
_TRAILING = re.compile(rf"(?:内设机构|内设科室|内设处室)(?:有|为|包括)?[:：]?(?P<list>[^。；\n]{{4,600}}?)等?(?:共)?{_NUMBER}个{_KINDS}")
_SEPARATOR = re.compile(r"[、，,;；](?![^（]*）)(?![^“]*”)")
_OFFICE = re.compile(r"[室科处股部队心办委组厅局院会所站团校库馆社]$")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)|“[^”]*”")


@rule(id="staff.offices", title="内设机构个数与所列机构", severity=Severity.WARNING, basis=[P], compares=False)
def staff_offices(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述内设机构（科室、处室）的个数与随后列出的一样多，没有列两次的。

    最后两个用“和”“及”连接的，两种数法其一相符即可。

    无法判断：没有写明个数，或没有列出名称。

    错例：下设 4 个科室，分别是：办公室、财务科、业务科。
    正例：下设 3 个科室，分别是：办公室、财务科、业务科。
    """
    found = False
    for section in sections(disclosure, "staff", "duties"):
        text = prose(section)
        for m in [*_LEAD.finditer(text), *_TRAILING.finditer(text)]:
            groups = m.groupdict()
            number = count(groups.get("count") or groups.get("count2") or "")
            if number is None or not 1 < number < 100:
                continue
            listed = m["list"].split("）")[0] if groups.get("link") == "（" else m["list"]
            names = [re.sub(r"等$", "", n.strip()) for n in _SEPARATOR.split(listed) if n.strip()]
            if len(names) < 2 or not all(map(_is_office, names)):
                continue
            found = True
            yield from _judge(section, m, number, names)
    if not found:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明内设机构的个数和名称")


def _is_office(name: str) -> bool:
    """Whether a listed name ends like an office, before or inside its brackets (基金监管（稽核股）)."""
    bare = _BRACKETS.sub("", name)
    return len(bare) <= 30 and not re.search(r"\d个", name) and bool(_OFFICE.search(bare) or _OFFICE.search(name.rstrip("）)")))


def _judge(section: Section, m: re.Match[str], number: int, names: list[str]) -> Iterator[Verdict]:
    joined = sum(len(re.findall(r"(?<=[室科处股部队中心办])(?:和|及|以及|与)", n)) for n in names)
    said = of_text(section, m.start(), m.end(), Role.ACTUAL)
    if number not in range(len(names), len(names) + joined + 1):
        yield fail(
            f"“{section.label}”称有 {number} 个内设机构，列出 {len(names)} 个（{'、'.join(names)}）。原文：{said.text}",
            address="staff/offices/count",
            formula=f"{number} ≠ {len(names)}",
            decimals=0,
            unit="个",
            evidence=said,
        )
        return
    twice = [n for n, k in Counter(names).items() if k > 1]
    if not twice:
        yield Passed()
        return
    yield fail(
        f"“{section.label}”所列内设机构中“{'、'.join(twice)}”列了两次。原文：{said.text}",
        address="staff/offices/twice",
        evidence=said,
    )
