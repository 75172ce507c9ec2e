"""Where somebody else's code went wrong: the module and the line, for its author."""

from __future__ import annotations

import traceback
from types import FrameType, GeneratorType


def raised_at(error: BaseException, home: str) -> str:
    """``module:line`` of an exception: the innermost line of the module ``home`` that it passed, else where it was raised."""
    frames = list(traceback.walk_tb(error.__traceback__))
    own = [(f, line) for f, line in frames if f.f_globals.get("__name__") == home]
    if not frames:
        return home
    frame, line = (own or frames)[-1]
    return _named(frame, line)


def yielded_at(verdicts: object, home: str) -> str:
    """``module:line`` of the ``yield`` at which a generator stands, in the innermost of those that it yields from."""
    inner = verdicts
    while isinstance(inner, GeneratorType) and isinstance(inner.gi_yieldfrom, GeneratorType):
        inner = inner.gi_yieldfrom
    frame = inner.gi_frame if isinstance(inner, GeneratorType) else None
    return _named(frame, frame.f_lineno) if frame is not None else home


def _named(frame: FrameType, line: int) -> str:
    return f"{frame.f_globals.get('__name__', '?')}:{line}"
