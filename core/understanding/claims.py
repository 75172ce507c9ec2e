"""Prose to claims: a small grammar of the sentences in which budgets are explained.

The grammar is the language's (增加, 占, 比上年, 主要原因是); what the subjects are called is the pack's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from ..model.disclosure import Claim, Direction, Section
from ..model.figure import Figure
from .subjects import BASE, SAME, Subjects

_NUMBER = re.compile(r"(?<![\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_MONEY_UNIT = re.compile(r"(?:亿元|万元|千元|元)")
_CLIPPED_UNIT = re.compile(r"万(?=[，。；、）\n]|$)")
"""万 for 万元."""
_PERCENT = re.compile(r"%|％|个百分点")
_COUNT_UNIT = re.compile(r"(?:万人次|万人|人次|批次|平方米|人|名|个|辆|台（套）|台|套|家|次|批|场|项|户|所|份|件|起)")
_UP = "增加|增长|上升|提高|增支|上涨|新增|增"
_DOWN = "减少|下降|降低|减支|压减|节约|回落|减"
_CHANGE_WORD = re.compile(rf"(?P<word>{_UP}|{_DOWN})(?:了|额|幅度)?(?:为|约|数)?$")
_SHARE_WORD = re.compile(r"占(?P<whole>比|[^，。；：]{0,24}?的?(?:比例|比重)?)?(?:为|约)?$")
_DIFFERENCE_WORD = re.compile(r"差异率(?:为)?$")
_COMPLETION_WORD = re.compile(r"完成[^，。；]{0,16}?的?$|执行率(?:为)?$")
_BASE = re.compile(
    r"(?:比|较|与|同)(?:去年|上年|上一年|上年度|20\d\d年(?:度)?|年初预算|全年预算|[^，。；：\d]{1,20}?预算)[^，。；：\d]*?(?:相比|相对比)?，?$"
)
_BASE_BEFORE_COMMA = re.compile(r"(?:比|较|与|同)(?:去年|上年|上一年|上年度|20\d\d年(?:度)?|年初预算|全年预算)[^，。；：\d]{0,20}，$")
_THRESHOLD = re.compile(r"^(?:（含）)?(?:及|（含）)?(?:以上|以下|以内)")
_DOCUMENT_NUMBER = re.compile(r"^(?:号|〕|】|］|\]|》)")
_NUMBERING_BEFORE = re.compile(r"[\n。；：、为]（?$")
_NUMBERING_AFTER = re.compile(r"^(?:[.．、）](?!\d))")
_CODE_BEFORE = re.compile(r"(?:类|款|项)[:：]$|（$")
_CODE_AFTER = re.compile(r"^(?:类|款|项)?）")
_CLAUSE_END = re.compile(r"[，。；：、\n]")
_REASON = re.compile(
    r"(?:主要)?原因(?:主要)?(?:是|为|：|系)?[:：]?(?P<reason>[^。；\n]{2,200})|主要(?:是|由于|系)(?P<reason2>[^。；\n]{2,200})"
)
_PATH = re.compile(
    r"(?P<class>[^，。；：、（）\n\d.]{2,30})（(?:类[:：]?(?P<c1>\d{3})?|(?P<c1b>\d{3})类?)）"
    r"(?:(?P<group>[^，。；：、（）\n]{2,40}(?:（[^（）类款项]{1,12}）)?[^，。；：、（）\n]{0,20})（款[:：]?(?P<c2>\d{2,5})?）)?"
    r"(?:(?P<item>[^，。；：、（）\n]{0,40}(?:（[^（）类款项]{1,12}）)?[^，。；：、（）\n]{1,30})（项[:：]?(?P<c3>\d{2,7})?）)?"
)
_LEAD_NOISE = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.、])+|^其中[:：]?|^(?:主要)?包括[:：]?|^本年度|^年度|^(?:\d{4}年(?:度)?，?)|^截至\d{4}年底?，?|^(?:合计|共计|总计)(?=$)"
)
_LEAD_TAIL = re.compile(r"(?:为|是|约|共|达|达到|共计|[:：])+$")
_LIST_LEAD = re.compile(r"^.*(?:包括|支出|收入|资金|经费)[:：]")
_LEAD_REST = re.compile(r"^(?:的|，|：|（[^（）]{4,}）)")
_UNCHANGED = re.compile(r"(?P<lead>[^，。；：、\n]{2,40}?)(?:较|比|与)(?:上年|\d{4}年)[^，。；\d]{0,8}(?:持平|一致|无变化)")
_FLAT = re.compile(r"(?:持平|无变化|无增减|相同|一致|没有变化)")


class _Role(Enum):
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
    role: _Role
    lead: str
    lead_start: int
    direction: Direction | None = None
    base: str | None = None
    following: str = ""
    """The noun behind the unit: 2个科室."""

    @property
    def counted(self) -> bool:
        """Whether this is a number that should become a fact (not a year, date, numbering or code)."""
        return self.role is not _Role.SKIP


_PUNCTUATION = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", "[": "〔", "]": "〕", "％": "%"})


def normalised(text: str) -> str:
    """Prose with one kind of punctuation, offsets unchanged; commas inside numbers stay."""
    text = text.translate(_PUNCTUATION)
    return re.sub(r",(?!\d{3}(?!\d))|(?<!\d),", "，", text)


def _direction(word: str) -> Direction:
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
            found.append(Token(start, end, figure, _Role.SKIP, "", start))
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
    change = _CHANGE_WORD.search(lead)
    head = lead[: change.start()] if change else lead
    base = _BASE.search(head)
    base_text = base[0] if base else None
    if base is None and lead_start:
        before_comma = _BASE_BEFORE_COMMA.search(text[max(0, lead_start - 40) : lead_start])
        base_text = before_comma[0] if before_comma else None
    direction = _direction(change["word"]) if change else None
    if figure.unit in ("%", "个百分点"):
        role = _Role.SHARE if _SHARE_WORD.search(lead) else _Role.RATE if change else _Role.OTHER_PERCENT
    elif change:
        role = _Role.CHANGE
    elif base is not None and figure.unit is not None:
        role = _Role.BASE_VALUE
    else:
        role = _Role.VALUE
    following = re.match(r"(?:的)?([\u4e00-\u9fff]{2,8}?)(?=[，。；：、（和与的]|$)", text[end : end + 12])
    if not lead and text[lead_start - 1 : lead_start] in ("：", "，"):
        lead = _label_before(text, lead_start - 1)
    return Token(start, end, figure, role, lead, lead_start, direction, base_text, following[1] if following else "")


def _label_before(text: str, colon: int) -> str:
    """The words before a colon: 资金分配情况：13万元. Empty behind a comma."""
    if text[colon] != "：":
        return ""
    start = max(text.rfind(c, 0, colon) for c in "，。；：、\n") + 1
    return text[start:colon]


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(c, 0, at) for c in "。；\n") + 1
    ends = [i for i in (text.find(c, at) for c in "。；\n") if i >= 0]
    return text[start : min(ends) + 1 if ends else len(text)].strip()


def _subject_text(lead: str, names: Sequence[str]) -> str:
    """The words of a lead that name the subject: base phrase, direction word, body name and years left out."""
    text = _CHANGE_WORD.sub("", lead)
    text = _BASE.sub("", text).split("占", 1)[0]
    text = _LIST_LEAD.sub("", text)
    previous = None
    while previous != text:
        previous = text
        text = _LEAD_NOISE.sub("", text)
        for name in names:
            text = text.removeprefix(name).removeprefix("部门").removeprefix("单位") if text.startswith(name) else text
        text = _LEAD_REST.sub("", text)
    return _LEAD_TAIL.sub("", text)


def _path_before(text: str, start: int, floor: int) -> re.Match[str] | None:
    """The classification path (…（类）…（款）…（项）) that the number's sentence begins with."""
    begin = max([floor, *(text.rfind(c, 0, start) + 1 for c in "。；\n、")])
    matches = list(_PATH.finditer(text, begin, start))
    return matches[-1] if matches else None


