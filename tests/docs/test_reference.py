"""The reference is written from the code: nothing in it is a bare name, and the examples of hooks fit their hooks."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import mingzhang
from mingzhang.core import hookspecs

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "_ext"))
import from_code

HOOKS = [v for v in vars(hookspecs).values() if inspect.isfunction(v) and hasattr(v, "mingzhang_spec")]


@pytest.mark.parametrize("hook", HOOKS, ids=[h.__name__ for h in HOOKS])
def test_every_hook_has_an_example_that_implements_it(hook) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", inspect.getdoc(hook), re.DOTALL)
    (example,) = ast.parse(code).body
    (spec,) = ast.parse(inspect.cleandoc(inspect.getsource(hook))).body
    assert [ast.unparse(d) for d in example.decorator_list] == ["hookimpl"]
    assert (example.name, ast.unparse(example.args)) == (spec.name, ast.unparse(spec.args))
    assert ast.unparse(example.returns) == ast.unparse(spec.returns)


def test_every_name_of_the_public_face_says_what_it_is() -> None:
    page = "\n\n".join(from_code.public_face())
    for name in mingzhang.__all__:
        value = getattr(mingzhang, name)
        if f"### {name}\n" in page:
            assert len(inspect.getdoc(value) or "") > 20, name
        else:
            assert re.search(rf"^- `{name}`: .{{20,}}", page, re.MULTILINE), name


def test_every_page_has_its_headings_filled() -> None:
    for name, text in from_code.pages().items():
        lines = [line for line in text.splitlines() if line.strip()]
        for line, following in pairwise(lines):
            level, below = (len(x) - len(x.lstrip("#")) for x in (line, following))
            assert not (level and below and below <= level), f"{name}: {line}: nothing below it"


def test_no_key_of_a_contract_is_without_a_meaning() -> None:
    for name in ("regions.md", "contracts.md"):
        bare = re.findall(r"^\| `(\w+)` \|.*\|  \|$", from_code.pages()[name], re.MULTILINE)
        assert not bare, f"{name}: {bare}"
