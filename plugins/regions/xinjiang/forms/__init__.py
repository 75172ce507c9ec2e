"""How documents of 新疆 are written: budgets of 2021 to 2024, and the final account of 2024."""

from __future__ import annotations

from .....core.testkit import Form, Generator, Place, Sample, from_books
from .budget import write_budget
from .final import write_final

PLACES = (
    Place("652922", "温宿县", "阿克苏地区"),
    Place("652924", "沙雅县", "阿克苏地区"),
    Place("652926", "拜城县", "阿克苏地区"),
    Place("652325", "奇台县", "昌吉回族自治州"),
    Place("652324", "玛纳斯县", "昌吉回族自治州"),
    Place("654023", "霍城县", "伊犁哈萨克自治州"),
    Place("654025", "新源县", "伊犁哈萨克自治州"),
    Place("654221", "额敏县", "塔城地区"),
)
"""Counties whose bodies are made up."""

_FORMS = (
    Form("xinjiang", 2021),
    Form("xinjiang", 2022, level="department"),
    Form("xinjiang", 2023),
    Form("xinjiang", 2024),
    Form("xinjiang", 2024, "final"),
)
_SAMPLES = (
    Sample("xinjiang_2024_budget_a.pdf", 11, Form("xinjiang", 2024), planted=("table_parent", "rate", "staff_over_posts")),
    Sample("xinjiang_2023_budget_a.docx", 11, Form("xinjiang", 2023)),
    Sample("xinjiang_2024_final_a.pdf", 11, Form("xinjiang", 2024, "final"), planted=("table_child", "score"), choice=2),
    Sample(
        "xinjiang_2022_budget_b.docx", 24, Form("xinjiang", 2022, level="department"), planted=("contents_removed", "direction"), choice=2
    ),
    Sample("xinjiang_2021_budget_c.pdf", 35, Form("xinjiang", 2021), rounding=True),
)

GENERATOR = Generator("xinjiang", _FORMS, from_books("xinjiang", PLACES, {"budget": write_budget, "final": write_final}), _SAMPLES)
