"""The fictional books of a body: one consistent state for every year, computed from the seed.

All amounts are whole 元. Every figure that a document prints is taken from here, so what must agree does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from .bureaus import BUREAUS, COMMON_NAMES, Bureau, ProjectKind
from .money import snap, split

FIRST_YEAR, LAST_YEAR = 2019, 2027


@dataclass(frozen=True, slots=True)
class Place:
    """A real county of which fictional bodies are: GB/T 2260 code, name, and the prefecture that it belongs to."""

    code: str
    county: str
    prefecture: str


@dataclass(frozen=True, slots=True)
class Habits:
    """What the books of a region have that those of others do not."""

    public: tuple[tuple[str, str, float], ...] = ()
    """Further economic items of 公用经费: code, name, weight beside the others (办公费 has 30)."""
    items: tuple[tuple[str, str], ...] = ()
    """Economic items that are spent under a functional item of their own: code of the one and of the other."""


NO_HABITS = Habits()


@dataclass(frozen=True, slots=True)
class Body:
    """Who publishes: division, bureau, and constants of its books."""

    seed: int
    region: str
    division_code: str
    county: str
    prefecture: str
    bureau: Bureau
    exact: bool
    unit_code: str
    habits: Habits = NO_HABITS

    @property
    def name(self) -> str:
        return self.county + self.bureau.name

    def stream(self, topic: str) -> Random:
        """A random stream of its own for a topic, so that topics do not disturb each other."""
        return Random(f"{self.seed}/{self.region}/{topic}")


@dataclass(frozen=True, slots=True)
class Economic:
    """An economic item of the basic expenditure (款); personnel or public money."""

    code: str
    name: str
    amount: int
    personnel: bool


@dataclass(frozen=True, slots=True)
class Project:
    """A project of one year: its kind, amounts by economic class, who pays."""

    kind: ProjectKind
    year: int
    classes: tuple[tuple[str, int], ...]
    transfer: bool

    @property
    def amount(self) -> int:
        return sum(a for _, a in self.classes)

    @property
    def name(self) -> str:
        return f"{self.year}年{self.kind.name}"

    def of_class(self, code: str) -> int:
        return sum(a for c, a in self.classes if c == code)


@dataclass(frozen=True, slots=True)
class Functional:
    """A functional item (项) with its money."""

    code: str
    personnel: int = 0
    public: int = 0
    project: int = 0
    transfer: int = 0
    fund: bool = False

    @property
    def basic(self) -> int:
        return self.personnel + self.public

    @property
    def total(self) -> int:
        return self.basic + self.project


@dataclass(frozen=True, slots=True)
class Assets:
    """State-owned assets at the end of the year before, amounts in 元."""

    area: int
    house: int
    furniture: int
    other: int
    vehicle_value: int


@dataclass(frozen=True, slots=True)
class Purchases:
    """Government procurement: parts of the projects' goods and services."""

    goods: int
    works: int
    services: int
    medium: int
    small: int

    @property
    def total(self) -> int:
        return self.goods + self.works + self.services


@dataclass(frozen=True, slots=True)
class Books:
    """The state of one body in one year."""

    body: Body
    year: int
    posts: int
    staff: int
    retired: int
    vehicles: int
    economics: tuple[Economic, ...]
    functionals: tuple[Functional, ...]
    projects: tuple[Project, ...]
    assets: Assets
    purchases: Purchases

    @property
    def general(self) -> list[Functional]:
        return [f for f in self.functionals if not f.fund]

    @property
    def fund(self) -> list[Functional]:
        return [f for f in self.functionals if f.fund]

    def name_of(self, code: str) -> str:
        """The name of a functional code of any level."""
        return names_of(self.body.bureau)[code]

    def economic(self, code: str) -> int:
        return sum(e.amount for e in self.economics if e.code == code)

    def item(self, code: str) -> Functional:
        return next((f for f in self.functionals if f.code == code), Functional(code))

    @property
    def personnel(self) -> int:
        return sum(e.amount for e in self.economics if e.personnel)

    @property
    def public(self) -> int:
        return sum(e.amount for e in self.economics if not e.personnel)

    @property
    def basic(self) -> int:
        return self.personnel + self.public

    @property
    def project(self) -> int:
        """General projects; those of the fund are apart."""
        return sum(f.project for f in self.general)

    @property
    def transfer(self) -> int:
        return sum(f.transfer for f in self.general)

    @property
    def fund_total(self) -> int:
        return sum(f.total for f in self.fund)

    @property
    def general_total(self) -> int:
        return sum(f.total for f in self.general)

    @property
    def total(self) -> int:
        return self.general_total + self.fund_total

    @property
    def running(self) -> int:
        """Running cost of official vehicles."""
        return self.economic("30231")

    @property
    def reception(self) -> int:
        return self.economic("30217")


