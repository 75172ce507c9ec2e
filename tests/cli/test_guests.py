"""Hostile plugins: whatever they do, they are named, the rest goes on, and JSON on standard output stays JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from mingzhang.core.plugins import guests
from mingzhang.core.testkit import generate, render_text

Run = Callable[..., Result]

HEAD = """
import os, signal, sys, time
from mingzhang import *

BASIS = [Basis("convention", convention=True)]
"""
EVIL = {
    "exit": ("sys.exit(0)", "SystemExit: 0"),
    "died": ("os._exit(0)", "ended the process (exit status 0)"),
    "killed": ("os.kill(os.getpid(), signal.SIGKILL)", "ended the process (SIGKILL)"),
    "interrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "generator-exit": ("raise GeneratorExit", "GeneratorExit"),
    "base": ("raise BaseException('no more')", "BaseException: no more"),
    "silent": ("class Odd(Exception):\n    def __str__(self): raise self\nraise Odd", "Odd: which says nothing"),
    "recursion": ("def deeper(): return deeper()\ndeeper()", "RecursionError"),
    "loop": ("while True: pass", "took more than"),
    "sleep": ("time.sleep(10**6)", "took more than"),
    "memory": ("[0] * 10**13", "MemoryError"),
    "environment": ("os.environ['MINGZHANG_LANG'] = 'zh'", "changed what is not its own: MINGZHANG_LANG"),
    "folder": ("os.chdir('/')", "changed what is not its own: working directory"),
    "depth": ("sys.setrecursionlimit(10**6)", "changed what is not its own: recursion limit"),
}
RULES_ONLY = {
    "swallow": ("signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\nwhile True: pass", "did not come to an end"),
    "endless": ("while True: yield Passed()", "took more than"),
    "million": ("while True: yield fail('x', address='a', evidence=Evidence(Role.ACTUAL, '1', Place()), compares=False)", "more than 5000"),
    "text": ("yield 'text'", "not 'text'"),
    "other": ("yield Finding('sum.balance', 'x', Severity.ERROR, 'x', 'a', (Evidence(Role.ACTUAL, '1', Place()),))", "of its own id only"),
    "bare": ("yield Failed('x', 'a', ())", "needs evidence"),
    "unshowable": ("class Odd:\n    def __repr__(self): raise RuntimeError\nyield Odd()", "not Odd"),
    "finally": ("try:\n    yield 'text'\nfinally:\n    sys.exit(0)", "SystemExit: 0"),
    "mutation": ("object.__setattr__(disclosure, 'claims', ())", "changed the disclosure"),
    "deep mutation": ("object.__setattr__(disclosure.statements[0].items[0].figure, 'text', '1')", "changed the disclosure"),
}
RULE = '''
@rule(id="guest.{n}", title="客", severity=Severity.ERROR, basis=BASIS)
def guest_{n}(disclosure):
    """A guest."""
    if False: yield
{body}

RULES.append(guest_{n})
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of plugins; guests have three seconds."""
    monkeypatch.setattr(guests, "SECONDS", 3.0)
    made = tmp_path / "plugins"
    made.mkdir()
    return made


def write(folder: Path, text: str, name: str = "evil") -> None:
    (folder / f"{name}.py").write_text(HEAD + text, encoding="utf-8")


def indented(body: str, by: int = 1) -> str:
    return textwrap.indent(body, "    " * by)


def checked(run: Run, folder: Path | None, *arguments: str | Path) -> tuple[int, Any]:
    """Status and report; it is JSON, whatever plugins print."""
    plugins = ("--plugins-dir", folder) if folder else ()
    result = run(*plugins, "check", *arguments, "--format", "json")
    return result.exit_code, json.loads(result.stdout)


def ledger(found: Any, without: str = "guest.") -> list[tuple[str, str, str]]:
    return [(r["document"], r["rule"], r["outcome"]) for r in found["ledger"] if not r["rule"].startswith(without)]


def rules_of(bodies: dict[str, tuple[str, str]]) -> str:
    rules = (RULE.format(n=n, body=indented(body)) for n, (body, _) in enumerate(bodies.values()))
    return "RULES = []\n" + "".join(rules) + "\n@hookimpl\ndef register_rules():\n    return RULES\n"


