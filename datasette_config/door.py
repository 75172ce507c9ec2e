"""The door of the public site: what a stranger may ask for, how often, and what a browser may do with the answer.

Wrapped around Datasette for a published database only. A reverse proxy may do the same again; nothing here needs one.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import unquote

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

_OPEN = re.compile(r"^/-/(?:chat|versions\.json|static/.*|static-plugins/.*)$")
"""What of Datasette's own addresses the public may see; all others say how the server is set up, or change it."""
_CLOSED = re.compile(r"^/(?:_internal|_memory)(?:[/.]|$)")
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_FACETING = ("DATASETTE_ALLOW_FACET = true;", "DATASETTE_ALLOW_FACET = false;")
_LONGEST_ADDRESS = 4096
_MAX_AGE = 300
_GONE = "没有这个页面".encode()
_TOO_OFTEN = "请求太频繁，请稍后再试".encode()


class Rate:
    """How many requests one client may make (令牌桶): ``burst`` at once, ``each_second`` for as long as it likes."""

    def __init__(self, each_second: float, burst: int, most: int = 50_000) -> None:
        self._each_second, self._burst, self._most = each_second, burst, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float, cost: float = 1) -> float:
        """0 if the client may ask now, else in how many seconds it may."""
        left, before = self._left.pop(client, (float(self._burst), now))
        left = min(float(self._burst), left + (now - before) * self._each_second)
        allowed = left >= cost
        self._left[client] = (left - cost if allowed else left, now)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0.0 if allowed else (cost - left) / self._each_second


def allowed(pages: Iterable[str]) -> list[str]:
    """The scripts inside pages that the server makes of its own data alone, as a policy names them: no other runs, whoever wrote it."""
    found = {code for page in pages for code in _INLINE.findall(page)} | set(_FACETING)
    return sorted(f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in found)


def _policy(scripts: Iterable[str]) -> bytes:
    own = " ".join(scripts)
    return (
        f"default-src 'none'; script-src 'self' {own}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ).encode()


class Door:
    """An ASGI application around another.

    ``scripts`` gives what of scripts inside pages may run (:func:`allowed`); it is asked once. ``edition`` stands for all that the pages are made of: an address answers the same as long as it stays the same.
    ``proxies`` are the networks whose word on who asks (``X-Forwarded-For``) is taken.
    """

    def __init__(
        self, inner: Application, scripts: Callable[[], Awaitable[list[str]]], edition: str, rate: Rate, proxies: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._inner, self._scripts, self._edition, self._rate, self._clock = inner, scripts, edition, rate, clock
        self._policy: bytes | None = None
        self._proxies = [ipaddress.ip_network(p) for p in proxies]
        self._headers: list[Header] = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"strict-origin-when-cross-origin"),
            (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
            (b"cross-origin-opener-policy", b"same-origin"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._policy is None:
            self._policy = _policy(await self._scripts())
            self._headers.append((b"content-security-policy", self._policy))
        path = unquote(str(scope["path"]))
        reading = scope["method"] in ("GET", "HEAD")
        seconds = self._rate.wait(self._client(scope), self._clock())
        if seconds > 0:
            await self._say(send, 429, _TOO_OFTEN, [(b"retry-after", str(int(seconds) + 1).encode())])
        elif not reading and (path != "/-/chat" or scope["method"] != "POST"):
            await self._say(send, 405, "只能读取".encode(), [(b"allow", b"GET, HEAD")])
        elif (
            _CLOSED.match(path)
            or (path.startswith("/-/") and not _OPEN.match(path))
            or len(scope.get("raw_path") or b"") > _LONGEST_ADDRESS
        ):
            await self._say(send, 404, _GONE)
        elif reading and self._tag(scope) in _listed(_header(scope, b"if-none-match")):
            await self._say(send, 304, b"", [(b"etag", self._tag(scope).encode()), self._cached(path)])
        else:
            await self._inner(scope, receive, self._with_headers(scope, path, send))

    def _client(self, scope: Scope) -> str:
        """The address of who asks; behind a proxy that is known, the last address that it was not itself."""
        asked = str((scope.get("client") or ("unknown", 0))[0])
        for name in (*reversed(_listed(_header(scope, b"x-forwarded-for"))), None):
            if name is None or not self._is_proxy(asked):
                break
            asked = name
        return asked

    def _is_proxy(self, address: str) -> bool:
        try:
            return any(ipaddress.ip_address(address) in network for network in self._proxies)
        except ValueError:
            return False

    def _tag(self, scope: Scope) -> str:
        """The edition and the address, hashed: known before a page is made. A compressed answer is the same for a reader."""
        address = f"{self._edition}\0{scope['path']}\0{scope.get('query_string', b'').decode('latin-1')}"
        return f'W/"{hashlib.sha256(address.encode()).hexdigest()[:20]}"'

    def _cached(self, path: str) -> Header:
        return (b"cache-control", b"no-store" if path.startswith("/-/chat") else f"public, max-age={_MAX_AGE}".encode())

    def _with_headers(self, scope: Scope, path: str, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in self._headers}
                headers = [h for h in message.get("headers", []) if h[0].lower() not in own]
                headers += self._headers
                names = {name.lower() for name, _ in headers}
                if message["status"] == 200:
                    headers += [] if b"cache-control" in names else [self._cached(path)]
                if message["status"] == 200 and scope["method"] in ("GET", "HEAD"):
                    headers += [] if b"etag" in names else [(b"etag", self._tag(scope).encode())]
                message = {**message, "headers": headers}
            await send(message)

        return sent

    async def _say(self, send: Send, status: int, body: bytes, headers: Iterable[Header] = ()) -> None:
        kind = (b"content-type", b"text/plain; charset=utf-8")
        await send({"type": "http.response.start", "status": status, "headers": [kind, *headers, *self._headers]})
        await send({"type": "http.response.body", "body": body})


def _header(scope: Scope, name: bytes) -> str:
    return ",".join(value.decode("latin-1") for key, value in scope.get("headers", []) if key.lower() == name)


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
