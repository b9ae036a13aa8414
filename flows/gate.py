"""What stands before Prefect's server (門): its own names, its own pages, and a password. ASGI; files for their owner alone.

Prefect's API runs commands: whoever may write a deployment may have it do anything. Without a password it obeys every program
on the machine, and every page that a browser on the machine shows: by default it allows all origins and any name in Host.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

SERVER_PASSWORD, CLIENT_PASSWORD = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"
NAMES = "TAIKEI_SERVER_NAMES"
"""Further names of a server that stays, such as that of its container, with commas between."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ENTER = "/enter"
"""The page that signs a browser in: the password stands behind the # of its address, which no browser sends and no log holds."""

_ENTER_SCRIPT = (
    'localStorage.setItem("prefect-password", location.hash.slice(1));'
    'history.replaceState(null, "", location.pathname);'
    'location.replace("/");'
)
_ENTER_PAGE = f"<!doctype html><html lang=ja><meta charset=utf-8><title>Prefect</title><script>{_ENTER_SCRIPT}</script>"
_POLICY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' {own}; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""Prefect's pages bring scripts in the page; what they load and whom they tell is held to this server: they would tell the makers."""
_HEADERS = (
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def set_password(environment: MutableMapping[str, str]) -> None:
    """The password of a server and of whoever asks it: the steward's, else a new one. Prefect reads both when it is imported."""
    password = environment.get(SERVER_PASSWORD) or environment.get(CLIENT_PASSWORD) or new_password()
    environment[SERVER_PASSWORD] = environment[CLIENT_PASSWORD] = password


def new_password() -> str:
    """In the form Prefect wants, user:password."""
    return f"taikei:{secrets.token_urlsafe(32)}"


def names() -> tuple[str, ...]:
    """By which this server may be asked."""
    return (*LOOPBACK, *(name.strip().lower() for name in os.environ.get(NAMES, "").split(",") if name.strip()))


def keep_for_owner(path: Path, text: str) -> None:
    """Leave a file that its owner alone can read from its first byte on; it is there whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)


def way_in(server: str, password: str) -> str:
    """A page for a steward's browser that leads to Prefect's pages and signs in there; a secret like the password itself."""
    address = f"{server}{ENTER}#{base64.b64encode(password.encode()).decode()}"
    return (
        f'<!doctype html><html lang=ja><meta charset=utf-8><meta http-equiv=refresh content="0;url={address}">'
        f'<title>Prefect</title><a href="{address}">Prefect の画面を開く</a>\n'
    )


def guarded_server() -> ASGIApp:
    """Prefect's server behind the gate; a factory for uvicorn."""
    from prefect.server.api.server import create_app

    return Gate(create_app(), names())


class Gate:
    """Lets through what is asked for by one of our names, and from no other site's page. Prefect asks for the password."""

    def __init__(self, app: ASGIApp, own: tuple[str, ...]) -> None:
        self._app, self._own = app, own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            # Said before a connection is accepted, the same words refuse a websocket, too.
            kind = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
            await _say(send, kind, refused[0], "text/plain", refused[1])
        elif scope["type"] == "http" and scope["path"] == ENTER:
            await _say(send, "http.response", 200, "text/html", _ENTER_PAGE)
        else:

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [*message.get("headers", ()), *_HEADERS, self._policy(scope)]
                await send(message)

            await self._app(scope, receive, answer)

    def _policy(self, scope: Scope) -> tuple[bytes, bytes]:
        """Of this server under each of its names, which are several to a browser."""
        (host,) = (value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host")
        _, _, port = host.rpartition(":")
        names = [f"{name}:{port}" for name in self._own if ":" not in name] if port.isdigit() else []
        own = " ".join(f"{kind}://{name}" for name in names for kind in ("http", "ws"))
        return b"content-security-policy", _POLICY.format(own=own).encode()

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        """Another name (DNS rebinding), or a page of another site (CSRF); status and words."""
        headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts = [value for name, value in headers if name == b"host"]
        host = _name_and_port(f"//{hosts[0]}") if len(hosts) == 1 else None
        if host is None or host[0] not in self._own:
            return 421, "この名前ではつながりません。"
        for name, value in headers:
            if name == b"origin":
                origin = _name_and_port(value)
                if origin is None or origin[0] not in self._own or origin[1] != host[1]:
                    return 403, "他のサイトからの操作は受け付けません。"
        return None


async def _say(send: Send, kind: str, status: int, type_: str, text: str) -> None:
    headers = [(b"content-type", f"{type_}; charset=utf-8".encode()), (b"cache-control", b"no-store"), *_HEADERS]
    await send({"type": f"{kind}.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.body", "body": text.encode()})


def _name_and_port(url: str) -> tuple[str, int | None] | None:
    try:
        parts = urlsplit(url)
        return ((parts.hostname or "").lower(), parts.port) if parts.netloc else None
    except ValueError:
        return None
