"""`taikei verify` says what it checked, and its exit code says the rest."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from flows.command import main


def test_a_folder_that_is_no_release(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert result.exit_code == 1
    assert "公開データとして読めません" in result.output


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(tmp_path / "none")])
    assert result.exit_code == 2


def test_the_same_as_json(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(tmp_path), "--json"])
    told = json.loads(result.stdout)
    assert (result.exit_code, told["faults"], told["checks"][0]["check"]) == (1, 1, "readable")
