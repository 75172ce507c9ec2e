"""The numbers of the prose: what each is, by the words before and behind it in its clause.

The grammar is the language's: 增加, 占, 比上年. It knows no region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from ...model.disclosures.claim import SAME_SCOPE, Direction
from ...model.documents.figure import Figure

_NUMBER = re.compile(r"(?<![\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_MONEY_UNIT = re.compile(r"(?:亿元|万元|千元|元)")
_CLIPPED_UNIT = re.compile(r"万(?=[，。；、）\n]|$)")
"""万 for 万元."""
_PERCENT = re.compile(r"%|％|个百分点")
_COUNT_UNIT = re.compile(
    r"(?:万人次|万人|万份|人次|批次|平方米|平方公里|公里|工作日|个月|小时|人(?!民|均)|名(?!称)|个(?!别)|辆|台（套）|台/套|台|套|家(?!具)|次|批(?!复|准)"
    r"|场(?!所|地)|项(?!目)|户|所(?!在|有|属|需)|份(?!额)|件|起|本|篇|条|亩|吨|间|张|册|天|处(?!理|置)|幢|座|期|班次)"
)
_BRACKETED_UNIT = re.compile(r"（(平方米|公里|辆|台|万元|元)）")
_RATE_UNIT = re.compile(
    r"(?:万元|元)(?:/|每)(?:人|户|名|亩|月|年|天|日|次|份|套|台|件|平方米|个|辆|公里|床|吨|例)(?:[/·每]?(?:年|月|天|次|季度|季))?"
)
"""A price or standard (30元/人/年): money for one of something, not an amount."""
_UP = "增幅|增加|增长|上升|提高|增支|上涨|新增|调增|追加|增"
_DOWN = "降幅|减幅|减少|下降|降低|减支|压减|节约|回落|调减|核减|缩减|削减|减"
_EITHER = rf"(?:{_UP})[（/](?:{_DOWN})）?|(?:{_DOWN})[（/](?:{_UP})）?|增减变动|增减"
"""What a template prints where the body should have chosen: a change without a direction."""
CHANGE_WORD = re.compile(rf"(?P<word>{_EITHER}|{_UP}|{_DOWN})(?:了|额|率|幅度)?(?:为|约|数)?$")
_SHARE_WORD = re.compile(r"占(?P<whole>比|[^，。；：]{0,24}?的?(?:比例|比重)?)?(?:为|约)?$")
_AGAINST = r"(?:(?<!占)比|较|(?<![参给赋])与|(?<![共相不合协会一陪等])同)"
"""What opens a base; not the last character of 共同, 相同, 参与, 占比."""
_YEAR_BEFORE = r"(?:去年|上年|上一年|上年度|20\d\d(?:年(?:度)?)?|年初预算|全年预算"
BASE_PHRASE = re.compile(rf"{_AGAINST}{_YEAR_BEFORE}|[^，。；：\d]{{0,20}}?预算)[^，。；：\d]*?(?:相比|相对比)?，?$|同比$|环比$")
_BASE_BEFORE_COMMA = re.compile(rf"{_AGAINST}{_YEAR_BEFORE})[^，。；：\d]{{0,20}}，$")
_BASE_BRACKET = re.compile(rf"(?P<base>{_AGAINST}{_YEAR_BEFORE})[^，。；：\d（）]{{0,20}})（(?:[^（）。；]{{0,40}}?)$")
"""A bracket behind a base holds its figure: 与2023年度相比（2023年度收入总计为1,060.00万元）."""
_A_YEAR = re.compile(r"(?:19|20)\d\d(?=年|预算|决算)")
_OTHER_SCOPE = re.compile(r"(?<!全)口径|剔除|扣除|可比")
"""Words by which a change is counted on a basis other than that of the amount before it (同口径)."""
_NUMBERING_AFTER = re.compile(r"^(?:[.．、）](?!\d))")
_CLAUSE_END = re.compile(r"[，。；：\n]|(?<!收)(?<!收入)、|、(?!支)")
"""Not the 、 of 收、支总计 and 收入、支出预算总计, which are one subject."""
_SIGN_BEFORE = re.compile(r"(?:△|▲|负)$")
_RANGE_BEFORE = re.compile(r"(?:\d(?:%|万元|元)?[-—~～至]|±)$")
_RANGE_AFTER = re.compile(r"(?:%|万元|元)?[-—~～至]\d")
_BOUND_BEFORE = re.compile(
    r"(?:不超过|不高于|不大于|不低于|不少于|不小于|至少|最多|最高|最低|小于|大于|高于|低于|少于|多于|≥|≤|>|<|>=|<=)(?:为)?$"
)
_BOUND_AFTER = re.compile(r"(?:（含）)?(?:以上|以下|以内|以外|左右|余)")
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL = re.compile(rf"[{_CAPITALS}拾佰仟]+(?:万[{_CAPITALS}拾佰仟]*)?(?:亿[{_CAPITALS}拾佰仟万]*)?(?=[元圆])")


class Role(Enum):
    """What a number is in its clause."""

    VALUE = auto()
    SHARE = auto()
    CHANGE = auto()
    RATE = auto()
    BASE_VALUE = auto()
    OTHER_PERCENT = auto()
    UNCLEAR = auto()
    """A range, a limit or one of a list (10-20万元, 不超过5%, 分别为…): no one value or no one subject, so it shows as unread."""
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


@lru_cache(maxsize=16)  # every number of a section asks for all of its text
def normalised(text: str) -> str:
    """Prose with one kind of punctuation, offsets unchanged; commas inside numbers stay."""
    text = text.translate(_PUNCTUATION)
    if "下同）" in text:
        text = _ALWAYS_SO.sub(lambda m: m[0].replace("，", "·"), text)
    return re.sub(r",(?!\d{3}(?!\d))|(?<!\d),", "，", text)


def _direction(word: str) -> Direction | None:
    if re.fullmatch(_EITHER, word):
        return None
    return Direction.DOWN if re.fullmatch(_DOWN, word) else Direction.UP


_NO_FACTS = tuple(
    (re.compile(before) if before else None, re.compile(digits) if digits else None, re.compile(after) if after else None)
    for before, digits, after in (
        ("", r"-?(?:19|20)\d\d", r"年|-|—|〕|】"),
        # 比2023预算数增加: a year without 年.
        ("", r"(?:19|20)\d\d", r"(?:财政)?(?:年度|预算|决算|执行|同期)"),
        (r"(?:比|较|与|同)$", r"(?:19|20)\d\d", r"(?=[，。；]|增|减|相比)"),
        (r"[〔【（《]$", r"(?:19|20)\d\d", ""),
        ("", r"-?\d{1,2}", r"[月日]"),
        # 2025.1.1-2025.12.31
        ("", r"(?:19|20)\d\d\.\d{1,2}", r"\.\d{1,2}(?!\d)"),
        # 单位价值50万元以上大型设备: a limit in a name, not a figure.
        ("", "", r"(?:亿元|万元|元)?(?:（含）)?(?:及|（含）)?(?:以上|以下)"),
        # 2010301行政运行
        ("", r"2\d{2}(?:\d{2}){1,2}", r"(?!亿|万|千|元|人|名|个|辆|平方|次|批|件|份|户|套|台|所|亩|吨|公里|天|项(?!目))[\u4e00-\u9fff]"),
        # 表1-1
        (r"(?:[附各]?表|附件|图)(?:\d{1,2}-)?$", "", ""),
        # W060701, X101: a name with a number in it.
        (r"[A-Za-z]$", "", r"(?!\.)"),
        ("", "", r"号|〕|】|］|\]|》"),
        (r"第$|[号字]$|【$|〔$", "", ""),
        (r"[\n。；：、为]（?$", "", r"[.．、）](?!\d)"),
        (r"（(?:类|款|项)级?[:：]?$|(?:类|款|项)[:：]$|（$", "", r"(?:类|款|项)?）"),
    )
)
"""Numbers that are years, days, documents' numbers, numbering or codes, by what stands before and behind them."""


