"""Answers about findings (疑点): those of a disclosure, those of a kind, how many, who has most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from ...model.documents.figure import MONEY_UNITS
from ...model.documents.privacy import mask
from ...model.results.answer import Answer, AnswerStatus, Citation
from ...model.results.words import CERTAINTY, NOTICE, SEVERITY
from ...store.names import overlap
from ..items import measure_name
from ..measured import base_facts
from ..parsing.understand import Reading
from ..queries import Issue, Queries, Row
from ..statements import FINDINGS
from .absent import no_figure, not_understood
from .draft import Draft, severity_word, short_message, touching

_MOST = 8
_MOST_ISSUES = 20
_NEAR = 0.5
_GRAVITY = ("error", "warning", "info")
_PLAIN = re.compile("错误|错的|不对|问题|疑点|毛病|情况|有关|关于|存在|方面|类型|规则|依据|检查|核对|列出|主要|明显|典型")


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Words for kinds of findings, the longest first, with prefixes of ids of rules."""
    text = resources.files("mingzhang.core.asking.words").joinpath("findings.tsv").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    found = [(word, tuple(rules.split())) for words, rules in pairs for word in words.split("|")]
    return tuple(sorted(found, key=lambda f: (-len(f[0]), f[0])))


def described(reading: Reading, rules: Iterable[Row]) -> tuple[set[str], str, bool]:
    """Ids of the rules that the question describes, its words for them, and whether words are left that describe none.

    By id or title, by the words that people use, and where no measure is named by words close to a title.
    """
    text = _described_text(reading)
    listed = list(rules)
    titled = {v for p in reading.frame.pieces for v in p.values("rule_title")}
    for r in listed:
        if r["id"] in titled or r["id"] in reading.question or (len(r["title"]) >= 4 and r["title"] in reading.question):
            return {r["id"]}, r["title"], False
    named = "".join(m.text for m in reading.frame.meant)
    kinds = [(w, prefixes) for w, prefixes in _kinds() if w in text and w not in named]
    kinds = [(w, p) for w, p in kinds if not any(w != v and w in v for v, _ in kinds)]
    if kinds:
        wanted = [{r["id"] for r in listed if r["id"].startswith(prefixes)} for _, prefixes in kinds]
        both = set.intersection(*wanted)
        return both or set.union(*wanted), "、".join(w for w, _ in kinds), False
    words = _PLAIN.sub("", "".join(reading.unread))
    near = {r["id"]: overlap(words, r["title"]) for r in listed} if len(words) >= 3 and not named else {}
    best = max(near.values(), default=0.0)
    if best >= _NEAR:
        return {id for id, n in near.items() if n == best}, words, False
    return set(), words, bool(reading.unread)


def _described_text(reading: Reading) -> str:
    """The question without names, years and who is asked for."""
    text = list(reading.text)
    for p in reading.frame.pieces:
        if p.types & {"body", "division", "organ", "province", "year", "who", "all", "group", "mark"}:
            text[p.start : p.end] = " " * (p.end - p.start)
    return "".join(text)


def best_rules(rows: Sequence[Row], reading: Reading) -> list[Row]:
    """The rules that a question describes."""
    ids, _, _ = described(reading, rows)
    return [r for r in rows if r["id"] in ids]


def _chosen(reading: Reading, queries: Queries) -> tuple[list[Row], str, bool]:
    """The findings that are asked for, the words for their kind, and whether the question was understood."""
    rows = sorted(queries.findings(reading.issues), key=lambda r: _GRAVITY.index(r["severity"]))
    queries.note(FINDINGS, reading.issues)
    if reading.query.severity:
        rows = [r for r in rows if r["severity"] == reading.query.severity]
    if reading.query.topic in ("certain", "suspected"):
        rows = [r for r in rows if r["certainty"] == reading.query.topic]
    if fingerprint := re.search(r"1:[0-9a-f]{24}", reading.question):
        return [r for r in rows if r["fingerprint"] == fingerprint[0]], fingerprint[0], True
    ids, words, unread = described(reading, queries.rules(main=False))
    by_kind = [r for r in rows if r["rule"] in ids]
    figures = [m for m in reading.query.measures if not m.id.startswith("indicator:")]
    if figures and not by_kind:
        facts = [f for m in figures for f in base_facts(queries, reading.issues, m, reading.items)]
        names = "、".join(dict.fromkeys(measure_name(m, reading.items) for m in figures))
        near = {(r["fingerprint"], r["document"]) for r in touching(queries, reading.issues, facts, rates=True)}
        words_of = [w for m in reading.frame.meant for w in (m.text, *(reading.items[i].name for i in m.ids if i in reading.items))]
        said = [r for r in rows if (r["fingerprint"], r["document"]) in near or any(w in r["message"] for w in words_of)]
        return said, names, True
    if ids:
        return by_kind, words, True
    return rows, "", not unread


