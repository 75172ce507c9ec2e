"""Prose to claims: which number states what about which subject.

The grammar of the numbers stands in :mod:`tokens`; what the subjects are called is the pack's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..model.disclosure import Claim, Direction, Section
from .paths import ClassPath, class_paths
from .subjects import BASE, SAME, Subjects
from .tokens import BASE_PHRASE, CHANGE_WORD, Role, Token, normalised, tokens

_REASON = re.compile(
    r"(?:主要)?原因(?:主要)?(?:是|为|：|系)?[:：]?(?P<reason>[^。；\n]{2,200})|主要(?:是|由于|系)(?P<reason2>[^。；\n]{2,200})"
)
_LEAD_NOISE = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.、])+|^其中[:：]?|^(?:主要)?包括[:：]?|^本年度|^年度|^(?:\d{4}年(?:度)?，?)|^截至\d{4}年底?，?|^(?:合计|共计|总计)(?=$)"
)
_LEAD_TAIL = re.compile(r"(?:为|是|约|共|各|均|达|达到|共计|[:：])+$")
_LIST_LEAD = re.compile(r"^.*(?:包括|支出|收入|资金|经费)[:：]")
_LEAD_REST = re.compile(r"^(?:的|，|：|（[^（）]{4,}）)")
_UNCHANGED = re.compile(r"(?P<lead>[^，。；：、\n]{2,40}?)(?:较|比|与)(?:上年|\d{4}年)[^，。；\d]{0,8}(?:持平|一致|无变化)")
_FLAT = re.compile(r"(?:持平|无变化|无增减|相同|一致|没有变化)")
_FLAT_BASE = re.compile(r"(?:比|较|与|同)(?:上年|20\d\d年)[^，。；\d]{0,12}?(?=(?:保持|基本)?(?:持平|无变化|无增减|相同|一致|没有变化))")


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(c, 0, at) for c in "。；\n") + 1
    ends = [i for i in (text.find(c, at) for c in "。；\n") if i >= 0]
    return text[start : min(ends) + 1 if ends else len(text)].strip()


def _subject_text(lead: str, names: Sequence[str]) -> str:
    """The words of a lead that name the subject: base phrase, direction word, body name and years left out."""
    text = CHANGE_WORD.sub("", lead)
    text = BASE_PHRASE.sub("", text).split("占", 1)[0]
    text = _LIST_LEAD.sub("", text)
    previous = None
    while previous != text:
        previous = text
        text = _LEAD_NOISE.sub("", text)
        for name in names:
            text = text.removeprefix(name).removeprefix("部门").removeprefix("单位") if text.startswith(name) else text
        text = _LEAD_REST.sub("", text)
    return _LEAD_TAIL.sub("", text)


def _path_before(text: str, start: int, floor: int) -> ClassPath | None:
    """The classification path (…（类）…（款）…（项）) that the number's sentence begins with."""
    begin = max([floor, *(text.rfind(c, 0, start) + 1 for c in "。；\n、")])
    found = list(class_paths(text, begin, start))
    return found[-1] if found else None


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
            if current is not None and "\n" in text[floor : token.start] and token.role is not Role.VALUE and not token.lead:
                current = None
            new = self._opens(token, current)
            if new and current is not None and self._same_subject(new, open_claims[current], token, section):
                new = None
            if token.role in (Role.CHANGE, Role.RATE) and current is not None and new is None:
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
        if token.role in (Role.VALUE, Role.OTHER_PERCENT):
            return subject
        if token.role is Role.SHARE or current is None:
            return None if current is not None else subject
        return subject if subject and not re.fullmatch(r"[比较与].*|同比|主要.*|预决算", subject) else None

    def _same_subject(self, subject: str, claim: Claim, token: Token, section: Section) -> bool:
        """Whether a change is named with the subject of the open claim once more: 收支总预算…。与上年相比，收支总计增加…."""
        if token.role not in (Role.CHANGE, Role.RATE) or claim.subject is None or claim.path:
            return False
        return self._subjects.link(subject, section, None).id == claim.subject

    def _spoken_of(self, section: Section, text: str, token: Token, floor: int) -> Claim | None:
        """The subject that a path without a number names for the attributes after it: …（项）。主要用于…。年初预算为…."""
        if self._subjects.attribute(_subject_text(token.lead, self._names)) is None:
            return None
        path = next(reversed(list(class_paths(text, floor, token.start))), None)
        if path is None:
            return None
        found = self._subjects.link("", section, path)
        return Claim(
            section, found.id, found.text, _sentence(text, token.start), path.start, path=found.path, code=found.code, where=found.where
        )

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
        lead = CHANGE_WORD.sub("", text[begin : token.start]).rstrip("，")
        base = BASE_PHRASE.search(lead)
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
        if found.id is None and token.role is Role.VALUE and token.figure.is_money and self._subjects.attribute(subject) is None:
            found = self._subjects.other(subject, section)
        key = found.id or found.text
        address = (section.id or section.title, key)
        ordinal = self._count[address]
        self._count[address] += 1
        start = path.start if path else token.lead_start
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
            case Role.SHARE if claim.share is None:
                return replace(claim, share=token.figure)
            case Role.CHANGE if claim.change is None:
                return replace(claim, change=token.figure, direction=token.direction, base=base)
            case Role.RATE if claim.rate is None:
                return replace(claim, rate=token.figure, rate_direction=token.direction, base=base)
            case Role.BASE_VALUE if claim.base_value is None:
                return replace(claim, base_value=token.figure, base=base)
            case Role.VALUE | Role.OTHER_PERCENT if claim.value is None:
                return replace(claim, value=token.figure)
        return claim

    @staticmethod
    def _with_reason(claim: Claim, text: str, until: int) -> Claim:
        span = text[claim.start : max(until, claim.start)]
        m = _REASON.search(span)
        reason = (m["reason"] or m["reason2"]).strip("，") if m else None
        flat = claim.direction is None and claim.change is None and _FLAT.search(span.split("。")[0])
        compared = _FLAT_BASE.search(span.split("。")[0]) if flat else None
        if flat and (compared or "上年" in span):
            return replace(claim, reason=reason, direction=Direction.FLAT, base=claim.base or (compared[0] if compared else None))
        return replace(claim, reason=reason)


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
