"""`taikei push` before it reaches any portal: what is missing is said in one sentence, with exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.command import main
from publishers.portal.settings import TOKEN_VARIABLE
from tests.portal.small_release import make_tables, write_published

URL = "http://127.0.0.1:9"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return write_published(tmp_path / "published", make_tables())


def refused(published: Path, *options: str, token: str = "abc") -> str:
    result = CliRunner().invoke(main, ["push", "--published", str(published), *options], env={TOKEN_VARIABLE: token})
    assert result.exit_code == 2
    return result.output


def test_no_address(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--url" in refused(published)


def test_no_token(published: Path) -> None:
    assert TOKEN_VARIABLE in refused(published, "--url", URL, token="")


def test_a_token_file_for_all_to_read(published: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("secret-of-the-portal", "utf-8")
    token.chmod(0o644)
    said = refused(published, "--url", URL, "--token-file", str(token))
    assert "chmod 600" in said
    assert "secret" not in said


def test_no_release(tmp_path: Path) -> None:
    assert "taikei run" in refused(tmp_path / "none", "--url", URL)


def test_a_damaged_release(published: Path) -> None:
    rows = published / "latest" / "json" / "policy.jsonl"
    rows.write_text(rows.read_text("utf-8").replace("学び", "遊び"), "utf-8")
    assert "json/policy.jsonl" in refused(published, "--url", URL)
    rows.unlink()
    assert "taikei verify" in refused(published, "--url", URL)
