"""The layouts that ship: how a table's rows become rows and items of a statement."""

from __future__ import annotations

from .tables import register_layouts

__all__ = ["register_layouts"]
