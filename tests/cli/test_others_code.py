"""Plugins are somebody else's code: overlaps are reported and settled by choice, and whatever fails is named and survived."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

_REGION = '''
from dataclasses import replace
from mingzhang import Region, hookimpl, load_regions
from pathlib import Path

@hookimpl
def register_regions():
    file = Path(__file__).with_suffix(".toml")
    file.write_text("""id = "{id}"
name = "别处"
version = "{version}"
extends = "national"
divisions = {divisions}
""", encoding="utf-8")
    return load_regions([file])
'''
_PARSER = """
from mingzhang import Document, Paragraph, Place, UnreadableError, hookimpl

class Odd:
    id = "odd"
    suffixes = (".odd",)

    def accepts(self, source):
        {accepts}

    def parse(self, source, options):
        {parse}

@hookimpl
def register_parsers():
    return [Odd()]
"""
_EXPORTER = """
from mingzhang import hookimpl

class Odd:
    id, title = "odd", "怪"

    def export(self, db, target):
        raise RuntimeError("the ink is dry")

@hookimpl
def register_exporters():
    return [Odd()]
"""
_LAYOUT = """
from dataclasses import replace
from mingzhang import Region, StatementTemplate, hookimpl

@hookimpl
def register_regions():
    return [Region("odd", "怪", "1", ("65",), statements=(StatementTemplate("income", "收入", ("收入总表",), "spiral"),))]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "plugins"
    made.mkdir()
    return made


def plugin(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text, encoding="utf-8")


def region(folder: Path, name: str, *, id: str, divisions: str = "[]", version: str = "1") -> None:
    plugin(folder, name, _REGION.replace("{id}", id).replace("{version}", version).replace("{divisions}", divisions))


def checked(run: Run, folder: Path, *arguments: str | Path, before: tuple[str | Path, ...] = ()) -> dict[str, Any]:
    result = run("--plugins-dir", folder, *before, "check", *arguments, "--format", "json", "--explain")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def packs(found: dict[str, Any]) -> list[str]:
    return [d["pack"] for d in found["documents"]]


def settings(text: str) -> None:
    Path("mingzhang.toml").write_text(text, encoding="utf-8")


# ---- two that claim one region ---------------------------------------------------------------------------------------


def test_two_plugins_with_one_region(run: Run, folder: Path, files: Path) -> None:
    region(folder, "mine", id="xinjiang", divisions='["65"]', version="99")
    found = checked(run, folder, files / "good.txt")
    (error,) = found["plugin_errors"].values()
    assert packs(found) != ["xinjiang 99"]
    assert "'mingzhang.plugins.regions' and 'mine'" in error
    assert '[regions] xinjiang = "mine"' in error
    for shown in (run("--plugins-dir", folder, "plugins"), run("--plugins-dir", folder, "check", files / "good.txt")):
        assert "both register the region 'xinjiang'" in " ".join(shown.stdout.split())
    assert "both register" in found["explanations"][0]["region_why"]


def test_the_choice_of_a_plugin_for_a_region(run: Run, folder: Path, files: Path) -> None:
    region(folder, "mine", id="xinjiang", divisions='["65"]', version="99")
    settings('[regions]\nxinjiang = "mine"\n')
    found = checked(run, folder, files / "good.txt")
    assert (packs(found), found["plugin_errors"]) == (["xinjiang 99"], {})
    assert found["explanations"][0]["region_plugin"] == "mine"
    assert "[regions]" in found["explanations"][0]["region_why"]
    assert "choice: mine" in run("--plugins-dir", folder, "plugins").stdout


def test_switching_one_off_in_the_configuration(run: Run, folder: Path, files: Path) -> None:
    region(folder, "mine", id="xinjiang", divisions='["65"]', version="99")
    settings('disable_plugins = ["mine"]\n')
    found = checked(run, folder, files / "good.txt")
    assert found["plugin_errors"] == {}
    assert packs(found)[0].startswith("xinjiang 2")


# ---- two that claim one division -------------------------------------------------------------------------------------


def test_two_regions_with_one_division(run: Run, folder: Path, files: Path) -> None:
    region(folder, "mine", id="west", divisions='["65"]')
    found = checked(run, folder, files / "good.txt")
    assert packs(found)[0].startswith("xinjiang")
    assert "both claim the division 65" in found["plugin_errors"]["division 65"]
    assert '[divisions] "65" = "west"' in found["plugin_errors"]["division 65"]
    assert "both claim" in found["explanations"][0]["region_why"]


