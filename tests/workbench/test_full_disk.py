"""On a disk that is really full nothing is saved by half: the person is told, sees what was there, and saves once there is room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.small_disk import fill, make_room, small_disk
from tests.workbench.small_plan import PLAN, token
from workbench.app import build_app
from workbench.config import configure

OLD, NEW, NEWER = "図書館を夜も開ける", "図書館を朝も開ける", "図書館を昼も開ける"


@pytest.fixture
def disk(read_once: Path, tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 16) as found:
        shutil.copytree(read_once, found / "root")
        yield found


@pytest.mark.parametrize("is_new", [True, False], ids=["first", "later"])
def test_a_save_on_a_full_disk_is_told_and_nothing_of_it_is_there(disk: Path, is_new: bool) -> None:
    config = configure(disk / "root")
    written = config.corrections / f"{PLAN}.jsonl"
    with TestClient(build_app(config), base_url="http://127.0.0.1:8765") as client:
        headers = {"x-csrf-token": token(client), "accept": "application/json"}

        def rename(name: str) -> tuple[int, dict[str, str]]:
            rows = client.get(f"/plans/{PLAN}/state").json()["rows"]
            row = next(row for row in rows if row["t"] in (OLD, NEW, NEWER))
            # Long enough for a page of the disk that nobody has begun yet.
            made = {"action": "rename", "key": row["k"], "value": name, "version": row["v"], "reason": "確" * 1400}
            answer = client.post(f"/plans/{PLAN}/decisions", json={"decisions": [made]}, headers=headers)
            return answer.status_code, answer.json()

        if not is_new:
            assert rename(NEW)[0] == 200
        before = written.read_bytes() if written.exists() else b""
        fill(disk, 0)
        status, said = rename(NEWER)
        assert (status, "ディスクに空きがありません" in said["error"]) == (507, True), said
        shown = client.get(f"/plans/{PLAN}/state").text
        assert (OLD if is_new else NEW) in shown
        assert NEWER not in shown
        assert client.get("/").status_code == 200
        make_room(disk)
        assert (written.read_bytes() if written.exists() else b"") == before
        assert rename(NEWER)[0] == 200
        assert written.read_bytes().startswith(before)
        assert NEWER in client.get(f"/plans/{PLAN}/state").text
