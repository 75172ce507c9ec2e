"""The site in a real browser: it draws the start page, and a link leads to a cell that is marked."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import CHROMIUM, FLAGS, Browser
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


NEW_PAGES = (
    "/", "/mz/search?q=文旅局", "/mz/search?q=612.00", "/mz/search?q=文物巡查", "/mz/body/659901/云泽县文化和旅游局", "/mz/place/659901", "/mz/place/650000",
    "/mz/rules", "/mz/rule/sum.children", "/mz/about", "/mz/glossary", "/mz/findings", "/mz/disclosures", "/mz/nothing",
)  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_window_and_everything_can_be_touched(address, tmp_path, width):
    """Wide tables scroll in their own frame. Links inside running text are as high as their line; what stands alone is 24 pixels or more (WCAG 2.5.8)."""
    browser = Browser(tmp_path / "profile")
    try:
        browser.without_scripts()
        browser.window(width, 800)
        for page in NEW_PAGES:
            browser.open(address + quote(page, safe="/?=&."))
            assert browser.see("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (page, width)
            small = browser.see(
                "[...document.querySelectorAll('button, input:not([type=hidden]), select, summary, header a, .chip, .names a')]"
                ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 24).map(e => e.outerHTML.slice(0, 80))"
            )
            assert small == [], (page, width)
    finally:
        browser.close()


def test_the_head_and_the_first_column_stay_in_sight(address, tmp_path):
    browser = Browser(tmp_path / "profile")
    try:
        browser.without_scripts()
        browser.window(320, 600)
        browser.open(address + quote("/mz/place/659901"))
        before, after = (
            browser.see(
                f"(s => {{ s.scrollLeft = {left}; return document.querySelector('table.side tbody th').getBoundingClientRect().left }})"
                "(document.querySelector('.scroll.tall'))"
            )
            for left in (0, 200)
        )
        assert browser.see("document.querySelector('.scroll.tall').scrollLeft") > 0
        assert abs(before - after) < 2
    finally:
        browser.close()
