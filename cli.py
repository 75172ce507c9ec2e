"""The command line: the options before a command. The commands stand in ``core/commands`` and are imported when they are called."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from .core.commands.group import Commands
from .core.commands.state import State, fail
from .core.errors import UsageError
from .core.messages import tr
from .core.plugins.guests import TRACEBACK_VARIABLE

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@click.group(
    cls=Commands, context_settings=CONTEXT, help=tr("Check and query published budgets and final accounts.", "核对和查询公开的预算、决算。")
)
@click.version_option(package_name="mingzhang")
@click.option(
    "--plugins-dir",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=tr("Load *.py plugins of a folder.", "加载文件夹中的插件（*.py）。"),
)
@click.option("--disable-plugin", "disabled", multiple=True, metavar="NAME", help=tr("Leave a plugin out.", "不加载某个插件。"))
@click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=tr("Configuration (default: the nearest mingzhang.toml).", "配置文件（默认为最近的 mingzhang.toml）。"),
)
@click.option("--traceback", is_flag=True, help=tr("Show where what went wrong in rules and plugins did.", "显示规则、插件出错的位置。"))
@click.pass_context
def main(context: click.Context, plugins_dir: Path | None, disabled: tuple[str, ...], config: Path | None, traceback: bool) -> None:
    if traceback:
        os.environ[TRACEBACK_VARIABLE] = "1"  # also for the processes that read files
    try:
        context.obj = State(plugins_dir, disabled, config)
    except UsageError as error:
        fail(str(error))


def _web_address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"https?://[^\s/?#]+", value.rstrip("/")):
        raise click.BadParameter(tr("an address with https:// and without a path", "须是以 https:// 开头、不带路径的网址"))
    return value


@main.command(
    help=tr(
        "Serve the site of a database: a working one to this machine alone, a published one (--public) to everybody.",
        "打开数据库的网站：工作库只供本机查看，公开库（--public）供所有人查看。",
    )
)
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), required=True, help=tr("Database.", "数据库。"))
@click.option("--host", default="127.0.0.1", show_default=True, help=tr("Address to listen on.", "监听地址。"))
@click.option("--port", type=int, default=8001, show_default=True, help=tr("Port.", "端口。"))
@click.option(
    "--public", is_flag=True, help=tr("For everybody; needs a database made by publish.", "供所有人查看；须是 publish 生成的公开库。")
)
@click.option(
    "--proxy", "proxies", multiple=True, metavar="NETWORK",
    help=tr("With --public: a reverse proxy whose X-Forwarded-For is believed, e.g. 172.16.0.0/12.", "与 --public 同用：可信的反向代理网段，如 172.16.0.0/12。"),
)  # fmt: skip
@click.option("--operator", metavar="NAME", help=tr("Who runs the site, for the page about the site.", "网站的运行者，写在“关于本站”。"))
@click.option("--contact", metavar="TEXT", help=tr("How to reach them, for corrections and answers.", "接收更正和答复的联系方式。"))
@click.option(
    "--address", metavar="URL", callback=_web_address,
    help=tr("Where readers reach the site, e.g. https://accounts.example.org.", "读者访问网站的网址，如 https://accounts.example.org。"),
)  # fmt: skip
def serve(db: Path, host: str, port: int, public: bool, proxies: tuple[str, ...], **about: str | None) -> None:
    from .datasette_config.serving import serve as serve_site

    if not db.exists():
        fail(
            tr(
                f"{db}: no such database; make it with: mingzhang check PATH --db {db}",
                f"{db}：没有这个数据库；先运行 mingzhang check PATH --db {db}",
            )
        )
    if not public:
        click.echo(tr(f"{db}: a working database, for this machine alone", f"{db}：工作库，只供本机查看"), err=True)
    try:
        serve_site(db, host, port, public, proxies, {name: said for name, said in about.items() if said})
    except ValueError as error:
        fail(str(error))


@main.command(help=tr("Check the sample disclosures and serve them.", "核对样例公开件并打开网站。"))
@click.argument("samples", type=click.Path(path_type=Path, exists=True), default=Path("samples"))
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), default=Path("build/demo.db"), show_default=True)
@click.option("--serve/--no-serve", "then_serve", default=True, show_default=True, help=tr("Serve the site afterwards.", "然后打开网站。"))
@click.pass_context
def demo(context: click.Context, samples: Path, db: Path, then_serve: bool) -> None:
    try:
        check = main.get_command(context, "check")
        assert check is not None  # it is one of the core's
        context.invoke(check, paths=(samples,), db=db)
    except SystemExit as done:
        if done.code not in (0, 1):
            raise
    if then_serve:
        context.invoke(serve, db=db)


if __name__ == "__main__":
    main()
