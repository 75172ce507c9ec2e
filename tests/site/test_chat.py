"""Questions on the site: the page with an address for every answer, and the same answers as JSON."""

from __future__ import annotations

import asyncio
import html
import json
import re
import sqlite3
import threading
import time
from pathlib import Path
from urllib.parse import quote, urldefrag

import pytest
from chromium import CHROMIUM, Browser
from made import PHONE
from serving import served

from mingzhang.core.asking.ask import answer_json, ask_database
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.pipeline import Options, check_paths
from mingzhang.core.testkit import generate, render_text
from mingzhang.datasette_config import chat
from mingzhang.datasette_config.serving import build

NOTICE = "系统自动比对，未经认定，不代表违法违纪"
EVIL = '<img src=x onerror="alert(1)">'
URL = "https://example.invalid/a.txt"
MADE = ({"seed": 1, "region": "xinjiang", "year": 2024}, {"seed": 2, "region": "xinjiang", "year": 2024})


@pytest.fixture(scope="module")
def made():
    return [generate(**arguments) for arguments in MADE]


@pytest.fixture(scope="module")
def asked_db(made, tmp_path_factory) -> Path:
    """Two budgets. Row names and sentences hold markup, a sentence a mobile number, a source address a script."""
    folder = tmp_path_factory.mktemp("chat")
    files = [render_text(g, folder / f"{n}.txt") for n, g in enumerate(made)]
    path, plugins, options = folder / "asked.db", default_plugins(), Options()
    with recording(path, plugins, options) as record:
        check_paths(files, plugins, options, archive=record)
    with sqlite3.connect(path) as db:
        (first, second) = (
            db.execute("SELECT current_document FROM disclosures WHERE body = ?", [g.identity.body]).fetchone()[0] for g in made
        )
        db.execute("INSERT OR REPLACE INTO provenance (document, source_url) VALUES (?, ?)", [first, URL])
        db.execute("INSERT OR REPLACE INTO provenance (document, source_url) VALUES (?, ?)", [second, "javascript:alert(1)"])
        db.execute("UPDATE line_items SET row_name = row_name || ? WHERE row_kind = 'functional'", [EVIL])
        old = db.execute("SELECT sentence FROM claims WHERE subject = 'three_public' OR subject_text LIKE '%三公%' LIMIT 1").fetchone()[0]
        db.execute("UPDATE claims SET sentence = sentence || ?", [EVIL + PHONE])
        db.execute("UPDATE sections SET text = replace(text, ?, ? || ?)", [old, old, EVIL + PHONE])
    return path


class Site:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.datasette = build(path)

    def call(self, method: str, address: str, **arguments):
        async def go():
            await self.datasette.invoke_startup()
            return await self.datasette.client.request(method, address, **arguments)

        return asyncio.run(go())

    def page(self, question: str) -> str:
        response = self.call("GET", "/mz/ask?q=" + quote(question))
        assert response.status_code == 200
        return response.text

    def post(self, question: object, session: str | None = None, **arguments):
        return self.call("POST", "/-/chat", json={"question": question, "session": session}, **arguments)


@pytest.fixture(scope="module")
def site(asked_db) -> Site:
    return Site(asked_db)


@pytest.fixture(scope="module")
def question(made) -> str:
    return f"{made[0].identity.body}2024年三公经费是多少？"


def three_public(made) -> str:
    return next(f"{f.value:f}" for f in made[0].facts if f.statement == "three_public" and f.row == "three_public" and f.measure == "total")


def test_the_answer_is_that_of_the_command(site, question):
    response = site.post(question)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    data = response.json()
    assert data["schema"] == "mingzhang.answer/1"
    assert data["status"] == "answered"
    plain = json.loads(json.dumps(answer_json(ask_database(question, site.path)), ensure_ascii=False))
    assert {k: v for k, v in data.items() if k != "citations"} == {k: v for k, v in plain.items() if k != "citations"}
    assert site.post(question).content == response.content


def test_a_session_takes_up_the_question_before(site, made):
    """With a session the second question is about the body of the first, alone it is about nobody in particular."""
    first, second = (g.identity.body for g in made)
    assert site.post(f"{first}2024年三公经费是多少？", "one").json()["values"][0]["body"] == first
    answer = site.post("公务接待费呢？", "one").json()
    assert (answer["status"], answer["values"][0]["body"]) == ("answered", first)
    assert site.post(f"那{second}呢？", "one").json()["values"][0]["body"] == second
    assert site.post("公务接待费呢？", "two").json()["status"] == "clarify"
    assert site.post("公务接待费呢？").json()["status"] == "clarify"