def _reason_spans(text: str) -> list[tuple[int, int]]:
    """From 主要原因 to the end of its sentence."""
    spans = []
    for m in re.finditer(r"(?:主要)?原因(?:主要)?(?:是|为|：|系|按|由)|主要(?:是|由于)(?=[^要])", text):
        ends = [i for i in (text.find(c, m.end()) for c in "。；\n") if i >= 0]
        spans.append((m.start(), min(ends) if ends else len(text)))
    return spans


def _with_base_before(claim: Claim, before: Claim) -> Claim:
    """A claim with the base that the claim before states of the same subject: 2023年预算执行数2.10万元，2024年预算安排2.63万元."""
    if claim.subject is None or before.subject != f"{claim.subject}.{BASE}":
        return claim
    return replace(claim, base_value=before.value)


class ClaimReader:
    """Claims of one section after the other; keeps count of equal subjects."""

    def __init__(self, subjects: Subjects, names: Sequence[str]) -> None:
        self._subjects = subjects
        self._names = names
        self._count: Counter[tuple[str, str]] = Counter()

    def read(self, section: Section, taken: Mapping[int, Claim] | None = None) -> tuple[list[Claim], list[tuple[Token, Claim | None]]]:
        """Claims of a section, and every counted number with the claim that took it (None if none did).

        ``taken`` maps offsets of numbers to claims that already hold them.
        """
        text = normalised(section.text)
        open_claims: list[Claim] = []
        owners: list[tuple[Token, int | None]] = []
        current: int | None = None
        holder: Claim | None = None
        floor = 0
        reasons = _reason_spans(text)
        flat: dict[int, Claim] = {}
        for token in tokens(text):
            if not token.counted:
                continue
            if taken and token.start in taken:
                owners.append((token, None))
                flat[len(owners) - 1] = taken[token.start]
                continue
            if any(start <= token.start < end for start, end in reasons):
                # A number inside a stated reason is kept with the reason; it is no value of the subject.
                owners.append((token, current))
                continue
            if current is not None and "\n" in text[floor : token.start] and token.role is not _Role.VALUE and not token.lead:
                current = None
            new = self._opens(token, current)
            if token.role in (_Role.CHANGE, _Role.RATE) and current is not None and new is None:
                new = self._new_sentence(text, floor, token)
            if new is not None or current is None:
                subject = new or _subject_text(token.lead, self._names)
                claim = self._claim(section, text, token, subject, floor)
                if claim.subject is None:
                    holder = self._spoken_of(section, text, token, floor) or holder
                    claim = self._attribute(claim, token, holder) if holder else claim
                    claim = _with_base_before(claim, open_claims[-1]) if open_claims else claim
                open_claims.append(claim)
                current = len(open_claims) - 1
                if claim.subject is None or "." not in claim.subject:
                    holder = claim
                elif held := self._subjects.held(subject, section):
                    holder = replace(claim, subject=held.id, subject_text=held.text, where=held.where)
            open_claims[current] = self._take(open_claims[current], token)
            owners.append((token, current))
            floor = token.end
        open_claims = [
            self._with_reason(c, text, open_claims[i + 1].start if i + 1 < len(open_claims) else len(text))
            for i, c in enumerate(open_claims)
        ]
        return open_claims, [(t, open_claims[i] if i is not None else flat.get(n)) for n, (t, i) in enumerate(owners)]

    def _opens(self, token: Token, current: int | None) -> str | None:
        """The subject text of a new claim, None if the number belongs to the open one."""
        subject = _subject_text(token.lead, self._names)
        if token.role in (_Role.VALUE, _Role.OTHER_PERCENT):
            return subject
        if token.role is _Role.SHARE or current is None:
            return None if current is not None else subject
        return subject if subject and not re.fullmatch(r"[比较与].*|同比|主要.*|预决算", subject) else None

    def _spoken_of(self, section: Section, text: str, token: Token, floor: int) -> Claim | None:
        """The subject that a path without a number names for the attributes after it: …（项）。主要用于…。年初预算为…."""
        if self._subjects.attribute(_subject_text(token.lead, self._names)) is None:
            return None
        path = next(iter(reversed(list(_PATH.finditer(text, floor, token.start)))), None)
        if path is None:
            return None
        found = self._subjects.link("", section, path)
        return Claim(section, found.id, found.text, _sentence(text, token.start), path.start(), path=found.path, code=found.code, where=found.where)

    def _attribute(self, claim: Claim, token: Token, holder: Claim) -> Claim:
        """A claim on an attribute of the subject before it: 车辆1辆，价值19.30万元; 国内公务接待3批次，24人次."""
        attribute = self._subjects.attribute(claim.subject_text)
        if attribute is None and not claim.subject_text and holder.sentence == claim.sentence:
            attribute = token.figure.unit
        if attribute is None or holder.subject is None:
            return claim
        again = attribute == SAME
        subject = holder.subject if again else f"{holder.subject}.{attribute}"
        address = (claim.section.id or claim.section.title, subject)
        ordinal = self._count[address]
        self._count[address] += 1
        text = f"{holder.subject_text}{claim.subject_text}"
        claim = replace(claim, subject=subject, subject_text=text, ordinal=ordinal)
        return replace(claim, path=holder.path, code=holder.code, where=holder.where) if again else claim

    def _new_sentence(self, text: str, floor: int, token: Token) -> str | None:
        """The subject of a change that a new sentence states of something else (收入支出总体与上年相比，增加…)."""
        begin = max((text.rfind(c, floor, token.start) for c in "。\n"), default=-1) + 1
        if not begin:
            return None
        lead = _CHANGE_WORD.sub("", text[begin : token.start]).rstrip("，")
        base = _BASE.search(lead)
        if base is None or not base.start():
            return None
        subject = _subject_text(lead[: base.start()], self._names)
        return subject if subject and "，" not in subject and not subject.startswith(("主要", "原因")) else None

    def _claim(self, section: Section, text: str, token: Token, subject: str, floor: int) -> Claim:
        path = _path_before(text, token.start, floor)
        found = self._subjects.link(subject, section, path)
        if found.id is None and token.following and not path:
            behind = self._subjects.link(token.following, section, None)
            found = behind if behind.id else self._subjects.link(subject + token.following, section, None)
        if found.id is None and token.role is _Role.VALUE and token.figure.is_money and self._subjects.attribute(subject) is None:
            found = self._subjects.other(subject, section)
        key = found.id or found.text
        address = (section.id or section.title, key)
        ordinal = self._count[address]
        self._count[address] += 1
        start = path.start() if path else token.lead_start
        return Claim(
            section=section,
            subject=found.id,
            subject_text=found.text,
            sentence=_sentence(text, token.start),
            start=start,
            ordinal=ordinal,
            path=found.path,
            code=found.code,
            where=found.where,
        )

    @staticmethod
    def _take(claim: Claim, token: Token) -> Claim:
        base = claim.base or (re.sub(r"[，\s]", "", token.base) if token.base else None)
        match token.role:
            case _Role.SHARE if claim.share is None:
                return replace(claim, share=token.figure)
            case _Role.CHANGE if claim.change is None:
                return replace(claim, change=token.figure, direction=token.direction, base=base)
            case _Role.RATE if claim.rate is None:
                return replace(claim, rate=token.figure, rate_direction=token.direction, base=base)
            case _Role.BASE_VALUE if claim.base_value is None:
                return replace(claim, base_value=token.figure, base=base)
            case _Role.VALUE | _Role.OTHER_PERCENT if claim.value is None:
                return replace(claim, value=token.figure)
        return claim

    @staticmethod
    def _with_reason(claim: Claim, text: str, until: int) -> Claim:
        span = text[claim.start : max(until, claim.start)]
        m = _REASON.search(span)
        reason = (m["reason"] or m["reason2"]).strip("，") if m else None
        flat = claim.direction is None and claim.change is None and _FLAT.search(span.split("。")[0])
        return replace(claim, reason=reason, direction=Direction.FLAT if flat and "上年" in span else claim.direction)


def flat_claims(section: Section, subjects: Subjects, names: Sequence[str]) -> Iterator[Claim]:
    """Claims without a number: X 较上年预算持平."""
    if not any(word in section.text for word in ("持平", "一致", "无变化")):
        return
    text = normalised(section.text)
    for m in _UNCHANGED.finditer(text):
        subject = _subject_text(m["lead"], names)
        found = subjects.link(subject, section, None)
        if found.id:
            yield Claim(section, found.id, found.text, _sentence(text, m.start()), m.start(), direction=Direction.FLAT, where=found.where)
