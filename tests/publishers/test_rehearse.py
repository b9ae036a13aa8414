"""A release made in advance leaves nothing behind."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from extractors.readings import read_aloud
from publishers import rehearse as module
from publishers.rehearse import rehearse
from publishers.verification import Verification
from publishers.verify import verify

Make = Any


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("most", [0, 10_000], ids=["one plan", "whole"])
def test_the_rehearsed_release_is_whole_and_thrown_away(
    most: int, run: Make, plan: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Verification] = []

    def looked_at(*args: Any, **kwargs: Any) -> Verification:
        seen.append(verify(*args, **kwargs))
        return seen[-1]

    run(plan())
    before = contents(run.folder)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setattr(module, "verify", looked_at)
    monkeypatch.setattr(module, "MOST_ROWS", most)
    assert rehearse(run.folder, read_aloud)
    assert contents(run.folder) == before
    assert list(scratch.iterdir()) == []
    assert seen[0].faults == ()
    assert {checked.check for checked in seen[0].checks} >= {"same_rows", "delta", "ids"}


def test_before_the_first_release_there_is_nothing_to_rehearse(tmp_path: Path) -> None:
    assert not rehearse(tmp_path, read_aloud)
