"""Reports for people at a terminal: what was read, what disagrees, what could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from ..messages import tr
from ..model.checks.finding import Finding, LedgerRow, Outcome, Severity
from ..model.checks.rule import Rule, rule_set_version
from ..model.checks.shared import Layout, Shared, layout_of, shared_findings
from ..model.disclosures.disclosure import Disclosure
from ..model.documents.document import Document, Table
from ..model.documents.figure import parse_figure
from ..model.documents.privacy import mask
from ..model.results.result import DocumentResult, DocumentStatus, RunResult
from ..model.results.words import KIND, LEVEL, NOTICE, OUTCOME, paragraphs, reason_words, remark_words
from ..plugins.manager import PluginInfo
from .grids import print_grid
from .rules_index import alarms, detection

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def heading(result: DocumentResult) -> str:
    """Body, year, kind and level of a result in one line."""
    who = result.disclosure.identity if result.disclosure else None
    if who is None:
        return result.path
    year = f"{who.fiscal_year} 年" if who.fiscal_year else "年度不明"
    return f"{who.body} {year}{LEVEL[who.level]}{KIND.get(str(who.kind), '')}"


def print_run(console: Console, run: RunResult, *, verbose: bool = False) -> None:
    """The whole report of a run."""
    _print_crashed(console, run)
    names = {r.sha256: Path(r.path).name for r in run.documents}
    shared = shared_findings(run.documents)
    for result in run.documents:
        _print_result(console, run, result, names, shared, verbose=verbose)
    _print_shared(console, shared.values(), names, verbose=verbose)
    _print_summary(console, run)


def _print_crashed(console: Console, run: RunResult) -> None:
    """What did not work, before all that did: rules that crashed, once for each way in which they did."""
    crashed: dict[tuple[str, str], int] = Counter(
        (row.rule, reason_words(row.reason)) for r in run.documents for row in r.ledger if row.outcome is Outcome.CRASHED
    )
    if crashed:
        rules = len({rule for rule, _ in crashed})
        console.print(f"[bold red]{rules} 条规则出错[/]，所涉内容没有核对：", soft_wrap=True)
    for (rule, words), count in crashed.items():
        console.print(f"  {rule}（{count} 份文件）：{escape(words)}", soft_wrap=True)


_SharedBy = dict[tuple[Layout, str, str], Shared]


def _print_result(
    console: Console, run: RunResult, result: DocumentResult, names: dict[str, str], shared: _SharedBy, *, verbose: bool
) -> None:
    console.print()
    console.rule(escape(heading(result)), align="left", style="dim")
    if result.status is not DocumentStatus.CHECKED or result.disclosure is None:
        word = "未能读取" if result.status is DocumentStatus.UNREADABLE else "未能识别"
        console.print(f"[bold]{word}[/]：{escape(result.path)}：{escape(result.reason or '')}{_seen(result)}", soft_wrap=True)
        _print_problems(console, result)
        return
    d = result.disclosure
    console.print(f"[dim]{escape(result.path)}[/]", soft_wrap=True)
    if result.together and result.together != result.sha256:
        console.print(
            _summary_line(result, d, checked=False) + f"与 {escape(names.get(result.together, ''))} 合并核对，结果列在该文件下。",
            soft_wrap=True,
        )
        return
    first = int(d.coverage.is_low)  # of a file of which little was understood, that is said before anything else
    for remark in d.remarks[:first]:
        console.print(f"[bold yellow]注意：{escape(remark_words(remark))}[/]", soft_wrap=True)
    console.print(_summary_line(result, d), soft_wrap=True)
    for remark in d.remarks[first:]:
        console.print(f"[yellow]注意：{escape(remark_words(remark))}[/]", soft_wrap=True)
    _print_problems(console, result)
    layout = layout_of(d.identity)
    own = [f for f in result.findings if (layout, f.rule, f.address) not in shared]
    for finding in sorted(own, key=lambda f: -f.severity.rank):
        _print_finding(console, finding, names, verbose=verbose)
    if len(own) < len(result.findings):
        console.print(f"  [dim]另有 {len(result.findings) - len(own)} 处为同一版式多数文件所共有，列在文末。[/]")
    _print_ledger(console, run.rules, result.ledger, verbose=verbose)


def _seen(result: DocumentResult) -> str:
    """How many tables a file has that was not recognised, and how many numbers they print."""
    if not result.tables or result.document is None:
        return ""
    figures = sum(c.unread is not None or parse_figure(c.text) is not None for t in result.document.tables for c in t.cells)
    return f"。看到 {result.tables} 张表，其中数字单元格 {figures} 个，都没有核对"


def _print_problems(console: Console, result: DocumentResult) -> None:
    """What of the file could not be read, or was left out."""
    for problem in result.document.problems if result.document else ():
        console.print(f"[yellow]读取：{escape(problem)}[/]", soft_wrap=True)


def _print_shared(console: Console, shared: Iterable[Shared], names: dict[str, str], *, verbose: bool) -> None:
    """What most documents of a layout share, once."""
    by_layout: dict[Layout, list[Shared]] = {}
    for s in shared:
        by_layout.setdefault(s.layout, []).append(s)
    for (region, year, kind, level), group in by_layout.items():
        console.print()
        title = f"{region} {year or '年度不明'}{' 年' if year else ''}{LEVEL.get(level, '')}{KIND.get(str(kind), '')}：同一版式多数文件共有"
        console.rule(escape(title), align="left", style="dim")
        for s in sorted(group, key=lambda s: -s.example.severity.rank):
            console.print(f"  {s.words}，例如：")
            _print_finding(console, s.example, names, verbose=verbose)


def _summary_line(result: DocumentResult, d: Disclosure, *, checked: bool = True) -> str:
    c = d.coverage
    compared = sum(r.comparisons for r in result.ledger)
    counts = Counter(f.severity for f in result.findings)
    nothing = "读懂的太少，没有结论" if c.is_low else "没有发现数据不符" if compared else "没有可以核对之处"
    found = "，".join(f"{s.label} {counts[s]} 处" for s in Severity if counts[s]) or nothing
    outcome = f"；已核对 {compared} 处；{found}" if checked else ""
    return (
        f"已读取 {len(d.statements)} 张表、识别 {d.tables_recognised} 张，{d.facts} 项数据、{len(d.claims)} 处表述{outcome}。"
        f"数字单元格读懂 {c.cells_understood}/{c.cells_numeric}，文字数字读懂 {c.prose_understood}/{c.prose_numbers}。"
    )


def _print_finding(console: Console, f: Finding, names: dict[str, str], *, verbose: bool) -> None:
    doubt = "（存疑）" if f.certainty == "suspected" else ""
    console.print(f"  [{_STYLE[f.severity]}]{f.severity.label}[/]{doubt} [dim]{f.rule}[/] {escape(mask(f.message))}", soft_wrap=True)
    for e in f.evidence if verbose else f.evidence[:2]:
        where = "，".join(
            p
            for p in (
                names.get(e.document or "", ""),
                f"第 {e.place.page} 页" if e.place.page else f"第 {e.place.line} 行" if e.place.line else "",
                e.table or e.section or "",
                e.row or "",
                e.column or "",
            )
            if p
        )
        text = mask(e.text)
        shown = text if len(text) <= 60 else text[:59] + "…"
        console.print(f"      [dim]{escape(where)}：[/]{escape(shown)}", soft_wrap=True)


def _print_ledger(console: Console, run_rules: Iterable[Rule], ledger: Iterable[LedgerRow], *, verbose: bool) -> None:
    """How many rules ended how, and every one that could not be decided, with the reason."""
    rows = list(ledger)
    counts = Counter(str(r.outcome) for r in rows)
    titles = {r.id: r.title for r in run_rules}
    console.print("  [dim]规则：" + "，".join(f"{word} {counts[o]}" for o, word in OUTCOME.items() if counts[o]) + "[/]")
    for row in rows:
        if verbose or row.outcome in (Outcome.NOT_EVALUABLE, Outcome.CRASHED):
            said = [titles.get(row.rule, ""), reason_words(row.reason), f"比对 {row.comparisons} 处" if row.comparisons else ""]
            console.print(f"    [dim]{OUTCOME[str(row.outcome)]} {row.rule} {escape('：'.join(w for w in said if w))}[/]", soft_wrap=True)


def _print_summary(console: Console, run: RunResult) -> None:
    statuses = Counter(str(r.status) for r in run.documents)
    counts = Counter(f.severity for r in run.documents for f in r.findings)
    console.print()
    console.rule("合计", align="left", style="dim")
    console.print(
        f"文件 {len(run.documents)} 个：已核对 {statuses['checked']}，未能识别 {statuses['unrecognised']}，未能读取 {statuses['unreadable']}"
        + (f"；另有 {run.skipped} 个其他格式的文件未读" if run.skipped else "")
        + f"。规则集 {rule_set_version(run.rules)}，{len(run.rules)} 条规则"
    )
    console.print("，".join(f"{s.label} {counts[s]} 处" for s in Severity))
    if statuses["checked"]:
        _print_rules(console, run)
    for name, error in run.plugin_errors.items():
        console.print(f"[red]插件：{escape(name)}：{escape(error)}[/]", soft_wrap=True)
    console.print(f"[dim]{NOTICE}[/]")


def _print_rules(console: Console, run: RunResult) -> None:
    """The ledger of the run: a row for every rule, those with something to look at first."""
    grid = Grid(box=None, pad_edge=False, header_style="dim")
    for title in ("规则", "内容"):
        grid.add_column(title)
    for title in (*OUTCOME.values(), "比对次数"):
        grid.add_column(title, justify="right", no_wrap=True)
    titles = {r.id: r.title for r in run.rules}
    per_rule: dict[str, Counter[str]] = {}
    for result in run.documents:
        for row in result.ledger:
            counter = per_rule.setdefault(row.rule, Counter())
            counter[str(row.outcome)] += 1
            counter["comparisons"] += row.comparisons

    def gravity(entry: tuple[str, Counter[str]]) -> tuple[bool, bool, bool, str]:
        rule, c = entry
        return (not c["crashed"], not c["fail"], not c["pass"] + c["not_evaluable"], rule)

    for rule, c in sorted(per_rule.items(), key=gravity):
        cells = [c[outcome] for outcome in (*OUTCOME, "comparisons")]
        grid.add_row(rule, titles.get(rule, ""), *(str(n) if n else "" for n in cells), style="dim" if gravity((rule, c))[2] else None)
    console.print(grid)


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
    for title in ("规则", "内容", "级别", "版本", "实测发现", "依据"):
        grid.add_column(title, overflow="fold")
    for r in rules:
        grid.add_row(r.id, r.title, r.severity.label, r.version, detection(r), "；".join(str(b) for b in r.basis))
    console.print(grid)
    console.print(f"[dim]规则集 {rule_set_version(rules)}，{len(rules)} 条规则[/]")


def print_rule(console: Console, rule: Rule) -> None:
    """The public page of a rule."""
    console.print(f"[bold]{rule.id}[/]  {escape(rule.title)}  [{_STYLE[rule.severity]}]{rule.severity.label}[/]  v{rule.version}")
    console.print("依据：" + escape("；".join(str(b) for b in rule.basis)), soft_wrap=True)
    if rule.measured:
        console.print(f"实测：{detection(rule)}，未改动文件误报 {alarms(rule)}")
    for paragraph in paragraphs(rule.page):
        console.print("\n" + escape("\n".join(paragraph)), soft_wrap=True)