def findings(reading: Reading, queries: Queries) -> Answer:
    """All findings of the disclosures, or those of the kind that the question describes."""
    rows, words, understood = _chosen(reading, queries)
    if not understood:
        return not_understood(reading, queries)
    draft = Draft()
    if reading.query.topic == "certainties":
        return _by_certainty(reading, queries, rows)
    if reading.query.topic == "each":
        return _by_rule(reading, queries, rows)
    if reading.query.topic == "shared":
        return _shared(reading, queries, rows)
    if reading.frame.has("none", "lacking") and (reading.frame.has("who", "list", "all") or len(reading.issues) > 1):
        return _without(reading, queries, draft, rows, words)
    if words:
        return _of_kind(reading, queries, draft, rows, words)
    everything = queries.findings(reading.issues)
    _counts(reading, queries, draft, everything)
    if len(reading.issues) > 1:
        return _by_issue(reading, queries, draft, everything)
    grave = [f for f in rows if f["severity"] != "info"]
    shown = (rows if reading.query.severity else grave or rows)[:_MOST]
    for f in shown:
        _say(queries, draft, f, reading.issues, named=False)
    if len(rows) > len(shown):
        draft.say(f"另有{len(rows) - len(shown)}条（含提示）未在此列出。")
        draft.value(str(len(rows) - len(shown)), "条", None, "未列出的疑点")
    draft.say(NOTICE)
    return draft.answer(reading.query, queries)


def _without(reading: Reading, queries: Queries, draft: Draft, rows: Sequence[Row], words: str) -> Answer:
    """The disclosures without such findings, beside what could not be decided of them."""
    counts = Counter(r["disclosure"] for r in rows if words or reading.query.severity or r["severity"] != "info")
    checked = queries.checked(reading.issues)
    kept = [i for i in reading.issues if not counts[i.key]]
    name = f"“{mask(words)}”方面的疑点" if words else SEVERITY[reading.query.severity] if reading.query.severity else "疑点和需说明"
    said = []
    for i in kept[:_MOST_ISSUES]:
        undecided = str(checked[i.key]["undecided"]) if i.key in checked else "0"
        draft.value(undecided, "条", i, "无法判断的规则")
        said.append(f"{draft.word(i.label, i, f'没有{name}')}（有{undecided}条规则无法判断）")
    listed = "、".join(said)
    draft.value(str(len(kept)), "份", None, f"没有{name}的公开件")
    draft.say(f"没有{name}的有{len(kept)}份公开件{f'：{listed}' if listed else ''}。没有疑点不等于合格。")
    rest = [i for i in reading.issues if counts[i.key]]
    for i in rest[:_MOST_ISSUES]:
        draft.value(str(counts[i.key]), "条", i, name)
    if rest:
        draft.say(f"其余：{'；'.join(f'{i.label}{counts[i.key]}条' for i in rest[:_MOST_ISSUES])}。")
    return _closed(reading, queries, draft)


def _by_difference(reading: Reading, queries: Queries, rows: Sequence[Row]) -> Answer:
    """The findings with the largest (or smallest) difference in money."""
    low = reading.query.end == "low"
    found = [r for r in rows if r["difference"] is not None and r["unit"] in MONEY_UNITS]
    ordered = sorted(found, key=lambda r: (abs(Decimal(r["difference"])) * MONEY_UNITS[r["unit"]] * (1 if low else -1), r["fingerprint"]))
    draft = Draft()
    if not ordered:
        return no_figure(reading, queries, names=("疑点的金额",))
    draft.say(f"差额{'最小' if low else '最大'}的疑点：")
    for f in ordered[:3]:
        _say(queries, draft, f, reading.issues, named=True)
        _say_gap(draft, f, reading.issues)
    return _closed(reading, queries, draft)


