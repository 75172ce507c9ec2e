"""Which files a run reads: what ZIP files hold, ZIP files inside them, and archives that are only named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from mingzhang.core.model.documents.said import in_english
from mingzhang.core.run import inputs
from mingzhang.core.run.inputs import Collected, collect

SUFFIXES = frozenset((".txt", ".docx"))
Members = dict[str, bytes]


def packed(members: Members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def collected(tmp_path: Path, members: Members) -> Collected:
    (tmp_path / "a.zip").write_bytes(packed(members))
    return collect([tmp_path / "a.zip"], SUFFIXES, tmp_path / "scratch")


def names(found: Collected) -> list[str]:
    return [i.name.partition("!")[2] for i in found.inputs]


def problem(found: Collected) -> str:
    (words,) = [in_english(i.problem) for i in found.inputs if i.problem]
    return words


def test_zip_inside_zip(tmp_path: Path) -> None:
    found = collected(tmp_path, {"b.zip": packed({"子/c.txt": b"1", "d.zip": packed({"e.txt": b"2"})}), "f.txt": b"3"})
    assert names(found) == ["b.zip!子/c.txt", "b.zip!d.zip!e.txt", "f.txt"]
    assert [i.path.read_bytes() for i in found.inputs] == [b"1", b"2", b"3"]


def test_too_deep(tmp_path: Path) -> None:
    deep = packed({"x.txt": b"x"})
    for level in range(3):
        deep = packed({f"{level}.zip": deep})
    found = collected(tmp_path, {"y.zip": deep})
    assert "more than 3 deep" in problem(found)


def test_totals_count_what_is_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_MOST_MEMBERS", 4)
    inner = packed({f"{n}.txt": b"x" for n in range(3)})
    assert "more than 4" in problem(collected(tmp_path, {"b.zip": inner, "c.txt": b"x"}))
    monkeypatch.setattr(inputs, "_MOST_MEMBERS", 100)
    monkeypatch.setattr(inputs, "_LARGEST_ARCHIVE", 1000)
    assert "unpacks to" in problem(collected(tmp_path, {"b.zip": packed({"a.txt": bytes(900)})}))


def test_what_programs_leave_behind_is_ignored(tmp_path: Path) -> None:
    left = {"__MACOSX/._a.docx": b"x", "~$a.docx": b"x", ".b.txt": b"x", "子/Thumbs.db": b"x", "p.png": b"x"}
    found = collected(tmp_path, {**left, "a.txt": b"1"})
    assert (names(found), found.skipped) == (["a.txt"], 5)
    folder = tmp_path / "folder"
    (folder / "__MACOSX").mkdir(parents=True)
    for name in ("__MACOSX/a.txt", "~$b.docx", "c.txt"):
        (folder / name).write_bytes(b"x")
    in_folder = collect([folder], SUFFIXES, tmp_path / "s2")
    assert ([i.path.name for i in in_folder.inputs], in_folder.skipped) == (["c.txt"], 2)


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [("b.rar", b"Rar!\x1a\x07\x00", "RAR"), ("b.7z", b"7z\xbc\xaf\x27\x1c", "7z"), ("b.tgz", b"\x1f\x8b", "TAR")],
)
def test_other_archives_are_named(tmp_path: Path, name: str, content: bytes, format: str) -> None:
    inside = collected(tmp_path, {name: content, "a.txt": b"1"})
    assert problem(inside) == f"a {format} archive is not read; unpack it and check the folder"
    (tmp_path / name).write_bytes(content)
    for paths in ([tmp_path / name], [tmp_path]):
        found = collect(paths, SUFFIXES, tmp_path / "s2")
        assert "请先解压" in next(i.problem or "" for i in found.inputs if i.path.name == name)


def test_an_archive_that_is_only_named_zip(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"Rar!\x1a\x07\x01\x00")
    assert "RAR" in problem(collect([tmp_path / "a.zip"], SUFFIXES, tmp_path / "s"))
    (tmp_path / "b.zip").write_bytes(b"no archive")
    assert "cannot be opened" in problem(collect([tmp_path / "b.zip"], SUFFIXES, tmp_path / "s"))


def test_archives_of_one_name_do_not_mix(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "表.v1.zip").write_bytes(packed({"a.txt": folder.encode()}))
    found = collect([tmp_path / "x", tmp_path / "y"], SUFFIXES, tmp_path / "scratch")
    assert [i.path.read_bytes() for i in found.inputs] == [b"x", b"y"]
