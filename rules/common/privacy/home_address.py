"""Home addresses in what is published."""

from __future__ import annotations

from collections.abc import Iterator

from .... import Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, has_home_address, rule
from ...legal import D15
from .search import texts


@rule(id="privacy.home-address", title="家庭住址", severity=Severity.WARNING, basis=[D15], compares=False)
def privacy_home_address(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开内容中没有个人的家庭住址。

    以“家庭住址”一类的字样后面写明路、村、门牌为准；单位地址、办公地址不报告。

    错例：补助对象名单写明“家庭住址：虚构街 3 号”。
    正例：只写单位的办公地址。
    """
    found = [(place, table, row) for text, place, table, row in texts(disclosure) if has_home_address(text)]
    if not found:
        yield Passed()
    for place, table, row in found:
        yield fail(
            "公开内容中出现家庭住址（此处不再展示）。请核对是否应当公开。",
            address="privacy/home",
            evidence=Evidence(Role.ACTUAL, "家庭住址：****", place, table=table, row=row),
        )