def _shared(reading: Reading, queries: Queries, rows: Sequence[Row]) -> Answer:
    """Kinds of findings that several of the disclosures have."""
    having: dict[tuple[str, str], set[str]] = {}
    for r in rows:
        having.setdefault((r["rule"], r["rule_title"]), set()).add(r["disclosure"])
    several = sorted(((k, len(v)) for k, v in having.items() if len(v) > 1), key=lambda x: (-x[1], x[0]))[:_MOST]
    draft = Draft()
    draft.value(str(len(several)), "类", None, "两份以上公开件都有的疑点")
    for (_, title), n in several:
        draft.value(str(n), "份", None, title)
    listed = "；".join(f"{title}（{rule}）{n}份" for (rule, title), n in several)
    draft.say(f"两份以上公开件都有的疑点（含提示）有{len(several)}类{f'：{listed}' if listed else ''}。")
    return _closed(reading, queries, draft)


def _by_rule(reading: Reading, queries: Queries, rows: Sequence[Row]) -> Answer:
    """Which rules found most."""
    counts = Counter((r["rule"], r["rule_title"]) for r in rows)
    low = reading.query.end == "low"
    ordered = sorted(counts.items(), key=lambda c: (c[1] if low else -c[1], c[0]))[:_MOST]
    draft = Draft()
    if not ordered:
        return no_figure(reading, queries, names=("疑点",))
    best = [t for (_, t), n in ordered if n == ordered[0][1]]
    names = "、".join(f"“{draft.word(t, None, '规则')}”" for t in best)
    draft.say(f"查出疑点{'最少' if low else '最多'}的规则是{names}。")
    for (_, title), n in ordered:
        draft.value(str(n), "条", None, title)
    draft.say(f"{'；'.join(f'{k}. {title}（{rule}）{n}条' for k, ((rule, title), n) in enumerate(ordered, 1))}。")
    return _closed(reading, queries, draft)


def _of_kind(reading: Reading, queries: Queries, draft: Draft, rows: Sequence[Row], words: str) -> Answer:
    who = reading.issues[0].label if len(reading.issues) == 1 else f"已收录的{len(reading.issues)}份公开件"
    if not rows:
        undecided = str(sum(r["undecided"] for r in queries.checked(reading.issues).values()))
        draft.value(undecided, "条", None, "无法判断的规则")
        draft.say(
            f"{who}中{draft.word('没有', None, '有关疑点')}发现与“{mask(words)}”有关的疑点；有{undecided}条规则无法判断，没有疑点不等于合格。{NOTICE}"
        )
        draft.suggestions = [f"{i.label}有哪些疑点？" for i in reading.issues[:3]]
        return draft.answer(reading.query, queries, AnswerStatus.ANSWERED)
    draft.value(str(len(rows)), "条", None, f"与“{words}”有关的疑点")
    having = list(dict.fromkeys(f["disclosure"] for f in rows))
    bodies = dict.fromkeys(draft.word(i.body, i, f"有“{words}”疑点的单位") for i in reading.issues if i.key in having)
    several = f"，涉及{len(having)}份公开件" if len(having) > 1 else ""
    draft.say(f"{who}中与“{mask(words)}”有关的疑点有{len(rows)}条{several}（{'、'.join(bodies)}）。")
    if several:
        draft.value(str(len(having)), "份", None, f"有“{words}”疑点的公开件")
    for f in rows[:_MOST]:
        _say(queries, draft, f, reading.issues, named=True)
        _say_gap(draft, f, reading.issues)
    if len(rows) > _MOST:
        draft.say(f"另有{len(rows) - _MOST}条未在此列出。")
    draft.say(NOTICE)
    return draft.answer(reading.query, queries)


