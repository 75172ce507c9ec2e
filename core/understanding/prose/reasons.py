"""Why something changed, as the prose states it: where a stated reason begins and ends."""

from __future__ import annotations

import re

_BEGIN = re.compile(
    r"(?:主要)?(?:(?:变动|变化|增减|增加|减少|增长|下降|差异)+的?)?(?:主要)?(?<!问题及)原因(?:说明)?(?:主要)?(?:(?:是|为|：|系|在于)+|(?=按|由|[一1]是|有[：:二两三]))"
    r"|(?P<mild>主要(?:是|由于|系|因)(?!要))"
)
_MOVED = re.compile(r"增|减|升|降|提高|上涨|压缩|压减|节约|持平|一致|相同|变化|差异|高于|低于|大于|小于|等于|相比|完成")
_GOES_ON = re.compile(r"[二三四五六七八九十]是|其[二三四五]|[（(]?[2-9二三四五六七八九][）)、.．]|[②-⑨]|同时|另外|此外|并且?|以及")
_LONGEST = 400
_LEADS_IN = re.compile(r"[，（]?(?:[^，。；：\d]{0,24}的)?")
"""What may stand between the start of a sentence and its reason: 决算数小于预算数的(主要原因是)."""
_NOISE = re.compile(r"^(?:主要)?(?:原因)?(?:是|为|：|:|，)*(?:主要原因(?:是|为|：)+)?")


def reason_spans(text: str) -> list[tuple[int, int]]:
    """From the word that opens a reason to the end of its sentence, in a normalised text.

    主要是 opens one only after words of a change: 主要是办公费10万元 is a list. A semicolon ends a reason unless the next
    words go on counting (一是…；二是…).
    """
    spans: list[tuple[int, int]] = []
    for m in _BEGIN.finditer(text):
        if spans and m.start() < spans[-1][1]:
            continue
        if m["mild"] and not _moved_before(text, m.start()):
            continue
        spans.append((m.start(), _end(text, m.end())))
    return spans


def _moved_before(text: str, at: int) -> bool:
    """Whether the sentence before ``at`` (or the one that ends there) speaks of a change."""
    head = text[:at].rstrip("。\n")
    start = max(head.rfind(c) for c in "。；\n") + 1
    return bool(_MOVED.search(head[start:]))


def _end(text: str, at: int) -> int:
    position = at
    while (position := next((i for i in range(position, len(text)) if text[i] in "。；\n"), len(text))) < len(text):
        if text[position] != "；" or not _GOES_ON.match(text[position + 1 :]):
            break
        position += 1
    return position


def reason_text(text: str, span: tuple[int, int]) -> str | None:
    """The words of a reason without those that open it; None if nothing follows."""
    opened = _BEGIN.match(text, span[0])
    if opened is None:
        return None
    words = _NOISE.sub("", text[opened.end() : span[1]])[:_LONGEST].strip("，：: ")
    return words if len(words) > 1 else None


def follows(text: str, claimed: int, begin: int) -> bool:
    """Whether a reason at ``begin`` belongs to what ends at ``claimed``: the same sentence, or the next one begins with it."""
    sentences = re.split(r"[。；\n]+", text[claimed:begin])
    return len(sentences) == 1 or (len(sentences) == 2 and bool(_LEADS_IN.fullmatch(sentences[1])))
