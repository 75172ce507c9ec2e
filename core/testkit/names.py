"""Canonical names of statements, measures and row kinds in the facts: the one place to change them."""

from __future__ import annotations

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
M_FISCAL = "fiscal"
M_TRANSFER = "general_transfer"
M_ABROAD = "abroad"
M_VEHICLES = "vehicles"
M_PURCHASE = "vehicle_purchase"
M_RUNNING = "vehicle_running"
M_RECEPTION = "reception"
M_BUDGET = "initial_budget"
M_FINAL = "final"
M_CURRENT = "current_year"
M_AMOUNT = "amount"

CLASS_MEASURES = {
    "301": "class_301",
    "302": "class_302",
    "303": "class_303",
    "307": "class_307",
    "309": "class_309",
    "310": "class_310",
    "311": "class_311",
    "312": "class_312",
    "313": "class_313",
    "399": "class_399",
}
"""Economic classes as columns of the project table."""
