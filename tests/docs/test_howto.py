"""The how-to pages, each followed word by word in a folder of its own beside a clone."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from following import Shell, changed, commands, follow, is_shown, reader, steps

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted((REPOSITORY / "docs" / "howto").glob("*.md"))

# Stands for the package llm and a model that obeys the schema of the page.
MODEL = """
import json


class Reply:
    def text(self):
        return json.dumps({"intent": "value", "measures": [{"id": "target:reception"}], "scope": {"kind": "budget"}})


class Model:
    def prompt(self, question, system, schema):
        assert "target:reception" in schema["$defs"]["measure"]["properties"]["id"]["enum"]
        assert "0.17" not in system + question + json.dumps(schema)
        return Reply()


def get_model():
    return Model()
"""


@pytest.fixture
def shell(tmp_path: Path):
    environment = reader(tmp_path)
    tools = tmp_path / "tools"
    (tools / "llm.py").write_text(MODEL, encoding="utf-8")
    for name, module in (("mingzhang", "-m mingzhang.cli"), ("python", "")):
        (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n', encoding="utf-8")
        (tools / name).chmod(0o755)
    (tmp_path / "mingzhang").symlink_to(REPOSITORY)
    folder = tmp_path / "new"
    folder.mkdir()
    opened = Shell(folder, environment)
    yield opened
    opened.close()


@pytest.mark.parametrize("page", PAGES, ids=[p.stem for p in PAGES])
def test_the_page_holds_word_by_word(page: Path, shell: Shell) -> None:
    typed = [command for command, _ in follow(page, shell)]
    assert any(command.startswith("mingzhang") for command in typed)


def test_every_page_is_there() -> None:
    assert [p.stem for p in PAGES] == ["chat-back-end", "exporter", "layout", "parser", "rule"]


def test_links_to_files_of_the_repository_hold() -> None:
    pages = [*(REPOSITORY / "docs").glob("*.md"), *PAGES, REPOSITORY / "README.md", REPOSITORY / "README.zh-CN.md"]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_a_page_that_drifts_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```{code-block} text\n:caption: a.txt\none\ntwo\n```\n```console\n$ cat a.txt\none\nthree\n```\n", encoding="utf-8")
    opened = Shell(tmp_path, reader(tmp_path))
    try:
        with pytest.raises(AssertionError, match=r"page\.md:6"):
            list(follow(page, opened))
        page.write_text("```console\n$ cat a.txt\n```\n```console\n$ false\n```\n", encoding="utf-8")
        with pytest.raises(AssertionError, match="exit status 1, the page says 0"):
            list(follow(page, opened))
        page.write_text("```{code-block} diff\n:caption: a.txt\n-three\n+four\n```\n", encoding="utf-8")
        with pytest.raises(AssertionError, match="stand there 0 times"):
            list(follow(page, opened))
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a  b"], "a b  \n", True),
        (["a"], "a\nb\n", False),
        (["a", "..."], "a\nb\n", True),
        (["...", "b"], "a\nb\n", True),
        (["a...c"], "a b c\n", True),
        (["a...c"], "a b\nc\n", False),
        (["b", "a"], "a\nb\n", False),
        (["a ───"], "a ─────────\n", True),
        ([], "anything", True),
        (["1.5"], "125\n", False),
    ],
)
def test_what_counts_as_shown(shown: list[str], printed: str, same: bool) -> None:
    assert is_shown(shown, printed) is same


def test_blocks_that_say_nothing_of_themselves_are_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for block in ("```python\nx\n```\n", "```{code-block} python\nx\n```\n"):
        page.write_text(block, encoding="utf-8")
        with pytest.raises(ValueError, match=r"page\.md:1"):
            list(steps(page))


def test_commands_and_changes() -> None:
    assert list(commands("$ a\nx\n[3]\n$ b \\\n> c\n")) == [("a", ["x"], 3), ("b \\\nc", [], 0)]
    assert changed("a\nb\nc\n", " a\n-b\n+B\n") == "a\nB\nc\n"
    with pytest.raises(ValueError, match="2 times"):
        changed("a\na\n", "-a\n+b\n")
