"""Every route as each role and as nobody: none lets anybody further than it says, and none says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from tests.workbench.small_plan import PLAN, token
from workbench.app import SCREENS, build_app
from workbench.config import Config
from workbench.roles import RANKS, SAFE, needed
from workbench.screens import inbox
from workbench.words import say

ROUTES = [
    (method, route)
    for screen in SCREENS
    for route in screen.router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods or ())
]
JSON = {"accept": "application/json"}
Open = Callable[[str | None], TestClient]


def address(route: APIRoute) -> str:
    """With something in the place of every parameter."""
    samples = {"plan_id": PLAN, "page": "1", "number": "1"}
    return re.sub(r"{(\w+)(?::\w+)?}", lambda found: samples.get(found[1], "nix"), route.path)


def test_a_route_that_says_nothing_keeps_the_workbench_from_starting(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = APIRouter()
    silent.add_api_route("/silent", lambda: "")
    monkeypatch.setattr(inbox, "router", silent)
    with pytest.raises(RuntimeError, match="/silent"):
        build_app(config)


def test_all_routes_of_the_application_are_walked(config: Config) -> None:
    app = build_app(config)
    walked = {id(screen.router) for screen in SCREENS}
    others = [
        route
        for route in app.routes
        if id(getattr(route, "original_router", None)) not in walked and route not in ROUTES
    ]
    assert [getattr(route, "path", route) for route in others] == ["/static"]
    assert len(ROUTES) >= 12


def test_each_role_gets_as_far_as_the_route_says_and_no_further(browser: Open) -> None:
    """No change is made: those who may make one send no token."""
    wrong = []
    for name in (None, "viewer", "editor", "publisher"):
        who = browser(name)
        own = token(who)
        for method, route in ROUTES:
            need = needed(route)
            assert need is not None
            allowed = need.role is None or (name is not None and RANKS[name] >= RANKS[need.role])  # type: ignore[index]
            change = method not in SAFE
            headers = JSON if not change or allowed else {**JSON, "x-csrf-token": own}
            answer = who.request(method, address(route), headers=headers, json={} if change else None)
            if not allowed:
                good = answer.status_code in ((401,) if name is None else (403, 422))
                good = good and "error" in answer.json()
            elif change:
                good = answer.status_code in (403, 422) and answer.status_code != 401
            else:
                good = answer.status_code not in (401, 403) and answer.status_code < 500
            if not good:
                wrong.append((name, method, route.path, answer.status_code, answer.text[:80]))
    assert not wrong


def test_every_change_wants_the_token_of_its_own_page(browser: Open) -> None:
    """Without one, with another's, or with none but the cookie: nothing is done."""
    one, other = browser("publisher"), browser("publisher")
    told = say("ja", "errors.token")
    for method, route in ROUTES:
        if method in SAFE:
            continue
        for given in (None, "", "0" * 64, token(other)):
            headers = {**JSON, **({"x-csrf-token": given} if given is not None else {})}
            answer = one.request(method, address(route), headers=headers, data={"csrf": given or ""})
            assert answer.status_code in (403, 422), route.path
            if answer.status_code == 403:
                assert answer.json() == {"error": told}


@pytest.mark.parametrize("path", ["/", "/trail", "/publishing", f"/plans/{PLAN}"])
def test_nobody_is_led_to_the_sign_in_and_back(browser: Open, path: str) -> None:
    answer = browser(None).get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")


def test_a_viewer_who_is_not_allowed_is_told_on_a_page(browser: Open) -> None:
    answer = browser("viewer").get("/users")
    assert answer.status_code == 403
    assert say("ja", "errors.403") in answer.text


def test_without_a_team_the_person_at_the_machine_may_do_everything(client: TestClient) -> None:
    for method, route in ROUTES:
        if method in SAFE:
            assert client.get(address(route)).status_code in (200, 303, 307, 404, 422), route.path
