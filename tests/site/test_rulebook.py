"""What the site says of itself: rules with what was measured of them, who runs it, what the words mean."""

from __future__ import annotations

import asyncio
import re

import pytest
from test_site import Site

from mingzhang.datasette_config.serving import application, build
from mingzhang.datasette_config.views.glossary import TERMS
from mingzhang.datasette_config.views.rulebook import measured


@pytest.fixture(scope="module")
def site(made_db) -> Site:
    return Site(made_db)


def test_a_rule_says_what_it_checks_how_well_and_what_it_found(site):
    text = site.page("/mz/rule/sum.children")
    assert "类级金额应等于所属款级金额之和。" in text and "预算法实施条例第六条" in text and "生效" in text
    assert "共 1 次，发现 1 次（100.0%）" in text and "在 10 份没有改动的虚构文件上，误报 0 处" in text
    assert "还没有人对照原页读过" in text
    assert "核对了 3 份的 9 处；不符 3 份" in text
    assert "提示共 2 条" in text and "/mz/finding/" in text


def test_a_rule_that_found_nothing_to_decide_says_so(site):
    assert "无法核对 3 份" in site.page("/mz/rule/text.mobile")


def test_the_ledger_and_findings_lead_to_the_rule(site):
    finding = next(a for a in site.links("/mz/findings?severity=error") if "/mz/finding/" in a)
    assert "/mz/rule/sum.children" in site.links(finding)
    document = next(a for a in site.links("/mz/disclosures") if "/mz/disclosure/" in a)
    assert "/mz/rule/prose.rate" in site.links(document)


def test_no_such_rule(site):
    assert site.get("/mz/rule/sum.nothing").status_code == 404


def test_the_public_reads_no_ids_of_rules(site):
    for address in ("/mz/rules", "/mz/rule/sum.children", "/mz/about"):
        on_screen = re.sub('<p class="on-paper">.*?</p>', "", site.page(address))  # an address is an address
        read = re.sub(r"<[^>]+>", " ", on_screen)
        assert "sum.children" not in read and "in_force" not in read, address


def counts(**changes):
    return {
        "measured": {"noticed": 0, "tried": 0, "alone": 0, "documents": 0, "alarms": 0, "signed": 0, "unsigned": 0, "read_on": None}
        | changes
    }


def test_measurements_are_added_and_what_was_not_measured_is_counted():
    found = measured([counts(noticed=3, tried=4, documents=70), counts(signed=2, unsigned=1, read_on="2031-02-03"), {"measured": None}])
    assert (found["noticed"], found["tried"], found["signed"], found["unsigned"]) == (3, 4, 2, 1)
    assert (found["rules"], found["never"], found["documents"], found["read_on"]) == (3, 1, 70, "2031-02-03")


def test_nothing_measured_is_said_and_not_shown_as_a_rate():
    assert measured([{"measured": None}])["tried"] == 0
    assert measured([])["read_on"] is None


def test_who_runs_the_site_is_said_or_said_to_be_unknown(made_db, site):
    assert "没有写明自己是谁" in site.page("/mz/about")
    told = Site(made_db)
    told.datasette = build(made_db, about={"operator": "某某公民小组<b>", "contact": "邮寄至某市某信箱"})
    text = told.page("/mz/about")
    assert "某某公民小组&lt;b&gt;运行" in text and "邮寄至某市某信箱" in text


def test_about_counts_what_is_checked(site):
    text = site.page("/mz/about")
    assert "3 条规则" in text and "生效 3 条" in text and "在 4 份文件中已核对" in text


def test_every_word_of_the_glossary_has_an_address_of_its_own(site):
    text = site.page("/mz/glossary")
    assert len({anchor for anchor, _, _ in TERMS}) == len(TERMS)
    for anchor, term, meaning in TERMS:
        assert f'<div id="{anchor}"><dt>{term}</dt>' in text and len(meaning) > 8


def test_another_operator_is_another_edition_for_caches(made_db, tmp_path):
    from mingzhang.core.publish.publish import publish

    publish(made_db, tmp_path / "public.db")

    def etag(about):
        app, said = application(tmp_path / "public.db", about=about), {}

        async def send(message):
            said.update(dict(message.get("headers", [])))

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {"type": "http", "method": "GET", "path": "/mz/about", "raw_path": b"/mz/about", "query_string": b"", "headers": [],
                 "client": ("127.0.0.1", 1), "scheme": "http", "server": ("127.0.0.1", 1), "http_version": "1.1", "root_path": ""}  # fmt: skip
        asyncio.run(app(scope, receive, send))
        return said[b"etag"]

    assert etag({"operator": "甲"}) != etag({"operator": "乙"})
