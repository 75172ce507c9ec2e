"""Answers about the collection, its rules and checks, and about passages of text."""

from __future__ import annotations

import json
import re
from collections import Counter

from ...model.documents.privacy import mask
from ...model.results.answer import Answer
from ...model.results.words import DOCUMENT_TYPE, KIND, NOTICE, SEVERITY, reason_words
from ...store.names import overlap
from ..facts import section_citation
from ..parsing.understand import Reading
from ..queries import Queries, Row
from .absent import no_figure, no_issue
from .draft import Draft
from .figures import value
from .remarks import best_rules

_MOST_LISTED = 20
_MOST_TEXT = 400
_MOST_LAWS = 8
_SAID = 0.6
_OFFICES = re.compile(r"[^。；\n]*(?:下设|内设)[^。；\n]*")


def cover(reading: Reading, queries: Queries) -> Answer:
    """How many documents and bodies there are, and which; the newest and the oldest year; files that were not checked, and why."""
    if reading.query.topic == "unread":
        return _not_checked(reading, queries)
    if reading.crowded:
        return _cover_of_many(reading, queries)
    issues = [i for i in reading.candidates if _fits(i.year, i.kind, reading)]
    draft = Draft()
    if not issues:
        return no_issue(reading, queries)
    bodies = dict.fromkeys(i.issuer for i in issues)
    draft.value(str(len(issues)), "份", None, "公开件")
    draft.value(str(len(bodies)), "个", None, "单位")
    kinds = Counter((i.year, i.kind_word) for i in issues)
    parts = []
    for (year, word), n in sorted(kinds.items(), key=lambda x: (x[0][0] or 0, x[0][1])):
        draft.value(str(n), "份", None, f"{year}年{word}")
        parts.append(f"{year}年{word}{n}份")
    listed = "，".join(parts)
    if reading.query.topic == "places":
        places = Counter(i.province or "省份不明" for i in issues)
        for place, n in places.items():
            draft.value(str(n), "份", None, place)
        draft.say(
            f"共有{len(places)}个省（自治区、直辖市）的公开件：{'，'.join(f'{p}{n}份' for p, n in sorted(places.items(), key=lambda x: (-x[1], x[0])))}。"
        )
        draft.value(str(len(places)), "个", None, "省份")
    years = sorted({i.year for i in issues if i.year})
    for topic in ("oldest", "newest") if reading.query.topic == "both" else (reading.query.topic,):
        if not years or topic not in ("newest", "oldest"):
            continue
        newest = topic == "newest"
        year = years[-1] if newest else years[0]
        draft.value(str(year), None, None, "最新年度" if newest else "最早年度")
        which = "；".join(i.label for i in issues if i.year == year)
        draft.say(f"{'最新' if newest else '最早'}的是{year}年：{which}。")
    draft.say(f"共收录{len(bodies)}个单位的{len(issues)}份公开件{f'：{listed}' if listed else ''}。")
    if issues:
        names = "；".join(i.label for i in issues[:_MOST_LISTED])
        draft.say(f"{names}{'等' if len(issues) > _MOST_LISTED else ''}。")
        draft.suggestions = [f"{i.label}的收支总额是多少？" for i in issues[:3]]
    return draft.answer(reading.query, queries)


def _not_checked(reading: Reading, queries: Queries) -> Answer:
    """How many files were not checked: what they are, or that they could not be read."""
    draft = Draft()
    rows = queries.not_checked()
    total = str(sum(r["n"] for r in rows))
    draft.value(total, "个", None, "没有核对的文件")
    if not rows:
        draft.say("收到的文件都已核对，没有未核对的。")
        return draft.answer(reading.query, queries)
    for r in rows:
        word = _unchecked_word(r["status"], r["document_type"])
        draft.value(str(r["n"]), "个", None, word)
    listed = "；".join(f"{_unchecked_word(r['status'], r['document_type'])}{r['n']}个" for r in rows)
    draft.say(
        f"没有核对的文件有{total}个：{listed}。政府预算、决算和预算执行报告等不是部门或单位的公开件，目前不能核对；没有核对不等于没有公开，也不等于有问题。"
    )
    return draft.answer(reading.query, queries)


def _unchecked_word(status: str, kind: str | None) -> str:
    return "不能读取的文件" if status == "unreadable" else DOCUMENT_TYPE.get(kind or "", "不能识别的文件")


