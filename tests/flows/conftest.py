"""One embedded Prefect server for all tests of the flow; each run would otherwise start its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.environment import STARTUP_SECONDS, set_defaults
from flows.server import embedded_server, wait_until_healthy


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Environment of a run that uses it."""
    build: Path = tmp_path_factory.mktemp("server")
    before = dict(os.environ)
    try:
        set_defaults(build)
        with embedded_server(build):
            wait_until_healthy(STARTUP_SECONDS)
            yield {**before, "PREFECT_API_URL": os.environ["PREFECT_API_URL"]}
    finally:
        os.environ.clear()
        os.environ.update(before)