def test_the_address_of_a_page_carries_the_questions_before(site, made):
    body = made[0].identity.body
    text = site.call("GET", f"/mz/ask?q={quote('公务接待费呢？')}&after={quote(body + '2024年三公经费是多少？')}").text
    assert '<section class="answer answered"' in text
    assert f'name="after" value="{body}2024年三公经费是多少？"' in text


def test_old_sessions_are_forgotten():
    kept = chat.Sessions(most=2)
    first = kept.of("db", "0")
    assert kept.of("db", "0") is first
    assert kept.of("other", "0") is not first
    kept.of("db", "1")
    assert kept.of("db", "0") is not first
    assert kept.of("db", None) is not kept.of("db", None)


def test_the_page_says_the_number_and_leads_to_its_cell(site, made, question):
    text = site.page(question)
    data = site.post(question).json()
    value = data["values"][0]["value"]
    assert NOTICE in text and '<html lang="zh-CN">' in text and "<script" not in text
    assert f'<td class="num">{value}</td>' in text
    assert text.count('<p class="quote">') == len(data["citations"])
    links = [html.unescape(h) for h in re.findall(r'<p class="quote"><a href="([^"]+)"', text)]
    tables = [(link, c) for link, c in zip(links, data["citations"], strict=True) if c["table"]]
    assert tables
    for link, citation in tables:
        target, fragment = urldefrag(link)
        table = site.call("GET", target).text
        cell = re.search(rf'<td id="{fragment}" class="([^"]+)">(.*?)</td>', table)
        assert cell and "chosen" in cell[1].split() and citation["text"] in cell[2]
        assert table.count(" chosen") == 1


def test_a_cited_sentence_is_marked_in_its_section(site, made):
    text = site.page(f"{made[0].identity.body}有几个科室？")
    link = re.search(r'<p class="quote"><a href="(/mz/prose/[^"]+)">(.*?)</a>', text)
    assert link
    target, fragment = urldefrag(html.unescape(link[1]))
    prose = site.call("GET", target).text
    assert f'<section id="{fragment}" class="chosen">' in prose
    assert f"<mark>{link[2]}</mark>" in prose


@pytest.mark.parametrize("t", ["", "x", "1", "0:9-3", "999999:0-9", "0:0-99999999", "0:00000000000-1", "-1:0-3", "٣:0-9"])
def test_any_place_in_an_address_is_borne(site, t):
    sha = site.post(f"{generate(**MADE[0]).identity.body}2024年三公经费").json()["citations"][0]["document"]
    assert site.call("GET", f"/mz/prose/{sha}?t={quote(t)}").status_code == 200
    assert site.call("GET", f"/mz/table/{sha[:16]}-0?c={quote(t)}").status_code == 200


def test_the_start_page_asks_there(site):
    text = site.call("GET", "/").text
    form = re.search(
        r'<form[^>]+action="([^"]+)" method="get"[^>]*>.*?<input[^>]+name="q".*?<button[^>]+formaction="([^"]+)">提问', text, re.DOTALL
    )
    assert form and form.groups() == ("/mz/search", "/mz/ask")  # one box finds and asks
    text = site.call("GET", "/mz/ask").text
    assert NOTICE in text and 'name="q"' in text
    examples = re.findall(r'<li><a href="(/mz/ask\?q=[^"]+)">', text)
    assert examples
    for example in examples:
        assert '<section class="answer answered"' in site.call("GET", html.unescape(example)).text


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("三公经费是多少", "clarify", "请再说明一下"),
        ("{body}2019年三公经费", "not_in_data", "不等于该单位没有公开"),
        ("某某省没有这个局2024年三公经费", "not_in_data", "现有资料中没有"),
        ("把{body}的三公经费改成0", "refused", "这个问题不能回答"),
        ("{body}的领导有没有贪污", "refused", "不判断是否违法违纪"),
        ("drop table documents; --", "refused", "只能查询"),
    ],
)
def test_what_is_not_answered_is_said_kindly_and_led_on(site, made, asked, status, said):
    asked = asked.format(body=made[0].identity.body)
    assert site.post(asked).json()["status"] == status
    text = site.page(asked)
    assert f'<section class="answer {status}"' in text and said in text and NOTICE in text
    assert '<p class="quote">' not in text
    suggestions = [html.unescape(s) for s in re.findall(r'<li><a href="(/mz/ask\?q=[^"]+)">', text)]
    assert suggestions
    assert site.call("GET", suggestions[0]).status_code == 200


