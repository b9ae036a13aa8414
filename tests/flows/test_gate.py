"""Nobody but who has the password, by our own name and from our own page, may ask Prefect's server, which runs commands."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from flows.gate import CLIENT_PASSWORD, ENTER, SERVER_PASSWORD, Gate, keep_for_owner, names, set_password, way_in
from tests.flows.prefect_api import sign_in

OWN = "127.0.0.1:4200"


def status(**headers: str) -> int:
    """What the gate answers to a request with these headers; 204 where it lets it through."""

    async def behind(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    said: list[Any] = []

    async def hear(message: Any) -> None:
        said.append(message)

    async def nothing() -> Any:
        return {"type": "http.request"}

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "PATCH", "path": "/api/deployments/1", "headers": raw}
    asyncio.run(Gate(behind, names())(scope, nothing, hear))
    return int(said[0]["status"])


@pytest.mark.parametrize("host", [OWN, "localhost:4200", "LOCALHOST:4200", "[::1]:4200", "127.0.0.1"])
def test_its_own_names_are_let_through(host: str) -> None:
    assert status(host=host) == 204
    assert status(host=host, origin=f"http://{host}") == 204


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:4200", "evil.example:4200", "", "[::1", "a@b:4200"]
)
def test_other_names_are_refused(host: str) -> None:
    assert status(host=host) == 421


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1:8000",
        "http://127.0.0.1",
        "http://127.0.0.1.evil.example:4200",
        "http://evil.example:4200",
        "http://127.0.0.1:4200x",
        "",
        "file://",
    ],
)
def test_pages_of_other_sites_are_refused(origin: str) -> None:
    assert status(host=OWN, origin=origin) == 403


def test_no_host_is_refused_and_further_names_are_by_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert status() == 421
    assert status(host="prefect:4200") == 421
    monkeypatch.setenv("TAIKEI_SERVER_NAMES", "prefect, taikei.example.lg.jp")
    assert status(host="prefect:4200") == 204
    assert status(host="evil.example:4200") == 421


def test_the_password_is_the_steward_s_or_a_new_one() -> None:
    new: dict[str, str] = {}
    set_password(new)
    other: dict[str, str] = {}
    set_password(other)
    assert new[SERVER_PASSWORD] == new[CLIENT_PASSWORD] != other[SERVER_PASSWORD]
    theirs = {CLIENT_PASSWORD: "a:b"}
    set_password(theirs)
    assert theirs[SERVER_PASSWORD] == "a:b"


def test_files_are_their_owner_s_from_the_first_byte(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keep_for_owner(tmp_path / "kept", "secret")
        keep_for_owner(tmp_path / "kept", "another")
    finally:
        os.umask(before)
    assert (tmp_path / "kept").read_text("utf-8") == "another"
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


RUN_SHELL = {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "touch owned"}}]}


def answer(url: str, method: str = "GET", body: object = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    sent = None if body is None else json.dumps(body).encode()
    request = Request(url, sent, {"content-type": "application/json", **headers}, method=method)
    try:
        with urlopen(request, timeout=60) as said:
            return said.status, {key.lower(): value for key, value in said.headers.items()}, said.read()
    except HTTPError as refused:
        return refused.code, {key.lower(): value for key, value in refused.headers.items()}, refused.read()


@pytest.fixture(scope="module")
def deployment(server: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Address of the API, id of a deployment, password."""
    api, password = server["PREFECT_API_URL"], server[CLIENT_PASSWORD]
    signed = sign_in(password)
    flow = json.loads(answer(f"{api}/flows/", "POST", {"name": "gate"}, **signed)[2])["id"]
    made = answer(f"{api}/deployments/", "POST", {"name": "gate", "flow_id": flow}, **signed)
    one = str(json.loads(made[2])["id"])
    yield api, one, password
    answer(f"{api}/deployments/{one}", "DELETE", **signed)


@pytest.mark.slow
def test_the_two_requests_that_ran_a_command_are_refused(deployment: tuple[str, str, str]) -> None:
    """A deployment told to run a command, and a run of it: from another site, from the machine, under a rebound name."""
    api, one, password = deployment
    url = f"{api}/deployments/{one}"
    another = {"origin": "https://evil.example"}
    rebound = {"host": "evil.example", "origin": "http://evil.example"}
    wrong = sign_in("taikei:wrong")
    cases = [(another, 403), ({**another, **sign_in(password)}, 403), ({}, 401), (wrong, 401), (rebound, 421)]
    for headers, expected in [*cases, ({**rebound, **sign_in(password)}, 421), ({"host": "evil.example"}, 421)]:
        for said in (
            answer(url, "PATCH", RUN_SHELL, **headers),
            answer(f"{url}/create_flow_run", "POST", {}, **headers),
        ):
            assert said[0] == expected, headers
            assert "access-control-allow-origin" not in said[1]
        asked = {"access-control-request-method": "PATCH", "access-control-request-headers": "content-type"}
        preflight = answer(url, "OPTIONS", None, **{**asked, **headers})
        assert "access-control-allow-origin" not in preflight[1]
    kept = json.loads(answer(url, **sign_in(password))[2])
    assert not kept["pull_steps"]
    runs = answer(f"{api}/flow_runs/filter", "POST", {"deployments": {"id": {"any_": [one]}}}, **sign_in(password))
    assert json.loads(runs[2]) == []
    # Who has the password may: what is refused above is not refused for another reason.
    own = {"origin": api.removesuffix("/api")}
    assert answer(url, "PATCH", RUN_SHELL, **own, **sign_in(password))[0] == 204
    assert answer(f"{api}/health")[0] == 200


@pytest.mark.slow
def test_so_are_the_sockets(deployment: tuple[str, str, str]) -> None:
    address = deployment[0].replace("http", "ws", 1) + "/events/in"
    with pytest.raises(InvalidStatus) as refused, connect(address, origin="https://evil.example"):  # type: ignore[arg-type]
        pass
    assert refused.value.response.status_code == 403
    with connect(address, subprotocols=["prefect"]) as line:  # type: ignore[list-item]
        line.send(json.dumps({"type": "auth", "token": "taikei:wrong"}))
        with pytest.raises(ConnectionClosed):
            line.recv()
    with connect(address, subprotocols=["prefect"]) as line:  # type: ignore[list-item]
        line.send(json.dumps({"type": "auth", "token": deployment[2]}))
        assert json.loads(line.recv())["type"] == "auth_success"


@pytest.mark.slow
def test_a_browser_signs_in_by_the_page_of_its_owner(deployment: tuple[str, str, str]) -> None:
    api, _, password = deployment
    root = api.removesuffix("/api")
    page = way_in(root, password)
    secret = b64encode(password.encode()).decode()
    assert f"{root}{ENTER}#{secret}" in page
    code, headers, body = answer(root + ENTER)
    assert code == 200
    assert headers["x-frame-options"] == "DENY"
    assert secret.encode() not in body
    assert b"prefect-password" in body
