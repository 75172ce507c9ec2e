"""Disclosures of two provinces and several years, of bodies that do not exist."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pytest

from mingzhang.core.model.generated.blocks import Block, Heading, TableBlock
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.docx import render_docx
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


@pytest.fixture(scope="session")
def halves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disclosure as two files, prose and tables; the tables of another body; a ZIP file with a disclosure and a damaged file."""
    folder = tmp_path_factory.mktemp("halves")
    clean = generate(46, "sichuan", 2023)
    made = apply(clean, choose(clean, 1, 1, ["prose_amount"]))
    other = generate(47, "sichuan", 2023)

    def tables_of(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return (*(b for b in blocks[:2] if isinstance(b, Heading)), *(b for b in blocks if isinstance(b, TableBlock)))

    prose = tuple(b for b in made.blocks if not isinstance(b, TableBlock))
    render_docx(dataclasses.replace(made, blocks=prose), folder / "prose.docx")
    render_docx(dataclasses.replace(made, blocks=tables_of(made.blocks)), folder / "tables.docx")
    render_docx(dataclasses.replace(other, blocks=tables_of(other.blocks)), folder / "stranger.docx")
    whole = folder.parent / "whole.txt"
    render_text(generate(8, "xinjiang", 2024), whole)
    with zipfile.ZipFile(folder / "files.zip", "w") as archive:
        archive.write(whole, "a/whole.txt")
        archive.writestr("b/broken.pdf", b"%PDF-1.7\nnothing")
        archive.writestr("c/left.tmp", b"x")
    return folder
