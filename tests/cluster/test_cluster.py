"""Files behind URLs, checked in parts, stored in shards: together they are what one machine stores."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("fsspec")

import fsspec

from mingzhang.cli import main
from mingzhang.core.checking.engine import Selection
from mingzhang.core.cluster import parts, work
from mingzhang.core.cluster.mapping import Each, in_a_loop
from mingzhang.core.cluster.run import ClusterRun, check_on_cluster
from mingzhang.core.cluster.storage import listed, whole_url
from mingzhang.core.errors import UsageError
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.store.merging import merge
from mingzhang.core.store.reader import content_digest, dump, open_for_reading

PLUGINS = default_plugins()
OPTIONS = Options(lean=True)


def one_machine(paths: list[Path], db: Path) -> str:
    with recording(db, PLUGINS, OPTIONS) as archive:
        check_paths(paths, PLUGINS, OPTIONS, archive=archive)
    return content_digest(open_for_reading(db))


def shards_of(out: Path) -> list[Path]:
    return sorted((out / "shards").iterdir())


def merged(out: Path, target: Path) -> str:
    merge(shards_of(out), target)
    return content_digest(open_for_reading(target))


def differing(one: Path, other: Path) -> list[str]:
    """The rows that only one of two databases has, cut short."""
    rows = set(dump(open_for_reading(one))) ^ set(dump(open_for_reading(other)))
    return [row[:300] for row in sorted(rows)]


def run(urls: list[Path | str], out: Path | str) -> ClusterRun:
    found = check_on_cluster([str(u) for u in urls], PLUGINS, OPTIONS, str(out), in_a_loop)
    assert found.failures == []
    return found


def test_shards_together_are_what_one_machine_stores(folder: Path, tmp_path: Path) -> None:
    result = run([folder], tmp_path / "out")
    assert (result.files, result.known, result.skipped) == (7, 0, 1)
    assert [s.stem[2:] for s in shards_of(tmp_path / "out")] == ["0000-0000", "0000-2023", "0000-2023", "0000-2024"]
    both = merged(tmp_path / "out", tmp_path / "merged.db"), one_machine([folder], tmp_path / "one.db")
    assert differing(tmp_path / "merged.db", tmp_path / "one.db") == []
    assert both[0] == both[1]


@pytest.mark.parametrize("at_once", [True, False])
def test_halves_of_a_disclosure_are_checked_together(halves: Path, tmp_path: Path, at_once: bool) -> None:
    """Also where one of them comes later; members of ZIP files have their own names."""
    groups = [[halves]] if at_once else [[halves / "files.zip", halves / "prose.docx"], [halves / "stranger.docx", halves / "tables.docx"]]
    for group in groups:
        run([*group], tmp_path / "out")
        one_machine(group, tmp_path / "one.db")
    both = merged(tmp_path / "out", tmp_path / "merged.db"), content_digest(open_for_reading(tmp_path / "one.db"))
    assert differing(tmp_path / "merged.db", tmp_path / "one.db") == []
    assert both[0] == both[1]
    db = sqlite3.connect(tmp_path / "merged.db")
    assert db.execute("SELECT count(*) FROM documents WHERE together IS NOT NULL").fetchone() == (2,)
    assert db.execute("SELECT count(*) FROM files WHERE path LIKE '%files.zip!a/whole.txt'").fetchone() == (1,)


def test_nothing_is_done_again_and_nothing_is_written_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([folder], tmp_path / "out")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*") if p.is_file()}
    monkeypatch.setattr(work, "_checked", lambda *_: pytest.fail("checked again"))
    result = run([folder], tmp_path / "out")
    assert (result.known, result.shards) == (7, [])
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


def test_files_that_come_later_are_compared_with_those_that_were_there(folder: Path, tmp_path: Path) -> None:
    """Each file in a run of its own, the year before last."""
    files = sorted((p for p in folder.rglob("*.txt")), reverse=True)
    for file in files:
        run([file], tmp_path / "out")
    for file in files:
        one = one_machine([file], tmp_path / "one.db")
    documents = "SELECT sha256 FROM documents WHERE digest <> own_digest"
    assert sqlite3.connect(tmp_path / "one.db").execute(documents).fetchall()
    both = merged(tmp_path / "out", tmp_path / "merged.db"), one
    assert differing(tmp_path / "merged.db", tmp_path / "one.db") == []
    assert both[0] == both[1]


def stopping(after: int) -> Each:
    """A loop that is interrupted when so many tasks were heard of, and one more is done."""
    count = 0

    def each(work: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], Any]]:
        nonlocal count
        for outcome in in_a_loop(work, tasks):
            count += 1
            if count > after:
                raise KeyboardInterrupt
            yield outcome

    return each


def stopped(paths: list[Path], out: Path, after: int) -> bool:
    try:
        check_on_cluster([str(p) for p in paths], PLUGINS, OPTIONS, str(out), stopping(after))
    except KeyboardInterrupt:
        return True
    return False


def test_a_run_that_is_stopped_again_and_again_goes_on_and_leaves_the_same(folder: Path, halves: Path, tmp_path: Path) -> None:
    paths, out = [folder, halves], tmp_path / "out"
    assert sum(stopped(paths, out, after) for after in (0, 3, 9, 13, 14, 16, 18, 20, 22)) >= 6
    run([*paths], out)
    one_machine(paths, tmp_path / "one.db")
    merged(out, tmp_path / "merged.db")
    assert differing(tmp_path / "merged.db", tmp_path / "one.db") == []


@pytest.mark.parametrize("after", range(6))
def test_a_new_year_reaches_the_year_before_wherever_it_is_stopped(folder: Path, tmp_path: Path, after: int) -> None:
    """The shard of the other year holds no trace of what is new."""
    years, out = [folder / f"xinjiang-3-{year}.txt" for year in (2024, 2023)], tmp_path / "out"
    run([years[0]], out)
    assert stopped([years[1]], out, after) == (after < 6)
    run([years[1]], out)
    for year in years:
        one_machine([year], tmp_path / "one.db")
    merged(out, tmp_path / "merged.db")
    assert differing(tmp_path / "merged.db", tmp_path / "one.db") == []
    assert not (out / "pending.json").exists()


def test_a_document_that_turns_out_to_belong_elsewhere_moves(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when another version reads another year on its cover."""
    out, changed = tmp_path / "out", replace(OPTIONS, selection=Selection(ignore=("text.doubled",)))
    right = parts.shard_of
    with monkeypatch.context() as patch:
        patch.setattr(parts, "shard_of", lambda r: "650000-1999" if r.path.endswith("5-2024.txt") else right(r))
        run([folder / "xinjiang-5-2024.txt", folder / "xinjiang-3-2024.txt"], out)
    assert (out / "shards" / "650000-1999.db").exists()
    paths = [folder / "xinjiang-5-2024.txt", folder / "xinjiang-3-2024.txt"]
    found = check_on_cluster([str(p) for p in paths], PLUGINS, changed, str(out), in_a_loop)
    assert found.failures == [] and found.shards == ["650000-1999", "650000-2024"]
    assert sqlite3.connect(out / "shards" / "650000-1999.db").execute("SELECT count(*) FROM documents").fetchone() == (0,)
    for options in (OPTIONS, changed):
        with recording(tmp_path / "one.db", PLUGINS, options) as archive:
            check_paths(paths, PLUGINS, options, archive=archive)
    merged(out, tmp_path / "merged.db")
    assert differing(tmp_path / "merged.db", tmp_path / "one.db") == []


