"""mingzhang.toml: the choice of rules, of their severities, and between plugins, for a project."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import UsageError
from ..model.checks.finding import Severity
from ..model.results.choice import Choices

FILE_NAME = "mingzhang.toml"
_TABLES = {
    "regions": '[regions] and hubei = "NAME-OF-PLUGIN"',
    "divisions": '[divisions] and "42" = "hubei"',
    "layouts": '[layouts] and pairs = "NAME-OF-PLUGIN"',
}
_KEYS = (
    "select",
    "ignore",
    "severities",
    "fail_on",
    "region",
    "plugins_dir",
    "disable_plugins",
    "regions",
    "divisions",
    "layouts",
    "parsers",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a configuration file says; options of the command line win over it."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: dict[str, str] = field(default_factory=dict)
    fail_on: str | None = None
    region: str | None = None
    plugins_dir: Path | None = None
    disable_plugins: tuple[str, ...] = ()
    choices: Choices = field(default_factory=Choices)
    """Which of two plugins is meant that claim one region or one division."""
    path: Path | None = None


def find_settings(start: Path) -> Path | None:
    """The nearest mingzhang.toml in ``start`` or above it."""
    for folder in (start, *start.parents):
        if (candidate := folder / FILE_NAME).is_file():
            return candidate
    return None


def load_settings(path: Path | None) -> Settings:
    """Settings of a file (defaults for None). Raises UsageError naming file and key."""
    if path is None:
        return Settings()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    raw = raw.get("mingzhang", raw)
    for key in raw:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1)
            raise UsageError(f"{path}: unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else f" (valid: {', '.join(_KEYS)})"))
    if not isinstance(raw.get("severities", {}), dict):
        raise UsageError(f'{path}: severities must be a table, e.g. [severities] and "code.names" = "info"')
    for rule, severity in raw.get("severities", {}).items():
        if severity not in [s.value for s in Severity]:
            raise UsageError(f"{path}: severity of {rule!r} must be error, warning or info, not {severity!r}")
    if raw.get("fail_on") not in (None, "never", *(s.value for s in Severity)):
        raise UsageError(f"{path}: fail_on must be error, warning, info or never, not {raw['fail_on']!r}")
    for key, example in _TABLES.items():
        if not isinstance(raw.get(key, {}), dict) or not all(isinstance(v, str) for v in raw.get(key, {}).values()):
            raise UsageError(f"{path}: {key} must be a table of texts, e.g. {example}")
    for key in ("select", "ignore", "disable_plugins", "parsers"):
        if not isinstance(raw.get(key, []), list) or not all(isinstance(v, str) for v in raw.get(key, [])):
            raise UsageError(f'{path}: {key} must be a list of texts, e.g. {key} = ["{"text" if key == "parsers" else "sum"}"]')
    folder = raw.get("plugins_dir")
    return Settings(
        select=tuple(raw.get("select", ())),
        ignore=tuple(raw.get("ignore", ())),
        severities=dict(raw.get("severities", {})),
        fail_on=raw.get("fail_on"),
        region=raw.get("region"),
        plugins_dir=path.parent / folder if folder else None,
        disable_plugins=tuple(raw.get("disable_plugins", ())),
        choices=Choices(
            dict(raw.get("regions", {})), dict(raw.get("divisions", {})), dict(raw.get("layouts", {})), tuple(raw.get("parsers", ()))
        ),
        path=path,
    )
