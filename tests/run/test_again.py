"""A second run over files that were stored: what is the same is not checked again, and says the same."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from mingzhang.core.checking.engine import Selection
from mingzhang.core.model.documents.said import said
from mingzhang.core.model.results.result import RunResult
from mingzhang.core.plugins.manager import Plugins, default_plugins
from mingzhang.core.reporting.contract import check_json, check_lines, check_pieces
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.reporting.run_report import print_run
from mingzhang.core.run import pipeline, recipe
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.run.spool import Spool
from mingzhang.core.store.kept import kept_of, result_of
from mingzhang.core.store.reader import content_digest, open_for_reading
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.text import render_text

PLUGINS = default_plugins()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three disclosures with planted errors, two of them years of one body, and a file that cannot be read."""
    folder = tmp_path / "files"
    folder.mkdir()
    for seed, year in ((3, 2023), (3, 2024), (5, 2024)):
        clean = generate(seed, "xinjiang", year)
        render_text(apply(clean, choose(clean, 1, 2, None)), folder / f"{seed}-{year}.txt")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return folder


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of the files that were really checked."""
    names: list[str] = []
    check = pipeline.check_here

    def noted(items: tuple[pipeline.Input, ...], plugins: Plugins, options: Options) -> object:
        names.extend(i.path.name for i in items)
        return check(items, plugins, options)

    monkeypatch.setattr(pipeline, "check_here", noted)
    yield names


def run(folder: Path, **changes: object) -> tuple[RunResult, dict[str, int]]:
    options = replace(Options(lean=True), **changes)  # type: ignore[arg-type]
    with recording(folder.parent / "a.db", PLUGINS, options) as archive:
        assert archive is not None
        result = check_paths([folder], PLUGINS, options, archive=archive)
        assert not archive.failures
        return result, dict(archive.again)


def report(result: RunResult) -> str:
    out = io.StringIO()
    print_run(Console(file=out, width=200, color_system=None), result, verbose=True)
    text = out.getvalue().replace("；其中 4 个没有变化，沿用已存的结果", "")
    return "\n".join(line for line in text.splitlines() if not line.startswith("最慢的文件："))


def without_seconds(result: RunResult) -> dict[str, object]:
    shown = check_json(result)
    for row in shown["ledger"]:
        row["seconds"] = 0
    return shown


def test_nothing_that_is_the_same_is_checked_again_and_all_is_said_again(folder: Path, checked: list[str]) -> None:
    first, _ = run(folder)
    assert len(checked) == 4 and sum(len(r.findings) for r in first.documents) >= 2
    database = (folder.parent / "a.db").read_bytes()
    checked.clear()
    second, again = run(folder)
    assert checked == [] and again == {}
    assert [r.stored for r in second.documents] == [True] * 4
    assert report(second) == report(first)
    assert without_seconds(second) == without_seconds(first)
    assert (folder.parent / "a.db").read_bytes() == database


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"recheck": True}, None),
        ({"selection": Selection(("sum.*",))}, "选用的规则不同"),
        ({"keep_personal": True}, "选项不同"),
        ({"region": "xinjiang"}, "选项不同"),
    ],
)
def test_what_was_asked_for_differently_is_done_again(folder: Path, checked: list[str], changes: dict[str, object], why: str | None) -> None:
    run(folder)
    checked.clear()
    _, again = run(folder, **changes)
    assert len(checked) == 4
    assert again == ({why: 4} if why else {})


def test_other_software_checks_again(folder: Path, checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder)
    checked.clear()
    monkeypatch.setattr(recipe, "_digest_of", lambda folders: "another")
    _, again = run(folder)
    assert len(checked) == 4 and again == {"程序或插件有变化": 4}


def test_only_what_changed_is_checked_and_its_peers_are_compared(folder: Path, checked: list[str]) -> None:
    run(folder)
    checked.clear()
    path = folder / "3-2023.txt"
    path.write_text(path.read_text("utf-8") + "\n补充说明。\n", "utf-8")
    _, again = run(folder)
    assert checked == ["3-2023.txt"] and again == {"内容有变化": 1}


def test_other_limits_matter_to_what_could_not_be_read_alone(folder: Path) -> None:
    run(folder, timeout=50.0)
    result, again = run(folder, timeout=55.0)
    assert [Path(r.path).name for r in result.documents if not r.stored] == ["broken.pdf"]
    assert again == {"时间或内存限制不同": 1}


def test_order_and_interruption_leave_the_same_database(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = set()
    for name, paths in {"at_once": [folder], "backwards": sorted(folder.iterdir(), reverse=True)}.items():
        for path in paths:
            with recording(tmp_path / name, PLUGINS, Options(lean=True)) as archive:
                check_paths([path], PLUGINS, Options(lean=True), archive=archive)
        digests.add(_content(tmp_path / name, folder))
    count = 0

    def stopped(*arguments: object) -> object:
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        return check(*arguments)  # type: ignore[arg-type]

    check = pipeline.check_here
    monkeypatch.setattr(pipeline, "check_here", stopped)
    with pytest.raises(KeyboardInterrupt), recording(tmp_path / "stopped", PLUGINS, Options(lean=True)) as archive:
        check_paths([folder], PLUGINS, Options(lean=True), archive=archive)
    assert sqlite3.connect(tmp_path / "stopped").execute("SELECT count(*) FROM documents").fetchone() == (2,)
    with recording(tmp_path / "stopped", PLUGINS, Options(lean=True)) as archive:
        check_paths([folder], PLUGINS, Options(lean=True), archive=archive)
    assert count == 5, "the two that were stored are not checked again"
    digests.add(_content(tmp_path / "stopped", folder))
    assert len(digests) == 1


def _content(path: Path, folder: Path) -> str:
    """A digest of the database; paths are as they were given, so directories are named apart."""
    with sqlite3.connect(path) as db:
        db.execute("UPDATE files SET path = replace(path, ?, '')", [str(folder)])
        db.execute("UPDATE documents SET path = replace(path, ?, '')", [str(folder)])
    return content_digest(open_for_reading(path))


def test_a_lean_result_is_kept_whole(folder: Path) -> None:
    result, _ = run(folder)
    (one,) = [r for r in result.documents if r.path.endswith("3-2024.txt")]
    one = replace(one, reason=said("words", "话"), comparable=None, stored=True)
    back = result_of(kept_of(one, str), one.path)
    assert replace(back, seconds=one.seconds, ledger=one.ledger, findings=one.findings) == one
    assert [(f, f.evidence) for f in back.findings] == [(replace(f, cause=None), f.evidence) for f in one.findings]
    assert [replace(r, seconds=0.0) for r in one.ledger] == list(back.ledger)
    assert back.reason is not None and getattr(back.reason, "english", None) == "words"


def test_personal_data_are_not_kept(folder: Path) -> None:
    result, _ = run(folder)
    one = result.documents[0]
    number = "139" + "1234" + "5678"
    content = kept_of(replace(one, reason=f"电话{number}"), lambda text: text.replace(number, "*"))
    assert result_of(content, one.path).reason == "电话*"


def test_the_pieces_are_the_whole_and_a_line_is_a_file(folder: Path) -> None:
    result, _ = run(folder)
    assert json.loads("".join(check_pieces(result))) == json.loads(json.dumps(check_json(result)))
    assert "".join(check_pieces(result)) == json.dumps(check_json(result), ensure_ascii=False, indent=1) + "\n"
    *lines, last = check_lines(result)
    assert [line["path"] for line in lines] == [r.path for r in result.documents]
    assert sum(len(line["findings"]) for line in lines) == len(check_json(result)["findings"])
    assert last["documents"] == 4


def test_a_spool_is_a_sequence(folder: Path) -> None:
    result, _ = run(folder)
    spool = Spool()
    for r in result.documents:
        spool.append(r)
    assert list(spool) == list(result.documents) and spool[1:3] == list(result.documents)[1:3]
    spool[0] = result.documents[2]
    assert spool[0] == result.documents[2] and len(spool) == 4
    spool.keep([0, 3])
    assert list(spool) == [result.documents[2], result.documents[3]]
