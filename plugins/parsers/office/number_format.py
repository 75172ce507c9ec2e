"""Numbers as a spreadsheet prints them: the cell's number format applied to its value.

What is checked later is the print, so 0.1 + 0.2 under the format ``0.00`` is ``0.30`` and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from .date_format import is_date, render_date

GENERAL = "General"
_GENERAL_WIDTH = 11
"""Characters that the General format gives to a number, its point among them."""
_STORED = Context(prec=15)
"""A binary float means its first 15 digits; the rest is noise of the conversion."""
_WORKING = Context(prec=60, rounding=ROUND_HALF_UP)

BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
"""Number format ids that a workbook need not define, as a Chinese installation prints them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|'
    r"(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<exponent>[eE][+-])|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION_END = re.compile(r'"[^"]*"?|[\\!].|_.|\*.|\[[^\]]*\]|(;)|.', re.DOTALL)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)$")


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format code: its tokens (kind, text), and its condition."""

    code: str
    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    date: bool = False

    @property
    def has(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.tokens)

    @property
    def literals(self) -> str:
        return "".join(text for kind, text in self.tokens if kind == "literal")

    def accepts(self, value: Decimal) -> bool:
        if self.condition is None:
            return True
        sign, limit = self.condition
        return {"<": value < limit, ">": value > limit, "<=": value <= limit, ">=": value >= limit, "=": value == limit}.get(
            sign, value != limit
        )


@lru_cache(maxsize=2048)
def _sections(code: str) -> tuple[_Section, ...]:
    starts = [0] + [m.end() for m in _SECTION_END.finditer(code) if m[1]]
    parts = [code[a:b].removesuffix(";") for a, b in zip(starts, [*starts[1:], len(code)], strict=True)]
    return tuple(_section(p) for p in parts[:4])


def _section(code: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition = None
    for m in _TOKEN.finditer(code):
        kind = m.lastgroup
        if kind is None:  # _x and *x leave a gap, no character
            continue
        if kind == "bracket":
            inner = m["bracket"]
            if found := _CONDITION.match(inner):
                condition = (found[1], Decimal(found[2]))
            elif inner.startswith("$") and (currency := inner[1:].partition("-")[0]):
                tokens.append(("literal", currency))
        elif kind in ("quoted", "escaped", "literal"):
            tokens.append(("literal", m[kind]))
        else:
            tokens.append((kind, m[kind]))
    return _Section(code, tuple(tokens), condition, is_date(code))


def _general(value: Decimal) -> str:
    """The General format: every digit of a whole number, others cut to the width of a cell."""
    if value == value.to_integral_value():
        return f"{value.quantize(Decimal(1), context=_WORKING):f}" if abs(value) < Decimal(10) ** 15 else f"{value:.5E}"
    whole = max(1, abs(value).adjusted() + 1)
    if abs(value) < Decimal("1e-9"):
        return f"{value.normalize():.5E}"
    places = max(0, _GENERAL_WIDTH - 1 - whole)
    text = f"{value.quantize(Decimal(1).scaleb(-places), context=_WORKING):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, bool]:
    """The section for a value, and whether it prints the minus itself (so the absolute value is formatted)."""
    numeric = [s for s in sections[:3] if "text" not in s.has] or list(sections[:1])
    if any(s.condition for s in numeric):
        chosen = next((s for s in numeric if s.accepts(value)), numeric[-1])
        return chosen, False
    if value < 0 and len(numeric) > 1:
        return numeric[1], any(c in numeric[1].literals for c in "-−－(（△▲负")
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def render(value: str | float, code: str, *, date1904: bool = False) -> str:
    """The print of a stored number under a format code; white space at its ends is dropped.

    A negative whose format shows the sign by colour alone gets a minus: text has no colour.
    """
    try:
        number = _STORED.create_decimal(repr(value) if isinstance(value, float) else value.strip())
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    sections = _sections(code)
    section, signed = _choose(sections, number)
    if section.date:
        return render_date(number, section.code, date1904) or _general(number)
    if not section.tokens and len(sections) == 1:
        return _general(number)
    if "general" in section.has or "text" in section.has:
        text = _general(abs(number) if signed else number)
        return "".join(text if kind in ("general", "text") else part for kind, part in section.tokens).strip()
    if "digit" not in section.has:
        return section.literals.strip()
    if "exponent" in section.has:
        places = sum(kind == "digit" for kind, _ in _after_point(section.tokens))
        return f"{number:.{places}E}"
    if "/" in section.literals:  # fractions
        return _general(number)
    negative = number < 0 and not signed
    text = _digits(abs(number), section.tokens)
    return ("-" + text if negative else text).strip()


def _after_point(tokens: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    kinds = [kind for kind, _ in tokens]
    if "point" not in kinds:
        return []
    end = kinds.index("exponent") if "exponent" in kinds else len(kinds)
    return list(tokens[kinds.index("point") + 1 : end])


def _digits(value: Decimal, tokens: tuple[tuple[str, str], ...]) -> str:
    """A value at least zero in the digit places of a section."""
    kinds = [kind for kind, _ in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    last_whole = max((i for i, k in enumerate(kinds[:point]) if k == "digit"), default=-1)
    last_digit = max(i for i, k in enumerate(kinds) if k == "digit")
    thousands = kinds[last_whole + 1 : point].count("comma") + (kinds[last_digit + 1 :].count("comma") if point < last_digit else 0)
    grouped = any(k == "comma" for k in kinds[:last_whole]) if last_whole > 0 else False
    value = value.scaleb(2 * kinds.count("percent") - 3 * thousands)
    places = kinds[point:].count("digit")
    text = f"{value.quantize(Decimal(1).scaleb(-places), context=_WORKING):f}"
    whole, _, fraction = text.partition(".")
    whole = whole.lstrip("0")
    fraction_out, whole_out = _fill_fraction(fraction, tokens[point:]), _fill_whole(whole, tokens[:point], grouped)
    return whole_out + fraction_out


def _fill_whole(digits: str, tokens: tuple[tuple[str, str], ...], grouped: bool) -> str:
    out: list[str] = []
    rest = digits
    printed = 0
    left = sum(kind == "digit" for kind, _ in tokens)
    for kind, text in reversed(tokens):
        if kind != "digit":
            out.append(text if kind in ("literal", "percent") else "")
            continue
        left -= 1
        while rest or text == "0":
            if grouped and printed and printed % 3 == 0:
                out.append(",")
            out.append(rest[-1] if rest else "0")
            rest, printed = rest[:-1], printed + 1
            if left or not rest:  # the first place takes all that is left
                break
    if left == 0 and rest:  # a format that begins with the point
        out += list(reversed(rest))
    return "".join(reversed(out))


def _fill_fraction(digits: str, tokens: tuple[tuple[str, str], ...]) -> str:
    out: list[str] = []
    position = 0
    for kind, text in tokens:
        if kind == "digit":
            if text == "0" or digits[position:].strip("0"):
                out.append(digits[position])
            position += 1
        elif kind in ("literal", "percent", "point"):
            out.append(text)
    shown = "".join(out)
    # 0.## prints "5." for 5; people read 5
    return re.sub(r"^\.(?!\d)", "", shown)
