"""The numbers of the prose: what each is, by the words before and behind it in its clause.

The grammar is the language's: 增加, 占, 比上年. It knows no region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from ..model.disclosure import Direction
from ..model.figure import Figure

_NUMBER = re.compile(r"(?<![\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_MONEY_UNIT = re.compile(r"(?:亿元|万元|千元|元)")
_CLIPPED_UNIT = re.compile(r"万(?=[，。；、）\n]|$)")
"""万 for 万元."""
_PERCENT = re.compile(r"%|％|个百分点")
_COUNT_UNIT = re.compile(r"(?:万人次|万人|人次|批次|平方米|人|名|个|辆|台（套）|台|套|家|次|批|场|项|户|所|份|件|起)")
_UP = "增幅|增加|增长|上升|提高|增支|上涨|新增|增"
_DOWN = "降幅|减幅|减少|下降|降低|减支|压减|节约|回落|减"
_EITHER = rf"(?:{_UP})（(?:{_DOWN})）|(?:{_DOWN})（(?:{_UP})）"
"""增加（减少）0万元: the template's two words, none of them chosen."""
CHANGE_WORD = re.compile(rf"(?P<word>{_EITHER}|{_UP}|{_DOWN})(?:了|额|幅度)?(?:为|约|数)?$")
_SHARE_WORD = re.compile(r"占(?P<whole>比|[^，。；：]{0,24}?的?(?:比例|比重)?)?(?:为|约)?$")
BASE_PHRASE = re.compile(
    r"(?:比|较|与|同)(?:去年|上年|上一年|上年度|20\d\d年(?:度)?|年初预算|全年预算|[^，。；：\d]{1,20}?预算)[^，。；：\d]*?(?:相比|相对比)?，?$"
)
_BASE_BEFORE_COMMA = re.compile(r"(?:比|较|与|同)(?:去年|上年|上一年|上年度|20\d\d年(?:度)?|年初预算|全年预算)[^，。；：\d]{0,20}，$")
_DOCUMENT_NUMBER = re.compile(r"^(?:号|〕|】|］|\]|》)")
_NUMBERING_BEFORE = re.compile(r"[\n。；：、为]（?$")
_NUMBERING_AFTER = re.compile(r"^(?:[.．、）](?!\d))")
_CODE_BEFORE = re.compile(r"(?:类|款|项)[:：]$|（$")
_CODE_AFTER = re.compile(r"^(?:类|款|项)?）")
_CLAUSE_END = re.compile(r"[，。；：\n]|(?<!收)(?<!收入)、|、(?!支)")
"""Not the 、 of 收、支总计 and 收入、支出预算总计, which are one subject."""