def test_findings_are_linked(site, made):
    text = site.page(f"{made[0].identity.body}有哪些疑点")
    found = re.findall(r'href="(/mz/finding/[^"]+)"', text)
    assert len(found) == len(site.post(f"{made[0].identity.body}有哪些疑点").json()["findings"])
    for link in found:
        assert site.call("GET", html.unescape(link)).status_code == 200


def test_markup_of_anybody_stays_text(site, made):
    body = made[0].identity.body
    for asked in (
        EVIL,
        "</title><script>alert(1)</script>",
        f"{body}行政运行{EVIL}是多少",
        '" autofocus onfocus="alert(1)',
        f"{body}三公经费增长多少",
    ):
        text = site.page(asked)
        assert "<img src=x" not in text and "<script" not in text and 'onfocus="alert' not in text, asked
    text = "".join(site.page(f"{g.identity.body}2024年行政运行支出和三公经费增长多少") for g in made)
    assert "&lt;img" in text  # the poisoned rows and sentences are shown
    assert f'href="{URL}"' in text
    assert "javascript:" not in text


def test_personal_numbers_stay_masked(site, made):
    asked = f"{made[0].identity.body}2024年三公经费比上年增长多少"
    with sqlite3.connect(site.path) as raw:
        assert raw.execute("SELECT count(*) FROM claims WHERE instr(sentence, ?)", [PHONE]).fetchone()[0]
    for text in (site.page(asked), site.post(asked).text, site.page(f"{PHONE}是谁"), site.post(f"{PHONE}是谁").text):
        assert PHONE not in text
        assert "****" in text


def test_a_long_question_is_cut_and_says_so(site, question):
    long = question + "啊" * 500
    text = site.page(long)
    assert "只按前 200 字回答" in text
    assert "啊" * 201 not in text
    assert site.post(long).json()["answer"].startswith("问题超过 200 字")
    exact = question + "啊" * (200 - len(question))
    assert "只按前" not in site.page(exact) + site.post(exact).text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"question=x",
        b"\xff\xfe",
        b"[" * 9000,
        b'"x"',
        b"[]",
        b"null",
        b"{}",
        b'{"question": null}',
        b'{"question": 3}',
        b'{"question": ["x"]}',
        b'{"question": ""}',
        b'{"question": " \\n "}',
        b'{"question": "\\ud800"}',
        b'{"question": "x", "session": 1}',
        b'{"question": "x"',
        b'{"question": ' + b"9" * 9000 + b"}",
    ],
)
def test_what_is_no_question_is_told_in_one_way(site, body):
    response = site.call("POST", "/-/chat", content=body)
    assert response.status_code == 400
    data = response.json()
    assert data["ok"] is False and data["status"] == 400 and re.search("[一-龥]", data["error"])


def test_too_much_is_not_read(site):
    assert site.post("啊" * 20_000).status_code == 413
    assert site.post("好" * 2000).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_post_asks(site, method):
    response = site.call(method, "/-/chat")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        (None, "a.cn", True),
        ("http://a.cn", "a.cn", True),
        ("https://a.cn", "a.cn", True),
        ("https://a.cn", "a.cn:443", True),
        ("http://A.cn:8001", "a.cn:8001", True),
        ("http://a.cn:8002", "a.cn:8001", False),
        ("http://b.cn", "a.cn", False),
        ("http://a.cn.b.cn", "a.cn", False),
        ("http://a.cn@b.cn", "a.cn", False),
        ("http://[::1]:8001", "[::1]:8001", True),
        ("null", "a.cn", False),
        ("", "a.cn", False),
        ("http://", "", False),
        ("http://a.cn:x", "a.cn", False),
        ("file://a.cn", "a.cn", False),
    ],
)
def test_origins(origin, host, same):
    assert chat.is_same_origin(origin, host) is same


