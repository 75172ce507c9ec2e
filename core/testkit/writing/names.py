"""Canonical names of statements, measures and row kinds in the facts: the one place to change them."""

from __future__ import annotations

import re

INCOME_EXPENDITURE = "income_expenditure"
INCOME = "income"
EXPENDITURE = "expenditure"
FISCAL = "fiscal_income_expenditure"
FISCAL_ECONOMIC = "fiscal_economic"
GENERAL = "general_expenditure"
BASIC = "basic_expenditure"
PROJECT = "project_expenditure"
FUND = "government_fund"
STATE_CAPITAL = "state_capital"
THREE_PUBLIC = "three_public"
FUND_THREE_PUBLIC = "fund_three_public"
CARRYOVER = "carryover"
PROJECT_TARGETS = "project_targets"
OVERALL_TARGETS = "overall_targets"
PROCUREMENT = "procurement"
SELF_EVALUATION = "self_evaluation"

TOTAL_ROW = "total"

M_TOTAL = "total"
M_BASIC = "basic"
M_PROJECT = "project"
M_PERSONNEL = "personnel"
M_PUBLIC = "public"
M_GENERAL = "general"
M_FUND = "fund"
M_STATE_CAPITAL = "state_capital"
M_FISCAL = "fiscal_subtotal"
M_TRANSFER = "general_transfer"
M_ABROAD = "abroad"
M_VEHICLES = "vehicles"
M_PURCHASE = "vehicle_purchase"
M_RUNNING = "vehicle_running"
M_RECEPTION = "reception"
M_BUDGET = "budget"
M_FINAL = "total"
M_CURRENT = "current_year"
M_AMOUNT = "total"
M_SPENT = "expenditure"
M_INCOME = "income"
M_OPENING = "opening_balance"
M_CLOSING = "closing_balance"

CLASS_MEASURES = {
    "301": "e301",
    "302": "e302",
    "303": "e303",
    "307": "e307",
    "309": "e309",
    "310": "e310",
    "311": "e311",
    "312": "e312",
    "313": "e313",
    "399": "e399",
}
"""Economic classes as columns of the project table."""

_ITEMS = {
    "收入总计": "income_total",
    "支出总计": "expenditure_total",
    "总计": "total",
    "本年收入": "current_income",
    "本年收入合计": "current_income",
    "本年支出": "current_expenditure",
    "本年支出合计": "current_expenditure",
    "一般公共预算": "general",
    "一般公共预算拨款": "general",
    "一般公共预算拨款收入": "general",
    "一般公共预算财政拨款收入": "general",
    "政府性基金预算": "fund",
    "政府性基金预算拨款": "fund",
    "政府性基金预算拨款收入": "fund",
    "政府性基金预算财政拨款收入": "fund",
    "国有资本经营预算": "state_capital",
    "国有资本经营预算拨款": "state_capital",
    "国有资本经营预算拨款收入": "state_capital",
    "国有资本经营预算财政拨款收入": "state_capital",
    "财政拨款（补助）": "fiscal",
    "上年结转": "carryover",
    "上年结转结余": "carryover",
    "年初结转和结余": "opening_balance",
    "年末结转和结余": "closing_balance",
    "结余分配": "surplus_distribution",
    "使用非财政拨款结余": "nonfiscal_surplus_used",
    "结转下年": "carried_to_next",
}
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+\.|其中：)")


def item_key(label: str) -> str:
    """The canonical key of a named row: without numbering, the known words by their ids."""
    while m := _NUMBERING.match(label):
        label = label[m.end() :]
    return _ITEMS.get(label, label)


def project_key(code: str, name: str) -> str:
    """The key of a project's row."""
    return f"{code}:{name}"
