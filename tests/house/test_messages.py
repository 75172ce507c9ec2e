"""Every message says the same in both languages: in a Chinese report no English, in English output no Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mingzhang

HOME = Path(mingzhang.__file__).resolve().parent
LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]{2}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"[（(《“'\"`][^）)》”'\"`]*[）)》”'\"`]|[\u4e00-\u9fff]+(?=[:=])")
SENTENCE = re.compile(r"(?:\b[a-z]{2,},? ){3}")
PAIRS = {"said", "tr"}
TOLD = {"UnreadableError": 0, "Unread": 2}
"""Calls whose argument people read, and which it is."""
KEPT = {"problem", "doubt", "problems", "remarks"}
"""Keywords and attributes that hold what people read."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("core", "plugins", "rules", "datasette_config"):
        for path in sorted((HOME / folder).rglob("*.py")):
            yield f"{folder}/{path.relative_to(HOME / folder)}", ast.parse(path.read_text("utf-8"))
    yield "cli.py", ast.parse((HOME / "cli.py").read_text("utf-8"))


def literal(node: ast.expr) -> str | None:
    """What a string prints as far as it is written down; None if it is no string in the source."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) and isinstance(v.value, str) else "0" for v in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = literal(node.left), literal(node.right)
        return None if left is None or right is None else left + right
    return None


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""


def pairs() -> Iterator[tuple[str, str | None, str | None]]:
    for where, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in PAIRS and len(node.args) == 2:
                yield f"{where}:{node.lineno}", literal(node.args[0]), literal(node.args[1])


def bare() -> Iterator[str]:
    """Where words that people read are written down in one language."""
    for where, tree in sources():
        if where.startswith("core/testkit"):
            continue
        for node in ast.walk(tree):
            told: list[ast.expr] = []
            if isinstance(node, ast.Call):
                if (at := TOLD.get(called(node))) is not None and len(node.args) > at:
                    told.append(node.args[at])
                told += [k.value for k in node.keywords if k.arg in KEPT]
                if called(node) == "append" and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value).endswith("problems"):
                    told += node.args
            elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Attribute) and t.attr in KEPT for t in node.targets):
                told.append(node.value)
            for value in told:
                if (text := literal(value)) and LETTERS.search(text):
                    yield f"{where}:{node.lineno}: {text}"


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """English sentences in the code of a parser that are no half of a pair, no documentation and no error of a programmer."""
    apart: set[int] = set()
    for node in ast.walk(tree):
        raises = isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and called(node.exc) != "UnreadableError"
        if raises or (isinstance(node, ast.Call) and called(node) in (*PAIRS, "compile", "split", "import_module")):
            apart |= {id(n) for n in ast.walk(node)}
        elif isinstance(node, ast.Expr):
            apart |= {id(node.value)}
        beside = node.elts if isinstance(node, ast.Tuple) else node.args if isinstance(node, ast.Call) else ()
        if any(CHINESE.search(literal(n) or "") for n in beside):  # its other half stands beside it
            apart |= {id(n) for part in beside for n in ast.walk(part)}
    for node in ast.walk(tree):
        if id(node) not in apart and isinstance(node, ast.Constant) and isinstance(node.value, str) and SENTENCE.search(node.value):
            yield node.lineno, node.value


def test_parsers_say_nothing_in_english_alone() -> None:
    found = [
        f"{where}:{line}: {text}" for where, tree in sources() if where.startswith("plugins/parsers/") for line, text in sentences(tree)
    ]
    assert not found, "\n".join(found)


def test_every_pair_holds_english_and_chinese() -> None:
    found = list(pairs())
    assert len(found) > 150
    wrong = [f"{where}: {english!r} is not English" for where, english, _ in found if english and CHINESE.search(QUOTED.sub("", english))]
    wrong += [
        f"{where}: {chinese!r} is not Chinese"
        for where, _, chinese in found
        if chinese and LETTERS.search(chinese) and not CHINESE.search(chinese)
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_is_said_of_a_file_in_one_language() -> None:
    found = list(bare())
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        'raise UnreadableError("the file is empty")',
        'page.problem = f"page {n} is lost"',
        'f(problem="没有")',
        'problems.append("not read")',
    ],
)
def test_what_is_said_in_one_language_is_found(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "sources", lambda: iter([("here", ast.parse(source))]))
    assert list(bare())
