from __future__ import annotations

import pytest

from mingzhang import hookimpl
from mingzhang.core.plugins.manager import Plugins
from mingzhang.core.store.writer import open_store


class Good:
    @hookimpl
    def prepare_store(self, db):
        db.execute("CREATE TABLE IF NOT EXISTS extra (a)")


class Bad:
    @hookimpl
    def prepare_store(self, db):
        db.execute("CREATE TABLE half (a)")
        raise KeyError("x")


def test_plugins_may_add_tables_and_a_broken_one_is_named_and_survived(monkeypatch):
    monkeypatch.setenv("MINGZHANG_LOAD_PLUGINS", "")
    plugins = Plugins()
    plugins.hooks.register([("bad-plugin", Bad()), ("good-plugin", Good())])
    with pytest.warns(UserWarning, match=r"bad-plugin: prepare_store failed \(KeyError"):
        db = open_store(":memory:", plugins)
    assert "extra" in db.table_names()
    assert "half" not in db.table_names()
