"""The public site attacked: what a stranger tries on it, and what a browser is told."""

from __future__ import annotations

import asyncio
import gzip
import re
import sqlite3
from datetime import date
from pathlib import Path

import httpx
import pytest
from made import PHONE

from mingzhang.core.publish.publish import publish
from mingzhang.core.publish.replies import Reply, save_replies
from mingzhang.core.publish.selection import Selection
from mingzhang.core.store.writer import close_store, open_store
from mingzhang.datasette_config.door import Door, Rate
from mingzhang.datasette_config.serving import application, build, is_loopback, serve

PROXY = "203.0.113.9"


@pytest.fixture(scope="module")
def public_db(made_db, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("public") / "public.db"
    working = tmp_path_factory.mktemp("working") / "working.db"
    working.write_bytes(made_db.read_bytes())
    publish(working, path, Selection.ALL, date(2031, 5, 1))
    return path


class Stranger:
    """A client of the public site, without a network."""

    def __init__(self, path: Path, **options) -> None:
        self.app = application(path, **options)
        self.name = path.stem

    def ask(self, method: str, address: str, client: str = "198.51.100.1", **arguments) -> httpx.Response:
        async def run() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(client, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://mz.invalid") as session:
                return await session.request(method, address, **arguments)

        return asyncio.run(run())

    def get(self, address: str, **arguments) -> httpx.Response:
        return self.ask("GET", address, **arguments)


@pytest.fixture(scope="module")
def stranger(public_db) -> Stranger:
    return Stranger(public_db, each_second=1e6, burst=10**6)


def test_a_working_database_is_not_served_to_the_public(made_db):
    with pytest.raises(ValueError, match=r"working database|工作库"):
        build(made_db, public=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.invalid"])
def test_a_working_database_is_served_to_this_machine_alone(made_db, host):
    with pytest.raises(ValueError, match=r"this machine alone|本机"):
        serve(made_db, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.1"])
def test_loopback_is_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "address",
    ["/-/databases", "/-/databases.json", "/-/threads", "/-/threads.json", "/-/settings", "/-/settings.json", "/-/config.json", "/-/plugins.json",
     "/-/metadata.json", "/-/allow-debug", "/-/messages", "/-/patterns", "/-/permissions", "/-/actor.json", "/-/logout", "/-/auth-token",
     "/-/create-token", "/-/rules", "/-/check", "/-/allowed", "/-/jump", "/-/schema", "/%2d/settings", "/-%2Fsettings", "/_memory", "/_memory.json",
     "/_memory/-/query?sql=select+1", "/_internal", "/_internal.db", "/_internal/databases"],
)  # fmt: skip
def test_nothing_says_how_the_server_is_set_up(stranger, address):
    response = stranger.get(address)
    assert response.status_code in (403, 404), address
    assert "sql" not in response.text.lower()


@pytest.mark.parametrize(
    "query",
    ["?sql=select+1", ".json?sql=select+sqlite_version()", "/-/query?sql=select+1", "/-/query.json?sql=select+1", ".csv?sql=select+1", "?sql=pragma+table_info(rules)",
     ".json?sql=select+hex(text)+from+sections", ".json?sql=with+recursive+c(x)+as+(select+1+union+all+select+x%2B1+from+c)+select+count(*)+from+c"],
)  # fmt: skip
def test_no_sql_of_the_readers_runs(stranger, query):
    response = stranger.get(f"/{stranger.name}{query}")
    assert response.status_code != 200 or "sqlite_version" not in response.text, query
    assert response.status_code in (302, 400, 403, 404), (query, response.status_code)


@pytest.mark.parametrize(
    "query", ["documents.json?_where=1=1", "documents.json?_where=1)+union+select+1--", "disclosures.json?_where=length(hex(body))>1"]
)
def test_no_condition_of_the_readers_runs(stranger, query):
    assert stranger.get(f"/{stranger.name}/{query}").status_code in (400, 403)


@pytest.mark.parametrize(
    "table",
    ["runs", "search", "search_content", "search_data", "search_idx", "_sqlite_migrations", "sqlite_stat1", "sqlite_master", "lexicon"],
)
@pytest.mark.parametrize("form", ["", ".json", ".csv", "/1", "/1.json"])
def test_tables_that_are_no_data_are_denied(stranger, table, form):
    assert stranger.get(f"/{stranger.name}/{table}{form}").status_code in (403, 404)


def test_denied_tables_are_not_listed(stranger):
    listed = stranger.get(f"/{stranger.name}.json").text
    assert "line_items" in listed
    for name in ("_sqlite_migrations", "search_data", "sqlite_stat1"):
        assert f'"{name}"' not in listed


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "address", ["/", "/mz/findings", "/public/documents", "/public/documents/-/insert", "/public/-/create", "/-/logout"]
)
def test_nothing_is_written(stranger, method, address):
    assert stranger.ask(method, address).status_code == 405


def test_a_question_is_answered(stranger):
    answer = stranger.ask("POST", "/-/chat", json={"question": "云泽县文化和旅游局2031年支出预算是多少？"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "answered"
    assert answer.headers["cache-control"] == "no-store"


def test_another_sites_page_may_not_ask(stranger):
    asked = stranger.ask("POST", "/-/chat", json={"question": "你好"}, headers={"origin": "https://evil.invalid"})
    assert asked.status_code == 403


@pytest.mark.parametrize(
    "address", ["/", "/mz/findings", "/mz/rules", "/public", "/public/documents", "/public/documents.json", "/mz/nothing", "/-/settings"]
)
def test_a_browser_is_told_what_it_may_do(stranger, address):
    headers = stranger.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    scripts = re.search(r"script-src ([^;]+)", policy)[1]
    assert "unsafe" not in scripts
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]


def test_every_script_of_a_page_is_allowed_by_its_hash_or_comes_from_here(stranger):
    import base64
    import hashlib

    for address in ("/", "/mz/findings", "/public", "/public/documents", "/public/line_items?_facet=measure", "/public/one_code?code=207"):
        response = stranger.get(address)
        assert response.status_code == 200, address
        for attributes, code in re.findall(r"<script([^>]*)>(.*?)</script>", response.text, re.DOTALL):
            if "src=" not in attributes:
                digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in response.headers["content-security-policy"], (address, code[:80])


def test_a_page_that_a_reader_has_is_not_sent_again(stranger):
    first = stranger.get("/mz/findings")
    assert first.headers["cache-control"] == "public, max-age=300"
    again = stranger.get("/mz/findings", headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert stranger.get("/mz/findings?page=2").headers["etag"] != first.headers["etag"]
    assert stranger.get("/mz/findings", headers={"if-none-match": '"other"'}).status_code == 200
    assert "etag" not in stranger.get("/mz/document/" + "0" * 64).headers


def test_pages_are_sent_compressed(stranger):
    plain = stranger.get("/mz/rules", headers={"accept-encoding": "identity"})
    packed = stranger.get("/mz/rules", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert len(gzip.compress(plain.content)) < len(plain.content)


def test_a_client_that_asks_too_often_waits_and_the_others_do_not(public_db):
    site = Stranger(public_db, each_second=0.001, burst=3)
    answers = [site.get("/mz/static/site.css").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert int(site.get("/mz/static/site.css").headers["retry-after"]) > 1
    assert site.get("/mz/static/site.css", client="198.51.100.2").status_code == 200


def test_who_asks_is_taken_from_a_known_proxy_and_from_nobody_else(public_db):
    behind = Stranger(public_db, proxies=[f"{PROXY}/32"], each_second=0.001, burst=1)
    for reader in ("192.0.2.1", "192.0.2.2"):
        assert behind.get("/mz/static/site.css", client=PROXY, headers={"x-forwarded-for": f"1.1.1.1, {reader}"}).status_code == 200
    forged = [
        behind.get("/mz/static/site.css", client="198.51.100.7", headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in range(2)
    ]
    assert forged == [200, 429]


def test_the_rate_forgets_the_oldest_and_refills():
    rate = Rate(1, 2, most=2)
    assert [rate.wait("a", 0), rate.wait("a", 0)] == [0, 0]
    assert rate.wait("a", 0.5) == pytest.approx(0.5)
    assert rate.wait("a", 1.1) == 0
    assert [rate.wait(c, 1.1) for c in "bcd"] == [0, 0, 0]
    assert len(rate._left) == 2


def test_a_long_address_is_turned_away(stranger):
    assert stranger.get("/mz/search?q=" + "x" * 9000).status_code in (200, 404)
    assert stranger.get("/" + "x" * 9000).status_code == 404


def test_what_is_not_http_is_left_unanswered():
    sent = []

    async def never(*_):
        raise AssertionError

    async def keep(message):
        sent.append(message)

    door = Door(never, never, "1", Rate(1, 1))
    asyncio.run(door({"type": "websocket", "path": "/"}, never, keep))
    assert sent == []


def test_a_number_is_in_no_page_and_no_form_of_a_table(stranger, public_db):
    with sqlite3.connect(public_db) as connection:
        tables = [t for (t,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        documents = [d for (d,) in connection.execute("SELECT sha256 FROM documents")]
    for address in [f"/public/{t}{form}" for t in tables for form in (".json?_size=max", ".csv?_stream=1", "")] + [
        f"/mz/prose/{d}" for d in documents
    ]:
        text = stranger.get(address).text
        assert PHONE not in text, address
        assert " ".join(PHONE) not in text, address


def test_the_database_itself_can_be_had(stranger, public_db):
    assert stranger.get("/public.db").content == public_db.read_bytes()


def test_what_was_withdrawn_says_so_at_its_address_and_answers_stand_beside_findings(made_db, tmp_path):
    working, public = tmp_path / "working.db", tmp_path / "public.db"
    working.write_bytes(made_db.read_bytes())
    publish(working, public, Selection.ALL, date(2031, 5, 1))
    first, second = (f for (f,) in sqlite3.connect(public).execute("SELECT DISTINCT fingerprint FROM findings ORDER BY 1 LIMIT 2"))
    db = open_store(working)
    save_replies(
        db,
        [
            Reply(first, "withdrawn", date(2031, 5, 2), None, "读表有误"),
            Reply(second, "explained", date(2031, 5, 3), "云泽县水利局", "四舍五入<b>"),
        ],
    )
    close_store(db)
    publish(working, public, Selection.ALL, date(2031, 5, 4))
    site = Stranger(public)
    gone = site.get("/mz/finding/" + first.replace(":", "-"))
    assert gone.status_code == 410
    assert "2031-05-04" in gone.text
    assert "读表有误" in gone.text
    answered = site.get("/mz/finding/" + second.replace(":", "-"))
    assert answered.status_code == 200
    assert "已说明" in answered.text
    assert "四舍五入&lt;b&gt;" in answered.text
