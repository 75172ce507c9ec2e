"""Questions on the site: a page with a permanent address for every answer, and the same answers as JSON.

A question only ever reads: it runs on Datasette's own connection, which cannot write and masks what it reads.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from datasette.utils.asgi import Response
from sqlite_utils import Database

from mingzhang.core.asking.ask import answer_json
from mingzhang.core.asking.queries import Queries
from mingzhang.core.asking.session import Session
from mingzhang.core.model.documents.privacy import mask
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.store.writer import StoreError
from mingzhang.datasette_config import queries, words
from mingzhang.datasette_config.citing import locate
from mingzhang.datasette_config.render import Missing, handled, page, shared, site_database

Row = dict[str, Any]

CHAT = "/-/chat"
LONGEST = 200
"""Characters of a question that are read."""
SECONDS = 10.0
"""What one question may take in the database."""
AT_ONCE = 2
"""Questions that are looked up at a time. Datasette has three threads for queries: one stays free for the pages."""
BODY_BYTES = 16_384
_LONGEST_SESSION = 200
_MOST_BEFORE = 5
"""Questions before this one that a page's address may carry."""
_CUT = f"问题超过 {LONGEST} 字，只按前 {LONGEST} 字回答。"
_TOO_SLOW = "这个问题查询的时间太长。请写明单位和年度再问"
_NUMBERED = re.compile(r"\d+\. ")
_SUBJECTS = ("三公经费", "收支总额", "基本支出")


_turns: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = weakref.WeakKeyDictionary()


class Refusal(Exception):
    """A request that cannot be answered: HTTP status and the words for people."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def masked(value: Any) -> Any:
    """The value with personal numbers starred out in every text that it holds."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {k: masked(v) for k, v in value.items()}
    return [masked(v) for v in value] if isinstance(value, list | tuple) else value


def ask(connection: sqlite3.Connection, question: str, session: Session | None = None) -> Row:
    """The answer (``mingzhang.answer/1``) from a connection of Datasette, after what its session asked. Raises StoreError if it takes too long."""
    try:
        store = Queries(Database(connection, execute_plugins=False), SECONDS)
        answer = (session or Session()).ask(question[:LONGEST], store, lambda: default_plugins().answerers)
    finally:
        connection.set_progress_handler(None, 0)
    if len(question) > LONGEST:
        answer = replace(answer, answer=_CUT + answer.answer)
    data: Row = masked(answer_json(answer))
    return data


async def asked(db: Any, question: str, session: Session | None = None) -> Row:
    """Like :func:`ask`, in a thread of Datasette when it is the question's turn."""
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    async with turn:
        answer: Row = await db.execute_fn(lambda connection: ask(connection, question, session))
    return answer


class Sessions:
    """The questions of each session; the oldest sessions are forgotten, and all of them when the site stops."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Session] = OrderedDict()

    def of(self, database: str, name: str | None) -> Session:
        """The session of a name; a new one that nobody keeps without a name."""
        if not name:
            return Session()
        session = self._kept.setdefault((database, name), Session())
        self._kept.move_to_end((database, name))
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return session


sessions = Sessions()


async def chat(datasette: Any, request: Any) -> Response:
    """``POST /-/chat``: a question as JSON in, an answer as JSON out. Needs no token; other sites may not ask."""
    try:
        question, session = await _posted_question(request)
        db = await site_database(datasette)
        return _json(await asked(db, question, sessions.of(db.name, session)))
    except Refusal as refusal:
        return _error(refusal.status, str(refusal))
    except Missing as missing:
        return _error(404, str(missing))
    except StoreError:
        return _error(503, _TOO_SLOW)


def _json(data: Row, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = json.dumps(data, ensure_ascii=False)
    return Response(body, status=status, headers=headers or {}, content_type="application/json; charset=utf-8")


def _error(status: int, message: str) -> Response:
    headers = {"allow": "POST"} if status == 405 else {}
    return _json({"ok": False, "error": message, "status": status}, status, headers)


async def _posted_question(request: Any) -> tuple[str, str | None]:
    if request.method != "POST":
        raise Refusal(405, "请用 POST 提问")
    if not is_same_origin(request.headers.get("origin"), request.host):
        raise Refusal(403, "不接受其他网站的页面发来的问题")
    try:
        given = json.loads(await _body(request))
    except (ValueError, RecursionError):
        raise Refusal(400, "请求内容不是 JSON") from None
    if not isinstance(given, dict):
        raise Refusal(400, '请求内容应为 {"question": "……"}')
    question, session = given.get("question"), given.get("session")
    if not isinstance(question, str) or not is_text(question) or not question.strip():
        raise Refusal(400, "question 应为一句话")
    if session is not None and (not isinstance(session, str) or len(session) > _LONGEST_SESSION):
        raise Refusal(400, f"session 应为不超过 {_LONGEST_SESSION} 字的文字")
    return question.strip(), session


async def _body(request: Any) -> bytes:
    """The body of a request; not more of it is read than allowed."""
    body, more = b"", True
    while more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise Refusal(400, "请求没有收完")
        body += message.get("body", b"")
        if len(body) > BODY_BYTES:
            raise Refusal(413, f"请求内容超过 {BODY_BYTES} 字节")
        more = message.get("more_body", False)
    return body


def is_text(text: str) -> bool:
    """Whether it can be written as UTF-8: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_same_origin(origin: str | None, host: str) -> bool:
    """Whether a page of this host sent the request, or no page at all.

    The scheme is not compared: behind a proxy the site does not know that it is read over https.
    """
    if origin is None:
        return True
    try:
        sent = urlsplit(origin)
        here = urlsplit(f"{sent.scheme}://{host}")
        usual = {"http": 80, "https": 443}[sent.scheme]
        return bool(sent.hostname) and (sent.hostname, sent.port or usual) == (here.hostname, here.port or usual)
    except (ValueError, KeyError):
        return False


