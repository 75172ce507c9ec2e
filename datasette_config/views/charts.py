"""Charts as SVG that the server draws: no script, no colour of its own (the sheet of the site has them), the numbers in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
_WIDTH, _LABEL, _BAR, _ROOM = 420, 64, 24, 14
_VALUE = 124
"""Room for the number behind the longest bar."""


def bars(groups: Sequence[tuple[str, Sequence[tuple[str, str, Decimal | None]]]]) -> Row | None:
    """The bars of a chart: of groups (a year) with series (class, label, value), None for what is not known.

    Lengths are shares of the greatest value; there is no chart of fewer than two values, of nothing but zeros, or with a negative one.
    A bar has ``x, y, width, height``, the class of its series and its text; a value that is not known has no bar and says so.
    """
    values = [v for _, series in groups for _, _, v in series if v is not None]
    if len(values) < 2 or min(values) < 0 or max(values) == 0:
        return None
    scale = Decimal(_WIDTH - _LABEL - _VALUE) / max(values)
    drawn, labels, y = [], [], _ROOM // 2
    for name, series in groups:
        labels.append({"y": y + _BAR * len(series) // 2, "text": name})
        for kind, label, value in series:
            width = Decimal(0) if value is None else (value * scale).quantize(Decimal("0.1"))
            text = "没有这项数据" if value is None else amount(value)
            drawn.append({
                "kind": kind, "y": y, "width": width, "height": _BAR - 4, "text": f"{label} {text}", "unknown": value is None,
                "text_x": _LABEL + width + 6, "text_y": y + _BAR // 2 + 3,
            })  # fmt: skip
            y += _BAR
        y += _ROOM
    return {"width": _WIDTH, "height": y - _ROOM // 2, "x": _LABEL, "bars": drawn, "labels": labels}


def amount(value: Decimal) -> str:
    """An amount with its digits in threes."""
    return f"{value:,f}"