def _cover_of_many(reading: Reading, queries: Queries) -> Answer:
    """The same where the disclosures are too many to be named."""
    scope = reading.query.scope
    rows = queries.numbers(scope.years, scope.kind)
    draft = Draft()
    total = str(sum(r["n"] for r in rows))
    draft.value(total, "份", None, "公开件")
    if not scope.years and scope.kind is None:
        bodies = str(queries.number_of_issuers())
        draft.value(bodies, "个", None, "单位")
        draft.say(f"共收录{bodies}个单位的{total}份公开件。")
    else:
        draft.say(f"共收录{total}份公开件。")
    for r in rows:
        draft.value(str(r["n"]), "份", None, f"{r['fiscal_year']}年{KIND.get(r['kind'], '公开件')}")
    draft.say(f"{'，'.join(str(r['fiscal_year']) + '年' + KIND.get(r['kind'], '公开件') + str(r['n']) + '份' for r in rows)}。")
    years = [r["fiscal_year"] for r in rows if r["fiscal_year"]]
    if years and reading.query.topic in ("newest", "oldest"):
        newest = reading.query.topic == "newest"
        draft.value(str(max(years) if newest else min(years)), None, None, "最新年度" if newest else "最早年度")
        draft.lines.insert(0, f"{'最新' if newest else '最早'}的是{max(years) if newest else min(years)}年。")
    return draft.answer(reading.query, queries)


def _fits(year: int | None, kind: str | None, reading: Reading) -> bool:
    scope = reading.query.scope
    return (not scope.years or year in scope.years) and scope.kind in (None, kind)


def unevaluable(reading: Reading, queries: Queries) -> Answer:
    """Which rules could not be evaluated, and why, for each disclosure."""
    rows = queries.unevaluable(reading.issues)
    draft = Draft()
    issues = list(reading.issues)
    if reading.frame.has("extreme", "rank", "more") and len(issues) > 1:
        low = reading.query.end == "low"
        counts = Counter(r["document"] for r in rows)
        issues.sort(key=lambda i: (counts[i.document] if low else -counts[i.document], i.key))
        best = [i for i in issues if counts[i.document] == counts[issues[0].document]]
        names = "、".join(draft.word(i.label, i, "无法判断的规则最少" if low else "无法判断的规则最多") for i in best)
        draft.say(f"无法判断的规则{'最少' if low else '最多'}的是{names}。")
    for issue in issues[:_MOST_LISTED]:
        mine = [r for r in rows if r["document"] == issue.document]
        draft.value(str(len(mine)), "条", issue, "无法判断的规则")
        why = Counter(reason_words(r["reason"]).partition("：")[0] for r in mine)
        said = "，".join(f"{reason}{n}条" for reason, n in sorted(why.items(), key=lambda x: (-x[1], x[0])))
        draft.say(f"{issue.label}有{len(mine)}条规则无法判断{f'（{said}）' if said else ''}。")
        for reason, n in why.items():
            draft.value(str(n), "条", issue, f"无法判断：{reason}")
        if len(reading.issues) == 1 and mine:
            shown = "；".join(
                f"{n}. {r['title']}（{r['rule']}）：{_short(reason_words(r['reason']))}" for n, r in enumerate(mine[:_MOST_LISTED], 1)
            )
            draft.say(f"{shown}{'；……' if len(mine) > _MOST_LISTED else ''}。")
    return draft.answer(reading.query, queries) if draft.lines else no_figure(reading, queries)


def _short(text: str) -> str:
    return mask(text if len(text) <= 60 else text[:60] + "……")


def checked(reading: Reading, queries: Queries) -> Answer:
    """How many places were compared."""
    found = queries.checked(reading.issues, main=True)
    draft = Draft()
    total = 0
    for issue in reading.issues:
        row = found.get(issue.key)
        if row is None:
            continue
        total += row["comparisons"] or 0
        draft.value(str(row["comparisons"] or 0), "处", issue, "已核对")
        draft.value(str(row["undecided"]), "条", issue, "无法判断的规则")
        said = f"{issue.label}：已核对{row['comparisons'] or 0}处，有{row['undecided']}条规则无法判断"
        if reading.frame.has("outcomes"):
            rest = row["n"] - row["passed"] - row["failed"] - row["undecided"]
            for word, n in (("相符的规则", row["passed"]), ("不符的规则", row["failed"]), ("不适用的规则", rest)):
                draft.value(str(n), "条", issue, word)
            said += f"；相符（通过）{row['passed']}条，不符{row['failed']}条，不适用{rest}条"
        draft.say(f"{said}。")
    if not draft.lines:
        return no_figure(reading, queries)
    if len(reading.issues) > 1:
        draft.value(str(total), "处", None, "已核对合计")
        draft.lines.insert(0, f"{len(draft.lines)}份公开件共核对{total}处。")
        draft.value(str(len(draft.lines) - 1), "份", None, "公开件")
    draft.say(NOTICE)
    return draft.answer(reading.query, queries)


