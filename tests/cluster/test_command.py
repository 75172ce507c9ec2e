"""``check URL… --out URL`` as people use it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("fsspec")

from mingzhang.cli import main
from mingzhang.core.store.reader import content_digest, open_for_reading


def command(*arguments: str | Path, language: str = "en") -> Result:
    result = CliRunner(env={"MINGZHANG_LANG": language}).invoke(main, ["check", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_summary_in_both_languages_and_the_status_of_what_is_stored(folder: Path, tmp_path: Path) -> None:
    first = command(folder, "--out", tmp_path / "out", language="zh")
    assert first.exit_code == 3  # a letter, and a file that cannot be read
    assert "7 个文件，其中 0 个没有变化" in first.output and "broken.pdf：" in first.output.replace(": ", "：")
    again = command(folder, "--out", tmp_path / "out")
    assert "7 files, 7 of them unchanged" in again.output and "not a judgement" in again.output
    one = command(folder / "xinjiang-3-2023.txt", "--out", tmp_path / "one", "--fail-on", "info")
    assert one.exit_code == 1
    assert command(folder / "xinjiang-3-2023.txt", "--out", tmp_path / "one", "--fail-on", "never").exit_code == 0


def test_data_for_programs(folder: Path, tmp_path: Path) -> None:
    found = json.loads(command(folder, "--out", tmp_path / "out", "--format", "json").stdout)
    assert (found["schema"], found["files"], found["skipped"], found["failures"]) == ("mingzhang.cluster/1", 7, 1, [])
    assert found["stored"]["documents"] == {"checked": 4, "unrecognised": 1, "unreadable": 1}
    assert len(found["stored"]["shards"]) == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--cluster", "local"), "--cluster needs --out"),
        (("--out", "x", "--db", "a.db"), "--db"),
        (("--out", "x", "--format", "sarif"), "--format sarif"),
        (("--out", "x", "--explain"), "--explain"),
        (("--out", "nothing://x"), "nothing://x"),
        (("--out", "x", "--cluster", "nowhere"), "nowhere"),
    ],
)
def test_mistakes_are_one_clear_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mingzhang.core.cluster.mapping._PATIENCE", 1)
    result = command(folder, *arguments)
    assert result.exit_code == 2 and words in result.stderr and result.stderr.count("\n") == 1


def test_a_folder_without_anything_to_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jpg").write_bytes(b"x")
    result = command(tmp_path / "in", "--out", tmp_path / "out")
    assert result.exit_code == 3 and "nothing to read" in result.stderr


def test_shards_are_gathered_into_one_database(folder: Path, tmp_path: Path) -> None:
    command(folder, "--out", tmp_path / "out")
    command(folder, "--db", tmp_path / "one.db")

    def gather(*arguments: str | Path) -> Result:
        return CliRunner(env={"MINGZHANG_LANG": "en"}).invoke(main, ["gather", *map(str, arguments)])

    assert gather(tmp_path / "out", "--db", tmp_path / "all.db").exit_code == 0
    limits = "UPDATE runs SET settings = ''"
    digests = set()
    for name in ("all.db", "one.db"):
        with sqlite3.connect(tmp_path / name) as db:
            db.execute(limits)
        digests.add(content_digest(open_for_reading(tmp_path / name)))
    assert len(digests) == 1
    assert gather(tmp_path / "out", "--db", tmp_path / "all.db").exit_code == 2
    assert gather(tmp_path / "out", "--db", tmp_path / "b.db", "--shard", "65*-2024").output.endswith("b.db: 1 shards\n")
    for missing in (("out", "--shard", "99*"), ("nowhere",)):
        result = gather(tmp_path / missing[0], "--db", tmp_path / "c.db", *missing[1:])
        assert result.exit_code == 2 and "no shards" in result.stderr and not (tmp_path / "c.db").exists()
