"""Pictures of the pages on which findings rest: of the right page, small, the same each time, and without personal numbers."""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
from datetime import date
from pathlib import Path

import httpx
import pytest
from PIL import Image

from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.publish.pictures import as_webp
from mingzhang.core.publish.publish import publish
from mingzhang.core.publish.selection import Selection
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.pipeline import Options, check_paths
from mingzhang.core.testkit import apply, changes, generate, render_pdf
from mingzhang.datasette_config.serving import application

DAY = date(2031, 5, 1)


@pytest.fixture(scope="module")
def working(tmp_path_factory) -> Path:
    """A database of one PDF with a wrong amount and a mobile number in it."""
    folder = tmp_path_factory.mktemp("pictures")
    clean = generate(3, "xinjiang", 2024)
    planned = [next(c for c in changes(clean, 1) if c.kind == kind and c.determined) for kind in ("table_total", "mobile_number")]
    render_pdf(apply(clean, planned), folder / "document.pdf")
    options = Options()
    with recording(folder / "working.db", default_plugins(), options) as record:
        check_paths([folder / "document.pdf"], default_plugins(), options, None, record)
    return folder / "working.db"


@pytest.fixture(scope="module")
def public(working, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("public") / "public.db"
    done = publish(working, path, Selection.ALL, DAY, default_plugins())
    assert done.pictures > 0
    return path


def _pictures(path: Path) -> list[tuple[int, float, float, bytes]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT page, width, height, webp FROM pictures ORDER BY page").fetchall()


def test_every_page_with_evidence_has_a_small_picture(public):
    with sqlite3.connect(public) as connection:
        wanted = {p for (p,) in connection.execute("SELECT DISTINCT page FROM evidence WHERE page IS NOT NULL AND bbox IS NOT NULL")}
    assert {page for page, *_ in _pictures(public)} == wanted
    for _, width, height, webp in _pictures(public):
        assert len(webp) < 300_000
        image = Image.open(io.BytesIO(webp))
        assert image.format == "WEBP"
        assert image.width / image.height == pytest.approx(width / height, rel=0.02)


def test_the_same_files_give_the_same_bytes(working, public, tmp_path):
    publish(working, tmp_path / "again.db", Selection.ALL, DAY, default_plugins())
    assert (tmp_path / "again.db").read_bytes() == public.read_bytes()


def test_a_number_is_black_on_the_picture(public):
    with sqlite3.connect(public) as connection:
        page, bbox = connection.execute(
            "SELECT e.page, e.bbox FROM evidence e JOIN findings f ON f.fingerprint = e.finding WHERE f.rule = 'privacy.mobile'"
        ).fetchone()
    width, height, webp = next((w, h, data) for p, w, h, data in _pictures(public) if p == page)
    image = Image.open(io.BytesIO(webp)).convert("L")
    x0, top, x1, bottom = json.loads(bbox)
    box = image.crop(
        tuple(
            int(v)
            for v in (x0 / width * image.width, top / height * image.height, x1 / width * image.width, bottom / height * image.height)
        )
    )
    dark = sum(box.histogram()[:60]) / (box.width * box.height)
    assert dark > 0.9


def test_a_file_that_is_gone_or_another_has_no_picture(working, tmp_path):
    moved = tmp_path / "moved.db"
    moved.write_bytes(working.read_bytes())
    with sqlite3.connect(moved) as connection:
        connection.execute("UPDATE documents SET path = ?", [str(tmp_path / "nowhere.pdf")])
    assert publish(moved, tmp_path / "public.db", Selection.ALL, DAY, default_plugins()).pictures == 0
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4 another")
    with sqlite3.connect(moved) as connection:
        connection.execute("UPDATE documents SET path = ?", [str(tmp_path / "other.pdf")])
    assert publish(moved, tmp_path / "public.db", Selection.ALL, DAY, default_plugins()).pictures == 0


def test_the_page_of_a_finding_shows_it_with_its_operands_outlined(public):
    with sqlite3.connect(public) as connection:
        finding, document, page = connection.execute(
            "SELECT e.finding, e.document, e.page FROM evidence e JOIN findings f ON f.fingerprint = e.finding WHERE f.rule LIKE 'sum.%' AND e.bbox IS NOT NULL LIMIT 1"
        ).fetchone()

    async def ask(address: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application(public)), base_url="http://mz.invalid") as client:
            return await client.get(address)

    shown = asyncio.run(ask("/mz/finding/" + finding.replace(":", "-"))).text
    address = f"/mz/picture/{document}/{page}.webp"
    assert f'href="{address}"' in shown
    assert shown.count("<rect ") >= 2
    picture = asyncio.run(ask(address))
    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/webp"
    assert picture.content[:4] == b"RIFF"
    assert asyncio.run(ask(f"/mz/picture/{document}/999.webp")).status_code == 404
    assert asyncio.run(ask("/public/pictures.json")).status_code in (403, 404)


def test_a_large_picture_becomes_small():
    out = io.BytesIO()
    Image.effect_noise((2400, 3200), 90).save(out, "PNG")
    small = as_webp(out.getvalue())
    assert Image.open(io.BytesIO(small)).width == 1100
