"""The documentation holds: its commands exist and run, its Python runs, and its site is built without a broken link."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.command import main

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "raw").glob("*.md")])
SAMPLE = ROOT / "raw" / "sample-ruled-table" / "sample.pdf"
BIN = Path(sys.executable).parent
OWN_ARGUMENTS = "workbench"
"""A command that takes its options itself."""
ALL = bool(os.environ.get("TAIKEI_TEST_ALL_PAGES"))
"""Whether the pages that repeat what others run, and the demo, which reads every plan of raw/, are run too."""
ALWAYS = ["README.md", "docs/tutorial.md"]
ON_DEMAND = ["README.ja.md", "docs/index.md", "docs/how-to.md"]


def command_lines(text: str) -> Iterator[str]:
    """Calls of taikei in code blocks, fenced or indented; without pipes, redirections and comments."""
    fenced = False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        found = re.match(r"(    )?(?:\S*/bin/)?(taikei (?:--lang \w+ )?[a-z]+(?: .*)?)$", line)
        if found and (fenced or found[1]):
            yield re.sub(r"\s(?:&&|\|\||[|;>#]).*", "", found[2])


def shown() -> list[tuple[str, str]]:
    """Page and command."""
    return [
        (page.relative_to(ROOT).as_posix(), line) for page in PAGES for line in command_lines(page.read_text("utf-8"))
    ]


def test_there_are_commands_to_look_at() -> None:
    assert len(shown()) > 30


@pytest.mark.parametrize(("page", "line"), shown())
def test_every_command_and_option_that_is_shown_exists(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    if words[0] == "--lang":
        words = words[2:]
    command = main.commands.get(words[0])
    assert command is not None, line
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    given = {re.sub(r"=.*", "", word.strip("[]")) for word in words[1:] if word.strip("[]").startswith("-")}
    if words[0] != OWN_ARGUMENTS:
        assert given <= known | {"--help", "-h"}, line


def script(page: Path) -> str:
    """All sh and python blocks of a page, in order, as one shell script."""
    parts = ["set -eu"]
    for language, code in re.findall(r"^```(sh|python)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        parts.append(code if language == "sh" else f"python - <<'PYTHON'\n{code}PYTHON\n")
    return "\n".join(parts)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    "page",
    [
        *ALWAYS,
        *(
            pytest.param(page, marks=pytest.mark.skipif(not ALL, reason="TAIKEI_TEST_ALL_PAGES is not set"))
            for page in ON_DEMAND
        ),
    ],
)
def test_the_blocks_of_a_page_run_one_after_the_other(page: str, tmp_path: Path, server: dict[str, str]) -> None:
    shutil.copy(SAMPLE, tmp_path / "plan.pdf")
    (tmp_path / "project").mkdir()
    folder = tmp_path
    env = {**server, "PATH": f"{BIN}:{server['PATH']}"}
    if page == "docs/how-to.md":  # "Commands are run in the folder of a project"
        folder = tmp_path / "project"
        subprocess.run([BIN / "taikei", "init"], cwd=folder, env=env, check=True, capture_output=True)
    commands = script(ROOT / page)
    if not ALL:
        commands = re.sub(r"^taikei demo .*$", "", commands, flags=re.MULTILINE)
    assert "taikei " in commands
    done = subprocess.run(["bash", "-c", commands], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_site_is_built_and_finds_what_engineers_ask_for(tmp_path: Path) -> None:
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [BIN / "mkdocs", "build", "--quiet", "--site-dir", tmp_path / "site"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reference = (tmp_path / "site" / "reference" / "commands.html").read_text("utf-8")
    assert all(f"taikei {name}" in reference for name in main.commands if name != OWN_ARGUMENTS)
    assert "Raises" in (tmp_path / "site" / "reference" / "python.html").read_text("utf-8")
    assert not re.findall(
        r'(?:src|href)="(?:https?:)?//(?!(?:www\.)?(?:github|creativecommons))[^"]+\.(?:js|css|woff2?)"', reference
    )
