"""``mingzhang ask`` and ``mingzhang chat``: a question, or one after another. Nothing else is imported: both start at once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..messages import tr
from .state import State, console, fail

if TYPE_CHECKING:
    from ..asking.queries import Queries
    from ..model.results.answer import Answer

_DB = click.option("--db", type=click.Path(path_type=Path, dir_okay=False), required=True, help=tr("Database.", "数据库。"))
_HISTORY = Path.home() / ".mingzhang_history"


@click.command(help=tr("Answer a question from a database.", "用数据库回答问题。"))
@click.argument("question")
@_DB
@click.option("--json", "as_json", is_flag=True, help=tr("As JSON (mingzhang.answer/1).", "输出 JSON。"))
@click.option("--csv", "as_csv", is_flag=True, help=tr("The figures of the answer as CSV.", "以 CSV 输出回答中的数据。"))
@click.option("--explain", is_flag=True, help=tr("Also the query and the SQL.", "同时输出查询式和 SQL。"))
@click.option(
    "--session",
    "session_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("Take up the questions kept in this file, and keep this one.", "接着该文件记下的问题问，并记下本次的问题。"),
)
@click.pass_obj
def ask(state: State, question: str, db: Path, as_json: bool, as_csv: bool, explain: bool, session_file: Path | None) -> None:
    """A question, its answer."""
    from ..asking.queries import Queries
    from ..asking.session import Session, read_session, write_session
    from ..store.reader import open_for_reading
    from ..store.writer import StoreError

    try:
        session = read_session(session_file) if session_file else Session()
        store = open_for_reading(db)
        try:
            answer = session.ask(question, Queries(store), lambda: state.plugins.answerers)
        finally:
            store.conn.close()
        if session_file:
            write_session(session, session_file)
    except (StoreError, UsageError, OSError) as error:
        fail(str(error))
    _show(answer, as_json=as_json, as_csv=as_csv, explain=explain)


def _show(answer: Answer, *, as_json: bool = False, as_csv: bool = False, explain: bool = False) -> None:
    if as_json:
        from ..asking.ask import answer_json

        click.echo(json.dumps(answer_json(answer), ensure_ascii=False))
    elif as_csv:
        from ..asking.session import values_csv

        click.echo(values_csv(answer), nl=False)
    else:
        from ..asking.printing import print_answer

        print_answer(console(), answer)
    if explain and not as_json:
        click.echo(json.dumps(answer.query, ensure_ascii=False))
        click.echo(answer.sql or "")
        click.echo(json.dumps(answer.params, ensure_ascii=False))


@click.command(help=tr("Ask one question after another; an empty line ends.", "连续提问；输入空行结束。"))
@_DB
@click.pass_obj
def chat(state: State, db: Path) -> None:
    """Questions until an empty line, each after those before it."""
    from ..asking.queries import Queries
    from ..asking.session import EXPORT, Session, values_csv
    from ..store.reader import open_for_reading
    from ..store.writer import StoreError

    session = Session()
    try:
        store = open_for_reading(db)
        _complete(lambda: Queries(store))
        while question := _line():
            if question in EXPORT:
                click.echo(
                    values_csv(session.last) if session.last else tr("nothing to export yet", "还没有可以导出的回答"),
                    nl=session.last is None,
                )
                continue
            try:
                _show(session.ask(question, Queries(store), lambda: state.plugins.answerers))
            except StoreError as error:
                click.echo(f"mingzhang: {error}", err=True)
    except StoreError as error:
        fail(str(error))


def _line() -> str:
    """A line from the terminal or the pipe; empty at its end."""
    try:
        return input(tr("question> ", "提问> ")).strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _complete(queries: Callable[[], Queries]) -> None:
    """Names of bodies and subjects by the tab key, and the lines of earlier times; where there is readline and a terminal."""
    import sys

    if not sys.stdin.isatty():
        return
    try:
        import readline
    except ImportError:
        return
    from ..asking.words.targets import TARGETS

    words = sorted({r.body for r in queries().named_issuers()} | {t.name for t in TARGETS})
    readline.set_completer_delims(" ，。？、的")
    readline.set_completer(lambda text, n: _nth([w for w in words if w.startswith(text)], n))
    readline.parse_and_bind("tab: complete")
    import atexit

    with contextlib.suppress(OSError):
        readline.read_history_file(_HISTORY)
    atexit.register(_write_history)


def _nth(found: Sequence[str], n: int) -> str | None:
    return found[n] if n < len(found) else None


def _write_history() -> None:
    import readline

    with contextlib.suppress(OSError):  # a home that cannot be written: the next time there is no history
        readline.write_history_file(_HISTORY)
