"""Where the release will stand on the web: the base of all identifiers in the linked data. IO: reads the environment.

Identifiers must not change once they are out, so a publisher sets TAIKEI_BASE_URL before the first release. Without it
they stand under a host that can never exist, and `taikei verify` says so.
"""

from __future__ import annotations

import os
from urllib.parse import quote

VARIABLE = "TAIKEI_BASE_URL"
NOWHERE = "https://taikei.invalid/"


def base_url() -> str:
    """The base, with a slash at its end."""
    return os.environ.get(VARIABLE, NOWHERE).rstrip("/") + "/"


def is_set() -> bool:
    """Whether the publisher said where the release will stand."""
    return bool(os.environ.get(VARIABLE))


def thing(identifier: object) -> str:
    """Permanent identifier of a row: base, id/, its id."""
    return f"{base_url()}id/{quote(str(identifier), safe='')}"


def current(path: str) -> str:
    """Unchanging address of a file of the current release; no version in it, or portals lose their resources."""
    return f"{base_url()}latest/{path}"
