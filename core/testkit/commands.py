"""``mingzhang testkit``: tools for authors of rules and regions."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from ..messages import tr

if TYPE_CHECKING:
    from .mutation.tally import Tally

DETECTED = 0.97
"""Share of determined changes that the rules shall notice."""
SAME = 0.99
"""Share of variations out of which the same facts shall come."""


@click.group(help=tr("Tools for authors of rules and regions.", "规则和地区包作者的工具。"))
def testkit() -> None:
    """The group that the commands below belong to."""


def _seeds(context: click.Context, parameter: click.Parameter, value: str) -> range:
    first, colon, last = value.partition(":")
    try:
        found = range(int(first), int(last)) if colon else range(int(first), int(first) + 1)
    except ValueError as error:
        raise click.BadParameter(tr(f"{value!r} is not like 0:20", f"“{value}”应写作 0:20")) from error
    if not found or found.start < 0:
        raise click.BadParameter(tr(f"{value!r} has no seeds", f"“{value}”没有种子"))
    return found


@testkit.command(
    help=tr(
        "Put errors into clean generated disclosures, or into the FILES, one at a time, and count what is noticed.",
        "在虚构公开件（或所给的文件）中逐处改错，统计发现率。",
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--seeds", default="0:20", show_default=True, metavar="A:B", callback=_seeds, help=tr("Documents to make.", "种子范围。"))
@click.option(
    "--per-kind", type=click.IntRange(1), default=3, show_default=True, help=tr("Changes of each kind in a document.", "每份每种改动数。")
)
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help=tr("Only changes of this kind.", "只做这种改动。"))
@click.option("--region", metavar="ID", help=tr("Only documents of this region.", "只用这个地区的文件。"))
@click.option("--year", type=int, help=tr("Only documents of this year.", "只用这个年度的文件。"))
@click.option(
    "--format", "form", type=click.Choice(["docx", "text"]), default="docx", show_default=True, help=tr("How they are drawn.", "文件形式。")
)
@click.option("--slips/--no-slips", default=True, show_default=True, help=tr("Also change last digits by one.", "也做末位差一的改动。"))
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help=tr("Documents at the same time.", "同时核对的文件数。"))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.mutants/1).", "输出 JSON。"))
@click.option(
    "--measured",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("Write what was measured of each rule to this CSV file.", "把每条规则的实测结果写入此 CSV 文件。"),
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 1),
    default=DETECTED,
    show_default=True,
    help=tr("Share below which the status is 1.", "发现率低于此数时退出状态为 1。"),
)
@click.pass_context
def mutate(
    context: click.Context, files: tuple[Path, ...], seeds: range, per_kind: int, kinds: tuple[str, ...], region: str | None, year: int | None,
    form: str, slips: bool, jobs: int, as_json: bool, measured: Path | None, fail_under: float,
) -> None:  # fmt: skip
    """Status 1: less than ``--fail-under`` noticed, or an error or warning on an unchanged document, or on a slip."""
    from ..plugins.manager import Plugins
    from .generator import forms
    from .mutation import real
    from .mutation.mutants import Plan, run_plan
    from .mutation.planting import KINDS
    from .mutation.tally import Tally, measured_csv

    if unknown := set(kinds) - set(KINDS):
        raise click.BadParameter(f"{', '.join(sorted(unknown))}; {', '.join(KINDS)}", param_hint="--kind")
    state = context.find_root().obj
    folder, disabled = getattr(state, "plugins_dir", None), tuple(getattr(state, "disabled", ()))
    plugins = Plugins(Path(folder) if folder else None, disabled)
    if files:
        every = [p for f in files for p in ([f] if f.is_file() else sorted(f.rglob("*"))) if p.is_file()]
        found = (real.try_document(path, plugins, per_kind, kinds) for path in every)
        _shown(Tally(tuple(t for t in found if t is not None)), as_json, fail_under)
    chosen = tuple(f for f in forms(plugins.generators) if region in (None, f.region) and year in (None, f.year))
    if not chosen:
        have = ", ".join(plugins.generators) or tr("none", "无")
        raise click.UsageError(tr(f"no generator writes such documents; regions: {have}", f"没有生成器写这样的文件；地区：{have}"))
    plan = Plan(tuple(seeds), per_kind, kinds, chosen, slips, form)
    tally = Tally(tuple(run_plan(plan, Path(folder) if folder else None, disabled, jobs)))
    if measured:
        measured.write_text(measured_csv(tally, plugins.rules), encoding="utf-8")
    _shown(tally, as_json, fail_under)


def _shown(tally: Tally, as_json: bool, fail_under: float) -> NoReturn:
    from .mutation.tally import as_json as tally_json
    from .mutation.tally import lines

    if as_json:
        click.echo(json.dumps(tally_json(tally), ensure_ascii=False, indent=1))
    else:
        for line in lines(tally):
            click.echo(line)
    sys.exit(0 if tally.holds(fail_under) else 1)


@testkit.command(
    help=tr(
        "Put generated disclosures into other forms that say the same (words, captions, tables, pages, files) and compare facts, findings and a planted error.",
        "把虚构公开件换成意思相同的其他写法（措辞、表名、表格、分页、文件），比对事实、提示和植入的错误。",
    )
)
@click.option("--seeds", default="0:12", show_default=True, metavar="A:B", callback=_seeds, help=tr("Documents to make.", "种子范围。"))
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help=tr("Only variations of this kind.", "只做这种变体。"))
@click.option("--limit", type=click.IntRange(1), help=tr("At most so many variations.", "变体数上限。"))
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help=tr("Documents at the same time.", "同时核对的文件数。"))
@click.option("--list", "only_list", is_flag=True, help=tr("List the kinds.", "列出变体种类。"))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.variations/1).", "输出 JSON。"))
@click.option(
    "--fail-under", type=click.FloatRange(0, 1), default=SAME, show_default=True,
    help=tr("Share of variations with the same facts below which the status is 1.", "事实相同的变体低于此比例时退出状态为 1。"),
)  # fmt: skip
@click.pass_context
def vary(
    context: click.Context,
    seeds: range,
    kinds: tuple[str, ...],
    limit: int | None,
    jobs: int,
    only_list: bool,
    as_json: bool,
    fail_under: float,
) -> None:
    """Status 1: too few with the same facts, or more than one false error or warning in a thousand."""
    from .variation.report import as_json as report_json
    from .variation.report import holds, lines, tally
    from .variation.run import Plan, _plugins, known_kinds, run

    state = context.find_root().obj
    folder, disabled = getattr(state, "plugins_dir", None), tuple(getattr(state, "disabled", ()))
    known = known_kinds(_plugins(folder, disabled))
    if only_list:
        for k in known:
            click.echo(f"{k.family:10} {k.id:24} {k.title}")
        return
    try:
        tallies = tally(run(Plan(seeds, kinds, limit), folder, disabled, jobs))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--kind") from error
    if as_json:
        click.echo(json.dumps(report_json(tallies, known), ensure_ascii=False, indent=1))
    else:
        for line in lines(tallies, known):
            click.echo(line)
    sys.exit(0 if holds(tallies, fail_under, 1.0) else 1)


@testkit.command(
    help=tr(
        "Make an anonymised fixture of a real document: other names and words, amounts that add up as before.",
        "由真实文件生成匿名的测试件：换去名称和文句，金额关系不变。",
    )
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--seed", type=int, default=1, show_default=True, help=tr("Other seeds give other names.", "换一个种子换一套名称。"))
@click.option("--region", metavar="ID", help=tr("Region pack to use.", "指定地区包。"))
@click.pass_context
def fixture(context: click.Context, file: Path, target: Path, seed: int, region: str | None) -> None:
    """TARGET ends in .docx or .txt; a .json of the same name says what was replaced and which findings differ. Status 1: new findings."""
    from ..plugins.manager import Plugins
    from .fixture.make import DRAW, FixtureError, fixture_json, make_fixture

    draw = DRAW.get(target.suffix.lstrip("."))
    if draw is None:
        raise click.UsageError(tr(f"{target}: write a .docx or a .txt", f"{target}：请写作 .docx 或 .txt"))
    state = context.find_root().obj
    try:
        made = make_fixture(file, Plugins(getattr(state, "plugins_dir", None), getattr(state, "disabled", ())), seed, region)
    except FixtureError as error:
        raise click.ClickException(str(error)) from error
    target.parent.mkdir(parents=True, exist_ok=True)
    draw(made.rebuilt, target)
    report = fixture_json(made)
    target.with_suffix(".json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    click.echo(
        tr("Read it before you publish it: names that no list knows may still stand in it.", "公开前请通读：名单不认识的名称可能仍在其中。")
    )
    for key in ("body", "names_replaced", "sentences_replaced", "facts", "findings", "lost", "new"):
        click.echo(f"{key}: {report[key]}")
    sys.exit(0 if made.faithful else 1)


@testkit.command(
    help=tr(
        "Hold a result against the conformance suite; without one, check the suite with the installed rules.",
        "用合规测试集检验一份核对结果；不给结果时用已装的规则核对测试集。",
    )
)
@click.argument("suite", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("result", type=click.File(encoding="utf-8"), required=False)
@click.option("--write", is_flag=True, help=tr("Make the suite anew.", "重新生成测试集。"))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON.", "输出 JSON。"))
@click.pass_context
def conformance(context: click.Context, suite: Path, result: TextIO | None, write: bool, as_json: bool) -> None:
    """RESULT: what a tool says of the documents, in the form mingzhang.check/1. Status 1: something is otherwise."""
    from ..plugins.manager import Plugins
    from .suites.conformance import LIST, check_suite, judge, verdict_lines, write_suite

    state = context.find_root().obj
    plugins = Plugins(getattr(state, "plugins_dir", None), getattr(state, "disabled", ()))
    if write:
        for path in write_suite(suite, plugins):
            click.echo(path)
        return
    try:
        wanted = json.loads((suite / LIST).read_text(encoding="utf-8"))
        given = json.load(result) if result else check_suite(suite, plugins)
        verdicts = list(judge(wanted, given))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise click.ClickException(
            tr(
                f"{suite}: not a suite, or the result is not mingzhang.check/1 ({error!r})",
                f"{suite}：不是测试集，或结果不是 mingzhang.check/1（{error!r}）",
            )
        ) from error
    if as_json:
        click.echo(json.dumps([asdict(v) for v in verdicts], ensure_ascii=False))
    else:
        for line in verdict_lines(verdicts):
            click.echo(line)
    sys.exit(0 if all(v.passed for v in verdicts) else 1)
