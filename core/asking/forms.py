"""The typed query form: what a question asks, validated before anything is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .targets import BY_ID, HEADCOUNTS

INTENTS = frozenset(
    {
        "figure", "growth", "share", "reason", "headcount", "over_posts", "exists", "agreement", "largest_project", "projects", "project_detail",
        "findings", "finding_search", "indicator", "aspect", "ranking", "sum", "mean", "comparison", "per_head", "count", "claim", "passage", "none",
    }
)  # fmt: skip
_SUBJECT = re.compile(r"(?:target|headcount|subject):[a-z_0-9.]+|(?:functional|economic):\d{3,9}|project:.+|claim:.+|indicator:.+")


class FormError(ValueError):
    """A form that no question may make."""


@dataclass(frozen=True, slots=True)
class Form:
    """Intent and slots. ``issues`` are keys of disclosures, ``subjects`` ids like target:three_public, functional:2080505."""

    intent: str
    issues: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kind: str | None = None
    base_year: int | None = None
    across: bool = False
    lowest: bool = False
    wants_true_rate: bool = False

    def __post_init__(self) -> None:
        if self.intent not in INTENTS:
            raise FormError(f"unknown intent {self.intent!r}")
        if self.kind not in (None, "budget", "final"):
            raise FormError(f"unknown kind {self.kind!r}")
        if any(not 1990 <= y <= 2100 for y in self.years):
            raise FormError(f"not fiscal years: {self.years}")
        for subject in self.subjects:
            if not _SUBJECT.fullmatch(subject):
                raise FormError(f"not a subject: {subject!r}")
            kind, _, id = subject.partition(":")
            if (kind == "target" and id not in BY_ID) or (kind == "headcount" and id not in HEADCOUNTS):
                raise FormError(f"unknown subject {subject!r}")

    def as_json(self) -> dict[str, Any]:
        """The form as the answer shows it."""
        return {
            "intent": self.intent,
            "disclosures": list(self.issues),
            "subjects": list(self.subjects),
            "years": list(self.years),
            "kind": self.kind,
            "base_year": self.base_year,
            "across": self.across,
        }
