"""``mingzhang tables`` and ``facts``: what a file says, before anything is checked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from ..errors import UsageError
from ..messages import localised, tr
from ..model.disclosures.disclosure import Disclosure
from ..model.documents.document import Document
from ..model.documents.parser import UnreadableError
from ..reporting import contract, terminal
from ..reporting.page import tables_page
from ..run.check import understand_document
from ..run.options import Options
from ..run.pipeline import read_file
from .options import engine_option, limits
from .state import State, console, fail


@click.command(help=tr("Show the tables of a file as they were read.", "显示读到的表格。"))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.tables/1).", "输出 JSON。"))
@click.option(
    "--html",
    "html",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("Write a page with the cells beside pictures of their pages.", "写成网页：原页图与单元格并排。"),
)
@engine_option
@limits
@click.pass_obj
def tables(state: State, path: Path, as_json: bool, html: Path | None, engine: str, timeout: float, memory: int) -> None:
    """The tables as a list, as JSON, or beside pictures of their pages."""
    options = Options(engine=engine, timeout=timeout or None, memory=memory or None)
    document = _read(state, path, options)
    if html is not None:
        _write(html, tables_page(path, document, state.plugins, options))
    if as_json:
        click.echo(json.dumps(contract.tables_json(document), ensure_ascii=False))
    elif html is None:
        terminal.print_tables(console(), document)


@click.command(help=tr("Show the facts of a file, each with its place.", "显示读懂的数据及其位置。"))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.facts/1).", "输出 JSON。"))
@click.option("--unread", is_flag=True, help=tr("The numbers that became no fact.", "显示没有读懂的数字。"))
@click.option("--region", metavar="ID", help=tr("Use this region pack.", "指定地区包。"))
@limits
@click.pass_obj
def facts(state: State, path: Path, as_json: bool, unread: bool, region: str | None, timeout: float, memory: int) -> None:
    """What was understood of a file, or what was not."""
    disclosure = _understand(state, _read(state, path, Options(timeout=timeout or None, memory=memory or None)), region)
    if as_json:
        click.echo(json.dumps(contract.facts_json(disclosure, unread), ensure_ascii=False))
    else:
        terminal.print_facts(console(), disclosure, unread=unread)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(tr(f"{path}: cannot be written ({error.strerror})", f"{path}：不能写入（{error.strerror}）"))


def _read(state: State, path: Path, options: Options) -> Document:
    if not path.exists():
        fail(tr(f"{path}: no such file", f"{path}：没有这个文件"))
    options = replace(options, plugins_dir=state.plugins_dir, disabled=state.disabled, choices=state.settings.choices)
    try:
        return read_file(path, state.plugins, options)
    except UnreadableError as error:
        fail(f"{path}: {localised(error.words)}", 3)


def _understand(state: State, document: Document, region: str | None) -> Disclosure:
    try:
        disclosure = understand_document(document, state.plugins, region)
    except UsageError as error:
        fail(str(error))
    if disclosure is None:
        fail(tr(f"{document.path}: not recognised as a budget or final account", f"{document.path}：未能识别为预算或决算公开件"), 3)
    return disclosure
