"""Pages of the reference that are written from the code when the documentation is built, so that they cannot lie.

Hooks from the hook specifications, commands from the click group, contracts and the region format from the JSON Schemas,
the public face from ``mingzhang.__all__``, rules from the rules that ship.
"""

from __future__ import annotations

import ast
import enum
import inspect
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import click
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer

import mingzhang
from mingzhang import cli
from mingzhang.core import hookspecs
from mingzhang.core.plugins.manager import Plugins
from mingzhang.core.reporting.rules_index import index_markdown
from mingzhang.core.store import schema
from mingzhang.core.store.migrations import SCHEMA_VERSION
from mingzhang.core.store.schema import MEANINGS
from mingzhang.core.store.writer import open_store

Schema = dict[str, Any]
GENERATED = "<!-- written from the code when the documentation is built -->"
CONTRACTS = ("check", "tables", "facts", "answer")


def hooks() -> Iterator[str]:
    """A section for every hook: signature and docstring."""
    yield "# Hooks"
    yield (
        f"A plugin implements any of these with `mingzhang.hookimpl`. Hook version {hookspecs.HOOK_VERSION}.{hookspecs.HOOK_MINOR}: a plugin may say "
        "for which one it was made in a module variable `MINGZHANG_HOOK_VERSION`; one made for another is left out and named. "
        "Everything that the examples name is imported from `mingzhang`, or is the plugin's own."
    )
    for name, value in vars(hookspecs).items():
        if inspect.isfunction(value) and hasattr(value, "mingzhang_spec"):
            yield f"## `{name}`"
            yield f"```python\ndef {name}{inspect.signature(value)}\n```".replace("'", "")
            yield inspect.getdoc(value) or ""


def commands() -> Iterator[str]:
    """A section for every command, with its help as the terminal shows it."""
    yield "# Commands"
    yield from _command(cli.main, click.Context(cli.main, info_name="mingzhang"), 2)


