"""From the characters of a question to what they name: longest match over the lexicon, then what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .lexicon import Entry, Lexicon, normal
from .names import common_run, is_contraction

_NUMBER_YEAR = re.compile(r"(?<!\d)(?P<y>20\d\d)(?:财政年度|年度|年底|年末|年初|年|财年)?(?!\d)|(?<!\d)(?P<short>[12]\d)年(?:度|底)?")
_RELATIVE_YEAR = re.compile(r"今年|本年度?(?!收入|支出)|当年|这一年|去年|上年(?!结转)|上一年度?|前年|明年")
_BASE_YEAR = re.compile(
    r"(?:比|较|相较于?|相比于?|对比)(?P<a>去年|上年|上一年度?|前一年|前年|(?P<y>20\d\d)年?度?)"
    r"|(?<![年\d])(?:与|同|和|跟)(?:去年|上年|上一年度?|前一年|(?P<z>20\d\d)年?度?)(?=[^，。？]{0,8}(?:相比|比|变|一样|持平|一致|差))"
)
_OFFSET = {"去": -1, "上": -1, "前": -2, "明": 1}
_SOFT = re.compile(
    r"^(?:请问一下|请问|请|麻烦|帮我|帮忙|查一下|查查|查询|看一下|看看|告诉我|我想知道|想知道|我想|一下|关于|那么|那|在|对|对于|的|里面|里|中|上|有|是|和|与|跟|以及|及|各|每|"
    r"分别|其中|了|又|还|还有|总共|一共|到底|究竟|实际|具体|安排了?|计划|全年|全部|所有|这|个|份|家|几|为|用于|花在|按|从|本|该|一个|一项|一笔|文件|文档|资料|写的|写|说的?|中说|预算|决算|"
    r"年度?|年底|，|。|？|！|、|：|；)+"
)
_SOFT_END_WORDS = (
    "是多少钱 是多少 有多少 多少钱 多少元 多少万元 多少万 多少 几个 几项 是什么 什么 怎么样 如何 各是 各有 各 分别 是 有 共 总共 一共 总额 "
    "金额 数额 数 情况 安排了 安排 花了 花 用了 支出了 给了 批了 拨了 共计 合计 的 了 呢 吗 吧 啊 么 这个项目 这一项 这项 项目 预算 决算 "
    "上 里 中 在 为 和 与 及 跟 有没有 是否 ， 。 ？ ！ 、 ： ；"
)
_SOFT_END = re.compile(f"(?:{'|'.join(sorted(_SOFT_END_WORDS.split(), key=len, reverse=True))})++$")
"""The longest word first, and none is given back: 有多少 is not tried as 有 and 多少 again."""
_FILLER = re.compile(
    r"请问|帮我|帮忙|麻烦|告诉我|想知道|查一下|看一下|一下|到底|究竟|实际上|实际|真实|真正|是多少|有多少|多少钱|多少|什么|怎么样|怎么|如何|哪一个|哪一家|哪家|哪个|哪些|哪|"
    r"安排|预算|决算|支出|收入|资金|经费|费用|金额|数额|总共|一共|合计|总计|年度|全年|万元|亿元|单位|部门|文件|文档|资料|公开|公布|里面|其中|分别|以及|还是|或者|有没有|没有|是否|"
    r"比较|相比|占|比|较|和|与|跟|及|的|了|吗|呢|啊|吧|是|有|在|中|里|对|为|按|以|到|从|给|能|会|要|用|花|把|被|就|都|也|共|这|那|个|份|家|上|下|我|你|您|本|该|各|每|几|多|少|最|大|小|高|低|"
    r"年|元|数|项|款|类|，|。|？|！|、|：|；|\d|%|\.|-"
)
_PLACE = re.compile(r"[一-鿿]{2,10}?(?:自治区|自治州|自治县|省|市|县|州|旗)|[一-鿿]{2,6}?区")
_NO_PLACE = re.compile(r"地区|社区|辖区|小区|全[县市区省]|本[县市区省]|[各哪我这那几某][个家]?[县市区省州]|上市|城市|市场|门市|超市")
_ORGAN = re.compile(
    r"[一-鿿]{2,14}?(?:局|委员会|[卫发改健]委|教委|人民法院|检察院|大学|学院|学校|中学|小学|幼儿园|医院|办事处|街道办|党校|研究所|管理处|服务中心|图书馆|文化馆|博物馆)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the question and what they can stand for."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]

    def ids(self, kind: str) -> tuple[str, ...]:
        return tuple(id for k, id in self.entries if k == kind)


@dataclass(slots=True)
class Linked:
    """A normalised question with its mentions; ``years`` are absolute or relative to the latest (0, -1)."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    years: tuple[int, ...] = ()
    relative: tuple[int, ...] = ()
    base_year: int | None = None
    has_base: bool = False
    masked: str = ""
    """The text with everything linked blanked out: same length."""

    def of(self, kind: str) -> list[Mention]:
        return [m for m in self.mentions if m.ids(kind)]

    def ids(self, kind: str) -> list[str]:
        return list(dict.fromkeys(id for m in self.mentions for id in m.ids(kind)))

    @property
    def runs(self) -> list[str]:
        """What was not linked, words of asking cut off at both ends, two characters or more."""
        found = []
        for piece in re.split(r"[\s，。？！；：]+", self.masked):
            trimmed = _SOFT_END.sub("", _SOFT.sub("", piece))
            if len(trimmed) >= 2:
                found.append(trimmed)
        return found

    @property
    def content(self) -> list[str]:
        """The rest that carries meaning: nothing linked, no words of asking."""
        return [r for r in re.split(r"\s+", _FILLER.sub(" ", self.masked)) if len(r) >= 2]


