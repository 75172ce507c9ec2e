"""What kind of document a file is (文种): a department's or unit's disclosure, or another one that is only named.

Judged by its titles: the first line that is the title of one kind decides; files of tables alone by the titles of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...model.disclosures.disclosure import DocumentType
from ...model.documents.document import Document
from ...model.documents.figure import parse_figure
from ...model.documents.said import Said, said
from ...model.documents.text import label_key
from .front import front_lines, joined_lines

_LINES = 150
_LONGEST_TITLE = 80
_REAL_FIGURES = 5

_PLACEHOLDER = re.compile(
    r"[XxＸ×]{2,}|[*＊]{2,}|○{2,}|_{3,}|（(?:单位|部门)(?:全称|名称)）|(?:模板|范本|样式|参考格式|参考样式|编写提纲)(?:）|$)"
)
_MONEY_WORD = re.compile(r"预算|决算")
_REPORT = re.compile(
    r"(?:预算|财政|收支)(?:收支)?执行情况.{0,40}(?:预算|收支)(?:收支)?(?:（?草案）?|安排|编制|计划|建议).{0,12}(?:报告|说明|汇报|$)"
    r"|财政预算.{0,4}草案.{0,10}报告"
)
_GOVERNMENT: tuple[tuple[DocumentType, re.Pattern[str]], ...] = (
    (DocumentType.DEBT, re.compile(r"(?:政府|一般|专项)?债务?.{0,6}(?:限额|余额|发行|还本付息|领域).{0,16}(?:表|说明|情况|公开|信息)")),
    (DocumentType.ADJUSTMENT, re.compile(r"预算(?:收支)?调整(?:方案|情况|（草案）|草案)?.{0,16}(?:报告|方案|说明|草案|决议)")),
    (DocumentType.GOVERNMENT_REPORT, _REPORT),
    (DocumentType.FINAL, re.compile(r"(?:财政(?:收支)?(?:总)?决算|[省市县区旗州盟镇乡级](?:本级)?(?:及.{0,6}级)?(?:(?<![镇乡])(?:人民)?政府)?决算)(?:草案)?(?:（草案）)?(?:的?报告|.{0,10}(?:说明|情况|公开|数据)|$)")),
    (DocumentType.EXECUTION, re.compile(r"(?:[省市县区旗州盟镇乡]|20\d\d年).{0,16}(?:预算|财政)(?:收支)?执行情况(?:的?报告|说明|表|分析|$)")),
    (DocumentType.BUDGET, re.compile(r"政府预算(?:公开|草案|报告|报表|说明|及)|(?:[省市县区旗州盟镇乡]|本)级.{0,20}(?:收入|支出|收支|经费|经营)(?:预算|汇总).{0,6}(?:说明|情况)|(?:[省市县区旗州盟镇乡]|本)级?(?:政府|财政)(?:总)?预算(?:公开|草案|报告|报表|编制|说明|$)|财政总预算")),
)  # fmt: skip
_NO_TITLE = re.compile(r"[。；！？，]|[：:]$|^[（(]?[一二三四五六七八九十]{1,3}[）)、]|^附件?\d*[：:]")
_YEAR = re.compile(r"20\d\d|(?<!\d)[12]\d年|二[〇○零O]")
_SESSION = re.compile(r"人民代表大会(?:常务委员会)?.{0,12}(?:第.{1,4}次)?会议(?:上|文件|$)|^各位代表")
_NOTICE = re.compile(r"(?:关于(?!公开|公布|公示|.{0,40}(?:公开|公示)).{2,60}的(?:通知|函|通告|公告|意见|办法|批复)$)")
_NEWS = re.compile(r"(?:召开|举行|调研|座谈|培训班|审议通过|听取|走访|工作会议).{0,40}$")
_DISCLOSURE = re.compile(
    r"(?:部门|单位)(?:综合)?(?:收支)?(?:预决算|预算|决算)(?!（?草案)|(?:预算|决算)(?:信息)?公开|(?:预算|决算)(?:情况|编制)?说明"
)

_GOVERNMENT_TABLE = re.compile(
    r"债务(?:限额|余额|发行|还本)|地方政府.{0,6}债|一般债|专项债|政府债券|(?<!对下)转移支付(?!.{0,4}绩效)|税收返还|上解|平衡表"
    r"|社会保险基金|社保基金|全[省市县区州旗盟]|[省市县区州旗盟](?:本级|级)|(?:公共预算|基金预算|经营预算|财政)(?:本级)?(?:地方)?收入(?![支和、])|(?:执行|完成)情况表|三公经费汇总|地域财政|代编"
    r"|20\d\d年[\u4e00-\u9fff]{1,10}[省市县区旗州盟](?:一般公共预算|政府性基金|国有资本经营|社会保险)"
)
_DEBT_TABLE = re.compile(r"债")
_EXECUTION_TABLE = re.compile(r"执行|完成")


@dataclass(frozen=True, slots=True)
class Nature:
    """What a document is; ``government``: of a whole government, not of a department or unit."""

    type: DocumentType | None
    government: bool = False


def is_covered(nature: Nature) -> bool:
    """Whether a document of this kind is checked at all."""
    return not nature.government and nature.type in (None, DocumentType.BUDGET, DocumentType.FINAL)


_SPOKEN = {
    DocumentType.BUDGET: ("the budget", "预算"),
    DocumentType.FINAL: ("the final account", "决算"),
    DocumentType.EXECUTION: ("a statement on the execution of the budget", "预算执行情况"),
    DocumentType.ADJUSTMENT: ("an adjustment of the budget", "预算调整方案"),
    DocumentType.DEBT: ("a statement of the debt", "政府债务情况"),
    DocumentType.GOVERNMENT_REPORT: ("a report on the execution of the budget with the next draft", "预算执行情况和预算草案的报告"),
    DocumentType.TEMPLATE: ("a template", "模板"),
    DocumentType.NOTICE: ("a notice", "通知"),
    DocumentType.OTHER: ("another document", "其他文件"),
}


def not_covered(nature: Nature) -> Said:
    """Why a document whose kind is known is not checked."""
    english, chinese = _SPOKEN[nature.type or DocumentType.OTHER]
    if nature.government:
        english, chinese = f"{english} of a whole government", f"政府{chinese.removeprefix('政府')}"
    return said(
        f"this is {english}, no disclosure of a department or unit: this kind of document is not covered yet, nothing was checked",
        f"本文件是{chinese}，不是部门或单位的预算、决算公开件；这类文件目前还不能核对，未作比对",
    )


def type_of(document: Document) -> Nature:
    """What a document is by its titles; of no type where they do not say."""
    titles = list(_by_titles(document))
    by_title = next((n for n, text in titles if not text.endswith("表")), None)
    if by_title is not None and by_title.type is DocumentType.TEMPLATE and _figures(document) > _REAL_FIGURES:
        return Nature(None)
    if by_title is not None:
        return by_title
    by_tables = _by_tables(document)
    return by_tables if by_tables.type else next((n for n, _ in titles), by_tables)


def _by_titles(document: Document) -> Iterator[tuple[Nature, str]]:
    """The natures that lines of the front are titles of, with the lines, in order."""
    speech = False
    found: list[tuple[Nature, str]] = []
    for text, count in joined_lines(front_lines(document, _LINES)):
        if count == 1:
            yield from _likeliest(found)
            found = []
        if len(text) > _LONGEST_TITLE or _NO_TITLE.search(text):
            continue
        speech = speech or bool(_SESSION.search(text))
        if _MONEY_WORD.search(text) or "债" in text:
            found += [(n, text) for n in [_title(text)] if n]
        elif not speech and count == 1 and _NOTICE.search(text):
            found.append((Nature(DocumentType.NOTICE), text))
    yield from _likeliest(found)


def _likeliest(natures: list[tuple[Nature, str]]) -> list[tuple[Nature, str]]:
    """Of what a line says, alone and with those after it: the report, of whose title a line alone names only a part."""
    return [n for n in natures if n[0].type is DocumentType.GOVERNMENT_REPORT][:1] or natures[:1]


def _title(text: str) -> Nature | None:
    """The nature of a document with this title; None if it is none that is known."""
    own = _DISCLOSURE.search(text)
    if own and _PLACEHOLDER.search(text):
        return Nature(DocumentType.TEMPLATE)
    if _NOTICE.search(text):
        return Nature(DocumentType.NOTICE)
    if not re.search(r"部门|单位(?!.{0,3}政府)", text) or _REPORT.search(text):
        found = next((kind for kind, pattern in _GOVERNMENT if pattern.search(text)), None)
        if found is not None:
            return Nature(found, government=True)
    if own and _YEAR.search(text):
        return Nature(DocumentType.FINAL if "决算" in own[0] and "预决算" not in own[0] else DocumentType.BUDGET)
    return None


def _by_tables(document: Document) -> Nature:
    """Files of tables alone: a whole government's if most of their titles speak as one."""
    titles = [label_key(t.title) for t in document.tables if t.title]
    titles += [label_key(s) for t in document.tables if not t.title and (s := t.sheet_name())]
    of_government = [t for t in titles if _GOVERNMENT_TABLE.search(t)]
    if not of_government or len(of_government) * 2 < len(titles) or 2 * sum(bool(t.maker) for t in document.tables) > len(titles):
        return Nature(None)
    if 2 * sum(bool(_DEBT_TABLE.search(t)) for t in of_government) > len(of_government):
        return Nature(DocumentType.DEBT, government=True)
    if 2 * sum("决算" in t for t in titles) > len(titles):
        return Nature(DocumentType.FINAL, government=True)
    if 2 * sum(bool(_EXECUTION_TABLE.search(t)) for t in titles) > len(titles):
        return Nature(DocumentType.EXECUTION, government=True)
    return Nature(DocumentType.BUDGET, government=True)


def _figures(document: Document) -> int:
    """How many cells of tables print a number."""
    return sum(parse_figure(c.text) is not None for t in document.tables for c in t.cells)
