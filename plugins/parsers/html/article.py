"""The article of a page, not the site around it: menus, breadcrumbs, who runs the site, what else it offers.

Blocks are taken out, never chosen: what is not known to belong to the site stays, and a block with a table of figures
stays whatever it is called. docs/decisions/0025-article-of-a-page.md says why no library does this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from .... import label_key, parse_figure

ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|7z|csv)(?:$|[?#])", re.IGNORECASE)
_MEANT = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|crumbs?|breadcrumbs?|position|location|dqwz|weizhi|footer|foot|bottom|sidebar|side|share|"
    r"related|recommend|pager|toolbar|tools?|search|login|copyright|links?|friendlinks?|banner|logo|topbar|top|header|qrcode|ewm)"
    r"(?:$|[-_\s\d])",
    re.IGNORECASE,
)
"""Names of classes and ids that site builders give to what surrounds an article."""
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_SITE_WORDS = re.compile(
    r"(?:当前|所在|您的|现在|你的)(?:的|所在)?位置|ICP\s*备|公网安备|网站标识码|版权所有|(?:主办|承办)(?:单位)?\s*[:：]|设为首页|加入收藏|网站地图|"
    r"联系我们|关于我们|无障碍(?:浏览|阅读|模式|版|辅助)|长者(?:浏览)?模式|关怀版|打印本页|关闭(?:窗口|本页)|分享到|扫一扫|上一[篇条]|下一[篇条]|"
    r"(?:浏览|访问|点击|阅读)(?:次数|数|量|率)\s*[:：]|字\s*(?:体|号)(?:大小)?\s*[:：\[【]|(?:发布|更新)(?:时间|日期)\s*[:：]|"
    r"(?:^|\s)(?:信息|文章|稿件)?来\s*源\s*[:：]|首\s*页\s*(?:[>》/|]|&gt;)|相关(?:链接|资讯|阅读|新闻)|技术支持\s*[:：]"
)
"""What a site says around an article and no disclosure says."""
_METADATA = re.compile(r"索\s*引\s*号|主题分类|发文(?:机关|字号|日期)|成文日期|信息分类")
"""What the register of public documents says of one, in a table of its own."""
_STAFF = re.compile(r"^\s*(?:(?:责任|网络)?编\s*辑|[一二三]审)\s*[:：]")
_BARE = re.compile(
    r"^(?:打印|保存|关闭|收藏|分享[:：]?|字体|[大中小]|返回(?:首页|顶部|上级|主站|上一页)|首页|搜索|登录|注册|繁體?|EN|移动版|听新闻|收起|展开|[>»|/])+$"
)
_MONEY = re.compile(r"\d\s*(?:[万亿千]?元|%)")
_NAMES_A_DOCUMENT = re.compile(r"\d{4}\s*年.{0,40}[预决]\s*算")
_ATTACHED = re.compile(r"^\s*附\s*件")
_DATE = re.compile(r"^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_TITLE_PARTS = re.compile(r"(?:(?<!\s)\s++(?:[_|—–]|--|-\s|-(?=[^-\d]{2,30}$))|[_|—–]|--|-(?=[^-\d]{2,30}$))\s*+")
_PARTS = frozenset(
    ("html", "head", "body", "article", "main", "h1", "tbody", "thead", "tfoot", "tr", "td", "th", "a", "span", "font", "b", "strong", "em")
)
"""Elements that are no block of a site by themselves."""
_SHORT = 400
"""Characters: a longer block is not told by its words alone."""
_SENTENCE = re.compile(r"(?<![^。；])[^。；]{20,}+[。；]")
_SMALL = 0.3
"""Share of the page's text above which a block is not told by its name."""


@dataclass(slots=True)
class Weight:
    """What stands under an element: characters outside and inside links, links, and numbers in cells of tables."""

    plain: int = 0
    linked: int = 0
    links: int = 0
    figures: int = 0

    def add(self, other: Weight) -> None:
        self.plain += other.plain
        self.linked += other.linked
        self.links += other.links
        self.figures += other.figures


@dataclass(slots=True)
class Article:
    """What a page says of itself, and how much of it belongs to the site."""

    title: str | None = None
    published_on: str | None = None
    """ISO date."""
    publisher: str | None = None
    dropped: int = 0
    """Blocks that were taken out."""


def take_article(root: etree._Element, shown: Callable[[etree._Element], bool]) -> Article:
    """Take out of a page what belongs to the site. A page that is not part of a site stays as it is."""
    stated = {str(m.get("name") or m.get("property") or "").lower(): (m.get("content") or "").strip() for m in root.iter("meta")}
    article = Article(_title(root, stated), _date(stated.get("pubdate", "")), stated.get("contentsource") or None)
    page = _Page(root, shown)
    if page.is_of_a_site(stated):
        article.dropped = page.take_out(article.title)
    return article


def _title(root: etree._Element, stated: dict[str, str]) -> str | None:
    """The title of the article: as the page's metadata state it, or the part of the page's title that speaks of a budget."""
    if stated.get("articletitle"):
        return " ".join(stated["articletitle"].split())
    page = next((t.text or "" for t in root.iter("title")), "")
    parts = [p.strip() for p in _TITLE_PARTS.split(" ".join(page.split())) if p.strip()]
    return next((p for p in parts if re.search("[预决]算|[收支]支", p)), None)


