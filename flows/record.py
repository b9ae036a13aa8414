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

from flows.gate import CLIENT_PASSWORD
from flows.names import ATTENTION, NOTHING_NEW, RUN

PAUSES = (0.1, 0.3, 0.9)
"""Seconds before a request is made again: SQLite lets one write at a time, and the server says 503 to who comes meanwhile."""
_BUSY = (429, 503)
SECONDS = 10.0
"""For each request: a busy server needs some. One that is not there says so at once."""


def leave_record(api: str, name: str, message: str, password: str = "", attention: str = "") -> bool:
    """A flow run that ended at once; whether the server took it.

    Args:
        api: address of the server's API.
        name: of the run.
        message: what it said.
        password: of the server, "" for what the environment has.
        attention: what still waits for a person; "" where nothing does.
    """
    who = _who(password)
    try:
        flow = _post(f"{api}/flows/", {"name": RUN}, who)["id"]
        begun = {"flow_id": flow, "name": name, "state": {"type": "PENDING"}}
        run = _post(f"{api}/flow_runs/", begun, who)["id"]
        ended = {"type": "COMPLETED", "name": NOTHING_NEW, "message": message}
        if attention:
            ended = {"type": "FAILED", "name": ATTENTION, "message": attention}
        for state in ({"type": "RUNNING"}, ended):
            _post(f"{api}/flow_runs/{run}/set_state", {"state": state, "force": True}, who)
    except (URLError, OSError, ValueError, KeyError):
        return False
    return True


def _post(url: str, body: dict[str, Any], who: dict[str, str]) -> dict[str, Any]:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json", **who})
    for pause in (*PAUSES, None):
        try:
            with urlopen(request, timeout=SECONDS) as answer:
                return dict(json.load(answer))
        except HTTPError as error:
            if error.code not in _BUSY or pause is None:
                raise
        sleep(pause)
    raise AssertionError("the last time returned or raised")


def _who(password: str) -> dict[str, str]:
    """As Prefect's own client signs in."""
    key, pair = os.environ.get("PREFECT_API_KEY"), password or os.environ.get(CLIENT_PASSWORD)
    if pair:
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    if key:
        return {"Authorization": f"Bearer {key}"}
    return {}
