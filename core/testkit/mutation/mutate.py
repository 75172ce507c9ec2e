"""New values for planted errors: wrong beyond what rounding explains, in the print of the old ones."""

from __future__ import annotations

from decimal import Decimal
from random import Random


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _printed(value: Decimal, like: str, grouped: bool = False) -> str:
    """``value`` with the decimals of ``like``, thousands separated if ``like`` does or its document does."""
    shown = value.quantize(Decimal(1).scaleb(-_decimals(like)))
    return f"{shown:,f}" if grouped or "," in like else f"{shown:f}"


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def new_amount(text: str, r: Random, grouped: bool = False) -> str:
    """Another amount: two digits swapped, a slip of the point, or simply another; off by 0.5 and 2 % at least."""
    old = _value(text)
    least = max(Decimal("0.5"), abs(old) * Decimal("0.02"))
    digits = [c for c in text if c.isdigit()]
    candidates = []
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1] and not (i == 0 and digits[1] == "0"):
            swapped = [*digits[:i], digits[i + 1], digits[i], *digits[i + 2 :]]
            candidates.append(Decimal("".join(swapped)).scaleb(-_decimals(text)))
    candidates += [old * 10, old / 10] if old else []
    offset = Decimal(r.randint(100, 3000)) / 100
    candidates += [old + max(offset, least * 2), old + max(Decimal(r.randint(1, 9)), least * 2)]
    fitting = [c for c in candidates if abs(c.quantize(Decimal(1).scaleb(-_decimals(text))) - old) >= least]
    return _printed(r.choice(fitting), text, grouped)


def new_change(text: str, r: Random) -> str:
    """Another amount of change, far enough that no rounding of the rate beside it allows it."""
    return _printed(_value(text) * 2 + Decimal(r.randint(100, 900)) / 100, text if "." in text else text + ".0")


def new_percent(text: str, r: Random) -> str:
    """Another percentage: more than half as much again and over three points off, or for high ones lower."""
    old = _value(text)
    offset = 3 + Decimal(r.randint(10, 490)) / 100
    new = old * Decimal("1.6") + offset if abs(old) < 55 or abs(old) > 100 else old / Decimal("1.6") - offset
    return _printed(-new if old < 0 and new > 0 else new, text if "." in text else text + ".00")


def new_count(text: str, r: Random) -> str:
    """Another count of the same print."""
    return str(int(Decimal(text)) + r.randint(1, 4)) + ("." + "0" * _decimals(text) if _decimals(text) else "")


def swapped_direction(text: str) -> str:
    """The opposite direction word."""
    return {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}[text]
