"""Errors that the user can mend, and the one way in which this program ends a piece of its own work."""

from __future__ import annotations


class UsageError(Exception):
    """The user asked for something that cannot be done. The message is one line for people: what, where, what to do."""


class Ending(BaseException):
    """This program ends what it is doing (a worker was told to stop). Nobody's code on the way may keep it."""
