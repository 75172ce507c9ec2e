"""What most documents of one layout share is said once on the site."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest
from made import RULES, make_result

from mingzhang.core.store.writer import close_store, open_store, save, save_rules
from mingzhang.datasette_config.serving import build

SUM = "所属款之和为 1009.21 万元"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Six documents of one layout, of which two have the finding of a sum and all that of a rate."""
    path: Path = tmp_path_factory.mktemp("shared") / "shared.db"
    db = open_store(path)
    save_rules(db, RULES)
    for n in range(6):
        made = make_result(body=f"云泽县虚构{n}局", path=f"{n}.pdf")
        save(db, replace(made, findings=tuple(f for f in made.findings if f.rule == "prose.rate" or (n < 2 and f.rule == "sum.children"))))
    close_store(db)
    datasette = build(path)

    def get(address: str) -> str:
        async def ask():
            await datasette.invoke_startup()
            return await datasette.client.get(address)

        response = asyncio.run(ask())
        assert response.status_code == 200, response.status_code
        return response.text

    return get


def _listed(text: str) -> int:
    return int(re.search(r"共 (\d+) 条", text)[1])


def test_it_is_said_once_and_not_in_the_list(page) -> None:
    text = page("/mz/findings")
    assert text.count("同一版式 6 份中 6 份都有") == 1 and text.count("增加 12 万元、增长 5%") == 1
    assert _listed(text) == 2 and text.count(SUM) == 2


def test_it_can_be_listed_one_by_one(page) -> None:
    text = page("/mz/findings?rule=prose.rate&shared=1")
    assert _listed(text) == 6 and "同一版式多数文件共有" not in text


def test_filters_hold_for_it_too(page) -> None:
    assert "同一版式 6 份中" not in page("/mz/findings?severity=error")
    assert "同一版式 6 份中" not in page("/mz/findings?year=2030")


def test_who_looks_for_one_body_sees_all_of_its_findings(page) -> None:
    assert _listed(page("/mz/findings?q=虚构0局")) == 2


def test_a_document_says_that_others_have_it(page) -> None:
    address = re.search(r'href="(/mz/disclosure/[^"#]+)"', page("/mz/disclosures"))[1]
    text = page(address)
    assert text.count("同一版式 6 份中 6 份都有，可能出自模板") == 1
