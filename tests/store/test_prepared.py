"""Rows that are made in one process, on one machine, and written by another."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from mingzhang.core.model.results.result import DocumentResult, DocumentStatus
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.run.check import check_file
from mingzhang.core.run.inputs import Input
from mingzhang.core.run.options import Options
from mingzhang.core.store import prepared
from mingzhang.core.store.prepared import packed_rows, prepare, unpacked
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.text import render_text


def test_rows_come_out_as_they_were_packed(tmp_path: Path) -> None:
    clean = generate(3, "xinjiang", 2023)
    render_text(apply(clean, choose(clean, 1, 2, None)), tmp_path / "a.txt")
    result = check_file(Input(tmp_path / "a.txt", "a.txt"), default_plugins(), Options())
    assert result.findings
    assert unpacked(packed_rows(result)) == prepare(result)


def test_a_file_that_could_not_be_read_has_rows_too() -> None:
    result = DocumentResult("a.pdf", "0" * 64, 3, DocumentStatus.UNREADABLE, reason="空")
    assert unpacked(packed_rows(result)) == prepare(result)


def test_what_went_wrong_is_said_where_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyError("column")

    monkeypatch.setattr(prepared, "prepare", fails)
    with pytest.raises(ValueError, match="KeyError"):
        unpacked(packed_rows(DocumentResult("a.pdf", "0" * 64, 3, DocumentStatus.UNREADABLE)))


@pytest.mark.parametrize("content", [b"", b"no zlib", zlib.compress(b"{}"), zlib.compress(b"nothing"), zlib.compress(b"[1]")])
def test_what_is_no_part_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacked(content)
