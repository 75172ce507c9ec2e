"""Rows of the books by level: 类, 款 and 项 with their money, and the classes that total tables print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .books import Books, Functional

CLASSES: tuple[tuple[str, str], ...] = (
    ("201", "一般公共服务支出"),
    ("202", "外交支出"),
    ("203", "国防支出"),
    ("204", "公共安全支出"),
    ("205", "教育支出"),
    ("206", "科学技术支出"),
    ("207", "文化旅游体育与传媒支出"),
    ("208", "社会保障和就业支出"),
    ("209", "社会保险基金支出"),
    ("210", "卫生健康支出"),
    ("211", "节能环保支出"),
    ("212", "城乡社区支出"),
    ("213", "农林水支出"),
    ("214", "交通运输支出"),
    ("215", "资源勘探工业信息等支出"),
    ("216", "商业服务业等支出"),
    ("217", "金融支出"),
    ("219", "援助其他地区支出"),
    ("220", "自然资源海洋气象等支出"),
    ("221", "住房保障支出"),
    ("222", "粮油物资储备支出"),
    ("223", "国有资本经营预算支出"),
    ("224", "灾害防治及应急管理支出"),
    ("227", "预备费"),
    ("229", "其他支出"),
    ("230", "转移性支出"),
    ("231", "债务还本支出"),
    ("232", "债务付息支出"),
    ("233", "债务发行费用支出"),
    ("234", "抗疫特别国债安排的支出"),
)

ECONOMIC_CLASSES: dict[str, str] = {
    "301": "工资福利支出",
    "302": "商品和服务支出",
    "303": "对个人和家庭的补助",
    "310": "资本性支出",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """Money of a functional row of any level, and how deep it is (1 类, 2 款, 3 项)."""

    code: str
    name: str
    depth: int
    basic: int
    project: int
    transfer: int
    personnel: int
    public: int
    fund: int

    @property
    def total(self) -> int:
        return self.basic + self.project

    @property
    def codes(self) -> list[str]:
        """类, 款 and 项 for three columns."""
        return [self.code[:3], self.code[3:5], self.code[5:7]]


def summed(books: Books, items: Sequence[Functional], code: str) -> Sums:
    """The sum of the items under a code."""
    under = [f for f in items if f.code.startswith(code)]
    return Sums(
        code,
        books.name_of(code),
        {3: 1, 5: 2, 7: 3}[len(code)],
        sum(f.basic for f in under),
        sum(f.project for f in under),
        sum(f.transfer for f in under),
        sum(f.personnel for f in under),
        sum(f.public for f in under),
        sum(f.total for f in under if f.fund),
    )


def levels(books: Books, items: Sequence[Functional]) -> Iterator[Sums]:
    """One row for every 类, 款 and 项, parents before children."""
    seen: set[str] = set()
    for item in sorted(items, key=lambda f: f.code):
        for length in (3, 5, 7):
            code = item.code[:length]
            if code not in seen:
                seen.add(code)
                yield summed(books, items, code)


def classes_of(books: Books, items: Sequence[Functional]) -> list[Sums]:
    """One row for every 类."""
    return [s for s in levels(books, items) if s.depth == 1]
