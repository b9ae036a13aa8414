"""Every request before and after its route: who, from where, how large; and the headers of every answer (防護). ASGI.

A page may load nothing but our own files, be framed by nobody and run no script that stands in the page itself: a title with a
<script> in it would have to get past the escaping and past this.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.config import Config, is_loopback
from workbench.roles import RANKS, SAFE, Person
from workbench.tokens import COOKIE, SESSION_SECONDS, from_cookie, new_session, to_cookie, token_of
from workbench.words import LANGS

LANG_COOKIE = "taikei_lang"
UPLOADS = ("/check",)
"""Below these a request may be as large as a document."""

UNKNOWN_BYTES = 64 * 1024
"""Of a request by nobody: a name and a password."""
OPEN = ("/sign-in", "/sign-out")
"""What nobody in particular may send."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}

Identify = Callable[[Headers, str, str], "Person | None"]
"""Headers, session id, address of the peer → who it is."""


class TooLarge(Exception):
    """A request beyond the limit."""


class Protect:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, config: Config, identify: Identify) -> None:
        self._app, self._config, self._identify = app, config, identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        cookies = _cookies(headers.get("cookie", ""))
        session = from_cookie(self._config.secret, cookies.get(COOKIE, ""))
        is_new = session is None
        session = session or new_session()
        client = scope.get("client")
        lang = _lang(scope, cookies)
        state = scope.setdefault("state", {})
        state["session"], state["csrf"] = session, token_of(self._config.secret, session)
        state["lang"], state["config"] = lang, self._config
        state["person"] = self._identify(headers, session, client[0] if client else "")

        # Of whoever may not do it anyway, nothing is taken in: the route refuses them before it looks for a body.
        may = _may_send(scope, state["person"])
        body = _Body(receive if may else _nothing, self._most(scope["path"], state["person"]))

        async def answer(message: Message) -> None:
            if body.too_large:
                return  # whatever the application made of half a request
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                if self._config.https:
                    out["strict-transport-security"] = "max-age=31536000"
                if not scope["path"].startswith("/static/"):
                    out.setdefault("cache-control", "no-store")
                    current = state["session"]
                    if is_new or current != session:
                        out.append("set-cookie", self._cookie(COOKIE, to_cookie(self._config.secret, current)))
                    if cookies.get(LANG_COOKIE) != lang:
                        out.append("set-cookie", self._cookie(LANG_COOKIE, lang))
            await send(message)

        if refused is not None:
            await PlainTextResponse(refused[1], refused[0])(scope, receive, answer)
            return
        if may and int(headers.get("content-length") or 0) > body.most:
            await PlainTextResponse(_too_large(body.most), 413)(scope, receive, answer)
            return
        with suppress(TooLarge):
            await self._app(scope, body.receive, answer)
        if body.too_large:
            body.too_large = False
            await PlainTextResponse(_too_large(body.most), 413)(scope, receive, answer)

    def _most(self, path: str, person: Person | None) -> int:
        if person is None:
            return UNKNOWN_BYTES
        return self._config.upload_bytes if path.startswith(UPLOADS) else self._config.form_bytes

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Requests for another name (DNS rebinding), and changes that another site sends."""
        length = headers.get("content-length", "0")
        if not length.isdigit():
            return 400, "Content-Length が正しくありません。"
        host = headers.get("host", "")
        if not self._is_ours(host):
            return 421, "この名前ではつながりません。起動時に表示された住所を開いてください。"
        if scope["method"] in SAFE:
            return None
        origin = headers.get("origin")
        if origin is not None and origin != "null" and urlsplit(origin).netloc == host:
            return None
        if origin is None and headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
            return None
        return 403, "他のサイトからの操作は受け付けません。画面を開き直してください。"

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if self._config.public_url is not None and host == urlsplit(self._config.public_url).netloc:
            return True
        if self._config.team is not None and self._config.public_url is None:
            return bool(name)  # a team signs in: a rebound name has no session
        return is_loopback(name) or name == self._config.host

    def _cookie(self, name: str, value: str) -> str:
        secure = "; Secure" if self._config.https else ""
        return f"{name}={value}; Path=/; Max-Age={SESSION_SECONDS}; HttpOnly; SameSite=Lax{secure}"


def _may_send(scope: Scope, person: Person | None) -> bool:
    """Whether the body of this request may come in: of a document from those alone who may put one in."""
    if scope["method"] in SAFE or scope["path"] in OPEN:
        return True
    if person is None:
        return False
    return not scope["path"].startswith(UPLOADS) or RANKS[person.role] >= RANKS["editor"]


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _too_large(most: int) -> str:
    return f"送られた内容が大きすぎます（{most // 1024 // 1024} MBまで）。"


class _Body:
    """The body of a request, as long as it is not too large; a header that lies about its length changes nothing."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self.most = receive, most
        self._taken = 0
        self.too_large = False

    async def receive(self) -> Message:
        """One piece more."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._taken += len(message.get("body", b""))
            if self._taken > self.most:
                self.too_large = True
                raise TooLarge
        return message


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _lang(scope: Scope, cookies: dict[str, str]) -> str:
    """As asked for in the address (?lang=en), else as chosen before, else Japanese."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return next((lang for lang in (asked, cookies.get(LANG_COOKIE)) if lang in LANGS), "ja")
