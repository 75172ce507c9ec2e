"""No module imports itself by way of others: what stands on the lower floor knows nothing of the upper."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

PARTS = ("core", "plugins", "rules", "datasette_config", "cli.py", "__init__.py")
ROOT = "mingzhang"


def _modules(repository: Path) -> dict[str, Path]:
    """The package's modules by their full names."""
    files = [f for part in PARTS for f in ([repository / part] if part.endswith(".py") else sorted((repository / part).rglob("*.py")))]
    found = {}
    for file in files:
        if "templates" in file.parts:
            continue
        parts = file.relative_to(repository).with_suffix("").parts
        found[".".join([ROOT, *parts]).removesuffix(".__init__")] = file
    return found


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below one that run, imports inside functions included."""
    for child in ast.iter_child_nodes(node):
        if not _is_for_types(child):
            yield child
            yield from _walk(child)


def _imported(name: str, *, is_package: bool, source: str, modules: Sequence[str]) -> set[str]:
    """The modules of the package that a module imports."""
    found: set[str] = set()
    for node in _walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = name.split(".") if is_package else name.split(".")[:-1]
            start = home[: len(home) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            found |= {f"{base}.{a.name}" if f"{base}.{a.name}" in modules else base for a in node.names}
    return found & set(modules) - {name}


def _graph(repository: Path) -> dict[str, set[str]]:
    modules = _modules(repository)
    names = list(modules)
    return {
        name: _imported(name, is_package=file.name == "__init__.py", source=file.read_text(encoding="utf-8"), modules=names)
        for name, file in modules.items()
    }


def _circle(graph: Mapping[str, set[str]]) -> list[str]:
    """A way from a module to itself; empty if there is none."""
    done: set[str] = set()

    def look(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in sorted(graph[name]):
            if circle := look(other, [*way, name]):
                return circle
        done.add(name)
        return []

    return next((circle for name in sorted(graph) if (circle := look(name, []))), [])


def test_no_module_imports_itself_by_way_of_others(repository: Path) -> None:
    graph = _graph(repository)
    assert f"{ROOT}.core.errors" in graph
    assert sum(map(len, graph.values())) > len(graph)
    assert " -> ".join(_circle(graph)) == ""


def test_a_circle_would_be_found() -> None:
    names = ["m", "m.a", "m.a.x", "m.b", "m.c"]
    sources = {
        "m.a": "",
        "m.a.x": "from ..b import thing",
        "m.b": "def f():\n    from . import c",
        "m.c": "from m.a import x",
        "m": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from . import a\nfrom .b import thing",
    }
    graph = {n: _imported(n, is_package=n in ("m", "m.a"), source=s, modules=names) for n, s in sources.items()}
    assert graph == {"m": {"m.b"}, "m.a": set(), "m.a.x": {"m.b"}, "m.b": {"m.c"}, "m.c": {"m.a.x"}}
    assert _circle(graph) == ["m.b", "m.c", "m.a.x", "m.b"]
    assert _circle({**graph, "m.c": set()}) == []
