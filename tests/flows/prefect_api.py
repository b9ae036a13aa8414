"""Questions to a Prefect server, with its password."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.request import Request, urlopen

PATIENCE = 600.0
"""Seconds for an answer on a machine that does ten other things."""


def sign_in(password: str) -> dict[str, str]:
    """The headers of whoever has the password."""
    return {"authorization": "Basic " + b64encode(password.encode()).decode()}


def ask(api: str, password: str, what: str, **body: object) -> Any:
    """POST, and the answer."""
    headers = {"Content-Type": "application/json", **sign_in(password)}
    with urlopen(Request(f"{api}/{what}", json.dumps(body).encode(), headers), timeout=PATIENCE) as answer:
        return json.load(answer)


def look_up(api: str, password: str, what: str) -> Any:
    """GET, and the answer."""
    with urlopen(Request(f"{api}/{what}", headers=sign_in(password)), timeout=PATIENCE) as answer:
        return json.load(answer)