def test_in_memory_and_on_disk_are_the_same(folder: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    for file in folder.rglob("*.txt"):
        memory.pipe_file(f"/in/{file.relative_to(folder)}", file.read_bytes())
    run(["memory://in"], "memory://out")
    for path in memory.find("/out/shards"):
        target = tmp_path / "out" / "shards" / Path(path).name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(memory.cat_file(path))
    merge(shards_of(tmp_path / "out"), tmp_path / "merged.db")
    found = sqlite3.connect(tmp_path / "merged.db")
    assert found.execute("SELECT count(*) FROM documents").fetchone() == (5,)
    assert ("memory://in/more/copy.txt",) in found.execute("SELECT path FROM files").fetchall()


def test_the_index_holds_who_disclosed_what_and_the_heads_of_findings(folder: Path, tmp_path: Path) -> None:
    run([folder], tmp_path / "out")
    one_machine([folder], tmp_path / "one.db")
    index, one = sqlite3.connect(tmp_path / "out" / "index.db"), sqlite3.connect(tmp_path / "one.db")
    for table in ("disclosures", "findings", "lexicon", "issuers", "rules"):
        select = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
        assert index.execute(select).fetchall() == one.execute(select).fetchall() != []
    assert index.execute("SELECT count(*) FROM line_items").fetchone() == (0,)


def test_questions_about_findings_are_answered_from_the_index(folder: Path, tmp_path: Path) -> None:
    run([folder], tmp_path / "out")
    one_machine([folder], tmp_path / "one.db")
    for question in ("哪些单位有疑点？", "公开了多少份？"):
        said = [
            CliRunner().invoke(main, ["ask", question, "--db", str(tmp_path / db)]).output for db in ("out/index.db", "one.db")
        ]  # fmt: skip
        assert said[0] == said[1] and "已核对0处" not in said[0] and said[0].startswith("回答")


def test_what_does_not_exist_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere"):
        run([tmp_path / "nowhere"], tmp_path / "out")
    with pytest.raises(UsageError, match=r"nothing://"):
        run(["nothing://a"], tmp_path / "out")


def test_relative_paths_are_whole_for_machines_that_stand_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (one,), _ = listed(["letter.txt"], frozenset({".txt"}))
    found, _ = listed(["more"], frozenset({".txt"}))
    assert (one.name, one.url) == ("letter.txt", (folder / "letter.txt").as_uri())
    assert [(i.name, i.url) for i in found] == [("more/copy.txt", (folder / "more" / "copy.txt").as_uri())]
    assert whole_url("out") == (folder / "out").as_uri()