def _is_no_fact(text: str, start: int, end: int) -> bool:
    before, digits, after = text[max(0, start - 8) : start], text[start:end], text[end : end + 10]
    if "." in digits and after.startswith(("万元", "元", "%")) and "以" not in after and not before[-1:].isascii():
        return False
    if start < 2 and before in ("", "（") and _NUMBERING_AFTER.match(after):
        return True
    return any(
        (d is None or d.fullmatch(digits)) and (a is None or a.match(after)) and (b is None or b.search(before)) for b, d, a in _NO_FACTS
    )


def _figure(text: str, start: int, end: int) -> tuple[Figure, int]:
    digits = text[start:end].replace(",", "")
    unit, after = None, end
    for pattern in (_RATE_UNIT, _MONEY_UNIT, _PERCENT, _COUNT_UNIT):
        if m := pattern.match(text, end):
            unit, after = m[0].replace("％", "%"), m.end()
            break
    if unit is None and (m := _BRACKETED_UNIT.match(text, end)):
        unit, after = m[1], m.end()
    if unit is None and (m := _CLIPPED_UNIT.match(text, end)):
        unit, after = "万元", m.end()
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    value = Decimal(digits)
    if sign := _SIGN_BEFORE.search(text[max(0, start - 1) : start]):
        return Figure(-value, unit, decimals, sign[0] + text[start:after]), after
    return Figure(value, unit, decimals, text[start:after]), after


def _capital_value(text: str) -> Decimal | None:
    """The value of a sum in words (壹拾贰万元), None if the words are no number."""
    total = section = digit = 0
    for character in text:
        if character in _CAPITALS:
            digit = _CAPITALS.index(character)
        elif character in "拾佰仟":
            section += (digit or (character == "拾")) * {"拾": 10, "佰": 100, "仟": 1000}[character]
            digit = 0
        else:
            scale = 10_000 if character == "万" else 100_000_000
            total = (total + section + digit) * scale if scale > 10_000 else total + (section + digit) * scale
            section = digit = 0
    value = total + section + digit
    return Decimal(value) if value else None


