"""An answer at a terminal: words, where they come from, what else could be asked."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..model.results.answer import Answer, AnswerStatus

_STATUS = {"answered": "回答", "clarify": "请说明", "not_in_data": "资料中没有", "refused": "不能回答"}


def print_answer(console: Console, answer: Answer) -> None:
    """The answer at a terminal: words, where they come from, what else could be asked."""
    style = {AnswerStatus.ANSWERED: "green", AnswerStatus.CLARIFY: "yellow"}.get(answer.status, "red")
    console.print(f"[bold {style}]{_STATUS[answer.status]}[/]：{escape(answer.answer)}", soft_wrap=True)
    if answer.citations:
        grid = Table("序", "表／章节", "行", "列", "页", "原文", title="出处", title_justify="left", box=None, header_style="dim")
        for n, c in enumerate(answer.citations, 1):
            cells = (c.table or c.section or "", c.row or "", c.column or "", str(c.page or ""), c.text)
            grid.add_row(str(n), *map(escape, cells))
        console.print(grid)
        for url in dict.fromkeys(c.source_url for c in answer.citations if c.source_url):
            console.print(f"[dim]来源：{escape(url)}[/]", soft_wrap=True)
    if answer.findings:
        console.print(f"[dim]疑点编号：{'、'.join(answer.findings)}[/]", soft_wrap=True)
    for problem in answer.query.get("answerer_problems", ()):
        console.print(f"[dim]插件：{escape(problem)}[/]", soft_wrap=True)
    for suggestion in answer.suggestions:
        console.print(f"[dim]可以问：{escape(suggestion)}[/]", soft_wrap=True)