def rules(reading: Reading, queries: Queries) -> Answer:
    """How many rules there are; of those that the question describes what they assert and on what basis."""
    rows = queries.rules()
    draft = Draft()
    chosen = best_rules(rows, reading)
    if not chosen:
        counts = Counter(r["severity"] for r in rows)
        draft.value(str(len(rows)), "条", None, "规则")
        for severity, n in sorted(counts.items()):
            draft.value(str(n), "条", None, SEVERITY[severity])
        draft.say(f"共有{len(rows)}条规则：{'，'.join(f'{SEVERITY[s]}{counts[s]}条' for s in ('error', 'warning', 'info') if counts[s])}。")
        if reading.frame.has("basis"):
            laws = Counter(b["document"] for r in rows for b in json.loads(r["basis"] or "[]") if not b.get("convention"))
            named = sorted(laws.items(), key=lambda x: (-x[1], x[0]))[:_MOST_LAWS]
            draft.say(f"依据最多的是：{'；'.join(f'《{law}》（{n}条规则）' for law, n in named)}。" if named else "没有检索到明文依据。")
            for _, n in named:
                draft.value(str(n), "条", None, "以此为依据的规则")
        draft.say("可以问某一类规则的依据，例如：增减率规则的依据是什么？")
        return draft.answer(reading.query, queries)
    for r in chosen[:5]:
        first = str(r["page"]).split("\n")[0]
        draft.word(r["id"], None, "规则")
        draft.say(f"规则“{r['title']}”（{r['id']}）：{first}依据：{_basis(r)}。")
    return draft.answer(reading.query, queries)


def _basis(row: Row) -> str:
    found = [f"《{b['document']}》{b['article']}" if not b.get("convention") else b["document"] for b in json.loads(row["basis"] or "[]")]
    return "、".join(found) or "未注明"


def passage(reading: Reading, queries: Queries) -> Answer:
    """A passage of the overview, quoted: duties, or the sentence about offices."""
    kind = reading.query.topic or "duties"
    draft = Draft()
    if kind == "whose" or (kind == "duties" and reading.unread):
        wanted = _described(reading)
        return _who_does(reading, queries, wanted) if len(wanted) >= 2 else no_figure(reading, queries, names=(reading.text,))
    for issue in reading.issues:
        for section in queries.sections([issue]):
            text = _quote(section, kind)
            if text is None:
                continue
            draft.cite((section_citation(section, text),))
            if kind == "offices":
                for number in re.findall(r"[下内]设[^，。；\d]{0,12}?(\d+)个", text):
                    draft.value(number, "个", issue, "内设机构")
            draft.say(f"{issue.label}（“{section['title'] or '概况'}”）原文：“{mask(text)}”。")
            break
    if not draft.lines:
        return value(reading, queries) if reading.query.measures else no_figure(reading, queries)
    return draft.answer(reading.query, queries)


_UNIT_LIST = re.compile(r"[^。；\n]*(?:预算单位|所属单位|下属单位|二级单位|编制范围的单位)[\s\S]{0,400}")


def _described(reading: Reading) -> str:
    """The duty that a question describes: 查处违法行为 of 查处违法行为是谁的职责; empty if it only asks for the duties."""
    kept = list(reading.text)
    for p in reading.frame.pieces:
        if p.senses and (not p.is_filler or p.text in ("是", "的", "有", "由", "请问", "单位", "部门")):
            kept[p.start : p.end] = " " * (p.end - p.start)
    return max("".join(kept).split(), key=len, default="")


def _who_does(reading: Reading, queries: Queries, wanted: str) -> Answer:
    """The duties whose words are those of the question, of every body that has them."""
    draft = Draft()
    for issue in reading.issues[:_MOST_LISTED]:
        lines = [
            (line.strip(), section)
            for section in queries.sections([issue])
            if section["section_id"] == "duties"
            for line in re.split(r"[。；\n]", section["text"])
        ]
        near = [(overlap(wanted, line), line, section) for line, section in lines if line]
        best = max(near, key=lambda n: n[0], default=None)
        if best is not None and best[0] >= _SAID:
            draft.cite((section_citation(best[2], best[1]),))
            draft.say(f"{draft.word(issue.body, issue, '职责')}的职责中写有：“{mask(best[1])}”。")
    return draft.answer(reading.query, queries) if draft.lines else no_figure(reading, queries, names=(wanted,))


def _quote(section: Row, kind: str) -> str | None:
    text = str(section["text"]).strip()
    if kind == "offices":
        found = _OFFICES.search(text)
        return (
            found[0].strip()
            if found and section["section_id"] in ("staff", "duties") and re.search("科|室|股|处|机构|个", found[0])
            else None
        )
    if kind == "units":
        listed = _UNIT_LIST.search(text) if section["section_id"] in ("staff", "duties", None) else None
        return listed[0].strip()[:_MOST_TEXT] if listed else None
    if section["section_id"] != "duties" or not text:
        return None
    return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "……"
