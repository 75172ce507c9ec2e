"""The front of a document: its first lines without what belongs to the site around it, and the lines that a cover breaks joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model.documents.document import Document, Paragraph
from ...model.documents.text import label_key, squeeze

_FURNITURE = re.compile(
    r"[>|»＞]|首页|当前位置|所在位置|您的位置|返回主站|信箱|登录|注册|无障碍|长者|关怀版|字体|字号|打印|分享|浏览次数|访问量|点击|站内搜索|欢迎来到|网站地图"
    r"|IPv6|微信|微博|APP|索引号|信息来源|来源[:：]|发布(?:时间|日期|机构)|更新时间|<%|ICP|版权所有|热线|电话"
)
_NO_COVER = re.compile(
    r"[。；，：:！？%]|^目录$|^第[一二三四五六七八九十]+部分|^[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．](?!\d)|\.{3}|…"
)
_LONGEST_COVER_LINE = 40
_COVER = 8


def front_lines(document: Document, count: int = 60) -> list[str]:
    """The first lines (squeezed) that are of the document and not of the site's furniture."""
    out: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            text = squeeze(block.text)
            if text and not _FURNITURE.search(text):
                out.append(text)
                if len(out) >= count:
                    break
    return out


def joined_lines(lines: list[str], most: int = 3) -> Iterator[tuple[str, int]]:
    """Each line of a cover, and with it the two after it, as one: a cover breaks names and titles; with how many lines it took."""
    keys = [label_key(line) for line in lines]
    for at, key in enumerate(keys):
        yield key, 1
        whole = key
        for count in range(2, most + 1):
            if at + count > len(keys) or any(_NO_COVER.search(k) or len(k) > _LONGEST_COVER_LINE for k in keys[at : at + count]):
                break
            whole += keys[at + count - 1]
            yield whole, count


def cover_lines(document: Document) -> list[str]:
    """The lines in which the cover or the head of an article stands."""
    return front_lines(document, _COVER)
