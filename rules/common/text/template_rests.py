"""Rests of the template in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, rule
from ...legal import CONVENTION
from ...wording import printed_texts, printed_whole

# The character with which a rest can begin is looked at first: most places are passed over at once.
_RESTS = (
    ("未填的占位符", re.compile(r"(?=[Xx×✕╳□○〇◯*_…])(?:(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|[×✕╳]{2,}|[□○〇◯]{2,}|(?<!\*)\*{2,}(?=[^\d*])|_{3,}|…{1,2}(?:万元|%)|(?<=[\u4e00-\u9fff])[Xx](?:万元|%|年|个|辆|人))")),
    ("未选择的增减", re.compile(r"(?=[增上减下])(?:(?:增加|增长|上升)(?:（(?:减少|下降|降低)）|/(?:减少|下降|降低)|或(?:减少|下降)(?=[\d.]))|(?:减少|下降)(?:（(?:增加|增长)）|/(?:增加|增长)))")),
    ("未填的原因", re.compile(r"(?=[主原])(?:(?:主要)?原因(?:是|为)[:：]?(?:…+|[。；](?!主要|因|由|受|一|二|1)|，(?=[。；，])|，$)|主要用于[。；]|主要是[。；])")),
    ("编辑软件的标记", re.compile(r"(?=[\[〔PHM_T\\错E#])(?:\[bookmark:|〔bookmark:|PAGEREF|HYPERLINK|MERGEFORMAT|_GoBack|_Toc\d+|\\\*|TOC\\o|错误[!！]未(?:定义书签|找到引用源)|Error[!！]|#(?:REF|VALUE|NAME|DIV/0|N/A)[!！?？]?)")),
    ("网页标记", re.compile(r"(?=[<&])(?:</?(?:p|br|div|span|font|strong|b|u|tr|td|table|o:p)(?:(?<=\w)\s*/?>|[^<>\u4e00-\u9fff]{1,200}>)|&(?:nbsp|lt|gt|amp|quot);)", re.IGNORECASE)),
    ("填写说明", re.compile(r"(?=[（某如请可])(?:（(?:请|此处)?(?:填写|填报|填列|单位自行|根据实际|如有请|按实际|说明[:：]请)[^（）]{0,20}）|（(?:单位|部门|局)名称）|某某(?:局|单位|部门|县|市)|（(?:选填|必填|下同，请删除)）|（按[^（）]{4,60}填[写列]）|（(?:请)?(?:说明|写明|简述|列明|分析)[^（）]{0,16}(?:原因|情况|内容)）|（(?:据实|如实|按实际情况)(?:填写|填报|填列|说明)）|（注：如[^（）]{0,30}请[^（）]{0,20}）|（此处[^（）]{1,20}）|（(?:部门|单位)可(?:根据|结合)[^（）]{0,30}）)|如无[^。；，]{0,20}，请(?:说明|删除|填写|注明)|(?:请|可)删除(?:本|此|该)(?:段|句|说明)")),
    ("未填的金额", re.compile(r"(?=[支收预经合总增减为])(?:支出|收入|预算|经费|合计|总计|增加|减少|(?<![以作])为)万元(?=[，。；])")),
)  # fmt: skip


@rule(id="text.template-rests", title="模板残留", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def template_rests(disclosure: Disclosure) -> Iterator[Verdict]:
    """文中没有模板或编辑软件留下的字样：XX、××、“增加（减少）”、空着的“主要原因是。”、没有数字的“支出万元”、[bookmark: …]、PAGEREF、“错误!未定义书签”、<p>、&nbsp; 等。

    文字和表格都看；同类的合并为一条，只作提示。

    错例：比上年增加（减少）12.00 万元，主要原因是。
    正例：比上年增加 12.00 万元，主要原因是新增人员。
    """
    found: dict[str, list[tuple[str, str, Evidence]]] = {}
    whole = printed_whole(disclosure)
    rests = [(name, pattern) for name, pattern in _RESTS if pattern.search(whole)]
    for text, place, table in printed_texts(disclosure) if rests else ():
        for name, pattern in rests:
            if m := pattern.search(text):
                shown = text[max(0, m.start() - 20) : m.end() + 30]
                found.setdefault(name, []).append((m[0], shown, Evidence(Role.ACTUAL, shown, place, table=table)))
    if not found:
        yield Passed()
    for name, places in found.items():
        word, shown, _ = places[0]
        yield fail(
            f"文中留有{name}“{word}”（{len(places)} 处）。原文：{shown}",
            address=f"text/rest/{name}",
            evidence=tuple(e for _, _, e in places[:20]),
        )
