"""From a seed to a disclosure."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.disclosures.disclosure import Identity, Kind, Level
from .books.books import make_body
from .layouts.sichuan import write_budget as sichuan_budget
from .layouts.xinjiang import write_budget as xinjiang_budget
from .layouts.xinjiang_final import write_final as xinjiang_final
from .writing.facts import Generated


def generate(
    seed: int, region: str = "xinjiang", year: int = 2024, kind: str = "budget", level: str | None = None, rounding: bool = False
) -> Generated:
    """A fictional disclosure, arithmetically right by construction; the same arguments give the same document.

    The same seed in other years and kinds is the same body: what one document states of the year before is what
    the other printed. ``rounding``: amounts are exact to 元 and print rounded, so that printed sums differ in the
    last digit. Raises ValueError for a region, year, kind or level without a known form.
    """
    body = make_body(seed, region, rounding)
    chosen = Level(level) if level else (Level.DEPARTMENT if region == "sichuan" else Level.UNIT)
    writers = {("xinjiang", "budget"): xinjiang_budget, ("sichuan", "budget"): sichuan_budget, ("xinjiang", "final"): xinjiang_final}
    if (region, kind) not in writers:
        raise ValueError(f"the generator has no form for {region} {kind}; it has {', '.join(' '.join(k) for k in writers)}")
    w, people, name = writers[region, kind](body, year, chosen)
    identity = Identity(name, body.division_code, body.county, region, year, Kind(kind), chosen)
    return Generated(identity, tuple(w.facts), tuple(w.blocks), people, seed, rounding)


def generate_series(seed: int, years: Iterable[int], region: str = "xinjiang", rounding: bool = False) -> list[Generated]:
    """Budgets of one body for several years."""
    return [generate(seed, region, year, rounding=rounding) for year in years]