def test_the_choice_of_a_region_for_a_division(run: Run, folder: Path, files: Path) -> None:
    region(folder, "mine", id="west", divisions='["65"]')
    settings('[divisions]\n"65" = "west"\n')
    for more in ([], ["--jobs", "2"]):
        found = checked(run, folder, files / "good.txt", files / "posts.txt", *more)
        assert (packs(found), found["plugin_errors"]) == (["west 1", "west 1"], {})
    assert "[divisions]" in found["explanations"][0]["region_why"]
    assert "choice: west" in run("--plugins-dir", folder, "plugins").stdout


def test_a_region_named_on_the_command_line_wins(run: Run, folder: Path, files: Path) -> None:
    region(folder, "mine", id="west", divisions='["65"]')
    found = checked(run, folder, files / "good.txt", "--region", "west")
    assert packs(found) == ["west 1"]
    assert "--region" in found["explanations"][0]["region_why"]


def test_the_narrower_division_is_no_conflict(run: Run, folder: Path, files: Path) -> None:
    code = checked(run, folder, files / "good.txt")["documents"][0]["division_code"]
    region(folder, "mine", id="prefecture", divisions=f'["{code[:4]}"]')
    found = checked(run, folder, files / "good.txt")
    assert (packs(found), found["plugin_errors"]) == (["prefecture 1"], {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[divisions]\n"65" = "xinjang"\n', "did you mean 'xinjiang'"),
        ('[regions]\nxinjiang = "nobody"\n', "no plugin 'nobody'"),
        ("divisions = 3\n", "must be a table"),
        ('disable_plugins = "x"\n', "must be a list"),
    ],
)
def test_a_choice_of_what_is_not_there(text: str, words: str, run: Run, files: Path) -> None:
    settings(text)
    result = run("check", files / "good.txt")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert words in result.stderr


# ---- other hooks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("99", "made for hook version 99, this mingzhang has 1.1; install a newer mingzhang"),
        ("0", "made for hook version 0, this mingzhang has 1.1; install a newer version of the plugin"),
        ("'1'", "must be a whole number"),
        ("'1.99'", "made for hook version 1.99, this mingzhang has 1.1; install a newer mingzhang"),
        ("(2, 3)", "made for hook version 2 to 3, this mingzhang has 1.1; install a newer mingzhang"),
    ],
)
def test_other_hook_version(version: str, words: str, run: Run, folder: Path, files: Path) -> None:
    plugin(folder, "other", f"MINGZHANG_HOOK_VERSION = {version}\n")
    assert words in " ".join(run("--plugins-dir", folder, "plugins").stdout.split())
    found = checked(run, folder, files / "good.txt")
    assert words in found["plugin_errors"]["other"]
    assert found["documents"][0]["status"] == "checked"


def test_hook_that_does_not_exist(run: Run, folder: Path, files: Path) -> None:
    plugin(folder, "typo", "from mingzhang import hookimpl\n\n@hookimpl\ndef register_rule():\n    return []\n")
    found = checked(run, folder, files / "good.txt")
    assert "no hook is called register_rule" in found["plugin_errors"]["typo"]
    assert "did you mean register_rules?" in found["plugin_errors"]["typo"]


@pytest.mark.parametrize(
    ("hook", "result", "words"),
    [
        ("register_rules", "None", "must return a list of Rule, not NoneType"),
        ("register_parsers", "[42]", "42 is none"),
        ("register_exporters", "[dict]", "the class dict itself is none"),
        ("register_layouts", "{'x': 1}", "functions by the names"),
        ("register_vocabulary", "['x']", "must return Vocabulary, not list"),
        ("register_regions", "exit(3)", "SystemExit"),
        ("register_answerers", "1 / 0", "ZeroDivisionError"),
    ],
)
def test_hook_with_a_wrong_result(hook: str, result: str, words: str, run: Run, folder: Path, files: Path) -> None:
    plugin(folder, "odd", f"from mingzhang import hookimpl\n\n@hookimpl\ndef {hook}():\n    return {result}\n")
    shown = run("--plugins-dir", folder, "plugins")
    assert shown.exit_code == 0
    assert words in " ".join(shown.stdout.split())
    assert run("--plugins-dir", folder, "check", files / "good.txt").exit_code == 0


# ---- commands --------------------------------------------------------------------------------------------------------

_COMMAND = """
import click
from mingzhang import hookimpl

@hookimpl
def register_commands(cli):
    @cli.command("{name}")
    def hello():
        click.echo("你好")
    {more}
"""


