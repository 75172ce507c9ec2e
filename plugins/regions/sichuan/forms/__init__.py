"""How documents of 四川 are written: budgets of 2022 and 2023."""

from __future__ import annotations

from .....core.testkit import Form, Generator, Habits, Place, Sample, from_books
from .budget import write_budget

PLACES = (
    Place("511423", "洪雅县", "眉山市"),
    Place("511124", "井研县", "乐山市"),
    Place("510822", "青川县", "广元市"),
    Place("511528", "兴文县", "宜宾市"),
    Place("511325", "西充县", "南充市"),
    Place("511921", "通江县", "巴中市"),
    Place("510525", "古蔺县", "泸州市"),
    Place("511827", "宝兴县", "雅安市"),
)
"""Counties whose bodies are made up."""

_HABITS = Habits(public=(("30239", "其他交通费用", 34.0),), items=(("30112", "2089999"),))
_FORMS = (Form("sichuan", 2022), Form("sichuan", 2023, level="department"))
_SAMPLES = (
    Sample("sichuan_2023_budget_d.pdf", 46, Form("sichuan", 2023, level="department"), planted=("table_total", "share", "code_name")),
    Sample("sichuan_2022_budget_d.docx", 46, Form("sichuan", 2022, level="department")),
    Sample("sichuan_2022_budget_e.docx", 57, Form("sichuan", 2022), rounding=True, planted=("prose_amount",), choice=3),
)

GENERATOR = Generator("sichuan", _FORMS, from_books("sichuan", PLACES, {"budget": write_budget}, _HABITS), _SAMPLES)
