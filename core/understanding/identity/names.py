"""Who published it: the names that a document prints, weighed by where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...model.disclosures.body import body_key
from ...model.disclosures.reference import References
from ...model.documents.document import Document, Table
from ...model.documents.text import label_key, squeeze, strip_numbering
from .divisions import short_body
from .front import cover_lines, joined_lines

_MAKER = re.compile(
    r"^(?:编制|填报|公开|编报)?(?:单位|部门)(?:名称)?(?:（签章）|（盖章）|（公章）)?[:：](?P<name>.{2,40}?)(?:单位[:：].*)?$"
)
_PUBLISHER = re.compile(r"^(?:预算主管部门|预算单位|主管部门|公开单位|部门名称|单位名称)[:：](?P<name>.{3,40})$")
_NEXT = (
    r"(?=20\d\d|[12]\d年|二[〇○零O]|部门|单位|预算|决算|预决算|收支|概况|整体|年度|本级|机关|（|关于|主要职[能责责]|基本情况|公开|的|\s|$)"
)
_SPEAKS = re.compile(r"预算|决算|概况")
_TITLE_REST = re.compile(
    r"^(?:（[^（）]*）)*(?:关于)?(?:公开)?(?:(?:20\d\d|二[〇○零O].{2}|[12]\d)年?度?)?(?:部门|单位|本级|整体)*(?:综合|收支|财务)*(?:预决算|预算|决算|概况)"
)
"""What follows the name in the title of a disclosure."""
_AROUND = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|附件?\d*[:：]?|关于|公开|公布|公示|做好|批复|印发|20\d\d年?度?|[12]\d年度?|[A-Z])+"
)
_KEPT = re.compile(r"（(?:本级|机关|本部|机关本级|局机关|厅机关)）")
_BRACKET = re.compile(r"（[^（）]*）?$")
_NO_NAME = re.compile(
    r"^(?:本|我|各|该|其|全|强化|加强|推进|推动|完善|负责|组织|指导|贯彻|落实|按照|根据|开展|深化|提升|做好|支持|对|与|和|及|由|在|为|以|从|下属|所属|直属|编制|填报|一般公共|政府性|财政拨款)"
    r"|[>|»＞<]|[，。；！？]|信箱|首页|站内|预算|决算"
)
_COMMON = re.compile(
    r"(?:干|全|内|外|东|西|南|北|局|各|细)部$|(?:社|机|大|晚|例|集|年|宴|人民代表大)会$|(?:市|现|广|职|立|气|登|在|商|上|下|进|入|会)场$|场所$"
    r"|(?:交|承|主|督|查|开|举|申|经|筹|创|协|代|包|联|帮|严|领|试)办$|(?:阶|手|时|路|地|片)段$|(?:信息|项目|数据|专家|案例|资源|人才)库$|(?:公|花)园$"
    r"|(?:互联|联)$|(?:方|依|涉|守)法院$|小组$|(?:股|业务)室$|(?:多|二|三|首|学|本|高|专)科$"
)
"""Words that end like the name of a body and are none."""
_PLACE = re.compile(r"[省市县区州旗盟镇乡]|街道|兵团|^(?:中共|中国|政协|共青团|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|国家)")
_BEGINS_WITH_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,9}?[省市县区旗州盟镇乡]|中共|中国|政协|共青团)")
_PROSE = re.compile(r"(?:20\d\d年|内设|下设|是|有|共|系|作为|属于|现有|主要|年末|部门预算|单位预算|本年)")
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name, its weight, and the kind of place: cover, table, text."""

    text: str
    weight: int
    place: str


@lru_cache(maxsize=8)
def _organ_name(organs: frozenset[str]) -> re.Pattern[str]:
    """A name up to the first organ word that something else than more of the name follows."""
    either = "|".join(sorted(map(re.escape, organs), key=lambda w: -len(w)))
    return re.compile(rf"^(?P<name>[\u4e00-\u9fff·]{{1,40}}?(?:{either})(?:（[^（）]{{1,12}}）)*(?:本级|机关)?){_NEXT}")


def clean_name(name: str) -> str:
    """A printed name without white space and what stands around it, full-width brackets kept; 部门/单位 at its end dropped.

    （本级） and （机关） are part of a name, （汇总）, （差额表） and the like are not.
    """
    text = squeeze(name).replace("(", "（").replace(")", "）").strip("：:，。、*·")
    text = re.sub(r"^(?:关于|公开|截至\d{4}年底，?)+", "", text)
    while (m := _BRACKET.search(text)) and not _KEPT.fullmatch(m[0]) and m.start():
        text = text[: m.start()]
    if "（" in text and "）" not in text:
        text += "）"
    return re.sub(r"(?<=[局委办厅院会部处所站团府室队])(?:部门|单位)$", "", text)


def name_in(text: str, organs: frozenset[str]) -> str | None:
    """The name of the body that a line (label key) begins with, behind year, numbering and 关于公开."""
    rest = strip_numbering(text)
    rest = _AROUND.sub("", rest)
    m = _organ_name(organs).match(rest)
    if m is None:
        return None
    name = clean_name(_second_place(m["name"]))
    return name if is_name(name) else None


