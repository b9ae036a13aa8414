"""Sessions and form tokens (CSRF対策): a browser's cookie ⇄ its session, and the token every change must carry. Pure.

The token is bound to the session by a signature, so nothing has to be stored for it.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from fastapi import Request
from itsdangerous import BadSignature, TimestampSigner

COOKIE = "taikei_session"
HEADER = "x-csrf-token"
FIELD = "csrf"
SESSION_SECONDS = 12 * 3600
"""A working day; then one signs in again."""


class BadToken(Exception):
    """A change without the token of its own page: perhaps sent by another site, perhaps from a page left open too long."""


def new_session() -> str:
    """An id nobody can guess."""
    return secrets.token_urlsafe(24)


def to_cookie(secret: bytes, session: str) -> str:
    """Signed and dated."""
    return TimestampSigner(secret, salt="session").sign(session).decode()


def from_cookie(secret: bytes, cookie: str) -> str | None:
    """The session id, where the cookie is ours and not too old."""
    try:
        return TimestampSigner(secret, salt="session").unsign(cookie, max_age=SESSION_SECONDS).decode()
    except BadSignature:
        return None


def token_of(secret: bytes, session: str) -> str:
    """The token of all forms of a session."""
    return hmac.new(secret, b"csrf " + session.encode(), sha256).hexdigest()


async def check_token(request: Request) -> None:
    """Header first; else the field of a form.

    Raises:
        BadToken: it is missing or another's.
    """
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        field = (await request.form()).get(FIELD)
        given = field if isinstance(field, str) else None
    if given is None or not hmac.compare_digest(given.encode(), request.state.csrf.encode()):
        raise BadToken
