"""Reasons of changes that agree with the change, the headcount and the projects."""

from __future__ import annotations

from .books import Books
from .money import wan


def basic_reason(now: Books, before: Books, amount: int, was: int) -> str:
    """Why basic money moved from ``was`` to ``amount``."""
    joined = now.staff - before.staff
    if wan(amount) == wan(was):
        return "与上年预算一致，无变化"
    if was == 0:
        return "本年起在该科目安排支出"
    if amount == 0:
        return "本年该科目未安排支出"
    if amount > was:
        return f"本年在职人员增加{joined}人，相应经费增加" if joined > 0 else "本年在职人员工资标准调整，相应经费增加"
    return f"本年在职人员减少{-joined}人，相应经费减少" if joined < 0 else "本年落实过紧日子要求，压减一般性支出"


def public_reason(now: Books, before: Books, amount: int, was: int) -> str:
    """Why public money moved."""
    joined = now.staff - before.staff
    if wan(amount) == wan(was):
        return "与上年预算一致，无变化"
    if amount > was:
        return f"本年在职人员增加{joined}人，按定额核定的公用经费增加" if joined > 0 else "本年公用经费定额标准提高"
    return f"本年在职人员减少{-joined}人，按定额核定的公用经费减少" if joined < 0 else "本年落实过紧日子要求，压减一般性支出"


def retired_reason(now: Books, before: Books, amount: int, was: int) -> str:
    """Why pensions moved."""
    joined = now.retired - before.retired
    if wan(amount) == wan(was):
        return "与上年预算一致，无变化"
    if amount > was:
        return f"本年新增退休人员{joined}人，退休费相应增加" if joined > 0 else "本年退休人员补贴标准调整"
    return "本年退休人员减少，退休费相应减少"


def project_reason(now: Books, before: Books, amount: int, was: int, items: set[str] | None = None, transfer: bool | None = None) -> str:
    """Why projects moved: new ones, ended ones, else more or less of the same.

    ``items`` and ``transfer`` limit which projects are looked at.
    """

    def chosen(books: Books) -> set[str]:
        return {
            p.kind.name
            for p in books.projects
            if ((items is None and not p.kind.fund) or (items is not None and p.kind.item[0] in items))
            and (transfer is None or p.transfer is transfer)
        }

    new, ended = sorted(chosen(now) - chosen(before)), sorted(chosen(before) - chosen(now))
    if wan(amount) == wan(was):
        return "项目安排与上年一致，无变化"
    if amount > was:
        return f"本年新增{'、'.join(new)}" if new else "本年项目任务量增加，相应经费增加"
    return f"上年安排的{'、'.join(ended)}本年不再安排" if ended else "本年压减项目支出规模"


def item_reason(now: Books, before: Books, code: str) -> str:
    """Why a functional item moved."""
    a, b = now.item(code), before.item(code)
    if code == "2080501":
        return retired_reason(now, before, a.total, b.total)
    if a.basic or b.basic:
        return basic_reason(now, before, a.total, b.total)
    return project_reason(now, before, a.total, b.total, {code})