async def ask_page(datasette: Any, request: Any) -> Response:
    """A question and its answer at a permanent address, without scripts."""
    db = await site_database(datasette)
    question = (request.args.get("q") or "").strip()
    before = [b.strip()[:LONGEST] for b in request.args.getlist("after") if b.strip()][-_MOST_BEFORE:]
    context: Row = {
        "asked": mask(question[:LONGEST]),
        "cut": _CUT if len(question) > LONGEST else None,
        "before": [mask(b) for b in before],
    }
    if not question:
        return await page(datasette, request, "mz_answer.html", **context, examples=await _examples(db))
    path = shared(datasette)["mz_path"]
    try:
        said = await _after(db, before, question[:LONGEST])
        spots = await db.execute_fn(lambda connection: locate(connection, said["citations"]))
    except StoreError:
        return await page(datasette, request, "mz_answer.html", status=503, **context, problem=_TOO_SLOW)
    documents = await _documents(db, said["citations"])
    for citation, spot in zip(said["citations"], spots, strict=True):
        citation |= {
            "address": spot.address(path),
            "original": _original(citation, documents),
            "who": documents[citation["document"]]["who"],
        }
    return await page(
        datasette, request, "mz_answer.html", **context, said=said, lines=sentences(said["answer"]), bars=bars(said["chart"]),
        findings=await _findings(db, said["findings"], path), query=json.dumps(said["query"], ensure_ascii=False),
        params=json.dumps(said["params"], ensure_ascii=False), examples=await _examples(db) if not said["suggestions"] and said["status"] != "answered" else [],
    )  # fmt: skip


async def _after(db: Any, before: list[str], question: str) -> Row:
    """The answer to a question after those that the address carries: the same address gives the same page."""
    session = Session()
    for earlier in before:
        await asked(db, earlier, session)
    return await asked(db, question, session)


async def _examples(db: Any) -> list[str]:
    """Questions that the newest disclosures answer."""
    newest = [p for p in await queries.newest(db, 3) if p["body"] and p["fiscal_year"] and p["kind"]]
    return [
        f"{p['body']}{p['fiscal_year']}年{words.LEVEL.get(p['level'], '')}{words.KIND[p['kind']]}的{subject}是多少？"
        for p, subject in zip(newest, _SUBJECTS, strict=False)
    ]


async def _documents(db: Any, citations: list[Row]) -> dict[str, Row]:
    """The cited documents and whose they are."""
    found = {}
    for sha in dict.fromkeys(c["document"] for c in citations):
        doc = await queries.document(db, sha) or {"parser": None}
        found[sha] = {**doc, "who": await queries.identity(db, doc) if "sha256" in doc else None}
    return found


def _original(citation: Row, documents: dict[str, Row]) -> str | None:
    """The official original, at the page where it is a PDF; None if there is no web address."""
    url = citation["source_url"]
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return None
    at_page = citation["page"] and documents[citation["document"]]["parser"] == "pdf"
    return f"{url}#page={citation['page']}" if at_page else str(url)


async def _findings(db: Any, fingerprints: list[str], path: Callable[..., str]) -> list[Row]:
    found = []
    for fingerprint in fingerprints:
        finding = await queries.finding(db, fingerprint)
        if finding is not None:
            doc = await queries.document(db, finding["document"])
            found.append({**finding, "who": await queries.identity(db, doc) if doc else None})
    return found


def sentences(text: str) -> list[str]:
    """The answer as sentences and items of numbered lists, each to stand on a line; inside brackets or quotes nothing ends."""
    found, start, depth = [], 0, 0
    for n, character in enumerate(text):
        depth = max(0, depth + (character in "（“《") - (character in "）”》"))
        if depth == 0 and (character == "。" or (character in "：；" and _NUMBERED.match(text, n + 1))):
            found.append(text[start : n + 1])
            start = n + 1
    return [s for s in (*found, text[start:]) if s.strip()]


def bars(chart: Row | None) -> list[Row]:
    """The bars of a chart: label, value as printed, and width in percent of the longest; none if a value is negative."""
    data = (chart or {}).get("data") or []
    values = [Decimal(d["value"]) for d in data]
    longest = max(values, default=Decimal(0))
    if longest <= 0 or min(values) < 0:
        return []
    return [{**d, "width": f"{value / longest * 100:.1f}"} for d, value in zip(data, values, strict=True)]


ROUTES = [(r"^/-/chat$", chat), (r"^/mz/ask$", handled(ask_page))]
