"""Names of divisions and bodies as people shorten them (简称): general rules of Chinese, no list of bodies."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

PROVINCES: dict[str, str] = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省", "22": "吉林省",
    "23": "黑龙江省", "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省",
    "37": "山东省", "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省",
    "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区", "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区",
}  # fmt: skip
"""First two digits of a GB/T 2260 code → province."""

_PEOPLES = [
    "维吾尔",
    "哈萨克",
    "柯尔克孜",
    "塔吉克",
    "锡伯",
    "乌孜别克",
    "塔塔尔",
    "俄罗斯",
    "蒙古",
    "藏",
    "回",
    "彝",
    "羌",
    "苗",
    "壮",
    "侗",
    "瑶",
    "土家",
    "布依",
    "满",
    "朝鲜",
    "白",
    "哈尼",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "土",
    "达斡尔",
    "仫佬",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "阿昌",
    "普米",
    "怒",
    "德昂",
    "保安",
    "裕固",
    "京",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
    "鄂温克",
    "各",
]
_PEOPLE = "|".join(sorted(_PEOPLES, key=len, reverse=True))
_AUTONOMOUS = re.compile(rf"^(?P<stem>.{{2,}}?)(?:(?:{_PEOPLE})族?){{1,8}}自治(?P<rank>区|州|县|旗)$")
_RANK = re.compile(r"(?:特别行政区|自治区|自治州|自治县|地区|新区|林区|特区|省|市|区|县|州|旗|盟|镇|乡|街道)$")
_ORGAN_END = re.compile(r"(?:委员会|办公室|中心|局|厅|委|院|会|站|所|队|处|部|署|社|馆|校|园|办)$")
_ENDS = {"委员会": ("委员会", "委"), "办公室": ("办公室", "办")}
_SPOKEN: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), forms)
    for pattern, forms in (
        (r"^高级人民法院$", ("高院", "高级法院", "法院")),
        (r"^中级人民法院$", ("中院", "中级法院", "法院")),
        (r"^人民(?P<o>法院|检察院)$", ("{o}",)),
        (r"^人民检察院$", ("检察",)),
        (
            r"^(?:人民代表大会|人大)(?:常务委员会|常委会)?(?:办公厅|办公室|机关)?$",
            ("人大", "人大常委会", "人大办", "人大办公厅", "人大办公室", "人大机关", "人大常委会办公室", "人大常委会办公厅"),
        ),
        (r"^(?:人民)?政(?:治)?协(?:商会议)?.{0,10}(?P<o>办公厅|办公室|机关)$", ("政协", "政协办", "政协{o}", "政协机关")),
        (r"^人民政府(?P<o>办公厅|办公室)$", ("政府办", "政府{o}")),
        (r"^(?:委员会|委)?(?P<o>办公厅|办公室)$", ("委办", "委{o}")),
        (r"^(?:人民政府)?(?P<o>.{2,8}?)街道办事处$", ("{o}街道", "{o}街道办", "{o}街办", "{o}街道办事处", "{o}办事处", "{o}")),
        (r"^(?P<o>.{2,8}?[镇乡])人民政府$", ("{o}", "{o}政府")),
        (r"^(?P<o>.{0,8}?)中医医院$", ("{o}中医院",)),
        (r"^(?P<o>.{0,8}?)(?P<n>第[一二三四五六七八九十]{1,3})(?P<k>人民)?(?P<e>医院)$", ("{o}{n}医院",)),
        (r"^第(?P<n>[一二三四五六七八九十]{1,3})(?:初级|高级|完全)?中学$", ("{n}中", "第{n}中学")),
        (r"^第(?P<n>[一二三四五六七八九十]{1,3})高级中学$", ("{n}高", "{n}高中", "第{n}高中")),
        (r"^第(?P<n>[一二三四五六七八九十]{1,3})(?:完全)?小学$", ("{n}小", "第{n}小学")),
        (r"^实验(?P<e>小学|中学|幼儿园)$", ("实验{e}",)),
        (r"^妇幼保健(?:计划生育服务)?(?:院|中心)$", ("妇幼保健院", "妇幼")),
        (r"^疾病预防控制中心$", ("疾控中心", "疾控")),
        (r"^纪律检查委员会(?:监察委员会|.{0,4}监察委员会)?$", ("纪委", "纪委监委", "纪检委", "监委")),
        (r"^公安局.{0,6}交通(?:管理|警察).{0,3}(?:大队|支队|局)$", ("交警", "交警队", "交警大队")),
    )
)
"""Organs that people call by a name which no rule of characters gives: general kinds of organs, no body of its own."""
_JOINTS = re.compile(r"[和与及、]")
_OWN_LEVEL = re.compile(r"(?:（[^（）]*）|本级|机关)$")
_PARTY = re.compile(r"^中(?:共|国共产党)(?=.{2,12}委员会)")
_ABOVE = re.compile(r".{2,10}?(?:自治区|自治州|地区|省|市|州|盟)")
_FURTHEST = 24
_MOST_WORDS = 6


@lru_cache(maxsize=4096)
def division_forms(name: str) -> tuple[str, ...]:
    """A division's name, then how people shorten it: 甲乙彝族自治县 → 甲乙县, 甲乙; 丙丁市 → 丙丁."""
    forms = [name]
    if m := _AUTONOMOUS.match(name):
        forms += [m["stem"] + m["rank"], m["stem"]]
    elif len(stem := _RANK.sub("", name)) >= 2:
        forms.append(stem)
        if len(stem) >= 4 and name.endswith("市"):
            forms.append(f"{stem[0]}市")  # a long name of another language is cut to its first syllable
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=200_000)
def organ_of(body: str, divisions: tuple[str, ...]) -> str:
    """What a body is called inside its division: 丙丁县医疗保障局（本级） → 医疗保障局."""
    forms = sorted({f for d in divisions for f in division_forms(d)}, key=len, reverse=True)
    organ = _PARTY.sub("", body)
    for _ in divisions:  # a province, and then a district of it; a prefecture between them is no division of the body
        for f in forms:
            at = organ.find(f, 0, _FURTHEST)
            if at >= 0 and len(organ) > at + len(f) + 1 and (at == 0 or (len(f) >= 2 and _ABOVE.fullmatch(organ[:at]))):
                organ = organ[at + len(f) :]
                break
    return _OWN_LEVEL.sub("", organ) or organ


