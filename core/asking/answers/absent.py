"""Answers without a figure: refused, two readings, not in the data; each says what there is instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model.documents.privacy import mask
from ...model.results.answer import Answer, AnswerStatus
from ..facts import subject_name
from ..forms import Form
from ..queries import Issue, Queries
from ..scope import display
from ..understand import Reading
from .draft import Draft

_MOST = 5


def refused(words: str, id: str) -> Answer:
    """A refusal in fixed words; the query names its kind."""
    form = Form("none").as_json() | {"refused": id}
    hints = ("某单位有哪些疑点？",) if id == "guilt" else ("某单位某年的三公经费是多少？",)
    return Answer(AnswerStatus.REFUSED, words, query=form, suggestions=hints)


def which_body(reading: Reading, queries: Queries) -> Answer:
    """Two readings, or no body named: ask back with the bodies there are."""
    readings = reading.scope.readings or list(dict.fromkeys(i.issuer for i in reading.all_issues))
    names = [display(r, reading.all_issues) for r in readings]
    shown = "、".join(names[:_MOST]) + ("等" if len(names) > _MOST else "")
    draft = Draft()
    draft.say(f"请说明是哪个单位：{shown}（共{len(names)}个）。")
    rest = _rest(reading)
    draft.suggestions = [f"{n}{rest}" for n in names[:_MOST]]
    return draft.answer(reading.form, queries, AnswerStatus.CLARIFY)


def did_you_mean(reading: Reading, queries: Queries) -> Answer:
    """A slip of the pen: ask back with the words that are near."""
    draft = Draft()
    draft.say(f"没有读懂“{mask(''.join(reading.linked.content))}”。您是不是要问：{'、'.join(reading.near)}？")
    bodies = _bodies(reading)
    draft.suggestions = [f"{bodies}{w}是多少？" for w in reading.near]
    return draft.answer(reading.form, queries, AnswerStatus.CLARIFY)


def which_item(reading: Reading, queries: Queries) -> Answer:
    """A short name that fits several items."""
    names = [subject_name(s, reading.items) for s in reading.form.subjects]
    draft = Draft()
    draft.say(f"有几项都可能是所问的：{'、'.join(names[: _MOST * 2])}。请说明是哪一项。")
    draft.suggestions = [f"{_bodies(reading)}{n}是多少？" for n in names[:_MOST]]
    return draft.answer(reading.form, queries, AnswerStatus.CLARIFY)


def unknown_body(reading: Reading, queries: Queries) -> Answer:
    """A body that the data do not hold: say what is covered."""
    draft = Draft()
    draft.say(f"资料中没有“{mask(reading.scope.unknown or '')}”的预算、决算公开件。{_covered(reading.all_issues)}")
    rest = _rest(reading, unknown=reading.scope.unknown)
    draft.suggestions = [f"{display(i, reading.all_issues)}{rest}" for i in dict.fromkeys(x.issuer for x in reading.all_issues)][:3]
    return draft.answer(reading.form, queries, AnswerStatus.NOT_IN_DATA)


def no_issue(reading: Reading, queries: Queries) -> Answer:
    """The body is there, the year or the kind is not."""
    form = reading.form
    draft = Draft()
    years = "、".join(f"{y}年" for y in form.years)
    kind = {"budget": "预算", "final": "决算"}.get(form.kind or "", "预算、决算")
    other = {"budget": "只有决算", "final": "只有预算（计划安排），没有决算（实际支出）"}.get(form.kind or "", "没有这一年的公开件")
    same_year = [i for i in reading.candidates if not form.years or (i.year or 0) in form.years]
    why = f"，{other}" if same_year else ""
    who = _bodies(reading) or "所问单位"
    draft.say(f"资料中没有{who}{years}的{kind}{why}，无此数据。{_covered(reading.candidates)}")
    subject = subject_name(form.subjects[0], reading.items) if form.subjects else "收支总额"
    draft.suggestions = [f"{i.label}的{subject}是多少？" for i in nearest(reading.candidates, form.years)]
    return draft.answer(form, queries, AnswerStatus.NOT_IN_DATA)


def no_figure(reading: Reading, queries: Queries, issues: Sequence[Issue], subjects: Sequence[str], why: str = "") -> Answer:
    """The document is there and does not print the figure. A blank is no zero."""
    names = (
        "、".join(f"“{subject_name(s, reading.items)}”" for s in subjects)
        or f"“{mask('、'.join(reading.linked.runs) or reading.linked.text)}”"
    )
    draft = Draft()
    labels = "、".join(i.label for i in issues[:_MOST])
    draft.say(f"{labels or '资料'}中没有{names}的数据{why}；无此数据不等于零。")
    if not issues:
        draft.say(_covered(reading.all_issues))
    draft.suggestions = [f"{i.label}的{word}是多少？" for i in issues[:1] for word in ("收支总额", "三公经费", "基本支出")]
    if not issues:
        draft.suggestions = [f"{i.label}的收支总额是多少？" for i in reading.all_issues[:3]]
    return draft.answer(reading.form, queries, AnswerStatus.NOT_IN_DATA)


def nearest(issues: Iterable[Issue], years: Sequence[int]) -> list[Issue]:
    """The disclosures of the years closest to the asked."""
    wanted = years[0] if years else 9999
    return sorted(issues, key=lambda i: (abs((i.year or 0) - wanted), i.kind or "", i.key))[:3]


def _covered(issues: Sequence[Issue]) -> str:
    labels = [i.label for i in issues]
    return f"已收录：{'、'.join(labels[:_MOST])}{'等' if len(labels) > _MOST else ''}（共{len(labels)}份）。"


def _bodies(reading: Reading) -> str:
    return "、".join(dict.fromkeys(i.body for i in reading.candidates)) if len(reading.scope.issuers) <= _MOST else ""


def _rest(reading: Reading, unknown: str | None = None) -> str:
    """The question without the words that name a body."""
    text = reading.linked.text
    for m in reversed(reading.linked.mentions):
        if any(kind in ("body", "division", "organ", "province") for kind, _ in m.entries):
            text = text[: m.start] + text[m.end :]
    if unknown:
        text = text.replace(unknown, "")
        for m in reading.linked.of("organ"):
            text = text.replace(unknown.removesuffix(m.text), "")
    return mask(text.lstrip("的，"))