def count(reading: Reading, queries: Queries) -> Answer:
    """How many findings, of the kind and severity that are asked for, and in which disclosures."""
    rows, words, understood = _chosen(reading, queries)
    if not understood:
        return not_understood(reading, queries)
    if reading.query.topic == "each":
        return _by_rule(reading, queries, rows)
    if reading.query.topic == "shared":
        return _shared(reading, queries, rows)
    if reading.query.topic == "certainties":
        return _by_certainty(reading, queries, rows)
    if reading.query.topic in ("certain", "suspected") and not words:
        words = CERTAINTY[reading.query.topic]
    if not words and not reading.query.severity:
        draft = Draft()
        _counts(reading, queries, draft, rows)
        return _by_issue(reading, queries, draft, rows) if len(reading.issues) > 1 else _closed(reading, queries, draft)
    draft = Draft()
    name = f"与“{mask(words)}”有关的疑点" if words else SEVERITY[reading.query.severity or "error"]
    draft.value(str(len(rows)), "条", None, name)
    draft.say(f"{name}一共{len(rows)}条。")
    counts = Counter(r["disclosure"] for r in rows)
    for issue in reading.issues:
        if counts[issue.key]:
            draft.value(str(counts[issue.key]), "条", issue, name)
            draft.say(f"{issue.label}{counts[issue.key]}条。")
    draft.findings += [r["fingerprint"] for r in rows[:_MOST]]
    for f in rows[:_MOST]:
        _cite(queries, draft, f)
    return _closed(reading, queries, draft)


def _by_certainty(reading: Reading, queries: Queries, rows: Sequence[Row]) -> Answer:
    """How many are certain and how many suspected."""
    draft = Draft()
    counts = Counter(r["certainty"] for r in rows)
    for certainty, word in CERTAINTY.items():
        draft.value(str(counts[certainty]), "条", None, f"{word}的疑点")
    draft.value(str(len(rows)), "条", None, "疑点（含提示）")
    draft.say(f"疑点（含提示）共{len(rows)}条：{'，'.join(f'{word}{counts[c]}条' for c, word in CERTAINTY.items())}。")
    return _closed(reading, queries, draft)


def _closed(reading: Reading, queries: Queries, draft: Draft) -> Answer:
    draft.say(NOTICE)
    return draft.answer(reading.query, queries)


def rank(reading: Reading, queries: Queries) -> Answer:
    """Who has most (or fewest) findings, beside how many places were compared."""
    rows, words, understood = _chosen(reading, queries)
    if not understood:
        return not_understood(reading, queries)
    if not reading.issues:
        return no_figure(reading, queries)
    if reading.frame.has("rule"):
        return _by_rule(reading, queries, rows)
    if "哪条" in reading.text or "金额" in reading.text or "差额" in reading.text:
        return _by_difference(reading, queries, rows)
    low = reading.query.end == "low"
    wanted = [r for r in rows if words or reading.query.severity or r["severity"] != "info"]
    counts = Counter(r["disclosure"] for r in wanted)
    ordered = sorted(reading.issues, key=lambda i: (counts[i.key] if low else -counts[i.key], i.key))[:_MOST_ISSUES]
    checked = queries.checked(reading.issues)
    draft = Draft()
    first = [i for i in ordered if counts[i.key] == counts[ordered[0].key]]
    name = f"“{mask(words)}”方面的疑点" if words else "疑点和需说明"
    names = "、".join(draft.word(i.label, i, f"{name}{'最少' if low else '最多'}") for i in first)
    draft.say(f"{name}{'最少' if low else '最多'}的是{names}。")
    parts = []
    for n, i in enumerate(ordered, 1):
        compared = checked[i.key]["comparisons"] if i.key in checked else 0
        draft.value(str(counts[i.key]), "条", i, name)
        draft.value(str(compared or 0), "处", i, "已核对")
        parts.append(f"{n}. {i.label}{counts[i.key]}条（已核对{compared or 0}处）")
    draft.say(f"由{'少到多' if low else '多到少'}：{'；'.join(parts)}。")
    draft.chart = {"type": "bar", "title": name, "unit": "条", "data": [{"label": i.label, "value": str(counts[i.key])} for i in ordered]}
    draft.suggestions = [f"{i.label}有哪些疑点？" for i in ordered[:3]]
    return _closed(reading, queries, draft)


