"""The core knows no region: neither the name of one, nor a title that only the documents of one print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingzhang.core.model.generated.blocks import TableBlock
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.testkit.generator import forms, registered, write

KINDS_OF_PROVINCE = re.compile(r"(?:维吾尔|壮族|回族)?自治区$|[省市]$")
TEXTS = {".py", ".json", ".toml", ".tmpl", ".md", ".csv", ".html", ".css", ".js"}


def provinces() -> set[str]:
    """新疆, 四川, 上海, 江苏 and all others, in their short form."""
    return {KINDS_OF_PROVINCE.sub("", d.name) for d in default_plugins().references.provinces}


def ids(repository: Path) -> set[str]:
    """Ids of the region packs that stand in this repository, the national one apart."""
    packs = [*(repository / "plugins" / "regions").glob("*/*.toml"), *(repository / "examples").glob("mingzhang-*/*/*.toml")]
    return {p.stem for p in packs} - {"national"}


def titles() -> set[str]:
    """Titles that the generated documents print and no other region does by its own pack: long enough to be no common word."""
    written = [write(3, form) for form in forms(registered())]
    return {b.title for g in written for b in g.blocks if isinstance(b, TableBlock) and b.title and len(b.title) > 5}


def found(words: set[str], core: Path) -> Iterator[str]:
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    for path in sorted(p for p in core.rglob("*") if p.suffix in TEXTS and "__pycache__" not in p.parts):
        text = path.read_text(encoding="utf-8")
        if all(name in text for name in provinces()):
            continue  # a table of all provinces singles out none
        for number, line in enumerate(text.splitlines(), 1):
            for m in pattern.finditer(line):
                yield f"{path.relative_to(core)}:{number}: {m[0]}"


def test_no_name_of_a_region_stands_in_the_core(repository: Path) -> None:
    assert len(provinces()) >= 31
    assert ids(repository) >= {"xinjiang", "sichuan", "shanghai", "jiangsu"}
    assert list(found(provinces() | ids(repository), repository / "core")) == []


def test_no_title_of_a_regions_tables_stands_in_the_core(repository: Path) -> None:
    assert len(titles()) > 30
    assert list(found(titles(), repository / "core")) == []


@pytest.mark.parametrize("line", ["TABLES = {'表1-1': '部门收入总表'}", "if region == 'sichuan':", "# 新疆 prints it twice"])
def test_one_would_be_found(line: str, repository: Path, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(line, encoding="utf-8")
    assert list(found(provinces() | ids(repository) | {"部门收入总表"}, tmp_path))
