"""Putting an answer together: every value is said in the text, stands in the values and has its citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ...model.documents.figure import plain
from ...model.documents.privacy import mask
from ...model.results.answer import Answer, AnswerStatus, Citation, Value
from ...model.results.words import NOTICE, SEVERITY
from ..algebra.query import Query, query_json
from ..facts import Fact
from ..queries import Issue, Queries, Row

_ORIGINAL = re.compile(r"原文：.*$", re.DOTALL)
_MOST_FINDINGS = 2
_LONGEST_REMARK = 90


@dataclass(slots=True)
class Draft:
    """An answer in the making. ``caveats`` are said first."""

    caveats: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    chart: dict[str, Any] | None = None
    _cited: dict[Citation, int] = field(default_factory=dict)
    _valued: set[Value] = field(default_factory=set)

    def say(self, sentence: str) -> None:
        if sentence not in self.lines:
            self.lines.append(sentence)

    def cite(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """Ordinals of the citations, each listed once."""
        found = []
        for c in citations:
            if c not in self._cited:
                self._cited[c] = len(self.citations)
                self.citations.append(c)
            found.append(self._cited[c])
        return tuple(dict.fromkeys(found))

    def fact(self, fact: Fact, *, where: bool = True) -> str:
        """The figure in words, with its value and citations noted."""
        ordinals = self.cite(fact.citations)
        computed = fact.added or bool(fact.formula)
        self.value(fact.text, fact.unit, fact.issue, f"{fact.name}（推算）" if fact.formula else fact.name, ordinals if computed else ())
        place = f"（{fact.where}）" if where and fact.where else ""
        if fact.formula:
            return f"{fact.printed}（推算：{fact.formula}）"
        if fact.added:
            return f"{fact.printed}（推算：{'+'.join(c.text for c in fact.citations)}，{fact.where}）"
        return fact.printed + place

    def value(self, value: str, unit: str | None, issue: Issue | None, measure: str, derived_from: tuple[int, ...] = ()) -> None:
        body, year, kind = (issue.body, issue.year, issue.kind) if issue else (None, None, None)
        made = Value(value, unit, body, year, kind, measure, derived_from)
        if made not in self._valued:
            self._valued.add(made)
            self.values.append(made)

    def derived(
        self, value: Decimal, decimals: int, unit: str, measure: str, formula: str, facts: Sequence[Fact], issue: Issue | None
    ) -> str:
        """A figure that no document prints: said with 推算 and its formula."""
        text = rounded(value, decimals)
        ordinals = self.cite([c for f in facts for c in f.citations])
        self.value(text, unit, issue, f"{measure}（推算）", ordinals)
        return f"{text}{unit}（推算：{formula}）"

    def word(self, word: str, issue: Issue | None, measure: str) -> str:
        """A name or a yes or no among the values."""
        self.value(word, None, issue, measure)
        return word

    def remark(self, findings: Iterable[Row]) -> None:
        """Findings that concern what was asked: said in the words of 疑点."""
        fresh = list({f["fingerprint"]: f for f in findings if f["fingerprint"] not in self.findings}.values())
        for f in fresh[:_MOST_FINDINGS]:
            self.findings.append(f["fingerprint"])
            self.say(f"{severity_word(f)}：{short_message(f, _LONGEST_REMARK)}（疑点编号 {f['fingerprint']}）")
        if len(fresh) > _MOST_FINDINGS:
            self.say(f"另有{len(fresh) - _MOST_FINDINGS}条相关疑点。")
        if fresh:
            self.say(NOTICE)

    def answer(self, query: Query, queries: Queries, status: AnswerStatus = AnswerStatus.ANSWERED) -> Answer:
        return Answer(
            status, mask("".join([*self.caveats, *self.lines])), tuple(self.values), tuple(self.citations), tuple(self.findings),
            query_json(query), _one_line(queries.sql), queries.params, self.chart, tuple(dict.fromkeys(self.suggestions)),
        )  # fmt: skip


def caveat(issues: Sequence[Issue]) -> str | None:
    """What keeps the figures from being compared: years, kinds, levels, regions."""
    years = sorted({i.year for i in issues if i.year})
    kinds = sorted({i.kind_word for i in issues}, reverse=True)
    levels = {i.level for i in issues}
    found = []
    if len(years) > 1:
        found.append(f"年度不同（{'、'.join(map(str, years))}年）")
    if len(kinds) > 1:
        found.append(f"既有{'又有'.join(kinds)}")
    if len(levels) > 1:
        found.append("既有部门又有单位")
    return f"注意：各文件{'，'.join(found)}，口径不尽相同，下列数字只能参考。" if found else None


def rounded(value: Decimal, decimals: int) -> str:
    """A decimal with so many decimals, halves away from zero."""
    return plain(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), decimals)


def signed(value: Decimal) -> str:
    """An operand of a formula, in brackets if negative."""
    return f"({value:f})" if value < 0 else f"{value:f}"


def severity_word(finding: Row) -> str:
    """What people read for a severity."""
    return SEVERITY[finding["severity"]]


def short_message(finding: Row, longest: int = 400) -> str:
    """The message without the quoted original, which the evidence holds, and not longer than so many characters."""
    text = mask(_ORIGINAL.sub("", finding["message"]).strip().rstrip("。"))
    return text + "。" if len(text) <= longest else text[:longest].rstrip("，；、：") + "……。"


def touching(queries: Queries, issues: Sequence[Issue], facts: Sequence[Fact], *, rates: bool = False) -> list[Row]:
    """Findings (error and warning) about the figures: their row in their statements, or a claim about their subject."""
    keys = {(f.issue.key, k) for f in facts for k in f.keys}
    cells = {(c.document, c.table, c.row) for f in facts for c in f.citations if c.row}
    near = {(e["finding"], e["document"]) for e in queries.operands(issues) if (e["document"], e["table_title"], e["row_label"]) in cells}
    return [
        f
        for f in queries.findings(issues)
        if f["severity"] != "info"
        and not f["address"].endswith("/name")
        and ((f["fingerprint"], f["document"]) in near or any((f["disclosure"], k) in keys for k in _keys(f["address"], rates)))
    ]


def _keys(address: str, rates: bool) -> list[str]:
    parts = address.split("/")
    if parts[0] == "prose" and len(parts) >= 3:
        return [] if parts[-1] in ("rate", "share", "base") and not rates else [f"prose/{p}" for p in parts[2:]]
    if parts[0] == "staff":
        return [f"staff/{p}" for p in parts[1:]]
    return [] if parts[-1] == "name" else [f"{s}/{p}" for s in parts[0].split("+") for p in parts[1:]]


def _one_line(sql: str | None) -> str | None:
    return None if sql is None else " ".join(sql.split())