def _date(text: str) -> str | None:
    m = _DATE.match(text)
    return f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}" if m and 1 <= int(m[2]) <= 12 and 1 <= int(m[3]) <= 31 else None


@dataclass(slots=True)
class _Page:
    """The elements of a page with their weights."""

    root: etree._Element
    shown: Callable[[etree._Element], bool]
    weights: dict[etree._Element, Weight] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for _, element in etree.iterwalk(self.root, events=("end",)):
            if isinstance(element.tag, str):
                self.weights[element] = self._weigh(element)

    def _weigh(self, element: etree._Element) -> Weight:
        weight = Weight()
        if not self.shown(element):
            return weight
        weight.plain += _length(element.text)
        for child in element:
            if (inner := self.weights.get(child)) is not None:
                weight.add(inner)
            weight.plain += _length(child.tail)
        if element.tag == "a" and _leads_away(element):
            weight.links += 1
            weight.linked += weight.plain
            weight.plain = 0
        elif element.tag in ("td", "th") and weight.figures == 0:
            figure = parse_figure(_text(element)) if weight.plain < 30 else None
            weight.figures = int(figure is not None and (figure.decimals > 0 or "," in figure.text))
        return weight

    def of(self, element: etree._Element) -> Weight:
        return self.weights.get(element, Weight())

    def is_of_a_site(self, stated: dict[str, str]) -> bool:
        """Whether a site is around the article: it says so, or links lead away."""
        marks = {"articletitle", "sitename", "pubdate", "columnname"} & stated.keys()
        return bool(marks) or self.of(self.root).links >= 2 or next(self.root.iter("nav", "footer", "aside", "article"), None) is not None

    def take_out(self, title: str | None) -> int:
        """Take out what stands before the title, then whatever block is the site's; returns how many."""
        dropped = 0
        heading = self._heading(title) if title else None
        if heading is not None:
            for block in self._before(heading):
                dropped += self._drop(block)
        for block in list(self._of_the_site(self.root, heading)):
            dropped += self._drop(block)
        return dropped

    def _drop(self, block: etree._Element) -> bool:
        weight = self.of(block)
        parent = block.getparent()
        if parent is not None:
            block.drop_tree() if hasattr(block, "drop_tree") else parent.remove(block)
        return bool(weight.plain + weight.linked)

    def _heading(self, title: str) -> etree._Element | None:
        """The element that prints the title: the first, unless most of the page stands before it."""
        wanted = label_key(title)
        total = self.of(self.root).plain
        before = 0
        if len(wanted) < 6:
            return None
        for element in self.root.iter():
            weight = self.weights.get(element)
            if weight is None or not self.shown(element):
                continue
            size = weight.plain + weight.linked
            if size <= 2 * len(wanted) + 8 and label_key(_text(element)) == wanted and element.tag not in ("title", "a", "option"):
                return element if before * 2 <= total else None
            before += _length(element.text)
        return None

    def _before(self, heading: etree._Element) -> Iterator[etree._Element]:
        """The blocks before the heading, without those that have figures in tables."""
        for ancestor in (heading, *heading.iterancestors()):
            if ancestor is self.root:
                return
            for block in list(ancestor.itersiblings(preceding=True)):
                if isinstance(block.tag, str) and block.tag not in ("head", "style", "script") and not self.of(block).figures:
                    yield block

    def _of_the_site(self, element: etree._Element, heading: etree._Element | None) -> Iterator[etree._Element]:
        around = () if heading is None else (*heading.iterancestors(),)
        for child in element:
            if not isinstance(child.tag, str) or child is heading:
                continue
            if child not in around and self._is_the_sites(child):
                yield child
            else:
                yield from self._of_the_site(child, heading)

    def _is_the_sites(self, block: etree._Element) -> bool:
        weight = self.of(block)
        size = weight.plain + weight.linked
        if block.tag == "tr" and size <= _SHORT and _METADATA.search(_text(block)):
            return True
        if not size or block.tag in _PARTS or weight.figures > 1:
            return False
        if weight.links >= 3 and weight.linked * 2 > size:
            return True
        text = _text(block)
        if size > self.of(self.root).plain * _SMALL or _SENTENCE.search(text) or _MONEY.search(text) or _ATTACHED.search(text):
            return False
        if size <= _SHORT and self._says_so(block, text):
            return True
        named = _MEANT.search(f"{block.get('class', '')} {block.get('id', '')}") or block.get("role") in _ROLES
        return bool(named) and not _NAMES_A_DOCUMENT.search(text)

    @staticmethod
    def _says_so(block: etree._Element, text: str) -> bool:
        """Whether the words of a short block are those of a site."""
        if _METADATA.search(text):
            return True
        if block.tag == "table" or next(block.iter("td"), None) is not None:
            return False
        return bool(_SITE_WORDS.search(text) or _STAFF.match(text) or _BARE.match("".join(text.split())))


def _leads_away(link: etree._Element) -> bool:
    """Whether a link is to another page, not within this one, and to no file that belongs to the article."""
    address = link.get("href", "")
    if link.get("name") and not address:
        return False
    return not address.startswith("#") and not ATTACHMENT.search(address)


def _text(element: etree._Element) -> str:
    return " ".join(str(t) for t in element.itertext())


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0
