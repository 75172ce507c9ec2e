"""Glossary terms about items that the document does not use."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    RowKind,
    Severity,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import CONVENTION
from ...wording import Path, paths, same_name


@rule(id="glossary.unused", title="名词解释与所用科目", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def glossary_unused(disclosure: Disclosure) -> Iterator[Verdict]:
    """名词解释所解释的科目，是本文件的表格或文字说明用到的科目。

    只看以“（项）”标明的科目；整份文件合并为一条提示。

    无法判断：名词解释没有按科目列示，或表格没有列出项级科目（报表另附）。

    错例：名词解释有“公务员医疗补助（项）”，各表和说明中都没有这一科目。
    正例：名词解释的科目在支出表中都有。
    """
    explained = [p for p in paths(disclosure) if p.line.glossary and p.of("项")]
    if not explained:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "名词解释没有按科目列示")
        return
    used = {
        r.name
        for s in disclosure.statements
        for r in s.rows
        if r.code and r.name and len(r.code) == 7 and r.kind in (RowKind.FUNCTIONAL, RowKind.PROJECT)
    }
    if not used:
        yield Undecided(Reason.TABLE_MISSING, "表格没有列出项级科目")
        return
    printed = set(used)
    used |= {n.name for p in paths(disclosure) if not p.line.glossary and (n := p.of("项"))}
    unused = [p for p in explained if not any(same_name(_item(p), u) for u in used)]
    yield Passed(len(explained) - len(unused))
    if unused:
        names = "、".join(dict.fromkeys(_item(p) for p in unused))
        missing = [u for u in sorted(printed) if not any(same_name(_item(p), u) for p in explained)]
        rest = f"；表中用到而未解释的有：{'、'.join(missing[:6])}" if missing else ""
        yield fail(
            f"名词解释中有 {len(unused)} 个科目在表格和说明中没有用到：{names}{rest}。",
            address="glossary/unused",
            evidence=tuple(Evidence(Role.ACTUAL, p.text, p.place, section=p.line.section.title or "名词解释") for p in unused[:20]),
        )


def _item(path: Path) -> str:
    named = path.of("项")
    return label_key(named.name) if named else ""
