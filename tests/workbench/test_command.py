"""`python -m workbench` and `taikei workbench`: they start, tell one address, and leave at Ctrl-C; users are kept in a file."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from workbench import config as configs
from workbench.__main__ import COULD_NOT_START, main
from workbench.config import configure, is_loopback
from workbench.people import read_users

HERE = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [["-m", "workbench"], ["-c", "from flows.command import main; main()", "workbench"]]
)
def test_it_starts_tells_its_address_and_leaves(root: Path, command: list[str]) -> None:
    started = [sys.executable, *command, "--root", str(root), "--port", "0"]
    process = subprocess.Popen(started, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE)
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.match(r"http://127\.0\.0\.1:\d+/", line)
    assert address, line
    page = httpx.get(address[0], timeout=30)
    assert page.status_code == 200
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.slow
def test_a_taken_port_is_said_plainly(root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = CliRunner().invoke(main, ["--root", str(root), "--port", port])
    assert answer.exit_code == COULD_NOT_START
    assert "--port" in answer.output


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "workbench.example.jp"])
def test_nobody_else_can_reach_it_without_a_team(root: Path, host: str) -> None:
    answer = CliRunner().invoke(main, ["--root", str(root), "--host", host])
    assert answer.exit_code == 2
    assert "--team" in answer.output


def test_a_proxys_header_wants_a_proxy_to_trust(root: Path) -> None:
    answer = CliRunner().invoke(main, ["--root", str(root), "--team", "--proxy-header", "x-remote-user"])
    assert answer.exit_code == 2
    answer = CliRunner().invoke(
        main, ["--root", str(root), "--team", "--proxy-header", "x-user", "--trusted-proxy", "nix"]
    )
    assert answer.exit_code == 2


@pytest.mark.parametrize("users", ["", "["])
def test_a_team_without_users_is_said(root: Path, users: str) -> None:
    (root / "users.toml").write_text(users, "utf-8")
    answer = CliRunner().invoke(main, ["--root", str(root), "--team"])
    assert answer.exit_code == 2
    assert "users.toml" in answer.output


def test_a_folder_without_plans_is_said(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["--root", str(tmp_path)])
    assert answer.exit_code == 2
    assert "raw/" in answer.output


def test_users_are_added_changed_listed_and_removed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*said: str, typed: str = "") -> str:
        answer = CliRunner().invoke(main, ["users", said[0], "--root", str(root), *said[1:]], input=typed)
        assert answer.exit_code == 0, answer.output
        return answer.output

    monkeypatch.setenv("WORD", "a long password")
    run("add", "tanaka", "--role", "editor", "--password-env", "WORD")
    run("add", "sato", "--role", "publisher", typed="another password\nanother password\n")
    run("add", "kansa", "--role", "viewer", "--no-password")
    users = read_users(root / "users.toml")
    assert {name: (user.role, user.office, bool(user.password)) for name, user in users.items()} == {
        "tanaka": ("editor", "staff", True),
        "sato": ("publisher", "steward", True),
        "kansa": ("viewer", "staff", False),
    }
    assert "tanaka\teditor" in run("list")
    assert "改めました" in run("add", "tanaka", "--role", "viewer", "--password-env", "WORD")
    run("remove", "sato")
    assert set(read_users(root / "users.toml")) == {"tanaka", "kansa"}
    answer = CliRunner().invoke(main, ["users", "remove", "--root", str(root), "sato"])
    assert answer.exit_code == 2
    answer = CliRunner().invoke(
        main, ["users", "add", "--root", str(root), "x", "--role", "viewer", "--password-env", "NIX"]
    )
    assert answer.exit_code == 2


def test_the_secret_is_made_once_and_for_its_owner(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = configure(root), configure(root)
    assert one.secret == other.secret
    assert len(one.secret) == 32
    assert (one.work / "secret").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv(configs.DATABASE, "postgresql://db/taikei")
    assert configure(root).database_url == "postgresql://db/taikei"
    assert repr(one.secret)[2:8] not in repr(one)


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("x", False)],
)
def test_loopback(host: str, own: bool) -> None:
    assert is_loopback(host) is own


@pytest.mark.slow
def test_ctrl_c_does_not_wait_for_a_document_that_is_being_read(root: Path) -> None:
    """Even while the background is still reading."""
    started = [sys.executable, "-m", "workbench", "--root", str(root), "--port", "0"]
    process = subprocess.Popen(started, stdout=subprocess.PIPE, text=True, cwd=HERE)
    assert process.stdout is not None
    assert process.stdout.readline()
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert time.monotonic() - begun < 10
