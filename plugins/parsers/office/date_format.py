"""Dates and times as a spreadsheet prints them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

_QUIET = re.compile(r'"[^"]*"?|[\\!].|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_DATE_LETTER = re.compile(r"[ymdhs]|aaa|上午", re.IGNORECASE)
_NUMBER_PLACE = re.compile(r"[#?@]|(?<![s.])0|General|G/通用", re.IGNORECASE)
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|'
    r"(?P<half>AM/PM|A/P|上午/下午)|(?P<year>y+|e+)|(?P<month>m+)|(?P<day>d+)|(?P<weekday>a{3,4})|(?P<hour>h+)|(?P<second>s+)|"
    r"\.(?P<fraction>0+)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_LAST_DAY = 2958465
"""31 December 9999 as a serial number."""


def is_date(code: str) -> bool:
    """Whether a section of a format code prints a date or a time."""
    bare = _QUIET.sub("", code)
    return bool(_DATE_LETTER.search(bare)) and not _NUMBER_PLACE.search(bare)


def _moment(serial: Decimal, date1904: bool) -> datetime | None:
    if not 0 <= serial <= _LAST_DAY:
        return None
    # The 1900 calendar has a 29 February 1900 that never was.
    start = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31) if serial < 60 else datetime(1899, 12, 30)
    try:
        return start + timedelta(seconds=round(float(serial) * 86400))
    except (OverflowError, InvalidOperation):
        return None


def render_date(serial: Decimal, code: str, date1904: bool = False) -> str | None:
    """The print of a serial number under a date format; None where it is no date (a spreadsheet prints ####)."""
    moment = _moment(serial, date1904)
    if moment is None:
        return None
    parts = [(m.lastgroup, m[m.lastgroup] if m.lastgroup else "") for m in _PART.finditer(code)]
    twelve = any(kind == "half" for kind, _ in parts)
    out: list[str] = []
    for i, (kind, text) in enumerate(parts):
        if kind == "month" and _is_minute(parts, i):
            out.append(_padded(moment.minute, len(text)))
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0].lower()]
            out.append(_padded(int(serial * 86400) // unit, len(text)))
        elif kind is not None:
            out.append(_piece(moment, kind, text, twelve))
    return "".join(out).strip()


def _is_minute(parts: list[tuple[str | None, str]], i: int) -> bool:
    """An m after an hour or before a second is a minute, else a month."""
    timed = [(j, kind) for j, (kind, _) in enumerate(parts) if kind in ("year", "month", "day", "hour", "second", "elapsed")]
    position = next(n for n, (j, _) in enumerate(timed) if j == i)
    before = timed[position - 1][1] if position else None
    after = timed[position + 1][1] if position + 1 < len(timed) else None
    return before in ("hour", "elapsed") or after == "second"


def _padded(number: int, width: int) -> str:
    return f"{number:02d}" if width > 1 else str(number)


def _piece(moment: datetime, kind: str, text: str, twelve: bool) -> str:
    width = len(text)
    match kind:
        case "year":
            return f"{moment.year % 100:02d}" if text[0] in "yY" and width <= 2 else f"{moment.year:04d}"
        case "month":
            return moment.strftime("%b" if width == 3 else "%B") if width > 2 else _padded(moment.month, width)
        case "day":
            return moment.strftime("%a" if width == 3 else "%A") if width > 2 else _padded(moment.day, width)
        case "weekday":
            return ("星期" if width > 3 else "") + _WEEKDAYS[moment.weekday()]
        case "hour":
            return _padded((moment.hour + 11) % 12 + 1 if twelve else moment.hour, width)
        case "second":
            return _padded(moment.second, width)
        case "half":
            return text.split("/")[moment.hour >= 12]
        case "fraction":
            return "." + "0" * width
        case _:
            return text
