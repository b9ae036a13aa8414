"""A project's folder with a small plan of a town's own making, and a workbench on it."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher

from tests.workbench.small_plan import PLAN, put_plan, sign_in
from workbench import people
from workbench.app import build_app
from workbench.config import Config, Team, configure
from workbench.people import new_user, write_users
from workbench.state import States

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.workbench.office import Clerk

with warnings.catch_warnings():  # Starlette wants a fork of httpx; what is installed does
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """raw/ with one plan that was read already, and the other folders."""
    folder = tmp_path_factory.mktemp("town") / "root"
    put_plan(folder)
    for name in ("corrections", "published"):
        (folder / name).mkdir()
    States(configure(folder)).get(PLAN)
    return folder


@pytest.fixture
def root(read_once: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(read_once, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def config(root: Path) -> Config:
    """For one person at this machine."""
    return configure(root)


@pytest.fixture
def client(config: Config) -> Iterator[TestClient]:
    """A browser of that person."""
    with TestClient(build_app(config), base_url="http://127.0.0.1:8765") as browser:
        yield browser


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """As few rounds as argon2 allows; the costs stand in the hash."""
    people.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def hashed(cheap_hashes: None) -> dict[str, Any]:
    """Users of a team; their hashes are made once."""
    return {name: new_user(name, name, f"{name}-password") for name in ("viewer", "editor", "publisher")}  # type: ignore[arg-type]


@pytest.fixture
def team(root: Path, hashed: dict[str, Any]) -> Config:
    """The same with users viewer, editor and publisher."""
    write_users(root / "users.toml", hashed)
    return replace(configure(root), team=Team(root / "users.toml"))


@pytest.fixture
def browser(team: Config) -> Iterator[Callable[[str | None], TestClient]]:
    """Browsers of the team's users, signed in; of nobody with None."""
    app = build_app(team)
    opened: list[TestClient] = []

    def open_as(name: str | None) -> TestClient:
        made = TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False)
        opened.append(made)
        if name is not None:
            assert sign_in(made, name).status_code == 303
        return made

    yield open_as
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of a module: while Playwright runs, no other test of the process can begin an event loop."""
    from tests.workbench import office

    with office.chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def office_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of one workbench for all tests of a module; each of them decides about a plan of its own."""
    from tests.workbench.office import furnish

    root = tmp_path_factory.mktemp("office")
    furnish(root)
    return root


@pytest.fixture(scope="module")
def office(office_root: Path) -> Iterator[str]:
    """Its address."""
    from tests.workbench.office import workbench

    with workbench(office_root) as address:
        yield address


@pytest.fixture
def clerk(chromium: Browser, office: str) -> Iterator[Clerk]:
    """Somebody in front of it; the test fails when anything on a page does."""
    from tests.workbench.office import Clerk

    somebody = Clerk(chromium, office)
    yield somebody
    somebody.close()