def _second_place(name: str) -> str:
    """What two lines joined by mistake say last: 青山县人民政府青山县水利局 names the bureau."""
    again = name.rfind(name[:3]) if len(name) >= 2 * _SHORTEST else 0
    in_brackets = name.count("（", 0, again) > name.count("）", 0, again)  # another name of the same body
    return name[again:] if again > 0 and not in_brackets else name


def is_name(name: str) -> bool:
    """Whether a text may be the name of a body at all."""
    return len(name) >= _SHORTEST and not _NO_NAME.search(name) and not _COMMON.search(name)


def candidates(document: Document, organs: frozenset[str]) -> list[Name]:
    """Printed names: unit lines of tables, the cover, titles and headings, the beginnings of sentences."""
    return [
        n for n in (*_of_tables(document, organs), *_of_cover(document, organs), *_of_text(document, organs)) if len(n.text) >= _SHORTEST
    ]


def _of_tables(document: Document, organs: frozenset[str]) -> Iterator[Name]:
    for table in document.tables:
        if table.maker and not _NO_NAME.search(name := clean_name(table.maker)):
            yield Name(name, 3, "table")
        if table.title and (found := name_in(label_key(table.title), organs)):
            yield Name(found, 2, "table")


def _of_cover(document: Document, organs: frozenset[str]) -> Iterator[Name]:
    """Names on the cover; one that the cover breaks over lines is joined, its first part is none."""
    found: list[tuple[str, int]] = []
    for text, _ in joined_lines(cover_lines(document)):
        if name := name_in(text, organs):
            whole = bool(_TITLE_REST.match(label_key(text[text.index(name) + len(name) :])))
            found.append((name, 8 if whole else 3))
    for name, weight in dict(sorted(found, key=lambda f: f[1])).items():
        if not any(_stands_for(other, w, name, weight) for other, w in found):
            yield Name(name, weight if _PLACE.search(name) else weight - 2, "cover")


def _stands_for(other: str, others_weight: int, name: str, weight: int) -> bool:
    """Whether a name is only a part of another one of the cover, or has a line before it that is none of it."""
    if other == name:
        return False
    if other.startswith(name):
        return others_weight > weight
    if other.endswith(name):
        return bool(_BEGINS_WITH_PLACE.match(other)) and not _BEGINS_WITH_PLACE.match(name)
    return name.endswith(other) and bool(_BEGINS_WITH_PLACE.match(other)) and not _BEGINS_WITH_PLACE.match(name)


def _of_text(document: Document, organs: frozenset[str]) -> Iterator[Name]:
    said: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Table):
            continue
        text = label_key(block.text)
        if len(text) <= 90 and (m := _PUBLISHER.match(text) or _MAKER.match(text)):
            if not _NO_NAME.search(name := clean_name(m["name"])):
                yield Name(name, 6, "publisher" if "主管" in text[:6] else "table")
            continue
        if (heads := _heads(text, organs)) and _PLACE.search(heads):
            said[heads] += 2 if len(text) <= 60 and _SPEAKS.search(text) else 1
    for name, count in said.items():
        yield Name(name, min(count, 12), "text")


def _heads(text: str, organs: frozenset[str]) -> str | None:
    """The name that a heading or a sentence begins with."""
    if len(text) <= 60 and _SPEAKS.search(text):
        return name_in(text, organs)
    name = name_in(text[:60], organs)
    return name if name and _PROSE.match(text[text.index(name) + len(name) :]) else None


def best_name(names: list[Name], references: References) -> tuple[str | None, str | None]:
    """The likeliest name, and another one that the document prints in as prominent a place (None if all agree).

    Prints of one name (中共…委员会办公室 and …委办) count together; a longer print (（本级）) wins over its head.
    """
    votes: Counter[str] = Counter()
    for n in names:
        votes[short_body(n.text, references)] += n.weight
    if not votes:
        return None, None
    groups: Counter[str] = Counter()
    for name, weight in votes.items():
        groups[body_key(name)] += weight
    key = max(groups, key=lambda k: (groups[k], len(k)))
    prints = {n: w for n, w in votes.items() if body_key(n) == key}
    name = max(prints, key=lambda n: (prints[n], len(n)))
    longer = [n for n, w in votes.items() if n != name and n.startswith(name) and _KEPT.search(n[len(name) :]) and w * 3 >= prints[name]]
    return (longer[0] if longer else name), _disagreeing(names, key, references)


def _disagreeing(names: list[Name], key: str, references: References) -> str | None:
    """What cover or tables mostly call the body, if that is another body."""
    for place in ("cover", "table"):
        votes: Counter[str] = Counter()
        for n in names:
            if n.place == place:
                votes[short_body(n.text, references)] += n.weight
        keys = {body_key(n) for n in votes}
        if votes and not any(k.startswith(key) or key.startswith(k) or k.endswith(key) or key.endswith(k) for k in keys):
            return votes.most_common(1)[0][0]
    return None
