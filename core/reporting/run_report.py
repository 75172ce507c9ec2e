"""The report of a run at a terminal: first what needs a person, by weight, then what could not be read, then a line for each of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from ..model.checks.finding import Finding, LedgerRow, Outcome, Severity
from ..model.checks.rule import rule_set_version
from ..model.checks.shared import Layout, Shared, layout_of, shared_findings
from ..model.documents.privacy import mask
from ..model.results.result import DocumentResult, DocumentStatus, RunResult
from ..model.results.words import KIND, LEVEL, NOTICE, OUTCOME, reason_term, reason_words, remark_words
from .styles import STYLE

_UNDECIDED = (Outcome.NOT_EVALUABLE, Outcome.CRASHED)
_SharedBy = dict[tuple[Layout, str, str], Shared]


def heading(result: DocumentResult) -> str:
    """Body, year, kind and level of a result in one line."""
    who = result.identity
    if who is None:
        return result.path
    year = f"{who.fiscal_year} 年" if who.fiscal_year else "年度不明"
    return f"{who.body} {year}{LEVEL[who.level]}{KIND.get(str(who.kind), '')}"


def print_run(console: Console, run: RunResult, again: Mapping[str, int] | None = None, *, verbose: bool = False, rules: bool = False) -> None:
    """The whole report of a run. ``again``: why stored files were checked again, with how many for each reason.

    ``verbose`` with all evidence and every rule of each file, ``rules`` with a row for every rule.
    """
    _Report(console, run, verbose).print(again or {}, rules)


@dataclass(slots=True)
class _Counted:
    """What is counted over all files of a run, in one pass."""

    names: dict[str, str] = field(default_factory=dict)
    weights: list[tuple[int, int, int]] = field(default_factory=list)
    statuses: list[DocumentStatus] = field(default_factory=list)
    crashed: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: Counter[Severity] = field(default_factory=Counter)
    stored: int = 0
    cells: tuple[int, int] = (0, 0)
    """Numbers in tables that were understood, of all."""
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, result: DocumentResult) -> None:
        counts = Counter(f.severity for f in result.findings)
        self.weights.append((counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]))
        self.findings.update(counts)
        self.statuses.append(result.status)
        self.stored += result.stored
        if result.findings or result.together:
            self.names[result.sha256] = Path(result.path).name
        c = result.summary.coverage
        self.cells = (self.cells[0] + c.cells_understood, self.cells[1] + c.cells_numeric)
        if not result.stored:
            self.slowest = sorted([*self.slowest, (result.seconds, result.path)], reverse=True)[:3]
        self.crashed.update((row.rule, reason_words(row.reason)) for row in result.ledger if row.outcome is Outcome.CRASHED)


class _Report:
    def __init__(self, console: Console, run: RunResult, verbose: bool) -> None:
        self._console = console
        self._run = run
        self._verbose = verbose
        self._counted = _Counted()
        for result in run.documents:
            self._counted.add(result)
        self._shared: _SharedBy = shared_findings(run.documents)
        self._titles = {r.id: r.title for r in run.rules}

    def print(self, again: Mapping[str, int], rules: bool) -> None:
        self._crashed()
        weights, statuses = self._counted.weights, self._counted.statuses
        blocks = [n for n, w in enumerate(weights) if len(weights) == 1 or ((any(w) or self._verbose) and statuses[n] is DocumentStatus.CHECKED)]
        for n in sorted(blocks, key=lambda n: weights[n], reverse=True):
            self._block(self._run.documents[n])
        self._shared_ones()
        if len(weights) > 1:
            self._unread()
            self._others(set(blocks))
        self._summary(again)
        if rules:
            self._rules()
        for name, error in self._run.plugin_errors.items():
            self._line(f"[red]插件：{escape(name)}：{escape(error)}[/]")
        self._line(f"[dim]{NOTICE}[/]")

    def _line(self, text: str) -> None:
        self._console.print(text, soft_wrap=True)

    def _title(self, text: str) -> None:
        self._console.print()
        self._console.rule(escape(text), align="left", style="dim")

    def _crashed(self) -> None:
        """What did not work, before all that did: rules that crashed, once for each way in which they did."""
        crashed = self._counted.crashed
        if crashed:
            self._line(f"[bold red]{len({rule for rule, _ in crashed})} 条规则出错[/]，所涉内容没有核对：")
        for (rule, words), count in crashed.items():
            self._line(f"  {rule}（{count} 份文件）：{escape(words)}")

    def _block(self, result: DocumentResult) -> None:
        """A file with everything that is said of it."""
        self._title(heading(result))
        summary = result.summary
        if result.status is not DocumentStatus.CHECKED or summary.identity is None:
            self._line(f"[bold]{_unchecked(result)}[/]：{_why(result)}")
            self._problems(result)
            return
        self._line(f"[dim]{escape(result.path)}[/]")
        if result.together and result.together != result.sha256:
            lead = escape(self._counted.names.get(result.together, ""))
            self._line(f"{_read(result)}{_coverage(result)}与 {lead} 合并核对，结果列在该文件下。")
            return
        first = int(summary.coverage.is_low)  # of a file of which little was understood, that is said before anything else
        for remark in summary.remarks[:first]:
            self._line(f"[bold yellow]注意：{escape(remark_words(remark))}[/]")
        self._line(f"{_read(result)}；{_outcome(result)}。{_coverage(result)}")
        for remark in summary.remarks[first:]:
            self._line(f"[yellow]注意：{escape(remark_words(remark))}[/]")
        self._problems(result)
        layout = layout_of(summary.identity)
        own = [f for f in result.findings if (layout, f.rule, f.address) not in self._shared]
        for finding in sorted(own, key=lambda f: -f.severity.rank):
            self._finding(finding)
        if len(own) < len(result.findings):
            self._line(f"  [dim]另有 {len(result.findings) - len(own)} 处为同一版式多数文件所共有，列在文后。[/]")
        self._ledger(result.ledger)

    def _problems(self, result: DocumentResult) -> None:
        """What of the file could not be read, or was left out."""
        for problem in result.summary.problems:
            self._line(f"[yellow]读取：{escape(problem)}[/]")

    def _finding(self, f: Finding) -> None:
        doubt = "（存疑）" if f.certainty == "suspected" else ""
        self._line(f"  [{STYLE[f.severity]}]{f.severity.label}[/]{doubt} [dim]{f.rule}[/] {escape(mask(f.message))}")
        for e in f.evidence if self._verbose else f.evidence[:2]:
            place = f"第 {e.place.page} 页" if e.place.page else f"第 {e.place.line} 行" if e.place.line else ""
            parts = (self._counted.names.get(e.document or "", ""), place, e.table or e.section or "", e.row or "", e.column or "")
            text = mask(e.text)
            shown = text if len(text) <= 60 else text[:59] + "…"
            self._line(f"      [dim]{escape('，'.join(p for p in parts if p))}：[/]{escape(shown)}")

    def _ledger(self, rows: Sequence[LedgerRow]) -> None:
        """How many rules ended how, and why some could not be decided; every rule if asked for."""
        counts = Counter(str(r.outcome) for r in rows)
        said = "，".join(f"{word} {counts[o]}" for o, word in OUTCOME.items() if counts[o])
        why = _undecided(rows)
        self._line(f"  [dim]规则：{said}{f'（{why}）' if why else ''}[/]")
        for row in rows if self._verbose else ():
            words = [self._titles.get(row.rule, ""), reason_words(row.reason), f"比对 {row.comparisons} 处" if row.comparisons else ""]
            self._line(f"    [dim]{OUTCOME[str(row.outcome)]} {row.rule} {escape('：'.join(w for w in words if w))}[/]")

    def _shared_ones(self) -> None:
        """What most documents of a layout share, once."""
        by_layout: dict[Layout, list[Shared]] = {}
        for s in self._shared.values():
            by_layout.setdefault(s.layout, []).append(s)
        for (region, year, kind, level), group in by_layout.items():
            when = f"{year} 年" if year else "年度不明"
            self._title(f"{region} {when}{LEVEL.get(level, '')}{KIND.get(str(kind), '')}：同一版式多数文件共有")
            for s in sorted(group, key=lambda s: -s.example.severity.rank):
                self._console.print(f"  {s.words}，例如：")
                self._finding(s.example)

    def _unread(self) -> None:
        """The files that were not checked, each with the reason."""
        statuses = self._counted.statuses
        places = [n for n, s in enumerate(statuses) if s is not DocumentStatus.CHECKED]
        if places:
            self._title(f"没有核对的文件 {len(places)} 个")
        for n in sorted(places, key=lambda n: statuses[n] is DocumentStatus.UNRECOGNISED):
            result = self._run.documents[n]
            self._line(f"[bold]{_unchecked(result)}[/]：{_why(result)}")
            self._problems(result)

    def _others(self, shown: set[int]) -> None:
        """A line for each file of which there is nothing to say but that it was checked."""
        places = [n for n, s in enumerate(self._counted.statuses) if s is DocumentStatus.CHECKED and n not in shown]
        if places:
            self._title(f"其余 {len(places)} 个文件")
        for n in places:
            result = self._run.documents[n]
            if result.together and result.together != result.sha256:
                said = f"与 {self._counted.names.get(result.together, '')} 合并核对"
            else:
                said = _outcome(result)
            notes = [f"注意：{remark_words(r)}" for r in result.summary.remarks] + [f"读取：{p}" for p in result.summary.problems]
            why = _undecided(result.ledger)
            tail = "".join(f"；{n}" for n in (*([f"无法核对：{why}"] if why else ()), *notes))
            self._line(f"{escape(heading(result))} [dim]{escape(result.path)}[/]：{escape(said)}[dim]{escape(tail)}[/]")

    def _summary(self, again: Mapping[str, int]) -> None:
        run = self._run
        statuses, counts, stored = Counter(map(str, self._counted.statuses)), self._counted.findings, self._counted.stored
        self._title("合计")
        self._line(
            f"文件 {len(run.documents)} 个：已核对 {statuses['checked']}，未能识别 {statuses['unrecognised']}，未能读取 {statuses['unreadable']}"
            + (f"；其中 {stored} 个没有变化，沿用已存的结果" if stored else "")
            + (f"；另有 {run.skipped} 个其他格式的文件未读" if run.skipped else "")
            + f"。规则集 {rule_set_version(run.rules)}，{len(run.rules)} 条规则"
        )
        for why, count in again.items():
            self._line(f"[dim]重新核对 {count} 个：{escape(why)}[/]")
        self._line("，".join(f"{s.label} {counts[s]} 处" for s in Severity) + f"；数字单元格读懂 {self._counted.cells[0]}/{self._counted.cells[1]}")
        if self._verbose and self._counted.slowest:
            slow = "，".join(f"{escape(path)} {seconds:.1f} 秒" for seconds, path in self._counted.slowest)
            self._line(f"[dim]最慢的文件：{slow}[/]")

    def _rules(self) -> None:
        """The ledger of the run: a row for every rule, those with something to look at first."""
        grid = Grid(box=None, pad_edge=False, header_style="dim")
        for title in ("规则", "内容"):
            grid.add_column(title)
        for title in (*OUTCOME.values(), "比对次数"):
            grid.add_column(title, justify="right", no_wrap=True)
        per_rule: dict[str, Counter[str]] = {}
        for result in self._run.documents:
            for row in result.ledger:
                counter = per_rule.setdefault(row.rule, Counter())
                counter[str(row.outcome)] += 1
                counter["comparisons"] += row.comparisons
        for rule, c in sorted(per_rule.items(), key=_gravity):
            cells = [str(c[outcome] or "") for outcome in (*OUTCOME, "comparisons")]
            grid.add_row(rule, self._titles.get(rule, ""), *cells, style="dim" if _gravity((rule, c))[2] else None)
        self._console.print(grid)


def _gravity(entry: tuple[str, Counter[str]]) -> tuple[bool, bool, bool, str]:
    rule, c = entry
    return (not c["crashed"], not c["fail"], not c["pass"] + c["not_evaluable"], rule)


def _unchecked(result: DocumentResult) -> str:
    return "未能读取" if result.status is DocumentStatus.UNREADABLE else "未能识别"


def _why(result: DocumentResult) -> str:
    """Path and reason of a file that was not checked, and how many tables and numbers it has."""
    summary = result.summary
    seen = f"。看到 {summary.tables} 张表，其中数字单元格 {summary.numbers} 个，都没有核对" if summary.tables else ""
    return f"{escape(result.path)}：{escape(result.reason or '')}{seen}"


def _read(result: DocumentResult) -> str:
    s = result.summary
    return f"已读取 {s.statements} 张表、识别 {s.tables_recognised} 张，{s.facts} 项数据、{s.claims} 处表述"


def _coverage(result: DocumentResult) -> str:
    c = result.summary.coverage
    return f"数字单元格读懂 {c.cells_understood}/{c.cells_numeric}，文字数字读懂 {c.prose_understood}/{c.prose_numbers}。"


def _outcome(result: DocumentResult) -> str:
    """How many comparisons, and what was found."""
    compared = sum(r.comparisons for r in result.ledger)
    counts = Counter(f.severity for f in result.findings)
    nothing = "读懂的太少，没有结论" if result.summary.coverage.is_low else "没有发现数据不符" if compared else "没有可以核对之处"
    return f"已核对 {compared} 处；" + ("，".join(f"{s.label} {counts[s]} 处" for s in Severity if counts[s]) or nothing)


def _undecided(rows: Iterable[LedgerRow]) -> str:
    """Why rules could not be decided, with how many for each reason: 缺少表格 7，栏目未识别 2."""
    counts = Counter(_reason(r) for r in rows if r.outcome in _UNDECIDED)
    return "，".join(f"{words} {n}" for words, n in counts.most_common())


def _reason(row: LedgerRow) -> str:
    return reason_term(row.reason) or OUTCOME[str(row.outcome)]
