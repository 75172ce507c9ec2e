"""Who published what, for which year: from the document's content, never from its file name."""

from .divisions import find_division, short_body
from .document_type import Nature, is_covered, not_covered, type_of
from .identify import NATIONAL, identify

__all__ = ["NATIONAL", "Nature", "find_division", "identify", "is_covered", "not_covered", "short_body", "type_of"]
