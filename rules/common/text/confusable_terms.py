"""Well-known misspellings of budget terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .... import Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, rule
from ...legal import CONVENTION
from ...references import read_rows
from ...wording import printed_texts, printed_whole, sentence_at


@rule(id="text.confusable-terms", title="易混错字", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def confusable_terms(disclosure: Disclosure) -> Iterator[Verdict]:
    """常用预算用语没有形近、音近的错字。

    用语和错字列在数据表 confusable.csv 中（如“拔款”应为“拨款”），有的只在一定的上下文中才算错；同一错字合并为一条。转换或识别也会产生错字，故只作提示。

    错例：财政拔款收入 300.00 万元。
    正例：财政拨款收入 300.00 万元。
    """
    texts = printed_texts(disclosure)
    whole = printed_whole(disclosure)
    found: dict[tuple[str, str], list[Evidence]] = {}
    for wrong, right, pattern in _table():
        if wrong not in whole:
            continue
        for text, place, table in texts:
            for m in pattern.finditer(text) if wrong in text else ():
                sentence = sentence_at(text, m.start())
                shown = sentence if len(sentence) <= 200 else text[max(0, m.start() - 60) : m.end() + 60]
                found.setdefault((wrong, right), []).append(Evidence(Role.ACTUAL, shown, place, table=table))
    if not found:
        yield Passed()
    for (wrong, right), evidence in found.items():
        yield fail(
            f"“{wrong}”疑为“{right}”（{len(evidence)} 处）。原文：{evidence[0].text}",
            address=f"text/confusable/{wrong}",
            evidence=tuple(evidence[:10]),
        )


@cache
def _table() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Misspelling, right term, and the misspelling in a context in which it is one.

    Columns of the data: ``before`` one of these stands before it, ``not_after`` none of these characters does,
    ``not_before`` none of these words follows.
    """
    rows = []
    for row in read_rows("confusable"):
        # Alternatives of a look-behind must have one length each: they are tried one by one.
        before = f"(?:{'|'.join(f'(?<={b})' for b in row['before'].split('|'))})" if row["before"] else ""
        not_after = f"(?<![{row['not_after']}])" if row["not_after"] else ""
        not_before = f"(?!{row['not_before']})" if row["not_before"] else ""
        rows.append((row["wrong"], row["right"], re.compile(before + not_after + re.escape(row["wrong"]) + not_before)))
    return tuple(rows)
