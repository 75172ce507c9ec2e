"""Files that do not end, eat memory or kill their reader cost nothing but themselves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingzhang import in_english
from mingzhang.core.model.documents.parser import UnreadableError
from mingzhang.core.model.results.result import DocumentResult, DocumentStatus
from mingzhang.core.plugins.manager import Plugins
from mingzhang.core.run.pipeline import Options, check_paths, read_file
from mingzhang.core.run.workers import Limits, NeedsTime, run_in_workers

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory limits and forked workers are Linux's")


def write(folder: Path, *orders: str) -> list[Path]:
    paths = []
    for number, order in enumerate(orders):
        path = folder / f"{number:02}.bad"
        path.write_text(order, encoding="utf-8")
        paths.append(path)
    return paths


def results(paths: list[Path], plugins_dir: Path, **options: object) -> list[DocumentResult]:
    chosen = Options(plugins_dir=plugins_dir, **options)  # type: ignore[arg-type]
    return list(check_paths(paths, Plugins(plugins_dir), chosen).documents)


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_bad_file_costs_only_itself(orders: Path, plugins_dir: Path, jobs: int) -> None:
    paths = write(orders, "fine", "sleep", "fine 1", "leave", "crash", "complain", "give_up", "fine 2")
    found = results(paths, plugins_dir, jobs=jobs, timeout=1.0)
    assert [r.path for r in found] == [str(p) for p in paths]
    status, words = [r.status for r in found], [r.reason or "" for r in found]
    assert [s is DocumentStatus.UNRECOGNISED for s in status] == [True, False, True, False, False, False, False, True]
    assert {s for s in status if s is not DocumentStatus.UNRECOGNISED} == {DocumentStatus.UNREADABLE}
    assert "1" in words[1] and "--timeout" in words[1]
    assert "exit status 7" in words[3]
    assert "SIGSEGV" in words[4]
    assert "this parser is broken" in words[5]
    assert words[6] == "the cover is missing"
    assert not any("\n" in w for w in words)
    assert all(len(r.sha256) == 64 and r.size for r in found), "a file that was given up has its hash all the same"


@linux
def test_memory_has_a_limit(orders: Path, plugins_dir: Path) -> None:
    found = results(write(orders, "eat", "fine"), plugins_dir, memory=200)
    assert found[0].status is DocumentStatus.UNREADABLE
    assert "200 MiB" in (found[0].reason or "")
    assert found[1].status is DocumentStatus.UNRECOGNISED


def test_code_that_hears_no_signal_is_ended(orders: Path, plugins_dir: Path) -> None:
    found = results(write(orders, "spin", "fine"), plugins_dir, timeout=0.5)
    assert [r.status for r in found] == [DocumentStatus.UNREADABLE, DocumentStatus.UNRECOGNISED]


def test_results_come_in_order_and_as_they_are_ready(orders: Path, plugins_dir: Path) -> None:
    paths = write(orders, "short 0.6", "fine", "short 0.6 again", "fine again")
    times: list[tuple[str, float]] = []
    began = time.perf_counter()
    check_paths(
        paths,
        Plugins(plugins_dir),
        Options(jobs=1, timeout=10, plugins_dir=plugins_dir),
        done=lambda r: times.append((Path(r.path).name, time.perf_counter() - began)),
    )
    assert [name for name, _ in times] == [p.name for p in paths]
    assert times[1][1] < times[2][1] - 0.4, "the first results wait for nothing that comes after them"


@linux
def test_plugins_are_loaded_once(orders: Path, plugins_dir: Path) -> None:
    plugins = Plugins(plugins_dir)
    paths = write(orders, *(f"fine {n}" for n in range(6)), "leave", "fine")
    check_paths(paths, plugins, Options(jobs=2, timeout=10, plugins_dir=plugins_dir))
    assert len((plugins_dir / "loaded.log").read_text().split()) == 1


def test_a_single_file_is_read_within_the_limits(orders: Path, plugins_dir: Path) -> None:
    plugins = Plugins(plugins_dir)
    (fine, late) = write(orders, "fine", "sleep")
    options = Options(timeout=0.5, plugins_dir=plugins_dir)
    assert read_file(fine, plugins, options).parser == "bad"
    with pytest.raises(UnreadableError, match="--timeout"):
        read_file(late, plugins, options)


def _patient(item: float, more: float | None) -> float | NeedsTime:
    if more is None and item > 0.3:
        return NeedsTime(5)
    time.sleep(item)
    return item


def test_more_time_is_granted_to_what_asks_for_it() -> None:
    ended = list(run_in_workers(_patient, [0.1, 0.8, 0.2], limits=Limits(seconds=0.4)))
    assert [e.value for e in ended] == [0.1, 0.8, 0.2]


def _process(item: Path, more: float | None) -> int:
    item.write_text(str(os.getpid()))
    return os.getpid()


@linux
def test_an_idle_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"

    def items() -> Iterator[Path]:
        yield first
        while not (first.exists() and first.read_text()):
            time.sleep(0.05)
        time.sleep(0.3)
        os.kill(int(first.read_text()), signal.SIGKILL)
        time.sleep(0.3)
        yield second

    ended = list(run_in_workers(_process, items()))
    assert [e.problem for e in ended] == [None, None]
    assert ended[0].value != ended[1].value


def test_a_result_that_cannot_be_handed_over_is_said() -> None:
    ended = list(run_in_workers(_unpicklable, [1, 2]))
    assert all("internal error" in in_english(e.problem or "") for e in ended)


def _unpicklable(item: int, more: float | None) -> object:
    return lambda: item


def _running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def _children(pid: int) -> set[int]:
    found = {int(c) for f in Path(f"/proc/{pid}/task").glob("*/children") for c in f.read_text().split()}
    return found | {g for c in found for g in _children(c)}


@linux
def _listen_to_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_nothing_running(orders: Path, plugins_dir: Path, number: signal.Signals) -> None:
    pid_file = orders / "converter.pid"
    paths = write(orders, f"convert {pid_file}", "sleep")
    command = [sys.executable, "-m", "mingzhang.cli", "--plugins-dir", str(plugins_dir), "check", "--jobs", "2", *map(str, paths)]
    scratch = orders / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    # A shell starts what runs in its background with interrupts ignored, and children inherit that.
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        preexec_fn=_listen_to_interrupts,  # noqa: PLW1509  no threads are running here
    )
    deadline = time.monotonic() + 30
    while not (pid_file.exists() and pid_file.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    started = _children(process.pid)
    assert int(pid_file.read_text()) in started
    process.send_signal(number)
    assert process.wait(15) != 0
    deadline = time.monotonic() + 5
    while any(map(_running, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [p for p in started if _running(p)]
    if number != signal.SIGKILL:
        assert not list(scratch.glob("mingzhang-*"))


@linux
def test_a_late_converter_ends_with_its_file(orders: Path, plugins_dir: Path) -> None:
    pid_file = orders / "converter.pid"
    found = results(write(orders, f"convert {pid_file}", "fine"), plugins_dir, timeout=1.0)
    assert [r.status for r in found] == [DocumentStatus.UNREADABLE, DocumentStatus.UNRECOGNISED]
    assert not _running(int(pid_file.read_text()))


def test_the_command_line_names_the_file_and_goes_on(orders: Path, plugins_dir: Path) -> None:
    paths = write(orders, "sleep", "give_up")
    command = [sys.executable, "-m", "mingzhang.cli", "--plugins-dir", str(plugins_dir), "check", "--format", "json", "--timeout", "1"]
    run = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 3
    documents = json.loads(run.stdout)["documents"]
    assert [d["status"] for d in documents] == ["unreadable", "unreadable"]
    assert documents[1]["reason"] == "the cover is missing"