def names_of(bureau: Bureau) -> dict[str, str]:
    """Names of every functional code that the bureau's books may use."""
    named = [bureau.functional_class, bureau.group, bureau.run, *(p.item for p in bureau.projects)]
    return COMMON_NAMES | dict(named)


def make_body(seed: int, region: str, places: Sequence[Place], rounding: bool, habits: Habits = NO_HABITS) -> Body:
    """The body of a seed in one of the places of a region."""
    r = Random(f"{seed}/{region}/body")
    place = r.choice(places)
    bureau = r.choice(BUREAUS)
    return Body(seed, region, place.code, place.county, place.prefecture, bureau, not rounding, str(r.randint(301, 489)), habits)


@lru_cache(maxsize=256)
def books_of(body: Body, year: int) -> Books:
    """The books of a year; those of the year before are the base that its prose compares with.

    Raises ValueError outside the years that are computed.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"fictional books exist for {FIRST_YEAR} to {LAST_YEAR}, not {year}")
    staff, retired, posts = _people(body, year)
    economics = _economics(body, year, staff, retired)
    projects = _projects(body, year)
    return Books(
        body, year, posts, staff, retired, _vehicles(body), economics,
        functionals_of(body, economics, projects), projects, assets_of(body, year), _purchases(body, projects),
    )  # fmt: skip


def _vehicles(body: Body) -> int:
    return body.stream("vehicles").choice((0, 1, 1, 2, 3))


def _people(body: Body, year: int) -> tuple[int, int, int]:
    r = body.stream("people")
    staff, retired = r.randint(12, 40), r.choice((0, 1, 2, 4, 7))
    path = []
    for _ in range(FIRST_YEAR, LAST_YEAR + 1):
        path.append((staff, retired))
        step = r.choice((-1, 0, 0, 1, 2))
        staff, retired = staff + step, retired + (1 if step < 0 else 0)
    now = path[year - FIRST_YEAR]
    return (*now, max(s for s, _ in path) + r.randint(1, 6))


_PERSONNEL = (
    ("30102", "津贴补贴", 5.9),
    ("30101", "基本工资", 4.6),
    ("30103", "奖金", 2.4),
    ("30107", "绩效工资", 1.3),
    ("30108", "机关事业单位基本养老保险缴费", 1.95),
    ("30109", "职业年金缴费", 0.97),
    ("30110", "职工基本医疗保险缴费", 0.88),
    ("30111", "公务员医疗补助缴费", 0.11),
    ("30112", "其他社会保障缴费", 0.07),
    ("30113", "住房公积金", 1.55),
    ("30199", "其他工资福利支出", 0.6),
)
_OPTIONAL_PERSONNEL = ("30107", "30109", "30111", "30199")
_PUBLIC = (
    ("30201", "办公费", 30.0),
    ("30202", "印刷费", 6.0),
    ("30205", "水费", 3.0),
    ("30206", "电费", 7.0),
    ("30207", "邮电费", 8.0),
    ("30208", "取暖费", 9.0),
    ("30211", "差旅费", 16.0),
    ("30213", "维修（护）费", 6.0),
    ("30228", "工会经费", 12.0),
    ("30229", "福利费", 9.0),
    ("30299", "其他商品和服务支出", 7.0),
)


def _economics(body: Body, year: int, staff: int, retired: int) -> tuple[Economic, ...]:
    r = body.stream("pay")
    pay = r.uniform(118_000, 168_000)
    quota = r.uniform(3_600, 9_000)
    pension = r.uniform(9_000, 14_000)
    chosen = [p for p in _PERSONNEL if p[0] not in _OPTIONAL_PERSONNEL or r.random() < 0.6]
    public = [p for p in _PUBLIC if p[0] == "30201" or r.random() < 0.7]
    public += body.habits.public
    car, reception = r.uniform(14_000, 31_000), r.uniform(2_000, 9_000) if r.random() < 0.5 else 0.0
    reward = snap(60 * r.randint(2, 9), body.exact) if r.random() < 0.4 else 0
    for y in range(FIRST_YEAR + 1, year + 1):
        raised, saved = r.uniform(0.002, 0.012), r.choice((0.0, 0.0, -0.03, 0.02))
        unchanged = _people(body, y)[0] == _people(body, y - 1)[0]
        pay, pension = pay * (1 + raised * (3 if unchanged else 1)), pension * (1 + raised)
        quota *= 1 + (saved if unchanged else 0.0)
        reception *= r.choice((1.0, 1.0, 0.9))
    total = snap(staff * pay, body.exact)
    lines = [
        Economic(code, name, amount, True)
        for (code, name, _), amount in zip(chosen, split(total, [w for *_, w in chosen], body.exact), strict=True)
    ]
    money = split(snap(staff * quota, body.exact), [w for *_, w in public], body.exact)
    lines += [Economic(code, name, amount, False) for (code, name, _), amount in zip(public, money, strict=True)]
    if reception:
        lines.append(Economic("30217", "公务接待费", snap(reception, body.exact), False))
    if _vehicles(body):
        lines.append(Economic("30231", "公务用车运行维护费", snap(car, body.exact) * _vehicles(body), False))
    if retired:
        lines.append(Economic("30302", "退休费", snap(retired * pension, body.exact), True))
    if reward:
        lines.append(Economic("30309", "奖励金", reward, True))
    return tuple(sorted(lines, key=lambda e: e.code))


def _projects(body: Body, year: int) -> tuple[Project, ...]:
    made = []
    for n, kind in enumerate(body.bureau.projects):
        r = body.stream(f"project {n}")
        begin, length = r.randint(FIRST_YEAR, LAST_YEAR - 1), r.randint(2, 5)
        always, transfer = n == 0, r.random() < 0.35 and not kind.fund
        if kind.fund and r.random() < 0.6:
            continue
        if not always and not begin <= year < begin + length:
            continue
        amount = r.uniform(*kind.size) * 10_000
        for _ in range(FIRST_YEAR, year):
            amount *= r.choice((1.0, 1.0, 1.08, 1.15, 0.92, 0.85))
        weights = [w for _, w in kind.classes]
        parts = split(snap(amount, body.exact), weights, body.exact)
        made.append(Project(kind, year, tuple(zip((c for c, _ in kind.classes), parts, strict=True)), transfer))
    return tuple(made)


_INSURED = {"30108": "2080505", "30109": "2080506", "30110": "2101101", "30111": "2101103", "30113": "2210201", "30302": "2080501"}
"""Economic items of personnel that are spent under a functional item of their own."""


def functionals_of(body: Body, economics: tuple[Economic, ...], projects: tuple[Project, ...]) -> tuple[Functional, ...]:
    """Where economics and projects are spent, by functional item."""
    found: dict[str, Functional] = {}

    def add(code: str, personnel: int = 0, public: int = 0, project: Project | None = None) -> None:
        old = found.get(code, Functional(code))
        spent = project.amount if project else 0
        found[code] = replace(
            old,
            personnel=old.personnel + personnel,
            public=old.public + public,
            project=old.project + spent,
            transfer=old.transfer + (spent if project and project.transfer else 0),
            fund=old.fund or bool(project and project.kind.fund),
        )

    own = _INSURED | dict(body.habits.items)
    for e in economics:
        code = own.get(e.code, body.bureau.run[0])
        add(code, personnel=e.amount if e.personnel else 0, public=0 if e.personnel else e.amount)
    for p in projects:
        add(p.kind.item[0], project=p)
    return tuple(found[c] for c in sorted(found))


def assets_of(body: Body, year: int) -> Assets:
    """What the body has at the end of the year before ``year``."""
    r = body.stream(f"assets {year}")
    cars, area = _vehicles(body), r.choice((0, 860, 1240))
    return Assets(
        area=area,
        house=snap(area * r.uniform(1_500, 3_000), body.exact) if area else 0,
        furniture=snap(r.uniform(20_000, 200_000), body.exact),
        other=snap(r.uniform(90_000, 800_000), body.exact),
        vehicle_value=sum(snap(r.uniform(120_000, 210_000), body.exact) for _ in range(cars)),
    )


def _purchases(body: Body, projects: tuple[Project, ...]) -> Purchases:
    r = body.stream("purchases")
    bought = sum(p.of_class("310") for p in projects)
    used = sum(p.of_class("302") for p in projects)
    goods = snap(bought * 0.8, body.exact) if bought else 0
    services = snap(used * r.uniform(0.1, 0.4), body.exact) if used else 0
    medium = snap((goods + services) * r.uniform(0.6, 0.95), body.exact) if goods + services else 0
    small = snap(medium * r.uniform(0.5, 0.9), body.exact) if medium else 0
    return Purchases(goods, 0, services, medium, small)
