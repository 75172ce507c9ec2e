"""Why a document was read, understood and checked the way it was (``mingzhang check --explain``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from rich.console import Console
from rich.markup import escape

from ..checking.engine import Selection
from ..messages import tr
from ..model.checks.finding import LedgerRow, Outcome, Reason
from ..model.checks.rule import Rule
from ..model.disclosures.disclosure import Disclosure, Identity
from ..model.disclosures.region import region_of_division
from ..model.results.result import DocumentResult, RunResult
from ..model.results.words import OUTCOME, reason_words
from ..plugins.manager import Plugins
from ..run.options import Options
from ..understanding.identity import NATIONAL
from ..understanding.tables.recognise import recognise

_PAGES = re.compile(r"(\w+)\(p([\d,p]+)\)")


@dataclass(frozen=True, slots=True)
class PageWay:
    """A page that was not read by the engine of the others, or that another engine had a look at."""

    page: int
    engine: str
    why: str


@dataclass(frozen=True, slots=True)
class RecognisedTable:
    """A table, the statement it was taken for (null: none) and by what: title, pattern, form, fingerprint."""

    title: str
    statement: str | None
    known_by: str | None
    layout: str


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule with its outcome, and why it was not used or could not decide."""

    rule: str
    outcome: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was used for one document, and why. What is not known is null."""

    path: str
    status: str
    reason: str | None
    parser: str | None
    parser_plugin: str | None
    parser_why: str | None
    engine: str | None
    pages: tuple[PageWay, ...]
    problems: tuple[str, ...]
    region: str | None
    region_plugin: str | None
    region_why: str | None
    pack: str | None
    verified: bool | None
    tables: tuple[RecognisedTable, ...]
    rules: tuple[RuleUse, ...]
    timeout: float | None
    memory: int | None

    def as_json(self) -> dict[str, Any]:
        """The object that stands in ``explanations`` of mingzhang.check/1."""
        return asdict(self)


def explain(run: RunResult, plugins: Plugins, options: Options) -> list[Explanation]:
    """An explanation for every document of a run."""
    return [_explain(r, run.rules, plugins, options) for r in run.documents]


def _explain(result: DocumentResult, rules: Iterable[Rule], plugins: Plugins, options: Options) -> Explanation:
    d, document = result.disclosure, result.document
    region = d.identity.region if d else None
    return Explanation(
        path=result.path,
        status=str(result.status),
        reason=result.reason,
        parser=result.parser,
        parser_plugin=plugins.owner("parser", result.parser) if result.parser else None,
        parser_why=_parser_why(result, plugins),
        engine=result.engine,
        pages=tuple(_pages(result)),
        problems=document.problems if document else (),
        region=region,
        region_plugin=plugins.owner("region", region) if region else None,
        region_why=_region_why(d.identity, plugins, options) if d else None,
        pack=d.pack_version if d else None,
        verified=plugins.regions[region].remark(d.identity) is None if d and region else None,
        tables=tuple(_tables(d, plugins)) if d else (),
        rules=tuple(_rules(result.ledger, {r.id: r for r in rules}, d.identity, options.selection)) if d else (),
        timeout=options.timeout,
        memory=options.memory,
    )


def _parser_why(result: DocumentResult, plugins: Plugins) -> str | None:
    """By suffix, or by content where the suffix is that of another format or of none."""
    parser = next((p for p in plugins.parsers if p.id == result.parser), None)
    if parser is None:
        return None
    suffix = PurePath(result.path).suffix.lower()
    if suffix in parser.suffixes:
        return tr(f"the suffix {suffix} and the content are of its format", f"后缀 {suffix} 和内容都是这种格式")
    return tr(f"the content is of its format, although the suffix is {suffix or 'missing'}", f"内容是这种格式，但后缀是 {suffix or '空'}")


def _pages(result: DocumentResult) -> Iterable[PageWay]:
    """Pages with a doubt about the first reading; those of an engine that read only some pages."""
    if result.document is None:
        return
    others = {int(n): m[1] for m in _PAGES.finditer(result.engine or "") for n in re.findall(r"\d+", m[2])}
    first = "fast" if (result.engine or "").startswith("fast") else result.engine or ""
    for page in result.document.pages:
        if page.doubt or page.number in others:
            why = page.doubt or page.problem or ""
            yield PageWay(page.number, others.get(page.number, first), why)


def _region_why(who: Identity, plugins: Plugins, options: Options) -> str:
    if options.region:
        return tr("named by --region or in mingzhang.toml", "由 --region 或 mingzhang.toml 指定")
    code, name = who.division_code, who.division_name or ""
    if code is None:
        return tr(
            "no division was recognised in the body's name, so the national minimum is used",
            "单位名称中没有认出行政区划，用全国通用的最低要求",
        )
    region = region_of_division(code, plugins.regions.values())
    if region is None or who.region == NATIONAL:
        return tr(
            f"no region that is loaded claims the division {code} {name}, so the national minimum is used",
            f"已加载的地区包都不含行政区划 {code} {name}，用全国通用的最低要求",
        )
    prefix = max((p for p in region.divisions if code.startswith(p)), key=len)
    words = tr(f"the division {code} {name} begins with {prefix}", f"行政区划 {code} {name} 以 {prefix} 开头")
    if prefix in plugins.choices.divisions:
        words += tr(", chosen under [divisions] in mingzhang.toml", "，由 mingzhang.toml 的 [divisions] 选定")
    elif conflict := plugins.errors.get(f"division {prefix}"):
        words += f"; {conflict}"
    if region.id in plugins.choices.regions:
        words += tr(", its plugin chosen under [regions] in mingzhang.toml", "，插件由 mingzhang.toml 的 [regions] 选定")
    elif conflict := plugins.errors.get(f"region {region.id}"):
        words += f"; {conflict}"
    return words


def _tables(d: Disclosure, plugins: Plugins) -> Iterable[RecognisedTable]:
    for s in d.statements:
        known = recognise(s.table, plugins.regions[d.identity.region])
        yield RecognisedTable(s.title, known[0].id if known else None, str(known[1]) if known else None, s.layout)


def _rules(ledger: Iterable[LedgerRow], rules: dict[str, Rule], who: Identity, selection: Selection) -> Iterable[RuleUse]:
    for row in ledger:
        why = row.reason
        if row.reason == Reason.NOT_SELECTED:
            why = _not_selected(row.rule, selection)
        elif row.reason == Reason.OUT_OF_SCOPE and row.rule in rules:
            why = _out_of_scope(rules[row.rule], who)
        yield RuleUse(row.rule, str(row.outcome), why)


def _not_selected(rule: str, selection: Selection) -> str:
    if Selection(select=selection.select).chooses(rule):
        return tr(f"not selected: ignored by {', '.join(selection.ignore)}", f"未选用：被 {'、'.join(selection.ignore)} 排除")
    return tr(f"not selected: only {', '.join(selection.select)}", f"未选用：只运行 {'、'.join(selection.select)}")


def _out_of_scope(rule: Rule, who: Identity) -> str:
    """The first part of the scope that the document is outside of."""
    scope = rule.scope
    parts = (
        (tr("regions", "地区"), scope.regions, who.region),
        (tr("kinds", "类别"), scope.kinds, who.kind),
        (tr("levels", "层级"), scope.levels, who.level),
    )
    for words, allowed, mine in parts:
        if allowed and mine not in allowed:
            return tr(f"out of scope: {words} {', '.join(sorted(allowed))}", f"不在适用范围：{words} {'、'.join(sorted(allowed))}")
    first, last = scope.years
    years = f"{first or ''}–{last or ''}"
    return tr(f"out of scope: years {years}", f"不在适用范围：年度 {years}")


def print_explanation(console: Console, e: Explanation) -> None:
    """An explanation for people at a terminal."""

    def say(english: str, chinese: str, text: str) -> None:
        console.print(f"  [dim]{tr(english, chinese)}[/] {escape(text)}", soft_wrap=True)

    console.print()
    console.rule(escape(tr(f"why: {e.path}", f"依据：{e.path}")), align="left", style="dim")
    if e.reason:
        say("status", "状态", f"{e.status}: {e.reason}")
    if e.parser:
        say("parser", "解析", f"{e.parser} ({e.parser_plugin}): {e.parser_why}")
    if e.engine:
        say("engine", "读取方式", e.engine)
    for page in e.pages:
        say("page", "页", f"{page.page}: {page.engine}: {page.why}")
    for problem in e.problems:
        say("problem", "问题", problem)
    if e.region:
        say("region", "地区", f"{e.region} ({e.region_plugin}): {e.region_why}")
        verified = (
            tr("verified for this year and kind", "已按此年度和类别验证")
            if e.verified
            else tr("not verified for this year and kind", "未按此年度和类别验证")
        )
        say("pack", "地区包", f"{e.pack}, {verified}")
    for table in e.tables:
        known = f"{table.statement} ({tr('by', '按')} {table.known_by}, {table.layout})" if table.statement else tr("not known", "不认识")
        say("table", "表", f"{table.title}: {known}")
    _print_rules(console, e)
    no = tr("none", "无")
    say(
        "limits",
        "限制",
        f"{tr('time', '时间')} {f'{e.timeout:g} s' if e.timeout else no}, {tr('memory', '内存')} {f'{e.memory} MiB' if e.memory else no}",
    )


def _print_rules(console: Console, e: Explanation) -> None:
    """Counts of what was used, and every rule that was not, with the reason."""
    if not e.rules:
        return
    unused = [r for r in e.rules if r.outcome == Outcome.NOT_APPLICABLE]
    counts = Counter(r.outcome for r in e.rules)
    used = ", ".join(f"{n} {tr(o, OUTCOME[o])}" for o, n in sorted(counts.items()))
    console.print(f"  [dim]{tr('rules', '规则')}[/] {used}", soft_wrap=True)
    reasons: dict[str, list[str]] = {}
    for r in unused:
        reasons.setdefault(r.why or "", []).append(r.rule)
    for why, ids in reasons.items():
        console.print(f"    [dim]{escape(tr(why, reason_words(why)))}:[/] {', '.join(ids)}", soft_wrap=True)
    for r in e.rules:
        if r.outcome in (Outcome.NOT_EVALUABLE, Outcome.CRASHED):
            console.print(
                f"    [dim]{tr(r.outcome, OUTCOME[r.outcome])} {r.rule}: {escape(tr(r.why or '', reason_words(r.why)))}[/]", soft_wrap=True
            )
