"""Mutation runs: what counts as noticed, what is counted, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import pytest
from click.testing import CliRunner

from mingzhang.cli import main
from mingzhang.core.model.checks.finding import Evidence, Finding, Role, Severity
from mingzhang.core.model.documents.document import Place
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.testkit import Change, Generated, Spot, changes, generate
from mingzhang.core.testkit.mutation.marks import mark_of, shows
from mingzhang.core.testkit.mutation.mutants import INSIDE, PINNED, Alarm, Mutant, Plan, Trial, checker, sample, slipped, try_document
from mingzhang.core.testkit.mutation.tally import Rate, Tally, as_json, lines


@pytest.fixture(scope="module")
def clean() -> Generated:
    return generate(2, "xinjiang", 2023)


def finding(message: str = "不一致。", *evidence: Evidence, rule: str = "some.rule", severity: Severity = Severity.ERROR) -> Finding:
    return Finding(rule, "规则", severity, message, "address", evidence)


def evidence(text: str, **where: str) -> Evidence:
    return Evidence(Role.OPERAND, text, Place(), **where)


def cell(new: str = "1,234.50", row: str = "210 卫生健康支出") -> Change:
    return Change("table_child", 0, (3, 4), 0, "1,000.00", new, True, Spot("支出总体情况表", row, "小计"))


def test_evidence_at_the_changed_cell_shows_it(clean: Generated) -> None:
    table = "表三 支出总体情况表"
    assert shows(finding("不一致。", evidence("1234.5", table=table)), mark_of(cell(), clean))
    assert shows(finding("不一致。", evidence("", table=table, row="卫生健康支出", column="小计")), mark_of(cell(), clean))
    assert not shows(finding("不一致。", evidence("1,000.00", table=table, row="卫生健康支出", column="项目支出")), mark_of(cell(), clean))
    assert not shows(finding("不一致。", evidence("1,234.50", table="收入总体情况表")), mark_of(cell(), clean))


def test_a_message_shows_the_value_but_not_a_part_of_another_number(clean: Generated) -> None:
    assert shows(finding("合计 1,234.50 与各项之和不一致。"), mark_of(cell(), clean))
    assert not shows(finding("合计 21,234.50 与各项之和不一致。"), mark_of(cell(), clean))
    assert not shows(finding("合计 1,234.507 与各项之和不一致。"), mark_of(cell(), clean))
    assert not shows(finding("第 2 行有 2 处不一致。"), mark_of(cell(new="2"), clean)), "a short number stands there by chance"


def test_prose_is_shown_by_its_own_sentence(clean: Generated) -> None:
    change = next(c for c in changes(clean, 1, ["prose_amount"]))
    text = getattr(clean.blocks[change.block], "text")  # noqa: B009
    start, new = change.start or 0, change.new or ""
    changed = text[:start] + new + text[start + len(change.old) :]
    assert shows(finding("不一致。", evidence(changed)), mark_of(change, clean))
    assert not shows(finding("不一致。", evidence(text)), mark_of(change, clean))


def test_slips_are_one_unit_of_the_last_digit(clean: Generated) -> None:
    found = slipped(clean, (), 4, 1)
    assert {c.kind for c in found} <= {*INSIDE, *PINNED}
    assert len({c.kind for c in found}) > 4
    for c in found:
        old, new = (t.replace(",", "").rstrip("%") for t in (c.old, c.new or ""))
        places = len(old.partition(".")[2]) if c.kind in ("rate", "share") else 2
        assert round(abs(float(new) - float(old)), 6) == round(10**-places, 6), c.description


def test_a_few_mutants(clean: Generated) -> None:
    """A whole trial: the document is clean, planted errors are noticed, slips are not held against it."""
    plan = Plan((2,), 1, ("table_parent", "share", "contents_removed", "title"), form="text")
    trial = try_document(partial(generate, 2, "xinjiang", 2023), plan, 2, checker(default_plugins(), "text"))
    assert trial.problem is None
    assert [a for a in trial.alarms if a.severity is not Severity.INFO] == []
    assert {m.change.kind for m in trial.mutants} == set(plan.kinds)
    assert [m.change.description for m in trial.mutants if not m.noticed] == []
    assert [m.change.description for m in trial.mutants if m.change.kind in ("table_parent", "share") and m.loud != 1] == []
    assert [m.change.description for m in trial.slips if m.graver and m.change.kind in INSIDE] == []
    assert trial.possible > len(trial.mutants)


def test_rules_that_are_silent_leave_survivors(clean: Generated) -> None:
    """Without rules nothing is noticed: what the unchanged document says already does not count."""
    result = replace(checker(default_plugins(), "text")(clean), findings=(finding("合计 5 与 6 不一致。"),), ledger=())
    plan = Plan((2,), 1, ("table_total", "rate"))
    trial = try_document(lambda rounding: clean, plan, 2, lambda generated: result)
    tally = Tally((trial,))
    assert tally.total == Rate(0, len(trial.mutants)) != Rate(0, 0)
    assert len(tally.survivors) == len(trial.mutants)
    assert [a.rule for a in tally.false_alarms] == ["some.rule"]
    assert not tally.holds(0.0), "a false alarm is enough to fail"


def test_the_tally_counts() -> None:
    def mutant(kind: str, *rules: str, elsewhere: tuple[str, ...] = (), graver: tuple[Alarm, ...] = ()) -> Mutant:
        return Mutant("d", replace(cell(), kind=kind), rules, elsewhere, graver, loud=len(rules))

    alarm = Alarm("d", "a", Severity.ERROR, "不一致")
    trial = Trial(
        "d", (), 10,
        (mutant("share", "a", "b"), mutant("share", "a"), mutant("rate", elsewhere=("b",)), mutant("title", "b")),
        (mutant("table_total", graver=(alarm,)), mutant("table_total"), mutant("rate", graver=(alarm,))),
        (cell(), cell()),
    )  # fmt: skip
    tally = Tally((trial,))
    assert tally.total == Rate(3, 4)
    assert tally.kinds == {"rate": Rate(0, 1), "share": Rate(2, 2), "title": Rate(1, 1)}
    assert [(r.rule, r.noticed, r.alone) for r in tally.rules] == [("a", Rate(2, 2), 1), ("b", Rate(2, 3), 1)]
    assert tally.undetermined_rate == Rate(2, 10)
    assert tally.inside == Rate(1, 2), "a rate is pinned by the amounts beside it"
    assert not tally.holds(0.5)
    assert Tally((replace(trial, slips=()),)).holds(0.75)
    assert not Tally((replace(trial, slips=()),)).holds(0.76)
    text = "\n".join(lines(tally))
    assert "3/4（75.0%）" in text
    assert "别处有新疑点：b" in text
    assert tally.findings_per_change == {0: 1, 1: 2, 2: 1}
    assert "0 条 1 处，1 条 2 处，2 条 1 处" in text
    assert json.loads(json.dumps(as_json(tally)))["survivors"][0]["elsewhere"] == ["b"]


def test_sampling_is_repeatable(clean: Generated) -> None:
    every = changes(clean, 3)
    assert sample(every, 2, 7) == sample(every, 2, 7)
    assert sample(every, 2, 7) != sample(every, 2, 8)


def test_command() -> None:
    run = CliRunner().invoke(
        main, ["testkit", "mutate", "--seeds", "2:3", "--per-kind", "1", "--kind", "share", "--no-slips", "--format", "text", "--json"]
    )
    found = json.loads(run.output)
    assert found["schema"] == "mingzhang.mutants/1"
    assert found["documents"] == found["kinds"]["share"]["of"] == 1
    assert run.exit_code == (0 if found["determined"]["hits"] == 1 and not found["false_alarms"] else 1)


@pytest.mark.parametrize("wrong", [["--kind", "nothing"], ["--seeds", "a:b"], ["--seeds", "3:3"], ["--region", "nowhere"]])
def test_wrong_arguments_are_one_line(wrong: list[str]) -> None:
    run = CliRunner().invoke(main, ["testkit", "mutate", *wrong])
    assert run.exit_code == 2
    assert isinstance(run.exception, SystemExit)
