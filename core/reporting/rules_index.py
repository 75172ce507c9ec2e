"""The index of rules (规则索引): id, version, basis, scope, and what was measured of each; for people and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from ..model.checks.rule import Basis, Rule, Scope, rule_set_version
from ..model.results.words import KIND, LEVEL, RULE_STATE, SEVERITY, paragraphs

SCHEMA = "mingzhang.rules/1"


def detection(rule: Rule) -> str:
    """Noticed of tried changes, as people read it; a dash where it was not measured."""
    m = rule.measured
    return f"{m.noticed}/{m.tried}" if m and m.tried else "—"


def alarms(rule: Rule) -> str:
    """Errors and warnings on unchanged documents."""
    m = rule.measured
    return f"{m.alarms}/{m.documents} 份" if m else "—"


def signed(rule: Rule) -> str:
    """Errors and warnings on real documents that a reader signed, of those read."""
    m = rule.measured
    return f"{m.signed}/{m.signed + m.unsigned}" if m and m.signed + m.unsigned else "—"


def scope_words(scope: Scope) -> str:
    """A scope in Chinese: regions, kinds, levels, years; 不限 where nothing restricts it."""
    first, last = scope.years
    parts = [
        "、".join(sorted(scope.regions)),
        "、".join(KIND[str(k)] for k in sorted(scope.kinds)),
        "、".join(LEVEL[str(x)] for x in sorted(scope.levels)),
        year_words(first, last),
    ]
    return "，".join(p for p in parts if p) or "不限"


def basis_words(basis: Basis) -> str:
    """A basis with the fiscal years for which it is cited."""
    years = year_words(basis.valid_from, basis.valid_to)
    return f"{basis}（{years}）" if years else str(basis)


def year_words(first: int | None, last: int | None) -> str:
    """A span of fiscal years, open at either end; empty where it is open at both."""
    if first and last:
        return f"{first}–{last}年度"
    return f"{first}年度起" if first else f"至{last}年度" if last else ""


def index_json(rules: Sequence[Rule]) -> dict[str, Any]:
    """The index as JSON values (``mingzhang.rules/1``)."""
    return {
        "schema": SCHEMA,
        "version": rule_set_version(rules),
        "rules": [
            {
                "id": r.id,
                "title": r.title,
                "severity": str(r.severity),
                "version": r.version,
                "basis": [
                    {
                        "document": b.document,
                        "article": b.article or None,
                        "valid_from": b.valid_from,
                        "valid_to": b.valid_to,
                        "convention": b.convention,
                    }
                    for b in r.basis
                ],
                "scope": {
                    "regions": sorted(r.scope.regions),
                    "kinds": sorted(str(k) for k in r.scope.kinds),
                    "levels": sorted(str(x) for x in r.scope.levels),
                    "years": list(r.scope.years),
                },
                "state": str(r.state),
                "measured": _measured(r),
                "page": r.page,
            }
            for r in rules
        ],
    }


def _measured(rule: Rule) -> dict[str, Any] | None:
    return None if rule.measured is None else asdict(rule.measured)


def index_markdown(rules: Sequence[Rule]) -> Iterator[str]:
    """The index as lines of Markdown, in Chinese: the table, then the page of every rule."""
    yield "# 规则索引"
    yield ""
    yield "由 `mingzhang rules --format markdown` 生成，不手改。"
    yield ""
    yield f"规则集版本 `{rule_set_version(rules)}`，{len(rules)} 条规则。"
    yield ""
    yield "“实测发现”：在虚构的公开件中逐处改错，该规则发现的处数 / 它所能发现的那几种改动的处数。"
    yield "“误报”：在未改动的虚构公开件上报出疑点或需说明的次数 / 份数。没有数字的，是生成的文件里没有这种内容，或规则改版后尚未重测。"
    yield ""
    yield "“签认”：在真实公开件上报出的疑点和需说明中，对照原页阅读的人认可的条数 / 读过的条数。“状态”：没有实测的为试行；误报或未签认的比例（Wilson 区间下限，95%）高于 5% 的为存疑，其提示一律存疑；其余生效。"
    yield ""
    yield "| 规则 | 内容 | 级别 | 版本 | 适用 | 实测发现 | 误报 | 签认 | 状态 |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for r in rules:
        cells = (f"[`{r.id}`](#{_anchor(r)})", r.title, SEVERITY[r.severity], r.version, scope_words(r.scope), detection(r), alarms(r), signed(r), RULE_STATE[r.state])
        yield f"| {' | '.join(cells)} |"
    for r in rules:
        yield ""
        yield from page_markdown(r)


def page_markdown(rule: Rule) -> Iterator[str]:
    """The page of one rule as lines of Markdown."""
    yield f"## `{rule.id}` {rule.title} {{#{_anchor(rule)}}}"
    yield ""
    yield f"依据：{'；'.join(map(basis_words, rule.basis))}。适用：{scope_words(rule.scope)}。版本 {rule.version}。"
    for paragraph in paragraphs(rule.page):
        for line in paragraph:
            yield ""
            yield line


def _anchor(rule: Rule) -> str:
    return rule.id.replace(".", "-")