def link(question: str, lexicon: Lexicon) -> Linked:
    """Longest match; of two that overlap the longer one stands, of equals the first."""
    text = normal(question)
    linked = Linked(text)
    rest = list(text)
    _years(text, linked, rest)
    found: list[Mention] = []
    longest = max(map(len, lexicon.words), default=0)
    hidden = "".join(rest)
    for start in range(len(text)):
        for end in range(min(len(text), start + longest), start + 1, -1):
            piece = text[start:end]
            if piece in lexicon.words and "\0" not in hidden[start:end]:
                found.append(Mention(start, end, piece, tuple(lexicon.words[piece])))
                break
    taken: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= t.start or mention.start >= t.end for t in taken):
            taken.append(mention)
    linked.mentions = sorted(_shorter(taken, found, text, lexicon), key=lambda m: m.start)
    for m in linked.mentions:
        rest[m.start : m.end] = " " * (m.end - m.start)
    linked.masked = "".join(rest).replace("\0", " ")
    return linked


def _shorter(taken: Sequence[Mention], found: Sequence[Mention], text: str, lexicon: Lexicon) -> list[Mention]:
    """The mentions taken, and those that lost their place and still have a shorter form in what is free."""
    free = [True] * len(text)
    for m in taken:
        free[m.start : m.end] = [False] * (m.end - m.start)
    more = []
    for m in found:
        if m in taken or not free[m.start]:
            continue
        for end in range(m.end - 1, m.start + 1, -1):
            if all(free[m.start : end]) and text[m.start : end] in lexicon.words:
                piece = text[m.start : end]
                more.append(Mention(m.start, end, piece, tuple(lexicon.words[piece])))
                free[m.start : end] = [False] * (end - m.start)
                break
    return [*taken, *more]


def _years(text: str, linked: Linked, rest: list[str]) -> None:
    """Take years out of ``rest``, first those that a change is measured from."""

    def hide(m: re.Match[str]) -> None:
        rest[m.start() : m.end()] = "\0" * (m.end() - m.start())

    for m in _BASE_YEAR.finditer(text):
        linked.has_base = True
        year = m["y"] or m["z"]
        linked.base_year = int(year) if year else linked.base_year
        hide(m)
    years, relative = [], []
    for m in _NUMBER_YEAR.finditer("".join(rest)):
        if m["short"] is None and not m[0].endswith(("年", "度", "底", "末", "初")) and m.end() < len(text) and text[m.end()].isdigit():
            continue
        years.append(int(m["y"]) if m["y"] else 2000 + int(m["short"]))
        hide(m)
    for m in _RELATIVE_YEAR.finditer("".join(rest)):
        relative.append(_OFFSET.get(m[0][0], 0))
        hide(m)
    linked.years = tuple(dict.fromkeys(years))
    linked.relative = tuple(dict.fromkeys(relative))


_HOW_MANY = re.compile(r"(?:[一两二三四五六七八九十几各每]|\d+)(?:家|个|所|份)?(?:的)?$")


def _before(masked: str) -> str:
    """The unlinked words that stand right before something; 和 at the beginning of a question joins nothing."""
    piece = re.split(r"[\s，。？！；：]", masked)[-1]
    piece = _HOW_MANY.sub("", piece)
    return piece if piece == masked and piece.startswith("和") else _SOFT.sub("", piece)


def unknown_issuer(linked: Linked) -> str | None:
    """A place or a body that the question names and the data do not hold."""
    for m in linked.of("organ"):
        before = _before(linked.masked[: m.start])
        if len(before) >= 2 and _FILLER.sub("", before) and not _NO_PLACE.search(before) and before[-1] not in "的了在":
            return before + m.text
    for piece in linked.masked.split():
        text = _SOFT.sub("", piece)
        found = _ORGAN.match(text)
        if (place := _PLACE.match(text)) and not _NO_PLACE.search(place[0]):
            return found[0] if found else place[0]
        if found and not re.match(r"哪|各|每|这|那|几", found[0]):
            return found[0]
    return None


def close_items(run: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Ids of the items whose name people may have shortened to ``run``, the best only.

    A run that stands inside the name, or is a contraction of it, or shares most of both with it.
    """
    scored: dict[str, float] = {}
    key = normal(run)
    lean = re.sub(r"(?:的)?(?:支出|费用|经费|资金|金额|预算)$", "", key) or key
    for id, name in names:
        full = normal(name)
        if len(lean) >= 3 and (key in full or lean in full):
            score = 2 + len(key if key in full else lean) / len(full)
        elif len(full) >= 4 and full in key:
            score = 1.8
        elif len(key) >= 4 and len(key) * 2 >= len(full) and is_contraction(key, full):
            score = 1.5
        else:
            run_length = common_run(key, full)
            score = run_length / max(len(key), 1) if run_length >= 4 and run_length >= 0.75 * len(lean) else 0
        if score:
            scored[id] = max(scored.get(id, 0), score)
    if not scored:
        return []
    best = max(scored.values())
    floor = 2 if best >= 2 else best
    return sorted((i for i, s in scored.items() if s >= floor), key=lambda i: (-scored[i], i))


def near_words(run: str, words: Iterable[str]) -> list[str]:
    """Words that differ from a piece of ``run`` by one character: a slip of the pen."""
    found = []
    for word in words:
        if len(word) < 3 or word.isascii():
            continue
        for i in range(len(run) - len(word) + 1):
            if sum(a != b for a, b in zip(word, run[i : i + len(word)], strict=True)) == 1:
                found.append(word)
                break
    return sorted(dict.fromkeys(found), key=lambda w: (-len(w), w))[:3]
