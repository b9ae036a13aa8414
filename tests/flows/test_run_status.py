"""What a run leaves for those who watch from outside."""

from __future__ import annotations

import json
import os
from pathlib import Path

import psutil
import pytest

from flows.run_status import RUN_STATUS, RUN_STOP, StatusFile
from workbench.config import configure
from workbench.run_process import Runs


def read(build: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((build / RUN_STATUS).read_text("utf-8"))
    return said


def test_the_workbench_sees_how_far_a_run_is_and_how_it_ended(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    config = configure(tmp_path)
    status = StatusFile(config.build)
    status.tell("立川市の計画", 2, 7)
    now = Runs(config).now()
    assert now is not None
    assert (now.running, now.ours, now.what, now.done, now.total) == (True, False, "立川市の計画", 2, 7)
    status.end(3, "stopped", "2026.11.20", ["計画が消えます。"])
    ended = Runs(config).now()
    assert ended is not None
    assert (ended.running, ended.code, ended.state, ended.version) == (False, 3, "stopped", "2026.11.20")
    assert ended.messages == ("計画が消えます。",)


def test_a_run_that_is_asked_to_end_does_so_before_its_next_step_and_the_next_run_does_not(tmp_path: Path) -> None:
    (tmp_path / RUN_STOP).touch()
    status = StatusFile(tmp_path)
    status.tell("立川市の計画", 1, 7)
    (tmp_path / RUN_STOP).touch()
    with pytest.raises(KeyboardInterrupt):
        status.tell("多摩市の計画", 2, 7)
    assert read(tmp_path)["what"] == "立川市の計画"
    StatusFile(tmp_path).tell("立川市の計画", 1, 7)


def test_it_names_its_process(tmp_path: Path) -> None:
    StatusFile(tmp_path)
    said = read(tmp_path)
    assert (said["pid"], said["born"]) == (os.getpid(), psutil.Process().create_time())


def test_a_folder_that_is_gone_does_not_end_the_run(tmp_path: Path) -> None:
    status = StatusFile(tmp_path / "gone")
    status.tell("x", 1, 2)
    status.end(0)
    assert not (tmp_path / "gone").exists()
