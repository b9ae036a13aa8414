"""What every answer carries, and what is refused before a route sees it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from tests.workbench.small_plan import PLAN, TEXT, put_plan, sign_in, token
from workbench import people, tokens
from workbench.app import SCREENS, build_app
from workbench.config import Config, Team, configure
from workbench.people import BadUser, new_user, read_users, write_users
from workbench.protect import HEADERS
from workbench.store import Store
from workbench.words import say

Open = Callable[[str | None], TestClient]
HOST = "http://127.0.0.1:8765"


def test_every_answer_has_the_headers_and_nothing_loads_from_outside(client: TestClient) -> None:
    for path in ("/", "/nix", "/static/workbench.css", "/sign-in"):
        answer = client.get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    policy = HEADERS["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


OUTSIDE = re.compile(
    r"""(src|href|action)=["']?(https?:)?//|url\(["']?(https?:)?//|@import|(fetch|open)\(["'`](https?:)?//"""
)
UNSAFE = re.compile(
    r"""\sstyle=|\son\w+=["']|javascript:|\|\s*safe\b|\beval\(|new Function|(inner|outer)HTML\s*\+?=[^=]|insertAdjacentHTML|document\.write"""
)


def test_no_template_or_script_reaches_outside_or_carries_code() -> None:
    folder = Path(people.__file__).parent
    for path in sorted((*(folder / "templates").glob("*"), *(folder / "static").glob("*"))):
        text = path.read_text("utf-8")
        assert not OUTSIDE.search(text), path.name
        assert not UNSAFE.search(text), path.name
        inline = [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag]
        assert all('type="application/json"' in tag for tag in inline), path.name


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "user@evil.example"])
def test_another_name_is_not_answered(config: Config, host: str) -> None:
    with TestClient(build_app(config), base_url=HOST) as browser:
        assert browser.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:1", "[::1]:8765"])
def test_names_of_this_machine_are(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_a_team_may_reach_it_by_any_name_unless_it_has_one(team: Config) -> None:
    named = replace(team, host="0.0.0.0")
    with TestClient(build_app(named), base_url=HOST) as who:
        assert who.get("/sign-in", headers={"host": "192.0.2.7:8765"}).status_code == 200
        assert who.get("/sign-in", headers={"host": ""}).status_code == 421
    with TestClient(build_app(replace(named, public_url="https://taikei.example.jp")), base_url=HOST) as who:
        assert who.get("/sign-in", headers={"host": "192.0.2.7:8765"}).status_code == 421
        assert who.get("/sign-in", headers={"host": "taikei.example.jp"}).status_code == 200


def test_a_file_of_users_spoiled_while_it_runs_lets_nobody_in(browser: Open, team: Config) -> None:
    assert team.team is not None
    who = browser("publisher")
    team.team.users.write_text("[", "utf-8")
    assert who.get("/").status_code == 303
    assert sign_in(who, "publisher").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_change_sent_by_another_site_is_refused_even_with_the_token(
    client: TestClient, headers: dict[str, str]
) -> None:
    right = {"x-csrf-token": token(client)}
    assert client.post("/sign-out", headers=right, follow_redirects=False).status_code == 303
    right = {"x-csrf-token": token(client)}
    assert client.post("/sign-out", headers={**right, **headers}, follow_redirects=False).status_code == 403


def test_a_request_that_is_too_large_is_not_read(config: Config) -> None:
    small = replace(config, form_bytes=1000)
    with TestClient(build_app(small), base_url=HOST) as browser:
        right = {"x-csrf-token": token(browser), "content-type": "application/x-www-form-urlencoded"}
        assert browser.post("/sign-out", content=b"a" * 1001, headers=right).status_code == 413

        def pieces() -> Iterator[bytes]:
            yield from [b"a" * 400] * 4

        answer = browser.post("/sign-in", content=pieces(), headers=right)
        assert answer.status_code == 413
        wrong = {**right, "content-length": "many"}
        assert browser.post("/sign-out", content=b"a", headers=wrong).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/plans/..%2f..%2fetc",
        "/plans/%2e%2e",
        "/plans/..%5c..",
        "/plans/%00",
        "/static/%00",
    ],
)
def test_no_path_leads_out_of_its_folder(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 405, 400)
    assert "import" not in answer.text


NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'}}{{1234*5678}}"


def test_titles_with_markup_are_shown_as_they_are_printed(root: Path) -> None:
    """Through every screen that a browser can open, in both languages."""
    put_plan(root, text=TEXT.replace("空き家を集会所にする", NASTY), title=NASTY.replace('"', '\\"'))
    with TestClient(build_app(configure(root)), base_url=HOST) as browser:
        shown = 0
        for screen in SCREENS:
            for route in screen.router.routes:
                if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()):
                    continue
                path = route.path.replace("{plan_id}", PLAN).replace("{page}", "1")
                for lang in ("ja", "en"):
                    answer = browser.get(path, params={"lang": lang, "next": NASTY, "q": NASTY, "plan": NASTY})
                    if "html" in answer.headers.get("content-type", ""):
                        assert "<script>alert" not in answer.text, path
                        assert "<img src=x" not in answer.text, path
                        assert str(1234 * 5678) not in answer.text
                        shown += escape(NASTY, quote=False)[:20] in answer.text
        assert shown


def test_cookies_cannot_be_read_by_scripts_nor_sent_by_others(client: TestClient) -> None:
    told = client.get("/").headers.get_list("set-cookie")
    assert len(told) == 2
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie for cookie in told)
    assert not client.get("/").headers.get_list("set-cookie")


def test_over_https_cookies_are_sent_over_https_alone(root: Path) -> None:
    config = configure(root, public_url="https://taikei.example.jp", team=Team(root / "users.toml"))
    with TestClient(build_app(config), base_url="https://taikei.example.jp") as browser:
        answer = browser.get("/sign-in")
        assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))
        assert "strict-transport-security" in answer.headers


def test_a_cookie_that_is_not_ours_is_a_new_session(client: TestClient) -> None:
    mine = token(client)
    client.cookies.set(tokens.COOKIE, "planted.AAAA.signature")
    assert token(client) != mine


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_language_is_kept(client: TestClient, lang: str) -> None:
    assert say(lang, "nav.publishing") in client.get("/", params={"lang": lang}).text  # type: ignore[arg-type]
    assert say(lang, "nav.publishing") in client.get("/users").text  # type: ignore[arg-type]
    assert f'<html lang="{lang}"' in client.get("/", params={"lang": "xx<"}).text


# signing in


def test_signing_in_gives_a_new_session_and_leads_back(browser: Open) -> None:
    who = browser(None)
    planted = who.get("/sign-in") and who.cookies[tokens.COOKIE]
    answer = sign_in(who, "editor", next="/trail")
    assert (answer.status_code, answer.headers["location"]) == (303, "/trail")
    assert who.cookies[tokens.COOKIE] != planted
    assert who.get("/").status_code == 200


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example", "/\\evil.example", "nix", "/\nSet-Cookie:a=b"]
)
def test_no_other_site_is_led_to(browser: Open, next: str) -> None:
    assert sign_in(browser(None), "editor", next=next).headers["location"] == "/"


def test_signing_out_ends_the_session_for_good(browser: Open) -> None:
    who = browser("editor")
    cookie = who.cookies[tokens.COOKIE]
    who.post("/sign-out", headers={"x-csrf-token": token(who)})
    who.cookies.set(tokens.COOKIE, cookie)
    assert who.get("/").status_code == 303


@pytest.mark.parametrize("name", ["editor", "nobody", "", "<script>"])
def test_a_wrong_password_says_no_more_than_that(browser: Open, name: str) -> None:
    answer = sign_in(browser(None), name, "wrong-password")
    assert answer.status_code == 401
    assert say("ja", "sign_in.wrong") in answer.text
    assert "<script>" not in answer.text


def test_guessing_is_slowed_down(browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "_matches", lambda hashed, password: password == "editor-password")
    who = browser(None)
    for _ in range(people.FAILURES):
        assert sign_in(who, "editor", "wrong-password").status_code == 401
    assert sign_in(who, "editor").status_code == 429
    assert sign_in(who, "viewer", "viewer-password").status_code == 401  # another name is another matter
    real, later = time.time, time.time() + people.FIRST_SECONDS + 1
    monkeypatch.setattr(people.time, "time", lambda: later)
    assert sign_in(who, "editor", "wrong-password").status_code == 401
    later += people.FIRST_SECONDS + 1
    assert sign_in(who, "editor").status_code == 429, "each one makes the wait longer"
    later += people.FIRST_SECONDS
    assert sign_in(who, "editor").status_code == 303
    monkeypatch.setattr(people.time, "time", real)


def test_of_many_guesses_at_once_no_more_are_tried_and_few_hashed_at_the_same_time(
    team: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, most, tried = 0, 0, 0
    lock = threading.Lock()

    def slow(_hashed: str, _password: str) -> bool:
        nonlocal going, most, tried
        with lock:
            going, tried = going + 1, tried + 1
            most = max(most, going)
        time.sleep(0.05)
        with lock:
            going -= 1
        return False

    monkeypatch.setattr(people, "_matches", slow)
    store = Store(team.database_url)
    who = people.People(team, store)

    def guess(number: int) -> str:
        try:
            return str(who.sign_in(f"s{number}", "editor", "guess", "192.0.2.1"))
        except people.MustWait:
            return "wait"

    with ThreadPoolExecutor(30) as pool:
        said = list(pool.map(guess, range(30)))
    assert said.count("None") == tried <= people.FAILURES
    assert most <= people.HASHES_AT_ONCE
    monkeypatch.setattr(people, "_matches", lambda _hashed, password: password == "right")
    assert who.sign_in("own", "editor", "right", "192.0.2.2") is not None, "from elsewhere they get in"
    store.close()


def test_a_name_guessed_from_many_addresses_is_slowed_down(team: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "_matches", lambda _hashed, _password: False)
    store = Store(team.database_url)
    who = people.People(team, store)
    for number in range(people.OF_A_NAME):
        assert who.sign_in(f"s{number}", "editor", "guess", f"10.0.{number // 250}.{number % 250}") is None
    with pytest.raises(people.MustWait):
        who.sign_in("s", "editor", "guess", "10.9.9.9")
    store.close()


def test_the_address_behind_a_proxy_counts_and_only_a_trusted_one_is_believed(root: Path) -> None:
    team = Team(root / "users.toml", None, ("10.0.0.0/8",))
    config = configure(root, team=team)
    who = people.People(config, Store(config.database_url))
    told = Headers({"x-forwarded-for": "203.0.113.9, 198.51.100.7, 10.0.0.2"})
    assert who.address(told, "10.0.0.1") == "198.51.100.7", "what stands before may be made up"
    assert who.address(told, "192.0.2.5") == "192.0.2.5"
    assert who.address(Headers({"x-forwarded-for": "nonsense"}), "10.0.0.1") == "10.0.0.1"
    assert who.address(Headers({}), "10.0.0.1") == "10.0.0.1"


def test_who_is_removed_or_has_another_password_is_out_at_once(
    browser: Open, team: Config, hashed: dict[str, Any]
) -> None:
    assert team.team is not None
    who = browser("editor")
    assert who.get("/").status_code == 200
    write_users(team.team.users, {**hashed, "editor": new_user("editor", "editor", "another-password")})
    assert who.get("/").status_code == 303
    other = browser("viewer")
    write_users(team.team.users, {name: user for name, user in hashed.items() if name != "viewer"})
    assert other.get("/").status_code == 303


# behind a proxy


def test_the_proxys_word_counts_only_from_the_proxy(root: Path, hashed: dict[str, Any]) -> None:
    write_users(root / "users.toml", hashed)
    team = Team(root / "users.toml", "x-remote-user", ("10.0.0.0/8",))
    app = build_app(configure(root, team=team))
    for address, name, status in (
        ("10.1.2.3", "viewer", 200),
        ("10.1.2.3", "nobody", 303),
        ("10.1.2.3", "", 303),
        ("192.0.2.1", "publisher", 303),
        ("::1", "publisher", 303),
    ):
        who = TestClient(app, base_url=HOST, client=(address, 1), follow_redirects=False)
        assert who.get("/", headers={"x-remote-user": name}).status_code == status, (address, name)


# users


def test_the_file_of_users_is_for_its_owner_and_holds_no_password(tmp_path: Path) -> None:
    path = tmp_path / "users.toml"
    write_users(path, {"a.b@c": new_user("a.b@c", "publisher", "a long password")})
    assert path.stat().st_mode & 0o777 == 0o600
    assert "a long password" not in path.read_text("utf-8")
    (user,) = read_users(path).values()
    assert (user.role, user.office) == ("publisher", "steward")


@pytest.mark.parametrize(
    ("name", "password"), [("a b", "long enough it is"), ("", "long enough it is"), ("a", "short")]
)
def test_users_that_will_not_do(name: str, password: str) -> None:
    with pytest.raises(BadUser):
        new_user(name, "viewer", password)


@pytest.mark.parametrize("text", ["[", '["a"]\nrole = "king"\n', 'a = "b"\n'])
def test_a_file_of_users_that_does_not_hold_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "users.toml").write_text(text, "utf-8")
    with pytest.raises(BadUser):
        read_users(tmp_path / "users.toml")
