"""Prose to claims: which number states what about which subject.

The grammar of the numbers stands in :mod:`tokens`; what the subjects are called is the pack's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...model.disclosures.claim import Claim, Direction, Section
from ...model.disclosures.link import Link, weakest
from .frames import Frame
from .leads import path_before, sentence_at, subject_words
from .paths import class_paths
from .reading import SectionReading, before_bracket, counted_before, full_stop, item_of, spoken_before
from .reasons import follows, reason_spans, reason_text
from .slots import FIELDS, compared_anew, compares_again, has_room, with_number
from .subjects import ACTUAL, AMOUNT, BASE, COMPLETION, SAME, Subjects
from .tokens import BASE_PHRASE, CHANGE_WORD, Role, Token, normalised, tokens
from .unchanged import FLAT
from .wholes import of_the_whole

_COUNTED = re.compile(r"的?(?P<what>[\u4e00-\u9fff]{2,12}?)(?=[，。；：、（和与及的\d\n]|$)")
_COMPARED = re.compile(r"(?P<subject>[^，。；：\n]{2,40}?)(?:比|较|与|同)[^，。；：\n]{2,16}(?:相比|比较)")
_SUM = re.compile(r"(合计|共计|总计)(?:为|是)?")
_CLAUSE = re.compile(r"[，。；：\n]")
_STOP = re.compile(r"[。；\n]")
_NUMBERED = re.compile(r"\d{1,2}[.、．]|（(?:\d{1,2}|[一二三四五六七八九十]+)）|[一二三四五六七八九十]+、|[①-⑳]")
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|（?\d{1,2}[）.．、])\s*(?P<words>[^\d。，；：\n]{2,24})。"
)
"""A numbered paragraph that begins with a label: 2.公务接待费。"""
_NOTHING_OF = re.compile(r"(?:本年度?|当年|今年)?(?:没有|未|无)(?:安排|发生|列支|编列|支出|预算).*$")
"""What says that there is none of a subject this year."""
_CONTINUES = re.compile(
    r"[比较与].*|同比|(?:按|在|以)?[^，]{0,8}口径.*|主要.*|预决算|总额|总量|总体|总计|金额|实际|相应|预计|共|均|各|分别|决算数?|预算数?|执行数|上年数?|本年|年度|幅度|略|略有|有所|整体|即|合计|共计|费用|经费|其|变动|收支"
)
"""Words before a change that name no subject of their own."""


def _with_base_before(claim: Claim, before: Claim) -> Claim:
    """A claim with the base that the claim before states of the same subject: 2023年预算执行数2.10万元，2024年预算安排2.63万元."""
    if claim.subject is None or before.subject != f"{claim.subject}.{BASE}":
        return claim
    return replace(claim, base_value=before.value)


@dataclass(frozen=True, slots=True)
class Owned:
    """A number of the prose and the fact that holds it.

    ``claim`` is the claim that took it, or that stands where it stands; ``held`` says that the number is a part of a fact
    (of the claim, or of one outside the claims: an indicator, a form's money).
    """

    token: Token
    section: Section
    claim: Claim | None
    held: bool

    @property
    def sentence(self) -> str:
        return sentence_at(normalised(self.section.text), self.token.start)


class ClaimReader:
    """Claims of one section after the other; keeps count of equal subjects."""

    def __init__(self, subjects: Subjects, names: Sequence[str]) -> None:
        self._subjects = subjects
        self._names = names
        self._count: Counter[tuple[str, str]] = Counter()

    def read(self, section: Section, frames: Sequence[Frame] = ()) -> tuple[list[Claim], list[Owned]]:
        """Claims of a section, and every counted number with what holds it.

        ``frames`` are stretches of the section (a project's block, a form whose grid was lost) that say themselves what
        their numbers are.
        """
        state = SectionReading(section, normalised(section.text))
        reasons = reason_spans(state.text)
        owners: list[tuple[Token, int | None, bool]] = []
        for token in tokens(state.text):
            if not token.counted:
                continue
            frame = next((f for f in frames if f.start <= token.start < f.end), None)
            if frame is not None:
                owners.append(self._framed(state, frame, token))
                continue
            if any(start <= token.start < end for start, end in reasons):
                # A number inside a stated reason is kept with the reason; it is no value of the subject.
                owners.append((token, state.current, False))
                continue
            if token.role is Role.UNCLEAR:
                if "（" not in state.text[state.floor : token.start].rpartition("）")[2]:
                    state.current = None
                state.floor = token.end
                owners.append((token, None, False))
                continue
            owners.append((token, self._read(state, token), True))
        state.claims = of_the_whole([self._finished(state, i, reasons) for i in range(len(state.claims))])
        return state.claims, [self._owned(state, *o) for o in owners]

    @staticmethod
    def _owned(state: SectionReading, token: Token, index: int | None, held: bool) -> Owned:
        claim = state.claims[index] if index is not None else None
        if not held and claim is not None and claim.reason and token.figure.text in claim.reason:
            held = True
        return Owned(token, state.section, claim, held)

    def _framed(self, state: SectionReading, frame: Frame, token: Token) -> tuple[Token, int | None, bool]:
        """A number of a frame: of a fact that the frame states itself, a claim on the subject that the frame gives, or nothing."""
        state.current, state.holder, state.floor = None, None, token.end
        if token.start in frame.held:
            return token, None, True
        words = subject_words(state.text[max(token.lead_start, frame.start) : token.start], self._names)
        if not token.figure.is_money and (counted := _COUNTED.match(state.text, token.start + len(token.figure.text))):
            # 服务全县12名虚构人员: what is counted stands behind the unit.
            words = f"{'' if words.endswith(('和', '与', '及')) else words}{counted['what']}"
        subject = frame.subject(token, words) if token.role is not Role.UNCLEAR else None
        if subject is None:
            return token, None, False
        text = "：".join(p for p in (frame.name, words) if p)
        state.claims.append(
            Claim(
                section=state.section,
                subject=subject,
                subject_text=text,
                sentence=sentence_at(state.text, token.start),
                start=token.lead_start,
                ordinal=self._ordinal(state.section, subject),
                value=token.figure,
            )
        )
        state.ends.append(token.end)
        return token, len(state.claims) - 1, True

    def _read(self, state: SectionReading, token: Token) -> int:
        """Put a number where it belongs: into the open claim, or into a new one; the index of that claim."""
        state.current = before_bracket(state, token)
        new = self._opens(state, token)
        if new is None and token.role in (Role.CHANGE, Role.RATE, Role.BASE_VALUE):
            state.current = spoken_before(state, token)
        if new is None and state.current is not None and has_room(state.claims[state.current], token):
            claim = state.claims[state.current]
            if self._is_carried(state, claim, token):
                claim = replace(claim, carried=claim.carried | {FIELDS[token.role]})
        elif new is None and state.current is not None and compares_again(state.claims[state.current], token):
            before = state.claims[state.current]
            ordinal = self._ordinal(state.section, before.subject or before.subject_text)
            claim = compared_anew(before, sentence_at(state.text, token.start), token, ordinal)
            self._append(state, claim, token)
        else:
            claim = self._linked(state, token, new or subject_words(token.lead, self._names))
            self._append(state, claim, token)
        assert state.current is not None
        state.claims[state.current] = with_number(claim, token)
        state.floor = state.ends[state.current] = token.end
        return state.current

    @staticmethod
    def _is_carried(state: SectionReading, claim: Claim, token: Token) -> bool:
        """Whether a figure goes to a claim although its own sentence names no subject, and another claim could be meant."""
        sentence = sentence_at(state.text, token.start)
        if sentence == claim.sentence:
            return False
        rivals = [c for c in state.claims if c.sentence == claim.sentence and c.value is not None and c.value.is_money]
        return len(rivals) > 1 or "\n" in state.text[claim.start : token.start]

    @staticmethod
    def _append(state: SectionReading, claim: Claim, token: Token) -> None:
        state.claims.append(claim)
        state.ends.append(token.end)
        state.current = len(state.claims) - 1

    def _linked(self, state: SectionReading, token: Token, subject: str) -> Claim:
        """A new claim with its subject; remembers what an attribute that follows would be about."""
        claim = self._claim(state, token, subject)
        if claim.path and (planned := self._planned(state, token, claim)):
            state.holder = claim
            return planned
        if claim.subject is None:
            state.holder = self._spoken_of(state, token) or state.holder
            if (holder := self._holder(state, token)) is not None:
                claim = self._attribute(state, claim, token, holder)
            if state.claims:
                claim = _with_base_before(claim, state.claims[-1])
        if claim.subject is None or "." not in claim.subject:
            state.holder = claim
        elif held := self._subjects.held(subject, state.section, token.figure):
            state.holder = replace(claim, subject=held.id, subject_text=held.text, where=held.where)
        return claim

    def _holder(self, state: SectionReading, token: Token) -> Claim | None:
        """What an attribute is about: what its sentence named last, else what the sentences before are about as a whole.

        本年收入24万元。其中：财政拨款20万元；其他收入4万元。与年初预算数相比，年初预算数19万元: the budget is that of the income.
        """
        holder, begin = state.holder, full_stop(state.text, token.start)
        if holder is None or holder.start >= begin or holder.code:
            return holder
        line = state.text.rfind("\n", 0, token.start) + 1
        if holder.start >= line and _LABEL.match(state.text, line, token.start):
            return holder
        if (spoken := _COMPARED.match(state.text, begin)) and (words := subject_words(spoken["subject"], self._names)):
            found = self._subjects.link(words, state.section, None, token.figure)
            if found.id is not None:
                return replace(holder, subject=found.id, subject_text=found.text, where=found.where)
        until = holder.start
        while (start := full_stop(state.text, until)) >= 0:
            named = [c for c in state.claims if start <= c.start <= holder.start and c.subject and "." not in c.subject]
            if named and not state.text.startswith("其中", start):
                return named[0]
            if not start:
                break
            until = start - 1
        return holder

    def _planned(self, state: SectionReading, token: Token, claim: Claim) -> Claim | None:
        """An attribute that stands between a path and its number: …（项）：年初预算为…万元."""
        words = _CLAUSE.split(state.text[claim.start : token.start])[-1].rpartition("）")[2]
        attribute = self._subjects.attribute(subject_words(words, self._names))
        if attribute in (None, SAME, BASE) or claim.subject is None:
            return None
        subject = f"{claim.subject}.{attribute}"
        ordinal = self._ordinal(state.section, subject)
        return replace(claim, subject=subject, ordinal=ordinal, path=(), code=None, where=claim.where if attribute == ACTUAL else ())

    def _opens(self, state: SectionReading, token: Token) -> str | None:
        """The subject text of a new claim, None if the number belongs to the open one."""
        if state.current is not None and "\n" in state.text[state.floor : token.start] and token.role is not Role.VALUE and not token.lead:
            state.current = None
        if token.role is not Role.VALUE and (own := self._own_subject(state, token)) is not None:
            return own
        subject = subject_words(token.lead, self._names)
        if token.role in (Role.VALUE, Role.OTHER_PERCENT):
            return subject
        if token.role is Role.SHARE or state.current is None:
            return None if state.current is not None else subject
        if subject and not _CONTINUES.fullmatch(subject):
            return None if self._same_subject(state, token, subject) else subject
        return self._new_sentence(state.text, state.floor, token) if token.role in (Role.CHANGE, Role.RATE) else None

    def _own_subject(self, state: SectionReading, token: Token) -> str | None:
        """What a paragraph or sentence that has stated no figure yet is about, where it says so itself.

        2.…水利设施修复（项）：没有安排，比上年减少18万元: the change is of this item, known or not, never of the one before.
        """
        line = state.text.rfind("\n", 0, token.start) + 1
        begin = line if line >= state.floor else state.text.rfind("。", line, token.start) + 1
        if begin < state.floor or state.current is None:
            return None
        head = state.text[begin : token.start]
        if path_before(state.text, token.start, state.floor):
            return subject_words(token.lead, self._names)
        clause = _CLAUSE.split(head)[0]
        words = subject_words(clause, self._names)
        numbered = begin == line and _NUMBERED.match(head)
        if (numbered or _NOTHING_OF.search(head)) and words and not _CONTINUES.fullmatch(words):
            return _NOTHING_OF.sub("", words) or words
        return None

    def _same_subject(self, state: SectionReading, token: Token, subject: str) -> bool:
        """Whether a change is named with the subject of the open claim once more: 收支总预算…。与上年相比，收支总计增加…."""
        claim = state.claims[state.current] if state.current is not None else None
        if claim is None or claim.subject is None or claim.path or token.role not in (Role.CHANGE, Role.RATE):
            return False
        return self._subjects.link(subject, state.section, None, token.figure).id == claim.subject

    def _spoken_of(self, state: SectionReading, token: Token) -> Claim | None:
        """The subject that a path or a label without a number names for the attributes after it: …（项）。主要用于…。年初预算为….

        2.公务接待费。决算数3.1万元: what the label names, known or not, and never the subject of the paragraph before.
        """
        if self._subjects.attribute(subject_words(token.lead, self._names)) is None:
            return None
        path = next(reversed(list(class_paths(state.text, state.floor, token.start))), None)
        line = state.text.rfind("\n", 0, token.start) + 1
        label = _LABEL.match(state.text, line, token.start) if path is None and line >= state.floor else None
        if path is None and label is None:
            return None
        found = self._subjects.link(label["words"] if label else "", state.section, path)
        sentence = sentence_at(state.text, token.start)
        start = path.start if path else line
        return Claim(
            state.section, found.id, found.text, sentence, start, path=found.path, code=found.code, where=found.where, link=found.link
        )

    def _attribute(self, state: SectionReading, claim: Claim, token: Token, holder: Claim) -> Claim:
        """A claim on an attribute of the subject before it: 车辆1辆，价值19.30万元; 国内公务接待3批次，24人次."""
        attribute = self._subjects.attribute(claim.subject_text)
        same = holder.sentence == claim.sentence
        if attribute is None and not claim.subject_text and same and not token.figure.is_money:
            percent = token.figure.unit == "%"
            attribute = token.figure.unit if not percent else COMPLETION if token.lead == "的" else None
        if attribute is None and not token.lead and token.figure.is_money and counted_before(state, token):
            attribute = AMOUNT
        if attribute == COMPLETION and token.figure.is_money:
            # 完成预算84.82万元的73.2%
            attribute = "initial_budget" if "年初" in claim.subject_text else "year_budget"
        if attribute is None or holder.subject is None:
            return claim
        again = attribute == SAME
        subject = holder.subject if again else f"{holder.subject}.{attribute}"
        claim = replace(claim, link=weakest(holder.link, *(() if same or holder.path else (Link.INHERITED,))))
        text = f"{holder.subject_text}{claim.subject_text}"
        claim = replace(claim, subject=subject, subject_text=text, ordinal=self._ordinal(claim.section, subject))
        if again:
            return replace(claim, path=holder.path, code=holder.code, where=holder.where)
        return replace(claim, where=holder.where if attribute == ACTUAL else ())

    def _new_sentence(self, text: str, floor: int, token: Token) -> str | None:
        """The subject of a change that a new sentence states of something else (收入支出总体与上年相比，增加…)."""
        begin = max((text.rfind(c, floor, token.start) for c in "。\n"), default=-1) + 1
        if not begin:
            return None
        lead = CHANGE_WORD.sub("", text[begin : token.start]).rstrip("，")
        base = BASE_PHRASE.search(lead)
        if base is None or not base.start():
            return None
        subject = subject_words(lead[: base.start()], self._names)
        return subject if subject and "，" not in subject and not subject.startswith(("主要", "原因")) else None

    def _claim(self, state: SectionReading, token: Token, subject: str) -> Claim:
        path = path_before(state.text, token.start, state.floor)
        found = self._subjects.link(subject, state.section, path, token.figure)
        if found.id is None and token.following and not path:
            counted = token.figure.unit if token.figure.unit and not token.figure.is_money else ""
            behind = (
                self._subjects.link(words, state.section, None, token.figure)
                for words in (token.following, subject + token.following, counted + token.following)
            )
            found = next((b for b in behind if b.id), found)
        if not path and token.role is Role.VALUE and token.figure.is_money:
            found = self._subjects.part_of(found, subject, _totals_before(state, token), state.section, token.figure)
        if found.id is None and token.role is Role.VALUE and token.figure.is_money and self._subjects.attribute(subject) is None:
            spoken = any(c.value is not None for c in state.claims)
            words = subject or (m[1] if (m := _SUM.fullmatch(token.lead)) else "")
            found = self._subjects.other(words, state.section, spoken)
        sentence = sentence_at(state.text, token.start)
        if (item := item_of(state, found, sentence)) is not None:
            found = item
        named = [c.subject for c in state.claims if c.sentence == sentence and c.subject]
        if named and (under := self._subjects.under(found, named)):
            found = replace(found, id=under)
        return Claim(
            section=state.section,
            subject=found.id,
            subject_text=found.text,
            sentence=sentence,
            start=path.start if path else token.lead_start,
            ordinal=self._ordinal(state.section, found.id or found.text),
            path=found.path,
            code=found.code,
            where=found.where,
            link=found.link if found.id else Link.NONE,
        )

    def _ordinal(self, section: Section, subject: str) -> int:
        """How many claims of the section have had this subject."""
        address = (section.id or section.title, subject)
        self._count[address] += 1
        return self._count[address] - 1

    @staticmethod
    def _finished(state: SectionReading, index: int, reasons: Sequence[tuple[int, int]]) -> Claim:
        """A claim with the reason that follows it, and the word for no change."""
        claim, end = state.claims[index], state.ends[index]
        until = state.claims[index + 1].start if index + 1 < len(state.claims) else len(state.text)
        if claim.direction is None and claim.change is None:
            rest = _STOP.split(state.text[claim.start : until], maxsplit=1)[0]
            if flat := FLAT.search(rest):
                claim = replace(claim, direction=Direction.FLAT, base=claim.base or flat["base"])
        span = next((r for r in reasons if end <= r[0] < max(until, end + 1)), None)
        if span is None or not follows(state.text, end, span[0]):
            return claim
        return replace(claim, reason=reason_text(state.text, span))


def _totals_before(state: SectionReading, token: Token) -> list[str]:
    """The subjects of the amounts that the sentence, up to its full stop, has stated; and the one before 其中."""
    begin = max(state.text.rfind(c, 0, token.start) for c in "。\n") + 1
    if begin and state.text.startswith("其中", begin):
        begin = max(state.text.rfind(c, 0, begin - 1) for c in "。\n") + 1
    return [c.subject for c in state.claims if c.start >= begin and c.subject and c.value is not None and c.value.is_money]
