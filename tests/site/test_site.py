from __future__ import annotations

import asyncio
import csv
import html
import io
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from made import BODY, PHONE

from mingzhang.datasette_config.serving import build

NOTICE = "系统自动比对，未经认定，不代表违法违纪"
HREF = re.compile(r'href="([^"]+)"')


class Site:
    """The site as a reader sees it: addresses in, pages out, no network."""

    def __init__(self, path: Path, public: bool = False) -> None:
        self.path = path
        self.datasette = build(path, public)
        self.name = path.stem

    def get(self, address: str, **arguments):
        async def ask():
            await self.datasette.invoke_startup()
            return await self.datasette.client.get(address, **arguments)

        return asyncio.run(ask())

    def page(self, address: str) -> str:
        response = self.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response.text

    def links(self, address: str) -> list[str]:
        return [urljoin(address, html.unescape(h)) for h in HREF.findall(self.page(address))]


@pytest.fixture(scope="module")
def site(made_db) -> Site:
    return Site(made_db)


def crawl(site: Site, start: str = "/") -> dict[str, str]:
    """Every page of the site proper that can be reached from ``start`` by clicking."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen[address] = site.page(address)
        for link in HREF.findall(seen[address]):
            target = urldefrag(urljoin(address, html.unescape(link)))[0]
            if target.startswith("/mz/") and "/static/" not in target and "form=" not in target and not target.endswith(".xml"):
                waiting.append(target)
    return seen


def test_everything_is_reached_by_clicking_and_says_what_it_is(site):
    pages = crawl(site)
    kinds = {re.sub(r"\?.*", "", a).split("/")[2] for a in pages if a != "/"}
    assert kinds == {
        "ask",
        "disclosures",
        "disclosure",
        "document",
        "table",
        "prose",
        "finding",
        "findings",
        "rules",
        "search",
        "not-checked",
        "body",
        "place",
        "rule",
        "about",
        "glossary",
        "compare",
    }
    for address, text in pages.items():
        assert NOTICE in text, address
        assert '<html lang="zh-CN">' in text, address
        assert text.count("<h1") == 1 and text.count("<main") == 1, address
        assert PHONE not in text, address
        assert "<b>" not in text, address  # a body's name is text, not markup


def test_fragments_lead_to_something(site):
    pages = crawl(site)
    for address, text in pages.items():
        for link in HREF.findall(text):
            target, fragment = urldefrag(urljoin(address, html.unescape(link)))
            if fragment and target in pages:
                assert f'id="{fragment}"' in pages[target], (address, link)


def test_the_start_page_counts_beside_the_documents_checked(site):
    text = site.page("/")
    assert "在 4 份已核对的文件中，比对提示共 6 条" in text
    assert re.search(r"<dt>公开件</dt><dd>3</dd>", text)
    assert 'role="search"' in text
    assert "1 份文件" in text


def first(site: Site, address: str, pattern: str) -> str:
    return next(link for link in site.links(address) if re.search(pattern, link))


def test_from_a_disclosure_to_the_cell(site):
    disclosure = first(site, "/mz/disclosures?q=" + BODY + "&year=2031", "/mz/disclosure/")
    text = site.page(disclosure)
    assert "已核对 4 处" in text and "1 项规则无法核对" in text and "表格未读出：表五未读出" in text
    assert "官方原文" in text
    finding = first(site, disclosure, "/mz/finding/")
    text = site.page(finding)
    assert "207 总计 612.00 ≠ 20701 1009.21" in text and "-397.21" in text and "预算法实施条例第六条" in text
    evidence = first(site, finding, r"/mz/table/.*#r3c2")
    target, fragment = urldefrag(evidence)
    table = site.page(target)
    cell = re.search(rf'<td id="{fragment}" class="([^"]+)">(.*?)</td>', table)
    assert cell and {"hit", "chosen"} <= set(cell[1].split()) and "612.00" in cell[2]
    assert 'colspan="3"' in table and 'rowspan="2"' in table
    assert table.count("<td") + table.count("<th ") == 25 - 2 - 2  # what a merged cell covers is not drawn


def test_from_a_finding_to_the_sentence(site):
    finding = next(link for link in site.links("/mz/findings?severity=warning") if "/mz/finding/" in link)
    target, fragment = urldefrag(first(site, finding, "/mz/prose/"))
    text = site.page(target)
    assert f'<section id="{fragment}" class="chosen">' in text
    assert "<mark>2031年支出预算612万元" in text


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 6),
        ("severity=error", 2),
        ("severity=error&year=2030", 1),
        ("q=手机号码", 2),
        ("rule=prose.rate&certainty=certain", 0),
        ("division=1", 0),
        ("year=x", 0),
        ("page=999", 6),
        ("page=-1", 6),
    ],
)
def test_findings_are_filtered(site, query, n):
    assert f"共 {n} 条，" in site.page("/mz/findings?" + query)


@pytest.mark.parametrize(("q", "n"), [("文化", 2), ("云泽 2031", 2), ("水利", 1), ("没有这个", 0), ("%", 0), ("'", 0)])
def test_bodies_are_found_by_words(site, q, n):
    assert f"共 {n} 份。" in site.page(f"/mz/disclosures?q={q.replace('%', '%25')}")


@pytest.mark.parametrize(("q", "found"), [("文物巡查", True), ("巡查 基本支出", True), ("表二", True), ('"', False), ("查巡", False)])
def test_full_text(site, q, found):
    text = site.page("/mz/search?q=" + q)
    assert ("找到 " in text) is found
    assert (NOTICE in text) and (PHONE not in text)


def test_an_older_edition_says_so(site):
    disclosure = first(site, "/", "/mz/disclosure/")
    older = first(site, disclosure, "/mz/document/[0-9a-f]{64}$")
    assert "不是现行版本" in site.page(older)


@pytest.mark.parametrize(
    "address",
    [
        "/mz/disclosure/x",
        "/mz/document/" + "0" * 64,
        "/mz/table/0123456789abcdef-9",
        "/mz/finding/1-0",
        "/mz/static/../plugin.py",
        "/mz/static/plugin.py",
        "/mz/prose/" + "0" * 64,
        "/nope",
    ],
)
def test_what_is_not_there_is_a_404_with_the_notice(site, address):
    response = site.get(address)
    assert response.status_code == 404
    assert NOTICE in response.text


def test_datasettes_own_pages_carry_the_notice_and_chinese_titles(site):
    for address in ("", "/line_items", "/findings", "/rule_outcomes", "/totals?year=2031", "/one_code?code=207"):
        text = site.page(f"/{site.name}{address}")
        assert NOTICE in text, address
        assert PHONE not in text, address
    front = site.page(f"/{site.name}")
    assert "规则的核对结果" in front
    assert "系统自动比对的结果" in site.page(f"/{site.name}/findings")
    assert "/mz/finding/1-" in site.page(f"/{site.name}/findings")


def test_no_way_out_of_the_database_shows_a_personal_number(site):
    sql = "select text from sections union all select message from findings union all select text || ' x' from evidence"
    for address in (
        "/sections.json",
        "/sections.csv?_stream=on",
        "/findings.json?_shape=array",
        "/evidence.csv",
        f"?sql={sql}",
        f".json?sql={sql}",
        f"/-/query.json?sql={sql}",
        "/sections",
        "/search.json",
    ):
        response = site.get(f"/{site.name}{address}", follow_redirects=True)
        assert PHONE not in response.text, address
    assert "139****1234" in site.page(f"/{site.name}/sections.json")
    with sqlite3.connect(site.datasette.files[0]) as raw:  # the working database itself does hold it
        assert raw.execute("SELECT count(*) FROM sections WHERE text LIKE ?", [f"%{PHONE}%"]).fetchone()[0] > 0


def test_amounts_come_out_exact(site):
    rows = list(csv.DictReader(io.StringIO(site.get(f"/{site.name}/line_items.csv?code=20701&measure=total").text)))
    assert {(r["amount_fen"], r["value"]) for r in rows} == {("1009210000", "1009.21")}
    data = json.loads(site.get(f"/{site.name}/line_items.json?_shape=array&code=20701&measure=total").text)
    assert {r["amount_fen"] for r in data} == {1_009_210_000}


def test_the_database_is_neither_written_nor_handed_out(site):
    assert site.get(f"/{site.name}.db").status_code in (403, 404)
    for statement in ("delete from rules", "insert into runs values (1, 2, 3)", "pragma journal_mode=delete", "attach ':memory:' as other"):
        assert site.get(f"/{site.name}/-/query.json", params={"sql": statement}).status_code in (400, 403, 404)
        assert site.get(f"/{site.name}.json", params={"sql": statement}).status_code in (302, 400, 403, 404)
    assert site.get(f"/{site.name}?sql=delete+from+documents", follow_redirects=True).status_code >= 400


def test_pages_need_no_script_and_nothing_from_elsewhere(site):
    for address, text in crawl(site).items():
        assert "<script" not in text, address
        assert not re.search(r'(?:src|<link rel="(?!canonical)[^>]+href)="(?:https?:)?//', text), (
            address
        )  # a canonical address fetches nothing


@pytest.mark.parametrize("words", ["合格", "违法违纪行为", "排名"])
def test_no_page_judges(site, words):
    for address, text in crawl(site).items():
        assert words not in text, address


def test_what_is_no_database_is_refused_in_one_line(tmp_path):
    (tmp_path / "x.db").write_bytes(b"no database at all, only text " * 50)
    sqlite3.connect(tmp_path / "empty.db").execute("CREATE TABLE a (b)")
    for name in ("none.db", "x.db", "empty.db"):
        with pytest.raises(ValueError, match="mingzhang check") as caught:
            build(tmp_path / name)
        assert "\n" not in str(caught.value)


def test_the_folder_serves_as_a_plugins_directory(made_db):
    import mingzhang.datasette_config as package

    folder = str(Path(package.__file__).parent)
    code = f"""
import asyncio
from datasette.app import Datasette
ds = Datasette([], immutables=[{str(made_db)!r}], plugins_dir={folder!r})
async def main():
    await ds.invoke_startup()
    for address in ("/", "/mz/findings", "/mz/static/site.css"):
        print((await ds.client.get(address)).status_code)
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=made_db.parent, check=False)
    assert done.stdout.split() == ["200"] * 3, done.stderr[-2000:]


def test_another_database_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (text)")
        other.execute("INSERT INTO notes VALUES (?)", [PHONE])
    code = f"""
import asyncio
from datasette.app import Datasette
from datasette.plugins import pm
from mingzhang.datasette_config import plugin
if not pm.is_registered(plugin):
    pm.register(plugin)
ds = Datasette([{str(path)!r}])
async def main():
    await ds.invoke_startup()
    print((await ds.client.get("/other/notes.json?_shape=array")).text.count({PHONE!r}))
    print((await ds.client.get("/mz/findings")).status_code, (await ds.client.get("/")).status_code)
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stdout.split() == ["1", "404", "200"], done.stderr[-2000:]
