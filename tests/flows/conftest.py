"""One embedded Prefect server, and one first release, for all tests of the flow; each would otherwise make its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.environment import STARTUP_SECONDS, set_defaults
from flows.gate import CLIENT_PASSWORD
from flows.server import embedded_server, wait_until_healthy
from tests.flows.steward import RAW, run
from tests.flows.towns import put_sample, put_towns


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Environment of a run that uses it."""
    build: Path = tmp_path_factory.mktemp("server")
    before = dict(os.environ)
    try:
        set_defaults(build)
        with embedded_server(build):
            wait_until_healthy(STARTUP_SECONDS)
            yield {**before, **{name: os.environ[name] for name in ("PREFECT_API_URL", CLIENT_PASSWORD)}}
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="session")
def steward(tmp_path_factory: pytest.TempPathFactory, server: dict[str, str]) -> Path:
    """A folder in which all of raw/ was released once."""
    folder = tmp_path_factory.mktemp("steward")
    shutil.copytree(RAW, folder / "raw")
    done = run(folder, server)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    (folder / "first.txt").write_text(done.stdout, "utf-8")
    return folder


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory, server: dict[str, str]) -> Path:
    """A folder in which three small plans were released once, for what is not about the plans themselves."""
    folder = tmp_path_factory.mktemp("towns")
    put_towns(folder / "raw")
    put_sample(folder / "raw")
    done = run(folder, server)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def office(towns: Path, tmp_path: Path) -> Path:
    """The same, to spoil."""
    shutil.copytree(towns, tmp_path / "office", symlinks=True)
    return tmp_path / "office"


@pytest.fixture
def copy(steward: Path, tmp_path: Path) -> Path:
    """Of the released raw/, to spoil."""
    shutil.copytree(steward, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"
