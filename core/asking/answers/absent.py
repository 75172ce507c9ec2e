"""Answers without a figure: refused, two readings, not in the data; each says what there is instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ...model.documents.privacy import mask
from ...model.results.answer import Answer, AnswerStatus
from ..algebra.query import Operation, Query, query_json
from ..items import measure_name
from ..parsing.choose import display
from ..parsing.naming import NAMES
from ..parsing.understand import Reading
from ..queries import MOST, Issue, Queries
from .draft import Draft

_PLAIN_QUOTES = re.compile("[“”]")
_MOST = 5
_SOME = 200
_OF_OPERATION = {
    Operation.INDICATORS: ["绩效指标"], Operation.PROJECTS: ["项目"], Operation.LARGEST_PROJECT: ["项目"], Operation.PARTS: ["明细"],
    Operation.PASSAGE: ["职责和机构"], Operation.CONTENTS: ["目录"], Operation.ASPECT: ["预算完成情况"],
}  # fmt: skip
"""What an operation without a measure looks for."""
_SUBJECTS = ("收支总额", "三公经费", "基本支出")


def refused(words: str, id: str) -> Answer:
    """A refusal in fixed words; the query names its kind."""
    query = query_json(Query(Operation.NONE)) | {"refused": id}
    hints = ("有哪些疑点？", "收录了哪些数据？") if id == "guilt" else ("收录了哪些数据？",)
    return Answer(AnswerStatus.REFUSED, words, query=query, suggestions=hints)


def which_body(reading: Reading, queries: Queries) -> Answer:
    """Two readings, or no body named: ask back with the bodies there are."""
    issuers = list(dict.fromkeys(reading.named.readings or [i.issuer for i in reading.candidates]))
    same = Counter(body for _, body in issuers)
    names = [display(i, alone=same[i[1]] == 1) for i in issuers[:_MOST]]
    draft = Draft()
    if not names:
        draft.say("收录的公开件很多，请写明单位或地区、年度再问。")
    else:
        listed = "、".join(names) + ("等" if len(issuers) > _MOST else "")
        draft.say(f"请说明是哪个单位：{listed}（共{len(issuers)}个）；也可以问各单位。")
    rest = _rest(reading)
    draft.suggestions = [f"{n}{rest}" for n in names]
    return draft.answer(reading.query, queries, AnswerStatus.CLARIFY)


def which_measure(reading: Reading, queries: Queries) -> Answer:
    """A body or a year and nothing of it: ask back what is meant."""
    labels = [i.label for i in reading.issues[:_MOST]]
    draft = Draft()
    draft.say(f"要问{'、'.join(labels) or reading.text}的什么？可以问收支总额、三公经费、基本支出、人员、项目，或者疑点。")
    draft.suggestions = [f"{label}的{word}是多少？" for label in labels[:1] for word in _SUBJECTS] + [
        f"{label}有哪些疑点？" for label in labels[:1]
    ]
    draft.suggestions = draft.suggestions or ["收录了哪些数据？"]
    return draft.answer(reading.query, queries, AnswerStatus.CLARIFY)


def no_judgement(reading: Reading, queries: Queries) -> Answer:
    """Whether something is reasonable, enough or worth it is not in the data, and not for the machine to say."""
    draft = Draft()
    draft.say("资料只有公开件中的数据和自动比对的疑点，没有这方面的数据，不作评价。")
    draft.suggestions = [f"{i.label}有哪些疑点？" for i in reading.issues[:1]] or ["有哪些疑点？"]
    return draft.answer(reading.query, queries, AnswerStatus.NOT_IN_DATA)


def crowded(reading: Reading, queries: Queries) -> Answer:
    """More disclosures than one question may be about."""
    draft = Draft()
    draft.say(f"这个问题涉及的公开件太多（超过{MOST}份），请写明省、市、县或年度。")
    years = sorted({i.year for i in reading.candidates if i.year}, reverse=True)[:3]
    draft.suggestions = [f"{y}年{_rest(reading)}" for y in years]
    return draft.answer(reading.query, queries, AnswerStatus.CLARIFY)


def unknown_body(reading: Reading, queries: Queries) -> Answer:
    """A body that the data do not hold: say what is covered."""
    draft = Draft()
    name = reading.named.unknown or ""
    covered = queries.issues(limit=_SOME)
    draft.say(f"资料中没有“{mask(name)}”的预算、决算公开件。{_covered(covered)}")
    rest = _rest(reading, unknown=name)
    draft.suggestions = [f"{i}{rest}" for i in dict.fromkeys(x.body for x in covered)][:3]
    return draft.answer(reading.query, queries, AnswerStatus.NOT_IN_DATA)


def outside(reading: Reading, queries: Queries) -> Answer:
    """Something that no budget and no final account could say: the weather, the way there, other places than those stored."""
    draft = Draft()
    words = "、".join(dict.fromkeys(f"“{p.text}”" for p in reading.frame.pieces if "outside" in p.types))
    draft.say(f"资料只有已收录单位的预算、决算公开件和核对结果，没有{words}方面的内容，不能回答。可以问某个单位某一年的收支、人员、三公经费或疑点。")
    return draft.answer(reading.query, queries, AnswerStatus.NOT_IN_DATA)


def no_issue(reading: Reading, queries: Queries) -> Answer:
    """The body is there, the year or the kind is not."""
    scope = reading.query.scope
    draft = Draft()
    latest = max((i.year for i in reading.candidates if i.year), default=0)
    wanted = tuple(dict.fromkeys([*scope.years, *(latest + r for r in scope.relative)]))
    years = "、".join(f"{y}年" for y in wanted)
    kind = {"budget": "预算", "final": "决算"}.get(scope.kind or "", "预算、决算")
    other = {"budget": "只有决算", "final": "只有预算（计划安排），没有决算（实际支出）"}.get(scope.kind or "", "没有这一年的公开件")
    same_year = [i for i in reading.candidates if not wanted or (i.year or 0) in wanted]
    who = _bodies(reading) or "所问单位"
    draft.say(
        f"资料中没有{who}{years}的{kind}{f'，{other}' if same_year else ''}，无此数据。{_covered(reading.candidates or queries.issues(limit=_SOME))}"
    )
    measures = reading.query.measures
    subject = measure_name(measures[0], reading.items) if measures else "收支总额"
    draft.suggestions = [f"{i.label}的{subject}是多少？" for i in nearest(reading.candidates, wanted)]
    return draft.answer(reading.query, queries, AnswerStatus.NOT_IN_DATA)


def no_figure(reading: Reading, queries: Queries, why: str = "", names: Sequence[str] = ()) -> Answer:
    """The document is there and does not print the figure. A blank is no zero."""
    issues = reading.issues
    measures = (
        list(names) or [measure_name(m, reading.items) for m in reading.query.measures] or _OF_OPERATION.get(reading.query.operation, [])
    )
    asked = "、".join(f"“{_PLAIN_QUOTES.sub('', n)}”" for n in measures) or f"“{mask('、'.join(reading.unread) or reading.text)}”"
    draft = Draft()
    labels = "、".join(i.label for i in issues[:_MOST])
    draft.say(f"{labels or '资料'}中没有{asked}的数据{why}；无此数据不等于零。")
    _suggest(draft, reading, queries)
    return draft.answer(reading.query, queries, AnswerStatus.NOT_IN_DATA)


def not_understood(reading: Reading, queries: Queries) -> Answer:
    """Words that were not read stand where the measure or the condition would: they are named."""
    draft = Draft()
    words = "、".join(f"“{mask(w)}”" for w in reading.unread) or f"“{mask(reading.text)}”"
    labels = "、".join(i.label for i in reading.issues[:_MOST]) if reading.named.issuers else "资料"
    draft.say(f"没有找到{words}：{labels or '资料'}中没有{words}的数据；无此数据不等于零。")
    _suggest(draft, reading, queries)
    return draft.answer(reading.query, queries, AnswerStatus.NOT_IN_DATA)


def _suggest(draft: Draft, reading: Reading, queries: Queries) -> None:
    issues = reading.issues
    if not issues or not reading.named.issuers:
        issues = reading.candidates or queries.issues(limit=_SOME)
        draft.say(_covered(issues))
        draft.suggestions = [f"{i.label}的收支总额是多少？" for i in issues[:3]]
    else:
        draft.suggestions = [f"{i.label}的{word}是多少？" for i in issues[:1] for word in _SUBJECTS]


def nearest(issues: Iterable[Issue], years: Sequence[int]) -> list[Issue]:
    """The disclosures of the years closest to the asked."""
    wanted = years[0] if years else 9999
    return sorted(issues, key=lambda i: (abs((i.year or 0) - wanted), i.kind or "", i.key))[:3]


def _covered(issues: Sequence[Issue]) -> str:
    labels = [i.label for i in issues]
    number = f"（共{len(labels)}份）" if len(labels) < _SOME else ""
    return f"已收录：{'、'.join(labels[:_MOST])}{'等' if len(labels) > _MOST else ''}{number}。"


def _bodies(reading: Reading) -> str:
    bodies = dict.fromkeys(i.body for i in reading.candidates)
    return "、".join(bodies) if len(bodies) <= _MOST else ""


def _rest(reading: Reading, unknown: str | None = None) -> str:
    """The question without the words that name a body."""
    text = reading.text
    for p in reversed(reading.frame.pieces):
        if p.types & set(NAMES):
            text = text[: p.start] + text[p.end :]
    if unknown:
        organs = [p.text for p in reading.frame.pieces if p.values("organ")]
        for word in (unknown, *(unknown.removesuffix(o) for o in organs)):
            text = text.replace(word, "")
    return re.sub(r"^[的，在]+", "", mask(text))
