"""Answers about words: 名词解释 of the documents and ours, what a code of the classification stands for, what two terms differ in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from ...model.documents.privacy import mask
from ...model.results.answer import Answer, AnswerStatus
from ...store.lexicon import normal
from ..facts import section_citation
from ..items import measure_name
from ..parsing.understand import Reading
from ..queries import Issue, Queries, Row
from .absent import not_understood
from .draft import Draft

_ENTRY = re.compile(
    r"(?m)^[^\S\n]*(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．][^\S\n]*)?(?P<term>[^：:\n。；]{2,40})[：:](?P<text>[^\n]+(?:\n(?![^\n：:]{2,40}[：:])[^\n]+)*)"
)
_MOST_TEXT = 240
_MOST_CODES = 3
_DOCUMENTS = 30


@lru_cache(maxsize=1)
def own_terms() -> dict[str, str]:
    """Term → our own definition, for what no document explains."""
    text = resources.files("mingzhang.core.asking.words").joinpath("terms.tsv").read_text("utf-8")
    return dict(line.split("\t")[:2] for line in text.splitlines() if line and not line.startswith("#"))


def define(reading: Reading, queries: Queries) -> Answer:
    """What terms mean: as a document explains them (those of the bodies named first), else as we do."""
    draft = Draft()
    terms = _terms(reading)
    issues = reading.issues[:_DOCUMENTS]
    codes = [m.id.partition(":")[2] for m in reading.query.measures if m.id.startswith(("functional:", "economic:"))]
    shown = codes if reading.query.topic == "code" else [c for c in codes if c in reading.text]
    for code in shown:
        _say_code(draft, queries, code)
    sections = queries.glossary(issues) if issues else []
    for term in [] if shown else terms:
        _say_term(draft, term, sections, issues)
    for m in [] if draft.lines or shown else reading.query.measures:  # 三公: a short word for what the term names
        _say_term(draft, normal(measure_name(m, reading.items)).removesuffix("合计"), sections, issues)
    for code in [] if draft.lines else codes[:_MOST_CODES]:
        _say_code(draft, queries, code)
    if not draft.lines:
        return not_understood(reading, queries)
    if reading.query.topic == "contrast" and len(terms) > 1:
        draft.lines.insert(0, f"“{terms[0]}”与“{terms[1]}”的区别，看各自的含义：")
    return draft.answer(reading.query, queries, AnswerStatus.ANSWERED)


def _terms(reading: Reading) -> list[str]:
    """The words that are asked about, as the question writes them and by their proper names."""
    found = [meant.text for meant in reading.frame.meant]
    if not found:
        found = [measure_name(m, reading.items).removesuffix("合计") for m in reading.query.measures]
    found += reading.frame.terms
    found += [w for w in reading.unread if len(w) >= 2]
    return list(dict.fromkeys(normal(t) for t in found))


def _say_term(draft: Draft, term: str, sections: Sequence[Row], issues: Sequence[Issue]) -> None:
    labels = {i.key: i.label for i in issues}
    best: tuple[int, Row, str, str] | None = None
    for section in sections:
        for m in _ENTRY.finditer(section["text"]):
            name = normal(m["term"])
            if name == term or (term in name and len(term) >= 3):
                rank = (len(name) - len(term)) * 10
                if best is None or rank < best[0]:
                    best = (rank, section, m["term"], m["text"].strip())
    ours = own_terms().get(term)
    if best is not None and (best[0] <= 40 or ours is None):
        _, section, name, text = best
        short = text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "……"
        draft.cite((section_citation(section, f"{name}：{short}"),))
        draft.say(f"{mask(name)}：{mask(short)}（{labels.get(section['disclosure'], '')}名词解释）")
    elif ours is not None:
        draft.say(f"{term}：{ours}（本站说明）")


def _say_code(draft: Draft, queries: Queries, code: str) -> None:
    """The name of a code, with those of the levels above it."""
    above = [code[:n] for n in (3, 5, 7) if len(code) > n]
    rows = queries.codes([*above, code])
    names: dict[str, dict[str, int]] = {}
    for r in rows:
        names.setdefault(r["code"], {}).setdefault(r["row_name"], 0)
        names[r["code"]][r["row_name"]] += 1
    if code not in names:
        return
    best = {c: min(n, key=lambda x: (-n[x], len(x), x)) for c, n in names.items()}
    kind = next(r["row_kind"] for r in rows if r["code"] == code)
    path = "—".join(best[c] for c in [*above, code] if c in best)
    word = {"functional": "功能分类科目", "economic": "经济分类科目"}.get(kind, "科目")
    draft.value(best[code], None, None, f"科目{code}")
    draft.say(f"{code}是{word}“{best[code]}”{f'（{path}）' if '—' in path else ''}。")
