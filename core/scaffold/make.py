"""A package for a plugin, written from templates.

The templates are the files of ``templates/common`` and ``templates/KIND``, each with ``.tmpl`` behind its name so that no
tool takes them for code of this package. ``{{name}}`` and the like stand in their texts, ``__module__`` and the like in their
names.
"""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ..errors import UsageError
from ..hookspecs import HOOK_VERSION
from ..messages import tr

KINDS = ("region", "parser", "exporter", "rules", "answerer", "command", "layout")
PREFIX = "mingzhang-"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MARKS = {"dot-": "dot", "__module__": "module", "__id__": "id_name", "__region__": "id"}
"""What stands in the names of templates → the slot that takes its place."""
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def check_name(name: str) -> str:
    """The import name of a package. Raises UsageError, in one line, for a name that cannot be one."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            tr(
                f"{name!r} is no name for a package: lower-case letters and digits in words joined by '-', such as {PREFIX}hubei",
                f"“{name}”不能作包名：用小写字母和数字，词间用“-”，如 {PREFIX}hubei",
            )
        )
    module = name.replace("-", "_")
    if module == "mingzhang" or module in sys.stdlib_module_names or keyword.iskeyword(module):
        raise UsageError(
            tr(
                f"{name!r} would hide a module that exists; take a name such as {PREFIX}{name}",
                f"“{name}”与已有模块同名；可用 {PREFIX}{name}",
            )
        )
    return module


def new_plugin(name: str, kind: str, directory: Path, taken: Iterable[str] = ()) -> Path:
    """Write the package ``name`` into a new folder of ``directory``, and return that folder.

    ``taken`` are the ids that loaded plugins have for things of this kind. Raises UsageError for a bad name, or if the
    folder exists or cannot be written.
    """
    module = check_name(name)
    if kind not in KINDS:
        raise UsageError(tr(f"no kind {kind!r}; there are: {', '.join(KINDS)}", f"没有种类 {kind}；有：{'、'.join(KINDS)}"))
    target = directory / name
    if target.exists():
        raise UsageError(tr(f"{target}: exists already; nothing is written over", f"{target}：已经存在，不覆盖"))
    id = name.removeprefix(PREFIX)
    if id in taken:
        raise UsageError(
            tr(
                f"a plugin that is loaded has the {kind} {id!r} already; take another name, such as {PREFIX}my-{id}",
                f"已加载的插件中已有 {kind} {id}；请换一个名称，如 {PREFIX}my-{id}",
            )
        )
    slots = {
        "name": name,
        "module": module,
        "id": id,
        "id_name": id.replace("-", "_"),
        "dot": ".",
        "class": "".join(part.capitalize() for part in id.split("-")),
        "hook_version": str(HOOK_VERSION),
        "version": version("mingzhang"),
    }
    try:
        for path, text in _rendered(kind, slots):
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(tr(f"{target}: cannot be written ({error.strerror})", f"{target}：不能写入（{error.strerror}）")) from error
    return target


def _rendered(kind: str, slots: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Path in the package and text of every file; those of a kind come instead of the common ones of the same name."""
    found: dict[str, str] = {}
    for part in ("common", kind):
        for name, text in _texts(files(__package__) / "templates" / part):
            path = name.removesuffix(".tmpl")
            for mark, slot in _MARKS.items():
                path = path.replace(mark, slots[slot])
            found[path] = _SLOT.sub(lambda m: slots[m[1]], text)
    yield from found.items()


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _texts(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(".tmpl"):
            yield above + entry.name, entry.read_text(encoding="utf-8")
