"""What the prose says of things that did not change: 与上年持平."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...model.disclosures.claim import Claim, Direction, Section
from .leads import sentence_at, subject_words
from .reasons import follows, reason_spans, reason_text
from .subjects import Subjects
from .tokens import normalised

_UNCHANGED = re.compile(
    r"(?P<lead>[^，。；：、\n]{2,40}?)(?P<base>(?:较|比|与|和|同)(?:上年|上一年|去年|\d{4}年)[^，。；\d]{0,12}?)(?:相比)?(?:基本)?(?:持平|一致|无变化|无增减)"
)
FLAT = re.compile(
    r"(?P<base>(?:较|比|与|和|同)(?:上年|上一年|去年|\d{4}年)[^，。；\d]{0,12}?)(?:相比)?，?(?:基本|均|保持)?(?:持平|无变化|无增减|相同|一致|没有变化|未发生变化)"
)


def flat_claims(section: Section, subjects: Subjects, names: Sequence[str]) -> Iterator[Claim]:
    """Claims without a number: X 较上年预算持平."""
    if not any(word in section.text for word in ("持平", "一致", "无变化", "无增减")):
        return
    text = normalised(section.text)
    reasons = reason_spans(text)
    for m in _UNCHANGED.finditer(text):
        found = subjects.link(subject_words(m["lead"], names), section, None)
        if not found.id:
            continue
        span = next((r for r in reasons if r[0] >= m.end()), None)
        reason = reason_text(text, span) if span and follows(text, m.end(), span[0]) else None
        yield Claim(
            section, found.id, found.text, sentence_at(text, m.start()), m.start(),
            direction=Direction.FLAT, base=m["base"], reason=reason, where=found.where,
        )  # fmt: skip
