"""Who writes fictional documents of a region: its forms, and the function that writes one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .facts import Generated


@dataclass(frozen=True, slots=True)
class Form:
    """One form of document (文本格式): region, fiscal year, kind (``budget``, ``final``), level (``unit``, ``department``)."""

    region: str
    year: int
    kind: str = "budget"
    level: str = "unit"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of the demo: what is generated, and which kinds of errors are planted in it. The suffix says how it is drawn."""

    file: str
    seed: int
    form: Form
    rounding: bool = False
    planted: tuple[str, ...] = ()
    choice: int = 1


Write = Callable[[int, Form, bool], Generated]
"""Seed, form, and whether amounts were rounded for print → a document that is right by construction."""


@dataclass(frozen=True, slots=True)
class Generator:
    """How the documents of a region are written (文件生成器), for demo, mutation runs, fixtures and benchmarks.

    ``forms`` are those that runs take in turn; ``write`` may know more, and raises ValueError for what it does not know.
    ``samples`` are what the demo shows of the region. Raises ValueError for forms of another region, or none.
    """

    id: str
    forms: tuple[Form, ...]
    write: Write
    samples: tuple[Sample, ...] = ()

    def __post_init__(self) -> None:
        if not self.forms:
            raise ValueError(f"the generator {self.id!r} has no forms")
        for form in (*self.forms, *(s.form for s in self.samples)):
            if form.region != self.id:
                raise ValueError(f"the generator {self.id!r} has a form of {form.region!r}")

    def form(self, year: int | None = None, kind: str = "budget", level: str | None = None) -> Form:
        """The form for a year, kind and level; those not given are those of the newest form of the kind.

        Raises ValueError for a kind without a form.
        """
        of_kind = [f for f in self.forms if f.kind == kind]
        if not of_kind:
            raise ValueError(f"the generator has no form for {self.id} {kind}; it has {', '.join(sorted({f.kind for f in self.forms}))}")
        newest = max(of_kind, key=lambda f: f.year)
        return Form(self.id, year or newest.year, kind, level or newest.level)