@pytest.mark.parametrize(("name", "jobs"), [*((n, "1") for n in (*EVIL, *RULES_ONLY)), ("died", "2"), ("loop", "2"), ("interrupt", "2")])
def test_rule(name: str, jobs: str, run: Run, folder: Path, files: Path) -> None:
    """It is crashed, with plugin and module; every other rule has its outcome, every other file is checked."""
    body, words = {**EVIL, **RULES_ONLY}[name]
    write(folder, rules_of({name: (body, words)}))
    patience = ("--timeout", "25") if name == "swallow" else ()
    status, found = checked(run, folder, files / "good.txt", files / "wrong.txt", "--jobs", jobs, *patience)
    _, alone = checked(run, None, files / "good.txt", files / "wrong.txt")
    crashed = [r for r in found["ledger"] if r["rule"] == "guest.0"]
    assert [r["outcome"] for r in crashed] == ["crashed", "crashed"]
    for row in crashed:
        assert words in row["reason"]
        assert "plugin evil, mingzhang_plugin_evil" in row["reason"]
    assert ledger(found) == ledger(alone)
    assert found["findings"] == alone["findings"]
    assert status == 3


def test_many_at_once(run: Run, folder: Path, files: Path) -> None:
    """Three that end the process are done without; all the others are caught inside."""
    bodies = {n: b for n, b in {**EVIL, **RULES_ONLY}.items() if n not in ("swallow", "loop", "sleep", "endless")}
    write(folder, rules_of(bodies))
    _, found = checked(run, folder, files / "wrong.txt")
    outcomes = {r["rule"]: r["outcome"] for r in found["ledger"] if r["rule"].startswith("guest.")}
    assert set(outcomes.values()) == {"crashed"}
    assert len(outcomes) == len(bodies)
    assert [f["rule"] for f in found["findings"]] == ["prose.share"]


def test_crashed_rules_are_said_first_and_never_by_status_with_never(run: Run, folder: Path, files: Path) -> None:
    write(folder, rules_of({"exit": EVIL["exit"]}))
    result = run("--plugins-dir", folder, "check", files / "good.txt", files / "wrong.txt")
    first, second, *_ = (line for line in result.stdout.splitlines() if line.strip())
    assert first.startswith("1 条规则出错")
    assert "guest.0（2 份文件）" in second
    assert "SystemExit: 0 (plugin evil, mingzhang_plugin_evil:12)" in second
    assert result.exit_code == 3
    assert run("--plugins-dir", folder, "check", files / "good.txt", "--fail-on", "never").exit_code == 0


