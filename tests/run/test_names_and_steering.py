"""Names of files and characters in texts that no encoding can write, that steer a terminal or turn the writing round."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mingzhang.cli import main
from mingzhang.core.model.documents.text import STEERING, as_typed
from mingzhang.core.run.inputs import printable_name

TEXT = (Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt").read_text("utf-8")
STEERS = "\x1b[31m\x07\u202e"


@given(st.text())
def test_every_name_can_be_written_down(name: str) -> None:
    shown = printable_name(name)
    shown.encode()
    assert not STEERING.search(shown)
    assert shown == name or STEERING.search(name)


@given(st.binary(min_size=1, max_size=20))
def test_whatever_bytes_a_name_is(raw: bytes) -> None:
    printable_name(os.fsdecode(raw)).encode()


def test_a_name_in_the_encoding_of_old_systems_is_read() -> None:
    assert printable_name(os.fsdecode("预算公开.txt".encode("gb18030"))) == "预算公开.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have names in Unicode")
def test_a_run_over_such_names_is_stored_and_reported(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    names = ["部门预算.txt".encode("gbk"), b"\xff\xfe.txt", f"a{STEERS}.txt".encode(), "普通.txt".encode()]
    for n, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(TEXT + f"第{n}份。\n", "utf-8")
    result = CliRunner().invoke(main, ["check", str(folder), "--db", str(tmp_path / "a.db")])
    assert result.exit_code in (0, 1), result.output
    assert not STEERING.search(result.output)
    told = json.loads(CliRunner().invoke(main, ["check", str(folder), "--format", "json"]).stdout)
    assert [d["status"] for d in told["documents"]] == ["checked"] * 4
    assert any(d["path"].endswith("/部门预算.txt") for d in told["documents"])


def test_half_a_pair_in_a_word_file_loses_nothing(tmp_path: Path) -> None:
    plain, path = tmp_path / "plain.docx", tmp_path / "a.docx"
    from docx import Document as Word

    word = Word()
    for line in TEXT.splitlines():
        word.add_paragraph(line)
    word.save(str(plain))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace("<w:t>三、".encode(), '<w:sym w:font="Wingdings" w:char="D800"/><w:t>三、'.encode())
            target.writestr(name, content)
    result = CliRunner().invoke(main, ["check", str(path), "--db", str(tmp_path / "a.db")])
    assert result.exit_code in (0, 1), result.output
    assert "没有存入" not in result.output


@given(st.characters(categories=["Cf", "Cc", "Cs"]).filter(lambda c: not c.isspace()))
def test_what_nobody_sees_parts_no_number(c: str) -> None:
    assert as_typed(f"1,2{c}34.50") in ("1,234.50", f"1,2{c}34.50")
    if STEERING.search(c):
        assert as_typed(f"1,2{c}34.50") == "1,234.50"