class Role(Enum):
    """What a number is in its clause."""

    VALUE = auto()
    SHARE = auto()
    CHANGE = auto()
    RATE = auto()
    BASE_VALUE = auto()
    OTHER_PERCENT = auto()
    SKIP = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A number of the prose: where it stands, what it is, what stands before it in its clause."""

    start: int
    end: int
    figure: Figure
    role: Role
    lead: str
    lead_start: int
    direction: Direction | None = None
    base: str | None = None
    following: str = ""
    """The noun behind the unit: 2个科室."""

    @property
    def counted(self) -> bool:
        """Whether this is a number that should become a fact (not a year, date, numbering or code)."""
        return self.role is not Role.SKIP


_PUNCTUATION = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", "[": "〔", "]": "〕", "％": "%"})


_ALWAYS_SO = re.compile(r"（[^（）。；\n]{0,20}下同）")
"""比2022年（上一年度，下同）预算增加: a bracket inside the clause."""


def normalised(text: str) -> str:
    """Prose with one kind of punctuation, offsets unchanged; commas inside numbers stay."""
    text = text.translate(_PUNCTUATION)
    text = _ALWAYS_SO.sub(lambda m: m[0].replace("，", "·"), text)
    return re.sub(r",(?!\d{3}(?!\d))|(?<!\d),", "，", text)


def _direction(word: str) -> Direction | None:
    if "（" in word:
        return None
    return Direction.DOWN if re.fullmatch(_DOWN, word) else Direction.UP


def _is_no_fact(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 8) : start], text[end : end + 10]
    digits = text[start:end]
    if re.fullmatch(r"-?(?:19|20)\d\d", digits) and re.match(r"^年|^-|^—|^〕|^】", after):
        return True
    if re.fullmatch(r"(?:19|20)\d\d", digits) and re.search(r"[〔【（《]$", before):
        return True
    if re.match(r"^[月日]", after) and re.fullmatch(r"-?\d{1,2}", digits):
        return True
    if re.search(r"[A-Za-z]$", before) and not after.startswith("."):
        # W060701, X101: a name with a number in it.
        return True
    if re.fullmatch(r"(?:19|20)\d\d\.\d{1,2}", digits) and re.match(r"^(?:\.\d{1,2})(?!\d)", after):
        # 2025.1.1-2025.12.31
        return True
    if re.match(r"^(?:亿元|万元|元)?(?:（含）)?(?:及|（含）)?(?:以上|以下)", after):
        # 单位价值50万元以上大型设备: a limit in a name, not a figure.
        return True
    if _DOCUMENT_NUMBER.match(after) or re.search(r"第$|[号字]$|【$|〔$", before):
        return True
    if (text[:start] in ("", "（") or _NUMBERING_BEFORE.search(before)) and _NUMBERING_AFTER.match(after):
        return True
    return bool(_CODE_BEFORE.search(before) and _CODE_AFTER.match(after))


def _figure(text: str, start: int, end: int) -> tuple[Figure, int]:
    digits = text[start:end].replace(",", "")
    unit, after = None, end
    for pattern in (_MONEY_UNIT, _PERCENT, _COUNT_UNIT):
        if m := pattern.match(text, end):
            unit, after = m[0].replace("％", "%"), m.end()
            break
    if unit is None and (m := _CLIPPED_UNIT.match(text, end)):
        unit, after = "万元", m.end()
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    return Figure(Decimal(digits), unit, decimals, text[start:after]), after


def tokens(text: str) -> list[Token]:
    """Every number of a normalised text, with its role in its clause."""
    found: list[Token] = []
    boundary = 0
    for m in _NUMBER.finditer(text):
        start, end = m.start(), m.end()
        if _is_no_fact(text, start, end):
            figure = Figure(Decimal(0), None, 0, m[0])
            found.append(Token(start, end, figure, Role.SKIP, "", start))
            if _NUMBERING_AFTER.match(text[end : end + 2]):
                boundary = end + 1
            continue
        figure, after = _figure(text, start, end)
        lead_start = max([boundary, *(c.end() for c in _CLAUSE_END.finditer(text, boundary, start))])
        lead = text[lead_start:start]
        found.append(_classify(text, figure, lead, lead_start, start, after))
        boundary = after
    return found


def _classify(text: str, figure: Figure, lead: str, lead_start: int, start: int, end: int) -> Token:
    change = CHANGE_WORD.search(lead)
    head = lead[: change.start()] if change else lead
    base = BASE_PHRASE.search(head)
    base_text = base[0] if base else None
    if base is None and lead_start:
        before_comma = _BASE_BEFORE_COMMA.search(text[max(0, lead_start - 40) : lead_start])
        base_text = before_comma[0] if before_comma else None
    direction = _direction(change["word"]) if change else None
    if figure.unit in ("%", "个百分点"):
        role = Role.SHARE if _SHARE_WORD.search(lead) else Role.RATE if change else Role.OTHER_PERCENT
    elif change:
        role = Role.CHANGE
    elif base is not None and figure.unit is not None:
        role = Role.BASE_VALUE
    else:
        role = Role.VALUE
    following = re.match(r"(?:的)?([\u4e00-\u9fff]{2,10}?)(?=[，。；：、（和与的\d]|$)", text[end : end + 14])
    if not lead and text[lead_start - 1 : lead_start] in ("：", "，"):
        lead = _label_before(text, lead_start - 1)
    return Token(start, end, figure, role, lead, lead_start, direction, base_text, following[1] if following else "")


def _label_before(text: str, colon: int) -> str:
    """The words before a colon: 资金分配情况：13万元. Empty behind a comma."""
    if text[colon] != "：":
        return ""
    start = max(text.rfind(c, 0, colon) for c in "，。；：、\n") + 1
    return text[start:colon]
