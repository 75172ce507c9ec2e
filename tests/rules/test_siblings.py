"""Parts of a part in a list are found whatever shortcut is taken: as the definition finds them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mingzhang import Figure
from mingzhang.core.model.checks.compare import compare_sum
from mingzhang.rules.common.prose.listed import _siblings

FIGURES = st.builds(
    lambda value, decimals, unit: Figure(Decimal(value).scaleb(-decimals), unit, decimals, str(value)),
    st.integers(-5, 60), st.integers(0, 2), st.sampled_from(["万元", "万元", "万元", "元", None, "%"]),
)  # fmt: skip


def by_definition(items: list[tuple[int, Figure]]) -> list[tuple[int, Figure]]:
    for k in range(len(items)):
        for n in range(k + 2, len(items)):
            if not compare_sum(items[k][1], [f for _, f in items[k + 1 : n + 1]]).differs:
                return by_definition([*items[: k + 1], *items[n + 1 :]])
    return items


@given(st.lists(FIGURES, max_size=8))
def test_siblings_are_what_their_definition_says(figures: list[Figure]) -> None:
    items = list(enumerate(figures))
    assert _siblings(items) == by_definition(items)  # type: ignore[arg-type]
