"""Disclosures of two provinces and several years, of bodies that do not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.text import render_text


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of one body and another body of its province, one of another province, a copy, a letter, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("disclosed")
    (folder / "more").mkdir()
    for seed, region, year in ((3, "xinjiang", 2023), (3, "xinjiang", 2024), (5, "xinjiang", 2024), (4, "sichuan", 2023)):
        clean = generate(seed, region, year)
        render_text(apply(clean, choose(clean, 1, 2, None)), folder / f"{region}-{seed}-{year}.txt")
    (folder / "more" / "copy.txt").write_bytes((folder / "xinjiang-5-2024.txt").read_bytes())
    (folder / "letter.txt").write_text("各位同事：请于周五前报送考勤表。\n", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "picture.jpg").write_bytes(b"nothing")
    return folder