def is_own_level(body: str) -> bool:
    """Whether the name says 本级: the body itself without its subordinate units."""
    return "本级" in body


@lru_cache(maxsize=4096)
def contractions(organ: str) -> tuple[str, ...]:
    """Short names of an organ: of every two-character word the first character, the whole or nothing, the first word never left out.

    医疗保障局 → 医保局, 人力资源和社会保障局 → 人社局, 发展和改革委员会 → 发改委. The full name comes first.
    """
    spoken = _spoken(organ)
    end = _ORGAN_END.search(organ)
    if end is None:
        return (organ, *spoken)
    words = [w for part in _JOINTS.split(organ[: end.start()]) for w in _words(part)]
    if not 1 <= len(words) <= _MOST_WORDS:
        return (organ, *spoken)
    options = [(words[0][0], words[0]), *((w[0], w, "") for w in words[1:])]
    stems = ("".join(chosen) for chosen in product(*options))
    ends = _ENDS.get(end[0], (end[0],))
    return tuple(dict.fromkeys([organ, *spoken, *(s + e for s in stems for e in ends if len(s) >= 2 or (len(s) == 1 and e == "委"))]))


def _spoken(organ: str) -> tuple[str, ...]:
    """What people call an organ whose name they do not cut by characters: 高级人民法院 → 高院."""
    found: list[str] = []
    for pattern, forms in _SPOKEN:
        if m := pattern.match(organ):
            found += [f.format(**{k: v or "" for k, v in m.groupdict().items()}) for f in forms]
    return tuple(dict.fromkeys(f for f in found if len(f) >= 2))


def _words(text: str) -> list[str]:
    """Words of two characters, the last of three if the length is odd."""
    words = [text[i : i + 2] for i in range(0, len(text), 2)]
    if len(words) > 1 and len(words[-1]) == 1:
        words[-2:] = [words[-2] + words[-1]]
    return [w for w in words if w]


def is_contraction(short: str, full: str) -> bool:
    """Whether ``short`` keeps the order of the characters of ``full`` and its first one: 城乡医保 of 城乡居民医疗保险."""
    if len(short) < 2 or short[0] != full[0]:
        return False
    rest = iter(full)
    return all(c in rest for c in short)


def common_run(a: str, b: str) -> int:
    """Length of the longest run of characters that both hold."""
    best = 0
    ends = [0] * (len(b) + 1)
    for x in a:
        now = [0] * (len(b) + 1)
        for j, y in enumerate(b, 1):
            if x == y:
                now[j] = ends[j - 1] + 1
                best = max(best, now[j])
        ends = now
    return best


def overlap(a: str, b: str) -> float:
    """Share of the two-character pieces of ``a`` that occur in ``b``."""
    pieces = {a[i : i + 2] for i in range(len(a) - 1)}
    return sum(p in b for p in pieces) / len(pieces) if pieces else 0.0
