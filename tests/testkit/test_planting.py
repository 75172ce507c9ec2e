"""Planted errors: one place changes, its value is really wrong, and the list says where."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import agree, coded_rows, total_row

from mingzhang.core.model.generated.blocks import Para, Slot
from mingzhang.core.testkit import KINDS, Generated, PageBreak, TableBlock, apply, changes, choose, generate
from mingzhang.core.testkit.generator import Form
from mingzhang.core.testkit.mutation.copying import COPIES, copied_in_prose
from mingzhang.core.testkit.mutation.mutants import Plan, run_plan
from mingzhang.core.testkit.mutation.mutate import new_amount, new_change, new_percent

FORMS = [("xinjiang", 2022, "budget"), ("xinjiang", 2024, "budget"), ("xinjiang", 2024, "final"), ("sichuan", 2023, "budget")]


def made(form: tuple[str, int, str], seed: int = 8) -> Generated:
    return generate(seed, *form)


def texts(g: Generated) -> list[object]:
    found: list[object] = []
    for b in g.blocks:
        if isinstance(b, TableBlock):
            found.append((b.title, b.unit))
            found.extend((r, c, t) for r, row in enumerate(b.grid) for c, t in enumerate(row))
        elif not isinstance(b, PageBreak):
            found.append(b.text)
    return found


def test_every_kind_occurs_in_some_form() -> None:
    found = Counter(c.kind for form in FORMS for c in changes(made(form)))
    assert set(found) == set(KINDS) - {"table_amount"}


@pytest.mark.parametrize("form", FORMS)
def test_each_change_strikes_one_place(form: tuple[str, int, str]) -> None:
    g = made(form)
    before = Counter(map(repr, texts(g)))
    for c in changes(g, 3)[::7]:
        after = Counter(map(repr, texts(apply(g, [c]))))
        lost, gained = before - after, after - before
        assert sum(lost.values()) == 1, c.description
        assert sum(gained.values()) == (0 if c.new is None else 1), c.description
        assert c.old in next(iter(lost))
        assert c.spot.table or c.spot.section
        assert c.description


def test_a_changed_child_breaks_its_parent() -> None:
    g = made(("xinjiang", 2024, "budget"))
    found = [c for c in changes(g, 1, ["table_child", "table_parent", "table_total"]) if c.spot.table == "单位支出总体情况表"]
    assert len(found) > 20
    for c in found:
        block = next(b for b in apply(g, [c]).blocks if isinstance(b, TableBlock) and b.title == c.spot.table)
        rows = list(coded_rows(block))
        sound = all(agree(a[0], a[1:], True) for _, a in rows)
        for parent, amounts in rows:
            parts = [a for code, a in rows if code.startswith(parent) and len(code) == len(parent) + 2]
            sound &= all(agree(v, [p[k] for p in parts], True) for k, v in enumerate(amounts) if parts)
        top = [a for code, a in rows if len(code) == 3]
        sound &= all(agree(v, [a[k] for a in top], True) for k, v in enumerate(total_row(block)))
        assert not sound, c.description


def test_facts_follow_the_changed_cell() -> None:
    g = made(("sichuan", 2023, "budget"))
    c = changes(g, 2, ["table_child"])[5]
    changed = [(a, b) for a, b in zip(g.facts, apply(g, [c]).facts, strict=True) if a != b]
    assert [b.value for _, b in changed] == [Decimal((c.new or "").replace(",", ""))]


def test_choose_takes_different_kinds_and_places() -> None:
    g = made(("xinjiang", 2024, "budget"))
    chosen = choose(g, 6, 4)
    assert len({c.kind for c in chosen}) == len({c.block for c in chosen}) == 6
    assert all(c.determined for c in chosen)
    assert choose(g, 6, 4) == chosen
    with pytest.raises(ValueError, match="were asked for"):
        choose(g, 50)
    with pytest.raises(ValueError, match="no such kind"):
        changes(g, 0, ["tabel_child"])


def test_two_changes_at_one_place_are_refused() -> None:
    g = made(("xinjiang", 2024, "budget"))
    c = choose(g, 1, kinds=["rate"])[0]
    with pytest.raises(ValueError, match="one place"):
        apply(g, [c, c])
    with pytest.raises(ValueError, match="does not"):
        apply(made(("sichuan", 2023, "budget")), [c])


@settings(max_examples=200, deadline=None)
@given(cents=st.integers(0, 10_000_000), seed=st.integers(0, 1000))
def test_new_values_are_wrong_beyond_rounding(cents: int, seed: int) -> None:
    old = Decimal(cents) / 100
    r = Random(seed)
    text = f"{old:.2f}"
    assert abs(Decimal(new_amount(text, r)) - old) >= max(Decimal("0.5"), old * Decimal("0.02"))
    assert abs(Decimal(new_change(text, r)) - old) > old / 2 + Decimal("0.5")
    rate = Decimal(new_percent(text, r))
    assert abs(rate - old) > 3
    assert len(new_amount(f"{old:,.2f}", r).partition(".")[2]) == 2


def test_a_copied_figure_is_one_that_the_document_prints_near_by() -> None:
    g = made(("xinjiang", 2024, "budget"))
    found = changes(g, 5, list(COPIES))
    assert {c.kind for c in found} == set(COPIES)
    for c in found:
        block = g.blocks[c.block]
        if isinstance(block, TableBlock) and c.cell and c.new:
            row, column = c.cell
            near = block.grid[row] if c.kind == "column_copied" else [line[column] for line in block.grid[row - 1 : row + 2]]
            assert c.new in near, c.description
        elif c.kind == "wrong_scale":
            assert c.old.endswith("万元")
            assert c.new and c.new.removesuffix("亿元").removesuffix("元") == c.old.removesuffix("万元")
        elif c.kind == "neighbour_copied":
            assert not isinstance(block, (PageBreak, TableBlock))
            assert c.new in block.text


def test_the_year_before_is_taken_with_the_direction_of_the_change() -> None:
    slots = (Slot("amount", 5, "120.00", True), Slot("direction", 18, "减少", True), Slot("change", 20, "30.00", True))
    text = "支出预算为120.00万元，比上年预算减少30.00万元。"
    slots = tuple(replace(s, start=text.index(s.text)) for s in slots)
    found = {kind: new for kind, slot, _, _, new in copied_in_prose(Para(text, slots), Random(1)) if slot is slots[0]}
    assert found["last_year_copied"] == "150.00"
    rising = Para(text.replace("减少", "增加"), (slots[0], replace(slots[1], text="增加"), slots[2]))
    assert "90.00" in {c[4] for c in copied_in_prose(rising, Random(1)) if c[0] == "last_year_copied"}
    assert not [c for c in copied_in_prose(Para("支出预算为120.00万元。", slots[:1]), Random(1)) if c[0] == "last_year_copied"]


def test_copied_figures_are_chosen_only_where_they_are_asked_for() -> None:
    g = made(("xinjiang", 2024, "budget"))
    assert not {c.kind for seed in range(5) for c in choose(g, 8, seed)} & set(COPIES)
    assert choose(g, 1, 1, ["column_copied"])[0].kind == "column_copied"


@pytest.mark.parametrize("kind", list(COPIES))
def test_copied_figures_are_noticed(kind: str) -> None:
    """A figure that stands beside the right one is no other reading of it."""
    (trial,) = run_plan(Plan((524,), per_kind=3, kinds=(kind,), forms=(Form("xinjiang", 2024, "budget"),), slips=False, form="text"))
    assert trial.mutants
    assert [m.change.description for m in trial.mutants if not m.loud] == []
