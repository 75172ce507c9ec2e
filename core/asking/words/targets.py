"""What can be asked by a name that all documents share: totals, kinds of expenditure, 三公, procurement, assets.

A target names places of the canonical statements (statement, kind of row, key of row, measure) in the order in
which they are looked up, and the subjects of the prose that speak about the same.
"""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[str, str, str, str]
"""Statement, row kind, row key, measure."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be asked for; ``texts`` are subjects of claims that the region pack did not link."""

    id: str
    name: str
    words: tuple[str, ...]
    places: tuple[Place, ...] = ()
    subjects: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    statement: str | None = None
    """The statement that is empty if there is none of this."""


def _totals(statement: str, *measures: str) -> tuple[Place, ...]:
    return tuple((statement, "total", "total", m) for m in measures)


_INCOME: tuple[Place, ...] = (
    ("income_expenditure", "item", "income_total", "total"),
    ("income_expenditure", "item", "total", "total"),
    ("income", "total", "total", "total"),
)
_EXPENDITURE: tuple[Place, ...] = (
    ("income_expenditure", "item", "expenditure_total", "total"),
    ("income_expenditure", "item", "total", "total"),
    ("expenditure", "total", "total", "total"),
)


def _item(id: str, name: str, *words: str, places: tuple[Place, ...] = ()) -> Target:
    return Target(id, name, (name, *words), (("three_public", "item", id, "total"), *places), (id,), sections=("three_public",))


def _bought(id: str, name: str, *words: str) -> Target:
    return Target(id, name, (name, *words), (), (id,), sections=("procurement",))


def _owned(id: str, name: str, words: tuple[str, ...], subjects: tuple[str, ...], texts: tuple[str, ...]) -> Target:
    return Target(id, name, words, (), subjects, texts, ("assets",))


