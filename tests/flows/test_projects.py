"""`taikei init`, taikei.toml and `taikei demo`: a town begins empty, and its name and address are in its release."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.command import main
from flows.projects.new_project import settings_text
from flows.projects.settings import BadSettings, Settings, read_settings, use_settings
from tests.flows.steward import run
from tests.flows.towns import put_towns

GIVEN = ("--publisher", "架空市", "--base-url", "https://data.kakuu.example/t", "--contact", "kikaku@kakuu.example")


def init(folder: Path, *options: str, answers: str = "") -> Result:
    return CliRunner().invoke(main, ["init", str(folder), *options], input=answers)


def test_an_empty_project_holds_the_settings_and_no_plans(tmp_path: Path) -> None:
    done = init(tmp_path / "town", *GIVEN, "--update-cycle", "annual")
    assert done.exit_code == 0, done.stderr
    assert read_settings(tmp_path / "town" / "taikei.toml") == Settings(
        "架空市", "https://data.kakuu.example/t", "kikaku@kakuu.example", "CC-BY-4.0", "annual"
    )
    assert sorted(os.listdir(tmp_path / "town")) == [
        ".gitignore", "README.md", "corrections", "published", "raw", "taikei.toml",
    ]  # fmt: skip
    assert not [path for path in (tmp_path / "town" / "raw").iterdir() if path.is_dir()]
    assert all(command in done.stdout for command in ("taikei onboard", "taikei run", "taikei workbench"))


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", "utf-8")
    done = init(tmp_path)
    assert (done.exit_code, "README.md が既にあります" in done.stderr) == (2, True)
    assert os.listdir(tmp_path) == ["README.md"]
    assert (tmp_path / "README.md").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--base-url", "data.kakuu.example"), "base_url「data.kakuu.example」"),
        (("--base-url", "https://["), "base_url"),
        (("--contact", "企画課"), "contact「企画課」"),
        (("--publisher", "架空市\n企画課"), "publisher"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_nothing_is_written(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    done = init(tmp_path / "town", *options)
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "town").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("publisher = ", "読めません"),
        ('pulisher = "架空市"', "「pulisher」という項目はありません"),
        ("publisher = 3", "引用符"),
        ('licence = "MIT"', "licence「MIT」は使えません"),
        ('update_cycle = "fortnightly"', "update_cycle"),
    ],
)
def test_a_mistake_in_taikei_toml_stops_every_command_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    (tmp_path / "taikei.toml").write_text(text, "utf-8")
    with pytest.raises(BadSettings, match=said):
        read_settings(tmp_path / "taikei.toml")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["status"])
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("publisher", ["架空市", 'a "b" \\ c', "𠮷野町", "O'Neill"])
def test_settings_are_read_back_as_written(tmp_path: Path, publisher: str) -> None:
    settings = Settings(publisher, "", "https://kakuu.example/", update_cycle="irregular")
    (tmp_path / "taikei.toml").write_text(settings_text(settings), "utf-8")
    assert read_settings(tmp_path / "taikei.toml") == settings


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taikei.toml").write_text('base_url = "https://file.example/"\npublisher = "架空市"\n', "utf-8")
    monkeypatch.setenv("TAIKEI_BASE_URL", "https://environment.example/")
    monkeypatch.setenv("TAIKEI_PUBLISHER", "")
    monkeypatch.delenv("TAIKEI_PUBLISHER")
    use_settings(tmp_path)
    assert os.environ["TAIKEI_BASE_URL"] == "https://environment.example/"
    assert os.environ.pop("TAIKEI_PUBLISHER") == "架空市"


@pytest.mark.slow
def test_a_release_of_a_new_project_bears_its_name_and_address(tmp_path: Path, server: dict[str, str]) -> None:
    assert init(tmp_path / "town", *GIVEN, "--update-cycle", "annual").exit_code == 0
    put_towns(tmp_path / "town" / "raw")
    done = run(tmp_path / "town", server, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["last_run"]["state"] == "published"
    catalog = (tmp_path / "town" / "published" / "latest" / "rdf" / "catalog.ttl").read_text("utf-8")
    assert "https://data.kakuu.example/t/latest/csv/policy.csv" in catalog
    assert '"架空市"@ja' in catalog
    assert "mailto:kikaku@kakuu.example" in catalog
    assert "frequency/ANNUAL" in catalog
    verified = CliRunner().invoke(main, ["verify", str(tmp_path / "town" / "published" / "latest")])
    assert verified.exit_code == 0, verified.stdout


DEMO = """
import sys, webbrowser
from pathlib import Path
import flows.projects.command
from flows.command import main
flows.projects.command.SAMPLES = Path(sys.argv[1])
webbrowser.open = lambda address: print("opened", address)
main(["demo", "there"])
"""
"""In a process of its own, as people call it: Prefect keeps the settings with which it was loaded first."""


@pytest.mark.slow
def test_the_demo_makes_a_release_of_the_samples_in_a_folder_of_its_own(tmp_path: Path, server: dict[str, str]) -> None:
    put_towns(tmp_path / "samples")
    command = [sys.executable, "-c", DEMO, str(tmp_path / "samples")]
    done = subprocess.run(command, cwd=tmp_path, env=server, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site = (tmp_path / "there/published/latest/site/index.html").resolve()
    assert [line for line in done.stdout.splitlines() if line.startswith("opened")] == [f"opened {site.as_uri()}"]
    assert sorted(os.listdir(tmp_path)) == ["samples", "there"]
