"""A disk that fails at every single step: the last release stays whole, the message is plain, the next run completes."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import pytest

from publishers.registry import read_registry
from publishers.verify import verify

Make = Callable[..., Any]
Tree = Sequence[tuple[str, str, str]]

STEPS = ("fsync", "rename", "replace", "symlink")
"""Calls of os that everything written goes through."""


class Failing:
    """Counts the steps, and lets one of them fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
        self.count = 0
        self.fail_at: int | None = None
        self.counting = Lock()  # files are synced by several threads
        for name in STEPS:
            monkeypatch.setattr(os, name, self._wrap(getattr(os, name), code))

    def _wrap(self, real: Callable[..., Any], code: int) -> Callable[..., Any]:
        def step(*args: object, **kwargs: object) -> object:
            with self.counting:
                self.count += 1
                failing = self.count == self.fail_at
            if failing:
                raise OSError(code, os.strerror(code), "somewhere")
            return real(*args, **kwargs)

        return step


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS], ids=["full", "read-only"])
def test_a_disk_that_fails_at_any_step(
    run: Make, plan: Make, tree: Tree, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    first = run(plan())
    disk = Failing(monkeypatch, code)
    longer = [*tree]

    def another() -> Any:
        longer.append((str(len(longer)), f"目標{len(longer)}", f"さらに続く目標の{len(longer)}"))
        disk.count = 0
        return plan(tree=longer)

    assert run(another()).state == "published"
    steps = disk.count
    assert steps > 40
    trials = sorted({2, steps // 2, *range(steps - 4, steps + 1)})
    for trial in trials:
        before = os.readlink(run.folder / "latest")
        changed = another()
        disk.fail_at = trial
        failed = run(changed)
        disk.fail_at = None
        assert failed.state == "failed"
        assert "公開フォルダに書けません" in failed.messages[0]
        # What fails after the rename of latest leaves the new release: whole, and completed by the next run.
        assert verify((run.folder / "latest").resolve(), checks=("checksums", "tree", "ids")).faults == ()
        if trial < steps - 6:
            assert os.readlink(run.folder / "latest") == before
        done = run(changed)
        assert done.state in ("published", "unchanged")
        assert (run.folder / "latest").resolve().name == done.version
    entries = read_registry(run.folder / "registry" / "ids.csv")
    assert len({entry.id for entry in entries}) == len(entries)
    assert first.folder.exists()