TARGETS: tuple[Target, ...] = (
    Target(
        "budget_total", "收支总额",
        ("收支总额", "收支总预算", "收支总计", "收支预算总额", "收支预算", "总预算", "预算总额", "预算总数", "预算总规模", "预算规模", "总盘子", "收支规模",
         "收支决算", "总决算", "决算总额", "收支总规模", "部门预算", "单位预算", "部门决算", "单位决算"),
        (*_EXPENDITURE, *_INCOME), ("budget_total", "grand_both", "grand_spending", "expenditure_total", "grand_income", "income_total"), ("收入", "支出", "收支预算总", "收入支出总体", "收支"),
        ("overview_totals", "expenditure", "income"),
    ),
    Target(
        "expenditure_total", "支出总额",
        ("总支出", "支出总额", "支出总计", "支出合计", "支出预算", "本年支出", "本年支出合计", "支出决算", "全年支出", "支出总数", "花了多少钱", "花了多少"),
        (("expenditure", "total", "total", "total"), *_EXPENDITURE), ("expenditure_total", "grand_spending", "grand_both", "budget_total"), ("支出",), ("overview_totals", "expenditure"),
    ),
    Target(
        "income_total", "收入总额",
        ("总收入", "收入总额", "收入总计", "收入合计", "收入预算", "本年收入", "本年收入合计", "收入决算", "收入总数"),
        (("income", "total", "total", "total"), *_INCOME), ("income_total", "grand_income", "grand_both", "budget_total"), ("收入",), ("overview_totals", "income"),
    ),
    Target(
        "fiscal_total", "财政拨款收支总额", ("财政拨款收支总预算", "财政拨款收支总额", "财政拨款总额", "财政拨款收入", "财政拨款支出", "财政拨款"),
        (("fiscal_income_expenditure", "item", "expenditure_total", "total"), ("fiscal_income_expenditure", "item", "total", "total"),
         ("fiscal_income_expenditure", "item", "income_total", "total"), ("fiscal_income_expenditure", "item", "current_expenditure", "total"),
         ("fiscal_income_expenditure", "item", "current_income", "total")),
        ("fiscal_total", "fiscal_both", "fiscal_spending", "fiscal_income"), ("财政拨款收支预算总", "财政拨款收入", "财政拨款支出"), ("fiscal_totals",),
    ),
    Target(
        "general_total", "一般公共预算拨款支出",
        ("一般公共预算当年拨款", "一般公共预算拨款支出", "一般公共预算拨款", "一般公共预算支出", "一般公共预算财政拨款支出", "一般公共预算财政拨款", "一般公共预算"),
        _totals("general_expenditure", "total"), ("general_total", "general_income"), (), ("general_scale", "general", "fiscal_totals"),
    ),
    Target(
        "basic", "基本支出", ("基本支出", "一般公共预算基本支出"),
        (*_totals("expenditure", "basic"), *_totals("basic_expenditure", "total"), *_totals("general_expenditure", "basic")),
        ("basic_expenditure", "general_basic"), (), ("expenditure", "general_scale", "general", "basic"),
    ),
    Target(
        "project", "项目支出", ("项目支出", "一般公共预算项目支出", "项目经费", "项目资金", "项目总额", "项目支出总额"),
        (*_totals("expenditure", "project"), *_totals("project_expenditure", "total"), *_totals("general_expenditure", "project")),
        ("project_expenditure", "general_project"), (), ("expenditure", "general_scale", "general"),
    ),
    Target("personnel", "人员经费", ("人员经费", "人员支出", "人头费", "人员费用"), _totals("basic_expenditure", "personnel"), ("personnel",), (), ("basic",)),
    Target("public", "公用经费", ("公用经费", "日常公用经费", "公用支出", "日常公用支出"), _totals("basic_expenditure", "public"), ("public",), (), ("basic",)),
    Target(
        "operating_costs", "机关运行经费", ("机关运行经费", "单位运行经费", "运行经费", "机关运行费"),
        (), ("operating_costs",), ("", "合计", "共计"), ("operating_costs",),
    ),
    Target(
        "three_public", "“三公”经费合计",
        ("三公经费", "三公经费合计", "三公经费总额", "三公", "三公支出", "三公经费预算", "三公经费支出", "三公消费", "三公费用"),
        (("three_public", "item", "total", "total"), ("three_public", "total", "total", "total")), ("three_public",), (), ("three_public",),
    ),
    _item("abroad", "因公出国（境）费", "因公出国费", "因公出国境费", "因公出国境经费", "因公出国境", "因公出国", "出国费", "出国经费", "出国境费用", "出境费"),
    _item("vehicles", "公务用车购置及运行费", "公务用车购置及运行维护费", "公务用车费", "公务用车费用", "公车费", "公车费用", "公车经费", "公务用车经费", "公车支出"),
    _item("vehicle_purchase", "公务用车购置费", "公车购置费", "购车费", "买车费用", "公务用车购置", "公车购置", "车辆购置费"),
    _item("vehicle_running", "公务用车运行费", "公务用车运行维护费", "公车运行费", "公车运行维护费", "公车维护费", "用车运行费"),
    _item("reception", "公务接待费", "接待费", "招待费", "公务接待", "接待费用", "业务招待费"),
    _item("meetings", "会议费", "会议费用", "会议支出", places=(("basic_expenditure", "economic", "30215", "total"),)),
    _item("training", "培训费", "培训费用", "培训支出", places=(("basic_expenditure", "economic", "30216", "total"),)),
    Target("procurement", "政府采购", ("政府采购", "政府采购预算", "政府采购支出", "政府采购总额", "政采预算"), (), ("procurement",), (), ("procurement",)),
    _bought("procurement_goods", "政府采购货物", "货物类采购", "采购货物", "货物采购", "政府采购货物预算"),
    _bought("procurement_works", "政府采购工程", "工程类采购", "采购工程", "工程采购", "政府采购工程预算"),
    _bought("procurement_services", "政府采购服务", "服务类采购", "采购服务", "服务采购", "政府采购服务预算"),
    _bought("procurement_sme", "面向中小企业的政府采购", "面向中小企业", "中小企业", "中小企业预留", "面向中小企业预留", "授予中小企业合同金额", "预留给中小企业"),
    _bought("procurement_micro", "面向小微企业的政府采购", "面向小微企业", "小微企业", "小微企业预留", "面向小微企业预留", "授予小微企业合同金额", "预留给小微企业"),
    Target(
        "fund", "政府性基金预算支出",
        ("政府性基金预算支出", "政府性基金支出", "政府性基金预算拨款", "政府性基金预算", "政府性基金拨款", "政府性基金", "基金预算", "基金支出"),
        _totals("government_fund", "total"), ("fund_total",), ("政府性基金预算拨款", "政府性基金预算支出"), ("government_fund",), "government_fund",
    ),
    Target(
        "state_capital", "国有资本经营预算支出",
        ("国有资本经营预算支出", "国有资本经营支出", "国有资本经营预算拨款", "国有资本经营预算", "国有资本经营", "国资预算", "国有资本"),
        _totals("state_capital", "total"), (), ("国有资本经营预算支出", "国有资本经营预算拨款"), ("state_capital",), "state_capital",
    ),
    Target("social_insurance", "社会保险基金预算支出", ("社会保险基金预算支出",), (), (), ("社会保险基金预算支出",), ()),
    Target(
        "carryover", "上年结转结余", ("上年结转结余", "上年结转", "结转结余", "结转资金", "年初结转和结余"),
        (("income_expenditure", "item", "carryover", "total"), ("income", "total", "total", "carryover"), ("carryover", "total", "total", "total"),
         ("income_expenditure", "item", "opening_balance", "total")),
        ("carryover", "opening_balance"), ("上年结转", "年初结转和结余", "初结转和结余"), ("carryover", "income"), "carryover",
    ),
    _owned("cars", "车辆", ("公务用车保有量", "车辆数", "车辆", "公车数量", "公车", "几辆车", "多少辆车", "几台车", "多少车", "公务用车"), ("asset_vehicles", "vehicles_kept"), ("车辆", "共有车辆", "公务用车保有量")),
    _owned("houses", "房屋", ("房屋", "办公用房", "房屋面积", "用房面积"), ("housing",), ("房屋",)),
    _owned("furniture", "办公家具", ("办公家具", "办公家具价值", "家具"), ("furniture",), ("办公家具价值", "办公家具")),
    _owned("other_assets", "其他资产", ("其他资产", "其他资产价值"), ("other_assets",), ("其他资产价值", "其他资产")),
    _owned("own_assets", "单位资产", ("单位资产", "国有资产", "资产总额", "固定资产"), ("assets",), ("单位资产", "资产总额", "固定资产")),
    Target("offices", "内设机构", ("科室", "内设机构", "内设科室", "下设机构", "股室", "处室", "内设股室"), (), ("offices",), ("下设", "内设", "内设机构"), ("staff", "duties")),
)  # fmt: skip

