from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "store"))

from made import RULES, make_result, make_unreadable

from mingzhang.core.model.results.result import Provenance
from mingzhang.core.store.writer import close_store, open_store, save, save_rules


@pytest.fixture(scope="session")
def made_db(tmp_path_factory) -> Path:
    """A closed database: three disclosures, one with two editions, and a file that could not be read."""
    path = tmp_path_factory.mktemp("site") / "sample-data.db"
    db = open_store(path)
    save_rules(db, RULES)
    save(db, make_result(salt="first"), keep_personal=True)
    save(db, make_result(meta=Provenance("https://example.invalid/a.pdf", "云泽县人民政府", published_on="2031-02-20")), keep_personal=True)
    save(db, make_result(year=2030))
    other = make_result(body="云泽县水利局<b>")
    save(db, replace(other, findings=()))
    save(db, make_unreadable())
    close_store(db)
    return path
