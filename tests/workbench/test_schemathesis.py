"""Whatever is sent to any route: an answer in words, never a fault of the server."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings

from tests.workbench.small_plan import put_plan
from workbench.app import build_app
from workbench.config import configure
from workbench.tokens import COOKIE, HEADER, new_session, to_cookie, token_of

pytestmark = pytest.mark.slow
Asked = tuple[FastAPI, dict[str, str], dict[str, str]]
EXAMPLES = 6
"""Per route."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    root = tmp_path_factory.mktemp("any")
    put_plan(root)
    for name in ("corrections", "published"):
        (root / name).mkdir()
    config = configure(root, public_url="http://testserver")
    session = new_session()
    app = build_app(config)
    app.openapi_url = "/openapi.json"
    app.setup()
    return app, {COOKIE: to_cookie(config.secret, session)}, {HEADER: token_of(config.secret, session)}


def test_no_route_breaks(asked: Asked) -> None:
    """Schemathesis makes up what is sent; its own way into pytest does not know this pytest."""
    app, cookies, headers = asked
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    met = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path == "/publishing/run":  # it starts a process; its own tests do that
            continue

        @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def send(case: schemathesis.Case) -> None:
            answer = case.call(cookies=cookies, headers=headers, allow_redirects=False)
            met.add(answer.status_code)
            assert answer.status_code < 500, (case.method, case.formatted_path, answer.status_code, answer.text[:300])

        send()
    assert {200, 404, 422} <= met


def test_what_was_sent_left_the_corrections_whole(asked: Asked) -> None:
    """After all of that."""
    from extractors.read_corrections import read_corrections

    folder: Path = asked[0].state.config.corrections
    for path in folder.glob("*.jsonl"):
        read = read_corrections(path)
        assert (read.faults, read.torn) == ((), False)