def tokens(text: str) -> list[Token]:
    """Every number of a normalised text, with its role in its clause."""
    found: list[Token] = []
    boundary = 0
    listed = False
    for m in _numbers(text):
        start, end = m.start(), m.end()
        capital = _capital_value(m[0]) if m.re is _CAPITAL else None
        if m.re is _CAPITAL and capital is None:
            continue
        if capital is None and _is_no_fact(text, start, end):
            figure = Figure(Decimal(0), None, 0, m[0])
            found.append(Token(start, end, figure, Role.SKIP, "", start))
            if _NUMBERING_AFTER.match(text[end : end + 2]):
                boundary = end + 1
            continue
        figure, after = (Figure(capital, "元", 0, m[0]), end + 1) if capital is not None else _figure(text, start, end)
        lead_start = max([boundary, *(c.end() for c in _CLAUSE_END.finditer(text, boundary, start))])
        lead = text[lead_start:start]
        token = _classify(text, figure, lead, lead_start, start, after)
        listed = "分别" in lead or (listed and not lead.strip("和与及各"))
        found.append(replace(token, role=Role.UNCLEAR) if listed else token)
        boundary = after
    return found


def _numbers(text: str) -> list[re.Match[str]]:
    """Numbers in figures and in words, in order."""
    found = list(_NUMBER.finditer(text))
    if any(c in text for c in "拾佰仟壹贰叁"):
        found = sorted([*found, *_CAPITAL.finditer(text)], key=lambda m: m.start())
    return found


def _is_bound(text: str, start: int, end: int, digits_end: int) -> bool:
    """Whether a number is one end of a range, or a limit."""
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    return bool(
        _RANGE_BEFORE.search(before)
        or _RANGE_AFTER.match(text[digits_end : digits_end + 4])
        or _BOUND_BEFORE.search(before)
        or _BOUND_AFTER.match(after)
    )


def _classify(text: str, figure: Figure, lead: str, lead_start: int, start: int, end: int) -> Token:
    change = CHANGE_WORD.search(lead)
    head = lead[: change.start()] if change else lead
    base = BASE_PHRASE.search(head)
    base_text = base[0] if base else None
    if base is None and lead_start:
        before_comma = _BASE_BEFORE_COMMA.search(text[max(0, lead_start - 40) : lead_start])
        base_text = before_comma[0] if before_comma else None
    in_bracket = _BASE_BRACKET.search(text[max(0, start - 80) : start]) if change is None and figure.is_money else None
    if in_bracket:
        base_text = in_bracket["base"]
    if (change or base_text) and _OTHER_SCOPE.search(_since_number(text, start)):
        base_text = f"{SAME_SCOPE}{base_text or ''}"
    direction = _direction(change["word"]) if change else None
    digits = _NUMBER.match(text, start)
    if _is_bound(text, start, end, digits.end() if digits else end) or "基数" in lead:
        role = Role.UNCLEAR
    elif figure.unit in ("%", "个百分点"):
        role = Role.SHARE if _SHARE_WORD.search(lead) else Role.RATE if change else Role.OTHER_PERCENT
    elif change:
        role = Role.CHANGE
    elif (base is not None and figure.unit is not None) or in_bracket:
        role = Role.BASE_VALUE
    else:
        role = Role.VALUE
    following = re.match(r"(?:的)?([\u4e00-\u9fff]{2,14}?)(?=[，。；：、（和与的\d]|$)", text[end : end + 18])
    if not lead and text[lead_start - 1 : lead_start] in ("：", "，"):
        lead = _label_before(text, lead_start - 1)
    elif text[lead_start - 1 : lead_start] == "：" and (plain := _PLAIN_VALUE.fullmatch(lead)):
        lead = _label_before(text, lead_start - 1) + plain["value"]  # 收入预算：2023年年初预算数…
    return Token(start, end, figure, role, lead, lead_start, direction, base_text, following[1] if following else "")


def _since_number(text: str, start: int) -> str:
    """The words between the number before and this one, of the same sentence."""
    begin = max(text.rfind(c, 0, start) for c in "。；\n") + 1
    return re.split(r"\d", _A_YEAR.sub("", text[begin:start]))[-1]


_PLAIN_VALUE = re.compile(r"(?:20\d\d年度?)?(?:年初|全年)?(?P<value>(?:预算|决算)(?:数|安排)?)为?")
"""Words that say what kind of value follows and not whose."""


def _label_before(text: str, colon: int) -> str:
    """The words before a colon: 资金分配情况：13万元. Empty behind a comma."""
    if text[colon] != "：":
        return ""
    start = max(text.rfind(c, 0, colon) for c in "，。；：、\n") + 1
    return text[start:colon]