def _command(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    yield f"{'#' * level} `{context.command_path}`"
    yield "```text\n" + command.get_help(context) + "\n```"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if (found := command.get_command(context, name)) is not None:
                yield from _command(found, click.Context(found, info_name=name, parent=context), min(level + 1, 4))


def public_face() -> Iterator[str]:
    """Everything that ``from mingzhang import …`` gives, sorted into classes, functions and values."""
    yield "# Public face"
    yield "What a plugin imports from `mingzhang`, and nothing else. It is kept stable; what is not listed here is not."
    values = {name: getattr(mingzhang, name) for name in mingzhang.__all__}
    classes = {n: v for n, v in values.items() if inspect.isclass(v)}
    groups = {
        "Functions": {n: v for n, v in values.items() if inspect.isfunction(inspect.unwrap(v))},
        "Data and protocols": {n: v for n, v in classes.items() if not issubclass(v, (enum.Enum, Exception))},
        "Enumerations": {n: v for n, v in classes.items() if issubclass(v, enum.Enum)},
        "Errors": {n: v for n, v in classes.items() if issubclass(v, Exception)},
    }
    for title, group in groups.items():
        yield f"## {title}"
        for name in sorted(group):
            directive = "autofunction" if title == "Functions" else "autoclass"
            options = "" if title == "Functions" else ":members:\n:undoc-members:\n:exclude-members: __new__, __init__\n"
            yield f"### {name}"
            yield f"```{{eval-rst}}\n.. {directive}:: mingzhang.{name}\n" + "".join(f"   {line}\n" for line in options.splitlines()) + "```"
    yield "## Values"
    yield "\n".join(f"- `{n}`: {meaning_of_value(n)}" for n in sorted(set(values) - {n for group in groups.values() for n in group}))


def meaning_of_value(name: str) -> str:
    """What is written below the assignment of a value, in the module that the public face has it from."""
    imports = (node for node in ast.parse(inspect.getsource(mingzhang)).body if isinstance(node, ast.ImportFrom))
    module = next(f"{mingzhang.__name__}.{node.module}" for node in imports if any(a.name == name for a in node.names))
    words = ModuleAnalyzer.for_module(module).find_attr_docs().get(("", name), [])
    return " ".join(words).strip()


def database() -> Iterator[str]:
    """The tables of a database as it is made now, with every column."""
    db = open_store(":memory:")
    yield "# Database"
    yield (
        f"Version {SCHEMA_VERSION} of the tables (`PRAGMA user_version`). Every migration adds one; a newer mingzhang brings an older database "
        "up to date when it writes to it, an older one refuses a newer database. Columns are added, never renamed; what is absent is NULL."
    )
    yield (inspect.getdoc(schema) or "").partition("\n\n")[2].replace("``", "`")
    for name, meaning in MEANINGS.items():
        yield f"## `{name}`"
        yield meaning
        rows = ["| column | type | always |", "| --- | --- | --- |"]
        rows += [f"| `{c.name}` | {c.type or 'any'} | {'yes' if c.notnull or c.is_pk else ''} |" for c in db[name].columns]
        yield "\n".join(rows)


def schema_page(title: str, schema: Schema) -> Iterator[str]:
    """A schema as tables: a section for the object and for each of its definitions."""
    yield f"# {title}"
    yield str(schema.get("description", ""))
    yield from _object("Keys", schema)
    for name, definition in schema.get("$defs", {}).items():
        if definition.get("type") == "object" and "properties" in definition:
            yield from _object(f"`{name}`", definition)
        else:
            yield f"## `{name}`"
            yield f"{_type(definition)}. {definition.get('description', '')}"


def _object(title: str, schema: Schema) -> Iterator[str]:
    yield f"## {title}"
    if title != "Keys" and schema.get("description"):
        yield str(schema["description"])
    rows = ["| key | type | always | meaning |", "| --- | --- | --- | --- |"]
    for key, value in schema.get("properties", {}).items():
        always = "yes" if key in schema.get("required", ()) else ""
        rows.append(f"| `{key}` | {_type(value)} | {always} | {_cell(str(value.get('description', '')))} |")
    yield "\n".join(rows)


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return f"`{schema['$ref'].rpartition('/')[2]}`"
    if "const" in schema:
        return _cell(f"`{schema['const']}`")
    if "enum" in schema:
        return _cell(" or ".join("null" if v is None else f"`{v}`" for v in schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    kinds = schema.get("type", "any")
    words = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if "items" in schema and isinstance(schema["items"], dict):
        words += f" of {_type(schema['items'])}"
    if isinstance(schema.get("additionalProperties"), dict):
        words += f" to {_type(schema['additionalProperties'])}"
    return words


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _schema(name: str) -> Schema:
    found: Schema = json.loads(resources.files("mingzhang.core.schemas").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return found


def contracts() -> Iterator[str]:
    """The published contracts, one after the other."""
    yield "# Contracts"
    yield "What the commands print as JSON. Decimals are plain strings with the decimals printed; what is absent is null, never missing."
    for name in CONTRACTS:
        schema = _schema(name)
        heading, *parts = schema_page(f"`mingzhang.{name}/1`", schema)
        yield f"#{heading}"
        yield from (f"#{part}" if part.startswith("#") else part for part in parts)


def pages() -> dict[str, str]:
    """Every page of the reference by its file name."""
    rules = Plugins().rules
    return {
        "hooks.md": "\n\n".join(hooks()),
        "commands.md": "\n\n".join(commands()),
        "public.md": "\n\n".join(public_face()),
        "regions.md": "\n\n".join(schema_page("Region files", _schema("region"))),
        "database.md": "\n\n".join(database()),
        "contracts.md": "\n\n".join(contracts()),
        "rules.md": "\n".join(index_markdown(rules)),
    }


def write(app: Sphinx) -> None:
    """Write the pages that differ from what is there, so that an unchanged build stays quick."""
    folder = Path(app.srcdir) / "reference"
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        path, content = folder / name, f"{GENERATED}\n\n{text}\n"
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """The extension."""
    app.connect("builder-inited", write)
    return {"version": "1", "parallel_read_safe": True}
