"""A folder that is not there: one sentence with its remedy, whatever the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.command import main


@pytest.mark.parametrize("command", ["run", "serve", "corrections", "verify"])
def test_outside_of_a_project_a_command_says_where_to_go(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [command])
    assert done.exit_code == 2
    assert "がありません。計画のフォルダーで実行するか、場所を指定してください。" in done.stderr
    assert not list(tmp_path.iterdir())


def test_outside_of_a_project_status_is_wrong_usage_and_doctor_names_the_folder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["status"]).exit_code == 2
    found = CliRunner().invoke(main, ["doctor", "--json"])
    failed = [finding["title"] for finding in json.loads(found.stdout) if finding["state"] == "fail"]
    assert failed == ["raw/"]
    assert "開発者" not in found.stdout
    assert not list(tmp_path.iterdir())