def test_pages_of_others_may_not_ask(site, question):
    assert site.post(question, headers={"origin": "http://localhost"}).status_code == 200
    response = site.post(question, headers={"origin": "https://example.invalid"})
    assert response.status_code == 403


def test_no_token_is_needed_even_with_a_cookie(site, question):
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        response = site.call(
            "POST", "/-/chat", content=json.dumps({"question": question}), headers={"content-type": kind, "cookie": "ds_csrftoken=x; a=b"}
        )
        assert response.status_code == 200, kind


def test_a_question_that_takes_too_long_is_broken_off(asked_db, question, monkeypatch):
    monkeypatch.setattr(chat, "SECONDS", -1.0)
    monkeypatch.setattr("mingzhang.core.asking.queries._STEPS", 1)
    site = Site(asked_db)
    assert site.post(question).status_code == 503
    response = site.call("GET", "/mz/ask?q=" + quote(question))
    assert response.status_code == 503 and "时间太长" in response.text and NOTICE in response.text
    monkeypatch.undo()
    assert site.post(question).status_code == 200  # the connection is as before


def test_pages_are_served_while_many_ask(site, question, monkeypatch):
    """Every question waits in its thread until a page has been served: with all threads taken the page would never come."""
    served = threading.Event()
    answer = chat.ask

    def slow(connection, question, session=None):
        assert served.wait(20)
        return answer(connection, question, session)

    monkeypatch.setattr(chat, "ask", slow)

    async def go():
        await site.datasette.invoke_startup()
        asking = [asyncio.ensure_future(site.datasette.client.post("/-/chat", json={"question": question})) for _ in range(6)]
        await asyncio.sleep(0.2)
        page = await site.datasette.client.get("/mz/rules")
        served.set()
        return page.status_code, [r.status_code for r in await asyncio.gather(*asking)]

    start = time.monotonic()
    assert asyncio.run(go()) == (200, [200] * 6)
    assert time.monotonic() - start < 15


def test_nothing_can_be_written(site):
    db = site.datasette.databases[site.path.stem]

    async def go():
        await site.datasette.invoke_startup()
        return await db.execute_fn(lambda connection: connection.execute("DELETE FROM claims"))

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        asyncio.run(go())


def test_sentences_and_bars():
    assert chat.sentences("甲（乙。）“丙。”丁。由高到低：1. 戊3.1；2. 己2；含庚。") == [
        "甲（乙。）“丙。”丁。",
        "由高到低：",
        "1. 戊3.1；",
        "2. 己2；含庚。",
    ]
    assert chat.sentences("）。。甲") == ["）。", "。", "甲"]
    assert [b["width"] for b in chat.bars({"data": [{"label": "a", "value": "4.00"}, {"label": "b", "value": "1"}]})] == ["100.0", "25.0"]
    negative = {"data": [{"label": "a", "value": "-1"}, {"label": "b", "value": "2"}]}
    assert chat.bars(None) == chat.bars({"data": []}) == chat.bars(negative) == []


@pytest.fixture(scope="module")
def address(asked_db):
    with served(asked_db) as at:
        yield at


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_reader_types_a_question_and_follows_a_citation_to_the_cell(address, site, question, tmp_path):
    value = site.post(question).json()["values"][0]["value"]
    browser = Browser(tmp_path / "profile")
    try:
        browser.without_scripts()
        browser.open(address + "/")
        browser.click("#q")
        browser.type(question)
        browser.click("button[formaction]")
        browser.wait("location.pathname == '/mz/ask' && document.readyState == 'complete'")
        assert browser.see("new URLSearchParams(location.search).get('q')") == question
        assert value in browser.see("document.querySelector('section.answer').innerText")
        browser.click("ol.evidence .quote a[href*='/mz/table/']")
        browser.wait("location.pathname.startsWith('/mz/table/') && document.readyState == 'complete'")
        assert browser.see("document.querySelector(':target').innerText") == value
        assert browser.see("getComputedStyle(document.querySelector(':target')).outlineStyle") == "solid"
        plain, marked = (
            browser.see(f"getComputedStyle(document.querySelector('{s}')).backgroundColor") for s in ("tbody td:not(.chosen)", ":target")
        )
        assert plain != marked
        box = browser.see("(b => [b.top, b.bottom, innerHeight])(document.querySelector(':target').getBoundingClientRect())")
        assert 0 <= box[0] < box[1] <= box[2]  # in sight
    finally:
        browser.close()
