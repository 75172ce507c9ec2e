"""``mingzhang publish``, ``mingzhang reply``: from the working database to the one that the public may see."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from ..messages import tr
from .state import State, fail

_SHOWN = 20
_DATABASE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    help=tr(
        "Write PUBLIC from the database WORKING: only findings that may be public, personal data masked, no paths of this machine. "
        "With --verify: look through PUBLIC alone and say what must not be in it.",
        "由工作库 WORKING 生成公开库 PUBLIC：只含可以公开的提示，个人信息已遮盖，不含本机路径。加 --verify 则只检查公开库。",
    )
)
@click.argument("databases", nargs=-1, required=True, type=_DATABASE, metavar="[WORKING] PUBLIC")
@click.option(
    "--findings",
    type=click.Choice(["certain", "reviewed", "all"]),
    default="certain",
    show_default=True,
    help=tr(
        "certain: certain ones of rules in force; reviewed: only those that a reviewer let stand; all: suspected ones too.",
        "certain：规则已生效且确定的；reviewed：经人复核的；all：连同存疑的。",
    ),
)
@click.option(
    "--pictures/--no-pictures", default=True, show_default=True,
    help=tr("Draw the pages on which findings rest, from the files where they were checked.", "为提示所在的页面生成图片（取自核对时的文件）。"),
)  # fmt: skip
@click.option("--verify", "only_verify", is_flag=True, help=tr("Only look through PUBLIC.", "只检查公开库。"))
@click.pass_obj
def publish(state: State, databases: tuple[Path, ...], findings: str, pictures: bool, only_verify: bool) -> None:
    """Counts of what is public and what was held back; status 1 if the check finds anything."""
    from ..publish.publish import publish as write_public
    from ..publish.selection import Selection
    from ..publish.verify import leaks
    from ..store.writer import StoreError

    if len(databases) != (1 if only_verify else 2):
        fail(tr("name the working and the public database (--verify: the public one alone)", "请写出工作库和公开库（--verify 只写公开库）"))
    public = databases[-1]
    try:
        if not only_verify:
            done = write_public(databases[0], public, Selection(findings), plugins=state.plugins if pictures else None)
            click.echo(
                tr(
                    f"{public}: {done.documents} documents of {done.disclosures} disclosures, {done.findings} findings, {done.pictures} pictures of pages; "
                    f"held back: {done.findings_held} findings, {done.without_name} files that could not be opened; withdrawn now: {done.withdrawn}",
                    f"{public}：{done.disclosures} 份公开件的 {done.documents} 个文件，{done.findings} 条提示，{done.pictures} 幅页面图；"
                    f"未公开：{done.findings_held} 条提示、{done.without_name} 个打不开的文件；本次撤回 {done.withdrawn} 条",
                )
            )
        found = leaks(public)
        listed = list(islice(found, _SHOWN))
        for leak in listed:
            click.echo(f"{leak.table}.{leak.column} {leak.row}: {leak.what}")
        if listed:
            more = sum(1 for _ in found)
            fail(
                tr(
                    f"{public}: {len(listed) + more} places must not be public: do not serve this file",
                    f"{public}：有 {len(listed) + more} 处不可公开：请勿发布此文件",
                ),
                1,
            )
        click.echo(tr(f"{public}: nothing found that must not be public", f"{public}：没有发现不可公开的内容"))
    except StoreError as error:
        fail(str(error))


@click.command(
    help=tr(
        "Take the answers of FILE (CSV or TOML with finding, state, said_on, said_by, text) into a database. "
        "States: open, confirmed, explained, corrected, withdrawn; the Chinese names do as well.",
        "把 FILE（CSV 或 TOML：指纹、状态、日期、单位、说明）中的答复收入数据库。状态：待核、核实、已说明、已更正、撤回。",
    )
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--db", type=_DATABASE, required=True, help=tr("Working database.", "工作库。"))
def reply(file: Path, db: Path) -> None:
    """How many answers were new, and which fingerprints no finding has."""
    from ..publish.replies import read_replies, save_replies
    from ..store.writer import StoreError, close_store, open_store

    if not db.is_file():
        fail(tr(f"{db}: no such database", f"{db}：没有这个数据库"))
    try:
        replies = read_replies(file)
        store = open_store(db)
        try:
            new, unknown = save_replies(store, replies)
        finally:
            close_store(store)
    except StoreError as error:
        fail(str(error))
    click.echo(tr(f"{new} new of {len(replies)} answers", f"{len(replies)} 条答复，新收入 {new} 条"))
    for fingerprint in unknown:
        click.echo(tr(f"no finding {fingerprint}: left out", f"没有提示 {fingerprint}：未收入"), err=True)
