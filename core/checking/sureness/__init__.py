"""Charity before accusation: a disagreement is evidence against our reading first (先疑己，后疑人).

Between rules and report: a finding is as sure as its weakest link, and where a table or a rule disagrees with itself all over,
one broken reading is likelier than many broken facts. See ``docs/decisions`` on charity.
"""

from __future__ import annotations

from .doubt import DOUBTFUL, Tested, with_doubts
from .links import as_sure_as_linked
from .reading import as_sure_as_read, as_sure_as_units

__all__ = ["DOUBTFUL", "Tested", "as_sure_as_linked", "as_sure_as_read", "as_sure_as_units", "with_doubts"]
