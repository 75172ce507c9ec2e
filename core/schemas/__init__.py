"""The published contracts as JSON Schemas (draft 2020-12): check, tables, facts and answer; and what comes in: region and query."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

NAMES = ("check", "tables", "facts", "answer")
"""What the program prints."""
INPUTS = ("region", "query")
"""What it reads: files that people write (region, as TOML), queries that answerers fill in."""


def load(name: str) -> dict[str, Any]:
    """The schema of a contract or of an input by its name. Raises KeyError if there is none."""
    if name not in (*NAMES, *INPUTS):
        raise KeyError(f"no schema {name!r}; there are: {', '.join((*NAMES, *INPUTS))}")
    loaded: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return loaded
