"""A whole Sichuan budget: cover, contents, overview, tables, explanation, glossary."""

from __future__ import annotations

from .....core.testkit import FICTIONAL, Body, Books, People, Style, Writer, books_of, mark, numeral, offices_of
from .form import Form
from .prose import SECTIONS, explanation
from .tables import tables

YEARS = range(2022, 2024)

GLOSSARY = (
    ("一般公共预算拨款收入", "指县级财政当年拨付的资金。"),
    ("事业收入", "指事业单位开展专业业务活动及辅助活动所取得的收入。"),
    ("其他收入", "指除上述收入以外的收入，主要是利息收入等。"),
    ("上年结转", "指以前年度尚未完成，结转到本年仍按原规定用途继续使用的资金。"),
    ("基本支出", "指为保证机构正常运转，完成日常工作任务而发生的人员支出和公用支出。"),
    ("项目支出", "指在基本支出之外为完成特定行政任务和事业发展目标所发生的支出。"),
    ("“三公”经费", "指安排的因公出国（境）费、公务用车购置及运行费和公务接待费。"),
    ("机关运行经费", "指为保障行政单位运行用于购买货物和服务的各项资金。"),
)


def write_budget(body: Body, year: int, level: str) -> tuple[Writer, People, str]:
    """Compose the budget. Raises ValueError for a year whose form is not known."""
    if year not in YEARS:
        raise ValueError(f"the generator prints Sichuan budgets of {YEARS.start} to {YEARS.stop - 1}, not {year}")
    form = Form(books_of(body, year), level, body.name, body.county.removesuffix("县") + body.bureau.short)
    w = Writer(Style(strip=True), Style(strip=True))
    parts = [
        f"第一部分 {body.name}概况",
        f"第二部分 {body.name}{year}年{form.word}预算表",
        f"第三部分 {body.name}{year}年{form.word}预算情况说明",
        "第四部分 名词解释",
    ]
    _cover(form, w)
    _contents(form, w, parts)
    w.heading(parts[0])
    people = _overview(form, w)
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
        w.p(f"{i}.{term}：{meaning}")
    return w, people, body.name


def _cover(form: Form, w: Writer) -> None:
    w.heading(form.name, 0)
    w.heading(f"{form.year}年{form.word}预算", 0)
    w.p(FICTIONAL, "center")
    w.p(f"单位（签章）：{form.name}", "center")
    w.p(f"{form.year}年3月{form.books.body.stream('date').randint(1, 20)}日", "center")
    w.page()


def _contents(form: Form, w: Writer, parts: list[str]) -> None:
    w.heading("目录", 1)
    w.p(parts[0])
    w.p("一、基本职能及主要工作")
    w.p(f"二、{form.word}预算单位构成" if form.level == "department" else "二、单位基本情况")
    w.p(parts[1])
    for i, (_, _, title) in enumerate(form.titles(), 1):
        w.p(mark("contents", f"{numeral(i)}、{title}"))
    w.p(parts[2])
    for i, title in enumerate(SECTIONS, 1):
        w.p(mark("contents_section", f"{numeral(i)}、{title}"))
    w.p(parts[3])
    w.page()


def _posts(b: Books) -> tuple[tuple[int, int], tuple[int, int, int]]:
    """Posts (行政, 参公) and staff (行政, 参公, 工勤)."""
    own = b.posts * 2 // 5
    workers = 2 if b.staff > 14 else 1
    officials = min(b.staff * 2 // 5, own)
    return (own, b.posts - own), (officials, b.staff - officials - workers, workers)


def _overview(form: Form, w: Writer) -> People:
    b = form.books
    w.heading("一、基本职能及主要工作", 2)
    w.p("（一）职能简介")
    for i, duty in enumerate((*b.body.bureau.duties, "完成县委、县政府交办的其他工作"), 1):
        w.p(f"{i}.{duty}。")
    w.p(f"（二）{form.year}年重点工作")
    for i, p in enumerate(b.projects, 1):
        w.p(f"{i}.实施{p.kind.name}，{p.kind.benefit}。")
    (own, public), (officials, reference, workers) = _posts(b)
    if form.level == "department":
        w.heading("二、部门预算单位构成", 2)
        w.p(f"{form.short}预算单位{w.count(1)}个，其中：行政单位{w.count(1)}个，事业单位{w.count(0)}个。")
    else:
        w.heading("二、单位基本情况", 2)
    offices = offices_of(b.body)
    w.p(f"{form.short}内设机构{w.count(len(offices))}个，分别是：{'、'.join(offices)}。")
    w.p(
        f"{form.short}总编制{mark('posts', str(b.posts))}名，其中：行政编制{w.count(own)}名，"
        f"参照公务员法管理事业编制{w.count(public)}名，事业编制0名。"
        f"在职人员总数{w.count(b.staff)}名，其中：行政{w.count(officials)}名，参照公务员法管理事业人员{w.count(reference)}名，工勤{w.count(workers)}名，"
        "事业0名，离休0名。"
    )
    return People(b.posts, b.staff, b.staff, 0, 0, offices)
