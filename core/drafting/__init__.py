"""For the author of a region: a draft of its file from documents, and what a file makes of documents."""

from __future__ import annotations

from .draft import Draft, draft_region
from .review import Review, review_region
from .watch import changes_of
from .write import as_toml

__all__ = ["Draft", "Review", "as_toml", "changes_of", "draft_region", "review_region"]
