"""A review of a region for people at a terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from ..messages import tr
from ..model.results.result import DocumentStatus
from ..model.results.words import KIND, LEVEL, OUTCOME, SEVERITY
from .review import FileReview, Review

_UNREAD = 12
_KNOWN_BY = {
    "title": ("title", "题名"),
    "pattern": ("pattern", "题名模式"),
    "form": ("form", "表单栏目"),
    "fingerprint": ("fingerprint", "表头"),
}


def percent(part: int, whole: int) -> str:
    """A share for people, or a dash where there is nothing to share."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def print_review(console: Console, review: Review) -> None:
    """File by file, then what concerns all of them."""
    for file in review.files:
        _print_file(console, file)
    console.print()
    console.rule(escape(f"{review.region} {review.version}"), align="left", style="dim")
    for group, statement in review.missing:
        console.print(
            tr(f"[red]no sample has[/] {escape(statement)} ({group})", f"[red]样本中没有必备表[/] {escape(statement)}（{group}）")
        )
    _print_rules(console, review)
    (cells, numeric), (prose, numbers) = review.cells, review.prose
    console.print(
        tr(
            f"understood: {cells} of {numeric} numeric cells of statements ({percent(cells, numeric)}), "
            f"{prose} of {numbers} numbers of the prose ({percent(prose, numbers)})",
            f"读懂：报表数字单元格 {cells}/{numeric}（{percent(cells, numeric)}），文字数字 {prose}/{numbers}（{percent(prose, numbers)}）",
        ),
        soft_wrap=True,
    )


def _print_file(console: Console, file: FileReview) -> None:
    console.print()
    console.rule(escape(PurePath(file.path).name), align="left", style="dim")
    if file.status != DocumentStatus.CHECKED:
        console.print(f"[red]{escape(file.reason or file.status)}[/]", soft_wrap=True)
        return
    chinese = f"{file.fiscal_year} 年{LEVEL.get(file.level or '', '')}{KIND.get(file.kind or '', '')}"
    who = tr(f"{file.kind} {file.level} {file.fiscal_year}", chinese)
    (cells, numeric), (prose, numbers) = file.cells, file.prose
    console.print(
        f"{who}  {cells}/{numeric} ({percent(cells, numeric)})  {tr('prose', '文字')} {prose}/{numbers} ({percent(prose, numbers)})"
    )
    grid = Grid(box=None, pad_edge=False, header_style="dim")
    for title in (tr("table", "表"), tr("statement", "报表"), tr("known by", "依据"), tr("layout", "版式"), tr("numbers", "数字")):
        grid.add_column(title, overflow="fold")
    for s in file.statements:
        known = tr(*_KNOWN_BY[s.known_by]) if s.known_by else ""
        statement = s.statement or f"[red]{tr('unknown title', '不认识的题名')}[/]"
        grid.add_row(escape(s.title), statement, known, s.layout, f"{s.understood}/{s.numeric}" if s.numeric else "")
    console.print(grid)
    unnamed = {(table, header) for table, header, _ in file.unnamed_headers}
    for table, header, count in file.unknown_headers:
        words = tr(f"{count} unread under", f"{count} 个数字没有读懂，表头")
        why = tr(" (no measure names it)", "（没有对应的指标）") if (table, header) in unnamed else ""
        console.print(f"  [yellow]{words}[/] “{escape(header)}”{why} {escape(table)}", soft_wrap=True)
    _print_wrong(console, file)
    prose_unread = [u for u in file.unread if " / " not in u[1]]
    for text, where, _ in prose_unread[:_UNREAD]:
        console.print(f"  [dim]{tr('unread', '没有读懂')}[/] {escape(text)}  [dim]{escape(where[:80])}[/]", soft_wrap=True)
    if len(prose_unread) > _UNREAD:
        more = len(prose_unread) - _UNREAD
        console.print(f"  [dim]{tr(f'and {more} more (--json)', f'另有 {more} 处（见 --json）')}[/]")


def _print_wrong(console: Console, file: FileReview) -> None:
    """What was read, but probably not as it is meant."""
    lines: list[str] = []
    for table, header, measure in file.guessed_headers:
        lines.append(tr(f"[yellow]guessed[/] “{escape(header)}” is {measure} by its last word alone {escape(table)}",
                        f"[yellow]推断[/] 只凭末尾的词把“{escape(header)}”读作 {measure} {escape(table)}"))  # fmt: skip
    for table, label in file.unknown_rows:
        lines.append(tr(f"[yellow]row without an item[/] “{escape(label)}” {escape(table)}",
                        f"[yellow]行没有对应的事项[/] “{escape(label)}” {escape(table)}"))  # fmt: skip
    for rule, severity, message in file.failing:
        lines.append(tr(f"[yellow]fails[/] {rule} ({severity}) {escape(message)}",
                        f"[yellow]不符[/] {rule}（{SEVERITY[severity]}）{escape(message)}"))  # fmt: skip
    for line in lines:
        console.print(f"  {line}", soft_wrap=True)


def _print_rules(console: Console, review: Review) -> None:
    outcomes: Counter[str] = Counter()
    for counts in review.rules.values():
        outcomes.update(counts)
    dead = sorted(r for r, counts in review.rules.items() if not counts.get("pass") and not counts.get("fail"))
    console.print(
        tr(
            f"rules: {review.total_rules} loaded, {len(review.rules)} in scope; outcomes: "
            + ", ".join(f"{n} {o}" for o, n in sorted(outcomes.items())),
            f"规则：已加载 {review.total_rules} 条，适用 {len(review.rules)} 条；结果："
            + "，".join(f"{OUTCOME[o]} {n}" for o, n in sorted(outcomes.items())),
        ),
        soft_wrap=True,
    )
    if dead:
        console.print(tr("  never compared anything: ", "  没有作过比对：") + ", ".join(dead), soft_wrap=True)
