"""The hooks of mingzhang. A plugin implements any of them with ``mingzhang.hookimpl``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pluggy import HookimplMarker, HookspecMarker

if TYPE_CHECKING:
    import click
    from sqlite_utils import Database

    from .model.answer import Answerer
    from .model.exporter import Exporter
    from .model.parser import Parser
    from .model.reference import References
    from .model.region import Layout, Region
    from .model.rule import Rule
    from .model.vocabulary import Vocabulary

hookspec = HookspecMarker("mingzhang")
hookimpl = HookimplMarker("mingzhang")

HOOK_VERSION = 1
"""Raised when a hook changes in a way that older plugins cannot follow."""


@hookspec
def register_parsers() -> list[Parser]:  # type: ignore[empty-body]
    """Parsers for file formats."""


@hookspec
def register_vocabulary() -> Vocabulary:  # type: ignore[empty-body]
    """Words by which readers recognise tables, beyond those of the registered regions."""


@hookspec
def register_regions() -> list[Region]:  # type: ignore[empty-body]
    """Region packs."""


@hookspec
def register_layouts() -> dict[str, Layout]:  # type: ignore[empty-body]
    """Layouts of tables, by the name that region packs use."""


@hookspec
def register_references() -> References:  # type: ignore[empty-body]
    """Classification codes and administrative divisions."""


@hookspec
def register_rules() -> list[Rule]:  # type: ignore[empty-body]
    """Rules."""


@hookspec
def register_exporters() -> list[Exporter]:  # type: ignore[empty-body]
    """Exporters."""


@hookspec
def register_commands(cli: click.Group) -> None:
    """Add click commands to the command line."""


@hookspec
def register_answerers() -> list[Answerer]:  # type: ignore[empty-body]
    """Answerers: they fill a query form for questions that the built-in grammar does not understand."""


@hookspec
def prepare_store(db: Database) -> None:
    """Add tables or columns to the database after the core's migrations."""
