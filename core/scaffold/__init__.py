"""``mingzhang new-plugin``: packages to begin with, from the templates beside this module."""

from __future__ import annotations

from .make import KINDS, new_plugin

__all__ = ["KINDS", "new_plugin"]
