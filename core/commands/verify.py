"""``mingzhang verify``: a run once more, from its manifest, and whether the same comes of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..checking.engine import Selection
from ..errors import UsageError
from ..messages import tr
from ..model.checks.finding import Severity
from ..run.manifest import differences, manifest, read_manifest
from ..run.options import Options
from ..run.pipeline import check_paths
from ..run.recipe import recipe
from ..run.workers import tidy_on_termination
from .state import State, fail


@click.command(
    help=tr(
        "Check the files of a manifest again (check --manifest) and say where the result is another.",
        "按运行清单（check --manifest 写出）重新核对，指出与当时不同之处。",
    )
)
@click.argument("file", metavar="MANIFEST", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help=tr("Files checked at the same time.", "同时核对的文件数。"))
@click.pass_obj
def verify(state: State, file: Path, jobs: int) -> None:
    """Nothing but one line if all is the same; else a line for each difference, and status 1."""
    tidy_on_termination()
    try:
        then = read_manifest(file)
        paths = [Path(p) for p in then["paths"]]
        options = _options(then["recipe"], state, jobs)
        found = list(differences(then, manifest(check_paths(paths, state.plugins, options), paths, recipe(state.plugins, options))))
    except UsageError as error:
        fail(str(error))
    for line in found:
        click.echo(line)
    count = len(then["files"])
    if not found:
        click.echo(tr(f"{count} files: the same result", f"{count} 个文件：结果相同"))
    sys.exit(int(bool(found)))


def _options(asked: dict[str, object], state: State, jobs: int) -> Options:
    """What the run of a manifest was asked for; plugins are those that are loaded here."""
    try:
        severities = asked.get("severities")
        assert isinstance(severities, dict)
        return Options(
            engine=str(asked["engine"]),
            region=str(asked["region"]) if asked.get("region") else None,
            selection=Selection(_texts(asked["select"]), _texts(asked["ignore"]), {k: Severity(v) for k, v in severities.items()}),
            keep_personal=bool(asked["keep_personal"]),
            timeout=float(str(asked["timeout"])) if asked["timeout"] else None,
            memory=int(str(asked["memory"])) if asked["memory"] else None,
            jobs=jobs,
            plugins_dir=state.plugins_dir,
            disabled=state.disabled,
            choices=state.settings.choices,
            lean=True,
        )
    except (KeyError, TypeError, ValueError, AssertionError) as error:
        raise UsageError(tr(f"the manifest does not say how the run was made ({error})", f"清单没有写明当时的核对条件（{error}）")) from error


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(repr(value))
    return tuple(map(str, value))
