"""The record of a run that had nothing to do (実行記録), left on a Prefect server without loading Prefect. IO: its API.

Loading Prefect takes longer than all the rest of such a run.
"""

from __future__ import annotations

import base64
import json
import os
from time import sleep
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from flows.names import RUN

PAUSES = (0.1, 0.3, 0.9)
"""Seconds before a request is made again: SQLite lets one write at a time, and the server says 503 to who comes meanwhile."""
_BUSY = (429, 503)
SECONDS = 10.0
"""For each request: a busy server needs some. One that is not there says so at once."""


def leave_record(api: str, name: str, message: str) -> bool:
    """A flow run that ended at once, completed; whether the server took it."""
    try:
        flow = _post(f"{api}/flows/", {"name": RUN})["id"]
        run = _post(f"{api}/flow_runs/", {"flow_id": flow, "name": name, "state": {"type": "PENDING"}})["id"]
        for state in ({"type": "RUNNING"}, {"type": "COMPLETED", "name": "変更なし", "message": message}):
            _post(f"{api}/flow_runs/{run}/set_state", {"state": state, "force": True})
    except (URLError, OSError, ValueError, KeyError):
        return False
    return True


def _post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json", **_who()})
    for pause in (*PAUSES, None):
        try:
            with urlopen(request, timeout=SECONDS) as answer:
                return dict(json.load(answer))
        except HTTPError as error:
            if error.code not in _BUSY or pause is None:
                raise
        sleep(pause)
    raise AssertionError("the last time returned or raised")


def _who() -> dict[str, str]:
    """As Prefect's own client signs in."""
    key, pair = os.environ.get("PREFECT_API_KEY"), os.environ.get("PREFECT_API_AUTH_STRING")
    if key:
        return {"Authorization": f"Bearer {key}"}
    if pair:
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    return {}
