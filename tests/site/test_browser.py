"""The site in a real browser: it draws the start page, and a link leads to a cell that is marked."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from chromium import CHROMIUM, FLAGS
from serving import served

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def address(made_db):
    with served(made_db) as at:
        yield at


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
