"""Follow a page of the documentation word by word: write the files that it shows, type its commands, compare its outputs.

What a page shows is one of these fenced blocks:

- ``console``: lines after ``$ `` are typed; the lines below are what must be printed. A line ``...`` stands for any lines,
  ``...`` within a line for any text, ``[1]`` at the end for an exit status that is not 0. Runs of spaces and rules (───) count
  as one, and spaces at the end of a line do not count.
- ``{code-block}`` or ``{literalinclude}`` with a ``:caption:``: the whole file of that name.
- ``{code-block} diff`` with a ``:caption:``: a change to that file; the lines it takes away or keeps stand there exactly once.

Every other fenced block is only looked at, and must say so by being ``text``.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import sysconfig
import textwrap
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^(?P<ticks>`{3,}|:{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=ticks)[ \t]*$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"^:([\w-]+):[ \t]*(.*)\n", re.MULTILINE)
_SECONDS = 300
_PYTHON = """#!/bin/sh
[ "$1 $2" = "-m venv" ] && {{ shift 2; set -- -m venv --without-pip "$@"; }}
exec "{0}" "$@"
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One block: its kind (``file``, ``change``, ``console``), the file that it is about, and its text."""

    line: int
    kind: str
    text: str
    path: str = ""


def steps(page: Path) -> Iterator[Step]:
    """The blocks of a page in order. Raises ValueError for a block that cannot be followed."""
    source = page.read_text(encoding="utf-8")
    for m in _FENCE.finditer(source):
        info, body, line = m["info"].strip(), m["body"], source.count("\n", 0, m.start()) + 1
        directive = re.match(r"\{(code-block|literalinclude)\}\s*(\S+)", info)
        if info == "console":
            yield Step(line, "console", body)
        elif directive:
            options, body = _options(body)
            if "caption" not in options:
                raise ValueError(f"{page.name}:{line}: a block without :caption: says of no file what it is")
            if directive[1] == "literalinclude":
                body = (page.parent / directive[2]).read_text(encoding="utf-8")
            yield Step(line, "change" if directive[2] == "diff" else "file", body, options["caption"].strip('"`'))
        elif info != "text" and not info.startswith(("{toctree}", "{note}", "{tip}")):
            raise ValueError(f"{page.name}:{line}: nothing is known about a block {info!r}")


def _options(body: str) -> tuple[dict[str, str], str]:
    options: dict[str, str] = {}
    while m := _OPTION.match(body):
        options[m[1]] = m[2].strip()
        body = body[m.end() :]
    return options, body.removeprefix("\n")


def changed(text: str, diff: str) -> str:
    """``text`` with the lines of a diff without line numbers taken away and added. Raises ValueError if they are not there once."""
    lines = [line or " " for line in diff.splitlines()]
    if bad := [line for line in lines if line[0] not in "+- "]:
        raise ValueError(f"no line of a diff: {bad[0]!r}")
    old = "".join(line[1:] + "\n" for line in lines if line[0] != "+")
    new = "".join(line[1:] + "\n" for line in lines if line[0] != "-")
    places = [m.start() for m in re.finditer(r"^" + re.escape(old), text, re.MULTILINE)]
    if len(places) != 1:
        raise ValueError(f"these lines stand there {len(places)} times:\n{old}")
    return text[: places[0]] + new + text[places[0] + len(old) :]


def commands(block: str) -> Iterator[tuple[str, list[str], int]]:
    """What is typed, the lines that must be printed, and the exit status."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        while command.endswith("\\"):
            command += "\n" + shown.pop(0).removeprefix("> ")
        status = re.fullmatch(r"\[(\d+)\]", shown[-1]) if shown else None
        yield command, shown[:-1] if status else shown, int(status[1]) if status else 0


def _plain(line: str) -> str:
    return re.sub(r"─+", "─", re.sub(r"\s+", " ", line)).rstrip()


def is_shown(shown: list[str], printed: str) -> bool:
    """Whether an output is what the page shows. A page that shows nothing says nothing about the output."""
    if not shown:
        return True
    pattern = ""
    for line in map(_plain, shown):
        pattern += r"(?:.*\n)*?" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n"
    found = "".join(_plain(line) + "\n" for line in printed.splitlines())
    return re.fullmatch(pattern, found) is not None or re.fullmatch(pattern, found.strip("\n") + "\n") is not None


class Shell:
    """A shell in a fresh folder, as a reader has one open: what is activated or changed stays so for the next command."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder, env=environment, text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._timer = threading.Timer(_SECONDS, self._kill)
        self._timer.start()

    def _kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)

    def run(self, command: str) -> tuple[str, int]:
        """What a command prints, and its exit status."""
        mark, (stdin, stdout) = uuid.uuid4().hex, (self._process.stdin, self._process.stdout)
        assert stdin is not None and stdout is not None
        stdin.write(f"{{ {command}\n}} < /dev/null\nprintf '{mark} %s %s\\n' $? \"$PWD\"\n")
        stdin.flush()
        printed = ""
        for line in stdout:
            if (at := line.find(mark)) >= 0:
                _, status, folder = line[at:].rstrip("\n").split(" ", 2)
                self.folder = Path(folder)
                return printed + line[:at], int(status)
            printed += line
        raise AssertionError(f"the shell ended, or took more than {_SECONDS} seconds:\n$ {command}\n{printed}")

    def close(self) -> None:
        self._timer.cancel()
        if self._process.poll() is None:
            self._kill()
        self._process.wait()


def reader(folder: Path) -> dict[str, str]:
    """The environment of a reader who has Python and no network: environments made in it see what this one has installed.

    That is pip and setuptools, too: those that Python brings along may be too old, and nothing newer can be fetched.
    """
    tools = folder / "tools"
    tools.mkdir()
    (tools / "sitecustomize.py").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n", encoding="utf-8")
    python = tools / "python3"
    python.write_text(_PYTHON.format(sys.executable), encoding="utf-8")
    python.chmod(0o755)
    return {
        "PATH": f"{tools}:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "MINGZHANG_LANG": "en",
        "PYTHONPATH": str(tools),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # as pip reads it: no isolation
        "PIP_NO_CACHE_DIR": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
    }


def follow(page: Path, shell: Shell) -> Iterator[tuple[str, str]]:
    """Follow a page; gives every command with what it printed. Raises AssertionError where the page does not hold."""
    for step in steps(page):
        where = f"{page.name}:{step.line}"
        path = shell.folder / step.path
        if step.kind == "file":
            assert path.parent.is_dir(), f"{where}: no folder for {step.path}"
            path.write_text(step.text, encoding="utf-8")
        elif step.kind == "change":
            assert path.is_file(), f"{where}: no file {step.path}"
            try:
                path.write_text(changed(path.read_text(encoding="utf-8"), step.text), encoding="utf-8")
            except ValueError as error:
                raise AssertionError(f"{where}: {step.path}: {error}") from error
        else:
            for command, shown, status in commands(step.text):
                printed, found = shell.run(command)
                yield command, printed
                told = f"{where}: $ {command}\n{textwrap.indent(printed, '    ')}"
                assert found == status, f"{told}    exit status {found}, the page says {status}"
                assert is_shown(shown, printed), f"{told}  the page shows:\n{textwrap.indent(chr(10).join(shown), '    ')}"
