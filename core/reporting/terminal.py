"""Tables, facts, rules and plugins for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from ..messages import tr
from ..model.checks.rule import Rule, rule_set_version
from ..model.disclosures.disclosure import Disclosure
from ..model.documents.document import Document, Table
from ..model.documents.privacy import mask
from ..model.results.words import KIND, LEVEL, RULE_STATE, paragraphs
from ..plugins.manager import PluginInfo
from .grids import print_grid
from .rules_index import alarms, detection, signed
from .styles import STYLE


def print_tables(console: Console, document: Document) -> None:
    """Every table as read, aligned."""
    for table in document.tables:
        _print_table(console, table)
    for problem in document.problems:
        console.print(f"[yellow]{escape(problem)}[/]")


def _print_table(console: Console, table: Table) -> None:
    pages = "–".join(map(str, dict.fromkeys((table.pages[0], table.pages[-1])))) if table.pages else ""
    facts = [
        table.number,
        table.title or "（无题名）",
        f"单位：{table.unit}" if table.unit else None,
        f"第 {pages} 页" if pages else None,
        f"{table.rows}×{table.columns}",
    ]
    if table.status != "read":
        facts.append(f"{table.status}：{table.problem or ''}")
    console.print()
    console.print("[bold]" + escape("  ".join(f for f in facts if f)) + "[/]", soft_wrap=True)
    print_grid(console, table)
    for note in table.notes:
        console.print(f"[dim]{escape(note.text)}[/]", soft_wrap=True)


def print_facts(console: Console, d: Disclosure, *, unread: bool = False) -> None:
    """The facts of a disclosure, or the numbers that became none."""
    who, c = d.identity, d.coverage
    console.print(
        f"[bold]{escape(who.body or '')}[/] {who.fiscal_year} {KIND.get(str(who.kind), '')} {LEVEL[who.level]} {who.division_code or '区划不明'} [{d.pack_version}]".replace(
            "[", "\\[", 0
        )
    )
    console.print(f"数字单元格读懂 {c.cells_understood}/{c.cells_numeric}，文字数字读懂 {c.prose_understood}/{c.prose_numbers}")
    if unread:
        for u in c.unread:
            console.print(f"  {escape(u.text)}  [dim]{escape(mask(u.where))}（{escape(u.reason)}）[/]", soft_wrap=True)
        return
    for s in d.statements:
        console.print(f"\n[bold]{escape(s.title)}[/] [dim]{escape(d.statement_name(s.id))} {s.unit or ''} {s.table.status}[/]")
        for item in s.items:
            console.print(
                f"  {escape(item.row.label)}  [dim]{escape(item.column_label or d.name(item.measure))}[/]  {escape(item.figure.text)}",
                soft_wrap=True,
            )
    console.print("\n[bold]文字表述[/]")
    for claim in d.claims:
        console.print(f"  [dim]{escape(claim.section.title)}[/] {escape(mask(claim.sentence))}", soft_wrap=True)


def print_plugins(console: Console, plugins: Iterable[PluginInfo]) -> None:
    """Every plugin with what it registered; then, a line each, what is wrong with one."""
    listed = list(plugins)
    grid = Grid(box=None, pad_edge=False, header_style="dim")
    for title in (tr("name", "名称"), tr("origin", "来源"), tr("version", "版本"), tr("registered", "提供")):
        grid.add_column(title, overflow="fold")
    for p in listed:
        counts = ", ".join(f"{n} {k}" for k, n in p.counts.items())
        grid.add_row(escape(p.name), escape(p.origin), p.version or "", counts)
    console.print(grid)
    for p in listed:
        if p.error:
            console.print(f"[red]{escape(p.name)}: {escape(p.error)}[/]", soft_wrap=True)


def print_rules(console: Console, rules: Sequence[Rule]) -> None:
    """A line for every rule, and the version of the set."""
    grid = Grid(box=None, pad_edge=False, header_style="dim")
    for title in ("规则", "内容", "级别", "版本", "状态", "实测发现", "签认", "依据"):
        grid.add_column(title, overflow="fold")
    for r in rules:
        grid.add_row(r.id, r.title, r.severity.label, r.version, RULE_STATE[r.state], detection(r), signed(r), "；".join(str(b) for b in r.basis))
    console.print(grid)
    console.print(f"[dim]规则集 {rule_set_version(rules)}，{len(rules)} 条规则[/]")


def print_rule(console: Console, rule: Rule) -> None:
    """The public page of a rule."""
    console.print(f"[bold]{rule.id}[/]  {escape(rule.title)}  [{STYLE[rule.severity]}]{rule.severity.label}[/]  v{rule.version}")
    console.print("依据：" + escape("；".join(str(b) for b in rule.basis)), soft_wrap=True)
    if rule.measured:
        console.print(f"状态：{RULE_STATE[rule.state]}。实测：{detection(rule)}，未改动文件误报 {alarms(rule)}，真实文件签认 {signed(rule)}")
    for paragraph in paragraphs(rule.page):
        console.print("\n" + escape("\n".join(paragraph)), soft_wrap=True)