def _by_issue(reading: Reading, queries: Queries, draft: Draft, rows: Sequence[Row]) -> Answer:
    """Counts for every disclosure, beside what was checked of it."""
    counts = Counter((r["disclosure"], r["severity"]) for r in rows)
    counted = sorted(reading.issues, key=lambda i: (-counts[i.key, "error"], -counts[i.key, "warning"], i.key))[:_MOST_ISSUES]
    checked = queries.checked(counted)
    for issue in counted:
        errors, warnings = counts[issue.key, "error"], counts[issue.key, "warning"]
        compared = (checked[issue.key]["comparisons"] or 0) if issue.key in checked else 0
        draft.value(str(errors), "条", issue, "疑点（数据不符）")
        draft.value(str(warnings), "条", issue, "需说明")
        draft.value(str(compared), "处", issue, "已核对")
        draft.say(f"{issue.label}：已核对{compared}处，疑点（数据不符）{errors}条，需说明{warnings}条。")
    draft.suggestions = [f"{i.label}有哪些疑点？" for i in counted[:3]]
    return _closed(reading, queries, draft)


def _counts(reading: Reading, queries: Queries, draft: Draft, rows: Sequence[Row]) -> None:
    counts = {s: sum(r["severity"] == s for r in rows) for s in ("error", "warning", "info")}
    checked = queries.checked(reading.issues)
    compared = str(sum(r["comparisons"] or 0 for r in checked.values()))
    undecided = str(sum(r["undecided"] for r in checked.values()))
    issue = reading.issues[0] if len(reading.issues) == 1 else None
    who = issue.label if issue else f"{len(reading.issues)}份公开件"
    if issue is None:
        draft.value(str(len(reading.issues)), "份", None, "公开件数")
    for name, key in (("疑点（数据不符）", "error"), ("需说明", "warning"), ("提示", "info")):
        draft.value(str(counts[key]), "条", issue, name)
    draft.value(str(len(rows)), "条", issue, "三类合计")
    draft.value(compared, "处", issue, "已核对")
    draft.value(undecided, "条", issue, "无法判断的规则")
    draft.say(
        f"{who}已核对{compared}处，有{undecided}条规则无法判断；疑点（数据不符）{counts['error']}条，"
        f"需说明{counts['warning']}条，提示{counts['info']}条，共{len(rows)}条。"
    )


def _say(queries: Queries, draft: Draft, f: Row, issues: Sequence[Issue], *, named: bool) -> None:
    issue = next((i for i in issues if i.key == f["disclosure"]), None)
    draft.findings.append(f["fingerprint"])
    _cite(queries, draft, f)
    who = f"{issue.label}：" if issue and named else ""
    draft.say(f"{who}{severity_word(f)}：{short_message(f, 200)}")
    for key, word in (("actual", "所印数"), ("expected", "应为")):
        if f[key] is not None and Decimal(f[key]) and f[key] in "".join(draft.lines[-1:]):
            draft.value(f[key], f["unit"], issue, f"{f['rule_title']}：{word}")


def _say_gap(draft: Draft, f: Row, issues: Sequence[Issue]) -> None:
    if f["difference"] is None or f["actual"] is None or f["expected"] is None:
        return
    gap = f"{abs(Decimal(f['difference'])):f}"
    issue = next((i for i in issues if i.key == f["disclosure"]), None)
    draft.value(gap, f["unit"], issue, "差额")
    draft.say(f"相差{gap}{f['unit'] or ''}（{f['actual']}与{f['expected']}，疑点编号 {f['fingerprint']}）。")


def _cite(queries: Queries, draft: Draft, f: Row) -> None:
    for e in queries.evidence(f):
        draft.cite(
            (Citation(e["other_document"] or e["document"], e["page"], e["table_title"], e["section"], e["row_label"], e["column_label"], mask(e["text"]), e["source_url"]),)
        )  # fmt: skip


def contents(reading: Reading, queries: Queries) -> Answer:
    """What the list of contents names and the document lacks, as the rules found it."""
    rows = [r for r in queries.findings(reading.issues) if r["rule"].startswith("contents.")]
    queries.note(FINDINGS, reading.issues)
    draft = Draft()
    lacking = [r for r in rows if r["rule"] in ("contents.tables", "contents.sections")] or rows
    if not lacking:
        return _of_kind(reading, queries, draft, [], "目录")
    for f in lacking[:_MOST]:
        _say(queries, draft, f, reading.issues, named=True)
    return _closed(reading, queries, draft)
