"""The hooks of mingzhang. A plugin implements any of them with ``mingzhang.hookimpl``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pluggy import HookimplMarker, HookspecMarker

if TYPE_CHECKING:
    import click
    from sqlite_utils import Database

    from .model.checks.rule import Rule
    from .model.disclosures.reference import References
    from .model.disclosures.region import Layout, Region
    from .model.documents.parser import Parser
    from .model.documents.vocabulary import Vocabulary
    from .model.generated.generator import Generator
    from .model.generated.variation import Variation
    from .model.results.answer import Answerer
    from .model.results.exporter import Exporter

hookspec = HookspecMarker("mingzhang")
hookimpl = HookimplMarker("mingzhang")
"""The decorator of a function that implements a hook: the function has the hook's name and arguments."""

HOOK_VERSION = 1
"""The newest version of the hooks; a plugin says in ``MINGZHANG_HOOK_VERSION`` for which one, or for which range, it was made.

Raised when a hook changes in a way that older plugins cannot follow.
"""
OLDEST_HOOK_VERSION = 1
"""The oldest version whose plugins still work."""
HOOK_MINOR = 1
"""Raised when hooks, arguments or fields are added: a plugin that needs them says ``"1.1"``."""


@hookspec
def register_parsers() -> list[Parser]:  # type: ignore[empty-body]
    """Parsers for file formats.

    Of those that accept a file the first reads it; the parsers that ship are asked first.

    ```python
    @hookimpl
    def register_parsers() -> list[Parser]:
        return [OdsParser()]
    ```
    """


@hookspec
def register_vocabulary() -> Vocabulary:  # type: ignore[empty-body]
    """Words by which readers recognise tables, beyond those of the registered regions.

    A reader knows no region. It needs words where a table has no ruled lines: titles, and what stands in header rows. The words of
    every region are there already.

    ```python
    @hookimpl
    def register_vocabulary() -> Vocabulary:
        return Vocabulary(titles=frozenset({"收支预算汇总表"}), headers=frozenset({"本级财力安排"}))
    ```
    """


@hookspec
def register_regions() -> list[Region]:  # type: ignore[empty-body]
    """Region packs: what the documents of a place look like, as data.

    A region is used for documents of the divisions that it names, the narrowest first, or where `--region` asks for it.

    ```python
    @hookimpl
    def register_regions() -> list[Region]:
        return load_regions([Path(__file__).with_name("hubei.toml")])
    ```
    """


@hookspec
def register_generators() -> list[Generator]:  # type: ignore[empty-body]
    """How documents of a region are written: forms, and a function from a seed to a fictional document of one of them.

    Demo, `testkit mutate`, fixtures, the conformance suite and benchmarks cover the region by it. What forms are written with is
    exported by `mingzhang.core.testkit`; import it inside the function, for reading documents does not need it.

    ```python
    @hookimpl
    def register_generators() -> list[Generator]:
        from .forms import GENERATOR

        return [GENERATOR]
    ```
    """


@hookspec
def register_variations() -> list[Variation]:  # type: ignore[empty-body]
    """Kinds of variation for `testkit vary`: how a place writes the same thing in another form.

    ```python
    @hookimpl
    def register_variations() -> list[Variation]:
        return [Variation("said-yuan", "以元表述", "wording", in_yuan)]
    ```
    """


@hookspec
def register_layouts() -> dict[str, Layout]:  # type: ignore[empty-body]
    """Layouts of tables, by the name that region packs use: functions from the rows of a table to rows and items of a statement.

    A region with a layout that nobody registers is left out as a whole.

    ```python
    @hookimpl
    def register_layouts() -> dict[str, Layout]:
        return {"pairs": pairs}
    ```
    """


@hookspec
def register_references() -> References:  # type: ignore[empty-body]
    """Classification codes and administrative divisions, each row with the years for which it holds and its source.

    What plugins register is put together; an unknown code is a matter that rules cannot judge, never an error of the body.

    ```python
    @hookimpl
    def register_references() -> References:
        return References(functional=CodeTable((CodeName("2010301", "行政运行", valid_from=2007, source="…"),)))
    ```
    """


@hookspec
def register_rules() -> list[Rule]:  # type: ignore[empty-body]
    """Rules: generators over a disclosure, made with the decorator `rule`.

    Every rule that is loaded has a row in the ledger of every document, whether it was in scope or not.

    ```python
    @hookimpl
    def register_rules() -> list[Rule]:
        return [unallocated_source]
    ```
    """


@hookspec
def register_exporters() -> list[Exporter]:  # type: ignore[empty-body]
    """Exporters: other forms of what a database holds, for `mingzhang export --format ID`.

    ```python
    @hookimpl
    def register_exporters() -> list[Exporter]:
        return [MarkdownReport()]
    ```
    """


@hookspec
def register_commands(cli: click.Group) -> None:
    """Add click commands to the command line.

    A command may not take a name that mingzhang has. It follows the options before it (`--plugins-dir`, `--disable-plugin`).

    ```python
    @hookimpl
    def register_commands(cli: click.Group) -> None:
        cli.add_command(roster)
    ```
    """


@hookspec
def register_answerers() -> list[Answerer]:  # type: ignore[empty-body]
    """Answerers: they fill a query form for questions that the built-in grammar does not understand.

    They see the question, and the names and ids that a form may hold; never text or numbers of documents. The form is validated, and the
    answer is made from the database as for any question.

    ```python
    @hookimpl
    def register_answerers() -> list[Answerer]:
        return [Everyday()]
    ```
    """


@hookspec
def prepare_store(db: Database) -> None:
    """Add tables or columns to the database after the core's migrations.

    Called whenever a database is opened for writing, so it must be harmless to repeat. Give tables a name that begins with the plugin's.

    ```python
    @hookimpl
    def prepare_store(db: Database) -> None:
        db["hubei_replies"].create({"finding": str, "reply": str}, pk="finding", if_not_exists=True)
    ```
    """
