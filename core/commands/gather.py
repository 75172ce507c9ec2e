"""``mingzhang gather``: one database of the shards that ``check --out`` made."""

from __future__ import annotations

import tempfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import click

from ..errors import UsageError
from ..messages import tr
from .state import fail


@click.command(help=tr("One database of the shards below a URL.", "把某 URL 下的各分库合成一个数据库。"))
@click.argument("out", metavar="URL")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), required=True, help=tr("The database to make.", "要生成的数据库。"))
@click.option(
    "--shard", "pattern", default="*", show_default=True, metavar="PATTERN",
    help=tr("Only these shards, e.g. 65* or *-2024.", "只取这些分库，如 65* 或 *-2024。"),
)  # fmt: skip
def gather(out: str, db: Path, pattern: str) -> None:
    """The rows of the shards in one new file, put in place when it is whole."""
    from ..cluster.storage import Storage, whole_url
    from ..store.merging import merge
    from ..store.writer import StoreError

    if db.exists():
        fail(tr(f"{db}: is there already; name a new file", f"{db}：已存在，请另取文件名"))
    whole = db.with_name(f".{db.name}.part")
    try:
        storage = Storage(whole_url(out))
        names = [name for name in storage.names("shards") if fnmatchcase(PurePosixPath(name).stem, pattern)]
        if not names:
            fail(tr(f"{out}: no shards {pattern}", f"{out}：没有分库 {pattern}"))
        with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
            sources = (file for name in names if (file := storage.readable(name, Path(folder))) is not None)
            db.parent.mkdir(parents=True, exist_ok=True)
            whole.unlink(missing_ok=True)
            merge(list(sources), whole)
        whole.replace(db)
    except (UsageError, StoreError, OSError, ValueError) as error:
        fail(str(error))
    finally:
        whole.unlink(missing_ok=True)
    click.echo(tr(f"{db}: {len(names)} shards", f"{db}：合并分库 {len(names)} 个"))
