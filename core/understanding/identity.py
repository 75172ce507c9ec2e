"""Who published what, for which year: from the document's content, never from its file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ..model.disclosures.disclosure import Identity, Kind, Level
from ..model.disclosures.reference import Division, References
from ..model.disclosures.region import Region, region_of_division
from ..model.documents.document import Document, Paragraph, Table
from ..model.documents.text import label_key, squeeze

NATIONAL = "national"

_ORGAN = r"(?:局|委员会|委|办公室|研究室|室|学院|大学|党校|开发区|园区|工业园|兵团|联合会|总工会|工会|联|政协|人大|厅|部|院|中心|站|所|会|队|校|学校|中学|小学|幼儿园|医院|政府|街道办事处|办事处|乡|镇|社|馆|团|台|园|处|署|法院|检察院|支队|大队|总队|公司|基地|农场|林场|管理处)"
_BRACKET = r"(?:（本级）|（机关）|（汇总）)?"
_MAKER = re.compile(
    r"^(?:编制|填报|公开|编报)?(?:单位|部门)(?:名称)?(?:（签章）|（盖章）|（公章）)?[:：](?P<name>.{2,40}?)(?:单位[:：].*)?$"
)
_PUBLISHER = re.compile(r"^(?:预算主管部门|预算单位|主管部门|公开单位|部门名称|单位名称)[:：](?P<name>.{3,40})$")
_TITLE = re.compile(
    rf"^(?:第[一二三四五六七八九十]+部分)?(?:[一二三四五六七八九十]+、)?(?:关于)?(?P<lead>\d{{4}}年度?)?(?P<name>[^\d，。；：、]{{2,40}}?{_ORGAN}{_BRACKET})(?P<tail>(?:部门|单位)?(?:\d{{4}}年度?)?.{{0,30}}(?:预算|决算|概况|预决算).{{0,30}})?$"
)
_COVER = re.compile(rf"^(?P<name>[^\d，。；：]{{2,40}}?{_ORGAN}{_BRACKET})(?:\d{{4}}年度?)?(?:部门|单位)?(?:预算|决算)?(?:公开)?(?:说明)?$")
_YEAR = re.compile(r"(?<!\d)(?P<digits>20[0-4]\d)\s*年度?|(?P<words>二[〇○零O][〇○零O一二三四][〇○零O一二三四五六七八九])年度?")
_SHORT_YEAR = re.compile(r"(?<!\d)([12]\d)年度?(?=(?:部门|单位)?(?:预算|决算))")
"""24年单位预算, where the title has no longer year."""
_YEAR_WORDS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_NO_SIGNATURE = re.compile(r"截[至止]|[自从]20|以[前来]|之前|施行|根据|批复|印发")
"""What makes a date in a short line that of something else: 截至2023年12月31日."""
_DATE = re.compile(r"(?<!\d)(20[0-4]\d)年(\d{1,2})月(\d{1,2})日")
_ORGANISATION = re.compile(
    r"^(?:中国共产党|中共|中国人民政治协商会议|政协|中国共产主义青年团|共青团|中国国民党革命委员会|民革|中国民主同盟|民盟|九三学社|国家税务总局|国家统计局)"
)
_NUMBERED_PART = re.compile(r"^第[一二三四五六七八九十]+师")
"""A part of a body without a code that has none either (兵团第几师)."""
_PROVINCE = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$")
_STEM = re.compile(r"(?:地区|[市县州盟旗区])$")
_SELF = re.compile(r"（本级）|（机关）|本级$")


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    weight: int


def _front(document: Document, paragraphs: int = 60) -> list[str]:
    """The first paragraphs, squeezed."""
    out = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            out.append(squeeze(block.text))
            if len(out) >= paragraphs:
                break
    return out


def _clean(name: str) -> str:
    """A printed name without white space, ASCII brackets made full-width, 部门/单位 at its end dropped."""
    text = squeeze(name).replace("(", "（").replace(")", "）").strip("：:，。、")
    if "（" in text and "）" not in text:
        text += "）"
    text = re.sub(r"^(?:关于|截至\d{4}年底，?)", "", text)
    return re.sub(r"(?<=[局委办厅院会部处所站团府室队])(?:部门|单位)$", "", text)


def _candidates(document: Document) -> list[_Name]:
    """Printed names with a weight: unit lines of tables, cover lines, headings that name the body."""
    names: list[_Name] = []
    for block in document.blocks:
        if isinstance(block, Table):
            if block.maker:
                names.append(_Name(_clean(block.maker), 3))
            continue
        text = label_key(block.text)
        if len(text) > 90:
            continue
        if m := _PUBLISHER.match(text) or _MAKER.match(text):
            names.append(_Name(_clean(m["name"]), 6))
        elif m := _TITLE.match(text):
            names.append(_Name(_clean(m["name"]), 2))
    names += [_Name(_clean(m["name"]), 5) for text in _front(document, 6) if (m := _COVER.match(label_key(text)))]
    return [n for n in names if len(n.text) >= 4]


def short_body(name: str, references: References) -> str:
    """The name without the names of ancestors of a division that is unique by itself.

    Provinces and prefectures before a county or a prefecture-level city are dropped; a district (区) keeps
    them, since districts of many cities share a name, and so do the municipalities.
    """
    for _ in range(2):
        for division in (d for d in references.divisions_at_start(name) if d.rank < 2):
            rest = name[len(division.name) :]
            following = [d for d in references.divisions_at_start(rest) if d.rank > division.rank and d.code.startswith(_stem(division))]
            if following and not any(d.name.endswith("区") and d.rank == 2 for d in following) and division.code[:2] not in _MUNICIPALITIES:
                name = rest
                break
    return name


_MUNICIPALITIES = ("11", "12", "31", "50")


def _stem(division: Division) -> str:
    return division.code[:2] if division.rank == 0 else division.code[:4]


def find_division(names: list[str], body: str | None, text: str, references: References) -> Division | None:
    """The nearest coded division of a body: the longest chain of division names at the start of its name.

    A name that several divisions bear is resolved by the document's other words, or left open.
    """
    if body is None:
        return None
    best: list[Division] = []
    for name in dict.fromkeys([*names, body]):
        rest, chain, scope = _ORGANISATION.sub("", name), None, ""
        if uncoded := references.uncoded_at_start(rest):
            rest, chain = _NUMBERED_PART.sub("", rest.removeprefix(uncoded[0])), [uncoded[1]]
            scope = _stem(chain[0])
        elif province := _short_province(rest, references) if not references.divisions_at_start(rest) else None:
            rest, scope, chain = rest[len(_PROVINCE.sub("", province.name)) :], province.code[:2], [province]
        while True:
            options = [d for d in references.divisions_at_start(rest) if d.code.startswith(scope)]
            if not options:
                break
            longest = max(len(d.name) for d in options)
            options = [d for d in options if len(d.name) == longest]
            rest = rest[longest:]
            chain = options
            if len(options) != 1:
                break
            scope = _stem(options[0]) if options[0].rank < 2 else options[0].code
        if chain and (not best or (len(chain) == 1 and (len(best) > 1 or chain[0].rank > best[0].rank))):
            best = chain
    if not best:
        best = _by_stem(body, text, references)
    if len(best) > 1:
        named = [d for d in best if _named_above(d, text, references.divisions)]
        best = named or best
    return best[0] if len(best) == 1 else None


def _by_stem(body: str, text: str, references: References) -> list[Division]:
    """The division of a name that leaves its 市 or 县 out (温宿…湿地公园), if the document prints the full name of it.

    Of a county and the prefecture of the same name the prefecture is meant.
    """
    rest = _ORGANISATION.sub("", body)
    found = [
        d
        for d in references.divisions.values()
        if len(d.name) > 2 and (d.name.endswith("地区") or not d.name.endswith("区")) and rest.startswith(_STEM.sub("", d.name))
    ]
    found = [d for d in found if d.name in text]
    if len({d.prefecture for d in found}) > 1:
        return found
    top = min((d.rank for d in found), default=0)
    return [d for d in found if d.rank == top]


def _short_province(name: str, references: References) -> Division | None:
    """The province whose name stands in its short form (without 省, 自治区) before a place in it."""
    for d in references.provinces:
        rest = name.removeprefix(_PROVINCE.sub("", d.name))
        if rest != name and any(o.code.startswith(d.code[:2]) and o.rank for o in references.divisions_at_start(rest)):
            return d
    return None


def _named_above(division: Division, text: str, divisions: Mapping[str, Division]) -> bool:
    above = [divisions.get(division.prefecture), divisions.get(division.province)]
    return any(a is not None and (a.name in text or a.name.rstrip("省市") in text) for a in above)


def _year_of(m: re.Match[str]) -> int:
    return int(m["digits"] or m["words"].replace("二", "2", 1)[:1] + m["words"][1:].translate(_YEAR_WORDS))


def _year_in(text: str, *, short: bool = False) -> int | None:
    """The first year that a line prints, in digits or in words; with ``short`` also 24年 before 预算."""
    if m := _YEAR.search(text):
        return _year_of(m)
    m = _SHORT_YEAR.search(text) if short else None
    return 2000 + int(m[1]) if m else None


def fiscal_year(document: Document) -> int | None:
    """The year of the disclosure: of the cover and title lines; else the one most named in headings and table titles."""
    front = _front(document, 12)
    for text in front:
        if re.search(r"预算|决算", text) and (year := _year_in(text, short=True)):
            return year
    votes: Counter[int] = Counter()
    for block in document.blocks:
        if isinstance(block, Table):
            if block.title and (year := _year_in(block.title)):
                votes[year] += 2
        elif len(text := squeeze(block.text)) <= 80:
            heading = re.search(r"第[一二三四五六七八九十]+部分|^[-一二三四五六七八九十]+、|预算|决算", text)
            if heading and (year := _year_in(text)) and not _DATE.search(text):
                votes[year] += 1
    if votes:
        return votes.most_common(1)[0][0]
    years = Counter(_year_of(m) for p in document.paragraphs for m in _YEAR.finditer(squeeze(p.text)))
    return years.most_common(1)[0][0] if years else None


def _kind_and_level(document: Document, body: str | None) -> tuple[Kind | None, Level | None]:
    """Kind and level by the words of cover, headings and titles; None where they do not say."""
    kinds: Counter[Kind] = Counter()
    departments = units = 0
    for n, text in enumerate([*_front(document, 60), *(t.title for t in document.tables if t.title)]):
        weight = 4 if n < 4 else 1
        if len(text) > 60:
            continue
        if "决算" in text:
            kinds[Kind.FINAL] += weight
        elif "预算" in text and "一般公共预算" not in text and "基金预算" not in text:
            kinds[Kind.BUDGET] += weight
        if re.search(r"部门(?:预算|决算|收支|收入|支出|概况|汇总|财务|整体)|汇总", text):
            departments += weight
        if re.search(r"单位(?:预算|决算|收支|收入|支出|概况|财务)", text):
            units += weight
    kind = kinds.most_common(1)[0][0] if kinds else None
    if body and _SELF.search(body):
        return kind, Level.UNIT
    if not departments and not units:
        # Tables alone, whose titles name neither: the word before the body's name (部门：…, 编制单位：…).
        words = Counter("部门" in t.maker_word for t in document.tables if t.maker_word)
        departments, units = words[True], words[False]
        if not departments and not units:
            return kind, None
    return kind, Level.DEPARTMENT if departments > units else Level.UNIT


def _signed_on(document: Document) -> str | None:
    """The date on the cover, or at the very end."""
    paragraphs = [squeeze(p.text) for p in document.paragraphs]
    for text in [*paragraphs[:8], *reversed(paragraphs[-4:])]:
        if len(text) <= 60 and not _NO_SIGNATURE.search(text) and (m := _DATE.search(text)):
            return f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}"
    return None


def _short_names(document: Document, body: str | None, division: Division | None) -> tuple[str, ...]:
    """Other names of the body in the prose: a known contraction of it, used at the start of sentences."""
    if body is None or division is None:
        return ()
    stem = re.sub(
        r"(?:彝族|藏族|羌族|回族|蒙古|哈萨克|柯尔克孜|维吾尔|塔吉克|锡伯|土家族|苗族)*自治[县州旗]$|[省市县区旗州]$", "", division.name
    )
    found: Counter[str] = Counter()
    pattern = re.compile(
        rf"(?:^|[。，；：、])(?:\d{{4}}年度?，?)?({re.escape(stem)}[\u4e00-\u9fff]{{0,3}}?[\u4e00-\u9fff]{{2,6}}局)(?=\d|总|编|预算|有|所|按|无|安排)"
    )
    for p in document.paragraphs:
        found.update(pattern.findall(squeeze(p.text)))
    tail = body[-1]
    return tuple(
        n for n, count in found.most_common(3) if n != body and n[-1] == tail and count > 1 and set(n) <= set(body) | set("医保人社住建")
    )


def identify(document: Document, regions: Mapping[str, Region], references: References, force_region: str | None = None) -> Identity | None:
    """The identity of a disclosure, or None if the document is none.

    A disclosure has a kind, and a recognised statement or a body with a year.
    """
    names = _candidates(document)
    votes: Counter[str] = Counter()
    for n in names:
        votes[short_body(n.text, references)] += n.weight
    body = _best(votes)
    text = "".join(squeeze(p.text) for p in document.paragraphs)[:20000]
    division = find_division([n.text for n in names], body, text, references)
    kind, level = _kind_and_level(document, body)
    year = fiscal_year(document)
    of_division = region_of_division(division.code if division else None, regions.values())
    region = regions.get(force_region or "") or of_division or regions[NATIONAL]
    recognised = sum(1 for t in document.tables if t.title and region.template(t.title))
    speaks = bool(re.search(r"(?:部门|单位|收支)(?:预算|决算)|预算公开|决算公开|收支总", text[:6000]))
    if kind is None or body is None or not (recognised >= 2 or (speaks and year is not None and recognised + len(text) // 1500 >= 1)):
        return None
    return Identity(
        body=body,
        division_code=division.code if division else None,
        division_name=division.name if division else None,
        region=region.id,
        fiscal_year=year,
        kind=kind,
        level=level or region.level or Level.UNIT,
        short_names=_short_names(document, body, division),
        signed_on=_signed_on(document),
    )


def _best(votes: Counter[str]) -> str | None:
    """The name with most weight; a longer print of the same name (（本级）) wins over its head."""
    if not votes:
        return None
    name, weight = votes.most_common(1)[0]
    longer = [n for n, w in votes.items() if n != name and n.startswith(name) and _SELF.search(n) and w * 3 >= weight]
    return longer[0] if longer else name
