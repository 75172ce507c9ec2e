"""The site in a real browser: it draws the start page, and a link leads to a cell that is marked."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def address(made_db):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    code = f"from pathlib import Path; from mingzhang.datasette_config.serving import serve; serve(Path({str(made_db)!r}), port={port})"
    server = subprocess.Popen([sys.executable, "-c", code], cwd=made_db.parent)
    try:
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/mz/static/site.css")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def browse(tmp_path: Path, *arguments: str) -> str:
    done = subprocess.run(
        [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout


def test_the_start_page_is_drawn_and_leads_to_a_marked_cell(address, tmp_path):
    start = browse(tmp_path, "--dump-dom", address + "/")
    assert "把公开的账，对给大家看" in start
    disclosure = re.search(r'href="(/mz/disclosure/[^"]+)"', start)
    assert disclosure
    page = browse(tmp_path, "--dump-dom", address + disclosure[1])
    finding = re.search(r'href="(/mz/finding/[^"]+)"', page)
    assert finding
    page = browse(tmp_path, "--dump-dom", address + finding[1])
    cell = re.search(r'href="(/mz/table/[^"]+#r3c2)"', page)
    assert cell
    table = browse(tmp_path, "--dump-dom", address + cell[1])
    assert re.search(r'id="r3c2" class="num hit chosen"', table)


def test_a_window_of_the_size_of_a_phone_draws_the_page(address, tmp_path):
    picture = tmp_path / "phone.png"
    browse(tmp_path, "--window-size=390,844", f"--screenshot={picture}", address + "/")
    assert picture.stat().st_size > 10_000