def test_in_this_process(folder: Path, files: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """Without limits nothing runs in a worker: what can be caught is, and a real Ctrl-C still ends all."""
    write(folder, rules_of({n: b for n, b in {**EVIL, **RULES_ONLY}.items() if n not in ("died", "killed", "swallow", "memory")}))
    status, found = checked(run, folder, files / "wrong.txt", "--timeout", "0", "--memory", "0")
    outcomes = {r["outcome"] for r in found["ledger"] if r["rule"].startswith("guest.")}
    assert (status, outcomes) == (3, {"crashed"})
    assert [f["rule"] for f in found["findings"]] == ["prose.share"]


NOISE = "print('noise')\nsys.stdout.write('noise')\nos.write(1, b'noise')\nos.system('echo noise')\n"


@pytest.mark.parametrize("limits", [(), ("--timeout", "0", "--memory", "0")])
def test_what_is_printed_is_no_report(limits: tuple[str, ...], folder: Path, files: Path, repository: Path) -> None:
    """Of hooks, rules, parsers, layouts and the store: to standard error, by whatever way."""
    write(
        folder,
        f"""
{NOISE}
@rule(id="guest.loud", title="客", severity=Severity.ERROR, basis=BASIS)
def loud(disclosure):
    \"\"\"A guest.\"\"\"
{indented(NOISE)}
    yield Passed()

class Loud:
    id, suffixes = "loud", (".loud",)
    def accepts(self, source):
{indented(NOISE, 2)}
        return False
    def parse(self, source, options): ...

@hookimpl
def register_rules():
{indented(NOISE)}
    return [loud]

@hookimpl(tryfirst=True)
def register_parsers():
    return [Loud()]

@hookimpl
def prepare_store(db):
{indented(NOISE)}
""",
    )
    command = [sys.executable, "-m", "mingzhang.cli", "--plugins-dir", folder, "check", files / "good.txt", "--format", "json", *limits]
    command += ["--db", folder / "a.db"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert [r["outcome"] for r in found["ledger"] if r["rule"] == "guest.loud"] == ["pass"]
    assert found["plugin_errors"] == {}
    assert done.stderr.count("noise") >= 12
    assert done.returncode == 0


@pytest.mark.parametrize("name", EVIL)
def test_accepts(name: str, run: Run, folder: Path, files: Path) -> None:
    """A parser that is asked first and cannot answer keeps nobody from reading."""
    body, words = EVIL[name]
    write(
        folder,
        f"""
class Odd:
    id, suffixes = "odd", (".odd",)
    def accepts(self, source):
{indented(body, 2)}
    def parse(self, source, options): ...

@hookimpl(tryfirst=True)
def register_parsers():
    return [Odd()]
""",
    )
    odd = Path.cwd() / "a.odd"
    odd.write_text("x", encoding="utf-8")
    status, found = checked(run, folder, files / "good.txt", odd)
    good, unread = found["documents"]
    assert (good["status"], unread["status"], status) == ("checked", "unreadable", 3)
    assert "the parser 'odd' could not say whether it reads this file" in unread["reason"]
    assert words in unread["reason"]


@pytest.mark.parametrize("name", ["exit", "died", "killed", "interrupt", "base", "recursion", "folder"])
def test_parse(name: str, run: Run, folder: Path, files: Path) -> None:
    """The file is lost, with parser and plugin; the others are read."""
    body, words = EVIL[name]
    write(
        folder,
        f"""
class Odd:
    id, suffixes = "odd", (".odd",)
    def accepts(self, source):
        return source.suffix == ".odd"
    def parse(self, source, options):
{indented(body, 2)}

@hookimpl
def register_parsers():
    return [Odd()]
""",
    )
    odd = Path.cwd() / "a.odd"
    odd.write_text("x", encoding="utf-8")
    _, found = checked(run, folder, odd, files / "good.txt")
    unread, good = found["documents"]
    if name not in ("folder", "depth"):  # then it returned no Document
        assert words in unread["reason"]
    assert "the parser 'odd' of the plugin 'evil'" in unread["reason"]
    assert (good["status"], unread["status"]) == ("checked", "unreadable")


@pytest.mark.parametrize("hook", ["register_rules", "register_layouts", "register_commands"])
@pytest.mark.parametrize("name", [n for n in EVIL if n not in ("died", "killed", "sleep", "memory")])
def test_hook(name: str, hook: str, run: Run, folder: Path, files: Path) -> None:
    """The plugin is named with the line, and everything else is as without it."""
    body, words = EVIL[name]
    write(folder, f"@hookimpl\ndef {hook}({'cli' if hook == 'register_commands' else ''}):\n{indented(body)}\n")
    status, found = checked(run, folder, files / "wrong.txt")
    assert status == 1
    if hook != "register_commands":
        assert words in found["plugin_errors"]["evil"]
        assert "mingzhang_plugin_evil" in found["plugin_errors"]["evil"] or "changed" in words
    else:
        assert words in run("--plugins-dir", folder, "nonsense").stderr


@pytest.mark.parametrize("name", [n for n in EVIL if n not in ("died", "killed", "sleep", "memory", "loop")])
def test_store_and_exporter(name: str, run: Run, folder: Path, files: Path) -> None:
    body, words = EVIL[name]
    write(
        folder,
        f"""
class Odd:
    id, title = "odd", "怪"
    def export(self, db, target):
{indented(body, 2)}
        return []

@hookimpl
def register_exporters():
    return [Odd()]

@hookimpl
def prepare_store(db):
    db["evil_table"].create({{"id": int}})
{indented(body)}
""",
    )
    with pytest.warns(UserWarning, match="plugin evil: prepare_store failed"):
        status, _ = checked(run, folder, files / "good.txt", "--db", "a.db")
    assert status == 0
    result = run("--plugins-dir", folder, "export", "out", "--db", "a.db", "--format", "odd")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert words in result.stderr
    assert run("export", "out", "--db", "a.db").exit_code == 0


def test_layout(run: Run, folder: Path, files: Path) -> None:
    """The table is as good as not read, the plugin and the line are named, and every other table is understood."""
    write(
        folder,
        """
from dataclasses import replace
from mingzhang.plugins.regions import register_regions as known

def spiral(view, template, region, references):
    raise ValueError("dizzy")

@hookimpl
def register_layouts():
    return {"spiral": spiral}

@hookimpl
def register_regions():
    own = next(r for r in known() if r.id == "xinjiang")
    return [replace(own, id="odd", statements=tuple(replace(s, layout="spiral") if s.id == "income" else s for s in own.statements))]
""",
    )
    _, found = checked(run, folder, files / "good.txt", "--region", "odd")
    (document,) = found["documents"]
    assert document["status"] == "checked"
    (remark,) = [r for r in document["remarks"] if "spiral" in r] if "remarks" in document else [""]
    shown = run("--plugins-dir", folder, "check", files / "good.txt", "--region", "odd").stdout
    for words in (remark, shown) if remark else (shown,):
        assert "layout spiral of the plugin evil: ValueError: dizzy (mingzhang_plugin_evil:" in words
    assert "crashed" not in {r["outcome"] for r in found["ledger"]}


def test_divisions_of_another_type(run: Run, folder: Path, files: Path) -> None:
    write(folder, "@hookimpl\ndef register_regions():\n    return [Region('odd', '怪', '1', divisions=[44])]\n")
    _, found = checked(run, folder, files / "good.txt")
    assert "divisions of 'odd' must be a tuple of texts, not [44]" in found["plugin_errors"]["evil"]
    assert found["documents"][0]["status"] == "checked"


ACROSS = '''
@across(id="across.guest", title="客", severity=Severity.ERROR, basis=BASIS, wanted=[Wanted("three_public")])
def guest(this, peers):
    """A guest."""
    if False: yield
{body}

@hookimpl
def register_rules():
    return [guest]
'''


@pytest.mark.parametrize("name", [n for n in (*EVIL, *RULES_ONLY) if "mutation" not in n])
def test_rule_over_several_disclosures(name: str, run: Run, folder: Path, tmp_path: Path) -> None:
    body, words = {**EVIL, **RULES_ONLY}[name]
    years = tmp_path / "years"
    years.mkdir()
    for year in (2023, 2024):
        render_text(generate(21, "xinjiang", year), years / f"{year}.txt")
    write(folder, ACROSS.format(body=indented(body)))
    patience = ("--timeout", "25") if name == "swallow" else ()
    status, found = checked(run, folder, years, *patience)
    _, alone = checked(run, None, years)
    rows = [r for r in found["ledger"] if r["rule"] == "across.guest"]
    assert [r["outcome"] for r in rows] == ["crashed", "crashed"]
    assert all(words in r["reason"] for r in rows)
    assert ledger(found, "across.guest") == ledger(alone, "across.guest")
    assert found["findings"] == alone["findings"]
    assert status == 3


@pytest.mark.parametrize("how", ["option", "variable"])
def test_the_traceback_is_shown_on_request(how: str, folder: Path, files: Path) -> None:
    write(folder, rules_of({"raises": ("1 / 0", "")}))
    options = ["--traceback"] if how == "option" else []
    command = [sys.executable, "-m", "mingzhang.cli", *options, "--plugins-dir", folder, "check", files / "good.txt"]
    environment = {**os.environ, **({guests.TRACEBACK_VARIABLE: "1"} if how == "variable" else {})}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, env=environment)
    assert "Traceback" in done.stderr
    assert "1 / 0" in done.stderr
    assert done.returncode == 3
    silent = subprocess.run([c for c in map(str, command) if c != "--traceback"], capture_output=True, text=True, check=False)
    assert "Traceback" not in silent.stderr
