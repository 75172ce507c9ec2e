"""Answers about staff: posts and people in service."""

from __future__ import annotations

from ...model.results.answer import Answer
from ..facts import Fact, find_facts
from ..parsing.understand import Reading
from ..queries import Queries
from .absent import no_figure
from .draft import Draft, touching

_MOST = 20


def over_posts(reading: Reading, queries: Queries) -> Answer:
    """Whether staff in service are more than posts: yes or no with both numbers."""
    posts = {f.issue.key: f for f in find_facts(queries, reading.issues, "headcount:posts", reading.items)}
    staff = {f.issue.key: f for f in find_facts(queries, reading.issues, "headcount:active", reading.items)}
    staff = {f.issue.key: f for f in find_facts(queries, reading.issues, "headcount:present", reading.items)} | staff
    draft = Draft()
    over = [i for i in reading.issues if i.key in posts and i.key in staff and staff[i.key].value > posts[i.key].value]
    if reading.several:
        names = "、".join(draft.word(i.body, i, "在职人数多于编制数的单位") for i in over[:_MOST])
        draft.say(f"在职人数多于编制数的有{len(over)}个单位{f'：{names}' if names else ''}。")
        draft.value(str(len(over)), "个", None, "在职人数多于编制数的单位数")
        if over and reading.frame.has("extreme", "rank", "more"):
            gaps = {i.key: staff[i.key].value - posts[i.key].value for i in over}
            most = [i for i in over if gaps[i.key] == max(gaps.values())]
            draft.value(f"{max(gaps.values()):f}", "人", None, "最多的超编人数")
            draft.say(f"超编最多的是{'、'.join(draft.word(i.body, i, '超编最多') for i in most)}，超{max(gaps.values()):f}人。")
    both: list[Fact] = []
    for issue in reading.issues if len(reading.issues) <= _MOST else over[:_MOST]:
        a, b = posts.get(issue.key), staff.get(issue.key)
        if a is None or b is None:
            present = next((f for f in (a, b) if f), None)
            if present is not None and not reading.several:
                draft.say(
                    f"{issue.label}只写了{present.name}{draft.fact(present)}，没有写{'编制数' if a is None else '在职人数'}，无法判断是否超编。"
                )
            continue
        both += [a, b]
        more = b.value - a.value
        yes = draft.word("是" if more > 0 else "否", issue, "在职人数多于编制数")
        draft.say(f"{issue.label}：{yes}，{a.name}{draft.fact(a, where=False)}，{b.name}{draft.fact(b)}")
        if more:
            word = "超" if more > 0 else "空缺"
            gap = draft.derived(
                abs(more),
                0,
                "人",
                "超编人数" if more > 0 else "空编人数",
                f"{b.text}-{a.text}" if more > 0 else f"{a.text}-{b.text}",
                [a, b],
                issue,
            )
            draft.lines[-1] += f"，{word}{gap}。"
        else:
            draft.lines[-1] += "，人数相等。"
    if not draft.lines:
        return no_figure(reading, queries, names=("编制数", "在职人数"))
    draft.remark(touching(queries, reading.issues, both))
    return draft.answer(reading.query, queries)
