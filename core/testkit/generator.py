"""From a seed to a disclosure: the generators that plugins register, and what makes one of a writer over the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ..model.disclosures.disclosure import Identity, Kind, Level
from ..model.generated.facts import Generated, People
from ..model.generated.generator import Form, Generator, Write
from ..plugins.manager import default_plugins
from .books.books import NO_HABITS, Body, Habits, Place, make_body
from .writing.writer import Writer

Generators = Mapping[str, Generator]
"""Generators by region."""
WriteBooks = Callable[[Body, int, Level], tuple[Writer, People, str]]
"""Body, year and level → the composed document, who works there, and the name that it prints. Raises ValueError for a year without a form."""


def from_books(region: str, places: Sequence[Place], kinds: Mapping[str, WriteBooks], habits: Habits = NO_HABITS) -> Write:
    """A writer of documents of a region, out of the fictional books of a body: one function for each kind of document."""

    def write(seed: int, form: Form, rounding: bool) -> Generated:
        if form.kind not in kinds:
            raise ValueError(f"the generator has no form for {region} {form.kind}; it has {', '.join(kinds)}")
        body = make_body(seed, region, places, rounding, habits)
        level = Level(form.level)
        w, people, name = kinds[form.kind](body, form.year, level)
        identity = Identity(name, body.division_code, body.county, region, form.year, Kind(form.kind), level)
        return Generated(identity, tuple(w.facts), tuple(w.blocks), people, seed, rounding)

    return write


def registered() -> Generators:
    """The generators of the installed plugins."""
    return default_plugins().generators


def forms(generators: Generators) -> tuple[Form, ...]:
    """Every form of every region, in the order in which runs take them."""
    return tuple(form for g in generators.values() for form in g.forms)


def write(seed: int, form: Form, rounding: bool = False, generators: Generators | None = None) -> Generated:
    """A fictional disclosure of one form. Raises ValueError for a region without a generator, or a form that it does not know."""
    known = registered() if generators is None else generators
    if form.region not in known:
        raise ValueError(f"no generator writes documents of {form.region!r}; regions that have one: {', '.join(known) or 'none'}")
    return known[form.region].write(seed, form, rounding)


def generate(
    seed: int, region: str | None = None, year: int | None = None, kind: str = "budget", level: str | None = None, rounding: bool = False
) -> Generated:
    """A fictional disclosure, arithmetically right by construction; the same arguments give the same document.

    Without a region, of the first that has a generator; year and level not given are those of its newest form. The same seed
    in other years and kinds is the same body: what one document states of the year before is what the other printed.
    ``rounding``: amounts are exact to 元 and print rounded, so that printed sums differ in the last digit. Raises ValueError
    for a region, year, kind or level without a known form.
    """
    known = registered()
    chosen = next(iter(known), "") if region is None else region
    form = known[chosen].form(year, kind, level) if chosen in known else Form(chosen, year or 0, kind, level or "unit")
    return write(seed, form, rounding, known)


def generate_series(seed: int, years: Iterable[int], region: str | None = None, rounding: bool = False) -> list[Generated]:
    """Budgets of one body for several years."""
    return [generate(seed, region, year, rounding=rounding) for year in years]
