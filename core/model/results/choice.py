"""Which of two plugins that claim the same thing is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choices:
    """What ``mingzhang.toml`` says where plugins overlap.

    ``regions`` maps the id of a region to the plugin that it shall come from, ``divisions`` a prefix of division codes to
    the region that shall be used for it. ``layouts`` maps the name of a layout to its plugin. ``parsers`` are asked first, in this order.
    """

    regions: Mapping[str, str] = field(default_factory=dict)
    divisions: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    parsers: tuple[str, ...] = ()