BY_ID: dict[str, Target] = {t.id: t for t in TARGETS}

SUBJECTS: tuple[str, ...] = tuple(dict.fromkeys(s for t in TARGETS for s in t.subjects))
"""Subjects of claims that some target speaks about."""

HEADCOUNTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "posts": ("编制数", ("编制数", "编制", "总编制", "人员编制", "核定编制", "编制人数")),
    "active": (
        "在职人数",
        ("在职人数", "在职人员", "在职", "在职职工", "在岗", "在编人数", "在编", "职工人数", "职工", "工作人员", "员工"),
    ),
    "present": ("实有人数", ("实有人数", "实有人员", "实有", "总人数")),
    "retired": ("退休人数", ("退休人数", "退休人员", "退休")),
    "honorary_retired": ("离休人数", ("离休人数", "离休人员", "离休")),
    "posts_administrative": ("行政编制", ("行政编制",)),
    "posts_quasi_civil": ("参公事业编制", ("参公编制", "参照公务员法管理事业编制", "参公事业编制", "参照公务员法管理的事业编制")),
    "posts_institution": ("事业编制", ("事业编制",)),
    "posts_workers": ("工勤编制", ("工勤编制",)),
    "active_administrative": ("在职行政人员", ("行政人员", "在职行政人员")),
    "active_quasi_civil": ("在职参公人员", ("参公人员", "参照公务员法管理事业人员")),
    "active_workers": ("在职工勤人员", ("工勤人员", "工勤")),
    "active_institution": ("在职事业人员", ("事业人员",)),
}
"""Headcount category → its name and the words for it."""