def test_command_of_a_plugin(run: Run, folder: Path) -> None:
    plugin(folder, "guest", _COMMAND.format(name="hello", more=""))
    assert run("--plugins-dir", folder, "hello").stdout == "你好\n"
    for without in (run("hello"), run("--plugins-dir", folder, "--disable-plugin", "guest", "hello")):
        assert without.exit_code == 2
        assert "No such command" in without.stderr


def test_command_that_mingzhang_has(run: Run, folder: Path, files: Path) -> None:
    plugin(folder, "guest", _COMMAND.format(name="check", more=""))
    assert run("--plugins-dir", folder, "check", files / "good.txt").exit_code == 0
    unknown = run("--plugins-dir", folder, "nothing")
    assert "registers the command 'check', which mingzhang has" in unknown.stderr


def test_commands_that_cannot_be_registered(run: Run, folder: Path, files: Path) -> None:
    plugin(folder, "guest", _COMMAND.format(name="hello", more="1 / 0"))
    unknown = run("--plugins-dir", folder, "nothing")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "plugin guest: ZeroDivisionError" in unknown.stderr
    assert run("--plugins-dir", folder, "check", files / "good.txt").exit_code == 0


# ---- code that fails -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", ["KeyError('x')", "RecursionError()", "AssertionError('no')"])
def test_parser_that_raises_anything(error: str, run: Run, folder: Path, files: Path, tmp_path: Path) -> None:
    plugin(folder, "strange", _PARSER.format(accepts="return source.suffix == '.odd'", parse=f"raise {error}"))
    (tmp_path / "a.odd").write_text("x", encoding="utf-8")
    found = checked(run, folder, tmp_path / "a.odd", files / "good.txt")
    odd, good = found["documents"]
    assert (odd["status"], good["status"]) == ("unreadable", "checked")
    assert "the parser 'odd' of the plugin 'strange' failed" in odd["reason"]
    assert error.partition("(")[0] in odd["reason"]


def test_parser_that_returns_no_document(run: Run, folder: Path, tmp_path: Path) -> None:
    plugin(folder, "strange", _PARSER.format(accepts="return source.suffix == '.odd'", parse="return None"))
    (tmp_path / "a.odd").write_text("x", encoding="utf-8")
    (odd,) = checked(run, folder, tmp_path / "a.odd")["documents"]
    assert "'strange'" in odd["reason"]
    assert "not Document" in odd["reason"]


def test_parser_that_cannot_say_what_it_reads(run: Run, folder: Path, files: Path) -> None:
    """It keeps no other parser from reading: those that ship are asked first, and it is named where none reads the file."""
    plugin(folder, "strange", _PARSER.format(accepts="raise ValueError('shy')", parse="return None"))
    (Path.cwd() / "a.odd").write_text("x", encoding="utf-8")
    found = checked(run, folder, files / "good.txt", Path("a.odd"))
    good, odd = found["documents"]
    assert good["status"] == "checked"
    assert odd["status"] == "unreadable"
    assert "the parser 'odd' could not say whether it reads this file (ValueError: shy)" in odd["reason"]


def test_exporter_that_raises(run: Run, folder: Path, files: Path, tmp_path: Path) -> None:
    plugin(folder, "printer", _EXPORTER)
    run("check", files / "good.txt", "--db", tmp_path / "f.db")
    result = run("--plugins-dir", folder, "export", tmp_path / "out", "--db", tmp_path / "f.db", "--format", "odd")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the exporter 'odd' of the plugin 'printer' failed: RuntimeError: the ink is dry" in result.stderr


def test_region_whose_layout_nobody_has(run: Run, folder: Path, files: Path) -> None:
    plugin(folder, "odd", _LAYOUT)
    found = checked(run, folder, files / "good.txt")
    error = found["plugin_errors"]["region odd"]
    assert "'spiral', which no plugin registers" in error
    assert packs(found)[0].startswith("xinjiang")
    assert run("--plugins-dir", folder, "check", files / "good.txt", "--region", "odd").exit_code == 2


def test_two_plugins_with_one_parser_layout_or_name(run: Run, folder: Path, files: Path) -> None:
    plugin(folder, "a", _PARSER.format(accepts="return False", parse="return None"))
    plugin(folder, "b", _PARSER.format(accepts="return False", parse="return None"))
    plugin(folder, "c", "from mingzhang import hookimpl\n\n@hookimpl\ndef register_layouts():\n    return {'coded': print}\n")
    errors = checked(run, folder, files / "good.txt")["plugin_errors"]
    assert "'a' and 'b' both register the parser 'odd'" in errors["parser odd"]
    assert "both register the layout 'coded'" in errors["layout coded"]
