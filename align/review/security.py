"""
What protects the editor from other programs and web pages on the same machine.

The server listens on 127.0.0.1 only. A browser shows once the token that the command printed, and gets a cookie that
scripts cannot read and other sites cannot send. The Host of every request is checked, which stops DNS rebinding, and
the Origin of every request that changes something.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 8 * 2**20
"""Bytes of a request at most; a sentence of a million characters fits."""

ENTRY = "/enter"

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_OPEN_AGAIN = "Open the address that `align review` printed, in the same browser."
_USED = "This address has been used. Go on in the tab that it opened, or start `align review` again."


class Guard:
    """
    Lets through to an application only what the browser of this person asks for.

    Args:
        application: what is protected.
        port: the port that the server listens on.
    """

    def __init__(self, application: ASGIApp, port: int) -> None:
        self._application = application
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"teialign-review-{port}"
        self._secret = secrets.token_urlsafe(32)
        self._token: str | None = secrets.token_urlsafe(32)
        self._address = f"http://127.0.0.1:{port}"

    @property
    def address(self) -> str:
        """The address to open in a browser, once."""
        return f"{self._address}{ENTRY}?token={self._token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            return
        response = self._refusal(scope)
        if response is None and scope["method"] == "POST":
            body = await _body(receive)
            if body is None:
                response = _refused(413, f"a request has at most {MAX_BODY} bytes")
            else:
                receive = _replay(body)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await (response or self._application)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:  # noqa: PLR0911
        """Return the answer to a request that is not passed on; None for one that is."""
        headers = Headers(scope=scope)
        if headers.get("host") not in self._hosts:
            return _refused(403, "this host is not served")
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return _refused(405, "only GET and POST")
        if scope["path"] == ENTRY:
            return self._entered(scope)
        if not self._knows(headers):
            return PlainTextResponse(_OPEN_AGAIN, 401) if scope["path"] == "/" else _refused(401, _OPEN_AGAIN)
        if scope["method"] == "POST":
            if headers.get("origin") != f"http://{headers['host']}":
                return _refused(403, "a request from another site")
            if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
                return _refused(415, "only application/json")
            length = headers.get("content-length", "0")
            if not length.isdecimal() or int(length[:12]) > MAX_BODY:
                return _refused(413, f"a request has at most {MAX_BODY} bytes")
        return None

    def _entered(self, scope: Scope) -> Response:
        """Exchange the token for a cookie; it is good for one time."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] != "GET" or self._token is None:
            return PlainTextResponse(_USED, 403)
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return PlainTextResponse(_OPEN_AGAIN, 403)
        self._token = None
        response = RedirectResponse("/", 303)
        response.set_cookie(self._cookie, self._secret, httponly=True, samesite="strict", path="/")
        return response

    def _knows(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        cookie = cookies.get(self._cookie)
        return cookie is not None and secrets.compare_digest(cookie.value.encode(), self._secret.encode())


def _refused(status: int, problem: str) -> Response:
    return json_response({"error": problem}, status)


def json_response(value: Mapping[str, Any], status: int = 200) -> Response:
    """Return an answer in JSON."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(data, status, media_type="application/json")


async def _body(receive: Receive) -> bytes | None:
    """Return the body of a request; None if it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes) -> Receive:
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
