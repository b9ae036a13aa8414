"""Checks in a process beside: the same findings and counts, whether the child lives, dies, or never was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from publishers import verify_beside
from publishers.verify import verify

Make = Callable[..., Any]

pytestmark = pytest.mark.validators


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    yield
    verify_beside.stop()


def test_the_same_is_found_beside_and_here(run: Make, plan: Make) -> None:
    release = run(plan()).folder
    for spoil in (False, True):
        if spoil:
            path = release / "csv" / "plan.csv"
            path.write_bytes(path.read_bytes().replace("立川市".encode(), b"", 1) + b"x\r\n")
        verify_beside.stop()
        here = verify(release, thorough=False)
        assert bool(here.faults) is spoil
        verify_beside.start()
        assert verify(release, thorough=False) == here
        assert verify_beside._child is not None, "it was asked and it answered"
        verify_beside._child.kill()
        verify_beside._child.wait()
        assert verify(release, thorough=False) == here
        assert verify_beside._child is None


def test_a_thorough_check_is_done_here(run: Make, plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    release = run(plan()).folder
    verify_beside.start()
    monkeypatch.setattr(verify_beside, "begin", lambda _: pytest.fail("nobody is to be asked"))
    assert verify(release, checks=("csvw", "checksums")).faults == ()
