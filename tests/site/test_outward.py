"""What programs read: feed, site map, robots, canonical addresses; and what is said where there is nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from click.testing import CliRunner
from made import BODY, PHONE
from test_site import Site

from mingzhang.cli import main
from mingzhang.core.publish.publish import publish
from mingzhang.datasette_config.serving import build
from mingzhang.datasette_config.views import outward

_ATOM = "{http://www.w3.org/2005/Atom}"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module", params=["working", "published"])
def site(request, made_db, tmp_path_factory) -> Site:
    if request.param == "working":
        return Site(made_db)
    path = tmp_path_factory.mktemp("published") / "public.db"
    publish(made_db, path)
    return Site(path, public=True)


def local(address: str) -> str:
    assert address.startswith("http://localhost/"), address
    return address.removeprefix("http://localhost")


def parsed(site: Site, address: str) -> ET.Element:
    response = site.get(address)
    assert response.status_code == 200 and "xml" in response.headers["content-type"]
    return ET.fromstring(response.content)


def test_the_site_map_holds_every_kind_of_page_and_every_address_answers(site):
    lists = [local(loc.text) for loc in parsed(site, "/sitemap.xml").iter(f"{_MAP}loc")]
    kinds = {re.search(r"/mz/sitemap/(\w+)/", a)[1] for a in lists}
    assert kinds == {"disclosures", "bodies", "places", "findings", "rules"}
    for address in (local(loc.text) for a in lists for loc in parsed(site, a).iter(f"{_MAP}loc")):
        assert site.get(address).status_code == 200, address


def test_long_lists_are_cut_into_several(site, monkeypatch):
    monkeypatch.setattr(outward, "AT_ONCE", 2)
    lists = [local(loc.text) for loc in parsed(site, "/sitemap.xml").iter(f"{_MAP}loc") if "/rules/" in loc.text]
    found = [loc.text for a in lists for loc in parsed(site, a).iter(f"{_MAP}loc")]
    assert len(lists) == 2 and len(found) == len(set(found)) == 3


@pytest.mark.parametrize("address", ["/mz/sitemap/runs/1.xml", "/mz/sitemap/rules/0.xml", "/mz/sitemap/rules/9.xml"])
def test_no_such_list(site, address):
    assert site.get(address).status_code == 404


def test_the_feed_says_what_is_new_with_the_number_checked(site):
    feed = parsed(site, "/mz/feed.xml")
    entries = feed.findall(f"{_ATOM}entry")
    assert f"{BODY} 2031年单位预算" in [e.findtext(f"{_ATOM}title") for e in entries]
    for e in entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", e.findtext(f"{_ATOM}updated"))
        assert "已核对" in e.findtext(f"{_ATOM}summary") and "未经认定" in e.findtext(f"{_ATOM}summary")
        assert site.get(local(e.find(f"{_ATOM}link").get("href"))).status_code == 200
    ids = [e.findtext(f"{_ATOM}id") for e in entries]
    assert len(ids) == len(set(ids))
    assert PHONE not in ET.tostring(feed, encoding="unicode")


@pytest.mark.parametrize(
    ("on", "moment"),
    [("2031-02-20", "2031-02-20T00:00:00Z"), ("2031-02-20T08:00:00", "2031-02-20T00:00:00Z"), ("2031", "1970-01-01T00:00:00Z")],
)
def test_days(on, moment):
    assert outward._moment(on) == moment


def test_robots_are_told_what_not_to_walk(site):
    text = site.page("/robots.txt")
    assert "Disallow: /mz/search\n" in text and f"Disallow: /{site.name}/\n" in text and "Disallow: /*form=\n" in text
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert f"Disallow: /{site.name}\n" not in text  # would close every address that begins so


def head(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]


def test_a_page_has_one_address_however_it_was_reached(site):
    table = next(
        a for a in site.links(next(a for a in site.links("/mz/disclosures") if "/mz/disclosure/" in a)) if re.search("/mz/table/[^?]*$", a)
    )
    for address in (table, table + "?c=r3c2", table + "?f=1-x"):
        assert head(site.page(address), r'<link rel="canonical" href="([^"]+)"') == "http://localhost" + table
    assert head(site.page("/mz/findings?x=1&severity=error&page=1"), r'rel="canonical" href="([^"]+)"').endswith(
        "/mz/findings?page=1&amp;severity=error"
    )


def test_a_page_on_paper_says_where_it_came_from(site):
    assert '<p class="on-paper">网址：http://localhost/mz/about</p>' in site.page("/mz/about")


def test_a_page_says_what_it_is_where_it_is_passed_on(site):
    text = site.page(next(a for a in site.links("/mz/findings?severity=error") if "/mz/finding/" in a))
    assert head(text, r'property="og:title" content="([^"]+)"').startswith("科目行等于下级科目之和")
    said = head(text, r'property="og:description" content="([^"]+)"')
    assert "612.00" in said and said.endswith("系统自动比对，未经认定，不代表违法违纪。")


@pytest.mark.parametrize("address", ["/nothing", "/nothing/at/all", "/{name}/nothing", "/mz/nothing", "/mz/table/none"])
def test_what_is_not_there_is_said_in_our_own_words(site, address):
    response = site.get(address.format(name=site.name))
    assert response.status_code == 404
    assert "没有这一页" in response.text and "未经认定" in response.text and '<html lang="zh-CN">' in response.text
    assert not re.search(r"not found|Error 404", response.text)


def test_a_number_that_a_reader_types_is_not_passed_on(site):
    for address in (f"/mz/search?q={PHONE}", f"/mz/ask?q={PHONE}"):
        assert PHONE not in site.page(address)


def test_behind_a_proxy_the_site_says_where_it_is_reached(made_db):
    told = Site(made_db)
    told.datasette = build(made_db, about={"address": "https://accounts.example.invalid/"})
    assert 'rel="canonical" href="https://accounts.example.invalid/mz/about"' in told.page("/mz/about")
    assert "https://accounts.example.invalid/mz/sitemap/rules/1.xml" in told.page("/sitemap.xml")
    assert "http://localhost" not in told.page("/mz/feed.xml") + told.page("/robots.txt")


@pytest.mark.parametrize("address", ["accounts.example.invalid", "javascript:alert(1)", "https://a.invalid/path", "https://a b"])
def test_an_address_that_is_none_is_refused(made_db, address):
    done = CliRunner().invoke(main, ["serve", "--db", str(made_db), "--address", address])
    assert done.exit_code == 2 and "https://" in done.output
