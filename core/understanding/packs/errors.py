"""What is wrong with a region file: file, line, key, and the nearest valid name, in one line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class PackError(ValueError):
    """A region file is wrong: file, line, key, and what to do, in one line."""


class PackReader:
    """The text of a region file, for messages that name the line."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name

    def line(self, word: str) -> int:
        """The first line that holds ``word`` as a word of its own, else at all (1 if none)."""
        lines = self.text.split("\n")
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        found = next((n for n, line in enumerate(lines, 1) if whole.search(line)), None)
        return found or next((n for n, line in enumerate(lines, 1) if word in line), 1)

    def fail(self, word: str, message: str, key: str = "") -> PackError:
        return PackError(f"{self.name}, line {self.line(word)}{f', {key}' if key else ''}: {message}")

    def line_at(self, path: Sequence[str | int]) -> int:
        """The line of a key or an entry: keys by their names, entries of ``[[…]]`` by their numbers (from 0)."""
        lines, at = self.text.split("\n"), 0
        keys = list(path)
        if len(keys) > 1 and isinstance(keys[1], int):
            heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{re.escape(str(keys[0]))}\s*\]\]", line)]
            at, keys = (heads[keys[1]], keys[2:]) if keys[1] < len(heads) else (0, keys)
        for key in keys:
            if isinstance(key, str):
                word = re.compile(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?(?![\w-])")
                at = next((n for n in range(at, len(lines)) if word.search(lines[n])), at)
        return at + 1

    def fail_at(self, path: Sequence[str | int], message: str, key: str) -> PackError:
        """Like :meth:`fail`, for what stands at a path of keys."""
        return PackError(f"{self.name}, line {self.line_at(path)}{f', {key}' if key else ''}: {message}")

    def known(self, given: Iterable[str], valid: Iterable[str], what: str, key: str = "", within: str = "") -> None:
        """PackError for the first name that is not valid, with the nearest one that is.

        ``key`` is where it stands in the file, ``within`` the text that holds it if it is no word of its own.
        """
        valid = sorted(set(valid))
        for name in given:
            if name not in valid:
                near = difflib.get_close_matches(name, valid, 1, 0.5)
                some = ", ".join(valid[:12]) + (", …" if len(valid) > 12 else "")
                hint = f"; did you mean {near[0]!r}?" if near else f" (valid: {some})"
                raise self.fail(within or name, f"unknown {what} {name!r}{hint}", key)

    def needed(self, entry: Mapping[str, Any], keys: Iterable[str], what: str) -> None:
        """PackError if an entry lacks a key."""
        for key in keys:
            if key not in entry:
                raise self.fail(str(entry.get("id", what)), f"{what} {entry.get('id', '')!r} needs the key {key!r}")

    def pattern(self, text: str) -> re.Pattern[str]:
        try:
            return re.compile(text)
        except re.error as error:
            raise self.fail(text, f"the pattern {text!r} is no regular expression: {error}") from error
