"""A parser plugin that does everything a parser must not do."""

from __future__ import annotations

from pathlib import Path

import pytest

PLUGIN = """
import collections
import ctypes
import faulthandler
import itertools
import os
import subprocess
import time
from pathlib import Path

from mingzhang import Document, Paragraph, Place, UnreadableError, hookimpl

LOADED = Path(__file__).with_name("loaded.log")
with LOADED.open("a") as log:
    log.write(f"{os.getpid()}\\n")


class BadParser:
    id = "bad"
    suffixes = (".bad",)

    def accepts(self, source):
        return source.suffix == ".bad"

    def parse(self, source, options):
        order = source.path.read_text().split()
        getattr(self, order[0])(*order[1:])
        return Document(source.name, source.sha256, self.id, (Paragraph("说明", Place(line=1)),))

    def fine(self, *rest):
        pass

    def sleep(self, *rest):
        time.sleep(3600)

    def spin(self, *rest):
        collections.deque(itertools.repeat(0), maxlen=0)  # no signal handler of Python runs inside

    def short(self, seconds, *rest):
        time.sleep(float(seconds))

    def eat(self, *rest):
        kept = []
        while True:
            kept.append(bytearray(16 << 20))

    def leave(self, *rest):
        os._exit(7)

    def crash(self, *rest):
        faulthandler.disable()
        ctypes.string_at(0)

    def complain(self, *rest):
        raise ValueError("this parser\\nis broken")

    def give_up(self, *rest):
        raise UnreadableError("the cover is missing")

    def convert(self, pid_file, *rest):
        process = subprocess.Popen(["sleep", "3600"], start_new_session=True)
        try:
            Path(pid_file).write_text(str(process.pid))
            process.wait()
        finally:
            process.kill()
            process.wait()


@hookimpl
def register_parsers():
    return [BadParser()]
"""


@pytest.fixture
def plugins_dir(tmp_path: Path) -> Path:
    """A folder with the plugin; ``loaded.log`` beside it gets a line for every process that imports it."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "bad.py").write_text(PLUGIN, encoding="utf-8")
    return folder


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """An empty folder for files that say what the parser shall do."""
    folder = tmp_path / "files"
    folder.mkdir()
    return folder
