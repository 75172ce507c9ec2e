"""The unit of a performance form's money is the one that the form prints, and no other."""

from __future__ import annotations

import pytest

from mingzhang.core.understanding.performance.funds import _unit_of_form


@pytest.mark.parametrize(
    ("labels", "unit"),
    [
        ([["项目资金（元）", "年度资金申请总额", "4,100,000.00"]], "元"),
        ([["年度资金总额（万元）", "12.50"]], "万元"),
        ([["单位：万元"], ["年度资金总额", "12.50"]], "万元"),
        ([["年度资金总额", "12.50"]], None),
        ([["项目资金（元）"], ["成本（万元）"]], None),
    ],
)
def test_the_unit_is_printed_or_unknown(labels, unit):
    assert _unit_of_form(labels) == unit
