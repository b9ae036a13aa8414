"""Where the release will stand on the web: the base of all identifiers in the linked data. IO: reads the environment.

Identifiers must not change once they are out, so a publisher sets TAIKEI_BASE_URL before the first release. Without it
they stand under a host that can never exist, and `taikei verify` says so. index.json of a release keeps what was set, so
that whoever checks it needs not set anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote

VARIABLE = "TAIKEI_BASE_URL"
NOWHERE = "https://taikei.invalid/"

_said: ContextVar[Mapping[str, str] | None] = ContextVar("settings of a release that is being checked", default=None)


@contextmanager
def under(settings: Mapping[str, str]) -> Iterator[None]:
    """Have these settings, by variable, in place of the environment's."""
    token = _said.set(settings)
    try:
        yield
    finally:
        _said.reset(token)


def setting(variable: str) -> str:
    """What the publisher set; "" where nothing is set."""
    said = _said.get()
    return (os.environ if said is None else said).get(variable, "")


def base_url() -> str:
    """The base, with a slash at its end."""
    return (setting(VARIABLE) or NOWHERE).rstrip("/") + "/"


def is_set() -> bool:
    """Whether the publisher said where the release will stand."""
    return bool(setting(VARIABLE))


def thing(identifier: object) -> str:
    """Permanent identifier of a row: base, id/, its id."""
    return f"{base_url()}id/{quote(str(identifier), safe='')}"


def current(path: str) -> str:
    """Unchanging address of a file of the current release; no version in it, or portals lose their resources."""
    return f"{base_url()}latest/{path}"
