"""Errors that the user can mend."""

from __future__ import annotations


class UsageError(Exception):
    """The user asked for something that cannot be done. The message is one line for people: what, where, what to do."""
