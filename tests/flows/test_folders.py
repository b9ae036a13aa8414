"""A folder that is not there: one sentence with its remedy, whatever the command."""

from __future__ import annotations

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
    assert "がありません。計画のフォルダで実行するか、場所を指定してください。" in done.stderr
    assert not list(tmp_path.iterdir())
