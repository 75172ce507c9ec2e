"""The form of a Xinjiang final account: its figures, and who speaks in it."""

from __future__ import annotations

from dataclasses import dataclass

from .....core.testkit import Account


@dataclass(frozen=True, slots=True)
class FinalForm:
    """A final account and who speaks in it."""

    account: Account
    before: Account
    level: str
    name: str

    @property
    def year(self) -> int:
        return self.account.budget.year

    @property
    def word(self) -> str:
        return "单位" if self.level == "unit" else "部门"
