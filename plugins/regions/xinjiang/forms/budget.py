"""A whole Xinjiang budget: cover, contents, overview, tables, explanation, glossary."""

from __future__ import annotations

from .....core.testkit import FICTIONAL, Body, People, Style, Writer, books_of, listed, mark, numeral, offices_of
from .budget_prose import explanation, section_titles
from .budget_tables import Form, tables

YEARS = range(2021, 2025)

GLOSSARY = (
    ("财政拨款", "指由一般公共预算、政府性基金预算、国有资本经营预算安排的财政拨款数。"),
    ("一般公共预算", "包括公共财政拨款（补助）资金、专项收入。"),
    ("财政专户管理资金", "包括专户管理行政事业性收费（主要是教育收费）、其他非税收入。"),
    ("其他资金", "包括事业收入、事业单位经营收入、其他收入等。"),
    ("基本支出", "包括人员经费、公用经费（定额）。其中，人员经费包括工资福利支出、对个人和家庭的补助。"),
    ("项目支出", "{word}支出预算的组成部分，是为完成特定的行政任务或事业发展目标，在基本支出预算之外编制的年度项目支出计划。"),
    ("“三公”经费", "指因公出国（境）费、公务用车购置及运行费和公务接待费。"),
    (
        "机关运行经费",
        "指行政单位（含参照公务员法管理事业单位）的公用经费，包括办公及印刷费、邮电费、差旅费、会议费、福利费、日常维修费、公务用车运行维护费及其他费用。",
    ),
)


def write_budget(body: Body, year: int, level: str) -> tuple[Writer, People, str]:
    """Compose the budget. Raises ValueError for a year whose form is not known."""
    if year not in YEARS:
        raise ValueError(f"the generator prints Xinjiang budgets of {YEARS.start} to {YEARS.stop - 1}, not {year}")
    form = Form(books_of(body, year), level, body.name)
    w = Writer(Style(strip=year == 2021), Style())
    offices = offices_of(body)
    parts = part_titles(form)
    _cover(form, w)
    _contents(form, w, parts)
    w.heading(parts[0])
    people = _overview(form, w, offices)
    w.page()
    w.heading(parts[1])
    for draft in tables(form):
        w.table(draft)
        w.page()
    w.heading(parts[2])
    explanation(form, w)
    w.page()
    w.heading(parts[3])
    for i, (term, meaning) in enumerate(GLOSSARY, 1):
        w.p(f"{numeral(i)}、{term}：{meaning.format(word=form.word)}")
    w.p(form.name, "right")
    w.p(f"{year}年2月{body.stream('date').randint(10, 26)}日", "right")
    return w, people, body.name


def part_titles(form: Form) -> list[str]:
    """The four parts."""
    if form.year == 2021:
        return [
            f"第一部分 {form.name}概况",
            f"第二部分 {form.year}年{form.name}预算公开表",
            f"第三部分 {form.year}年{form.name}预算情况说明",
            "第四部分 名词解释",
        ]
    w = form.word
    return [
        f"第一部分 {form.year}年{w}概况",
        f"第二部分 {form.year}年{w}预算公开表",
        f"第三部分 {form.year}年{w}预算情况说明",
        "第四部分 名词解释",
    ]


def _cover(form: Form, w: Writer) -> None:
    w.heading(f"{form.name}{form.year}年{form.word if form.year > 2021 else ''}预算公开", 0)
    w.p(FICTIONAL, "center")
    w.page()


def _contents(form: Form, w: Writer, parts: list[str]) -> None:
    w.heading("目录", 1)
    w.p(parts[0])
    w.p("一、主要职能")
    w.p("二、机构设置及人员情况")
    w.p(parts[1])
    for i, (_, title) in enumerate(form.titles(), 1):
        w.p(mark("contents", f"{numeral(i)}、{title}"))
    w.p(parts[2])
    for _, title in section_titles(form):
        w.p(mark("contents_section", title))
    w.p(parts[3])
    w.page()


def _overview(form: Form, w: Writer, offices: tuple[str, ...]) -> People:
    b = form.books
    before = books_of(b.body, form.year - 1)
    w.heading("一、主要职能", 2)
    for i, duty in enumerate((*b.body.bureau.duties, "完成县委、县人民政府交办的其他任务"), 1):
        w.p(f"（{numeral(i)}）{duty}。")
    w.heading("二、机构设置及人员情况", 2)
    kind = "处室" if form.year <= 2022 else "科室"
    w.p(f"{form.name}无下属预算单位，下设{w.count(len(offices))}个{kind}，分别是：{listed(offices)}。")

    def moved(now: int, was: int) -> str:
        word = mark("direction", "增加" if now >= was else "减少", False)
        return f"{word}{mark('count', str(abs(now - was)), False)}人"

    present = b.staff + b.retired
    w.p(
        f"{form.name}编制数{mark('posts', str(b.posts))}，实有人数{w.count(present)}人，"
        f"其中：在职{w.count(b.staff)}人，{moved(b.staff, before.staff)}；"
        f"退休{w.count(b.retired)}人，{moved(b.retired, before.retired)}；离休0人，增加0人。"
    )
    return People(b.posts, present, b.staff, b.retired, 0, offices)
